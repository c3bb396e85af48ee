//! The mail server, the SMS providers and what is registered with them.

use super::{check, estate, organisation_with};

#[test]
fn a_password_in_the_file_is_refused_and_not_shown() {
    check(
        &[(
            "steward.yaml",
            &organisation_with(
                r#"mail: { server: "smtps://mail.example.com", from: 管家 <steward@example.com>, user: steward, password: hunter2 }
"#,
            ),
        )],
        r#"
error[plain-secret]: a password or key can't stand in the file itself
 --> steward.yaml:9:102
  |
9 | mail: { server: "smtps://mail.example.com", from: 管家 <steward@example.com>, user: steward, password: ******* }
  |                                                                                                        ^^^^^^^
  |
  = help: say where it is, `env:NAME` or `file:PATH`, and change the one that was written here
"#,
    );
}

#[test]
fn a_password_behind_a_misspelt_key_is_not_shown_either() {
    check(
        &[(
            "steward.yaml",
            &organisation_with(
                r#"mail: { server: "smtps://mail.example.com", from: 管家 <steward@example.com>, user: steward, pasword: hunter2 }
"#,
            ),
        )],
        r#"
error[unknown-key]: `pasword` is no key of `mail`
 --> steward.yaml:9:92
  |
9 | mail: { server: "smtps://mail.example.com", from: 管家 <steward@example.com>, user: steward, pasword: ******* }
  |                                                                                              ^^^^^^^
  |
help: did you mean `password`?
  |
9 | mail: { server: "smtps://mail.example.com", from: 管家 <steward@example.com>, user: steward, password: ******* }
  |                                                                                                 +

error[plain-secret]: a password or key can't stand in the file itself
 --> steward.yaml:9:101
  |
9 | mail: { server: "smtps://mail.example.com", from: 管家 <steward@example.com>, user: steward, pasword: ******* }
  |                                                                                                       ^^^^^^^
  |
  = help: say where it is, `env:NAME` or `file:PATH`, and change the one that was written here
"#,
    );
}

#[test]
fn a_password_goes_nowhere_in_the_clear() {
    check(
        &[(
            "steward.yaml",
            &organisation_with(
                r#"mail: { server: "smtp://mail.example.com", from: 管家 <steward@example.com>, user: steward, password: env:PW }
"#,
            ),
        )],
        r#"
error[open-password]: the password would go to mail.example.com in the clear
 --> steward.yaml:9:17
  |
9 | mail: { server: "smtp://mail.example.com", from: 管家 <steward@example.com>, user: steward, password: env:PW }
  |                 ^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: write smtps:// or smtp+starttls://; smtp:// takes a password only to this machine
"#,
    );
}

#[test]
fn a_password_may_go_to_this_machine_in_the_clear() {
    check(
        &[(
            "steward.yaml",
            &organisation_with(
                r#"mail: { server: "smtp://127.0.0.1:2525", from: 管家 <steward@example.com>, user: steward, password: env:PW }
"#,
            ),
        )],
        "",
    );
}

#[test]
fn a_server_has_a_scheme() {
    check(
        &[(
            "steward.yaml",
            &organisation_with(
                r#"mail: { server: "mail.example.com", from: 管家 <steward@example.com>, user: steward, password: env:PW }
"#,
            ),
        )],
        r#"
error[bad-server]: `mail.example.com` is no address of a mail server
 --> steward.yaml:9:17
  |
9 | mail: { server: "mail.example.com", from: 管家 <steward@example.com>, user: steward, password: env:PW }
  |                 ^^^^^^^^^^^^^^^^^^
  |
help: write smtps://mail.example.com, smtp+starttls://… or smtp://…, with :PORT where needed
  |
9 | mail: { server: "smtps://mail.example.com", from: 管家 <steward@example.com>, user: steward, password: env:PW }
  |                  ++++++++
"#,
    );
}

#[test]
fn postgres_comes_later() {
    check(
        &[(
            "steward.yaml",
            &organisation_with(
                r#"store: { url: "postgres://steward@db/steward", password: env:PW }
"#,
            ),
        )],
        r#"
error[not-yet]: `postgres` comes in a later version
 --> steward.yaml:9:15
  |
9 | store: { url: "postgres://steward@db/steward", password: env:PW }
  |               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: write sqlite:data/steward.db for now
"#,
    );
}

#[test]
fn a_text_message_without_a_code_is_an_error() {
    check(
        &[
            (
                "steward.yaml",
                &organisation_with(
                    r#"sms:
  - provider: aliyun
    key: env:ALIYUN_KEY
    secret: env:ALIYUN_SECRET
    signature: 江南物业
    templates:
      overdue: { code: SMS_1, longest: { step: 20 } }
"#,
                ),
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
      - { at: ready, tell: owner, via: [sms] }
      - { at: overdue, tell: superior, via: [email] }
"#,
            ),
        ],
        r#"
error[no-sms-code]: `task` goes by text message, but has no code with aliyun
  --> steward.yaml:14:5
   |
14 |     templates:
   |     ^^^^^^^^^
   |
  ::: workflows/visit.yaml:12:15
   |
12 |       - { at: ready, tell: owner, via: [sms] }
   |               ----- it is sent here
   |
   = help: register it with aliyun, then write `task: { code: …, longest: { … } }`
"#,
    );
}

