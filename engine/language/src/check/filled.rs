//! Whether a field has a value for certain at some moment of a case.

use super::flow::Flow;
use crate::lower::room::Asked;
use steward_model::{FieldId, Start, StartKind, Step, StepId, StepKind};

/// Whether a form, a computation, a default or an event may ever give the field a value.
pub(super) fn may_be(flow: &Flow<'_>, field: &FieldId) -> bool {
    flow.workflow.steps.iter().any(|step| gives(step, field)) || given_without_a_step(flow, field)
}

/// Whether a default or an event may give the field a value.
fn given_without_a_step(flow: &Flow<'_>, field: &FieldId) -> bool {
    let gives = |start: &Start| matches!(start.kind, StartKind::Event(_)) || fills(start, field);
    flow.workflow.starts.iter().any(gives)
        || flow.workflow.field(field).is_some_and(|field| field.default.is_some())
}

/// The first step that fills the field, when nothing does but these steps.
pub(super) fn only_by<'a>(flow: &Flow<'a>, field: &FieldId, among: &[StepId]) -> Option<&'a StepId> {
    let mut giving = flow.workflow.steps.iter().filter(|step| gives(step, field));
    let first = giving.next()?;
    let from_elsewhere = given_without_a_step(flow, field);
    let only = !from_elsewhere && among.contains(&first.id) && giving.all(|step| among.contains(&step.id));
    only.then_some(&first.id)
}

/// Whether the field has a value whenever the question is asked.
pub(super) fn for_certain(flow: &Flow<'_>, field: &FieldId, asked: &Asked) -> bool {
    let Some(known) = flow.workflow.field(field) else { return true };
    let starts = &flow.workflow.starts;
    if known.default.is_some() || (!starts.is_empty() && starts.iter().all(|start| fills(start, field))) {
        return true;
    }
    let certain = |at: usize| {
        let step = flow.step(at);
        let asks = !step.form().contains(field) || known.required;
        gives(step, field) && asks && step.guard.is_none() && !flow.is_jumped(at)
    };
    let at = |id: &StepId| flow.workflow.index.get(id).copied();
    let steps = 0..flow.before.len();
    match asked {
        // It is asked again and again until it can be answered.
        Asked::CaseLimit => may_be(flow, field),
        Asked::Begin(step) => {
            at(step).is_some_and(|step| steps.filter(|&from| flow.follows(from, step)).any(certain))
        }
        Asked::Done(step) => at(step).is_some_and(|step| {
            let own = flow.step(step);
            let by_itself = gives(own, field) && (known.required || own.form().is_empty());
            by_itself || steps.filter(|&from| flow.follows(from, step)).any(certain)
        }),
    }
}

/// Whether some start fills the field with the zone it opens a case for.
pub(super) fn by_start(flow: &Flow<'_>, field: &FieldId) -> bool {
    flow.workflow.starts.iter().any(|start| fills(start, field))
}

/// Whether a start fills the field with the zone it opens a case for.
fn fills(start: &Start, field: &FieldId) -> bool {
    matches!(&start.kind, StartKind::Schedule { for_each: Some(zone), .. } if zone == field)
}

fn gives(step: &Step, field: &FieldId) -> bool {
    match &step.kind {
        StepKind::Person { form, .. } => form.contains(field),
        StepKind::Set(set) => set.iter().any(|(target, _)| target == field),
        _ => false,
    }
}
