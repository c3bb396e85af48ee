//! Limits as managers write them, wrong.

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

/// Compares what is said about a limit, each in a workflow of its own.
#[track_caller]
fn check_all(cases: &[(&str, &str)]) {
    for (written, expected) in cases {
        check(&format!("{HEAD}  - {{ step: a, owner: front-desk, {written} }}\n"), expected);
    }
}

#[test]
fn an_amount_is_of_one_unit() {
    check_all(&[
        ("within: 30 min", "bad-span at 30 min: `30 min` is written `30m` (did you mean `30m`?)"),
        (
            "within: 30",
            "bad-span at 30: `30` has no unit; write 30m, 30 workdays or 30 days (did you mean `30m`?)",
        ),
        ("within: 1.5h", "bad-span at 1.5h: `1.5h` is written `1h30m` (did you mean `1h30m`?)"),
        (
            "within: 2 workdays 3h",
            "bad-span at 2 workdays 3h: `2 workdays 3h` mixes units; use one, only h and m may stand together, like 2h30m",
        ),
        (
            "within: soon",
            "bad-span at soon: `soon` is no amount of time; write it like 30m, 2h30m, 2 workdays or 3 days",
        ),
    ]);
}

#[test]
fn within_and_by_exclude_each_other() {
    check_all(&[
        (
            r#"within: 3h, by: "18:00""#,
            r#"within-and-by at "18:00": `by` stands in place of `within`, not beside it (leave one of the two out)"#,
        ),
        (
            "since: opened",
            "limit-without-time at opened: this says how to count, but there is no limit (write `within: …`, or leave this out)",
        ),
        (
            "calendar: business",
            "limit-without-time at business: this says how to count, but there is no limit (write `within: …`, or leave this out)",
        ),
    ]);
}

#[test]
fn the_last_line_alone_has_no_if() {
    check_all(&[
        ("within: [{ allow: 3h }, { if: severity == major, allow: 2h }]", "line-without-if at allow: this line has no `if`, so those after it never apply (give it an `if`, or make it the last)
last-line-if at if: the last line can't have an `if`: there might be no limit then (add a line without one, such as `- { allow: 3 workdays }`)"),
        ("within: [{ if: severity == major, allow: 2h }]", "last-line-if at if: the last line can't have an `if`: there might be no limit then (add a line without one, such as `- { allow: 3 workdays }`)"),
        ("within: [{ if: severity == major }, { allow: 2h, by: closing }]", "line-without-time at if: this line does not say how long (write one `allow`, or one `by`)
line-without-time at allow: `allow` and `by` stand in one line (write one `allow`, or one `by`)"),
    ]);
}

#[test]
fn by_is_a_time_closing_or_a_date() {
    check_all(&[
        ("by: dya", "unknown-moment at dya: `dya` is nothing to count from or to (did you mean `day`?)"),
        (
            "by: severity",
            "field-without-date at severity: the field `severity` holds no date (name a field of `type: date` or `type: datetime`)",
        ),
        (
            r#"by: "25:00""#,
            r#"bad-clock at "25:00": `25:00` is no clock time; write it like 08:00, from 00:00 to 23:59"#,
        ),
        (
            "by: 6pm",
            "bad-clock at 6pm: `6pm` is no clock time; write it like 08:00, from 00:00 to 23:59 (did you mean `18:00`?)",
        ),
        (
            "by: clsing",
            "unknown-moment at clsing: `clsing` is nothing to count from or to (did you mean `closing`?)",
        ),
    ]);
}

#[test]
fn since_is_the_opening_a_step_or_a_date() {
    check_all(&[
        (
            "within: 1h, since: recrod",
            "unknown-moment at recrod: `recrod` is nothing to count from or to (did you mean `record`?)",
        ),
        (
            "within: 1h, since: severity",
            "field-without-date at severity: the field `severity` holds no date (name a field of `type: date` or `type: datetime`)",
        ),
        (
            "within: 1h, since: opned",
            "unknown-moment at opned: `opned` is nothing to count from or to (did you mean `opened`?)",
        ),
        (
            "within: 1h, since: a",
            "since-later at a: `a` counts from `a`, but by then `a` is done (count from an earlier step, or from `opened`)",
        ),
    ]);
}

#[test]
fn a_calendar_is_one_there_is() {
    check_all(&[
        (
            "within: 1h, calendar: buisness",
            "unknown-calendar at buisness: `buisness` is not the name of a calendar (did you mean `business`?)",
        ),
        (
            "within: [{ allow: 1h, calendar: always }], calendar: bussiness",
            "unknown-calendar at bussiness: `bussiness` is not the name of a calendar (did you mean `business`?)",
        ),
    ]);
}
