//! The state of a case, and how a change changes it. Nothing else ever does.

mod parts;

pub use parts::{Clock, ClockState, Hold, Judged, Sent, StepState, StepStatus, Untold, WrongCode};

use crate::evidence::is_recent;
use crate::{CallState, Called, Caller, Change, Decision, Event};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;
use steward_model::{BudgetOf, EndWord, EstateId, FieldId, LimitId, StaffId, StepId, Value, WorkflowId};
use steward_time::Timestamp;

/// A case's id as people say it: `riverside-complaint-17`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CaseId(Arc<str>);

impl CaseId {
    /// The id with this spelling.
    pub fn new(text: impl AsRef<str>) -> Self {
        Self(Arc::from(text.as_ref()))
    }

    /// The id as it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CaseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for CaseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", &*self.0)
    }
}

/// One case.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Case {
    /// Its id.
    pub id: CaseId,
    /// Its process.
    pub workflow: WorkflowId,
    /// The hash of the wording it keeps.
    pub hash: Arc<str>,
    /// The edition of that wording.
    pub edition: u32,
    /// Where.
    pub estate: EstateId,
    /// Where it stands.
    pub state: State,
    /// When it was opened.
    pub opened: Timestamp,
    /// When it ended.
    pub closed: Option<Timestamp>,
    /// With which word.
    pub ended: Option<EndWord>,
    /// Who opened it, when it was a person.
    pub starter: Option<StaffId>,
    /// The case that called it and waits for it.
    pub caller: Option<Caller>,
    /// What its fields hold; an empty field has no entry.
    pub fields: BTreeMap<FieldId, Value>,
    /// When each field last got its value.
    pub filled: BTreeMap<FieldId, Timestamp>,
    /// The steps that have been touched; any other waits in its first round.
    pub steps: BTreeMap<StepId, StepState>,
    /// Its clocks, in the order they began. A clock is never taken out.
    pub clocks: Vec<Clock>,
    /// Its holds, the last of them perhaps still running.
    pub holds: Vec<Hold>,
    /// What was decided while held, to take effect on resuming.
    pub pending: Vec<(StepId, Decision)>,
    /// Messages that wait for somebody to be there.
    pub untold: Vec<Untold>,
    /// The budgets of messages that it was the one to use up, which `last_resort` has heard.
    pub over_budget: BTreeSet<BudgetOf>,
    /// Wrong check-in codes, as long as they count, in the order they were tried.
    pub wrong_codes: Vec<WrongCode>,
    /// How many events it has; also its version.
    pub events: u32,
    /// When the last of them was.
    pub last: Timestamp,
}

/// Where a case stands.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum State {
    /// Work is going on.
    Open,
    /// It is held.
    Held,
    /// It ended.
    Closed,
    /// It was called off.
    Cancelled,
}

