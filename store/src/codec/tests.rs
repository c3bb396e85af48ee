//! Each sample on disk is read into what it was written from, and written again to the same byte. A
//! sample of a released form is never changed: it stands for the stores that are out there.

use super::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;
use steward_case::{CaseId, Change, Decision, Event, Origin, Relevance, State, What};
use steward_model::{
    Audience, BudgetOf, Channel, EndWord, EstateId, FieldId, Location, Owner, Photo, PhotoHash, PhotoKind,
    Private, StaffId, StepId, TemplateId, Value, Via, WorkflowId,
};
use steward_ports::{Enqueue, Errand};
use steward_time::{Span, civil};

mod kinds;

fn sample(name: &str, written: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("samples/v1/{name}.json"));
    match std::fs::read_to_string(&path) {
        Ok(text) => text.trim_end().to_owned(),
        Err(_) => panic!("{} is missing; it would hold\n{written}", path.display()),
    }
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_772_413_200 + seconds).unwrap()
}

fn message() -> Enqueue {
    Enqueue {
        event: 3,
        to: StaffId::new("wang.li"),
        channel: Channel::Sms,
        then: Vec::new(),
        template: TemplateId::new("at-risk"),
        urgent: true,
        variables: BTreeMap::from([
            ("case".to_owned(), Text::plain("riverside-complaint-17")),
            ("step".to_owned(), Text::new("首次响应", "First response")),
        ]),
        step: Some(StepId::new("respond")),
        limit: Some("respond".into()),
        due: Some(at(1800)),
        relevance: Relevance::UntilMiss(2),
        at: at(0),
        late: true,
        message_id: "<a@b>".into(),
    }
}

#[test]
fn every_kind_of_event_reads_and_writes_its_sample() {
    let (mut whats, mut changes) = (BTreeSet::new(), BTreeSet::new());
    for (n, (what, change)) in kinds::whats().into_iter().cycle().zip(kinds::changes()).enumerate() {
        let (name, event) = (kinds::name(&change), kinds::event(n, what, change));
        let written = write_event(&event);
        let kept = sample(&format!("event-{name}"), &written);
        assert_eq!(written, kept, "the form of {name} has changed");
        assert_eq!(read_event(&kept), Ok(event), "{name}");
        whats.insert(what);
        changes.insert(name);
    }
    assert_eq!(whats.len(), kinds::WHATS, "every word of the record has a sample");
    assert_eq!(changes, kinds::NAMES.into(), "every kind of change has a sample");
}

#[test]
fn every_kind_of_value_and_owner_and_decision_comes_back_as_it_went() {
    let step = StepId::new("respond");
    let fields = kinds::values().into_iter().map(|value| Change::Field(FieldId::new("x"), value));
    let owners = kinds::owners().into_iter().map(|owner| Change::Owner(step.clone(), owner));
    let decided = kinds::decisions().into_iter().map(|it| Change::Pending(step.clone(), it));
    let told = kinds::audiences().into_iter().map(|who| Change::Told(step.clone(), who));
    let spans = [Span::Open(90), Span::Workdays(2), Span::Days(3)];
    let spans = spans.into_iter().map(|span| Change::Extended(0, span));
    let ends = [State::Open, State::Held, State::Closed, State::Cancelled];
    let ends = ends.into_iter().map(|state| Change::Ended(state, EndWord::new("放弃")));
    let changes = fields.chain(owners).chain(decided).chain(told).chain(spans).chain(ends);
    let event = Event { changes: changes.collect(), ..kinds::event(0, What::Set, Change::Held) };

    let written = write_event(&event);
    assert_eq!(read_event(&written), Ok(event));
    assert_eq!(written, sample("event-of-all-values", &written));
}

#[test]
fn whom_zones_name_reads_and_writes_its_sample() {
    let key = || "cleaner".to_owned();
    let owners = [Owner::Item(key()), Owner::InZone("b1".into(), key())];
    let changes = owners.into_iter().map(|owner| Change::Owner(StepId::new("clean/b1"), owner));
    let event = Event { changes: changes.collect(), ..kinds::event(0, What::Handed, Change::Held) };
    let written = write_event(&event);
    assert_eq!(read_event(&written), Ok(event));
    assert_eq!(written, sample("event-owners-of-items", &written));
}

#[test]
fn a_message_reads_and_writes_its_sample() {
    let written = write_particulars(&message());
    let kept = sample("message", &written);
    assert_eq!(written, kept);
    let read = read_particulars(&kept).unwrap();
    let again = Enqueue {
        variables: read.variables,
        step: read.step,
        limit: read.limit,
        due: read.due,
        relevance: read.relevance,
        late: read.late,
        then: read.then,
        ..message()
    };
    assert_eq!(again, message());
}

