//! A standard that somebody is to look at, in a process where no step has them look.

use super::Desk;
use crate::findings::warning;
use steward_model::{StepKind, Text, Workflow};

/// Warns of each.
pub(super) fn check(workflow: &Workflow, desk: &Desk<'_>) {
    let looked_at = |text: &Text| {
        let has =
            |kind: &StepKind| matches!(kind, StepKind::Person { checklist, .. } if checklist.contains(text));
        workflow.steps.iter().any(|step| has(&step.kind))
    };
    for standard in &workflow.standards {
        let Some(text) = standard.inspected().filter(|text| !looked_at(text)) else { continue };
        let (zh, en) = (&text.zh, &text.en);
        desk.findings.add(
            warning(
                "never-inspected",
                &standard.place,
                format!("“{zh}”没有步骤去检查"),
                format!("no step has anybody look whether `{en}`"),
            )
            .help(
                "在一个由人做的步骤里写 `checklist: standards`",
                "write `checklist: standards` in a step that somebody does",
            ),
        );
    }
}
