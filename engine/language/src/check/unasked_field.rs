//! Fields that nobody fills: required ones that no form asks for, and those that an owner, a check-in
//! code, a wait or a limit needs, or gets too late.

use super::Desk;
use super::filled;
use super::flow::Flow;
use crate::findings::{error, warning};
use crate::lower::room::Asked;
use crate::words::StepKey;
use steward_model::{Allowance, Each, Evidence, FieldId, LimitOf, Owner, Place, Since, Step, StepKind};

/// Reports each of them.
pub(super) fn check(flow: &Flow<'_>, desk: &Desk<'_>) {
    for field in flow.workflow.fields.iter().filter(|field| field.required) {
        if !filled::by_start(flow, &field.id)
            && !flow.workflow.steps.iter().any(|step| step.form().contains(&field.id))
        {
            let id = &field.id;
            desk.findings.add(
                warning(
                    "never-asked",
                    &field.place,
                    format!("字段“{id}”必填，但没有表单问它"),
                    format!("`{id}` is required, but no form asks for it"),
                )
                .help(
                    format!("把它写进一个步骤的 `form`，例如 `form: [{id}]`，或去掉 `required`"),
                    format!("put it into a step's form, such as `form: [{id}]`, or leave `required` out"),
                ),
            );
        }
    }
    let notes = &desk.marks.notes;
    for step in &flow.workflow.steps {
        let at = |key| notes.keys.get(&(step.id.clone(), key)).unwrap_or(&step.place);
        if let Some(field) = step.evidence().and_then(Evidence::code_field) {
            zone(flow, field, step, at(StepKey::Evidence), desk);
        }
        if let Some(Each::Listed(field)) = &step.for_each {
            needed(flow, field, at(StepKey::ForEach), desk);
        }
        match &step.kind {
            StepKind::Person { owner: Owner::Field(field) | Owner::Key(field, _), .. } => {
                owner(flow, field, &Asked::Begin(step.id.clone()), at(StepKey::Owner), desk);
            }
            StepKind::Approve { .. } => {
                for decides in step.owners() {
                    if let Owner::Field(field) | Owner::Key(field, _) = decides {
                        owner(flow, field, &Asked::Begin(step.id.clone()), at(StepKey::Approve), desk);
                    }
                }
            }
            StepKind::WaitUntil(field) => {
                needed(flow, field, at(StepKey::WaitUntil), desk);
                waits_for_later(flow, step, field, at(StepKey::WaitUntil), desk);
            }
            _ => {}
        }
    }
    for limit in flow.workflow.all_limits() {
        if let Since::Field(field) = &limit.since {
            needed(flow, field, notes.since.get(&limit.id).unwrap_or(&limit.place), desk);
        }
        for line in &limit.lines {
            if let Allowance::ByField(field) = &line.allow {
                let place = match &limit.of {
                    LimitOf::Step(step) => notes.keys.get(&(step.clone(), StepKey::By)),
                    LimitOf::Case => None,
                };
                needed(flow, field, place.unwrap_or(&line.place), desk);
            }
        }
    }
}

fn owner(flow: &Flow<'_>, field: &FieldId, asked: &Asked, place: &Place, desk: &Desk<'_>) {
    if filled::for_certain(flow, field, asked) {
        return;
    }
    desk.findings.add(
        warning(
            "owner-may-be-empty",
            place,
            format!("轮到这一步时，字段“{field}”可能还是空的"),
            format!("`{field}` may still be empty when this step begins"),
        )
        .label("那时它归 `last_resort` 负责", "it is then owned by `last_resort`")
        .help(
            "在更早的步骤的表单里必填它（`required: true`）",
            "require it in the form of an earlier step (`required: true`)",
        ),
    );
}

/// A code on the spot that can't be given: the form of the step itself may still say which zone it is.
fn zone(flow: &Flow<'_>, field: &FieldId, step: &Step, place: &Place, desk: &Desk<'_>) {
    if filled::for_certain(flow, field, &Asked::Done(step.id.clone())) {
        return;
    }
    desk.findings.add(
        warning(
            "zone-may-be-empty",
            place,
            format!("办这一步时，字段“{field}”可能还是空的"),
            format!("`{field}` may still be empty when this step is done"),
        )
        .label("那时没有哪个签到码是对的，办不了", "no code is then the right one, and it can't be done")
        .help(
            "在这一步或更早的步骤的表单里必填它（`required: true`），或按分区发起（`for_each: zones`）",
            "require it in the form of this step or of an earlier one (`required: true`), or open a case for each zone (`for_each: zones`)",
        ),
    );
}

/// A wait for a field that only steps after it could fill waits for itself.
fn waits_for_later(flow: &Flow<'_>, step: &Step, field: &FieldId, place: &Place, desk: &Desk<'_>) {
    let after = flow.workflow.following(&step.id);
    let Some(later) = filled::only_by(flow, field, after) else { return };
    desk.findings.add(
        error(
            "stuck-wait",
            place,
            format!("这里等字段“{field}”，可它要到后面的“{later}”才填"),
            format!("this waits for `{field}`, which only `{later}`, a later step, fills"),
        )
        .help("把它写进更早的步骤的 `form`", "put it into the form of an earlier step"),
    );
}

fn needed(flow: &Flow<'_>, field: &FieldId, place: &Place, desk: &Desk<'_>) {
    if filled::may_be(flow, field) {
        return;
    }
    desk.findings.add(
        warning(
            "never-filled",
            place,
            format!("这里要等字段“{field}”，但没有表单或计算填它"),
            format!("this waits for `{field}`, but no form and no computation fills it"),
        )
        .help(
            format!("把它写进一个步骤的 `form`，例如 `form: [{field}]`"),
            format!("put it into a step's form, such as `form: [{field}]`"),
        ),
    );
}
