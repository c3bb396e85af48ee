//! What a stop of the engine made late.

use super::support::*;
use steward_ports::{Content, DeliveryState};

#[tokio::test]
async fn the_storm_after_a_long_stop_is_one_message_a_person_and_channel() {
    let world = World::new();
    for _ in 0..20 {
        world.complaint().await;
    }
    world.deliver().await;
    world.mail.take();
    world.sms.take();
    // The engine stands still from 09:00 to 12:00; everything at risk and missed falls due at once.
    world.pass(at("12:00")).await;
    world.deliver().await;
    let mail = world.mail.take();
    let mut names: Vec<&str> = mail.iter().map(|mail| mail.name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["王丽", "陈刚"]);
    let Content::Mail { subject, text, .. } = &mail[0].content else { panic!("{mail:?}") };
    assert_eq!(subject, "[riverside-complaint-1] 投诉处理 · 20 件事等您处理");
    assert!(
        text.contains("\n1. 首次响应 已超时（3月2日 周一 09:30） · 滨江花园 · riverside-complaint-1\n"),
        "{text}"
    );
    assert_eq!(world.sms.take().len(), 1);
    let waiting = world.messages().await.into_iter().filter(|row| row.state == DeliveryState::Held);
    assert_eq!(waiting.count(), 0);
}

#[tokio::test]
async fn a_message_that_is_late_alone_goes_as_it_is() {
    let world = World::new();
    world.complaint().await;
    world.deliver().await;
    world.mail.take();
    world.pass(at("09:28")).await;
    world.deliver().await;
    let mail = world.mail.take();
    let [mail] = mail.as_slice() else { panic!("{mail:?}") };
    assert_eq!(content(mail), "[riverside-complaint-1] 投诉处理 · 首次响应 还剩2分钟");
}

#[tokio::test]
async fn after_a_short_stop_each_rung_is_told_as_written() {
    let world = World::new();
    world.complaint().await;
    world.complaint().await;
    world.deliver().await;
    world.mail.take();
    world.pass(at("09:25")).await;
    world.deliver().await;
    assert_eq!(world.mail.take().len(), 2);
}

#[tokio::test]
async fn a_warning_that_the_miss_has_overtaken_is_in_no_list() {
    let world = World::new();
    world.complaint().await;
    world.deliver().await;
    world.mail.take();
    world.pass(at("12:00")).await;
    world.deliver().await;
    let mail = world.mail.take();
    assert!(mail.iter().all(|mail| content(mail).contains("已超时")), "{mail:?}");
    assert!(world.messages().await.iter().any(|row| row.state == DeliveryState::Dropped));
}
