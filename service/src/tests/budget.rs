//! Budgets of messages: what goes, what is listed when the day is over, who hears of it.

use super::support::*;
use std::sync::Arc;
use steward_case::{Actor, CaseId, Command, Event, What};
use steward_model::{BudgetOf, StaffId};
use steward_ports::{Content, DeliveryState, Message, Purse, Store};
use steward_store::SqliteStore;
use steward_time::civil::date;

/// Something to do, without a limit: whoever opens it is told once what comes next.
const ERRAND: &str = "
workflow: errand
title: 差事
start: [ { who: [desk] } ]
fields: { what: { type: text, required: true } }
steps:
  - { step: record, owner: desk, form: [what] }
  - { step: look, title: 查看, owner: desk }
";

fn house(budget: &str) -> String {
    format!("{HOUSE}budget: {budget}\n")
}

fn world(budget: &str) -> World {
    World::with(&[("steward.yaml", &house(budget)), ("workflows/errand.yaml", ERRAND)])
}

/// Another program over the same store, at the same moment.
fn again(world: &World, budget: &str) -> World {
    let files = [("steward.yaml", &*house(budget)), ("workflows/errand.yaml", ERRAND)];
    World::over(&files, world.store.clone(), world.service.clock.now())
}

async fn errands(world: &World, count: usize) -> Vec<CaseId> {
    let mut cases = Vec::new();
    for _ in 0..count {
        let of = fields(&[("what", "看一看")]);
        let opened = world.desk("wang.li").open("errand", "riverside", &of, None, false).await;
        cases.push(opened.expect("a case").case);
    }
    world.deliver().await;
    cases
}

/// Who was sent what: the end of the subject, after the case.
fn sent(world: &World) -> Vec<String> {
    let shown = |mail: &Message| {
        let (_, end) = content(mail).split_once(" · ").unwrap_or(("", content(mail)));
        format!("{} {end}", mail.name)
    };
    let mut sent: Vec<String> = world.mail.take().iter().map(shown).collect();
    sent.sort();
    sent
}

async fn states(world: &World) -> Vec<DeliveryState> {
    let rows = world.messages().await.into_iter();
    rows.filter(|row| row.to == StaffId::new("wang.li")).map(|row| row.state).collect()
}

use DeliveryState::{Dropped, Sent};

#[tokio::test]
async fn over_it_a_person_gets_one_list_when_the_day_is_over_and_the_last_resort_hears_at_once() {
    let world = world("{ person: 3 a day }");
    let cases = errands(&world, 5).await;
    assert_eq!(
        sent(&world),
        ["徐敏 a budget of messages is used up", "王丽 查看 待办理", "王丽 查看 待办理", "王丽 查看 待办理"]
    );
    assert_eq!(states(&world).await, [Sent, Sent, Sent, Dropped, Dropped]);
    let dropped = world.messages().await.into_iter().find(|row| row.state == Dropped).expect("a message");
    assert_eq!(
        dropped.error.as_deref(),
        Some("超过消息上限：wang.li 2026-03-02 的消息已满 3 条，当天过后并入一条清单")
    );
    assert_eq!(dropped.attempts, 0, "it was not attempted");
    assert_eq!(world.times(&cases[3], "told xu.min over-budget").await, 1);
    assert_eq!(world.times(&cases[4], "told xu.min over-budget").await, 0, "once a person and day");

    world.pass(at("23:59:59")).await;
    world.deliver().await;
    assert_eq!(sent(&world), [""; 0]);
    world.pass(at("03T00:00")).await;
    world.deliver().await;
    let mail = world.mail.take();
    let [mail] = mail.as_slice() else { panic!("{mail:?}") };
    let Content::Mail { subject, text, .. } = &mail.content else { panic!("{mail:?}") };
    assert!(subject.ends_with("另有 2 件事"), "{subject}");
    for case in &cases[3..] {
        assert!(text.contains(&format!("查看 待办理 · 滨江花园 · {case}\n")), "{text}");
    }
    world.pass(at("04T12:00")).await;
    world.deliver().await;
    assert_eq!(sent(&world), [""; 0], "it goes once");
}

#[tokio::test]
async fn each_day_has_a_budget_of_its_own() {
    let world = world("{ person: 2 a day }");
    errands(&world, 3).await;
    world.pass(at("03T00:00")).await;
    errands(&world, 2).await;
    world.mail.take();
    // The list of the day before does not count.
    assert_eq!(states(&world).await, [Sent, Sent, Dropped, Sent, Sent, Sent]);
    errands(&world, 1).await;
    assert_eq!(
        sent(&world),
        ["徐敏 a budget of messages is used up"],
        "of each day the last resort hears anew"
    );
}

