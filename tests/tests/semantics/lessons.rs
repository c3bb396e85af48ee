//! Complaints about other systems, each made impossible: the numbers are those of the list of lessons.

use crate::fixture::House;

#[test]
fn lesson_2_pending_time_is_kept_when_the_limit_changes() {
    // Two workdays on hold, then the priority is raised: the shorter limit knows of the pause.
    House::of(
        "
calendar: office
fields: { severity: { type: choice, of: [low, high], required: true } }
hold: { who: [lead], reasons: [parts] }
steps:
  - step: work
    owner: lead
    within: [ { if: severity == high, allow: 1 workday }, { allow: 5 workdays } ]
",
    )
    .goes(
        "
        > 03-02 09:00 ann opens severity=low
        03-02 09:00 opened by ann
        03-02 09:00 ready work
        > 03-02 10:00 lee holds
        03-02 10:00 held by lee
        03-02 10:00 told work → lee(email) held
        03-02 10:00 told work → max(email) held
        > 03-04 10:00 lee resumes
        03-04 10:00 resumed by lee
        03-04 10:00 told work → lee(email) resumed
        03-04 10:00 told work → max(email) resumed
        > 03-04 11:00 max sets severity=high
        03-04 11:00 set by max
        03-04 11:00 moved work
        > 03-04 11:00 shows work
        = work running, due 03-05 09:00
        03-05 09:00 overdue work
        > 03-06 09:00
        ",
    );
}

#[test]
fn lesson_3_an_hour_before_is_an_hour_of_the_office_and_never_midnight() {
    House::of(
        "
calendar: office
steps:
  - step: work
    owner: lead
    within: 1 workday
    escalate: [ { at: 1h before, tell: owner } ]
",
    )
    .goes(
        "
        > 03-06 09:00 ann opens
        03-06 09:00 opened by ann
        03-06 09:00 ready work
        03-06 17:00 at_risk work @1h before → lee at-risk
        03-06 17:00 told work → lee(email) at-risk
        03-09 09:00 overdue work
        > 03-10 09:00
        ",
    );
}

#[test]
fn lesson_4_one_workday_is_not_twenty_four_hours_and_not_one_day() {
    House::of(
        "
calendar: office
steps:
  - { step: workday, after: opened, owner: lead, within: 1 workday }
  - { step: hours, after: opened, owner: lead, within: 24h }
  - { step: day, after: opened, owner: lead, within: 1 day }
",
    )
    .goes(
        "
        > 03-06 16:50 ann opens
        03-06 16:50 opened by ann
        03-06 16:50 ready workday
        03-06 16:50 ready hours
        03-06 16:50 ready day
        > 03-06 16:50 shows workday
        = workday running, due 03-09 16:50
        > 03-06 16:50 shows hours
        = hours running, due 03-12 09:20
        > 03-06 16:50 shows day
        = day running, due 03-07 16:50
        ",
    );
}

#[test]
fn lesson_5_holidays_are_skipped_and_a_saturday_worked_instead_counts() {
    House::of("calendar: office\nsteps:\n  - { step: work, owner: lead, within: 3 workdays }\n")
        .with(
            "calendars/office.yaml",
            "
calendar: office
holidays: cn
hours:
  mon-fri: [\"08:30-12:00\", \"13:30-17:30\"]
dates:
  2026-02-24: [\"08:30-12:00\"]
",
        )
        .with(
            "calendars/cn.yaml",
            "
holiday_list: cn
years: [2026]
days_off: [2026-02-15..2026-02-23]
makeup_workdays: [2026-02-14, 2026-02-28]
",
        )
        .goes(
            "
        > 02-13 16:50 ann opens
        02-13 16:50 opened by ann
        02-13 16:50 ready work
        > 02-13 16:50 shows work
        = work running, due 02-25 16:50
        02-25 16:50 overdue work
        > 02-26 09:00
        ",
        );
}

#[test]
fn lesson_7_a_reminder_comes_as_often_as_written_however_often_the_case_is_looked_at() {
    House::of(
        "
calendar: always
steps:
  - step: work
    owner: lead
    within: 1h
    escalate: [ { at: overdue, tell: owner, repeat: { every: 1h, times: 2 } } ]
",
    )
    .goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready work
        > 03-02 09:59 engine wakes
        > 03-02 10:00 engine wakes
        03-02 10:00 overdue work @overdue → lee overdue
        03-02 10:00 told work → lee(email) overdue
        > 03-02 10:00 engine wakes
        > 03-02 10:15 engine wakes
        > 03-02 10:30 engine wakes
        03-02 11:00 rung work @overdue → lee still-overdue
        03-02 11:00 told work → lee(email) still-overdue
        > 03-02 11:15 engine wakes
        > 03-09 09:00 engine wakes
        ",
    );
}

#[test]
fn lesson_8_work_that_nobody_is_there_to_do_is_told_to_the_one_above() {
    let away = "away: [2026-03-01..2026-03-31]";
    House::of(
        "
calendar: always
steps:
  - step: work
    owner: clerk
    within: 1h
    escalate:
      - { at: ready, tell: owner }
      - { at: 50%, tell: owner }
      - { at: overdue, tell: [owner, superior] }
",
    )
    .away(&[("ann", away), ("bob", away), ("lee", away)])
    .goes(
        "
        > 03-02 09:00 tom opens
        03-02 09:00 opened by tom
        03-02 09:00 ready work
        03-02 09:00 rung work @ready → nobody task
        03-02 09:30 at_risk work @50% → max at-risk
        03-02 09:30 told work → max(email) at-risk
        03-02 10:00 overdue work @overdue → max,qin overdue
        03-02 10:00 told work → max(email) overdue
        03-02 10:00 told work → qin(email) overdue
        > 03-02 12:00
        ",
    );
}

#[test]
fn lesson_15_a_rule_never_triggers_itself() {
    // Each answer would be the occasion for the next one, for ever.
    House::of(
        "
calendar: always
fields: { n: { type: text } }
rules: eager
steps:
  - { step: work, owner: lead }
",
    )
    .with(
        "rules/eager.rhai",
        "
fn changed(case, field) {
    set(\"n\", `${case.n}!`);
    tell(role(\"manager\"), \"task\");
}
",
    )
    .goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready work
        > 03-02 09:10 max sets n=a
        03-02 09:10 set by max
        03-02 09:10 set
        03-02 09:10 told → max(email) task
        > 03-03 09:10
        ",
    );
}

#[test]
fn lesson_15_the_same_moment_asked_twice_decides_once() {
    House::of(
        "
calendar: always
rules: eager
steps:
  - { step: work, owner: lead, within: 1h, escalate: [ { at: overdue, tell: owner } ] }
",
    )
    .with("rules/eager.rhai", "fn overdue(case, step, limit) { tell(role(\"manager\"), \"overdue\"); }\n")
    .goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready work
        > 03-02 10:00 engine wakes
        03-02 10:00 overdue work @overdue → lee overdue
        03-02 10:00 told work → lee(email) overdue
        03-02 10:00 told work → max(email) overdue
        > 03-02 10:00 engine wakes
        > 03-02 10:00 engine wakes
        ",
    );
}
