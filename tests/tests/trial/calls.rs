//! What becomes of the calls that are waited for.

use super::Trial;
use std::collections::BTreeSet;
use steward_case::advance::Outcome;
use steward_case::{CallState, Case, Change, Effect, StepStatus};
use steward_model::StepId;

impl Trial<'_> {
    /// Every call that is made goes on until news of its case comes, or is called off, once.
    pub(super) fn calls_are_settled(&mut self, outcome: &Outcome) -> Result<(), String> {
        let mut on = self.calls_on(&self.case);
        let mut off = BTreeSet::new();
        for effect in &outcome.effects {
            match effect {
                Effect::Call(call) if call.awaited => {
                    on.insert(call.event);
                    let asked = outcome.events.iter().find(|event| event.n == call.event);
                    let step = asked.and_then(|event| event.step.clone()).ok_or("nobody called")?;
                    self.calls.entry(step).or_default().push(call.event);
                }
                Effect::Figures(asked) => self.figures.push(asked.clone()),
                Effect::CallOff(call) if !off.insert(call.call) => {
                    return Err(self.failed("a call was called off twice"));
                }
                _ => {}
            }
        }
        let heard = |change: &Change| match change {
            Change::CallEnded { step, .. } | Change::CallRefused(step) => Some(step.clone()),
            _ => None,
        };
        let heard: BTreeSet<StepId> =
            outcome.events.iter().flat_map(|event| &event.changes).filter_map(heard).collect();
        let still = self.calls_on(&outcome.case);
        for call in &on {
            let of_heard = heard.iter().any(|step| self.calls[step].contains(call));
            let ends = [still.contains(call), off.contains(call), of_heard];
            if ends.iter().filter(|end| **end).count() != 1 {
                return Err(self.failed(&format!("call {call} goes on, is off, is heard of: {ends:?}")));
            }
        }
        if off.iter().any(|call| !on.contains(call)) {
            return Err(self.failed("what is called off was not waited for"));
        }
        Ok(())
    }

    pub(super) fn calls_on(&self, case: &Case) -> BTreeSet<u32> {
        let open = case.steps.values().filter(|step| step.status == StepStatus::Ready);
        let called = open.filter_map(|step| step.called.as_ref());
        called.filter(|called| called.state == CallState::Running).map(|called| called.call).collect()
    }
}
