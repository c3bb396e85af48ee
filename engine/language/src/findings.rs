//! Collecting what is wrong. Every stage gets the same tray and lays its findings there, so that
//! one run tells all of them; nothing in this crate stops at the first.
//!
//! A finding is drafted with [`error`] or [`warning`] and then completed:
//! `findings.add(error("unknown-role", place, zh, en).help(zh, en).fix(place, "front-desk"))`.

use crate::words::speech::Speech;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use steward_model::{Diagnostic, Fix, Label, Place, Severity, Text};

/// The tray: findings in the order they were made.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    found: RefCell<Vec<Draft>>,
    speeches: RefCell<Vec<Rc<Speech>>>,
    /// What lies in another tray and matters here.
    before: Vec<Draft>,
}

impl Findings {
    /// An empty tray for work that is kept, beside this one: of what lies here it knows what was found in
    /// some files.
    pub(crate) fn beside<'a>(&self, files: impl IntoIterator<Item = &'a str>) -> Self {
        let files: BTreeSet<&str> = files.into_iter().collect();
        let found = self.found.borrow();
        let before =
            found.iter().filter(|draft| files.contains(&*draft.finding.place.file)).cloned().collect();
        Self { before, ..Self::default() }
    }

    /// An empty tray that also knows what lies in another one.
    pub(crate) fn knowing(mut self, other: &Self) -> Self {
        self.before.extend(other.found.borrow().iter().cloned());
        self
    }

    /// Lays everything of another tray in this one.
    pub(crate) fn take_over(&self, other: &Self) {
        self.found.borrow_mut().extend(other.found.borrow().iter().cloned());
        self.speeches.borrow_mut().extend(other.speeches.borrow().iter().cloned());
    }

    /// Lays a finding in the tray.
    pub(crate) fn add(&self, draft: Draft) {
        self.found.borrow_mut().push(draft);
    }

    /// How a file is spoken to.
    pub(crate) fn speak(&self, speech: Speech) {
        self.speeches.borrow_mut().push(Rc::new(speech));
    }

    /// How many errors there are so far: a check of something as a whole is silent where its parts
    /// already had something wrong.
    pub(crate) fn errors(&self) -> usize {
        self.found.borrow().iter().filter(|draft| draft.finding.severity == Severity::Error).count()
    }

    /// Whether a file has an error so far.
    pub(crate) fn has_error_in(&self, file: &str) -> bool {
        let found = self.found.borrow();
        found
            .iter()
            .chain(&self.before)
            .map(|draft| &draft.finding)
            .any(|finding| finding.severity == Severity::Error && *finding.place.file == *file)
    }

    /// Whether anything here has a place in a file.
    pub(crate) fn point_into(&self, file: &str) -> bool {
        let also = |finding: &Diagnostic| finding.also.iter().any(|label| *label.place.file == *file);
        let of_fix = |finding: &Diagnostic| finding.fix.as_ref().is_some_and(|fix| *fix.place.file == *file);
        let points = |one: &Diagnostic| *one.place.file == *file || also(one) || of_fix(one);
        self.found.borrow().iter().any(|draft| points(&draft.finding))
    }

    /// Takes over what was found in a file that another one adjusts: what is new lies at `place`, where
    /// the adjustment is written, unless it has a place in the same file already; `say` words it then.
    pub(crate) fn add_at(&self, place: &Place, found: Findings, say: impl Fn(&Text) -> Text) {
        let mut here = self.found.borrow_mut();
        for mut draft in found.found.into_inner() {
            let finding = &mut draft.finding;
            if finding.place.file != place.file {
                let same = |Draft { finding: one, .. }: &Draft| {
                    (one.code, &one.place, &one.message) == (finding.code, &finding.place, &finding.message)
                };
                if here.iter().chain(&self.before).any(same) {
                    continue;
                }
                let there = std::mem::replace(&mut finding.place, place.clone());
                let text =
                    finding.label.take().unwrap_or(Text::new("总部的这一行", "this line of headquarters"));
                finding.also.insert(0, Label { place: there, text });
                finding.message = say(&finding.message);
                finding.fix = None;
            }
            here.push(draft);
        }
    }

    /// All findings, by file and place; what was said twice is said once.
    pub(crate) fn into_sorted(self) -> Vec<Diagnostic> {
        let (found, speeches) = (self.found.into_inner(), self.speeches.into_inner());
        let speeches: BTreeMap<&str, &Speech> =
            speeches.iter().map(|speech| (speech.file(), &**speech)).collect();
        let mut found: Vec<Diagnostic> = found
            .into_iter()
            .map(|Draft { mut finding, names }| {
                if let Some(speech) = speeches.get(&*finding.place.file) {
                    speech.say(&mut finding, &names);
                }
                finding
            })
            .collect();
        found.sort_by(|a, b| (&a.place, a.severity, a.code).cmp(&(&b.place, b.severity, b.code)));
        let mut seen = BTreeSet::new();
        found.retain(|finding| seen.insert((finding.place.clone(), finding.code, finding.message.clone())));
        found
    }
}

/// A finding being written.
#[derive(Clone, Debug)]
#[must_use = "a drafted finding is lost unless it is added"]
pub(crate) struct Draft {
    finding: Diagnostic,
    /// What it says that is a name, though a word may be spelt alike.
    names: Vec<String>,
}

/// A finding that keeps the handbook from being used.
pub(crate) fn error(
    code: &'static str,
    place: &Place,
    zh: impl Into<String>,
    en: impl Into<String>,
) -> Draft {
    draft(code, Severity::Error, place, Text::new(zh, en))
}

/// A finding that somebody should look at.
pub(crate) fn warning(
    code: &'static str,
    place: &Place,
    zh: impl Into<String>,
    en: impl Into<String>,
) -> Draft {
    draft(code, Severity::Warning, place, Text::new(zh, en))
}

fn draft(code: &'static str, severity: Severity, place: &Place, message: Text) -> Draft {
    let finding = Diagnostic {
        code,
        severity,
        message,
        place: place.clone(),
        label: None,
        also: Vec::new(),
        help: None,
        fix: None,
    };
    Draft { finding, names: Vec::new() }
}

impl Draft {
    /// Where it is.
    pub(crate) fn place(&self) -> &Place {
        &self.finding.place
    }

    /// A name that the finding says: it stays as it is where the file is written in Chinese words,
    /// even if it lies in another file and is spelt like a word, as the template `overdue` is.
    pub(crate) fn naming(mut self, name: &str) -> Self {
        self.names.push(name.to_owned());
        self
    }

    /// What to see at the place itself.
    pub(crate) fn label(mut self, zh: impl Into<String>, en: impl Into<String>) -> Self {
        self.finding.label = Some(Text::new(zh, en));
        self
    }

    /// A further place that explains the finding.
    pub(crate) fn also(mut self, place: &Place, zh: impl Into<String>, en: impl Into<String>) -> Self {
        self.finding.also.push(Label { place: place.clone(), text: Text::new(zh, en) });
        self
    }

    /// The way out.
    pub(crate) fn help(mut self, zh: impl Into<String>, en: impl Into<String>) -> Self {
        self.finding.help = Some(Text::new(zh, en));
        self
    }

    /// The mended text, where it is certain or very likely.
    pub(crate) fn fix(mut self, place: &Place, with: impl Into<String>) -> Self {
        self.finding.fix = Some(Fix { place: place.clone(), with: with.into() });
        self
    }
}
