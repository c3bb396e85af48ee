//! What people do, and when: mostly something they can do, mostly at a moment that matters.

use super::definition::{FIELDS, SPOTS, owner, span};
use super::estate::OWNERS;
use super::{Dice, estate::later_day};
use crate::oracle::{Act, Oracle};
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use steward_model::{
    BudgetOf, CalendarId, EndWord, Estate, FieldId, LimitId, Owner, RoleId, StaffId, Step, StepId, StepKind,
    Value, Workflow,
};
use steward_time::Timestamp;

/// Who brings news of other cases.
const ENGINE: &str = "engine";

/// Somebody does something at an instant.
#[derive(Clone, Debug)]
pub struct Deed {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub who: StaffId,
    /// What.
    pub act: Act,
}

/// What somebody does next in a case that stands as the oracle says. `None` when there is nothing
/// to do.
pub fn next_deed(
    dice: &mut Dice,
    case: &Oracle<'_>,
    definition: &Workflow,
    estate: &Estate,
    now: Timestamp,
) -> Option<Deed> {
    let at = moment(dice, case, now);
    let open = case.open_steps();
    let roll = dice.below(20);
    let held = case.is_held();
    // What begins at the very instant of a hold and is due before its end has not run at all.
    let waits = |step: &Step| matches!(step.kind, StepKind::WaitFor(_));
    let waiting = definition.steps.iter().any(|step| waits(step) && case.ready_steps().contains(&step.id));
    let ends = definition.hold.as_ref().is_some_and(|hold| hold.ends.is_some());
    let hears = waiting || held && ends || dice.percent(10);
    let (calls, stuck) = case.calls();
    if !calls.is_empty() && dice.percent(40) || dice.percent(3) {
        return news(dice, case, definition, &calls).map(|act| Deed { at, who: ENGINE.into(), act });
    }
    if !stuck.is_empty() && dice.percent(30) {
        let step = dice.one(&stuck).clone();
        let repeat = dice.percent(50);
        let act =
            if repeat { Act::Repeat(step) } else { work(dice, definition.step(&step)?, estate, at, held) };
        return Some(Deed { at, who: dice.one(&high(estate)).clone(), act });
    }
    if dice.percent(1) {
        return Some(Deed { at, who: ENGINE.into(), act: Act::OverBudget(BudgetOf::Case) });
    }
    let just_moved = case.facts().last().is_some_and(|fact| fact.at == at);
    let (act, may): (Act, Vec<StaffId>) = match roll {
        10 | 11 if held || definition.hold.is_some() && !just_moved => {
            (if held { Act::Resume } else { Act::Hold }, high(estate))
        }
        12 if definition.hold.is_none() => {
            (Act::Extend(some_limit(dice, definition)?, span(dice)), high(estate))
        }
        13 | 14 if !held => {
            let fields = [
                "when",
                "day",
                "severity",
                "ok",
                "amount",
                "department",
                "until",
                "until_day",
                "spots",
                "place",
            ];
            let mut fields = values(dice, estate, at, &fields, 30);
            let own: Vec<FieldId> =
                open.iter().filter_map(|task| definition.step(task)).flat_map(of_item).collect();
            if !own.is_empty() && dice.percent(20) {
                let field = dice.one(&own).clone();
                let value = value(dice, estate, at, field.written());
                fields.insert(field, value);
            }
            (Act::Set(fields), high(estate))
        }
        15 if !open.is_empty() => {
            let step = dice.one(&open).clone();
            let to = dice.one(&of_role(estate, "lead")).clone();
            (Act::Hand(step, to), high(estate))
        }
        16 if !open.is_empty() => {
            let step = dice.one(&open).clone();
            let may = able(case, estate, &step);
            (Act::Take(step), may)
        }
        17 if dice.percent(30) => (Act::Cancel, high(estate)),
        18 if dice.percent(50) => {
            // Something that may well be refused: any step, anybody.
            let step = dice.one(&definition.steps);
            (work(dice, step, estate, at, held), everybody(estate))
        }
        19 if hears => (Act::Raise("water.back".into()), everybody(estate)),
        _ if !open.is_empty() => {
            let step = definition.step(dice.one(&open))?;
            if case.is_sent(&step.id) && !dice.percent(25) {
                (Act::Sign(step.id.clone()), able(case, estate, &step.id))
            } else if step.asks_second() {
                let may = everybody(estate).into_iter().filter(|who| case.may_send(who, &step.id)).collect();
                (work(dice, step, estate, at, held), may)
            } else {
                (work(dice, step, estate, at, held), able(case, estate, &step.id))
            }
        }
        _ if hears => (Act::Raise("water.back".into()), everybody(estate)),
        _ => return None,
    };
    if may.is_empty() {
        return None;
    }
    Some(Deed { at, who: dice.one(&may).clone(), act })
}

