//! What the list tells of items, second signatures, calls and budgets.

use super::{CallState, Happened, History};
use steward_model::{BudgetOf, EndWord, StaffId, StepId};

impl History {
    /// What a step was done for each of when it became ready last.
    pub(in crate::oracle) fn items(&self, step: &StepId) -> &[String] {
        let found = self.entries.iter().rev().find_map(|entry| match &entry.what {
            Happened::Items(id, items) if id == step => Some(items.as_slice()),
            _ => None,
        });
        found.unwrap_or_default()
    }

    /// The tasks of those items.
    pub(in crate::oracle) fn tasks(&self, step: &StepId) -> Vec<StepId> {
        self.items(step).iter().map(|item| step.of_item(item)).collect()
    }

    /// What was sent of a step in its present round and waits, or waited, for a second signature: by
    /// whom, and whether anything failed.
    pub(in crate::oracle) fn sent(&self, step: &StepId) -> Option<(&StaffId, bool)> {
        self.entries[self.round_begins(step)..].iter().rev().find_map(|entry| match &entry.what {
            Happened::Sent(id, by, failed) if id == step => Some((by, *failed)),
            _ => None,
        })
    }

    /// The list as it would be if nothing had been sent of a step in its present round.
    pub(in crate::oracle) fn as_if_not_sent(&self, step: &StepId) -> Self {
        let mut other = self.clone();
        let begins = self.round_begins(step);
        for entry in &mut other.entries[begins..] {
            if matches!(&entry.what, Happened::Sent(id, ..) if id == step) {
                entry.what = Happened::Freed(step.clone());
            }
        }
        other
    }

    /// How often a step has asked for another case, in whatever round.
    pub(in crate::oracle) fn calls_made(&self, step: &StepId) -> usize {
        self.entries.iter().filter(|e| matches!(&e.what, Happened::Called(id) if id == step)).count()
    }

    /// How the call stands that a step made last in its present round, and how its case ended.
    pub(in crate::oracle) fn call(&self, step: &StepId) -> Option<(CallState, Option<&EndWord>)> {
        self.entries[self.round_begins(step)..].iter().rev().find_map(|entry| match &entry.what {
            Happened::Called(id) if id == step => Some((CallState::Running, None)),
            Happened::CallEnded(id, word, true) if id == step => Some((CallState::Settled, Some(word))),
            Happened::CallEnded(id, word, false) if id == step => Some((CallState::Stuck, Some(word))),
            Happened::CallRefused(id) if id == step => Some((CallState::Stuck, None)),
            _ => None,
        })
    }

    /// Whether a budget was told to be used up.
    pub(in crate::oracle) fn is_over_budget(&self, of: &BudgetOf) -> bool {
        self.entries.iter().any(|entry| matches!(&entry.what, Happened::OverBudget(one) if one == of))
    }
}
