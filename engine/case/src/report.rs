//! What there is to show of a case at a moment: its steps, its clocks with their rungs, its open
//! tasks. Worked out, never stored.

use crate::clock::Reckoning;
use crate::hall::Hall;
use crate::{Called, Case, ClockState, StepStatus, itemised};
use std::collections::BTreeSet;
use std::sync::Arc;
use steward_model::{Estate, LimitId, RungAt, StaffId, Step, StepId, Text, Workflow};
use steward_time::Timestamp;

/// A case as it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Report {
    /// Its steps, in the order written; behind one that is done item by item the tasks of its items.
    pub steps: Vec<StepReport>,
    /// Its clocks, in the order they began.
    pub limits: Vec<ClockReport>,
}

/// A step as it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StepReport {
    /// The step.
    pub step: StepId,
    /// What people read.
    pub title: Text,
    /// Its round.
    pub round: u32,
    /// Where it stands.
    pub status: StepStatus,
    /// The roles or people it belongs to: none of a step that nobody does, several where several
    /// decide and have not yet. Of a call whose case did not end `done`, the roles that may do or
    /// repeat it.
    pub owners: Vec<String>,
    /// Who holds it.
    pub holder: Option<StaffId>,
    /// The case it called and waits for, or waited for.
    pub called: Option<Called>,
    /// When it became ready.
    pub since: Option<Timestamp>,
    /// When it was done or skipped.
    pub done: Option<Timestamp>,
    /// Who did it; while it waits for a second signature, who sent it.
    pub by: Option<StaffId>,
}

/// A clock as it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClockReport {
    /// The limit.
    pub limit: LimitId,
    /// The step it belongs to.
    pub step: Option<StepId>,
    /// The round of that step.
    pub round: u32,
    /// Where it stands.
    pub state: ClockState,
    /// Whether it stands still.
    pub paused: bool,
    /// When it is or was due.
    pub due: Option<Timestamp>,
    /// Whether that reaches beyond the years known.
    pub provisional: bool,
    /// How much of its time is used, in seconds.
    pub used: u64,
    /// Where counting began.
    pub began: Timestamp,
    /// Whether a miss was excused.
    pub excused: bool,
    /// Its rungs, as written.
    pub rungs: Vec<RungReport>,
}

/// A rung as it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RungReport {
    /// Its moment, as written.
    pub at: Arc<str>,
    /// That moment; `None`: not known yet, or left out.
    pub when: Option<Timestamp>,
    /// When it was carried out; `None`: not yet, or passed over.
    pub fired: Option<Timestamp>,
}

/// What there is to show of a case.
pub fn report(case: &Case, definition: &Workflow, estate: &Estate, now: Timestamp) -> Report {
    let definition = &*itemised(definition, case, estate);
    let hall = Hall::new(case, definition, estate, now);
    let stuck: BTreeSet<StepId> = hall.stuck_calls().map(|step| step.id.clone()).collect();
    // An item that a step has no more has nothing to show.
    let is_shown = |step: &&Step| match step.id.item() {
        Some(item) => case.items(&StepId::new(step.id.written())).iter().any(|one| one == item),
        None => true,
    };
    let steps = definition
        .steps
        .iter()
        .filter(is_shown)
        .map(|step| {
            let state = case.step(&step.id);
            let past = matches!(state.status, StepStatus::Done | StepStatus::Skipped);
            StepReport {
                step: step.id.clone(),
                title: step.title.clone(),
                round: state.round,
                status: state.status,
                owners: match (step.is_task(), stuck.contains(&step.id)) {
                    (true, _) => hall.called(step),
                    (false, true) => hall.above_calls().iter().map(ToString::to_string).collect(),
                    (false, false) => Vec::new(),
                },
                holder: state.holder,
                called: state.called,
                since: state.since,
                done: state.ended.filter(|_| past),
                by: match state.status {
                    StepStatus::Done => state.done_by,
                    StepStatus::Ready => state.sent.map(|sent| sent.by),
                    _ => None,
                },
            }
        })
        .collect();
    let limits =
        (0..case.clocks.len()).filter_map(|number| clock(case, number, definition, estate, now)).collect();
    Report { steps, limits }
}

fn clock(
    case: &Case,
    number: usize,
    definition: &Workflow,
    estate: &Estate,
    now: Timestamp,
) -> Option<ClockReport> {
    let clock = case.clocks.get(number)?;
    let reckoning = Reckoning::new(case, number, definition, estate, now)?;
    let running = clock.state == ClockState::Running;
    let paused = running && reckoning.is_paused();
    let due = if running { reckoning.due().map(|due| due.at) } else { clock.due };
    let ready = clock
        .step
        .as_ref()
        .filter(|step| case.round(step) == clock.round)
        .and_then(|step| case.steps.get(step))
        .and_then(|state| state.since);
    let rungs = reckoning
        .limit()
        .ladder
        .rungs
        .iter()
        .enumerate()
        .map(|(place, rung)| match rung.at {
            RungAt::Ready => RungReport { at: rung.written.clone(), when: ready, fired: ready },
            at => RungReport {
                at: rung.written.clone(),
                when: reckoning.rung(at, None, 0),
                fired: clock.judged.get(&place).and_then(|judged| judged.fired),
            },
        })
        .collect();
    Some(ClockReport {
        limit: clock.limit.clone(),
        step: clock.step.clone(),
        round: clock.round,
        state: clock.state,
        paused,
        due,
        provisional: clock.provisional,
        used: reckoning.used(),
        began: clock.began,
        excused: clock.excused,
        rungs,
    })
}
