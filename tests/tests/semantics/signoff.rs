//! A step that takes two: one person sends it, another signs it (language §3, S3, S6, S10, S29).

use crate::fixture::House;

/// A clerk isolates the power, another clerk signs for it.
const TWO: &str = "
calendar: always
fields: { power: { type: text, required: true } }
steps:
  - step: isolate
    owner: clerk
    form: [power]
    checklist: [door, lamp]
    signoff: second-person
    within: 2h
    escalate:
      - { at: ready, tell: owner }
      - { at: 50%, tell: owner }
  - step: work
    owner: tech
    not_by: isolate
";

const SENT: &str = "
        > 03-02 09:00 ann opens power=off later
        03-02 09:00 opened by ann
        03-02 09:00 ready isolate
        03-02 09:00 rung isolate @ready → ann,bob task
        03-02 09:00 told isolate → ann(email) task
        03-02 09:00 told isolate → bob(email) task
        > 03-02 09:10 ann does isolate
        03-02 09:10 noted isolate by ann: sent; a second person is to sign
        03-02 09:10 told isolate → bob(email) sign
";

fn two(script: &str) {
    House::of(TWO).goes(&format!("{SENT}{script}"));
}

#[test]
fn s6_it_is_done_when_another_has_signed_and_its_clock_runs_until_then() {
    two("
        > 03-02 09:11 steps
        = isolate ready, work waiting
        > 03-02 09:12 shows isolate
        = isolate running, due 03-02 11:00
        > 03-02 09:20 bob signs isolate
        03-02 09:20 done isolate by bob
        03-02 09:20 ready work
        > 03-02 09:21 shows isolate
        = isolate met, due 03-02 11:00
        ");
}

#[test]
fn whoever_sent_it_can_neither_sign_nor_take_it() {
    two("
        > 03-02 09:20 ann signs isolate
        = refused: OwnWork
        > 03-02 09:21 ann takes isolate
        = refused: OwnWork
        > 03-02 09:22 tom signs isolate
        = refused: NotYours
        > 03-02 09:23 lee signs isolate
        03-02 09:23 done isolate by lee
        03-02 09:23 ready work
        ");
}

#[test]
fn nothing_is_signed_that_was_not_sent_nor_a_step_that_takes_one() {
    House::of(TWO).goes(
        "
        > 03-02 09:00 ann opens power=off later
        03-02 09:00 opened by ann
        03-02 09:00 ready isolate
        03-02 09:00 rung isolate @ready → ann,bob task
        03-02 09:00 told isolate → ann(email) task
        03-02 09:00 told isolate → bob(email) task
        > 03-02 09:01 bob signs isolate
        = refused: StepNotOpen
        > 03-02 09:02 ann does isolate
        03-02 09:02 noted isolate by ann: sent; a second person is to sign
        03-02 09:02 told isolate → bob(email) sign
        > 03-02 09:03 bob signs isolate
        03-02 09:03 done isolate by bob
        03-02 09:03 ready work
        > 03-02 09:04 tom signs work
        = refused: WrongKind
        ",
    );
}

#[test]
fn a_rung_tells_whoever_may_still_sign_and_the_miss_comes_though_it_was_sent() {
    two("
        03-02 10:00 at_risk isolate @50% → bob at-risk
        03-02 10:00 told isolate → bob(email) at-risk
        03-02 11:00 overdue isolate
        > 03-02 11:01
        ");
}

#[test]
fn sent_again_it_is_the_later_sending_that_is_signed() {
    two("
        > 03-02 09:20 bob does isolate !lamp power=on
        03-02 09:20 noted isolate by bob: sent; a second person is to sign
        03-02 09:20 told isolate → ann(email) sign
        > 03-02 09:21 bob signs isolate
        = refused: OwnWork
        > 03-02 09:22 ann signs isolate
        03-02 09:22 done isolate by ann
        03-02 09:22 ready work
        > 03-02 09:23 cases
        = hill-small-1 open power=on
        ");
}

#[test]
fn whom_it_was_handed_to_by_name_may_correct_what_they_sent() {
    two("
        > 03-02 09:20 lee hands isolate tom
        03-02 09:20 handed isolate by lee
        03-02 09:20 told isolate → tom(sms) handed
        > 03-02 09:30 tom does isolate !lamp
        03-02 09:30 noted isolate by tom: sent; a second person is to sign (for Clerk)
        03-02 09:30 told isolate → ann(email) sign
        03-02 09:30 told isolate → bob(email) sign
        > 03-02 09:31 tia does isolate
        = refused: NotYours
        > 03-02 09:32 tom does isolate
        03-02 09:32 noted isolate by tom: sent; a second person is to sign (for Clerk)
        03-02 09:32 told isolate → ann(email) sign
        03-02 09:32 told isolate → bob(email) sign
        > 03-02 09:33 tom signs isolate
        = refused: OwnWork
        > 03-02 09:40 ann signs isolate
        03-02 09:40 done isolate by ann
        03-02 09:40 ready work
        ");
}

#[test]
fn with_nobody_else_of_the_role_the_superior_signs() {
    let house = House::of(&TWO.replace("owner: clerk", "owner: lead"));
    house.goes(
        "
        > 03-02 09:00 ann opens power=off later
        03-02 09:00 opened by ann
        03-02 09:00 ready isolate
        03-02 09:00 rung isolate @ready → lee task
        03-02 09:00 told isolate → lee(email) task
        > 03-02 09:10 lee does isolate
        03-02 09:10 noted isolate by lee: sent; a second person is to sign
        03-02 09:10 told isolate → max(email) sign
        > 03-02 09:20 lee does isolate
        03-02 09:20 noted isolate by lee: sent; a second person is to sign
        03-02 09:20 told isolate → max(email) sign
        > 03-02 09:30 max signs isolate
        03-02 09:30 done isolate by max
        03-02 09:30 ready work
        ",
    );
}

#[test]
fn s29_who_is_away_hears_on_coming_back_that_a_signature_is_asked_for() {
    House::of(TWO).away(&[("bob", "away: [2026-03-02]")]).goes(
        "
        > 03-02 09:00 ann opens power=off later
        03-02 09:00 opened by ann
        03-02 09:00 ready isolate
        03-02 09:00 rung isolate @ready → ann task
        03-02 09:00 told isolate → ann(email) task
        > 03-02 09:10 ann does isolate
        03-02 09:10 noted isolate by ann: sent; a second person is to sign
        03-02 10:00 at_risk isolate @50% → lee at-risk
        03-02 10:00 told isolate → lee(email) at-risk
        03-02 11:00 overdue isolate
        03-03 00:00 told isolate → bob(email) sign
        > 03-03 00:01
        ",
    );
}

#[test]
fn s10_a_return_opens_a_round_in_which_nothing_is_sent_yet_and_both_are_kept_from_judging() {
    let judged = TWO.replace(
        "  - step: work\n    owner: tech\n    not_by: isolate\n",
        "  - step: check\n    approve: clerk\n    returned_to: isolate\n",
    );
    House::of(&judged).goes(&format!(
        "{SENT}
        > 03-02 09:20 bob signs isolate
        03-02 09:20 done isolate by bob
        03-02 09:20 ready check
        > 03-02 09:21 ann approves check
        = refused: OwnWork
        > 03-02 09:22 bob approves check
        = refused: OwnWork
        > 03-02 09:30 lee returns check
        03-02 09:30 returned check by lee
        03-02 09:30 done check by lee
        03-02 09:30 ready isolate
        03-02 09:30 rung isolate @ready → ann,bob returned
        03-02 09:30 told isolate → ann(email) returned
        03-02 09:30 told isolate → bob(email) returned
        > 03-02 09:31 bob signs isolate
        = refused: StepNotOpen
        "
    ));
}

#[test]
fn an_opening_that_fills_its_form_sends_it_and_leaves_it_to_be_signed() {
    House::of(&TWO.replace("    checklist: [door, lamp]\n", "")).goes(
        "
        > 03-02 09:00 ann opens power=off
        03-02 09:00 opened by ann
        03-02 09:00 ready isolate
        03-02 09:00 noted isolate by ann: sent; a second person is to sign
        03-02 09:00 told isolate → bob(email) sign
        > 03-02 09:10 bob signs isolate
        03-02 09:10 done isolate by bob
        03-02 09:10 ready work
        ",
    );
}

/// As the power is isolated another looks, and may ask for everything once more.
const BESIDE: &str = "
calendar: always
fields: { power: { type: text, required: true }, ok: { type: bool, required: true } }
steps:
  - { step: note, owner: clerk, form: [power] }
  - { step: isolate, owner: clerk, signoff: second-person }
  - step: look
    owner: tech
    after: note
    form: [ok]
    then: [ { if: ok == false, back_to: note, rounds: 3, after_that: { end: dropped } } ]
  - { step: work, owner: tech, after: [isolate, look] }
";

#[test]
fn s10_a_round_that_withdraws_it_voids_what_was_sent() {
    House::of(BESIDE).goes(
        "
        > 03-02 09:00 ann opens power=off
        03-02 09:00 opened by ann
        03-02 09:00 ready note
        03-02 09:00 done note by ann
        03-02 09:00 ready isolate
        03-02 09:00 ready look
        > 03-02 09:10 ann does isolate
        03-02 09:10 noted isolate by ann: sent; a second person is to sign
        03-02 09:10 told isolate → bob(email) sign
        > 03-02 09:20 tom does look ok=false
        03-02 09:20 done look by tom
        03-02 09:20 withdrawn isolate
        03-02 09:20 ready note
        > 03-02 09:21 bob signs isolate
        = refused: StepNotOpen
        > 03-02 09:30 ann does note power=on
        03-02 09:30 done note by ann
        03-02 09:30 ready isolate
        03-02 09:30 ready look
        > 03-02 09:31 bob signs isolate
        = refused: StepNotOpen
        > 03-02 09:32 bob does isolate
        03-02 09:32 noted isolate by bob: sent; a second person is to sign
        03-02 09:32 told isolate → ann(email) sign
        > 03-02 09:33 bob signs isolate
        = refused: OwnWork
        > 03-02 09:34 ann signs isolate
        03-02 09:34 done isolate by ann
        ",
    );
}

#[test]
fn a_case_that_ends_takes_what_was_sent_with_it() {
    two("
        > 03-02 09:20 lee cancels
        03-02 09:20 withdrawn isolate
        03-02 09:20 cancelled by lee: twice
        > 03-02 09:21 bob signs isolate
        = refused: CaseOver
        ");
}
