//! What a workflow gets wrong though each of its lines can be read.

use crate::lower::workflow::tests::check;

const HEAD: &str = "workflow: w
start: [{ who: front-desk }]
fields:
  severity: { type: choice, of: [ordinary, major], required: true }
  dep: { type: role, of: [engineering, security] }
  day: { type: date }
  n: { type: number }
  d: { type: bool, default: true }
steps:
  - { step: record, owner: front-desk, form: [severity, dep, day, n, d] }
";

/// Compares what is said about the steps after the first, each in a workflow of its own.
#[track_caller]
fn check_all(cases: &[(&str, &str)]) {
    for (steps, expected) in cases {
        check(&format!("{HEAD}{steps}"), expected);
    }
}

#[test]
fn steps_that_wait_for_each_other_are_shown_round() {
    check_all(&[
        (
            "  - { step: a, owner: front-desk, after: [b] }
  - { step: b, owner: front-desk }",
            "after-circle at b: these steps wait for each other: a → b → a (change the `after` of one; a step without it comes after the one written before it)",
        ),
        (
            "  - { step: a, owner: front-desk, after: [c] }
  - { step: b, owner: front-desk }
  - { step: c, owner: front-desk }",
            "after-circle at c: these steps wait for each other: a → c → b → a (change the `after` of one; a step without it comes after the one written before it)",
        ),
        (
            "  - { step: c, owner: front-desk, after: [record, c] }",
            "after-circle at c: the step `c` waits for itself (change the `after` of one; a step without it comes after the one written before it)",
        ),
    ]);
}

#[test]
fn a_loop_needs_somebody_who_acts_or_a_number_of_rounds() {
    check_all(&[
        (
            "  - { step: a, wait: 1 day }
  - { step: b, set: { n: n + 1 }, then: [{ if: severity == major, back_to: a }] }",
            "endless-loop at a: from `b` back to `a` goes round for ever without anybody acting (write `rounds: 3` and `after_that: { … }`, or put a person's step between them)",
        ),
        (
            "  - { step: a, owner: front-desk, if: severity == ordinary }
  - { step: b, wait: 1 day, then: [{ if: severity == major, back_to: a }] }",
            "endless-loop at a: from `b` back to `a` goes round for ever without anybody acting (write `rounds: 3` and `after_that: { … }`, or put a person's step between them)",
        ),
        (
            "  - { step: a, owner: front-desk }
  - { step: b, wait: 1 day, then: [{ if: severity == major, back_to: a }] }",
            "",
        ),
        (
            "  - { step: a, wait: 1 day, then: [{ if: severity == major, back_to: a, rounds: 3, after_that: { end: given-up } }] }",
            "",
        ),
        (
            "  - { step: a, wait: 1 day, then: [{ if: severity == major, back_to: a, rounds: 3, after_that: { back_to: a } }] }",
            "endless-loop at a: from `a` back to `a` goes round for ever without anybody acting (write `rounds: 3` and `after_that: { … }`, or put a person's step between them)",
        ),
        ("  - { step: a, approve: estate-manager }", ""),
    ]);
}

#[test]
fn a_case_must_be_able_to_end() {
    check_all(&[
        (
            "  - { step: a, owner: front-desk, then: [{ back_to: record }] }
  - { step: b, owner: front-desk }",
            "never-ends at record: a case can never end: `a` always leads back (give this line an `if`, or `rounds` and `after_that`)",
        ),
        (
            "  - { step: a, owner: front-desk, then: [{ if: severity == major, end: done }, { back_to: record }] }",
            "",
        ),
    ]);
}

#[test]
fn every_step_is_reached_by_something() {
    check_all(&[
        (
            "  - { step: a, end: done }
  - { step: b, owner: front-desk }
  - { step: c, owner: front-desk }",
            "unreachable-step at b: nothing reaches the step `b`: `a` never leads to it (give `a` an `if`, or change `after`)",
        ),
        (
            "  - { step: a, end: done, if: severity == major }
  - { step: b, owner: front-desk }",
            "",
        ),
        (
            "  - { step: a, owner: front-desk, then: [{ on_to: c }] }
  - { step: b, owner: front-desk }
  - { step: c, owner: front-desk }",
            "unreachable-step at b: nothing reaches the step `b`: `a` never leads to it (give `a` an `if`, or change `after`)",
        ),
        (
            "  - { step: a, owner: front-desk, then: [{ if: severity == major, on_to: c }] }
  - { step: b, owner: front-desk }
  - { step: c, owner: front-desk }",
            "",
        ),
    ]);
}

#[test]
fn a_join_waits_for_what_can_arrive() {
    check_all(&[(
        "  - { step: a, owner: front-desk, then: [{ end: refused }] }
  - { step: b, owner: front-desk, after: [record] }
  - { step: c, owner: front-desk, after: [a, b] }",
        "stuck-join at a: `c` joins here, but `a` never arrives (give `a` an `if`, or change `after`)",
    )]);
}

