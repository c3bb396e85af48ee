//! The next moment at which time alone changes something, and why. A case that waits for a person
//! alone has none, and costs nothing.

use crate::clock::end_of;
use crate::guard::instant;
use crate::turn::Turn;
use crate::{Case, StepStatus};
use steward_model::{LimitId, Step, StepId, StepKind, Workflow};
use steward_time::{Span, Timestamp, WorkingTime};

/// When to look again, and why.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Wake {
    /// When.
    pub at: Timestamp,
    /// Why.
    pub why: Due,
}

/// What time brings.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Due {
    /// A rung or the miss of a limit.
    Limit(LimitId),
    /// A wait ends.
    WaitEnds(StepId),
    /// A date that a step waits for has been empty for a workday.
    DateStillEmpty(StepId),
    /// All the time a case may be held is used up.
    HoldEnds,
    /// Somebody comes on duty, or back, who has to hear of a step.
    SomebodyReturns(StepId),
    /// The duty of who holds a step ends.
    DutyEnds(StepId),
}

/// A date that a step waits for may be empty this long before it is told (S32).
const EMPTY_DATE: Span = Span::Workdays(1);

impl Turn<'_> {
    /// The earliest of all that time will bring; perhaps in the past already.
    pub(crate) fn next_moment(&self) -> Option<Wake> {
        if self.case.is_over() {
            return None;
        }
        let clocks = (0..self.case.clocks.len())
            .filter(|&number| self.case.clocks[number].over.is_none())
            .filter_map(|number| {
                let at = self.next_of(number)?.at;
                Some(Wake { at, why: Due::Limit(self.case.clocks[number].limit.clone()) })
            });
        let waits = self.waiting().filter_map(|step| {
            self.wait_end(step).map(|at| Wake { at, why: Due::WaitEnds(step.id.clone()) })
        });
        let empty = self.waiting().filter_map(|step| {
            self.empty_at(step).map(|at| Wake { at, why: Due::DateStillEmpty(step.id.clone()) })
        });
        let hold = self.hold_end().map(|at| Wake { at, why: Due::HoldEnds });
        let returns = self.case.untold.iter().filter_map(|untold| {
            let at = self.hall().there_at(&untold.who, self.step(&untold.step)?, self.looked)?;
            Some(Wake { at, why: Due::SomebodyReturns(untold.step.clone()) })
        });
        let duties = self.held_steps().filter_map(|step| {
            let at = self.hall().holding_ends(step)?;
            Some(Wake { at, why: Due::DutyEnds(step.id.clone()) })
        });
        clocks.chain(waits).chain(empty).chain(hold).chain(returns).chain(duties).min_by_key(|wake| wake.at)
    }

    /// Open steps that somebody holds, in the order written.
    pub(crate) fn held_steps(&self) -> impl Iterator<Item = &Step> {
        let definition: &Workflow = self.ctx.definition;
        let is_held =
            |step: &&Step| self.case.steps.get(&step.id).is_some_and(|state| state.holder.is_some());
        definition
            .steps
            .iter()
            .filter(|step| step.is_task() && self.case.status(&step.id) == StepStatus::Ready)
            .filter(is_held)
    }

    /// Steps that wait for time, in the order written.
    pub(crate) fn waiting(&self) -> impl Iterator<Item = &Step> {
        let definition: &Workflow = self.ctx.definition;
        definition
            .steps
            .iter()
            .filter(|step| matches!(step.kind, StepKind::Wait(_) | StepKind::WaitUntil(_)))
            .filter(|step| self.case.status(&step.id) == StepStatus::Ready)
    }

    /// When a wait ends; `None` while it stands still or its date is empty. A `wait_until` goes on
    /// while the case is held, and counts on resuming.
    pub(crate) fn wait_end(&self, step: &Step) -> Option<Timestamp> {
        if self.case.is_held() {
            return None;
        }
        let calendar = self.ctx.estate.calendar(&step.calendar)?;
        match &step.kind {
            StepKind::Wait(span) => {
                let since = self.case.steps.get(&step.id)?.since?;
                end_of(calendar, since, *span, holds(&self.case, self.now))
            }
            StepKind::WaitUntil(field) => instant(self.case.fields.get(field)?, calendar),
            _ => None,
        }
    }

    /// When an empty date is told about, once; a hold does not put that off.
    pub(crate) fn empty_at(&self, step: &Step) -> Option<Timestamp> {
        let StepKind::WaitUntil(field) = &step.kind else {
            return None;
        };
        let state = self.case.steps.get(&step.id)?;
        if state.empty_told || self.case.fields.contains_key(field) {
            return None;
        }
        Some(self.calendar()?.add(state.since?, EMPTY_DATE)?.at)
    }

    /// When the present hold ends by itself: a clock that begins with the first hold and stands
    /// still between holds (S25).
    pub(crate) fn hold_end(&self) -> Option<Timestamp> {
        if !self.case.is_held() {
            return None;
        }
        self.holds_used_up_at(self.calendar()?)
    }

    /// When all holds together have taken what they may, if the case were held from now on.
    pub(crate) fn holds_used_up_at(&self, calendar: &WorkingTime) -> Option<Timestamp> {
        let span = self.ctx.definition.hold.as_ref()?.at_most?;
        let first = self.case.holds.first()?.from;
        let ends = self.case.holds.iter().map(|hold| hold.to);
        let begins = self.case.holds.iter().skip(1).map(|hold| Some(hold.from)).chain([None]);
        let between = ends.zip(begins).filter_map(|(end, begin)| Some((end?, begin.unwrap_or(self.now))));
        end_of(calendar, first, span, between)
    }
}

/// The holds of a case as intervals; one that still runs ends now.
fn holds(case: &Case, now: Timestamp) -> impl Iterator<Item = (Timestamp, Timestamp)> {
    case.holds.iter().map(move |hold| (hold.from, hold.to.unwrap_or(now)))
}
