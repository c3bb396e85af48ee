//! The wording of the reference: text files, one for each page, so that whoever adds a key writes its
//! lines without touching code.
//!
//! ```text
//! === StepKey step                      a place: the name of its table, and what its anchor is called
//! 步骤                                  its title in Chinese
//! A step                                and in English
//! 一个步骤是哪一种 …                    what there is to say of the whole
//! What kind of step it is …
//! --- owner                             a word, in English
//! 谁办这一步 …                          what it means
//! Who does the step …
//! = 默认 | default                      what stands where it is left out, if anything does
//! ```

use crate::words::all_tables;
use std::sync::LazyLock;
use steward_model::Text;

/// The pages: file name, title, wording.
pub(super) const PAGES: [(&str, &str, &str, &str); 8] = [
    ("workflow", "流程、发起、字段、挂起", "Workflows, starts, fields, hold", include_str!("workflow.txt")),
    ("step", "步骤", "Steps", include_str!("step.txt")),
    ("limit", "时限、升级、途径", "Limits, ladders, channels", include_str!("limit.txt")),
    ("calendar", "日历和节假日", "Calendars and days off", include_str!("calendar.txt")),
    ("estate", "项目、分区、排班、调整", "Estates, zones, rosters, adjustments", include_str!("estate.txt")),
    (
        "organisation",
        "企业、岗位、人员、账号",
        "The organisation, roles, people, accounts",
        include_str!("organisation.txt"),
    ),
    ("scenario", "场景测试", "Scenarios", include_str!("scenario.txt")),
    ("phrases", "值的写法", "How values are written", include_str!("phrases.txt")),
];

/// A place of the vocabulary, or a kind of phrase.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Place {
    /// The name of its table of words, or of the kind of phrase.
    pub(super) table: &'static str,
    /// What links and examples call it.
    pub(super) anchor: &'static str,
    pub(super) title: Text,
    pub(super) text: Text,
    pub(super) entries: Vec<Entry>,
}

/// A word of a place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Entry {
    /// In English.
    pub(super) word: &'static str,
    pub(super) text: Text,
    /// What stands where the key is left out.
    pub(super) default: Option<Text>,
}

/// All places by the page they stand on. They are asked for by the hundred, and are constants.
static ALL: LazyLock<Vec<(&'static str, Vec<Place>)>> =
    LazyLock::new(|| PAGES.iter().map(|(page, _, _, text)| (*page, places(text))).collect());

/// All places by the page they stand on.
pub(super) fn all() -> &'static [(&'static str, Vec<Place>)] {
    &ALL
}

/// The place with this table, or this kind of phrase.
pub(super) fn place(table: &str) -> Option<&'static Place> {
    all().iter().flat_map(|(_, places)| places).find(|place| place.table == table)
}

/// The table that an anchor leads to.
pub(super) fn table_of(anchor: &str) -> Option<&'static str> {
    let mut places = all().iter().flat_map(|(_, places)| places);
    places.find(|place| place.anchor == anchor).map(|place| place.table)
}

/// The page and the anchor of a table.
pub(super) fn whereabouts(table: &str) -> Option<(&'static str, &'static str)> {
    let mut pages = all().iter();
    pages.find_map(|(page, places)| {
        places.iter().find(|place| place.table == table).map(|place| (*page, place.anchor))
    })
}

/// How many places and entries a file's text announces, so that a test sees one that is not written
/// as it should be.
#[cfg(test)]
fn announced(text: &str) -> usize {
    text.lines().filter(|line| line.starts_with("=== ") || line.starts_with("--- ")).count()
}

fn places(text: &'static str) -> Vec<Place> {
    text.strip_prefix("=== ").unwrap_or(text).split("\n=== ").filter_map(one).collect()
}

fn one(text: &'static str) -> Option<Place> {
    let mut parts = text.trim_end().split("\n--- ");
    let mut head = parts.next()?.lines();
    let (table, anchor) = head.next()?.split_once(' ')?;
    let mut pair = || Some(Text::new(head.next()?, head.next()?));
    let (title, text) = (pair()?, pair()?);
    let text = Text::new(in_chinese_words(&text.zh, table), text.en);
    Some(Place { table, anchor, title, text, entries: parts.filter_map(|part| entry(part, table)).collect() })
}

fn entry(text: &'static str, table: &str) -> Option<Entry> {
    let mut lines = text.trim_end().lines();
    let (word, zh, en) = (lines.next()?, lines.next()?, lines.next()?);
    let default = lines.next().and_then(|line| line.strip_prefix("= ")).map(|line| {
        let (zh, en) = line.split_once(" | ").unwrap_or((line, line));
        Text::new(in_chinese_words(zh, table), en)
    });
    Some(Entry { word, text: Text::new(in_chinese_words(zh, table), en), default })
}

/// A Chinese text speaks of keys and words, which stand in backticks, in Chinese: those of its own place
/// first.
fn in_chinese_words(text: &str, table: &str) -> String {
    let own = all_tables().filter(|other| other.name == table);
    let tables: Vec<_> = own.chain(all_tables()).collect();
    let said = |word: &str| {
        let mut words = tables.iter().flat_map(|table| table.words);
        words.find(|(en, _)| *en == word).map_or_else(|| word.to_owned(), |(_, zh)| (*zh).to_owned())
    };
    let parts = text.split('`').enumerate();
    parts
        .map(|(nth, part)| if nth % 2 == 1 { said(part) } else { part.to_owned() })
        .collect::<Vec<_>>()
        .join("`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_of_the_wording_is_understood() {
        for (page, _, _, text) in PAGES {
            let read: usize = places(text).iter().map(|place| 1 + place.entries.len()).sum();
            assert_eq!(read, announced(text), "an entry of {page}.txt is not written as the others are");
        }
    }
}
