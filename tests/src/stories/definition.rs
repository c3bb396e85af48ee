//! A definition: one to seven steps of every kind, with branches and joins, guards and rounds.

use super::estate::OWNERS;
use super::limits::{entry, hold_rule, ladder_of_ready, step_limit};
use super::{Dice, nowhere};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use steward_model::{
    Arithmetic, Audience, CalendarId, Channel, CodeAt, Compare, Each, EndWord, Ended, Estate, Evidence, Expr,
    Field, FieldId, FieldKind, Guard, Item, NotBy, Operand, Operator, Owner, RoleId, Start, StartKind, Step,
    StepId, StepKind, Text, Then, ThenAction, Value, Via, Workflow,
};
use steward_time::Span;

/// A workflow that `check` would pass.
pub fn definition(dice: &mut Dice) -> Workflow {
    let count = dice.between(1, 7);
    let calendar = CalendarId::new(*dice.one(&["always", "office", "desk"]));
    let mut steps: Vec<Step> = Vec::new();
    for place in 0..count {
        let step = step(dice, place, &steps, place + 1 == count, &calendar);
        steps.push(step);
    }
    let following = following(&steps);
    for place in 0..count {
        let then = then(dice, &steps, &following, place);
        steps[place].then = then;
    }
    for place in 0..count {
        let limit = step_limit(dice, &steps, &following, place, &calendar);
        if limit.is_none() && steps[place].is_for_people() {
            steps[place].ladder = ladder_of_ready(dice);
        }
        steps[place].limit = limit;
    }
    let limits = (0..dice.below(3)).map(|number| entry(dice, &steps, number, &calendar)).collect();
    Workflow {
        estates_may: Vec::new(),
        seen_by: Vec::new(),
        id: "made-up".into(),
        title: Text::plain("made up"),
        section: None,
        edition: 1,
        hash: Arc::from("made-up"),
        starts: vec![Start {
            kind: StartKind::Who(vec!["clerk".into(), "quality".into()]),
            place: nowhere(),
        }],
        fields: fields(&steps),
        hold: hold_rule(dice),
        limits,
        standards: Vec::new(),
        rules: "standard".into(),
        index: steps.iter().enumerate().map(|(place, step)| (step.id.clone(), place)).collect(),
        following,
        steps,
        calendar,
        place: nowhere(),
    }
}

fn fields(steps: &[Step]) -> Vec<Field> {
    let choices = ["low", "high"].map(|choice| (choice.into(), Text::plain(choice))).to_vec();
    let kinds = [
        ("severity", FieldKind::Choice(choices)),
        ("ok", FieldKind::Bool),
        ("amount", FieldKind::Number),
        ("when", FieldKind::DateTime),
        ("day", FieldKind::Date),
        ("department", FieldKind::Role(Vec::new())),
        ("person", FieldKind::Staff),
        ("until", FieldKind::DateTime),
        ("until_day", FieldKind::Date),
        ("spots", FieldKind::List),
        ("place", FieldKind::Zone),
    ];
    let field = |(id, kind): (&str, FieldKind)| Field {
        id: id.into(),
        title: Text::plain(id),
        kind,
        required: false,
        private: false,
        seen_by: Vec::new(),
        default: None,
        place: nowhere(),
    };
    let mut all = kinds.map(field).to_vec();
    for id in steps.iter().filter(|step| step.for_each.is_some()).flat_map(Step::form) {
        all.push(match id.as_str().starts_with("okay_") {
            true => field((id.as_str(), FieldKind::Bool)),
            // What each item has to begin with.
            false => Field {
                default: Some(Value::Number(Decimal::from(3))),
                ..field((id.as_str(), FieldKind::Number))
            },
        });
    }
    all
}

/// Fields that forms ask for; the first are what guards read.
pub(super) const FIELDS: [&str; 9] =
    ["severity", "ok", "amount", "when", "day", "department", "person", "spots", "place"];

/// What lists are made of, in this order.
pub(super) const SPOTS: [&str; 3] = ["hall", "lift", "roof"];

/// The wording with a task for each item that any of its steps may ever have.
pub fn whole(definition: &Workflow, estate: &Estate) -> Workflow {
    definition.with_items(|id| {
        let item = |key: &str| Item { key: key.to_owned(), name: Text::plain(key) };
        match definition.step(id).and_then(|step| step.for_each.as_ref()) {
            Some(Each::Zones) => estate.zones.iter().map(|zone| item(zone.id.as_str())).collect(),
            Some(Each::Listed(_)) => SPOTS.iter().map(|spot| item(spot)).collect(),
            None => Vec::new(),
        }
    })
}

