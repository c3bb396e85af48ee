//! An oracle for the case core: what must have happened, worked out from what is written alone.
//!
//! [`Oracle`] takes a definition, an estate and the deeds of people with their instants, and says
//! which facts follow ([`Fact`]), when each running limit is due, and when time alone changes
//! something next. It is written from the language and its semantics (`S14` names a line of them)
//! and shares nothing with the core but the arithmetic of calendars. Where the core keeps a state
//! and changes it, the oracle keeps only the list of what happened and reads every answer off it
//! anew, however long that takes: read `oracle/history.rs` first, then `oracle/clocks.rs`.
//!
//! What it does not know: rules, texts, figures, who did what, and which refusal is given. The wording it is
//! given has a task for each item that a step may ever have; which of them there are is read off the history.

use std::collections::BTreeMap;
use steward_model::budget::OVER_BUDGET;
use steward_model::{EndWord, Estate, FieldId, LimitId, StaffId, StepId, StepKind, Value, Via, Workflow};
use steward_time::{Span, Timestamp};

mod clocks;
mod fact;
mod flow;
mod guards;
mod history;
mod people;
mod rungs;
mod waits;

pub use fact::{Act, Fact};
use flow::Answer;
use history::{CallState, Happened, History, Status};

/// One case as it must have gone.
#[derive(Clone, Debug)]
pub struct Oracle<'a> {
    definition: &'a Workflow,
    estate: &'a Estate,
    history: History,
    now: Timestamp,
    facts: Vec<Fact>,
    /// Steps that became ready at this moment, whose rungs at `ready` are still to come.
    fresh: Vec<StepId>,
    /// Who is opening the case, while the first step has not been looked at.
    opening: Option<StaffId>,
}

impl<'a> Oracle<'a> {
    /// A case that somebody opens, with the first step's form filled; `later` leaves that step open.
    pub fn open(
        definition: &'a Workflow,
        estate: &'a Estate,
        at: Timestamp,
        by: &StaffId,
        fields: &BTreeMap<FieldId, Value>,
        later: bool,
    ) -> Self {
        let opening = (!later).then(|| by.clone());
        let history = History::default();
        let mut case =
            Self { definition, estate, history, now: at, facts: Vec::new(), fresh: Vec::new(), opening };
        case.history.push(at, Happened::Opened(Some(by.clone())));
        case.fact(Fact::new(at, "opened"));
        let of_the_case = |id: &FieldId| id.item().is_none() && definition.each_of(id).is_none();
        let defaults = definition.fields.iter().filter(|field| of_the_case(&field.id));
        let defaults = defaults.filter_map(|f| Some((f.id.clone(), Some(f.default.clone()?))));
        let mut filled: BTreeMap<_, _> = defaults.collect();
        filled.extend(fields.iter().map(|(field, value)| (field.clone(), Some(value.clone()))));
        case.fill(filled);
        case.settle(false);
        case.opening = None;
        case
    }

    /// A deed at an instant, before anything that time brings at that instant. `false` when it can't
    /// be done; nothing has changed then.
    pub fn act(&mut self, at: Timestamp, who: &StaffId, act: &Act) -> bool {
        self.now = at;
        let over = self.history.ended().is_some();
        let outlives = matches!(act, Act::OverBudget(_));
        let done = (!over || outlives) && self.carry(who, act);
        if done && !over {
            self.settle(false);
        }
        done
    }

    /// Time has come to an instant, and nobody does anything any more at it. May only be passed what
    /// [`Oracle::next`] said, or less.
    pub fn pass(&mut self, at: Timestamp) {
        self.now = at;
        if self.history.ended().is_none() {
            self.settle(true);
        }
    }

    /// Everything that happened, in its order.
    pub fn facts(&self) -> &[Fact] {
        &self.facts
    }

    /// When each running limit is due, seen from an instant that has come; while it is paused, as if
    /// the case resumed then.
    pub fn dues(&self, at: Timestamp) -> Vec<(LimitId, Timestamp)> {
        let mut seen = self.clone();
        seen.now = at;
        seen.running_dues()
    }

    fn running_dues(&self) -> Vec<(LimitId, Timestamp)> {
        let running = self.clocks().into_iter().filter(|clock| clock.running);
        running.map(|clock| (clock.limit.id.clone(), self.due(&clock))).collect()
    }

    /// Whether the case has ended.
    pub fn is_over(&self) -> bool {
        self.history.ended().is_some()
    }

    /// Whether it is held.
    pub fn is_held(&self) -> bool {
        self.history.is_held()
    }

    /// The steps that people can do now.
    pub fn open_steps(&self) -> Vec<StepId> {
        self.open_for_people()
    }

