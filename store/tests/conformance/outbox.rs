//! The outbox: every message comes out at least once, under one identity, to one taker at a time.

use super::fixture::{at, claim, digest, identities, keep, message, opening, send};
use steward_case::CaseId;
use steward_ports::{
    Commit, Delivery, DeliveryState, Digest, Doubt, Enqueue, Full, MessageFilter, MessageRow, Purse,
    ScheduleState, Settlement, Store, StoreError,
};

fn settled(id: i64, state: DeliveryState, now: i64) -> Settlement {
    Settlement {
        id,
        state,
        next: None,
        uncertain: false,
        error: None,
        reference: None,
        instead: None,
        at: at(now),
    }
}

async fn settle(store: &dyn Store, settlement: Settlement) {
    store.settle(vec![settlement]).await.unwrap();
}

/// The only message there is, as lists show it.
async fn shown(store: &dyn Store) -> MessageRow {
    let filter = MessageFilter { limit: 10, ..Default::default() };
    let mut page = store.messages(&filter).await.unwrap();
    assert_eq!(page.rows.len(), 1);
    page.rows.remove(0)
}

async fn state(store: &dyn Store) -> (DeliveryState, u32) {
    let shown = shown(store).await;
    (shown.state, shown.attempts)
}

/// Opens a case with one message, and takes it.
async fn taken(store: &dyn Store) -> Delivery {
    send(store, "riverside-1", vec![message("a")]).await;
    claim(store, 0).await.remove(0)
}

fn urgent(identity: &str) -> Enqueue {
    Enqueue { urgent: true, ..message(identity) }
}

fn late(identity: &str) -> Enqueue {
    Enqueue { late: true, ..message(identity) }
}

pub(crate) async fn a_message_comes_out_as_it_went_in(store: &dyn Store) {
    send(store, "riverside-1", vec![message("a")]).await;
    let claimed = claim(store, 0).await;
    assert_eq!(
        claimed,
        [Delivery {
            id: claimed[0].id,
            case: CaseId::new("riverside-1"),
            message: message("a"),
            attempts: 1,
            doubt: Doubt::None,
            by_hand: false,
            over_budget: false,
        }]
    );
}

pub(crate) async fn urgent_messages_are_taken_first(store: &dyn Store) {
    send(store, "riverside-1", vec![message("a"), urgent("b"), message("c"), urgent("d")]).await;
    let first = store.claim(at(0), at(30), 3).await.unwrap();
    assert_eq!(identities(&first), ["b", "d", "a"]);
    assert_eq!(identities(&claim(store, 0).await), ["c"]);
}

pub(crate) async fn nothing_is_taken_twice_while_its_lease_lasts(store: &dyn Store) {
    taken(store).await;
    assert_eq!(claim(store, 29).await, []);
}

pub(crate) async fn a_message_whose_lease_ran_out_may_have_arrived(store: &dyn Store) {
    let first = taken(store).await;
    assert_eq!(store.earliest_delivery().await, Ok(Some(at(30))));
    let again = claim(store, 30).await;
    assert_eq!(again, [Delivery { attempts: 2, doubt: Doubt::CutOff, ..first }]);
    assert_eq!(claim(store, 60).await[0].doubt, Doubt::CutOff, "and again");
}

pub(crate) async fn the_one_more_attempt_is_known_whoever_makes_it_and_so_is_that_it_was_cut_off(
    store: &dyn Store,
) {
    let first = taken(store).await;
    let may_have_arrived =
        Settlement { uncertain: true, next: Some(at(130)), ..settled(first.id, DeliveryState::Waiting, 10) };
    settle(store, may_have_arrived).await;
    let once_more = claim(store, 130).await;
    assert_eq!(once_more[0].doubt, Doubt::Waited);
    // It certainly failed, so that it is tried on.
    let failed = Settlement { next: Some(at(140)), ..settled(first.id, DeliveryState::Waiting, 135) };
    settle(store, failed).await;
    assert_eq!(claim(store, 140).await[0].doubt, Doubt::Waited);
    assert_eq!(claim(store, 170).await[0].doubt, Doubt::CutOffAgain, "its lease ran out");
    assert_eq!(claim(store, 200).await[0].doubt, Doubt::CutOffAgain);
    let outlived_its_lease =
        Settlement { next: Some(at(210)), ..settled(first.id, DeliveryState::Waiting, 205) };
    settle(store, outlived_its_lease).await;
    assert_eq!(claim(store, 210).await[0].doubt, Doubt::Waited, "it was not cut off after all");
    settle(store, settled(first.id, DeliveryState::Failed, 211)).await;
    store.resend(first.id, at(212)).await.unwrap();
    assert_eq!(claim(store, 212).await[0].doubt, Doubt::None, "by hand it begins anew");
}

