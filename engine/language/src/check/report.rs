//! Steps that show the figures of a workflow: that it is there, and has standards that are measured.
//! An estate where it is not done has nothing to show, and the step says so.

use super::pages::Pages;
use crate::findings::{Findings, error};
use crate::words::StepKey;
use steward_model::{Adjusted, Handbook, Place, Step, Workflow, WorkflowId, nearest};

/// Reports steps that would show nothing.
pub(super) fn check(handbook: &Handbook, pages: &Pages<'_>, findings: &Findings) {
    let written = handbook.workflows.values().flat_map(|workflow| &workflow.steps);
    for step in written.chain(added(handbook)) {
        let Some(asked) = step.report() else { continue };
        let step = (step, pages.in_step(step, StepKey::Report));
        match handbook.workflows.get(asked) {
            None => unknown(handbook, step, asked, findings),
            Some(there) if !there.standards.iter().any(|one| one.measured().is_some()) => {
                nothing(step, there, findings);
            }
            Some(_) => {}
        }
    }
}

/// The steps that estates add.
fn added(handbook: &Handbook) -> impl Iterator<Item = &Step> {
    let here = handbook.adjusted.values().flat_map(|here| here.values()).filter_map(Adjusted::workflow);
    here.flat_map(|workflow| {
        let standard = handbook.workflows.get(&workflow.id);
        let is_added = move |step: &&Step| standard.is_none_or(|standard| standard.step(&step.id).is_none());
        workflow.steps.iter().filter(is_added)
    })
}

fn unknown(handbook: &Handbook, (step, place): (&Step, &Place), asked: &WorkflowId, findings: &Findings) {
    let draft = error(
        "unknown-report",
        place,
        format!("“{}”要附流程 `{asked}` 的统计，但没有这个流程", step.id),
        format!("`{}` shows the figures of the workflow `{asked}`, which is not there", step.id),
    );
    findings.add(match nearest(asked.as_str(), handbook.workflows.keys().map(|id| id.as_str())) {
        // No mended line: the nearest need not have anything to show.
        Some(near) => {
            draft.help(format!("是不是 `{near}`？"), format!("did you mean `{near}`?")).naming(near)
        }
        None => draft.help("写 workflows/ 里某个流程的名称", "name a workflow of workflows/"),
    });
}

fn nothing((step, place): (&Step, &Place), there: &Workflow, findings: &Findings) {
    let id = &there.id;
    findings.add(
        error(
            "nothing-to-report",
            place,
            format!("流程 `{id}` 没有可以统计的标准，“{}”没有什么可附", step.id),
            format!("no standard of the workflow `{id}` is measured, so `{}` has nothing to show", step.id),
        )
        .also(&there.place, "那个流程在这里", "that workflow is here")
        .help(
            "在那个流程的 `standards` 里写上 `measure: …`，至少 `measure: count()`；或者去掉 `report`",
            "write `measure: …` under `standards` of that workflow, at the least `measure: count()`; or leave `report` out",
        ),
    );
}
