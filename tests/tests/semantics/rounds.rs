//! New rounds: a return, `back_to`, `rounds:` and `hand_to` in `then` (S4–S7).

use crate::fixture::House;

/// An approval in the middle, with a branch beside it.
const RETURNED: &str = "
calendar: always
fields: { sure: { type: bool } }
escalate: [ { at: ready, tell: owner } ]
steps:
  - { step: note, owner: clerk }
  - { step: beside, after: [note], owner: lead }
  - { step: plan, after: [note], owner: tech, within: 2h }
  - { step: check, approve: manager, within: 1h, then: [ { if: sure == true, end: approved-it } ] }
  - { step: last, after: [beside, check], owner: clerk, within: 3h, since: opened }
";

#[test]
fn s4_a_return_opens_a_new_round_of_the_step_before_and_of_all_that_follows() {
    House::of(RETURNED).goes(
        "
        > 03-02 09:00 ann opens sure=true
        03-02 09:00 opened by ann
        03-02 09:00 ready note
        03-02 09:00 rung note @ready → ann,bob task
        03-02 09:00 told note → ann(email) task
        03-02 09:00 told note → bob(email) task
        > 03-02 09:00 ann does note
        03-02 09:00 done note by ann
        03-02 09:00 ready beside
        03-02 09:00 ready plan
        03-02 09:00 rung beside @ready → lee task
        03-02 09:00 told beside → lee(email) task
        03-02 09:00 rung plan @ready → tom,tia task
        03-02 09:00 told plan → tom(sms) task
        03-02 09:00 told plan → tia(email) task
        > 03-02 09:10 tom takes plan
        03-02 09:10 taken plan by tom
        > 03-02 10:00 tom does plan
        03-02 10:00 done plan by tom
        03-02 10:00 ready check
        03-02 10:00 rung check @ready → max approve
        03-02 10:00 told check → max(email) approve
        > 03-02 10:30 max returns check
        03-02 10:30 returned check by max
        03-02 10:30 done check by max
        03-02 10:30 ready plan
        03-02 10:30 rung plan @ready → tom,tia returned
        03-02 10:30 told plan → tom(sms) returned
        03-02 10:30 told plan → tia(email) returned
        > 03-02 10:30 rounds
        = note 1, beside 1, plan 2, check 2, last 2
        > 03-02 10:30 shows plan
        = plan met, due 03-02 11:00
        = plan round 2 running, due 03-02 12:30
        > 03-02 10:30 shows last
        = last stopped, due 03-02 12:00
        = last round 2 running, due 03-02 13:30
        > 03-02 10:40 tia takes plan
        03-02 10:40 taken plan by tia
        ",
    );
}

#[test]
fn s6_a_return_is_an_answer_it_meets_the_clock_and_asks_no_then() {
    House::of(&RETURNED.replace("escalate: [ { at: ready, tell: owner } ]\n", "")).goes(
        "
        > 03-02 09:00 ann opens sure=true
        03-02 09:00 opened by ann
        03-02 09:00 ready note
        > 03-02 09:00 ann does note
        03-02 09:00 done note by ann
        03-02 09:00 ready beside
        03-02 09:00 ready plan
        > 03-02 09:10 tom does plan
        03-02 09:10 done plan by tom
        03-02 09:10 ready check
        > 03-02 10:00 max returns check
        03-02 10:00 returned check by max
        03-02 10:00 done check by max
        03-02 10:00 ready plan
        03-02 10:00 told plan → tom(sms) returned
        03-02 10:00 told plan → tia(email) returned
        > 03-02 10:00 tom does plan
        03-02 10:00 done plan by tom
        03-02 10:00 ready check
        03-02 11:00 overdue check
        > 03-02 11:30 max approves check
        03-02 11:30 approved check by max
        03-02 11:30 done check by max
        03-02 11:30 withdrawn beside
        03-02 11:30 closed: approved-it
        > 03-02 11:30 shows check
        = check met, due 03-02 10:10
        = check round 2 missed, due 03-02 11:00
        ",
    );
}

#[test]
fn s6_the_work_an_approval_judges_was_done_by_whoever_did_it_last() {
    House::of(
        "
calendar: always
escalate: [ { at: ready, tell: owner } ]
steps:
  - { step: plan, owner: tech }
  - { step: check, approve: manager }
",
    )
    .goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready plan
        03-02 09:00 rung plan @ready → tom,tia task
        03-02 09:00 told plan → tom(sms) task
        03-02 09:00 told plan → tia(email) task
        > 03-02 09:10 max does plan
        03-02 09:10 done plan by max
        03-02 09:10 ready check
        03-02 09:10 rung check @ready → qin approve
        03-02 09:10 told check → qin(email) approve
        > 03-02 09:20 max approves check
        = refused: OwnWork
        > 03-02 09:20 qin returns check
        03-02 09:20 returned check by qin
        03-02 09:20 done check by qin
        03-02 09:20 ready plan
        03-02 09:20 rung plan @ready → tom,tia returned
        03-02 09:20 told plan → tom(sms) returned
        03-02 09:20 told plan → tia(email) returned
        > 03-02 09:30 tom does plan
        03-02 09:30 done plan by tom
        03-02 09:30 ready check
        03-02 09:30 rung check @ready → max approve
        03-02 09:30 told check → max(email) approve
        > 03-02 09:40 max approves check
        03-02 09:40 approved check by max
        03-02 09:40 done check by max
        03-02 09:40 closed: done
        ",
    );
}

