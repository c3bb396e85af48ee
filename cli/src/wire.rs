//! The shapes of `--json`, in one place: people script against them. Keys are added, never renamed.
//! [`mod@described`] says the same to programs.

mod described;

pub(crate) use described::{OUTPUTS, described};

use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::PathBuf;
use steward_case::{
    Called, Change, ClockReport, ClockState, Earlier, Event, Exhibit, Figures, RungReport, State, StepStatus,
    What, exhibits,
};
use steward_model::{
    CodeAt, Evidence, Lang, Location, Photo, PhotoHash, Private, RungAt, Step, Value as FieldValue,
};
use steward_ports::DeliveryState;
use steward_service::Shown;
use steward_time::{Piece, TimeZone, Timestamp};

/// Where photos of a case were written, each once.
pub(crate) type Saved = BTreeMap<PhotoHash, PathBuf>;

/// An instant with the estate's offset.
pub(crate) fn instant(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// An instant that may be missing.
pub(crate) fn maybe_instant(at: Option<Timestamp>, zone: &TimeZone) -> Value {
    at.map_or(Value::Null, |at| instant(at, zone).into())
}

/// Stretches of open time.
pub(crate) fn pieces(pieces: &[Piece], zone: &TimeZone) -> Value {
    let one = |piece: &Piece| json!({ "from": instant(piece.from, zone), "to": instant(piece.to, zone), "seconds": piece.seconds() });
    pieces.iter().map(one).collect()
}

/// An event of the record.
pub(crate) fn event(event: &Event, zone: &TimeZone, lang: Lang) -> Value {
    json!({
        "n": event.n,
        "at": instant(event.at, zone),
        "what": event.what.word(),
        "step": event.step.as_ref().map(|id| id.written()),
        "item": item_of(event),
        "limit": event.limit.as_ref().map(|id| id.written()),
        "rung": event.rung.as_deref(),
        "to": event.to.iter().map(|id| id.as_str()).collect::<Vec<_>>(),
        "via": event.via.iter().map(|channel| channel.word()).collect::<Vec<_>>(),
        "template": event.template.as_ref().map(|id| id.as_str()),
        "by": event.by.as_ref().map(|id| id.as_str()),
        "text": event.text.as_ref().map(|text| text.in_(lang)),
    })
}

/// The item an event is about, of a step that is done item by item.
fn item_of(event: &Event) -> Option<&str> {
    let of_step = event.step.as_ref().and_then(|id| id.item());
    of_step.or_else(|| event.limit.as_ref().and_then(|id| id.item()))
}

/// Events of the record.
pub(crate) fn events(events: &[Event], zone: &TimeZone, lang: Lang) -> Value {
    events.iter().map(|one| event(one, zone, lang)).collect()
}

/// The word for where a case stands.
pub(crate) fn state(state: State) -> &'static str {
    match state {
        State::Open => "open",
        State::Held => "held",
        State::Closed => "closed",
        State::Cancelled => "cancelled",
    }
}

/// The word for where a step stands.
pub(crate) fn step_status(status: StepStatus) -> &'static str {
    match status {
        StepStatus::Waiting => "waiting",
        StepStatus::Ready => "ready",
        StepStatus::Done => "done",
        StepStatus::Skipped => "skipped",
        StepStatus::Withdrawn => "withdrawn",
    }
}

/// The word for where a clock stands.
pub(crate) fn clock_state(state: ClockState, paused: bool) -> &'static str {
    match state {
        ClockState::Running if paused => "paused",
        ClockState::Running => "running",
        ClockState::Met => "met",
        ClockState::Missed => "missed",
        ClockState::Stopped => "stopped",
    }
}

/// The word for where a message stands.
pub(crate) fn delivery(state: DeliveryState) -> &'static str {
    match state {
        DeliveryState::Waiting => "waiting",
        DeliveryState::Held => "held",
        DeliveryState::Sending => "sending",
        DeliveryState::Sent => "sent",
        DeliveryState::Delivered => "delivered",
        DeliveryState::Failed => "failed",
        DeliveryState::Dead => "dead",
        DeliveryState::Dropped => "dropped",
    }
}

