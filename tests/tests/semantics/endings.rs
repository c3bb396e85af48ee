//! What is skipped, how a case ends, and what is on the record then (S8–S10).

use crate::fixture::House;

#[test]
fn s8_on_to_skips_at_once_what_lies_between_and_waits_for_other_predecessors() {
    House::of(
        "
calendar: always
fields: { ok: { type: bool, required: true } }
steps:
  - { step: ask, owner: clerk, form: [ok], then: [ { if: ok == true, on_to: end-it } ] }
  - { step: one, owner: clerk }
  - { step: aside, after: [one], owner: clerk }
  - { step: two, after: [one], owner: clerk }
  - { step: other, after: opened, owner: tech }
  - { step: end-it, after: [two, other], owner: lead }
  - { step: all-done, after: [aside, end-it], owner: clerk }
",
    )
    .goes(
        "
        > 03-02 09:00 ann opens later
        03-02 09:00 opened by ann
        03-02 09:00 ready ask
        03-02 09:00 ready other
        > 03-02 09:10 ann does ask ok=true
        03-02 09:10 done ask by ann
        03-02 09:10 skipped one
        03-02 09:10 skipped two
        03-02 09:10 ready aside
        > 03-02 09:20 tom does other
        03-02 09:20 done other by tom
        03-02 09:20 ready end-it
        ",
    );
}

#[test]
fn s9_an_end_leaves_closed_with_its_word_and_steps_not_yet_ready_stay_waiting() {
    House::of(
        "
calendar: always
fields: { ok: { type: bool, required: true } }
steps:
  - { step: side, after: opened, owner: tech, side: true }
  - { step: ask, after: opened, owner: clerk, form: [ok], then: [ { if: ok == false, end: dropped } ] }
  - { step: work, owner: tech }
",
    )
    .goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready side
        03-02 09:00 ready ask
        > 03-02 09:10 ann does ask ok=false
        03-02 09:10 done ask by ann
        03-02 09:10 withdrawn side
        03-02 09:10 closed: dropped
        > 03-02 09:10 steps
        = side withdrawn, ask done, work waiting
        ",
    );
}

#[test]
fn s9_cancelling_leaves_cancelled() {
    House::of(
        "calendar: always\nsteps:\n  - { step: note, owner: clerk }\n  - { step: work, owner: tech }\n",
    )
    .goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready note
        > 03-02 09:10 lee cancels
        03-02 09:10 withdrawn note
        03-02 09:10 cancelled by lee: twice
        > 03-02 09:10 steps
        = note withdrawn, work waiting
        > 03-02 09:20 ann does note
        = refused: CaseOver
        ",
    );
}

#[test]
fn s10_steps_that_nobody_does_leave_ready_and_done_too() {
    House::of(
        "
calendar: always
fields: { n: { type: number }, ok: { type: bool } }
steps:
  - { step: note, owner: clerk }
  - { step: count, set: { n: 1 + 1 } }
  - { step: pause, wait: 10m }
  - { step: skipped, if: ok == true, owner: clerk }
  - { step: report-up, notify: manager, template: major-complaint }
  - { step: check, approve: manager, returned_to: note }
  - { step: over, end: finished }
",
    )
    .goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready note
        > 03-02 09:10 ann does note
        03-02 09:10 done note by ann
        03-02 09:10 ready count
        03-02 09:10 set count
        03-02 09:10 done count
        03-02 09:10 ready pause
        03-02 09:20 done pause
        03-02 09:20 skipped skipped
        03-02 09:20 ready report-up
        03-02 09:20 told report-up → max(email) major-complaint
        03-02 09:20 done report-up
        03-02 09:20 ready check
        > 03-02 09:30 max approves check
        03-02 09:30 approved check by max
        03-02 09:30 done check by max
        03-02 09:30 ready over
        03-02 09:30 done over
        03-02 09:30 closed: finished
        ",
    );
}

#[test]
fn s10_an_approval_may_be_refused_where_the_workflow_says_what_then() {
    House::of(
        "
calendar: always
steps:
  - { step: plan, owner: lead }
  - { step: check, approve: manager, refused: { end: refused-it } }
  - { step: last, owner: clerk }
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
        > 03-02 09:20 max refuses check
        03-02 09:20 refused check by max
        03-02 09:20 done check by max
        03-02 09:20 closed: refused-it
        > 03-02 09:20 steps
        = plan done, check done, last waiting
        ",
    );
}
