//! One story, told to the core and to the oracle at once.

mod beside;
mod calls;
mod compared;
mod deeds;
mod laws;

use compared::{clock_order, difference, fact, facts};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use steward_case::advance::{Context, Opening, Outcome, advance, open};
use steward_case::{
    Actor, AskFigures, Case, CaseId, Change, Command, Effect, Event, NoRules, Refusal, report,
};
use steward_model::{Estate, StaffId, Step, StepId, Workflow};
use steward_tests::oracle::{Act, Oracle};
use steward_tests::stories::{self, Deed, Dice, shown};
use steward_time::Timestamp;

/// A story longer than this has gone on for weeks; what could go wrong in it has.
const INSTANTS: usize = 150;

/// Tells a story; the error is the story with what went wrong.
pub(super) fn story(rolls: Vec<u16>) -> Result<(), String> {
    let mut dice = Dice::new(rolls);
    let deeds = dice.below(14) + 2;
    let estate = stories::estate(&mut dice);
    let definition = stories::definition(&mut dice);
    let whole = stories::whole(&definition, &estate);
    let at = stories::opening(&mut dice, &estate);
    let opened = Trial::open(&mut dice, &definition, &whole, &estate, at)?;
    let Some(mut trial) = opened else { return Ok(()) };
    for _ in 0..deeds {
        let Some(deed) = stories::next_deed(&mut dice, &trial.oracle, &whole, &estate, trial.now) else {
            continue;
        };
        trial.wait_until(deed.at)?;
        trial.act(&deed)?;
    }
    trial.wait_until(Timestamp::MAX)?;
    trial.compare()
}

struct Trial<'a> {
    definition: &'a Workflow,
    /// The same with a task for each item that any of its steps may ever have.
    whole: &'a Workflow,
    estate: &'a Estate,
    now: Timestamp,
    case: Case,
    events: Vec<Event>,
    wake: Option<Timestamp>,
    effects: BTreeSet<(u32, String)>,
    /// The calls of each step that are waited for, by the numbers of the events that asked for them.
    calls: BTreeMap<StepId, Vec<u32>>,
    /// Figures that steps asked for.
    figures: Vec<AskFigures>,
    oracle: Oracle<'a>,
    /// How many events and facts have been compared.
    compared: (usize, usize),
    instants: usize,
    told: String,
}

impl<'a> Trial<'a> {
    /// Opens a case; `None` when the opener may not.
    fn open(
        dice: &mut Dice,
        definition: &'a Workflow,
        whole: &'a Workflow,
        estate: &'a Estate,
        at: Timestamp,
    ) -> Result<Option<Self>, String> {
        let today = estate.zone.to_datetime(at).date();
        let may = |id: &&StaffId| id.as_str().starts_with("clerk") || id.as_str().starts_with("quality");
        let there: Vec<_> =
            estate.staff.iter().filter(|p| !p.is_away(today)).map(|p| &p.id).filter(may).collect();
        if there.is_empty() {
            return Ok(None);
        }
        let who = (*dice.one(&there)).clone();
        let later = dice.percent(15);
        let fields = stories::first_form(dice, definition, estate, at);
        let opening = Opening {
            id: CaseId::new("story"),
            actor: Actor::Person(who.clone()),
            origin: None,
            fields: fields.clone(),
            later,
            note: None,
            caller: None,
        };
        let ctx = Context { definition, estate, judge: &NoRules, now: at };
        let outcome = open(opening, &ctx)
            .map_err(|refusal| format!("the opening was refused: {}", refusal.text(definition, estate).en))?;
        let oracle = Oracle::open(whole, estate, at, &who, &fields, later);
        let mut trial = Self {
            definition,
            whole,
            estate,
            now: at,
            case: outcome.case.clone(),
            events: Vec::new(),
            wake: None,
            effects: BTreeSet::new(),
            calls: BTreeMap::new(),
            figures: Vec::new(),
            oracle,
            compared: (0, 0),
            instants: 0,
            told: format!(
                "{}{at} {who} opens with {fields:?}{}\n",
                shown(definition, estate),
                if later { " later" } else { "" }
            ),
        };
        trial.accept(outcome)?;
        Ok(Some(trial))
    }

