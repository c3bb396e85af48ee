//! Scheduled starts: `every: workday at 08:00`. Each is fired once whatever happens: where a schedule
//! stands is written in the very commit that opens its case, and the case answers to a key made of
//! the start and the hour it was written for.
//!
//! A start has no past: one that is seen for the first time begins at that moment. What a stop of
//! the engine swallowed is made up for once (or left out, as written); what was left out and why is
//! kept where the schedule stands, and in the case that came instead.

use crate::book::Book;
use crate::opening::Wanted;
use crate::{Denied, Service};
use std::collections::BTreeMap;
use std::sync::Arc;
use steward_case::{Actor, CaseId, Origin, State};
use steward_model::{Estate, FieldId, OnOverlap, StartKind, Text, Value, WhenMissed, Workflow, ZoneId};
use steward_ports::{Answered, CaseFilter, ScheduleState, StoreError};
use steward_time::{Occurrence, OnRestDay, Recurrence, Timestamp, WorkingTime};

/// What is longer ago than this, in seconds, was swallowed by a stop.
const MISSED: i64 = 60;

/// So many occurrences are looked at in one go; a stop of a year swallows more of a start that comes
/// every minute, and the rest is dealt with in the next go.
const MOST_AT_ONCE: usize = 10_000;

/// So many open cases are read in one go where an earlier one of the same zone is looked for.
const OPEN_AT_ONCE: u32 = 200;

/// Every scheduled start of the handbook, and where it stands.
pub(crate) struct Starts {
    book: Arc<Book>,
    starts: Vec<Start>,
}

/// A start at an estate; with `for_each: zones` each zone has one of its own, so that each is fired
/// once and looks at its own earlier cases, whatever becomes of the others.
struct Start {
    /// Workflow, estate and the schedule as written, and the zone: another schedule is another start.
    name: String,
    workflow: Arc<Workflow>,
    estate: Arc<Estate>,
    every: Recurrence,
    calendar: WorkingTime,
    on_rest_day: OnRestDay,
    when_missed: WhenMissed,
    overlap: OnOverlap,
    /// The zone it opens cases for, and the field that says so.
    zone: Option<(FieldId, ZoneId)>,
    /// The last instant that is dealt with.
    through: Timestamp,
    next: Option<Occurrence>,
}

/// What is to be done about a start now.
struct Turn {
    /// The occurrences that open a case.
    open: Vec<Occurrence>,
    /// What is left out, in words.
    left_out: Vec<Text>,
    /// The last instant that is then dealt with.
    through: Timestamp,
}

impl Starts {
    /// The starts of a handbook. One seen for the first time begins now.
    pub(crate) async fn read(service: &Service) -> Result<Self, StoreError> {
        let book = service.book();
        let now = service.clock.now();
        let mut starts = Vec::new();
        for workflow in book.handbook.workflows.values() {
            let here = |estate: &&Arc<Estate>| book.handbook.at(&estate.id, workflow).is_ok();
            for estate in book.handbook.estates.values().filter(here) {
                for start in &workflow.starts {
                    let StartKind::Schedule { every, written, on_rest_day, when_missed, overlap, for_each } =
                        &start.kind
                    else {
                        continue;
                    };
                    let Some(calendar) = estate.calendar(&workflow.calendar) else { continue };
                    for zone in zones(for_each.as_ref(), estate) {
                        let name = match &zone {
                            None => format!("{}@{} {written}", workflow.id, estate.id),
                            Some((_, zone)) => format!("{}@{} {written} {zone}", workflow.id, estate.id),
                        };
                        let through = seen_through(service, &name, now).await?;
                        starts.push(Start {
                            name,
                            workflow: workflow.clone(),
                            estate: estate.clone(),
                            every: every.clone(),
                            calendar: calendar.clone(),
                            on_rest_day: *on_rest_day,
                            when_missed: *when_missed,
                            overlap: *overlap,
                            zone,
                            next: every.next(through, calendar, *on_rest_day),
                            through,
                        });
                    }
                }
            }
        }
        Ok(Self { book, starts })
    }

