//! A step that is done for each zone, with a real store: a task for each, done one after another, by whatever
//! program, and one message to whoever has several of them.

use super::support::*;
use crate::Sending;
use steward_case::{CaseId, Command, StepStatus};
use steward_model::{MOST_ITEMS, StepId, Value};
use steward_ports::Content;

const SECURE: &str = "workflow: storm
title: 台风前加固
start: [ { who: [desk] } ]
fields:
  wind: { type: number, required: true }
  secured: { type: bool, required: true }
steps:
  - { step: warning, owner: desk, form: [wind] }
  - step: secure
    title: 加固
    for_each: zones
    owner: \"{item.keeper}\"
    form: [secured]
    within: 2h
    then:
      - { if: all(secured == true), end: done }
  - { step: help, owner: manager }
";

const TWO: &str = "{ id: b1, name: 1号楼, keeper: wang.li }, { id: b2, name: 2号楼, keeper: wang.li }";

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

fn world() -> World {
    World::with(&[("workflows/storm.yaml", SECURE), ("estates/riverside.yaml", &estate(TWO))])
}

async fn storm(world: &World) -> CaseId {
    let fields = fields(&[("wind", "9")]);
    world.desk("wang.li").open("storm", "riverside", &fields, None, false).await.expect("a case").case
}

async fn secure(world: &World, case: &CaseId, step: &str, secured: &str) -> Result<(), String> {
    let sending = Sending { fields: fields(&[("secured", secured)]), ..Sending::default() };
    let done = world.desk("wang.li").complete(case, &StepId::new(step), sending).await;
    done.map(drop).map_err(|denied| denied.text().zh)
}

async fn tasks(world: &World) -> Vec<String> {
    let tasks = world.tasks().await;
    let mut tasks: Vec<_> =
        tasks.iter().map(|task| format!("{} {} {}", task.step, task.title.zh, task.owner)).collect();
    tasks.sort();
    tasks
}

#[tokio::test]
async fn each_item_is_a_task_and_the_last_one_done_opens_the_way() {
    let world = world();
    let case = storm(&world).await;
    assert_eq!(tasks(&world).await, ["secure/b1 加固（1号楼） wang.li", "secure/b2 加固（2号楼） wang.li"]);
    assert_eq!(
        secure(&world, &case, "secure", "true").await,
        Err("步骤“加固”（secure）逐个办理，请用 --item 指明一项：“1号楼”（b1）、“2号楼”（b2）".to_owned())
    );
    secure(&world, &case, "secure/b1", "true").await.expect("done");
    assert_eq!(tasks(&world).await, ["secure/b2 加固（2号楼） wang.li"]);
    secure(&world, &case, "secure", "false").await.expect("done");
    assert_eq!(tasks(&world).await, ["help help manager"]);
    let known = world.service.load(&case).await.expect("a case");
    assert_eq!(known.fields.get("secured/b2"), Some(&Value::Bool(false)));
}

#[tokio::test]
async fn another_program_finds_the_items_where_the_first_one_stopped() {
    let world = world();
    let case = storm(&world).await;
    secure(&world, &case, "secure/b1", "true").await.expect("done");
    // As after a crash: nothing is known but the store, and the estate has another zone by now.
    let three = estate(&format!("{TWO}, {{ id: b3, name: 3号楼, keeper: wang.li }}"));
    let files = [("workflows/storm.yaml", SECURE), ("estates/riverside.yaml", three.as_str())];
    let after = World::over(&files, world.store.clone(), at("11:30"));
    after.look().await;
    assert_eq!(after.times(&case, "overdue secure/b2").await, 1);
    assert_eq!(after.times(&case, "overdue secure/b1").await, 0);
    assert_eq!(tasks(&after).await, ["secure/b2 加固（2号楼） wang.li"]);
    secure(&after, &case, "secure", "true").await.expect("done");
    let shown = after.desk("wang.li").show(&case).await.expect("a case");
    let steps: Vec<_> = shown.report.steps.iter().map(|step| (step.step.as_str(), step.status)).collect();
    assert_eq!(
        steps,
        [
            ("warning", StepStatus::Done),
            ("secure", StepStatus::Done),
            ("secure/b1", StepStatus::Done),
            ("secure/b2", StepStatus::Done),
            ("help", StepStatus::Waiting),
        ]
    );
    assert_eq!(shown.case.ended.as_ref().map(|word| word.as_str()), Some("done"));
}