#[test]
fn a_message_by_channels_in_turn_reads_and_writes_its_sample() {
    let in_turn = Enqueue { then: vec![Channel::Email], ..message() };
    let written = write_particulars(&in_turn);
    let kept = sample("message-in-turn", &written);
    assert_eq!(written, kept);
    assert_eq!(read_particulars(&kept).unwrap().then, [Channel::Email]);
}

#[test]
fn what_waits_to_be_told_by_channels_in_turn_reads_and_writes_its_sample() {
    let via = Via { channels: vec![Channel::Sms, Channel::Email], in_turn: true };
    let (who, template) = (Audience::Owner, TemplateId::new("task"));
    let change = Change::Untold { step: StepId::new("respond"), who, template, via, urgent: false };
    let event = kinds::event(1, What::Ready, change);
    let written = write_event(&event);
    let kept = sample("event-untold-in-turn", &written);
    assert_eq!(written, kept);
    assert_eq!(read_event(&kept), Ok(event));
}

#[test]
fn a_budget_of_a_case_reads_and_writes_its_sample() {
    let event = kinds::event(1, What::Noted, Change::OverBudget(BudgetOf::Case));
    let written = write_event(&event);
    let kept = sample("event-over-budget-of-case", &written);
    assert_eq!(written, kept);
    assert_eq!(read_event(&kept), Ok(event));
}

#[test]
fn whatever_begins_a_case_reads_and_writes_its_sample() {
    let origins = [Origin::Clock(at(60)), Origin::Case(CaseId::new("riverside-round-3"))];
    for (origin, name) in origins.into_iter().zip(["event-origin-clock", "event-origin-case"]) {
        let event = kinds::event(1, What::Opened, Change::Origin(origin));
        let written = write_event(&event);
        assert_eq!(written, sample(name, &written));
        assert_eq!(read_event(&written), Ok(event));
    }
}

#[test]
fn every_kind_of_relevance_comes_back_as_it_went() {
    let of_step = Relevance::UntilStepEnds(StepId::new("respond"), 2);
    for relevance in [Relevance::Always, of_step, Relevance::UntilMiss(0)] {
        let message = Enqueue { relevance: relevance.clone(), ..message() };
        assert_eq!(read_particulars(&write_particulars(&message)).unwrap().relevance, relevance);
    }
}

#[test]
fn a_wording_reads_and_writes_its_sample() {
    let sources = Arc::new(vec![("workflows/complaint.yaml".into(), "title: 投诉\nsteps: {}\n".into())]);
    let written = write_pinned(&sources);
    assert_eq!(written, sample("wording", &written));
    assert_eq!(read_pinned(&written), Ok(sources));
}

#[test]
fn the_fields_of_a_case_asked_for_read_and_write_their_sample() {
    let fields = BTreeMap::from([("caller".to_owned(), "李四/13900002222".to_owned())]);
    let errand = Errand::Open { workflow: WorkflowId::new("enquiry"), fields };
    let written = write_errand(&errand);
    assert_eq!(written, sample("fields", &written));
    assert_eq!(read_errand(&written, workflow_of(&errand)), Ok(errand));
}

#[test]
fn every_other_errand_reads_and_writes_its_sample() {
    for (name, errand) in kinds::errands() {
        let written = write_errand(&errand);
        assert_eq!(written, sample(&format!("errand-{name}"), &written));
        assert_eq!(read_errand(&written, workflow_of(&errand)), Ok(errand), "{name}");
    }
}

#[test]
fn a_newer_form_is_told_from_a_damaged_one() {
    let next = r#"{"v":2,"what":{"kind":"opened"}}"#;
    assert_eq!(read_event(next), Err(Unreadable::Newer(2)));
    assert_eq!(read_event(r#"{"v":1,"n":1"#), Err(Unreadable::Malformed(12)));
    assert!(matches!(read_event(r#"{"v":0,"n":1}"#), Err(Unreadable::Malformed(_))));
    assert_eq!(read_event(r#"{"v":1,"n":1,"at":0,"what":"exploded"}"#), Err(Unreadable::NoSuch("event")));
}

#[test]
fn a_key_that_the_form_does_not_have_is_not_passed_over() {
    let odd = r#"{"v":1,"n":1,"at":0,"what":"noted","mood":"good"}"#;
    assert!(matches!(read_event(odd), Err(Unreadable::Malformed(_))));
}
