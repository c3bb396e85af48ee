//! `steward fmt`: a file's words written one way, or in the other vocabulary. Only words change, each
//! at its place; comments, names, layout and quotes are the author's.

use crate::assemble::likely;
use crate::findings::Findings;
use crate::tree;
use crate::words::spoken::{self, Use};
use std::collections::BTreeMap;
use steward_model::{File, Lang};

/// What formatting a file came to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Formatted {
    /// It is written so already.
    Same,
    /// The text it should have.
    Changed(String),
    /// It is no YAML, or none that a handbook may hold; `steward check` says why.
    Unreadable,
}

/// A YAML file of a handbook with its words in one vocabulary, or each in its own way of writing
/// where none is asked for: `三个工作日` becomes `3个工作日`, `３０分钟` becomes `30分钟`.
///
/// Files that are no YAML are left as they are. A word inside a text that YAML folds or escapes can't
/// be told apart in the file and stays.
pub fn format(file: &File, words: Option<Lang>) -> Formatted {
    // Of a key that stands twice the first alone is read; once that is written otherwise, the next shows.
    let mut file = file.clone();
    let mut formatted = Formatted::Same;
    for _ in 0..MOST_TURNS {
        match once(&file, words) {
            Formatted::Same => break,
            Formatted::Unreadable => return Formatted::Unreadable,
            Formatted::Changed(text) => {
                file.bytes = text.as_bytes().into();
                formatted = Formatted::Changed(text);
            }
        }
    }
    formatted
}

/// Nobody writes a key as often as this; what would be left is left.
const MOST_TURNS: usize = 20;

fn once(file: &File, words: Option<Lang>) -> Formatted {
    let Some(kind) = likely(&file.path) else { return Formatted::Same };
    let nowhere = Findings::default();
    let (Some(mut tree), Ok(text)) = (tree::read(file, &nowhere), str::from_utf8(&file.bytes)) else {
        return Formatted::Unreadable;
    };
    let spoken = spoken::read(&mut tree, kind, &nowhere);
    let edits: BTreeMap<usize, (usize, &str)> =
        spoken.uses.iter().filter_map(|said| edit(said, text, words)).collect();
    if edits.is_empty() {
        return Formatted::Same;
    }
    let mut formatted = String::with_capacity(text.len());
    let mut done = 0;
    for (start, (end, word)) in edits {
        // Words do not overlap; what would, stays as it is.
        let Some(before) = text.get(done..start) else { continue };
        formatted.push_str(before);
        formatted.push_str(word);
        done = end;
    }
    formatted.push_str(&text[done..]);
    Formatted::Changed(formatted)
}

/// The stretch of the file that changes, and what it becomes.
fn edit<'a>(said: &'a Use, text: &str, words: Option<Lang>) -> Option<(usize, (usize, &'a str))> {
    let own = if said.written.is_ascii() { Lang::En } else { Lang::Zh };
    let meant = said.in_words(words.unwrap_or(own));
    let whole = text.get(said.place.start..said.place.end)?;
    // Quotes around a word stay; what is not there letter by letter can't be changed in part.
    let inside = whole.find(&said.written)?;
    let quotes = whole.len() - said.written.len();
    let bare = quotes == 0 || quotes == 2 && inside == 1 && whole.starts_with(['"', '\'']);
    let start = said.place.start + inside;
    (bare && meant != said.written).then_some((start, (start + said.written.len(), meant)))
}

#[cfg(test)]
mod tests;
