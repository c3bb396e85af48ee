//! Making the changes that are certain: `steward check --fix`.
//!
//! A finding offers a change where there is one. It is made without asking only where it says the same
//! thing in the right writing: full-width punctuation, a tab, missing quotes, brackets or spaces. A name
//! that is nowhere is never replaced by the nearest one, since somebody else might then be told.
//!
//! What was changed is looked at again. A change whose finding is still there, or after which a file
//! can't be read that could be read before, is taken back.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use steward_model::{Diagnostic, Files, Fix, Place};

/// The findings whose change says the same in the right writing.
const CERTAIN: [&str; 9] = [
    "control-character",
    "full-width",
    "guard-sign",
    "needs-quotes",
    "no-space",
    "no-value",
    "several-names",
    "tab",
    "wrong-shape",
];

/// The findings after which nothing of a file is read.
const UNREADABLE: [&str; 8] = [
    "bad-yaml",
    "indentation",
    "needs-quotes",
    "no-space",
    "several-documents",
    "tab",
    "unclosed-bracket",
    "unclosed-quote",
];

/// A slip may hide another, which shows once it is mended; after this many turns what is left is left.
const MOST_TURNS: usize = 20;

/// Files with the certain changes made.
#[derive(Debug)]
pub struct Mended {
    /// The files as they stand now.
    pub files: Files,
    /// What was changed, in the order it was done.
    pub changes: Vec<Change>,
    /// What is found in them now.
    pub left: Vec<Diagnostic>,
}

/// One change that was made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Change {
    /// The code of the finding it was made for.
    pub code: &'static str,
    /// The file.
    pub file: Arc<str>,
    /// The line it was made in, from 1, as the file stood then.
    pub line: usize,
    /// What stood there.
    pub before: String,
    /// What stands there now.
    pub after: String,
}

/// Makes every certain change. `look` finds what is wrong with files: the language and the rules.
pub fn mend(files: &Files, look: impl Fn(&Files) -> Vec<Diagnostic>) -> Mended {
    let mut mended = Mended { files: files.clone(), changes: Vec::new(), left: look(files) };
    let mut refused = BTreeSet::new();
    for _ in 0..MOST_TURNS {
        let batch = Batch::of(&mended.left, &refused);
        if batch.is_empty() {
            break;
        }
        let (files, made) = batch.made(&mended.files);
        let after = look(&files);
        let off: Vec<_> = made.iter().filter(|one| one.is_off(&mended.left, &after)).collect();
        if off.is_empty() {
            mended.changes.extend(made.into_iter().map(|one| one.change));
            mended.files = files;
            mended.left = after;
        } else {
            refused.extend(off.into_iter().map(|one| (one.finding.clone(), one.change.after.clone())));
        }
    }
    mended
}

