//! Reading on behind what is no YAML, so that one run tells every slip of a file and not the first alone.
//!
//! A colon that is none to YAML is read as the colon that was meant: of a file pasted from a chat nothing else
//! is wrong. Behind any other slip the file is lost, and only the slips that follow are looked for: from the next
//! section, or the next entry of the same one, on. What else is found there is not told, since what was lost may
//! have caused it.

use super::builder::Builder;
use super::sections::{Keys, Level, Start, after, before};
use super::{Ended, Node, Then};
use crate::findings::Findings;
use std::borrow::Cow;
use steward_model::File;

/// So many slips of a file are told; whoever made more has enough to do for one run.
const MAX_SLIPS: usize = 100;

/// Stands for the section whose entries are read from the middle on.
const HEAD: &str = "~:\n";

/// A text of a file that is read on its own.
pub(super) struct Part<'a> {
    pub(super) text: Cow<'a, str>,
    /// The byte of the file at which its first byte stands.
    pub(super) begins: usize,
    /// Whether something stands before it.
    pub(super) is_part: bool,
}

impl<'a> Part<'a> {
    fn new(bom: usize, text: &'a str, from: Option<Start>) -> Self {
        match from {
            None => Self { text: text.into(), begins: bom, is_part: false },
            Some(Start { at, level: Level::Section }) => {
                Self { text: text[at..].into(), begins: bom + at, is_part: true }
            }
            // The line of the section, at least as long, stands before it.
            Some(Start { at, level: Level::Entry }) => {
                let text = format!("{HEAD}{}", &text[at..]).into();
                Self { text, begins: bom + at - HEAD.len(), is_part: true }
            }
        }
    }
}

/// Reads a file, whose text behind its BOM is given. `None` when nothing of it can be used.
pub(super) fn read(file: &File, text: &str, findings: &Findings) -> Option<Node> {
    let bom = file.bytes.len() - text.len();
    let mut meant = text.to_owned();
    let mut from = None;
    let mut lost = false;
    let mut told = 0;
    while told < MAX_SLIPS {
        let found = Findings::default();
        let read = Builder::new(file, &Part::new(bom, &meant, from), &found).run();
        let ended = match read {
            Ok(tree) if from.is_none() && !lost => {
                findings.take_over(&found);
                return Some(tree);
            }
            Ok(_) if lost => return None,
            Ok(_) => {
                from = None;
                continue;
            }
            Err(ended) => *ended,
        };
        let Ended { draft, then } = ended;
        let goes_on = match then {
            Then::Colon(at) => text[at - bom..].starts_with('：'),
            _ => false,
        };
        // That the file is lost is only told by all of it.
        if !lost && !goes_on && from.is_some() {
            from = None;
            continue;
        }
        if from.is_some_and(|start| draft.place().start < bom + start.at || matches!(then, Then::Nothing)) {
            return None;
        }
        if !goes_on && !lost {
            findings.take_over(&found);
            lost = true;
        }
        findings.add(draft);
        told += 1;
        from = match then {
            Then::Colon(at) if mend(&mut meant, at - bom) => before(&meant, at - bom).max(from),
            Then::Colon(at) | Then::Behind(at) => Some(after(&meant, at - bom, Keys::Meant)?),
            Then::BehindText(at) => Some(after(&meant, at - bom, Keys::Certain)?),
            Then::Nothing => return None,
        };
    }
    None
}

/// Makes a colon of what is none to YAML, in as many bytes, so that every place stays as it is. What has no room
/// for the space takes it from its key: the file is lost, and nothing but slips is looked for. Whether it could.
fn mend(meant: &mut String, at: usize) -> bool {
    if meant[at..].starts_with('：') {
        meant.replace_range(at..at + '：'.len_utf8(), ":  ");
        return true;
    }
    let mut key = meant[..at].chars().rev();
    let last = key.next().map_or(0, char::len_utf8);
    let has_room = key.next().is_some_and(|c| !c.is_whitespace());
    if has_room {
        let blank = " ".repeat(last);
        meant.replace_range(at - last..at + 1, &format!(":{blank}"));
    }
    has_room
}
