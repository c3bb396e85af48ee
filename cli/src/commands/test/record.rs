//! `--record CASE`: a case that happened, as a scenario that passes: what began it, what people did, and
//! after each of it what had happened since. Of a case that waited for others it called, these are told
//! too. What is private is replaced before it is written.

mod acts;
mod course;
mod story;
mod values;

use crate::book;
use crate::office::Office;
use crate::options::Global;
use crate::output::{Done, Output, Problem, Status, Verdict};
use course::Told;
use serde_json::json;
use std::fmt::Write as _;
use std::path::PathBuf;
use steward_case::{CaseId, Change, Event, Origin, What};
use steward_model::{Files, Lang, Text};
use steward_service::Shown;
use steward_sim::{Failure, run as play};
use values::{fields, local, quoted, seconds_before};

/// A schedule that opened its case later than this, in seconds, made up for a stop of the engine.
const LATE: i64 = 60;

pub(super) fn run(output: &Output, global: &Global, case: &str) -> Done {
    let office = Office::open(global)?;
    let cases = gather(&office, &CaseId::new(case))?;
    let ids: Vec<CaseId> = cases.iter().map(|told| told.shown.case.id.clone()).collect();
    let order = office.order(&ids)?;
    let Some(recorded) = cases.first().map(|told| &told.shown) else {
        return Err(refused("这件案子没有记录", "the case has no record"));
    };
    let path = format!("scenarios/recorded/{}.yaml", recorded.case.id);
    let text = format!("{}{}", head(recorded)?, story::lines(&cases, &order)?);
    let target = proven(global, recorded, &path, &text)?;
    if let Some(parent) = target.parent() {
        crate::folder::make(parent)?;
    }
    crate::folder::write_one(&target, &text)?;
    if output.json {
        output.document(&json!({ "case": recorded.case.id.as_str(), "file": path }));
    } else {
        output.line(match output.lang {
            Lang::Zh => format!("写好了 {path}，重演通过"),
            Lang::En => format!("wrote {path}; replayed, it passes"),
        });
    }
    Ok(Verdict::Well)
}

fn refused(zh: impl Into<String>, en: impl Into<String>) -> Problem {
    Problem::new(Status::Refused, "not-recorded", Text::new(zh, en))
}

/// The case, and after it those that its steps called and waited for.
fn gather(office: &Office, id: &CaseId) -> Result<Vec<Told>, Problem> {
    let shown = office.show(id)?;
    let calls = course::calls(&shown.events);
    let mut cases = vec![Told { shown, called: None }];
    for call in calls {
        let (step, id) = (&call.step, &call.case);
        let shown = office.show(id).map_err(|problem| match problem.status {
            Status::Words => refused(
                format!("步骤 {step} 发起的案件 {id} 你看不到，请由能看到的人来记"),
                format!(
                    "case {id}, which {step} called, is not for you to see; have somebody record it who may"
                ),
            ),
            _ => problem,
        })?;
        if let Some(further) = course::calls(&shown.events).first() {
            let other = &further.case;
            return Err(refused(
                format!("步骤 {step} 发起的案件 {id} 自己又等过案件 {other}；场景只说得到一层，请记 {id}"),
                format!(
                    "case {id}, which {step} called, waited for case {other} itself, and a scenario follows calls no further than one; record {id} instead"
                ),
            ));
        }
        cases.push(Told { shown, called: Some(call) });
    }
    for told in &cases {
        if let Some(field) = told.shown.unseen.first() {
            let id = &told.shown.case.id;
            return Err(refused(
                format!("案件 {id} 里有你看不到的字段（{field}），请由能看到的人来记"),
                format!(
                    "case {id} has fields that you may not see ({field}); have somebody record it who may"
                ),
            ));
        }
    }
    Ok(cases)
}

/// The scenario up to its story.
fn head(shown: &Shown) -> Result<String, Problem> {
    let case = &shown.case;
    let mut text = format!(
        "# 由案件 {0} 记下；私密的内容已替换。/ Recorded from the case {0}; what is private is replaced.\nscenario: {1}\nworkflow: {2}\nestate: {3}\nopened: {4}\n",
        case.id,
        quoted(&format!("{} {}", shown.workflow.title.zh, case.id)),
        case.workflow,
        case.estate,
        opened(shown)?,
    );
    if let Some(starter) = &case.starter {
        let _ = writeln!(text, "as: {starter}");
    }
    if let Some(given) = shown.events.first().and_then(|event| fields(shown, event)) {
        let _ = writeln!(text, "fields: {given}");
    }
    text.push_str("story:\n");
    Ok(text)
}

