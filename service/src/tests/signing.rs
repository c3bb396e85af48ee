//! Whose task it is to sign what another has sent.

use super::support::*;
use crate::Sending;
use steward_case::{CaseId, Command};
use steward_model::StepId;

const ISOLATE: &str = "workflow: isolate
start: [ { who: [desk, boss] } ]
fields:
  power: { type: text, required: true }
steps:
  - { step: cut, title: 断电, owner: OWNER, form: [power], signoff: second-person, within: 2h }
";

const RIVERSIDE: &str = "estate: riverside
name: 滨江花园
staff:
  - { id: wang.li, name: 王丽, roles: [desk], email: wang.li@example.com }
  - { id: li.na, name: 李娜, roles: [desk], email: li.na@example.com }
  - { id: chen.gang, name: 陈刚, roles: [manager], email: chen.gang@example.com }
";

fn world(owner: &str) -> World {
    let isolate = ISOLATE.replace("OWNER", owner);
    World::with(&[("workflows/isolate.yaml", &isolate), ("estates/riverside.yaml", RIVERSIDE)])
}

async fn opened(world: &World, by: &str) -> CaseId {
    world.desk(by).open("isolate", "riverside", &fields(&[]), None, true).await.expect("a case").case
}

async fn sends(world: &World, by: &str, case: &CaseId) {
    let sending = Sending { fields: fields(&[("power", "off")]), ..Sending::default() };
    world.desk(by).complete(case, &StepId::new("cut"), sending).await.expect("sent");
}

async fn tasks(world: &World, of: &str) -> Vec<String> {
    let (mut tasks, mut after) = (Vec::new(), None);
    loop {
        // What is not for them makes room for what comes after it.
        let page = world.desk(of).tasks(None, 1, after).await.expect("tasks");
        assert!(page.rows.len() == 1 || page.next.is_none());
        tasks.extend(page.rows);
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    tasks.into_iter().map(|task| task.title.zh).collect()
}

#[tokio::test]
async fn it_is_a_task_of_those_who_may_sign_and_not_of_who_sent_it() {
    let world = world("desk");
    let case = opened(&world, "wang.li").await;
    assert_eq!(tasks(&world, "wang.li").await, ["断电"]);
    sends(&world, "wang.li", &case).await;
    assert!(tasks(&world, "wang.li").await.is_empty());
    assert_eq!(tasks(&world, "li.na").await, ["断电（待复核）"]);
    // Sent once more by the other, it is the first who may sign.
    sends(&world, "li.na", &case).await;
    assert!(tasks(&world, "li.na").await.is_empty());
    assert_eq!(tasks(&world, "wang.li").await, ["断电（待复核）"]);
    world.desk("wang.li").act(&case, &Command::Sign(StepId::new("cut"))).await.expect("signed");
    assert!(tasks(&world, "wang.li").await.is_empty());
}

#[tokio::test]
async fn with_nobody_else_of_the_role_it_is_the_superiors_task() {
    let world = world("manager");
    let case = opened(&world, "wang.li").await;
    sends(&world, "chen.gang", &case).await;
    assert!(tasks(&world, "chen.gang").await.is_empty());
    assert_eq!(tasks(&world, "xu.min").await, ["断电（待复核）"]);
}

#[tokio::test]
async fn where_nobody_could_sign_it_whoever_sent_it_still_sees_that_it_stands() {
    let world = world("boss");
    let case = opened(&world, "xu.min").await;
    sends(&world, "xu.min", &case).await;
    assert_eq!(tasks(&world, "xu.min").await, ["断电（待复核）"]);
}

#[tokio::test]
async fn what_is_for_others_to_sign_makes_room_for_what_comes_after_it() {
    let world = world("desk");
    let first = opened(&world, "wang.li").await;
    world.clock.set(at("09:01"));
    let second = opened(&world, "wang.li").await;
    sends(&world, "wang.li", &first).await;
    let page = world.desk("wang.li").tasks(None, 1, None).await.expect("tasks");
    assert_eq!(page.rows.iter().map(|task| &task.case).collect::<Vec<_>>(), [&second]);
    assert_eq!(page.next, None);
}