#[test]
fn s6_of_two_predecessors_the_one_written_last_is_judged() {
    House::of(
        "
calendar: always
steps:
  - { step: one, after: opened, owner: manager }
  - { step: two, after: opened, owner: lead }
  - { step: check, after: [one, two], approve: lead }
",
    )
    .goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready one
        03-02 09:00 ready two
        > 03-02 09:10 max does one
        03-02 09:10 done one by max
        > 03-02 09:10 lee does two
        03-02 09:10 done two by lee
        03-02 09:10 ready check
        > 03-02 09:20 lee approves check
        = refused: OwnWork
        > 03-02 09:20 max approves check
        03-02 09:20 approved check by max
        03-02 09:20 done check by max
        03-02 09:20 closed: done
        ",
    );
}

#[test]
fn s4_a_new_round_withdraws_what_is_open_and_its_old_clock_never_tells_again() {
    House::of(
        "
calendar: always
fields: { ok: { type: bool, required: true } }
steps:
  - { step: note, owner: clerk }
  - { step: work, after: [note], owner: tech, within: 1h }
  - { step: ask, after: [note], owner: clerk, form: [ok], then: [ { if: ok == false, back_to: note, rounds: 3, after_that: { end: dropped } } ] }
  - { step: last, after: [work, ask], owner: clerk }
",
    )
    .goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready note
        > 03-02 09:00 ann does note
        03-02 09:00 done note by ann
        03-02 09:00 ready work
        03-02 09:00 ready ask
        > 03-02 09:30 ann does ask ok=false
        03-02 09:30 done ask by ann
        03-02 09:30 withdrawn work
        03-02 09:30 ready note
        > 03-02 09:45 ann does note
        03-02 09:45 done note by ann
        03-02 09:45 ready work
        03-02 09:45 ready ask
        03-02 10:45 overdue work
        > 03-02 12:00 shows work
        = work stopped, due 03-02 10:00
        = work round 2 missed, due 03-02 10:45
        ",
    );
}

#[test]
fn s5_rounds_counts_how_often_the_step_became_ready_but_not_what_a_return_opened() {
    House::of(
        "
calendar: always
fields: { ok: { type: bool, required: true } }
steps:
  - { step: plan, owner: tech }
  - { step: check, approve: manager }
  - { step: ask, owner: clerk, form: [ok], then: [ { if: ok == false, back_to: plan, rounds: 2, after_that: { end: first-line } } ] }
  - { step: ask-again, owner: lead, form: [ok], then: [ { if: ok == false, back_to: plan, rounds: 2, after_that: { end: second-line } } ] }
",
    )
    .goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready plan
        > 03-02 09:01 tom does plan
        03-02 09:01 done plan by tom
        03-02 09:01 ready check
        > 03-02 09:02 max returns check
        03-02 09:02 returned check by max
        03-02 09:02 done check by max
        03-02 09:02 ready plan
        03-02 09:02 told plan → tom(sms) returned
        03-02 09:02 told plan → tia(email) returned
        > 03-02 09:03 tom does plan
        03-02 09:03 done plan by tom
        03-02 09:03 ready check
        > 03-02 09:04 max approves check
        03-02 09:04 approved check by max
        03-02 09:04 done check by max
        03-02 09:04 ready ask
        > 03-02 09:05 ann does ask ok=true
        03-02 09:05 done ask by ann
        03-02 09:05 ready ask-again
        > 03-02 09:06 lee does ask-again ok=false
        03-02 09:06 done ask-again by lee
        03-02 09:06 ready plan
        > 03-02 09:07 tom does plan
        03-02 09:07 done plan by tom
        03-02 09:07 ready check
        > 03-02 09:08 max approves check
        03-02 09:08 approved check by max
        03-02 09:08 done check by max
        03-02 09:08 ready ask
        > 03-02 09:09 rounds
        = plan 3, check 3, ask 3, ask-again 3
        > 03-02 09:09 ann does ask ok=false
        03-02 09:09 done ask by ann
        03-02 09:09 closed: first-line
        ",
    );
}