    /// The steps that are ready, those that nobody does too.
    pub fn ready_steps(&self) -> Vec<StepId> {
        let ids = self.definition.steps.iter().map(|step| step.id.clone());
        ids.filter(|id| self.history.status(id) == Status::Ready).collect()
    }

    /// Whether a person may do a step now.
    pub fn may(&self, who: &StaffId, step: &StepId) -> bool {
        self.may_do(who, step)
    }

    fn fact(&mut self, fact: Fact) {
        self.facts.push(fact);
    }

    /// S1: what follows at one instant. With `time` nobody does anything more at it, so what is due
    /// at this very instant is judged too; without, only what has been passed.
    fn settle(&mut self, time: bool) {
        if time && self.hold_ends().is_some_and(|end| end <= self.now) {
            self.resume();
        }
        self.finish_waits(time);
        self.flow();
        // A date that a step waits for may be past when the step becomes ready.
        while self.finish_waits(time) {
            self.flow();
        }
        if self.history.ended().is_none() {
            self.ready_rungs();
            self.tell_who_is_back();
            self.judge(time);
        }
        self.fresh.clear();
    }

    fn carry(&mut self, who: &StaffId, act: &Act) -> bool {
        let by = Some(who.clone());
        match act {
            Act::Take(id) => {
                let gone = |holder: &StaffId| {
                    let person = self.estate.person(holder);
                    self.is_on_leave(holder) || person.is_none_or(|p| !self.is_on_duty_for(p, id, self.now))
                };
                let free = self.history.holder(id).is_none_or(|holder| holder != who && gone(holder));
                let may = self.is_open(id) && free && !self.is_of_several(id) && self.may_do(who, id);
                if may {
                    self.history.push(self.now, Happened::Taken(id.clone(), who.clone()));
                    self.fact(Fact::new(self.now, "taken").of(id));
                }
                may
            }
            Act::Complete { step: id, fields, fails, shows } => {
                let Some(id) = &self.meant(id, |task| self.may_send(who, task)) else { return false };
                let Some(step) = self.definition.step(id) else { return false };
                if step.awaits_call() {
                    let stuck = self.is_stuck(id) && fields.is_empty();
                    if stuck {
                        self.finish(step, by, Answer::Done { failed: false });
                    }
                    return stuck;
                }
                let StepKind::Person { evidence, signoff, .. } = &step.kind else { return false };
                let shown = *shows || evidence.is_nothing();
                if !shown || !step.is_task() || !self.is_open(id) || !self.may_send(who, id) {
                    return false;
                }
                // Of a task each field is its own, however it is named.
                let own = |field: &FieldId| match id.item() {
                    Some(item) => field.of_item(item),
                    None => field.clone(),
                };
                self.fill(fields.iter().map(|(field, value)| (own(field), Some(value.clone()))).collect());
                if *signoff {
                    self.send(step, who, *fails);
                } else {
                    self.finish(step, by, Answer::Done { failed: *fails });
                }
                true
            }
            Act::Sign(id) => {
                let signs = |task: &StepId| self.history.sent(task).is_some() && self.may_do(who, task);
                let Some(id) = &self.meant(id, signs) else { return false };
                let sent = self.history.sent(id).map(|(_, failed)| failed);
                let (Some(step), Some(failed)) = (self.definition.step(id), sent) else { return false };
                let may = self.is_open(id) && self.may_do(who, id);
                if may {
                    self.finish(step, by, Answer::Done { failed });
                }
                may
            }
            Act::Repeat(id) => {
                let stuck = self.is_stuck(id);
                if stuck {
                    self.fact(Fact::new(self.now, "started").of(id));
                    self.history.push(self.now, Happened::Called(id.clone()));
                }
                stuck
            }
            Act::News { step, call, ended } => {
                self.hear_of_call(step, *call, ended.as_ref());
                true
            }
            Act::OverBudget(of) => {
                if !self.history.is_over_budget(of) {
                    self.history.push(self.now, Happened::OverBudget(of.clone()));
                    self.tell(self.last_resort(), &Via::default(), &OVER_BUDGET.into(), None, None);
                }
                true
            }
            Act::Approve(id) => self.answer(id, by, Answer::Approved),
            Act::Return(id) => self.answer(id, by, Answer::Returned),
            Act::Refuse(id) => self.answer(id, by, Answer::Refused),
            Act::Hand(id, to) => {
                if !self.is_open(id) || self.is_of_several(id) || self.did_the_work(id).contains(to) {
                    return false;
                }
                self.history.push(self.now, Happened::Taken(id.clone(), to.clone()));
                self.fact(Fact::new(self.now, "handed").of(id));
                let owner = self.owner_of(id, true);
                self.tell(owner, &Via::default(), &"handed".into(), Some(id), None);
                true
            }
            Act::Hold => {
                let used_up = self.hold_would_end().is_some_and(|end| end <= self.now);
                if self.definition.hold.is_none() || self.is_held() || used_up {
                    return false;
                }
                self.history.push(self.now, Happened::Held);
                self.fact(Fact::new(self.now, "held"));
                self.tell_of_hold("held");
                true
            }
            Act::Resume => {
                let held = self.is_held();
                if held {
                    self.resume();
                }
                held
            }
            Act::Extend(limit, span) => self.extend(limit, *span),
            Act::Set(fields) => {
                self.fill(fields.iter().map(|(field, value)| (field.clone(), Some(value.clone()))).collect());
                true
            }
            Act::Raise(name) => {
                self.hear(name);
                true
            }
            Act::Cancel => {
                self.end(&EndWord::cancelled());
                true
            }
        }
    }