#[tokio::test]
async fn whoever_has_several_items_hears_of_them_in_one_message() {
    let world = world();
    let case = storm(&world).await;
    world.look().await;
    world.deliver().await;
    let mail = world.mail.take();
    let [mail] = mail.as_slice() else { panic!("{mail:?}") };
    let Content::Mail { subject, text, .. } = &mail.content else { panic!("{mail:?}") };
    assert_eq!(subject, "[riverside-storm-1] 台风前加固 · 2 件事等您处理");
    assert!(text.contains("同一步骤有 2 项，最急的在前"), "{text}");
    assert!(text.contains("\n1. 加固（1号楼） 待办理（3月2日 周一 11:00） · 滨江花园"), "{text}");
    assert!(text.contains("\n2. 加固（2号楼） 待办理"), "{text}");
    // One alone goes as it is.
    secure(&world, &case, "secure/b1", "true").await.expect("done");
    world.pass(at("10:36")).await;
    world.deliver().await;
    let mail = world.mail.take();
    let [mail] = mail.as_slice() else { panic!("{mail:?}") };
    assert_eq!(content(mail), "[riverside-storm-1] 台风前加固 · 加固（2号楼） 还剩24分钟");
}

#[tokio::test]
async fn a_field_that_items_fill_is_neither_given_at_the_opening_nor_changed_as_one() {
    let world = world();
    let both = fields(&[("wind", "9"), ("secured", "true")]);
    let opened = world.desk("wang.li").open("storm", "riverside", &both, None, false).await;
    let said = "字段“secured”在步骤“加固”里每一项各填一个，要改某一项的请写 secured/项";
    assert_eq!(denied(opened.expect_err("refused")), ("words", said.to_owned()));
    let case = storm(&world).await;
    let desk = world.desk("chen.gang");
    let set = desk.set(&case, &fields(&[("secured", "true")]), "问过了").await;
    assert_eq!(denied(set.expect_err("refused")), ("words", said.to_owned()));
    desk.set(&case, &fields(&[("secured/b1", "true")]), "问过了").await.expect("set");
    let hand = Command::Hand { step: StepId::new("secure/b2"), to: "chen.gang".into() };
    desk.act(&case, &hand).await.expect("handed");
}

#[tokio::test]
async fn as_many_items_as_a_list_holds_are_given_out_and_done() {
    let walk = "workflow: walk
start: [ { who: [desk] } ]
fields: { spots: { type: list } }
steps:
  - { step: plan, owner: desk, form: [spots] }
  - { step: look, for_each: spots, owner: desk, within: 2h }
";
    let world = World::with(&[("workflows/walk.yaml", walk)]);
    let open = async |count: usize| {
        let spots: Vec<String> = (1..=count).map(|spot| format!("点{spot}")).collect();
        let fields = fields(&[("spots", &spots.join(","))]);
        world.desk("wang.li").open("walk", "riverside", &fields, None, false).await
    };
    assert_eq!(denied(open(MOST_ITEMS + 1).await.expect_err("refused")).0, "words");
    let case = open(MOST_ITEMS).await.expect("a case").case;
    assert_eq!(tasks(&world).await.len(), MOST_ITEMS);
    for spot in 1..=MOST_ITEMS {
        world.desk("wang.li").act(&case, &done(&format!("look/点{spot}"))).await.expect("done");
    }
    assert!(world.service.load(&case).await.expect("a case").is_over());
}
