//! The stored form of a wording that open cases keep: its files as they were.

use super::{Unreadable, V1, read, write};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::sync::Arc;
use steward_model::Sources;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PinnedForm<'a> {
    v: V1,
    /// Path and text.
    sources: Vec<(Cow<'a, str>, Cow<'a, str>)>,
}

/// The files of a wording as a document.
pub(crate) fn write_pinned(sources: &Sources) -> String {
    let sources = sources.iter().map(|(path, text)| ((&**path).into(), (&**text).into())).collect();
    write(&PinnedForm { v: V1, sources })
}

/// The files a document holds.
pub(crate) fn read_pinned(document: &str) -> Result<Sources, Unreadable> {
    let form: PinnedForm<'_> = read(document)?;
    Ok(Arc::new(form.sources.into_iter().map(|(path, text)| (path.into(), text.into())).collect()))
}
