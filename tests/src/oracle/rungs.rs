//! What is carried out at the moments of a clock, and what each makes people hear (language §7,
//! S14, S18, S26, S29, S33, S36, S38).

use super::Oracle;
use super::clocks::{Clock, Moment};
use super::fact::Fact;
use super::history::{Happened, Mark, Status, Untold};
use std::collections::BTreeSet;
use steward_model::{Audience, Limit, Rung, RungAt, StaffId, Step, StepId, StepKind, TemplateId, Via};

impl<'a> Oracle<'a> {
    /// The rungs at `ready` of the steps that became ready just now and still are.
    pub(super) fn ready_rungs(&mut self) {
        let fresh = std::mem::take(&mut self.fresh);
        let definition = self.definition;
        for step in definition.steps.iter().filter(|step| fresh.contains(&step.id) && step.is_task()) {
            if self.history.status(&step.id) != Status::Ready {
                continue;
            }
            let returned = self.history.was_returned_to(&step.id);
            let mut rungs = step.rungs().rungs.iter().filter(|rung| rung.at == RungAt::Ready).peekable();
            if returned && rungs.peek().is_none() {
                // S26: a return is told whether the ladder has a rung at `ready` or not.
                self.tell_owner_or_wait(step, "returned", &Via::default());
            }
            for rung in rungs {
                self.ready_rung(step, rung, returned);
            }
        }
    }

    fn ready_rung(&mut self, step: &Step, rung: &Rung, returned: bool) {
        let usual = if matches!(step.kind, StepKind::Approve { .. }) { "approve" } else { "task" };
        // S26, S36: of a return `returned` is told in place of the task, and as that would be.
        let template = match &rung.template {
            Some(written) => written.clone(),
            None => TemplateId::new(if returned { "returned" } else { usual }),
        };
        let reached = self.reached(&rung.tell, std::slice::from_ref(&step.id), false);
        let limit = step.limit.as_ref();
        self.rung_fact("rung", rung, Some(&step.id), limit, &reached.people, &template);
        self.tell(reached.people, &rung.via, &template, Some(&step.id), limit);
        let tells_owner = rung.tell.iter().any(|who| matches!(who, Audience::Owner | Audience::AllOwner));
        if tells_owner {
            self.wait_for_the_absent(&step.id, &template, &rung.via);
        }
        let all = rung.tell.contains(&Audience::AllOwner);
        for step in reached.nobody_for {
            if self.is_of_several(&step) {
                continue;
            }
            let (template, via) = (template.clone(), rung.via.clone());
            self.history.push(self.now, Happened::Untold { step, seat: None, all, template, via });
        }
    }

    /// Of several who approve, each who is not there hears it when they are back.
    fn wait_for_the_absent(&mut self, step: &StepId, template: &TemplateId, via: &Via) {
        if !self.is_of_several(step) {
            return;
        }
        for whose in self.waited_for(step) {
            if self.seat_back(step, &whose).is_empty() {
                let (template, via) = (template.clone(), via.clone());
                let untold =
                    Happened::Untold { step: step.clone(), seat: Some(whose), all: false, template, via };
                self.history.push(self.now, untold);
            }
        }
    }

    /// Tells the owner of a step, or waits until somebody of them is there; never a superior.
    pub(super) fn tell_owner_or_wait(&mut self, step: &Step, template: &str, via: &Via) {
        let template = TemplateId::new(template);
        let owner = self.owner_of(&step.id, false);
        self.wait_for_the_absent(&step.id, &template, via);
        if !owner.is_empty() {
            self.tell(owner, via, &template, Some(&step.id), None);
        } else if !self.is_of_several(&step.id) {
            let (step, via) = (step.id.clone(), via.clone());
            self.history.push(self.now, Happened::Untold { step, seat: None, all: false, template, via });
        }
    }

    /// Who has come back hears what their role has open.
    pub(super) fn tell_who_is_back(&mut self) {
        for untold in self.history.untold() {
            let back = self.told_late(&untold);
            let Untold { step, seat, template, via, .. } = untold;
            if !back.is_empty() {
                self.tell(back, &via, &template, Some(&step), None);
                self.history.push(self.now, Happened::ToldLate(step, seat));
            }
        }
    }

