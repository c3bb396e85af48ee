//! JSON Schemas of the kinds of file, made of the same table and shapes that the reader goes by, so
//! that any editor with a YAML language server completes and explains in both vocabularies.
//!
//! A schema sees shapes: which keys there are, which words, lists and maps. Whether a role exists or
//! a guard makes sense, `steward check` says.

use crate::reference;
use crate::words::grammar::{FileKind, Keys, Own, Shape};
use crate::words::{BoolWord, LangWord, Table, WeekdayWord, Words};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// The kinds of file that have a schema, as `steward schema KIND` calls them.
pub const SCHEMAS: [&str; 6] = ["handbook", "workflow", "estate", "calendar", "holidays", "scenario"];

/// The JSON Schema (draft 2020-12) of a kind of file. `None` when there is no such kind.
pub fn schema(kind: &str) -> Option<Value> {
    let (kind, title) = match kind {
        "handbook" => (FileKind::Handbook, "steward.yaml"),
        "workflow" => (FileKind::Workflow, "流程 / a workflow"),
        "estate" => (FileKind::Estate, "项目 / an estate"),
        "calendar" => (FileKind::Calendar, "日历 / a calendar"),
        "holidays" => (FileKind::Holidays, "节假日表 / a list of days off"),
        "scenario" => (FileKind::Scenario, "场景 / a scenario"),
        _ => return None,
    };
    let mut writing = Writing::default();
    let top = writing.keys(kind.keys(), None, &[]);
    Some(json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        "$ref": top,
        "$defs": writing.definitions,
    }))
}

/// A schema being written: each map of keys is a definition that others refer to.
#[derive(Default)]
struct Writing {
    definitions: Map<String, Value>,
    begun: BTreeSet<String>,
}

impl Writing {
    /// A reference to the map with these keys. `own` is the shape behind keys of the author's own;
    /// without one there are none. `days` are further keys, with that shape.
    fn keys(&mut self, keys: Keys, own: Option<&Shape>, days: &[String]) -> String {
        let name = keys.table.name.to_owned();
        let reference = format!("#/$defs/{name}");
        if !self.begun.insert(name.clone()) {
            return reference;
        }
        let mut properties = Map::new();
        let mut all_of = Vec::new();
        for (at, (en, zh)) in keys.table.words.iter().enumerate() {
            let mut value = self.shape(&keys.shape(at));
            if let Value::Object(value) = &mut value {
                value.insert("description".to_owned(), json!(described(keys.table, en, zh)));
            }
            properties.insert((*en).to_owned(), value.clone());
            properties.insert((*zh).to_owned(), value);
            if keys.is_required(at) {
                all_of.push(json!({ "anyOf": [{ "required": [en] }, { "required": [zh] }] }));
            }
            if en != zh {
                // One key in two vocabularies is one key.
                all_of.push(json!({ "not": { "required": [en, zh] } }));
            }
        }
        let others = own.map(|own| self.shape(own));
        if let Some(others) = &others {
            properties.extend(days.iter().map(|day| (day.clone(), others.clone())));
        }
        let closed = own.is_none() || !days.is_empty();
        let mut definition = json!({
            "type": "object",
            "properties": properties,
            "additionalProperties": if closed { json!(false) } else { json!(others) },
        });
        if !all_of.is_empty() {
            definition["allOf"] = json!(all_of);
        }
        self.definitions.insert(name, definition);
        reference
    }

