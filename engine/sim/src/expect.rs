//! What a line of a story expects, held against what happened.

use crate::naming::{Naming, Said};
use crate::post::Sent;
use crate::world::{Running, World};
use std::collections::BTreeMap;
use steward_case::hall::Hall;
use steward_case::judge::shown;
use steward_case::{ClockState, Event, StepStatus, Tell, What, report};
use steward_model::{Channel, Expectation, LimitId, StaffId, StepId, TemplateId, Text, Told, WorkflowId};
use steward_time::Timestamp;

/// What there is to look at for a line.
pub(crate) struct Window<'a> {
    /// What happened to the case since the line before.
    pub(crate) events: &'a [Event],
    /// The cases that were opened since.
    pub(crate) opened: &'a [WorkflowId],
    /// The place of the case.
    pub(crate) place: usize,
    /// How many messages had gone out by then.
    pub(crate) sent: usize,
}

/// What did not hold, as (expected, got); `None`: it held.
pub(crate) fn unmet(
    expectation: &Expectation,
    running: &Running<'_>,
    window: &Window<'_>,
    world: &World<'_>,
) -> Option<(Said, Said)> {
    let ids = held_against(expectation, running, window, world, Naming::Ids)?;
    let wording = running.wording(world.estate);
    let titles = Naming::Titles { wording: &wording, estate: world.estate };
    let titles = held_against(expectation, running, window, world, titles).unwrap_or_else(|| ids.clone());
    Some((Said { ids: ids.0, names: titles.0 }, Said { ids: ids.1, names: titles.1 }))
}

fn held_against(
    expectation: &Expectation,
    running: &Running<'_>,
    window: &Window<'_>,
    world: &World<'_>,
    naming: Naming<'_>,
) -> Option<(Text, Text)> {
    let Window { events, opened, .. } = window;
    let happened = |what: What, step: &str| {
        events
            .iter()
            .any(|event| event.what == what && event.step.as_ref().is_some_and(|id| id.as_str() == step))
    };
    let step_fact = |what: What, step: &StepId, zh: &str, en: &str| {
        (!happened(what, step.as_str())).then(|| {
            let name = naming.step(step);
            let expected = Text::new(format!("{} {zh}", name.zh), format!("{} {en}", name.en));
            (expected, stands(running, step, &name))
        })
    };
    match expectation {
        Expectation::Told { who, template, via } => {
            told(&Wanted { who, template: template.as_ref(), via }, running, window, world, naming)
        }
        Expectation::Waiting { who, template, via } => {
            waiting(&Wanted { who, template: template.as_ref(), via }, running, window, world, naming)
        }
        Expectation::NotTold(who) => not_told(who, running, window, world, naming),
        Expectation::Ready(step) => step_fact(What::Ready, step, "已派发", "became ready"),
        Expectation::Done(step) => step_fact(What::Done, step, "已完成", "was done"),
        Expectation::Skipped(step) => step_fact(What::Skipped, step, "已跳过", "was skipped"),
        Expectation::Overdue(limit) => {
            let missed = events.iter().any(|event| {
                event.what == What::Overdue && event.limit.as_ref().is_some_and(|one| means(limit, one))
            });
            (!missed).then(|| {
                let name = naming.limit(limit);
                (
                    Text::new(format!("{} 超时", name.zh), format!("{} was missed", name.en)),
                    due_now(running, limit, world, &name),
                )
            })
        }
        Expectation::Due(limit, at) => {
            let stands = report(&running.case, running.definition, world.estate, world.now);
            // Of a clock begun several times the last; of a step done item by item each item's.
            let mut due: BTreeMap<&LimitId, Option<Timestamp>> = BTreeMap::new();
            due.extend(
                stands.limits.iter().filter(|one| means(limit, &one.limit)).map(|one| (&one.limit, one.due)),
            );
            let as_expected = !due.is_empty() && due.values().all(|due| *due == Some(*at));
            (!as_expected).then(|| {
                let (at, name) = (shown(*at, &world.estate.zone), naming.limit(limit));
                (
                    Text::new(format!("{} 到期 {at}", name.zh), format!("{} due {at}", name.en)),
                    due_now(running, limit, world, &name),
                )
            })
        }
        Expectation::Round(step, round) => {
            let stands = running.case.round(step);
            (stands != *round).then(|| {
                let name = naming.step(step);
                (
                    Text::new(format!("{} 第{round}轮", name.zh), format!("{} in round {round}", name.en)),
                    Text::new(format!("第{stands}轮"), format!("round {stands}")),
                )
            })
        }
        Expectation::Opened(workflow) => (!opened.contains(workflow)).then(|| {
            (
                Text::new(format!("{workflow} 已立案"), format!("a case of {workflow} was opened")),
                Text::new("没有", "none was"),
            )
        }),
        Expectation::Closed(word) => {
            let closed = events.iter().any(|event| matches!(event.what, What::Closed | What::Cancelled));
            let right = word.as_ref().is_none_or(|word| running.case.ended.as_ref() == Some(word));
            (!closed || !right).then(|| {
                let word = word.as_ref().map_or(Text::plain(""), |word| naming.end(word));
                (
                    Text::new(format!("已结案 {}", word.zh), format!("the case ended {}", word.en)),
                    match &running.case.ended {
                        None => Text::new("还没有结案", "it has not ended"),
                        Some(ended) => naming.end(ended),
                    },
                )
            })
        }
    }
}

