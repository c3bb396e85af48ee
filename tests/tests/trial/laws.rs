//! What holds of every turn, whatever the definition says: no oracle is needed to see it broken.

use std::collections::{BTreeMap, BTreeSet};
use steward_case::hall::Hall;
use steward_case::{Case, Change, ClockState, Event, Outcome, StepStatus, What};
use steward_model::{Estate, LimitId, StepId, Workflow};
use steward_time::Timestamp;

/// Messages to whoever is to do something about a step.
const ASKS: [&str; 5] = ["task", "approve", "sign", "returned", "handed"];

/// Looks at a turn, event by event, and at the case it leaves. `whole` is the wording with every task
/// that any step may have. The error says what is broken.
pub(super) fn keep(
    before: Option<&Case>,
    outcome: &Outcome,
    whole: &Workflow,
    estate: &Estate,
) -> Result<(), String> {
    let mut events = outcome.events.as_slice();
    let mut case = match (before, events) {
        (Some(case), _) => case.clone(),
        (None, [first, rest @ ..]) => {
            events = rest;
            Case::begin(first).ok_or("the first event opens nothing")?
        }
        (None, []) => return Err("a case was opened without any event".to_owned()),
    };
    for event in events {
        heard_in_time(&case, event)?;
        may_do_what_they_are_asked(&case, event, whole, estate)?;
        each_change_changes(&mut case, event)?;
    }
    if case != outcome.case {
        return Err("the events do not lead to the case".to_owned());
    }
    done_with_all_items(&case, whole)?;
    no_clock_outlives_its_step(&case)?;
    nothing_is_left_of_an_end(outcome)
}

/// Nobody hears of a limit that does not count any more.
fn heard_in_time(case: &Case, event: &Event) -> Result<(), String> {
    let of_rung = event.rung.is_some() && event.rung.as_deref() != Some("ready");
    let Some(limit) = event.limit.as_ref().filter(|_| event.what == What::Told && of_rung) else {
        return Ok(());
    };
    match case.live_clock(limit) {
        Some(_) => Ok(()),
        None => Err(format!("{:?} hear of {limit}, which counts no more", event.to)),
    }
}

/// Whoever is asked to do a step may do it.
fn may_do_what_they_are_asked(
    case: &Case,
    event: &Event,
    whole: &Workflow,
    estate: &Estate,
) -> Result<(), String> {
    let asks = event.template.as_ref().is_some_and(|template| ASKS.contains(&template.as_str()));
    let step = event.step.as_ref().and_then(|step| whole.step(step)).filter(|step| step.is_task());
    let Some(step) = step.filter(|_| event.what == What::Told && asks) else { return Ok(()) };
    if case.status(&step.id) != StepStatus::Ready {
        return Err(format!("{:?} are asked to do {}, which is not open", event.to, step.id));
    }
    let hall = Hall::new(case, whole, estate, event.at);
    for person in event.to.iter().filter_map(|id| estate.person(id)) {
        if !hall.may_do(person, step) && !hall.is_away(person) {
            return Err(format!("{} is asked to do {}, and may not", person.id, step.id));
        }
    }
    Ok(())
}

/// No change is on the record that changes nothing: the record grows with what happens, not with how
/// often somebody looks.
fn each_change_changes(case: &mut Case, event: &Event) -> Result<(), String> {
    for change in &event.changes {
        let was = case.clone();
        case.apply(&Event { n: was.events, at: was.last, changes: vec![change.clone()], ..event.clone() });
        // What people send, take or hand on once more, and the same items again.
        let moot = matches!(
            change,
            Change::Shown { .. }
                | Change::Field(..)
                | Change::Holder(..)
                | Change::Sent { .. }
                | Change::Owner(..)
                | Change::Items(..)
        );
        if *case == was && !moot {
            return Err(format!("{} {}: {change:?} changes nothing", event.what.word(), event.n));
        }
        *case = was;
        case.apply(&Event { n: case.events, changes: vec![change.clone()], ..event.clone() });
    }
    case.apply(&Event { changes: Vec::new(), ..event.clone() });
    Ok(())
}

