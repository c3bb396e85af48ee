//! The stored form of one event of a case's record. What is empty is left out.

use super::change::ChangeForm;
use super::value::{channels, read_channels};
use super::{TextForm, Unreadable, V1, instant, read, seconds, words, write};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::sync::Arc;
use steward_case::{Event, What};
use steward_model::{LimitId, StaffId, StepId, TemplateId};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct EventForm<'a> {
    v: V1,
    n: u32,
    at: i64,
    what: Cow<'a, str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    step: Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    limit: Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    rung: Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    to: Vec<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    via: Vec<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    template: Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    by: Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    text: Option<TextForm<'a>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    changes: Vec<ChangeForm<'a>>,
}

/// The event as a document.
pub(crate) fn write_event(event: &Event) -> String {
    write(&EventForm {
        v: V1,
        n: event.n,
        at: seconds(event.at),
        what: event.what.word().into(),
        step: event.step.as_ref().map(|step| words(step.as_str())),
        limit: event.limit.as_ref().map(|limit| words(limit.as_str())),
        rung: event.rung.as_deref().map(words),
        to: event.to.iter().map(|staff| words(staff.as_str())).collect(),
        via: channels(&event.via),
        template: event.template.as_ref().map(|template| words(template.as_str())),
        by: event.by.as_ref().map(|staff| words(staff.as_str())),
        text: event.text.as_ref().map(TextForm::of),
        changes: event.changes.iter().map(ChangeForm::of).collect(),
    })
}

/// The event a document holds.
pub(crate) fn read_event(document: &str) -> Result<Event, Unreadable> {
    let form: EventForm<'_> = read(document)?;
    Ok(Event {
        n: form.n,
        at: instant(form.at)?,
        what: What::from_word(&form.what).ok_or(Unreadable::NoSuch("event"))?,
        step: form.step.map(StepId::new),
        limit: form.limit.map(LimitId::new),
        rung: form.rung.map(|rung| Arc::from(&*rung)),
        to: form.to.iter().map(StaffId::new).collect(),
        via: read_channels(&form.via)?,
        template: form.template.map(TemplateId::new),
        by: form.by.map(StaffId::new),
        text: form.text.map(TextForm::read),
        changes: form.changes.into_iter().map(ChangeForm::read).collect::<Result<_, _>>()?,
    })
}
