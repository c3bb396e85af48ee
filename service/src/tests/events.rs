//! Events that are raised at an estate.

use super::support::*;

const WATER: &str = "
workflow: water
title: 停水
start: [ { who: [desk] } ]
steps:
  - { step: note, title: 登记, owner: desk }
  - { step: back, title: 等来水, wait_for: water.back }
  - { step: tell, title: 告知, owner: desk }
";

#[tokio::test]
async fn a_case_whose_record_is_damaged_keeps_no_other_from_hearing_an_event() {
    let world = World::with(&[("workflows/water.yaml", WATER)]);
    let mut cases = Vec::new();
    for _ in 0..2 {
        let opened = world.desk("wang.li").open("water", "riverside", &fields(&[]), None, false).await;
        let case = opened.expect("a case").case;
        world.desk("wang.li").act(&case, &done("note")).await.expect("done");
        // One before the other case, one after it.
        world.damaged(&case).await;
        cases.push(case);
    }
    let mut heard = world
        .desk("wang.li")
        .event("water.back", "riverside", &fields(&[]), None)
        .await
        .expect("it is heard")
        .asked;
    heard.sort();
    assert_eq!(heard, cases);
    for case in &cases {
        assert_eq!(world.times(case, "done back").await, 1);
    }
}