/// Changes that don't touch each other, made in one turn.
struct Batch<'a>(BTreeMap<&'a str, Vec<(&'static str, &'a Place, &'a Fix)>>);

/// A change as it was made, with the finding it was made for and where it stands now.
struct Made {
    change: Change,
    finding: Place,
    now: Place,
}

impl<'a> Batch<'a> {
    fn of(found: &'a [Diagnostic], refused: &BTreeSet<(Place, String)>) -> Self {
        let mut by_file: BTreeMap<&str, Vec<_>> = BTreeMap::new();
        for finding in found.iter().filter(|finding| CERTAIN.contains(&finding.code)) {
            let Some(fix) = &finding.fix else { continue };
            if !refused.contains(&(finding.place.clone(), fix.with.clone())) {
                by_file.entry(&fix.place.file).or_default().push((finding.code, &finding.place, fix));
            }
        }
        for fixes in by_file.values_mut() {
            fixes.sort_by(|(.., a), (.., b)| a.place.cmp(&b.place));
            let mut end = 0;
            fixes.retain(|(.., fix)| {
                let apart = fix.place.start >= end;
                end = if apart { fix.place.end.max(fix.place.start + 1) } else { end };
                apart
            });
        }
        Self(by_file)
    }

    fn is_empty(&self) -> bool {
        self.0.values().all(Vec::is_empty)
    }

    fn made(&self, files: &Files) -> (Files, Vec<Made>) {
        let (mut changed, mut made) = (files.clone(), Vec::new());
        for (path, fixes) in &self.0 {
            let Some(file) = files.get(path) else { continue };
            let (mut bytes, mut from) = (Vec::with_capacity(file.bytes.len()), 0);
            for (code, finding, fix) in fixes {
                let Some(before) = file.bytes.get(fix.place.start..fix.place.end) else { continue };
                bytes.extend_from_slice(&file.bytes[from..fix.place.start]);
                let start = bytes.len();
                bytes.extend_from_slice(fix.with.as_bytes());
                from = fix.place.end;
                let line = file.bytes[..fix.place.start].iter().filter(|byte| **byte == b'\n').count() + 1;
                made.push(Made {
                    change: Change {
                        code,
                        file: file.path.clone(),
                        line,
                        before: String::from_utf8_lossy(before).into_owned(),
                        after: fix.with.clone(),
                    },
                    finding: (*finding).clone(),
                    now: Place { file: file.path.clone(), start, end: bytes.len() },
                });
            }
            bytes.extend_from_slice(&file.bytes[from..]);
            changed.insert(path, bytes);
        }
        (changed, made)
    }
}

impl Made {
    /// Whether the change mended nothing, or its file breaks off at it or before it, as it did not
    /// before. What only shows further on was hidden until now.
    fn is_off(&self, before: &[Diagnostic], after: &[Diagnostic]) -> bool {
        let here = |finding: &&Diagnostic| finding.place.file == self.now.file;
        let stays = after.iter().filter(here).any(|finding| {
            let (place, now) = (&finding.place, &self.now);
            finding.code == self.change.code && place.start <= now.end && now.start <= place.end
        });
        let breaks_off = |found: &[Diagnostic]| {
            let so_far = found.iter().filter(here).filter(|finding| finding.place.start <= self.now.end);
            so_far.into_iter().any(|finding| UNREADABLE.contains(&finding.code))
        };
        stays || breaks_off(after) && !breaks_off(before)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use steward_model::{Severity, Text};

    const HANDBOOK: &str = "organisation: 江南物业\nlast_resort: desk\ntime_zone: Asia/Shanghai\n\
         store: sqlite:data/steward.db\nmail: { server: \"smtps://mail.example.com\", from: a@example.com }\n\
         roles:\n  desk: { title: 前台 }\n\
         staff:\n  - { id: wang.li, name: 王丽, roles: [desk], email: wang.li@example.com }\n";

    fn mended(handbook: &str) -> (String, Vec<(&'static str, usize)>, usize) {
        let mut files = Files::new();
        files.insert("steward.yaml", handbook);
        let mended = mend(&files, |files| crate::read(files).1);
        let file = mended.files.get("steward.yaml").expect("the file stays");
        let text = String::from_utf8(file.bytes.to_vec()).expect("it stays text");
        let changes = mended.changes.iter().map(|change| (change.code, change.line)).collect();
        (text, changes, mended.left.len())
    }

    #[test]
    fn a_sound_handbook_is_left_as_it_is() {
        assert_eq!(mended(HANDBOOK), (HANDBOOK.to_owned(), Vec::new(), 0));
    }

    #[test]
    fn writing_is_mended_and_what_it_hid_after_it() {
        let broken = HANDBOOK.replace("roles: [desk]", "roles: 【desk】");
        let broken = broken.replace("  desk:", "\tdesk:");
        let (text, changes, left) = mended(&broken);
        assert_eq!(text, HANDBOOK);
        assert_eq!((changes, left), (vec![("tab", 7), ("full-width", 9)], 0));
    }

    #[test]
    fn a_name_is_never_replaced_by_the_nearest() {
        let broken = HANDBOOK.replace("roles: [desk]", "roles: [dsk]");
        let (text, changes, left) = mended(&broken);
        assert_eq!((text, changes), (broken, Vec::new()));
        assert!(left > 0);
    }

    #[test]
    fn a_change_after_which_the_file_is_worse_is_taken_back() {
        let mut files = Files::new();
        files.insert("steward.yaml", HANDBOOK);
        let place = Place { file: "steward.yaml".into(), start: 0, end: 12 };
        let worse = Diagnostic {
            code: "full-width",
            severity: Severity::Error,
            message: Text::plain("x"),
            place: place.clone(),
            label: None,
            also: Vec::new(),
            help: None,
            fix: Some(Fix { place, with: "{ [".to_owned() }),
        };
        let look = |files: &Files| {
            let (_, found) = crate::read(files);
            if found.is_empty() { vec![worse.clone()] } else { found }
        };
        let mended = mend(&files, look);
        assert_eq!(mended.changes, []);
        assert_eq!(mended.files.get("steward.yaml").map(|file| &*file.bytes), Some(HANDBOOK.as_bytes()));
    }
}
