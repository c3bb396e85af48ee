//! Steps that wait for each other: none of them ever begins.

use super::Desk;
use super::flow::Flow;
use crate::findings::error;
use steward_model::StepId;

/// Reports each circle once. Whether there was none.
pub(super) fn check(flow: &Flow<'_>, desk: &Desk<'_>) -> bool {
    let mut reported: Vec<usize> = Vec::new();
    for start in 0..flow.before.len() {
        if !flow.follows(start, start) || reported.contains(&start) {
            continue;
        }
        let circle = circle(flow, start);
        reported.extend(&circle);
        report(flow, &circle, desk);
    }
    reported.is_empty()
}

/// The way from a step back to itself, against the order: each waits for the next.
fn circle(flow: &Flow<'_>, start: usize) -> Vec<usize> {
    let mut way = vec![start];
    let mut here = start;
    loop {
        let next = flow.before[here]
            .iter()
            .copied()
            .find(|&before| before == start || flow.follows(start, before) && !way.contains(&before));
        match next {
            Some(next) if next != start => {
                way.push(next);
                here = next;
            }
            _ => return way,
        }
    }
}

fn report(flow: &Flow<'_>, circle: &[usize], desk: &Desk<'_>) {
    let id = |at: usize| &flow.step(at).id;
    let notes = &desk.marks.notes;
    let named = |from: usize, to: usize| notes.after.get(&(id(from).clone(), id(to).clone()));
    let next = |at: usize| circle[(at + 1) % circle.len()];
    let first = circle[0];
    let place = named(first, next(0)).unwrap_or(&flow.step(first).place);
    let (first_id, second) = (id(first), id(next(0)));
    let chain: Vec<&str> = circle.iter().chain([&first]).map(|&at| StepId::as_str(id(at))).collect();
    let mut draft = if circle.len() == 1 {
        error(
            "after-circle",
            place,
            format!("步骤“{}”在等它自己", id(first)),
            format!("the step `{}` waits for itself", id(first)),
        )
    } else {
        let chain = chain.join(" → ");
        error(
            "after-circle",
            place,
            format!("这些步骤互相等待：{chain}"),
            format!("these steps wait for each other: {chain}"),
        )
    };
    draft = draft.label(format!("“{first_id}”等“{second}”"), format!("`{first_id}` waits for `{second}`"));
    for (at, &step) in circle.iter().enumerate().skip(1) {
        let place = named(step, next(at)).unwrap_or(&flow.step(step).place);
        let (this, other) = (id(step), id(next(at)));
        draft = draft.also(place, format!("“{this}”等“{other}”"), format!("`{this}` waits for `{other}`"));
    }
    desk.findings.add(draft.help(
        "改其中一个的 `after`；没有写 `after` 的步骤接在上一个写的步骤之后",
        "change the `after` of one; a step without it comes after the one written before it",
    ));
}
