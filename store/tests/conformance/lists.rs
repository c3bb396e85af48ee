//! Lists: found by what is asked for, and no row lost or shown twice between pages.

use super::fixture::{at, claim, end, keep, message, opening, send, task, then};
use steward_case::{Case, CaseId, Change, Earlier, State, What};
use steward_model::{EstateId, EventName, Photo, PhotoHash, PhotoKind, RoleId, StaffId, StepId, WorkflowId};
use steward_ports::{
    CaseFilter, Commit, DeliveryState, Enqueue, Hearing, MessageFilter, OpenedFilter, Store, TaskFilter,
    TaskRow,
};

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
    let cases: [(CaseFilter, &[&str]); 12] = [
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

/// An opening some seconds later than others.
fn opened_at(id: &str, second: i64) -> Commit {
    let mut commit = opening(id);
    commit.events.iter_mut().for_each(|event| event.at = at(second));
    Commit { case: Case::replay(&commit.events).unwrap(), ..commit }
}

pub(crate) async fn cases_are_found_by_when_they_were_opened(store: &dyn Store) {
    // The last to be written was not opened last, as where clocks differ.
    for (id, second) in [
        ("riverside-1", 10),
        ("riverside-2", 30),
        ("hilltop-1", 20),
        ("riverside-3", 30),
        ("riverside-4", 20),
    ] {
        keep(store, opened_at(id, second)).await;
    }
    let found = async |from: Option<i64>, before, workflow: &str, limit| {
        let mut filter = OpenedFilter {
            estate: EstateId::new("riverside"),
            workflow: WorkflowId::new(workflow),
            from: from.map(at),
            before: at(before),
            limit,
            after: None,
        };
        let mut cases = Vec::new();
        loop {
            let page = store.opened(&filter).await.unwrap();
            assert!(page.rows.len() <= limit as usize);
            cases.extend(page.rows.into_iter().map(|row| row.case.to_string()));
            match page.next {
                Some(next) => filter.after = Some(next),
                None => return cases,
            }
        }
    };
    let all = ["riverside-3", "riverside-2", "riverside-4", "riverside-1"];
    for limit in 1..=5 {
        assert_eq!(found(None, 31, "complaint", limit).await, all, "{limit} at a time");
    }
    assert_eq!(found(Some(20), 30, "complaint", 9).await, ["riverside-4"]);
    assert_eq!(found(Some(31), 99, "complaint", 9).await, [""; 0]);
    assert_eq!(found(None, 31, "enquiry", 9).await, [""; 0]);
}

async fn hearing(store: &dyn Store, event: Option<&str>) -> Vec<String> {
    let (estate, event) = (EstateId::new("riverside"), event.map(EventName::new));
    let (mut found, mut after) = (Vec::new(), None::<CaseId>);
    loop {
        let page = store.hearing(&estate, event.as_ref(), after.as_ref(), 2).await.unwrap();
        found.extend(page.iter().map(ToString::to_string));
        match page.last() {
            Some(last) => after = Some(last.clone()),
            None => return found,
        }
    }
}

pub(crate) async fn who_hears_an_event_is_found_by_its_name(store: &dyn Store) {
    let named = |names: &[&str]| Some(Hearing::Named(names.iter().map(EventName::new).collect()));
    for n in 1..=3 {
        keep(store, Commit { hears: named(&["water.back"]), ..opening(&format!("riverside-{n}")) }).await;
    }
    keep(store, Commit { hears: named(&["water.back"]), ..opening("hilltop-1") }).await;
    keep(store, opening("riverside-4")).await;
    let any = keep(store, Commit { hears: Some(Hearing::Any), ..opening("riverside-5") }).await;
    let two = keep(store, Commit { hears: named(&["storm", "water.back"]), ..opening("riverside-6") }).await;
    let waiting = ["riverside-1", "riverside-2", "riverside-3", "riverside-6"];
    assert_eq!(hearing(store, Some("water.back")).await, waiting);
    assert_eq!(hearing(store, Some("storm")).await, ["riverside-6"]);
    assert_eq!(hearing(store, Some("fire")).await, [""; 0]);
    assert_eq!(hearing(store, None).await, ["riverside-5"]);

    let two = keep(store, then(&two, What::Noted, vec![])).await;
    assert_eq!(hearing(store, Some("storm")).await, ["riverside-6"], "said nothing, changed nothing");
    keep(store, Commit { hears: named(&["storm"]), ..then(&two, What::Noted, vec![]) }).await;
    keep(store, Commit { hears: named(&[]), ..end(&any) }).await;
    assert_eq!(hearing(store, Some("water.back")).await, waiting[..3]);
    assert_eq!(hearing(store, Some("storm")).await, ["riverside-6"]);
    assert_eq!(hearing(store, None).await, [""; 0]);
}

pub(crate) async fn a_photo_is_known_by_where_it_was_shown_first(store: &dyn Store) {
    let hash = |byte| PhotoHash::of([byte; 32]);
    let shown = |step: &str, bytes: &[u8]| Change::Shown {
        step: StepId::new(step),
        photos: bytes
            .iter()
            .map(|byte| Photo { name: "a".into(), hash: hash(*byte), size: 1, kind: PhotoKind::Jpeg })
            .collect(),
        location: None,
        zone: None,
    };
    let first = keep(store, opening("riverside-1")).await;
    keep(store, then(&first, What::Done, vec![shown("clean/b1", &[1, 2])])).await;
    let second = keep(store, opening("hilltop-1")).await;
    keep(store, then(&second, What::Done, vec![shown("look", &[2, 3])])).await;
    let earlier = |byte, case: &str, step: &str| Earlier {
        photo: hash(byte),
        case: CaseId::new(case),
        step: StepId::new(step),
        at: at(3),
    };
    assert_eq!(
        store.first_shown(&[hash(3), hash(9), hash(2)]).await,
        Ok(vec![earlier(3, "hilltop-1", "look"), earlier(2, "riverside-1", "clean/b1")])
    );
    assert_eq!(store.first_shown(&[]).await, Ok(Vec::new()));
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
    let cases: [(MessageFilter, &[&str]); 8] = [
        (none(), &["c", "b", "a"]),
        (MessageFilter { case: Some(CaseId::new("riverside-1")), ..none() }, &["b", "a"]),
        (MessageFilter { estates: vec![EstateId::new("hilltop")], ..none() }, &["c"]),
        (MessageFilter { state: Some(DeliveryState::Sending), ..none() }, &["a"]),
        (MessageFilter { state: Some(DeliveryState::Waiting), ..none() }, &["c", "b"]),
        (MessageFilter { state: Some(DeliveryState::Failed), ..none() }, &[]),
        (MessageFilter { id: Some(2), ..none() }, &["b"]),
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

/// All open tasks of these, in pages of two.
async fn tasks(
    store: &dyn Store,
    estates: &[EstateId],
    owners: &[RoleId],
    people: &[StaffId],
) -> Vec<TaskRow> {
    let mut filter = TaskFilter {
        estates: estates.to_vec(),
        owners: owners.to_vec(),
        people: people.to_vec(),
        limit: 2,
        after: None,
    };
    let mut found = Vec::new();
    loop {
        let page = store.tasks(&filter).await.unwrap();
        assert!(page.rows.len() == 2 || page.next.is_none(), "only the last page may have room");
        found.extend(page.rows);
        match page.next {
            Some(next) => filter.after = Some(next),
            None => return found,
        }
    }
}

pub(crate) async fn tasks_are_replaced_as_a_whole(store: &dyn Store) {
    let first = opening("riverside-1");
    let respond = task(&first.case, "respond", "front-desk", Some(1800));
    let case = keep(store, Commit { tasks: Some(vec![respond.clone()]), ..first }).await;
    assert_eq!(tasks(store, &[], &[], &[]).await, vec![respond.clone()]);

    let case = keep(store, then(&case, What::Noted, vec![])).await;
    assert_eq!(tasks(store, &[], &[], &[]).await, vec![respond], "said nothing, changed nothing");

    let plan = task(&case, "plan", "manager", None);
    let next = then(&case, What::Noted, vec![]);
    let case = keep(store, Commit { tasks: Some(vec![plan.clone()]), ..next }).await;
    assert_eq!(tasks(store, &[], &[], &[]).await, vec![plan]);

    keep(store, Commit { tasks: Some(Vec::new()), ..end(&case) }).await;
    assert_eq!(tasks(store, &[], &[], &[]).await, []);
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
    assert_eq!(tasks(store, &[], &[], &[]).await.len(), 6);
    assert_eq!(steps(tasks(store, &estates, &[], &[]).await), ["plan", "respond", "visit"]);
    assert_eq!(steps(tasks(store, &estates, &desk, &[]).await), ["respond"]);
    assert_eq!(steps(tasks(store, &estates, &[], &chen).await), ["plan", "visit"]);
    assert_eq!(tasks(store, &estates, &desk, &chen).await.len(), 3);
    assert_eq!(tasks(store, &[], &desk, &[]).await.len(), 2);
}

pub(crate) async fn tasks_come_by_due_time(store: &dyn Store) {
    let case = opening("riverside-1");
    let of = |step, due| task(&case.case, step, "front-desk", due);
    let open = vec![of("a", None), of("b", Some(200)), of("c", Some(100))];
    keep(store, Commit { tasks: Some(open), ..case.clone() }).await;
    let listed = tasks(store, &[], &[], &[]).await;
    assert_eq!(listed.iter().map(|task| task.step.as_str()).collect::<Vec<_>>(), ["c", "b", "a"]);
}

pub(crate) async fn tasks_come_a_page_at_a_time_and_a_step_of_several_once(store: &dyn Store) {
    let several = async |id: &str, due: [Option<i64>; 2]| {
        let case = opening(id);
        let of = |step, owner, due| task(&case.case, step, owner, due);
        let tasks = vec![
            of("a", "front-desk", due[0]),
            of("b", "front-desk", due[1]),
            of("b", "manager", due[1]),
            of("b", "quality", due[1]),
        ];
        keep(store, Commit { tasks: Some(tasks), ..case.clone() }).await;
    };
    several("riverside-1", [None, Some(200)]).await;
    several("riverside-2", [Some(100), None]).await;
    several("riverside-3", [Some(200), Some(200)]).await;
    let named = |tasks: Vec<TaskRow>| -> Vec<String> {
        tasks
            .iter()
            .map(|task| format!("{} {}", task.case.as_str().trim_start_matches("riverside-"), task.step))
            .collect()
    };
    let roles = ["front-desk", "manager"].map(RoleId::new);
    assert_eq!(named(tasks(store, &[], &roles, &[]).await), ["2 a", "1 b", "3 a", "3 b", "1 a", "2 b"]);
    assert_eq!(named(tasks(store, &[], &roles[1..], &[]).await), ["1 b", "3 b", "2 b"]);
    assert_eq!(tasks(store, &[], &[], &[]).await.len(), 12, "of nobody in particular, whose each is");
    let nonsense = TaskFilter { limit: 5, after: Some("no such page".into()), ..Default::default() };
    assert_eq!(store.tasks(&nonsense).await.unwrap().rows, []);
}
