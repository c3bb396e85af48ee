//! The words inside a text: where each stands, and how it is said in either vocabulary.

mod amount;
mod guard;

use super::grammar::Shape;
use super::{AtWord, AudienceWord, BoolWord, ItemWord, OpenedWord, Table, WeekdayWord, Words};
use std::collections::BTreeSet;
use std::ops::Range;
use steward_time::Recurrence;

/// A word, or a phrase whose words stand in another order in the other vocabulary.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Said {
    /// Where it stands in the text.
    pub(crate) at: Range<usize>,
    /// In English.
    pub(crate) en: String,
    /// In Chinese.
    pub(crate) zh: String,
    /// Whether it shows which vocabulary the file keeps to. An amount of time shows nothing: `30m`
    /// and 30分钟 are at home in both.
    pub(crate) telling: bool,
}

/// The words of a text at its place. `yes_no` are the names of the fields that hold yes or no.
/// `None` where the shape is none of a text.
pub(crate) fn said(shape: &Shape, text: &str, yes_no: &BTreeSet<String>) -> Option<Vec<Said>> {
    let one = |said: Option<Said>| said.into_iter().collect();
    Some(match shape {
        Shape::Own(_) | Shape::Text | Shape::Default => Vec::new(),
        Shape::YesNo => one(word(BoolWord::TABLE, text)),
        Shape::Word(table) | Shape::WordOr(table, _) => one(word(table, text)),
        Shape::Audience => audience(text),
        Shape::Span => one(span(text)),
        Shape::PerDay => one(per_day(text)),
        Shape::Recurrence => one(recurrence(text)),
        Shape::RungAt => one(rung_at(text)),
        Shape::StoryAt => one(story_at(text)),
        Shape::Opened => one(opened(text)),
        Shape::Guard => guard::said(text, yes_no),
        Shape::Measure => guard::measure(text, yes_no),
        Shape::Weekdays => one(weekdays(text)),
        Shape::Keys(_) | Shape::KeysOr(..) | Shape::Days(..) | Shape::Named(_) | Shape::List(_) => {
            return None;
        }
        Shape::Many(inner) => return said(inner, text, yes_no),
        // Of a word and a name, the word is tried first.
        Shape::Either(shapes) => {
            let found: Vec<Vec<Said>> = shapes.iter().filter_map(|shape| said(shape, text, yes_no)).collect();
            let first = found.iter().find(|said| !said.is_empty()).or(found.first());
            return first.cloned();
        }
    })
}

/// The whole text as one phrase.
fn whole(text: &str, en: String, zh: String, telling: bool) -> Said {
    Said { at: 0..text.len(), en, zh, telling }
}

/// A word that is the whole text.
pub(crate) fn word(table: &Table, text: &str) -> Option<Said> {
    let plain = text.trim();
    let (en, zh) = *table.words.get(table.find(plain)?)?;
    let at = text.find(plain)?;
    Some(Said { at: at..at + plain.len(), en: en.to_owned(), zh: zh.to_owned(), telling: en != zh })
}

fn audience(text: &str) -> Vec<Said> {
    let all = AudienceWord::All;
    if let Some(said) = word(AudienceWord::TABLE, text) {
        return vec![said];
    }
    let rest = text
        .strip_prefix(all.en())
        .filter(|rest| rest.starts_with(char::is_whitespace))
        .or_else(|| text.strip_prefix(all.zh()))
        .map(str::trim_start);
    if let Some(rest) = rest {
        let begins = text.len() - rest.len();
        let everyone = Said { at: 0..begins, en: "all ".to_owned(), zh: all.zh().to_owned(), telling: true };
        let mut found = vec![everyone];
        found.extend(word(AudienceWord::TABLE, rest).map(|said| moved(said, begins)));
        return found;
    }
    braced(text)
}

/// `{item.cleaner}`
fn braced(text: &str) -> Vec<Said> {
    let Some(inside) = text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) else {
        return Vec::new();
    };
    let name = inside.split('.').next().unwrap_or_default();
    word(ItemWord::TABLE, name).map(|said| moved(said, 1)).into_iter().collect()
}

pub(super) fn moved(said: Said, by: usize) -> Said {
    Said { at: said.at.start + by..said.at.end + by, ..said }
}

