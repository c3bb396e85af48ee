//! Rungs that passed before anybody could judge them (S14, S36).

use crate::fixture::House;

/// A limit whose beginning is a date that may be filled in late.
const LATE: &str = "
calendar: always
fields: { came: { type: datetime } }
hold: { who: [lead], reasons: [parts] }
steps:
  - step: work
    owner: tech
    within: 1h
    since: came
    escalate:
      - { at: 50%, tell: owner }
      - { at: overdue, tell: owner }
      - { at: overdue + 1h, tell: manager }
      - { at: overdue + 3h, tell: lead }
";

#[test]
fn s14_of_rungs_passed_at_a_late_birth_only_the_last_is_carried_out() {
    // Begun at 06:00, due at 07:00; the rung of 08:00 has passed as well, that of 10:00 is ahead.
    House::of(LATE).goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready work
        > 03-02 09:10 max sets came=2026-03-02_06:00
        03-02 09:10 set by max
        03-02 09:10 overdue work @overdue → nobody
        03-02 09:10 rung work @overdue + 1h → max still-overdue (passed over: 50%, overdue)
        03-02 09:10 told work → max(email) still-overdue
        03-02 10:00 rung work @overdue + 3h → lee still-overdue
        03-02 10:00 told work → lee(email) still-overdue
        > 03-02 12:00
        ",
    );
}

#[test]
fn s14_where_the_miss_is_the_last_that_passed_it_is_carried_out() {
    House::of(LATE).goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready work
        > 03-02 09:10 max sets came=2026-03-02_08:00
        03-02 09:10 set by max
        03-02 09:10 overdue work @overdue → tom,tia overdue (passed over: 50%)
        03-02 09:10 told work → tom(sms) overdue
        03-02 09:10 told work → tia(email) overdue
        03-02 10:00 rung work @overdue + 1h → max still-overdue
        03-02 10:00 told work → max(email) still-overdue
        > 03-02 11:00
        ",
    );
}

#[test]
fn s36_a_rung_due_at_the_very_moment_of_a_late_birth_is_carried_out_beside_the_last_that_passed() {
    // Due at 08:10; the rung an hour after it falls due at 09:10, the moment the clock is born.
    House::of(LATE).goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready work
        > 03-02 09:10 max sets came=2026-03-02_07:10
        03-02 09:10 set by max
        03-02 09:10 overdue work @overdue → tom,tia overdue (passed over: 50%)
        03-02 09:10 told work → tom(sms) overdue
        03-02 09:10 told work → tia(email) overdue
        03-02 09:10 rung work @overdue + 1h → max still-overdue
        03-02 09:10 told work → max(email) still-overdue
        > 03-02 11:00
        ",
    );
}

#[test]
fn s14_of_rungs_passed_by_a_shorter_line_only_the_last_is_carried_out() {
    House::of(
        "
calendar: always
fields: { severity: { type: choice, of: [low, high] } }
steps:
  - step: work
    owner: lead
    within: [ { if: severity == high, allow: 1h }, { allow: 10h } ]
    escalate:
      - { at: 50%, tell: owner }
      - { at: 80%, tell: owner }
      - { at: overdue, tell: owner }
",
    )
    .goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready work
        > 03-02 09:50 max sets severity=high
        03-02 09:50 set by max
        03-02 09:50 moved work
        03-02 09:50 at_risk work @80% → lee at-risk (passed over: 50%)
        03-02 09:50 told work → lee(email) at-risk
        03-02 10:00 overdue work @overdue → lee overdue
        03-02 10:00 told work → lee(email) overdue
        > 03-02 12:00
        ",
    );
}

#[test]
fn s14_of_rungs_of_a_by_that_passed_in_a_hold_only_the_last_is_carried_out() {
    House::of(
        "
calendar: always
hold: { who: [lead], reasons: [parts] }
steps:
  - step: work
    owner: lead
    by: \"10:00\"
    escalate:
      - { at: 10m before, tell: owner }
      - { at: overdue, tell: owner }
",
    )
    .goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready work
        > 03-02 09:30 lee holds
        03-02 09:30 held by lee
        03-02 09:30 told work → lee(email) held
        03-02 09:30 told work → max(email) held
        > 03-02 10:30 lee resumes
        03-02 10:30 resumed by lee
        03-02 10:30 told work → lee(email) resumed
        03-02 10:30 told work → max(email) resumed
        03-02 10:30 overdue work @overdue → lee overdue (passed over: 10m before)
        03-02 10:30 told work → lee(email) overdue
        > 03-02 12:00
        ",
    );
}

#[test]
fn s14_a_rung_at_or_before_the_clocks_beginning_is_left_out() {
    House::of(
        "
calendar: always
steps:
  - step: work
    owner: lead
    within: 30m
    escalate:
      - { at: 40m before, tell: owner }
      - { at: 30m before, tell: owner }
      - { at: 29m before, tell: owner }
",
    )
    .goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready work
        03-02 09:01 at_risk work @29m before → lee at-risk
        03-02 09:01 told work → lee(email) at-risk
        03-02 09:30 overdue work
        > 03-02 12:00
        ",
    );
}

#[test]
fn s14_the_miss_is_never_left_out() {
    House::of(
        "
calendar: always
fields: { promised: { type: datetime } }
steps:
  - step: work
    owner: lead
    by: promised
    escalate:
      - { at: 10m before, tell: owner }
      - { at: overdue, tell: manager }
",
    )
    .goes(
        "
        > 03-02 09:00 ann opens promised=2026-03-02_08:00
        03-02 09:00 opened by ann
        03-02 09:00 ready work
        03-02 09:00 overdue work @overdue → max overdue
        03-02 09:00 told work → max(email) overdue
        > 03-02 12:00
        ",
    );
}

#[test]
fn s36_returned_waits_for_who_comes_back_and_never_climbs() {
    House::of(
        "
calendar: always
steps:
  - { step: plan, owner: tech }
  - { step: check, approve: manager }
",
    )
    .away(&[("tom", "away: [2026-03-03..2026-03-04]"), ("tia", "away: [2026-03-03..2026-03-05]")])
    .goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready plan
        > 03-02 10:00 tom does plan
        03-02 10:00 done plan by tom
        03-02 10:00 ready check
        > 03-03 09:00 max returns check
        03-03 09:00 returned check by max
        03-03 09:00 done check by max
        03-03 09:00 ready plan
        03-05 00:00 told plan → tom(sms) returned
        > 03-07 09:00
        ",
    );
}
