//! Who may judge a step: several who approve, whoever must not because they did the work, and what
//! it falls to then (language §3, S6, S10).

use crate::fixture::House;

/// Two of three approve what a clerk did.
const PANEL: &str = "
calendar: always
steps:
  - step: draft
    owner: clerk
  - step: approval
    approve: { of: [lead, manager, tech], enough: 2 }
    returned_to: draft
    refused: { end: refused }
    within: 2h
    escalate:
      - { at: ready, tell: owner }
      - { at: 50%, tell: owner }
  - step: publish
    owner: clerk
";

const DRAFTED: &str = "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready draft
        > 03-02 09:10 ann does draft
        03-02 09:10 done draft by ann
        03-02 09:10 ready approval
        03-02 09:10 rung approval @ready → lee,max,tom,tia approve
        03-02 09:10 told approval → lee(email) approve
        03-02 09:10 told approval → max(email) approve
        03-02 09:10 told approval → tom(sms) approve
        03-02 09:10 told approval → tia(email) approve
";

fn panel(script: &str) {
    House::of(PANEL).goes(&format!("{DRAFTED}{script}"));
}

#[test]
fn s10_each_of_several_approves_and_the_step_is_done_when_enough_have() {
    panel(
        "
        > 03-02 09:20 lee approves approval
        03-02 09:20 approved approval by lee
        > 03-02 09:30 tia approves approval
        03-02 09:30 approved approval by tia
        03-02 09:30 done approval by tia
        03-02 09:30 ready publish
        ",
    );
}

#[test]
fn a_rung_tells_only_those_whose_answer_is_lacking() {
    panel(
        "
        > 03-02 09:20 tom approves approval
        03-02 09:20 approved approval by tom
        03-02 10:10 at_risk approval @50% → lee,max at-risk
        03-02 10:10 told approval → lee(email) at-risk
        03-02 10:10 told approval → max(email) at-risk
        > 03-02 10:11
        ",
    );
}

#[test]
fn nobody_of_several_answers_twice_not_even_for_another() {
    panel(
        "
        > 03-02 09:20 max approves approval
        03-02 09:20 approved approval by max
        > 03-02 09:21 max approves approval
        = refused: Answered
        > 03-02 09:22 max returns approval
        = refused: Answered
        ",
    );
}

#[test]
fn s6_one_return_returns_it_and_the_approvals_of_the_others_count_no_more() {
    panel(
        "
        > 03-02 09:20 lee approves approval
        03-02 09:20 approved approval by lee
        > 03-02 09:30 tom returns approval
        03-02 09:30 returned approval by tom
        03-02 09:30 done approval by tom
        03-02 09:30 ready draft
        03-02 09:30 told draft → ann(email) returned
        03-02 09:30 told draft → bob(email) returned
        > 03-02 09:40 bob does draft
        03-02 09:40 done draft by bob
        03-02 09:40 ready approval
        03-02 09:40 rung approval @ready → lee,max,tom,tia approve
        03-02 09:40 told approval → lee(email) approve
        03-02 09:40 told approval → max(email) approve
        03-02 09:40 told approval → tom(sms) approve
        03-02 09:40 told approval → tia(email) approve
        > 03-02 09:50 max approves approval
        03-02 09:50 approved approval by max
        ",
    );
}

#[test]
fn one_refusal_of_several_ends_the_case_with_its_word() {
    panel(
        "
        > 03-02 09:20 lee approves approval
        03-02 09:20 approved approval by lee
        > 03-02 09:30 max refuses approval
        03-02 09:30 refused approval by max
        03-02 09:30 done approval by max
        03-02 09:30 closed: refused
        ",
    );
}

#[test]
fn nobody_takes_an_approval_from_the_others_or_is_handed_it() {
    panel(
        "
        > 03-02 09:20 lee takes approval
        = refused: WrongKind
        > 03-02 09:21 qin hands approval max
        = refused: WrongKind
        ",
    );
}

#[test]
fn s29_of_several_who_approve_each_who_is_away_hears_of_it_on_coming_back() {
    House::of(PANEL).away(&[("max", "away: [2026-03-02]"), ("lee", "away: [2026-03-02]")]).goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready draft
        > 03-02 22:30 ann does draft
        03-02 22:30 done draft by ann
        03-02 22:30 ready approval
        03-02 22:30 rung approval @ready → tom,tia approve
        03-02 22:30 told approval → tom(sms) approve
        03-02 22:30 told approval → tia(email) approve
        > 03-02 22:31 tom approves approval
        03-02 22:31 approved approval by tom
        03-02 23:30 at_risk approval @50% → qin at-risk
        03-02 23:30 told approval → qin(email) at-risk
        03-03 00:00 told approval → lee(email) approve
        03-03 00:00 told approval → max(email) approve
        > 03-03 00:10
        ",
    );
}

