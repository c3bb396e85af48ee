//! What may be written at a place: keys and words in the vocabulary of the file, and the names that
//! the handbook has for what belongs there.

use super::spot::{self, Here, Spot};
use super::{guards, names, vocabulary};
use crate::reference;
use crate::words::grammar::Shape;
use crate::words::{AudienceWord, BoolWord, ItemWord, Table, Words};
use std::collections::BTreeSet;
use steward_model::{File, Files, Handbook, Lang, Text, Workflow};

/// What an offer is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OfferKind {
    /// A key, or a word with a meaning.
    Word,
    /// A name: of a role, a field, a step, a person.
    Name,
    /// A way of writing: an amount of time.
    Example,
}

/// Something that may be written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Offer {
    /// What is written.
    pub text: String,
    /// What kind of thing it is.
    pub kind: OfferKind,
    /// Whether it is a key, so that a colon follows.
    pub is_key: bool,
    /// What it is called or means.
    pub about: Text,
    /// What else whoever seeks it may type: a title, the word of the other vocabulary.
    pub also: String,
}

/// What may be written at a place of a file. Nothing where that isn't known.
pub fn offers(files: &Files, path: &str, at: usize) -> Vec<Offer> {
    let Some(file) = files.get(path) else { return Vec::new() };
    let Some(Here { spot, adjusted, readable }) = spot::at(file, at) else { return Vec::new() };
    let lang = vocabulary(&readable, files);
    match spot {
        Spot::Key(keys, present) => {
            let free = |en: &str| !present.iter().any(|key| key == en);
            words(keys.table, lang, true)
                .into_iter()
                .filter(|(en, _)| free(en))
                .map(|(_, offer)| offer)
                .collect()
        }
        Spot::OwnKey { of, present } => {
            let Some(handbook) = understood(files, &readable) else { return Vec::new() };
            let own = names::process(&handbook, path, adjusted.as_deref());
            let mut offers = names::own_keys(&of, &handbook, own);
            offers.retain(|offer| !present.contains(&offer.text));
            offers
        }
        Spot::Value { key, shape } => {
            let handbook = understood(files, &readable);
            let own = handbook.as_ref().and_then(|known| names::process(known, path, adjusted.as_deref()));
            let text = String::from_utf8_lossy(file.bytes.get(..at).unwrap_or_default()).into_owned();
            let line = text.rsplit('\n').next().unwrap_or_default();
            match (&shape, &handbook) {
                (Shape::Guard, Some(_)) => guards::offers(own, lang, line),
                _ => values(&key, &shape, lang, handbook.as_ref().map(|handbook| (handbook, own)), path),
            }
        }
    }
}

/// The handbook with the file as it can be read.
fn understood(files: &Files, readable: &File) -> Option<Handbook> {
    let mut files = files.clone();
    files.insert(&readable.path, readable.bytes.to_vec());
    crate::read(&files).0
}

pub(super) fn words(table: &'static Table, lang: Lang, is_key: bool) -> Vec<(&'static str, Offer)> {
    let offer = |(en, zh): &(&'static str, &'static str)| {
        let text = if lang == Lang::Zh { *zh } else { *en };
        let about = reference::meaning(table.name, en).unwrap_or_else(|| Text::new(*zh, *en));
        let also = if lang == Lang::Zh { *en } else { *zh };
        (*en, Offer { text: text.to_owned(), kind: OfferKind::Word, is_key, about, also: also.to_owned() })
    };
    table.words.iter().map(offer).collect()
}

fn values(
    key: &str,
    shape: &Shape,
    lang: Lang,
    known: Option<(&Handbook, Option<&Workflow>)>,
    path: &str,
) -> Vec<Offer> {
    let plain = |table| words(table, lang, false).into_iter().map(|(_, offer)| offer);
    let mut offers: Vec<Offer> = match shape {
        Shape::Word(table) | Shape::WordOr(table, _) => plain(table).collect(),
        Shape::YesNo => plain(BoolWord::TABLE).collect(),
        Shape::Audience => {
            let may = |en: &str| match key {
                "owner" | "owners" | "approve" | "of" => en == AudienceWord::Starter.en(),
                "notify" => en == AudienceWord::Starter.en() || en == AudienceWord::All.en(),
                _ => true,
            };
            let all = words(AudienceWord::TABLE, lang, false).into_iter();
            all.filter(|(en, _)| may(en)).map(|(_, offer)| offer).collect()
        }
        Shape::Span => spans(lang),
        Shape::RungAt => moments(lang),
        Shape::PerDay => vec![example(
            if lang == Lang::Zh { "每天40" } else { "40 a day" },
            Text::new("每天多少条", "so many a day"),
        )],
        _ => Vec::new(),
    };
    if let Some((handbook, own)) = known {
        offers.extend(names::fitting(key, handbook, path, own));
        if matches!(key, "owner" | "owners" | "approve" | "of" | "notify" | "tell" | "hand_to") {
            offers.extend(names::holding_people(own));
        }
        if key == "owner" {
            offers.extend(whom_zones_name(lang, handbook));
        }
    }
    offers
}

/// `"{item.cleaner}"` for each key that zones have: whom they name, of a step done for each.
fn whom_zones_name(lang: Lang, handbook: &Handbook) -> impl Iterator<Item = Offer> {
    let zones = handbook.estates.values().flat_map(|estate| &estate.zones);
    let keys: BTreeSet<&String> = zones.flat_map(|zone| zone.keys.keys()).collect();
    let item = if lang == Lang::Zh { ItemWord::Item.zh() } else { ItemWord::Item.en() };
    keys.into_iter().map(move |key| Offer {
        text: format!("\"{{{item}.{key}}}\""),
        kind: OfferKind::Example,
        is_key: false,
        about: Text::new("逐个分区办理时，当前分区的", "of a step done for each zone, the zone's own"),
        also: String::new(),
    })
}

/// Amounts of time that handbooks mostly give.
fn spans(lang: Lang) -> Vec<Offer> {
    let written = match lang {
        Lang::Zh => ["10分钟", "30分钟", "1小时", "4小时", "1个工作日", "3个工作日", "1天"],
        Lang::En => ["10m", "30m", "1h", "4h", "1 workday", "3 workdays", "1 day"],
    };
    let about = Text::new("时长", "an amount of time");
    written.map(|text| example(text, about.clone())).to_vec()
}

/// Moments of a limit that ladders mostly have.
fn moments(lang: Lang) -> Vec<Offer> {
    let written = match lang {
        Lang::Zh => ["派发", "50%", "80%", "提前10分钟", "超时", "超时 + 4小时", "超时 + 1个工作日"],
        Lang::En => ["ready", "50%", "80%", "10m before", "overdue", "overdue + 4h", "overdue + 1 workday"],
    };
    let about = Text::new("时限的一个时点", "a moment of the limit");
    written.map(|text| example(text, about.clone())).to_vec()
}

fn example(text: &str, about: Text) -> Offer {
    Offer { text: text.to_owned(), kind: OfferKind::Example, is_key: false, about, also: String::new() }
}
