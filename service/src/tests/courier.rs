//! Messages on their way.

use super::support::*;
use std::time::Duration;
use steward_model::Text;
use steward_ports::{Content, DeliveryState, Failure, Retry, SendError};

fn failure(retry: Retry) -> Failure {
    let text = Text::plain("出了错");
    let why = match retry {
        Retry::Never => SendError::Refused(text),
        Retry::OnceMore => SendError::Uncertain(text),
        Retry::After(_) | Retry::Backoff => SendError::Unavailable(text),
    };
    Failure { why, retry }
}

/// A world whose case is at risk: wang.li is told by SMS and mail.
async fn at_risk() -> (World, steward_case::CaseId) {
    let world = World::new();
    let case = world.complaint().await;
    world.deliver().await;
    world.sms.take();
    world.mail.take();
    world.pass(at("09:24")).await;
    (world, case)
}

async fn states(world: &World) -> Vec<(String, DeliveryState, u32)> {
    let rows = world.messages().await;
    rows.into_iter()
        .filter(|row| row.template.as_str() != "task")
        .map(|row| (format!("{} {}", row.via.word(), row.template), row.state, row.attempts))
        .collect()
}

#[tokio::test]
async fn what_is_told_goes_by_each_channel_with_what_is_left_now() {
    let (world, _) = at_risk().await;
    world.deliver().await;
    let (mail, sms) = (world.mail.take(), world.sms.take());
    let [mail] = mail.as_slice() else { panic!("{mail:?}") };
    assert_eq!(content(mail), "[riverside-complaint-1] 投诉处理 · 首次响应 还剩6分钟");
    assert_eq!(mail.message_id, "<riverside-complaint-1.8.email@example.com>");
    assert_eq!(mail.name, "王丽");
    let [sms] = sms.as_slice() else { panic!("{sms:?}") };
    assert_eq!(sms.to.reveal(), "+8613800000001");
    assert_eq!(sms.message_id, "riverside-complaint-1-8");
    let Content::Sms { variables, .. } = &sms.content else { panic!("{sms:?}") };
    assert_eq!(
        *variables,
        fields(&[("case", "riverside-complaint…"), ("step", "首次响应"), ("left", "6分钟")])
    );
}

#[tokio::test]
async fn a_mail_tells_what_the_case_is_about() {
    let world = World::new();
    let of = fields(&[("what", "电梯停运"), ("severity", "major"), ("phone", "13900002222")]);
    world.desk("wang.li").open("complaint", "riverside", &of, None, false).await.expect("a case");
    world.deliver().await;
    let mail = world.mail.take();
    let Content::Mail { text, .. } = &mail[0].content else { panic!("{mail:?}") };
    assert_eq!(
        text,
        "首次响应 待办理，还剩30分钟\n\
         滨江花园 · 投诉处理 · riverside-complaint-1\n\
         \n\
         到期：3月2日 周一 09:30（还剩30分钟）\n\
         负责：前台\n\
         投诉内容：电梯停运\n\
         级别：major\n\
         \n\
         请接手并在到期前办完；办不了请尽早转交。\n"
    );
}

#[tokio::test]
async fn each_is_told_in_their_own_language() {
    let world = World::with(&[(
        "workflows/complaint.yaml",
        &COMPLAINT.replace("owner: desk, within: 30m", "owner: boss, within: 30m"),
    )]);
    world.complaint().await;
    world.deliver().await;
    let mail = world.mail.take();
    let to_boss = mail.iter().find(|mail| mail.name == "徐敏").expect("a mail");
    assert_eq!(content(to_boss), "[riverside-complaint-1] Complaints · First answer to do: 30 min left");
}

#[tokio::test]
async fn private_fields_are_in_no_message() {
    let world = World::new();
    let of = fields(&[("what", "漏水"), ("phone", "13900002222")]);
    world.desk("wang.li").open("complaint", "riverside", &of, None, false).await.expect("a case");
    world.deliver().await;
    let told = format!("{:?}", world.mail.take());
    assert!(told.contains("漏水") && !told.contains("2222"), "{told}");
}