    fn is_open(&self, step: &StepId) -> bool {
        self.history.status(step) == Status::Ready
    }

    /// Whether a step waits for one above, because the case it called did not end as it had to.
    fn is_stuck(&self, step: &StepId) -> bool {
        self.is_open(step) && self.history.call(step).is_some_and(|(state, _)| state == CallState::Stuck)
    }

    /// The task that is meant by the name of a step done item by item: the only open one of theirs.
    fn meant(&self, id: &StepId, theirs: impl Fn(&StepId) -> bool) -> Option<StepId> {
        let whole = self.definition.step(id).is_some_and(|step| step.for_each.is_some());
        if !whole || !self.is_open(id) {
            return Some(id.clone());
        }
        let mut tasks = self.history.tasks(id).into_iter().filter(|task| self.is_open(task) && theirs(task));
        tasks.next().filter(|_| tasks.next().is_none())
    }

    /// Whether somebody may send a step, perhaps once more.
    pub fn may_send(&self, who: &StaffId, step: &StepId) -> bool {
        let own = self.is_sent(step) && self.history.sent(step).is_some_and(|(by, _)| by == who);
        let before = Self { history: self.history.as_if_not_sent(step), ..self.clone() };
        // Whom it was handed to by name may correct what they sent, unless it became another role's.
        let again = own && self.history.handed_on(step).is_none();
        before.may_do(who, step)
            || again && !self.is_on_leave(who) && !before.did_the_work(step).contains(who)
    }

    /// Whether an open step was sent and is to be signed.
    pub fn is_sent(&self, step: &StepId) -> bool {
        self.is_open(step) && self.history.sent(step).is_some()
    }

    /// The steps whose call goes on, and those that wait for one above.
    pub fn calls(&self) -> (Vec<StepId>, Vec<StepId>) {
        let open = self.ready_steps().into_iter();
        let called = open.filter_map(|step| Some((self.history.call(&step)?.0, step)));
        let called = called.filter(|(state, _)| *state != CallState::Settled);
        let (stuck, on): (Vec<_>, Vec<_>) = called.partition(|(state, _)| *state == CallState::Stuck);
        let steps = |all: Vec<(CallState, StepId)>| all.into_iter().map(|(_, step)| step).collect();
        (steps(on), steps(stuck))
    }

    /// How often a step has called.
    pub fn calls_made(&self, step: &StepId) -> usize {
        self.history.calls_made(step)
    }

    fn answer(&mut self, id: &StepId, by: Option<StaffId>, answer: Answer) -> bool {
        let Some(step) = self.definition.step(id) else { return false };
        let StepKind::Approve { refused, .. } = &step.kind else { return false };
        let offered = answer != Answer::Refused || refused.is_some();
        let may = by.as_ref().is_some_and(|who| self.may_do(who, id));
        if !offered || !may || !self.is_open(id) {
            return false;
        }
        let several = self.is_of_several(id);
        if let Some(who) = by.clone().filter(|_| several && answer == Answer::Approved) {
            let last = self.approvals_lacking(id) <= 1;
            if let Some(seat) = self.seat_of(&who, id) {
                self.history.push(self.now, Happened::Approved(id.clone(), who, seat));
            }
            if !last {
                self.fact(Fact::new(self.now, "approved").of(id));
                return true;
            }
        }
        self.finish(step, by, answer);
        true
    }

    fn extend(&mut self, limit: &LimitId, span: Span) -> bool {
        let clock = self.definition.limit(limit).and_then(|limit| self.live(limit));
        let Some(clock) = clock.filter(|clock| clock.running) else { return false };
        self.history.push(self.now, Happened::Extended(clock.number, span));
        let mut fact = Fact::new(self.now, "extended");
        fact.limit = Some(limit.clone());
        fact.step = clock.step.clone();
        self.fact(fact);
        self.look_ahead(clock.number);
        true
    }
}
