//! What `if`, `set` and the lines of `within` say (S11, S12).

use crate::fixture::House;

#[test]
fn s11_not_binds_before_and_and_before_or_and_brackets_group() {
    House::of(
        "
calendar: always
fields:
  a: { type: bool, required: true }
  b: { type: bool, required: true }
  c: { type: bool, required: true }
steps:
  - { step: note, owner: clerk, form: [a, b, c] }
  - { step: not-first, after: [note], if: not a == true and b == true, owner: tech }
  - { step: not-bracket, after: [note], if: not (a == true and b == true), owner: tech }
  - { step: and-first, after: [note], if: a == true or b == true and c == true, owner: tech }
  - { step: or-bracket, after: [note], if: (a == true or b == true) and c == true, owner: tech }
  - { step: last, after: [not-first, not-bracket, and-first, or-bracket], owner: tech }
",
    )
    .goes(
        "
        > 03-02 09:00 ann opens a=true b=false c=false
        03-02 09:00 opened by ann
        03-02 09:00 ready note
        03-02 09:00 done note by ann
        03-02 09:00 skipped not-first
        03-02 09:00 ready not-bracket
        03-02 09:00 ready and-first
        03-02 09:00 skipped or-bracket
        ",
    );
}

#[test]
fn s11_every_comparison_with_an_empty_field_is_false_not_equal_too() {
    House::of(
        "
calendar: always
fields: { n: { type: number } }
steps:
  - { step: note, owner: clerk }
  - { step: same, after: [note], if: n == 1, owner: tech }
  - { step: other, after: [note], if: n != 1, owner: tech }
  - { step: turned, after: [note], if: not n == 1, owner: tech }
  - { step: last, after: [same, other, turned], owner: tech }
",
    )
    .goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready note
        > 03-02 09:10 ann does note
        03-02 09:10 done note by ann
        03-02 09:10 skipped same
        03-02 09:10 skipped other
        03-02 09:10 ready turned
        ",
    );
}

#[test]
fn s11_approved_and_failed_ask_the_current_round() {
    House::of(
        "
calendar: always
fields: { ok: { type: bool, required: true } }
steps:
  - { step: clean, owner: clerk, checklist: [floor] }
  - { step: redo, if: failed(clean), owner: clerk }
  - { step: check, approve: manager, returned_to: clean }
  - { step: cheer, if: approved(check), owner: clerk }
  - { step: ask, owner: clerk, form: [ok], then: [ { if: ok == false, back_to: clean, rounds: 3, after_that: { end: dropped } } ] }
",
    )
    .goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready clean
        > 03-02 09:01 ann does clean !floor
        03-02 09:01 done clean by ann
        03-02 09:01 ready redo
        > 03-02 09:02 ann does redo
        03-02 09:02 done redo by ann
        03-02 09:02 ready check
        > 03-02 09:03 max returns check
        03-02 09:03 returned check by max
        03-02 09:03 done check by max
        03-02 09:03 ready clean
        03-02 09:03 told clean → ann(email) returned
        03-02 09:03 told clean → bob(email) returned
        > 03-02 09:04 ann does clean
        03-02 09:04 done clean by ann
        03-02 09:04 skipped redo
        03-02 09:04 ready check
        > 03-02 09:05 max approves check
        03-02 09:05 approved check by max
        03-02 09:05 done check by max
        03-02 09:05 ready cheer
        ",
    );
}

#[test]
fn s11_set_with_an_empty_operand_leaves_its_field_empty_so_that_an_earlier_rounds_value_goes() {
    House::of(
        "
calendar: always
fields:
  n: { type: number }
  total: { type: number }
  ok: { type: bool, required: true }
steps:
  - { step: note, owner: clerk, checklist: [asked] }
  - { step: sum, set: { total: n + 1 } }
  - { step: big, if: filled(total), owner: clerk }
  - { step: ask, owner: clerk, form: [ok], then: [ { if: ok == false, back_to: note, rounds: 3, after_that: { end: dropped } } ] }
",
    )
    .goes(
        "
        > 03-02 09:00 ann opens n=2
        03-02 09:00 opened by ann
        03-02 09:00 ready note
        > 03-02 09:01 ann does note
        03-02 09:01 done note by ann
        03-02 09:01 ready sum
        03-02 09:01 set sum
        03-02 09:01 done sum
        03-02 09:01 ready big
        > 03-02 09:02 ann does big
        03-02 09:02 done big by ann
        03-02 09:02 ready ask
        > 03-02 09:03 lee sets n=
        03-02 09:03 set by lee
        > 03-02 09:04 ann does ask ok=false
        03-02 09:04 done ask by ann
        03-02 09:04 ready note
        > 03-02 09:05 ann does note
        03-02 09:05 done note by ann
        03-02 09:05 ready sum
        03-02 09:05 set sum
        03-02 09:05 done sum
        03-02 09:05 skipped big
        03-02 09:05 ready ask
        ",
    );
}

/// How long the work may take depends on a field that nobody need fill.
const BY_SEVERITY: &str = "
calendar: always
fields: { severity: { type: choice, of: [low, high] } }
hold: { who: [lead], reasons: [parts] }
steps:
  - { step: note, owner: clerk }
  - step: work
    owner: tech
    within: [ { if: severity == high, allow: 1h }, { allow: 2h } ]
    since: opened