pub(super) fn span(text: &str) -> Option<Said> {
    let (en, zh) = amount::amount(text)?;
    Some(whole(text, en, zh, false))
}

/// `40 a day`, 每天40.
fn per_day(text: &str) -> Option<Said> {
    let plain = text.trim();
    let number = plain.strip_suffix("a day").or_else(|| plain.strip_prefix("每天"))?;
    let number = so_many(number.trim())?;
    Some(whole(text, format!("{number} a day"), format!("每天{number}"), true))
}

/// A whole number, perhaps in full-width digits, in plain ones.
pub(crate) fn so_many(text: &str) -> Option<String> {
    let plain = |c| match c {
        '０'..='９' => char::from_u32(u32::from(c) - 0xFEE0),
        c => c.is_ascii_digit().then_some(c),
    };
    text.chars().map(plain).collect::<Option<String>>().filter(|digits| !digits.is_empty())
}

fn recurrence(text: &str) -> Option<Said> {
    let every = Recurrence::parse_every(text).ok()?;
    Some(whole(text, every.in_english()?, every.in_chinese()?, true))
}

/// `ready`, `80%`, `10m before`, `overdue`, `overdue + 4h`.
fn rung_at(text: &str) -> Option<Said> {
    let plain = text.trim();
    let (before, overdue) = (AtWord::Before, AtWord::Overdue);
    if plain != before.en()
        && plain != before.zh()
        && let Some(said) = word(AtWord::TABLE, text)
    {
        return Some(said);
    }
    let amount = plain.strip_suffix(before.en()).or_else(|| plain.strip_prefix(before.zh()));
    if let Some((en, zh)) = amount.and_then(amount::amount) {
        return Some(whole(text, format!("{en} {}", before.en()), format!("{}{zh}", before.zh()), true));
    }
    let after = plain.strip_prefix(overdue.en()).or_else(|| plain.strip_prefix(overdue.zh()))?;
    let amount = after.trim_start().strip_prefix(['+', '＋'])?;
    let (en, zh) = amount::amount(amount)?;
    let en = format!("{} + {en}", overdue.en());
    Some(whole(text, en, format!("{} + {zh}", overdue.zh()), true))
}

/// `+25m`, and `+0m` for the opening itself.
fn story_at(text: &str) -> Option<Said> {
    let plain = text.trim();
    let amount = plain.strip_prefix(['+', '＋'])?.trim();
    let (en, zh) = match amount::amount(amount) {
        Some(said) => said,
        None => {
            let unit = amount.trim_start_matches(['0', '０']);
            let (en, zh) = amount::amount(&format!("1{unit}")).filter(|_| unit.len() < amount.len())?;
            (en.replacen('1', "0", 1), zh.replacen('1', "0", 1))
        }
    };
    Some(whole(text, format!("+{en}"), format!("+{zh}"), false))
}

/// `by clock`, `by event`, `by case`, with what comes behind them.
fn opened(text: &str) -> Option<Said> {
    let plain = text.trim();
    let by = OpenedWord::By;
    [OpenedWord::Clock, OpenedWord::Event, OpenedWord::Case].into_iter().find_map(|who| {
        let english =
            plain.strip_prefix(by.en()).map(str::trim_start).and_then(|rest| rest.strip_prefix(who.en()));
        let rest = english.or_else(|| plain.strip_prefix(by.zh())?.trim_start().strip_prefix(who.zh()))?;
        let at = text.find(plain)?;
        let en = format!("{} {}", by.en(), who.en());
        let zh = format!("{}{}", by.zh(), who.zh());
        Some(Said { at: at..at + plain.len() - rest.len(), en, zh, telling: true })
    })
}

/// `mon`, `mon-fri`, 周一至周五.
pub(crate) fn weekdays(text: &str) -> Option<Said> {
    let plain = text.trim();
    if let Some(said) = word(WeekdayWord::TABLE, text) {
        return Some(said);
    }
    let (from, to) =
        plain.split_once('-').or_else(|| plain.split_once('至')).or_else(|| plain.split_once('到'))?;
    let day = |text: &str| WeekdayWord::ALL.get(WeekdayWord::TABLE.find(text.trim())?).copied();
    let (from, to) = (day(from)?, day(to)?);
    let en = format!("{}-{}", from.en(), to.en());
    Some(whole(text, en, format!("{}至{}", from.zh(), to.zh()), true))
}
