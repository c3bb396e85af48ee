//! A step that keeps out whoever did another, which is only done after it: nobody would be kept out.

use super::Desk;
use super::flow::Flow;
use crate::findings::error;
use steward_model::NotBy;

/// Reports each `not_by` that can't do anything.
pub(super) fn check(flow: &Flow<'_>, desk: &Desk<'_>) {
    for step in &flow.workflow.steps {
        for not_by in &step.not_by {
            let NotBy::Step(other) = not_by else { continue };
            let by_nobody = flow.workflow.step(other).is_some_and(|other| !other.is_for_people());
            let before = flow.workflow.following(other).contains(&step.id);
            if before && !by_nobody {
                continue;
            }
            let notes = &desk.marks.notes;
            let place = notes.not_by.get(&(step.id.clone(), other.clone())).unwrap_or(&step.place);
            let id = &step.id;
            desk.findings.add(match by_nobody {
                true => error(
                    "not-by-nobody",
                    place,
                    format!("步骤“{other}”不由人来做，没有人可以回避"),
                    format!("nobody does `{other}`, so there is nobody to keep out"),
                )
                .help("写一个由人完成的步骤", "name a step that a person does"),
                false => error(
                    "not-by-later",
                    place,
                    format!("步骤“{id}”要回避“{other}”的办理人，可那时“{other}”还没有做"),
                    format!("`{id}` keeps out whoever did `{other}`, which is not done by then"),
                )
                .help(
                    format!("让“{id}”接在“{other}”之后，或写更早的步骤"),
                    format!("let `{id}` come after `{other}`, or name an earlier step"),
                ),
            });
        }
    }
}
