//! Quiet hours: what waits, what passes, and what is left when they end.

use super::support::*;
use steward_ports::{Content, DeliveryState, Message};

/// The estate is quiet from ten to eight; chen.gang only at noon.
const QUIET: &str = "
estate: riverside
name: { zh: 滨江花园, en: Riverside }
quiet_hours: \"22:00-08:00\"
staff:
  - { id: wang.li, name: 王丽, roles: [desk], email: wang.li@example.com }
  - { id: chen.gang, name: 陈刚, roles: [manager], email: chen.gang@example.com, quiet_hours: \"12:00-13:00\" }
";

fn world() -> World {
    World::with(&[("estates/riverside.yaml", QUIET)])
}

async fn night_complaint(world: &World, minute: &str) -> steward_case::CaseId {
    world.pass(at(minute)).await;
    world.complaint().await
}

fn subjects(mail: &[Message]) -> Vec<String> {
    mail.iter().map(|mail| format!("{} {}", mail.name, content(mail))).collect()
}

#[tokio::test]
async fn at_night_a_message_waits_and_goes_alone_in_the_morning() {
    let world = world();
    night_complaint(&world, "23:45").await;
    world.deliver().await;
    assert_eq!(world.mail.take().len(), 0);
    let held = world.messages().await;
    assert_eq!((held[0].state, held[0].attempts), (DeliveryState::Held, 0));
    world.pass(at("03T07:59:59")).await;
    world.deliver().await;
    // The miss at a quarter past midnight reaches the manager at once, for whom it is not quiet.
    assert_eq!(
        subjects(&world.mail.take()),
        ["陈刚 [riverside-complaint-1] 投诉处理 · 首次响应 已超时7小时44分"]
    );
}

#[tokio::test]
async fn what_is_still_true_in_the_morning_is_one_digest() {
    let world = world();
    let first = night_complaint(&world, "22:10").await;
    world.deliver().await;
    let second = night_complaint(&world, "22:20").await;
    world.deliver().await;
    for minute in ["22:34", "22:40", "22:44", "22:50"] {
        world.pass(at(minute)).await;
        world.deliver().await;
    }
    // The first is done after its miss; of the second the task, the warning and the miss are held,
    // and the filing of the first is missed as well.
    world.clock.set(at("23:00"));
    world.desk("wang.li").act(&first, &done("respond")).await.expect("done");
    world.deliver().await;
    for minute in ["03T00:36", "03T01:00"] {
        world.pass(at(minute)).await;
        world.deliver().await;
    }
    world.mail.take();
    world.pass(at("03T08:00")).await;
    world.deliver().await;
    let mail = world.mail.take();
    let [mail] = mail.as_slice() else { panic!("{:?}", subjects(&mail)) };
    let Content::Mail { subject, text, .. } = &mail.content else { panic!("{mail:?}") };
    assert!(subject.ends_with("3 件事等您处理"), "{subject}");
    assert!(text.starts_with("免打扰期间有 3 件事到了时间，最急的在前\n"), "{text}");
    let lines: Vec<&str> = text.lines().filter(|line| line.contains("（")).collect();
    assert_eq!(
        lines[..3],
        [
            format!(
                "1. 首次响应 已超时，已于 3月2日 周一 23:00 办完（3月2日 周一 22:40） · 滨江花园 · {first}"
            ),
            format!("2. 首次响应 已超时（3月2日 周一 22:50） · 滨江花园 · {second}"),
            format!("3. 归档 已超时（3月3日 周二 01:00） · 滨江花园 · {first}"),
        ]
    );
    let states: Vec<_> = world.messages().await.iter().map(|row| row.state).collect();
    assert!(!states.contains(&DeliveryState::Held), "{states:?}");
}

#[tokio::test]
async fn a_task_that_was_done_in_the_night_is_told_nobody_in_the_morning() {
    let world = world();
    let case = night_complaint(&world, "22:10").await;
    world.deliver().await;
    world.clock.set(at("22:12"));
    world.desk("wang.li").act(&case, &done("respond")).await.expect("done");
    world.desk("wang.li").act(&case, &done("file")).await.expect("done");
    world.pass(at("03T08:00")).await;
    world.deliver().await;
    assert!(world.mail.take().is_empty());
    assert!(world.messages().await.iter().all(|row| row.state == DeliveryState::Dropped));
}

#[tokio::test]
async fn what_is_urgent_passes() {
    const URGENT: &str = "
workflow: alarm
title: 报警
start: [ { who: [desk] } ]
fields: { what: { type: text, required: true } }
escalate: [ { at: ready, tell: owner, urgent: true } ]
steps:
  - { step: record, owner: desk, form: [what] }
  - { step: look, title: 查看, owner: desk }
";
    let world = World::with(&[("estates/riverside.yaml", QUIET), ("workflows/alarm.yaml", URGENT)]);
    world.clock.set(at("23:45"));
    let of = fields(&[("what", "水浸")]);
    world.desk("wang.li").open("alarm", "riverside", &of, None, false).await.expect("a case");
    world.deliver().await;
    assert_eq!(subjects(&world.mail.take()), ["王丽 [riverside-alarm-1] 报警 · 查看 待办理"]);
}