pub(crate) async fn one_that_failed_is_followed_by_the_next_channel_once(store: &dyn Store) {
    let first = taken(store).await;
    let instead = Enqueue { channel: steward_model::Channel::Sms, ..message("b") };
    let failed = Settlement { instead: Some(instead.clone()), ..settled(first.id, DeliveryState::Failed, 5) };
    settle(store, failed.clone()).await;
    let next = claim(store, 5).await;
    assert_eq!((identities(&next), &next[0].case, &next[0].message), (vec!["b"], &first.case, &instead));
    // Sent again by hand, and failed again: the other is there already.
    store.resend(first.id, at(6)).await.unwrap();
    assert_eq!(identities(&claim(store, 6).await), ["a"]);
    settle(store, failed).await;
    assert_eq!(claim(store, 7).await, []);
}

pub(crate) async fn a_message_that_waits_comes_back_at_its_time(store: &dyn Store) {
    let first = taken(store).await;
    settle(
        store,
        Settlement {
            next: Some(at(40)),
            uncertain: true,
            error: Some("the server was busy".into()),
            ..settled(first.id, DeliveryState::Waiting, 5)
        },
    )
    .await;
    assert_eq!(shown(store).await.error.as_deref(), Some("the server was busy"));
    assert_eq!(claim(store, 39).await, []);
    let again = claim(store, 40).await;
    assert_eq!(again, [Delivery { attempts: 2, doubt: Doubt::Waited, ..first }]);

    // What may have arrived once may have arrived for good.
    settle(store, Settlement { next: Some(at(50)), ..settled(again[0].id, DeliveryState::Waiting, 45) })
        .await;
    assert_eq!(claim(store, 50).await[0].doubt, Doubt::Waited);
}

pub(crate) async fn the_earliest_turn_is_known(store: &dyn Store) {
    assert_eq!(store.earliest_delivery().await, Ok(None));
    let later = Enqueue { at: at(60), ..message("a") };
    send(store, "riverside-1", vec![later]).await;
    assert_eq!(store.earliest_delivery().await, Ok(Some(at(60))));
    send(store, "riverside-2", vec![Enqueue { at: at(90), ..urgent("b") }]).await;
    assert_eq!(store.earliest_delivery().await, Ok(Some(at(60))));
    send(store, "riverside-3", vec![Enqueue { at: at(30), ..urgent("c") }]).await;
    assert_eq!(store.earliest_delivery().await, Ok(Some(at(30))));
}

pub(crate) async fn what_is_settled_never_comes_back(store: &dyn Store) {
    use DeliveryState::{Dead, Delivered, Dropped, Failed, Sent};
    for (n, end) in [Sent, Delivered, Failed, Dead, Dropped].into_iter().enumerate() {
        send(store, &format!("riverside-{n}"), vec![message(&n.to_string())]).await;
        let claimed = claim(store, 0).await;
        assert_eq!(identities(&claimed), [n.to_string()]);
        settle(store, settled(claimed[0].id, end, 1)).await;
        assert_eq!(store.earliest_delivery().await, Ok(None), "{end:?}");
    }
}

pub(crate) async fn holding_a_message_is_no_attempt(store: &dyn Store) {
    let first = taken(store).await;
    let held = Settlement { next: Some(at(600)), ..settled(first.id, DeliveryState::Held, 1) };
    settle(store, held).await;
    assert_eq!(state(store).await, (DeliveryState::Held, 0));
    assert_eq!(store.late(10).await, Ok(Vec::new()), "held for the night is not late");
    assert_eq!(claim(store, 600).await, [], "it is let go with whatever else was held");
    assert_eq!(store.earliest_release().await, Ok(Some(at(600))));
    assert_eq!(store.released(at(599), 10).await, Ok(Vec::new()));
    let held = store.released(at(600), 10).await.unwrap();
    assert_eq!(held, [Delivery { attempts: 0, ..first.clone() }]);
    store.bundle(vec![first.id], Vec::new(), at(600)).await.unwrap();
    assert_eq!(store.earliest_release().await, Ok(None));
    assert_eq!(claim(store, 600).await, [first]);
}

