//! What people do at a desk.

use super::support::*;
use steward_case::{CaseId, Command};
use steward_model::{EstateId, StaffId, StepId};
use steward_ports::{CaseFilter, MessageFilter, Store};

#[tokio::test]
async fn whoever_opens_a_case_fills_in_its_first_form() {
    let world = World::new();
    let case = world.complaint().await;
    assert_eq!(case.as_str(), "riverside-complaint-1");
    let shown = world.desk("wang.li").show(&case).await.expect("a case");
    assert_eq!(world.times(&case, "done record").await, 1);
    assert_eq!(shown.report.limits[1].due, Some(at("09:30")));
    let tasks = world.desk("wang.li").tasks(None, 99, None).await.expect("tasks").rows;
    assert_eq!(tasks.iter().map(|task| task.step.as_str()).collect::<Vec<_>>(), ["respond"]);
    assert_eq!(tasks[0].due, Some(at("09:30")));
}

#[tokio::test]
async fn the_same_request_twice_is_one_case() {
    let world = World::new();
    let fields = fields(&[("what", "漏水")]);
    let desk = world.desk("wang.li");
    let first = desk.open("complaint", "riverside", &fields, Some("hotline-7"), false).await.expect("a case");
    let again = desk.open("complaint", "riverside", &fields, Some("hotline-7"), false).await.expect("a case");
    assert_eq!((again.case, again.known), (first.case, true));
    assert_eq!(world.cases("complaint").await.len(), 1);
    let elsewhere = world.desk("fang.hua");
    let theirs = elsewhere.open("complaint", "hillside", &fields, Some("hotline-7"), false).await;
    assert_eq!(denied(theirs.expect_err("a case of another estate")).0, "refused");
}

#[tokio::test]
async fn a_desk_reaches_only_the_estates_its_person_works_at() {
    let world = World::new();
    let case = world.complaint().await;
    let desk = world.desk("fang.hua");
    for denial in [
        desk.show(&case).await.expect_err("another estate's case"),
        desk.act(&case, &done("respond")).await.expect_err("another estate's case"),
        desk.open("complaint", "riverside", &fields(&[]), None, false).await.expect_err("another estate"),
        desk.cases(CaseFilter {
            estates: vec![EstateId::new("riverside")],
            limit: 9,
            ..CaseFilter::default()
        })
        .await
        .expect_err("another estate"),
    ] {
        assert_eq!(denied(denial).0, "refused");
    }
    let cases = desk.cases(CaseFilter { limit: 9, ..CaseFilter::default() }).await.expect("a list");
    assert_eq!(cases.rows, []);
    let messages = desk.messages(MessageFilter { limit: 9, ..MessageFilter::default() }).await;
    assert_eq!(messages.expect("a list").rows, []);
    assert_eq!(desk.tasks(Some(&StaffId::new("wang.li")), 99, None).await.expect("a list").rows, []);
    let id = world.messages().await[0].id;
    assert_eq!(desk.resend(id).await.expect("a store that works"), None);
    assert!(world.desk("xu.min").resend(id).await.expect("a store that works").is_some());
}

#[tokio::test]
async fn words_that_name_nothing_are_told_with_the_nearest_right_one() {
    let world = World::new();
    let desk = world.desk("wang.li");
    let open = |workflow: &'static str, of: &'static [(&'static str, &'static str)]| {
        let (desk, texts) = (&desk, fields(of));
        async move {
            let opened = desk.open(workflow, "riverside", &texts, None, false).await;
            denied(opened.expect_err("wrong words"))
        }
    };
    assert_eq!(open("complant", &[]).await, ("words", "没有流程 complant，是不是 complaint？".to_owned()));
    let (kind, text) = open("complaint", &[("whta", "漏水"), ("severity", "big")]).await;
    assert_eq!(kind, "words");
    assert!(text.contains("whta，是不是 what？") && text.contains("severity"), "{text}");
    assert_eq!(open("complaint", &[]).await.0, "words");
    let nobody = world.service.desk(&StaffId::new("wang.lu")).map(|_| ());
    assert_eq!(
        denied(nobody.expect_err("nobody")),
        ("words", "没有人员 wang.lu，是不是 wang.li？".to_owned())
    );
    let nowhere = desk.show(&CaseId::new("riverside-complaint-9")).await.map(|_| ());
    assert_eq!(denied(nowhere.expect_err("no case")).0, "words");
}

