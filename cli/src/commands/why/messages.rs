//! Messages: which rung, step or rule told somebody, and who of those it could have been was not.

use super::{About, Answer, Asked, Line, Skipped, reading};
use crate::instants;
use crate::names::{Names, channels};
use std::collections::BTreeSet;
use steward_case::hall::{Belongs, Hall};
use steward_case::{Case, Change, Event, Moment, What};
use steward_model::{Audience, Lang, Person, RoleId, Rung, StaffId, StepKind, Text};

pub(super) fn answers(asked: &Asked<'_>) -> Vec<Answer> {
    let events = &asked.shown.events;
    let told = events.iter().enumerate().filter(|(_, event)| event.what == What::Told);
    told.map(|(place, event)| answer(asked, place, event)).collect()
}

fn answer(asked: &Asked<'_>, place: usize, event: &Event) -> Answer {
    let rung = rung(asked, event);
    let cause = cause(asked, place, event, rung);
    let mut text = vec![heading(asked, event)];
    text.extend(cause.text);
    text.extend(event.text.clone());
    text.extend(belonging(asked, place, event, rung));
    text.extend(
        asked
            .dropped
            .get(&event.n)
            .map(|why| Text::new(format!("没有单独发出：{why}"), format!("not sent by itself: {why}"))),
    );
    let skipped = rung.map(|rung| skipped(asked, place, event, rung)).unwrap_or_default();
    let name = event.template.as_ref().map_or("", |id| id.as_str()).to_owned();
    Answer {
        about: About::Message,
        name,
        text,
        pieces: Vec::new(),
        days: Vec::new(),
        rule: cause.line,
        skipped,
    }
}

fn heading(asked: &Asked<'_>, event: &Event) -> Text {
    let say = |lang| {
        let names = Names { workflow: &asked.shown.workflow, estate: &asked.shown.estate, lang };
        let at = instants::full(event.at, &asked.shown.estate.zone, lang);
        let (people, via) = (names.people(&event.to), channels(&event.via, lang));
        let about = event.step.as_ref().map_or("", |step| names.step(step));
        let template = event.template.as_ref().map(|id| names.message(id)).unwrap_or_default();
        format!("{at}  → {people}  {via}  {template}  {about}").trim_end().to_owned()
    };
    Text::new(say(Lang::Zh), say(Lang::En))
}

/// A text made once for each language.
fn both(asked: &Asked<'_>, say: impl Fn(&Names<'_>) -> String) -> Text {
    let names = |lang| Names { workflow: &asked.shown.workflow, estate: &asked.shown.estate, lang };
    Text::new(say(&names(Lang::Zh)), say(&names(Lang::En)))
}

/// What the engine says by itself, and when.
fn by_itself_because(trigger: &Event) -> Text {
    match trigger.what {
        What::Noted if trigger.changes.iter().any(|change| matches!(change, Change::OverBudget(_))) => {
            Text::new(
                "消息一超过上限，兜底岗位总会知道",
                "whenever a budget of messages is used up, the last resort hears of it",
            )
        }
        What::Noted if trigger.changes.iter().any(|change| matches!(change, Change::Sent { .. })) => {
            Text::new(
                "一步办完待复核，可以复核的人总会知道",
                "whenever a step waits for a second signature, whoever may sign it hears of it",
            )
        }
        What::Noted | What::Fault if trigger.changes.iter().any(is_news_of_call) => Text::new(
            "所等的案件没有办结，上一级总会知道",
            "whenever the case a step waits for was not done, one above hears of it",
        ),
        What::Held => Text::new(
            "案子一挂起，在办步骤的负责人和上级总会知道",
            "whenever a case is held, owner and superior of each open step hear of it",
        ),
        What::Resumed => Text::new(
            "案子一恢复，在办步骤的负责人和上级总会知道",
            "whenever a case goes on, owner and superior of each open step hear of it",
        ),
        What::Handed => Text::new(
            "步骤一移交，新的负责人总会知道",
            "whenever a step is handed on, its new owner hears of it",
        ),
        What::Returned => Text::new(
            "一被退回，要重办的步骤的负责人总会知道",
            "whenever something is returned, the owner of the step hears of it",
        ),
        What::Fault => Text::new("规则出错，总要有人知道", "whenever a rule fails, somebody hears of it"),
        what => crate::timeline::word(what),
    }
}

/// Whether the case that a step called ended, or could not be opened.
fn is_news_of_call(change: &Change) -> bool {
    matches!(change, Change::CallEnded { .. } | Change::CallRefused(_))
}

