//! Calls of one workflow by another: that it is there, at each estate where the caller is done; that
//! it has the fields that are passed, of the same type; and that no circle of calls goes on for ever.

use super::pages::Pages;
use crate::findings::{Findings, error};
use crate::words::StepKey;
use std::collections::BTreeSet;
use steward_model::{
    Field, FieldId, FieldKind, Handbook, Place, RoleId, Step, StepKind, Workflow, WorkflowId, nearest,
};

/// Reports calls that can't be carried out.
pub(super) fn check(handbook: &Handbook, pages: &Pages<'_>, findings: &Findings) {
    for workflow in handbook.workflows.values() {
        for (step, called, with) in calls(workflow) {
            let place = pages.in_step(step, StepKey::Call);
            let Some(there) = handbook.workflows.get(called) else {
                unknown(handbook, (step, place), called, findings);
                continue;
            };
            for (field_there, field_here) in with {
                let names = Passed {
                    there: field_there,
                    here: field_here,
                    place: passed_at(step, field_there, pages),
                };
                passed(workflow, there, names, findings);
            }
            done_where_called(handbook, workflow, (step, place, there), findings);
            if reaches(handbook, called, &workflow.id) {
                circle(workflow, place, called, findings);
            }
        }
    }
}

/// The calls of a workflow: the step, what it calls, what it passes.
fn calls(workflow: &Workflow) -> impl Iterator<Item = (&Step, &WorkflowId, &[(FieldId, FieldId)])> {
    workflow.steps.iter().filter_map(|step| match &step.kind {
        StepKind::Call { workflow, with, .. } => Some((step, workflow, with.as_slice())),
        _ => None,
    })
}

fn unknown(handbook: &Handbook, (step, place): (&Step, &Place), called: &WorkflowId, findings: &Findings) {
    let draft = error(
        "unknown-call",
        place,
        format!("“{}”调用的流程 `{called}` 不存在", step.id),
        format!("`{}` calls the workflow `{called}`, which is not there", step.id),
    );
    findings.add(match nearest(called.as_str(), handbook.workflows.keys().map(|id| id.as_str())) {
        Some(near) => crate::reader::called(draft, place, near),
        None => draft.help("写 workflows/ 里某个流程的名称", "name a workflow of workflows/"),
    });
}

/// What a call passes: a field there from one here, and where that is written.
struct Passed<'a> {
    there: &'a FieldId,
    here: &'a FieldId,
    place: &'a Place,
}

/// Where a call names the field there.
fn passed_at<'a>(step: &'a Step, there: &FieldId, pages: &Pages<'a>) -> &'a Place {
    let with = pages.step(step, StepKey::With).map(|node| node.entries()).unwrap_or_default();
    let found = with.iter().find(|entry| entry.key == there.as_str());
    found.map_or_else(|| pages.in_step(step, StepKey::With), |entry| &entry.key_place)
}

fn passed(here: &Workflow, there: &Workflow, of: Passed<'_>, findings: &Findings) {
    let Passed { there: name_there, here: name_here, place } = of;
    let Some(from) = here.field(name_here) else { return };
    let Some(to) = there.field(name_there) else {
        let names = there.fields.iter().map(|field| field.id.as_str());
        let draft = error(
            "call-field",
            place,
            format!("流程 `{}` 没有字段“{name_there}”", there.id),
            format!("the workflow `{}` has no field `{name_there}`", there.id),
        )
        .also(&there.place, "被调用的流程在这里", "the workflow that is called is here");
        findings.add(match nearest(name_there.as_str(), names) {
            Some(near) => crate::reader::called(draft, place, near),
            None => {
                draft.help("先写那边的字段，再写这边的", "the field there comes first, then the one here")
            }
        });
        return;
    };
    if let Some(each) = there.each_of(name_there) {
        findings.add(
            error(
                "call-field",
                place,
                format!("流程 `{}` 的“{name_there}”每一项各有一个值，不能传给它", there.id),
                format!(
                    "each item of a step of `{}` has its own `{name_there}`, so nothing can be passed to it",
                    there.id
                ),
            )
            .also(&each.place, "那边的这一步逐个办理", "that step is done item by item")
            .help("传给另一个字段", "pass it to another field"),
        );
    } else if !fits(&from.kind, &to.kind) {
        findings.add(
            error(
                "call-field",
                place,
                format!("“{name_here}”的类型或选项与流程 `{}` 的“{name_there}”不合", there.id),
                format!("`{name_here}` may hold what `{name_there}` of the workflow `{}` can't", there.id),
            )
            .also(&to.place, "那边的字段在这里", "the field there is here")
            .help("两边用同样的类型和选项", "give both the same type and choices"),
        );
    } else if !is_kept(from, (to, there)) {
        findings.add(
            error(
                "call-field",
                place,
                format!("“{name_here}”限定了可见岗位，流程 `{}` 的“{name_there}”让更多人看到", there.id),
                format!(
                    "`{name_here}` is not for everybody to see, and more may see `{name_there}` of the workflow `{}`",
                    there.id
                ),
            )
            .also(&to.place, "那边的字段在这里", "the field there is here")
            .help(
                "那边也写 `seen_by`，岗位不超出这边的，或不传它",
                "write `seen_by` there too, with no roles but those here, or do not pass it",
            ),
        );
    } else if from.private && !to.private {
        findings.add(
            error(
                "call-field",
                place,
                format!("“{name_here}”是保密的，流程 `{}` 的“{name_there}”不是", there.id),
                format!("`{name_here}` is private, and `{name_there}` of the workflow `{}` is not", there.id),
            )
            .also(&to.place, "那边的字段在这里", "the field there is here")
            .help("那边也写 `private: true`，或不传它", "write `private: true` there too, or do not pass it"),
        );
    }
}

