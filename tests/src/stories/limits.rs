//! Limits, ladders and rules of holding for made-up definitions.

use super::definition::{guard, short_span, span, via};
use super::estate::OWNERS;
use super::{Dice, nowhere};
use std::collections::BTreeMap;
use std::sync::Arc;
use steward_model::{
    Allowance, Audience, CalendarId, HoldRule, Ladder, Limit, LimitId, LimitLine, LimitOf, Repeat, RoleId,
    Rung, RungAt, Since, Step, StepId, Text, ThenAction,
};
use steward_time::{Span, civil};

/// The limit of a step, when it has one. It counts since a step only where that one leads here, and
/// the step is not handed on by its `then`.
pub(super) fn step_limit(
    dice: &mut Dice,
    steps: &[Step],
    following: &BTreeMap<StepId, Vec<StepId>>,
    place: usize,
    calendar: &CalendarId,
) -> Option<Limit> {
    let step = &steps[place];
    let handed_on = |step: &Step| step.then.iter().any(|then| has_hand_to(&then.action));
    // Tasks begin with their step, so of one done once more by another only the last end is known then.
    let ends_once = |before: &Step| step.for_each.is_none() || !handed_on(before);
    let leads_here = |before: &&Step| following[&before.id].contains(&step.id) && ends_once(before);
    let earlier: Vec<_> = steps.iter().filter(leads_here).map(|before| before.id.clone()).collect();
    let handed = handed_on(step);
    if !(step.is_for_people() || step.waits_for_others()) || !dice.percent(65) {
        return None;
    }
    let since = match dice.below(10) {
        6 => Since::Opened,
        7 if !earlier.is_empty() && !handed => Since::Step(dice.one(&earlier).clone()),
        8 => Since::Field("when".into()),
        9 => Since::Field("day".into()),
        _ => Since::Ready,
    };
    let lines = lines(dice, &steps[..place], calendar, &since);
    let by_field = matches!(lines[0].allow, Allowance::ByField(_));
    Some(in_reach(Limit {
        id: LimitId::new(step.id.as_str()),
        of: LimitOf::Step(step.id.clone()),
        title: step.title.clone(),
        lines,
        since: if by_field { Since::Ready } else { since },
        until: None,
        runs_while_held: dice.percent(25),
        ladder: ladder(dice, true),
        place: nowhere(),
    }))
}

fn has_hand_to(action: &ThenAction) -> bool {
    match action {
        ThenAction::HandTo(_) => true,
        ThenAction::BackTo { rounds: Some((_, after)), .. } => has_hand_to(after),
        _ => false,
    }
}

/// An entry of `limits:`.
pub(super) fn entry(dice: &mut Dice, steps: &[Step], number: usize, calendar: &CalendarId) -> Limit {
    let some_step = |dice: &mut Dice| -> StepId { steps[dice.below(steps.len())].id.clone() };
    let since = match dice.below(8) {
        6 => Since::Step(some_step(dice)),
        7 => Since::Field("when".into()),
        _ => Since::Opened,
    };
    let until = if dice.percent(50) { Some(some_step(dice)) } else { None };
    let lines = lines(dice, steps, calendar, &since);
    let by_field = matches!(lines[0].allow, Allowance::ByField(_));
    in_reach(Limit {
        id: LimitId::new(format!("e{}", number + 1)),
        of: LimitOf::Case,
        title: Text::plain("entry"),
        lines,
        since: if by_field { Since::Ready } else { since },
        until,
        runs_while_held: dice.percent(25),
        ladder: ladder(dice, false),
        place: nowhere(),
    })
}

/// Without what the text leaves open of limits that stand still while held: whether a hold brings a
/// rung of an amount left into reach that is longer than the limit, and from where a repeat counts
/// that is written in another unit than its rung.
fn in_reach(mut limit: Limit) -> Limit {
    let short =
        |line: &LimitLine| matches!(line.allow, Allowance::Within(Span::Open(seconds)) if seconds < 1000);
    let short = !limit.runs_while_held && limit.lines.iter().any(short);
    let may_stand_still = !limit.runs_while_held;
    let mut rungs = limit.ladder.rungs.to_vec();
    rungs.retain(|rung| match rung.at {
        RungAt::Before(Span::Open(seconds)) => !short && (!may_stand_still || seconds <= 600),
        RungAt::Before(_) => !may_stand_still,
        _ => true,
    });
    for rung in rungs.iter_mut().filter(|_| may_stand_still) {
        let in_hours = |span: Span| matches!(span, Span::Open(_));
        let own = !matches!(rung.at, RungAt::After(span) if !in_hours(span));
        rung.repeat = rung.repeat.filter(|repeat| own && in_hours(repeat.every));
    }
    limit.ladder = Ladder { rungs: rungs.into() };
    limit
}