/// A field's value as it may be shown: what is private is masked.
pub(crate) fn field(value: &FieldValue, private: bool, zone: &TimeZone) -> Value {
    let hide = |text: &str| if private { steward_model::private::mask(text) } else { text.to_owned() };
    match value {
        FieldValue::Text(text) => hide(text).into(),
        FieldValue::Number(number) => hide(&number.to_string()).into(),
        FieldValue::Bool(yes) if private => Value::from(hide(&yes.to_string())),
        FieldValue::Bool(yes) => (*yes).into(),
        FieldValue::Date(date) => hide(&date.to_string()).into(),
        FieldValue::DateTime(at) => hide(&instant(*at, zone)).into(),
        FieldValue::Choice(choice) => hide(choice.as_str()).into(),
        FieldValue::Role(role) => hide(role.as_str()).into(),
        FieldValue::Staff(person) => hide(person.as_str()).into(),
        FieldValue::Zone(zone) => hide(zone.as_str()).into(),
        // A customer and a telephone number are personal whether the field says so or not.
        FieldValue::Person { name, phone } => {
            let phone = phone.as_ref().map(Private::masked);
            let name = if private { name.masked() } else { name.reveal().to_owned() };
            phone.map_or(name.clone(), |phone| format!("{name}/{phone}")).into()
        }
        FieldValue::Phone(phone) => phone.masked().into(),
        FieldValue::Files(list) | FieldValue::List(list) => list.iter().map(|text| hide(text)).collect(),
    }
}

/// When a rung's moment is or was, and when it was carried out. A rung at `ready` is looked up in the
/// record: the case keeps when the step became ready in its present round alone, and of a step that is
/// done while the case is opened no rung is carried out.
pub(crate) fn moments(
    shown: &Shown,
    clock: &ClockReport,
    rung: &RungReport,
) -> (Option<Timestamp>, Option<Timestamp>) {
    let limit = shown.workflow.limit(&clock.limit);
    let written = limit.and_then(|limit| limit.ladder.rungs.iter().find(|one| one.written == rung.at));
    if written.is_none_or(|one| one.at != RungAt::Ready) {
        return (rung.when, rung.fired);
    }
    let (mut when, mut fired, mut now) = (None, None, 1);
    for event in &shown.events {
        for change in &event.changes {
            if let Change::Round { step, round, .. } = change
                && Some(step) == clock.step.as_ref()
            {
                now = *round;
            }
        }
        if event.step != clock.step || now != clock.round {
            continue;
        }
        if event.what == What::Ready {
            when = when.or(Some(event.at));
        } else if event.what == What::Rung && event.rung.as_ref() == Some(&rung.at) {
            fired = fired.or(Some(event.at));
        }
    }
    (when, fired)
}

/// The case a step called: which, and how it ended.
fn called(called: &Called) -> Value {
    json!({
        "case": called.case.as_ref().map(|id| id.as_str()),
        "ended": called.ended.as_ref().map(|word| word.as_str()),
    })
}

/// What a step asks to be shown.
fn asks_for(evidence: &Evidence) -> Value {
    json!({
        "photos": evidence.photos,
        "location": evidence.location,
        "code": evidence.code.as_ref().map(|at| match at {
            CodeAt::Field(field) => field.written(),
            CodeAt::Item | CodeAt::Zone(_) => "item",
        }),
    })
}

/// What was shown with a step. Never a code, nor the bytes of a photo.
fn exhibit(exhibit: &Exhibit, shown: &Shown, saved: &Saved) -> Value {
    let photos: Vec<Value> = exhibit
        .photos
        .iter()
        .map(|photo| {
            json!({
                "name": photo.name,
                "sha256": photo.hash.as_str(),
                "size": photo.size,
                "type": photo.kind.word(),
                "file": saved.get(&photo.hash).map(|path| path.display().to_string()),
                "before": before(photo, exhibit).map(|earlier| {
                    let seen = !shown.unseen_cases.contains(&earlier.case);
                    json!({
                        "case": seen.then(|| earlier.case.as_str()),
                        "step": seen.then(|| earlier.step.written()),
                        "item": earlier.step.item().filter(|_| seen),
                        "at": instant(earlier.at, &shown.estate.zone),
                    })
                }),
            })
        })
        .collect();
    json!({
        "step": exhibit.step.written(),
        "item": exhibit.step.item(),
        "round": exhibit.round,
        "at": instant(exhibit.at, &shown.estate.zone),
        "by": exhibit.by.as_ref().map(|id| id.as_str()),
        "photos": photos,
        "location": exhibit.location.map(Location::reveal),
        "zone": zone_shown(exhibit, shown),
    })
}

/// Where a photo was handed in before it was shown here.
pub(crate) fn before<'e>(photo: &Photo, exhibit: &'e Exhibit) -> Option<&'e Earlier> {
    exhibit.earlier.iter().find(|earlier| earlier.photo == photo.hash)
}

