//! Who is away, who comes back, who may act (S29, S32).

use crate::fixture::House;

/// A step that is told when ready.
const TOLD: &str = "
calendar: always
escalate: [ { at: ready, tell: owner } ]
steps:
  - { step: work, owner: tech }
";

#[test]
fn s29_ready_goes_to_substitutes() {
    House::of(TOLD)
        .away(&[("tom", "substitute: bob, away: [2026-03-02]"), ("tia", "away: [2026-03-02]")])
        .goes(
            "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready work
        03-02 09:00 rung work @ready → bob task
        03-02 09:00 told work → bob(email) task
        > 03-04 09:00
        ",
        );
}

#[test]
fn s29_ready_never_climbs_it_is_told_when_the_first_of_the_role_is_back() {
    House::of(TOLD)
        .away(&[("tom", "away: [2026-03-01..2026-03-04]"), ("tia", "away: [2026-03-02..2026-03-03]")])
        .goes(
            "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready work
        03-02 09:00 rung work @ready → nobody task
        03-04 00:00 told work → tia(email) task
        > 03-06 09:00
        ",
        );
}

#[test]
fn s29_who_comes_back_to_a_step_that_is_done_hears_nothing() {
    let away = "away: [2026-03-02]";
    House::of(TOLD).away(&[("tom", away), ("tia", away)]).goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready work
        03-02 09:00 rung work @ready → nobody task
        > 03-02 10:00 max does work
        03-02 10:00 done work by max
        03-02 10:00 closed: done
        > 03-06 09:00
        ",
    );
}

#[test]
fn s29_of_an_approval_the_template_is_approve() {
    House::of(
        "
calendar: always
escalate: [ { at: ready, tell: owner } ]
steps:
  - { step: plan, owner: lead }
  - { step: check, approve: manager }
",
    )
    .away(&[("max", "away: [2026-03-02]")])
    .goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready plan
        03-02 09:00 rung plan @ready → lee task
        03-02 09:00 told plan → lee(email) task
        > 03-02 10:00 lee does plan
        03-02 10:00 done plan by lee
        03-02 10:00 ready check
        03-02 10:00 rung check @ready → nobody approve
        03-03 00:00 told check → max(email) approve
        > 03-04 09:00
        ",
    );
}

#[test]
fn s32_away_are_whole_days_both_ends_included() {
    House::of(
        "
calendar: always
steps:
  - step: work
    owner: tech
    within: 1d
    escalate: [ { at: overdue, tell: owner, repeat: { every: 1 day, times: 4 } } ]
",
    )
    .away(&[("tom", "away: [2026-03-04..2026-03-05]")])
    .goes(
        "
        > 03-02 23:59:59 ann opens
        03-02 23:59:59 opened by ann
        03-02 23:59:59 ready work
        03-03 23:59:59 overdue work @overdue → tom,tia overdue
        03-03 23:59:59 told work → tom(sms) overdue
        03-03 23:59:59 told work → tia(email) overdue
        03-04 23:59:59 rung work @overdue → tia still-overdue
        03-04 23:59:59 told work → tia(email) still-overdue
        03-05 23:59:59 rung work @overdue → tia still-overdue
        03-05 23:59:59 told work → tia(email) still-overdue
        03-06 23:59:59 rung work @overdue → tom,tia still-overdue
        03-06 23:59:59 told work → tom(sms) still-overdue
        03-06 23:59:59 told work → tia(email) still-overdue
        > 03-08 12:00
        ",
    );
}

#[test]
fn s32_only_the_substitute_of_somebody_away_may_act_and_who_is_away_may_not() {
    House::of("calendar: always\nsteps:\n  - { step: work, owner: tech }\n")
        .away(&[("tom", "substitute: bob, away: [2026-03-03]")])
        .goes(
            "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready work
        > 03-02 10:00 bob does work
        = refused: NotYours
        > 03-03 10:00 tom does work
        = refused: Away
        > 03-03 10:00 bob does work
        03-03 10:00 done work by bob
        03-03 10:00 closed: done
        ",
        );
}

