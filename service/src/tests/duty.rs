//! Shifts change: who comes on duty hears once what there is.

use super::support::*;
use steward_ports::{Content, DeliveryState};

/// The desk has a day and a night shift that two people do in turn, and is quiet at night for others.
const SHIFTS: &str = "
estate: riverside
name: { zh: 滨江花园, en: Riverside }
quiet_hours: \"22:00-07:00\"
staff:
  - { id: wang.li, name: 王丽, roles: [desk], email: wang.li@example.com }
  - { id: zhou.min, name: 周敏, roles: [desk], email: zhou.min@example.com, phone: \"+8613800000002\" }
  - { id: chen.gang, name: 陈刚, roles: [manager], email: chen.gang@example.com }
rosters:
  desk:
    shifts: { day: \"08:00-18:00\", night: \"20:00-06:00\" }
    rotation: { every: 1 week, starts: 2026-01-05, order: { day: [wang.li, zhou.min], night: [zhou.min, wang.li] } }
";

fn world() -> World {
    World::with(&[("estates/riverside.yaml", SHIFTS)])
}

fn mails(world: &World) -> Vec<(String, String)> {
    let of = |mail: steward_ports::Message| match mail.content {
        Content::Mail { text, .. } => (mail.name, text),
        Content::Sms { .. } => panic!("a text message"),
    };
    world.mail.take().into_iter().map(of).collect()
}

#[tokio::test]
async fn who_comes_on_duty_gets_one_message_with_what_their_role_has_open() {
    let world = world();
    world.look().await;
    world.complaint().await;
    world.complaint().await;
    let taken = world.complaint().await;
    world.deliver().await;
    world.pass(at("10:00")).await;
    world.deliver().await;
    mails(&world);
    // The third is held by the manager, who has no shift; the others are free.
    let take = steward_case::Command::Take("respond".into());
    world.desk("chen.gang").act(&taken, &take).await.expect("taken");
    world.pass(at("19:59:59")).await;
    world.deliver().await;
    assert_eq!(mails(&world), []);
    world.pass(at("20:00")).await;
    world.deliver().await;
    let mail = mails(&world);
    let [(name, text)] = mail.as_slice() else { panic!("{mail:?}") };
    assert_eq!(name, "周敏");
    assert!(text.starts_with("您接班时有 2 件事，最急的在前\n"), "{text}");
    assert!(
        text.contains("\n1. 首次响应 待办理（3月2日 周一 09:30） · 滨江花园 · riverside-complaint-1\n"),
        "{text}"
    );
    // Another look, and another scheduler, tell it once.
    world.pass(at("20:01")).await;
    world.deliver().await;
    assert_eq!(mails(&world), []);
}

#[tokio::test]
async fn what_nobody_was_on_shift_to_hear_comes_in_that_one_message() {
    let world = world();
    world.look().await;
    world.clock.set(at("18:30"));
    let case = world.complaint().await;
    world.pass(at("19:30")).await;
    world.deliver().await;
    // The miss went up at once; the task waits for the night.
    assert_eq!(mails(&world).iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["陈刚", "徐敏"]);
    world.pass(at("20:00")).await;
    world.deliver().await;
    let mail = mails(&world);
    let [(name, text)] = mail.as_slice() else { panic!("{mail:?}") };
    assert_eq!(name, "周敏");
    assert!(text.starts_with("首次响应 待办理"), "{text}");
    assert_eq!(world.times(&case, "told respond zhou.min task").await, 1);
    assert!(world.messages().await.iter().all(|row| row.state != DeliveryState::Held));
}

#[tokio::test]
async fn a_shift_is_never_quiet_and_one_that_begins_ends_the_quiet() {
    let world = world();
    world.look().await;
    world.clock.set(at("22:30"));
    world.complaint().await;
    world.deliver().await;
    assert_eq!(mails(&world).iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["周敏"]);
}

#[tokio::test]
async fn a_stop_over_a_change_of_shift_is_made_up_for_once() {
    let world = world();
    world.look().await;
    world.complaint().await;
    world.deliver().await;
    mails(&world);
    // Everything stands still until the night shift is half over.
    world.pass(at("23:00")).await;
    world.deliver().await;
    let mail = mails(&world);
    let zhou: Vec<_> = mail.iter().filter(|(name, _)| name == "周敏").collect();
    assert_eq!(zhou.len(), 1, "{mail:?}");
    world.look().await;
    world.deliver().await;
    assert_eq!(mails(&world), []);
}
