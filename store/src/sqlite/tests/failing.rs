//! What goes wrong outside: each failure names the file and the way out, spoils nothing that was
//! accepted, and ends when its cause does.

use super::*;
use crate::sqlite::outbox;
use steward_ports::StoreError;

fn unavailable(outcome: Result<Committed, StoreError>, path: &std::path::Path) -> String {
    let Err(StoreError::Unavailable(text)) = outcome else { panic!("not unavailable: {outcome:?}") };
    for wording in [&text.zh, &text.en] {
        assert!(wording.contains(&path.display().to_string()), "{wording} names the file");
    }
    text.en
}

/// An opening that needs room.
fn big(id: &str) -> Commit {
    let mut commit = opening(id);
    commit.events[0].text = Some(steward_model::Text::plain("x".repeat(20_000)));
    commit
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_fails_what_does_not_fit_and_nothing_else() {
    let (store, path, _folder) = in_a_file();
    on_writer(&store, "PRAGMA max_page_count = 80").await;
    let mut kept = Vec::new();
    let refused = loop {
        let commit = big(&format!("riverside-{}", kept.len()));
        let case = commit.case.id.clone();
        match store.commit(commit).await {
            Ok(outcome) => assert_eq!(outcome, Committed::Done),
            failure => break (case.clone(), failure),
        }
        kept.push(case);
    };
    let text = unavailable(refused.1, &path);
    assert!(text.contains("the disk is full") && text.contains("make room"), "{text}");

    assert!(kept.len() > 2);
    for case in &kept {
        assert_eq!(store.events(case).await.unwrap().len(), 1, "{case}");
    }
    assert_eq!(store.events(&refused.0).await, Ok(Vec::new()), "the one that failed left nothing");
    assert_eq!(store.due(at(60), 100).await.unwrap().len(), kept.len());

    on_writer(&store, "PRAGMA max_page_count = 6000").await;
    assert_eq!(store.commit(big(refused.0.as_str())).await, Ok(Committed::Done));
}

#[tokio::test]
async fn on_a_full_disk_those_that_fit_are_kept_though_their_neighbours_are_not() {
    let (store, path, _folder) = in_a_file();
    on_writer(&store, "PRAGMA max_page_count = 40").await;
    let neighbour = Connection::open(&path).unwrap();
    neighbour.execute_batch("BEGIN IMMEDIATE").unwrap();
    // One transaction will hold them all, and break at the big one.
    let before = hand_in(store.commit(opening("riverside-1")));
    let mut huge = opening("riverside-2");
    huge.events[0].text = Some(steward_model::Text::plain("x".repeat(1_000_000)));
    let huge = hand_in(store.commit(huge));
    let after = hand_in(store.commit(opening("riverside-3")));
    neighbour.execute_batch("ROLLBACK").unwrap();

    assert_eq!(before.await, Ok(Committed::Done));
    unavailable(huge.await, &path);
    assert_eq!(after.await, Ok(Committed::Done));
    let due = store.due(at(60), 10).await.unwrap();
    assert_eq!(due, [CaseId::new("riverside-1"), CaseId::new("riverside-3")]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lock_that_stays_fails_all_that_wait_and_ends_with_it() {
    let (store, path, _folder) = in_a_file();
    on_writer(&store, "PRAGMA busy_timeout = 1").await;
    let neighbour = Connection::open(&path).unwrap();
    neighbour.execute_batch("BEGIN IMMEDIATE").unwrap();
    let text = unavailable(store.commit(opening("riverside-1")).await, &path);
    assert!(text.contains("another process"), "{text}");
    neighbour.execute_batch("ROLLBACK").unwrap();
    assert_eq!(store.commit(opening("riverside-1")).await, Ok(Committed::Done));
}

#[tokio::test]
async fn a_store_that_may_only_be_read_says_so() {
    let (store, path, _folder) = in_a_file();
    on_writer(&store, "PRAGMA query_only = 1").await;
    let text = unavailable(store.commit(opening("riverside-1")).await, &path);
    assert!(text.contains("read-only") && text.contains("permission"), "{text}");
}

#[test]
fn a_folder_that_cannot_be_made_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("occupied");
    std::fs::write(&file, "").unwrap();
    let path = file.join("steward.db");
    let Err(StoreError::Unavailable(text)) = SqliteStore::open(&path) else {
        panic!("opened {}", path.display())
    };
    assert!(text.en.contains(&path.display().to_string()) && text.en.contains("--store"));
}

#[tokio::test]
async fn a_damaged_file_is_named_as_such() {
    let (store, path, _folder) = in_a_file();
    for n in 0..50 {
        store.commit(big(&format!("riverside-{n}"))).await.unwrap();
    }
    drop(store);
    let mut bytes = std::fs::read(&path).unwrap();
    let half = bytes.len() / 2;
    bytes[half..].fill(0xA5);
    std::fs::write(&path, bytes).unwrap();

    let store = SqliteStore::open(&path).unwrap();
    let mut damaged = 0;
    for n in 0..50 {
        match store.events(&CaseId::new(format!("riverside-{n}"))).await {
            Ok(events) => assert!(events.len() <= 1),
            Err(StoreError::Damaged(text)) => {
                assert!(text.en.contains(&path.display().to_string()), "{}", text.en);
                assert!(text.en.contains("backup"), "{}", text.en);
                damaged += 1;
            }
            Err(other) => panic!("{other:?}"),
        }
    }
    assert!(damaged > 0);
}

#[tokio::test]
async fn an_event_that_cannot_be_read_is_named_and_not_quoted() {
    let (store, _path, _folder) = in_a_file();
    store.commit(opening("riverside-1")).await.unwrap();
    on_writer(
        &store,
        r#"UPDATE events SET document = '{"v":1,"n":1,"at":0,"what":"noted","caller":"13900002222"}'"#,
    )
    .await;
    let Err(StoreError::Damaged(text)) = store.events(&CaseId::new("riverside-1")).await else {
        panic!("read an unknown form")
    };
    assert!(text.en.contains("event 1 of riverside-1"), "{}", text.en);
    assert!(!text.en.contains("1390000") && !text.en.contains("caller"), "{}", text.en);

    on_writer(&store, r#"UPDATE events SET document = '{"v":9}'"#).await;
    let newer = store.events(&CaseId::new("riverside-1")).await;
    assert!(matches!(newer, Err(StoreError::Newer(_))), "{newer:?}");
}

#[tokio::test]
async fn a_message_that_cannot_be_read_does_not_keep_the_others_back() {
    let (store, _path, _folder) = in_a_file();
    store.commit(opening("riverside-1")).await.unwrap();
    store
        .writer
        .run(|on| {
            for (n, document) in
                ["nonsense", r#"{"v":1,"relevance":"always","variables":{}}"#].into_iter().enumerate()
            {
                let message = steward_ports::Enqueue {
                    event: 1,
                    to: StaffId::new("wang.li"),
                    channel: steward_model::Channel::Email,
                    then: Vec::new(),
                    template: "task".into(),
                    urgent: false,
                    variables: std::collections::BTreeMap::new(),
                    step: None,
                    limit: None,
                    due: None,
                    relevance: steward_case::Relevance::Always,
                    at: at(0),
                    late: false,
                    message_id: n.to_string(),
                };
                outbox::put(on, 1, &message, document)?;
            }
            Ok(())
        })
        .await
        .unwrap();
    let claimed = store.claim(at(0), at(30), 10).await.unwrap();
    assert_eq!(claimed.len(), 1);
    assert_eq!(claimed[0].message.message_id, "1");
    let filter = MessageFilter { state: Some(DeliveryState::Failed), limit: 10, ..MessageFilter::default() };
    let failed = store.messages(&filter).await.unwrap().rows;
    assert_eq!(failed.len(), 1);
    assert_eq!(failed[0].message_id, "0");
}

#[test]
fn every_state_has_a_word_of_its_own() {
    for state in [State::Open, State::Held, State::Closed, State::Cancelled] {
        assert_eq!(words::state(words::of_state(state)), Some(state));
    }
    for word in ["waiting", "held", "sending", "sent", "delivered", "failed", "dead", "dropped"] {
        assert_eq!(words::delivery(word).map(words::of_delivery), Some(word));
    }
}
