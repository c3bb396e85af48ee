//! The reference of the language, `docs/language/`: what each key and word means, what may stand behind
//! it, and an example. Everything but the wording comes from the tables that the reader goes by, and
//! every example from a handbook that passes its own checks; a test compares the pages.
//!
//! To document a new key: its two lines go into the file of its place in `reference/` (how, the file
//! `reference/entries.rs` says), and a comment `#@ place.key` above lines that use it into
//! `docs/language/handbook`.

mod entries;
mod example;
mod gaps;
mod page;
mod takes;

pub use gaps::gaps;
pub use page::{Page, pages};

use crate::words::grammar::{Own, Shape};
use crate::words::{ByWord, Words, said};
use std::collections::BTreeSet;
use steward_model::Text;

/// A way of writing that the reference shows, in both vocabularies.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Phrase {
    /// What it is: `span`, `guard`, …
    pub kind: &'static str,
    /// In English words.
    pub en: String,
    /// In Chinese words.
    pub zh: String,
}

/// Every way of writing that the page of phrases shows, so that a test can read each.
pub fn phrases() -> Vec<Phrase> {
    let places = entries::all().iter().flat_map(|(_, places)| places);
    let rows = places.filter_map(|place| Some((place.table, phrase_shape(place.table)?, &place.entries)));
    rows.flat_map(|(kind, shape, entries)| {
        entries.iter().map(move |entry| Phrase {
            kind,
            en: entry.word.to_owned(),
            zh: in_chinese(&shape, entry.word),
        })
    })
    .collect()
}

/// What a word means, at its place. `None` where that is told elsewhere.
pub(crate) fn meaning(table: &str, word: &str) -> Option<Text> {
    entries::place(table)?.entries.iter().find(|entry| entry.word == word).map(|entry| entry.text.clone())
}

/// The shape of the phrases of a kind. `None` for a place of the vocabulary.
fn phrase_shape(kind: &str) -> Option<Shape> {
    Some(match kind {
        "span" => Shape::Span,
        "by" => Shape::WordOr(ByWord::TABLE, Own::Name),
        "moment" => Shape::RungAt,
        "audience" => Shape::Audience,
        "recurrence" => Shape::Recurrence,
        "guard" | "items" | "sum" => Shape::Guard,
        "measure" => Shape::Measure,
        "hours" => Shape::Own(Own::Hours),
        "days" => Shape::Weekdays,
        "date" => Shape::Own(Own::Date),
        "story" => Shape::StoryAt,
        "opened" => Shape::Opened,
        "template" => Shape::Own(Own::Name),
        _ => return None,
    })
}

/// A text of a shape in Chinese words. `satisfied` and `secured` are the fields of the examples that hold
/// yes or no.
fn in_chinese(shape: &Shape, text: &str) -> String {
    let yes_no = BTreeSet::from(["satisfied", "secured"].map(str::to_owned));
    let mut words = said::said(shape, text, &yes_no).unwrap_or_default();
    words.sort_by_key(|said| std::cmp::Reverse(said.at.start));
    let mut chinese = text.to_owned();
    for said in words {
        chinese.replace_range(said.at, &said.zh);
    }
    chinese
}
