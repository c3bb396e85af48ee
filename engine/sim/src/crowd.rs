//! Many cases at random over four weeks: who gets how many messages a day, which limit is missed
//! first, how many tasks a role is given in which hour. Each case goes its own way; what happens
//! between cases (a digest, what a budget holds back) is left out.

use crate::dice::Dice;
use crate::rehearse::{Conduct, Rehearsal, rehearse};
use crate::world::Judges;
use std::collections::{BTreeMap, BTreeSet};
use steward_case::hall::Hall;
use steward_case::{Case, ClockState, Refusal, Tally, What, itemised};
use steward_model::{
    Budget, Estate, FieldId, Handbook, LimitId, StaffId, Standard, Start, StartKind, Value, Workflow,
};
use steward_time::civil::Date;
use steward_time::{Timestamp, WorkingTime};

/// The cases are opened within so many days.
pub const DAYS: u32 = 28;

/// What came of many cases.
#[derive(Clone, Default, Debug)]
pub struct Crowd {
    /// How many there were.
    pub cases: u32,
    /// How many came to an end.
    pub closed: u32,
    /// For each person, how many messages on which day; each channel is one.
    pub messages: BTreeMap<StaffId, BTreeMap<Date, u32>>,
    /// Of these, how many count towards their budget; by however many channels it goes, a message is one.
    pub counted: BTreeMap<StaffId, BTreeMap<Date, u32>>,
    /// What became of each limit, in the order written.
    pub limits: Vec<(LimitId, Kept)>,
    /// The figure of each of the workflow's standards that has one, in the order written.
    pub standards: Vec<Tally>,
    /// For each owner (a role or person), how many tasks in which hour of the day.
    pub tasks: BTreeMap<String, [u32; 24]>,
}

/// What became of a limit.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Kept {
    /// How often it was met.
    pub met: u32,
    /// How often it was missed.
    pub missed: u32,
    /// In how many cases it was the first to be missed.
    pub first: u32,
}

/// The cases that are rehearsed.
#[derive(Clone, Copy, Debug)]
pub struct Draw<'a> {
    /// They are opened within four weeks from here.
    pub from: Timestamp,
    /// How many.
    pub cases: u32,
    /// What holds in each of them.
    pub fields: &'a BTreeMap<FieldId, Value>,
    /// The same dice give the same cases.
    pub dice: Dice,
}

/// Rehearses many cases. Before each, `go_on` is called with how many there were.
///
/// They are opened at random within the open time of four weeks: that of the first step's limit, else
/// of the workflow. Those that nothing but the clock opens are opened at its hours.
///
/// # Errors
///
/// What kept a case from being opened or a step from being done.
pub fn crowd(
    handbook: &Handbook,
    judges: &Judges,
    estate: &Estate,
    definition: &Workflow,
    Draw { from, cases, fields, dice }: Draw<'_>,
    mut go_on: impl FnMut(u32),
) -> Result<Crowd, Refusal> {
    let limits = definition.all_limits().map(|limit| (limit.id.clone(), Kept::default())).collect();
    let measured = definition.standards.iter().filter_map(Standard::measured);
    let standards = measured.map(|(measure, _)| Tally::new(measure.clone())).collect();
    let mut crowd = Crowd { limits, standards, ..Crowd::default() };
    let calendar = doors(definition, estate);
    let until = Timestamp::from_second(from.as_second() + i64::from(DAYS) * 86_400).unwrap_or(from);
    let open = calendar.map_or(0, |calendar| calendar.open_seconds(from, until) / 60);
    let hours =
        if is_opened_by_clock(definition) { hours(definition, estate, from, until) } else { Vec::new() };
    for n in 0..cases {
        go_on(n);
        let dice = dice.number(u64::from(n));
        let hour = usize::try_from(dice.roll("opened", hours.len() as u64)).unwrap_or(0);
        let opened = match hours.get(hour) {
            Some(hour) => *hour,
            None => calendar
                .and_then(|calendar| calendar.add_open(from, dice.roll("opened", open) * 60 + 60))
                .map_or(from, |moment| moment.at),
        };
        let conduct = Conduct::AtRandom(dice);
        let went = rehearse(handbook, judges, estate, definition, opened, fields.clone(), conduct)?;
        crowd.add(definition, estate, &went);
    }
    Ok(crowd)
}

