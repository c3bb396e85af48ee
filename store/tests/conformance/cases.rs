//! Cases: decisions are kept whole or not at all, and read back as they were.

use super::fixture::{at, end, event, keep, message, opening, pinned, task, then};
use std::collections::BTreeSet;
use steward_case::{Case, CaseId, Change, What};
use steward_model::{EstateId, WorkflowId};
use steward_ports::{Asked, Commit, Committed, Errand, Store, StoreError, TaskFilter};

fn asked(key: &str) -> Asked {
    Asked {
        key: key.into(),
        estate: EstateId::new("riverside"),
        errand: Errand::Open {
            workflow: WorkflowId::new("enquiry"),
            fields: [("caller".into(), "李四".into())].into(),
        },
    }
}

/// A decision that writes something of every kind.
fn full(commit: Commit, identity: &str) -> Commit {
    Commit {
        wake: Some(at(60)),
        due: Some(at(1800)),
        tasks: Some(vec![task(&commit.case, "respond", "front-desk", Some(1800))]),
        messages: vec![message(identity)],
        asks: vec![asked(identity)],
        ..commit
    }
}

pub(crate) async fn a_case_is_read_back_from_its_events(store: &dyn Store) {
    let opened = keep(store, opening("riverside-1")).await;
    let handled = keep(store, then(&opened, What::Held, vec![Change::Held])).await;

    let events = store.events(&CaseId::new("riverside-1")).await.unwrap();
    assert_eq!(events.iter().map(|event| event.n).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(Case::replay(&events), Some(handled));
}

pub(crate) async fn what_was_committed_first_is_told_across_cases(store: &dyn Store) {
    let one = keep(store, opening("riverside-1")).await;
    let other = keep(store, opening("riverside-2")).await;
    keep(store, opening("riverside-3")).await;
    keep(store, then(&other, What::Held, vec![Change::Held])).await;
    keep(store, then(&one, What::Held, vec![Change::Held])).await;
    let (one, other) = (one.id, other.id);
    let order = store.order(&[other.clone(), one.clone(), CaseId::new("riverside-9")]).await.unwrap();
    let wanted = [(&one, 1), (&one, 2), (&other, 1), (&other, 2), (&other, 3), (&one, 3)];
    assert_eq!(order, wanted.map(|(case, n)| (case.clone(), n)));
}

pub(crate) async fn an_unknown_case_has_no_events(store: &dyn Store) {
    assert_eq!(store.events(&CaseId::new("riverside-1")).await, Ok(Vec::new()));
}

pub(crate) async fn a_decision_on_an_older_version_is_a_conflict_and_writes_nothing(store: &dyn Store) {
    let opened = keep(store, opening("riverside-1")).await;
    let held = keep(store, then(&opened, What::Held, vec![Change::Held])).await;

    let late = full(then(&opened, What::Noted, vec![]), "a");
    assert_eq!(store.commit(late).await, Ok(Committed::Conflict));

    assert_eq!(Case::replay(&store.events(&held.id).await.unwrap()), Some(held));
    assert_eq!(store.earliest_wake().await, Ok(None));
    assert_eq!(store.earliest_delivery().await, Ok(None));
    let tasks = store.tasks(&TaskFilter { limit: 9, ..Default::default() }).await;
    assert_eq!(tasks.map(|page| page.rows), Ok(Vec::new()));
    assert_eq!(store.asked(10).await, Ok(Vec::new()));
}

pub(crate) async fn of_many_decisions_on_one_version_one_is_kept(store: &dyn Store) {
    let opened = keep(store, opening("riverside-1")).await;
    let decisions = (0..8).map(|_| store.commit(then(&opened, What::Held, vec![Change::Held])));
    let mut outcomes = Vec::new();
    for outcome in all(decisions).await {
        outcomes.push(outcome.unwrap());
    }
    let kept = outcomes.iter().filter(|outcome| **outcome == Committed::Done).count();
    let late = outcomes.iter().filter(|outcome| **outcome == Committed::Conflict).count();
    assert_eq!((kept, late), (1, 7));
}

pub(crate) async fn many_callers_at_once_all_find_their_cases_kept(store: &dyn Store) {
    let openings = (0..64).map(|n| {
        // Every other one is refused, and must take nothing of its neighbours with it.
        let id = if n % 2 == 0 { format!("riverside-{n}") } else { "riverside-0".into() };
        store.commit(full(opening(&id), &n.to_string()))
    });
    let outcomes = all(openings).await;
    assert_eq!(outcomes.iter().filter(|outcome| **outcome == Ok(Committed::Done)).count(), 32);
    assert_eq!(store.due(at(60), 100).await.unwrap().len(), 32);
    for n in (0..64).step_by(2) {
        let events = store.events(&CaseId::new(format!("riverside-{n}"))).await.unwrap();
        assert_eq!(events.len(), 2, "events of riverside-{n}");
    }
}

pub(crate) async fn the_same_request_twice_is_one_case(store: &dyn Store) {
    let first = Commit { key: Some("hotline-7".into()), ..opening("riverside-1") };
    let again = Commit { key: Some("hotline-7".into()), ..opening("riverside-2") };
    assert_eq!(store.keyed("hotline-7").await, Ok(None));
    keep(store, first).await;

    let known = CaseId::new("riverside-1");
    assert_eq!(store.commit(full(again, "b")).await, Ok(Committed::Known(known.clone())));
    assert_eq!(store.keyed("hotline-7").await, Ok(Some(known)));
    assert_eq!(store.events(&CaseId::new("riverside-2")).await, Ok(Vec::new()));
    assert_eq!(store.earliest_delivery().await, Ok(None));
}

pub(crate) async fn an_id_that_is_taken_is_a_conflict(store: &dyn Store) {
    keep(store, opening("riverside-1")).await;
    let again = Commit { key: Some("hotline-7".into()), ..opening("riverside-1") };
    assert_eq!(store.commit(again).await, Ok(Committed::Conflict));
    assert_eq!(store.keyed("hotline-7").await, Ok(None));
}

pub(crate) async fn events_that_leave_a_gap_are_refused(store: &dyn Store) {
    let opened = keep(store, opening("riverside-1")).await;
    let mut gap = then(&opened, What::Noted, vec![]);
    gap.events = vec![event(4, What::Noted, vec![])];
    assert!(matches!(store.commit(gap).await, Err(StoreError::Damaged(_))));
    assert_eq!(store.events(&opened.id).await.unwrap().len(), 2);
}

pub(crate) async fn a_wording_is_kept_for_whoever_comes_later(store: &dyn Store) {
    assert_eq!(store.pinned("abc").await, Ok(None));
    for id in ["riverside-1", "riverside-2"] {
        keep(store, Commit { pinned: Some(pinned()), ..opening(id) }).await;
    }
    assert_eq!(store.pinned("abc").await, Ok(Some(pinned())));
}

pub(crate) async fn numbers_are_never_given_twice(store: &dyn Store) {
    let (estate, workflow) = (EstateId::new("riverside"), WorkflowId::new("complaint"));
    assert_eq!(store.number(&estate, &workflow).await, Ok(1));
    let mut given = BTreeSet::from([1]);
    for number in all((0..200).map(|_| store.number(&estate, &workflow))).await {
        assert!(given.insert(number.unwrap()));
    }
    assert_eq!(given, (1..=201).collect());
}

pub(crate) async fn each_process_at_each_estate_counts_for_itself(store: &dyn Store) {
    for (estate, workflow) in [("riverside", "complaint"), ("riverside", "enquiry"), ("hilltop", "complaint")]
    {
        let number = store.number(&EstateId::new(estate), &WorkflowId::new(workflow)).await;
        assert_eq!(number, Ok(1), "{workflow} at {estate}");
    }
}

pub(crate) async fn only_what_is_due_is_due_and_the_earliest_comes_first(store: &dyn Store) {
    for (id, wake) in [("riverside-1", 90), ("riverside-2", 30), ("riverside-3", 60)] {
        keep(store, Commit { wake: Some(at(wake)), ..opening(id) }).await;
    }
    assert_eq!(store.earliest_wake().await, Ok(Some(at(30))));
    let due = |now, limit| async move {
        let due = store.due(at(now), limit).await.unwrap();
        due.iter().map(|case| case.as_str().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(due(29, 10).await, [""; 0]);
    assert_eq!(due(60, 10).await, ["riverside-2", "riverside-3"]);
    assert_eq!(due(90, 2).await, ["riverside-2", "riverside-3"]);
}

pub(crate) async fn a_case_that_waits_for_a_person_alone_is_never_due(store: &dyn Store) {
    let opened = keep(store, Commit { wake: Some(at(30)), ..opening("riverside-1") }).await;
    keep(store, Commit { wake: None, ..then(&opened, What::Held, vec![Change::Held]) }).await;
    assert_eq!(store.due(at(1_000_000), 10).await, Ok(Vec::new()));
    assert_eq!(store.earliest_wake().await, Ok(None));
}

pub(crate) async fn all_cases_that_have_not_ended_can_be_gone_through(store: &dyn Store) {
    let mut cases = Vec::new();
    for n in 1..=12 {
        cases.push(keep(store, opening(&format!("riverside-{n}"))).await);
    }
    keep(store, then(&cases[3], What::Held, vec![Change::Held])).await;
    keep(store, end(&cases[4])).await;

    let mut seen = Vec::new();
    loop {
        let page = store.open_cases(seen.last(), 5).await.unwrap();
        let full = page.len() == 5;
        seen.extend(page);
        if !full {
            break;
        }
    }
    let mut names: Vec<_> = seen.iter().map(CaseId::as_str).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), 11);
    assert!(!names.contains(&"riverside-5"), "what ended is left out");
    assert!(names.contains(&"riverside-4"), "what is held is not");
}

/// Waits for all of them at once.
async fn all<T>(futures: impl Iterator<Item = impl Future<Output = T>>) -> Vec<T> {
    let mut waiting: Vec<_> = futures.map(|future| (Box::pin(future), None)).collect();
    std::future::poll_fn(|context| {
        let mut ready = true;
        for (future, outcome) in &mut waiting {
            if outcome.is_none() {
                match future.as_mut().poll(context) {
                    std::task::Poll::Ready(value) => *outcome = Some(value),
                    std::task::Poll::Pending => ready = false,
                }
            }
        }
        if ready { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
    waiting.into_iter().filter_map(|(_, outcome)| outcome).collect()
}