/// Whether a value goes to nobody but who may see it here: the field there, or all of that workflow,
/// is for no other roles.
fn is_kept(from: &Field, (to, there): (&Field, &Workflow)) -> bool {
    let within = |roles: &[RoleId]| !roles.is_empty() && roles.iter().all(|role| from.seen_by.contains(role));
    from.seen_by.is_empty() || within(&to.seen_by) || within(&there.seen_by)
}

/// Whether every value of one kind of field is one of the other.
fn fits(from: &FieldKind, to: &FieldKind) -> bool {
    match (from, to) {
        (FieldKind::Choice(from), FieldKind::Choice(to)) => {
            from.iter().all(|(choice, _)| to.iter().any(|(other, _)| other == choice))
        }
        (FieldKind::Role(from), FieldKind::Role(to)) => {
            to.is_empty() || !from.is_empty() && from.iter().all(|role| to.contains(role))
        }
        (FieldKind::Number | FieldKind::Money, FieldKind::Number | FieldKind::Money) => true,
        _ => from == to,
    }
}

fn done_where_called(
    handbook: &Handbook,
    here: &Workflow,
    of: (&Step, &Place, &Workflow),
    findings: &Findings,
) {
    let (step, place, there) = of;
    let (Some(caller), Some(called)) = (handbook.workflows.get(&here.id), handbook.workflows.get(&there.id))
    else {
        return;
    };
    for estate in handbook.estates.keys() {
        if handbook.at(estate, caller).is_err() {
            continue;
        }
        if let Err(not_here) = handbook.at(estate, called) {
            findings.add(
                error(
                    "call-not-here",
                    place,
                    format!("“{}”调用流程 `{}`，但项目 {estate} 不办它", step.id, there.id),
                    format!("`{}` calls the workflow `{}`, which is not done at {estate}", step.id, there.id),
                )
                .also(&not_here.place, "在这里", "it says so here")
                .help(
                    "在那个项目也办它，或让调用它的流程也不办",
                    "do it at that estate, or leave the calling workflow out there too",
                ),
            );
        }
    }
}

/// Whether calls lead from one workflow to another, or to itself.
fn reaches(handbook: &Handbook, from: &WorkflowId, to: &WorkflowId) -> bool {
    let mut seen = BTreeSet::new();
    let mut next = vec![from];
    while let Some(id) = next.pop() {
        if id == to {
            return true;
        }
        if seen.insert(id) {
            next.extend(handbook.workflows.get(id).into_iter().flat_map(|one| calls(one)).map(|call| call.1));
        }
    }
    false
}

fn circle(workflow: &Workflow, place: &Place, called: &WorkflowId, findings: &Findings) {
    findings.add(
        error(
            "call-circle",
            place,
            format!("流程 `{}` 调用 `{called}`，后者又回到它，会没完没了", workflow.id),
            format!(
                "the workflow `{}` calls `{called}`, which leads back to it: this would never end",
                workflow.id
            ),
        )
        .help("去掉其中一个调用", "leave one of the calls out"),
    );
}
