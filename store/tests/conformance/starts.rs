//! What is to be opened, what the store remembers, and how others learn that something happened.

use super::fixture::{at, claim, keep, opening};
use steward_case::CaseId;
use steward_model::{EstateId, WorkflowId};
use steward_ports::{Answered, Asked, Commit, Committed, Errand, ScheduleState, Store};

fn asked(key: &str) -> Asked {
    Asked {
        key: key.into(),
        estate: EstateId::new("riverside"),
        errand: Errand::Open {
            workflow: WorkflowId::new("enquiry"),
            fields: [("caller".into(), "李四/13900002222".into())].into(),
        },
    }
}

fn through(seconds: i64, note: &str) -> ScheduleState {
    ScheduleState { start: "patrol/riverside/0".into(), through: at(seconds), note: note.into() }
}

pub(crate) async fn a_case_asked_for_stays_asked_for_until_it_is_opened(store: &dyn Store) {
    let starts = vec![asked("riverside-1.4"), asked("riverside-1.5")];
    keep(store, Commit { asks: starts.clone(), ..opening("riverside-1") }).await;
    assert_eq!(store.asked(10).await, Ok(starts));

    let answer = Commit {
        key: Some("riverside-1.4".into()),
        answers: Some(Answered::Asked("riverside-1.4".into())),
        ..opening("riverside-2")
    };
    keep(store, answer).await;
    assert_eq!(store.asked(10).await, Ok(vec![asked("riverside-1.5")]));

    // Opened by its key alone it is just as much opened.
    keep(store, Commit { key: Some("riverside-1.5".into()), ..opening("riverside-3") }).await;
    assert_eq!(store.asked(10).await, Ok(Vec::new()));
}

pub(crate) async fn a_case_that_is_there_is_not_asked_for_again(store: &dyn Store) {
    keep(store, Commit { key: Some("daily".into()), ..opening("riverside-1") }).await;
    let again = vec![asked("daily"), asked("weekly")];
    keep(store, Commit { asks: again, ..opening("riverside-2") }).await;
    keep(store, Commit { asks: vec![asked("weekly")], ..opening("riverside-3") }).await;
    assert_eq!(store.asked(10).await, Ok(vec![asked("weekly")]));
}

pub(crate) async fn a_case_that_cannot_be_opened_is_dropped(store: &dyn Store) {
    keep(store, Commit { asks: vec![asked("a"), asked("b")], ..opening("riverside-1") }).await;
    store.drop_asked("a").await.unwrap();
    store.drop_asked("never asked for").await.unwrap();
    assert_eq!(store.asked(10).await, Ok(vec![asked("b")]));
}

pub(crate) async fn a_scheduled_start_and_its_case_are_kept_together(store: &dyn Store) {
    assert_eq!(store.schedule("patrol/riverside/0").await, Ok(None));
    store.set_schedule(through(0, "first seen")).await.unwrap();
    assert_eq!(store.schedule("patrol/riverside/0").await, Ok(Some(through(0, "first seen"))));

    let start = Commit {
        key: Some("patrol@60".into()),
        answers: Some(Answered::Schedule(through(60, ""))),
        ..opening("riverside-1")
    };
    keep(store, start).await;
    assert_eq!(store.schedule("patrol/riverside/0").await, Ok(Some(through(60, ""))));
}

pub(crate) async fn a_start_that_was_carried_out_before_is_left_as_it_was(store: &dyn Store) {
    let start = |id, seconds| Commit {
        key: Some("patrol@60".into()),
        answers: Some(Answered::Schedule(through(seconds, ""))),
        ..opening(id)
    };
    keep(store, start("riverside-1", 60)).await;
    let known = Committed::Known(CaseId::new("riverside-1"));
    assert_eq!(store.commit(start("riverside-2", 120)).await, Ok(known));
    assert_eq!(store.schedule("patrol/riverside/0").await, Ok(Some(through(60, ""))));
}

pub(crate) async fn facts_are_remembered(store: &dyn Store) {
    assert_eq!(store.remembered("surroundings").await, Ok(None));
    for value in ["one", "two"] {
        store.remember("surroundings", value).await.unwrap();
        assert_eq!(store.remembered("surroundings").await, Ok(Some(value.to_owned())));
    }
}

pub(crate) async fn the_pulse_changes_with_every_commit_and_with_nothing_else(store: &dyn Store) {
    let mut last = store.pulse().await.unwrap();
    for n in 1..=3 {
        keep(store, opening(&format!("riverside-{n}"))).await;
        let now = store.pulse().await.unwrap();
        assert_ne!(now, last);
        last = now;
    }
    assert_eq!(claim(store, 0).await, []);
    assert_eq!(store.commit(opening("riverside-1")).await, Ok(Committed::Conflict));
    store.events(&CaseId::new("riverside-1")).await.unwrap();
    assert_eq!(store.pulse().await, Ok(last));
}
