//! A branch that nothing waits for: the case is not finished before it is, but no step says so, and
//! most often an `after` was forgotten.

use super::Desk;
use super::flow::{Exit, Flow};
use crate::findings::warning;

/// Warns of each last step that is not the end of the main line.
pub(super) fn check(flow: &Flow<'_>, desk: &Desk<'_>) {
    let steps = 0..flow.before.len();
    let is_last = |step: &usize| !flow.before.iter().any(|before| before.contains(step));
    let last: Vec<usize> = steps.clone().filter(is_last).collect();
    let Some((&main, loose)) = last.split_last() else { return };
    for &step in loose {
        let ends = flow.exits[step].iter().all(|exit| *exit == Exit::End);
        // A branch is as far back as it serves this end alone.
        let branch = |at: usize| at == step || flow.follows(at, step) && !flow.follows(at, main);
        let meant = steps.clone().any(|at| branch(at) && flow.step(at).side);
        if ends || meant {
            continue;
        }
        let (id, place) = (&flow.step(step).id, &flow.step(step).place);
        let main = &flow.step(main).id;
        desk.findings.add(
            warning(
                "loose-branch",
                place,
                format!("没有步骤等“{id}”"),
                format!("no step waits for `{id}`"),
            )
            .help(
                format!("让后面的步骤写 `after: [{id}, …]`；就是这个意思则给“{id}”加上 `side: true`。主线止于“{main}”"),
                format!("name it in the `after` of a later step, or write `side: true` if that is meant; the main line ends with `{main}`"),
            ),
        );
    }
}
