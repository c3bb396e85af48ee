//! A loop that goes round for ever without anybody doing anything: it would fill the record and
//! flood people with messages.

use super::Desk;
use super::flow::{Exit, Flow};
use crate::findings::error;
use steward_model::ThenAction;

/// Reports each way back that no person's step and no number of rounds stops.
pub(super) fn check(flow: &Flow<'_>, desk: &Desk<'_>) {
    for from in (0..flow.exits.len()).filter(|&step| flow.begins[step]) {
        if flow.step(from).is_for_people() {
            continue;
        }
        for exit in &flow.exits[from] {
            if let Exit::Back { to, bounded: false } = *exit
                && loop_of(flow, to, from).all(|step| goes_by_itself(flow, step))
            {
                report(flow, from, to, desk);
            }
        }
    }
}

/// The steps that are opened again: the one gone back to, and those on the way from it.
fn loop_of(flow: &Flow<'_>, to: usize, from: usize) -> impl Iterator<Item = usize> {
    let steps = 0..flow.exits.len();
    steps.filter(move |&step| step == to || step != from && flow.is_between(to, step, from))
}

/// A person's step stops a loop only when it can't be skipped.
fn goes_by_itself(flow: &Flow<'_>, step: usize) -> bool {
    let of = flow.step(step);
    !of.is_for_people() || of.guard.is_some() || flow.is_jumped(step)
}

fn report(flow: &Flow<'_>, from: usize, to: usize, desk: &Desk<'_>) {
    let (step, target) = (flow.step(from), &flow.step(to).id);
    let leads_back =
        |action: &ThenAction| matches!(action, ThenAction::BackTo { step, rounds: None } if step == target);
    let line = step.then.iter().find(|line| line.actions().any(leads_back));
    let place = line.map_or(&step.place, |line| &line.place);
    let id = &step.id;
    desk.findings.add(
        error(
            "endless-loop",
            place,
            format!("从“{id}”退回“{target}”，没有人做事也会一直转下去"),
            format!("from `{id}` back to `{target}` goes round for ever without anybody acting"),
        )
        .also(&flow.step(to).place, "循环从这里开始", "the loop begins here")
        .help(
            "加上 `rounds: 3` 和 `after_that: { … }`，或在中间放一个由人完成的步骤",
            "write `rounds: 3` and `after_that: { … }`, or put a person's step between them",
        ),
    );
}
