//! Rehearses one case from opening to end: as it goes when everybody does their part in good time,
//! or in the worst case, when nobody does anything.

use crate::begin::{begin, beginning, by_itself};
use crate::dice::Dice;
use crate::showing;
use crate::story::{Failure, Teller, by_somebody};
use crate::world::{Judges, World};
use std::collections::BTreeMap;
use steward_case::{Case, Command, Event, Refusal, StepStatus, Tell, report};
use steward_model::{
    Choice, Estate, Field, FieldId, FieldKind, Handbook, Place, Private, Scenario, StaffId, Step, StepId,
    StepKind, Text, Value, Workflow,
};
use steward_time::Timestamp;

/// How people behave in a rehearsal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Conduct {
    /// Each step is done when half of its time is used, or after ten minutes where it has no limit.
    InGoodTime,
    /// Nobody does anything after the opening; the first step stays open (S3).
    Nobody,
    /// As people are: of a hundred steps seventy-five are done in time, twenty late (after up to three
    /// times their limit), five never; of a hundred approvals fifteen are returned; forms are filled
    /// at random, a yes-or-no with yes four times in five.
    AtRandom(Dice),
}

/// What came of a rehearsal.
#[derive(Clone, Debug)]
pub struct Rehearsal {
    /// When the case was opened.
    pub opened: Timestamp,
    /// When it ended, if it did.
    pub closed: Option<Timestamp>,
    /// Its record.
    pub events: Vec<Event>,
    /// The messages that left it.
    pub tells: Vec<Tell>,
    /// The case as it is at the end.
    pub case: Case,
    /// The moment up to which time went on: the end, or the last moment anything came of it.
    pub until: Timestamp,
}

/// A rehearsal ends after this long, whatever is still open: two years cover every handbook limit.
const HORIZON: i64 = 2 * 366 * 24 * 3600;

/// Nor does it go on for more events than anybody reads.
const MAX_EVENTS: usize = 5_000;

/// How long a step without a limit takes: ten minutes.
const WITHOUT_LIMIT: i64 = 600;

/// Rehearses a case in virtual time.
pub fn rehearse(
    handbook: &Handbook,
    judges: &Judges,
    estate: &Estate,
    definition: &Workflow,
    opened: Timestamp,
    fields: BTreeMap<FieldId, Value>,
    conduct: Conduct,
) -> Result<Rehearsal, Refusal> {
    let mut world = World::new(handbook, estate, judges, opened);
    let place = open(&mut world, definition, &fields, conduct, None)?;
    world.settle();
    go_on(world, place, opened, &fields, conduct)
}

/// Rehearses a story: its lines as written, whatever they expect, then as people behave.
///
/// # Errors
///
/// The line that could not be carried out.
pub fn rehearse_story(
    handbook: &Handbook,
    judges: &Judges,
    estate: &Estate,
    definition: &Workflow,
    scenario: &Scenario,
    conduct: Conduct,
) -> Result<Rehearsal, Box<Failure>> {
    let (opened, by) = beginning(scenario, definition, estate)
        .unwrap_or_else(|| (Timestamp::UNIX_EPOCH, Some(by_itself(definition))));
    let failure = |place: &Place, refusal: Refusal| {
        let expected = Text::new("可以办理", "it can be done");
        Box::new(Failure {
            place: place.clone(),
            at: opened,
            expected: expected.into(),
            got: refusal.text(definition, estate).into(),
        })
    };
    let mut world = World::new(handbook, estate, judges, opened);
    let begun = match by {
        Some(by) => begin(&mut world, definition, &by, &scenario.fields),
        None => {
            let starter = scenario.starter.as_ref();
            open(&mut world, definition, &scenario.fields, Conduct::InGoodTime, starter)
        }
    };
    let place = begun.map_err(|refusal| failure(&scenario.place, refusal))?;
    world.settle();
    let mut teller = Teller::new(world, place, opened);
    let mut last = &scenario.place;
    for line in &scenario.story {
        last = &line.place;
        if let Some(failure) = teller.carry_out(line) {
            return Err(Box::new(failure));
        }
    }
    go_on(teller.world, place, opened, &scenario.fields, conduct).map_err(|refusal| failure(last, refusal))
}

