//! Rehearses one case from opening to end: as it goes when everybody does their part in good time,
//! or in the worst case, when nobody does anything.

use crate::story::{Failure, Teller, by_somebody, opening};
use crate::world::{Judges, World};
use std::collections::BTreeMap;
use steward_case::{Actor, Case, Command, Event, Refusal, StepStatus, Tell, report};
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
    let (opened, by_clock) = opening(scenario, definition, estate).unwrap_or((Timestamp::UNIX_EPOCH, true));
    let failure = |place: &Place, refusal: Refusal| {
        let expected = Text::new("可以办理", "it can be done");
        Box::new(Failure { place: place.clone(), at: opened, expected, got: refusal.text() })
    };
    let mut world = World::new(handbook, estate, judges, opened);
    let begun = match by_clock {
        true => world.open(definition, Actor::Engine, scenario.fields.clone(), true, None),
        false => {
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
    let mut tried: BTreeMap<StepId, u32> = BTreeMap::new();
    loop {
        let act = match conduct {
            Conduct::InGoodTime => next_act(&world, place, fields, &tried),
            Conduct::Nobody => None,
        };
        let wake = world.next_wake();
        let over = world.cases[place].case.is_over() || world.cases[place].events.len() > MAX_EVENTS;
        match (act, wake) {
            _ if over => break,
            (Some((at, step, command)), wake) if wake.is_none_or(|wake| at <= wake) && at < end => {
                world.pass(at);
                tried.insert(step.clone(), world.cases[place].case.round(&step));
                by_somebody(&mut world, place, &command)?;
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
    if conduct == Conduct::InGoodTime {
        let form = definition.steps.first().map(Step::form).unwrap_or_default();
        fill(&mut given, form, definition, world.estate);
    }
    let later = conduct == Conduct::Nobody;
    if let Some(starter) = starter {
        return world.open(definition, Actor::Person(starter.clone()), given, later, None);
    }
    let staff: Vec<StaffId> = world.estate.staff.iter().map(|person| person.id.clone()).collect();
    for id in staff {
        match world.open(definition, Actor::Person(id), given.clone(), later, None) {
            Err(Refusal::NotYours { .. } | Refusal::Away(_) | Refusal::NotOpenable(_)) => {}
            other => return other,
        }
    }
    world.open(definition, Actor::Engine, given, true, None)
}

/// The next thing somebody does: the open step whose turn comes first.
fn next_act(
    world: &World<'_>,
    place: usize,
    fields: &BTreeMap<FieldId, Value>,
    tried: &BTreeMap<StepId, u32>,
) -> Option<(Timestamp, StepId, Command)> {
    let running = &world.cases[place];
    if running.case.is_held() {
        return None;
    }
    let stands = report(&running.case, running.definition, world.estate, world.now);
    running
        .definition
        .steps
        .iter()
        .filter(|step| step.is_for_people() && running.case.status(&step.id) == StepStatus::Ready)
        .filter(|step| tried.get(&step.id) != Some(&running.case.round(&step.id)))
        .filter_map(|step| {
            let since = running.case.steps.get(&step.id)?.since?;
            let due = stands
                .limits
                .iter()
                .rev()
                .find(|clock| clock.step.as_ref() == Some(&step.id))
                .and_then(|clock| clock.due);
            let at = due.and_then(|due| halfway(step, running, world.estate, since, due));
            let at = at.or_else(|| Timestamp::from_second(since.as_second() + WITHOUT_LIMIT).ok())?;
            // People act at whole minutes, which are easier to read.
            let at = Timestamp::from_second(at.as_second() - at.as_second().rem_euclid(60)).unwrap_or(at);
            let at = at.max(world.now);
            Some((
                at,
                step.id.clone(),
                command(step, running.definition, world.estate, fields, &running.case),
            ))
        })
        .min_by_key(|(at, ..)| *at)
}

/// When half of the open time between two moments is used, on the calendar the step's limit counts on.
fn halfway(
    step: &Step,
    running: &crate::world::Running<'_>,
    estate: &Estate,
    since: Timestamp,
    due: Timestamp,
) -> Option<Timestamp> {
    let limit = step.limit.as_ref()?;
    let (_, clock) = running.case.live_clock(&limit.id)?;
    let calendar = estate.calendar(&limit.lines.get(clock.line)?.calendar)?;
    calendar.add_open(since, calendar.open_seconds(since, due) / 2).map(|moment| moment.at)
}

fn command(
    step: &Step,
    definition: &Workflow,
    estate: &Estate,
    fields: &BTreeMap<FieldId, Value>,
    case: &steward_case::Case,
) -> Command {
    match &step.kind {
        StepKind::Person { form, checklist, .. } => {
            let mut values: BTreeMap<FieldId, Value> =
                form.iter().filter_map(|field| Some((field.clone(), fields.get(field)?.clone()))).collect();
            let missing: Vec<FieldId> =
                form.iter().filter(|field| !case.fields.contains_key(*field)).cloned().collect();
            fill(&mut values, &missing, definition, estate);
            let ticked = checklist.iter().map(|item| item.zh.clone()).collect();
            Command::Complete { step: step.id.clone(), fields: values, ticked, failed: BTreeMap::new() }
        }
        _ => Command::Approve(step.id.clone()),
    }
}

/// Fills required fields of a form with plain sample values, where nothing is given.
fn fill(values: &mut BTreeMap<FieldId, Value>, form: &[FieldId], definition: &Workflow, estate: &Estate) {
    for field in form.iter().filter_map(|id| definition.field(id)).filter(|field| field.required) {
        if !values.contains_key(&field.id)
            && let Some(value) = sample(field, estate)
        {
            values.insert(field.id.clone(), value);
        }
    }
}

fn sample(field: &Field, estate: &Estate) -> Option<Value> {
    let text = |text: &Text| text.zh.clone();
    Some(match &field.kind {
        FieldKind::Text => Value::Text(text(&field.title)),
        FieldKind::Number | FieldKind::Money => Value::Number(1.into()),
        FieldKind::Bool => Value::Bool(true),
        FieldKind::Choice(of) => {
            Value::Choice(of.first().map_or_else(|| Choice::new(""), |(choice, _)| choice.clone()))
        }
        FieldKind::Role(of) => Value::Role(of.first().or(estate.roles.roles.keys().next())?.clone()),
        FieldKind::Staff => Value::Staff(estate.staff.first()?.id.clone()),
        FieldKind::Person => Value::Person { name: Private::new("示例"), phone: None },
        FieldKind::Phone => Value::Phone(Private::new("+8613800000000")),
        FieldKind::Zone => Value::Zone(estate.zones.first()?.id.clone()),
        FieldKind::Files => Value::Files(vec!["example.jpg".to_owned()]),
        FieldKind::List => Value::List(vec![text(&field.title)]),
        FieldKind::Date | FieldKind::DateTime => return None,
    })
}
