//! Events reach the cases that hear them, and no others are looked at.

use super::support::*;
use steward_case::CaseId;
use steward_model::EventName;
use steward_ports::Store as _;

const OUTAGE: &str = "
workflow: outage
title: 停水
start: { who: desk }
fields:
  what: { type: text, required: true }
hold: { who: [desk, manager], ends: part.came }
steps:
  - { step: note, title: 登记, owner: desk, form: [what] }
  - { step: back, title: 等来水, wait_for: water.back }
  - { step: tell, title: 告知, owner: desk }
";

const WATCH: &str = "
workflow: watch
title: 值守
start: { who: desk }
fields:
  what: { type: text, required: true }
rules: watch
steps:
  - { step: note, title: 登记, owner: desk, form: [what] }
  - { step: look, title: 查看, owner: desk }
";

const FILES: [(&str, &str); 3] = [
    ("workflows/outage.yaml", OUTAGE),
    ("workflows/watch.yaml", WATCH),
    ("rules/watch.rhai", "fn event(case, name) { note(`heard ${name}`); }"),
];

async fn opened(world: &World, workflow: &str) -> CaseId {
    let fields = fields(&[("what", "三栋")]);
    world.desk("wang.li").open(workflow, "riverside", &fields, None, false).await.expect("a case").case
}

/// Who would be looked at if an event came.
async fn hearing(world: &World, event: &str) -> Vec<CaseId> {
    let (estate, event) = ("riverside".into(), EventName::new(event));
    let mut found = Vec::new();
    for event in [Some(&event), None] {
        found.extend(world.store.hearing(&estate, event, None, 99).await.expect("a store that works"));
    }
    found
}

#[tokio::test]
async fn an_event_reaches_those_that_wait_for_it_or_are_held_until_it_or_have_rules_for_it() {
    let world = World::with(&FILES);
    let first = opened(&world, "outage").await;
    world.complaint().await;
    let watch = opened(&world, "watch").await;
    let second = opened(&world, "outage").await;
    let held = opened(&world, "outage").await;
    let hold = steward_case::Command::Hold("等配件".to_owned());
    world.desk("chen.gang").act(&held, &hold).await.expect("held");
    assert_eq!(hearing(&world, "water.back").await, [&first, &second, &held, &watch].map(Clone::clone));
    assert_eq!(hearing(&world, "part.came").await, [&held, &watch].map(Clone::clone));

    let desk = world.desk("wang.li");
    let heard = desk.event("part.came", "riverside", &fields(&[]), None).await.expect("heard");
    assert_eq!(heard.asked, [&held, &watch].map(Clone::clone));
    let heard = desk.event("water.back", "riverside", &fields(&[]), None).await.expect("heard");
    assert_eq!(heard.asked, [&first, &second, &held, &watch].map(Clone::clone));
    for case in [&first, &second, &held] {
        assert_eq!(world.times(case, "done back").await, 1);
    }
    assert_eq!(
        hearing(&world, "water.back").await,
        std::slice::from_ref(&watch),
        "nobody waits for it any more"
    );
    world.desk("wang.li").act(&watch, &done("look")).await.expect("done");
    assert!(hearing(&world, "water.back").await.is_empty(), "what is over hears nothing");
}