fn go_on(
    mut world: World<'_>,
    place: usize,
    opened: Timestamp,
    fields: &BTreeMap<FieldId, Value>,
    conduct: Conduct,
) -> Result<Rehearsal, Refusal> {
    let end = Timestamp::from_second(opened.as_second() + HORIZON).unwrap_or(opened);
    let mut tried: BTreeMap<(usize, StepId), Answered> = BTreeMap::new();
    let nothing = BTreeMap::new();
    loop {
        // What the case waits for is done like its own steps.
        let acts = waited_for(&world, place).into_iter().filter_map(|one| {
            let fields = if one == place { fields } else { &nothing };
            let (at, step, command) = next_act(&world, one, fields, &tried, conduct)?;
            Some((at, (one, step), command))
        });
        let act = match conduct {
            Conduct::InGoodTime | Conduct::AtRandom(_) => acts.min_by_key(|(at, ..)| *at),
            Conduct::Nobody => None,
        };
        let wake = world.next_wake();
        let over = world.cases[place].case.is_over() || world.cases[place].events.len() > MAX_EVENTS;
        match (act, wake) {
            _ if over => break,
            (Some((at, step, command)), wake) if wake.is_none_or(|wake| at <= wake) && at < end => {
                world.pass(at);
                let (place, id) = &step;
                let answered = Answered::of(&world.cases[*place].case, id);
                tried.insert(step.clone(), answered);
                match by_somebody(&mut world, *place, &command) {
                    // Where nobody is left to sign or to approve as well, the step stays open.
                    Err(_) if answered.by > 0 => {}
                    went => went?,
                }
                world.settle();
            }
            (_, Some(wake)) if wake < end => {
                world.pass(wake);
                world.settle();
            }
            _ => break,
        }
    }
    let running = &world.cases[place];
    Ok(Rehearsal {
        opened,
        closed: running.case.closed,
        events: running.events.clone(),
        tells: running.tells.clone(),
        case: running.case.clone(),
        until: world.now,
    })
}

fn open<'a>(
    world: &mut World<'a>,
    definition: &'a Workflow,
    fields: &BTreeMap<FieldId, Value>,
    conduct: Conduct,
    starter: Option<&StaffId>,
) -> Result<usize, Refusal> {
    let mut given = fields.clone();
    given.retain(|field, _| definition.each_of(field).is_none());
    if conduct != Conduct::Nobody {
        let first = definition.steps.first().filter(|step| step.for_each.is_none());
        let form = first.map(Step::form).unwrap_or_default();
        fill(
            &mut given,
            form,
            definition,
            &Sampling { estate: world.estate, now: world.now, conduct, round: 1 },
        );
    }
    let later = conduct == Conduct::Nobody;
    if let Some(starter) = starter {
        return world.open(definition, starter.clone(), given, later);
    }
    let staff: Vec<StaffId> = world.estate.staff.iter().map(|person| person.id.clone()).collect();
    for id in staff {
        match world.open(definition, id, given.clone(), later) {
            Err(Refusal::NotYours { .. } | Refusal::Away(_) | Refusal::NotOpenable(_)) => {}
            other => return other,
        }
    }
    begin(world, definition, &by_itself(definition), &given)
}

/// How far a step is that takes more than one person: a second signature, an approval by several.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Answered {
    round: u32,
    /// How many have done their part in this round.
    by: usize,
}

impl Answered {
    fn of(case: &Case, step: &StepId) -> Self {
        let state = case.step(step);
        Self { round: case.round(step), by: state.votes.len() + usize::from(state.sent.is_some()) }
    }
}

