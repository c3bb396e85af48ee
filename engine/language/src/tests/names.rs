//! Names that are nowhere, twice, reserved or oddly written.

use super::{check, estate, organisation};

#[test]
fn an_unknown_role_is_answered_with_the_nearest() {
    check(
        &[("steward.yaml", &organisation("superior: group-quality", "superior: group-qualty"))],
        r#"
error[unknown-role]: `group-qualty` is not the name of a role
 --> steward.yaml:5:38
  |
5 |   front-desk: { title: 前台, superior: group-qualty }
  |                                        ^^^^^^^^^^^^
  |
help: did you mean `group-quality`?
  |
5 |   front-desk: { title: 前台, superior: group-quality }
  |                                                  +
"#,
    );
}

#[test]
fn an_unknown_key_is_answered_with_the_nearest_and_not_called_missing() {
    check(
        &[("steward.yaml", &organisation("time_zone", "timezone"))],
        r#"
error[unknown-key]: `timezone` is no key of steward.yaml
 --> steward.yaml:3:1
  |
3 | timezone: Asia/Shanghai
  | ^^^^^^^^
  |
help: did you mean `time_zone`?
  |
3 | time_zone: Asia/Shanghai
  |     +
"#,
    );
}

#[test]
fn a_key_that_is_missing_is_said_at_the_beginning() {
    check(
        &[(
            "estates/riverside.yaml",
            &estate(
                r#"estate: riverside
"#,
                "",
            ),
        )],
        r#"
error[missing-key]: `estate` is missing in an estate
 --> estates/riverside.yaml:1:1
  |
1 | name: 滨江花园
  | ^^^^
  |
  = help: write `estate: …`
"#,
    );
}

#[test]
fn a_title_calls_a_role_as_its_id_does() {
    check(&[("estates/riverside.yaml", &estate("[front-desk]", "[前台]"))], "");
}

#[test]
fn a_title_that_two_have_is_answered_with_their_ids() {
    check(
        &[
            (
                "steward.yaml",
                &organisation(
                    "  front-desk:",
                    r#"  reception: { title: 前台 }
  front-desk:"#,
                ),
            ),
            ("estates/riverside.yaml", &estate("[front-desk]", "[前台]")),
        ],
        r#"
error[ambiguous-name]: "前台" is the title of 2 roles
 --> estates/riverside.yaml:5:38
  |
5 |   - { id: wang.li, name: 王丽, roles: [前台], email: wang.li@example.com }
  |                                        ^^^^
  |
  = help: write the id of one: front-desk, reception
"#,
    );
}

#[test]
fn an_id_twice_names_both_files() {
    check(
        &[("estates/hillside.yaml", &estate("riverside", "hillside"))],
        r#"
error[duplicate-id]: `wang.li` names a person twice
 --> estates/riverside.yaml:5:11
  |
5 |   - { id: wang.li, name: 王丽, roles: [front-desk], email: wang.li@example.com }
  |           ^^^^^^^
  |
 ::: estates/hillside.yaml:5:11
  |
5 |   - { id: wang.li, name: 王丽, roles: [front-desk], email: wang.li@example.com }
  |           ------- the first is here
  |
  = help: give one of the two another name
"#,
    );
}

#[test]
fn a_reserved_word_names_nothing() {
    check(
        &[("steward.yaml", &organisation("title: 前台", "title: 负责人"))],
        r#"
error[reserved-name]: `负责人` is a reserved word and can't name a role
 --> steward.yaml:5:24
  |
5 |   front-desk: { title: 负责人, superior: group-quality }
  |                        ^^^^^^
  |
  = help: choose another name
"#,
    );
}

#[test]
fn a_name_holds_no_space() {
    check(
        &[("estates/riverside.yaml", &estate("estate: riverside", "estate: river side"))],
        r#"
error[bad-name]: the name of an estate can't hold a space: `river side`
 --> estates/riverside.yaml:1:9
  |
1 | estate: river side
  |         ^^^^^^^^^^
  |
  = help: a name has letters, digits and `-` `_`, such as `river_side`
"#,
    );
}

#[test]
fn a_substitute_must_be_somebody() {
    check(
        &[("estates/riverside.yaml", &estate("email:", "substitute: zhou.min, email:"))],
        r#"
error[unknown-person]: `zhou.min` is not the name of a person
 --> estates/riverside.yaml:5:63
  |
5 |   - { id: wang.li, name: 王丽, roles: [front-desk], substitute: zhou.min, email: wang.li@example.com }
  |                                                                 ^^^^^^^^
  |
  = help: there are: wang.li, xu.min
"#,
    );
}

#[test]
fn superiors_in_a_circle_are_shown_round() {
    check(
        &[(
            "steward.yaml",
            &organisation("{ title: 集团品质部 }", "{ title: 集团品质部, superior: front-desk }"),
        )],
        r#"
error[superior-circle]: the superiors go round in a circle: front-desk → group-quality → front-desk
 --> steward.yaml:6:44
  |
5 |   front-desk: { title: 前台, superior: group-quality }
  |                                        ------------- the superior of `front-desk`
6 |   group-quality: { title: 集团品质部, superior: front-desk }
  |                                                 ^^^^^^^^^^
  |
  = help: the role at the top has no `superior`
"#,
    );
}

#[test]
fn what_comes_later_is_refused_and_not_ignored() {
    let workflow = "workflow: w
inspection: true
start: [{ who: front-desk }]
steps:
  - { step: a, owner: front-desk }
";
    check(
        &[("workflows/w.yaml", workflow)],
        r#"
error[not-yet]: `inspection` comes in a later version
 --> workflows/w.yaml:2:1
  |
2 | inspection: true
  | ^^^^^^^^^^
  |
  = help: leave it out for now
"#,
    );
}

#[test]
fn a_region_without_estates_is_a_slip() {
    check(
        &[(
            "steward.yaml",
            &organisation("[group-quality], email", "[group-quality], regions: [eats], email"),
        )],
        r#"
error[unknown-region]: `eats` is not the name of a region
 --> steward.yaml:8:63
  |
8 |   - { id: xu.min, name: 徐敏, roles: [group-quality], regions: [eats], email: quality@example.com }
  |                                                                 ^^^^
  |
help: did you mean `east`?
  |
8 -   - { id: xu.min, name: 徐敏, roles: [group-quality], regions: [eats], email: quality@example.com }
8 +   - { id: xu.min, name: 徐敏, roles: [group-quality], regions: [east], email: quality@example.com }
  |
"#,
    );
}
