//! What is said about a file, in the words of the file. Messages are written with the English words of
//! the language in backticks; where a file keeps to Chinese words they are said in those, each by
//! the place the message is about. Names that the file itself writes stay as they are.

use super::grammar::Shape;
use super::said;
use super::spoken::Spoken;
use super::{Table, all_tables};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;
use steward_model::{Diagnostic, Lang, Text};

/// How one file is spoken to.
#[derive(Clone, Debug)]
pub(crate) struct Speech {
    file: Arc<str>,
    around: Vec<(Range<usize>, &'static Table)>,
    /// Every Latin word the file writes outside its texts and comments: a name, since its own words are
    /// Chinese.
    names: BTreeSet<String>,
    /// The file's texts, which are quoted as they are.
    prose: BTreeSet<String>,
}

impl Speech {
    /// How a file is spoken to. `None` where it is written in English words.
    pub(crate) fn of(file: &Arc<str>, spoken: Spoken) -> Option<Self> {
        if spoken.vocabulary() == Lang::En {
            return None;
        }
        let Spoken { mut names, prose, .. } = spoken;
        // A word that strayed in from the other vocabulary is no name.
        spoken.uses.iter().for_each(|said| _ = names.remove(&said.written));
        Some(Self { file: file.clone(), around: spoken.around, names, prose })
    }

    /// The file.
    pub(crate) fn file(&self) -> &str {
        &self.file
    }

    /// Puts what is said about the file into its words. `names` are what the finding says of names that
    /// lie elsewhere.
    pub(crate) fn say(&self, finding: &mut Diagnostic, names: &[String]) {
        let at = finding.place.start;
        let behind = self.around.iter().filter(|(range, _)| range.start >= finding.place.end);
        let behind = behind.min_by_key(|(range, _)| range.start).map(|(_, table)| *table);
        let tables: Vec<&'static Table> = self
            .around
            .iter()
            .rev()
            .filter(|(range, _)| range.contains(&at))
            .map(|(_, table)| *table)
            // A name that is given a map, a field's say: what is said of it is about that map.
            .chain(behind)
            .collect();
        let told = Telling { speech: self, tables, names };
        finding.help.iter_mut().for_each(|text| told.mended_line(text));
        told.text(&mut finding.message);
        finding.label.iter_mut().chain(&mut finding.help).for_each(|text| told.text(text));
        finding.also.iter_mut().for_each(|label| told.text(&mut label.text));
        if let Some(fix) = &mut finding.fix {
            fix.with = told.code(&fix.with);
        }
    }
}

/// Puts what is said of no file in particular into Chinese words.
pub(crate) fn in_chinese_words(text: &mut Text) {
    let nobody =
        Speech { file: "".into(), around: Vec::new(), names: BTreeSet::new(), prose: BTreeSet::new() };
    Telling { speech: &nobody, tables: Vec::new(), names: &[] }.text(text);
}

/// Words by the place a finding is about: those of the innermost map first.
struct Telling<'a> {
    speech: &'a Speech,
    tables: Vec<&'static Table>,
    names: &'a [String],
}

impl Telling<'_> {
    fn text(&self, text: &mut Text) {
        text.zh = self.message(&text.zh);
        text.en = self.message(&text.en);
    }

    /// The help of a guard or measure shows the whole line as it should be, behind these words.
    fn mended_line(&self, text: &mut Text) {
        for (text, before) in [(&mut text.zh, "写成："), (&mut text.en, "write: ")] {
            if let Some((said, line)) = text.split_once(before) {
                *text = format!("{said}{before}{}", self.code(line));
            }
        }
    }

    /// A message: what stands in backticks, and lists of all words of a place.
    fn message(&self, message: &str) -> String {
        let mut said = String::with_capacity(message.len());
        for (nth, part) in message.split('`').enumerate() {
            if nth > 0 {
                said.push('`');
            }
            if nth % 2 == 1 { said.push_str(&self.code(part)) } else { said.push_str(&self.lists(part)) }
        }
        said
    }

    fn lists<'t>(&self, part: &'t str) -> Cow<'t, str> {
        let mut said = Cow::Borrowed(part);
        for table in self.tables.iter().copied().chain(all_tables()) {
            let row = |words: fn(&(&'static str, &'static str)) -> &'static str| {
                table.words.iter().map(words).collect::<Vec<_>>().join(", ")
            };
            let english = row(|(en, _)| en);
            if table.words.len() > 1 && said.contains(&english) {
                said = Cow::Owned(said.replace(&english, &row(|(_, zh)| zh)));
            }
        }
        said
    }

    /// A piece of a file: `{ at: 10m before, tell: owner }`.
    fn code(&self, code: &str) -> String {
        if code.starts_with("steward ") || self.speech.prose.contains(code) {
            return code.to_owned();
        }
        let mut said = String::with_capacity(code.len());
        let mut rest = code;
        while let Some(first) = rest.chars().next() {
            let latin = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
            let end = if latin(first) {
                phrase(rest).unwrap_or_else(|| rest.find(|c| !latin(c)).unwrap_or(rest.len()))
            } else {
                first.len_utf8()
            };
            let (word, after) = rest.split_at(end);
            let before = code[..code.len() - rest.len()].trim_end();
            let role = match () {
                () if after.starts_with(':') => Role::Key,
                () if before.ends_with([':', '[', ',']) => Role::Value,
                () => Role::Either,
            };
            said.push_str(&self.word(word, role));
            rest = after;
        }
        said
    }

    fn word(&self, word: &str, role: Role) -> String {
        if self.speech.names.contains(word) || self.names.iter().any(|name| name == word) {
            return word.to_owned();
        }
        let nothing = BTreeSet::new();
        for shape in [Shape::Span, Shape::PerDay, Shape::RungAt, Shape::Recurrence, Shape::Weekdays] {
            if word.contains(|c: char| c == ' ' || c == '-' || c.is_ascii_digit())
                && let Some([one]) = said::said(&shape, word, &nothing).as_deref()
            {
                return one.zh.clone();
            }
        }
        let of = |may: fn(&Table) -> bool| {
            let tables = self.tables.iter().copied().chain(all_tables()).filter(move |table| may(table));
            tables.flat_map(|table| table.words).find(|(en, _)| *en == word).map(|(_, zh)| *zh)
        };
        let found = match role {
            Role::Key => of(Table::holds_keys),
            Role::Value => of(|table| !table.holds_keys()).or_else(|| of(|_| true)),
            Role::Either => of(|_| true),
        };
        found.unwrap_or(word).to_owned()
    }
}

/// What a word in a piece of a file is, by what stands around it.
#[derive(Clone, Copy)]
enum Role {
    Key,
    Value,
    Either,
}

/// The end of a phrase that is more than one word: an amount of time, a moment of a limit, a
/// recurrence.
fn phrase(text: &str) -> Option<usize> {
    let nothing = BTreeSet::new();
    let ends =
        text.char_indices().filter(|(_, c)| !(c.is_ascii_alphanumeric() || matches!(c, ':' | '-' | '+')));
    let ends = ends.map(|(at, _)| at).chain([text.len()]).take(6);
    ends.filter(|end| {
        let part = &text[..*end];
        let several = part.contains(' ') || part.starts_with(|c: char| c.is_ascii_digit());
        several
            && [Shape::RungAt, Shape::Span, Shape::PerDay, Shape::Recurrence]
                .iter()
                .any(|shape| said::said(shape, part, &nothing).is_some_and(|said| !said.is_empty()))
    })
    .last()
}
