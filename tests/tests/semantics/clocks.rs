//! What the limit of a step counts, and from where (S13, S15, S16).

use crate::fixture::House;

#[test]
fn s13_a_persons_step_and_an_approval_have_limits() {
    House::of(
        "
calendar: always
steps:
  - { step: plan, owner: tech, within: 1h }
  - { step: check, approve: manager, within: 1h }
",
    )
    .goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready plan
        03-02 10:00 overdue plan
        > 03-02 10:30 tom does plan
        03-02 10:30 done plan by tom
        03-02 10:30 ready check
        03-02 11:30 overdue check
        > 03-02 12:00
        ",
    );
}

#[test]
fn s15_since_a_step_begins_when_it_is_done_after_this_step_is_ready_if_need_be() {
    House::of(
        "
calendar: always
fields: { ok: { type: bool, required: true } }
steps:
  - { step: ask, owner: clerk, form: [ok], then: [ { if: ok == false, hand_to: manager } ] }
  - { step: work, after: opened, owner: tech, within: 1h, since: ask }
",
    )
    .goes(
        "
        > 03-02 09:00 ann opens later
        03-02 09:00 opened by ann
        03-02 09:00 ready ask
        03-02 09:00 ready work
        > 03-02 09:10 shows work
        = work has no clock
        > 03-02 09:20 ann does ask ok=false
        03-02 09:20 done ask by ann
        03-02 09:20 ready ask
        > 03-02 09:50 max does ask ok=true
        03-02 09:50 done ask by max
        > 03-02 09:50 shows work
        = work running, due 03-02 10:20
        03-02 10:20 overdue work
        > 03-02 11:00
        ",
    );
}

#[test]
fn s15_since_a_step_begins_when_it_is_skipped_too() {
    House::of(
        "
calendar: always
fields: { ok: { type: bool } }
steps:
  - { step: note, owner: clerk }
  - { step: maybe, after: [note], if: ok == true, owner: clerk }
  - { step: work, after: [note], owner: tech, within: 1h, since: maybe }
  - { step: last, after: [maybe, work], owner: clerk }
",
    )
    .goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready note
        > 03-02 09:20 ann does note
        03-02 09:20 done note by ann
        03-02 09:20 skipped maybe
        03-02 09:20 ready work
        03-02 10:20 overdue work
        > 03-02 11:00
        ",
    );
}

/// What came in earlier counts from when it came.
const SINCE_FIELD: &str = "
calendar: always
fields: { came: { type: TYPE }, ok: { type: bool } }
steps:
  - { step: note, owner: clerk }
  - { step: work, owner: tech, within: 12h, since: came }
  - { step: ask, owner: clerk, then: [ { if: ok == false, back_to: note, rounds: 3, after_that: { end: dropped } } ] }
";

#[test]
fn s15_since_a_field_waits_while_it_is_empty() {
    House::of(&SINCE_FIELD.replace("TYPE", "datetime")).goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready note
        > 03-02 09:10 ann does note
        03-02 09:10 done note by ann
        03-02 09:10 ready work
        > 03-02 09:20 shows work
        = work has no clock
        > 03-02 09:30 max sets came=2026-03-02_08:00
        03-02 09:30 set by max
        > 03-02 09:30 shows work
        = work running, due 03-02 20:00
        ",
    );
}

#[test]
fn s15_a_date_alone_is_its_midnight() {
    House::of(&SINCE_FIELD.replace("TYPE", "date")).goes(
        "
        > 03-02 09:00 ann opens came=2026-03-02
        03-02 09:00 opened by ann
        03-02 09:00 ready note
        > 03-02 09:00 shows work
        = work running, due 03-02 12:00
        ",
    );
}

#[test]
fn s15_since_a_field_never_counts_from_after_the_opening() {
    House::of(&SINCE_FIELD.replace("TYPE", "datetime")).goes(
        "
        > 03-02 09:00 ann opens came=2026-03-02_11:00
        03-02 09:00 opened by ann
        03-02 09:00 ready note
        > 03-02 09:00 shows work
        = work running, due 03-02 21:00
        ",
    );
}

#[test]
fn s15_in_a_later_round_since_a_field_counts_from_the_rounds_opening() {
    House::of(&SINCE_FIELD.replace("TYPE", "datetime")).goes(
        "
        > 03-02 09:00 ann opens came=2026-03-02_08:00 ok=false
        03-02 09:00 opened by ann
        03-02 09:00 ready note
        > 03-02 09:10 ann does note
        03-02 09:10 done note by ann
        03-02 09:10 ready work
        > 03-02 09:20 tom does work
        03-02 09:20 done work by tom
        03-02 09:20 ready ask
        > 03-02 09:30 ann does ask
        03-02 09:30 done ask by ann
        03-02 09:30 ready note
        > 03-02 09:40 shows work
        = work met, due 03-02 20:00
        = work round 2 running, due 03-02 21:30
        ",
    );
}

