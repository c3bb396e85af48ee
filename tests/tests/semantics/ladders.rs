//! Repeats, extensions, shares, and a handbook without rungs (S18, S19, S21).

use crate::fixture::House;

#[test]
fn s18_from_the_second_on_a_repeat_is_still_overdue_and_its_event_a_rung() {
    House::of(
        "
calendar: always
steps:
  - step: work
    owner: lead
    within: 1h
    escalate: [ { at: overdue, tell: owner, repeat: { every: 30m, times: 3 } } ]
",
    )
    .goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready work
        03-02 10:00 overdue work @overdue → lee overdue
        03-02 10:00 told work → lee(email) overdue
        03-02 10:30 rung work @overdue → lee still-overdue
        03-02 10:30 told work → lee(email) still-overdue
        03-02 11:00 rung work @overdue → lee still-overdue
        03-02 11:00 told work → lee(email) still-overdue
        > 03-03 09:00
        ",
    );
}

#[test]
fn s18_repeat_stands_only_on_a_rung_at_or_after_the_miss() {
    let ladder = |at: &str| {
        let rung = format!(
            "{{ at: 80%, tell: owner }}, {{ at: {at}, tell: [owner, superior], repeat: {{ every: 10m, times: 2 }} }}"
        );
        House::of(&format!(
            "calendar: always\nsteps:\n  - {{ step: work, owner: lead, within: 1h, escalate: [ {rung} ] }}\n"
        ))
        .findings()
    };
    assert!(ladder("overdue").is_empty());
    assert!(ladder("overdue + 1h").is_empty());
    assert!(!ladder("50%").is_empty());
    assert!(!ladder("10m before").is_empty());
    assert!(!ladder("ready").is_empty());
}

/// A limit that is born only when a field says how long it is.
const BORN_LATER: &str = "
calendar: always
fields: { severity: { type: choice, of: [low, high] } }
hold: { who: [lead], reasons: [parts] }
steps:
  - { step: note, owner: clerk }
  - step: work
    owner: tech
    within: [ { if: severity == high, allow: 2h }, { allow: 6h } ]
    since: opened
";

#[test]
fn s18_pauses_count_from_the_clocks_beginning_even_where_it_was_born_later() {
    House::of(BORN_LATER).goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready note
        > 03-02 09:10 lee holds
        03-02 09:10 held by lee
        03-02 09:10 told note → ann(email) held
        03-02 09:10 told note → bob(email) held
        03-02 09:10 told note → lee(email) held
        > 03-02 09:40 lee resumes
        03-02 09:40 resumed by lee
        03-02 09:40 told note → ann(email) resumed
        03-02 09:40 told note → bob(email) resumed
        03-02 09:40 told note → lee(email) resumed
        > 03-02 10:00 lee sets severity=high
        03-02 10:00 set by lee
        > 03-02 10:00 shows work
        = work running, due 03-02 11:30
        ",
    );
}

#[test]
fn s18_a_clock_missed_before_its_step_was_withdrawn_stays_missed() {
    House::of(
        "
calendar: always
steps:
  - { step: work, owner: tech, within: 1h }
",
    )
    .goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready work
        03-02 10:00 overdue work
        > 03-02 11:00 max cancels
        03-02 11:00 withdrawn work
        03-02 11:00 cancelled by max: twice
        > 03-02 11:00 shows work
        = work missed, due 03-02 10:00
        ",
    );
}