#[test]
fn back_is_earlier_and_on_is_later() {
    check_all(&[
        (
            "  - { step: a, owner: front-desk, then: [{ if: severity == major, back_to: b }] }
  - { step: b, owner: front-desk }",
            "back-to-later at b: `b` does not come before `a`, so nothing leads back to it (a later step is reached with `on_to`)",
        ),
        (
            "  - { step: a, owner: front-desk, then: [{ if: severity == major, on_to: record }] }",
            "on-to-earlier at record: `record` does not come after `a`, so nothing leads on to it (an earlier step is reached with `back_to`)",
        ),
        (
            "  - { step: a, owner: front-desk, then: [{ if: severity == major, on_to: b }] }
  - { step: b, owner: front-desk, after: [record] }
  - { step: c, owner: front-desk, after: [a, b] }",
            "on-to-earlier at b: `b` does not come after `a`, so nothing leads on to it (name a step that comes after it)",
        ),
        ("  - { step: a, owner: front-desk, then: [{ if: severity == major, back_to: a }] }", ""),
    ]);
}

#[test]
fn an_approval_returns_to_what_came_before_it() {
    check_all(&[
        (
            "  - { step: ap, approve: estate-manager, returned_to: c }
  - { step: c, owner: front-desk }",
            "returned-to-later at c: `ap` returns to `c`, which does not come before it (name the step whose work is approved)",
        ),
        (
            "  - { step: b, owner: front-desk, after: [record] }
  - { step: ap, approve: estate-manager, after: [record] }
  - { step: c, owner: front-desk, after: [b, ap] }",
            "returned-to-later at ap: `ap` returns to `b`, which does not come before it (without `returned_to` it is the step written before; name another with `returned_to: STEP`)",
        ),
    ]);
}

#[test]
fn a_branch_nothing_waits_for_is_a_warning() {
    check_all(&[
        (
            "  - { step: a, owner: front-desk }
  - { step: b, owner: front-desk, after: [record] }",
            "loose-branch at a: no step waits for `a` (name it in the `after` of a later step, or write `side: true` if that is meant; the main line ends with `b`)",
        ),
        (
            "  - { step: a, owner: front-desk, side: true }
  - { step: b, owner: front-desk, after: [record] }",
            "",
        ),
        (
            "  - { step: a, owner: front-desk, side: true }
  - { step: a2, owner: front-desk }
  - { step: b, owner: front-desk, after: [record] }",
            "",
        ),
        (
            "  - { step: a, end: refused, if: severity == major }
  - { step: b, owner: front-desk, after: [record] }",
            "",
        ),
    ]);
}

#[test]
fn a_limit_counts_from_what_comes_before_its_end() {
    check_all(&[
        (
            "  - { step: a, owner: front-desk, within: 1h, since: b }
  - { step: b, owner: front-desk }",
            "since-later at b: `a` counts from `b`, but by then `a` is done (count from an earlier step, or from `opened`)",
        ),
        (
            "  - { step: a, owner: front-desk, within: 1h, since: b }
  - { step: b, owner: front-desk, after: [record] }
  - { step: c, owner: front-desk, after: [a, b] }",
            "",
        ),
        (
            "  - { step: a, owner: front-desk }
limits: [{ limit: x, within: 1h, since: a, until: record }]",
            "since-later at a: `x` counts from `a`, but by then `record` is done (count from an earlier step, or from `opened`)",
        ),
    ]);
}

#[test]
fn a_guard_that_may_meet_an_empty_field_is_a_warning() {
    check_all(&[
        (
            "  - { step: a, owner: front-desk, if: n > 3 }",
            "guard-may-be-empty at n > 3: the field `n` may still be empty when this is asked (require it in the form of an earlier step (`required: true`), or ask `filled(n)` as well)",
        ),
        ("  - { step: a, owner: front-desk, if: filled(n) and n > 3 }", ""),
        ("  - { step: a, owner: front-desk, if: not filled(n) or n > 3 }", ""),
        (
            "  - { step: a, set: { n: 3 } }
  - { step: b, owner: front-desk, if: n > 3 }",
            "",
        ),
        ("  - { step: a, owner: front-desk, then: [{ if: severity == major, end: done }] }", ""),
        (
            "  - { step: a, owner: front-desk }
limits: [{ limit: x, within: [{ if: n > 3, allow: 1h }, { allow: 2h }] }]",
            "",
        ),
    ]);
}

#[test]
fn a_default_that_decides_is_a_warning() {
    check_all(&[(
        "  - { step: a, owner: front-desk, if: d == true }",
        "default-decides at d == true: `d` has a default, so a case may go this way though nobody chose it (leave `default` out, so that whoever fills the form chooses)",
    )]);
}

