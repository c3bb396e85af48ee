//! Workflows and fields that only some roles see.

use super::support::*;
use steward_case::CaseId;
use steward_model::{FieldId, StaffId};
use steward_ports::{CaseFilter, MessageFilter};

const INQUIRY: &str = "
workflow: inquiry
title: 内部调查
seen_by: [manager]
start: [ { who: [desk] } ]
fields:
  what: { type: text }
steps:
  - { step: note, title: 登记, owner: manager, form: [what] }
  - { step: ask, title: 问话, owner: desk, within: 1h }
  - { step: close, title: 结案, owner: manager }
";

/// A complaint whose severity is the manager's affair; the last form asks for it.
const WEIGHED: &str = "
workflow: weighed
title: 评级
start: [ { who: [desk] } ]
fields:
  what: { type: text }
  severity: { type: choice, of: [ordinary, major], seen_by: [manager] }
steps:
  - { step: note, title: 登记, owner: manager, form: [what, severity], within: 1h }
  - { step: answer, title: 答复, owner: desk, within: 1h }
  - { step: confirm, title: 核对, owner: desk, form: [severity] }
";

async fn world() -> (World, CaseId, CaseId) {
    let world = World::with(&[("workflows/inquiry.yaml", INQUIRY), ("workflows/weighed.yaml", WEIGHED)]);
    let desk = world.desk("chen.gang");
    let fields = fields(&[("what", "钥匙丢失")]);
    let inquiry = desk.open("inquiry", "riverside", &fields, None, true).await.expect("a case").case;
    let texts =
        [("what", "漏水"), ("severity", "major")].map(|(name, text)| (name.into(), text.into())).into();
    let weighed = desk.open("weighed", "riverside", &texts, None, false).await.expect("a case").case;
    (world, inquiry, weighed)
}

/// The cases somebody's lists name.
async fn listed(world: &World, person: &str) -> Vec<String> {
    let filter = CaseFilter { limit: 1, ..CaseFilter::default() };
    let mut page = world.desk(person).cases(filter.clone()).await.expect("a list");
    let mut cases: Vec<String> = Vec::new();
    loop {
        assert!(page.rows.len() <= 1, "a page is no longer than was asked for");
        cases.extend(page.rows.iter().map(|row| row.case.to_string()));
        let Some(after) = page.next else { break };
        let filter = CaseFilter { after: Some(after), ..filter.clone() };
        page = world.desk(person).cases(filter).await.expect("a list");
    }
    cases.sort();
    cases
}

#[tokio::test]
async fn a_case_is_there_only_for_those_who_see_its_workflow() {
    let (world, inquiry, weighed) = world().await;
    let (inquiry_id, weighed_id) = (inquiry.to_string(), weighed.to_string());
    assert_eq!(listed(&world, "wang.li").await, std::slice::from_ref(&weighed_id));
    assert_eq!(listed(&world, "chen.gang").await, [inquiry_id.clone(), weighed_id.clone()]);
    assert_eq!(listed(&world, "xu.min").await, [inquiry_id, weighed_id], "she stands above the manager");

    let desk = world.desk("wang.li");
    let nowhere = denied(desk.show(&CaseId::new("riverside-inquiry-9")).await.expect_err("no such case"));
    let hidden = denied(desk.show(&inquiry).await.expect_err("not for the desk"));
    assert_eq!(hidden.0, nowhere.0);
    assert_eq!(hidden.1.replace("inquiry-1", "inquiry-9"), nowhere.1, "it is as if it were not there");
    desk.act(&inquiry, &done("note")).await.expect_err("not for the desk");
    let messages = desk.messages(MessageFilter { limit: 99, ..MessageFilter::default() }).await;
    assert!(messages.expect("a list").rows.iter().all(|row| row.case != inquiry));
    let theirs = desk.tasks(Some(&StaffId::new("chen.gang")), 99, None).await.expect("a list").rows;
    assert!(theirs.iter().all(|task| task.case != inquiry), "{theirs:?}");
}

#[tokio::test]
async fn whoever_has_a_step_to_do_sees_the_case_until_it_is_done() {
    let (world, inquiry, _) = world().await;
    world.desk("chen.gang").act(&inquiry, &done("note")).await.expect("done");
    let desk = world.desk("wang.li");
    desk.show(&inquiry).await.expect("a step is hers to do");
    let tasks = desk.tasks(None, 99, None).await.expect("a list").rows;
    assert!(tasks.iter().any(|task| task.case == inquiry), "{tasks:?}");
    desk.act(&inquiry, &done("ask")).await.expect("done");
    desk.show(&inquiry).await.expect_err("her part is done");
    world.desk("chen.gang").show(&inquiry).await.expect("a manager sees it");
}

#[tokio::test]
async fn whoever_opened_a_case_goes_on_seeing_it() {
    let (world, ..) = world().await;
    let desk = world.desk("wang.li");
    let mine = desk
        .open("inquiry", "riverside", &fields(&[("what", "丢了钥匙")]), None, true)
        .await
        .expect("a case")
        .case;
    desk.show(&mine).await.expect("she opened it");
}

#[tokio::test]
async fn a_field_is_left_out_for_whoever_may_not_see_it() {
    let (world, _, weighed) = world().await;
    let severity = FieldId::new("severity");
    let manager = world.desk("chen.gang").show(&weighed).await.expect("a case");
    assert!(manager.unseen.is_empty() && manager.case.fields.contains_key(&severity));

    let desk = world.desk("wang.li");
    let shown = desk.show(&weighed).await.expect("a case");
    assert_eq!(shown.unseen.iter().collect::<Vec<_>>(), [&severity]);
    assert!(!shown.case.fields.contains_key(&severity));
    assert!(shown.case.fields.contains_key(&FieldId::new("what")));

    desk.act(&weighed, &done("answer")).await.expect("done");
    let shown = desk.show(&weighed).await.expect("a case");
    assert!(shown.unseen.is_empty(), "the form that is hers asks for it");
}

#[tokio::test]
async fn the_handbook_as_it_stands_says_who_sees_a_case() {
    let (world, inquiry, _) = world().await;
    let open = INQUIRY.replace("seen_by: [manager]\n", "");
    let files = [("workflows/inquiry.yaml", &*open), ("workflows/weighed.yaml", WEIGHED)];
    let later = World::over(&files, world.store.clone(), at("09:05"));
    later.desk("wang.li").show(&inquiry).await.expect("it is for everybody now");

    // Its workflow is gone, so its own wording is asked.
    let gone = World::over(&[("workflows/weighed.yaml", WEIGHED)], world.store.clone(), at("09:10"));
    gone.desk("wang.li").show(&inquiry).await.expect_err("the wording it is pinned to says who");
    assert!(!listed(&gone, "wang.li").await.contains(&inquiry.to_string()));
    gone.desk("chen.gang").show(&inquiry).await.expect("a manager sees it");
}
