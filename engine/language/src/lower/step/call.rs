//! `call`: another workflow, what is passed to it, and whether it is waited for. Whether there is such a
//! workflow with such fields is for the check of the whole handbook.

use crate::lower::room::Room;
use crate::names::{Noun, check_name, name};
use crate::reader::{self, MapReader};
use crate::tree::Node;
use crate::words::{BoolWord, StepKey, Words};
use steward_model::{FieldId, StepKind, WorkflowId};

/// Reads the keys of a call.
pub(super) fn call(keys: &mut MapReader<'_, StepKey>, room: &Room<'_>) -> Option<StepKind> {
    let node = keys.take(StepKey::Call)?;
    let workflow = name(node, Noun::Workflow, room.findings).map(WorkflowId::new);
    let with = keys.take(StepKey::With).map_or_else(Vec::new, |node| with(node, room));
    let detach = keys.take(StepKey::Detach).and_then(|node| reader::yes(node, room.findings));
    Some(StepKind::Call { workflow: workflow?, with, awaited: !detach.unwrap_or(false) })
}

/// Whether the call that a step's node describes is waited for, as far as the node alone tells.
pub(crate) fn is_awaited_call(node: &Node) -> bool {
    let detached = node.get(StepKey::Detach.en()).and_then(Node::text).and_then(BoolWord::find);
    node.get(StepKey::Call.en()).is_some() && detached != Some(BoolWord::True)
}

/// Fields there with the field here that fills each.
fn with(node: &Node, room: &Room<'_>) -> Vec<(FieldId, FieldId)> {
    let (zh, en) = ("要传入的字段", "what is passed");
    let mut with = Vec::new();
    for entry in reader::map(node, room.findings, zh, en).unwrap_or_default() {
        check_name(&entry.key, &entry.key_place, Noun::Field, room.findings);
        let Some(here) = room.field_names.resolve(&entry.value, room.findings) else { continue };
        with.push((FieldId::new(&*entry.key), here));
    }
    with
}
