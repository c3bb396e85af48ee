//! The stored form of a wording that open cases keep: its files as they were.

use super::{Unreadable, V1, read, write};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PinnedForm<'a> {
    v: V1,
    /// Path and text.
    sources: Cow<'a, [(String, String)]>,
}

/// The files of a wording as a document.
pub(crate) fn write_pinned(sources: &[(String, String)]) -> String {
    write(&PinnedForm { v: V1, sources: sources.into() })
}

/// The files a document holds.
pub(crate) fn read_pinned(document: &str) -> Result<Vec<(String, String)>, Unreadable> {
    read(document).map(|form: PinnedForm<'_>| form.sources.into_owned())
}
