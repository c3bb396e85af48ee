//! How the case of a scenario begins, and when: somebody opens it, or nobody does and the clock, an event
//! or another case begins it. With `for_each: zones` the clock opens one beside it for each other zone, and
//! an event also begins the other workflows that start by it, as it does outside.

use crate::world::World;
use std::collections::BTreeMap;
use steward_case::{CaseId, Origin, Refusal};
use steward_model::{
    Estate, EventName, FieldId, Moment, Opening, Scenario, StartKind, Text, Value, Workflow,
};
use steward_time::{OnRestDay, Recurrence, Timestamp, WorkingTime};

/// A schedule is asked so often at most for a start that is not left out.
const MOST_LEFT_OUT: usize = 1_000;

/// So many days before the first moment that a story names the clock is looked for, one after another:
/// what comes daily, monthly, yearly.
const DAYS_BEFORE: [i64; 3] = [1, 32, 367];

/// What begins a case that nobody opens.
pub(crate) enum By<'a> {
    /// A schedule, which may open one for each zone, named in this field.
    Clock(Option<&'a FieldId>),
    /// An event.
    Event(&'a EventName),
    /// A case that is no part of the story.
    Case,
}

/// When the case of a scenario begins, and by what, where nobody opens it. `None`: by a schedule that the
/// workflow does not have.
pub(crate) fn beginning<'a>(
    scenario: &'a Scenario,
    definition: &'a Workflow,
    estate: &'a Estate,
) -> Option<(Timestamp, Option<By<'a>>)> {
    match &scenario.opened {
        Opening::At(at) => Some((*at, None)),
        Opening::ByEvent(name, at) => Some((*at, Some(By::Event(name)))),
        Opening::ByCase(at) => Some((*at, Some(By::Case))),
        Opening::ByClock(after) => {
            let calendar = estate.calendar(&definition.calendar)?;
            let starts = || definition.starts.iter().filter_map(|start| schedule(&start.kind, calendar));
            let first = |after| starts().filter_map(|start| start.next(after)).min_by_key(|(at, _)| *at);
            let found = match after {
                Some(after) => first(*after),
                None => last_before_the_story(scenario, first).or_else(|| first(Timestamp::UNIX_EPOCH)),
            };
            found.map(|(at, field)| (at, Some(By::Clock(field))))
        }
    }
}

/// Of a schedule without a date: the last time it comes before anything that the story dates.
fn last_before_the_story<'a>(
    scenario: &Scenario,
    next: impl Fn(Timestamp) -> Option<(Timestamp, Option<&'a FieldId>)>,
) -> Option<(Timestamp, Option<&'a FieldId>)> {
    let dated = scenario.story.iter().find_map(|line| match line.at {
        Moment::At(at) => Some(at),
        Moment::After(_) | Moment::Same => None,
    })?;
    DAYS_BEFORE.into_iter().find_map(|days| {
        let from = Timestamp::from_second(dated.as_second() - days * 86_400).ok()?;
        std::iter::successors(next(from), |(at, _)| next(*at)).take_while(|(at, _)| *at <= dated).last()
    })
}

/// A scheduled start.
struct Schedule<'a> {
    every: &'a Recurrence,
    on_rest_day: OnRestDay,
    calendar: &'a WorkingTime,
    for_each: Option<&'a FieldId>,
}

fn schedule<'a>(start: &'a StartKind, calendar: &'a WorkingTime) -> Option<Schedule<'a>> {
    match start {
        StartKind::Schedule { every, on_rest_day, for_each, .. } => {
            Some(Schedule { every, on_rest_day: *on_rest_day, calendar, for_each: for_each.as_ref() })
        }
        StartKind::Who(_) | StartKind::Event(_) => None,
    }
}

impl<'a> Schedule<'a> {
    /// The first time after a moment that is not left out for a day off.
    fn next(&self, after: Timestamp) -> Option<(Timestamp, Option<&'a FieldId>)> {
        let next = |after| self.every.next(after, self.calendar, self.on_rest_day);
        let mut all = std::iter::successors(next(after), |one| next(one.at)).take(MOST_LEFT_OUT);
        all.find(|one| !one.skipped).map(|one| (one.at, self.for_each))
    }
}

/// What begins a case of a workflow that nobody can open.
pub(crate) fn by_itself(definition: &Workflow) -> By<'_> {
    By::Clock(definition.starts.iter().find_map(|start| match &start.kind {
        StartKind::Schedule { for_each, .. } => for_each.as_ref(),
        StartKind::Who(_) | StartKind::Event(_) => None,
    }))
}

/// Begins a case now that nobody opens. Returns its place.
///
/// # Errors
/// A start that the workflow refuses.
pub(crate) fn begin<'w>(
    world: &mut World<'w>,
    definition: &'w Workflow,
    by: &By<'_>,
    fields: &BTreeMap<FieldId, Value>,
) -> Result<usize, Refusal> {
    match by {
        By::Clock(None) => world.begin(definition, Origin::Clock(world.now), fields.clone()),
        By::Clock(Some(field)) => for_each_zone(world, definition, field, fields),
        By::Event(name) => {
            let place = world.begin(definition, Origin::Event((*name).clone()), fields.clone())?;
            world.begin_all(name, fields, Some(&definition.id))?;
            Ok(place)
        }
        // Which one it is decides nothing.
        By::Case => world.begin(definition, Origin::Case(CaseId::new("another")), fields.clone()),
    }
}

/// Opens a case for each zone of the estate. Returns the place of the one looked at: that which `fields`
/// name, else the first. The others are opened after it, of the same moment.
fn for_each_zone<'w>(
    world: &mut World<'w>,
    definition: &'w Workflow,
    field: &FieldId,
    fields: &BTreeMap<FieldId, Value>,
) -> Result<usize, Refusal> {
    let zones: Vec<Value> = world.estate.zones.iter().map(|zone| Value::Zone(zone.id.clone())).collect();
    let Some(own) = fields.get(field).or(zones.first()).cloned() else {
        return Err(Refusal::NotOpenable(Text::new(
            "本项目没有分区，不会立案",
            "This estate has no zones, so no case is opened",
        )));
    };
    let mut of = |zone: &Value| {
        let mut fields = fields.clone();
        fields.insert(field.clone(), zone.clone());
        world.begin(definition, Origin::Clock(world.now), fields)
    };
    let place = of(&own)?;
    for zone in zones.iter().filter(|zone| **zone != own) {
        of(zone)?;
    }
    Ok(place)
}