pub(crate) async fn who_comes_on_duty_gets_what_is_held_for_them_once(store: &dyn Store) {
    let for_chen = |identity: &str| Enqueue { to: "chen.wei".into(), ..message(identity) };
    send(store, "riverside-1", vec![for_chen("a"), Enqueue { late: true, ..for_chen("b") }, message("c")])
        .await;
    let first = claim(store, 0).await.remove(0);
    settle(store, Settlement { next: Some(at(600)), ..settled(first.id, DeliveryState::Held, 1) }).await;
    let held = store.held_for(&"chen.wei".into(), &"riverside".into(), 10).await.unwrap();
    assert_eq!(identities(&held), ["a", "b"]);
    assert_eq!(store.held_for(&"chen.wei".into(), &"hillside".into(), 10).await, Ok(Vec::new()));
    let through =
        ScheduleState { start: "shifts@riverside".to_owned(), through: at(300), note: String::new() };
    let lists: Vec<_> = held.iter().map(|held| held.id).collect();
    for _ in 0..2 {
        let digests = vec![digest("riverside-1", "shift", &lists), digest("riverside-1", "other", &[])];
        store.hand_over(digests, through.clone()).await.unwrap();
    }
    assert_eq!(store.schedule("shifts@riverside").await, Ok(Some(through)));
    assert_eq!(store.earliest_release().await, Ok(None));
    let mut out = identities(&claim(store, 1000).await).iter().map(ToString::to_string).collect::<Vec<_>>();
    out.sort();
    assert_eq!(out, ["c", "other", "shift"]);
}

pub(crate) async fn an_attempt_that_outlived_its_lease_does_not_undo_a_later_one(store: &dyn Store) {
    let first = taken(store).await;
    let second = claim(store, 30).await.remove(0);
    settle(store, settled(second.id, DeliveryState::Sent, 31)).await;
    let late = Settlement { next: Some(at(60)), ..settled(first.id, DeliveryState::Waiting, 32) };
    settle(store, late).await;
    assert_eq!(state(store).await, (DeliveryState::Sent, 2));
    assert_eq!(claim(store, 100).await, []);
}

pub(crate) async fn a_receipt_turns_sent_into_delivered(store: &dyn Store) {
    let first = taken(store).await;
    settle(store, settled(first.id, DeliveryState::Sent, 1)).await;
    settle(store, settled(first.id, DeliveryState::Delivered, 9)).await;
    assert_eq!(state(store).await, (DeliveryState::Delivered, 1));
}

pub(crate) async fn a_message_is_sent_again_under_the_same_identity(store: &dyn Store) {
    let first = taken(store).await;
    settle(store, settled(first.id, DeliveryState::Dead, 1)).await;
    assert_eq!(store.resend(first.id, at(50)).await, Ok(Some(DeliveryState::Waiting)));
    assert_eq!(claim(store, 50).await, [Delivery { by_hand: true, ..first }]);
    assert_eq!(store.resend(999, at(50)).await, Ok(None));
}

pub(crate) async fn a_message_under_way_is_not_put_in_line_a_second_time(store: &dyn Store) {
    let first = taken(store).await;
    assert_eq!(store.resend(first.id, at(1)).await, Ok(Some(DeliveryState::Sending)));
    assert_eq!(claim(store, 2).await, []);
}

pub(crate) async fn two_messages_of_a_case_never_share_an_identity(store: &dyn Store) {
    let twice = Commit { messages: vec![message("a"), message("a")], ..opening("riverside-2") };
    assert!(matches!(store.commit(twice).await, Err(StoreError::Damaged(_))));
    let nothing = store.events(&CaseId::new("riverside-2")).await;
    assert_eq!(nothing, Ok(Vec::new()), "the case went with its message");
}

pub(crate) async fn late_messages_wait_until_they_are_let_go(store: &dyn Store) {
    let other = Enqueue { to: "chen.wei".into(), ..late("c") };
    send(store, "riverside-1", vec![late("a"), message("b"), other, late("d")]).await;
    assert_eq!(identities(&claim(store, 1000).await), ["b"]);
    let held = store.late(10).await.unwrap();
    assert_eq!(identities(&held), ["c", "a", "d"], "by person, oldest first");
    assert!(held.iter().all(|held| held.message.late && held.attempts == 0));

    store.bundle(vec![held[1].id], Vec::new(), at(1001)).await.unwrap();
    assert_eq!(identities(&store.late(10).await.unwrap()), ["c", "d"]);
    assert_eq!(store.earliest_delivery().await, Ok(Some(at(1001))));
    assert_eq!(identities(&claim(store, 1001).await), ["a"]);
}

pub(crate) async fn a_digest_stands_in_for_what_it_lists(store: &dyn Store) {
    send(store, "riverside-1", vec![late("a")]).await;
    send(store, "riverside-2", vec![late("b"), late("c")]).await;
    let held: Vec<_> = store.late(10).await.unwrap().iter().map(|held| held.id).collect();

    let digests = vec![digest("riverside-1", "digest", &held[..2])];
    store.bundle(vec![held[2]], digests, at(5)).await.unwrap();
    let claimed = claim(store, 5).await;
    assert_eq!(identities(&claimed), ["c", "digest"]);
    assert_eq!(claimed[1].case, CaseId::new("riverside-1"));

    let filter = MessageFilter { state: Some(DeliveryState::Dropped), limit: 10, ..Default::default() };
    let dropped = store.messages(&filter).await.unwrap().rows;
    assert_eq!(dropped.iter().map(|row| row.id).collect::<Vec<_>>(), [held[1], held[0]]);
}