    /// Judges every clock. What has passed unjudged before this moment is passed over but for the
    /// last (S14); what lies at this very moment is carried out as written, if `now_too` (S36).
    pub(super) fn judge(&mut self, now_too: bool) {
        for clock in self.in_order() {
            if !self.is_judging(&clock) {
                continue;
            }
            let (mut passed, due_now): (Vec<Moment>, Vec<Moment>) = self
                .unjudged(&clock)
                .into_iter()
                .filter(|moment| moment.at <= self.now)
                .partition(|moment| moment.at < self.now);
            passed.sort();
            if let Some(last) = passed.pop() {
                for moment in passed {
                    self.history.push(self.now, Happened::Judged(clock.number, moment.mark));
                    if self.is_the_miss(&clock, moment.mark) && self.clocks()[clock.number].running {
                        // Each miss is on the record, also where its rung is passed over.
                        self.miss(&clock, None, &[]);
                    }
                }
                self.carry_out(&clock, last.mark);
            }
            for moment in due_now.into_iter().filter(|_| now_too) {
                self.carry_out(&clock, moment.mark);
            }
        }
    }

    fn is_the_miss(&self, clock: &Clock<'a>, mark: Mark) -> bool {
        let at_the_miss = |place: usize| clock.limit.ladder.rungs[place].at == RungAt::Overdue;
        mark.repeat == 0 && mark.rung.is_none_or(at_the_miss)
    }

    /// A clock is missed: with the rung that stands there, or with none.
    pub(super) fn miss(&mut self, clock: &Clock<'a>, rung: Option<&Rung>, to: &[StaffId]) {
        self.history.push(self.now, Happened::Missed(clock.number));
        let mut fact = Fact::new(self.now, "overdue");
        fact.step = clock.step.clone();
        fact.limit = Some(clock.limit.id.clone());
        // The rung that stands at the miss is named, carried out or not.
        let stands = clock.limit.ladder.rungs.iter().find(|rung| rung.at == RungAt::Overdue);
        fact.rung = stands.map(|rung| rung.written.clone());
        if let Some(rung) = rung {
            fact.via = rung.via.channels.clone();
            fact.template = Some(rung.template.clone().unwrap_or_else(|| TemplateId::new("overdue")));
        }
        fact.to = to.to_vec();
        self.fact(fact);
    }

    /// Carries out one moment of a clock.
    fn carry_out(&mut self, clock: &Clock<'a>, mark: Mark) {
        self.history.push(self.now, Happened::Judged(clock.number, mark));
        let missed = !self.clocks()[clock.number].running;
        let limit = clock.limit;
        let Some(rung) = mark.rung.and_then(|place| limit.ladder.rungs.get(place)) else {
            self.miss(clock, None, &[]);
            return;
        };
        let steps = self.steps_meant(clock);
        let reached = self.reached(&rung.tell, &steps, true).people;
        let step = clock.step.as_ref();
        let template = match (rung.at, &rung.template) {
            _ if mark.repeat > 0 => TemplateId::new("still-overdue"),
            (_, Some(written)) => written.clone(),
            (RungAt::Share(_) | RungAt::Before(_), None) => TemplateId::new("at-risk"),
            (RungAt::Overdue, None) => TemplateId::new("overdue"),
            (RungAt::After(_) | RungAt::Ready, None) => TemplateId::new("still-overdue"),
        };
        match rung.at {
            RungAt::Share(_) | RungAt::Before(_) => {
                self.rung_fact("at_risk", rung, step, Some(limit), &reached, &template)
            }
            RungAt::Overdue if mark.repeat == 0 && !missed => {
                let to: Vec<_> = reached.iter().cloned().collect();
                self.miss(clock, Some(rung), &to);
            }
            RungAt::Overdue if mark.repeat == 0 => {
                self.rung_fact("overdue", rung, step, Some(limit), &reached, &template)
            }
            _ => self.rung_fact("rung", rung, step, Some(limit), &reached, &template),
        }
        self.tell(reached, &rung.via, &template, step, Some(limit));
        if let (Some(to), Some(step)) = (&rung.hand_to, &clock.step) {
            self.hand_on(clock, step, to);
        }
    }

    /// S7, S38: the step is somebody else's from now on, unless the clock began before it was ready.
    fn hand_on(&mut self, clock: &Clock<'a>, step: &StepId, to: &Audience) {
        let ready = self.history.ready_at(step).is_some_and(|ready| ready <= clock.began);
        // A wait is nobody's, so there is nothing to hand on.
        let ready = ready && !self.waits_for_others(step);
        let Some(role) = self.role_named(to, step).filter(|_| ready) else { return };
        self.history.push(self.now, Happened::HandedOn(step.clone(), role));
        self.fact(Fact::new(self.now, "handed").of(step));
        let owner = self.owner_of(step, true);
        self.tell(owner, &Via::default(), &TemplateId::new("handed"), Some(step), None);
    }

