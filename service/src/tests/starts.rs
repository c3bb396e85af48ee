//! Scheduled starts.

use super::support::*;
use steward_ports::Store;
use steward_time::Timestamp;

fn patrol(rest: &str) -> String {
    format!(
        "workflow: patrol\ntitle: 巡查\nstart:\n  - every: day at 10:00\n{rest}steps:\n  - {{ step: walk, title: 走一圈, owner: manager }}\n"
    )
}

fn world(rest: &str) -> World {
    World::with(&[("workflows/patrol.yaml", &patrol(rest))])
}

/// The same program started anew, after a stop.
fn restarted(world: &World, rest: &str, now: Timestamp) -> World {
    World::over(&[("workflows/patrol.yaml", &patrol(rest))], world.store.clone(), now)
}

async fn at_riverside(world: &World) -> Vec<String> {
    let cases = world.cases("patrol").await;
    cases.iter().map(ToString::to_string).filter(|case| case.starts_with("riverside")).collect()
}

async fn left_out(world: &World) -> String {
    let state =
        world.store.schedule("patrol@riverside every: day at 10:00").await.expect("a store that works");
    state.expect("a schedule").note
}

#[tokio::test]
async fn a_start_has_no_past() {
    let world = world("");
    world.pass(at("11:00")).await;
    assert_eq!(at_riverside(&world).await, [""; 0]);
    world.pass(at("03T10:00")).await;
    assert_eq!(at_riverside(&world).await, ["riverside-patrol-1"]);
}

#[tokio::test]
async fn each_start_is_fired_once_across_restarts() {
    let world = world("");
    world.look().await;
    world.pass(at("10:00")).await;
    for hour in ["10:00", "10:00:30", "10:05"] {
        restarted(&world, "", at(hour)).look().await;
    }
    assert_eq!(at_riverside(&world).await, ["riverside-patrol-1"]);
}

#[tokio::test]
async fn a_start_whose_commit_was_not_answered_is_known_by_its_key() {
    let world = world("");
    world.look().await;
    world.pass(at("10:00")).await;
    // As if only the case, but not how far the schedule has come, had reached the disk.
    let mut state = world
        .store
        .schedule("patrol@riverside every: day at 10:00")
        .await
        .expect("a store that works")
        .expect("a schedule");
    state.through = at("09:00");
    world.store.set_schedule(state).await.expect("a store that works");
    restarted(&world, "", at("10:01")).look().await;
    assert_eq!(at_riverside(&world).await, ["riverside-patrol-1"]);
}

#[tokio::test]
async fn what_a_stop_swallowed_is_made_up_for_once_and_names_its_hour() {
    let world = world("");
    world.look().await;
    let world = restarted(&world, "", at("05T15:00"));
    world.look().await;
    assert_eq!(at_riverside(&world).await, ["riverside-patrol-1"]);
    let shown = world.desk("chen.gang").show(&world.cases("patrol").await[1]).await.expect("a case");
    let note = shown.events[0].text.clone().expect("a note").zh;
    assert!(note.starts_with("2026-03-05 10:00 "), "{note}");
    assert!(note.contains("2026-03-02 10:00 起的 3 次因停机错过，只补办一次"), "{note}");
}

#[tokio::test]
async fn what_a_stop_swallowed_is_left_out_where_that_is_written() {
    let world = world("    when_missed: skip\n");
    world.look().await;
    let world = restarted(&world, "    when_missed: skip\n", at("03T15:00"));
    world.look().await;
    assert_eq!(at_riverside(&world).await, [""; 0]);
    assert!(left_out(&world).await.contains("不补办"), "{}", left_out(&world).await);
    world.pass(at("04T10:00")).await;
    assert_eq!(at_riverside(&world).await, ["riverside-patrol-1"]);
}

#[tokio::test]
async fn a_start_waits_for_nothing_but_an_earlier_one_that_is_open() {
    let world = world("    overlap: skip\n");
    world.look().await;
    world.pass(at("10:00")).await;
    world.pass(at("03T10:00")).await;
    assert_eq!(at_riverside(&world).await, ["riverside-patrol-1"]);
    assert!(left_out(&world).await.contains("riverside-patrol-1 还没有办完"));
    let first = world.cases("patrol").await[1].clone();
    world.desk("chen.gang").act(&first, &done("walk")).await.expect("done");
    world.pass(at("04T10:00")).await;
    assert_eq!(at_riverside(&world).await.len(), 2);
}

#[tokio::test]
async fn a_start_on_a_day_off_is_left_out_where_that_is_written() {
    let office = "calendar: office\nhours:\n  mon-fri: [\"08:00-18:00\"]\n";
    let patrol = patrol("    on_rest_day: skip\n").replace("title: 巡查", "title: 巡查\ncalendar: office");
    let world = World::with(&[("workflows/patrol.yaml", &patrol), ("calendars/office.yaml", office)]);
    world.pass(at("07T09:00")).await;
    world.pass(at("07T10:00")).await;
    assert_eq!(at_riverside(&world).await, [""; 0]);
    assert!(left_out(&world).await.contains("休息日"));
    assert_eq!(
        world
            .store
            .schedule("patrol@riverside every: day at 10:00")
            .await
            .expect("a store")
            .expect("a schedule")
            .through,
        at("07T10:00")
    );
}
