//! Lines of `then` as managers write them, wrong.

use crate::lower::workflow::tests::check;

const HEAD: &str = "workflow: w
start: [{ who: front-desk }]
fields:
  severity: { type: choice, of: [ordinary, major], required: true }
  dep: { type: role, of: [engineering, security], required: true }
  day: { type: date, required: true }
steps:
  - { step: record, owner: front-desk, form: [severity, dep, day] }
";

/// Compares what is said about a line, each in a workflow of its own.
#[track_caller]
fn check_all(cases: &[(&str, &str)]) {
    for (written, expected) in cases {
        check(
            &format!("{HEAD}  - step: a\n    owner: front-desk\n    then:\n      - {{ {written} }}\n"),
            expected,
        );
    }
}

#[test]
fn a_line_does_one_thing() {
    check_all(&[
        (
            "if: severity == major",
            "then-does-nothing at if: this line does not say what follows (write one of back_to, on_to, hand_to and end)",
        ),
        (
            "if: severity == major, back_to: record, end: done",
            "then-does-two-things at end: a line does one thing; `back_to` and `end` are two (keep one of them)",
        ),
        (
            "back_to: recrod",
            "unknown-step at recrod: `recrod` is not the name of a step (did you mean `record`?)",
        ),
    ]);
}

#[test]
fn rounds_and_what_comes_after_them_stand_together() {
    check_all(&[
        (
            "if: severity == major, back_to: record, rounds: 3",
            "rounds-without-after-that at rounds: it says how many rounds, but not what comes after that (write `after_that: { hand_to: … }`, or `after_that: { end: … }`)",
        ),
        (
            "if: severity == major, back_to: record, after_that: { end: done }",
            "rounds-without-after-that at after_that: without `rounds`, `after_that` is never reached (write `rounds: 3`)",
        ),
        (
            "if: severity == major, back_to: record, rounds: 1, after_that: { end: done }",
            "bad-number at 1: the number of rounds can't be `1` (write a whole number from 2 to 100)",
        ),
        (
            "if: severity == major, end: done, rounds: 3",
            "rounds-without-back-to at rounds: `rounds` belongs to back_to (leave it out)",
        ),
        (
            "if: severity == major, back_to: record, rounds: 3, after_that: { if: severity == major, end: done }",
            "misplaced-key at if: `if` has no meaning in after_that (leave it out)",
        ),
    ]);
}

#[test]
fn a_case_ends_with_a_name() {
    check_all(&[
        (
            "if: severity == major, end: ready",
            "reserved-name at ready: `ready` is a reserved word and can't name a word a case ends with (choose another name)",
        ),
        (
            "if: severity == major, end: a b",
            "bad-name at a b: the name of a word a case ends with can't hold a space: `a b` (a name has letters, digits and `-` `_`, such as `a_b`)",
        ),
    ]);
}

#[test]
fn a_step_is_handed_to_somebody() {
    check_all(&[
        (
            "hand_to: estate-manger",
            "unknown-role at estate-manger: `estate-manger` is not the name of a role (did you mean `estate-manager`?)",
        ),
        (
            "hand_to: superior",
            "bad-owner at superior: say whose it is: a role, a person, `{FIELD}` or starter (name a role, such as front-desk)",
        ),
    ]);
}
