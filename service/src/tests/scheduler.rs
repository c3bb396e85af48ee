//! What time does.

use super::support::*;
use std::sync::Arc;
use steward_ports::Store;
use steward_store::SqliteStore;

#[tokio::test]
async fn every_rung_is_judged_once_however_often_it_is_looked() {
    let world = World::new();
    let case = world.complaint().await;
    for hour in ["09:10", "09:24", "09:24", "09:25", "09:30", "09:30", "09:31", "11:00"] {
        world.pass(at(hour)).await;
        world.look().await;
    }
    assert_eq!(world.times(&case, "at_risk respond").await, 1);
    assert_eq!(world.times(&case, "overdue respond").await, 1);
    assert_eq!(world.times(&case, "told respond chen.gang overdue").await, 1);
}

#[tokio::test]
async fn a_case_that_nobody_works_on_asks_for_no_further_look() {
    let world = World::new();
    world.complaint().await;
    assert_eq!(world.store.earliest_wake().await.expect("a wake"), Some(at("09:24")));
    world.pass(at("09:30")).await;
    assert_eq!(world.store.earliest_wake().await.expect("a wake"), None);
}

#[tokio::test]
async fn a_clock_that_steps_back_judges_nothing_twice_and_stamps_nothing_before_what_was() {
    let world = World::new();
    let case = world.complaint().await;
    world.pass(at("09:31")).await;
    world.pass(at("08:00")).await;
    world.desk("wang.li").act(&case, &done("respond")).await.expect("it can be done");
    world.pass(at("09:40")).await;
    assert_eq!(world.times(&case, "overdue respond").await, 1);
    let events = world.store.events(&case).await.expect("a record");
    assert!(events.windows(2).all(|pair| pair[0].at <= pair[1].at), "{events:#?}");
}

#[tokio::test]
async fn a_case_that_cannot_be_judged_is_set_aside_and_holds_nobody_up() {
    let world = World::new();
    let fields = fields(&[("what", "漏水")]);
    world.desk("fang.hua").open("complaint", "hillside", &fields, None, false).await.expect("a case");
    let case = world.complaint().await;
    let elsewhere = "estate: lakeside\nname: 湖景\nstaff:\n  - { id: fang.hua, name: 方华, roles: [desk, manager], email: fang.hua@example.com }\n";
    let without = World::over(&[("estates/hillside.yaml", elsewhere)], world.store.clone(), at("09:00"));
    without.pass(at("09:30")).await;
    assert_eq!(without.times(&case, "overdue respond").await, 1);
}

const OFFICE: &str = "calendar: office\nhours:\n  mon-fri: [\"08:00-18:00\"]\n";

#[tokio::test]
async fn a_changed_calendar_moves_what_is_open_once() {
    let complaint = COMPLAINT.replace("title: { zh: 投诉处理", "calendar: office\ntitle: { zh: 投诉处理");
    let complaint = complaint.replace("within: 30m", "within: 2 workdays");
    let store = Arc::new(SqliteStore::open_in_memory().expect("a store"));
    let files = |office: &'static str| {
        vec![("workflows/complaint.yaml", complaint.clone()), ("calendars/office.yaml", office.to_owned())]
    };
    let over = |office| {
        let files = files(office);
        let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
        World::over(&files, store.clone(), at("09:00"))
    };
    let world = over(OFFICE);
    world.look().await;
    let case = world.complaint().await;
    let due =
        async |world: &World| world.desk("wang.li").show(&case).await.expect("a case").report.limits[1].due;
    assert_eq!(due(&world).await, Some(at("04T09:00")));
    let closed = "calendar: office\nhours:\n  mon-fri: [\"08:00-18:00\"]\ndates:\n  2026-03-03: closed\n";
    let world = over(closed);
    world.look().await;
    world.look().await;
    assert_eq!(due(&world).await, Some(at("05T09:00")));
    assert_eq!(world.times(&case, "moved respond").await, 1);
}

#[tokio::test]
async fn a_case_that_a_rule_asks_for_is_opened_once() {
    let complaint = format!("{COMPLAINT}rules: asking\n");
    let rules =
        "fn done(case, step) { if step.id == \"respond\" { start(\"visit\", #{ why: case.what }); } }";
    let visit = "workflow: visit\ntitle: 回访\nstart: [ { event: visit.wanted } ]\nfields: { why: { type: text, title: 原因 } }\nsteps:\n  - { step: go, title: 上门, owner: desk }\n";
    let world = World::with(&[
        ("workflows/complaint.yaml", &complaint),
        ("rules/asking.rhai", rules),
        ("workflows/visit.yaml", visit),
    ]);
    let case = world.complaint().await;
    world.desk("wang.li").act(&case, &done("respond")).await.expect("done");
    assert_eq!(world.cases("visit").await, []);
    world.look().await;
    world.look().await;
    let visits = world.cases("visit").await;
    assert_eq!(visits.len(), 1);
    let shown = world.desk("wang.li").show(&visits[0]).await.expect("a case");
    assert!(shown.case.fields.contains_key("why"));
    let note = shown.events[0].text.as_ref().expect("where it comes from");
    assert!(note.zh.contains(case.as_str()), "{note:?}");
}
