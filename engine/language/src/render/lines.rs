//! Bytes to lines and columns. Columns count characters, from 1; a BOM is none.

use crate::tree::MAX_BYTES;
use std::borrow::Cow;
use std::collections::BTreeMap;
use steward_model::{Diagnostic, Files, Place};

/// The finding about a secret that stands in a file as it is. The line around it is shown like any
/// other, the secret itself never, whatever finding the line is shown for.
pub(crate) const PLAIN_SECRET: &str = "plain-secret";

/// The lines of the files that findings are about, each file looked at once.
pub(super) struct Lines<'a> {
    files: BTreeMap<&'a str, Index<'a>>,
}

/// One file's text and where its lines begin.
pub(super) struct Index<'a> {
    /// As it may be shown.
    pub(super) text: Cow<'a, str>,
    /// As it is: where something is hidden there are as many bytes, not as many characters.
    written: &'a str,
    starts: Vec<usize>,
}

/// A position for people.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Position {
    pub(super) line: usize,
    pub(super) column: usize,
}

impl<'a> Lines<'a> {
    /// Looks at every file that a finding names, if it is there, is text and has any.
    pub(super) fn new(findings: &'a [Diagnostic], files: &'a Files) -> Self {
        let mut found = BTreeMap::new();
        let places = findings.iter().flat_map(|finding| {
            let also = finding.also.iter().map(|label| &label.place);
            let fix = finding.fix.iter().map(|fix| &fix.place);
            std::iter::once(&finding.place).chain(also).chain(fix)
        });
        for place in places {
            let path = &*place.file;
            if found.contains_key(path) {
                continue;
            }
            let file = files.get(path).filter(|file| file.bytes.len() <= MAX_BYTES);
            let text = file.and_then(|file| std::str::from_utf8(&file.bytes).ok());
            if let Some(text) = text.filter(|text| !text.trim_start_matches('\u{feff}').is_empty()) {
                found.insert(path, Index::new(text, shown(text, path, findings)));
            }
        }
        Self { files: found }
    }

    /// The index of a file; `None` when there is nothing to show of it.
    pub(super) fn of(&self, path: &str) -> Option<&Index<'a>> {
        self.files.get(path)
    }

    /// Where a place begins and ends; the top of the file where that can't be said.
    pub(super) fn span(&self, place: &Place) -> (Position, Position) {
        let top = Position { line: 1, column: 1 };
        self.of(&place.file)
            .map_or((top, top), |index| (index.position(place.start), index.position(place.end)))
    }
}

impl<'a> Index<'a> {
    fn new(written: &'a str, text: Cow<'a, str>) -> Self {
        let bom = if written.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let breaks = written.match_indices('\n').map(|(at, _)| at + 1);
        let starts = std::iter::once(bom).chain(breaks).collect();
        Self { text, written, starts }
    }

    /// The number of the line a byte is in, from 0.
    pub(super) fn line(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at).saturating_sub(1)
    }

    /// The bytes of the lines from one to another, the last one's break left out.
    pub(super) fn bytes(&self, first: usize, last: usize) -> std::ops::Range<usize> {
        let end = self.starts.get(last + 1).map_or(self.text.len(), |next| next - 1);
        self.starts[first]..end.max(self.starts[first])
    }

    /// The line and column of a byte.
    pub(super) fn position(&self, at: usize) -> Position {
        let line = self.line(at);
        let before = self.written.get(self.starts[line]..at).unwrap_or_default();
        Position { line: line + 1, column: before.chars().count() + 1 }
    }
}

/// The text as it may be shown, byte for byte: every secret as stars, and no carriage returns.
fn shown<'a>(text: &'a str, path: &str, findings: &[Diagnostic]) -> Cow<'a, str> {
    let mut shown = Cow::Borrowed(text);
    if text.contains('\r') {
        shown = Cow::Owned(text.replace('\r', " "));
    }
    let secret = |finding: &&Diagnostic| finding.code == PLAIN_SECRET && &*finding.place.file == path;
    for place in findings.iter().filter(secret).map(|finding| &finding.place) {
        if shown.get(place.start..place.end).is_some() {
            let stars = "*".repeat(place.end - place.start);
            shown.to_mut().replace_range(place.start..place.end, &stars);
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use steward_model::{Severity, Text};

    #[test]
    fn a_secret_that_is_hidden_moves_nothing_that_stands_behind_it() {
        let mut files = Files::new();
        files.insert("a.yaml", "密码: 海阔天空 # 旧\n".as_bytes());
        let found = Diagnostic {
            code: PLAIN_SECRET,
            severity: Severity::Error,
            message: Text::plain("a secret"),
            place: Place { file: "a.yaml".into(), start: 8, end: 20 },
            label: None,
            also: Vec::new(),
            help: None,
            fix: None,
        };
        let found = [found];
        let lines = Lines::new(&found, &files);
        let at = |column| Position { line: 1, column };
        assert_eq!(lines.span(&found[0].place), (at(5), at(9)));
        let behind = Place { file: "a.yaml".into(), start: 21, end: 22 };
        assert_eq!(lines.span(&behind), (at(10), at(11)));
    }
}
