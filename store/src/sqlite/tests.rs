//! What only a store in a file, or only SQLite, has to show: sharing, grouping, failing.

use super::*;
use crate::words;
use std::future::Future;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;
use steward_case::{Case, Change, State, What};
use steward_model::StaffId;
use tempfile::TempDir;

mod failing;
mod plans;
mod sharing;

fn in_a_file() -> (SqliteStore, PathBuf, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("steward.db");
    (SqliteStore::open(&path).unwrap(), path, folder)
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_772_413_200 + seconds).unwrap()
}

fn event(n: u32, what: What, changes: Vec<Change>) -> Event {
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

fn opening(id: &str) -> Commit {
    let opened = Change::Opened {
        case: CaseId::new(id),
        workflow: WorkflowId::new("complaint"),
        hash: Arc::from("abc"),
        edition: 1,
        estate: EstateId::new("riverside"),
        starter: Some(StaffId::new("wang.li")),
    };
    let events = vec![event(1, What::Opened, vec![opened])];
    Commit {
        case: Case::replay(&events).unwrap(),
        expected: 0,
        events,
        wake: Some(at(60)),
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

fn note(case: &Case) -> Commit {
    let event = event(case.events + 1, What::Noted, Vec::new());
    let mut after = case.clone();
    after.apply(&event);
    Commit { case: after, expected: case.events, events: vec![event], ..opening("x") }
}

/// Hands work in without waiting for its answer.
fn hand_in<F: Future>(work: F) -> Pin<Box<F>> {
    let mut work = Box::pin(work);
    let mut context = Context::from_waker(Waker::noop());
    assert!(matches!(work.as_mut().poll(&mut context), Poll::Pending), "answered at once");
    work
}

/// Runs something on the writer's own connection.
async fn on_writer(store: &SqliteStore, sql: &'static str) {
    let run = move |on: &Connection| Ok(on.execute_batch(sql)?);
    store.writer.run(run).await.unwrap();
}
