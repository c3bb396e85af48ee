//! The records of a case and of those it called, as one course of events.

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

/// All that happened to the cases, as it was committed: what brings something about was committed before it.
/// `order` tells the events by case and number.
pub(super) fn course<'a>(cases: &'a [Told], order: &[(CaseId, u32)]) -> Vec<Happened<'a>> {
    let places: BTreeMap<&CaseId, usize> =
        cases.iter().enumerate().map(|(of, told)| (&told.shown.case.id, of)).collect();
    let mut course: Vec<Happened<'_>> = order
        .iter()
        .filter_map(|(case, n)| {
            let of = *places.get(case)?;
            let events = &cases[of].shown.events;
            let event = &events[events.binary_search_by_key(n, |event| event.n).ok()?];
            Some(Happened { of, event })
        })
        .collect();
    // A store that was moved from an earlier form knows the order of single seconds only.
    course.sort_by_key(|happened| happened.event.at);
    course
}

/// Whether a case ends with an event.
pub(super) fn ends(event: &Event) -> bool {
    event.changes.iter().any(|change| matches!(change, Change::Ended(..)))
}
