//! Whatever else a workflow's file says, compared key by key and shown as it is written: forms and
//! checklists, conditions, ladders, fields, starts, standards, and the keys that come to the language
//! later.

use super::Change;
use crate::tree::{Kind, Node};
use crate::words::{FieldKey, LimitKey, StepKey, Words, WorkflowKey};
use std::collections::BTreeSet;
use steward_model::Text;

/// Keys of a step that are compared for what they mean.
const STEP: [StepKey; 12] = [
    StepKey::Step,
    StepKey::After,
    StepKey::Owner,
    StepKey::Approve,
    StepKey::Detach,
    StepKey::Within,
    StepKey::By,
    StepKey::Since,
    StepKey::Calendar,
    StepKey::RunsWhileHeld,
    StepKey::Evidence,
    StepKey::Signoff,
];

/// Keys of an entry of `limits:` that are.
const LIMIT: [LimitKey; 6] = [
    LimitKey::Limit,
    LimitKey::Within,
    LimitKey::By,
    LimitKey::Since,
    LimitKey::Calendar,
    LimitKey::RunsWhileHeld,
];

/// A value longer than this is not shown; that it changed is.
const MOST_SHOWN: usize = 80;

/// What the tree of `new` says otherwise than that of `old`, steps and limits that are in both included.
pub(super) fn changes(old: &Node, new: &Node) -> Vec<Change> {
    let mut changes = Vec::new();
    // The edition is told at the head.
    let listed = [WorkflowKey::Steps, WorkflowKey::Limits, WorkflowKey::Fields, WorkflowKey::Edition];
    let listed = listed.map(Words::en);
    keys(old, new, "", &listed, &mut changes);
    let (steps, limits) = (WorkflowKey::Steps.en(), WorkflowKey::Limits.en());
    items(old, new, (steps, StepKey::Step.en()), &STEP.map(Words::en), &mut changes);
    items(old, new, (limits, LimitKey::Limit.en()), &LIMIT.map(Words::en), &mut changes);
    fields(old, new, &mut changes);
    changes
}

/// The node of a step or an entry of `limits:` by its name.
pub(super) fn named<'a>(tree: &'a Node, id: &str) -> Option<&'a Node> {
    let places =
        [(WorkflowKey::Steps.en(), StepKey::Step.en()), (WorkflowKey::Limits.en(), LimitKey::Limit.en())];
    places.into_iter().find_map(|(list, key)| item(tree, list, key, id))
}

/// Tells of a step that reads as before under another name, in place of one gone and one new.
pub(super) fn renamed(old: &Node, new: &Node, changes: &mut Vec<Change>) {
    let called = |changes: &[Change], what: &str| -> Vec<String> {
        changes.iter().filter(|change| change.what == what).map(|change| change.about.clone()).collect()
    };
    for now in called(changes, "new_step") {
        let Some(after) = named(new, &now).map(but_name) else { continue };
        let before = called(changes, "gone_step");
        let Some(before) = before.into_iter().find(|id| named(old, id).map(but_name) == Some(after.clone()))
        else {
            continue;
        };
        let text = Text::new(
            format!("步骤 `{before}` 改名为 `{now}`，其余照旧"),
            format!("the step `{before}` is called `{now}` now and reads as before"),
        );
        changes.retain(|change| change.what != "gone_step" || change.about != before);
        if let Some(told) = changes.iter_mut().find(|one| one.what == "new_step" && one.about == now) {
            *told = Change::new("renamed_step", &now, text);
        }
    }
}

/// What a step says but its name, and what it comes after: that may have another name as well.
fn but_name(step: &Node) -> Vec<(String, String)> {
    let named = [StepKey::Step, StepKey::After].map(Words::en);
    let entries = step.entries().iter().filter(|entry| !named.contains(&entry.key.as_str()));
    entries.map(|entry| (entry.key.to_string(), flow(&entry.value))).collect()
}

fn item<'a>(tree: &'a Node, list: &str, key: &str, id: &str) -> Option<&'a Node> {
    let is = |item: &&Node| item.get(key).and_then(scalar) == Some(id);
    list_of(tree, list).iter().find(is)
}

fn list_of<'a>(tree: &'a Node, key: &str) -> &'a [Node] {
    match tree.get(key).map(|node| &node.kind) {
        Some(Kind::List(items)) => items,
        _ => &[],
    }
}