fn step(dice: &mut Dice, place: usize, before: &[Step], last: bool, calendar: &CalendarId) -> Step {
    let mut after = after(dice, before);
    let guard = if place > 0 && dice.percent(25) { Some(guard(dice, before, 2)) } else { None };
    let id = StepId::new(format!("s{}", place + 1));
    let mut for_each = None;
    let kind = match dice.below(27) {
        10..=12 if before.iter().any(is_persons) => approval(dice, before),
        13 if place > 0 => StepKind::Notify {
            tell: vec![
                dice.one(&[Audience::Role("lead".into()), Audience::All("crew".into()), Audience::Starter])
                    .clone(),
            ],
            template: "major-complaint".into(),
            via: via(dice),
            urgent: false,
        },
        14 | 15 if place > 0 => StepKind::Wait(span(dice)),
        16 if place > 0 => {
            // Begins with the case, while its date is empty: see `deeds`.
            after.clear();
            StepKind::WaitUntil((*dice.one(&["until", "until_day"])).into())
        }
        17 | 18 if place > 0 => StepKind::Set(assignments(dice)),
        19 if last && place > 0 => StepKind::End(EndWord::new(*dice.one(&["done", "settled", "cancelled"]))),
        20 if place > 0 => StepKind::Emit("water.back".into()),
        21 if place > 0 => StepKind::WaitFor("water.back".into()),
        22 | 23 if place > 0 => {
            StepKind::Call { workflow: "other".into(), with: Vec::new(), awaited: dice.percent(85) }
        }
        24..=26 => {
            let zones = dice.percent(50);
            for_each = Some(if zones { Each::Zones } else { Each::Listed("spots".into()) });
            StepKind::Person {
                owner: if zones && dice.percent(60) { Owner::Item("cleaner".into()) } else { owner(dice) },
                form: ["okay", "level"].iter().filter(|_| dice.percent(60)).map(|f| own(f, &id)).collect(),
                checklist: checklist(dice),
                evidence: evidence(dice, zones),
                signoff: dice.percent(20),
                report: None,
            }
        }
        _ => StepKind::Person {
            owner: owner(dice),
            form: form(dice, place),
            checklist: checklist(dice),
            evidence: evidence(dice, false),
            signoff: dice.percent(15),
            report: dice.percent(5).then(|| "other".into()),
        },
    };
    let not_by = if kind_is_for_people(&kind) { not_by(dice, before) } else { Vec::new() };
    let own_calendar = matches!(kind, StepKind::Wait(_)) && dice.percent(30);
    Step {
        calendar: if own_calendar { CalendarId::new("desk") } else { calendar.clone() },
        id,
        title: Text::plain("step"),
        refs: Vec::new(),
        after,
        guard,
        kind,
        limit: None,
        ladder: steward_model::Ladder::default(),
        then: Vec::new(),
        not_by,
        side: false,
        for_each,
        item: None,
        place: nowhere(),
    }
}

/// A field that each item of a step has for itself.
fn own(name: &str, step: &StepId) -> FieldId {
    FieldId::new(format!("{name}_{step}"))
}

fn evidence(dice: &mut Dice, of_zone: bool) -> Evidence {
    if !dice.percent(10) {
        return Evidence::default();
    }
    let code = if of_zone && dice.percent(50) { Some(CodeAt::Item) } else { None };
    Evidence { photos: dice.between(1, 2) as u32, location: dice.percent(30), code }
}

/// Mostly the step before; now and then another, two of them, or none.
fn after(dice: &mut Dice, before: &[Step]) -> Vec<StepId> {
    let Some(last) = before.last() else { return Vec::new() };
    match dice.below(10) {
        7 => vec![dice.one(before).id.clone()],
        8 => {
            let two = BTreeSet::from([dice.one(before).id.clone(), dice.one(before).id.clone()]);
            two.into_iter().collect()
        }
        9 => Vec::new(),
        _ => vec![last.id.clone()],
    }
}

fn kind_is_for_people(kind: &StepKind) -> bool {
    matches!(kind, StepKind::Person { .. } | StepKind::Approve { .. })
}

fn is_persons(step: &Step) -> bool {
    matches!(step.kind, StepKind::Person { .. })
}

fn approval(dice: &mut Dice, before: &[Step]) -> StepKind {
    let persons: Vec<_> = before.iter().filter(|step| is_persons(step)).collect();
    let refused = dice.percent(30).then(|| EndWord::new(*dice.one(&["refused", "cancelled"])));
    let mut owners = vec![owner(dice)];
    for _ in 0..dice.below(8).saturating_sub(5) {
        let another = owner(dice);
        owners.extend(Some(another).filter(|another| !owners.contains(another)));
    }
    let enough = dice.between(1, owners.len());
    let mut owners = owners.into_iter();
    StepKind::Approve {
        owner: owners.next().unwrap_or(Owner::Starter),
        others: owners.collect(),
        enough,
        returned_to: persons[dice.below(persons.len())].id.clone(),
        refused,
    }
}

