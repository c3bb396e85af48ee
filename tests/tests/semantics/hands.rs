//! A step in other hands: handed on by a rung, held by somebody on leave (S7, S37, S38).

use crate::fixture::House;

/// A miss hands the step to the superior; an hour later somebody is told again.
const HANDED: &str = "
calendar: always
fields: { severity: { type: choice, of: [low, high] } }
steps:
  - step: work
    owner: clerk
    within: 1h
    escalate:
      - { at: overdue, tell: [owner, superior], hand_to: superior }
      - { at: overdue + 1h, tell: [owner, superior] }
";

#[test]
fn s7_a_rung_tells_first_and_hands_on_then_and_s38_the_superior_climbs_past_who_holds_it_now() {
    House::of(HANDED).goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready work
        03-02 10:00 overdue work @overdue → ann,bob,lee overdue
        03-02 10:00 told work → ann(email) overdue
        03-02 10:00 told work → bob(email) overdue
        03-02 10:00 told work → lee(email) overdue
        03-02 10:00 handed work
        03-02 10:00 told work → lee(email) handed
        03-02 11:00 rung work @overdue + 1h → lee,max still-overdue
        03-02 11:00 told work → lee(email) still-overdue
        03-02 11:00 told work → max(email) still-overdue
        > 03-02 12:00 shows work
        = work missed, due 03-02 10:00
        > 03-02 12:00 ann does work
        = refused: NotYours
        > 03-02 12:00 lee does work
        03-02 12:00 done work by lee
        03-02 12:00 closed: done
        ",
    );
}

#[test]
fn s7_whoever_held_the_step_holds_it_no_longer_once_a_rung_handed_it_on() {
    House::of(HANDED).goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready work
        > 03-02 09:10 ann takes work
        03-02 09:10 taken work by ann
        03-02 10:00 overdue work @overdue → ann,lee overdue
        03-02 10:00 told work → ann(email) overdue
        03-02 10:00 told work → lee(email) overdue
        03-02 10:00 handed work
        03-02 10:00 told work → lee(email) handed
        03-02 11:00 rung work @overdue + 1h → lee,max still-overdue
        03-02 11:00 told work → lee(email) still-overdue
        03-02 11:00 told work → max(email) still-overdue
        > 03-02 12:00
        ",
    );
}

#[test]
fn s7_the_superior_stays_that_of_the_role_the_step_is_written_for() {
    // Handed to a technician's role, whose own superior is the manager: the clerk's lead is told.
    House::of(&HANDED.replace("hand_to: superior", "hand_to: tech")).goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready work
        03-02 10:00 overdue work @overdue → ann,bob,lee overdue
        03-02 10:00 told work → ann(email) overdue
        03-02 10:00 told work → bob(email) overdue
        03-02 10:00 told work → lee(email) overdue
        03-02 10:00 handed work
        03-02 10:00 told work → tom(sms) handed
        03-02 10:00 told work → tia(email) handed
        03-02 11:00 rung work @overdue + 1h → tom,tia,lee still-overdue
        03-02 11:00 told work → tom(sms) still-overdue
        03-02 11:00 told work → tia(email) still-overdue
        03-02 11:00 told work → lee(email) still-overdue
        > 03-02 12:00
        ",
    );
}

#[test]
fn s38_on_a_clock_that_began_before_its_step_was_ready_nothing_is_handed_on() {
    House::of(
        "
calendar: always
steps:
  - { step: note, owner: clerk }
  - step: work
    owner: tech
    within: 1h
    since: opened
    escalate: [ { at: overdue, tell: owner, hand_to: manager } ]
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
        03-02 10:00 overdue work @overdue → tom,tia overdue
        03-02 10:00 told work → tom(sms) overdue
        03-02 10:00 told work → tia(email) overdue
        > 03-02 11:00
        ",
    );
}

#[test]
fn s38_where_those_above_are_all_away_the_last_resort_not_yet_reached_is_told() {
    let away = "away: [2026-03-02]";
    House::of(
        "
calendar: always
steps:
  - step: work
    owner: clerk
    within: 1h
    escalate: [ { at: overdue, tell: [owner, superior] } ]
",
    )
    .away(&[("bob", away), ("lee", away), ("max", away)])
    .with(
        "steward.yaml",
        "
organisation: Hill
last_resort: quality
time_zone: Asia/Shanghai
roles:
  clerk:   { title: Clerk, superior: lead }
  lead:    { title: Lead, superior: manager }
  tech:    { title: Technician, superior: manager }
  manager: { title: Manager }
  quality: { title: Quality }
staff:
  - { id: qin, name: Qin, roles: [quality], email: qin@example.com, away: [2026-03-02] }
",
    )
    .goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready work
        03-02 10:00 overdue work @overdue → ann,qin overdue
        03-02 10:00 told work → ann(email) overdue
        03-02 10:00 told work → qin(email) overdue
        > 03-02 11:00
        ",
    );
}

#[test]
fn s37_the_step_of_a_holder_on_leave_is_the_roles_and_theirs_again_after() {
    House::of(
        "
calendar: always
steps:
  - step: work
    owner: tech
    within: 1h
    escalate: [ { at: overdue, tell: owner, repeat: { every: 1 day, times: 4 } } ]
",
    )
    .away(&[("tom", "away: [2026-03-03..2026-03-04]")])
    .goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready work
        > 03-02 09:10 tom takes work
        03-02 09:10 taken work by tom
        03-02 10:00 overdue work @overdue → tom overdue
        03-02 10:00 told work → tom(sms) overdue
        03-03 10:00 rung work @overdue → tia still-overdue
        03-03 10:00 told work → tia(email) still-overdue
        03-04 10:00 rung work @overdue → tia still-overdue
        03-04 10:00 told work → tia(email) still-overdue
        03-05 10:00 rung work @overdue → tom still-overdue
        03-05 10:00 told work → tom(sms) still-overdue
        > 03-07 10:00
        ",
    );
}

#[test]
fn s7_what_a_rung_handed_on_is_the_roles_again_in_the_next_round() {
    House::of(
        "
calendar: always
steps:
  - step: plan
    owner: tech
    within: 1h
    escalate:
      - { at: ready, tell: owner }
      - { at: overdue, tell: owner, hand_to: lead }
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
        03-02 10:00 overdue plan @overdue → tom,tia overdue
        03-02 10:00 told plan → tom(sms) overdue
        03-02 10:00 told plan → tia(email) overdue
        03-02 10:00 handed plan
        03-02 10:00 told plan → lee(email) handed
        > 03-02 10:30 lee does plan
        03-02 10:30 done plan by lee
        03-02 10:30 ready check
        > 03-02 10:40 max returns check
        03-02 10:40 returned check by max
        03-02 10:40 done check by max
        03-02 10:40 ready plan
        03-02 10:40 rung plan @ready → tom,tia returned
        03-02 10:40 told plan → tom(sms) returned
        03-02 10:40 told plan → tia(email) returned
        03-02 11:40 overdue plan @overdue → tom,tia overdue
        03-02 11:40 told plan → tom(sms) overdue
        03-02 11:40 told plan → tia(email) overdue
        03-02 11:40 handed plan
        03-02 11:40 told plan → lee(email) handed
        > 03-02 12:00
        ",
    );
}
