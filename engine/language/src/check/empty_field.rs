//! A guard that may meet an empty field: every comparison with it is then false, `!=` too, which is
//! seldom what was meant. And a default that decides: the way of a case that nobody chose.

use super::Desk;
use super::filled;
use super::flow::Flow;
use crate::findings::warning;
use crate::lower::room::AskedGuard;
use std::collections::BTreeSet;
use steward_model::{FieldId, Guard, Operand};

/// Warns of both, for each guard.
pub(super) fn check(flow: &Flow<'_>, desk: &Desk<'_>) {
    for asked in &desk.marks.notes.guards {
        let mut read = BTreeSet::new();
        unprotected(&asked.guard, &BTreeSet::new(), &mut read);
        for id in read {
            if !filled::for_certain(flow, id, &asked.asked) {
                may_be_empty(id, asked, flow, desk);
            }
        }
        let fields: BTreeSet<&FieldId> = asked.guard.fields().into_iter().collect();
        for id in fields {
            default_decides(id, asked, flow, desk);
        }
    }
}

/// The fields a guard compares without having asked whether they are filled.
fn unprotected<'a>(guard: &'a Guard, asked: &BTreeSet<&'a FieldId>, found: &mut BTreeSet<&'a FieldId>) {
    match guard {
        Guard::And(parts) => {
            let mut asked = asked.clone();
            asked.extend(parts.iter().filter_map(|part| match part {
                Guard::Filled(field) => Some(field),
                _ => None,
            }));
            parts.iter().for_each(|part| unprotected(part, &asked, found));
        }
        Guard::Or(parts) => {
            let mut asked = asked.clone();
            asked.extend(parts.iter().filter_map(|part| match part {
                Guard::Not(part) => match part.as_ref() {
                    Guard::Filled(field) => Some(field),
                    _ => None,
                },
                _ => None,
            }));
            parts.iter().for_each(|part| unprotected(part, &asked, found));
        }
        Guard::Not(part) | Guard::Any(_, part) | Guard::All(_, part) => unprotected(part, asked, found),
        Guard::Compare(compare) => {
            for side in [&compare.left, &compare.right] {
                if let Operand::Field(field) = side {
                    found.extend(Some(field).filter(|field| !asked.contains(field)));
                }
            }
        }
        Guard::In(field, _) => found.extend(Some(field).filter(|field| !asked.contains(field))),
        Guard::Filled(_) | Guard::Failed(_) | Guard::Approved(_) | Guard::Ended(_) => {}
    }
}

fn may_be_empty(id: &FieldId, asked: &AskedGuard, flow: &Flow<'_>, desk: &Desk<'_>) {
    let draft = warning(
        "guard-may-be-empty",
        &asked.place,
        format!("问到这里时，字段“{id}”可能还是空的"),
        format!("the field `{id}` may still be empty when this is asked"),
    )
    .label("和空字段的比较都不成立，`!=` 也是", "every comparison with an empty field is false, `!=` too");
    let draft = match flow.workflow.field(id) {
        Some(field) => draft.also(&field.place, "字段在这里", "the field is here"),
        None => draft,
    };
    desk.findings.add(draft.help(
        format!("在更早的步骤的表单里必填它（`required: true`），或先问 `filled({id})`"),
        format!(
            "require it in the form of an earlier step (`required: true`), or ask `filled({id})` as well"
        ),
    ));
}

fn default_decides(id: &FieldId, asked: &AskedGuard, flow: &Flow<'_>, desk: &Desk<'_>) {
    let Some(field) = flow.workflow.field(id).filter(|field| field.default.is_some()) else {
        return;
    };
    // What no form asks for is counted or computed, and its default is where that begins.
    if !flow.workflow.steps.iter().any(|step| step.form().contains(id)) {
        return;
    }
    desk.findings.add(
        warning(
            "default-decides",
            &asked.place,
            format!("字段“{id}”有默认值，没有人选过也会这样走"),
            format!("`{id}` has a default, so a case may go this way though nobody chose it"),
        )
        .also(&field.place, "字段在这里", "the field is here")
        .help(
            "去掉 `default`，让填表的人自己选",
            "leave `default` out, so that whoever fills the form chooses",
        ),
    );
}
