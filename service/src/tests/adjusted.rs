//! Estates that adjust a process: what their cases go by, and what is not done there.

use super::support::*;
use steward_model::StepId;
use steward_time::Timestamp;

const HILLSIDE: &str = "
estate: hillside
name: 山景苑
staff:
  - { id: fang.hua, name: 方华, roles: [desk, manager], email: fang.hua@example.com }
adjusts:
";

fn world(adjusts: &str) -> World {
    let (complaint, hillside) = written(adjusts);
    World::with(&[("workflows/complaint.yaml", &complaint), ("estates/hillside.yaml", &hillside)])
}

/// The same program started anew with another handbook.
fn restarted(world: &World, adjusts: &str, now: Timestamp) -> World {
    let (complaint, hillside) = written(adjusts);
    let files = [("workflows/complaint.yaml", &*complaint), ("estates/hillside.yaml", &*hillside)];
    World::over(&files, world.store.clone(), now)
}

fn written(adjusts: &str) -> (String, String) {
    let start = "start:\n  - { every: day at 10:00 }\n  - { who: [desk] }\n  - { event: hotline.called }\n";
    let complaint = COMPLAINT
        .replace("start: [ { who: [desk] }, { event: hotline.called } ]\n", start)
        .replace("fields:", "estates_may: [tighten, add, not_here]\nfields:");
    (complaint, format!("{HILLSIDE}  complaint: {{ {adjusts} }}\n"))
}

#[tokio::test]
async fn a_case_goes_by_what_its_estate_adjusted_and_keeps_to_it() {
    let first =
        "tighten: { respond: 20m }, add: [ { after: respond, step: note, title: 记一笔, owner: desk } ]";
    let world = world(first);
    let desk = world.desk("fang.hua");
    let fields = fields(&[("what", "漏水")]);
    let case = desk.open("complaint", "hillside", &fields, None, false);
    let case = case.await.expect("it is opened").case;
    let shown = desk.show(&case).await.expect("a case");
    assert_eq!(shown.report.limits[1].due, Some(at("09:20")));

    let later = restarted(&world, "tighten: { respond: 10m }", at("09:05"));
    let shown = later.desk("fang.hua").show(&case).await.expect("a case");
    assert_eq!(shown.report.limits[1].due, Some(at("09:20")));
    assert!(shown.workflow.step(&StepId::new("note")).is_some());
    later.desk("fang.hua").act(&case, &done("respond")).await.expect("done");
    let tasks = later.desk("fang.hua").tasks(None, 99, None).await.expect("tasks").rows;
    assert_eq!(tasks.iter().map(|task| task.step.as_str()).collect::<Vec<_>>(), ["note"]);
}

#[tokio::test]
async fn other_estates_go_by_the_standard() {
    let world = world("tighten: { respond: 20m }");
    let case = world.complaint().await;
    let shown = world.desk("wang.li").show(&case).await.expect("a case");
    assert_eq!(shown.report.limits[1].due, Some(at("09:30")));
}

#[tokio::test]
async fn what_is_not_done_at_an_estate_is_opened_there_by_nobody() {
    let world = world("not_here: 由集团热线受理");
    let desk = world.desk("fang.hua");
    let opened = desk.open("complaint", "hillside", &fields(&[("what", "漏水")]), None, false).await;
    let (kind, text) = denied(opened.expect_err("it is not done there"));
    assert_eq!(kind, "refused");
    assert!(text.contains("由集团热线受理"), "{text}");

    world
        .desk("xu.min")
        .event("hotline.called", "hillside", &fields(&[]), None)
        .await
        .expect_err("nobody listens");
    world.look().await;
    world.pass(at("10:00")).await;
    let cases = world.cases("complaint").await;
    let estates: Vec<bool> = cases.iter().map(|case| case.as_str().starts_with("riverside")).collect();
    assert_eq!(estates, [true]);
}
