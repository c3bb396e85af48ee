//! The table: every key and every word with a meaning, at its place, in English and in Chinese.
//! `later` are words of the language that this version refuses instead of ignoring.
//!
//! A new word is one line in the file of its subject: `Name = "english" / "中文",`. Names (ids, titles,
//! field and step names, choices, an estate's own keys of a zone) are never words.

macro_rules! words {
    ($tables:ident: $(
        $(#[$doc:meta])*
        $name:ident, $place_zh:literal, $place_en:literal:
        { $($word:ident = $en:literal / $zh:literal),* $(,)? }
        $(, later: { $($later_en:literal / $later_zh:literal),* $(,)? })?;
    )*) => {
        /// The words of these places.
        pub(crate) const $tables: &[&Table] = &[$($name::TABLE),*];

        $(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
        pub(crate) enum $name { $($word),* }

        impl Words for $name {
            const PLACE_ZH: &'static str = $place_zh;
            const PLACE_EN: &'static str = $place_en;
            const ALL: &'static [Self] = &[$(Self::$word),*];
            const LATER: &'static [(&'static str, &'static str)] =
                &[$($(($later_en, $later_zh)),*)?];

            const TABLE: &'static Table = &Table {
                name: stringify!($name),
                words: &[$(($en, $zh)),*],
            };

            fn en(self) -> &'static str {
                match self { $(Self::$word => $en),* }
            }

            fn zh(self) -> &'static str {
                match self { $(Self::$word => $zh),* }
            }
        }
        )*
    };
}

mod calendar;
mod estate;
mod limit;
mod organisation;
mod reserved;
mod scenario;
mod step;
mod workflow;

pub(crate) use calendar::*;
pub(crate) use estate::*;
pub(crate) use limit::*;
pub(crate) use organisation::*;
pub(crate) use reserved::*;
pub(crate) use scenario::*;
pub(crate) use step::*;
pub(crate) use workflow::*;

/// Keys whose values say where a secret is.
pub(crate) const SECRETS: [&str; 3] = ["password", "secret", "key"];