#[test]
fn s32_one_above_is_anybody_further_up_the_chain_and_nobody_beside_it() {
    let steps = "calendar: always\nsteps:\n  - { step: work, owner: clerk }\n";
    House::of(steps).goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready work
        > 03-02 10:00 tom does work
        = refused: NotYours
        > 03-02 10:00 qin does work
        03-02 10:00 done work by qin
        03-02 10:00 closed: done
        ",
    );
}

#[test]
fn s32_a_person_belongs_to_an_estate_by_estates_else_by_regions_else_to_all() {
    let organisation = "
organisation: Hill
last_resort: quality
time_zone: Asia/Shanghai
roles:
  tech:    { title: Technician, superior: manager }
  clerk:   { title: Clerk, superior: manager }
  manager: { title: Manager, superior: quality }
  quality: { title: Quality }
staff:
  - { id: here, name: Here, roles: [tech], estates: [hill], regions: [west], email: here@example.com }
  - { id: there, name: There, roles: [tech], estates: [vale], regions: [east], email: there@example.com }
  - { id: east, name: East, roles: [tech], regions: [east], email: east@example.com }
  - { id: west, name: West, roles: [tech], regions: [west], email: west@example.com }
  - { id: all, name: All, roles: [tech, quality], email: all@example.com }
";
    let estate = |id: &str, region: &str| {
        format!(
            "estate: {id}\nname: {id}-name\nregion: {region}\nstaff: [ {{ id: ann-{id}, name: Ann {id}, roles: [clerk, manager], email: a@example.com }} ]\n"
        )
    };
    House::of(TOLD)
        .with("steward.yaml", organisation)
        .with("estates/hill.yaml", &estate("hill", "east"))
        .with("estates/vale.yaml", &estate("vale", "west"))
        .goes(
            "
        > 03-02 09:00 ann-hill opens
        03-02 09:00 opened by ann-hill
        03-02 09:00 ready work
        03-02 09:00 rung work @ready → here,east,all task
        03-02 09:00 told work → here(email) task
        03-02 09:00 told work → east(email) task
        03-02 09:00 told work → all(email) task
        ",
        );
}

/// Waits for a date that may be filled in late.
const AWAITED: &str = "
calendar: office
fields: { visit: { type: datetime } }
hold: { who: [lead], reasons: [parts] }
steps:
  - { step: note, owner: clerk }
  - { step: pause, wait_until: visit }
  - { step: work, owner: lead }
";

#[test]
fn s32_waiting_for_an_empty_date_is_told_once_after_a_workday_to_owner_and_superior_of_the_step_done_last() {
    House::of(AWAITED).goes(
        "
        > 03-06 16:00 ann opens
        03-06 16:00 opened by ann
        03-06 16:00 ready note
        > 03-06 16:50 ann does note
        03-06 16:50 done note by ann
        03-06 16:50 ready pause
        03-09 16:50 told pause → ann(email) task
        03-09 16:50 told pause → lee(email) task
        > 03-13 10:00 lee sets visit=2026-03-13_15:00
        03-13 10:00 set by lee
        03-13 15:00 done pause
        03-13 15:00 ready work
        > 03-14 10:00
        ",
    );
}

#[test]
fn s32_a_date_that_passes_while_held_counts_on_resuming() {
    House::of(AWAITED).goes(
        "
        > 03-02 09:00 ann opens visit=2026-03-02_10:00
        03-02 09:00 opened by ann
        03-02 09:00 ready note
        > 03-02 09:10 ann does note
        03-02 09:10 done note by ann
        03-02 09:10 ready pause
        > 03-02 09:30 lee holds
        03-02 09:30 held by lee
        > 03-02 11:00 lee resumes
        03-02 11:00 resumed by lee
        03-02 11:00 done pause
        03-02 11:00 ready work
        ",
    );
}

#[test]
fn s29_of_several_told_when_ready_only_those_not_there_are_told_later() {
    House::of(&TOLD.replace("tell: owner", "tell: [owner, lead]"))
        .away(&[("tom", "away: [2026-03-02]"), ("tia", "away: [2026-03-02]")])
        .goes(
            "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready work
        03-02 09:00 rung work @ready → lee task
        03-02 09:00 told work → lee(email) task
        03-03 00:00 told work → tom(sms) task
        03-03 00:00 told work → tia(email) task
        > 03-04 09:00
        ",
        );
}
