//! The smallest cases and messages that show something.

use std::collections::BTreeMap;
use std::sync::Arc;
use steward_case::{Case, CaseId, Change, Event, Relevance, State, What};
use steward_model::{Channel, EndWord, EstateId, LimitId, StaffId, StepId, TemplateId, Text, WorkflowId};
use steward_ports::store::Digest;
use steward_ports::{Commit, Committed, Delivery, Enqueue, Pinned, Store, TaskRow};
use steward_time::Timestamp;

/// So many seconds after a Monday morning.
pub(crate) fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_772_413_200 + seconds).unwrap()
}

pub(crate) fn event(n: u32, what: What, changes: Vec<Change>) -> Event {
    Event {
        n,
        at: at(i64::from(n)),
        what,
        step: None,
        limit: None,
        rung: None,
        to: Vec::new(),
        via: Vec::new(),
        template: None,
        by: None,
        text: None,
        changes,
    }
}

/// An opening of a complaint at an estate: `opening("riverside-1")`.
pub(crate) fn opening(id: &str) -> Commit {
    let estate = id.split('-').next().unwrap();
    let opened = event(
        1,
        What::Opened,
        vec![Change::Opened {
            case: CaseId::new(id),
            workflow: WorkflowId::new("complaint"),
            hash: Arc::from("abc"),
            edition: 1,
            estate: EstateId::new(estate),
            starter: Some(StaffId::new("wang.li")),
        }],
    );
    let ready = event(2, What::Ready, vec![Change::Ready(StepId::new("respond"))]);
    let events = vec![opened, ready];
    Commit {
        case: Case::replay(&events).unwrap(),
        expected: 0,
        events,
        wake: None,
        due: None,
        tasks: None,
        messages: Vec::new(),
        pinned: None,
        key: None,
        hears: None,
        asks: Vec::new(),
        answers: None,
    }
}

/// The next decision on a case: one event with these changes.
pub(crate) fn then(case: &Case, what: What, changes: Vec<Change>) -> Commit {
    let event = event(case.events + 1, what, changes);
    let mut after = case.clone();
    after.apply(&event);
    Commit { case: after, expected: case.events, events: vec![event], ..opening("x-1") }
}

/// The end of a case.
pub(crate) fn end(case: &Case) -> Commit {
    then(case, What::Closed, vec![Change::Ended(State::Closed, EndWord::done())])
}

/// Writes a decision that must be kept; the case as it is then.
pub(crate) async fn keep(store: &dyn Store, commit: Commit) -> Case {
    let case = commit.case.clone();
    assert_eq!(store.commit(commit).await, Ok(Committed::Done));
    case
}

pub(crate) fn message(identity: &str) -> Enqueue {
    Enqueue {
        event: 2,
        to: StaffId::new("wang.li"),
        channel: Channel::Email,
        then: Vec::new(),
        template: TemplateId::new("task"),
        urgent: false,
        variables: BTreeMap::from([("step".to_owned(), Text::new("首次响应", "First response"))]),
        step: Some(StepId::new("respond")),
        limit: Some(LimitId::new("respond")),
        due: Some(at(1800)),
        relevance: Relevance::UntilStepEnds(StepId::new("respond"), 1),
        at: at(0),
        late: false,
        message_id: identity.to_owned(),
    }
}

/// Opens a case that makes these messages.
pub(crate) async fn send(store: &dyn Store, case: &str, messages: Vec<Enqueue>) {
    keep(store, Commit { messages, ..opening(case) }).await;
}

/// Takes all messages whose turn has come, for 30 seconds.
pub(crate) async fn claim(store: &dyn Store, now: i64) -> Vec<Delivery> {
    store.claim(at(now), at(now + 30), 100).await.unwrap()
}

pub(crate) fn identities(deliveries: &[Delivery]) -> Vec<&str> {
    deliveries.iter().map(|delivery| delivery.message.message_id.as_str()).collect()
}

pub(crate) fn digest(case: &str, identity: &str, lists: &[i64]) -> Digest {
    Digest { case: CaseId::new(case), message: message(identity), lists: lists.to_vec() }
}

pub(crate) fn pinned() -> Pinned {
    Pinned {
        hash: "abc".into(),
        sources: Arc::new(vec![("workflows/complaint.yaml".into(), "title: 投诉\n".into())]),
    }
}

/// A task of a case: whose, who holds it, when it is due.
pub(crate) fn task(case: &Case, step: &str, owner: &str, due: Option<i64>) -> TaskRow {
    TaskRow {
        case: case.id.clone(),
        step: StepId::new(step),
        title: Text::new("首次响应", "First response"),
        estate: case.estate.clone(),
        owner: owner.to_owned(),
        holder: None,
        since: at(2),
        due: due.map(at),
    }
}
