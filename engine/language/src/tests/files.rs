//! What YAML allows and a handbook does not, and the slips that break a file.

use super::{check, estate, organisation_with};

#[test]
fn a_key_twice_shows_both() {
    check(
        &[(
            "steward.yaml",
            &organisation_with(
                r#"organisation: 另一家
"#,
            ),
        )],
        r#"
error[duplicate-key]: `organisation` stands here twice
 --> steward.yaml:9:1
  |
1 | organisation: 江南物业
  | ------------ the first is here
...
9 | organisation: 另一家
  | ^^^^^^^^^^^^
  |
  = help: make one of the two, or leave one out
"#,
    );
}

#[test]
fn a_full_width_colon_shows_the_mended_line() {
    check(
        &[("estates/riverside.yaml", &estate("region: east", "region：east"))],
        r#"
error[full-width]: a full-width colon stands after the key
 --> estates/riverside.yaml:3:7
  |
3 | region：east
  |       ^^
  |
help: write `key: value`
  |
3 - region：east
3 + region: east
  |
"#,
    );
}

#[test]
fn a_full_width_colon_in_the_first_line_is_found_too() {
    check(
        &[("estates/riverside.yaml", &estate("estate: riverside", "estate：riverside"))],
        r#"
error[full-width]: a full-width colon stands after the key
 --> estates/riverside.yaml:1:7
  |
1 | estate：riverside
  |       ^^
  |
help: write `key: value`
  |
1 - estate：riverside
1 + estate: riverside
  |
"#,
    );
}

#[test]
fn a_full_width_colon_inside_braces_is_read_as_the_colon_it_was() {
    check(
        &[("estates/riverside.yaml", &estate("id: wang.li", "id：wang.li"))],
        r#"
error[full-width]: a full-width colon stands after the key
 --> estates/riverside.yaml:5:9
  |
5 |   - { id：wang.li, name: 王丽, roles: [front-desk], email: wang.li@example.com }
  |         ^^
  |
help: write it like this
  |
5 -   - { id：wang.li, name: 王丽, roles: [front-desk], email: wang.li@example.com }
5 +   - { id: wang.li, name: 王丽, roles: [front-desk], email: wang.li@example.com }
  |
"#,
    );
}

#[test]
fn a_missing_space_after_the_colon_is_named() {
    check(
        &[("estates/riverside.yaml", &estate("region: east", "region:east"))],
        r#"
error[no-space]: a space is missing after the colon
 --> estates/riverside.yaml:3:7
  |
3 | region:east
  |       ^
  |
help: write `key: value`
  |
3 | region: east
  |        +
"#,
    );
}

#[test]
fn text_cut_by_a_number_sign_is_put_in_quotes() {
    check(
        &[("estates/riverside.yaml", &estate("滨江花园", "滨江花园 #3期"))],
        r#"
error[cut-text]: the text ends before ` #`; "3期" is read as a comment
 --> estates/riverside.yaml:2:12
  |
2 | name: 滨江花园 #3期
  |                ^^^^
  |
help: put the text in quotes if # belongs to it; a comment is written with a space after #
  |
2 - name: 滨江花园 #3期
2 + name: "滨江花园 #3期"
  |
"#,
    );
}

#[test]
fn a_key_without_a_value_is_said_once() {
    check(
        &[("estates/riverside.yaml", &estate("name: 滨江花园", "name:"))],
        r#"
error[no-value]: `name` has no value
 --> estates/riverside.yaml:2:1
  |
2 | name:
  | ^^^^
  |
  = help: write a value after `name:`, or leave it out
"#,
    );
}

#[test]
fn a_comma_that_cuts_a_text_in_braces_is_put_in_quotes() {
    check(
        &[("estates/riverside.yaml", &estate("name: 王丽", "name: 王丽, 前台主管"))],
        r#"
error[no-value]: `前台主管` has no value
 --> estates/riverside.yaml:5:30
  |
5 |   - { id: wang.li, name: 王丽, 前台主管, roles: [front-desk], email: wang.li@example.com }
  |                                ^^^^^^^^
  |
help: inside `{ }` a comma ends a text; put the whole text in quotes
  |
5 -   - { id: wang.li, name: 王丽, 前台主管, roles: [front-desk], email: wang.li@example.com }
5 +   - { id: wang.li, name: "王丽, 前台主管", roles: [front-desk], email: wang.li@example.com }
  |
"#,
    );
}

#[test]
fn a_tab_is_replaced_by_spaces() {
    check(
        &[("estates/riverside.yaml", &estate("  - { id", "	- { id"))],
        r#"
error[tab]: the line is indented with a tab
 --> estates/riverside.yaml:5:1
  |
5 |     - { id: wang.li, name: 王丽, roles: [front-desk], email: wang.li@example.com }
  | ^^^^
  |
help: indent with spaces
  |
5 |   - { id: wang.li, name: 王丽, roles: [front-desk], email: wang.li@example.com }
  | ++
"#,
    );
}

