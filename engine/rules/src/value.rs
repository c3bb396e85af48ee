//! Values of fields, from the case's form into the rule's and back.
//!
//! A rule sees a whole number as an integer, any other as a float; a choice, role, person of the
//! staff or zone as its id; a day as `2026-03-02`, a day with its time as `2026-03-02 16:50` in the
//! estate's zone (both compare as text in the order of time); files and lists as an array. What is
//! private it can't see: such a value only ever says that it is there.

use crate::names::Names;
use rhai::{Dynamic, FLOAT, INT, ImmutableString};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use steward_case::judge::shown;
use steward_model::{Choice, Field, FieldKind, Private, Text, Value, ZoneId};
use steward_time::{TimeZone, civil};

/// A private value in a rule's hands: it is there, and that is all a rule learns.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hidden;

/// What a rule sees of a value.
pub(crate) fn seen(value: &Value, hidden: bool, zone: &TimeZone) -> Dynamic {
    if hidden {
        return Dynamic::from(Hidden);
    }
    match value {
        Value::Text(text) => text.as_str().into(),
        Value::Number(number) => number_seen(*number),
        Value::Bool(yes) => (*yes).into(),
        Value::Date(date) => date.to_string().into(),
        Value::DateTime(at) => shown(*at, zone).into(),
        Value::Choice(id) => id.as_str().into(),
        Value::Role(id) => id.as_str().into(),
        Value::Staff(id) => id.as_str().into(),
        Value::Zone(id) => id.as_str().into(),
        Value::Person { .. } | Value::Phone(_) => Dynamic::from(Hidden),
        Value::Files(names) | Value::List(names) => list_seen(names),
    }
}

/// A list of texts as a rule sees it.
pub(crate) fn list_seen(names: &[String]) -> Dynamic {
    names.iter().map(|name| name.as_str().into()).collect::<rhai::Array>().into()
}

fn number_seen(number: Decimal) -> Dynamic {
    match number.to_i64() {
        Some(whole) if number.is_integer() => whole.into(),
        _ => number.to_f64().unwrap_or(FLOAT::NAN).into(),
    }
}

/// What a value from a rule means in a field, or why it can't stand there.
pub(crate) fn meant(field: &Field, value: &Dynamic, names: &Names, zone: &TimeZone) -> Result<Value, Text> {
    let read = match &field.kind {
        FieldKind::Text => text(value).map(|text| Value::Text(text.into())),
        FieldKind::Number | FieldKind::Money => number(value).map(Value::Number),
        FieldKind::Bool => value.as_bool().ok().map(Value::Bool),
        FieldKind::Date => text(value).and_then(|text| text.parse().ok()).map(Value::Date),
        FieldKind::DateTime => text(value).and_then(|text| instant(&text, zone)),
        FieldKind::Choice(of) => text(value)
            .filter(|text| of.iter().any(|(choice, _)| choice.as_str() == text.as_str()))
            .map(|text| Value::Choice(Choice::new(text))),
        FieldKind::Role(of) => text(value)
            .and_then(|text| names.role(&text).cloned())
            .filter(|role| of.is_empty() || of.contains(role))
            .map(Value::Role),
        FieldKind::Staff => text(value).and_then(|text| names.person(&text).cloned()).map(Value::Staff),
        FieldKind::Person => text(value).and_then(|text| person(&text)),
        FieldKind::Phone => text(value).map(|text| Value::Phone(Private::new(text.as_str()))),
        FieldKind::Zone => {
            text(value).filter(|text| names.has_zone(text)).map(|text| Value::Zone(ZoneId::new(text)))
        }
        FieldKind::Files => list(value).map(Value::Files),
        FieldKind::List => list(value).map(Value::List),
    };
    read.ok_or_else(|| misfit(field, value))
}

fn text(value: &Dynamic) -> Option<ImmutableString> {
    value.as_immutable_string_ref().ok().map(|text| text.clone())
}

fn number(value: &Dynamic) -> Option<Decimal> {
    match value.as_int() {
        Ok(whole) => Some(Decimal::from(whole)),
        // By its shortest spelling, so that 0.1 becomes 0.1 and not what a float makes of it.
        Err(_) => value.as_float().ok().and_then(|number| format!("{number}").parse().ok()),
    }
}