/// When the case was opened, and by what where nobody opened it.
fn opened(shown: &Shown) -> Result<String, Problem> {
    let case = &shown.case;
    let at = local(shown, case.opened);
    let origin = shown.events.first().and_then(origin);
    Ok(match origin {
        _ if case.starter.is_some() => at,
        Some(Origin::Event(name)) => format!("by event {name} {at}"),
        Some(Origin::Case(_)) => format!("by case {at}"),
        Some(Origin::Clock(due)) if case.opened.as_second() - due.as_second() <= LATE => {
            format!("by clock {}", local(shown, seconds_before(*due, 1)))
        }
        Some(Origin::Clock(due)) => {
            let due = local(shown, *due);
            return Err(refused(
                format!("这件案子应当在 {due} 定时立案，因引擎停机到 {at} 才立；场景里的定时不会晚"),
                format!(
                    "the clock should have opened the case at {due} and did at {at}, because the engine stood still; a scenario's clock is never late"
                ),
            ));
        }
        None => {
            return Err(refused(
                "案件的记录里没有说它由什么发起（由较早的版本立案）",
                "the record of the case doesn't say what began it: an earlier version opened it",
            ));
        }
    })
}

fn origin(event: &Event) -> Option<&Origin> {
    event.changes.iter().find_map(|change| match change {
        Change::Origin(origin) => Some(origin),
        _ => None,
    })
}

/// Where the scenario is to be written, once it was read with the handbook and replayed.
fn proven(global: &Global, recorded: &Shown, path: &str, text: &str) -> Result<PathBuf, Problem> {
    let reading = book::read(global)?;
    let target = reading.folder.join(path);
    if target.exists() {
        return Err(refused(format!("{path} 已经有了"), format!("{path} is there already")));
    }
    let mut files = Files::new();
    for other in reading.files.iter() {
        files.insert(&*other.path, &*other.bytes);
    }
    files.insert(path, text);
    let book = book::understand(reading.folder, files).sound()?;
    let mut scenarios = book.handbook.scenarios.iter();
    let Some(scenario) = scenarios.find(|one| *one.place.file == *path) else {
        return Err(refused("记下的场景读不回来", "the scenario could not be read back"));
    };
    let went = play(scenario, &book.handbook, &book.judges());
    if does_the_first_step(recorded, &went.events) && !does_the_first_step(recorded, &recorded.events) {
        return Err(refused(
            "立案时第一步留着没办（--later）；场景里由人立案，第一步就办完了",
            "the case was opened with its first step left open (--later), and in a scenario whoever opens a case does it",
        ));
    }
    match went.failure {
        None => Ok(target),
        Some(failure) => Err(otherwise(recorded, &failure, &book::line_text(&book.files, &failure.place))),
    }
}

/// Whether whoever opened the case did its first step by that.
fn does_the_first_step(recorded: &Shown, events: &[Event]) -> bool {
    let case = &recorded.case;
    let first = recorded.workflow.steps.first().map(|step| &step.id);
    let by_opening = |event: &Event| {
        let done = matches!(event.what, What::Done | What::Noted);
        done && event.at == case.opened && event.by == case.starter && event.step.as_ref() == first
    };
    case.starter.is_some() && events.iter().any(by_opening)
}

/// The replay went otherwise than the case did.
fn otherwise(recorded: &Shown, failure: &Failure, line: &str) -> Problem {
    let (expected, got) = (&failure.expected.names, &failure.got.names);
    let problem = refused(
        format!("重演出来和当时不一样，没有写：{line} 应有 {}，实际 {}", expected.zh, got.zh),
        format!(
            "replayed, it goes otherwise than it did, so nothing was written: {line}: expected {}, got {}",
            expected.en, got.en
        ),
    );
    problem.help(match called_off_by(recorded) {
        Some(caller) => Text::new(
            format!("发起它的案件 {caller} 不再等它，场景里看不到那一件；请记 {caller}"),
            format!("case {caller}, which called it, waits for it no more, and is no part of the scenario; record {caller} instead"),
        ),
        None => Text::new(
            "手册在立案之后改过，或者引擎当时停过，或者经过里有替换掉的私密内容起了作用",
            "the handbook has changed since, or the engine stood still then, or something private that was replaced had a part in it",
        ),
    })
}

/// The case that called this one, where nobody cancelled this one and yet it was.
fn called_off_by(recorded: &Shown) -> Option<&CaseId> {
    let cancelled = |event: &Event| event.what == What::Cancelled && event.by.is_none();
    let caller = recorded.case.caller.as_ref()?;
    recorded.events.iter().any(cancelled).then_some(&caller.case)
}
