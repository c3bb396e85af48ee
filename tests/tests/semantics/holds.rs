//! What happens while a case is held, and who is told of it (S22, S23, S26).

use crate::fixture::House;

#[test]
fn s22_while_held_nothing_becomes_ready_or_is_skipped_and_if_is_read_on_resuming() {
    House::of(
        "
calendar: always
fields: { go: { type: bool } }
hold: { who: [lead], reasons: [parts] }
steps:
  - { step: note, owner: clerk }
  - { step: work, after: [note], if: go == true, owner: tech }
  - { step: rest, after: [note], if: go == false, owner: tech }
  - { step: last, after: [work, rest], owner: clerk }
",
    )
    .goes(
        "
        > 03-02 09:00 ann opens go=false
        03-02 09:00 opened by ann
        03-02 09:00 ready note
        > 03-02 09:10 lee holds
        03-02 09:10 held by lee
        03-02 09:10 told note → ann(email) held
        03-02 09:10 told note → bob(email) held
        03-02 09:10 told note → lee(email) held
        > 03-02 09:20 ann does note
        03-02 09:20 done note by ann
        > 03-02 09:30 lee sets go=true
        03-02 09:30 set by lee
        > 03-02 10:00 lee resumes
        03-02 10:00 resumed by lee
        03-02 10:00 ready work
        03-02 10:00 skipped rest
        ",
    );
}

/// A step whose `then` ends the case or goes back.
const DECIDES: &str = "
calendar: always
fields: { ok: { type: bool, required: true } }
hold: { who: [lead], reasons: [parts] }
steps:
  - { step: note, owner: clerk }
  - step: ask
    owner: lead
    form: [ok]
    then:
      - { if: ok == true, end: settled }
      - { back_to: note, rounds: 3, after_that: { end: dropped } }
";

/// The story of that step, held before it is answered.
fn answered_while_held(answer: &str, then: &str) -> String {
    format!(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready note
        > 03-02 09:10 ann does note
        03-02 09:10 done note by ann
        03-02 09:10 ready ask
        > 03-02 09:20 lee holds
        03-02 09:20 held by lee
        03-02 09:20 told ask → lee(email) held
        03-02 09:20 told ask → max(email) held
        > 03-02 09:30 lee does ask ok={answer}
        03-02 09:30 done ask by lee
        > 03-02 10:00 lee resumes
        03-02 10:00 resumed by lee
        {then}
        > 03-02 10:00 rounds
        "
    )
}

#[test]
fn s22_what_a_then_decides_while_held_takes_effect_on_resuming() {
    let ends = answered_while_held("true", "03-02 10:00 closed: settled");
    House::of(DECIDES).goes(&format!("{ends}= note 1, ask 1"));
    let goes_back = answered_while_held("false", "03-02 10:00 ready note");
    House::of(DECIDES).goes(&format!("{goes_back}= note 2, ask 2"));
}

#[test]
fn s22_clocks_are_born_while_held_all_the_same() {
    House::of(
        "
calendar: always
fields: { severity: { type: choice, of: [low, high] } }
hold: { who: [lead], reasons: [parts] }
steps:
  - { step: note, owner: lead }
  - step: work
    owner: tech
    within: [ { if: severity == high, allow: 1h }, { allow: 2h } ]
    since: opened
    runs_while_held: true
",
    )
    .goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready note
        > 03-02 09:10 lee holds
        03-02 09:10 held by lee
        03-02 09:10 told note → lee(email) held
        03-02 09:10 told note → max(email) held
        > 03-02 09:20 max sets severity=high
        03-02 09:20 set by max
        > 03-02 09:20 shows work
        = work running, due 03-02 10:00
        03-02 10:00 overdue work
        > 03-02 11:00
        ",
    );
}

/// Due at ten, held from half past nine to half past ten.
fn due_at_ten(more: &str, missed: &[&str]) {
    let [while_held, on_resuming] = missed else { panic!("two places where the miss may stand") };
    House::of(&format!(
        "
calendar: always
hold: {{ who: [lead], reasons: [parts] }}
steps:
  - {{ step: work, owner: lead, by: \"10:00\"{more} }}
"
    ))
    .goes(&format!(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready work
        > 03-02 09:30 lee holds
        03-02 09:30 held by lee
        03-02 09:30 told work → lee(email) held
        03-02 09:30 told work → max(email) held
        {while_held}
        > 03-02 10:30 lee resumes
        03-02 10:30 resumed by lee
        03-02 10:30 told work → lee(email) resumed
        03-02 10:30 told work → max(email) resumed
        {on_resuming}
        > 03-02 12:00
        "
    ));
}

#[test]
fn s23_a_by_that_passed_while_held_is_judged_at_the_moment_of_resuming() {
    due_at_ten("", &["", "03-02 10:30 overdue work"]);
}

#[test]
fn s23_a_by_that_runs_while_held_is_judged_when_it_passes() {
    due_at_ten(", runs_while_held: true", &["03-02 10:00 overdue work", ""]);
}

#[test]
fn s26_of_a_hold_and_its_end_the_owner_and_superior_of_each_open_step_are_told() {
    House::of(
        "
calendar: always
hold: { who: [lead], reasons: [parts] }
steps:
  - { step: note, after: opened, owner: clerk }
  - { step: work, after: opened, owner: tech }
",
    )
    .goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready note
        03-02 09:00 ready work
        > 03-02 09:05 ann takes note
        03-02 09:05 taken note by ann
        > 03-02 09:10 lee holds
        03-02 09:10 held by lee
        03-02 09:10 told note → ann(email) held
        03-02 09:10 told note → tom(sms) held
        03-02 09:10 told note → tia(email) held
        03-02 09:10 told note → lee(email) held
        03-02 09:10 told note → max(email) held
        ",
    );
}

#[test]
fn s26_handing_on_tells_the_new_owner() {
    House::of("calendar: always\nsteps:\n  - { step: note, owner: clerk }\n").goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready note
        > 03-02 09:10 lee hands note bob
        03-02 09:10 handed note by lee
        03-02 09:10 told note → bob(email) handed
        ",
    );
}

#[test]
fn s22_while_held_the_case_does_not_end() {
    House::of(
        "
calendar: always
hold: { who: [lead], reasons: [parts] }
steps:
  - { step: work, owner: lead }
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
        > 03-02 10:00 lee does work
        03-02 10:00 done work by lee
        > 03-02 11:00 lee resumes
        03-02 11:00 resumed by lee
        03-02 11:00 closed: done
        ",
    );
}

#[test]
fn s22_a_return_while_held_takes_effect_on_resuming() {
    House::of(
        "
calendar: always
hold: { who: [lead], reasons: [parts] }
steps:
  - { step: plan, owner: lead, within: 2h }
  - { step: check, approve: manager, within: 1h }
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
        > 03-02 09:20 lee holds
        03-02 09:20 held by lee
        03-02 09:20 told check → max(email) held
        03-02 09:20 told check → qin(email) held
        > 03-02 09:30 max returns check
        03-02 09:30 returned check by max
        03-02 09:30 done check by max
        > 03-02 09:30 rounds
        = plan 1, check 1
        > 03-02 10:00 lee resumes
        03-02 10:00 resumed by lee
        03-02 10:00 ready plan
        03-02 10:00 told plan → lee(email) returned
        > 03-02 10:00 shows plan
        = plan met, due 03-02 11:00
        = plan round 2 running, due 03-02 12:00
        ",
    );
}
