//! What a line of a story expects, held against what happened.

use crate::post::Sent;
use crate::world::{Running, World};
use std::collections::BTreeMap;
use steward_case::hall::Hall;
use steward_case::judge::shown;
use steward_case::{Event, Tell, What, report};
use steward_model::{Channel, Expectation, LimitId, StaffId, TemplateId, Text, Told, WorkflowId};
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
) -> Option<(Text, Text)> {
    let Window { events, opened, .. } = window;
    let happened = |what: What, step: &str| {
        events
            .iter()
            .any(|event| event.what == what && event.step.as_ref().is_some_and(|id| id.as_str() == step))
    };
    let step_fact = |what: What, step: &str, zh: &str, en: &str| {
        (!happened(what, step))
            .then(|| (Text::new(format!("{step} {zh}"), format!("{step} {en}")), stands(running, step)))
    };
    match expectation {
        Expectation::Told { who, template, via } => told(who, template.as_ref(), via, running, window, world),
        Expectation::Waiting { who, template, via } => {
            waiting(who, template.as_ref(), via, running, window, world)
        }
        Expectation::NotTold(who) => not_told(who, running, window, world),
        Expectation::Ready(step) => step_fact(What::Ready, step.as_str(), "已派发", "became ready"),
        Expectation::Done(step) => step_fact(What::Done, step.as_str(), "已完成", "was done"),
        Expectation::Skipped(step) => step_fact(What::Skipped, step.as_str(), "已跳过", "was skipped"),
        Expectation::Overdue(limit) => {
            let missed = events.iter().any(|event| {
                event.what == What::Overdue && event.limit.as_ref().is_some_and(|one| means(limit, one))
            });
            (!missed).then(|| {
                (
                    Text::new(format!("{limit} 超时"), format!("{limit} was missed")),
                    due_now(running, limit.as_str(), world),
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
                let at = shown(*at, &world.estate.zone);
                (
                    Text::new(format!("{limit} 到期 {at}"), format!("{limit} due {at}")),
                    due_now(running, limit.as_str(), world),
                )
            })
        }
        Expectation::Round(step, round) => {
            let stands = running.case.round(step);
            (stands != *round).then(|| {
                (
                    Text::new(format!("{step} 第{round}轮"), format!("{step} in round {round}")),
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
                let word = word.as_ref().map_or("", |word| word.as_str());
                let ended = running.case.ended.as_ref().map_or("", |word| word.as_str());
                (
                    Text::new(format!("已结案 {word}"), format!("the case ended {word}")),
                    if ended.is_empty() {
                        Text::new("还没有结案", "it has not ended")
                    } else {
                        Text::plain(ended)
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

fn stands(running: &Running<'_>, step: &str) -> Text {
    let status =
        running.case.steps.get(step).map_or("Waiting".to_owned(), |step| format!("{:?}", step.status));
    Text::new(format!("{step}：{}", status_zh(&status)), format!("{step} is {}", status.to_lowercase()))
}

fn status_zh(status: &str) -> &str {
    match status {
        "Ready" => "待办",
        "Done" => "已完成",
        "Skipped" => "已跳过",
        "Withdrawn" => "已撤回",
        _ => "未开始",
    }
}

fn due_now(running: &Running<'_>, limit: &str, world: &World<'_>) -> Text {
    let stands = report(&running.case, running.definition, world.estate, world.now);
    match stands.limits.iter().rev().find(|clock| means(&LimitId::new(limit), &clock.limit)) {
        None => Text::new(format!("{limit} 没有计时"), format!("no clock of {limit} has begun")),
        Some(clock) => {
            let due = clock.due.map(|due| shown(due, &world.estate.zone)).unwrap_or_default();
            let state = format!("{:?}", clock.state).to_lowercase();
            Text::new(format!("{limit} 到期 {due}（{state}）"), format!("{limit} due {due} ({state})"))
        }
    }
}

fn told(
    who: &Told,
    template: Option<&TemplateId>,
    via: &[Channel],
    running: &Running<'_>,
    window: &Window<'_>,
    world: &World<'_>,
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
    let with = template.map(|template| format!(" ({template})")).unwrap_or_default();
    let name = name(who);
    let went: Vec<String> =
        sent.iter().map(|sent| shown_message(&sent.to, &sent.template, &sent.via)).collect();
    let held: Vec<String> = held(window, world).map(|tell| tell.to.to_string()).collect();
    let over = world.post.over.iter().filter(|one| one.case == window.place && wanted.contains(&one.tell.to));
    let over: Vec<String> = over.map(|one| one.tell.to.to_string()).collect();
    let got = match (wanted.is_empty(), went.is_empty(), held.is_empty()) {
        _ if !over.is_empty() => {
            let over = over.join(", ");
            Text::new(format!("超过消息上限，没有发：{over}"), format!("over budget, not sent: {over}"))
        }
        (true, ..) => Text::new(format!("{name} 无人在岗"), format!("nobody of {name} is on duty")),
        (_, true, false) => {
            let held = held.join(", ");
            Text::new(format!("暂存，还没有发：{held}"), format!("held, not sent yet: {held}"))
        }
        (_, true, true) => Text::new("没有通知任何人", "nobody was told anything"),
        (_, false, _) => Text::plain(went.join("; ")),
    };
    Some((Text::new(format!("已通知 {name}{with}"), format!("{name} was told{with}")), got))
}

/// Messages about the case that wait for the end of quiet hours.
fn held<'a>(window: &Window<'_>, world: &'a World<'_>) -> impl Iterator<Item = &'a Tell> {
    let place = window.place;
    world.post.waiting.iter().filter(move |waiting| waiting.case == place).map(|waiting| &waiting.tell)
}

fn waiting(
    who: &Told,
    template: Option<&TemplateId>,
    via: &[Channel],
    running: &Running<'_>,
    window: &Window<'_>,
    world: &World<'_>,
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
    let name = name(who);
    let got: Vec<String> =
        held(window, world).map(|tell| shown_message(&tell.to, &tell.template, &tell.via)).collect();
    let got = match got.is_empty() {
        true => Text::new("没有暂存的消息", "no message waits"),
        false => Text::plain(got.join("; ")),
    };
    let expected = Text::new(format!("给 {name} 的消息暂存"), format!("a message for {name} waits"));
    Some((expected, got))
}

fn shown_message(to: &StaffId, template: &TemplateId, via: &[Channel]) -> String {
    let via: Vec<&str> = via.iter().map(|channel| channel.word()).collect();
    format!("{to} {template} [{}]", via.join(","))
}

fn not_told(
    who: &Told,
    running: &Running<'_>,
    window: &Window<'_>,
    world: &World<'_>,
) -> Option<(Text, Text)> {
    let people = people(who, running, world, false);
    let sent = world
        .post
        .sent
        .iter()
        .find(|sent| sent.cases.contains(&window.place) && people.contains(&sent.to))?;
    let at = shown(sent.at, &world.estate.zone);
    let name = name(who);
    Some((
        Text::new(format!("未通知 {name}"), format!("{name} was not told")),
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

fn name(who: &Told) -> String {
    match who {
        Told::Role(role) => role.to_string(),
        Told::Staff(person) => person.to_string(),
    }
}
