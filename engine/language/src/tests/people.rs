//! How people are reached, and whether somebody hears everything.

use super::{check, estate, organisation};

#[test]
fn a_national_number_becomes_international() {
    check(
        &[("estates/riverside.yaml", &estate("email: wang.li@example.com", "phone: 13800000103"))],
        r#"
error[bad-phone]: this is no telephone number in international form
 --> estates/riverside.yaml:5:58
  |
5 |   - { id: wang.li, name: 王丽, roles: [front-desk], phone: 13800000103 }
  |                                                            ^^^^^^^^^^^
  |
help: begin with + and the country's code, such as "+8613800000101"
  |
5 |   - { id: wang.li, name: 王丽, roles: [front-desk], phone: +8613800000103 }
  |                                                            +++
"#,
    );
}

#[test]
fn an_address_has_a_domain_with_a_dot() {
    check(
        &[("estates/riverside.yaml", &estate("wang.li@example.com", "wang.li@example"))],
        r#"
error[bad-email]: this is no e-mail address
 --> estates/riverside.yaml:5:58
  |
5 |   - { id: wang.li, name: 王丽, roles: [front-desk], email: wang.li@example }
  |                                                            ^^^^^^^^^^^^^^^
  |
  = help: write it like name@example.com
"#,
    );
}

#[test]
fn an_absence_ends_after_it_begins() {
    check(
        &[("estates/riverside.yaml", &estate("email:", "away: [2026-05-05..2026-05-01], email:"))],
        r#"
error[bad-range]: 2026-05-01 lies before 2026-05-05
 --> estates/riverside.yaml:5:58
  |
5 |   - { id: wang.li, name: 王丽, roles: [front-desk], away: [2026-05-05..2026-05-01], email: wang.li@example.com }
  |                                                            ^^^^^^^^^^^^^^^^^^^^^^
  |
help: write the first day, then the last
  |
5 -   - { id: wang.li, name: 王丽, roles: [front-desk], away: [2026-05-05..2026-05-01], email: wang.li@example.com }
5 +   - { id: wang.li, name: 王丽, roles: [front-desk], away: [2026-05-01..2026-05-05], email: wang.li@example.com }
  |
"#,
    );
}

#[test]
fn an_absence_names_real_days() {
    check(
        &[("estates/riverside.yaml", &estate("email:", "away: [2026-02-30], email:"))],
        r#"
error[bad-date]: there is no 2026-02-30
 --> estates/riverside.yaml:5:58
  |
5 |   - { id: wang.li, name: 王丽, roles: [front-desk], away: [2026-02-30], email: wang.li@example.com }
  |                                                            ^^^^^^^^^^
  |
  = help: look at the month and the day
"#,
    );
}

#[test]
fn last_resort_needs_somebody_who_can_be_reached_in_every_estate() {
    check(
        &[("steward.yaml", &organisation(", email: quality@example.com", ""))],
        r#"
error[nobody-hears]: in the estate `riverside` nobody of `group-quality` can be reached, so nobody would hear what else goes unheard
 --> steward.yaml:2:14
  |
2 | last_resort: group-quality
  |              ^^^^^^^^^^^^^
  |
 ::: estates/riverside.yaml:1:1
  |
1 | estate: riverside
  | ------ this estate
  |
  = help: add somebody with the role `group-quality` and an e-mail or telephone to `staff` of steward.yaml, for all estates

warning[no-contact]: 徐敏 has neither e-mail nor telephone, and can be told nothing
 --> steward.yaml:8:7
  |
8 |   - { id: xu.min, name: 徐敏, roles: [group-quality] }
  |       ^^
  |
  = help: write `email:` or `phone:`
"#,
    );
}

#[test]
fn a_role_nobody_has_there_falls_to_the_one_above() {
    check(
        &[
            ("estates/riverside.yaml", &estate("roles: [front-desk]", "roles: [group-quality]")),
            (
                "workflows/visit.yaml",
                r#"workflow: visit
start: [ { who: [group-quality] } ]
steps:
  - { step: receive, owner: front-desk }
"#,
            ),
        ],
        r#"
warning[vacant-role]: nobody has the role `front-desk` in the estate `riverside`; `group-quality` stands in
 --> workflows/visit.yaml:4:29
  |
4 |   - { step: receive, owner: front-desk }
  |                             ^^^^^^^^^^
  |
 ::: estates/riverside.yaml:1:1
  |
1 | estate: riverside
  | ------ this estate
  |
  = help: give somebody of `riverside` the role `front-desk`, or name another role here
"#,
    );
}
