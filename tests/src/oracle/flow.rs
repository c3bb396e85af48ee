//! How steps follow one another (language §4, S3–S10, S17, S22): what becomes ready, what a step's
//! end decides, and what each decision does.

use super::Oracle;
use super::fact::Fact;
use super::guards::moment_of;
use super::history::{Decision, Happened, RoundBy, Status};
use std::collections::BTreeMap;
use steward_model::{
    Allowance, Each, EndWord, FieldId, Guard, Limit, LimitOf, Since, StaffId, Step, StepId, StepKind, Then,
    ThenAction, Value, Via,
};
use steward_time::Timestamp;

/// How a step came to its end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Answer {
    Done { failed: bool },
    Approved,
    Returned,
    Refused,
}

impl<'a> Oracle<'a> {
    /// Writes something down; clocks that can be born by it are.
    pub(super) fn happen(&mut self, what: Happened) {
        self.history.push(self.now, what);
        if self.history.ended().is_none() {
            self.births();
        }
    }

    /// Everything that can begin begins, until nothing more can; then the case may be at its end.
    pub(super) fn flow(&mut self) {
        let definition = self.definition;
        while self.history.ended().is_none() && !self.history.is_held() {
            let free = |step: &&Step| step.after.iter().all(|before| self.history.is_past(before));
            let waits = |step: &&Step| self.history.status(&step.id) == Status::Waiting;
            let may_begin = |step: &&Step| step.item.is_none() && waits(step) && free(step);
            let Some(step) = definition.steps.iter().find(may_begin) else { break };
            self.begin(step);
        }
        if self.history.ended().is_some() || self.history.is_held() {
            return;
        }
        let mut written = definition.steps.iter().filter(|step| step.item.is_none());
        if written.all(|step| self.history.is_past(&step.id)) {
            self.end(&EndWord::done());
        }
    }

    fn begin(&mut self, step: &'a Step) {
        if step.guard.as_ref().is_some_and(|guard| !self.history.says(guard)) {
            self.skip(&step.id);
            return;
        }
        if let Some(each) = &step.for_each {
            self.begin_items(step, each);
            return;
        }
        self.happen(Happened::Ready(step.id.clone()));
        self.fact(Fact::new(self.now, "ready").of(&step.id));
        match &step.kind {
            StepKind::Notify { tell, template, via, .. } => {
                let reached = self.reached(tell, &[], true).people;
                self.tell(reached, via, template, Some(&step.id), None);
                self.finish(step, None, Answer::Done { failed: false });
            }
            StepKind::Set(lines) => {
                let computed = self.history.computed(lines);
                self.fill(computed);
                self.finish(step, None, Answer::Done { failed: false });
            }
            StepKind::End(_) => self.finish(step, None, Answer::Done { failed: false }),
            StepKind::Person { form, checklist, evidence, signoff, .. } => {
                // The first step is done while opening if it asks for nothing but its form.
                if let Some(opener) = self.opening.take_if(|_| step.id == self.definition.steps[0].id)
                    && !form.is_empty()
                    && checklist.is_empty()
                    && evidence.is_nothing()
                    && self.may_do(&opener, &step.id)
                {
                    if *signoff {
                        // What is told of it is that it is to be signed.
                        self.send(step, &opener, false);
                        return;
                    }
                    self.finish(step, Some(opener), Answer::Done { failed: false });
                }
            }
            StepKind::Emit(_) => {
                self.fact(Fact::new(self.now, "emitted").of(&step.id));
                self.finish(step, None, Answer::Done { failed: false });
            }
            StepKind::Call { awaited, .. } => {
                self.fact(Fact::new(self.now, "started").of(&step.id));
                if *awaited {
                    self.happen(Happened::Called(step.id.clone()));
                } else {
                    self.finish(step, None, Answer::Done { failed: false });
                }
            }
            StepKind::Approve { .. } | StepKind::Wait(_) | StepKind::WaitUntil(_) | StepKind::WaitFor(_) => {}
        }
        if self.history.status(&step.id) == Status::Ready {
            self.fresh.push(step.id.clone());
        }
    }

