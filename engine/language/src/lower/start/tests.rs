//! Starts, holds and the head of a workflow as managers write them, wrong.

use crate::lower::workflow::tests::check;

const HEAD: &str = "workflow: w
steps: [{ step: a, owner: front-desk }]
";

/// Compares what is said about lines of a workflow, each in one of its own.
#[track_caller]
fn check_all(cases: &[(&str, &str)]) {
    for (written, expected) in cases {
        check(&format!("{HEAD}{written}\n"), expected);
    }
}

#[test]
fn a_start_is_of_one_kind() {
    check_all(&[
        (
            "start: [{ who: front-desk, every: day at 08:00 }]",
            "two-starts at every: one item is one way to begin (make it an item of its own, with `- ` before it)",
        ),
        (
            "start: [{ on_rest_day: next }]",
            "start-without-way at on_rest_day: this item does not say how a case begins (write one of `who`, `event`, `every` and `cron`)",
        ),
        (
            "start: [{ who: front-desk, overlap: skip }]",
            "misplaced-key at overlap: `overlap` has no meaning in a start of this kind (leave it out)",
        ),
        (
            "start: front-desk",
            "wrong-shape at front-desk: a map of keys and values is wanted here, not a text (write the keys of a start as `key: value`, one a line or inside `{ }`)",
        ),
        ("title: 没有发起", "missing-key at workflow: `start` is missing in a workflow (write `start: …`)"),
    ]);
}

#[test]
fn a_recurrence_is_written_one_of_five_ways() {
    check_all(&[
        (
            "start: [{ every: workdays at 8 }]",
            "bad-recurrence at workdays at 8: `8` is no clock time; write it like 08:00, from 00:00 to 23:59",
        ),
        (
            r#"start: [{ cron: "0 8 * *" }]"#,
            r#"bad-recurrence at "0 8 * *": `0 8 * *` should have five fields: minute, hour, day of the month, month, day of the week; like 0 8 * * 1-5"#,
        ),
        (
            "start: [{ every: day at 08:00, on_rest_day: nxt }]",
            "unknown-word at nxt: `nxt` is no word for `on_rest_day` (did you mean `next`?)",
        ),
        (
            "start: [{ every: day at 08:00, when_missed: twice }]",
            "unknown-word at twice: `twice` is no word for `when_missed` (the words are: once, skip)",
        ),
        (
            "start: [{ every: day at 08:00, for_each: zones }]",
            "no-zone-field at zones: a case for each zone needs one field of type zone, and only one, to say which it is (write one under `fields`, such as `zone: { type: zone }`)",
        ),
    ]);
}

#[test]
fn roles_and_events_are_names() {
    check_all(&[
        (
            "start: [{ who: [front-dsk] }]",
            "unknown-role at front-dsk: `front-dsk` is not the name of a role (did you mean `front-desk`?)",
        ),
        (
            "start: [{ event: inspection failed }]",
            "bad-name at inspection failed: the name of an event can't hold a space: `inspection failed` (a name has letters, digits and `-` `_` `.`, such as `inspection_failed`)",
        ),
    ]);
}

#[test]
fn a_hold_says_who() {
    check_all(&[
        (
            "start: [{ who: front-desk }]
hold: { reasons: [等配件] }",
            "missing-key at reasons: `who` is missing in `hold` (write `who: …`)",
        ),
        (
            "start: [{ who: front-desk }]
hold: { who: front-desk, at_most: 5 wrkdays }",
            "bad-span at 5 wrkdays: `wrkdays` in `5 wrkdays` is no unit; there are s, m, h, days, weeks and workdays",
        ),
        (
            "start: [{ who: front-desk }]
hold: { who: front-desk, ends: water back }",
            "bad-name at water back: the name of an event can't hold a space: `water back` (a name has letters, digits and `-` `_` `.`, such as `water_back`)",
        ),
    ]);
}

#[test]
fn the_head_of_a_workflow_is_checked_too() {
    check_all(&[
        (
            "start: [{ who: front-desk }]
calendar: busines",
            "unknown-calendar at busines: `busines` is not the name of a calendar (did you mean `business`?)",
        ),
        (
            "start: [{ who: front-desk }]
edition: zero",
            "bad-number at zero: an edition can't be `zero` (write a whole number from 1 to 100000)",
        ),
        (
            "start: [{ who: front-desk }]
estates_may: [tighten, remove]",
            "unknown-word at remove: `remove` is no word for `estates_may` (the words are: tighten, owners, add, not_here)",
        ),
        (
            "start: [{ who: front-desk }]
rules: complant",
            "unknown-rules at complant: there is no file rules/complant.rhai (write that file, or leave `rules` out for the standard ones)",
        ),
        (
            "start: [{ who: front-desk }]
inspection: true",
            "not-yet at inspection: `inspection` comes in a later version (leave it out for now)",
        ),
    ]);
}

#[test]
fn an_entry_of_limits_has_a_name_and_a_time() {
    check_all(&[
        (
            "start: [{ who: front-desk }]
limits: [{ limit: closed }]",
            "missing-key at limit: this limit does not say how long (write `within: 15 workdays`)",
        ),
        (
            "start: [{ who: front-desk }]
limits: [{ within: 2h }]",
            "missing-key at within: `limit` is missing in an entry of `limits` (write `limit: …`)",
        ),
        (
            "start: [{ who: front-desk }]
limits: [{ limit: closed, within: 2h, until: b }]",
            "unknown-step at b: `b` is not the name of a step (there are: a)",
        ),
        (
            "start: [{ who: front-desk }]
limits: [{ limit: closed, within: 2h }, { limit: closed, within: 3h }]",
            "duplicate-id at closed: `closed` names a limit twice (give one of the two another name)",
        ),
    ]);
}
