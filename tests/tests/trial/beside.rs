//! What is tried beside a story, and changes nothing of it: looking while nothing is due, judging everything in
//! one jump, saying news twice, doing items in another order.

use super::{Trial, laws};
use std::collections::BTreeMap;
use steward_case::advance::{Context, Outcome, advance};
use steward_case::{Actor, AskFigures, Command, Figures};
use steward_model::{Step, StepId};
use steward_tests::oracle::Act;
use steward_time::Timestamp;

impl Trial<'_> {
    /// Everything that comes before an instant, judged in one turn, as after a stop of the engine.
    pub(super) fn in_one_jump(&self, at: Timestamp) -> Option<Outcome> {
        let last = Timestamp::from_second(at.as_second() - 1).ok()?;
        self.wake.filter(|wake| *wake <= last && at < Timestamp::MAX)?;
        let ctx = Context { now: last, ..self.context() };
        advance(&self.case, &Actor::Engine, &Command::Wake, &ctx).ok()
    }

    /// Looking while nothing is due changes nothing, so time may come in as many steps as it likes.
    pub(super) fn look_between(&self, wake: Timestamp) -> Result<(), String> {
        let between = self.now.as_second() + (wake.as_second() - self.now.as_second()) / 2;
        let at = Timestamp::from_second(between).unwrap_or(wake);
        if at <= self.now || !self.instants.is_multiple_of(3) {
            return Ok(());
        }
        let ctx = Context { now: at, ..self.context() };
        let looked = advance(&self.case, &Actor::Engine, &Command::Wake, &ctx);
        let same = |outcome: &Outcome| {
            outcome.events.is_empty()
                && outcome.case == self.case
                && outcome.wake.as_ref().map(|wake| wake.at) == Some(wake)
        };
        match looked.as_ref().is_ok_and(same) {
            true => Ok(()),
            false => Err(self.failed(&format!("looking at {at} changes something: {looked:?}"))),
        }
    }

    /// News that comes again says nothing new.
    pub(super) fn says_nothing_twice(&self, act: &Act) -> Result<(), String> {
        if !matches!(act, Act::News { .. } | Act::OverBudget(_)) || self.case.is_over() {
            return Ok(());
        }
        let again = advance(&self.case, &Actor::Engine, &self.command(act), &self.context());
        match again.as_ref().is_ok_and(|outcome| outcome.events.is_empty() && outcome.case == self.case) {
            true => Ok(()),
            false => Err(self.failed(&format!("{act:?} once more changes something: {again:?}"))),
        }
    }

    /// The figures come that steps asked for, and come again: the record keeps what comes first in a round.
    pub(super) fn figures_come(&mut self) -> Result<(), String> {
        for asked in std::mem::take(&mut self.figures) {
            let AskFigures { step, round, workflow, .. } = asked;
            let figures = Figures { workflow, from: None, until: self.now, cases: 0, standards: Vec::new() };
            let command = Command::Figures { step, round, figures };
            let mut kept = 0;
            for _ in 0..2 {
                let outcome = self
                    .twice(&Actor::Engine, &command)?
                    .map_err(|refusal| self.failed(&format!("{refusal:?}")))?;
                kept += outcome.events.len();
                self.accept(outcome)?;
            }
            if kept > 1 {
                return Err(self.failed("figures were kept twice"));
            }
        }
        Ok(())
    }

    /// Two items of a step, done at one instant by the same two people: in whichever order.
    pub(super) fn items_in_any_order(&self) -> Result<(), String> {
        let open = self.oracle.open_steps();
        let tasks = open
            .iter()
            .filter(|task| task.item().is_some() && !self.whole.step(task).is_some_and(Step::asks_second));
        let mut of_steps: BTreeMap<&str, Vec<&StepId>> = BTreeMap::new();
        tasks.for_each(|task| of_steps.entry(task.written()).or_default().push(task));
        for tasks in of_steps.values() {
            let [one, two, ..] = tasks[..] else { continue };
            let doer = |task: &StepId| {
                let may =
                    self.estate.staff.iter().map(|person| &person.id).find(|id| self.oracle.may(id, task));
                may.map(|id| Actor::Person(id.clone()))
            };
            let (Some(first), Some(second)) = (doer(one), doer(two)) else { continue };
            let act = |step: &StepId| {
                self.command(&Act::Complete {
                    step: step.clone(),
                    fields: BTreeMap::new(),
                    fails: false,
                    shows: true,
                })
            };
            let both = |deeds: [(&Actor, &StepId); 2]| {
                deeds.into_iter().try_fold(self.case.clone(), |case, (actor, step)| {
                    advance(&case, actor, &act(step), &self.context()).map(|outcome| outcome.case)
                })
            };
            let orders = [both([(&first, one), (&second, two)]), both([(&second, two), (&first, one)])];
            match &orders {
                [Ok(a), Ok(b)] if laws::essence(a) == laws::essence(b) => {}
                [Ok(a), Ok(b)] => {
                    let (a, b) = (laws::essence(a), laws::essence(b));
                    return Err(self.failed(&format!("{one} and {two} in two orders:\n  {a:?}\n  {b:?}")));
                }
                _ => return Err(self.failed(&format!("{one} and {two} can't be done: {orders:?}"))),
            }
        }
        Ok(())
    }
}