#[test]
fn s15_a_clock_born_past_its_due_time_is_missed_though_its_step_is_done_in_the_same_breath() {
    House::of(
        "
calendar: always
fields: { came: { type: datetime, required: true } }
steps:
  - { step: note, owner: clerk }
  - { step: work, owner: tech, form: [came], within: 1h, since: came }
",
    )
    .goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready note
        > 03-02 09:10 ann does note
        03-02 09:10 done note by ann
        03-02 09:10 ready work
        > 03-02 09:20 tom does work came=2026-03-02_07:00
        03-02 09:20 done work by tom
        03-02 09:20 overdue work
        03-02 09:20 closed: done
        > 03-02 09:20 shows work
        = work missed, due 03-02 08:00
        ",
    );
}

/// The work is due at the date in a field.
const BY_FIELD: &str = "
calendar: always
fields: { promised: { type: datetime } }
steps:
  - step: work
    owner: tech
    by: promised
    escalate: [ { at: 50%, tell: owner } ]
";

#[test]
fn s16_by_a_field_begins_when_the_step_is_ready_and_the_field_filled() {
    House::of(BY_FIELD).goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready work
        > 03-02 10:00 max sets promised=2026-03-02_14:00
        03-02 10:00 set by max
        03-02 12:00 at_risk work @50% → tom,tia at-risk
        03-02 12:00 told work → tom(sms) at-risk
        03-02 12:00 told work → tia(email) at-risk
        03-02 14:00 overdue work
        > 03-02 15:00
        ",
    );
}

#[test]
fn s16_a_date_that_is_past_already_is_missed_at_that_moment() {
    House::of(BY_FIELD).goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready work
        > 03-02 10:00 max sets promised=2026-03-02_08:00
        03-02 10:00 set by max
        03-02 10:00 overdue work
        > 03-02 15:00
        ",
    );
}

#[test]
fn s16_a_field_that_moves_a_missed_date_later_begins_the_clock_anew_and_the_miss_stays() {
    House::of(BY_FIELD).goes(
        "
        > 03-02 09:00 ann opens promised=2026-03-02_09:30
        03-02 09:00 opened by ann
        03-02 09:00 ready work
        03-02 09:15 at_risk work @50% → tom,tia at-risk
        03-02 09:15 told work → tom(sms) at-risk
        03-02 09:15 told work → tia(email) at-risk
        03-02 09:30 overdue work
        > 03-02 10:00 max sets promised=2026-03-02_12:00
        03-02 10:00 set by max
        03-02 10:00 moved work
        > 03-02 10:00 shows work
        = work missed, due 03-02 09:30
        = work running, due 03-02 12:00
        03-02 11:00 at_risk work @50% → tom,tia at-risk
        03-02 11:00 told work → tom(sms) at-risk
        03-02 11:00 told work → tia(email) at-risk
        > 03-02 11:30 tom does work
        03-02 11:30 done work by tom
        03-02 11:30 closed: done
        > 03-02 11:30 shows work
        = work missed, due 03-02 09:30
        = work met, due 03-02 12:00
        ",
    );
}

#[test]
fn s15_in_a_later_round_since_a_step_counts_from_when_it_was_last_done() {
    House::of(
        "
calendar: always
fields: { ok: { type: bool, required: true } }
steps:
  - { step: note, owner: clerk }
  - { step: pause, wait: 10m }
  - { step: work, owner: lead, within: 1h, since: note }
  - { step: ask, owner: clerk, form: [ok], then: [ { if: ok == false, back_to: pause, rounds: 3, after_that: { end: dropped } } ] }
",
    )
    .goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready note
        > 03-02 09:00 ann does note
        03-02 09:00 done note by ann
        03-02 09:00 ready pause
        03-02 09:10 done pause
        03-02 09:10 ready work
        > 03-02 09:20 lee does work
        03-02 09:20 done work by lee
        03-02 09:20 ready ask
        > 03-02 10:30 ann does ask ok=false
        03-02 10:30 done ask by ann
        03-02 10:30 ready pause
        03-02 10:30 overdue work
        03-02 10:40 done pause
        03-02 10:40 ready work
        > 03-02 10:50 shows work
        = work met, due 03-02 10:00
        = work round 2 missed, due 03-02 10:00
        ",
    );
}

#[test]
fn s16_a_date_alone_is_its_closing_or_the_next_open_days() {
    let house = House::of(
        "
calendar: office
fields: { promised: { type: date } }
steps:
  - { step: work, owner: lead, by: promised }
",
    );
    for (promised, due) in [("2026-03-04", "03-04 17:30"), ("2026-03-07", "03-09 17:30")] {
        house.goes(&format!(
            "
        > 03-02 09:00 ann opens promised={promised}
        03-02 09:00 opened by ann
        03-02 09:00 ready work
        > 03-02 09:00 shows work
        = work running, due {due}
        "
        ));
    }
}
