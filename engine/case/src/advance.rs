//! The only door. A turn first judges what fell due before now, then does what is asked, then
//! settles what that and the present instant bring: waits and holds that end, steps that become
//! ready or are skipped, `ready` rungs, clocks (S1).

pub(crate) mod answer;
mod budget;
mod direct;
mod hold;
mod open;

use crate::items::{Wordings, bring_together};
use crate::turn::{Fact, Message, Turn, USUAL};
use crate::{Actor, Case, Change, Command, Effect, Event, Judge, Refusal, Relevance, Wake, What};
use answer::Sending;
pub use open::{Opening, open};
use steward_model::{Audience, Estate, Person, Step, StepId, TemplateId, Text, Workflow};
use steward_time::Timestamp;

/// What the world looks like. Everything is only looked at.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The wording the case is pinned to.
    pub definition: &'a Workflow,
    /// The estate, with its people and calendars as they are today.
    pub estate: &'a Estate,
    /// The rules.
    pub judge: &'a dyn Judge,
    /// Now, in whole seconds.
    pub now: Timestamp,
}

/// What a turn came to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Outcome {
    /// The case as it is afterwards.
    pub case: Case,
    /// What happened, in order.
    pub events: Vec<Event>,
    /// What leaves.
    pub effects: Vec<Effect>,
    /// When time alone will next change something.
    pub wake: Option<Wake>,
    /// Why what was asked was not done although something happened: that it was tried is on the record.
    /// Whoever commits this passes the refusal on.
    pub refused: Option<Refusal>,
}

/// One turn may judge this many instants; more is a bug of ours, and stops this turn, not the
/// program.
const MAX_INSTANTS: usize = 20_000;

/// Advances a case by one command. On a refusal nothing has changed; one that is to stay on the record
/// comes with the outcome, as [`Outcome::refused`].
///
/// What fell due before now is judged first, so a limit that passed while nobody looked is missed
/// even when its step is done in the same turn.
pub fn advance(case: &Case, actor: &Actor, command: &Command, ctx: &Context<'_>) -> Result<Outcome, Refusal> {
    let wordings = Wordings::default();
    let mut turn = Turn::new(case.clone(), *ctx, &wordings);
    if case.is_over() && !outlives_the_case(command) {
        return Err(Refusal::CaseOver);
    }
    turn.catch_up();
    turn.obey(actor, command)?;
    Ok(match command {
        Command::Wake => {
            let now = turn.now;
            turn.close_through(now)
        }
        _ => turn.close(),
    })
}

/// What is done to a case that has ended, too.
fn outlives_the_case(command: &Command) -> bool {
    matches!(
        command,
        Command::Wake
            | Command::Note(_)
            | Command::Undelivered { .. }
            | Command::OverBudget { .. }
            | Command::Excuse { .. }
            | Command::Figures { .. }
    )
}

impl<'a> Turn<'a> {
    /// Judges what fell due before now, instant by instant.
    fn catch_up(&mut self) {
        for _ in 0..MAX_INSTANTS {
            match self.next_moment().filter(|wake| wake.at < self.now) {
                Some(wake) => self.settle(wake.at),
                None => break,
            }
        }
        self.instant = self.now;
    }

    /// Settles what was asked, and says when to look again. What time brings at this very instant is
    /// left to the wake at it, because somebody may still do something first (S1).
    pub(crate) fn close(self) -> Outcome {
        let before = Timestamp::from_second(self.now.as_second() - 1).unwrap_or(self.now);
        self.close_through(before)
    }

    /// Settles everything due through an instant; what that brings about may be due as well.
    fn close_through(mut self, instant: Timestamp) -> Outcome {
        self.settle(instant);
        for _ in 0..MAX_INSTANTS {
            if self.next_moment().is_none_or(|wake| wake.at > instant) {
                break;
            }
            self.settle(instant);
        }
        let wake = self.next_moment();
        bring_together(&mut self.effects);
        Outcome { case: self.case, events: self.events, effects: self.effects, wake, refused: self.refused }
    }

    /// What an instant brings, in the order of S1.
    fn settle(&mut self, instant: Timestamp) {
        self.instant = instant;
        self.waits_and_holds(instant);
        self.flow();
        self.judge_ready();
        self.judge_clocks(instant);
        // A rule may have opened the way for a step.
        self.flow();
        self.judge_ready();
        self.tell_the_returned();
    }

    fn waits_and_holds(&mut self, instant: Timestamp) {
        if self.hold_end().is_some_and(|end| end <= instant) {
            let text = Text::new(
                "挂起时间已用完，自动恢复",
                "the time it may be held is used up; it goes on by itself",
            );
            self.resume(None, Some(text));
        }
        self.free_after_shift(instant);
        self.end_heard_waits();
        self.end_settled_calls();
        let over: Vec<StepId> = self
            .waiting()
            .filter(|step| self.wait_end(step).is_some_and(|end| end <= instant))
            .map(|step| step.id.clone())
            .collect();
        for id in over {
            if let Some(step) = self.step(&id).filter(|_| self.case.status(&id) == crate::StepStatus::Ready) {
                self.finish(step, None, Vec::new(), None);
            }
        }
        let empty: Vec<StepId> = self
            .waiting()
            .filter(|step| self.empty_at(step).is_some_and(|at| at <= instant))
            .map(|step| step.id.clone())
            .collect();
        for id in empty {
            self.tell_empty(&id);
        }
    }