/// What makes this person one of those who are meant: the role, or that they hold the step.
fn belonging(asked: &Asked<'_>, place: usize, event: &Event, rung: Option<&Rung>) -> Option<Text> {
    let (rung, id) = (rung?, event.to.first()?);
    let shown = asked.shown;
    let case = Case::replay(&shown.events[..=place])?;
    let hall = Hall::new(&case, &shown.workflow, &shown.estate, event.at);
    let step = event.step.as_ref().and_then(|step| shown.workflow.step(step));
    let person = shown.estate.person(id)?;
    let holds =
        event.step.as_ref().and_then(|step| case.steps.get(step)).and_then(|state| state.holder.as_ref());
    if holds == Some(id) && rung.tell.contains(&Audience::Owner) {
        return Some(both(asked, |names| match names.lang {
            Lang::Zh => format!("{} 接手了这一步，就是负责人", person.name),
            Lang::En => format!("{} has taken the step and so is the owner", person.name),
        }));
    }
    let (who, role) = rung.tell.iter().find_map(|who| {
        let role = meant(asked, &hall, who, step).into_iter().find(|role| person.has_role(role))?;
        Some((who, role))
    })?;
    Some(both(asked, |names| {
        let (title, name) = (names.owner(role.as_str()), &person.name);
        match (who, names.lang) {
            (Audience::Owner | Audience::AllOwner, Lang::Zh) => {
                format!("{name} 是{title}，这一步由{title}负责")
            }
            (Audience::Owner | Audience::AllOwner, Lang::En) => {
                format!("{name} is {title}, whose step it is")
            }
            (Audience::Superior, Lang::Zh) => format!("{name} 是{title}，是负责岗位的上级"),
            (Audience::Superior, Lang::En) => format!("{name} is {title}, the superior of whose step it is"),
            (_, Lang::Zh) => format!("{name} 是{title}"),
            (_, Lang::En) => format!("{name} is {title}"),
        }
    }))
}

/// The roles that an audience means; of an approval by several, each whose answer is lacking.
fn meant(
    asked: &Asked<'_>,
    hall: &Hall<'_>,
    who: &Audience,
    step: Option<&steward_model::Step>,
) -> Vec<RoleId> {
    match (who, step) {
        (Audience::Role(role) | Audience::All(role), _) => vec![role.clone()],
        (Audience::Owner | Audience::AllOwner, Some(step)) => roles(hall.belongs(step)),
        (Audience::Superior, Some(step)) => {
            let written = roles(hall.written(step));
            written.iter().filter_map(|role| asked.shown.estate.roles.superior(role)).cloned().collect()
        }
        _ => Vec::new(),
    }
}

/// The rung that an event names.
fn rung<'a>(asked: &'a Asked<'_>, event: &Event) -> Option<&'a Rung> {
    let written = event.rung.as_ref()?;
    let workflow = &asked.shown.workflow;
    let limit = event.limit.as_ref().and_then(|limit| workflow.limit(limit)).map(|limit| &limit.ladder);
    let step = event.step.as_ref().and_then(|step| workflow.step(step)).map(|step| step.rungs());
    limit.into_iter().chain(step).flat_map(|ladder| ladder.rungs.iter()).find(|rung| rung.written == *written)
}

/// What made somebody be told.
struct Cause {
    text: Vec<Text>,
    line: Option<Line>,
}

fn cause(asked: &Asked<'_>, place: usize, event: &Event, rung: Option<&Rung>) -> Cause {
    if let Some(rung) = rung {
        let text = both(asked, |names| reading::rung(rung, names));
        return Cause { text: vec![text], line: Some(asked.line(&rung.place)) };
    }
    let step = event.step.as_ref().and_then(|step| asked.shown.workflow.step(step));
    if let Some(step) = step.filter(|step| matches!(&step.kind, StepKind::Notify { template, .. } if Some(template) == event.template.as_ref())) {
        let StepKind::Notify { tell, .. } = &step.kind else {
            return Cause { text: Vec::new(), line: Some(asked.line(&step.place)) };
        };
        let text = both(asked, |names| {
            let (title, who) = (names.step(&step.id), reading::audiences(tell, names));
            match names.lang {
                Lang::Zh => format!("“{title}”这一步就是发通知：通知{who}"),
                Lang::En => format!("the step “{title}” is a message by itself: tell {who}"),
            }
        });
        return Cause { text: vec![text], line: Some(asked.line(&step.place)) };
    }
    let Some(trigger) = asked.shown.events[..place]
        .iter()
        .rev()
        .take_while(|before| before.at == event.at)
        .find(|before| before.what != What::Told)
    else {
        return Cause { text: Vec::new(), line: None };
    };
    // What the engine says by itself whenever it happens.
    let by_itself = [
        "handed",
        "held",
        "resumed",
        "returned",
        "unreachable",
        "fault",
        "over-budget",
        "task",
        "approve",
        "sign",
        "call-ended",
    ];
    if event.template.as_ref().is_some_and(|template| by_itself.contains(&template.as_str())) {
        return Cause { text: vec![by_itself_because(trigger)], line: None };
    }
    match moment(asked, trigger).and_then(|moment| rule_line(asked, event, moment).map(|line| (moment, line)))
    {
        Some((moment, line)) => {
            let word = moment.word();
            Cause {
                text: vec![Text::new(
                    format!("升级办法之外，规则 {word} 还要求通知"),
                    format!("beside the ladder, the rule {word} asked for it"),
                )],
                line: Some(line),
            }
        }
        None => Cause { text: Vec::new(), line: None },
    }
}

