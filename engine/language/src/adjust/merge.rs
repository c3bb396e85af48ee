//! Lays an estate's adjustment over the tree of the standard. What was written where stays known,
//! since every node brings its place along.

use super::Adjustment;
use crate::tree::{Entry, Kind, Node};
use crate::words::{LimitKey, StepKey, WithinKey, Words, WorkflowKey};
use std::collections::BTreeMap;
use steward_model::StepId;

/// The standard with the adjustment.
pub(super) fn merge(standard: &Node, adjustment: &Adjustment<'_>) -> Node {
    let mut tree = standard.clone();
    for (limit, values) in &adjustment.tighten {
        if let Some(node) = limit_mut(&mut tree, limit) {
            tighten(node, values);
        }
    }
    for (step, owner) in &adjustment.owners {
        let node = list_mut(&mut tree, WorkflowKey::Steps)
            .and_then(|steps| named(steps, StepKey::Step.en(), step.as_str()));
        let keys = [StepKey::Owner, StepKey::Approve];
        if let Some(node) = node
            && let Some(key) = keys.iter().find(|key| node.get(key.en()).is_some())
            && let Some(value) = value_mut(node, key.en())
        {
            *value = (*owner).clone();
        }
    }
    if let Some(steps) = list_mut(&mut tree, WorkflowKey::Steps) {
        // Of each step, the last one that was added after it.
        let mut last: BTreeMap<&StepId, &StepId> = BTreeMap::new();
        for (after, id, node) in &adjustment.add {
            // Several after the same step stand in the order written.
            let mut before = after;
            while let Some(later) = last.get(before) {
                before = later;
            }
            insert(steps, before, id, node);
            last.insert(after, id);
        }
    }
    tree
}

/// The node of a step.
pub(super) fn step<'a>(tree: &'a Node, id: &str) -> Option<&'a Node> {
    let Kind::List(steps) = &tree.get(WorkflowKey::Steps.en())?.kind else { return None };
    steps.iter().find(|step| text(step, StepKey::Step.en()) == Some(id))
}

/// Puts a step behind another: whatever came after that one comes after it.
fn insert(steps: &mut Vec<Node>, before: &StepId, id: &StepId, node: &Node) {
    let Some(at) = steps.iter().position(|step| text(step, StepKey::Step.en()) == Some(before.as_str()))
    else {
        return;
    };
    for step in steps.iter_mut() {
        if let Some(after) = value_mut(step, StepKey::After.en()) {
            let items = match &mut after.kind {
                Kind::List(items) => items.as_mut_slice(),
                _ => std::slice::from_mut(after),
            };
            for item in items {
                if let Kind::Scalar(scalar) = &mut item.kind
                    && scalar.text == before.as_str()
                {
                    scalar.text = id.to_string();
                }
            }
        }
    }
    // A return that names no step goes to the one written before, which the added step must not be.
    if let Some(next) = steps.get_mut(at + 1)
        && next.get(StepKey::Approve.en()).is_some()
        && next.get(StepKey::ReturnedTo.en()).is_none()
        && let Some(name) = steps[at].get(StepKey::Step.en()).cloned()
        && let Kind::Map(entries) = &mut steps[at + 1].kind
    {
        let key_place = name.place.clone();
        entries.push(Entry { key: StepKey::ReturnedTo.en().to_owned(), key_place, value: name });
    }
    let mut added = node.clone();
    if let Some(after) = value_mut(&mut added, StepKey::After.en()) {
        let scalar = match &mut after.kind {
            Kind::List(items) => items.first_mut(),
            _ => Some(after),
        };
        if let Some(Kind::Scalar(scalar)) = scalar.map(|node| &mut node.kind) {
            scalar.text = before.to_string();
        }
    }
    steps.insert(at + 1, added);
}

/// Each value in the place of what its line allows.
fn tighten(limit: &mut Node, values: &[Node]) {
    let Some(within) = value_mut(limit, StepKey::Within.en()) else { return };
    if let (Kind::Scalar(_), [value]) = (&within.kind, values) {
        *within = value.clone();
        return;
    }
    let lines = match &mut within.kind {
        Kind::List(lines) => lines.as_mut_slice(),
        _ => std::slice::from_mut(within),
    };
    for (line, value) in lines.iter_mut().zip(values) {
        if let Some(allow) = value_mut(line, WithinKey::Allow.en()) {
            *allow = value.clone();
        }
    }
}

/// The node that says how long: a step, or an entry of `limits:`.
fn limit_mut<'a>(tree: &'a mut Node, id: &str) -> Option<&'a mut Node> {
    let in_limits = tree
        .get(WorkflowKey::Limits.en())
        .is_some_and(|node| matches!(&node.kind, Kind::List(items) if items.iter().any(|item| text(item, LimitKey::Limit.en()) == Some(id))));
    if in_limits {
        return named(list_mut(tree, WorkflowKey::Limits)?, LimitKey::Limit.en(), id);
    }
    named(list_mut(tree, WorkflowKey::Steps)?, StepKey::Step.en(), id)
}

fn list_mut(tree: &mut Node, key: WorkflowKey) -> Option<&mut Vec<Node>> {
    match &mut value_mut(tree, key.en())?.kind {
        Kind::List(items) => Some(items),
        _ => None,
    }
}

/// The item of a list that has this name behind `key`.
fn named<'a>(items: &'a mut [Node], key: &str, name: &str) -> Option<&'a mut Node> {
    items.iter_mut().find(|item| text(item, key) == Some(name))
}

fn value_mut<'a>(node: &'a mut Node, key: &str) -> Option<&'a mut Node> {
    match &mut node.kind {
        Kind::Map(entries) => entries.iter_mut().find(|entry| entry.key == key).map(|entry| &mut entry.value),
        _ => None,
    }
}

fn text<'a>(node: &'a Node, key: &str) -> Option<&'a str> {
    match &node.get(key)?.kind {
        Kind::Scalar(scalar) => Some(&scalar.text),
        _ => None,
    }
}