#[tokio::test]
async fn a_failure_is_tried_again_under_the_same_identity_until_it_is_taken() {
    let (world, _) = at_risk().await;
    world.mail.fail([failure(Retry::Backoff), failure(Retry::Backoff)]);
    world.deliver().await;
    world.deliver().await;
    assert_eq!(world.mail.take().len(), 1, "not before its pause is over");
    world.clock.set(at("09:24:08"));
    world.deliver().await;
    world.clock.set(at("09:25"));
    world.deliver().await;
    let again = world.mail.take();
    assert_eq!(again.len(), 2);
    assert!(again.iter().all(|mail| mail.message_id == "<riverside-complaint-1.8.email@example.com>"));
    assert_eq!(states(&world).await[1], ("email at-risk".to_owned(), DeliveryState::Sent, 3));
}

#[tokio::test]
async fn a_wait_that_the_other_side_asks_for_is_kept() {
    let (world, _) = at_risk().await;
    world.mail.fail([failure(Retry::After(Duration::from_secs(180)))]);
    world.deliver().await;
    world.clock.set(at("09:26:59"));
    world.deliver().await;
    assert_eq!(world.mail.take().len(), 1);
    world.clock.set(at("09:27"));
    world.deliver().await;
    assert_eq!(world.mail.take().len(), 1);
}

#[tokio::test]
async fn the_next_provider_is_asked_when_one_refuses() {
    let (world, _) = at_risk().await;
    world.sms.fail([failure(Retry::Never)]);
    world.deliver().await;
    assert_eq!((world.sms.take().len(), world.second_sms.take().len()), (1, 1));
    assert_eq!(states(&world).await[0], ("sms at-risk".to_owned(), DeliveryState::Sent, 1));
}

/// A world whose case is at risk: wang.li is told by SMS, else by mail.
async fn at_risk_in_turn() -> (World, steward_case::CaseId) {
    let in_turn = COMPLAINT.replace(
        "owner: desk, within: 30m",
        "owner: desk, within: 30m, escalate: [ { at: 80%, tell: owner, via: { first_of: [sms, email] } } ]",
    );
    let world = World::with(&[("workflows/complaint.yaml", &in_turn)]);
    let case = world.complaint().await;
    world.deliver().await;
    world.pass(at("09:24")).await;
    world.sms.take();
    world.mail.take();
    (world, case)
}

#[tokio::test]
async fn of_channels_in_turn_the_first_is_enough() {
    let (world, _) = at_risk_in_turn().await;
    world.deliver().await;
    assert_eq!((world.sms.take().len(), world.mail.take().len()), (1, 0));
    assert_eq!(states(&world).await, [("sms at-risk".to_owned(), DeliveryState::Sent, 1)]);
}

#[tokio::test]
async fn of_channels_in_turn_the_next_one_goes_as_soon_as_one_certainly_failed() {
    let (world, case) = at_risk_in_turn().await;
    world.sms.fail([failure(Retry::Backoff)]);
    world.second_sms.fail([failure(Retry::Never)]);
    world.deliver().await;
    let mail = world.mail.take();
    assert_eq!(mail.len(), 1, "without the five seconds after which the SMS would be tried again");
    assert_eq!(content(&mail[0]), "[riverside-complaint-1] 投诉处理 · 首次响应 还剩6分钟");
    let of = |via: &str, state| (format!("{via} at-risk"), state, 1);
    assert_eq!(states(&world).await, [of("sms", DeliveryState::Failed), of("email", DeliveryState::Sent)]);
    assert_eq!(world.times(&case, "unreachable").await, 0, "they were reached");
}