/// What the form of the first step is filled with while the case is opened.
pub fn first_form(
    dice: &mut Dice,
    definition: &Workflow,
    estate: &Estate,
    at: Timestamp,
) -> BTreeMap<FieldId, Value> {
    if definition.steps[0].for_each.is_some() {
        return values(dice, estate, at, &FIELDS, 40);
    }
    let form: Vec<&str> = definition.steps[0].form().iter().map(FieldId::as_str).collect();
    values(dice, estate, at, &form, 80)
}

/// Values for some of these fields.
fn values(
    dice: &mut Dice,
    estate: &Estate,
    now: Timestamp,
    fields: &[&str],
    likely: usize,
) -> BTreeMap<FieldId, Value> {
    let mut filled = BTreeMap::new();
    for field in fields {
        if dice.percent(likely) {
            let id = FieldId::new(*field);
            let value = value(dice, estate, now, id.written());
            filled.insert(id, value);
        }
    }
    filled
}

/// This very instant, the next at which time does something or at which a limit is due (which may
/// stand still), a second beside that, or some while later.
fn moment(dice: &mut Dice, case: &Oracle<'_>, now: Timestamp) -> Timestamp {
    let later = |seconds: i64| Timestamp::from_second(now.as_second() + seconds).unwrap_or(now);
    let next = case.next().unwrap_or(now);
    let dues: Vec<_> = case.dues(now).into_iter().map(|(_, due)| due).filter(|due| *due > now).collect();
    let due = if dues.is_empty() { next } else { *dice.one(&dues) };
    let beside = |moment: Timestamp, seconds: i64| {
        Timestamp::from_second((moment.as_second() + seconds).max(now.as_second())).unwrap_or(now)
    };
    match dice.below(14) {
        0 | 1 => now,
        2..=4 => beside(next, 0),
        5 => beside(next, -1),
        6 => beside(next, 1),
        7 => later(1),
        8 => later(600),
        9 => later(3 * 3600),
        10 => later(17 * 3600),
        11 => later(40 * 3600),
        12 => beside(due, 0),
        _ => beside(due, 1),
    }
}

/// The deed that ends a step of this kind. While held its form stays empty: what a field that changes
/// under a clock that stands still makes of it is for tests that look at it alone.
fn work(dice: &mut Dice, step: &Step, estate: &Estate, now: Timestamp, held: bool) -> Act {
    match &step.kind {
        StepKind::Approve { .. } => match dice.below(6) {
            3 | 4 => Act::Return(step.id.clone()),
            5 => Act::Refuse(step.id.clone()),
            _ => Act::Approve(step.id.clone()),
        },
        _ => {
            let form: Vec<&str> = step.form().iter().map(FieldId::as_str).collect();
            let own = step.item.is_some();
            let fields = values(dice, estate, now, &form, if held && !own { 0 } else { 80 });
            let with_list = matches!(&step.kind, StepKind::Person { checklist, .. } if !checklist.is_empty());
            let fails = with_list && dice.percent(40);
            Act::Complete { step: step.id.clone(), fields, fails, shows: !dice.percent(10) }
        }
    }
}