#[tokio::test]
async fn what_cannot_be_done_now_is_refused_and_what_names_nothing_is_words() {
    let world = World::new();
    let case = world.complaint().await;
    let desk = world.desk("wang.li");
    let kind = |denial| denied(denial).0;
    assert_eq!(kind(desk.act(&case, &done("file")).await.expect_err("it waits")), "refused");
    assert_eq!(kind(desk.act(&case, &done("fille")).await.expect_err("no step")), "words");
    let hand = Command::Hand { step: StepId::new("respond"), to: StaffId::new("nobody") };
    assert_eq!(kind(world.desk("chen.gang").act(&case, &hand).await.expect_err("nobody")), "words");
}

#[tokio::test]
async fn two_desks_at_once_both_get_their_way_and_nothing_is_lost() {
    let world = World::new();
    let case = world.complaint().await;
    let note = |n: usize| Command::Note(format!("第 {n} 条"));
    let desk = world.desk("wang.li");
    let other = world.again();
    let elsewhere = other.desk("chen.gang");
    let notes: Vec<Command> = (0..20).map(note).collect();
    let mut both = Vec::new();
    for pair in notes.chunks(2) {
        let (one, two) = tokio::join!(desk.act(&case, &pair[0]), elsewhere.act(&case, &pair[1]));
        both.extend([one.expect("a note"), two.expect("a note")]);
    }
    assert_eq!(world.times(&case, "noted").await, 20);
    let events = world.store.events(&case).await.expect("a record");
    assert!(events.iter().zip(1..).all(|(event, n)| event.n == n), "the record has no gap");
}

#[tokio::test]
async fn of_two_who_finish_the_same_step_at_once_one_is_refused() {
    let world = World::new();
    let case = world.complaint().await;
    let other = world.again();
    let (mine, theirs) = (world.desk("wang.li"), other.desk("wang.li"));
    let respond = done("respond");
    let (one, two) = tokio::join!(mine.act(&case, &respond), theirs.act(&case, &respond));
    assert_eq!([one.is_ok(), two.is_ok()].iter().filter(|ok| **ok).count(), 1, "{one:?} {two:?}");
    assert_eq!(world.times(&case, "done respond").await, 1);
}

#[tokio::test]
async fn a_case_that_another_process_moved_is_not_refused_for_what_it_was() {
    let world = World::new();
    let case = world.complaint().await;
    // This process knows the case as it was; the other one finishes the step before.
    world.again().desk("wang.li").act(&case, &done("respond")).await.expect("done");
    world.desk("wang.li").act(&case, &done("file")).await.expect("what is ready can be done");
}

#[tokio::test]
async fn a_case_keeps_the_wording_it_began_by() {
    let world = World::new();
    let case = world.complaint().await;
    let changed = COMPLAINT.replace("within: 30m", "within: 5m").replace("step: file", "step: put-away");
    let later = World::over(&[("workflows/complaint.yaml", &changed)], world.store.clone(), at("09:10"));
    later.desk("wang.li").act(&case, &done("respond")).await.expect("it is due at 09:30");
    let shown = later.desk("wang.li").show(&case).await.expect("a case");
    assert_eq!(shown.report.steps.last().map(|step| step.step.as_str()), Some("file"));
    let new = later.complaint().await;
    let shown = later.desk("wang.li").show(&new).await.expect("a case");
    assert_eq!(shown.report.steps.last().map(|step| step.step.as_str()), Some("put-away"));
}

#[tokio::test]
async fn an_event_opens_what_it_starts_and_fills_fields_of_the_same_name() {
    let world = World::new();
    let desk = world.desk("wang.li");
    let call = fields(&[("what", "噪音"), ("line", "3")]);
    let heard = desk.event("hotline.called", "riverside", &call, Some("c1")).await.expect("heard");
    let again = desk.event("hotline.called", "riverside", &call, Some("c1")).await.expect("heard");
    assert_eq!(heard.opened, again.opened);
    let shown = desk.show(&heard.opened[0]).await.expect("a case");
    assert_eq!(shown.case.fields.len(), 1);
    assert_eq!(world.times(&heard.opened[0], "done record").await, 0);
    let unheard = desk.event("hotline.caled", "riverside", &call, None).await;
    assert_eq!(denied(unheard.expect_err("nothing listens")).0, "words");
}
