//! A rehearsal as a picture: each step a bar in a lane, each limit a bar with its rungs as ticks, a
//! lane for everybody who is told, time that does not count shaded. As SVG alone, or in a page with
//! every message as it would be worded.
//!
//! `scale` says where a moment lies, `scene` what there is to draw, `chart` draws it, `letters` words
//! the messages, `page` puts picture and messages into one file.

mod chart;
mod letters;
mod markup;
mod page;
mod scale;
mod scene;

pub(crate) use letters::{Letter, letters};
pub(crate) use markup::safe;
pub(crate) use page::{page, whole};

use chart::Paper;
use scene::Scene;
use steward_model::{Estate, Lang, Workflow};
use steward_sim::Rehearsal;

/// A rehearsal with what its names mean.
#[derive(Clone, Copy)]
pub(crate) struct Drawn<'a> {
    pub(crate) workflow: &'a Workflow,
    pub(crate) estate: &'a Estate,
    pub(crate) went: &'a Rehearsal,
    pub(crate) letters: &'a [Letter<'a>],
    /// How people behaved, in words.
    pub(crate) conduct: &'a str,
    pub(crate) lang: Lang,
}

/// The picture alone, as one SVG file.
pub(crate) fn svg(drawn: Drawn<'_>) -> String {
    chart::chart(&Scene::new(drawn), Paper::Alone)
}
