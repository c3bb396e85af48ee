//! The stored form of the fields of a case that was asked for and is not open yet.

use super::{Unreadable, V1, read, write};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FieldsForm<'a> {
    v: V1,
    fields: Cow<'a, BTreeMap<String, String>>,
}

/// The fields as a document.
pub(crate) fn write_fields(fields: &BTreeMap<String, String>) -> String {
    write(&FieldsForm { v: V1, fields: Cow::Borrowed(fields) })
}

/// The fields a document holds.
pub(crate) fn read_fields(document: &str) -> Result<BTreeMap<String, String>, Unreadable> {
    read(document).map(|form: FieldsForm<'_>| form.fields.into_owned())
}
