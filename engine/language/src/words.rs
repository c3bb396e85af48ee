//! The words of the language, each looked up in one table ([`vocabulary`]); nothing else in the
//! program spells a key or a word with a meaning.
//!
//! A word has its meaning at its place: a key of a step, a value after `on_rest_day`. Each place is
//! an enum that implements [`Words`], so that a reader asks for `StepKey::Owner` and never for a
//! spelling. Each word has an English and a Chinese spelling.

mod vocabulary;

pub(crate) use vocabulary::*;

use steward_model::nearest;

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
        Self::LATER.iter().any(|(en, zh)| *en == text || *zh == text)
    }

    /// The nearest right word, for what is none; nothing for a word that is right.
    fn nearest(text: &str) -> Option<&'static str> {
        if Self::find(text).is_some() {
            return None;
        }
        nearest(text, Self::ALL.iter().map(|word| word.en()))
    }

    /// All words in a row, for a message: `keep, next, skip`.
    fn list() -> String {
        Self::ALL.iter().map(|word| word.en()).collect::<Vec<_>>().join(", ")
    }
}