    /// A step that was not done when its holder's shift ended is free again.
    fn free_after_shift(&mut self, instant: Timestamp) {
        let over: Vec<StepId> = self
            .held_steps()
            .filter(|step| self.hall().holding_ends(step).is_some_and(|end| end <= instant))
            .map(|step| step.id.clone())
            .collect();
        for id in over {
            let text = Text::new("班次结束，步骤重新空出", "the shift ended; the step is free again");
            self.record(
                Fact::new(What::Handed).step(&id).text(Some(text)).change(Change::Holder(id.clone(), None)),
            );
        }
    }

    /// A date that a step waits for is still empty: told once (S32).
    fn tell_empty(&mut self, id: &StepId) {
        let about: Vec<StepId> = self.hall().done_last().map(|step| step.id.clone()).into_iter().collect();
        let reached = self.reach(&[Audience::Owner, Audience::Superior], &about, crate::audience::Climb::Up);
        let template = TemplateId::new("task");
        let relevance = self.until_step_ends(id);
        self.tell(
            &reached,
            &Message {
                template: &template,
                via: &USUAL,
                urgent: false,
                step: Some(id),
                limit: None,
                rung: None,
                relevance,
                text: None,
            },
        );
        if self.events.is_empty() {
            self.record(Fact::new(What::Unreachable).step(id));
        }
        self.also(Change::EmptyTold(id.clone()));
    }

    fn obey(&mut self, actor: &Actor, command: &Command) -> Result<(), Refusal> {
        // Time may have ended the case while nobody looked.
        if self.case.is_over() && !outlives_the_case(command) {
            return Err(Refusal::CaseOver);
        }
        match command {
            Command::Wake => Ok(()),
            Command::Take(step) => {
                let person = self.person(actor)?;
                let step = self.meant(step, |task| self.hall().may_do(person, task))?;
                self.take(person, &step)
            }
            Command::Complete { step, fields, ticked, failed, given } => {
                let person = self.person(actor)?;
                let step = self.meant(step, |task| self.hall().for_sending().may_do(person, task))?;
                self.complete(person, &step, &Sending { fields, ticked, failed, given })
            }
            Command::Sign(step) => {
                let person = self.person(actor)?;
                let is_sent = |task: &Step| self.case.step(&task.id).sent.is_some();
                let step = self.meant(step, |task| is_sent(task) && self.hall().may_do(person, task))?;
                self.sign(person, &step)
            }
            Command::Approve(step) => self.approve(self.person(actor)?, step),
            Command::Return { step, comment } => self.send_back(self.person(actor)?, step, comment),
            Command::Refuse { step, comment } => self.refuse(self.person(actor)?, step, comment),
            Command::Hand { step, to } => {
                let person = self.person(actor)?;
                let step = self.meant(step, |task| self.hall().may_direct(person, &[task]))?;
                self.hand(person, &step, to)
            }
            Command::Hold(reason) => self.ask_to_hold(self.person(actor)?, reason),
            Command::Resume => self.ask_to_resume(self.person(actor)?),
            Command::Extend { limit, span, reason } => {
                self.ask_to_extend(self.person(actor)?, limit, *span, reason)
            }
            Command::Excuse { limit, reason } => self.excuse(self.person(actor)?, limit, reason),
            Command::Set { fields, reason } => self.set(self.person(actor)?, fields, reason),
            Command::Note(text) => self.note(self.person(actor)?, text),
            Command::Cancel(reason) => self.cancel(self.person(actor)?, reason),
            Command::Event { name, carries } => {
                self.hear(actor.person(), name, carries);
                Ok(())
            }
            Command::Repeat(step) => self.repeat(self.person(actor)?, step),
            Command::Reply { call, says } => {
                self.hear_reply(*call, says);
                Ok(())
            }
            Command::CallOff { caller } => {
                self.be_called_off(caller);
                Ok(())
            }
            Command::Figures { step, round, figures } => {
                self.keep_figures(step, *round, figures);
                Ok(())
            }
            Command::Recompute(why) => {
                self.recompute(why);
                Ok(())
            }
            Command::OverBudget { of, most } => {
                self.over_budget(of, *most);
                Ok(())
            }
            Command::Undelivered { to, text, urgent } => {
                self.record(
                    Fact::new(What::Unreachable)
                        .to(vec![to.clone()], Vec::new(), None)
                        .text(Some(text.clone())),
                );
                if *urgent {
                    let reached =
                        [self.hall().last_resort(&crate::Barred::new(), crate::audience::Climb::Up)];
                    let template = TemplateId::new("unreachable");
                    self.tell(
                        &reached,
                        &Message {
                            template: &template,
                            via: &USUAL,
                            urgent: true,
                            step: None,
                            limit: None,
                            rung: None,
                            relevance: Relevance::Always,
                            text: Some(text.zh.clone()),
                        },
                    );
                }
                Ok(())
            }
        }
    }

    /// The person who acts: of this estate, and not away today.
    fn person(&self, actor: &Actor) -> Result<&'a Person, Refusal> {
        let Actor::Person(id) = actor else {
            return Err(Refusal::NotYours {
                what: Text::new("办理", "do that"),
                may: Text::new("人员", "a person"),
            });
        };
        let person = self.ctx.estate.person(id).ok_or_else(|| Refusal::NoSuchPerson(id.clone()))?;
        if self.hall().is_away(person) {
            return Err(Refusal::Away(id.clone()));
        }
        Ok(person)
    }
}
