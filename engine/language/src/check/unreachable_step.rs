//! What a case can never come to: a step that nothing reaches, a join that waits for what may never
//! arrive, an end.

use super::Desk;
use super::flow::{Exit, Flow};
use crate::findings::{Findings, error};
use steward_model::Place;

/// Reports ends that can't be reached, or else steps and joins.
pub(super) fn check(flow: &Flow<'_>, desk: &Desk<'_>) {
    if never_ends(flow, desk.findings) {
        return;
    }
    for step in (0..flow.begins.len()).filter(|&step| !flow.begins[step]) {
        // Where the step before can't begin either, the finding is about that one.
        let blocking =
            flow.before[step].iter().copied().find(|&from| !flow.settles(from, step) && flow.begins[from]);
        if let Some(blocking) = blocking {
            report(flow, step, blocking, desk);
        }
    }
}

fn report(flow: &Flow<'_>, step: usize, blocking: usize, desk: &Desk<'_>) {
    let (this, before) = (&flow.step(step).id, &flow.step(blocking).id);
    let notes = &desk.marks.notes;
    let named: Option<&Place> = notes.after.get(&(this.clone(), before.clone()));
    let place = named.unwrap_or(&flow.step(step).place);
    let others = flow.before[step].iter().any(|&from| flow.settles(from, step));
    let draft = if others {
        error(
            "stuck-join",
            place,
            format!("“{this}”在这里汇合，但“{before}”永远不会走到这里"),
            format!("`{this}` joins here, but `{before}` never arrives"),
        )
    } else {
        error(
            "unreachable-step",
            place,
            format!("步骤“{this}”永远轮不到：“{before}”之后不会走到它"),
            format!("nothing reaches the step `{this}`: `{before}` never leads to it"),
        )
    };
    let (zh, en) = why(&flow.exits[blocking]);
    desk.findings.add(draft.also(&flow.step(blocking).place, zh, en).help(
        format!("给“{before}”加上 `if`，或改 `after`"),
        format!("give `{before}` an `if`, or change `after`"),
    ));
}

fn why(exits: &[Exit]) -> (&'static str, &'static str) {
    let all = |wanted: fn(&Exit) -> bool| exits.iter().all(wanted);
    if all(|exit| matches!(exit, Exit::End)) {
        ("这一步之后案件就结束了", "the case ends with this step")
    } else if all(|exit| matches!(exit, Exit::Back { .. })) {
        ("这一步之后总是退回", "this step always leads back")
    } else {
        ("这一步之后总是去别处", "this step always leads elsewhere")
    }
}

/// A case ends when every step is done or skipped, or where something ends it.
fn never_ends(flow: &Flow<'_>, findings: &Findings) -> bool {
    let steps = 0..flow.begins.len();
    let ends = |step: usize| flow.begins[step] && flow.exits[step].contains(&Exit::End);
    if steps.clone().any(ends) {
        return false;
    }
    let Some(stuck) = steps.clone().find(|&step| flow.begins[step] && !flow.can_be_left(step)) else {
        return false;
    };
    let step = flow.step(stuck);
    let place = step.then.first().map_or(&step.place, |line| &line.place);
    let id = &step.id;
    findings.add(
        error(
            "never-ends",
            place,
            format!("案件永远不会结束：“{id}”完成后总是退回"),
            format!("a case can never end: `{id}` always leads back"),
        )
        .help(
            "给这一行加上 `if`，或加上 `rounds` 和 `after_that`",
            "give this line an `if`, or `rounds` and `after_that`",
        ),
    );
    true
}
