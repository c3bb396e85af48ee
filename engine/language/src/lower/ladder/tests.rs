//! Rungs as managers write them, wrong.

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

/// Compares what is said about a rung, each in a workflow of its own.
#[track_caller]
fn check_all(cases: &[(&str, &str)]) {
    for (written, expected) in cases {
        check(
            &format!(
                "{HEAD}  - step: a\n    owner: front-desk\n    within: 1h\n    escalate:\n      - {{ at: overdue, tell: superior }}\n      - {{ {written} }}\n"
            ),
            expected,
        );
    }
}

#[test]
fn a_moment_is_one_of_five_shapes() {
    check_all(&[
        ("at: 80, tell: owner", "bad-moment at 80: `80` is no moment of a limit (did you mean `80%`?)"),
        (
            "at: 4h after, tell: owner",
            "bad-moment at 4h after: `4h after` is no moment of a limit (did you mean `overdue + 4h`?)",
        ),
        (
            "at: overdue 4h, tell: owner",
            "bad-moment at overdue 4h: `overdue 4h` is no moment of a limit (did you mean `overdue + 4h`?)",
        ),
        (
            "at: 10m, tell: owner",
            "bad-moment at 10m: `10m` is no moment of a limit (did you mean `10m before`?)",
        ),
        (
            "at: -10m, tell: owner",
            "bad-moment at -10m: `-10m` is no moment of a limit (did you mean `10m before`?)",
        ),
        (
            "at: overdew, tell: owner",
            "bad-moment at overdew: `overdew` is no moment of a limit (did you mean `overdue`?)",
        ),
        (
            "at: tomorrow, tell: owner",
            "bad-moment at tomorrow: `tomorrow` is no moment of a limit (a moment is written ready, 80%, 10m before, overdue or overdue + 4h)",
        ),
        (
            "at: 10 minutes before, tell: owner",
            "bad-span at 10 minutes: `10 minutes` is written `10m` (did you mean `10m`?)",
        ),
        (
            "at: overdue + 4 hours, tell: owner",
            "bad-span at 4 hours: `4 hours` is written `4h` (did you mean `4h`?)",
        ),
    ]);
}

#[test]
fn a_share_lies_between_ready_and_overdue() {
    check_all(&[
        (
            "at: 0%, tell: owner",
            "bad-share at 0%: a share is a whole number from 1% to 99%, not `0%` (did you mean `ready`?)",
        ),
        (
            "at: 100%, tell: owner",
            "bad-share at 100%: a share is a whole number from 1% to 99%, not `100%` (did you mean `overdue`?)",
        ),
        (
            "at: 150%, tell: owner",
            "bad-share at 150%: a share is a whole number from 1% to 99%, not `150%` (after the miss, write it like `overdue + 4h`)",
        ),
        (
            "at: x%, tell: owner",
            "bad-share at x%: a share is a whole number from 1% to 99%, not `x%` (write it like 80%)",
        ),
        ("at: 80％, tell: owner", "full-width at ％: `％` is a full-width sign (write `%`: `80%`)"),
    ]);
}

#[test]
fn repeats_begin_at_the_miss() {
    check_all(&[
        (
            "at: 80%, tell: owner, repeat: { every: 1h, times: 3 }",
            "repeat-too-early at every: a rung before the miss can't repeat (put `repeat` on a rung at `overdue` or after it)",
        ),
        (
            "at: overdue, tell: owner, repeat: { every: 1h }",
            "missing-key at every: `times` is missing in `repeat` (write `times: …`)",
        ),
        (
            "at: overdue, tell: owner, repeat: { every: 1h, times: 1 }",
            "bad-number at 1: the number of times can't be `1` (write a whole number from 2 to 1000)",
        ),
    ]);
}

#[test]
fn somebody_is_told_or_handed_the_step() {
    check_all(&[
        (
            "at: overdue",
            "rung-does-nothing at at: this rung neither tells anybody nor hands anything on (write `tell: owner`)",
        ),
        ("tell: owner", "missing-key at tell: `at` is missing in a rung (write `at: …`)"),
        (
            "at: overdue, tell: [owner, superor]",
            "unknown-role at superor: `superor` is not the name of a role or a person (did you mean `superior`?)",
        ),
        (
            "at: overdue, tell: all 王丽",
            "bad-audience at 王丽: `all` is followed by a role or by owner, not by `王丽` (leave `all` out)",
        ),
        (
            "at: overdue, tell: all",
            "bad-audience at all: `all` is followed by a role (write `all owner` or `all ROLE`)",
        ),
        (
            "at: overdue, tell: owner，superior",
            "full-width at ，: `，` is a full-width sign (write `,`: `[owner, superior]`)",
        ),
        (
            "at: overdue, hand_to: owner",
            "bad-owner at owner: a step is handed to another role or person (name a role, or superior)",
        ),
        (
            "at: overdue, tell: owner, template: ovrdue",
            "unknown-template at ovrdue: `ovrdue` is not the name of a template (did you mean `overdue`?)",
        ),
    ]);
}