#[test]
fn s18_an_extension_is_added_to_the_due_time_on_the_limits_calendar_and_stays_when_the_line_changes() {
    House::of(&BORN_LATER.replace("calendar: always", "calendar: office")).goes(
        "
        > 03-02 09:00 ann opens severity=low
        03-02 09:00 opened by ann
        03-02 09:00 ready note
        > 03-02 09:00 ann does note
        03-02 09:00 done note by ann
        03-02 09:00 ready work
        > 03-02 09:00 shows work
        = work running, due 03-02 16:30
        > 03-02 10:00 max extends work 2h
        03-02 10:00 extended work by max
        > 03-02 10:00 shows work
        = work running, due 03-03 09:30
        > 03-02 10:10 max sets severity=high
        03-02 10:10 set by max
        03-02 10:10 moved work
        > 03-02 10:10 shows work
        = work running, due 03-02 14:30
        03-02 14:30 overdue work
        > 03-02 15:00 max extends work 2h
        = refused: Missed
        > 03-02 15:00 max excuses work
        03-02 15:00 excused work by max
        > 03-02 15:00 shows work
        = work missed, due 03-02 14:30, excused
        ",
    );
}

/// A rung in the middle of a limit.
fn half_of(within: &str) -> House {
    House::of(&format!(
        "
calendar: office
hold: {{ who: [lead], reasons: [parts] }}
steps:
  - step: work
    owner: lead
    within: {within}
    escalate: [ {{ at: 50%, tell: owner }} ]
"
    ))
}

#[test]
fn s19_a_share_of_days_is_of_all_the_time() {
    half_of("2 days").goes(
        "
        > 03-06 10:00 ann opens
        03-06 10:00 opened by ann
        03-06 10:00 ready work
        03-07 10:00 at_risk work @50% → lee at-risk
        03-07 10:00 told work → lee(email) at-risk
        03-08 10:00 overdue work
        > 03-09 10:00
        ",
    );
}

#[test]
fn s19_a_share_of_any_other_amount_is_of_open_time() {
    half_of("1 workday").goes(
        "
        > 03-06 16:50 ann opens
        03-06 16:50 opened by ann
        03-06 16:50 ready work
        03-09 11:35 at_risk work @50% → lee at-risk
        03-09 11:35 told work → lee(email) at-risk
        03-09 16:50 overdue work
        > 03-10 10:00
        ",
    );
}

#[test]
fn s19_a_share_counts_the_time_the_clock_ran() {
    half_of("2h").goes(
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
        03-02 11:00 at_risk work @50% → lee at-risk
        03-02 11:00 told work → lee(email) at-risk
        03-02 12:00 overdue work
        > 03-02 15:00
        ",
    );
}

#[test]
fn s21_without_any_escalate_there_are_no_rungs_and_misses_are_on_the_record_all_the_same() {
    House::of(
        "
calendar: always
limits:
  - { limit: whole, within: 2h }
steps:
  - { step: work, owner: tech, within: 1h }
",
    )
    .goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready work
        03-02 10:00 overdue work
        03-02 11:00 overdue whole
        > 03-05 09:00
        ",
    );
}

#[test]
fn s18_rungs_that_lie_ahead_again_after_an_extension_are_told_again() {
    half_of("2h").goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready work
        03-02 10:00 at_risk work @50% → lee at-risk
        03-02 10:00 told work → lee(email) at-risk
        > 03-02 10:10 max extends work 1h
        03-02 10:10 extended work by max
        03-02 10:30 at_risk work @50% → lee at-risk
        03-02 10:30 told work → lee(email) at-risk
        03-02 12:00 overdue work
        > 03-02 15:00
        ",
    );
}

#[test]
fn s20_amounts_of_a_rung_count_on_the_limits_calendar_and_its_workdays_on_the_workflows() {
    House::of(
        "
calendar: office
steps:
  - step: work
    owner: lead
    within: 2h
    calendar: always
    escalate:
      - { at: overdue + 3h, tell: owner }
      - { at: overdue + 1 workday, tell: manager }
",
    )
    .goes(
        "
        > 03-06 19:00 ann opens
        03-06 19:00 opened by ann
        03-06 19:00 ready work
        03-06 21:00 overdue work
        03-07 00:00 rung work @overdue + 3h → lee still-overdue
        03-07 00:00 told work → lee(email) still-overdue
        03-10 08:30 rung work @overdue + 1 workday → max still-overdue
        03-10 08:30 told work → max(email) still-overdue
        > 03-12 09:00
        ",
    );
}