/// The moment at which rules were asked when this had happened.
fn moment(asked: &Asked<'_>, trigger: &Event) -> Option<Moment> {
    Some(match trigger.what {
        What::Opened => Moment::Opened,
        What::Ready => Moment::Ready,
        What::Done => Moment::Done,
        What::Returned => Moment::Returned,
        What::Set | What::Moved => Moment::Changed,
        What::AtRisk => Moment::AtRisk,
        What::Overdue => Moment::Overdue,
        What::Rung if trigger.rung.as_deref() == Some("ready") => Moment::Ready,
        What::Rung => Moment::Rung,
        What::Held => Moment::Held,
        What::Closed | What::Cancelled => Moment::Closed,
        What::Emitted => Moment::Event,
        // A rule that did several things left their facts in a row.
        What::Noted | What::Handed | What::Extended | What::Started => {
            let before = asked
                .shown
                .events
                .iter()
                .rev()
                .find(|event| event.n < trigger.n && event.at == trigger.at && event.what != What::Told);
            return before.and_then(|before| moment(asked, before));
        }
        _ => return None,
    })
}

/// The line of the rule's function that names the wording, else the function itself.
fn rule_line(asked: &Asked<'_>, event: &Event, moment: Moment) -> Option<Line> {
    let path = format!("rules/{}.rhai", asked.shown.workflow.rules);
    let file = asked.files.get(&path)?;
    let text = String::from_utf8_lossy(&file.bytes);
    let opens = format!("fn {}(", moment.word());
    let start = text.lines().position(|line| line.trim_start().starts_with(&opens))?;
    let template = format!("\"{}\"", event.template.as_ref()?);
    let inside = text.lines().enumerate().skip(start + 1).take_while(|(_, line)| !line.starts_with("fn "));
    let tells = inside
        .filter(|(_, line)| line.contains("tell(") && line.contains(&template))
        .map(|(at, _)| at)
        .next();
    Some(Line { file: path, line: tells.unwrap_or(start) + 1 })
}

/// Those whom the rung means and who were not told, and why.
fn skipped(asked: &Asked<'_>, place: usize, event: &Event, rung: &Rung) -> Vec<Skipped> {
    let shown = asked.shown;
    let Some(case) = Case::replay(&shown.events[..=place]) else {
        return Vec::new();
    };
    let hall = Hall::new(&case, &shown.workflow, &shown.estate, event.at);
    let told: BTreeSet<&StaffId> = shown
        .events
        .iter()
        .filter(|other| {
            other.what == What::Told
                && other.at == event.at
                && other.step == event.step
                && other.rung == event.rung
        })
        .flat_map(|other| &other.to)
        .collect();
    let step = event.step.as_ref().and_then(|step| shown.workflow.step(step));
    let holder =
        event.step.as_ref().and_then(|step| case.steps.get(step)).and_then(|state| state.holder.clone());
    let mut skipped: Vec<Skipped> = Vec::new();
    for audience in &rung.tell {
        let roles = meant(asked, &hall, audience, step);
        let owner = matches!(audience, Audience::Owner);
        for person in roles.iter().flat_map(|role| hall.of(role)).filter(|person| !told.contains(&person.id))
        {
            let reason = reason(&person, &hall, holder.as_ref().filter(|_| owner), asked);
            if !skipped.iter().any(|one| one.who == person.id.as_str()) {
                skipped.push(Skipped { who: person.id.to_string(), reason });
            }
        }
    }
    skipped
}

fn roles(belongs: Vec<Belongs>) -> Vec<RoleId> {
    let role = |belongs| match belongs {
        Belongs::Role(role) => Some(role),
        Belongs::Staff(_) | Belongs::Nobody => None,
    };
    belongs.into_iter().filter_map(role).collect()
}

fn reason(person: &Person, hall: &Hall<'_>, holder: Option<&StaffId>, asked: &Asked<'_>) -> Text {
    if person.contacts.is_empty() {
        return Text::new("没有任何联系方式", "has no channel at all");
    }
    if !hall.is_there(person) {
        return Text::new("休假", "away");
    }
    if let Some(holder) = holder {
        let name = asked.shown.estate.person(holder).map_or(holder.as_str(), |person| &person.name);
        return Text::new(format!("由 {name} 接手"), format!("{name} holds the step"));
    }
    Text::new(
        "同一档已由别处通知到，或持有这一步，往上一级",
        "holds the step or is reached otherwise; it climbs on",
    )
}