#[test]
fn an_open_bracket_is_shown_where_it_was_opened() {
    check(
        &[("estates/riverside.yaml", &estate("[front-desk]", "[front-desk"))],
        r#"
error[unclosed-bracket]: this bracket is not closed
 --> estates/riverside.yaml:5:37
  |
5 |   - { id: wang.li, name: 王丽, roles: [front-desk, email: wang.li@example.com }
  |                                       ^
  |
  = help: write the `]` or `}` that belongs to it
"#,
    );
}

#[test]
fn an_open_quote_shows_where_it_was_opened() {
    check(
        &[("estates/riverside.yaml", &estate("滨江花园", r#""滨江花园"#))],
        r#"
error[unclosed-quote]: this quote is never closed
 --> estates/riverside.yaml:2:7
  |
2 | name: "滨江花园
  |       ^
  |
  = help: write the same quote at the end of the text
"#,
    );
}

#[test]
fn a_list_in_braces_is_put_in_quotes() {
    check(
        &[("estates/riverside.yaml", &estate("name: 王丽", "name: 王丽 in [a, b]"))],
        r#"
error[needs-quotes]: inside `{ }` a text with a list or a comma is written in quotes
 --> estates/riverside.yaml:5:26
  |
5 |   - { id: wang.li, name: 王丽 in [a, b], roles: [front-desk], email: wang.li@example.com }
  |                          ^^^^^^^^^^^^^^
  |
help: write it like this
  |
5 -   - { id: wang.li, name: 王丽 in [a, b], roles: [front-desk], email: wang.li@example.com }
5 +   - { id: wang.li, name: "王丽 in [a, b]", roles: [front-desk], email: wang.li@example.com }
  |
"#,
    );
}

#[test]
fn a_tag_is_refused() {
    check(
        &[("estates/riverside.yaml", &estate("滨江花园", "!!str 滨江花园"))],
        r#"
error[tag]: YAML tags (beginning with `!`) are not read
 --> estates/riverside.yaml:2:7
  |
2 | name: !!str 滨江花园
  |       ^^^^^
  |
  = help: leave the tag out; put a text that begins with ! in quotes
"#,
    );
}

#[test]
fn a_merge_key_is_refused() {
    check(
        &[("estates/riverside.yaml", &estate("region: east", "<<: { region: east }"))],
        r#"
error[merge-key]: merge keys (`<<`) are not read
 --> estates/riverside.yaml:3:1
  |
3 | <<: { region: east }
  | ^^
  |
  = help: write out what was to be merged
"#,
    );
}

#[test]
fn a_second_document_is_refused() {
    check(
        &[(
            "estates/riverside.yaml",
            &estate(
                "region: east",
                r#"region: east
---
estate: hillside"#,
            ),
        )],
        r#"
error[several-documents]: a file holds one document
 --> estates/riverside.yaml:4:1
  |
4 | ---
  | ^^^
  |
  = help: put what follows `---` into a file of its own
"#,
    );
}

#[test]
fn an_alias_of_nothing_is_most_likely_text() {
    check(
        &[("estates/riverside.yaml", &estate("滨江花园", "*滨江"))],
        r#"
error[bad-alias]: what begins with `*` is an alias, and nothing has that name
 --> estates/riverside.yaml:2:7
  |
2 | name: *滨江
  |       ^
  |
  = help: put it in quotes if it is text
"#,
    );
}

#[test]
fn full_width_brackets_are_no_list() {
    check(
        &[("estates/riverside.yaml", &estate("[front-desk]", "【front-desk】"))],
        r#"
error[full-width]: `【` is a full-width sign
 --> estates/riverside.yaml:5:37
  |
5 |   - { id: wang.li, name: 王丽, roles: 【front-desk】, email: wang.li@example.com }
  |                                       ^^
  |
help: write `[`: `[front-desk]`
  |
5 -   - { id: wang.li, name: 王丽, roles: 【front-desk】, email: wang.li@example.com }
5 +   - { id: wang.li, name: 王丽, roles: [front-desk], email: wang.li@example.com }
  |
"#,
    );
}

#[test]
fn a_full_width_comma_makes_no_two_names() {
    check(
        &[("estates/riverside.yaml", &estate("[front-desk]", "[front-desk，group-quality]"))],
        r#"
error[full-width]: `，` is a full-width sign
 --> estates/riverside.yaml:5:48
  |
5 |   - { id: wang.li, name: 王丽, roles: [front-desk，group-quality], email: wang.li@example.com }
  |                                                  ^^
  |
help: write `,`: `front-desk, group-quality`
  |
5 -   - { id: wang.li, name: 王丽, roles: [front-desk，group-quality], email: wang.li@example.com }
5 +   - { id: wang.li, name: 王丽, roles: [front-desk, group-quality], email: wang.li@example.com }
  |
"#,
    );
}

#[test]
fn a_line_with_carriage_returns_and_a_bom_is_placed_right() {
    check(
        &[("estates/riverside.yaml", "﻿estate: riverside\r\nregoin: east\r\n")],
        r#"
error[unknown-key]: `regoin` is no key of an estate
 --> estates/riverside.yaml:2:1
  |
2 | regoin: east
  | ^^^^^^
  |
help: did you mean `region`?
  |
2 - regoin: east
2 + region: east
  |
"#,
    );
}

#[test]
fn an_empty_file_is_named() {
    check(
        &[(
            "estates/riverside.yaml",
            r#"# nothing yet
"#,
        )],
        r#"
error[empty-file]: nothing is written in this file
 --> estates/riverside.yaml:1:1
  |
1 | # nothing yet
  | ^
  |
  = help: write something in it, or delete it
"#,
    );
}

#[test]
fn names_with_a_full_width_comma_are_a_list_whether_or_not_all_are_right() {
    check(
        &[("estates/riverside.yaml", &estate("[front-desk]", "front-desk、档案"))],
        r#"
error[full-width]: `、` is a full-width sign
 --> estates/riverside.yaml:5:47
  |
5 |   - { id: wang.li, name: 王丽, roles: front-desk、档案, email: wang.li@example.com }
  |                                                 ^^
  |
help: write `,`: `[front-desk, 档案]`
  |
5 -   - { id: wang.li, name: 王丽, roles: front-desk、档案, email: wang.li@example.com }
5 +   - { id: wang.li, name: 王丽, roles: [front-desk, 档案], email: wang.li@example.com }
  |
"#,
    );
}