/// A step that is done item by item is open as long as one of its items is, and done when all are.
fn done_with_all_items(case: &Case, whole: &Workflow) -> Result<(), String> {
    for step in whole.steps.iter().filter(|step| step.for_each.is_some()) {
        let now: BTreeSet<StepId> = case.tasks(&step.id).collect();
        let open = |task: &StepId| case.status(task) == StepStatus::Ready;
        let done = now.iter().all(|task| case.status(task) == StepStatus::Done);
        let any_open = now.iter().any(open);
        let right = match case.status(&step.id) {
            StepStatus::Ready => any_open,
            StepStatus::Done => done,
            StepStatus::Waiting | StepStatus::Skipped | StepStatus::Withdrawn => !any_open,
        };
        if !right {
            return Err(format!("{} is {:?}, its items are not", step.id, case.status(&step.id)));
        }
        let stray =
            case.steps.keys().find(|id| id.written() == step.id.as_str() && open(id) && !now.contains(*id));
        if let Some(stray) = stray.filter(|stray| stray.item().is_some()) {
            return Err(format!("{stray} is open, and no item any more"));
        }
    }
    Ok(())
}

/// A clock counts as long as its step is open, or still to come; the clock of an item as long as that is
/// open. No limit has two.
fn no_clock_outlives_its_step(case: &Case) -> Result<(), String> {
    let mut seen: BTreeMap<&LimitId, usize> = BTreeMap::new();
    for (number, clock) in case.clocks.iter().enumerate().filter(|(_, clock)| clock.over.is_none()) {
        if let Some(other) = seen.insert(&clock.limit, number) {
            return Err(format!("{} has two clocks, {other} and {number}", clock.limit));
        }
        if !matches!(clock.state, ClockState::Running | ClockState::Missed) {
            return Err(format!("clock {number} is {:?} and counts on", clock.state));
        }
        let Some(step) = &clock.step else { continue };
        let right = match case.status(step) {
            StepStatus::Ready => true,
            StepStatus::Waiting => step.item().is_none(),
            StepStatus::Done | StepStatus::Skipped | StepStatus::Withdrawn => false,
        };
        if !right || clock.round != case.round(step) {
            return Err(format!("clock {number} of {step} counts on, the step is {:?}", case.status(step)));
        }
    }
    Ok(())
}

fn nothing_is_left_of_an_end(outcome: &Outcome) -> Result<(), String> {
    let case = &outcome.case;
    if !case.is_over() {
        return Ok(());
    }
    let open = case.steps.values().any(|step| step.status == StepStatus::Ready);
    let counts = case.clocks.iter().any(|clock| clock.over.is_none());
    let waits = !case.untold.is_empty() || !case.pending.is_empty() || outcome.wake.is_some();
    if open || counts || waits {
        return Err("the case is over, and something of it goes on".to_owned());
    }
    Ok(())
}

/// A case without the numbers of its events, and with its clocks and messages in no order: what two
/// orders of deeds at one instant have to agree on.
pub(super) fn essence(case: &Case) -> impl PartialEq + std::fmt::Debug + use<> {
    let mut steps = case.steps.clone();
    for called in steps.values_mut().filter_map(|step| step.called.as_mut()) {
        called.call = 0;
    }
    let clock = |clock: &steward_case::Clock| -> (LimitId, u32, ClockState, Timestamp, Option<Timestamp>) {
        (clock.limit.clone(), clock.round, clock.state, clock.began, clock.due)
    };
    let mut clocks: Vec<_> = case.clocks.iter().map(clock).collect();
    clocks.sort_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
    let mut untold: Vec<String> = case.untold.iter().map(|untold| format!("{untold:?}")).collect();
    untold.sort();
    (case.state, case.ended.clone(), case.fields.clone(), steps, clocks, case.holds.clone(), untold)
}

/// What was judged of each clock, and how it stands; `None` where something else than clocks went on, which
/// begins when the engine comes to it, so that a late look makes it later.
pub(super) fn judged(case: &Case, since: &[Event]) -> Option<impl PartialEq + std::fmt::Debug + use<>> {
    let moves = [What::Ready, What::Done, What::Skipped, What::Resumed, What::Closed, What::Cancelled];
    if since.iter().any(|event| moves.contains(&event.what)) {
        return None;
    }
    let times = |clock: &steward_case::Clock| -> Vec<(usize, u32)> {
        clock.judged.iter().map(|(rung, judged)| (*rung, judged.times)).collect()
    };
    let clock = |clock: &steward_case::Clock| {
        (clock.limit.clone(), clock.round, clock.state, clock.due, times(clock))
    };
    Some(case.clocks.iter().map(clock).collect::<Vec<_>>())
}
