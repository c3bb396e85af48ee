//! Doing a step in the demo: by whom, and what is written into its form.

use super::stage::Stage;
use crate::office::denied;
use crate::output::{Output, Problem};
use std::collections::BTreeMap;
use steward_case::audience::Climb;
use steward_case::hall::Hall;
use steward_case::{CaseId, Command, StepStatus};
use steward_model::{Audience, FieldKind, StaffId, Step, StepId, StepKind};
use steward_service::{Sending, Shown};

/// An open step and who can do it.
#[derive(Clone, PartialEq)]
pub(crate) struct Open {
    pub(crate) step: StepId,
    pub(crate) title: String,
    pub(crate) person: StaffId,
    pub(crate) name: String,
}

/// The steps that wait for somebody.
pub(crate) fn open(output: &Output, shown: &Shown) -> Vec<Open> {
    let hall = Hall::new(&shown.case, &shown.workflow, &shown.estate, shown.now);
    let ready = shown
        .workflow
        .steps
        .iter()
        .filter(|step| step.is_task() && shown.case.status(&step.id) == StepStatus::Ready);
    ready
        .filter_map(|step| {
            let reached = hall.reach(&[Audience::Owner], &[step], Climb::Up);
            let person = reached.iter().flat_map(|group| &group.people).next()?.clone();
            Some(Open {
                step: step.id.clone(),
                title: output.say(&step.title).to_owned(),
                person: person.id.clone(),
                name: person.name.clone(),
            })
        })
        .collect()
}

/// Does a step as a person would at their desk.
pub(crate) async fn finish(
    stage: &Stage,
    case: &CaseId,
    shown: &Shown,
    step: &StepId,
    person: &StaffId,
    output: &Output,
) -> Result<(), Problem> {
    let desk = stage.service.desk(person).map_err(denied)?;
    let waits = shown.case.step(step).sent.is_some();
    let done = match shown.workflow.step(step).map(|step| (step, &step.kind)) {
        Some((step, StepKind::Person { .. })) if waits => {
            desk.act(case, &Command::Sign(step.id.clone())).await
        }
        Some((step, StepKind::Person { checklist, .. })) => {
            let ticked = checklist.iter().map(|item| item.zh.clone()).collect();
            let sending = Sending { fields: filled(step, shown, output), ticked, ..Sending::default() };
            desk.complete(case, &step.id, sending).await
        }
        _ => desk.act(case, &Command::Approve(step.clone())).await,
    };
    done.map(drop).map_err(denied)
}

/// What is written into a form.
fn filled(step: &Step, shown: &Shown, output: &Output) -> BTreeMap<String, String> {
    let fields = step.form().iter().filter_map(|id| shown.workflow.field(id)).filter(|field| field.required);
    fields
        .filter_map(|field| {
            let text = match &field.kind {
                FieldKind::Bool => "true",
                FieldKind::Text => output.pick(
                    "更换三号电梯门机，当天试运行，次日回访",
                    "Replace the door drive of lift 3, test it the same day, call back the next",
                ),
                FieldKind::Choice(of) => return Some((field.id.to_string(), of.first()?.0.to_string())),
                FieldKind::Number | FieldKind::Money => "1",
                _ => return None,
            };
            Some((field.id.to_string(), text.to_owned()))
        })
        .collect()
}