#[tokio::test]
async fn what_is_urgent_passes_and_is_not_counted() {
    let urgent = ERRAND.replace("steps:", "escalate: [ { at: ready, tell: owner, urgent: true } ]\nsteps:");
    let urgent = urgent.replace("workflow: errand", "workflow: alarm");
    let house = house("{ person: 1 a day }");
    let world = World::with(&[
        ("steward.yaml", &house),
        ("workflows/errand.yaml", ERRAND),
        ("workflows/alarm.yaml", &urgent),
    ]);
    let alarm = async || {
        let of = fields(&[("what", "水浸")]);
        world.desk("wang.li").open("alarm", "riverside", &of, None, false).await.expect("a case");
        world.deliver().await;
    };
    alarm().await;
    errands(&world, 2).await;
    alarm().await;
    assert_eq!(states(&world).await, [Sent, Sent, Dropped, Sent]);
}

#[tokio::test]
async fn a_message_by_two_channels_is_one_message() {
    let world = world("{ person: 2 a day }");
    world.complaint().await;
    world.deliver().await;
    world.pass(at("09:24")).await;
    world.deliver().await;
    assert_eq!(states(&world).await, [Sent, Sent, Sent], "a task, and a warning by two channels");
    world.pass(at("09:30")).await;
    world.deliver().await;
    assert_eq!(states(&world).await[3..], [Dropped, Dropped]);
    world.sms.take();
    world.mail.take();
    world.pass(at("03T00:00")).await;
    world.deliver().await;
    let lists: Vec<_> = sent(&world).into_iter().filter(|line| line.contains("另有")).collect();
    assert_eq!(lists, ["王丽 另有 1 件事"], "and it is listed by one");
    assert_eq!(world.sms.take().len(), 0);
}

#[tokio::test]
async fn a_case_has_a_budget_for_everyone_together() {
    let world = world("{ case: 3 }");
    let case = world.complaint().await;
    let other = world.complaint().await;
    world.deliver().await;
    world.pass(at("09:24")).await;
    world.deliver().await;
    // The miss is told to two people, and the first of them is the third message.
    world.pass(at("09:30")).await;
    world.deliver().await;
    let of_case = async |case: &CaseId| {
        let mut rows = world.messages().await;
        rows.retain(|row| row.case == *case && row.template.as_str() == "overdue");
        rows.iter().map(|row| format!("{} {:?}", row.to, row.state)).collect::<Vec<_>>()
    };
    for case in [&case, &other] {
        assert_eq!(
            of_case(case).await,
            ["wang.li Sent", "wang.li Sent", "chen.gang Dropped"],
            "each case for itself"
        );
        assert_eq!(world.times(case, "told xu.min over-budget").await, 1);
    }
    world.mail.take();
    world.pass(at("03T00:00")).await;
    world.deliver().await;
    assert_eq!(sent(&world), ["陈刚 另有 2 件事"], "both misses");
    assert_eq!(world.times(&case, "told xu.min over-budget").await, 1, "once a case");
}

#[tokio::test]
async fn what_is_not_true_any_more_is_not_listed() {
    let world = world("{ person: 1 a day }");
    let cases = errands(&world, 3).await;
    world.desk("wang.li").act(&cases[1], &done("look")).await.expect("done");
    world.mail.take();
    world.pass(at("03T00:00")).await;
    world.deliver().await;
    assert_eq!(sent(&world), ["王丽 另有 1 件事"]);

    let again = errands(&world, 2).await;
    world.mail.take();
    world.desk("wang.li").act(&again[1], &done("look")).await.expect("done");
    world.pass(at("04T00:00")).await;
    world.deliver().await;
    assert_eq!(sent(&world), [""; 0], "with nothing to list there is no list");
    assert_eq!(world.store.earliest_release().await, Ok(None), "and nothing waits");
}

#[tokio::test]
async fn in_quiet_hours_the_list_waits_for_their_end() {
    let quiet = house("{ person: 1 a day }") + "quiet_hours: \"22:00-08:00\"\n";
    let world = World::with(&[("steward.yaml", &quiet), ("workflows/errand.yaml", ERRAND)]);
    errands(&world, 2).await;
    world.pass(at("23:00")).await;
    errands(&world, 2).await;
    world.mail.take();
    world.pass(at("03T07:59:59")).await;
    world.deliver().await;
    assert_eq!(sent(&world), [""; 0]);
    world.pass(at("03T08:00")).await;
    world.deliver().await;
    assert_eq!(sent(&world), ["王丽 2 件事等您处理", "王丽 另有 1 件事"], "beside the list of the night");
}

