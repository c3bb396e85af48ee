//! Steps that show how a workflow went.

use super::support::*;
use steward_case::{Actor, CaseId, Command, Figures};
use steward_ports::{Errand, Store};

const REVIEW: &str = "
workflow: review
title: 回顾
start: [ { who: [manager] } ]
steps:
  - { step: look, title: 看一看, owner: manager, report: leak }
";

const LEAK: &str = "
workflow: leak
title: 漏水
start: [ { who: [desk] } ]
seen_by: [desk]
standards:
  - { ref: 1.1-Q1, measure: met(mend), at_least: 95% }
  - { ref: 1.1-Q2, measure: count() }
steps:
  - { step: mend, title: { zh: 修好, en: Mend it }, owner: desk, within: 2h }
";

const FILES: [(&str, &str); 2] = [("workflows/review.yaml", REVIEW), ("workflows/leak.yaml", LEAK)];

async fn opened(world: &World, person: &str, workflow: &str, estate: &str) -> CaseId {
    let desk = world.desk(person);
    desk.open(workflow, estate, &fields(&[]), None, false).await.expect("a case").case
}

async fn kept(world: &World, case: &CaseId) -> Option<Figures> {
    world.service.load(case).await.expect("a case").step(&"look".into()).figures
}

/// Nobody serves; leaks at two estates, one of them mended.
async fn leaks(world: &World) {
    let mended = opened(world, "wang.li", "leak", "riverside").await;
    world.desk("wang.li").act(&mended, &done("mend")).await.expect("done");
    opened(world, "wang.li", "leak", "riverside").await;
    let off = opened(world, "wang.li", "leak", "riverside").await;
    world.desk("chen.gang").act(&off, &Command::Cancel("误报".into())).await.expect("cancelled");
    opened(world, "fang.hua", "leak", "hillside").await;
}

#[tokio::test]
async fn figures_are_worked_out_by_the_next_program_though_the_one_that_asked_has_stopped() {
    let world = World::with(&FILES);
    leaks(&world).await;
    world.clock.set(at("10:00"));
    let review = opened(&world, "chen.gang", "review", "riverside").await;
    assert_eq!(kept(&world, &review).await, None, "the step is there before its figures");
    // It doesn't wait for them, and gets them though it is done, and the case with it.
    world.desk("chen.gang").act(&review, &done("look")).await.expect("done");

    let after = World::over(&FILES, world.store.clone(), at("10:05"));
    after.look().await;
    let figures = kept(&after, &review).await.expect("figures");
    assert_eq!((figures.from, figures.until, figures.cases), (None, at("10:00"), 2));
    let shown: Vec<_> =
        figures.standards.iter().map(|it| (&*it.written, &*it.title.zh, it.of, it.running)).collect();
    assert_eq!(shown, [("met(mend)", "修好的按时率", 1, 1), ("count()", "件数", 2, 0)]);
    assert_eq!(after.store.asked(10).await, Ok(Vec::new()), "it is asked no more");

    opened(&after, "wang.li", "leak", "riverside").await;
    after.clock.set(at("11:00"));
    let second = opened(&after, "chen.gang", "review", "riverside").await;
    after.look().await;
    let figures = kept(&after, &second).await.expect("figures");
    assert_eq!((figures.from, figures.until, figures.cases), (Some(at("10:00")), at("11:00"), 1));
}

#[tokio::test]
async fn figures_that_come_twice_are_kept_once_and_a_cancelled_review_needs_none() {
    let world = World::with(&FILES);
    leaks(&world).await;
    world.clock.set(at("10:00"));
    let review = opened(&world, "chen.gang", "review", "riverside").await;
    let asked = world.store.asked(10).await.expect("what was asked");
    let [asked] = asked.as_slice() else { panic!("one thing is asked: {asked:?}") };
    let Errand::Figures { step, round, workflow } = &asked.errand else { panic!("figures: {asked:?}") };
    // As where it is carried out, and the program stops before it is struck off.
    world.service.work_out(asked, step, *round, workflow).await.expect("figures");
    let first = kept(&world, &review).await.expect("figures");
    opened(&world, "wang.li", "leak", "riverside").await;
    world.look().await;
    assert_eq!(world.times(&review, "noted look").await, 1);
    let again = Command::Figures {
        step: step.clone(),
        round: *round,
        figures: Figures { cases: 99, ..first.clone() },
    };
    let said = world.service.decide(&review, &Actor::Engine, &again, |_, _| Ok(())).await;
    assert_eq!(said, Ok(Vec::new()));
    assert_eq!(kept(&world, &review).await, Some(first));

    world.clock.set(at("11:00"));
    let off = opened(&world, "chen.gang", "review", "riverside").await;
    world.desk("xu.min").act(&off, &Command::Cancel("重复".into())).await.expect("cancelled");
    world.look().await;
    assert_eq!(kept(&world, &off).await, None);
    world.clock.set(at("12:00"));
    let third = opened(&world, "chen.gang", "review", "riverside").await;
    world.look().await;
    assert_eq!(
        kept(&world, &third).await.expect("figures").from,
        Some(at("10:00")),
        "the cancelled one is not the last"
    );
}

#[tokio::test]
async fn a_case_whose_record_is_damaged_is_left_out_and_the_figures_come_all_the_same() {
    let world = World::with(&FILES);
    leaks(&world).await;
    let last = opened(&world, "wang.li", "leak", "riverside").await;
    let damaged = world.damaged(&last).await;
    assert!(world.service.load(&damaged).await.is_err(), "it can't be read");
    world.clock.set(at("10:00"));
    let review = opened(&world, "chen.gang", "review", "riverside").await;
    world.look().await;
    assert_eq!(kept(&world, &review).await.expect("figures").cases, 3);
}
