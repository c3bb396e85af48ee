//! Runs a scenario: its lines in order, each at its moment, what it does before what is due then
//! and what it expects after (S34).

use crate::begin::{begin, beginning};
use crate::expect::{Window, unmet};
use crate::naming::{Naming, Said};
use crate::showing;
use crate::world::{Judges, World};
use std::collections::{BTreeMap, BTreeSet};
use steward_case::{Actor, Command, Event, Refusal};
use steward_model::{
    Act, Handbook, Line, Moment, Place, Scenario, StaffId, StepId, StepKind, Text, Workflow, WorkflowId,
};
use steward_time::Timestamp;

/// How a scenario went.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// What did not hold; `None`: it passed.
    pub failure: Option<Failure>,
    /// The record of the case, as far as it went.
    pub events: Vec<Event>,
    /// Every case there was, the one of the scenario among them: its process and its record.
    pub all: Vec<(WorkflowId, Vec<Event>)>,
}

/// What did not hold.
#[derive(Clone, Debug)]
pub struct Failure {
    /// The line of the story.
    pub place: Place,
    /// The moment.
    pub at: Timestamp,
    /// What was expected.
    pub expected: Said,
    /// What there was instead.
    pub got: Said,
}

/// Runs a scenario in virtual time.
pub fn run(scenario: &Scenario, handbook: &Handbook, judges: &Judges) -> Verdict {
    let fail = |expected: Text, got: Text, at: Timestamp| Verdict {
        failure: Some(Failure {
            place: scenario.place.clone(),
            at,
            expected: expected.into(),
            got: got.into(),
        }),
        events: Vec::new(),
        all: Vec::new(),
    };
    let (Some(estate), Some(definition)) =
        (handbook.estates.get(&scenario.estate), handbook.workflows.get(&scenario.workflow))
    else {
        return fail(
            Text::new("流程和项目", "a workflow and an estate"),
            Text::new("没有", "neither is there"),
            Timestamp::UNIX_EPOCH,
        );
    };
    let definition = match handbook.at(&estate.id, definition) {
        Ok(definition) => definition,
        Err(not_here) => {
            let got = not_here.text(&definition.id, &estate.id);
            return fail(Text::new("立案", "the case is opened"), got, Timestamp::UNIX_EPOCH);
        }
    };
    let Some((at, by)) = beginning(scenario, definition, estate) else {
        return fail(
            Text::new("定时立案", "a start by the clock"),
            Text::new("流程没有定时发起", "the workflow has no schedule"),
            Timestamp::UNIX_EPOCH,
        );
    };
    let mut world = World::new(handbook, estate, judges, at);
    let opened = match by {
        Some(by) => begin(&mut world, definition, &by, &scenario.fields),
        None => open_by_somebody(&mut world, definition, scenario),
    };
    let place = match opened {
        Ok(place) => place,
        Err(refusal) => {
            let got = refusal.text(definition, estate);
            return fail(Text::new("立案", "the case is opened"), got, at);
        }
    };
    let mut teller = Teller::new(world, place, at);
    for line in &scenario.story {
        if let Some(failure) = teller.tell(line) {
            return verdict(Some(failure), &teller);
        }
    }
    verdict(None, &teller)
}

fn verdict(failure: Option<Failure>, teller: &Teller<'_>) -> Verdict {
    let cases = &teller.world.cases;
    let all = cases.iter().map(|running| (running.definition.id.clone(), running.events.clone())).collect();
    Verdict { failure, events: cases[teller.place].events.clone(), all }
}

fn open_by_somebody<'w>(
    world: &mut World<'w>,
    definition: &'w Workflow,
    scenario: &Scenario,
) -> Result<usize, Refusal> {
    let candidates: Vec<StaffId> = match &scenario.starter {
        Some(starter) => vec![starter.clone()],
        None => world.estate.staff.iter().map(|person| person.id.clone()).collect(),
    };
    let mut last = Refusal::NotOpenable(Text::new("本项目没有人员", "Nobody works at this estate"));
    for id in candidates {
        match world.open(definition, id, scenario.fields.clone(), false) {
            Ok(place) => return Ok(place),
            Err(refusal) => {
                // Of those who can't, the first reason that isn't about the person says most.
                let personal = matches!(refusal, Refusal::NotYours { .. } | Refusal::Away(_));
                if !personal {
                    return Err(refusal);
                }
                last = refusal;
            }
        }
    }
    Err(last)
}

