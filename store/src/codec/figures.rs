//! The stored form of figures. Numbers are kept as text, so that none of their places is lost.

use super::{Unreadable, instant, seconds, words};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use steward_case::{Figure, Figures};
use steward_model::{Bounds, ClauseRef, Text, WorkflowId};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FiguresForm<'a> {
    workflow: Cow<'a, str>,
    from: Option<i64>,
    until: i64,
    cases: u32,
    standards: Vec<FigureForm<'a>>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FigureForm<'a> {
    clause: Cow<'a, str>,
    written: Cow<'a, str>,
    zh: Cow<'a, str>,
    en: Cow<'a, str>,
    share: bool,
    at_least: Option<String>,
    at_most: Option<String>,
    figure: Option<String>,
    of: u32,
    running: u32,
}

impl<'a> FiguresForm<'a> {
    pub(super) fn of(figures: &'a Figures) -> Self {
        Self {
            workflow: words(figures.workflow.as_str()),
            from: figures.from.map(seconds),
            until: seconds(figures.until),
            cases: figures.cases,
            standards: figures.standards.iter().map(FigureForm::of).collect(),
        }
    }

    pub(super) fn read(self) -> Result<Figures, Unreadable> {
        Ok(Figures {
            workflow: WorkflowId::new(self.workflow),
            from: self.from.map(instant).transpose()?,
            until: instant(self.until)?,
            cases: self.cases,
            standards: self.standards.into_iter().map(FigureForm::read).collect::<Result<_, _>>()?,
        })
    }
}

impl<'a> FigureForm<'a> {
    fn of(figure: &'a Figure) -> Self {
        Self {
            clause: words(figure.clause.as_str()),
            written: words(&figure.written),
            zh: words(&figure.title.zh),
            en: words(&figure.title.en),
            share: figure.share,
            at_least: figure.bounds.at_least.map(|bound| bound.to_string()),
            at_most: figure.bounds.at_most.map(|bound| bound.to_string()),
            figure: figure.figure.map(|figure| figure.to_string()),
            of: figure.of,
            running: figure.running,
        }
    }

    fn read(self) -> Result<Figure, Unreadable> {
        let number = |text: Option<String>| {
            text.map(|text| text.parse().map_err(|_| Unreadable::NoSuch("number"))).transpose()
        };
        Ok(Figure {
            clause: ClauseRef::new(self.clause),
            written: self.written.into_owned(),
            title: Text::new(self.zh, self.en),
            share: self.share,
            bounds: Bounds { at_least: number(self.at_least)?, at_most: number(self.at_most)? },
            figure: number(self.figure)?,
            of: self.of,
            running: self.running,
        })
    }
}
