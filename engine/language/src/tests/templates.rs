//! The wordings of the folder.

use super::check;

#[test]
fn a_template_names_what_there_is() {
    check(
        &[(
            "templates/visit.zh.txt",
            r#"来访
{{ stp }}：请接待 {{ guest }}
"#,
        )],
        r#"
error[unknown-variable]: there is no variable called `stp`
 --> templates/visit.zh.txt:2:4
  |
2 | {{ stp }}：请接待 {{ guest }}
  |    ^^^
  |
help: did you mean `step`?
  |
2 | {{ step }}：请接待 {{ guest }}
  |      +

error[unknown-variable]: there is no variable called `guest`
 --> templates/visit.zh.txt:2:18
  |
2 | {{ stp }}：请接待 {{ guest }}
  |                      ^^^^^
  |
  = help: the variables are: case, step, title, estate, owner, due, left, late, item, and fields that everybody may see
"#,
    );
}

#[test]
fn a_template_names_no_private_field() {
    check(
        &[
            (
                "templates/task.zh.txt",
                r#"来访
{{ purpose }}：{{ visitor }}
"#,
            ),
            (
                "workflows/visit.yaml",
                r#"workflow: visit
start: [ { who: [front-desk] } ]
fields:
  visitor: { type: text, private: true }
  purpose: { type: text }
steps:
  - step: receive
    owner: front-desk
    form: [visitor, purpose]
    within: 10m
    escalate:
      - { at: ready, tell: owner, via: [email] }
      - { at: overdue, tell: superior, via: [email] }
"#,
            ),
        ],
        r#"
error[private-in-template]: `visitor` is a private field and can't stand in a message
 --> templates/task.zh.txt:2:18
  |
2 | {{ purpose }}：{{ visitor }}
  |                   ^^^^^^^
  |
 ::: workflows/visit.yaml:4:3
  |
4 |   visitor: { type: text, private: true }
  |   ------- it is private here
  |
  = help: leave it out; who needs it reads it with the task
"#,
    );
}

#[test]
fn a_template_that_cannot_be_read_is_placed() {
    check(
        &[(
            "templates/visit.zh.txt",
            r#"来访
{% if step %}{{ step }}
"#,
        )],
        r#"
error[bad-template]: the template can't be read (unexpected end of input, expected end of block)
 --> templates/visit.zh.txt:2:22
  |
2 | {% if step %}{{ step }}
  |                      ^^
  |
  = help: a variable is written {{ step }}, a condition {% if … %}…{% endif %}
"#,
    );
}
