//! Time while a case is held: what moves by how much, and how long it may be (S24, S25, S37).

use crate::fixture::House;

#[test]
fn s24_held_time_moves_rungs_after_the_miss_and_repeats() {
    House::of(
        "
calendar: always
hold: { who: [lead], reasons: [parts] }
steps:
  - step: work
    owner: lead
    within: 1h
    escalate: [ { at: overdue + 1h, tell: owner, repeat: { every: 1h, times: 2 } } ]
",
    )
    .goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready work
        03-02 10:00 overdue work
        > 03-02 10:30 lee holds
        03-02 10:30 held by lee
        03-02 10:30 told work → lee(email) held
        03-02 10:30 told work → max(email) held
        > 03-02 11:00 lee resumes
        03-02 11:00 resumed by lee
        03-02 11:00 told work → lee(email) resumed
        03-02 11:00 told work → max(email) resumed
        03-02 11:30 rung work @overdue + 1h → lee still-overdue
        03-02 11:30 told work → lee(email) still-overdue
        > 03-02 12:00 lee holds
        03-02 12:00 held by lee
        03-02 12:00 told work → lee(email) held
        03-02 12:00 told work → max(email) held
        > 03-02 12:15 lee resumes
        03-02 12:15 resumed by lee
        03-02 12:15 told work → lee(email) resumed
        03-02 12:15 told work → max(email) resumed
        03-02 12:45 rung work @overdue + 1h → lee still-overdue
        03-02 12:45 told work → lee(email) still-overdue
        > 03-03 09:00
        ",
    );
}

#[test]
fn s24_a_wait_counts_on_its_steps_calendar_and_is_moved_by_a_hold() {
    House::of(
        "
calendar: always
hold: { who: [lead], reasons: [parts] }
steps:
  - { step: note, owner: clerk }
  - { step: pause, wait: 1h, calendar: office }
  - { step: work, owner: lead }
",
    )
    .goes(
        "
        > 03-02 11:30 ann opens
        03-02 11:30 opened by ann
        03-02 11:30 ready note
        > 03-02 11:30 ann does note
        03-02 11:30 done note by ann
        03-02 11:30 ready pause
        > 03-02 11:40 lee holds
        03-02 11:40 held by lee
        > 03-02 11:50 lee resumes
        03-02 11:50 resumed by lee
        03-02 14:10 done pause
        03-02 14:10 ready work
        > 03-02 15:00
        ",
    );
}

#[test]
fn s24_while_paused_due_is_what_it_would_be_if_the_case_resumed_now() {
    House::of(
        "
calendar: always
hold: { who: [lead], reasons: [parts] }
steps:
  - { step: work, owner: lead, within: 2h }
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
        > 03-02 09:30 shows work
        = work paused, due 03-02 11:00
        > 03-02 09:40 shows work
        = work paused, due 03-02 11:10
        > 03-02 12:30 shows work
        = work paused, due 03-02 14:00
        ",
    );
}

#[test]
fn s25_at_most_begins_with_the_first_hold_and_stands_still_between_holds() {
    House::of(
        "
calendar: always
hold: { who: [lead], reasons: [parts], at_most: 2h }
steps:
  - { step: note, owner: clerk }
  - { step: work, owner: lead }
",
    )
    .goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready note
        > 03-02 09:00 lee holds
        03-02 09:00 held by lee
        03-02 09:00 told note → ann(email) held
        03-02 09:00 told note → bob(email) held
        03-02 09:00 told note → lee(email) held
        > 03-02 10:30 lee resumes
        03-02 10:30 resumed by lee
        03-02 10:30 told note → ann(email) resumed
        03-02 10:30 told note → bob(email) resumed
        03-02 10:30 told note → lee(email) resumed
        > 03-02 13:00 lee holds
        03-02 13:00 held by lee
        03-02 13:00 told note → ann(email) held
        03-02 13:00 told note → bob(email) held
        03-02 13:00 told note → lee(email) held
        > 03-02 13:10 ann does note
        03-02 13:10 done note by ann
        03-02 13:30 resumed
        03-02 13:30 ready work
        > 03-02 14:00 lee holds
        = refused: HoldUsedUp
        ",
    );
}

#[test]
fn s37_a_share_of_a_by_that_was_held_is_of_the_time_it_runs() {
    // From 09:00 to 15:00 less two hours held: four hours, and half of them are used at 13:00.
    House::of(
        "
calendar: always
hold: { who: [lead], reasons: [parts] }
steps:
  - step: work
    owner: lead
    by: \"15:00\"
    escalate: [ { at: 50%, tell: owner } ]
",
    )
    .goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready work
        > 03-02 10:00 lee holds
        03-02 10:00 held by lee
        03-02 10:00 told work → lee(email) held
        03-02 10:00 told work → max(email) held
        > 03-02 12:00 lee resumes
        03-02 12:00 resumed by lee
        03-02 12:00 told work → lee(email) resumed
        03-02 12:00 told work → max(email) resumed
        03-02 13:00 at_risk work @50% → lee at-risk
        03-02 13:00 told work → lee(email) at-risk
        03-02 15:00 overdue work
        > 03-02 16:00
        ",
    );
}
