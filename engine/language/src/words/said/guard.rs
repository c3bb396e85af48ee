//! The words of a guard and of a computation: operators, functions, yes and no, amounts of time.

use super::{Said, moved, span, word};
use crate::words::{BoolWord, EndWordWord, GuardWord, MeasureWord, Words};
use std::collections::BTreeSet;
use std::ops::Range;

/// Words that are asked of something in brackets.
const FUNCTIONS: [GuardWord; 6] = [
    GuardWord::Filled,
    GuardWord::Failed,
    GuardWord::Approved,
    GuardWord::Ended,
    GuardWord::Any,
    GuardWord::All,
];

/// Words that join and negate.
const OPERATORS: [GuardWord; 4] = [GuardWord::And, GuardWord::Or, GuardWord::Not, GuardWord::In];

/// The words of a guard. `yes_no` are the fields that hold yes or no; the choice 是 of another field
/// is no word.
pub(super) fn said(text: &str, yes_no: &BTreeSet<String>) -> Vec<Said> {
    let runs = runs(text);
    let mut found: Vec<Said> = Vec::new();
    for (nth, run) in runs.iter().enumerate() {
        let written = &text[run.clone()];
        let after = text[run.end..].trim_start();
        if found.last().is_some_and(|last| last.at.end > run.start) {
            continue;
        }
        let said = operator(written)
            .or_else(|| function(written, after))
            .or_else(|| answer(text, &runs, nth, yes_no));
        match said {
            Some(said) => found.extend(said.into_iter().map(|said| moved(said, run.start))),
            None => found.extend(amount(text, &runs[nth..])),
        }
    }
    found
}

/// The words of a measure: what it counts, and of a share the guard inside its brackets. What stands
/// inside the others is names.
pub(super) fn measure(text: &str, yes_no: &BTreeSet<String>) -> Vec<Said> {
    let (counted, inside) = text.split_at(text.find('(').unwrap_or(text.len()));
    let Some(counts) = word(MeasureWord::TABLE, counted) else { return Vec::new() };
    let asks = counts.en == MeasureWord::Share.en();
    let mut found = vec![counts];
    if asks {
        found.extend(said(inside, yes_no).into_iter().map(|one| moved(one, counted.len())));
    }
    found
}

/// Stretches of letters, digits and underscores outside quotes.
fn runs(text: &str) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    let mut quote = None;
    let mut begun: Option<usize> = None;
    for (at, c) in text.char_indices() {
        let inside = quote.is_none() && (c.is_alphanumeric() || c == '_');
        match (begun, inside) {
            (None, true) => begun = Some(at),
            (Some(start), false) => {
                runs.push(start..at);
                begun = None;
            }
            _ => {}
        }
        quote = match (quote, c) {
            (None, '"' | '\'') => Some(c),
            (Some(open), c) if open == c => None,
            (open, _) => open,
        };
    }
    runs.extend(begun.map(|start| start..text.len()));
    runs
}

fn one_of(words: &[GuardWord], text: &str) -> Option<Said> {
    let found = words.iter().find(|word| word.en() == text || word.zh() == text)?;
    let (en, zh) = (found.en().to_owned(), found.zh().to_owned());
    Some(Said { at: 0..text.len(), en, zh, telling: true })
}

fn operator(written: &str) -> Option<Vec<Said>> {
    one_of(&OPERATORS, written).map(|said| vec![said])
}

/// `filled(plan)`; in Chinese the `not` before it may stand without a space: 非已填(plan).
fn function(written: &str, after: &str) -> Option<Vec<Said>> {
    if !after.starts_with('(') {
        return None;
    }
    if let Some(said) = one_of(&FUNCTIONS, written) {
        return Some(vec![said]);
    }
    let not = GuardWord::Not;
    let rest = written.strip_prefix(not.zh())?;
    let asked = one_of(&FUNCTIONS, rest)?;
    let begins = written.len() - rest.len();
    let negated =
        Said { at: 0..begins, en: format!("{} ", not.en()), zh: format!("{} ", not.zh()), telling: true };
    Some(vec![negated, moved(asked, begins)])
}

/// The right side of a comparison: yes or no of a field that holds it, or how a called case ended.
fn answer(text: &str, runs: &[Range<usize>], nth: usize, yes_no: &BTreeSet<String>) -> Option<Vec<Said>> {
    let run = runs.get(nth)?;
    let written = &text[run.clone()];
    let before = text[..run.start].trim_end();
    if ends_asked(before) {
        return word(EndWordWord::TABLE, written).map(|said| vec![said]);
    }
    let left = before.strip_suffix('=')?.trim_end_matches(['=', '!']).trim_end();
    let field = runs.get(nth.checked_sub(1)?)?;
    let is_field = field.end == left.len() && yes_no.contains(&text[field.clone()]);
    is_field.then(|| word(BoolWord::TABLE, written).map(|said| vec![said])).flatten()
}

/// Whether a text leads up to an end that `ended(STEP)` is compared with: alone, or in a list.
fn ends_asked(before: &str) -> bool {
    let list = before.rfind('[').filter(|at| !before[*at..].contains(']'));
    let asked = match list {
        Some(at) => {
            let asked = before[..at].trim_end();
            [GuardWord::In.en(), GuardWord::In.zh()].iter().find_map(|word| asked.strip_suffix(word))
        }
        None => before.strip_suffix('=').map(|left| left.trim_end_matches(['=', '!'])),
    };
    asked.is_some_and(|asked| asked.trim_end().ends_with(')'))
}

/// `3 workdays` in a computation: one stretch, or a number with its unit in the next.
fn amount(text: &str, runs: &[Range<usize>]) -> Option<Said> {
    let first = runs.first()?;
    let written = &text[first.clone()];
    if text[..first.start].ends_with(['-', '.', ':', '"']) || text[first.end..].starts_with(['-', '.', ':']) {
        return None;
    }
    let alone = || span(written).map(|said| moved(said, first.start));
    let number = written.bytes().all(|b| b.is_ascii_digit());
    let with_unit = || {
        let next = runs.get(1).filter(|next| text[first.end..next.start].trim().is_empty())?;
        span(&text[first.start..next.end]).map(|said| moved(said, first.start))
    };
    if number { with_unit() } else { alone() }
}