#[test]
fn a_field_that_something_waits_for_is_filled_somewhere() {
    // No form has asked for the day.
    let head = HEAD.replace("dep, day, n", "dep, n");
    for (steps, expected) in [
        (
            "  - { step: a, wait_until: day }",
            "never-filled at day: this waits for `day`, but no form and no computation fills it (put it into a step's form, such as `form: [day]`)",
        ),
        (
            "  - { step: a, wait_until: day }
  - { step: b, owner: front-desk, form: [day] }",
            "stuck-wait at day: this waits for `day`, which only `b`, a later step, fills (put it into the form of an earlier step)",
        ),
        (
            "  - { step: a, owner: front-desk, form: [day] }
  - { step: b, wait_until: day }",
            "",
        ),
        (
            "  - { step: a, owner: front-desk, by: day }",
            "never-filled at day: this waits for `day`, but no form and no computation fills it (put it into a step's form, such as `form: [day]`)",
        ),
        (
            "  - { step: a, owner: front-desk, within: 1h, since: day }",
            "never-filled at day: this waits for `day`, but no form and no computation fills it (put it into a step's form, such as `form: [day]`)",
        ),
    ] {
        check(&format!("{head}{steps}"), expected);
    }
}

#[test]
fn an_owner_that_nobody_may_have_named_is_a_warning() {
    check_all(&[
        (
            r#"  - { step: a, owner: "{dep}" }"#,
            r#"owner-may-be-empty at "{dep}": `dep` may still be empty when this step begins (require it in the form of an earlier step (`required: true`))"#,
        ),
        (
            r#"  - { step: a, approve: "{dep}" }"#,
            r#"owner-may-be-empty at "{dep}": `dep` may still be empty when this step begins (require it in the form of an earlier step (`required: true`))"#,
        ),
    ]);
}

#[test]
fn a_time_by_which_the_office_is_shut_is_a_warning() {
    check_all(&[
        (
            r#"  - { step: a, owner: front-desk, by: "18:00", calendar: business }"#,
            r#"by-when-shut at "18:00": the calendar `business` is not open at 18:00 on each of its days (for the end of the working day write `by: closing`; if that time is meant, leave it)"#,
        ),
        (r#"  - { step: a, owner: front-desk, by: "12:30", calendar: business }"#, ""),
        (r#"  - { step: a, owner: front-desk, by: "17:30", calendar: business }"#, ""),
        (r#"  - { step: a, owner: front-desk, by: "18:00" }"#, ""),
    ]);
}

#[test]
fn hours_longer_than_a_day_of_the_calendar_are_a_warning() {
    check_all(&[
        ("  - { step: a, owner: front-desk, within: 24h, calendar: business }", "longer-than-a-day at 24h: the calendar `business` opens 7h30m a day at most, so 24h on it take several days (write `1 day` for days whatever the calendar, or `calendar: always` for hours on end)"),
        ("  - { step: a, owner: front-desk, within: 10h, calendar: business }", "longer-than-a-day at 10h: the calendar `business` opens 7h30m a day at most, so 10h on it take several days (write it in workdays, such as `2 workdays`, or `calendar: always` for hours on end)"),
        ("  - { step: a, owner: front-desk, within: 24h }", ""),
        ("  - { step: a, owner: front-desk, within: 7h30m, calendar: business }", ""),
        ("  - { step: a, wait: 24h, calendar: business }", "longer-than-a-day at 24h: the calendar `business` opens 7h30m a day at most, so 24h on it take several days (write `1 day` for days whatever the calendar, or `calendar: always` for hours on end)"),
        ("  - { step: a, owner: front-desk, within: 1h, calendar: business, escalate: [{ at: overdue, tell: superior }, { at: overdue + 24h, tell: estate-manager, repeat: { every: 10h, times: 3 } }] }", "longer-than-a-day at overdue + 24h: the calendar `business` opens 7h30m a day at most, so 24h on it take several days (write `1 day` for days whatever the calendar, or `calendar: always` for hours on end)
longer-than-a-day at overdue + 24h: the calendar `business` opens 7h30m a day at most, so 10h on it take several days (write it in workdays, such as `2 workdays`, or `calendar: always` for hours on end)"),
    ]);
}

#[test]
fn a_ladder_that_ends_lower_than_the_one_it_replaces_is_a_warning() {
    check_all(&[
        (
            "  - { step: a, owner: front-desk, within: 1h, escalate: [{ at: overdue, tell: owner }] }",
            "ladder-ends-lower at at: the ladder of `a` never reaches `service-supervisor`, as the one it replaces does (add a last rung, such as `- { at: overdue + 1 workday, tell: service-supervisor }`)",
        ),
        (
            "  - { step: a, owner: front-desk, within: 1h, escalate: [{ at: 80%, tell: region-manager }] }",
            "ladder-ends-lower at at: the ladder of `a` never reaches `service-supervisor`, as the one it replaces does (add a last rung, such as `- { at: overdue + 1 workday, tell: service-supervisor }`)",
        ),
        (
            "  - { step: a, owner: front-desk, within: 1h, escalate: [{ at: overdue, tell: estate-manager }] }",
            "",
        ),
    ]);
}

#[test]
fn a_required_field_that_no_form_asks_for_is_a_warning() {
    check(
        "workflow: w\nstart: [{ who: front-desk }]\nfields: { x: { type: text, required: true } }\nsteps: [{ step: a, owner: front-desk }]",
        "never-asked at x: `x` is required, but no form asks for it (put it into a step's form, such as `form: [x]`, or leave `required` out)",
    );
}
