//! How a case may move through a workflow, as far as that can be told without running it: which
//! steps can begin, and how each can be left. Several checks ask here.

use steward_model::{Step, StepId, StepKind, ThenAction, Workflow};

/// A way out of a step that is done.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Exit {
    /// On to what comes next.
    Pass,
    /// To a later step; those between are skipped.
    OnTo(usize),
    /// To an earlier step. `bounded`: only so many times.
    Back { to: usize, bounded: bool },
    /// The case ends.
    End,
}

/// A workflow seen as steps and the ways between them. Steps are numbers, in the order written.
pub(super) struct Flow<'a> {
    pub(super) workflow: &'a Workflow,
    /// Of each step, those that must be done or skipped before it.
    pub(super) before: Vec<Vec<usize>>,
    /// Of each step, the ways out of it.
    pub(super) exits: Vec<Vec<Exit>>,
    /// Whether each step can begin at all.
    pub(super) begins: Vec<bool>,
    /// Whether the second follows from the first.
    follows: Vec<Vec<bool>>,
}

impl<'a> Flow<'a> {
    pub(super) fn of(workflow: &'a Workflow) -> Self {
        let at = |id: &StepId| workflow.index.get(id).copied();
        let count = workflow.steps.len();
        let before = workflow.steps.iter().map(|step| step.after.iter().filter_map(at).collect());
        let mut follows = vec![vec![false; count]; count];
        for (row, step) in follows.iter_mut().zip(&workflow.steps) {
            for later in workflow.following(&step.id).iter().filter_map(at) {
                row[later] = true;
            }
        }
        let mut flow = Self {
            workflow,
            before: before.collect(),
            exits: workflow.steps.iter().map(|step| exits(step, &at)).collect(),
            begins: vec![false; count],
            follows,
        };
        while flow.finds_more() {}
        flow
    }

    /// Marks steps that can begin now that others can. Whether there were any.
    fn finds_more(&mut self) -> bool {
        let mut found = false;
        for step in 0..self.begins.len() {
            let can = || self.before[step].iter().all(|&from| self.settles(from, step));
            if !self.begins[step] && can() {
                self.begins[step] = true;
                found = true;
            }
        }
        found
    }

    pub(super) fn step(&self, at: usize) -> &'a Step {
        &self.workflow.steps[at]
    }

    /// Whether `later` follows from `earlier`, near or far.
    pub(super) fn follows(&self, earlier: usize, later: usize) -> bool {
        self.follows[earlier][later]
    }

    /// Whether `step` lies on a way from `from` to `to`.
    pub(super) fn is_between(&self, from: usize, step: usize, to: usize) -> bool {
        self.follows(from, step) && self.follows(step, to)
    }

    /// Whether `from` can be done or skipped so that `step`, which comes after it, may begin.
    pub(super) fn settles(&self, from: usize, step: usize) -> bool {
        let goes_on = || {
            self.step(from).guard.is_some()
                || self.exits[from].iter().any(|exit| match exit {
                    Exit::Pass => true,
                    Exit::OnTo(target) => !self.is_between(from, step, *target),
                    Exit::Back { .. } | Exit::End => false,
                })
        };
        self.begins[from] && goes_on() || self.is_jumped(from)
    }

    /// Whether a step that can begin may skip this one with `on_to`.
    pub(super) fn is_jumped(&self, step: usize) -> bool {
        (0..self.exits.len()).filter(|&from| self.begins[from]).any(|from| {
            self.exits[from]
                .iter()
                .any(|exit| matches!(exit, Exit::OnTo(target) if self.is_between(from, step, *target)))
        })
    }

    /// Whether a step can be done or skipped and left behind.
    pub(super) fn can_be_left(&self, step: usize) -> bool {
        let onward = |exit: &Exit| matches!(exit, Exit::Pass | Exit::OnTo(_));
        let goes_on = self.step(step).guard.is_some() || self.exits[step].iter().any(onward);
        self.begins[step] && goes_on || self.is_jumped(step)
    }
}

fn exits(step: &Step, at: &impl Fn(&StepId) -> Option<usize>) -> Vec<Exit> {
    if matches!(step.kind, StepKind::End(_)) {
        return vec![Exit::End];
    }
    let mut exits: Vec<Exit> = Vec::new();
    for line in &step.then {
        leads(&line.action, at, &mut exits);
    }
    if step.then.iter().all(|line| line.guard.is_some()) {
        exits.push(Exit::Pass);
    }
    if matches!(step.kind, StepKind::Approve { refused: Some(_), .. }) {
        exits.push(Exit::End);
    }
    exits
}

fn leads(action: &ThenAction, at: &impl Fn(&StepId) -> Option<usize>, exits: &mut Vec<Exit>) {
    match action {
        ThenAction::BackTo { step, rounds } => {
            exits.extend(at(step).map(|to| Exit::Back { to, bounded: rounds.is_some() }));
            if let Some((_, after)) = rounds {
                leads(after, at, exits);
            }
        }
        ThenAction::OnTo(step) => exits.extend(at(step).map(Exit::OnTo)),
        // Done once more, it is left without asking again.
        ThenAction::HandTo(_) => exits.push(Exit::Pass),
        ThenAction::End(_) => exits.push(Exit::End),
    }
}
