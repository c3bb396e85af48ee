//! One story, told to the core and to the oracle at once.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::sync::Arc;
use steward_case::advance::{Context, Opening, Outcome, advance, open};
use steward_case::{Actor, Case, CaseId, Change, Command, Effect, Event, Given, NoRules, Refusal, report};
use steward_model::{Estate, LimitId, StaffId, Value, Workflow};
use steward_tests::oracle::{Act, Fact, Oracle};
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
    let at = stories::opening(&mut dice, &estate);
    let Some(mut trial) = Trial::open(&mut dice, &definition, &estate, at)? else { return Ok(()) };
    for _ in 0..deeds {
        let Some(deed) = stories::next_deed(&mut dice, &trial.oracle, &definition, &estate, trial.now) else {
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
    estate: &'a Estate,
    now: Timestamp,
    case: Case,
    events: Vec<Event>,
    wake: Option<Timestamp>,
    effects: BTreeSet<(u32, String)>,
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
            .map_err(|refusal| format!("the opening was refused: {}", refusal.text().en))?;
        let oracle = Oracle::open(definition, estate, at, &who, &fields, later);
        let mut trial = Self {
            definition,
            estate,
            now: at,
            case: outcome.case.clone(),
            events: Vec::new(),
            wake: None,
            effects: BTreeSet::new(),
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
        while let Some(wake) = self.wake.filter(|wake| *wake < at) {
            if self.instants >= INSTANTS {
                return Ok(());
            }
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
        let command = command(&deed.act, self.definition);
        let _ = writeln!(self.told, "{} {} does {:?}", self.now, deed.who, deed.act);
        let outcome = self.twice(&Actor::Person(deed.who.clone()), &command)?;
        // Who may direct a case depends on whose steps are open; the oracle leaves that aside.
        let directs = !matches!(
            deed.act,
            Act::Take(_) | Act::Complete { .. } | Act::Approve(_) | Act::Return(_) | Act::Refuse(_)
        );
        if directs && matches!(outcome, Err(Refusal::NotYours { .. } | Refusal::Away(_))) {
            let _ = writeln!(self.told, "    not theirs");
            return Ok(());
        }
        let accepted = self.oracle.act(self.now, &deed.who, &deed.act);
        match outcome {
            Ok(outcome) if accepted => self.accept(outcome),
            Err(_) if !accepted => Ok(()),
            Ok(_) => Err(self.failed("the core accepted what the oracle refuses")),
            Err(refusal) => Err(self.failed(&format!("the core refused: {}", refusal.text().en))),
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
            let limit = self.definition.limit(&self.case.clocks[clock].limit);
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

fn command(act: &Act, definition: &Workflow) -> Command {
    match act {
        Act::Take(step) => Command::Take(step.clone()),
        Act::Complete { step, fields, fails } => {
            let items = match definition.step(step).map(|step| &step.kind) {
                Some(steward_model::StepKind::Person { checklist, .. }) => {
                    checklist.iter().map(|item| item.zh.clone()).collect()
                }
                _ => Vec::new(),
            };
            let (ticked, failed) = if *fails { (Vec::new(), items) } else { (items, Vec::new()) };
            let failed = failed.into_iter().map(|item| (item, "remark".to_owned())).collect();
            let given = Given::default();
            Command::Complete { step: step.clone(), fields: fields.clone(), ticked, failed, given }
        }
        Act::Approve(step) => Command::Approve(step.clone()),
        Act::Return(step) => Command::Return { step: step.clone(), comment: "again".to_owned() },
        Act::Refuse(step) => Command::Refuse { step: step.clone(), comment: "no".to_owned() },
        Act::Hand(step, to) => Command::Hand { step: step.clone(), to: to.clone() },
        Act::Hold => Command::Hold("waiting for parts".to_owned()),
        Act::Resume => Command::Resume,
        Act::Extend(limit, span) => {
            Command::Extend { limit: limit.clone(), span: *span, reason: "why".to_owned() }
        }
        Act::Set(fields) => {
            let fields =
                fields.iter().map(|(field, value): (_, &Value)| (field.clone(), Some(value.clone())));
            Command::Set { fields: fields.collect(), reason: "why".to_owned() }
        }
        Act::Cancel => Command::Cancel("why".to_owned()),
        Act::Raise(name) => Command::Event { name: name.clone(), carries: BTreeMap::new() },
    }
}

/// An event of the record as the oracle writes it.
fn fact(event: &Event) -> Fact {
    let mut to = event.to.clone();
    to.sort();
    Fact {
        at: event.at,
        what: event.what.word(),
        step: event.step.clone(),
        limit: event.limit.clone(),
        rung: event.rung.clone(),
        to,
        via: event.via.clone(),
        template: event.template.clone(),
    }
}

/// The moments of clocks in the order they were judged (S1): steps as written before entries of
/// `limits:`, of a clock its rungs as written. A limit that is missed as its step ends has none.
fn clock_order(all: impl Iterator<Item = Fact>) -> Vec<(Option<LimitId>, Option<Arc<str>>)> {
    let judged = |fact: &Fact| {
        ["at_risk", "overdue", "rung"].contains(&fact.what)
            && !fact.to.is_empty()
            && fact.rung.as_deref() != Some("ready")
    };
    all.filter(judged).map(|fact| (fact.limit, fact.rung)).collect()
}

/// What is compared of the facts of one instant: rungs whole; of a message whom it goes to, how and
/// with which wording; of all else what it is about. Left out is what the text does not settle:
/// which steps a message about a hold names, and how moved due times are written down.
fn facts(all: impl Iterator<Item = Fact>) -> Vec<Fact> {
    let silent = ["moved", "noted", "excused", "set", "fault", "emitted", "started"];
    let mut holds = BTreeSet::new();
    let mut facts: Vec<Fact> = Vec::new();
    for mut fact in all.filter(|fact| !silent.contains(&fact.what)) {
        match fact.what {
            "told" => {
                // Which of the open steps a message of an entry of `limits:` names is not settled.
                if fact.limit.take().is_some_and(|limit| limit.as_str().starts_with('e')) {
                    fact.step = None;
                }
                fact.rung = None;
                let of_hold =
                    fact.template.as_ref().is_some_and(|t| ["held", "resumed"].contains(&t.as_str()));
                if of_hold {
                    fact.step = None;
                    if !holds.insert(fact.clone()) {
                        continue;
                    }
                }
            }
            "at_risk" | "overdue" | "rung" => {}
            _ => {
                fact =
                    Fact { at: fact.at, step: fact.step, limit: fact.limit, ..Fact::new(fact.at, fact.what) }
            }
        }
        facts.push(fact);
    }
    facts.sort();
    facts
}

fn difference(core: &[Fact], oracle: &[Fact]) -> String {
    let mut text = String::from("the record differs\n");
    let mut missing = oracle.to_vec();
    for fact in core {
        match missing.iter().position(|other| other == fact) {
            Some(place) => drop(missing.remove(place)),
            None => drop(writeln!(text, "  only the core:   {fact:?}")),
        }
    }
    for fact in missing {
        let _ = writeln!(text, "  only the oracle: {fact:?}");
    }
    text
}