    fn shape(&mut self, shape: &Shape) -> Value {
        match shape {
            Shape::Own(own) => of_own(*own),
            Shape::Text => json!({ "anyOf": [scalar(), both_languages()] }),
            Shape::YesNo => yes_no(),
            // A place all of whose words come later has none yet, and an empty `enum` is no schema.
            Shape::Word(table) if table.words.is_empty() => json!({ "not": {} }),
            Shape::Word(table) => json!({ "enum": spellings(table) }),
            Shape::WordOr(table, own) => json!({ "anyOf": [{ "enum": spellings(table) }, of_own(*own)] }),
            Shape::Audience
            | Shape::Recurrence
            | Shape::RungAt
            | Shape::StoryAt
            | Shape::Opened
            | Shape::Measure => json!({ "type": "string" }),
            Shape::Weekdays => json!({ "enum": weekdays() }),
            Shape::Span => {
                json!({ "type": "string", "pattern": "[0-9０-９零〇一二两三四五六七八九十百千半]" })
            }
            Shape::PerDay => json!({ "type": "string", "pattern": "^([0-9]+ a day|每天 ?[0-9]+)$" }),
            Shape::Guard | Shape::Default => json!({ "type": ["string", "number", "boolean", "array"] }),
            Shape::Keys(keys) => json!({ "$ref": self.keys(*keys, None, &[]) }),
            Shape::KeysOr(keys, own) => json!({ "$ref": self.keys(*keys, Some(own), &[]) }),
            Shape::Days(keys, hours) => json!({ "$ref": self.keys(*keys, Some(hours), &weekdays()) }),
            Shape::Named(inner) => json!({ "type": "object", "additionalProperties": self.shape(inner) }),
            Shape::List(inner) => json!({ "type": "array", "items": self.shape(inner) }),
            Shape::Many(inner) => {
                let one = self.shape(inner);
                json!({ "anyOf": [one.clone(), { "type": "array", "items": one }] })
            }
            Shape::Either(shapes) => {
                let each: Vec<Value> = shapes.iter().map(|shape| self.shape(shape)).collect();
                json!({ "anyOf": each })
            }
        }
    }
}

/// What an editor shows of a key: both words, and what the reference says of it in both languages.
fn described(table: &Table, en: &str, zh: &str) -> String {
    match reference::meaning(table.name, en) {
        Some(meaning) => {
            format!("{zh} / {en}\n\n{}\n\n{}", without_links(&meaning.zh), without_links(&meaning.en))
        }
        None => format!("{zh} / {en}"),
    }
}

/// `see [durations](phrases.md#durations)` leads nowhere in an editor: `see durations`.
fn without_links(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, label, after)) = link(rest) {
        plain.push_str(before);
        plain.push_str(label);
        rest = after;
    }
    plain + rest
}

/// What stands before the first link, its label, and what stands after it.
fn link(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('[')?;
    let (label, rest) = rest.split_once("](")?;
    let (_, after) = rest.split_once(')')?;
    Some((before, label, after))
}

/// Every value is the text that was written; an editor's YAML takes some for numbers or yes and no.
fn scalar() -> Value {
    json!({ "type": ["string", "number", "boolean"] })
}

fn of_own(own: Own) -> Value {
    match own {
        Own::Name | Own::Free => scalar(),
        Own::Value => json!({ "type": ["string", "number", "boolean", "array"] }),
        Own::Number(least, most) => json!({ "type": "integer", "minimum": least, "maximum": most }),
        Own::Secret => json!({ "type": "string", "pattern": "^(env:[A-Za-z_][A-Za-z0-9_]*|file:.+)$" }),
        Own::Date => {
            json!({ "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}(\\.\\.[0-9]{4}-[0-9]{2}-[0-9]{2})?$" })
        }
        Own::Instant => json!({ "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}" }),
        Own::Hours => {
            json!({ "type": "string", "pattern": "^[0-9]{1,2}:[0-9]{2}\\s*-\\s*[0-9]{1,2}:[0-9]{2}$" })
        }
    }
}

fn yes_no() -> Value {
    let spelled = spellings(BoolWord::TABLE).into_iter().map(Value::from);
    let all: Vec<Value> = [Value::Bool(true), Value::Bool(false)].into_iter().chain(spelled).collect();
    json!({ "enum": all })
}

fn both_languages() -> Value {
    let languages: Map<String, Value> =
        spellings(LangWord::TABLE).into_iter().map(|language| (language, scalar())).collect();
    json!({ "type": "object", "properties": languages, "additionalProperties": false, "minProperties": 1 })
}

/// Both spellings of each word.
fn spellings(table: &Table) -> Vec<String> {
    let mut all: Vec<String> = table.words.iter().map(|(en, _)| (*en).to_owned()).collect();
    all.extend(table.words.iter().filter(|(en, zh)| en != zh).map(|(_, zh)| (*zh).to_owned()));
    all
}

/// The days of the week and stretches of them: `mon`, `mon-fri`, 周一至周五.
fn weekdays() -> Vec<String> {
    let words = WeekdayWord::ALL;
    let mut days = spellings(WeekdayWord::TABLE);
    for (at, from) in words.iter().enumerate() {
        for to in &words[at + 1..] {
            days.push(format!("{}-{}", from.en(), to.en()));
            days.push(format!("{}至{}", from.zh(), to.zh()));
        }
    }
    days
}
