//! Steps as managers write them, wrong.

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

/// Compares what is said about a step, each in a workflow of its own.
#[track_caller]
fn check_all(cases: &[(&str, &str)]) {
    for (written, expected) in cases {
        check(&format!("{HEAD}  - {{ step: a, {written} }}\n"), expected);
    }
}

#[test]
fn a_step_is_of_one_kind() {
    check_all(&[
        (
            "owner: front-desk, approve: estate-manager",
            "two-kinds at approve: a step is of one kind; `owner` and `approve` are two (make two steps of it)",
        ),
        (
            "title: 什么也不做",
            "step-without-kind at step: this step does not say what is done in it (write one of owner, approve, notify, wait, wait_until, wait_for, set, emit, call and end)",
        ),
        ("ower: front-desk", "unknown-key at ower: `ower` is no key of a step (did you mean `owner`?)"),
    ]);
}

#[test]
fn an_owner_is_a_role_a_person_or_a_field_with_one() {
    check_all(&[
        (
            "owner: front-dsk",
            "unknown-role at front-dsk: `front-dsk` is not the name of a role (did you mean `front-desk`?)",
        ),
        (
            "owner: dep",
            r#"unknown-role at dep: `dep` is a field, not a role or a person (for the role or person in that field, write "{dep}")"#,
        ),
        (
            r#"owner: "{dpe}""#,
            r#"unknown-field at "{dpe}": `dpe` is not the name of a field (did you mean `"{dep}"`?)"#,
        ),
        (
            r#"owner: "{severity}""#,
            r#"bad-audience at "{severity}": the field `severity` holds neither a role nor a member of the staff (name a field of `type: role` or `type: staff`)"#,
        ),
        (
            "owner: owner",
            "bad-owner at owner: say whose it is: a role, a person, `{FIELD}` or starter (name a role, such as front-desk)",
        ),
        (
            r#"owner: "{zone.cleaner}""#,
            r#"unknown-field at "{zone.cleaner}": `zone` is not the name of a field (name a field of this workflow of type role or staff)"#,
        ),
        (
            "owner: 王莉",
            "unknown-role at 王莉: `王莉` is not the name of a role (there are: 档案管理员, 保洁, 工程, 项目经理, 前台, 集团品质部, 区域经理, 秩序, 客服主管)",
        ),
    ]);
}

#[test]
fn a_key_of_another_kind_has_no_meaning() {
    check_all(&[
        (
            "wait: 3 workdays, within: 3h",
            "misplaced-key at within: `within` has no meaning in a step that waits (leave it out)",
        ),
        (
            "end: done, then: [{ end: done }]",
            "misplaced-key at then: `then` has no meaning in a step that ends the case (leave it out)",
        ),
        (
            "owner: front-desk, template: task",
            "misplaced-key at template: `template` has no meaning in a person's step (leave it out)",
        ),
        (
            "notify: estate-manager, template: task, form: [day]",
            "misplaced-key at form: `form` has no meaning in a step that notifies (leave it out)",
        ),
        (
            "approve: estate-manager, checklist: [x]",
            "misplaced-key at checklist: `checklist` has no meaning in an approval (leave it out)",
        ),
    ]);
}

#[test]
fn a_step_that_notifies_needs_a_template_and_somebody() {
    check_all(&[
        (
            "notify: estate-manager",
            "notify-without-template at notify: this step notifies, but does not say with which template (write `template: NAME`; its wording is the file templates/NAME.zh.txt)",
        ),
        (
            "notify: owner, template: task",
            "bad-audience at owner: a step that notifies has no owner, and so no superior of one (name a role, a person, `{FIELD}` or `starter`)",
        ),
        (
            "notify: estate-manager, template: majr-complaint",
            "unknown-template at majr-complaint: `majr-complaint` is not the name of a template (did you mean `major-complaint`?)",
        ),
        (
            "notify: estate-manager, template: task, via: [smss]",
            "unknown-word at smss: `smss` is no word for `via` (did you mean `sms`?)",
        ),
    ]);
}

