//! The records of a case and of those it called, as one course of events: in the order of time, and within
//! a second each after what brought it about.

use std::collections::BTreeMap;
use steward_case::{CaseId, Change, Event};
use steward_model::StepId;
use steward_service::Shown;

/// A case that is told of: the recorded one first, then those it called.
pub(super) struct Told {
    pub(super) shown: Shown,
    /// The call that opened it; `None`: it is the recorded one.
    pub(super) called: Option<Call>,
}

/// A call that a case waited for.
pub(super) struct Call {
    /// The step that called.
    pub(super) step: StepId,
    /// The number of the caller's event that asked for the other case.
    pub(super) number: u32,
    /// The other case.
    pub(super) case: CaseId,
}

/// The calls that a case waited for and that opened another case, in their order.
pub(super) fn calls(events: &[Event]) -> Vec<Call> {
    let mut asked: BTreeMap<&StepId, u32> = BTreeMap::new();
    let mut calls = Vec::new();
    for change in events.iter().flat_map(|event| &event.changes) {
        match change {
            Change::Calls { step, call } => drop(asked.insert(step, *call)),
            Change::CallOpened { step, case } => calls.extend(asked.get(step).map(|call| Call {
                step: step.clone(),
                number: *call,
                case: case.clone(),
            })),
            _ => {}
        }
    }
    calls
}

/// An event of one of the cases.
#[derive(Clone, Copy)]
pub(super) struct Happened<'a> {
    /// The place of the case.
    pub(super) of: usize,
    pub(super) event: &'a Event,
}

/// All that happened to the cases.
pub(super) fn course(cases: &[Told]) -> Vec<Happened<'_>> {
    let mut next = vec![0; cases.len()];
    let mut course = Vec::new();
    loop {
        let heads = (0..cases.len()).filter_map(|of| {
            let event = cases[of].shown.events.get(next[of])?;
            Some(Happened { of, event })
        });
        let heads: Vec<Happened<'_>> = heads.collect();
        let may_come = |head: &&Happened<'_>| {
            has_its_cause(head, cases, &next) && !ends_what_goes_on(head, cases, &next)
        };
        let first = heads.iter().filter(may_come).min_by_key(|head| (head.event.at, head.of));
        let Some(head) = first.or(heads.first()) else { return course };
        course.push(*head);
        next[head.of] += 1;
    }
}

/// Whether what brought an event about is among those that came already: of a called case the call, of
/// news of such a case what it is news of.
fn has_its_cause(head: &Happened<'_>, cases: &[Told], next: &[usize]) -> bool {
    let came = |of: usize| &cases[of].shown.events[..next[of]];
    if let Some(call) = &cases[head.of].called {
        return came(0).iter().any(|event| event.n == call.number);
    }
    head.event.changes.iter().all(|change| {
        let (Change::CallOpened { case, .. } | Change::CallEnded { case, .. }) = change else { return true };
        let Some(of) = cases.iter().position(|told| told.shown.case.id == *case) else { return true };
        match change {
            Change::CallOpened { .. } => next[of] > 0,
            _ => came(of).iter().any(ends),
        }
    })
}

/// Whether a turn of the caller has a step wait no more for a case in which something else was done within
/// that second: the record doesn't say which came first, but after it the other case is over.
fn ends_what_goes_on(head: &Happened<'_>, cases: &[Told], next: &[usize]) -> bool {
    let now = head.event.at;
    let turn = cases[0].shown.events[next[0]..].iter().take_while(|event| event.at == now);
    let changes = turn.filter(|_| head.of == 0).flat_map(|event| &event.changes);
    let withdrawn = changes.filter_map(|change| match change {
        Change::Withdrawn(step) => Some(step),
        _ => None,
    });
    let withdrawn: Vec<&StepId> = withdrawn.collect();
    cases.iter().zip(next).any(|(told, next)| {
        let waited_for = told.called.as_ref().is_some_and(|call| withdrawn.contains(&&call.step));
        let goes_on = |event: &Event| event.at <= now && !ends(event);
        waited_for && *next > 0 && told.shown.events.get(*next).is_some_and(goes_on)
    })
}

/// Whether a case ends with an event.
pub(super) fn ends(event: &Event) -> bool {
    event.changes.iter().any(|change| matches!(change, Change::Ended(..)))
}