#[tokio::test]
async fn of_channels_in_turn_one_that_may_have_arrived_is_waited_for() {
    let (world, _) = at_risk_in_turn().await;
    world.sms.fail([failure(Retry::OnceMore), failure(Retry::OnceMore)]);
    let mut courier = world.courier();
    send_all(&mut courier).await;
    assert_eq!(world.mail.take().len(), 0, "it may have arrived");
    world.clock.set(at("09:26"));
    send_all(&mut courier).await;
    send_all(&mut courier).await;
    assert_eq!(world.mail.take().len(), 1, "it failed for good");
}

#[tokio::test]
async fn of_channels_in_turn_only_the_last_failure_is_on_the_record() {
    let (world, case) = at_risk_in_turn().await;
    world.sms.fail([failure(Retry::Never)]);
    world.second_sms.fail([failure(Retry::Never)]);
    world.mail.fail([failure(Retry::Never)]);
    world.deliver().await;
    world.deliver().await;
    assert_eq!(world.mail.take().len(), 1);
    assert_eq!(world.times(&case, "unreachable").await, 1);
}

#[tokio::test]
async fn an_sms_that_may_have_arrived_is_tried_once_more_after_two_minutes_and_by_nobody_else() {
    let (world, case) = at_risk().await;
    world.sms.fail([failure(Retry::OnceMore), failure(Retry::OnceMore)]);
    let mut courier = world.courier();
    send_all(&mut courier).await;
    assert_eq!(world.sms.take().len(), 1);
    world.clock.set(at("09:25:59"));
    send_all(&mut courier).await;
    assert_eq!(world.sms.take().len(), 0);
    world.clock.set(at("09:26"));
    send_all(&mut courier).await;
    assert_eq!(world.sms.take().len(), 1);
    assert_eq!(world.second_sms.take().len(), 0);
    assert_eq!(states(&world).await[0].1, DeliveryState::Failed);
    assert_eq!(world.times(&case, "unreachable").await, 1);
}

#[tokio::test]
async fn an_sms_cut_off_by_a_stop_waits_two_minutes_for_its_one_more_attempt() {
    use steward_ports::Store;
    let (world, _) = at_risk().await;
    // A courier took it and was killed.
    world.store.claim(at("09:24"), at("09:24:30"), 16).await.expect("a store that works");
    world.clock.set(at("09:24:30"));
    let mut courier = world.courier();
    send_all(&mut courier).await;
    assert_eq!(world.sms.take().len(), 0, "there is time for a receipt first");
    assert_eq!(world.mail.take().len(), 1, "a mail that comes twice is one by its Message-ID");
    world.clock.set(at("09:26:30"));
    send_all(&mut courier).await;
    assert_eq!(world.sms.take().len(), 1);
}

#[tokio::test]
async fn an_sms_that_may_have_arrived_has_its_one_more_attempt_in_time_whatever_program_makes_it() {
    let (world, _) = at_risk().await;
    world.sms.fail([failure(Retry::OnceMore)]);
    world.deliver().await;
    assert_eq!(world.sms.take().len(), 1);
    let after = world.again();
    after.clock.set(at("09:25:59"));
    after.deliver().await;
    assert_eq!(after.sms.take().len(), 0);
    after.clock.set(at("09:26"));
    after.deliver().await;
    let once_more = after.sms.take();
    assert_eq!(once_more.len(), 1, "it has waited its two minutes already");
    assert_eq!(once_more[0].message_id, "riverside-complaint-1-8");
    assert_eq!(states(&after).await[0], ("sms at-risk".to_owned(), DeliveryState::Sent, 2));
}

#[tokio::test]
async fn an_sms_whose_one_more_attempt_is_cut_off_too_is_not_sent_a_third_time() {
    use steward_ports::Store;
    let (world, case) = at_risk().await;
    world.sms.fail([failure(Retry::OnceMore)]);
    world.deliver().await;
    assert_eq!(world.sms.take().len(), 1);
    // A courier took it for its one more attempt and was killed.
    world.store.claim(at("09:26"), at("09:26:30"), 16).await.expect("a store that works");
    let after = world.again();
    after.clock.set(at("09:27"));
    after.deliver().await;
    assert_eq!(after.sms.take().len(), 0);
    assert_eq!(states(&after).await[0].1, DeliveryState::Failed);
    assert_eq!(after.times(&case, "unreachable").await, 1, "and the record says so");
}