pub(super) fn owner(dice: &mut Dice) -> Owner {
    match dice.below(13) {
        12 => Owner::Key("place".into(), "cleaner".into()),
        8 => Owner::Field("department".into()),
        9 => Owner::Field("person".into()),
        10 => Owner::Staff("clerk-0".into()),
        11 => Owner::Starter,
        _ => Owner::Role(RoleId::new(*dice.one(&OWNERS))),
    }
}

/// Now and then somebody it must not fall to.
fn not_by(dice: &mut Dice, before: &[Step]) -> Vec<NotBy> {
    match dice.below(12) {
        10 if !before.is_empty() => vec![NotBy::Step(dice.one(before).id.clone())],
        11 => vec![NotBy::Field("person".into())],
        _ => Vec::new(),
    }
}

fn form(dice: &mut Dice, place: usize) -> Vec<FieldId> {
    // The first step asks for most of what there is, so that guards find something.
    let likely = if place == 0 { 65 } else { 25 };
    FIELDS.iter().filter(|_| dice.percent(likely)).map(|field| FieldId::new(*field)).collect()
}

fn checklist(dice: &mut Dice) -> Vec<Text> {
    (0..dice.below(12).saturating_sub(9)).map(|item| Text::plain(format!("item {item}"))).collect()
}

pub(super) fn via(dice: &mut Dice) -> Via {
    let lists = [vec![], vec![Channel::Sms], vec![Channel::Email], vec![Channel::Sms, Channel::Email]];
    Via { channels: dice.one(&lists).clone(), in_turn: dice.percent(25) }
}

/// An amount of time, from half a minute to three days, in each unit.
pub(super) fn span(dice: &mut Dice) -> Span {
    *dice.one(&[
        Span::Open(3600),
        Span::Open(30),
        Span::Open(1000),
        Span::Open(4 * 3600),
        Span::Open(15 * 3600),
        Span::Workdays(1),
        Span::Workdays(2),
        Span::Days(1),
        Span::Days(3),
    ])
}

/// A short amount, as rungs have it.
pub(super) fn short_span(dice: &mut Dice) -> Span {
    *dice.one(&[
        Span::Open(600),
        Span::Open(1),
        Span::Open(1800),
        Span::Open(2 * 3600),
        Span::Open(5 * 3600),
        Span::Workdays(1),
        Span::Days(1),
    ])
}

/// What a guard may say of a case, with `and`, `or` and `not` so deep.
pub(super) fn guard(dice: &mut Dice, before: &[Step], depth: usize) -> Guard {
    let with_list =
        |step: &&Step| matches!(&step.kind, StepKind::Person { checklist, .. } if !checklist.is_empty());
    let approvals = |step: &&Step| matches!(step.kind, StepKind::Approve { .. });
    let lists: Vec<_> = before.iter().filter(with_list).map(|step| step.id.clone()).collect();
    let approves: Vec<_> = before.iter().filter(approvals).map(|step| step.id.clone()).collect();
    let items: Vec<_> = before.iter().filter(|step| step.for_each.is_some()).collect();
    let calls: Vec<_> = before.iter().filter(|step| step.awaits_call()).collect();
    match dice.below(15) {
        12 | 13 if !items.is_empty() => {
            let step = *dice.one(&items);
            let own = if step.form().is_empty() { "amount".into() } else { dice.one(step.form()).clone() };
            let (operator, value) = match own.as_str().starts_with("okay_") {
                true => (Operator::Equal, Value::Bool(true)),
                false => (Operator::Less, Value::Number(Decimal::from(5))),
            };
            let asked = Compare { left: Operand::Field(own), operator, right: Operand::Literal(value) };
            let asked = Box::new(Guard::Compare(asked));
            if dice.percent(50) {
                Guard::All(step.id.clone(), asked)
            } else {
                Guard::Any(step.id.clone(), asked)
            }
        }
        14 if !calls.is_empty() => Guard::Ended(Ended {
            step: dice.one(&calls).id.clone(),
            with: !dice.percent(30),
            words: vec![EndWord::new(*dice.one(&["given-up", "cancelled", "done"]))],
            place: nowhere(),
        }),
        5 => Guard::Filled((*dice.one(&["amount", "when"])).into()),
        6 => Guard::In("severity".into(), vec![Value::Choice("high".into()), Value::Choice("other".into())]),
        7 if !lists.is_empty() => Guard::Failed(dice.one(&lists).clone()),
        8 if !approves.is_empty() => Guard::Approved(dice.one(&approves).clone()),
        9 if depth > 0 => Guard::Not(Box::new(guard(dice, before, depth - 1))),
        10 if depth > 0 => Guard::And(vec![guard(dice, before, depth - 1), guard(dice, before, depth - 1)]),
        11 if depth > 0 => Guard::Or(vec![guard(dice, before, depth - 1), guard(dice, before, depth - 1)]),
        roll => {
            let equal = *dice.one(&[Operator::Equal, Operator::NotEqual]);
            let order = *dice.one(&[Operator::Less, Operator::AtMost, Operator::Greater, Operator::AtLeast]);
            let (field, operator, value) = match roll % 3 {
                0 => ("severity", equal, Value::Choice("high".into())),
                1 => ("ok", equal, Value::Bool(true)),
                _ => ("amount", order, Value::Number(Decimal::from(5))),
            };
            let (left, right) = (Operand::Field(field.into()), Operand::Literal(value));
            Guard::Compare(Compare { left, operator, right })
        }
    }
}