/// Tells a story, line by line.
pub(crate) struct Teller<'a> {
    pub(crate) world: World<'a>,
    pub(crate) place: usize,
    opened: Timestamp,
    /// What there was by the end of the line before, of each case that lines were about.
    looked: BTreeMap<usize, Looked>,
}

/// What there was when a case was last looked at.
#[derive(Clone, Copy)]
struct Looked {
    /// How many events had happened to it.
    events: usize,
    /// How many messages had gone out.
    sent: usize,
    /// How many cases there were.
    cases: usize,
}

impl<'a> Teller<'a> {
    /// Begins after the opening.
    pub(crate) fn new(world: World<'a>, place: usize, opened: Timestamp) -> Self {
        Self { world, place, opened, looked: BTreeMap::new() }
    }

    fn tell(&mut self, line: &Line) -> Option<Failure> {
        if let Some(failure) = self.carry_out(line) {
            return Some(failure);
        }
        let at = self.world.now;
        let Some(place) = self.place_of(line) else { return Some(self.not_called(line)) };
        // Before a case was looked at, all there is of it is new.
        let looked = Looked { events: 0, sent: 0, cases: place + 1 };
        let looked = self.looked.get(&place).copied().unwrap_or(looked);
        for expectation in &line.expect {
            let running = &self.world.cases[place];
            let new_cases: Vec<_> = self.world.cases[looked.cases.min(self.world.cases.len())..]
                .iter()
                .map(|running| running.definition.id.clone())
                .collect();
            let window = Window {
                events: &running.events[looked.events..],
                opened: &new_cases,
                place,
                sent: looked.sent,
            };
            if let Some((expected, got)) = unmet(expectation, running, &window, &self.world) {
                return Some(Failure { place: line.place.clone(), at, expected, got });
            }
        }
        let looked = Looked {
            events: self.world.cases[place].events.len(),
            sent: self.world.post.sent.len(),
            cases: self.world.cases.len(),
        };
        self.looked.insert(place, looked);
        None
    }

    /// Lets time pass up to a line's moment and does what it does, whatever it expects.
    pub(crate) fn carry_out(&mut self, line: &Line) -> Option<Failure> {
        let at = match line.at {
            Moment::Same => self.world.now,
            Moment::After(seconds) => {
                Timestamp::from_second(self.opened.as_second() + seconds).unwrap_or(self.opened)
            }
            Moment::At(at) => at,
        };
        if at < self.world.now {
            let shown = |at: Timestamp| steward_case::judge::shown(at, &self.world.estate.zone);
            return Some(Failure {
                place: line.place.clone(),
                at,
                expected: Text::new("经过按时间先后写", "a story told in the order of time").into(),
                got: Text::new(
                    format!("这一行是 {}，已经演到 {}", shown(at), shown(self.world.now)),
                    format!("this line is at {}, and it is {} already", shown(at), shown(self.world.now)),
                )
                .into(),
            });
        }
        self.world.pass(at);
        let Some(place) = self.place_of(line) else { return Some(self.not_called(line)) };
        if let Some(act) = &line.act
            && let Err(refusal) = self.act(place, act, line.actor.as_ref())
        {
            return Some(Failure {
                place: line.place.clone(),
                at,
                expected: Text::new("可以办理", "it can be done").into(),
                got: refusal.text(self.world.cases[place].definition, self.world.estate).into(),
            });
        }
        self.world.settle();
        None
    }

    /// The case a line is about: the scenario's own, or the last that a step of it called.
    fn place_of(&self, line: &Line) -> Option<usize> {
        let Some(step) = &line.called_by else { return Some(self.place) };
        let own = &self.world.cases[self.place];
        self.world.cases.iter().rposition(|running| {
            let caller = running.case.caller.as_ref().filter(|caller| caller.case == own.case.id);
            caller.is_some_and(|caller| {
                own.events.iter().any(|event| event.n == caller.call && event.step.as_ref() == Some(step))
            })
        })
    }

