//! Fields as people and events write them: text, read by each field's type.

use crate::Denied;
use std::collections::BTreeMap;
use steward_case::Refusal;
use steward_language::parse_value;
use steward_model::nearest;
use steward_model::{Estate, FieldId, Text, Value, Workflow};

/// Reads fields; every mistake is told, not only the first. An empty text empties a field.
pub(crate) fn read(
    texts: &BTreeMap<String, String>,
    workflow: &Workflow,
    estate: &Estate,
) -> Result<BTreeMap<FieldId, Option<Value>>, Denied> {
    let (fields, wrong) = sort(texts, workflow, estate);
    if wrong.is_empty() { Ok(fields) } else { Err(Denied::Words(joined(&wrong))) }
}

/// Reads fields that are to hold something; an empty one is a mistake.
pub(crate) fn read_filled(
    texts: &BTreeMap<String, String>,
    workflow: &Workflow,
    estate: &Estate,
) -> Result<BTreeMap<FieldId, Value>, Denied> {
    let empty = texts
        .iter()
        .filter(|(_, text)| text.trim().is_empty())
        .map(|(name, _)| Text::new(format!("字段 {name} 没有内容"), format!("the field {name} is empty")));
    let empty: Vec<Text> = empty.collect();
    if !empty.is_empty() {
        return Err(Denied::Words(joined(&empty)));
    }
    let fields = read(texts, workflow, estate)?;
    Ok(fields.into_iter().filter_map(|(field, value)| Some((field, value?))).collect())
}

/// Reads what can be read: an event or a rule has nobody to ask, and what does not fit is left out
/// and told in the case.
pub(crate) fn read_what_fits(
    texts: &BTreeMap<String, String>,
    workflow: &Workflow,
    estate: &Estate,
) -> (BTreeMap<FieldId, Value>, Option<Text>) {
    let (mut fields, mut wrong) = sort(texts, workflow, estate);
    // What each item of a step asks for has no value of the case's own.
    let of_items =
        fields.keys().filter_map(|field| Some((field.clone(), workflow.each_of(field)?.id.clone())));
    for (field, step) in of_items.collect::<Vec<_>>() {
        fields.remove(&field);
        wrong.push(Refusal::OfItems { field, step }.text(workflow, estate));
    }
    let fields = fields.into_iter().filter_map(|(field, value)| Some((field, value?))).collect();
    (fields, (!wrong.is_empty()).then(|| joined(&wrong)))
}

fn sort(
    texts: &BTreeMap<String, String>,
    workflow: &Workflow,
    estate: &Estate,
) -> (BTreeMap<FieldId, Option<Value>>, Vec<Text>) {
    let mut fields = BTreeMap::new();
    let mut wrong = Vec::new();
    for (name, text) in texts {
        let id = FieldId::new(name);
        let Some(field) = workflow.field(&id) else {
            wrong.push(unknown(name, workflow));
            continue;
        };
        if text.trim().is_empty() {
            fields.insert(id, None);
            continue;
        }
        match parse_value(text, field, estate) {
            Ok(value) => drop(fields.insert(id, Some(value))),
            Err(why) => wrong
                .push(Text::new(format!("字段 {name}：{}", why.zh), format!("the field {name}: {}", why.en))),
        }
    }
    (fields, wrong)
}

fn unknown(name: &str, workflow: &Workflow) -> Text {
    let known = workflow.fields.iter().map(|field| field.id.as_str());
    let (zh, en) = (
        format!("流程 {} 没有字段 {name}", workflow.id),
        format!("the workflow {} has no field {name}", workflow.id),
    );
    match nearest(name, known) {
        Some(near) => Text::new(format!("{zh}，是不是 {near}？"), format!("{en}; did you mean {near}?")),
        None => Text::new(zh, en),
    }
}

fn joined(texts: &[Text]) -> Text {
    let (zh, en): (Vec<&str>, Vec<&str>) =
        texts.iter().map(|text| (text.zh.as_str(), text.en.as_str())).unzip();
    Text::new(zh.join("；"), en.join("; "))
}
