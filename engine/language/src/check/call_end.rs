//! The ends of called cases that guards ask for: the workflow that is called has to have them.

use crate::findings::{Findings, error};
use steward_model::{EndWord, Ended, Guard, Handbook, Measure, StandardKind, StepKind, Workflow, nearest};

/// Reports each end asked for that the called workflow never has.
pub(super) fn check(handbook: &Handbook, findings: &Findings) {
    for workflow in handbook.workflows.values() {
        for asked in guards(workflow).flat_map(Guard::ends) {
            let called = workflow.step(&asked.step).and_then(|step| match &step.kind {
                StepKind::Call { workflow, .. } => handbook.workflows.get(workflow),
                _ => None,
            });
            if let Some(called) = called {
                known(asked, called, findings);
            }
        }
    }
}

/// Every guard of a workflow, whenever it is asked.
fn guards(workflow: &Workflow) -> impl Iterator<Item = &Guard> {
    let begin = workflow.steps.iter().filter_map(|step| step.guard.as_ref());
    let then = workflow.steps.iter().flat_map(|step| &step.then).filter_map(|line| line.guard.as_ref());
    let limits = workflow.all_limits().flat_map(|limit| &limit.lines).filter_map(|line| line.guard.as_ref());
    let measured = workflow.standards.iter().filter_map(|standard| match &standard.kind {
        StandardKind::Measured { measure: Measure::Share(guard), .. } => Some(guard),
        _ => None,
    });
    begin.chain(then).chain(limits).chain(measured)
}

fn known(asked: &Ended, called: &Workflow, findings: &Findings) {
    let ends = called.ends();
    for word in asked.words.iter().filter(|word| !ends.contains(*word)) {
        let draft = error(
            "call-end",
            &asked.place,
            format!("流程 `{}` 不会以 `{word}` 结束", called.id),
            format!("the workflow `{}` never ends with `{word}`", called.id),
        )
        .also(&called.place, "被调用的流程在这里", "the workflow that is called is here");
        let spelt: Vec<&str> = ends.iter().map(EndWord::as_str).collect();
        let listed =
            |between: &str| spelt.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(between);
        let draft = draft.help(
            format!("它的结束有：{}", listed("、")),
            format!("a case of it ends with one of: {}", listed(", ")),
        );
        findings.add(match nearest(word.as_str(), spelt.iter().copied()) {
            Some(near) if asked.words.len() == 1 => draft.fix(&asked.place, near),
            _ => draft,
        });
    }
}