/// A case, those it called and waits for, those they wait for, and so on.
fn waited_for(world: &World<'_>, place: usize) -> Vec<usize> {
    let mut found = vec![place];
    // A case is opened after the one that called it.
    for (one, running) in world.cases.iter().enumerate().skip(place + 1) {
        let called = |by: &usize| {
            running.case.caller.as_ref().is_some_and(|caller| caller.case == world.cases[*by].case.id)
        };
        if !running.case.is_over() && found.iter().any(called) {
            found.push(one);
        }
    }
    found
}

/// The next thing somebody does: the open step whose turn comes first.
fn next_act(
    world: &World<'_>,
    place: usize,
    fields: &BTreeMap<FieldId, Value>,
    tried: &BTreeMap<(usize, StepId), Answered>,
    conduct: Conduct,
) -> Option<(Timestamp, StepId, Command)> {
    let running = &world.cases[place];
    if running.case.is_held() {
        return None;
    }
    let stands = report(&running.case, running.definition, world.estate, world.now);
    let wording = running.wording(world.estate);
    wording
        .steps
        .iter()
        .filter(|step| step.is_task() && running.case.status(&step.id) == StepStatus::Ready)
        .filter(|step| tried.get(&(place, step.id.clone())) != Some(&Answered::of(&running.case, &step.id)))
        .filter_map(|step| {
            let since = running.case.steps.get(&step.id)?.since?;
            let due = stands
                .limits
                .iter()
                .rev()
                .find(|clock| clock.step.as_ref() == Some(&step.id))
                .and_then(|clock| clock.due);
            let round = running.case.round(&step.id);
            let share = share(conduct, step, round)?;
            let at = due.and_then(|due| after_share(step, running, world.estate, (since, due), share));
            let at = at.or_else(|| Timestamp::from_second(since.as_second() + WITHOUT_LIMIT).ok())?;
            // People act at whole minutes, which are easier to read.
            let at = Timestamp::from_second(at.as_second() - at.as_second().rem_euclid(60)).unwrap_or(at);
            let at = at.max(world.now);
            let sampling = Sampling { estate: world.estate, now: world.now, conduct, round };
            Some((at, step.id.clone(), command(step, &wording, fields, &running.case, &sampling)))
        })
        .min_by_key(|(at, ..)| *at)
}

/// How much of its time a step takes, in hundredths; `None`: nobody ever does it.
fn share(conduct: Conduct, step: &Step, round: u32) -> Option<u64> {
    let Conduct::AtRandom(dice) = conduct else { return Some(50) };
    let ask = |what: &str, sides| dice.roll(&format!("{what}/{}/{round}", step.id), sides);
    match ask("kept", 100) {
        0..75 => Some(5 + ask("share", 91)),
        75..95 => Some(100 + ask("late", 201)),
        _ => None,
    }
}

/// When a share of the open time between two moments is used, on the calendar the step's limit
/// counts on.
fn after_share(
    step: &Step,
    running: &crate::world::Running<'_>,
    estate: &Estate,
    (since, due): (Timestamp, Timestamp),
    share: u64,
) -> Option<Timestamp> {
    let limit = step.limit.as_ref()?;
    let (_, clock) = running.case.live_clock(&limit.id)?;
    let calendar = estate.calendar(&limit.lines.get(clock.line)?.calendar)?;
    calendar.add_open(since, calendar.open_seconds(since, due) * share / 100).map(|moment| moment.at)
}

/// What sample values are made for.
struct Sampling<'s> {
    estate: &'s Estate,
    now: Timestamp,
    conduct: Conduct,
    round: u32,
}