    fn not_called(&self, line: &Line) -> Failure {
        let running = &self.world.cases[self.place];
        let called = |naming: Naming<'_>| {
            let step = line.called_by.as_ref().map_or_else(|| Text::plain(""), |step| naming.step(step));
            Text::new(format!("{} 发起的案件", step.zh), format!("the case that {} called", step.en))
        };
        let titles = Naming::Titles { wording: running.definition, estate: self.world.estate };
        Failure {
            place: line.place.clone(),
            at: self.world.now,
            expected: Said { ids: called(Naming::Ids), names: called(titles) },
            got: Text::new("还没有发起", "none was called yet").into(),
        }
    }

    fn act(&mut self, place: usize, act: &Act, actor: Option<&StaffId>) -> Result<(), Refusal> {
        let command = match act {
            Act::EngineStops => {
                self.world.stopped = true;
                return Ok(());
            }
            Act::EngineStarts => {
                self.world.stopped = false;
                return Ok(());
            }
            Act::Do { step, with, fail, show } => Command::Complete {
                step: step.clone(),
                fields: with.clone(),
                ticked: self.ticked(place, step, fail),
                failed: fail.clone(),
                given: showing::of_line(show, self.world.estate),
            },
            Act::Take(step) => Command::Take(step.clone()),
            Act::Repeat(step) => Command::Repeat(step.clone()),
            Act::Sign(step) => Command::Sign(step.clone()),
            Act::Approve(step) => Command::Approve(step.clone()),
            Act::Return(step, comment) => Command::Return { step: step.clone(), comment: comment.clone() },
            Act::Refuse(step, comment) => Command::Refuse { step: step.clone(), comment: comment.clone() },
            Act::Hand(step, to) => Command::Hand { step: step.clone(), to: to.clone() },
            Act::Hold(reason) => Command::Hold(reason.clone()),
            Act::Resume => Command::Resume,
            Act::Cancel(reason) => Command::Cancel(reason.clone()),
            Act::Set(fields) => Command::Set { fields: fields.clone(), reason: "scenario".to_owned() },
            Act::Extend(limit, span) => {
                Command::Extend { limit: limit.clone(), span: *span, reason: "scenario".to_owned() }
            }
            Act::Excuse(limit) => Command::Excuse { limit: limit.clone(), reason: "scenario".to_owned() },
            Act::Event(name) => {
                return self.world.happen(name, &BTreeMap::new(), Some(place));
            }
        };
        match actor {
            Some(actor) => self.world.act(place, &Actor::Person(actor.clone()), &command),
            None => by_somebody(&mut self.world, place, &command),
        }
    }

    fn ticked(&self, place: usize, step: &StepId, fail: &BTreeMap<String, String>) -> Vec<String> {
        let definition = self.world.cases[place].definition;
        let step = definition.step(&StepId::new(step.written()));
        match step.map(|step| &step.kind) {
            Some(StepKind::Person { checklist, .. }) => checklist
                .iter()
                .filter(|item| !fail.contains_key(&item.zh) && !fail.contains_key(&item.en))
                .map(|item| item.zh.clone())
                .collect(),
            _ => Vec::new(),
        }
    }
}

/// Has a command carried out by the first person who may: whoever holds the step or is of its role,
/// then anybody.
pub(crate) fn by_somebody(world: &mut World<'_>, place: usize, command: &Command) -> Result<(), Refusal> {
    let mut refused = None;
    let mut tried = BTreeSet::new();
    for id in candidates(world, place, command) {
        if !tried.insert(id.clone()) {
            continue;
        }
        match world.act(place, &Actor::Person(id), command) {
            Ok(()) => return Ok(()),
            Err(
                refusal @ (Refusal::NotYours { .. }
                | Refusal::OwnWork(_)
                | Refusal::Answered(_)
                | Refusal::WhichItem { .. }
                | Refusal::Away(_)),
            ) => {
                refused.get_or_insert(refusal);
            }
            Err(refusal) => return Err(refusal),
        }
    }
    Err(refused.unwrap_or(Refusal::NotOpenable(Text::new("本项目没有人员", "Nobody works at this estate"))))
}

fn candidates(world: &World<'_>, place: usize, command: &Command) -> Vec<StaffId> {
    let running = &world.cases[place];
    let step = match command {
        Command::Take(step)
        | Command::Complete { step, .. }
        | Command::Sign(step)
        | Command::Approve(step)
        | Command::Return { step, .. }
        | Command::Refuse { step, .. } => Some(step),
        _ => None,
    };
    let mut first: Vec<StaffId> = Vec::new();
    let wording = running.wording(world.estate);
    if let Some(step) = step.and_then(|step| wording.step(step)) {
        let hall = steward_case::hall::Hall::new(&running.case, &wording, world.estate, world.now);
        let reached =
            hall.reach(&[steward_model::Audience::Owner], &[step], steward_case::audience::Climb::Up);
        first.extend(reached.iter().flat_map(|group| group.people.iter().map(|person| person.id.clone())));
    }
    first.extend(world.estate.staff.iter().map(|person| person.id.clone()));
    first
}