    /// A step that is done item by item begins with the task of each item; without any it is skipped.
    fn begin_items(&mut self, step: &'a Step, each: &Each) {
        let items: Vec<String> = match each {
            Each::Zones => self.estate.zones.iter().map(|zone| zone.id.to_string()).collect(),
            Each::Listed(field) => match self.history.field(field) {
                Some(Value::List(texts)) => texts,
                _ => Vec::new(),
            },
        };
        if items.is_empty() {
            self.skip(&step.id);
            return;
        }
        self.happen_quietly(Happened::Items(step.id.clone(), items));
        self.happen(Happened::Ready(step.id.clone()));
        self.fact(Fact::new(self.now, "ready").of(&step.id));
        for id in self.history.tasks(&step.id) {
            let Some(task) = self.definition.step(&id) else { continue };
            let empty = |field: &&FieldId| self.history.field(field).is_none();
            let default = |field: &FieldId| {
                let value = self.definition.field(field)?.default.clone()?;
                Some((field.clone(), Some(value)))
            };
            let defaults: BTreeMap<_, _> = task.form().iter().filter(empty).filter_map(default).collect();
            self.fill(defaults);
            self.happen(Happened::Ready(id.clone()));
            self.fact(Fact::new(self.now, "ready").of(&id));
            self.fresh.push(id);
        }
    }

    /// What somebody sends waits for a second signature.
    pub(super) fn send(&mut self, step: &Step, by: &StaffId, failed: bool) {
        self.history.push(self.now, Happened::Sent(step.id.clone(), by.clone(), failed));
        self.tell_owner_or_wait(step, "sign", &Via::default());
    }

    /// With the last of its tasks a step is done, by nobody in particular.
    fn join(&mut self, task: &StepId) {
        let whole = StepId::new(task.written());
        let done = |task: &StepId| self.history.status(task) == Status::Done;
        let tasks = self.history.tasks(&whole);
        if self.history.ended().is_some() || !tasks.iter().all(done) {
            return;
        }
        let failed = tasks.iter().any(|task| self.history.outcome(task).is_some_and(|(failed, _)| failed));
        if let Some(step) = self.definition.step(&whole) {
            self.finish(step, None, Answer::Done { failed });
        }
    }

    fn skip(&mut self, step: &StepId) {
        self.stop_clocks(step, true);
        self.happen(Happened::Skipped(step.clone()));
        self.fact(Fact::new(self.now, "skipped").of(step));
    }

    /// A step is at its end: the record, its clocks, and what its end decides.
    pub(super) fn finish(&mut self, step: &Step, by: Option<StaffId>, answer: Answer) {
        let word = match answer {
            Answer::Approved => Some("approved"),
            Answer::Returned => Some("returned"),
            Answer::Refused => Some("refused"),
            Answer::Done { .. } => None,
        };
        for word in word.into_iter().chain(["done"]) {
            self.fact(Fact::new(self.now, word).of(&step.id));
        }
        let approved = word.map(|_| answer == Answer::Approved);
        self.meet_clocks(&step.id, answer);
        let failed = matches!(answer, Answer::Done { failed: true });
        self.happen(Happened::Done { step: step.id.clone(), by, failed, approved });
        if step.item.is_some() {
            self.join(&step.id);
            return;
        }
        let Some(decision) = self.decide(step, answer) else { return };
        if self.history.is_held() {
            // S22: what is decided while held takes effect on resuming.
            self.history.push(self.now, Happened::Decided(step.id.clone(), decision));
        } else {
            self.enact(&step.id, &decision);
        }
    }

    fn decide(&self, step: &Step, answer: Answer) -> Option<Decision> {
        match (&step.kind, answer) {
            (StepKind::Approve { returned_to, .. }, Answer::Returned) => {
                Some(Decision::ReturnTo(returned_to.clone()))
            }
            (StepKind::Approve { refused, .. }, Answer::Refused) => refused.clone().map(Decision::End),
            (StepKind::End(word), _) => Some(Decision::End(word.clone())),
            // S7: in a round that was handed to somebody, `then` is not asked again.
            _ if matches!(self.history.round_by(&step.id), Some(RoundBy::HandTo(_))) => None,
            _ => {
                let applies = |then: &&Then| then.guard.as_ref().is_none_or(|guard| self.history.says(guard));
                step.then.iter().find(applies).map(|then| self.decision(&then.action))
            }
        }
    }

    fn decision(&self, action: &ThenAction) -> Decision {
        match action {
            ThenAction::BackTo { step, rounds: Some((rounds, after)) }
                if self.history.counted_openings(step) >= *rounds =>
            {
                self.decision(after)
            }
            ThenAction::BackTo { step, .. } => Decision::BackTo(step.clone()),
            ThenAction::OnTo(step) => Decision::OnTo(step.clone()),
            ThenAction::HandTo(owner) => Decision::HandTo(owner.clone()),
            ThenAction::End(word) => Decision::End(word.clone()),
        }
    }

