//! `fields:` what a case knows, and of which type each is.

use crate::findings::{Findings, error};
use crate::lower::Known;
use crate::names::{Noun, check_name};
use crate::reader::{self, MapReader};
use crate::tree::{Entry, Kind, Node};
use crate::value::{self, Around};
use crate::words::{FieldKey, TypeWord, Words};
use std::collections::BTreeMap;
use steward_model::{Choice, Field, FieldId, FieldKind, Place, RoleId, Text, Value};

/// Reads `fields:`, in the order written.
pub(crate) fn fields(node: &Node, known: &Known<'_>, findings: &Findings) -> Vec<Field> {
    let named: Vec<(&str, &Place)> = match &node.kind {
        Kind::List(items) => items.iter().filter_map(only_named).collect(),
        Kind::Scalar(scalar) if node.meant_as_keys().is_empty() => vec![(&scalar.text, &node.place)],
        _ => Vec::new(),
    };
    let Some((name, _)) = named.first() else {
        let entries = reader::map(node, findings, "字段", "a field").unwrap_or_default();
        return entries.iter().filter_map(|entry| field(entry, known, findings)).collect();
    };
    findings.add(reader::wrong_shape(node, "字段和它们的类型", "fields with their types").help(
        format!("每个字段一行，写成 `{name}: {{ type: text }}`，前面不写 `- `"),
        format!("write each field on a line of its own as `{name}: {{ type: text }}`, without `- `"),
    ));
    // Their names are known all the same.
    named.into_iter().map(|(name, place)| without_type(name, place)).collect()
}

/// What an item of a list names, where it is a name alone or one with its type.
fn only_named(item: &Node) -> Option<(&str, &Place)> {
    match &item.kind {
        Kind::Scalar(scalar) => Some((&scalar.text, &item.place)),
        _ => item.entries().first().map(|entry| (entry.key.as_str(), &entry.key_place)),
    }
}

/// A field of which the name alone is known.
fn without_type(name: &str, place: &Place) -> Field {
    Field {
        id: FieldId::new(name),
        title: Text::plain(name),
        kind: UNKNOWN,
        required: false,
        private: false,
        seen_by: Vec::new(),
        default: None,
        place: place.clone(),
    }
}

/// The type of a field whose type could not be understood: a choice without choices. Nothing is said
/// against what is done with such a field.
const UNKNOWN: FieldKind = FieldKind::Choice(Vec::new());

/// Whether the type of a field could not be understood.
pub(crate) fn is_unknown(kind: &FieldKind) -> bool {
    *kind == UNKNOWN
}

fn field(entry: &Entry, known: &Known<'_>, findings: &Findings) -> Option<Field> {
    check_name(&entry.key, &entry.key_place, Noun::Field, findings);
    let id = FieldId::new(&entry.key);
    if let Some(word) = entry.value.text().and_then(|text| TypeWord::ALL.get(TypeWord::TABLE.find(text)?)) {
        let mended = format!("{{ type: {} }}", word.en());
        findings.add(
            reader::wrong_shape(&entry.value, "键和值", "a map of keys and values")
                .help(format!("写成 `{mended}`"), format!("write `{mended}`"))
                .fix(&entry.value.place, mended),
        );
        return Some(without_type(&entry.key, &entry.key_place));
    }
    let mut keys = MapReader::<FieldKey>::open(&entry.value, findings)?;
    let word = keys.required(FieldKey::Type).and_then(|node| reader::word::<TypeWord>(node, findings));
    let of = keys.take(FieldKey::Of);
    let title = keys.take(FieldKey::Title).and_then(|node| reader::text(node, findings));
    let mut yes = |key| keys.take(key).and_then(|node| reader::yes(node, findings));
    let required = yes(FieldKey::Required).unwrap_or(false);
    let private = yes(FieldKey::Private).unwrap_or(false);
    let seen_by = keys.take(FieldKey::SeenBy);
    let seen_by = seen_by.map_or_else(Vec::new, |node| seen_by_roles(node, known, findings));
    let default = keys.take(FieldKey::Default);
    // What it may be is there, behind a key that was reported.
    let word = word.filter(|_| !keys.is_misspelt(&[FieldKey::Of]));
    keys.finish("字段", "a field");

    // A field that could not be understood is entered all the same, so that its name is known to the rest.
    let kind = word.map_or(UNKNOWN, |word| kind(word, of, entry, known, findings));
    let default =
        default.filter(|_| word.is_some()).and_then(|node| node_value(node, &kind, known.around(), findings));
    let title = title.unwrap_or_else(|| Text::plain(&entry.key));
    Some(Field { id, title, kind, required, private, seen_by, default, place: entry.key_place.clone() })
}

fn kind(
    word: TypeWord,
    of: Option<&Node>,
    entry: &Entry,
    known: &Known<'_>,
    findings: &Findings,
) -> FieldKind {
    let plain = match word {
        TypeWord::Choice => {
            let choices = of.map_or_else(Vec::new, |node| choices(node, findings));
            let is_empty = match of.map(|node| &node.kind) {
                None => true,
                Some(Kind::List(items)) => items.is_empty(),
                Some(Kind::Map(entries)) => entries.is_empty(),
                Some(_) => false,
            };
            if is_empty {
                findings.add(without_choices(entry));
            }
            return FieldKind::Choice(choices);
        }
        TypeWord::Role => {
            return FieldKind::Role(of.map_or_else(Vec::new, |node| roles(node, known, findings)));
        }
        TypeWord::Text => FieldKind::Text,
        TypeWord::Number => FieldKind::Number,
        TypeWord::Bool => FieldKind::Bool,
        TypeWord::Date => FieldKind::Date,
        TypeWord::DateTime => FieldKind::DateTime,
        TypeWord::Staff => FieldKind::Staff,
        TypeWord::Person => FieldKind::Person,
        TypeWord::Phone => FieldKind::Phone,
        TypeWord::Money => FieldKind::Money,
        TypeWord::Zone => FieldKind::Zone,
        TypeWord::Files => FieldKind::Files,
        TypeWord::List => FieldKind::List,
    };
    if let Some(node) = of {
        findings.add(
            error(
                "misplaced-key",
                node.head(),
                "`of` 只用于 `type: choice` 和 `type: role` 的字段",
                "`of` belongs to fields of type choice and role",
            )
            .help("删掉 `of`，或改成 `type: choice`", "leave `of` out, or write `type: choice`"),
        );
    }
    plain
}