    /// Whose owners and superiors a clock's rungs mean: its step; beside it the open steps while it
    /// is not ready; of an entry the open steps, or while only waits are, the one done last.
    fn steps_meant(&self, clock: &Clock<'a>) -> Vec<StepId> {
        let mut open = self.open_for_people();
        match &clock.step {
            // S13: what happens elsewhere is asked of who did the person's step before it.
            Some(step) if self.waits_for_others(step) => {
                let asks_no_other = open.is_empty() || self.history.status(step) == Status::Ready;
                return if asks_no_other { self.done_last().into_iter().collect() } else { open };
            }
            Some(step) if self.history.status(step) == Status::Ready => return vec![step.clone()],
            Some(step) => open.push(step.clone()),
            None if open.is_empty() => open.extend(self.done_last()),
            None => {}
        }
        open
    }

    fn waits_for_others(&self, step: &StepId) -> bool {
        self.definition.step(step).is_some_and(Step::waits_for_others)
    }

    /// The steps people can do now.
    pub(super) fn open_for_people(&self) -> Vec<StepId> {
        let steps = self.definition.steps.iter().filter(|step| step.is_task()).map(|step| step.id.clone());
        steps.filter(|step| self.history.status(step) == Status::Ready).collect()
    }

    /// The person's step done last; of those done in the same second, the one written last.
    pub(super) fn done_last(&self) -> Option<StepId> {
        let peoples = self.definition.steps.iter().filter(|step| step.is_task());
        let done = peoples.filter_map(|step| Some((self.history.last_done(&step.id)?, step)));
        done.max_by_key(|(at, _)| *at).map(|(_, step)| step.id.clone())
    }

    fn rung_fact(
        &mut self,
        what: &'static str,
        rung: &Rung,
        step: Option<&StepId>,
        limit: Option<&Limit>,
        to: &BTreeSet<StaffId>,
        template: &TemplateId,
    ) {
        self.fact(Fact {
            at: self.now,
            what,
            step: step.cloned(),
            limit: limit.map(|limit| limit.id.clone()),
            rung: Some(rung.written.clone()),
            to: to.iter().cloned().collect(),
            via: rung.via.channels.clone(),
            template: Some(template.clone()),
        });
    }

    /// S33: each person is told once, by all the channels it goes by.
    pub(super) fn tell(
        &mut self,
        who: BTreeSet<StaffId>,
        via: &Via,
        template: &TemplateId,
        step: Option<&StepId>,
        limit: Option<&Limit>,
    ) {
        for person in who {
            let via = self.channels(&person, via);
            self.fact(Fact {
                at: self.now,
                what: "told",
                step: step.cloned(),
                limit: limit.map(|limit| limit.id.clone()),
                rung: None,
                to: vec![person],
                via,
                template: Some(template.clone()),
            });
        }
    }

    /// S26: of a hold and its end the owner and superior of each open step are told.
    pub(super) fn tell_of_hold(&mut self, template: &str) {
        for step in self.open_for_people() {
            let tell = [Audience::Owner, Audience::Superior];
            let reached = self.reached(&tell, std::slice::from_ref(&step), true).people;
            self.tell(reached, &Via::default(), &TemplateId::new(template), Some(&step), None);
        }
    }

    /// A call did not come to its end: one above whoever did the person's step done last hears of it.
    pub(super) fn tell_one_above(&mut self, step: &StepId) {
        let about: Vec<_> = self.done_last().into_iter().collect();
        let reached = self.reached(&[Audience::Superior], &about, true).people;
        self.tell(reached, &Via::default(), &TemplateId::new("call-ended"), Some(step), None);
    }

    /// S32: an empty date is told once, after one workday, to owner and superior of the person's step
    /// done last.
    pub(super) fn tell_of_empty_date(&mut self, step: &StepId) {
        self.history.push(self.now, Happened::EmptyTold(step.clone()));
        let about: Vec<_> = self.done_last().into_iter().collect();
        let reached = self.reached(&[Audience::Owner, Audience::Superior], &about, true).people;
        self.tell(reached, &Via::default(), &TemplateId::new("task"), Some(step), None);
    }
}
