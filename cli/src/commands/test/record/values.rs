//! Moments and values as a scenario has them, with what is private replaced.

use serde_json::Value as Json;
use steward_case::{Change, Event};
use steward_model::{Field, FieldId, Value};
use steward_service::Shown;
use steward_time::Timestamp;

/// A moment on the estate's clock.
pub(super) fn local(shown: &Shown, at: Timestamp) -> String {
    shown.estate.zone.to_datetime(at).strftime("%Y-%m-%d %H:%M:%S").to_string()
}

/// So many seconds before a moment.
pub(super) fn seconds_before(at: Timestamp, seconds: i64) -> Timestamp {
    Timestamp::from_second(at.as_second() - seconds).unwrap_or(at)
}

/// A text in quotes, as YAML and JSON both read it.
pub(super) fn quoted(text: &str) -> String {
    Json::from(text).to_string()
}

/// The fields that an event gave values, `{ a: 1, b: two }`; `None`: it gave none.
pub(super) fn fields(shown: &Shown, event: &Event) -> Option<String> {
    let given = event.changes.iter().filter_map(|change| match change {
        Change::Field(id, Some(value)) => Some((id, Some(value))),
        _ => None,
    });
    named(shown, given)
}

/// Fields by the name that the handbook has for them, each with its value or emptied.
pub(super) fn named<'a>(
    shown: &Shown,
    given: impl Iterator<Item = (&'a FieldId, Option<&'a Value>)>,
) -> Option<String> {
    let given: Vec<String> = given
        .filter_map(|(id, value)| {
            let field = shown.workflow.field(id)?;
            let value = value.map_or_else(|| "\"\"".to_owned(), |value| written(field, value, shown));
            Some(format!("{}: {value}", id.written()))
        })
        .collect();
    (!given.is_empty()).then(|| format!("{{ {} }}", given.join(", ")))
}

/// A value as a scenario has it. Names and telephone numbers are never kept, other texts and
/// numbers only where everybody may see the field. Choices, dates and answers stay: the way the case
/// takes may hang on them, and they name nobody.
fn written(field: &Field, value: &Value, shown: &Shown) -> String {
    match value {
        Value::Person { .. } => "示例/13900000000".to_owned(),
        Value::Phone(_) => "\"+8613900000000\"".to_owned(),
        Value::Files(_) => "[example.jpg]".to_owned(),
        Value::Text(_) if field.is_confined() => "（略）".to_owned(),
        Value::List(_) if field.is_confined() => "[（略）]".to_owned(),
        Value::Number(_) if field.is_confined() => "1".to_owned(),
        Value::Text(text) => quoted(text),
        Value::List(list) => {
            let list: Vec<String> = list.iter().map(|one| quoted(one)).collect();
            format!("[{}]", list.join(", "))
        }
        Value::Number(number) => number.to_string(),
        Value::Bool(yes) => yes.to_string(),
        Value::Date(date) => date.to_string(),
        Value::DateTime(at) => local(shown, *at),
        Value::Choice(choice) => choice.to_string(),
        Value::Role(role) => role.to_string(),
        Value::Staff(person) => person.to_string(),
        Value::Zone(zone) => zone.to_string(),
    }
}