fn value(dice: &mut Dice, estate: &Estate, now: Timestamp, field: &str) -> Value {
    let always = &estate.calendars[&CalendarId::always()];
    match field {
        "severity" => Value::Choice((*dice.one(&["low", "high"])).into()),
        "ok" => Value::Bool(dice.percent(50)),
        "spots" => {
            Value::List(SPOTS.iter().filter(|_| dice.percent(60)).map(|&spot| spot.to_owned()).collect())
        }
        "place" => match estate.zones.is_empty() {
            true => Value::Zone("b9".into()),
            false => Value::Zone(dice.one(&estate.zones).id.clone()),
        },
        _ if field.starts_with("okay_") => Value::Bool(dice.percent(50)),
        _ if field.starts_with("level_") => Value::Number(Decimal::from(dice.below(10))),
        "amount" => Value::Number(Decimal::from(dice.below(10))),
        "when" | "until" => {
            let hours = *dice.one(&[3, 0, -2, 10, 26, 50, -30]);
            Value::DateTime(Timestamp::from_second(now.as_second() + hours * 3600).unwrap_or(now))
        }
        "day" | "until_day" => Value::Date(later_day(always.local(now).date(), dice.below(4))),
        "department" => Value::Role(RoleId::new(*dice.one(&OWNERS))),
        _ => Value::Staff(match owner(dice) {
            Owner::Staff(person) => person,
            _ => dice.one(&with_an_address(estate)).clone(),
        }),
    }
}

/// News of a call: mostly of one that is waited for, now and then of one that is not any more.
fn news(dice: &mut Dice, case: &Oracle<'_>, definition: &Workflow, calls: &[StepId]) -> Option<Act> {
    let made: Vec<_> = definition.steps.iter().filter(|step| case.calls_made(&step.id) > 0).collect();
    let any = || made.iter().map(|step| step.id.clone()).collect::<Vec<_>>();
    let steps = if calls.is_empty() || dice.percent(15) { any() } else { calls.to_vec() };
    if steps.is_empty() {
        return None;
    }
    let step = dice.one(&steps).clone();
    let last = case.calls_made(&step) - 1;
    let call = if dice.percent(15) { dice.below(last + 1) } else { last };
    let words = [Some("done"), Some("given-up"), Some("cancelled"), None];
    let ended = dice.one(&words).map(EndWord::new);
    Some(Act::News { step, call, ended })
}

/// What the form of an item's task asks for; of any other step nothing.
fn of_item(step: &Step) -> Vec<FieldId> {
    if step.item.is_some() { step.form().to_vec() } else { Vec::new() }
}

fn some_limit(dice: &mut Dice, definition: &Workflow) -> Option<LimitId> {
    let limits: Vec<_> = definition.all_limits().map(|limit| limit.id.clone()).collect();
    if limits.is_empty() { None } else { Some(dice.one(&limits).clone()) }
}

fn everybody(estate: &Estate) -> Vec<StaffId> {
    estate.staff.iter().map(|person| person.id.clone()).collect()
}

fn with_an_address(estate: &Estate) -> Vec<StaffId> {
    estate.staff.iter().filter(|person| !person.contacts.is_empty()).map(|person| person.id.clone()).collect()
}

fn of_role(estate: &Estate, role: &str) -> Vec<StaffId> {
    let role = RoleId::new(role);
    estate.staff.iter().filter(|person| person.has_role(&role)).map(|person| person.id.clone()).collect()
}

/// Those above every owner.
fn high(estate: &Estate) -> Vec<StaffId> {
    of_role(estate, "quality")
}

fn able(case: &Oracle<'_>, estate: &Estate, step: &StepId) -> Vec<StaffId> {
    everybody(estate).into_iter().filter(|who| case.may(who, step)).collect()
}