/// The clerk asks; dissatisfied, the manager asks once more.
const ASKED_ONCE_MORE: &str = "
calendar: always
fields: { ok: { type: bool, required: true }, fine: { type: bool, required: true } }
escalate:
  - { at: ready, tell: owner }
  - { at: overdue, tell: [owner, superior] }
steps:
  - { step: ask, owner: clerk, form: [ok], within: 1h, then: [ { if: ok == false, hand_to: manager } ] }
  - { step: look, owner: lead, form: [fine], then: [ { if: fine == false, back_to: ask, rounds: 3, after_that: { end: dropped } } ] }
";

#[test]
fn s7_hand_to_in_then_opens_a_round_of_this_step_alone_written_for_the_other() {
    House::of(ASKED_ONCE_MORE).goes(
        "
        > 03-02 09:00 ann opens later
        03-02 09:00 opened by ann
        03-02 09:00 ready ask
        03-02 09:00 rung ask @ready → ann,bob task
        03-02 09:00 told ask → ann(email) task
        03-02 09:00 told ask → bob(email) task
        > 03-02 09:30 ann does ask ok=false
        03-02 09:30 done ask by ann
        03-02 09:30 ready ask
        03-02 09:30 rung ask @ready → max task
        03-02 09:30 told ask → max(email) task
        > 03-02 09:30 rounds
        = ask 2, look 1
        > 03-02 09:40 ann does ask ok=true
        = refused: NotYours
        03-02 10:30 overdue ask @overdue → max,qin overdue
        03-02 10:30 told ask → max(email) overdue
        03-02 10:30 told ask → qin(email) overdue
        > 03-02 10:40 max does ask ok=false
        03-02 10:40 done ask by max
        03-02 10:40 ready look
        03-02 10:40 rung look @ready → lee task
        03-02 10:40 told look → lee(email) task
        ",
    );
}

#[test]
fn s7_in_the_round_after_that_the_step_is_its_own_roles_again() {
    House::of(&ASKED_ONCE_MORE.replace("  - { at: overdue, tell: [owner, superior] }\n", "")).goes(
        "
        > 03-02 09:00 ann opens ok=false
        03-02 09:00 opened by ann
        03-02 09:00 ready ask
        03-02 09:00 done ask by ann
        03-02 09:00 ready ask
        03-02 09:00 rung ask @ready → max task
        03-02 09:00 told ask → max(email) task
        > 03-02 09:10 max does ask ok=false
        03-02 09:10 done ask by max
        03-02 09:10 ready look
        03-02 09:10 rung look @ready → lee task
        03-02 09:10 told look → lee(email) task
        > 03-02 09:20 lee does look fine=false
        03-02 09:20 done look by lee
        03-02 09:20 ready ask
        03-02 09:20 rung ask @ready → ann,bob task
        03-02 09:20 told ask → ann(email) task
        03-02 09:20 told ask → bob(email) task
        ",
    );
}

#[test]
fn s5_a_round_that_hand_to_opened_is_not_counted() {
    let quiet = ASKED_ONCE_MORE.split("escalate:").next().expect("a beginning").to_owned();
    let steps = ASKED_ONCE_MORE.split("steps:").nth(1).expect("steps").replace("rounds: 3", "rounds: 2");
    House::of(&format!("{quiet}steps:{steps}")).goes(
        "
        > 03-02 09:00 ann opens ok=false
        03-02 09:00 opened by ann
        03-02 09:00 ready ask
        03-02 09:00 done ask by ann
        03-02 09:00 ready ask
        > 03-02 09:10 max does ask ok=true
        03-02 09:10 done ask by max
        03-02 09:10 ready look
        > 03-02 09:20 lee does look fine=false
        03-02 09:20 done look by lee
        03-02 09:20 ready ask
        > 03-02 09:20 rounds
        = ask 3, look 2
        > 03-02 09:30 ann does ask ok=true
        03-02 09:30 done ask by ann
        03-02 09:30 ready look
        > 03-02 09:40 lee does look fine=false
        03-02 09:40 done look by lee
        03-02 09:40 closed: dropped
        ",
    );
}

#[test]
fn s6_a_return_after_the_limit_leaves_the_miss() {
    House::of("calendar: always\nsteps:\n  - { step: plan, owner: lead }\n  - { step: check, approve: manager, within: 1h }\n")
        .goes(
            "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready plan
        > 03-02 09:00 lee does plan
        03-02 09:00 done plan by lee
        03-02 09:00 ready check
        03-02 10:00 overdue check
        > 03-02 11:00 max returns check
        03-02 11:00 returned check by max
        03-02 11:00 done check by max
        03-02 11:00 ready plan
        03-02 11:00 told plan → lee(email) returned
        > 03-02 11:00 shows check
        = check missed, due 03-02 10:00
        ",
        );
}
