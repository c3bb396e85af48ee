//! `call`: another workflow, what is passed to it, and that it is not waited for. Whether there is
//! such a workflow with such fields is for the check of the whole handbook.

use crate::findings::error;
use crate::lower::room::Room;
use crate::names::{Noun, check_name, name};
use crate::reader::{self, MapReader};
use crate::tree::Node;
use crate::words::StepKey;
use steward_model::{FieldId, StepKind, WorkflowId};

/// Reads the keys of a call.
pub(super) fn call(keys: &mut MapReader<'_, StepKey>, room: &Room<'_>) -> Option<StepKind> {
    let node = keys.take(StepKey::Call)?;
    let workflow = name(node, Noun::Workflow, room.findings).map(WorkflowId::new);
    let with = keys.take(StepKey::With).map_or_else(Vec::new, |node| with(node, room));
    let detach = keys.take(StepKey::Detach);
    let detached = detach.and_then(|node| reader::yes(node, room.findings));
    if detached == Some(false) || detach.is_none() && !keys.is_misspelt(&[StepKey::Detach]) {
        room.findings.add(
            error(
                "not-yet",
                detach.map_or(&node.place, |node| &node.place),
                "等被调用的案件办完，要到以后的版本才有",
                "waiting for the case that is called comes in a later version",
            )
            .help(
                "加上 `detach: true`：发起它，然后继续",
                "write `detach: true`: it is opened, and this case goes on",
            ),
        );
    }
    Some(StepKind::Call { workflow: workflow?, with })
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