/// The zone whose code was shown, as its field may be shown to whoever looks.
pub(crate) fn zone_shown(exhibit: &Exhibit, shown: &Shown) -> Option<String> {
    let zone = exhibit.zone.as_ref()?;
    let evidence = shown.workflow.step(&exhibit.step).and_then(Step::evidence);
    let field = evidence.and_then(|evidence| shown.workflow.field(evidence.code_field()?));
    match field {
        Some(field) if shown.unseen.contains(&field.id) => None,
        Some(field) if field.private => Some(steward_model::private::mask(zone.as_str())),
        _ => Some(zone.to_string()),
    }
}

/// A case with its steps, limits, evidence and record.
pub(crate) fn show(shown: &Shown, saved: &Saved, lang: Lang) -> Value {
    let Shown { case, report, workflow: definition, estate, .. } = shown;
    let zone = &estate.zone;
    let mut fields: serde_json::Map<String, Value> = serde_json::Map::new();
    for one in definition.fields.iter().filter(|one| !shown.unseen.contains(&one.id)) {
        let value = case.fields.get(&one.id).map_or(Value::Null, |value| field(value, one.private, zone));
        match (one.id.item(), definition.each_of(&one.id)) {
            // What each item of a step has its own of is a value for each.
            (Some(item), _) => {
                let of_items = fields.entry(one.id.written()).or_insert_with(|| json!({}));
                of_items[item] = value;
            }
            (None, Some(_)) => drop(fields.entry(one.id.as_str()).or_insert_with(|| json!({}))),
            (None, None) => drop(fields.insert(one.id.to_string(), value)),
        }
    }
    let steps: Vec<Value> = report
        .steps
        .iter()
        .map(|step| {
            json!({
                "step": step.step.written(),
                "item": step.step.item(),
                "round": step.round,
                "state": step_status(step.status),
                "owner": (!step.owners.is_empty()).then(|| step.owners.join(", ")),
                "holder": step.holder.as_ref().map(|id| id.as_str()),
                "since": maybe_instant(step.since, zone),
                "done": maybe_instant(step.done, zone),
                "by": step.by.as_ref().map(|id| id.as_str()),
                "asks_for": definition.step(&step.step).and_then(Step::evidence).map(asks_for),
                "called": step.called.as_ref().map(called),
                "report": case.steps.get(&step.step).and_then(|it| it.figures.as_ref()).map(|it| reported(it, zone)),
            })
        })
        .collect();
    let limits: Vec<Value> = report
        .limits
        .iter()
        .map(|clock| {
            let rungs: Vec<Value> = clock
                .rungs
                .iter()
                .map(|rung| {
                    let (when, fired) = moments(shown, clock, rung);
                    json!({
                        "at": &*rung.at,
                        "when": maybe_instant(when, zone),
                        "fired": maybe_instant(fired, zone),
                    })
                })
                .collect();
            json!({
                "limit": clock.limit.written(),
                "step": clock.step.as_ref().map(|id| id.written()),
                "item": clock.limit.item(),
                "round": clock.round,
                "state": clock_state(clock.state, clock.paused),
                "due": maybe_instant(clock.due, zone),
                "provisional": clock.provisional,
                "used_seconds": clock.used,
                "rungs": rungs,
            })
        })
        .collect();
    json!({
        "case": case.id.as_str(),
        "workflow": case.workflow.as_str(),
        "edition": case.edition,
        "estate": case.estate.as_str(),
        "state": state(case.state),
        "opened": instant(case.opened, zone),
        "closed": maybe_instant(case.closed, zone),
        "ended": case.ended.as_ref().map(|word| word.as_str()),
        "caller": case.caller.as_ref().map(|caller| caller.case.as_str()),
        "fields": fields,
        "steps": steps,
        "limits": limits,
        "evidence": exhibits(&shown.events).iter().map(|one| exhibit(one, shown, saved)).collect::<Vec<_>>(),
        "events": events(&shown.events, zone, lang),
    })
}

/// How a workflow went, for the step that shows it.
fn reported(figures: &Figures, zone: &TimeZone) -> Value {
    json!({
        "workflow": figures.workflow.as_str(),
        "from": maybe_instant(figures.from, zone),
        "until": instant(figures.until, zone),
        "cases": figures.cases,
        "standards": figures.standards.iter().map(crate::figures::document).collect::<Vec<_>>(),
    })
}
