//! The stored form of what has no columns of its own: events, the particulars of a message, a
//! pinned wording, a request for a case. Each is one JSON document that names its version (`"v"`).
//!
//! The core's types are not serializable on purpose; the forms here are the store's own, so the core
//! may be reshaped without touching what is on disk. A form that was ever released is never
//! changed: the next one gets a number and a module, and `samples/vN` keeps one document of each
//! kind, which the tests read and write again to the byte.
//!
//! Documents hold personal data as it is, since the store is its one place. For that reason the
//! forms have no `Debug`, and an [`Unreadable`] never quotes what it could not read.

mod asked;
mod change;
mod event;
mod figures;
mod message;
mod photo;
mod pinned;
mod value;

pub(crate) use asked::{read_errand, workflow_of, write_errand};
pub(crate) use event::{read_event, write_event};
pub(crate) use message::{read_particulars, write_particulars};
pub(crate) use pinned::{read_pinned, write_pinned};

use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use steward_model::Text;
use steward_time::Timestamp;

/// The newest form this program knows.
const NEWEST: u32 = 1;

/// Why a document can't be understood. It says nothing of what the document holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Unreadable {
    /// Its form is newer than this program.
    Newer(u32),
    /// It has no form this program knows; where reading stopped, in bytes.
    Malformed(usize),
    /// It names something of this kind that does not exist.
    NoSuch(&'static str),
}

/// The mark of the first form: stands as the number 1 and reads nothing else.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
struct V1;

impl TryFrom<u32> for V1 {
    type Error = &'static str;

    fn try_from(version: u32) -> Result<Self, Self::Error> {
        if version == 1 { Ok(Self) } else { Err("another version") }
    }
}

impl From<V1> for u32 {
    fn from(_: V1) -> Self {
        1
    }
}

#[derive(Deserialize)]
struct Version {
    v: u32,
}

/// A text in both languages.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct TextForm<'a> {
    zh: Cow<'a, str>,
    en: Cow<'a, str>,
}

impl<'a> TextForm<'a> {
    fn of(text: &'a Text) -> Self {
        Self { zh: words(&text.zh), en: words(&text.en) }
    }

    fn read(self) -> Text {
        Text { zh: self.zh.into_owned(), en: self.en.into_owned() }
    }
}

fn words(text: &str) -> Cow<'_, str> {
    Cow::Borrowed(text)
}

/// An instant as it is stored. The engine counts in whole seconds, so nothing is lost.
fn seconds(at: Timestamp) -> i64 {
    debug_assert_eq!(at.subsec_nanosecond(), 0, "the engine's moments are whole seconds");
    at.as_second()
}

fn instant(seconds: i64) -> Result<Timestamp, Unreadable> {
    Timestamp::from_second(seconds).map_err(|_| Unreadable::NoSuch("instant"))
}

fn write<T: Serialize>(form: &T) -> String {
    match serde_json::to_string(form) {
        Ok(document) => document,
        // Every key of the forms is a string and none of them refuses to be written.
        Err(_) => unreachable!("a stored form that JSON can't hold"),
    }
}

fn read<'a, T: Deserialize<'a>>(document: &'a str) -> Result<T, Unreadable> {
    serde_json::from_str(document).map_err(|error| match serde_json::from_str(document) {
        Ok(Version { v }) if v > NEWEST => Unreadable::Newer(v),
        _ => Unreadable::Malformed(error.column()),
    })
}

#[cfg(test)]
mod tests;