fn instant(text: &str, zone: &TimeZone) -> Option<Value> {
    let at = civil::DateTime::strptime("%Y-%m-%d %H:%M", text).ok()?;
    Some(Value::DateTime(at.to_zoned(zone.clone()).ok()?.timestamp()))
}

/// `NAME/PHONE`, as people write a customer everywhere else.
fn person(text: &str) -> Option<Value> {
    let (name, phone) = match text.split_once('/') {
        Some((name, phone)) => (name.trim(), Some(phone.trim()).filter(|phone| !phone.is_empty())),
        None => (text.trim(), None),
    };
    (!name.is_empty()).then(|| Value::Person { name: Private::new(name), phone: phone.map(Private::new) })
}

fn list(value: &Dynamic) -> Option<Vec<String>> {
    let items = value.as_array_ref().ok()?;
    items.iter().map(|item| text(item).map(String::from)).collect()
}

/// A value as the text of a form: what `start` hands to another case.
pub(crate) fn written(value: &Dynamic) -> Option<String> {
    if let Some(text) = text(value) {
        return Some(text.into());
    }
    if let Some(number) = number(value) {
        return Some(number.normalize().to_string());
    }
    if let Ok(yes) = value.as_bool() {
        return Some(yes.to_string());
    }
    list(value).map(|items| items.join(","))
}

/// What a value is, in the words of people.
pub(crate) fn kind(value: &Dynamic) -> Text {
    if value.is_unit() {
        Text::new("空值", "an empty value")
    } else if value.is::<Hidden>() {
        Text::new("保密的值", "a private value")
    } else if value.is::<INT>() || value.is::<FLOAT>() {
        Text::new("数字", "a number")
    } else if value.is_string() || value.is::<char>() {
        Text::new("文字", "a text")
    } else if value.is::<bool>() {
        Text::new("是否值", "a yes or no")
    } else if value.is_array() {
        Text::new("列表", "a list")
    } else if value.is_map() {
        Text::new("一组选项 #{ }", "a map #{ }")
    } else {
        Text::plain(value.type_name())
    }
}

fn misfit(field: &Field, value: &Dynamic) -> Text {
    let wanted = wanted(&field.kind);
    let given = match value.as_immutable_string_ref() {
        Ok(text) => Text::new(format!("“{}”", *text), format!("`{}`", *text)),
        Err(_) => kind(value),
    };
    Text::new(
        format!("字段“{}”要{}，不能是{}", field.id, wanted.zh, given.zh),
        format!("the field `{}` takes {}, not {}", field.id, wanted.en, given.en),
    )
}

fn wanted(kind: &FieldKind) -> Text {
    match kind {
        FieldKind::Text => Text::new("文字", "a text"),
        FieldKind::Number | FieldKind::Money => Text::new("数字", "a number"),
        FieldKind::Bool => Text::plain("true / false"),
        FieldKind::Date => Text::new("日期，如 \"2026-03-02\"", "a date like \"2026-03-02\""),
        FieldKind::DateTime => {
            Text::new("日期和时间，如 \"2026-03-02 16:50\"", "a date and time like \"2026-03-02 16:50\"")
        }
        FieldKind::Choice(of) => {
            let ids: Vec<&str> = of.iter().map(|(choice, _)| choice.as_str()).collect();
            Text::new(format!("这些值之一：{}", ids.join("、")), format!("one of {}", ids.join(", ")))
        }
        FieldKind::Role(of) if of.is_empty() => Text::new("岗位", "a role"),
        FieldKind::Role(of) => {
            let ids: Vec<&str> = of.iter().map(|role| role.as_str()).collect();
            Text::new(
                format!("这些岗位之一：{}", ids.join("、")),
                format!("one of the roles {}", ids.join(", ")),
            )
        }
        FieldKind::Staff => Text::new("员工编号", "the id of one of the staff"),
        FieldKind::Person => Text::new("“姓名/电话”", "\"NAME/PHONE\""),
        FieldKind::Phone => Text::new("电话号码", "a telephone number"),
        FieldKind::Zone => Text::new("分区编号", "the id of a zone"),
        FieldKind::Files | FieldKind::List => Text::new("文字的列表", "a list of texts"),
    }
}
