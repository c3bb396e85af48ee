//! What each kind of finding means, at more length than the finding has room for: the table behind
//! `steward explain CODE`.
//!
//! The table is the text files of `explain/`, one for each subject, so that whoever adds a finding
//! writes its entry without touching code. An entry is
//!
//! ```text
//! === error unknown-role
//! 没有这个岗位                          its title in Chinese
//! no role of this name                  and in English
//! 岗位都写在 steward.yaml 的 …          what it means and what to do, in Chinese
//! Roles are defined under …             and in English
//! --- wrong workflows/repair.yaml       an excerpt that shows the mistake
//!     owner: front-dsk
//! --- right workflows/repair.yaml       and how it is written right
//!     owner: front-desk
//! ```
//!
//! The examples are tried by the golden tests: the right excerpt stands in the small healthy handbook
//! (or is a file it does not have), and put the wrong one in its place the finding shows. What is wrong
//! by its size alone has no example.
//!
//! `explain/chinese.txt` holds the examples as they are in Chinese words, for a handbook that is written in
//! those. A golden test makes it, as `steward fmt --words zh` would.

use crate::words::speech;
use steward_model::{Severity, Text};

/// The examples in Chinese words, by code.
const CHINESE: &str = include_str!("explain/chinese.txt");

/// The files of the table, by subject.
const TABLE: [&str; 15] = [
    include_str!("explain/files.txt"),
    include_str!("explain/words.txt"),
    include_str!("explain/people.txt"),
    include_str!("explain/rosters.txt"),
    include_str!("explain/channels.txt"),
    include_str!("explain/calendars.txt"),
    include_str!("explain/adjusts.txt"),
    include_str!("explain/evidence.txt"),
    include_str!("explain/flow.txt"),
    include_str!("explain/limits.txt"),
    include_str!("explain/ladder.txt"),
    include_str!("explain/guards.txt"),
    include_str!("explain/standards.txt"),
    include_str!("explain/scenarios.txt"),
    include_str!("explain/rules.txt"),
];

/// A kind of finding, explained.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// Its stable code, as `check` shows it.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What it is called, in a few words.
    pub title: Text,
    /// What it means, and the way out.
    pub text: Text,
    /// Excerpts that show the mistake; none where its size is what is wrong.
    pub wrong: Vec<Excerpt>,
    /// The same places written right.
    pub right: Vec<Excerpt>,
}

/// Some lines of a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Excerpt {
    /// Its path in a handbook.
    pub file: &'static str,
    /// The lines, without the last one's break.
    pub lines: &'static str,
}

/// Every kind of finding, by subject and within a subject by code.
pub fn all() -> Vec<Entry> {
    TABLE.iter().flat_map(|table| entries(table)).collect()
}

/// The kind of finding with this code.
pub fn find(code: &str) -> Option<Entry> {
    all().into_iter().find(|entry| entry.code == code)
}

/// The same kind of finding in the Chinese words of the language, as somebody sees it whose handbook is
/// written in them.
pub fn in_chinese_words(entry: Entry) -> Entry {
    let mut entry = entry;
    speech::in_chinese_words(&mut entry.title);
    speech::in_chinese_words(&mut entry.text);
    let mut examples = CHINESE.split("\n=== ").map(|one| one.trim_end().split("\n--- "));
    let mine = examples.find_map(|mut one| (one.next()? == entry.code).then_some(one));
    if let Some((wrong, right)) = mine.and_then(excerpts) {
        (entry.wrong, entry.right) = (wrong, right);
    }
    entry
}

/// Those that show a mistake, and the same places written right.
fn excerpts(parts: impl Iterator<Item = &'static str>) -> Option<(Vec<Excerpt>, Vec<Excerpt>)> {
    let (mut wrong, mut right) = (Vec::new(), Vec::new());
    for part in parts {
        let (kind, rest) = part.split_once(' ')?;
        let (file, lines) = rest.split_once('\n').unwrap_or((rest, ""));
        match kind {
            "wrong" => wrong.push(Excerpt { file, lines }),
            "right" => right.push(Excerpt { file, lines }),
            _ => return None,
        }
    }
    Some((wrong, right))
}

fn entries(table: &'static str) -> Vec<Entry> {
    let table = table.strip_prefix("=== ").unwrap_or(table);
    table.split("\n=== ").filter_map(entry).collect()
}

/// One entry; `None` where its head is not written as it should be, which a test would see.
fn entry(written: &'static str) -> Option<Entry> {
    let mut parts = written.trim_end().split("\n--- ");
    let mut head = parts.next()?.lines();
    let (severity, code) = head.next()?.split_once(' ')?;
    let severity = match severity {
        "error" => Severity::Error,
        "warning" => Severity::Warning,
        _ => return None,
    };
    let mut pair = || Some(Text::new(head.next()?, head.next()?));
    let (title, text) = (pair()?, pair()?);
    let (wrong, right) = excerpts(parts)?;
    Some(Entry { code, severity, title, text, wrong, right })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_entry_of_the_table_is_understood() {
        let written: usize = TABLE.iter().map(|table| format!("\n{table}").matches("\n=== ").count()).sum();
        assert_eq!(all().len(), written, "an entry is not written as the others are");
    }

    #[test]
    fn no_code_is_explained_twice() {
        let mut seen = BTreeSet::new();
        let twice: Vec<_> =
            all().into_iter().map(|entry| entry.code).filter(|code| !seen.insert(*code)).collect();
        assert!(twice.is_empty(), "{twice:?}");
    }

    #[test]
    fn a_code_nobody_knows_has_no_entry() {
        assert_eq!(find("unknown-rol"), None);
        assert_eq!(find("unknown-role").map(|entry| entry.severity), Some(Severity::Error));
    }
}