/// The approver's role has one member, who may do the work too.
const OWN_WORK: &str = "
calendar: always
fields: { who: { type: role } }
steps:
  - step: draft
    owner: clerk
    form: [who]
  - step: approval
    approve: WHO
    within: 1h
    escalate:
      - { at: ready, tell: owner }
      - { at: overdue, tell: all owner HANDS }
";

fn own_work(who: &str, hands: &str, script: &str) {
    House::of(&OWN_WORK.replace("WHO", who).replace(" HANDS", hands)).goes(script);
}

#[test]
fn an_approval_handed_to_a_role_whose_only_member_did_the_work_falls_to_the_superior() {
    own_work(
        "manager",
        ", hand_to: lead",
        "
        > 03-02 09:00 ann opens later
        03-02 09:00 opened by ann
        03-02 09:00 ready draft
        > 03-02 09:10 lee does draft
        03-02 09:10 done draft by lee
        03-02 09:10 ready approval
        03-02 09:10 rung approval @ready → max approve
        03-02 09:10 told approval → max(email) approve
        03-02 10:10 overdue approval @overdue → max overdue
        03-02 10:10 told approval → max(email) overdue
        03-02 10:10 handed approval
        03-02 10:10 told approval → max(email) handed
        > 03-02 10:20 lee approves approval
        = refused: OwnWork
        > 03-02 10:30 max approves approval
        03-02 10:30 approved approval by max
        03-02 10:30 done approval by max
        03-02 10:30 closed: done
        ",
    );
}

#[test]
fn s31_an_approval_owned_by_an_empty_field_never_tells_who_did_the_work() {
    let two = "
estate: hill
name: Hill
staff:
  - { id: ann, name: Ann, roles: [clerk], email: ann@example.com }
  - { id: zoe, name: Zoe, roles: [clerk, quality], email: zoe@example.com }
";
    let flow = OWN_WORK.replace("WHO", "\"{who}\"").replace(" HANDS", "");
    House::of(&flow).with("estates/hill.yaml", two).goes(
        "
        > 03-02 09:00 ann opens later
        03-02 09:00 opened by ann
        03-02 09:00 ready draft
        > 03-02 09:10 zoe does draft
        03-02 09:10 done draft by zoe
        03-02 09:10 ready approval
        03-02 09:10 rung approval @ready → qin approve
        03-02 09:10 told approval → qin(email) approve
        03-02 10:10 overdue approval @overdue → qin overdue
        03-02 10:10 told approval → qin(email) overdue
        > 03-02 10:20 zoe approves approval
        = refused: OwnWork
        ",
    );
}

#[test]
fn all_of_the_owners_role_are_told_of_an_approval_but_for_who_did_the_work() {
    own_work(
        "clerk",
        "",
        "
        > 03-02 09:00 ann opens later
        03-02 09:00 opened by ann
        03-02 09:00 ready draft
        > 03-02 09:10 ann does draft
        03-02 09:10 done draft by ann
        03-02 09:10 ready approval
        03-02 09:10 rung approval @ready → bob approve
        03-02 09:10 told approval → bob(email) approve
        03-02 10:10 overdue approval @overdue → bob overdue
        03-02 10:10 told approval → bob(email) overdue
        > 03-02 10:20
        ",
    );
}

const NOT_BY: &str = "
calendar: always
fields: { inspector: { type: staff } }
steps:
  - step: clean
    owner: tech
    form: [inspector]
  - step: look
    owner: tech
    not_by: [clean, inspector]
    escalate: [ { at: ready, tell: owner } ]
";

#[test]
fn a_step_falls_neither_to_who_did_another_nor_to_whom_a_field_names() {
    House::of(NOT_BY).goes(
        "
        > 03-02 09:00 tom opens later
        03-02 09:00 opened by tom
        03-02 09:00 ready clean
        > 03-02 09:10 tom does clean
        03-02 09:10 done clean by tom
        03-02 09:10 ready look
        03-02 09:10 rung look @ready → tia task
        03-02 09:10 told look → tia(email) task
        > 03-02 09:20 tom does look
        = refused: OwnWork
        > 03-02 09:21 tom takes look
        = refused: OwnWork
        > 03-02 09:22 max hands look tom
        = refused: OwnWork
        > 03-02 09:30 tia does look
        03-02 09:30 done look by tia
        03-02 09:30 closed: done
        ",
    );
}

#[test]
fn with_nobody_else_of_the_role_it_falls_to_the_superior() {
    House::of(NOT_BY).goes(
        "
        > 03-02 09:00 tom opens later
        03-02 09:00 opened by tom
        03-02 09:00 ready clean
        > 03-02 09:10 tom does clean inspector=tia
        03-02 09:10 done clean by tom
        03-02 09:10 ready look
        03-02 09:10 rung look @ready → max task
        03-02 09:10 told look → max(email) task
        > 03-02 09:20 tia does look
        = refused: OwnWork
        ",
    );
}