/// Whether a limit's name means this one: itself, or of a step done item by item any item's.
fn means(limit: &LimitId, this: &LimitId) -> bool {
    limit == this || limit.item().is_none() && limit.as_str() == this.written()
}

fn stands(running: &Running<'_>, step: &StepId, name: &Text) -> Text {
    let (zh, en) = match running.case.status(step) {
        StepStatus::Waiting => ("未开始", "waiting"),
        StepStatus::Ready => ("待办", "ready"),
        StepStatus::Done => ("已完成", "done"),
        StepStatus::Skipped => ("已跳过", "skipped"),
        StepStatus::Withdrawn => ("已撤回", "withdrawn"),
    };
    Text::new(format!("{}：{zh}", name.zh), format!("{} is {en}", name.en))
}

fn due_now(running: &Running<'_>, limit: &LimitId, world: &World<'_>, name: &Text) -> Text {
    let stands = report(&running.case, running.definition, world.estate, world.now);
    let Some(clock) = stands.limits.iter().rev().find(|clock| means(limit, &clock.limit)) else {
        return Text::new(format!("{} 没有计时", name.zh), format!("no clock of {} has begun", name.en));
    };
    let due = clock.due.map(|due| shown(due, &world.estate.zone)).unwrap_or_default();
    let (zh, en) = match clock.state {
        ClockState::Running => ("计时中", "running"),
        ClockState::Met => ("按时", "met"),
        ClockState::Missed => ("超时", "missed"),
        ClockState::Stopped => ("停止", "stopped"),
    };
    Text::new(format!("{} 到期 {due}（{zh}）", name.zh), format!("{} due {due} ({en})", name.en))
}

/// A message that is expected.
struct Wanted<'a> {
    who: &'a Told,
    template: Option<&'a TemplateId>,
    via: &'a [Channel],
}

