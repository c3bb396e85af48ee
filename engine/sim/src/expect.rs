//! What a line of a story expects, held against what happened.

use crate::world::{Running, World};
use steward_case::audience::Hall;
use steward_case::judge::shown;
use steward_case::{Event, What, report};
use steward_model::{Channel, Expectation, StaffId, TemplateId, Text, Told, WorkflowId};

/// What did not hold, as (expected, got); `None`: it held. `window` is what happened since the line
/// before.
pub(crate) fn unmet(
    expectation: &Expectation,
    running: &Running<'_>,
    window: &[Event],
    opened: &[WorkflowId],
    world: &World<'_>,
) -> Option<(Text, Text)> {
    let happened = |what: What, step: &str| {
        window
            .iter()
            .any(|event| event.what == what && event.step.as_ref().is_some_and(|id| id.as_str() == step))
    };
    let step_fact = |what: What, step: &str, zh: &str, en: &str| {
        (!happened(what, step))
            .then(|| (Text::new(format!("{step} {zh}"), format!("{step} {en}")), stands(running, step)))
    };
    match expectation {
        Expectation::Told { who, template, via } => told(who, template.as_ref(), via, running, window, world),
        Expectation::NotTold(who) => not_told(who, running, world),
        Expectation::Ready(step) => step_fact(What::Ready, step.as_str(), "已派发", "became ready"),
        Expectation::Done(step) => step_fact(What::Done, step.as_str(), "已完成", "was done"),
        Expectation::Skipped(step) => step_fact(What::Skipped, step.as_str(), "已跳过", "was skipped"),
        Expectation::Overdue(limit) => {
            let missed =
                window.iter().any(|event| event.what == What::Overdue && event.limit.as_ref() == Some(limit));
            (!missed).then(|| {
                (
                    Text::new(format!("{limit} 超时"), format!("{limit} was missed")),
                    due_now(running, limit.as_str(), world),
                )
            })
        }
        Expectation::Due(limit, at) => {
            let stands = report(&running.case, running.definition, world.estate, world.now);
            let due =
                stands.limits.iter().rev().find(|clock| clock.limit == *limit).and_then(|clock| clock.due);
            (due != Some(*at)).then(|| {
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
            let closed = window.iter().any(|event| matches!(event.what, What::Closed | What::Cancelled));
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
    match stands.limits.iter().rev().find(|clock| clock.limit.as_str() == limit) {
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
    window: &[Event],
    world: &World<'_>,
) -> Option<(Text, Text)> {
    let was = |person: &StaffId| {
        window.iter().any(|event| {
            event.what == What::Told
                && event.to.contains(person)
                && template.is_none_or(|template| event.template.as_ref() == Some(template))
                && via.iter().all(|channel| event.via.contains(channel))
        })
    };
    let wanted = people(who, running, world, true);
    if !wanted.is_empty() && wanted.iter().all(was) {
        return None;
    }
    let with = template.map(|template| format!(" ({template})")).unwrap_or_default();
    let name = name(who);
    let got: Vec<String> = window
        .iter()
        .filter(|event| event.what == What::Told)
        .map(|event| {
            let to: Vec<&str> = event.to.iter().map(StaffId::as_str).collect();
            let via: Vec<&str> = event.via.iter().map(|channel| channel.word()).collect();
            let template = event.template.as_ref().map_or("", |template| template.as_str());
            format!("{} {template} [{}]", to.join(","), via.join(","))
        })
        .collect();
    let got = match (wanted.is_empty(), got.is_empty()) {
        (true, _) => Text::new(format!("{name} 无人在岗"), format!("nobody of {name} is on duty")),
        (false, true) => Text::new("没有通知任何人", "nobody was told anything"),
        (false, false) => Text::plain(got.join("; ")),
    };
    Some((Text::new(format!("已通知 {name}{with}"), format!("{name} was told{with}")), got))
}

fn not_told(who: &Told, running: &Running<'_>, world: &World<'_>) -> Option<(Text, Text)> {
    let people = people(who, running, world, false);
    let event = running
        .events
        .iter()
        .find(|event| event.what == What::Told && event.to.iter().any(|to| people.contains(to)))?;
    let at = shown(event.at, &world.estate.zone);
    let name = name(who);
    Some((
        Text::new(format!("未通知 {name}"), format!("{name} was not told")),
        Text::new(format!("{at} 已通知"), format!("told at {at}")),
    ))
}

fn people(who: &Told, running: &Running<'_>, world: &World<'_>, on_duty: bool) -> Vec<StaffId> {
    let hall = Hall::new(&running.case, running.definition, world.estate, world.now);
    match who {
        Told::Staff(person) => vec![person.clone()],
        Told::Role(role) => hall
            .of(role)
            .into_iter()
            .filter(|person| !on_duty || hall.is_there(person))
            .map(|person| person.id.clone())
            .collect(),
    }
}

fn name(who: &Told) -> String {
    match who {
        Told::Role(role) => role.to_string(),
        Told::Staff(person) => person.to_string(),
    }
}
