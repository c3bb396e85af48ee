//! Lists: found by what is asked for, and no row lost or shown twice between pages.

use super::fixture::{at, claim, end, keep, message, opening, send, task, then};
use steward_case::{CaseId, Change, State, What};
use steward_model::{EstateId, RoleId, StaffId, WorkflowId};
use steward_ports::{CaseFilter, Commit, DeliveryState, Enqueue, MessageFilter, Store, TaskRow};

async fn found(store: &dyn Store, filter: CaseFilter) -> Vec<String> {
    let filter = CaseFilter { limit: 100, ..filter };
    let page = store.cases(&filter).await.unwrap();
    assert_eq!(page.next, None);
    page.rows.into_iter().map(|row| row.case.to_string()).collect()
}

async fn sent(store: &dyn Store, filter: MessageFilter) -> Vec<String> {
    let page = store.messages(&MessageFilter { limit: 100, ..filter }).await.unwrap();
    page.rows.into_iter().map(|row| row.message_id).collect()
}

pub(crate) async fn cases_come_newest_first_a_page_at_a_time(store: &dyn Store) {
    for n in 1..=5 {
        keep(store, opening(&format!("riverside-{n}"))).await;
    }
    let mut filter = CaseFilter { limit: 2, ..Default::default() };
    let mut pages = Vec::new();
    loop {
        let page = store.cases(&filter).await.unwrap();
        pages.push(page.rows.iter().map(|row| row.case.to_string()).collect::<Vec<_>>());
        // One that is opened meanwhile is none of the pages still to come.
        keep(store, opening(&format!("hilltop-{}", pages.len()))).await;
        match page.next {
            Some(next) => filter.after = Some(next),
            None => break,
        }
    }
    let expected: [&[&str]; 3] =
        [&["riverside-5", "riverside-4"], &["riverside-3", "riverside-2"], &["riverside-1"]];
    assert_eq!(pages, expected);
}

pub(crate) async fn cases_are_found_by_what_is_asked_for(store: &dyn Store) {
    let first = opening("riverside-1");
    let tasks = Some(vec![
        task(&first.case, "respond", "front-desk", None),
        TaskRow { holder: Some(StaffId::new("chen.wei")), ..task(&first.case, "plan", "manager", None) },
    ]);
    keep(store, Commit { tasks, due: Some(at(100)), ..first }).await;
    let second = keep(store, opening("hilltop-1")).await;
    keep(store, Commit { due: Some(at(200)), ..then(&second, What::Held, vec![Change::Held]) }).await;
    let third = keep(store, opening("hilltop-2")).await;
    keep(store, end(&third)).await;

    let none = CaseFilter::default;
    let at_hilltop = vec![EstateId::new("hilltop")];
    let both = vec![EstateId::new("hilltop"), EstateId::new("riverside")];
    let cases: [(CaseFilter, &[&str]); 15] = [
        (none(), &["hilltop-2", "hilltop-1", "riverside-1"]),
        (CaseFilter { estates: at_hilltop.clone(), ..none() }, &["hilltop-2", "hilltop-1"]),
        (CaseFilter { estates: both, ..none() }, &["hilltop-2", "hilltop-1", "riverside-1"]),
        (CaseFilter { workflow: Some(WorkflowId::new("enquiry")), ..none() }, &[]),
        (CaseFilter { state: Some(State::Open), ..none() }, &["riverside-1"]),
        (CaseFilter { state: Some(State::Held), ..none() }, &["hilltop-1"]),
        (CaseFilter { state: Some(State::Closed), ..none() }, &["hilltop-2"]),
        (CaseFilter { owner: Some("front-desk".into()), ..none() }, &["riverside-1"]),
        (CaseFilter { owner: Some("chen.wei".into()), ..none() }, &["riverside-1"]),
        (CaseFilter { owner: Some("cleaner".into()), ..none() }, &[]),
        (CaseFilter { overdue_at: Some(at(101)), ..none() }, &["riverside-1"]),
        // All were opened at the first second.
        (
            CaseFilter { opened_from: Some(at(1)), opened_before: Some(at(2)), ..none() },
            &["hilltop-2", "hilltop-1", "riverside-1"],
        ),
        (CaseFilter { opened_from: Some(at(2)), ..none() }, &[]),
        (CaseFilter { opened_before: Some(at(1)), ..none() }, &[]),
        (CaseFilter { estates: at_hilltop, overdue_at: Some(at(200)), ..none() }, &[]),
    ];
    for (filter, expected) in cases {
        assert_eq!(found(store, filter.clone()).await, expected, "{filter:?}");
    }
    let rows = store.cases(&CaseFilter { limit: 3, ..none() }).await.unwrap().rows;
    assert_eq!(rows[2].due, Some(at(100)));
    assert_eq!(rows[2].opened, at(1));
    assert_eq!(rows[1].state, State::Held);
}

