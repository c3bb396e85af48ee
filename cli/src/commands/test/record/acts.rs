//! What somebody did, in the words of a story.

use super::refused;
use super::values::{fields, named, quoted};
use crate::output::Problem;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use steward_case::{Change, Event, What};
use steward_model::{FieldId, Step, StepKind, Value};
use steward_service::Shown;

/// A step or limit, and behind it the item where it is one's.
pub(super) fn of_item(name: &str, item: Option<&str>) -> String {
    item.map_or_else(|| name.to_owned(), |item| format!("{name}, item: {}", quoted(item)))
}

/// What somebody did in an event, each a line of its own; none: nobody did anything. `before` is the event
/// of the case before it. Events that are heard are for the story to tell.
pub(super) fn acts(shown: &Shown, event: &Event, before: Option<&Event>) -> Result<Vec<String>, Problem> {
    let Some(by) = &event.by else { return Ok(Vec::new()) };
    let acts = match event.what {
        What::Set => changed(shown, event),
        _ => act(shown, event, before)?.into_iter().collect(),
    };
    Ok(acts.into_iter().map(|act| format!("{act}, as: {by}")).collect())
}

fn act(shown: &Shown, event: &Event, before: Option<&Event>) -> Result<Option<String>, Problem> {
    let step = event.step.as_ref().map(|step| of_item(step.written(), step.item())).unwrap_or_default();
    let limit = event.limit.as_ref().map(|limit| of_item(limit.written(), limit.item())).unwrap_or_default();
    let said = event.text.as_ref().map_or("", |text| text.zh.as_str());
    let definition = event.step.as_ref().and_then(|id| shown.workflow.step(id));
    let sent = event.changes.iter().any(|change| matches!(change, Change::Sent { .. }));
    Ok(Some(match event.what {
        What::Opened => return Ok(None),
        What::Noted if !sent => return Ok(None),
        What::Done if definition.is_some_and(Step::asks_second) => format!("sign: {step}"),
        // What waits for a second signature was done as any step is, though the record only notes it.
        What::Done | What::Noted if follows_from_another(shown, event, definition) => return Ok(None),
        What::Done | What::Noted => done(shown, event, &step),
        What::Taken => format!("take: {step}"),
        What::Started => format!("repeat: {step}"),
        What::Approved => format!("approve: {step}"),
        What::Returned => format!("return: {step}, comment: （略）"),
        What::Refused => format!("refuse: {step}, comment: （略）"),
        What::Handed => {
            let to = event.to.first().map_or("", |to| to.as_str());
            format!("hand: {step}, to: {to}")
        }
        What::Held => format!("hold: {}", quoted(said)),
        // The event that ended the hold is told itself.
        What::Resumed if before.is_some_and(|before| before.what == What::Emitted) => return Ok(None),
        What::Resumed => "resume: true".to_owned(),
        What::Cancelled => "cancel: （略）".to_owned(),
        What::Extended => {
            let span = event.changes.iter().find_map(|change| match change {
                Change::Extended(_, span) => Some(span.to_string()),
                _ => None,
            });
            format!("extend: {limit}, span: {}", span.unwrap_or_default())
        }
        What::Excused => format!("excuse: {limit}"),
        what => {
            return Err(refused(
                format!("记录里的 {} 还不能写成场景", what.word()),
                format!("`{}` in the record can't be written as a scenario yet", what.word()),
            ));
        }
    }))
}

/// An approval's being done follows its answer; the first step was done by opening the case. One with
/// which something is shown is not done by opening.
fn follows_from_another(shown: &Shown, event: &Event, definition: Option<&Step>) -> bool {
    let judged = definition.is_some_and(|step| matches!(step.kind, StepKind::Approve { .. }));
    let first = shown.workflow.steps.first().is_some_and(|first| Some(&first.id) == event.step.as_ref());
    let by_opening = first
        && event.at == shown.case.opened
        && event.by == shown.case.starter
        && !event.changes.iter().any(|change| matches!(change, Change::Shown { .. }));
    judged || by_opening
}

/// `do: STEP`, with what it was filled with, what failed and what was shown.
fn done(shown: &Shown, event: &Event, step: &str) -> String {
    let mut act = format!("do: {step}");
    if let Some(given) = fields(shown, event) {
        let _ = write!(act, ", with: {given}");
    }
    let failed = event.changes.iter().find_map(|change| match change {
        Change::Done { failed, .. } | Change::Sent { failed, .. } if !failed.is_empty() => Some(failed),
        _ => None,
    });
    if let Some(failed) = failed {
        let failed: Vec<String> =
            failed.iter().map(|(item, _)| format!("{}: （略）", quoted(item))).collect();
        let _ = write!(act, ", fail: {{ {} }}", failed.join(", "));
    }
    act.push_str(&shown_with(event));
    act
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

/// `set: { … }`: the fields of the case itself, and those of each item in a line of their own.
fn changed(shown: &Shown, event: &Event) -> Vec<String> {
    let mut of_items: BTreeMap<Option<&str>, Vec<(&FieldId, Option<&Value>)>> = BTreeMap::new();
    for change in &event.changes {
        if let Change::Field(id, value) = change {
            of_items.entry(id.item()).or_default().push((id, value.as_ref()));
        }
    }
    let line = |(item, given): (Option<&str>, Vec<_>)| {
        Some(of_item(&format!("set: {}", named(shown, given.into_iter())?), item))
    };
    of_items.into_iter().filter_map(line).collect()
}
