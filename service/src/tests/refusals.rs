//! What people are told when something they asked for is not done: things by their titles and people by
//! their names, with an id beside it where it has to be typed back.

use super::support::*;
use crate::Denied;
use steward_case::{CaseId, Command};
use steward_model::{LimitId, StaffId, StepId};
use steward_time::Span;

async fn refused(world: &World, case: &CaseId, who: &str, command: &Command) -> Denied {
    world.desk(who).act(case, command).await.expect_err("it is refused")
}

#[tokio::test]
async fn a_refusal_says_titles_and_names_and_ids_only_where_they_are_typed() {
    let world = World::new();
    let case = world.complaint().await;
    let filled = |step: &str, with: &str| match done(step) {
        Command::Complete { step, ticked, failed, given, .. } => {
            let fields = [(with.into(), steward_model::Value::Bool(true))].into();
            Command::Complete { step, fields, ticked, failed, given }
        }
        other => other,
    };
    let hand = |to: &str| Command::Hand { step: StepId::new("respond"), to: StaffId::new(to) };
    let extend = |limit: &str| {
        let (limit, reason) = (LimitId::new(limit), "等配件".to_owned());
        Command::Extend { limit, span: Span::Open(600), reason }
    };
    for (who, command, zh, en) in [
        (
            "wang.li",
            done("file"),
            "步骤“归档”现在不能办理：前面的步骤还没有完成",
            "Step “归档” can't be done now: what comes before it is not done yet",
        ),
        (
            "wang.li",
            done("首次响应"),
            "这个流程没有步骤 首次响应，是不是 respond？",
            "This workflow has no step 首次响应; did you mean respond?",
        ),
        (
            "wang.li",
            filled("respond", "severity"),
            "步骤“首次响应”（respond）的表单没有字段“级别”（severity）；表单之外改字段请用 set",
            "The form of step “First answer” (respond) does not ask for “级别” (severity); a field outside a form is changed with `set`",
        ),
        (
            "wang.li",
            Command::Approve(StepId::new("respond")),
            "步骤“首次响应”（respond）应当办理（done）",
            "Step “First answer” (respond) is done, not approved",
        ),
        (
            "wang.li",
            hand("wang.li"),
            "您不能移交步骤；可以办理的是：前台的上级",
            "You may not hand on the step; one above 前台 may",
        ),
        (
            "chen.gang",
            extend("file"),
            "时限“归档”（file）没有在计时",
            "No clock of the limit “归档” (file) is running",
        ),
        (
            "chen.gang",
            extend("First answer"),
            "时限“First answer”没有在计时，是不是 respond？",
            "No clock of the limit “First answer” is running; did you mean respond?",
        ),
    ] {
        let text = refused(&world, &case, who, &command).await.text();
        assert_eq!((text.zh.as_str(), text.en.as_str()), (zh, en));
    }
    world.desk("wang.li").act(&case, &Command::Take(StepId::new("respond"))).await.expect("it is theirs");
    let taken = refused(&world, &case, "wang.li", &Command::Take(StepId::new("respond"))).await.text();
    assert_eq!(taken.zh, "步骤“首次响应”已由 王丽 接手");
    let theirs = fields(&[("what", "漏水")]);
    let opened = world.desk("fang.hua").open("complaint", "riverside", &theirs, None, false).await;
    assert_eq!(
        denied(opened.expect_err("another estate")).1,
        "您不能在项目“滨江花园”办事：方华 不在那里任职；可以办理的是：该项目的人员"
    );
}
