//! The loops themselves, with time that only the test moves.

use super::support::*;
use crate::serve;
use steward_ports::DeliveryState;

#[tokio::test]
async fn time_alone_carries_a_limit_from_its_warning_to_its_miss() {
    let world = World::new();
    let mut serving = serve(&world.service);
    serving.ready().await;
    let case = world.complaint().await;
    world.mail.handed(1).await;
    world.clock.set(at("09:24"));
    world.mail.handed(2).await;
    world.clock.set(at("09:30"));
    world.mail.handed(4).await;
    serving.stop().await;
    let subjects: Vec<String> =
        world.mail.take().iter().map(|mail| format!("{}: {}", mail.name, content(mail))).collect();
    assert_eq!(subjects.len(), 4, "{subjects:?}");
    assert!(subjects[3].contains("已超时"), "{subjects:?}");
    assert_eq!(world.times(&case, "overdue respond").await, 1);
}

#[tokio::test]
async fn what_another_process_commits_is_acted_on() {
    let world = World::new();
    let mut serving = serve(&world.service);
    serving.ready().await;
    world.again().complaint().await;
    world.mail.handed(1).await;
    world.clock.set(at("09:24"));
    world.mail.handed(2).await;
    serving.stop().await;
}

#[tokio::test]
async fn a_stop_lets_what_is_being_sent_end() {
    let world = World::new();
    world.mail.open(false);
    let mut serving = serve(&world.service);
    serving.ready().await;
    world.complaint().await;
    world.mail.handed(1).await;
    let (mail, stopped) = (world.mail.clone(), serving.stop());
    tokio::join!(stopped, async move { mail.open(true) });
    assert_eq!(world.messages().await[0].state, DeliveryState::Sent);
}

#[tokio::test]
async fn a_changed_handbook_is_taken_while_serving() {
    let world = World::new();
    let mut serving = serve(&world.service);
    serving.ready().await;
    let quicker = handbook(&[("workflows/complaint.yaml", &COMPLAINT.replace("within: 30m", "within: 5m"))]);
    let (rules, _) = steward_rules::compile(&quicker);
    world.service.reload(quicker, std::sync::Arc::new(rules), vec![world.mail.clone()]);
    let case = world.complaint().await;
    let shown = world.desk("wang.li").show(&case).await.expect("a case");
    assert_eq!(shown.report.limits[1].due, Some(at("09:05")));
    world.clock.set(at("09:05"));
    world.mail.handed(3).await;
    serving.stop().await;
}
