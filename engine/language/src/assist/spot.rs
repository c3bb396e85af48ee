//! What may stand at a place of a file that is being written: the line is completed so that it can be
//! read, and the grammar followed down to the place.

use crate::assemble::likely;
use crate::findings::Findings;
use crate::tree::{self, Entry, Kind, Node};
use crate::words::grammar::{Keys, Shape};
use crate::words::spoken;
use crate::words::{EstateKey, Words};
use std::sync::Arc;
use steward_model::File;

/// What is put in place of the word that is being written: nobody calls a thing so.
const HERE: &str = "zzhere";

/// What may stand somewhere.
#[derive(Debug)]
pub(super) enum Spot {
    /// A key: the words, and those that stand there already, in English.
    Key(Keys, Vec<String>),
    /// A key that is a name, behind a key in English, and those that stand there already.
    OwnKey { of: String, present: Vec<String> },
    /// The value of a key, which is named in English.
    Value { key: String, shape: Shape },
}

/// A place of a file that is being written.
#[derive(Debug)]
pub(super) struct Here {
    /// What may stand there.
    pub(super) spot: Spot,
    /// The process whose adjustment by an estate it is in, as it is called there.
    pub(super) adjusted: Option<String>,
    /// The file as it can be read: with the word that is being written replaced.
    pub(super) readable: File,
}

/// What is to be known of a place.
pub(super) fn at(file: &File, at: usize) -> Option<Here> {
    let text = str::from_utf8(&file.bytes).ok()?;
    let (before, after) = (text.get(..at)?, text.get(at..)?);
    let line_start = before.rfind('\n').map_or(0, |end| end + 1);
    let line_end = after.find('\n').map_or(text.len(), |end| at + end);
    let line = completed(&text[line_start..at]);
    let whole = format!("{}{line}{}", &text[..line_start], &text[line_end..]);
    let completed = File { path: file.path.clone(), bytes: Arc::from(whole.into_bytes()) };
    let kind = likely(&file.path)?;
    let nowhere = Findings::default();
    let mut tree = tree::read(&completed, &nowhere)?;
    let kind = spoken::kind(&tree, kind);
    // Into English words first, as all readers do.
    spoken::read(&mut tree, kind, &nowhere);
    let mut search = Search::default();
    let spot = search.find(&tree, Shape::Keys(kind.keys()), "")?;
    Some(Here { spot, adjusted: search.adjusted, readable: completed })
}

/// A line up to where somebody writes, made whole: the word that is begun becomes [`HERE`], brackets
/// are closed.
fn completed(before: &str) -> String {
    let mut open = Vec::new();
    // Where the piece that is being written begins.
    let mut piece = before.len() - before.trim_start().trim_start_matches("- ").len();
    let mut has_key = false;
    let mut quoted = false;
    for (at, letter) in before.char_indices() {
        match letter {
            '"' => quoted = !quoted,
            _ if quoted => {}
            '[' | '{' => {
                open.push(letter);
                (piece, has_key) = (at + 1, false);
            }
            ']' | '}' => _ = open.pop(),
            ',' => (piece, has_key) = (at + 1, false),
            ':' if before[at + 1..].is_empty() || before[at + 1..].starts_with(' ') => {
                (piece, has_key) = (at + 1, open.last() != Some(&'['));
            }
            _ => {}
        }
    }
    let space = if before[..piece].ends_with([':', ',']) { " " } else { "" };
    let is_key = !has_key && open.last() != Some(&'[');
    let mut line = format!("{}{space}{HERE}{}", &before[..piece], if is_key { ": 0" } else { "" });
    for bracket in open.iter().rev() {
        line.push(if *bracket == '[' { ']' } else { '}' });
    }
    line
}

/// The way down to the place.
#[derive(Default)]
struct Search {
    /// The process whose adjustment the place is in.
    adjusted: Option<String>,
}

impl Search {
    fn find(&mut self, node: &Node, shape: Shape, key: &str) -> Option<Spot> {
        match (&node.kind, shape) {
            (Kind::Map(_), Shape::Keys(keys)) => self.in_map(node, keys, None),
            (Kind::Map(_), Shape::KeysOr(keys, own) | Shape::Days(keys, own)) => {
                self.in_map(node, keys, Some(*own))
            }
            (Kind::Map(entries), Shape::Named(inner)) => {
                if entries.iter().any(|entry| entry.key == HERE) {
                    return Some(Spot::OwnKey { of: key.to_owned(), present: keys_of(entries) });
                }
                let entry = entries.iter().find(|entry| holds(&entry.value))?;
                if key == EstateKey::Adjusts.en() {
                    self.adjusted = Some(entry.key.clone());
                }
                self.find(&entry.value, *inner, key)
            }
            (_, Shape::Either(shapes)) => shapes.into_iter().find_map(|shape| self.find(node, shape, key)),
            (Kind::List(items), Shape::List(inner) | Shape::Many(inner)) => {
                self.find(items.iter().find(|item| holds(item))?, *inner, key)
            }
            (_, Shape::Many(inner)) => self.find(node, *inner, key),
            (Kind::Scalar(_), shape) if node.text() == Some(HERE) => {
                Some(Spot::Value { key: key.to_owned(), shape })
            }
            _ => None,
        }
    }

    fn in_map(&mut self, node: &Node, keys: Keys, own: Option<Shape>) -> Option<Spot> {
        let entries = node.entries();
        if entries.iter().any(|entry| entry.key == HERE) {
            return Some(Spot::Key(keys, keys_of(entries)));
        }
        let entry = entries.iter().find(|entry| holds(&entry.value))?;
        let shape = match keys.table.find(&entry.key) {
            Some(at) => keys.shape(at),
            None => own?,
        };
        self.find(&entry.value, shape, &entry.key)
    }
}

fn keys_of(entries: &[Entry]) -> Vec<String> {
    entries.iter().map(|entry| entry.key.clone()).collect()
}

/// Whether what is being written is inside.
fn holds(node: &Node) -> bool {
    match &node.kind {
        Kind::Scalar(_) => node.text() == Some(HERE),
        Kind::Map(entries) => entries.iter().any(|entry| entry.key == HERE || holds(&entry.value)),
        Kind::List(items) => items.iter().any(holds),
        Kind::Empty => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_completed_whatever_is_begun_on_it() {
        for (before, whole) in [
            ("", "zzhere: 0"),
            ("    own", "    zzhere: 0"),
            ("  - st", "  - zzhere: 0"),
            ("    owner: fr", "    owner: zzhere"),
            ("    owner:", "    owner: zzhere"),
            ("    form: [a, b", "    form: [a, zzhere]"),
            ("  - { at: 80%, te", "  - { at: 80%, zzhere: 0}"),
            ("  - { at: 80%, tell: [owner, sup", "  - { at: 80%, tell: [owner, zzhere]}"),
            ("    within: { a", "    within: { zzhere: 0}"),
            ("    负责: 前", "    负责: zzhere"),
            ("    ref: \"2.3: a", "    ref: zzhere"),
        ] {
            let wanted: String = whole.chars().filter(|letter| *letter != ' ').collect();
            let got: String = completed(before).chars().filter(|letter| *letter != ' ').collect();
            assert_eq!(got, wanted, "{before}");
        }
    }
}
