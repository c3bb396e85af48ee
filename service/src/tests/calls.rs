//! Workflows that steps call.

use super::support::*;
use crate::intake::Aside;
use steward_case::{Actor, CaseId, Command, State};
use steward_model::{FieldId, Value};
use steward_ports::{Errand, Store};

const PATROL: &str = "
workflow: patrol
title: 巡查
start:
  - every: day at 10:00
fields:
  phone: { type: phone, private: true, default: \"+8613800000009\" }
  spot: { type: text, default: 大堂 }
steps:
  - { step: order, call: mending, with: { caller: phone, what: spot }, detach: true }
  - { step: walk, title: 走一圈, owner: manager, form: [spot, phone] }
";

const MENDING: &str = "
workflow: mending
title: 维修
start: [ { who: [manager] } ]
fields:
  caller: { type: phone, private: true }
  what: { type: text }
steps:
  - { step: mend, title: 修, owner: manager, form: [what, caller] }
";

const FILES: [(&str, &str); 2] = [("workflows/patrol.yaml", PATROL), ("workflows/mending.yaml", MENDING)];

#[tokio::test]
async fn a_call_opens_one_case_with_what_is_passed_across_restarts() {
    let world = World::with(&FILES);
    world.look().await;
    world.pass(at("10:00")).await;
    for hour in ["10:00", "10:01"] {
        World::over(&FILES, world.store.clone(), at(hour)).look().await;
    }
    let mut cases = world.cases("mending").await;
    cases.retain(|case| case.to_string().starts_with("riverside"));
    let shown: Vec<String> = cases.iter().map(ToString::to_string).collect();
    assert_eq!(shown, ["riverside-mending-1"]);
    let case = world.service.load(&cases[0]).await.expect("a case");
    assert_eq!(case.fields.get(&FieldId::new("what")), Some(&Value::Text("大堂".to_owned())));
    assert!(case.fields.contains_key(&FieldId::new("caller")), "what is private goes where it stays so");
}

const JOB: &str = "
workflow: job
title: 报修
start: [ { who: [desk] } ]
fields:
  what: { type: text }
steps:
  - { step: note, title: 登记, owner: desk, form: [what] }
  - { step: order, title: 派单, call: mending, with: { what: what } }
  - { step: look, title: 回访, owner: desk }
";

const WAITING: [(&str, &str); 2] = [("workflows/job.yaml", JOB), ("workflows/mending.yaml", MENDING)];

/// A job whose first step is done by opening it; nobody serves yet.
async fn job(world: &World) -> CaseId {
    let (desk, fields) = (world.desk("wang.li"), fields(&[("what", "漏水")]));
    desk.open("job", "riverside", &fields, None, false).await.expect("a case").case
}

/// Another program over what this one has left.
fn restarted(world: &World, hour: &str) -> World {
    World::over(&WAITING, world.store.clone(), at(hour))
}

/// What happened to a case from its call on.
async fn since_the_call(world: &World, case: &CaseId) -> Vec<String> {
    world.record(case).await.into_iter().skip_while(|line| line != "started order").collect()
}

#[tokio::test]
async fn an_awaited_call_is_done_by_the_end_of_its_case_though_each_step_is_taken_by_another_program() {
    let first = World::with(&WAITING);
    let job = job(&first).await;
    assert_eq!(since_the_call(&first, &job).await, ["started order"]);

    let second = restarted(&first, "09:01");
    second.look().await;
    let mending = second.cases("mending").await;
    assert_eq!(mending.iter().map(ToString::to_string).collect::<Vec<_>>(), ["riverside-mending-1"]);
    assert_eq!(since_the_call(&second, &job).await, ["started order", "noted order"]);
    let called = second.service.load(&job).await.expect("a case").step(&"order".into()).called;
    assert_eq!(called.expect("a call").case.as_ref(), Some(&mending[0]));

    // Nobody serves while the other case ends, so its caller does not know yet.
    let third = restarted(&first, "10:00");
    third.desk("chen.gang").act(&mending[0], &done("mend")).await.expect("done");
    assert_eq!(since_the_call(&third, &job).await, ["started order", "noted order"]);

    let fourth = restarted(&first, "10:01");
    fourth.look().await;
    fourth.look().await;
    assert_eq!(
        since_the_call(&fourth, &job).await,
        [
            "started order",
            "noted order",
            "noted order",
            "done order",
            "ready look",
            "rung look",
            "told look wang.li task"
        ]
        .map(str::to_owned)
        .to_vec()
    );
    assert_eq!(fourth.cases("mending").await, mending, "none was opened twice");
}

#[tokio::test]
async fn the_same_news_of_a_called_case_twice_changes_nothing() {
    let world = World::with(&WAITING);
    let job = job(&world).await;
    world.look().await;
    let mending = world.cases("mending").await.remove(0);
    world.desk("chen.gang").act(&mending, &done("mend")).await.expect("done");
    let asked = world.store.asked(10).await.expect("what was asked");
    let Some(Errand::Reply { to, says }) = asked.into_iter().map(|asked| asked.errand).next() else {
        panic!("the end of a called case is told to its caller");
    };
    world.look().await;
    let before = world.record(&job).await;
    let command = Command::Reply { call: to.call, says };
    let again = world.service.decide(&job, &Actor::Engine, &command, |_, _| Ok(())).await;
    assert_eq!(again, Ok(Vec::new()));
    assert_eq!(world.record(&job).await, before);
}

#[tokio::test]
async fn cancelling_the_caller_calls_the_other_case_off_even_where_the_engine_stops_between() {
    let world = World::with(&WAITING);
    let job = job(&world).await;
    world.look().await;
    let mending = world.cases("mending").await.remove(0);
    world.desk("chen.gang").act(&job, &Command::Cancel("撤销".into())).await.expect("cancelled");
    assert_eq!(world.service.load(&mending).await.expect("a case").state, State::Open);

    let again = restarted(&world, "10:00");
    again.look().await;
    let case = again.service.load(&mending).await.expect("a case");
    assert_eq!(case.state, State::Cancelled);
    let events = again.store.events(&mending).await.expect("a record");
    let text = events.last().and_then(|event| event.text.clone()).expect("a reason");
    assert_eq!(text.zh, format!("发起它的案件 {job} 不再等它"));
    assert!(again.store.asked(10).await.expect("what was asked").is_empty());
    assert!(!again.record(&job).await.iter().any(|line| line.ends_with("call-ended")), "nobody waits for it");
}

#[tokio::test]
async fn a_call_that_is_withdrawn_before_its_case_is_opened_leaves_none_open() {
    let world = World::with(&WAITING);
    let job = job(&world).await;
    world.desk("chen.gang").act(&job, &Command::Cancel("撤销".into())).await.expect("cancelled");
    world.look().await;
    for mending in world.cases("mending").await {
        assert_eq!(world.service.load(&mending).await.expect("a case").state, State::Cancelled);
    }
}

#[tokio::test]
async fn where_the_other_case_was_cancelled_the_step_is_a_task_of_one_above_who_may_repeat_it() {
    let world = World::with(&WAITING);
    let job = job(&world).await;
    world.look().await;
    let mending = world.cases("mending").await.remove(0);
    world.desk("xu.min").act(&mending, &Command::Cancel("重复".into())).await.expect("cancelled");
    world.look().await;
    let told = world.record(&job).await;
    assert_eq!(told.last().map(String::as_str), Some("told order chen.gang call-ended"));
    let tasks = world.desk("chen.gang").tasks(None, 99, None).await.expect("tasks").rows;
    let shown: Vec<_> = tasks.iter().map(|task| (task.step.as_str(), task.title.zh.as_str())).collect();
    assert_eq!(shown, [("order", "派单（所等的案件没有办结）")]);
    assert!(world.desk("wang.li").tasks(None, 99, None).await.expect("tasks").rows.is_empty());
    world.deliver().await;
    let sent = world.mail.take();
    let mail = sent.iter().find(|mail| content(mail).contains("没有办结")).expect("a mail");
    assert!(content(mail).contains("派单 所等的案件没有办结"), "{}", content(mail));

    let refused = world.desk("wang.li").act(&job, &Command::Repeat("order".into())).await;
    assert_eq!(refused.map_err(denied).unwrap_err().0, "refused");
    world.desk("chen.gang").act(&job, &Command::Repeat("order".into())).await.expect("called once more");
    world.look().await;
    assert_eq!(world.cases("mending").await.len(), 2);
    let tasks = world.desk("chen.gang").tasks(None, 99, None).await.expect("tasks").rows;
    assert_eq!(tasks.iter().map(|task| task.step.as_str()).collect::<Vec<_>>(), ["mend"]);
}

#[tokio::test]
async fn a_call_of_what_is_gone_from_the_handbook_is_told_and_does_not_wait_for_ever() {
    let world = World::with(&WAITING);
    let job = job(&world).await;
    let alone = JOB.replace("  - { step: order, title: 派单, call: mending, with: { what: what } }\n", "");
    let later = World::over(&[("workflows/job.yaml", &alone)], world.store.clone(), at("09:05"));
    later.look().await;
    let since: Vec<String> = since_the_call(&later, &job).await;
    assert_eq!(since, ["started order", "fault order", "told order chen.gang call-ended"]);
    later.desk("chen.gang").act(&job, &done("order")).await.expect("done by one above");
    assert!(
        later.times(&job, "done order").await == 1 && later.store.asked(10).await.expect("none").is_empty()
    );
}

/// The house without riverside: the cases there can't be worked with.
const ELSEWHERE: &str = "estate: lakeside\nname: 湖景\nstaff:\n  - { id: wang.li, name: 王丽, roles: [desk, manager], email: wang.li@example.com }\n";

/// A program that finds the estate's file gone.
fn without_the_estate(world: &World, hour: &str) -> World {
    let files = [WAITING.as_slice(), &[("estates/riverside.yaml", ELSEWHERE)]].concat();
    World::over(&files, world.store.clone(), at(hour))
}

#[tokio::test]
async fn news_for_a_caller_that_cannot_be_worked_with_waits_until_it_can() {
    let world = World::with(&WAITING);
    let job = job(&world).await;
    world.look().await;
    let mending = world.cases("mending").await.remove(0);
    world.desk("chen.gang").act(&mending, &done("mend")).await.expect("done");

    let meanwhile = without_the_estate(&world, "09:30");
    meanwhile.look().await;
    meanwhile.pass(at("10:30")).await;
    assert_eq!(world.store.asked(10).await.expect("what was asked").len(), 1, "it is not lost");

    let again = restarted(&world, "11:00");
    again.look().await;
    assert_eq!(again.times(&job, "done order").await, 1);
    assert!(again.store.asked(10).await.expect("none").is_empty());
}

#[tokio::test]
async fn what_is_called_off_while_it_cannot_be_worked_with_is_called_off_when_it_can() {
    let world = World::with(&WAITING);
    let job = job(&world).await;
    world.look().await;
    world.desk("chen.gang").act(&job, &Command::Cancel("撤销".into())).await.expect("cancelled");

    without_the_estate(&world, "09:30").look().await;
    let mending = world.cases("mending").await.remove(0);
    assert_eq!(world.service.load(&mending).await.expect("a case").state, State::Open);

    restarted(&world, "10:00").look().await;
    assert_eq!(world.service.load(&mending).await.expect("a case").state, State::Cancelled);
}

#[tokio::test]
async fn what_is_set_aside_is_tried_again_by_itself_and_holds_up_no_errand_of_another_case() {
    let world = World::with(&WAITING);
    let job = job(&world).await;
    world.look().await;
    let mending = world.cases("mending").await.remove(0);
    world.desk("chen.gang").act(&mending, &done("mend")).await.expect("done");
    let meanwhile = without_the_estate(&world, "09:30");
    let mut aside = Aside::new();
    meanwhile.service.carry_out_asked(&mut aside).await.expect("a store that works");
    assert_eq!(aside.values().copied().collect::<Vec<_>>(), [at("09:40")]);
    // The handbook is put right; until then the errand rests, and then it is done.
    let mended = restarted(&world, "09:39");
    assert_eq!(mended.service.carry_out_asked(&mut aside).await, Ok(false));
    assert_eq!(mended.times(&job, "done order").await, 0);
    let other = self::job(&mended).await;
    assert_eq!(mended.service.carry_out_asked(&mut aside).await, Ok(true));
    assert_eq!(mended.times(&other, "noted order").await, 1);
    mended.clock.set(at("09:40"));
    assert_eq!(mended.service.carry_out_asked(&mut aside).await, Ok(true));
    assert_eq!((mended.times(&job, "done order").await, aside.len()), (1, 0));
}

/// The estate is quiet from eight in the evening.
const AT_NIGHT: &str = "
estate: riverside
name: { zh: 滨江花园, en: Riverside }
quiet_hours: \"20:00-08:00\"
staff:
  - { id: wang.li, name: 王丽, roles: [desk], email: wang.li@example.com }
  - { id: chen.gang, name: 陈刚, roles: [manager], email: chen.gang@example.com }
";

#[tokio::test]
async fn nobody_hears_in_the_morning_of_a_call_that_was_made_once_more_at_night() {
    let files = [WAITING.as_slice(), &[("estates/riverside.yaml", AT_NIGHT)]].concat();
    let world = World::over(&files, World::new().store.clone(), at("21:00"));
    let job = job(&world).await;
    world.look().await;
    let mending = world.cases("mending").await.remove(0);
    world.desk("xu.min").act(&mending, &Command::Cancel("重复".into())).await.expect("cancelled");
    world.look().await;
    world.deliver().await;
    assert_eq!(world.times(&job, "told order chen.gang call-ended").await, 1);
    world.desk("chen.gang").act(&job, &Command::Repeat("order".into())).await.expect("called once more");
    world.pass(at("03T08:00")).await;
    world.deliver().await;
    let sent = world.mail.take();
    assert!(!sent.iter().any(|mail| content(mail).contains("没有办结")), "{sent:?}");
}