pub(crate) async fn what_was_bundled_is_not_bundled_again(store: &dyn Store) {
    send(store, "riverside-1", vec![late("a"), late("b")]).await;
    let held: Vec<_> = store.late(10).await.unwrap().iter().map(|held| held.id).collect();
    for (identity, now) in [("digest", 5), ("digest-2", 6)] {
        let digests = vec![digest("riverside-1", identity, &held)];
        store.bundle(Vec::new(), digests, at(now)).await.unwrap();
    }
    assert_eq!(identities(&claim(store, 10).await), ["digest"]);
    keep(store, opening("riverside-2")).await;
}

fn purse(name: &str, most: u32) -> Purse {
    Purse { name: name.to_owned(), most }
}

async fn count(store: &dyn Store, message: &str, purses: &[Purse]) -> Option<Full> {
    store.count(message, purses.to_vec()).await.expect("a store that works")
}

pub(crate) async fn a_purse_has_room_for_so_many_messages_each_counted_once(store: &dyn Store) {
    let day = [purse("day", 2)];
    for message in ["a", "b", "a"] {
        assert_eq!(count(store, message, &day).await, None, "{message}");
    }
    let first = Some(Full { which: 0, first: true });
    let later = Some(Full { which: 0, first: false });
    assert_eq!(count(store, "c", &day).await, first);
    assert_eq!(count(store, "d", &day).await, later);
    assert_eq!(count(store, "c", &day).await, first, "asked again it is answered alike");
    assert_eq!(count(store, "d", &day).await, later);
    assert_eq!(count(store, "b", &day).await, None);
    assert_eq!(count(store, "d", &[purse("another", 1)]).await, None);
}

pub(crate) async fn a_purse_that_became_smaller_than_what_is_in_it_is_full_and_says_so_once(
    store: &dyn Store,
) {
    for message in ["a", "b", "c"] {
        assert_eq!(count(store, message, &[purse("day", 3)]).await, None);
    }
    let smaller = [purse("day", 2)];
    assert_eq!(count(store, "c", &smaller).await, None, "what was counted stays counted");
    assert_eq!(count(store, "d", &smaller).await, Some(Full { which: 0, first: true }));
    assert_eq!(count(store, "e", &smaller).await, Some(Full { which: 0, first: false }));
    assert_eq!(count(store, "d", &smaller).await, Some(Full { which: 0, first: true }));
    assert_eq!(count(store, "f", &[purse("day", 4)]).await, None, "what was over has taken no room");
    assert_eq!(count(store, "g", &[purse("day", 4)]).await, Some(Full { which: 0, first: true }));
}

pub(crate) async fn where_one_purse_is_full_nothing_is_taken_from_the_others(store: &dyn Store) {
    let (case, day) = (purse("case", 3), purse("day", 1));
    assert_eq!(count(store, "a", &[case.clone(), day.clone()]).await, None);
    for message in ["b", "c", "d"] {
        let full = count(store, message, &[case.clone(), day.clone()]).await;
        assert_eq!(full.map(|full| full.which), Some(1), "{message}");
    }
    for message in ["e", "f"] {
        assert_eq!(count(store, message, std::slice::from_ref(&case)).await, None, "{message}");
    }
    assert_eq!(count(store, "g", &[case]).await, Some(Full { which: 0, first: true }));
}

pub(crate) async fn what_was_over_a_budget_stays_dropped_and_is_listed_once(store: &dyn Store) {
    send(store, "riverside-1", vec![message("a"), message("b"), message("c")]).await;
    for taken in claim(store, 0).await {
        let over = Settlement { next: Some(at(600)), ..settled(taken.id, DeliveryState::Dropped, 1) };
        settle(store, over).await;
    }
    assert_eq!(store.earliest_release().await.expect("a store that works"), Some(at(600)));
    let released = async |now| store.released(at(now), 10).await.expect("a store that works");
    assert_eq!(released(599).await, []);
    let over = released(600).await;
    assert!(over.iter().all(|one| one.over_budget && one.attempts == 0), "{over:?}");
    let [a, b, c] = over.as_slice() else { panic!("{over:?}") };
    let list = Digest { case: a.case.clone(), message: message("more"), lists: vec![a.id, b.id] };
    for _ in 0..2 {
        store.bundle(vec![c.id], vec![list.clone()], at(600)).await.expect("a store that works");
    }
    let taken = claim(store, 600).await;
    assert_eq!(taken.iter().map(|one| one.message.message_id.as_str()).collect::<Vec<_>>(), ["more"]);
    assert_eq!(released(601).await, []);
    store.resend(a.id, at(601)).await.expect("a store that works");
    assert!(claim(store, 601).await[0].by_hand);
}