fn told(
    Wanted { who, template, via }: &Wanted<'_>,
    running: &Running<'_>,
    window: &Window<'_>,
    world: &World<'_>,
    naming: Naming<'_>,
) -> Option<(Text, Text)> {
    let sent: Vec<&Sent> =
        world.post.sent[window.sent..].iter().filter(|sent| sent.cases.contains(&window.place)).collect();
    let was = |person: &StaffId| {
        sent.iter().any(|sent| {
            sent.to == *person
                && template.is_none_or(|wanted| sent.template == *wanted || sent.lists.contains(wanted))
                && via.iter().all(|channel| sent.via.contains(channel))
        })
    };
    let wanted = people(who, running, world, true);
    if !wanted.is_empty() && wanted.iter().all(was) {
        return None;
    }
    let name = naming.told(who);
    let with = naming.with(*template, via);
    let names =
        |tells: Vec<&StaffId>| naming.row(tells.into_iter().map(|to| naming.person(to)), ("、", ", "));
    let went: Vec<Text> =
        sent.iter().map(|sent| naming.message(&sent.to, &sent.template, &sent.via)).collect();
    let held: Vec<&StaffId> = held(window, world).map(|tell| &tell.to).collect();
    let over = world.post.over.iter().filter(|one| one.case == window.place && wanted.contains(&one.tell.to));
    let over: Vec<&StaffId> = over.map(|one| &one.tell.to).collect();
    let got = match (wanted.is_empty(), went.is_empty(), held.is_empty()) {
        _ if !over.is_empty() => {
            let over = names(over);
            Text::new(
                format!("超过消息上限，没有发：{}", over.zh),
                format!("over budget, not sent: {}", over.en),
            )
        }
        (true, ..) => Text::new(format!("{} 无人在岗", name.zh), format!("nobody of {} is on duty", name.en)),
        (_, true, false) => {
            let held = names(held);
            Text::new(format!("暂存，还没有发：{}", held.zh), format!("held, not sent yet: {}", held.en))
        }
        (_, true, true) => Text::new("没有通知任何人", "nobody was told anything"),
        (_, false, _) => naming.row(went.into_iter(), ("；", "; ")),
    };
    let expected =
        Text::new(format!("已通知 {}{}", name.zh, with.zh), format!("{} was told{}", name.en, with.en));
    Some((expected, got))
}

/// Messages about the case that wait for the end of quiet hours.
fn held<'a>(window: &Window<'_>, world: &'a World<'_>) -> impl Iterator<Item = &'a Tell> {
    let place = window.place;
    world.post.waiting.iter().filter(move |waiting| waiting.case == place).map(|waiting| &waiting.tell)
}

fn waiting(
    Wanted { who, template, via }: &Wanted<'_>,
    running: &Running<'_>,
    window: &Window<'_>,
    world: &World<'_>,
    naming: Naming<'_>,
) -> Option<(Text, Text)> {
    let waits = |person: &StaffId| {
        held(window, world).any(|tell| {
            tell.to == *person
                && template.is_none_or(|wanted| tell.template == *wanted)
                && via.iter().all(|channel| tell.via.contains(channel))
        })
    };
    let wanted = people(who, running, world, true);
    if !wanted.is_empty() && wanted.iter().all(waits) {
        return None;
    }
    let name = naming.told(who);
    let got: Vec<Text> =
        held(window, world).map(|tell| naming.message(&tell.to, &tell.template, &tell.via)).collect();
    let got = match got.is_empty() {
        true => Text::new("没有暂存的消息", "no message waits"),
        false => naming.row(got.into_iter(), ("；", "; ")),
    };
    let expected =
        Text::new(format!("给 {} 的消息暂存", name.zh), format!("a message for {} waits", name.en));
    Some((expected, got))
}

fn not_told(
    who: &Told,
    running: &Running<'_>,
    window: &Window<'_>,
    world: &World<'_>,
    naming: Naming<'_>,
) -> Option<(Text, Text)> {
    let people = people(who, running, world, false);
    let sent = world
        .post
        .sent
        .iter()
        .find(|sent| sent.cases.contains(&window.place) && people.contains(&sent.to))?;
    let at = shown(sent.at, &world.estate.zone);
    let name = naming.told(who);
    Some((
        Text::new(format!("未通知 {}", name.zh), format!("{} was not told", name.en)),
        Text::new(format!("{at} 已通知"), format!("told at {at}")),
    ))
}

fn people(who: &Told, running: &Running<'_>, world: &World<'_>, on_duty: bool) -> Vec<StaffId> {
    let wording = running.wording(world.estate);
    let hall = Hall::new(&running.case, &wording, world.estate, world.now);
    match who {
        Told::Staff(person) => vec![person.clone()],
        Told::Role(role) => {
            let people = if on_duty { hall.on_duty(role) } else { hall.of(role) };
            people.into_iter().map(|person| person.id.clone()).collect()
        }
    }
}
