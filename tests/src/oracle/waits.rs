//! What time alone brings: waits that end, holds that are used up, people who come back, and the
//! next instant at which any of it happens (S22–S25, S29, S32).

use super::Oracle;
use super::clocks::{after, moved};
use super::fact::Fact;
use super::flow::Answer;
use super::guards::moment_of;
use super::history::{CallState, Happened, Status, Untold};
use std::collections::BTreeSet;
use steward_model::{EndWord, EventName, Step, StepId, StepKind};
use steward_time::{Span, Timestamp, WorkingTime, after_midnight, civil};

/// After so many days every roster of a story is back at its first turn, and once more.
const LONGEST_ROTATION: usize = 14;

impl<'a> Oracle<'a> {
    fn office(&self) -> &'a WorkingTime {
        &self.estate.calendars[&self.definition.calendar]
    }

    /// When a step that waits is over; `None` while that is not known, or it is no such step.
    fn wait_ends(&self, step: &Step) -> Option<Timestamp> {
        if self.history.status(&step.id) != Status::Ready {
            return None;
        }
        match &step.kind {
            StepKind::Wait(span) => {
                let ready = self.history.ready_at(&step.id)?;
                let calendar = &self.estate.calendars[&step.calendar];
                let mut end = after(calendar, ready, *span);
                for (from, to) in self.history.holds() {
                    let (from, to) = (from.max(ready), to.unwrap_or(self.now));
                    if from <= end && from < to {
                        end = moved(calendar, end, *span, from, to);
                    }
                }
                Some(end)
            }
            StepKind::WaitUntil(field) => {
                moment_of(&self.history.field(field)?, |date| self.office().midnight(date))
            }
            _ => None,
        }
    }

    /// Ends the waits that are over and tells of dates that are empty. Without `time`, what ends at
    /// this very instant is left for later, since people may still do something at it. Whether any did.
    pub(super) fn finish_waits(&mut self, time: bool) -> bool {
        let definition = self.definition;
        let mut any = false;
        for step in &definition.steps {
            if self.history.ended().is_some() {
                return any;
            }
            if self.duty_ends(step).is_some_and(|end| end < self.now || time && end == self.now) {
                self.history.push(self.now, Happened::Freed(step.id.clone()));
                self.fact(Fact::new(self.now, "handed").of(&step.id));
            }
        }
        for step in &definition.steps {
            if self.history.ended().is_some() {
                return any;
            }
            if self.empty_since(step).is_some_and(|at| at <= self.now && time) {
                self.tell_of_empty_date(&step.id);
            }
            let heard = self.history.status(&step.id) == Status::Ready && self.history.heard(&step.id);
            let settled = self.history.status(&step.id) == Status::Ready
                && self.history.call(&step.id).is_some_and(|(state, _)| state == CallState::Settled);
            let over = heard
                || settled
                || self.wait_ends(step).is_some_and(|end| end < self.now || time && end == self.now);
            if over && !self.history.is_held() {
                self.finish(step, None, Answer::Done { failed: false });
                any = true;
            }
        }
        any
    }

    /// An event is raised at the estate: steps that wait for it have heard it, and go on unless the
    /// case is held; a hold that it ends is over.
    pub(super) fn hear(&mut self, name: &EventName) {
        let waits = |step: &&Step| matches!(&step.kind, StepKind::WaitFor(event) if event == name);
        let open =
            |step: &&Step| self.history.status(&step.id) == Status::Ready && !self.history.heard(&step.id);
        let heard: Vec<_> = self.definition.steps.iter().filter(waits).filter(open).collect();
        let mut fact = Fact::new(self.now, "emitted");
        fact.step = heard.first().map(|step| step.id.clone());
        self.fact(fact);
        for step in heard {
            self.history.push(self.now, Happened::Heard(step.id.clone()));
        }
        let ends = self.definition.hold.as_ref().and_then(|hold| hold.ends.as_ref());
        if self.history.is_held() && ends == Some(name) {
            self.resume();
        }
    }

    /// News of the case that a step asked for with its call of this number; of any but the one it waits
    /// for there is none. `None` for the word: it could not be opened.
    pub(super) fn hear_of_call(&mut self, id: &StepId, number: usize, word: Option<&EndWord>) {
        let waits = self.history.status(id) == Status::Ready
            && self.history.call(id).is_some_and(|(state, _)| state == CallState::Running)
            && self.history.calls_made(id) == number + 1;
        let Some(step) = self.definition.step(id).filter(|_| waits) else { return };
        let Some(word) = word else {
            self.fact(Fact::new(self.now, "fault").of(id));
            self.history.push(self.now, Happened::CallRefused(id.clone()));
            self.tell_one_above(id);
            return;
        };
        self.history.push(self.now, Happened::CallEnded(id.clone(), word.clone(), false));
        let asks_for_it = step
            .then
            .iter()
            .filter_map(|line| line.guard.as_ref())
            .any(|guard| guard.ends().iter().any(|ended| ended.step == *id) && self.history.says(guard));
        if *word == EndWord::done() || asks_for_it {
            self.history.push(self.now, Happened::CallEnded(id.clone(), word.clone(), true));
        } else {
            self.tell_one_above(id);
        }
    }

    /// When an empty date is told about.
    fn empty_since(&self, step: &Step) -> Option<Timestamp> {
        let StepKind::WaitUntil(field) = &step.kind else { return None };
        let waits = self.history.status(&step.id) == Status::Ready && self.history.field(field).is_none();
        if !waits || self.history.empty_told(&step.id) {
            return None;
        }
        Some(after(self.office(), self.history.ready_at(&step.id)?, Span::Workdays(1)))
    }

    /// S25: when a hold that goes on now ends by itself.
    pub(super) fn hold_ends(&self) -> Option<Timestamp> {
        if self.history.is_held() { self.hold_would_end() } else { None }
    }

    /// When all the time that a case may be held is used up, if it is held now or would be: a clock
    /// that began with the first hold and stood still between holds.
    pub(super) fn hold_would_end(&self) -> Option<Timestamp> {
        let at_most = self.definition.hold.as_ref()?.at_most?;
        let holds = self.history.holds();
        let mut end = after(self.office(), holds.first()?.0, at_most);
        let starts = holds.iter().skip(1).map(|hold| hold.0).chain([self.now]);
        for (hold, next) in holds.iter().zip(starts) {
            if let Some(to) = hold.1
                && to < next
            {
                end = moved(self.office(), end, at_most, to, next);
            }
        }
        Some(end)
    }

    /// The case goes on: its people are told, and what was decided while held takes effect.
    pub(super) fn resume(&mut self) {
        self.history.push(self.now, Happened::Resumed);
        self.fact(Fact::new(self.now, "resumed"));
        self.tell_of_hold("resumed");
        for clock in self.in_order() {
            self.look_ahead(clock.number);
        }
        for (step, decision) in self.history.decided_while_held() {
            if self.history.ended().is_none() {
                self.enact(&step, &decision);
            }
        }
    }

    /// The next instant at which time alone changes something; never before the last deed. It may be
    /// that very instant, when people have acted at it and time has not come to it yet.
    pub fn next(&self) -> Option<Timestamp> {
        if self.is_over() {
            return None;
        }
        let held = self.history.is_held();
        let mut moments: Vec<Timestamp> = self.hold_ends().into_iter().collect();
        for step in &self.definition.steps {
            moments.extend(self.empty_since(step));
            moments.extend(self.duty_ends(step));
            moments.extend(self.wait_ends(step).filter(|_| !held));
        }
        for clock in self.in_order().iter().filter(|clock| self.is_judging(clock)) {
            moments.extend(self.unjudged(clock).iter().map(|moment| moment.at));
        }
        for untold in self.history.untold() {
            moments.extend(self.first_back(&untold));
        }
        moments.into_iter().filter(|at| *at < Timestamp::MAX).map(|at| at.max(self.now)).min()
    }

    /// The moment at which the first of a step's role is back from leave or comes on shift.
    fn first_back(&self, untold: &Untold) -> Option<Timestamp> {
        self.changes_of_duty(self.now).into_iter().find(|&at| {
            let later = Self { now: at, ..self.clone() };
            !later.told_late(untold).is_empty()
        })
    }

    /// When the duty of who holds an open step ends: the first change of shift since they came to hold
    /// it at which they are off duty and were on before.
    fn duty_ends(&self, step: &Step) -> Option<Timestamp> {
        if !step.is_task() || self.history.status(&step.id) != Status::Ready {
            return None;
        }
        let since = self.history.held_since(&step.id)?;
        let person = self.estate.person(self.history.holder(&step.id)?)?;
        if !person.roles.iter().any(|role| self.estate.rosters.contains_key(role)) {
            return None;
        }
        let mut on = self.is_on_duty_for(person, &step.id, since);
        for at in self.changes_of_duty(since) {
            let then = self.is_on_duty_for(person, &step.id, at);
            if on && !then {
                return Some(at);
            }
            on = then;
        }
        None
    }

    /// Every midnight and every beginning and end of a shift after a moment, until nothing new can come:
    /// all leaves are over by then, and each roster has come round.
    fn changes_of_duty(&self, after: Timestamp) -> Vec<Timestamp> {
        let office = self.office();
        let of = |at: Timestamp| office.local(at).date();
        let leaves = self.estate.staff.iter().flat_map(|person| &person.away).map(|range| range.to);
        let until = leaves.chain([of(after)]).max().unwrap_or(civil::Date::MAX);
        let first = of(after).yesterday().unwrap_or(civil::Date::MIN);
        let days = std::iter::successors(Some(first), |day| day.tomorrow().ok());
        let last = (0..LONGEST_ROTATION).fold(until, |day, _| day.tomorrow().unwrap_or(day));
        let mut all = BTreeSet::new();
        for day in days.take_while(|day| *day <= last) {
            all.insert(office.midnight(day));
            for shift in self.estate.rosters.values().flat_map(|roster| &roster.shifts) {
                for second in [shift.hours.from, shift.hours.to] {
                    all.insert(after_midnight(&self.estate.zone, day, second));
                }
            }
        }
        all.into_iter().filter(|at| *at > after).collect()
    }
}