fn assignments(dice: &mut Dice) -> Vec<(FieldId, Expr)> {
    let amount = || Box::new(Expr::Field("amount".into()));
    let number = |n: i64| Box::new(Expr::Literal(Value::Number(Decimal::from(n))));
    let mut lines = vec![match dice.below(4) {
        0 => ("ok".into(), Expr::Literal(Value::Bool(true))),
        1 => ("severity".into(), Expr::Literal(Value::Choice("high".into()))),
        2 => ("amount".into(), Expr::Arithmetic(amount(), Arithmetic::Plus, number(3))),
        _ => ("amount".into(), Expr::Arithmetic(amount(), Arithmetic::Over, number(0))),
    }];
    if dice.percent(20) {
        lines.push(("ok".into(), Expr::Literal(Value::Bool(false))));
    }
    lines
}

fn following(steps: &[Step]) -> BTreeMap<StepId, Vec<StepId>> {
    let mut follows: BTreeMap<StepId, BTreeSet<usize>> = BTreeMap::new();
    // Predecessors are written before, so one pass backwards finds everything near or far.
    for (place, step) in steps.iter().enumerate().rev() {
        let mut own = follows.remove(&step.id).unwrap_or_default();
        own.retain(|&other| other > place);
        for before in &step.after {
            let known = follows.entry(before.clone()).or_default();
            known.insert(place);
            known.extend(&own);
        }
        follows.insert(step.id.clone(), own);
    }
    let named = |places: BTreeSet<usize>| places.into_iter().map(|place| steps[place].id.clone()).collect();
    follows.into_iter().map(|(step, places)| (step, named(places))).collect()
}

/// Lines of `then`. Only a person's deed leads back, so that no loop runs by itself.
fn then(
    dice: &mut Dice,
    steps: &[Step],
    following: &BTreeMap<StepId, Vec<StepId>>,
    place: usize,
) -> Vec<Then> {
    let step = &steps[place];
    if matches!(step.kind, StepKind::End(_)) || !dice.percent(35) {
        return Vec::new();
    }
    let lines = dice.between(1, 2);
    let line = |dice: &mut Dice| {
        let guard = Some(guard(dice, &steps[..=place], 1)).filter(|_| !dice.percent(15));
        let action = action(dice, steps, following, place, 1)?;
        Some(Then { guard, action, place: nowhere() })
    };
    (0..lines).filter_map(|_| line(dice)).collect()
}

fn action(
    dice: &mut Dice,
    steps: &[Step],
    following: &BTreeMap<StepId, Vec<StepId>>,
    place: usize,
    depth: usize,
) -> Option<ThenAction> {
    let step = &steps[place];
    let later = &following[&step.id];
    let waits = |before: &Step| matches!(before.kind, StepKind::WaitUntil(_));
    let leads_here = |before: &&Step| following[&before.id].contains(&step.id) && !waits(before);
    let earlier: Vec<_> = steps.iter().filter(leads_here).map(|before| before.id.clone()).collect();
    match dice.below(6) {
        0 => Some(ThenAction::End(EndWord::new(*dice.one(&["settled", "cancelled", "done"])))),
        1 | 2 if step.is_for_people() && depth > 0 && !earlier.is_empty() => {
            let rounds = dice.between(1, 3);
            let after = action(dice, steps, following, place, 0)?;
            let back = dice.one(&earlier).clone();
            Some(ThenAction::BackTo {
                step: back,
                rounds: Some((u32::try_from(rounds).ok()?, Box::new(after))),
            })
        }
        3 | 4 if matches!(step.kind, StepKind::Person { .. }) => Some(ThenAction::HandTo(owner(dice))),
        _ if !later.is_empty() => Some(ThenAction::OnTo(dice.one(later).clone())),
        _ => None,
    }
}