";

#[test]
fn s12_a_line_waits_for_its_field_and_at_the_latest_when_the_step_is_ready_is_chosen_with_what_is_known() {
    House::of(BY_SEVERITY).goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready note
        > 03-02 09:10 shows work
        = work has no clock
        > 03-02 09:20 ann does note
        03-02 09:20 done note by ann
        03-02 09:20 ready work
        > 03-02 09:20 shows work
        = work running, due 03-02 11:00
        ",
    );
}

#[test]
fn s12_a_line_is_chosen_as_soon_as_its_field_is_filled_though_the_step_is_not_ready() {
    House::of(BY_SEVERITY).goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready note
        > 03-02 09:10 lee sets severity=high
        03-02 09:10 set by lee
        > 03-02 09:10 shows work
        = work running, due 03-02 10:00
        03-02 10:00 overdue work
        > 03-02 10:30
        ",
    );
}

#[test]
fn s12_a_line_waits_for_the_fields_of_the_lines_above_it() {
    House::of(
        "
calendar: always
fields: { a: { type: bool }, b: { type: bool } }
steps:
  - { step: note, owner: clerk }
  - step: work
    owner: tech
    within: [ { if: a == true, allow: 1h }, { if: b == true, allow: 2h }, { allow: 3h } ]
    since: opened
",
    )
    .goes(
        "
        > 03-02 09:00 ann opens b=true
        03-02 09:00 opened by ann
        03-02 09:00 ready note
        > 03-02 09:00 shows work
        = work has no clock
        > 03-02 09:10 lee sets a=false
        03-02 09:10 set by lee
        > 03-02 09:10 shows work
        = work running, due 03-02 11:00
        ",
    );
}

#[test]
fn s12_a_line_waits_for_the_step_that_failed_asks_for() {
    House::of(
        "
calendar: always
steps:
  - { step: look, owner: clerk, checklist: [floor] }
  - step: work
    owner: tech
    within: [ { if: failed(look), allow: 1h }, { allow: 2h } ]
    since: opened
",
    )
    .goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready look
        > 03-02 09:00 shows work
        = work has no clock
        > 03-02 09:10 ann does look !floor
        03-02 09:10 done look by ann
        03-02 09:10 ready work
        > 03-02 09:10 shows work
        = work running, due 03-02 10:00
        ",
    );
}

#[test]
fn s12_a_new_line_counts_from_the_same_beginning_less_what_was_paused_and_is_judged_at_once() {
    House::of(BY_SEVERITY).goes(
        "
        > 03-02 09:00 ann opens severity=low
        03-02 09:00 opened by ann
        03-02 09:00 ready note
        > 03-02 09:00 ann does note
        03-02 09:00 done note by ann
        03-02 09:00 ready work
        > 03-02 09:30 lee holds
        03-02 09:30 held by lee
        03-02 09:30 told work → tom(sms) held
        03-02 09:30 told work → tia(email) held
        03-02 09:30 told work → max(email) held
        > 03-02 10:00 lee resumes
        03-02 10:00 resumed by lee
        03-02 10:00 told work → tom(sms) resumed
        03-02 10:00 told work → tia(email) resumed
        03-02 10:00 told work → max(email) resumed
        > 03-02 10:00 shows work
        = work running, due 03-02 11:30
        > 03-02 10:10 max sets severity=high
        03-02 10:10 set by max
        03-02 10:10 moved work
        > 03-02 10:10 shows work
        = work running, due 03-02 10:30
        > 03-02 10:15 max sets severity=low
        03-02 10:15 set by max
        03-02 10:15 moved work
        > 03-02 10:45 max sets severity=high
        03-02 10:45 set by max
        03-02 10:45 moved work
        03-02 10:45 overdue work
        ",
    );
}

#[test]
fn s11_an_approval_of_an_earlier_round_is_none_of_this_one() {
    House::of(
        "
calendar: always
fields: { ok: { type: bool, required: true } }
steps:
  - { step: note, owner: clerk }
  - { step: fast, after: [note], if: approved(check), owner: clerk }
  - { step: check, after: [note], approve: manager, returned_to: note }
  - { step: slow, after: [check], if: not approved(check), owner: clerk }
  - { step: ask, after: [fast, slow], owner: clerk, form: [ok], then: [ { if: ok == false, back_to: note, rounds: 3, after_that: { end: dropped } } ] }
",
    )
    .goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready note
        > 03-02 09:01 ann does note
        03-02 09:01 done note by ann
        03-02 09:01 skipped fast
        03-02 09:01 ready check
        > 03-02 09:02 max approves check
        03-02 09:02 approved check by max
        03-02 09:02 done check by max
        03-02 09:02 skipped slow
        03-02 09:02 ready ask
        > 03-02 09:03 ann does ask ok=false
        03-02 09:03 done ask by ann
        03-02 09:03 ready note
        > 03-02 09:04 ann does note
        03-02 09:04 done note by ann
        03-02 09:04 skipped fast
        03-02 09:04 ready check
        ",
    );
}
