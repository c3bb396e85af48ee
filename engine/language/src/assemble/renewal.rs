//! `steward.yaml` was written otherwise, but what workflows ask of it is the same but for the ladder of those
//! that have none: then they are not read again, only what they hold of that file is renewed: its text, which
//! cases are pinned to, the rungs of its ladder, which know where they are written, and their hash.

use super::pinned::{self, Kept};
use crate::findings::Findings;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;
use steward_model::{Ladder, Sources, Workflow};

/// What is put in place of what.
pub(super) struct Renewal<'a> {
    top: &'a Kept,
    ladder: [&'a Ladder; 2],
    /// Whether the ladder from above says what it said.
    pub(super) same_ladder: bool,
    /// Workflows that were renewed, by what they were.
    done: RefCell<BTreeMap<*const Workflow, Arc<Workflow>>>,
}

impl<'a> Renewal<'a> {
    /// `top`: `steward.yaml` as it is now. `from`, `to`: the ladder from above as it was and is.
    pub(super) fn new(top: &'a Kept, from: &'a Ladder, to: &'a Ladder, same_ladder: bool) -> Self {
        Self { top, ladder: [from, to], same_ladder, done: RefCell::default() }
    }

    /// Whether what was found is so still: nothing of it points at a line of `steward.yaml`.
    pub(super) fn holds(&self, found: &Findings) -> bool {
        !found.point_into(&self.top.0)
    }

    /// Whether a ladder is none, so that it can't be told whose it was.
    pub(super) fn is_from_none(&self) -> bool {
        let [from, _] = self.ladder;
        from.rungs.is_empty()
    }

    /// The ladder of workflows that have none, where this is it.
    pub(super) fn ladder(&self, ladder: &mut Ladder) {
        let [from, to] = self.ladder;
        if ladder.is(from) {
            *ladder = to.clone();
        }
    }

    /// A workflow with the rungs where they are now.
    pub(super) fn workflow(&self, workflow: &Arc<Workflow>) -> Arc<Workflow> {
        self.with_hash(workflow, workflow.hash.clone())
    }

    /// The same with another hash, where its ladder is another.
    pub(super) fn with_hash(&self, workflow: &Arc<Workflow>, hash: Arc<str>) -> Arc<Workflow> {
        let [from, to] = self.ladder;
        let steps = workflow.steps.iter().map(|step| &step.ladder);
        let mut ladders = steps.chain(workflow.all_limits().map(|limit| &limit.ladder));
        if hash == workflow.hash && !ladders.any(|ladder| ladder.is(from)) {
            return workflow.clone();
        }
        let renewed = || {
            let mut renewed = Workflow { hash, ..(**workflow).clone() };
            let steps = renewed.steps.iter_mut();
            let of_steps = steps.flat_map(|step| {
                let of_limit = step.limit.as_mut().map(|limit| &mut limit.ladder);
                of_limit.into_iter().chain(std::iter::once(&mut step.ladder))
            });
            let ladders = of_steps.chain(renewed.limits.iter_mut().map(|limit| &mut limit.ladder));
            ladders.filter(|ladder| ladder.is(from)).for_each(|ladder| *ladder = to.clone());
            Arc::new(renewed)
        };
        let mut done = self.done.borrow_mut();
        done.entry(Arc::as_ptr(workflow)).or_insert_with(renewed).clone()
    }

    /// The texts of a workflow with that of `steward.yaml` as it is now.
    pub(super) fn sources(&self, sources: &Sources) -> Sources {
        pinned::renewed(sources, self.top)
    }
}
