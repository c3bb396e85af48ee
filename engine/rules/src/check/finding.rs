//! Collecting findings of one file.

use crate::source::Source;
use rhai::Position;
use steward_model::nearest;
use steward_model::{Diagnostic, Fix, Place, Severity, Text};

/// The findings of one file so far. One place and code is told once, though several workflows that
/// use the file may each have found it.
pub(crate) struct Findings<'a> {
    pub(crate) source: &'a Source,
    found: Vec<Diagnostic>,
}

impl<'a> Findings<'a> {
    pub(crate) fn new(source: &'a Source) -> Self {
        Self { source, found: Vec::new() }
    }

    pub(crate) fn error(&mut self, code: &'static str, at: Position, message: Text, help: Option<Text>) {
        self.add(code, Severity::Error, self.source.word(at), message, help, None);
    }

    pub(crate) fn warning(&mut self, code: &'static str, at: Position, message: Text, help: Text) {
        self.add(code, Severity::Warning, self.source.word(at), message, Some(help), None);
    }

    /// A word that should be one of these: with the nearest of them, else with the first few.
    pub(crate) fn unknown<'b>(
        &mut self,
        code: &'static str,
        at: Position,
        message: Text,
        candidates: impl IntoIterator<Item = &'b str>,
    ) {
        let candidates: Vec<&str> = candidates.into_iter().collect();
        let place = self.source.word(at);
        let written = self.source.at(&place).to_owned();
        let near = nearest(&written, candidates.iter().copied()).filter(|near| *near != written);
        let fix = near.map(|near| Fix { place: place.clone(), with: near.to_owned() });
        let help = match near {
            Some(near) => Some(Text::new(format!("是不是 `{near}`？"), format!("did you mean `{near}`?"))),
            None => some_of(&candidates),
        };
        self.add(code, Severity::Error, place, message, help, fix);
    }

    fn add(
        &mut self,
        code: &'static str,
        severity: Severity,
        place: Place,
        message: Text,
        help: Option<Text>,
        fix: Option<Fix>,
    ) {
        if self.found.iter().any(|known| known.code == code && known.place == place) {
            return;
        }
        self.found.push(Diagnostic {
            code,
            severity,
            message,
            place,
            label: None,
            also: Vec::new(),
            help,
            fix,
        });
    }

    pub(crate) fn in_order(mut self) -> Vec<Diagnostic> {
        self.found.sort_by(|a, b| a.place.cmp(&b.place));
        self.found
    }
}

fn some_of(candidates: &[&str]) -> Option<Text> {
    const MANY: usize = 10;
    let first: Vec<&str> = candidates.iter().copied().take(MANY).collect();
    let more = candidates.len() > MANY;
    (!first.is_empty()).then(|| {
        Text::new(
            format!("可用：{}{}", first.join("、"), if more { " 等" } else { "" }),
            format!("there are {}{}", first.join(", "), if more { ", …" } else { "" }),
        )
    })
}
