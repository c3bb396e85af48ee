//! Scheduled starts that open a case for each zone.

use super::support::*;
use steward_model::Value;
use steward_ports::Store;

const PATROL: &str = "workflow: patrol
title: 巡查
start:
  - { every: day at 10:00, for_each: zones, overlap: skip }
fields:
  zone: { type: zone }
steps:
  - { step: walk, title: 走一圈, owner: \"{zone.keeper}\" }
";

fn estate(zones: &str) -> String {
    format!(
        "estate: riverside
name: 滨江花园
zones: [{zones}]
staff:
  - {{ id: wang.li, name: 王丽, roles: [desk], email: wang.li@example.com }}
  - {{ id: chen.gang, name: 陈刚, roles: [manager], email: chen.gang@example.com }}
"
    )
}

const TWO: &str = "{ id: b1, name: 1号楼, keeper: wang.li }, { id: b2, name: 2号楼, keeper: manager }";

fn world() -> World {
    World::with(&[("workflows/patrol.yaml", PATROL), ("estates/riverside.yaml", &estate(TWO))])
}

/// The zone of each case, with whose its step is and whether it is open, in the order opened.
async fn zones(world: &World) -> Vec<String> {
    let mut found = Vec::new();
    let mut cases = world.cases("patrol").await;
    cases.sort();
    for case in cases {
        let shown = world.service.load(&case).await.expect("a case");
        let Some(Value::Zone(zone)) = shown.fields.get("zone") else {
            panic!("{case} has no zone");
        };
        let open = if shown.is_over() { "over" } else { "open" };
        found.push(format!("{case} {zone} {open}"));
    }
    found
}

#[tokio::test]
async fn each_zone_has_a_case_of_its_own_that_is_its_keepers() {
    let world = world();
    world.look().await;
    world.pass(at("10:00")).await;
    assert_eq!(zones(&world).await, ["riverside-patrol-1 b1 open", "riverside-patrol-2 b2 open"]);
    let tasks = world.tasks().await;
    let owners: Vec<_> = tasks.iter().map(|task| format!("{} {}", task.case, task.owner)).collect();
    assert_eq!(owners, ["riverside-patrol-1 wang.li", "riverside-patrol-2 manager"]);
}

#[tokio::test]
async fn a_zone_waits_for_its_own_earlier_case_and_for_no_other() {
    let world = world();
    world.look().await;
    world.pass(at("10:00")).await;
    let first = world.cases("patrol").await.into_iter().min().expect("a case");
    world.desk("wang.li").act(&first, &done("walk")).await.expect("done");
    world.pass(at("03T10:00")).await;
    assert_eq!(
        zones(&world).await,
        ["riverside-patrol-1 b1 over", "riverside-patrol-2 b2 open", "riverside-patrol-3 b1 open"]
    );
    let state = world.store.schedule("patrol@riverside every: day at 10:00 b2").await.expect("a store");
    assert!(state.expect("a schedule").note.contains("riverside-patrol-2 还没有办完"));
}

#[tokio::test]
async fn each_zone_is_opened_once_where_the_engine_stops_between_two_of_them() {
    let world = world();
    world.look().await;
    world.pass(at("10:00")).await;
    // As if the stop had come before the second zone's schedule was written on.
    let name = "patrol@riverside every: day at 10:00 b2";
    let mut state = world.store.schedule(name).await.expect("a store").expect("a schedule");
    state.through = at("09:00");
    world.store.set_schedule(state).await.expect("a store");
    let files = [("workflows/patrol.yaml", PATROL), ("estates/riverside.yaml", &estate(TWO))];
    World::over(&files, world.store.clone(), at("10:00:30")).look().await;
    assert_eq!(zones(&world).await.len(), 2);
}

#[tokio::test]
async fn a_zone_that_is_new_has_no_past() {
    let world = world();
    world.look().await;
    world.pass(at("10:00")).await;
    let three = estate(&format!("{TWO}, {{ id: b3, name: 3号楼, keeper: manager }}"));
    let files = [("workflows/patrol.yaml", PATROL), ("estates/riverside.yaml", three.as_str())];
    let world = World::over(&files, world.store.clone(), at("11:00"));
    world.look().await;
    assert_eq!(zones(&world).await.len(), 2);
    world.pass(at("03T10:00")).await;
    assert_eq!(zones(&world).await.last().map(String::as_str), Some("riverside-patrol-3 b3 open"));
}