/// The text of a scalar.
pub(super) fn scalar(node: &Node) -> Option<&str> {
    match &node.kind {
        Kind::Scalar(scalar) => Some(&scalar.text),
        _ => None,
    }
}

/// The items of a list that both have, key by key.
fn items(old: &Node, new: &Node, (list, key): (&str, &str), but: &[&str], changes: &mut Vec<Change>) {
    for after in list_of(new, list) {
        let Some(id) = after.get(key).and_then(scalar) else { continue };
        if let Some(before) = item(old, list, key, id) {
            keys(before, after, id, but, changes);
        }
    }
}

fn fields(old: &Node, new: &Node, changes: &mut Vec<Change>) {
    let all = |tree: &Node| tree.get(WorkflowKey::Fields.en()).cloned();
    let (old, new) = (all(old), all(new));
    let (old, new) =
        (old.as_ref().map_or(&[][..], Node::entries), new.as_ref().map_or(&[][..], Node::entries));
    for after in new {
        let id = &after.key;
        match old.iter().find(|before| before.key == *id) {
            Some(before) => keys(&before.value, &after.value, id, &[], changes),
            None => {
                let kind = after.value.get(FieldKey::Type.en()).and_then(scalar).unwrap_or_default();
                let text = Text::new(
                    format!("新增字段 `{id}`（{kind}）"),
                    format!("the field `{id}` ({kind}) is new"),
                );
                changes.push(Change::new("new_field", id.as_str(), text));
            }
        }
    }
    for before in old.iter().filter(|before| new.iter().all(|after| after.key != before.key)) {
        let id = &before.key;
        let text = Text::new(format!("字段 `{id}` 没有了"), format!("the field `{id}` is gone"));
        changes.push(Change::new("gone_field", id.as_str(), text));
    }
}

/// The keys of two maps. `about`: whose they are; empty: the workflow's own.
fn keys(old: &Node, new: &Node, about: &str, but: &[&str], changes: &mut Vec<Change>) {
    let mut seen = BTreeSet::new();
    let all = new.entries().iter().chain(old.entries()).map(|entry| entry.key.as_str());
    for key in all.filter(|key| !but.contains(key)) {
        if !seen.insert(key) {
            continue;
        }
        let (before, after) = (old.get(key), new.get(key));
        let (before, after) = (before.map(flow), after.map(flow));
        if before != after {
            changes.push(Change::new(key, about, say(key, about, before, after)));
        }
    }
}

fn say(key: &str, about: &str, before: Option<String>, after: Option<String>) -> Text {
    let of = if about.is_empty() {
        Text::new(format!(" `{key}` "), format!("`{key}`"))
    } else {
        Text::new(format!(" `{about}` 的 `{key}` "), format!("`{key}` of `{about}`"))
    };
    let shown = |value: &str| value.chars().count() <= MOST_SHOWN;
    let text = match (before, after) {
        (Some(before), Some(after)) if shown(&before) && shown(&after) => Text::new(
            format!("{}现在是 {after}，原来是 {before}", of.zh),
            format!("{} is {after} now, {before} before", of.en),
        ),
        (None, Some(after)) if shown(&after) => {
            Text::new(format!("新增{}：{after}", of.zh.trim_end()), format!("{} is new: {after}", of.en))
        }
        (None, _) => Text::new(format!("新增{}", of.zh), format!("{} is new", of.en)),
        (_, None) => Text::new(format!("{}没有了", of.zh), format!("{} is gone", of.en)),
        _ => Text::new(format!("{}改了", of.zh), format!("{} reads otherwise now", of.en)),
    };
    Text::new(text.zh.trim(), text.en)
}

/// A node in one line, as it might be written.
fn flow(node: &Node) -> String {
    match &node.kind {
        Kind::Scalar(scalar) => scalar.text.clone(),
        Kind::Empty => String::new(),
        Kind::List(items) => format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", ")),
        Kind::Map(entries) => {
            let one = |entry: &crate::tree::Entry| format!("{}: {}", entry.key, flow(&entry.value));
            format!("{{ {} }}", entries.iter().map(one).collect::<Vec<_>>().join(", "))
        }
    }
}