    /// When the next one comes.
    pub(crate) fn next(&self) -> Option<Timestamp> {
        self.starts.iter().filter_map(|start| start.next).map(|next| next.at).min()
    }

    /// Carries out what has come. Returns whether there was anything.
    pub(crate) async fn fire(&mut self, service: &Service) -> Result<bool, StoreError> {
        let mut any = false;
        for start in &mut self.starts {
            let now = service.clock.now();
            while start.next.is_some_and(|next| next.at <= now) {
                any = true;
                let turn = start.turn(now);
                start.carry_out(turn, service, &self.book).await?;
            }
        }
        Ok(any)
    }
}

/// What a start opens a case for: each zone, or none in particular.
fn zones(for_each: Option<&FieldId>, estate: &Estate) -> Vec<Option<(FieldId, ZoneId)>> {
    match for_each {
        None => vec![None],
        Some(field) => estate.zones.iter().map(|zone| Some((field.clone(), zone.id.clone()))).collect(),
    }
}

/// How far a schedule has come; one that is seen for the first time begins now.
async fn seen_through(service: &Service, name: &str, now: Timestamp) -> Result<Timestamp, StoreError> {
    if let Some(state) = service.store.schedule(name).await? {
        return Ok(state.through);
    }
    let state = ScheduleState { start: name.to_owned(), through: now, note: String::new() };
    service.store.set_schedule(state).await?;
    Ok(now)
}

impl Start {
    /// What has come by now: which of it opens a case, and what is left out.
    fn turn(&self, now: Timestamp) -> Turn {
        let mut turn = Turn { open: Vec::new(), left_out: Vec::new(), through: self.through };
        let mut missed: Vec<Occurrence> = Vec::new();
        let mut next = self.next;
        for _ in 0..MOST_AT_ONCE {
            let Some(occurrence) = next.filter(|occurrence| occurrence.at <= now) else { break };
            turn.through = occurrence.at;
            if occurrence.skipped {
                turn.left_out.push(self.at_hour(occurrence, "遇休息日不办", "left out: a day off"));
            } else if now.as_second() - occurrence.at.as_second() > MISSED {
                missed.push(occurrence);
            } else {
                turn.open.push(occurrence);
            }
            next = self.every.next(occurrence.at, &self.calendar, self.on_rest_day);
        }
        if let Some(last) = missed.pop() {
            match self.when_missed {
                WhenMissed::Once => {
                    turn.open.insert(0, last);
                    if let [first, ..] = missed.as_slice() {
                        let count = missed.len();
                        turn.left_out.push(self.at_hour(
                            *first,
                            &format!("起的 {count} 次因停机错过，只补办一次"),
                            &format!("and on, {count} in all: missed through a stop, made up for once"),
                        ));
                    }
                }
                WhenMissed::Skip => {
                    missed.push(last);
                    let count = missed.len();
                    turn.left_out.push(self.at_hour(
                        missed[0],
                        &format!("起的 {count} 次因停机错过，不补办"),
                        &format!("and on, {count} in all: missed through a stop, left out"),
                    ));
                }
            }
        }
        turn
    }

