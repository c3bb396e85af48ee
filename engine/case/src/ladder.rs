//! Judging: which rungs of which clocks have come, and carrying them out. Steps' clocks come in the
//! order written, then entries of `limits:`, and of a clock its rungs as written (S1).

use crate::audience::{Climb, Reached};
use crate::hall::Belongs;
use crate::judge::{LimitFacts, Moment, shown};
use crate::turn::{Fact, Message, Turn, USUAL};
use crate::{Change, Clock, ClockState, Relevance, What};
use std::sync::Arc;
use steward_model::{
    Audience, Limit, LimitOf, Owner, Rung, RungAt, StaffId, Step, StepId, StepKind, TemplateId, Text, Via,
};
use steward_time::Timestamp;

/// A rung's turn, or the miss where no rung stands at it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Occurrence {
    pub(crate) at: Timestamp,
    /// Its place in the ladder; `None` is the bare miss.
    pub(crate) rung: Option<usize>,
    /// 0 is the rung itself, then its repeats.
    pub(crate) times: u32,
    /// Whether it is the miss.
    pub(crate) misses: bool,
}

impl Turn<'_> {
    /// Carries out the `ready` rungs of steps that became ready and still are.
    pub(crate) fn judge_ready(&mut self) {
        for id in std::mem::take(&mut self.fresh) {
            if let Some(step) = self.step(&id).filter(|_| self.case.status(&id) == crate::StepStatus::Ready) {
                self.ready_rungs(step);
            }
        }
    }

    fn ready_rungs(&mut self, step: &Step) {
        let rungs: Vec<&Rung> = step.rungs().rungs.iter().filter(|rung| rung.at == RungAt::Ready).collect();
        let returned = self.case.steps.get(&step.id).and_then(|state| state.returned.clone());
        let usual = match (&returned, &step.kind) {
            (Some(_), _) => TemplateId::new("returned"),
            (None, StepKind::Approve { .. }) => TemplateId::new("approve"),
            (None, _) => TemplateId::new("task"),
        };
        if let Some(comment) = returned.clone().filter(|_| !rungs.iter().any(|rung| tells_owner(rung))) {
            let message = self.about_step(step, &usual, &USUAL, false, Some(comment));
            self.tell_waiting(&[Audience::Owner], step, &message);
        }
        for rung in rungs {
            let template = rung.template.clone().unwrap_or_else(|| usual.clone());
            let reached = self.reach(&rung.tell, std::slice::from_ref(&step.id), Climb::Never);
            self.record(
                Fact::new(What::Rung)
                    .step(&step.id)
                    .limit(step.limit.as_ref().map(|limit| &limit.id))
                    .rung(Some(&rung.written))
                    .to(people(&reached), rung.via.channels.clone(), Some(template.clone())),
            );
            let mut message = self.about_step(step, &template, &rung.via, rung.urgent, returned.clone());
            message.rung = Some(&rung.written);
            self.tell_waiting(&rung.tell, step, &message);
        }
    }

    /// A step was sent: those who may sign it are told, or whoever comes first.
    pub(crate) fn tell_signers(&mut self, step: &Step) {
        let template = TemplateId::new("sign");
        let message = self.about_step(step, &template, &USUAL, false, self.said_of(&step.id));
        self.tell_waiting(&[Audience::Owner], step, &message);
    }

    /// What a message about an open step adds: that it waits for a signature, or the comment it was
    /// returned with.
    fn said_of(&self, step: &StepId) -> Option<String> {
        let state = self.case.steps.get(step)?;
        match state.sent {
            Some(_) => Some("已由他人办理，请复核签字 / done by another, please sign".to_owned()),
            None => state.returned.clone(),
        }
    }

    fn about_step<'m>(
        &self,
        step: &'m Step,
        template: &'m TemplateId,
        via: &'m Via,
        urgent: bool,
        text: Option<String>,
    ) -> Message<'m> {
        Message {
            template,
            via,
            urgent,
            step: Some(&step.id),
            limit: self.clock_of(&step.id),
            rung: None,
            relevance: self.until_step_ends(&step.id),
            text,
        }
    }

    /// Tells about a ready step; where nobody is there it waits for whoever comes back (S29).
    fn tell_waiting(&mut self, tell: &[Audience], step: &Step, message: &Message<'_>) {
        let reached = self.reach(tell, std::slice::from_ref(&step.id), Climb::Never);
        self.tell(&reached, message);
        let several = self.hall().lacking(step).is_some();
        if several && tell.iter().any(means_owner) {
            self.wait_for_seats(step, message);
        }
        for (who, reached) in tell.iter().zip(&reached).filter(|(who, _)| !several || !means_owner(who)) {
            let alone = self.reach(std::slice::from_ref(who), std::slice::from_ref(&step.id), Climb::Never);
            if reached.people.is_empty() && people(&alone).is_empty() {
                self.also(Change::Untold {
                    step: step.id.clone(),
                    who: who.clone(),
                    template: message.template.clone(),
                    via: message.via.clone(),
                    urgent: message.urgent,
                });
            }
        }
    }

    /// Of several who decide each is waited for: that others are there tells nothing to those who are
    /// not.
    fn wait_for_seats(&mut self, step: &Step, message: &Message<'_>) {
        let mut absent = self.hall().audiences(step);
        absent.retain(|who| people(&[self.hall().reach_seat(who, step)]).is_empty());
        for who in absent {
            self.also(Change::Untold {
                step: step.id.clone(),
                who,
                template: message.template.clone(),
                via: message.via.clone(),
                urgent: message.urgent,
            });
        }
    }

    /// Tells what waited for somebody to be there, where somebody is.
    pub(crate) fn tell_the_returned(&mut self) {
        self.looked = self.looked.max(self.instant);
        for untold in self.case.untold.clone() {
            let Some(step) = self.step(&untold.step) else {
                continue;
            };
            let reached = match self.hall().lacking(step) {
                Some(_) => vec![self.hall().reach_seat(&untold.who, step)],
                None => {
                    let who = std::slice::from_ref(&untold.who);
                    self.reach(who, std::slice::from_ref(&untold.step), Climb::Never)
                }
            };
            if people(&reached).is_empty() {
                continue;
            }
            let said = self.said_of(&untold.step);
            let message = self.about_step(step, &untold.template, &untold.via, untold.urgent, said);
            self.coming_on = true;
            self.tell(&reached, &message);
            self.coming_on = false;
            self.also(Change::Told(untold.step.clone(), untold.who.clone()));
        }
    }

    /// Judges every clock for what has come by `instant`.
    pub(crate) fn judge_clocks(&mut self, instant: Timestamp) {
        for number in self.in_order() {
            if self.case.is_over() {
                return;
            }
            self.judge_clock(number, instant);
        }
    }

    /// Clocks of steps in the order written, then those of entries.
    fn in_order(&self) -> Vec<usize> {
        let mut order: Vec<(usize, usize)> = self
            .case
            .clocks
            .iter()
            .enumerate()
            .filter(|(_, clock)| clock.over.is_none())
            .map(|(number, clock)| {
                let place = self.ctx.definition.all_limits().position(|limit| limit.id == clock.limit);
                (place.unwrap_or(usize::MAX), number)
            })
            .collect();
        order.sort_unstable();
        order.into_iter().map(|(_, number)| number).collect()
    }

    /// Judges one clock. Of what passed unjudged, because it was born late, got a shorter line or
    /// stood still, only the last is carried out (S14).
    pub(crate) fn judge_clock(&mut self, number: usize, instant: Timestamp) {
        if self.late.contains(&number) && !self.is_paused(number) {
            self.late.remove(&number);
            self.judge_passed(number);
        }
        // Each round of the loop judges one occurrence and looks again: a hand-over or a rule may
        // have moved the others.
        while let Some(next) = self.next_of(number).filter(|next| next.at <= instant) {
            self.carry_out_rung(number, next, &[]);
            if self.case.clocks.get(number).is_none_or(|clock| clock.over.is_some()) || self.case.is_over() {
                return;
            }
        }
    }

    fn judge_passed(&mut self, number: usize) {
        let mut passed: Vec<Occurrence> = Vec::new();
        for occurrence in self.occurrences(number, u32::MAX) {
            if occurrence.at < self.now {
                passed.push(occurrence);
            }
        }
        let Some(last) = passed.pop() else { return };
        let names: Vec<Arc<str>> = passed.iter().filter_map(|one| self.written(number, *one)).collect();
        for one in passed {
            self.pass_over(number, one);
        }
        self.carry_out_rung(number, last, &names);
    }

    /// Passes over everything of a clock that passed unjudged; a miss is on the record.
    pub(crate) fn miss_unheard(&mut self, number: usize) {
        let passed: Vec<Occurrence> =
            self.occurrences(number, u32::MAX).into_iter().filter(|one| one.at < self.now).collect();
        for one in passed {
            self.pass_over(number, one);
        }
    }

    fn pass_over(&mut self, number: usize, one: Occurrence) {
        let judged = one.rung.map(|rung| Change::Judged { clock: number, rung, carried: false });
        if one.misses {
            let written = self.written(number, one);
            let clock = &self.case.clocks[number];
            let (limit, step) = (clock.limit.clone(), clock.step.clone());
            self.record(
                Fact::new(What::Overdue)
                    .about(step.as_ref())
                    .limit(Some(&limit))
                    .rung(written.as_ref())
                    .change(Change::ClockMissed(number))
                    .changes(judged),
            );
        } else if let Some(judged) = judged {
            self.also(judged);
        }
    }

    fn written(&self, number: usize, one: Occurrence) -> Option<Arc<str>> {
        let limit = self.ctx.definition.limit(&self.case.clocks.get(number)?.limit)?;
        Some(limit.ladder.rungs.get(one.rung?)?.written.clone())
    }

    pub(crate) fn is_paused(&self, number: usize) -> bool {
        self.reckon(number).is_none_or(|reckoning| reckoning.is_paused())
    }

    /// The next thing of a clock that time brings.
    pub(crate) fn next_of(&self, number: usize) -> Option<Occurrence> {
        if self.is_paused(number) {
            return None;
        }
        self.occurrences(number, 1).into_iter().next()
    }

    /// What of a clock is not judged yet, by moment and then as written; of each rung at most so
    /// many repeats.
    fn occurrences(&self, number: usize, repeats: u32) -> Vec<Occurrence> {
        let (Some(clock), Some(reckoning)) = (self.case.clocks.get(number), self.reckon(number)) else {
            return Vec::new();
        };
        let running = clock.state == ClockState::Running;
        if clock.over.is_some() {
            return Vec::new();
        }
        let rungs = &reckoning.limit().ladder.rungs;
        let mut found: Vec<(Timestamp, usize, Occurrence)> = Vec::new();
        let mut miss_at_a_rung = false;
        for (place, rung) in rungs.iter().enumerate() {
            let done = clock.judged.get(&place).map_or(0, |judged| judged.times);
            let (every, most) = rung.repeat.map_or((None, 1), |repeat| (Some(repeat.every), repeat.times));
            let first_overdue = rung.at == RungAt::Overdue && !miss_at_a_rung;
            miss_at_a_rung |= rung.at == RungAt::Overdue;
            if !running && matches!(rung.at, RungAt::Share(_) | RungAt::Before(_)) {
                continue;
            }
            for times in done..most.min(done.saturating_add(repeats)) {
                let Some(at) = reckoning.rung(rung.at, every, times) else {
                    break;
                };
                let misses = running && first_overdue && times == 0;
                found.push((at, place, Occurrence { at, rung: Some(place), times, misses }));
                if repeats > 1 && at > self.now {
                    break;
                }
            }
        }
        if running
            && !miss_at_a_rung
            && let Some(due) = reckoning.due()
        {
            let place =
                rungs.iter().position(|rung| matches!(rung.at, RungAt::After(_))).unwrap_or(rungs.len());
            found.push((due.at, place, Occurrence { at: due.at, rung: None, times: 0, misses: true }));
        }
        found.sort_by_key(|(at, place, one)| (*at, *place, one.times));
        found.into_iter().map(|(_, _, one)| one).collect()
    }

    fn carry_out_rung(&mut self, number: usize, one: Occurrence, passed: &[Arc<str>]) {
        let definition = self.ctx.definition;
        let Some(clock) = self.case.clocks.get(number).cloned() else {
            return;
        };
        let Some(limit) = definition.limit(&clock.limit) else {
            return;
        };
        let rung = one.rung.and_then(|place| limit.ladder.rungs.get(place));
        let (what, moment) = match (one.misses, rung.map(|rung| rung.at)) {
            (true, _) => (What::Overdue, Moment::Overdue),
            (false, Some(RungAt::Share(_) | RungAt::Before(_))) => (What::AtRisk, Moment::AtRisk),
            (false, Some(RungAt::Overdue)) if one.times == 0 => (What::Overdue, Moment::Rung),
            _ => (What::Rung, Moment::Rung),
        };
        let about: Vec<StepId> =
            self.hall().subjects(&clock).into_iter().map(|step| step.id.clone()).collect();
        let answer = self.ask_about_limit(moment, number, &about, rung);
        let tell: &[Audience] = match rung {
            Some(rung) if !answer.instead => &rung.tell,
            _ => &[],
        };
        let reached = self.reach(tell, &about, Climb::Up);
        let template = rung.map(|rung| wording(rung, one.times));
        let names = passed.join(", ");
        let text = (!passed.is_empty())
            .then(|| Text::new(format!("已过未报：{names}"), format!("passed over: {names}")));
        self.record(
            Fact::new(what)
                .about(clock.step.as_ref())
                .limit(Some(&clock.limit))
                .rung(rung.map(|rung| &rung.written))
                .to(
                    people(&reached),
                    rung.map(|rung| rung.via.channels.clone()).unwrap_or_default(),
                    template.clone(),
                )
                .text(text)
                .changes(one.misses.then_some(Change::ClockMissed(number)))
                .changes(one.rung.map(|rung| Change::Judged { clock: number, rung, carried: true })),
        );
        self.record_fault(&answer, clock.step.as_ref());
        if let (Some(rung), Some(template)) = (rung, template) {
            let relevance =
                if what == What::AtRisk { Relevance::UntilMiss(number) } else { Relevance::Always };
            let message = Message {
                template: &template,
                via: &rung.via,
                urgent: rung.urgent,
                step: clock.step.as_ref().or(about.first()),
                limit: Some(number),
                rung: Some(&rung.written),
                relevance,
                text: None,
            };
            self.tell(&reached, &message);
        }
        self.carry_out_actions(&answer, clock.step.as_ref().or(about.first()), Some(number));
        if let Some(to) =
            rung.and_then(|rung| rung.hand_to.as_ref()).filter(|_| !answer.instead && one.times == 0)
        {
            self.hand_by_rung(&clock, limit, to);
        }
    }

    /// A rung hands a step on after it has told (S7); not on a clock that began before its step was
    /// ready (S38).
    fn hand_by_rung(&mut self, clock: &Clock, limit: &Limit, to: &Audience) {
        let LimitOf::Step(id) = &limit.of else { return };
        let began_ready =
            self.case.steps.get(id).and_then(|state| state.since).is_some_and(|since| clock.began >= since);
        if began_ready {
            self.hand_on(id, to);
        }
    }

    /// Makes somebody else the owner of a step until its round ends, and tells them.
    pub(crate) fn hand_on(&mut self, id: &StepId, to: &Audience) {
        let Some(step) = self.step(id).filter(|step| step.is_task()) else {
            return;
        };
        if self.case.status(id) != crate::StepStatus::Ready {
            return;
        }
        let Some(owner) = self.owner_of(step, to) else {
            return;
        };
        self.record(
            Fact::new(What::Handed)
                .step(id)
                .text(Some(Text::plain(self.hall().meaning(&owner).id())))
                .change(Change::Owner(id.clone(), owner)),
        );
        self.tell_handed(step);
    }

    /// The new owner of a step is told that it was handed to them.
    pub(crate) fn tell_handed(&mut self, step: &Step) {
        let reached = self.reach(&[Audience::Owner], std::slice::from_ref(&step.id), Climb::Up);
        let template = TemplateId::new("handed");
        let message = self.about_step(step, &template, &USUAL, false, None);
        self.tell(&reached, &message);
    }

    /// The owner an audience makes: a role or a person.
    fn owner_of(&self, step: &Step, to: &Audience) -> Option<Owner> {
        let roles = &self.ctx.estate.roles;
        match to {
            Audience::Role(role) | Audience::All(role) => Some(Owner::Role(role.clone())),
            Audience::Staff(person) => Some(Owner::Staff(person.clone())),
            Audience::Field(field) => Some(Owner::Field(field.clone())),
            Audience::Starter => Some(Owner::Starter),
            Audience::SuperiorOf(role) => roles.superior(role).cloned().map(Owner::Role),
            // Of several the superior of the first written whose answer is lacking.
            Audience::Superior => match self.hall().written(step).into_iter().next()? {
                Belongs::Role(role) => roles.superior(&role).cloned().map(Owner::Role),
                Belongs::Staff(person) => {
                    let first = self.ctx.estate.person(&person)?.roles.first()?;
                    roles.superior(first).cloned().map(Owner::Role)
                }
                Belongs::Nobody => None,
            },
            Audience::Owner | Audience::AllOwner => None,
        }
    }

    /// A limit as a rule sees it.
    pub(crate) fn limit_facts(&self, number: usize, rung: Option<&Rung>) -> Option<LimitFacts> {
        let clock = self.case.clocks.get(number)?;
        let due = clock.due?;
        let limit = self.ctx.definition.limit(&clock.limit)?;
        let calendar = self.ctx.estate.calendar(&limit.lines.get(clock.line)?.calendar)?;
        let minutes = |from, to| i64::try_from(calendar.open_seconds(from, to) / 60).unwrap_or(i64::MAX);
        Some(LimitFacts {
            id: clock.limit.written().to_owned(),
            due: shown(due, &self.ctx.estate.zone),
            minutes_left: minutes(self.now, due),
            minutes_over: minutes(due, self.now),
            rung: rung.map(|rung| rung.written.to_string()).unwrap_or_default(),
        })
    }
}

/// The wording of a rung: what is written, else the usual one of its moment. Repeats say that it is
/// still overdue (S18).
fn wording(rung: &Rung, times: u32) -> TemplateId {
    let usual = match rung.at {
        RungAt::Ready => "task",
        RungAt::Share(_) | RungAt::Before(_) => "at-risk",
        RungAt::Overdue if times == 0 => "overdue",
        RungAt::Overdue | RungAt::After(_) => "still-overdue",
    };
    rung.template.clone().unwrap_or_else(|| TemplateId::new(usual))
}

fn tells_owner(rung: &Rung) -> bool {
    rung.tell.iter().any(means_owner)
}

fn means_owner(who: &Audience) -> bool {
    matches!(who, Audience::Owner | Audience::AllOwner)
}

pub(crate) fn people(reached: &[Reached]) -> Vec<StaffId> {
    reached
        .iter()
        .flat_map(|group| group.people.iter())
        .filter(|person| !person.contacts.is_empty())
        .map(|person| person.id.clone())
        .collect()
}
