//! A field that nothing ever fills: no form asks for it, nothing computes it, no event brings it.

use super::Desk;
use super::filled;
use super::flow::Flow;
use crate::findings::warning;
use steward_model::{Allowance, Each, FieldId, Owner, Since, StepKind};

/// Warns of each. One that is required, or that something waits for, has a finding of its own.
pub(super) fn check(flow: &Flow<'_>, desk: &Desk<'_>) {
    for field in flow.workflow.fields.iter().filter(|field| !field.required) {
        if filled::may_be(flow, &field.id) || is_waited_for(flow, &field.id) {
            continue;
        }
        let id = &field.id;
        desk.findings.add(
            warning(
                "unused-field",
                &field.place,
                format!("字段“{id}”没有用到：没有表单问它，也没有别的填它"),
                format!("`{id}` is not used: no form asks for it and nothing else fills it"),
            )
            .help(
                format!("把它写进一个步骤的 `form`，例如 `form: [{id}]`，或删掉它"),
                format!("put it into a step's form, such as `form: [{id}]`, or leave it out"),
            ),
        );
    }
}

/// Whether an owner, a check-in code, a wait or a limit needs the field.
fn is_waited_for(flow: &Flow<'_>, field: &FieldId) -> bool {
    let steps = flow.workflow.steps.iter().any(|step| {
        let owns = step.owners().any(|owner| match owner {
            Owner::Field(owner) | Owner::Key(owner, _) => owner == field,
            // What could not be understood stands as a role: `“{经办}”` means the field all the same.
            Owner::Role(role) => role.as_str().contains(field.as_str()),
            _ => false,
        });
        let checks_in = step.evidence().is_some_and(|evidence| evidence.code_field() == Some(field));
        let listed = matches!(&step.for_each, Some(Each::Listed(list)) if list == field);
        owns || checks_in || listed || matches!(&step.kind, StepKind::WaitUntil(until) if until == field)
    });
    steps
        || flow.workflow.all_limits().any(|limit| {
            let by = |allow: &Allowance| matches!(allow, Allowance::ByField(by) if by == field);
            matches!(&limit.since, Since::Field(since) if since == field)
                || limit.lines.iter().any(|line| by(&line.allow))
        })
}
