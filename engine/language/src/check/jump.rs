//! Where `back_to`, `on_to` and `returned_to` lead: back is earlier, on is later.

use super::Desk;
use super::flow::Flow;
use crate::findings::{Draft, error};
use crate::words::{StepKey, ThenKey, Words};
use steward_model::{Place, Step, StepId, StepKind, ThenAction};

/// Reports jumps in the wrong direction. Whether there were none.
pub(super) fn check(flow: &Flow<'_>, desk: &Desk<'_>) -> bool {
    let mut right = true;
    let mut report = |draft: Option<Draft>| {
        if let Some(draft) = draft {
            right = false;
            desk.findings.add(draft);
        }
    };
    for step in &flow.workflow.steps {
        for line in &step.then {
            for action in line.actions() {
                report(match action {
                    ThenAction::BackTo { step: target, .. } => back(flow, step, target, &line.place),
                    ThenAction::OnTo(target) => on(flow, step, target, &line.place),
                    ThenAction::HandTo(_) | ThenAction::End(_) => None,
                });
            }
        }
        if let StepKind::Approve { returned_to, .. } = &step.kind {
            report(returned(flow, step, returned_to, desk));
        }
    }
    right
}

fn leads(flow: &Flow<'_>, from: &StepId, to: &StepId) -> bool {
    flow.workflow.following(from).contains(to)
}

fn back(flow: &Flow<'_>, step: &Step, target: &StepId, place: &Place) -> Option<Draft> {
    if *target == step.id || leads(flow, target, &step.id) {
        return None;
    }
    let id = &step.id;
    let draft = error(
        "back-to-later",
        place,
        format!("“{target}”不在“{id}”之前，不能退回到它"),
        format!("`{target}` does not come before `{id}`, so nothing leads back to it"),
    );
    Some(if leads(flow, id, target) {
        let on_to = ThenKey::OnTo.en();
        draft.help(format!("往后跳用 `{on_to}`"), format!("a later step is reached with `{on_to}`"))
    } else {
        draft.help("写一个在它之前的步骤", "name a step that comes before it")
    })
}

fn on(flow: &Flow<'_>, step: &Step, target: &StepId, place: &Place) -> Option<Draft> {
    if leads(flow, &step.id, target) {
        return None;
    }
    let id = &step.id;
    let draft = error(
        "on-to-earlier",
        place,
        format!("“{target}”不在“{id}”之后，不能跳到它"),
        format!("`{target}` does not come after `{id}`, so nothing leads on to it"),
    );
    Some(if *target == *id || leads(flow, target, id) {
        let back_to = ThenKey::BackTo.en();
        draft.help(format!("往回走用 `{back_to}`"), format!("an earlier step is reached with `{back_to}`"))
    } else {
        draft.help("写一个在它之后的步骤", "name a step that comes after it")
    })
}

fn returned(flow: &Flow<'_>, step: &Step, target: &StepId, desk: &Desk<'_>) -> Option<Draft> {
    if leads(flow, target, &step.id) {
        return None;
    }
    let id = &step.id;
    let notes = &desk.marks.notes;
    let written = notes.keys.get(&(id.clone(), StepKey::ReturnedTo));
    let place = written.unwrap_or(&step.place);
    let draft = error(
        "returned-to-later",
        place,
        format!("审批“{id}”退回到“{target}”，但它不在审批之前"),
        format!("`{id}` returns to `{target}`, which does not come before it"),
    );
    Some(if written.is_some() {
        draft.help("写被审批的那个步骤", "name the step whose work is approved")
    } else {
        draft.help(
            "没有写 `returned_to` 时退回上一个写的步骤；用 `returned_to: 步骤` 指明",
            "without `returned_to` it is the step written before; name another with `returned_to: STEP`",
        )
    })
}