    pub(super) fn enact(&mut self, step: &StepId, decision: &Decision) {
        match decision {
            Decision::BackTo(to) => self.new_round(to, RoundBy::BackTo),
            Decision::ReturnTo(to) => self.new_round(to, RoundBy::Return),
            Decision::HandTo(owner) => {
                let by = RoundBy::HandTo(owner.clone());
                let steps = self.with_tasks(vec![step.clone()]);
                self.happen(Happened::Round { steps, named: step.clone(), by });
            }
            Decision::OnTo(to) => {
                // S8: the steps that follow from this one and that the other follows from.
                for between in self.definition.following(step).to_vec() {
                    let leads_there = self.definition.following(&between).contains(to);
                    if leads_there && self.history.status(&between) == Status::Waiting {
                        self.skip(&between);
                    }
                }
            }
            Decision::End(word) => self.end(word),
        }
    }

    /// S4: a new round of a step and of all that follows from it, begun or not.
    fn new_round(&mut self, named: &StepId, by: RoundBy) {
        let mut steps = vec![named.clone()];
        steps.extend(self.definition.following(named).iter().cloned());
        let steps = self.with_tasks(steps);
        for step in &steps {
            self.withdraw(step);
        }
        self.happen(Happened::Round { steps, named: named.clone(), by });
    }

    /// These steps, and every task that any of them may ever have.
    fn with_tasks(&self, mut steps: Vec<StepId>) -> Vec<StepId> {
        let of_these = |task: &&Step| task.item.is_some() && steps.contains(&StepId::new(task.id.written()));
        let tasks: Vec<_> = self.definition.steps.iter().filter(of_these).map(|t| t.id.clone()).collect();
        steps.extend(tasks);
        steps
    }

    /// Takes a step back if it is open; its clock, begun or not, stops.
    fn withdraw(&mut self, step: &StepId) {
        self.stop_clocks(step, false);
        if self.history.status(step) == Status::Ready {
            self.happen_quietly(Happened::Withdrawn(step.clone()));
            self.fact(Fact::new(self.now, "withdrawn").of(step));
        }
    }

    /// The case ends: what is open is withdrawn, what waits stays waiting (S9).
    pub(super) fn end(&mut self, word: &EndWord) {
        let definition = self.definition;
        let cancelled = *word == EndWord::cancelled();
        for step in &definition.steps {
            self.withdraw(&step.id);
        }
        for clock in self.in_order() {
            // S17: without `until`, any end but `cancelled` meets an entry.
            let meets = clock.limit.of == LimitOf::Case && clock.limit.until.is_none() && !cancelled;
            self.close_clock(&clock, meets);
        }
        self.happen(Happened::Ended(word.clone()));
        self.fact(Fact::new(self.now, if cancelled { "cancelled" } else { "closed" }));
    }

    fn happen_quietly(&mut self, what: Happened) {
        self.history.push(self.now, what);
    }

    /// The clocks that end with a step's being done: its own, and entries with `until`.
    fn meet_clocks(&mut self, step: &StepId, answer: Answer) {
        for clock in self.in_order() {
            let own = clock.step.as_ref() == Some(step);
            // An approval stops an entry when it is approved.
            let until = clock.limit.until.as_ref() == Some(step)
                && matches!(answer, Answer::Done { .. } | Answer::Approved);
            if own || until {
                self.close_clock(&clock, true);
            }
        }
    }

    /// The clocks that a step's being withdrawn or skipped stops.
    fn stop_clocks(&mut self, step: &StepId, skipped: bool) {
        for clock in self.in_order() {
            let until = skipped && clock.limit.until.as_ref() == Some(step);
            if clock.step.as_ref() == Some(step) || until {
                self.close_clock(&clock, false);
            }
        }
    }

    fn close_clock(&mut self, clock: &super::clocks::Clock<'a>, in_time: bool) {
        if clock.running {
            if self.is_late(clock) && (in_time || self.is_judging(clock)) {
                // S15: missed, even when its step ends in the same breath; no rung matters then.
                self.miss(clock, None, &[]);
            } else {
                let end = if in_time { Happened::Met } else { Happened::Stopped };
                self.happen_quietly(end(clock.number));
            }
        }
        self.happen_quietly(Happened::Over(clock.number));
    }