#[test]
fn a_text_message_with_a_code_passes() {
    check(
        &[
            (
                "steward.yaml",
                &organisation_with(
                    r#"sms:
  - provider: aliyun
    key: env:ALIYUN_KEY
    secret: env:ALIYUN_SECRET
    signature: 江南物业
    templates:
      task: { code: SMS_1, longest: { step: 20, purpose: 10 } }
"#,
                ),
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
      - { at: ready, tell: owner, via: [sms] }
      - { at: overdue, tell: superior, via: [email] }
"#,
            ),
        ],
        "",
    );
}

#[test]
fn a_variable_of_a_text_message_has_a_source_and_a_length() {
    check(
        &[
            (
                "steward.yaml",
                &organisation_with(
                    r#"sms:
  - provider: aliyun
    key: env:ALIYUN_KEY
    secret: env:ALIYUN_SECRET
    signature: 江南物业
    templates:
      task: { code: SMS_1, longest: { stp: 20, due: 36 } }
"#,
                ),
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
      - { at: ready, tell: owner, via: [sms] }
      - { at: overdue, tell: superior, via: [email] }
"#,
            ),
        ],
        r#"
error[unknown-variable]: nothing fills the variable `stp` of `task`
  --> steward.yaml:15:39
   |
15 |       task: { code: SMS_1, longest: { stp: 20, due: 36 } }
   |                                       ^^^
   |
help: did you mean `step`?
   |
15 |       task: { code: SMS_1, longest: { step: 20, due: 36 } }
   |                                         +

error[bad-number]: the longest value of a variable can't be `36`
  --> steward.yaml:15:53
   |
15 |       task: { code: SMS_1, longest: { stp: 20, due: 36 } }
   |                                                     ^^
   |
   = help: write a whole number from 1 to 35
"#,
    );
}

#[test]
fn a_private_field_goes_by_no_text_message() {
    check(
        &[
            (
                "steward.yaml",
                &organisation_with(
                    r#"sms:
  - provider: aliyun
    key: env:ALIYUN_KEY
    secret: env:ALIYUN_SECRET
    signature: 江南物业
    templates:
      task: { code: SMS_1, longest: { visitor: 20 } }
"#,
                ),
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
      - { at: ready, tell: owner, via: [sms] }
      - { at: overdue, tell: superior, via: [email] }
"#,
            ),
        ],
        r#"
error[private-in-template]: `visitor` is a private field and can't stand in a text message
  --> steward.yaml:15:39
   |
15 |       task: { code: SMS_1, longest: { visitor: 20 } }
   |                                       ^^^^^^^
   |
  ::: workflows/visit.yaml:4:3
   |
 4 |   visitor: { type: text, private: true }
   |   ------- it is private here
   |
   = help: leave it out of the registered template
"#,
    );
}

#[test]
fn text_messages_without_a_provider_are_a_warning() {
    check(
        &[(
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
      - { at: ready, tell: owner, via: [sms] }
      - { at: overdue, tell: superior, via: [email] }
"#,
        )],
        r#"
warning[no-provider]: `task` goes by text message, but steward.yaml has no `sms`
  --> workflows/visit.yaml:12:15
   |
12 |       - { at: ready, tell: owner, via: [sms] }
   |               ^^^^^
   |
   = help: name a provider in steward.yaml; without one no text message is sent
"#,
    );
}

#[test]
fn who_has_only_a_telephone_needs_codes_for_everything() {
    check(
        &[
            (
                "steward.yaml",
                &organisation_with(
                    r#"sms:
  - provider: aliyun
    key: env:ALIYUN_KEY
    secret: env:ALIYUN_SECRET
    signature: 江南物业
    templates:
      task: { code: SMS_1, longest: { step: 20 } }
"#,
                ),
            ),
            ("estates/riverside.yaml", &estate("email: wang.li@example.com", r#"phone: "+8613800000103""#)),
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
      - { at: ready, tell: owner, via: [sms] }
      - { at: overdue, tell: superior, via: [email] }
"#,
            ),
        ],
        r#"
warning[no-sms-code]: 王丽 is told by text message first, but these have no code with aliyun: approve, at-risk, call-ended, digest, fault, handed, held, overdue, resumed, returned, still-overdue, unreachable
  --> steward.yaml:14:5
   |
14 |     templates:
   |     ^^^^^^^^^
   |
   = help: register them, or write an e-mail address before the telephone of 王丽
"#,
    );
}
