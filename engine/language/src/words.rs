//! The words of the language, each looked up in one table ([`vocabulary`]); nothing else in the
//! program spells a key or a word with a meaning.
//!
//! A word has its meaning at its place: a key of a step, a value after `on_rest_day`. Each place is
//! an enum that implements [`Words`], so that a reader asks for `StepKey::Owner` and never for a
//! spelling. What stands behind each key is said in [`grammar`].
//!
//! A file is written in one of two vocabularies, and nothing but this module knows it: [`spoken`]
//! turns a tree into the English one as soon as it is built, so that readers, checks and the
//! fingerprint see one language, and [`speech`] turns what they have to say back into the words of
//! the file it is said about.

pub(crate) mod grammar;
pub(crate) mod said;
pub(crate) mod speech;
pub(crate) mod spoken;
mod synonyms;
mod vocabulary;

pub(crate) use vocabulary::*;

/// Every place's words, those of steps and workflows first.
pub(crate) fn all_tables() -> impl Iterator<Item = &'static Table> {
    [
        vocabulary::STEP_TABLES,
        vocabulary::WORKFLOW_TABLES,
        vocabulary::LIMIT_TABLES,
        vocabulary::ORGANISATION_TABLES,
        vocabulary::ESTATE_TABLES,
        vocabulary::CALENDAR_TABLES,
        vocabulary::SCENARIO_TABLES,
        vocabulary::RESERVED_TABLES,
    ]
    .into_iter()
    .flatten()
    .copied()
}

use steward_model::nearest;

/// The words of one place as text: each in English and in Chinese.
#[derive(Debug)]
pub(crate) struct Table {
    /// The name of its type: those of maps end in `Key`.
    pub(crate) name: &'static str,
    /// The words, English first.
    pub(crate) words: &'static [(&'static str, &'static str)],
}

impl Table {
    /// Whether its words are keys of a map.
    pub(crate) fn holds_keys(&self) -> bool {
        self.name.ends_with("Key")
    }

    /// The word with this spelling in either vocabulary: its place in the table.
    pub(crate) fn find(&self, text: &str) -> Option<usize> {
        self.words.iter().position(|(en, zh)| *en == text || *zh == text)
    }
}

/// The words that have a meaning at one place.
pub(crate) trait Words: Copy + PartialEq + std::fmt::Debug + 'static {
    /// The place in Chinese, as it stands after 在: `步骤`.
    const PLACE_ZH: &'static str;
    /// The place in English, as it stands after "in": `a step`.
    const PLACE_EN: &'static str;
    /// All words, in the order they are best shown.
    const ALL: &'static [Self];
    /// Words of the language that come in a later version.
    const LATER: &'static [(&'static str, &'static str)];
    /// Both spellings of all words, in the order of [`Words::ALL`].
    const TABLE: &'static Table;

    /// The word in English: its spelling in every tree that is read, whatever the file says.
    fn en(self) -> &'static str;

    /// The word in Chinese.
    fn zh(self) -> &'static str;

    /// The word with this spelling in English.
    fn find(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|word| word.en() == text)
    }

    /// Whether the spelling is a word that comes later, in either vocabulary.
    fn is_later(text: &str) -> bool {
        let meant = synonyms::of(text);
        Self::LATER.iter().any(|(en, zh)| *en == text || *zh == text || meant.contains(en))
    }

    /// The nearest right word, in English, for what is none in either vocabulary; nothing for a word
    /// that is right.
    fn nearest(text: &str) -> Option<&'static str> {
        if Self::find(text).is_some() {
            return None;
        }
        Self::nearest_of(text, |_| true)
    }

    /// The nearest of the words that `may` allows, in English, whichever vocabulary the text was
    /// meant in: one that means the same, or else one that is spelt nearly so.
    fn nearest_of(text: &str, may: impl Fn(Self) -> bool) -> Option<&'static str> {
        let words = || Self::ALL.iter().copied().filter(|word| may(*word));
        let meant = synonyms::of(text).iter().find_map(|meant| words().find(|word| word.en() == *meant));
        if let Some(word) = meant {
            return Some(word.en());
        }
        nearest(text, words().map(Words::en)).or_else(|| {
            let near = nearest(text, words().map(Words::zh))?;
            words().find(|word| word.zh() == near).map(Words::en)
        })
    }

    /// All words in a row, for a message: `keep, next, skip`.
    fn list() -> String {
        Self::ALL.iter().map(|word| word.en()).collect::<Vec<_>>().join(", ")
    }
}
