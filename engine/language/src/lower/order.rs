//! The order of steps, worked out once: where each stands, and what follows from it.

use std::collections::{BTreeMap, BTreeSet};
use steward_model::{Step, StepId};

/// Where each step stands, and for each the steps that follow from it, near or far, in the order
/// written. A circle makes its steps follow from themselves; `check` refuses it.
pub(crate) fn order(steps: &[Step]) -> (BTreeMap<StepId, usize>, BTreeMap<StepId, Vec<StepId>>) {
    let index: BTreeMap<StepId, usize> =
        steps.iter().enumerate().map(|(at, step)| (step.id.clone(), at)).collect();
    let mut next: Vec<Vec<usize>> = vec![Vec::new(); steps.len()];
    for (at, step) in steps.iter().enumerate() {
        for before in step.after.iter().filter_map(|id| index.get(id)) {
            next[*before].push(at);
        }
    }
    let following = steps
        .iter()
        .enumerate()
        .map(|(at, step)| {
            let mut reached = BTreeSet::new();
            let mut open = next[at].clone();
            while let Some(at) = open.pop() {
                if reached.insert(at) {
                    open.extend(&next[at]);
                }
            }
            let ids = reached.into_iter().map(|at| steps[at].id.clone()).collect();
            (step.id.clone(), ids)
        })
        .collect();
    (index, following)
}
