//! An event that a process raises and nothing hears: most often its name is written otherwise where
//! it is waited for. What is raised from outside (the page, a webhook) can't be known, so a wait for an
//! event that no process raises is no mistake.

use super::pages::Pages;
use crate::findings::{Findings, warning};
use crate::words::StepKey;
use std::collections::BTreeSet;
use steward_model::{Handbook, StartKind, StepKind, Workflow, nearest};

/// The function in a file of rules that answers any event.
const ANSWERS: &str = "fn event";

/// Warns of each `emit` that nothing hears.
pub(super) fn check(handbook: &Handbook, pages: &Pages<'_>, findings: &Findings) {
    // What rules make of an event is theirs; they may mean any.
    if handbook.rules.values().any(|file| file.text.contains(ANSWERS)) {
        return;
    }
    let heard: BTreeSet<&str> = handbook.workflows.values().flat_map(|workflow| heard(workflow)).collect();
    for step in handbook.workflows.values().flat_map(|workflow| &workflow.steps) {
        let StepKind::Emit(name) = &step.kind else { continue };
        if heard.contains(name.as_str()) {
            continue;
        }
        let draft = warning(
            "unheard-event",
            pages.in_step(step, StepKey::Emit),
            format!("“{}”发出事件 `{name}`，但没有流程等它，也没有流程由它发起", step.id),
            format!("`{}` raises the event `{name}`, but no process waits for it or begins with it", step.id),
        );
        findings.add(match nearest(name.as_str(), heard.iter().copied()) {
            Some(near) => {
                draft.help(format!("是不是 `{near}`？"), format!("did you mean `{near}`?")).naming(near)
            }
            None => draft.help(
                "在另一个流程里写 `start: [{ event: … }]` 或 `wait_for: …`，或删掉这一步",
                "write `start: [{ event: … }]` or `wait_for: …` in another process, or leave the step out",
            ),
        });
    }
}

/// The events that begin a workflow, that it waits for, and that end its holds.
fn heard(workflow: &Workflow) -> impl Iterator<Item = &str> {
    let starts = workflow.starts.iter().filter_map(|start| match &start.kind {
        StartKind::Event(name) => Some(name.as_str()),
        _ => None,
    });
    let waits = workflow.steps.iter().filter_map(|step| match &step.kind {
        StepKind::WaitFor(name) => Some(name.as_str()),
        _ => None,
    });
    let ends = workflow.hold.iter().filter_map(|hold| hold.ends.as_ref()).map(|name| name.as_str());
    starts.chain(waits).chain(ends)
}
