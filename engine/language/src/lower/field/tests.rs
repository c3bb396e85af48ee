//! Fields as managers write them, wrong.

use crate::lower::workflow::tests::check;

const HEAD: &str = "workflow: w
start: [{ who: front-desk }]
steps: [{ step: a, owner: front-desk }]
fields:
";

/// Compares what is said about a field, each in a workflow of its own.
#[track_caller]
fn check_all(cases: &[(&str, &str)]) {
    for (written, expected) in cases {
        check(&format!("{HEAD}  {written}\n"), expected);
    }
}

#[test]
fn a_field_has_a_type_there_is() {
    check_all(&[
        (
            "x: { type: txt }",
            "unknown-word at txt: `txt` is no word for a field's type (did you mean `text`?)",
        ),
        (
            "x: { type: choice, options: [a, b] }",
            "unknown-key at options: `options` is no key of a field (did you mean `of`?)",
        ),
        ("x: { title: 什么 }", "missing-key at title: `type` is missing in a field (write `type: …`)"),
        (
            "x: text",
            "wrong-shape at text: a map of keys and values is wanted here, not a text (write `{ type: text }`)",
        ),
    ]);
}

#[test]
fn a_choice_says_of_what() {
    check_all(&[
        (
            "x: { type: choice }",
            "missing-key at x: `x` is a choice but does not say of what (write `of: [one, other]`)",
        ),
        (
            "x: { type: choice, of: [] }",
            "missing-key at x: `x` is a choice but does not say of what (write `of: [one, other]`)",
        ),
        (
            "x: { type: text, of: [y] }",
            "misplaced-key at y: `of` belongs to fields of type choice and role (leave `of` out, or write `type: choice`)",
        ),
        (
            "x: { type: choice, of: [y, z, y] }",
            "duplicate-id at y: the choice `y` stands here twice (leave one out)",
        ),
        (
            "x: { type: choice, of: { y: 甲, owner: 乙 } }",
            "reserved-name at owner: `owner` is a reserved word and can't name a choice (choose another name)",
        ),
        (
            "x: { type: role, of: [front-dsk] }",
            "unknown-role at front-dsk: `front-dsk` is not the name of a role (did you mean `front-desk`?)",
        ),
    ]);
}

#[test]
fn a_name_of_a_field_has_no_dash() {
    check_all(&[
        (
            "x-y: { type: text }",
            "bad-name at x-y: the name of a field can't hold `-`: `x-y` (a name has letters, digits and `_`, such as `x_y`; what people read is its `title`)",
        ),
        (
            "owner: { type: text }",
            "reserved-name at owner: `owner` is a reserved word and can't name a field (choose another name)",
        ),
        (
            "x，y: { type: text }",
            "bad-name at x，y: the name of a field can't hold `，`: `x，y` (a name has letters, digits and `_`, such as `x_y`; what people read is its `title`)",
        ),
    ]);
}

#[test]
fn a_default_is_a_value_of_the_type() {
    check_all(&[
        (
            "x: { type: number, default: many }",
            "bad-value at many: `many` is no number; write it like 12 or 3.5",
        ),
        (
            "x: { type: bool, default: yes }",
            "bad-value at yes: `yes` is neither true nor false (did you mean `true`?)",
        ),
        (
            "x: { type: choice, of: [y, z], default: w }",
            "bad-value at w: `w` is not one of the choices: y, z",
        ),
        (
            "x: { type: phone, default: abc }",
            "bad-value at abc: a telephone number has digits, spaces, dashes and a leading +, such as +8613900002222",
        ),
        ("x: { type: list, default: [[a]] }", "wrong-shape at a: a text is wanted here, not a list"),
    ]);
}

#[test]
fn who_may_see_a_field_is_told_by_their_roles() {
    check_all(&[(
        "x: { type: text, seen_by: [] }",
        "no-value at []: the list of `seen_by` is empty (name a role, such as [estate-manager]; leave `seen_by` out where everybody may see it)",
    )]);
}
