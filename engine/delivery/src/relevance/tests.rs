use super::*;
use steward_case::{CaseId, Change, Event, State, What};
use steward_model::{EndWord, EstateId, LimitId, StepId, WorkflowId};
use steward_time::Timestamp;

/// A case with a clock of `respond`, whose second event makes these changes.
fn case(changes: Vec<Change>) -> Case {
    let respond = StepId::new("respond");
    let opening = vec![
        Change::Opened {
            case: CaseId::new("riverside-complaint-1"),
            workflow: WorkflowId::new("complaint"),
            hash: "h".into(),
            edition: 1,
            estate: EstateId::new("riverside"),
            starter: None,
        },
        Change::Ready(respond.clone()),
        Change::ClockBorn {
            limit: LimitId::new("respond"),
            step: Some(respond),
            round: 1,
            began: Timestamp::UNIX_EPOCH,
            line: 0,
        },
    ];
    let event = |n, changes| Event {
        n,
        at: Timestamp::UNIX_EPOCH,
        what: What::Set,
        step: None,
        limit: None,
        rung: None,
        to: Vec::new(),
        via: Vec::new(),
        template: None,
        by: None,
        text: None,
        changes,
    };
    Case::replay(&[event(1, opening), event(2, changes)]).expect("a case")
}

fn check(relevance: Relevance, changes: Vec<Change>, expected: Option<&str>) {
    let why = why_not(&relevance, &case(changes));
    assert_eq!(why.map(|why| why.en).as_deref(), expected);
}

#[test]
fn a_task_is_true_until_its_step_ends_in_that_round() {
    let respond = StepId::new("respond");
    let task = || Relevance::UntilStepEnds(StepId::new("respond"), 1);
    let gone = Some("nobody has to do step respond any more");
    check(task(), vec![], None);
    check(task(), vec![Change::Skipped(respond.clone())], gone);
    check(task(), vec![Change::Withdrawn(respond.clone())], gone);
    let again =
        Change::Round { step: respond.clone(), round: 2, counted: true, written_for: None, returned: None };
    check(task(), vec![again, Change::Ready(respond)], gone);
}

#[test]
fn that_a_call_came_to_nothing_is_true_until_it_is_called_once_more() {
    let respond = StepId::new("respond");
    let told = || Relevance::UntilStepEnds(StepId::new("respond"), 1);
    let calls = |call| Change::Calls { step: respond.clone(), call };
    let refused = || Change::CallRefused(respond.clone());
    check(told(), vec![calls(2), refused()], None);
    check(told(), vec![calls(2), refused(), calls(3)], Some("nobody has to do step respond any more"));
    check(told(), vec![calls(2), refused(), calls(3), refused()], None);
}

#[test]
fn a_warning_is_true_until_its_limit_is_decided() {
    let decided = Some("the limit respond is decided");
    check(Relevance::UntilMiss(0), vec![], None);
    check(Relevance::UntilMiss(0), vec![Change::Held], None);
    for change in [Change::ClockMet(0), Change::ClockMissed(0), Change::ClockStopped(0)] {
        check(Relevance::UntilMiss(0), vec![change], decided);
    }
}

#[test]
fn a_miss_stays_true_when_its_case_is_over() {
    let over = || vec![Change::Ended(State::Cancelled, EndWord::cancelled())];
    check(Relevance::Always, over(), None);
    check(Relevance::UntilMiss(0), over(), Some("the limit respond is decided"));
}
