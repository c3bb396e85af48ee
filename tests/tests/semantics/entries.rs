//! Clocks of the case, and the calendars limits count on (S17, S20).

use crate::fixture::House;

/// Two clocks of the case: one until a step, one until the end.
const ENTRIES: &str = "
calendar: always
fields: { ok: { type: bool } }
escalate: [ { at: ready, tell: manager } ]
limits:
  - { limit: answered, within: 1h, until: work }
  - { limit: whole, within: 2h }
steps:
  - { step: note, owner: clerk, escalate: [ { at: overdue, tell: manager } ] }
  - { step: work, if: ok == true, owner: tech, escalate: [ { at: overdue, tell: manager } ] }
  - step: ask
    owner: clerk
    escalate: [ { at: overdue, tell: manager } ]
    then: [ { if: ok == true, back_to: note, rounds: 3, after_that: { end: dropped } } ]
";

#[test]
fn s17_an_entry_is_met_when_its_until_is_first_done_and_has_no_ready() {
    House::of(ENTRIES).goes(
        "
        > 03-02 09:00 ann opens ok=true
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
        > 03-02 10:30 shows answered
        = answered met, due 03-02 10:00
        > 03-02 10:30 shows whole
        = whole running, due 03-02 11:00
        03-02 11:00 overdue whole
        > 03-02 12:00
        ",
    );
}

#[test]
fn s17_a_skip_of_until_stops_an_entry_and_any_end_but_cancelled_meets_one_without() {
    House::of(ENTRIES).goes(
        "
        > 03-02 09:00 ann opens ok=false
        03-02 09:00 opened by ann
        03-02 09:00 ready note
        > 03-02 09:10 ann does note
        03-02 09:10 done note by ann
        03-02 09:10 skipped work
        03-02 09:10 ready ask
        > 03-02 09:10 shows answered
        = answered stopped, due 03-02 10:00
        > 03-02 09:20 ann does ask
        03-02 09:20 done ask by ann
        03-02 09:20 closed: done
        > 03-02 12:00 shows whole
        = whole met, due 03-02 11:00
        ",
    );
}

#[test]
fn s17_the_end_of_the_case_before_until_stops_an_entry_and_cancelling_stops_all() {
    House::of(ENTRIES).goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready note
        > 03-02 09:10 lee cancels
        03-02 09:10 withdrawn note
        03-02 09:10 cancelled by lee: twice
        > 03-02 12:00 shows answered
        = answered stopped, due 03-02 10:00
        > 03-02 12:00 shows whole
        = whole stopped, due 03-02 11:00
        ",
    );
}

#[test]
fn s20_open_means_that_a_day_has_hours_and_workdays_look_at_working_days() {
    let desk = "
calendar: desk
workdays: mon-fri
hours: { mon-sun: [\"08:30-18:00\"] }
";
    let house = House::of(
        "
calendar: desk
steps:
  - { step: hours, after: opened, owner: tech, within: 2h }
  - { step: workday, after: opened, owner: tech, within: 1 workday }
  - { step: by-closing, after: opened, owner: tech, by: closing }
",
    )
    .with("calendars/desk.yaml", desk);
    // Friday 17:00: an hour is left, Saturday has hours, Monday is the next working day.
    house.goes(
        "
        > 03-06 17:00 ann opens
        03-06 17:00 opened by ann
        03-06 17:00 ready hours
        03-06 17:00 ready workday
        03-06 17:00 ready by-closing
        > 03-06 17:00 shows hours
        = hours running, due 03-07 09:30
        > 03-06 17:00 shows workday
        = workday running, due 03-09 17:00
        > 03-06 17:00 shows by-closing
        = by-closing running, due 03-06 18:00
        ",
    );
    // Saturday 10:00 lies in no working day: a workday counts from Monday's opening.
    house.goes(
        "
        > 03-07 10:00 ann opens
        03-07 10:00 opened by ann
        03-07 10:00 ready hours
        03-07 10:00 ready workday
        03-07 10:00 ready by-closing
        > 03-07 10:00 shows hours
        = hours running, due 03-07 12:00
        > 03-07 10:00 shows workday
        = workday running, due 03-10 08:30
        > 03-07 10:00 shows by-closing
        = by-closing running, due 03-07 18:00
        ",
    );
}

#[test]
fn s20_a_calendar_mapped_by_an_estate_is_not_mapped_twice() {
    let estate = "
estate: hill
name: Hill
calendars: { desk: office, office: always }
staff: [ { id: ann, name: Ann, roles: [clerk, tech, lead, manager], email: ann@example.com } ]
";
    let desk = "calendar: desk\nhours: { mon-sun: [\"00:00-24:00\"] }\n";
    House::of("calendar: desk\nsteps:\n  - { step: work, owner: clerk, within: 2h }\n")
        .with("calendars/desk.yaml", desk)
        .with("estates/hill.yaml", estate)
        .goes(
            "
        > 03-02 16:30 ann opens
        03-02 16:30 opened by ann
        03-02 16:30 ready work
        > 03-02 16:30 shows work
        = work running, due 03-03 09:30
        ",
        );
}

#[test]
fn s17_an_approval_meets_an_entry_only_when_it_is_approved() {
    House::of(
        "
calendar: always
limits: [ { limit: planned, within: 1h, until: check } ]
steps:
  - { step: plan, owner: lead }
  - { step: check, approve: manager }
",
    )
    .goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready plan
        > 03-02 09:10 lee does plan
        03-02 09:10 done plan by lee
        03-02 09:10 ready check
        > 03-02 09:20 max returns check
        03-02 09:20 returned check by max
        03-02 09:20 done check by max
        03-02 09:20 ready plan
        03-02 09:20 told plan → lee(email) returned
        > 03-02 09:20 shows planned
        = planned running, due 03-02 10:00
        > 03-02 09:30 lee does plan
        03-02 09:30 done plan by lee
        03-02 09:30 ready check
        > 03-02 09:40 max approves check
        03-02 09:40 approved check by max
        03-02 09:40 done check by max
        03-02 09:40 closed: done
        > 03-02 12:00 shows planned
        = planned met, due 03-02 10:00
        ",
    );
}
