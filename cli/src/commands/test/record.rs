//! `--record CASE`: a case that happened, as a scenario that passes: what people did, and after each
//! of it what had happened since. What is private is replaced before it is written.

use crate::book;
use crate::office::Office;
use crate::options::Global;
use crate::output::{Done, Output, Problem, Status, Verdict};
use serde_json::{Value as Json, json};
use std::fmt::Write as _;
use steward_case::{CaseId, Change, Event, What};
use steward_model::{Field, Files, Lang, Step, StepKind, Text, Value};
use steward_service::Shown;
use steward_sim::run as play;

pub(super) fn run(output: &Output, global: &Global, case: &str) -> Done {
    let shown = Office::open(global)?.show(&CaseId::new(case))?;
    let Some(starter) = shown.case.starter.clone() else {
        return Err(refused(
            "这件案子由事件或定时发起，还不能记成场景",
            "the case was begun by an event or the clock, which can't be recorded yet",
        ));
    };
    let path = format!("scenarios/recorded/{}.yaml", shown.case.id);
    if let Some(field) = shown.unseen.first() {
        return Err(refused(
            format!("这件案子里有你看不到的字段（{field}），请由能看到的人来记"),
            format!("the case has fields that you may not see ({field}); have somebody record it who may"),
        ));
    }
    let waits = |change: &Change| matches!(change, Change::Calls { .. });
    if shown.events.iter().flat_map(|event| &event.changes).any(waits) {
        return Err(refused(
            "这件案子等过别的案件，那边的经过不在它的记录里，还不能记成场景",
            "the case waited for another, whose course is not on its record, so it can't be recorded yet",
        ));
    }
    let text = scenario(&shown, starter.as_str())?;
    let reading = book::read(global)?;
    let folder = reading.folder.clone();
    if folder.join(&path).exists() {
        return Err(refused(format!("{path} 已经有了"), format!("{path} is there already")));
    }
    let mut files = Files::new();
    for other in reading.files.iter() {
        files.insert(&*other.path, &*other.bytes);
    }
    files.insert(&path, text.clone());
    let book = book::understand(reading.folder, files).sound()?;
    let mut scenarios = book.handbook.scenarios.iter();
    let Some(scenario) = scenarios.find(|one| *one.place.file == *path) else {
        return Err(refused("记下的场景读不回来", "the scenario could not be read back"));
    };
    if let Some(failure) = play(scenario, &book.handbook, &book.judges()).failure {
        let line = book::line_text(&book.files, &failure.place);
        return Err(refused(
            format!("重演出来和当时不一样，没有写：{line} 应有 {}，实际 {}", failure.expected.zh, failure.got.zh),
            format!(
                "replayed, it goes otherwise than it did, so nothing was written: {line}: expected {}, got {}",
                failure.expected.en, failure.got.en
            ),
        )
        .help(Text::new(
            "手册在立案之后改过，或者引擎当时停过",
            "the handbook has changed since, or the engine stood still then",
        )));
    }
    let target = folder.join(&path);
    if let Some(parent) = target.parent() {
        crate::folder::make(parent)?;
    }
    crate::folder::write_one(&target, &text)?;
    if output.json {
        output.document(&json!({ "case": shown.case.id.as_str(), "file": path }));
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

fn scenario(shown: &Shown, starter: &str) -> Result<String, Problem> {
    let Some((first, rest)) = shown.events.split_first() else {
        return Err(refused("这件案子没有记录", "the case has no record"));
    };
    let mut text = format!(
        "# 由案件 {0} 记下；私密的内容已替换。/ Recorded from the case {0}; what is private is replaced.\nscenario: {1}\nworkflow: {2}\nestate: {3}\nopened: {4}\nas: {starter}\nfields: {5}\nstory:\n",
        shown.case.id,
        quoted(&format!("{} {}", shown.workflow.title.zh, shown.case.id)),
        shown.case.workflow,
        shown.case.estate,
        local(shown, first),
        fields(shown, first),
    );
    let mut window: Vec<&Event> = vec![first];
    let mut line = format!("at: {}", local(shown, first));
    let mut at = first.at;
    for event in rest {
        let act = act(shown, event)?;
        // What time brings after a line waits for the next line, or is expected at its own moment at
        // the end.
        let later = event.at > at && !line.is_empty();
        if act.is_some() || later {
            if !line.is_empty() {
                put(&mut text, &line, &window);
                window.clear();
                line.clear();
            }
            at = event.at;
        }
        if let Some(act) = act {
            let by = event.by.as_ref().map_or("", |by| by.as_str());
            line = format!("at: {}, {act}, as: {by}", local(shown, event));
        }
        window.push(event);
    }
    if line.is_empty() {
        let last = window.last().map_or_else(String::new, |event| local(shown, event));
        line = format!("at: {last}");
    }
    put(&mut text, &line, &window);
    Ok(text)
}

fn put(text: &mut String, line: &str, window: &[&Event]) {
    let expected: Vec<String> = window.iter().filter_map(|event| expectation(event)).collect();
    let _ = match expected.is_empty() {
        true => writeln!(text, "  - {{ {line} }}"),
        false => writeln!(text, "  - {{ {line}, expect: [{}] }}", expected.join(", ")),
    };
}

fn expectation(event: &Event) -> Option<String> {
    let step = event.step.as_ref().map(|step| of_item(step.written(), step.item()));
    let limit = event.limit.as_ref().map(|limit| of_item(limit.written(), limit.item()));
    Some(match event.what {
        What::Ready => format!("{{ ready: {} }}", step?),
        What::Skipped => format!("{{ skipped: {} }}", step?),
        What::Done => format!("{{ done: {} }}", step?),
        What::Overdue => format!("{{ overdue: {} }}", limit?),
        What::Told => format!("{{ told: {}, template: {} }}", event.to.first()?, event.template.as_ref()?),
        What::Closed => format!("{{ closed: {} }}", event.text.as_ref()?.zh),
        _ => return None,
    })
}

/// Whether an event changes what one item of a step has its own of.
fn is_of_item(event: &Event) -> bool {
    event.changes.iter().any(|change| matches!(change, Change::Field(id, _) if id.item().is_some()))
}

/// A step or limit, and behind it the item where it is one's.
fn of_item(name: &str, item: Option<&str>) -> String {
    item.map_or_else(|| name.to_owned(), |item| format!("{name}, item: {}", quoted(item)))
}

/// What somebody did, in the words of a story; `None`: nobody did anything in this event.
fn act(shown: &Shown, event: &Event) -> Result<Option<String>, Problem> {
    if event.by.is_none() {
        return Ok(None);
    }
    let step = event.step.as_ref().map(|step| of_item(step.written(), step.item())).unwrap_or_default();
    let said = event.text.as_ref().map_or("", |text| text.zh.as_str());
    let definition = event.step.as_ref().and_then(|id| shown.workflow.step(id));
    let sent = event.changes.iter().any(|change| matches!(change, Change::Sent { .. }));
    Ok(Some(match event.what {
        What::Noted if !sent => return Ok(None),
        What::Done if definition.is_some_and(Step::asks_second) => format!("sign: {step}"),
        // What waits for a second signature was done as any step is, though the record only notes it.
        What::Done | What::Noted => {
            let judged = definition.is_some_and(|step| matches!(step.kind, StepKind::Approve { .. }));
            let first =
                shown.workflow.steps.first().is_some_and(|first| Some(&first.id) == event.step.as_ref());
            // An approval's being done follows its answer; the first step was done by opening the case.
            // One with which something is shown is not done by opening.
            let by_opening = first
                && event.at == shown.case.opened
                && event.by == shown.case.starter
                && !event.changes.iter().any(|change| matches!(change, Change::Shown { .. }));
            if judged || by_opening {
                return Ok(None);
            }
            let failed = event.changes.iter().find_map(|change| match change {
                Change::Done { failed, .. } | Change::Sent { failed, .. } if !failed.is_empty() => {
                    Some(failed)
                }
                _ => None,
            });
            let mut act = format!("do: {step}, with: {}", fields(shown, event));
            if let Some(failed) = failed {
                let failed: Vec<String> =
                    failed.iter().map(|(item, _)| format!("{}: （略）", quoted(item))).collect();
                let _ = write!(act, ", fail: {{ {} }}", failed.join(", "));
            }
            act.push_str(&shown_with(event));
            act
        }
        What::Taken => format!("take: {step}"),
        What::Approved => format!("approve: {step}"),
        What::Returned => format!("return: {step}, comment: （略）"),
        What::Refused => format!("refuse: {step}, comment: （略）"),
        What::Held => format!("hold: {}", quoted(said)),
        What::Resumed => "resume: true".to_owned(),
        What::Cancelled => "cancel: （略）".to_owned(),
        What::Set if is_of_item(event) => {
            return Err(refused(
                "记录里在表单之外改了某一项的字段，还不能写成场景",
                "a field of one item was changed outside its form, which can't be written as a scenario yet",
            ));
        }
        What::Set => format!("set: {}", fields(shown, event)),
        What::Extended => {
            let span = event.changes.iter().find_map(|change| match change {
                Change::Extended(_, span) => Some(span.to_string()),
                _ => None,
            });
            let limit = event.limit.as_ref().map(|limit| of_item(limit.written(), limit.item()));
            let limit = limit.unwrap_or_default();
            format!("extend: {limit}, span: {}", span.unwrap_or_default())
        }
        What::Excused => {
            let limit = event.limit.as_ref().map(|limit| of_item(limit.written(), limit.item()));
            format!("excuse: {}", limit.unwrap_or_default())
        }
        What::Opened => return Ok(None),
        what => {
            return Err(refused(
                format!("记录里的 {} 还不能写成场景", what.word()),
                format!("`{}` in the record can't be written as a scenario yet", what.word()),
            ));
        }
    }))
}

/// What was shown with a step: so many photos, a zone in place of its code, and of where somebody was
/// only that it was said.
fn shown_with(event: &Event) -> String {
    let mut text = String::new();
    for change in &event.changes {
        let Change::Shown { photos, location, zone, .. } = change else { continue };
        if !photos.is_empty() {
            let _ = write!(text, ", photos: {}", photos.len());
        }
        if location.is_some() {
            text.push_str(", location: \"31.2304,121.4737\"");
        }
        if let Some(zone) = zone {
            let _ = write!(text, ", code: {zone}");
        }
    }
    text
}

fn fields(shown: &Shown, event: &Event) -> String {
    let given: Vec<String> = event
        .changes
        .iter()
        .filter_map(|change| match change {
            Change::Field(id, Some(value)) => Some((shown.workflow.field(id)?, value)),
            _ => None,
        })
        .map(|(field, value)| format!("{}: {}", field.id.written(), written(field, value, shown)))
        .collect();
    if given.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", given.join(", ")) }
}

/// A value as a scenario has it. Names and telephone numbers are never kept, other texts and
/// numbers only where everybody may see the field. Choices, dates and answers stay: the way the case
/// takes may hang on them, and they name nobody.
fn written(field: &Field, value: &Value, shown: &Shown) -> String {
    match value {
        Value::Person { .. } => "示例/13900000000".to_owned(),
        Value::Phone(_) => "\"+8613900000000\"".to_owned(),
        Value::Files(_) => "[example.jpg]".to_owned(),
        Value::Text(_) if field.is_confined() => "（略）".to_owned(),
        Value::List(_) if field.is_confined() => "[（略）]".to_owned(),
        Value::Number(_) if field.is_confined() => "1".to_owned(),
        Value::Text(text) => quoted(text),
        Value::List(list) => {
            let list: Vec<String> = list.iter().map(|one| quoted(one)).collect();
            format!("[{}]", list.join(", "))
        }
        Value::Number(number) => number.to_string(),
        Value::Bool(yes) => yes.to_string(),
        Value::Date(date) => date.to_string(),
        Value::DateTime(at) => shown.estate.zone.to_datetime(*at).strftime("%Y-%m-%d %H:%M:%S").to_string(),
        Value::Choice(choice) => choice.to_string(),
        Value::Role(role) => role.to_string(),
        Value::Staff(person) => person.to_string(),
        Value::Zone(zone) => zone.to_string(),
    }
}

/// A text in quotes, as YAML and JSON both read it.
fn quoted(text: &str) -> String {
    Json::from(text).to_string()
}

fn local(shown: &Shown, event: &Event) -> String {
    shown.estate.zone.to_datetime(event.at).strftime("%Y-%m-%d %H:%M:%S").to_string()
}