#[test]
fn evidence_asks_for_something_and_says_at_which_zone_a_code_hangs() {
    check_all(&[
        ("owner: front-desk, evidence: { photos: 2, location: true }", ""),
        (
            "owner: front-desk, evidence: { photos: 0 }",
            "bad-number at 0: the number of photos can't be `0` (write a whole number from 1 to 20)",
        ),
        (
            "owner: front-desk, evidence: { location: false }",
            "evidence-of-nothing at location: this asks for evidence, but for none of any kind (say what is to be shown, such as `photos: 2`, `location: true` or `code: zone`, or leave it out)",
        ),
        (
            "owner: front-desk, evidence: { code: zone }",
            "no-zone-field at zone: `zone` means the one field of type zone, and here is none or more than one (write one under `fields`, such as `zone: { type: zone }`; of several, name the one that is meant)",
        ),
        (
            "owner: front-desk, evidence: { code: day }",
            "not-a-zone at day: `day` holds no zone, so nobody knows where its code would hang (name a field of `type: zone`)",
        ),
    ]);
}

#[test]
fn what_comes_later_is_refused() {
    check_all(&[
        (
            "owner: front-desk, checklist: standards",
            "nothing-to-inspect at standards: no standard is looked at here, so this checklist is empty (write `inspect: …` under `standards`, or list the items here)",
        ),
        (
            "notify: estate-manager, template: task, via: [wecom]",
            "not-yet at wecom: `wecom` comes in a later version (leave it out for now)",
        ),
    ]);
}

#[test]
fn forms_and_checklists_hold_each_thing_once() {
    check_all(&[
        (
            "owner: front-desk, form: [dya]",
            "unknown-field at dya: `dya` is not the name of a field (did you mean `day`?)",
        ),
        (
            "owner: front-desk, form: [day, day]",
            "duplicate-item at day: `day` stands in this form twice (leave one out)",
        ),
        (
            "owner: front-desk, form: day",
            "wrong-shape at day: a list is wanted here, not a text (write `[day]`)",
        ),
        (
            "owner: front-desk, checklist: [灯, 灯]",
            "duplicate-item at 灯: the item `灯` stands here twice (leave one out, or word the two differently)",
        ),
        (
            "owner: front-desk, checklist: 灯",
            "wrong-shape at 灯: a list is wanted here, not a text (write `[灯]`)",
        ),
    ]);
}

#[test]
fn after_names_steps_or_the_opening() {
    check_all(&[
        (
            "owner: front-desk, after: recrod",
            "unknown-step at recrod: `recrod` is not the name of a step (did you mean `record`?)",
        ),
        (
            "owner: front-desk, after: [opened, record]",
            "after-opened at opened: the opening comes before every step; beside one it says nothing (leave `opened` out)",
        ),
        (
            "owner: front-desk, after: []",
            "no-value at []: the list of `after` is empty (for a step that begins at once write `after: opened`)",
        ),
    ]);
}

#[test]
fn a_wait_needs_an_amount_or_a_date() {
    check_all(&[
        (
            "wait: 3 wrkdays",
            "bad-span at 3 wrkdays: `wrkdays` in `3 wrkdays` is no unit; there are s, m, h, days, weeks and workdays",
        ),
        (
            "wait_until: severity",
            "field-without-date at severity: the field `severity` holds no date (name a field of `type: date` or `type: datetime`)",
        ),
        ("wait_until: dya", "unknown-field at dya: `dya` is not the name of a field (did you mean `day`?)"),
        (
            "wait: 3 workdays, calendar: busines",
            "unknown-calendar at busines: `busines` is not the name of a calendar (did you mean `business`?)",
        ),
    ]);
}

#[test]
fn a_clause_has_no_spaces() {
    check_all(&[
        (
            "ref: 2.3 P1, owner: front-desk",
            "bad-ref at 2.3 P1: `2.3 P1` is not the number of a clause (write it like 2.3-P1; several are a list)",
        ),
        (
            r#"ref: [2.3-P1, "2.3,Q1"], owner: front-desk"#,
            r#"bad-ref at "2.3,Q1": `2.3,Q1` is not the number of a clause (write it like 2.3-P1; several are a list)"#,
        ),
    ]);
}

#[test]
fn an_approval_returns_to_a_step_there_is() {
    check_all(&[
        (
            "approve: estate-manager, returned_to: recrod",
            "unknown-step at recrod: `recrod` is not the name of a step (did you mean `record`?)",
        ),
        (
            "approve: estate-manager, refused: refused",
            "wrong-shape at refused: a map of keys and values is wanted here, not a text (write the keys of `refused` as `key: value`, one a line or inside `{ }`)",
        ),
    ]);
}
