//! `owners:` another owner of a step, or another approver. Whether the name calls anybody is told when
//! the whole is read.

use super::Standard;
use crate::findings::{Findings, error};
use crate::names::{Noun, Register};
use crate::reader;
use crate::tree::{Kind, Node};
use crate::words::{StepKey, Words};
use steward_model::{Place, Step, StepId};

/// The steps with their new owners.
pub(super) fn read<'a>(
    node: &'a Node,
    standard: Standard<'_>,
    findings: &Findings,
) -> Vec<(StepId, &'a Node)> {
    let steps = steps(standard);
    let mut found = Vec::new();
    for entry in reader::map(node, findings, "owners", "owners").unwrap_or_default() {
        let id = steps.resolve_text(&entry.key, &entry.key_place, findings);
        let Some(step) = standard.workflow.step(&id) else { continue };
        if entry.value.is_empty() {
            continue;
        }
        if has_one_owner(standard.tree, step) {
            found.push((id, &entry.value));
        } else {
            nobodys(step, &entry.key_place, findings);
        }
    }
    found
}

/// The steps of a standard by name.
pub(super) fn steps(standard: Standard<'_>) -> Register<StepId> {
    let nowhere = Findings::default();
    let mut steps = Register::new(Noun::Step);
    for step in &standard.workflow.steps {
        steps.enter(&step.id, None, &step.place, &nowhere);
    }
    steps
}

/// Whether a step names one role or person whose it is. Where several approve, none can be taken
/// for another.
fn has_one_owner(tree: &Node, step: &Step) -> bool {
    let written = super::merge::step(tree, step.id.as_str());
    let owner = [StepKey::Owner, StepKey::Approve];
    let owner = owner.iter().find_map(|key| written.and_then(|node| node.get(key.en())));
    owner.is_some_and(|node| matches!(node.kind, Kind::Scalar(_)))
}

fn nobodys(step: &Step, place: &Place, findings: &Findings) {
    let id = &step.id;
    findings.add(
        error(
            "no-owner-here",
            place,
            format!("步骤 `{id}` 不是归一个岗位或人员的，不能改负责人"),
            format!("the step `{id}` belongs to no single role or person, so its owner can't be changed"),
        )
        .also(&step.place, "总部的步骤在这里", "headquarters' step is here")
        .help("删掉这一行", "leave it out"),
    );
}