    /// Fields get values: clocks that read them choose their line again (S12), and one that was
    /// missed begins anew where its `by` moved later (language §6).
    pub(super) fn fill(&mut self, values: BTreeMap<FieldId, Option<Value>>) {
        let was = self.history.fields();
        let changed: Vec<FieldId> = values
            .iter()
            .filter(|(field, value)| was.get(*field) != value.as_ref())
            .map(|(field, _)| field.clone())
            .collect();
        let before: Vec<_> = self.in_order().into_iter().map(|clock| (self.due(&clock), clock)).collect();
        self.happen_quietly(Happened::Filled(values));
        // What a line asks of the items of a step, it reads of each of them.
        let reads = |field: &FieldId| changed.iter().any(|one| one.written() == field.as_str());
        self.choose_again(|guard| guard.all_fields().into_iter().any(reads));
        for (due, clock) in before {
            let by_changed =
                matches!(&clock.limit.lines[clock.line].allow, Allowance::ByField(f) if changed.contains(f));
            if clock.missed && by_changed && self.due(&clock.as_if_not_missed()) > due.max(self.now) {
                self.happen_quietly(Happened::Over(clock.number));
                let (limit, step) = (clock.limit.id.clone(), clock.step.clone());
                self.happen_quietly(Happened::Born {
                    limit,
                    step,
                    round: clock.round,
                    began: self.now,
                    line: clock.line,
                });
            }
            self.look_ahead(clock.number);
        }
        self.births();
    }

    /// Running clocks whose lines read what has changed choose their line again (S12).
    fn choose_again(&mut self, reads: impl Fn(&Guard) -> bool) {
        for clock in self.in_order().into_iter().filter(|clock| clock.running) {
            let concerned = clock.limit.lines.iter().filter_map(|line| line.guard.as_ref()).any(&reads);
            if concerned
                && let Some(line) = self.choose(clock.limit, true)
                && line != clock.line
            {
                self.happen_quietly(Happened::Line(clock.number, line));
                self.look_ahead(clock.number);
            }
        }
    }

    /// A rung once told stays told, but when a due time moves, rungs that now lie ahead will be told
    /// again.
    pub(super) fn look_ahead(&mut self, number: usize) {
        let Some(clock) = self.clocks().into_iter().find(|clock| clock.number == number && clock.running)
        else {
            return;
        };
        for moment in self.moments(&clock) {
            if moment.at > self.now && self.is_judged(&clock, moment.mark) {
                self.happen_quietly(Happened::Ahead(number, moment.mark));
            }
        }
    }

    /// Every clock that can begin to count now and has not does.
    fn births(&mut self) {
        let definition = self.definition;
        for limit in definition.all_limits() {
            let (step, round) = match &limit.of {
                LimitOf::Step(step) => (Some(step.clone()), self.history.round(step)),
                LimitOf::Case => (None, 1),
            };
            let lives = match (&step, &limit.until) {
                // A task is there as long as it is open.
                (Some(step), _) if step.item().is_some() => self.history.status(step) == Status::Ready,
                (Some(step), _) => matches!(self.history.status(step), Status::Waiting | Status::Ready),
                (None, Some(until)) => !self.history.was_reached(until),
                (None, None) => true,
            };
            let same = |clock: &super::clocks::Clock<'a>| clock.limit.id == limit.id && clock.round == round;
            if !lives || self.clocks().iter().any(same) {
                continue;
            }
            let ready = step.as_ref().is_some_and(|step| self.history.status(step) == Status::Ready);
            if let Some(line) = self.choose(limit, ready)
                && let Some(began) = self.beginning(limit, step.as_ref(), line)
            {
                let limit = limit.id.clone();
                self.happen_quietly(Happened::Born { limit, step, round, began, line });
            }
        }
    }

    /// S12: the first line that applies, once everything read on the way is known; or, with what is
    /// known, when the step is ready or the clock runs already.
    fn choose(&self, limit: &Limit, with_what_is_known: bool) -> Option<usize> {
        for (place, line) in limit.lines.iter().enumerate() {
            match &line.guard {
                Some(guard) if !with_what_is_known && !self.history.knows(guard) => return None,
                Some(guard) if !self.history.says(guard) => {}
                _ => return Some(place),
            }
        }
        None
    }

    /// S15, S16: where a clock begins to count; `None` while that is not known.
    fn beginning(&self, limit: &Limit, step: Option<&StepId>, line: usize) -> Option<Timestamp> {
        let history = &self.history;
        if let Allowance::ByField(field) = &limit.lines[line].allow {
            let filled = history.filled_at(field)?;
            return step.map_or(Some(filled), |step| Some(history.ready_at(step)?.max(filled)));
        }
        let later_round = step.filter(|step| history.round(step) > 1).map(|step| history.round_opened(step));
        match &limit.since {
            Since::Ready => step.and_then(|step| history.ready_at(step)),
            Since::Opened => Some(later_round.unwrap_or_else(|| history.opened())),
            Since::Step(other) => history.since_step(step, other),
            Since::Field(field) => later_round.or_else(|| {
                let midnight = |date| self.estate.calendars[&self.definition.calendar].midnight(date);
                let at = moment_of(&history.field(field)?, midnight)?;
                Some(at.min(history.opened()))
            }),
        }
    }
}