impl Case {
    /// A case as its record tells it. `None` when the record does not begin with an opening.
    pub fn replay<'a>(events: impl IntoIterator<Item = &'a Event>) -> Option<Case> {
        let mut events = events.into_iter();
        let mut case = Self::begin(events.next()?)?;
        events.for_each(|event| case.apply(event));
        Some(case)
    }

    /// The case that an opening event makes.
    pub fn begin(event: &Event) -> Option<Case> {
        let Some(Change::Opened { case, workflow, hash, edition, estate, starter }) = event.changes.first()
        else {
            return None;
        };
        let mut made = Self {
            id: case.clone(),
            workflow: workflow.clone(),
            hash: hash.clone(),
            edition: *edition,
            estate: estate.clone(),
            state: State::Open,
            opened: event.at,
            closed: None,
            ended: None,
            starter: starter.clone(),
            caller: None,
            fields: BTreeMap::new(),
            filled: BTreeMap::new(),
            steps: BTreeMap::new(),
            clocks: Vec::new(),
            holds: Vec::new(),
            pending: Vec::new(),
            untold: Vec::new(),
            over_budget: BTreeSet::new(),
            wrong_codes: Vec::new(),
            events: 0,
            last: event.at,
        };
        made.apply(event);
        Some(made)
    }

    /// Applies one event: the only way a case changes.
    pub fn apply(&mut self, event: &Event) {
        self.events = event.n;
        self.last = event.at;
        for change in &event.changes {
            self.change(event.at, change);
        }
    }

    /// Whether anything can still happen.
    pub fn is_over(&self) -> bool {
        matches!(self.state, State::Closed | State::Cancelled)
    }

    /// Whether the case is held.
    pub fn is_held(&self) -> bool {
        self.state == State::Held
    }

    /// A step's state; one never touched waits in its first round.
    pub fn step(&self, id: &StepId) -> StepState {
        self.steps.get(id).cloned().unwrap_or_default()
    }

    /// Where a step stands.
    pub fn status(&self, id: &StepId) -> StepStatus {
        self.steps.get(id).map_or(StepStatus::Waiting, |step| step.status)
    }

    /// A step's round.
    pub fn round(&self, id: &StepId) -> u32 {
        self.steps.get(id).map_or(1, |step| step.round)
    }

    /// Whether a step is done or skipped.
    pub fn is_past(&self, id: &StepId) -> bool {
        matches!(self.status(id), StepStatus::Done | StepStatus::Skipped)
    }

    /// The clock of a limit in a round that still matters, with its number.
    pub fn live_clock(&self, limit: &LimitId) -> Option<(usize, &Clock)> {
        self.clocks.iter().enumerate().rev().find(|(_, clock)| clock.limit == *limit && clock.over.is_none())
    }

    fn touch(&mut self, id: &StepId) -> &mut StepState {
        self.steps.entry(id.clone()).or_default()
    }

    fn clock(&mut self, number: usize, change: impl FnOnce(&mut Clock)) {
        debug_assert!(number < self.clocks.len(), "a change names clock {number}, which never began");
        if let Some(clock) = self.clocks.get_mut(number) {
            change(clock);
        }
    }

    pub(crate) fn change(&mut self, at: Timestamp, change: &Change) {
        match change {
            Change::Opened { .. } | Change::Origin(_) | Change::Shown { .. } | Change::ShownBefore { .. } => {
            }
            Change::WrongCode { step, by } => {
                self.wrong_codes.retain(|wrong| is_recent(wrong.at, at));
                self.wrong_codes.push(WrongCode { step: step.clone(), by: by.clone(), at });
            }
            Change::Field(field, Some(value)) => {
                self.fields.insert(field.clone(), value.clone());
                self.filled.insert(field.clone(), at);
            }
            Change::Field(field, None) => {
                self.fields.remove(field);
                self.filled.remove(field);
            }
            Change::Ready(id) => {
                let step = self.touch(id);
                step.status = StepStatus::Ready;
                step.since = Some(at);
                step.opened += u32::from(step.counted);
            }
            Change::Done { step: id, by, failed, approved } => {
                let step = self.touch(id);
                step.status = StepStatus::Done;
                step.ended = Some(at);
                step.done_at = Some(at);
                step.done_by = by.clone().or(step.done_by.take());
                step.failed = failed.clone();
                step.approved = *approved;
                step.reached |= *approved != Some(false);
                self.forget(id);
            }
            Change::Voted { step, by, seat } => self.touch(step).votes.push((by.clone(), *seat)),
            Change::Sent { step: id, by, failed } => {
                let step = self.touch(id);
                step.sent = Some(Sent { by: by.clone(), failed: failed.clone() });
                // It is free for whoever signs.
                step.holder = None;
                step.held_since = None;
                self.forget(id);
            }
            Change::Skipped(id) => {
                let step = self.touch(id);
                step.status = StepStatus::Skipped;
                step.ended = Some(at);
                step.reached = true;
            }
            Change::Withdrawn(id) => {
                self.touch(id).status = StepStatus::Withdrawn;
                self.forget(id);
            }
            Change::Round { step: id, round, counted, written_for, returned } => {
                let step = self.touch(id);
                *step = StepState {
                    round: *round,
                    round_opened: Some(at),
                    ended: step.ended,
                    done_at: step.done_at,
                    done_by: step.done_by.take(),
                    opened: step.opened,
                    reached: step.reached,
                    counted: *counted,
                    written_for: written_for.clone(),
                    returned: returned.clone(),
                    items: std::mem::take(&mut step.items),
                    ..StepState::default()
                };
                self.forget(id);
            }
            Change::Items(id, items) => {
                let whole = self.touch(id);
                whole.items.clone_from(items);
                let whole = whole.clone();
                for item in items {
                    // Each begins the step's round with it.
                    let task = self.touch(&id.of_item(item));
                    *task = StepState {
                        round: whole.round,
                        round_opened: whole.round_opened,
                        ended: task.ended,
                        done_at: task.done_at,
                        done_by: task.done_by.take(),
                        opened: task.opened,
                        reached: task.reached,
                        counted: whole.counted,
                        written_for: whole.written_for.clone(),
                        returned: whole.returned.clone(),
                        ..StepState::default()
                    };
                }
            }
            Change::Holder(id, holder) => {
                let step = self.touch(id);
                step.holder = holder.clone();
                step.held_since = holder.is_some().then_some(at);
                if holder.is_some() {
                    self.forget(id);
                }
            }
            Change::Owner(id, owner) => {
                let step = self.touch(id);
                step.handed_to = Some(owner.clone());
                step.holder = None;
                step.held_since = None;
                self.forget(id);
            }
            Change::Pending(step, decision) => self.pending.push((step.clone(), decision.clone())),
            Change::Settled => self.pending.clear(),
            Change::Held => {
                self.state = State::Held;
                self.holds.push(Hold { from: at, to: None });
            }
            Change::Resumed => {
                self.state = State::Open;
                if let Some(hold) = self.holds.last_mut() {
                    hold.to = Some(at);
                }
            }
            Change::ClockBorn { limit, step, round, began, line } => self.clocks.push(Clock {
                limit: limit.clone(),
                step: step.clone(),
                round: *round,
                began: *began,
                born: at,
                line: *line,
                extensions: Vec::new(),
                state: ClockState::Running,
                decided: None,
                over: None,
                excused: false,
                due: None,
                provisional: false,
                judged: BTreeMap::new(),
            }),
            Change::ClockLine(number, line) => self.clock(*number, |clock| clock.line = *line),
            Change::ClockDue { clock, due, provisional } => self.clock(*clock, |clock| {
                clock.due = Some(*due);
                clock.provisional = *provisional;
            }),
            Change::ClockMet(number) => self.clock(*number, |clock| {
                clock.state = ClockState::Met;
                clock.decided = Some(at);
                clock.over = Some(at);
            }),
            Change::ClockMissed(number) => self.clock(*number, |clock| {
                clock.state = ClockState::Missed;
                clock.decided = Some(at);
            }),
            Change::ClockStopped(number) => self.clock(*number, |clock| {
                clock.over = Some(at);
                if clock.state == ClockState::Running {
                    clock.state = ClockState::Stopped;
                    clock.decided = Some(at);
                }
            }),
            Change::Judged { clock, rung, carried } => self.clock(*clock, |clock| {
                let judged = clock.judged.entry(*rung).or_insert(Judged { fired: None, times: 0 });
                judged.times += 1;
                if *carried && judged.fired.is_none() {
                    judged.fired = Some(at);
                }
            }),
            Change::Ahead { clock, rung } => self.clock(*clock, |clock| {
                clock.judged.remove(rung);
            }),
            Change::Extended(number, span) => self.clock(*number, |clock| clock.extensions.push((at, *span))),
            Change::Excused(number) => self.clock(*number, |clock| clock.excused = true),
            Change::Untold { step, who, template, via, urgent } => self.untold.push(Untold {
                step: step.clone(),
                who: who.clone(),
                template: template.clone(),
                via: via.clone(),
                urgent: *urgent,
            }),
            Change::Told(step, who) => {
                self.untold.retain(|untold| untold.step != *step || untold.who != *who)
            }
            Change::EmptyTold(step) => self.touch(step).empty_told = true,
            Change::Heard(step) => self.touch(step).heard = true,
            Change::OverBudget(of) => {
                self.over_budget.insert(of.clone());
            }
            Change::CalledBy(caller) => self.caller = Some(caller.clone()),
            Change::Calls { step, call } => {
                let called = Called { call: *call, case: None, ended: None, state: CallState::Running };
                self.touch(step).called = Some(called);
                self.forget(step);
            }
            Change::Figures { step, figures } => self.touch(step).figures = Some(figures.clone()),
            Change::CallOpened { step, case } => self.called(step, |called| called.case = Some(case.clone())),
            Change::CallEnded { step, case, word, settles } => self.called(step, |called| {
                called.case = Some(case.clone());
                called.ended = Some(word.clone());
                called.state = if *settles { CallState::Settled } else { CallState::Stuck };
            }),
            Change::CallRefused(step) => self.called(step, |called| called.state = CallState::Stuck),
            Change::Ended(state, word) => {
                self.state = *state;
                self.closed = Some(at);
                self.ended = Some(word.clone());
                self.untold.clear();
                self.pending.clear();
            }
        }
    }

    fn called(&mut self, step: &StepId, change: impl FnOnce(&mut Called)) {
        if let Some(called) = &mut self.touch(step).called {
            change(called);
        }
    }

    fn forget(&mut self, step: &StepId) {
        self.untold.retain(|untold| untold.step != *step);
    }
}