    async fn carry_out(&mut self, turn: Turn, service: &Service, book: &Book) -> Result<(), StoreError> {
        let Turn { open, mut left_out, through } = turn;
        for occurrence in open {
            if self.overlap == OnOverlap::Skip
                && let Some(case) = self.still_open(service).await?
            {
                left_out.push(self.at_hour(
                    occurrence,
                    &format!("未立案：{case} 还没有办完"),
                    &format!("left out: {case} is still open"),
                ));
                continue;
            }
            let state = self.state(occurrence.at, &left_out);
            let opened = service.open_case(book, self.wanted(occurrence, &left_out, state)).await;
            match opened {
                Ok(opened) if !opened.known => self.reached(occurrence.at),
                Ok(_) => {}
                Err(Denied::Store(error @ (StoreError::Unavailable(_) | StoreError::Newer(_)))) => {
                    return Err(error);
                }
                Err(denied) => {
                    tracing::error!(start = %self.name, "{} can't be opened: {denied}", self.name);
                    left_out.push(self.at_hour(
                        occurrence,
                        &format!("未能立案：{}", denied.text().zh),
                        &format!("could not be opened: {}", denied.text().en),
                    ));
                }
            }
        }
        if self.through < through {
            for text in &left_out {
                tracing::info!(start = %self.name, "{}: {}", self.name, text.en);
            }
            service.store.set_schedule(self.state(through, &left_out)).await?;
            self.reached(through);
        }
        Ok(())
    }

    fn reached(&mut self, at: Timestamp) {
        self.through = at;
        self.next = self.every.next(at, &self.calendar, self.on_rest_day);
    }

    fn state(&self, through: Timestamp, left_out: &[Text]) -> ScheduleState {
        let note: Vec<&str> = left_out.iter().map(|text| text.zh.as_str()).collect();
        ScheduleState { start: self.name.clone(), through, note: note.join("；") }
    }

    fn wanted(&self, occurrence: Occurrence, left_out: &[Text], state: ScheduleState) -> Wanted<'_> {
        let mut note = self.at_hour(occurrence, "定时发起", "by schedule");
        for text in left_out {
            note = Text::new(format!("{}；{}", note.zh, text.zh), format!("{}; {}", note.en, text.en));
        }
        Wanted {
            workflow: &self.workflow,
            estate: &self.estate,
            actor: Actor::Engine,
            origin: Some(Origin::Clock(occurrence.at)),
            fields: self.fields(),
            later: true,
            note: Some(note),
            caller: None,
            key: Some(format!("{} {}", self.name, occurrence.nominal.as_second())),
            answers: Some(Answered::Schedule(state)),
        }
    }

    /// The zone, in the field that takes it.
    fn fields(&self) -> BTreeMap<FieldId, Value> {
        let zone = self.zone.iter();
        zone.map(|(field, zone)| (field.clone(), Value::Zone(zone.clone()))).collect()
    }

    /// A case of this workflow and estate, and of this zone where there is one, that is open.
    async fn still_open(&self, service: &Service) -> Result<Option<CaseId>, StoreError> {
        for state in [State::Open, State::Held] {
            let mut filter = CaseFilter {
                estates: vec![self.estate.id.clone()],
                workflow: Some(self.workflow.id.clone()),
                state: Some(state),
                limit: OPEN_AT_ONCE,
                ..CaseFilter::default()
            };
            loop {
                let page = service.store.cases(&filter).await?;
                for row in page.rows {
                    if self.is_of_zone(service, &row.case).await? {
                        return Ok(Some(row.case));
                    }
                }
                filter.after = page.next;
                if filter.after.is_none() {
                    break;
                }
            }
        }
        Ok(None)
    }

    /// Whether an earlier case stands in this one's way: with zones only one of the same zone.
    async fn is_of_zone(&self, service: &Service, case: &CaseId) -> Result<bool, StoreError> {
        let Some((field, zone)) = &self.zone else { return Ok(true) };
        match service.load(case).await {
            Ok(case) => Ok(case.fields.get(field) == Some(&Value::Zone(zone.clone()))),
            Err(Denied::Store(error)) => Err(error),
            Err(_) => Ok(false),
        }
    }

    /// Words about an occurrence, with the hour it was written for.
    fn at_hour(&self, occurrence: Occurrence, zh: &str, en: &str) -> Text {
        let hour =
            occurrence.nominal.to_zoned(self.estate.zone.clone()).strftime("%Y-%m-%d %H:%M").to_string();
        Text::new(format!("{hour} {zh}"), format!("{hour} {en}"))
    }
}