#[tokio::test]
async fn what_is_sent_again_by_hand_goes_whatever_the_budget() {
    let world = world("{ person: 1 a day }");
    errands(&world, 2).await;
    world.mail.take();
    let dropped = world.messages().await.into_iter().find(|row| row.state == Dropped).expect("a message");
    world.desk("wang.li").resend(dropped.id).await.expect("a store that works");
    world.deliver().await;
    assert_eq!(sent(&world), ["王丽 查看 待办理"]);
    world.pass(at("03T00:00")).await;
    world.deliver().await;
    assert_eq!(sent(&world), [""; 0], "what was sent is not listed");
}

#[tokio::test]
async fn another_program_over_the_same_store_counts_on_and_sends_nothing_twice() {
    let folder = tempfile::tempdir().expect("a folder");
    let open = || Arc::new(SqliteStore::open(&folder.path().join("steward.db")).expect("a store"));
    let budget = "{ person: 3 a day }";
    let files = [("steward.yaml", &*house(budget)), ("workflows/errand.yaml", ERRAND)];
    let first = World::over(&files, open(), at("09:00"));
    errands(&first, 2).await;
    let second = World::over(&files, open(), at("10:00"));
    errands(&second, 3).await;
    assert_eq!(states(&second).await, [Sent, Sent, Sent, Dropped, Dropped]);
    assert_eq!(sent(&second), ["徐敏 a budget of messages is used up", "王丽 查看 待办理"]);

    let (one, other) = (again(&second, budget), again(&second, budget));
    one.clock.set(at("03T00:00"));
    other.clock.set(at("03T00:00"));
    tokio::join!(one.look(), other.look());
    one.deliver().await;
    other.deliver().await;
    let lists: Vec<String> = [sent(&one), sent(&other)].concat();
    assert_eq!(lists, ["王丽 另有 2 件事"]);
}

#[tokio::test]
async fn a_courier_that_was_killed_at_any_moment_of_a_refusal_is_made_up_for_once() {
    let world = world("{ person: 1 a day }");
    errands(&world, 1).await;
    let of = fields(&[("what", "看一看")]);
    let case =
        world.desk("wang.li").open("errand", "riverside", &of, None, false).await.expect("a case").case;
    // A courier took the message, counted it, told the case, and was killed before it settled it.
    let taken = world.store.claim(at("09:00"), at("09:00:30"), 16).await.expect("a store that works");
    let [taken] = taken.as_slice() else { panic!("{taken:?}") };
    let purse = Purse { name: "person wang.li 2026-03-02".to_owned(), most: 1 };
    let name = format!("{case}.{}", taken.message.event);
    let full = world.store.count(&name, vec![purse]).await.expect("a store that works");
    assert!(full.is_some_and(|full| full.first), "{full:?}");
    let of = BudgetOf::Person(StaffId::new("wang.li"), date(2026, 3, 2));
    let command = Command::OverBudget { of, most: 1 };
    let may = |_: &_, _: &_| Ok(());
    let told = world.service.decide(&case, &Actor::Engine, &command, may).await;
    assert_eq!(
        told.expect("told").iter().map(|event: &Event| event.what).collect::<Vec<_>>(),
        [What::Noted, What::Told]
    );

    world.clock.set(at("09:01"));
    world.deliver().await;
    assert_eq!(states(&world).await, [Sent, Dropped]);
    assert_eq!(world.times(&case, "told xu.min over-budget").await, 1);
}

#[test]
fn a_day_is_the_estates_and_of_who_works_at_several_the_organisations() {
    let abroad = "
estate: urumqi
name: 天山苑
time_zone: Europe/Berlin
staff:
  - { id: ma.jun, name: 马军, roles: [desk, manager], email: ma.jun@example.com }
";
    let top = house("{ person: 1 a day }")
        + "  - { id: lao.he, name: 何师傅, roles: [desk], estates: [riverside, urumqi], email: lao.he@example.com }\n";
    // The staff is the last list of the file, before the budget.
    let top = top.replace("budget: { person: 1 a day }\n", "") + "budget: { person: 1 a day }\n";
    let handbook = handbook(&[("steward.yaml", &top), ("estates/urumqi.yaml", abroad)]);
    let day = |who: &str, hour| match handbook.budgets(&StaffId::new(who), at(hour)).as_slice() {
        [(BudgetOf::Person(_, day), 1)] => day.to_string(),
        other => panic!("{other:?}"),
    };
    assert_eq!(day("wang.li", "03T03:00"), "2026-03-03");
    assert_eq!(day("ma.jun", "03T03:00"), "2026-03-02");
    assert_eq!(day("lao.he", "03T03:00"), "2026-03-03");
    assert_eq!(handbook.list_at(&StaffId::new("wang.li"), at("03T03:00")), at("04T00:00"));
    assert_eq!(handbook.list_at(&StaffId::new("ma.jun"), at("03T03:00")), at("03T07:00"));
}