    fn context(&self) -> Context<'a> {
        Context { definition: self.definition, estate: self.estate, judge: &NoRules, now: self.now }
    }

    /// Answers every wake before an instant; those at it come after its people.
    fn wait_until(&mut self, at: Timestamp) -> Result<(), String> {
        let (from, jumped) = (self.events.len(), self.in_one_jump(at));
        while let Some(wake) = self.wake.filter(|wake| *wake < at) {
            if self.instants >= INSTANTS {
                return Ok(());
            }
            self.look_between(wake)?;
            self.move_to(wake)?;
            let _ = writeln!(self.told, "{wake} wake");
            let outcome = self
                .twice(&Actor::Engine, &Command::Wake)?
                .map_err(|r| self.failed(&format!("a wake was refused: {r:?}")))?;
            self.oracle.pass(wake);
            self.accept(outcome)?;
            if self.wake.is_some_and(|next| next <= wake) {
                return Err(self.failed("a wake left something due"));
            }
            self.compare()?;
        }
        if let Some(jumped) = jumped {
            let (stepped, jumped) =
                (laws::judged(&self.case, &self.events[from..]), laws::judged(&jumped.case, &jumped.events));
            if stepped != jumped && stepped.is_some() && jumped.is_some() {
                return Err(
                    self.failed(&format!("in one jump it goes another way:\n  {stepped:?}\n  {jumped:?}"))
                );
            }
        }
        if at < Timestamp::MAX { self.move_to(at) } else { Ok(()) }
    }

    fn move_to(&mut self, at: Timestamp) -> Result<(), String> {
        if at != self.now {
            self.compare()?;
            self.instants += 1;
        }
        self.now = at;
        Ok(())
    }

    fn act(&mut self, deed: &Deed) -> Result<(), String> {
        let command = self.command(&deed.act);
        let _ = writeln!(self.told, "{} {} does {:?}", self.now, deed.who, deed.act);
        let of_engine = matches!(deed.act, Act::News { .. } | Act::OverBudget(_));
        let actor = if of_engine { Actor::Engine } else { Actor::Person(deed.who.clone()) };
        let outcome = self.twice(&actor, &command)?;
        // Who may direct a case depends on whose steps are open; the oracle leaves that aside.
        let directs = !matches!(
            deed.act,
            Act::Take(_)
                | Act::Complete { .. }
                | Act::Sign(_)
                | Act::Approve(_)
                | Act::Return(_)
                | Act::Refuse(_)
        );
        let of_call = matches!(&deed.act, Act::Complete { step, .. }
            if self.whole.step(step).is_some_and(Step::awaits_call));
        let directs = directs || of_call;
        if directs && matches!(outcome, Err(Refusal::NotYours { .. } | Refusal::Away(_))) {
            let _ = writeln!(self.told, "    not theirs");
            return Ok(());
        }
        let accepted = self.oracle.act(self.now, &deed.who, &deed.act);
        match outcome {
            Ok(outcome) if accepted => {
                self.accept(outcome)?;
                self.says_nothing_twice(&deed.act)?;
                self.figures_come()?;
                self.items_in_any_order()
            }
            Err(_) if !accepted => Ok(()),
            Ok(_) => Err(self.failed("the core accepted what the oracle refuses")),
            Err(refusal) => {
                let why = refusal.text(self.definition, self.estate).en;
                Err(self.failed(&format!("the core refused: {why}")))
            }
        }
    }

    /// Asks twice and wants the same answer.
    fn twice(&self, actor: &Actor, command: &Command) -> Result<Result<Outcome, Refusal>, String> {
        let ctx = self.context();
        let (one, two) =
            (advance(&self.case, actor, command, &ctx), advance(&self.case, actor, command, &ctx));
        let all = |outcome: &Outcome| {
            (outcome.case.clone(), outcome.events.clone(), outcome.effects.clone(), outcome.wake.clone())
        };
        if one.as_ref().map(all).map_err(Clone::clone) != two.as_ref().map(all).map_err(Clone::clone) {
            return Err(self.failed("the same question had two answers"));
        }
        Ok(one)
    }

    fn accept(&mut self, outcome: Outcome) -> Result<(), String> {
        for event in &outcome.events {
            let _ = writeln!(self.told, "    {:?}", fact(event));
        }
        for effect in &outcome.effects {
            if let Effect::Tell(tell) = effect {
                for channel in &tell.via {
                    if !self.effects.insert((tell.event, channel.word().to_owned())) {
                        return Err(self.failed("two messages have the same id"));
                    }
                }
            }
        }
        self.calls_are_settled(&outcome)?;
        let before = Some(&self.case).filter(|_| !self.events.is_empty());
        laws::keep(before, &outcome, self.whole, self.estate).map_err(|why| self.failed(&why))?;
        self.events.extend(outcome.events);
        self.case = outcome.case;
        self.wake = outcome.wake.map(|wake| wake.at);
        if Case::replay(&self.events).as_ref() != Some(&self.case) {
            return Err(self.failed("the record does not replay to the case"));
        }
        if !self.case.is_over()
            && self.wake.is_none()
            && self.oracle.ready_steps().is_empty()
            && !self.case.is_held()
        {
            return Err(self.failed("the case is stuck: nothing is open and nothing will come"));
        }
        self.each_rung_once()
    }

    /// Each rung is judged once for each of its repeats, unless it came to lie ahead again.
    fn each_rung_once(&self) -> Result<(), String> {
        let mut judged: BTreeMap<(usize, usize), u32> = BTreeMap::new();
        for change in self.events.iter().flat_map(|event| &event.changes) {
            match change {
                Change::Judged { clock, rung, .. } => *judged.entry((*clock, *rung)).or_default() += 1,
                Change::Ahead { clock, rung } => {
                    judged.remove(&(*clock, *rung));
                }
                _ => {}
            }
        }
        for ((clock, rung), times) in judged {
            let limit = self.whole.limit(&self.case.clocks[clock].limit);
            let rung = limit.and_then(|limit| limit.ladder.rungs.get(rung));
            let most = rung.and_then(|rung| rung.repeat).map_or(1, |repeat| repeat.times);
            if times > most {
                return Err(self.failed(&format!("a rung of clock {clock} was judged {times} times")));
            }
        }
        Ok(())
    }

    /// All of an instant is over, or will be once the wake at it is answered: what has happened, what
    /// is due when, and what comes next must be the same.
    fn compare(&mut self) -> Result<(), String> {
        let (ours, theirs) = (&self.events[self.compared.0..], &self.oracle.facts()[self.compared.1..]);
        let (core, oracle) = (facts(ours.iter().map(fact)), facts(theirs.iter().cloned()));
        if core != oracle {
            return Err(self.failed(&difference(&core, &oracle)));
        }
        let (core, oracle) = (clock_order(ours.iter().map(fact)), clock_order(theirs.iter().cloned()));
        if core != oracle {
            let orders =
                format!("clocks were judged in another order\n  core   {core:?}\n  oracle {oracle:?}");
            return Err(self.failed(&orders));
        }
        self.compared = (self.events.len(), self.oracle.facts().len());
        if self.case.is_over() != self.oracle.is_over() {
            return Err(self.failed("one thinks that the case is over"));
        }
        if self.case.is_over() {
            return Ok(());
        }
        let shown = report(&self.case, self.definition, self.estate, self.now);
        let running = shown.limits.iter().filter(|limit| limit.state == steward_case::ClockState::Running);
        let mut core: Vec<_> = running.filter_map(|limit| Some((limit.limit.clone(), limit.due?))).collect();
        let mut oracle = self.oracle.dues(self.now);
        core.sort();
        oracle.sort();
        if core != oracle {
            return Err(self.failed(&format!("due times differ\n  core   {core:?}\n  oracle {oracle:?}")));
        }
        let next = self.oracle.next();
        if self.wake.map(|wake| wake.max(self.now)) != next {
            return Err(
                self.failed(&format!("the next moment differs\n  core   {:?}\n  oracle {next:?}", self.wake))
            );
        }
        Ok(())
    }

    fn failed(&self, why: &str) -> String {
        format!("{}\nat {}: {why}\n", self.told, self.now)
    }
}