fn command(
    step: &Step,
    definition: &Workflow,
    fields: &BTreeMap<FieldId, Value>,
    case: &Case,
    sampling: &Sampling<'_>,
) -> Command {
    match &step.kind {
        StepKind::Person { .. } if case.step(&step.id).sent.is_some() => Command::Sign(step.id.clone()),
        StepKind::Person { form, checklist, evidence, .. } => {
            let given = |field: &FieldId| fields.get(field).or_else(|| fields.get(field.written()));
            let mut values: BTreeMap<FieldId, Value> =
                form.iter().filter_map(|field| Some((field.clone(), given(field)?.clone()))).collect();
            // At random a form of a later round is filled anew; else what stands in it stays.
            let anew = matches!(sampling.conduct, Conduct::AtRandom(_));
            let missing: Vec<FieldId> =
                form.iter().filter(|field| anew || !case.fields.contains_key(*field)).cloned().collect();
            fill(&mut values, &missing, definition, sampling);
            let ticked = checklist.iter().map(|item| item.zh.clone()).collect();
            let given = showing::all_of(evidence, &values, case, sampling.estate);
            Command::Complete {
                step: step.id.clone(),
                fields: values,
                ticked,
                failed: BTreeMap::new(),
                given,
            }
        }
        _ => match sampling.conduct {
            Conduct::AtRandom(dice)
                if dice.roll(&format!("return/{}/{}", step.id, sampling.round), 100) < 15 =>
            {
                Command::Return { step: step.id.clone(), comment: "请补充".to_owned() }
            }
            _ => Command::Approve(step.id.clone()),
        },
    }
}

/// Fills required fields of a form with plain sample values, where nothing is given.
fn fill(
    values: &mut BTreeMap<FieldId, Value>,
    form: &[FieldId],
    definition: &Workflow,
    sampling: &Sampling<'_>,
) {
    for field in form.iter().filter_map(|id| definition.field(id)).filter(|field| field.required) {
        if !values.contains_key(&field.id)
            && let Some(value) = sampling.sample(field)
        {
            values.insert(field.id.clone(), value);
        }
    }
}

impl Sampling<'_> {
    /// Which of so many: the first, or one at random.
    fn which(&self, field: &Field, of: usize) -> usize {
        let Conduct::AtRandom(dice) = self.conduct else { return 0 };
        let sides = u64::try_from(of).unwrap_or(0);
        usize::try_from(dice.roll(&format!("field/{}/{}", field.id, self.round), sides)).unwrap_or(0)
    }

    fn sample(&self, field: &Field) -> Option<Value> {
        let text = |text: &Text| text.zh.clone();
        let estate = self.estate;
        Some(match &field.kind {
            FieldKind::Text => Value::Text(text(&field.title)),
            FieldKind::Number | FieldKind::Money => Value::Number(1.into()),
            FieldKind::Bool => Value::Bool(self.which(field, 5) != 4),
            FieldKind::Choice(of) => Value::Choice(
                of.get(self.which(field, of.len()))
                    .map_or_else(|| Choice::new(""), |(choice, _)| choice.clone()),
            ),
            FieldKind::Role(of) => {
                Value::Role(of.get(self.which(field, of.len())).or(estate.roles.roles.keys().next())?.clone())
            }
            FieldKind::Staff => Value::Staff(estate.staff.first()?.id.clone()),
            FieldKind::Person => Value::Person { name: Private::new("示例"), phone: None },
            FieldKind::Phone => Value::Phone(Private::new("+8613800000000")),
            FieldKind::Zone => {
                Value::Zone(estate.zones.get(self.which(field, estate.zones.len()))?.id.clone())
            }
            FieldKind::Files => Value::Files(vec!["example.jpg".to_owned()]),
            FieldKind::List => Value::List(vec![text(&field.title)]),
            // What is promised is promised for the same time tomorrow.
            FieldKind::Date => Value::Date(estate.zone.to_datetime(self.tomorrow()).date()),
            FieldKind::DateTime => Value::DateTime(self.tomorrow()),
        })
    }

    fn tomorrow(&self) -> Timestamp {
        Timestamp::from_second(self.now.as_second() + 86_400).unwrap_or(self.now)
    }
}
