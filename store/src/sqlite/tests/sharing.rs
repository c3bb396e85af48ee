//! Many callers, two stores on one file, and what a stop leaves.

use super::*;

#[tokio::test]
async fn callers_that_wait_for_a_sync_share_the_next_one() {
    let (store, path, _folder) = in_a_file();
    let neighbour = Connection::open(&path).unwrap();
    neighbour.execute_batch("BEGIN IMMEDIATE").unwrap();
    let before = store.writer.commits();

    let callers: Vec<_> =
        (0..64).map(|n| hand_in(store.commit(opening(&format!("riverside-{n}"))))).collect();
    neighbour.execute_batch("ROLLBACK").unwrap();
    for caller in callers {
        assert_eq!(caller.await, Ok(Committed::Done));
    }
    // They waited either for the neighbour or for the first of them.
    let transactions = store.writer.commits() - before;
    assert!((1..=2).contains(&transactions), "64 callers took {transactions} transactions");
}

#[tokio::test]
async fn nobody_is_answered_before_the_commit_is_on_disk() {
    let (store, path, _folder) = in_a_file();
    let neighbour = Connection::open(&path).unwrap();
    assert_eq!(store.commit(opening("riverside-1")).await, Ok(Committed::Done));
    let kept: i64 = neighbour.query_row("SELECT count(*) FROM events", [], |row| row.get(0)).unwrap();
    assert_eq!(kept, 1);
    let sync: i64 =
        store.writer.run(|on| Ok(on.query_row("PRAGMA synchronous", [], |row| row.get(0))?)).await.unwrap();
    assert_eq!(sync, 2, "FULL: the log is synced before a commit returns");
}

#[tokio::test]
async fn two_stores_on_one_file_find_each_others_decisions() {
    let (one, path, _folder) = in_a_file();
    let two = SqliteStore::open(&path).unwrap();
    let mut case = opening("riverside-1").case;
    one.commit(opening("riverside-1")).await.unwrap();

    let (mut kept, mut conflicts) = (0, 0);
    while kept < 40 {
        // Both decide on what they have seen; one of them is late.
        let outcomes = tokio::join!(one.commit(note(&case)), two.commit(note(&case)));
        for outcome in [outcomes.0.unwrap(), outcomes.1.unwrap()] {
            match outcome {
                Committed::Done => kept += 1,
                Committed::Conflict => conflicts += 1,
                Committed::Known(known) => panic!("{known} has no key"),
            }
        }
        case = Case::replay(&two.events(&case.id).await.unwrap()).unwrap();
    }
    assert_eq!((kept, conflicts), (40, 40));
    assert_eq!(case.events, 41);
    assert_eq!(one.events(&case.id).await, two.events(&case.id).await);
}

#[tokio::test]
async fn two_stores_on_one_file_never_give_the_same_number() {
    let (one, path, _folder) = in_a_file();
    let two = SqliteStore::open(&path).unwrap();
    let (estate, workflow) = (EstateId::new("riverside"), WorkflowId::new("complaint"));
    let mut given = HashSet::new();
    for _ in 0..100 {
        for store in [&one, &two] {
            assert!(given.insert(store.number(&estate, &workflow).await.unwrap()));
        }
    }
}

#[tokio::test]
async fn the_pulse_tells_of_another_process_commits() {
    let (one, path, _folder) = in_a_file();
    let two = SqliteStore::open(&path).unwrap();
    let before = one.pulse().await.unwrap();
    assert_eq!(one.pulse().await, Ok(before));
    two.commit(opening("riverside-1")).await.unwrap();
    assert_ne!(one.pulse().await, Ok(before));
}

#[tokio::test]
async fn what_was_handed_in_is_kept_though_nobody_waits_for_it() {
    let (store, path, _folder) = in_a_file();
    for n in 0..20 {
        drop(hand_in(store.commit(opening(&format!("riverside-{n}")))));
    }
    drop(store);
    let again = SqliteStore::open(&path).unwrap();
    assert_eq!(again.due(at(60), 100).await.unwrap().len(), 20);
}

#[tokio::test]
async fn a_store_opened_again_holds_what_it_held() {
    let (store, path, _folder) = in_a_file();
    store.commit(opening("riverside-1")).await.unwrap();
    let events = store.events(&CaseId::new("riverside-1")).await;
    let number = store.number(&EstateId::new("riverside"), &WorkflowId::new("complaint")).await;
    drop(store);
    let again = SqliteStore::open(&path).unwrap();
    assert_eq!(again.events(&CaseId::new("riverside-1")).await, events);
    let next = again.number(&EstateId::new("riverside"), &WorkflowId::new("complaint")).await;
    assert_eq!((number, next), (Ok(1), Ok(2)), "no number is wasted on a process that took one");
}

#[tokio::test(start_paused = true)]
async fn a_paused_clock_is_none_of_the_stores_business() {
    let (store, _path, _folder) = in_a_file();
    let started = tokio::time::Instant::now();
    for n in 0..10 {
        store.commit(opening(&format!("riverside-{n}"))).await.unwrap();
        store.pulse().await.unwrap();
    }
    assert_eq!(store.due(at(60), 100).await.unwrap().len(), 10);
    assert_eq!(started.elapsed(), Duration::ZERO);
}

/// How many pages the log has, as the writer sees it.
async fn pages_of_log(store: &SqliteStore) -> i64 {
    let look = |on: &Connection| Ok(on.query_row("PRAGMA wal_checkpoint(NOOP)", [], |row| row.get(1))?);
    // NOOP may not stand in a transaction, so not as the writer's work but beside it.
    store.read(look).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_that_has_grown_long_is_carried_over_and_begins_anew_while_work_goes_on() {
    let (store, _path, _folder) = in_a_file();
    let mut cases = 0;
    let mut longest = 0;
    // Pages are 4 KiB: each of these is a hundred of them.
    while longest < 4096 {
        let mut commit = opening(&format!("riverside-{cases}"));
        commit.events[0].text = Some(steward_model::Text::plain("x".repeat(400_000)));
        store.commit(commit).await.unwrap();
        cases += 1;
        longest = pages_of_log(&store).await;
    }
    let mut pages = longest;
    while pages >= longest {
        assert!(cases < 20_000, "the log goes on growing: {pages} pages");
        store.commit(opening(&format!("riverside-{cases}"))).await.unwrap();
        cases += 1;
        pages = pages_of_log(&store).await;
    }
    for case in [0, cases / 2, cases - 1] {
        assert_eq!(store.events(&CaseId::new(format!("riverside-{case}"))).await.unwrap().len(), 1);
    }
}