pub(crate) async fn messages_come_newest_first_a_page_at_a_time(store: &dyn Store) {
    send(store, "riverside-1", ["a", "b", "c"].map(message).into()).await;
    let mut filter = MessageFilter { limit: 2, ..Default::default() };
    let first = store.messages(&filter).await.unwrap();
    assert_eq!(first.rows.iter().map(|row| row.message_id.as_str()).collect::<Vec<_>>(), ["c", "b"]);
    filter.after = first.next;
    let second = store.messages(&filter).await.unwrap();
    assert_eq!((second.rows.len(), second.next), (1, None));
    assert_eq!(second.rows[0].message_id, "a");
}

pub(crate) async fn messages_are_found_by_what_is_asked_for(store: &dyn Store) {
    send(store, "riverside-1", vec![message("a"), Enqueue { at: at(60), ..message("b") }]).await;
    send(store, "hilltop-1", vec![Enqueue { at: at(60), ..message("c") }]).await;
    claim(store, 0).await;

    let none = MessageFilter::default;
    let cases: [(MessageFilter, &[&str]); 5] = [
        (none(), &["c", "b", "a"]),
        (MessageFilter { case: Some(CaseId::new("riverside-1")), ..none() }, &["b", "a"]),
        (MessageFilter { estates: vec![EstateId::new("hilltop")], ..none() }, &["c"]),
        (MessageFilter { state: Some(DeliveryState::Sending), ..none() }, &["a"]),
        (
            MessageFilter {
                case: Some(CaseId::new("riverside-1")),
                estates: vec![EstateId::new("hilltop")],
                ..none()
            },
            &[],
        ),
    ];
    for (filter, expected) in cases {
        assert_eq!(sent(store, filter.clone()).await, expected, "{filter:?}");
    }
}

pub(crate) async fn a_page_after_nonsense_is_empty(store: &dyn Store) {
    keep(store, opening("riverside-1")).await;
    let filter = CaseFilter { limit: 5, after: Some("no such page".into()), ..Default::default() };
    let page = store.cases(&filter).await.unwrap();
    assert_eq!((page.rows, page.next), (Vec::new(), None));
}

pub(crate) async fn tasks_are_replaced_as_a_whole(store: &dyn Store) {
    let first = opening("riverside-1");
    let respond = task(&first.case, "respond", "front-desk", Some(1800));
    let case = keep(store, Commit { tasks: Some(vec![respond.clone()]), ..first }).await;
    assert_eq!(store.tasks(&[], &[], &[]).await, Ok(vec![respond.clone()]));

    let case = keep(store, then(&case, What::Noted, vec![])).await;
    assert_eq!(store.tasks(&[], &[], &[]).await, Ok(vec![respond]), "said nothing, changed nothing");

    let plan = task(&case, "plan", "manager", None);
    let next = then(&case, What::Noted, vec![]);
    let case = keep(store, Commit { tasks: Some(vec![plan.clone()]), ..next }).await;
    assert_eq!(store.tasks(&[], &[], &[]).await, Ok(vec![plan]));

    keep(store, Commit { tasks: Some(Vec::new()), ..end(&case) }).await;
    assert_eq!(store.tasks(&[], &[], &[]).await, Ok(Vec::new()));
}

pub(crate) async fn tasks_are_found_by_estate_role_and_person(store: &dyn Store) {
    for estate in ["riverside", "hilltop"] {
        let case = opening(&format!("{estate}-1"));
        let held =
            TaskRow { holder: Some(StaffId::new("chen.wei")), ..task(&case.case, "plan", "manager", None) };
        let named = task(&case.case, "visit", "chen.wei", None);
        let tasks = Some(vec![task(&case.case, "respond", "front-desk", None), held, named]);
        keep(store, Commit { tasks, ..case }).await;
    }
    let (estates, desk, chen) =
        ([EstateId::new("riverside")], [RoleId::new("front-desk")], [StaffId::new("chen.wei")]);
    let steps = |tasks: Vec<TaskRow>| {
        let mut steps: Vec<_> = tasks.iter().map(|task| task.step.to_string()).collect();
        steps.sort();
        steps
    };
    assert_eq!(store.tasks(&[], &[], &[]).await.unwrap().len(), 6);
    assert_eq!(steps(store.tasks(&estates, &[], &[]).await.unwrap()), ["plan", "respond", "visit"]);
    assert_eq!(steps(store.tasks(&estates, &desk, &[]).await.unwrap()), ["respond"]);
    assert_eq!(steps(store.tasks(&estates, &[], &chen).await.unwrap()), ["plan", "visit"]);
    assert_eq!(store.tasks(&estates, &desk, &chen).await.unwrap().len(), 3);
    assert_eq!(store.tasks(&[], &desk, &[]).await.unwrap().len(), 2);
}

pub(crate) async fn tasks_come_by_due_time(store: &dyn Store) {
    let case = opening("riverside-1");
    let of = |step, due| task(&case.case, step, "front-desk", due);
    let tasks = vec![of("a", None), of("b", Some(200)), of("c", Some(100))];
    keep(store, Commit { tasks: Some(tasks), ..case.clone() }).await;
    let listed = store.tasks(&[], &[], &[]).await.unwrap();
    assert_eq!(listed.iter().map(|task| task.step.as_str()).collect::<Vec<_>>(), ["c", "b", "a"]);
}