/// Whether nothing but the clock opens a workflow's cases.
pub fn is_opened_by_clock(definition: &Workflow) -> bool {
    let by_clock = |start: &Start| matches!(start.kind, StartKind::Schedule { .. });
    !definition.starts.is_empty() && definition.starts.iter().all(by_clock)
}

/// The hours at which the clock opens cases.
fn hours(definition: &Workflow, estate: &Estate, from: Timestamp, until: Timestamp) -> Vec<Timestamp> {
    let Some(calendar) = estate.calendar(&definition.calendar) else { return Vec::new() };
    let just_before = Timestamp::from_second(from.as_second() - 1).unwrap_or(from);
    let of = |start: &Start| -> Vec<Timestamp> {
        let StartKind::Schedule { every, on_rest_day, .. } = &start.kind else { return Vec::new() };
        let next = |after: Timestamp| every.next(after, calendar, *on_rest_day);
        let all = std::iter::successors(next(just_before), |last| next(last.at));
        let within = all.take_while(|occurrence| occurrence.at < until);
        within.filter(|occurrence| !occurrence.skipped).map(|occurrence| occurrence.at).collect()
    };
    definition.starts.iter().flat_map(of).collect()
}

/// When people come with something.
fn doors<'e>(definition: &Workflow, estate: &'e Estate) -> Option<&'e WorkingTime> {
    let first = definition.steps.first().and_then(|step| step.limit.as_ref());
    let line = first.and_then(|limit| limit.lines.first());
    estate.calendar(line.map_or(&definition.calendar, |line| &line.calendar))
}

impl Crowd {
    /// On how many days somebody got more messages than a budget allows.
    pub fn days_over(&self, person: &StaffId, most: u32) -> usize {
        self.counted.get(person).map_or(0, |days| days.values().filter(|count| **count > most).count())
    }

    fn add(&mut self, definition: &Workflow, estate: &Estate, went: &Rehearsal) {
        self.cases += 1;
        self.closed += u32::from(went.closed.is_some());
        let mut together = BTreeSet::new();
        for tell in &went.tells {
            let Some(event) = went.events.iter().find(|event| event.n == tell.event) else { continue };
            // What goes as one message is one.
            if tell.together && !together.insert((&tell.to, event.at)) {
                continue;
            }
            let day = estate.zone.to_datetime(event.at).date();
            let channels = u32::try_from(tell.via.len()).unwrap_or(u32::MAX);
            *self.messages.entry(tell.to.clone()).or_default().entry(day).or_default() += channels;
            if Budget::counts(&tell.template, tell.urgent) {
                *self.counted.entry(tell.to.clone()).or_default().entry(day).or_default() += 1;
            }
        }
        let mut first: Option<(Timestamp, &LimitId)> = None;
        for clock in &went.case.clocks {
            let Some((_, kept)) = self.limits.iter_mut().find(|(id, _)| id.as_str() == clock.limit.written())
            else {
                continue;
            };
            match clock.state {
                ClockState::Met => kept.met += 1,
                ClockState::Missed => {
                    kept.missed += 1;
                    let at = clock.decided.unwrap_or(went.until);
                    if first.is_none_or(|(before, _)| at < before) {
                        first = Some((at, &clock.limit));
                    }
                }
                ClockState::Running | ClockState::Stopped => {}
            }
        }
        if let Some((_, limit)) = first
            && let Some((_, kept)) = self.limits.iter_mut().find(|(id, _)| id.as_str() == limit.written())
        {
            kept.first += 1;
        }
        self.standards.iter_mut().for_each(|tally| tally.add(&went.case));
        self.add_tasks(definition, estate, went);
    }

    fn add_tasks(&mut self, definition: &Workflow, estate: &Estate, went: &Rehearsal) {
        let mut case: Option<Case> = None;
        for event in &went.events {
            match &mut case {
                Some(case) => case.apply(event),
                None => case = Case::begin(event),
            }
            let (Some(case), Some(step), What::Ready) = (&case, &event.step, event.what) else { continue };
            let definition = &*itemised(definition, case, estate);
            if let Some(step) = definition.step(step).filter(|step| step.is_task()) {
                let hour = usize::try_from(estate.zone.to_datetime(event.at).hour()).unwrap_or(0);
                for owner in Hall::new(case, definition, estate, event.at).called(step) {
                    self.tasks.entry(owner).or_default()[hour % 24] += 1;
                }
            }
        }
    }
}