/// One to three lines. What counts since a step has one, known from the beginning.
fn lines(dice: &mut Dice, before: &[Step], calendar: &CalendarId, since: &Since) -> Vec<LimitLine> {
    let some_calendar = |dice: &mut Dice| {
        if dice.percent(40) {
            CalendarId::new(*dice.one(&["always", "office", "desk"]))
        } else {
            calendar.clone()
        }
    };
    let allow = |dice: &mut Dice| match dice.below(8) {
        6 => Allowance::ByTime(*dice.one(&[civil::time(18, 0, 0, 0), civil::time(12, 30, 0, 0)])),
        7 => Allowance::ByClosing,
        _ => Allowance::Within(span(dice)),
    };
    let line = |dice: &mut Dice, guard, allow| LimitLine {
        guard,
        allow,
        calendar: some_calendar(dice),
        place: nowhere(),
    };
    if dice.percent(10) {
        let field = *dice.one(&["when", "day"]);
        return vec![line(dice, None, Allowance::ByField(field.into()))];
    }
    let mut lines = Vec::new();
    let guarded = if matches!(since, Since::Step(_)) { 0 } else { dice.below(6).saturating_sub(3) };
    for _ in 0..guarded {
        let (guard, allow) = (guard(dice, before, 1), allow(dice));
        lines.push(line(dice, Some(guard), allow));
    }
    let allow = allow(dice);
    lines.push(line(dice, None, allow));
    lines
}

/// A ladder of up to five rungs. Only a step's hands it on, and none does so twice.
fn ladder(dice: &mut Dice, of_step: bool) -> Ladder {
    let mut ready = of_step;
    let rungs = (0..dice.below(6)).map(|_| {
        let at = match dice.below(12) {
            0..=2 => RungAt::Overdue,
            3 | 4 => RungAt::Share(*dice.one(&[50, 80, 1, 99, 33])),
            5 | 6 => RungAt::Before(short_span(dice)),
            7 | 8 => RungAt::After(short_span(dice)),
            9 | 10 if std::mem::take(&mut ready) => RungAt::Ready,
            _ => RungAt::Overdue,
        };
        let late = matches!(at, RungAt::Overdue | RungAt::After(_));
        let repeat = (late && dice.percent(25))
            .then(|| Repeat { every: short_span(dice), times: 1 + dice.below(4) as u32 });
        let hands = of_step && at != RungAt::Ready && repeat.is_none() && dice.percent(15);
        let hand_to = hands.then(|| {
            let role = Audience::Role(RoleId::new(*dice.one(&OWNERS)));
            if dice.percent(30) { Audience::Superior } else { role }
        });
        let tell = if at == RungAt::Ready { ready_audience(dice) } else { audience(dice) };
        rung(dice, at, tell, repeat, hand_to)
    });
    Ladder { rungs: rungs.collect() }
}

/// The rungs of a step without a limit.
pub(super) fn ladder_of_ready(dice: &mut Dice) -> Ladder {
    let tell = ready_audience(dice);
    let rung = dice.percent(70).then(|| rung(dice, RungAt::Ready, tell, None, None));
    Ladder { rungs: rung.into_iter().collect() }
}

/// At `ready` nobody climbs, so roles named there are those of the step.
fn ready_audience(dice: &mut Dice) -> Vec<Audience> {
    dice.one(&[vec![Audience::Owner], vec![Audience::AllOwner]]).clone()
}

fn audience(dice: &mut Dice) -> Vec<Audience> {
    let mut tell = dice
        .one(&[
            vec![Audience::Owner],
            vec![Audience::Owner, Audience::Superior],
            vec![Audience::Superior],
            vec![Audience::AllOwner],
        ])
        .clone();
    if dice.percent(30) {
        let role = RoleId::new(*dice.one(&["lead", "director", "quality", "crew"]));
        tell.push(if dice.percent(30) { Audience::All(role) } else { Audience::Role(role) });
    }
    if dice.percent(10) {
        tell.push(Audience::Starter);
    }
    tell
}

fn rung(
    dice: &mut Dice,
    at: RungAt,
    tell: Vec<Audience>,
    repeat: Option<Repeat>,
    hand_to: Option<Audience>,
) -> Rung {
    let written = match at {
        RungAt::Ready => "ready".to_owned(),
        RungAt::Share(percent) => format!("{percent}%"),
        RungAt::Before(span) => format!("{span} before"),
        RungAt::Overdue => "overdue".to_owned(),
        RungAt::After(span) => format!("overdue + {span}"),
    };
    let template = (repeat.is_none() && dice.percent(15)).then(|| "major-complaint".into());
    Rung {
        at,
        written: Arc::from(written),
        tell,
        via: via(dice),
        template,
        hand_to,
        repeat,
        urgent: false,
        place: nowhere(),
    }
}

/// Who may hold a case and how long in all.
pub(super) fn hold_rule(dice: &mut Dice) -> Option<HoldRule> {
    if dice.percent(20) {
        return None;
    }
    let at_most = if dice.percent(50) { Some(span(dice)) } else { None };
    let who = ["manager", "director", "quality"].map(RoleId::new).to_vec();
    let ends = if dice.percent(20) { Some("water.back".into()) } else { None };
    Some(HoldRule { who, reasons: Vec::new(), at_most, ends, place: nowhere() })
}