#[tokio::test]
async fn what_fails_for_good_is_on_the_record_and_of_what_is_urgent_the_last_resort_hears() {
    let urgent = COMPLAINT.replace(
        "owner: desk, within: 30m",
        "owner: desk, within: 30m, escalate: [ { at: 80%, tell: owner, via: [email], urgent: true } ]",
    );
    let world = World::with(&[("workflows/complaint.yaml", &urgent)]);
    let case = world.complaint().await;
    world.deliver().await;
    world.pass(at("09:24")).await;
    world.mail.take();
    world.mail.fail([failure(Retry::Never), failure(Retry::Never)]);
    world.deliver().await;
    // The news of it went to xu.min, and was lost as well; of that nobody is told again.
    let names: Vec<String> = world.mail.take().into_iter().map(|mail| mail.name).collect();
    assert_eq!(names, ["王丽", "徐敏"]);
    assert_eq!(world.times(&case, "unreachable").await, 2);
    assert_eq!(world.times(&case, "told xu.min unreachable").await, 1);
    world.deliver().await;
    assert_eq!(world.mail.take().len(), 0);
}

#[tokio::test]
async fn attempts_that_are_used_up_leave_a_dead_letter_on_the_record() {
    let (world, case) = at_risk().await;
    let mut now = at("09:24").as_second();
    world.mail.fail((0..8).map(|_| failure(Retry::Backoff)));
    for _ in 0..8 {
        world.deliver().await;
        now += 2 * 3600;
        world.clock.set(steward_time::Timestamp::from_second(now).expect("an hour"));
    }
    // What was at risk is missed meanwhile only where somebody judges; here nobody does.
    assert_eq!(states(&world).await[1], ("email at-risk".to_owned(), DeliveryState::Dead, 8));
    assert_eq!(world.times(&case, "unreachable").await, 1);
}

#[tokio::test]
async fn a_message_that_is_no_longer_true_is_dropped_when_its_turn_comes() {
    let (world, case) = at_risk().await;
    world.mail.fail([failure(Retry::Backoff)]);
    world.deliver().await;
    world.desk("wang.li").act(&case, &done("respond")).await.expect("done");
    world.mail.take();
    world.clock.set(at("09:25"));
    world.deliver().await;
    let mail = world.mail.take();
    assert!(mail.iter().all(|mail| !content(mail).contains("还剩5分钟")), "{mail:?}");
    assert_eq!(states(&world).await[1].1, DeliveryState::Dropped);
}

#[tokio::test]
async fn somebody_who_has_no_such_address_any_more_is_a_failure_on_the_record() {
    let (world, case) = at_risk().await;
    let moved = "estate: riverside\nname: 滨江花园\nstaff:\n  - { id: wang.li, name: 王丽, roles: [desk], email: wang.li@example.com }\n  - { id: chen.gang, name: 陈刚, roles: [manager], email: chen.gang@example.com }\n";
    let now = World::over(&[("estates/riverside.yaml", moved)], world.store.clone(), at("09:24"));
    now.deliver().await;
    assert_eq!(states(&now).await[0].1, DeliveryState::Failed);
    assert_eq!(now.times(&case, "unreachable").await, 1);
    assert_eq!(now.mail.take().len(), 1);
}

#[tokio::test]
async fn a_message_is_sent_again_on_demand_under_the_same_identity() {
    let (world, _) = at_risk().await;
    world.deliver().await;
    let first = world.mail.take();
    let row = world.messages().await.into_iter().find(|row| row.message_id == first[0].message_id);
    let id = row.expect("a message").id;
    world.desk("wang.li").resend(id).await.expect("a store that works");
    world.deliver().await;
    assert_eq!(world.mail.take()[0].message_id, first[0].message_id);
}