fn without_choices(entry: &Entry) -> crate::findings::Draft {
    let name = &entry.key;
    error(
        "missing-key",
        &entry.key_place,
        format!("选项字段“{name}”没有说可以选什么"),
        format!("`{name}` is a choice but does not say of what"),
    )
    .help("加上 `of: [甲, 乙]`", "write `of: [one, other]`")
}

/// `of:` of a choice: names, or names with what people read.
fn choices(node: &Node, findings: &Findings) -> Vec<(Choice, Text)> {
    let mut choices: Vec<(Choice, Text)> = Vec::new();
    let mut enter = |name: &str, place: &Place, title: Text| {
        check_name(name, place, Noun::Choice, findings);
        if choices.iter().any(|(choice, _)| choice.as_str() == name) {
            findings.add(
                error(
                    "duplicate-id",
                    place,
                    format!("选项 `{name}` 写了两次"),
                    format!("the choice `{name}` stands here twice"),
                )
                .help("删掉其中一个", "leave one out"),
            );
            return;
        }
        choices.push((Choice::new(name), title));
    };
    if let Kind::Map(entries) = &node.kind {
        for entry in entries {
            let title = reader::text(&entry.value, findings);
            let title = title.unwrap_or_else(|| Text::plain(&entry.key));
            enter(&entry.key, &entry.key_place, title);
        }
    } else {
        for item in reader::list(node, findings).unwrap_or_default() {
            if let Some(name) = reader::scalar(item, findings, "一个选项", "a choice") {
                enter(name, &item.place, Text::plain(name));
            }
        }
    }
    choices
}

/// `seen_by:` the roles that see something at all. An empty list would hide it from everybody, and
/// is no way to say that everybody may.
pub(crate) fn seen_by_roles(node: &Node, known: &Known<'_>, findings: &Findings) -> Vec<RoleId> {
    let items = reader::one_or_many(node);
    if items.is_empty() {
        findings.add(
            error("no-value", &node.place, "`seen_by` 的列表是空的", "the list of `seen_by` is empty").help(
                "写上岗位，如 [estate-manager]；人人可见就不写 `seen_by`",
                "name a role, such as [estate-manager]; leave `seen_by` out where everybody may see it",
            ),
        );
    }
    let mut found: Vec<RoleId> = Vec::new();
    for item in items {
        let role = known.roles.resolve(item, findings);
        found.extend(role.filter(|role| !found.contains(role)));
    }
    found
}

fn roles(node: &Node, known: &Known<'_>, findings: &Findings) -> Vec<RoleId> {
    let items = reader::list(node, findings).unwrap_or_default();
    items.iter().filter_map(|item| known.roles.resolve(item, findings)).collect()
}

/// A node as a value of a type: a list stands for lists and files, everything else is one text.
pub(crate) fn node_value(
    node: &Node,
    kind: &FieldKind,
    around: Around<'_>,
    findings: &Findings,
) -> Option<Value> {
    let many = matches!(kind, FieldKind::Files | FieldKind::List);
    if let (true, Kind::List(items)) = (many, &node.kind) {
        let texts: Vec<&str> =
            items.iter().filter_map(|item| reader::scalar(item, findings, "一段文字", "a text")).collect();
        return match value::items(texts.into_iter()) {
            Ok(items) if *kind == FieldKind::Files => Some(Value::Files(items)),
            Ok(items) => Some(Value::List(items)),
            Err(mistake) => {
                findings.add(error("bad-value", node.head(), mistake.zh, mistake.en));
                None
            }
        };
    }
    let text = reader::scalar(node, findings, "一个值", "a value")?;
    match value::read(text, kind, around) {
        Ok(value) => Some(value),
        Err(mistake) => {
            let draft = error("bad-value", &node.place, mistake.zh, mistake.en);
            findings.add(match mistake.suggestion {
                Some(meant) if matches!(kind, FieldKind::Bool) => reader::meant(draft, &node.place, &meant),
                Some(meant) => reader::called(draft, &node.place, &meant),
                None => draft,
            });
            None
        }
    }
}

/// Values of several fields: `{ severity: major, channel: phone }`.
pub(crate) fn values(
    node: &Node,
    fields: &crate::names::Register<FieldId>,
    types: &BTreeMap<FieldId, Field>,
    around: Around<'_>,
    findings: &Findings,
) -> BTreeMap<FieldId, Value> {
    let entries = reader::map(node, findings, "字段的值", "values of fields").unwrap_or_default();
    let mut values = BTreeMap::new();
    for entry in entries {
        let id = fields.resolve_text(&entry.key, &entry.key_place, findings);
        if let Some(field) = types.get(&id)
            && let Some(value) = node_value(&entry.value, &field.kind, around, findings)
        {
            values.insert(id, value);
        }
    }
    values
}

#[cfg(test)]
mod tests;
