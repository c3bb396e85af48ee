//! The order of one instant, and opening (S1–S3).

use crate::fixture::House;

/// One step with a limit of an hour and a rung in its middle.
const ONE_HOUR: &str = "
calendar: always
hold: { who: [lead], reasons: [parts] }
steps:
  - step: work
    owner: tech
    within: 1h
    escalate:
      - { at: 30m before, tell: manager }
      - { at: overdue, tell: [owner, superior] }
";

#[test]
fn s1_a_rung_at_the_very_instant_of_done_is_not_carried_out() {
    House::of(ONE_HOUR).goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready work
        > 03-02 09:30 tom does work
        03-02 09:30 done work by tom
        03-02 09:30 closed: done
        > 03-02 12:00
        ",
    );
}

#[test]
fn s1_done_at_the_very_instant_of_the_limit_is_in_time() {
    House::of(ONE_HOUR).goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready work
        03-02 09:30 at_risk work @30m before → max at-risk
        03-02 09:30 told work → max(email) at-risk
        > 03-02 10:00 tom does work
        03-02 10:00 done work by tom
        03-02 10:00 closed: done
        > 03-02 12:00 shows work
        = work met, due 03-02 10:00
        ",
    );
}

#[test]
fn s1_a_second_after_the_limit_is_late() {
    House::of(ONE_HOUR).goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready work
        03-02 09:30 at_risk work @30m before → max at-risk
        03-02 09:30 told work → max(email) at-risk
        03-02 10:00 overdue work @overdue → tom,tia,max overdue
        03-02 10:00 told work → tom(sms) overdue
        03-02 10:00 told work → tia(email) overdue
        03-02 10:00 told work → max(email) overdue
        > 03-02 10:00:01 tom does work
        03-02 10:00:01 done work by tom
        03-02 10:00:01 closed: done
        > 03-02 12:00 shows work
        = work missed, due 03-02 10:00
        ",
    );
}

#[test]
fn s1_what_falls_due_at_the_instant_of_a_hold_is_not_judged() {
    House::of(ONE_HOUR).goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready work
        > 03-02 09:30 lee holds
        03-02 09:30 held by lee
        03-02 09:30 told work → tom(sms) held
        03-02 09:30 told work → tia(email) held
        03-02 09:30 told work → max(email) held
        > 03-02 11:00
        ",
    );
}

#[test]
fn s1_what_comes_first_at_one_second_does_not_make_the_second_late() {
    House::of(&ONE_HOUR.replace("30m before", "20m before")).goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready work
        03-02 09:40 at_risk work @20m before → max at-risk
        03-02 09:40 told work → max(email) at-risk
        > 03-02 10:00 tom takes work
        03-02 10:00 taken work by tom
        > 03-02 10:00 tom does work
        03-02 10:00 done work by tom
        03-02 10:00 closed: done
        > 03-02 12:00 shows work
        = work met, due 03-02 10:00
        ",
    );
}

#[test]
fn s1_at_one_instant_people_come_first_then_waits_then_steps_then_ready_rungs_then_clocks() {
    House::of(
        "
calendar: always
escalate: [ { at: ready, tell: owner } ]
limits:
  - { limit: whole, within: 1h }
steps:
  - { step: slow, owner: tech, within: 1h }
  - { step: quick, after: opened, owner: clerk }
  - { step: pause, after: opened, wait: 1h }
  - { step: next, after: [pause, quick], owner: lead }
  - { step: last, after: [slow, next], owner: clerk }
",
    )
    .goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready slow
        03-02 09:00 ready quick
        03-02 09:00 ready pause
        03-02 09:00 rung slow @ready → tom,tia task
        03-02 09:00 told slow → tom(sms) task
        03-02 09:00 told slow → tia(email) task
        03-02 09:00 rung quick @ready → ann,bob task
        03-02 09:00 told quick → ann(email) task
        03-02 09:00 told quick → bob(email) task
        > 03-02 10:00 ann does quick
        03-02 10:00 done quick by ann
        03-02 10:00 done pause
        03-02 10:00 ready next
        03-02 10:00 rung next @ready → lee task
        03-02 10:00 told next → lee(email) task
        03-02 10:00 overdue slow
        03-02 10:00 overdue whole
        ",
    );
}

#[test]
fn s2_a_share_that_is_no_whole_second_is_rounded_down() {
    House::of(
        "
calendar: always
steps:
  - { step: work, owner: tech, within: 10s, escalate: [ { at: 39%, tell: owner } ] }
",
    )
    .goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready work
        03-02 09:00:03 at_risk work @39% → tom,tia at-risk
        03-02 09:00:03 told work → tom(sms) at-risk
        03-02 09:00:03 told work → tia(email) at-risk
        03-02 09:00:10 overdue work
        > 03-02 09:01
        ",
    );
}

/// The first step asks for a form, the second for nothing.
const FORM_FIRST: &str = "
calendar: always
escalate: [ { at: ready, tell: owner } ]
fields: { what: { type: text, required: true } }
steps:
  - { step: note, owner: clerk, form: [what], within: 10m }
  - { step: work, owner: tech }
";

#[test]
fn s3_a_first_step_that_asks_only_for_its_form_is_done_while_opening_and_carries_out_no_rung() {
    House::of(FORM_FIRST).goes(
        "
        > 03-02 09:00 ann opens what=leak
        03-02 09:00 opened by ann
        03-02 09:00 ready note
        03-02 09:00 done note by ann
        03-02 09:00 ready work
        03-02 09:00 rung work @ready → tom,tia task
        03-02 09:00 told work → tom(sms) task
        03-02 09:00 told work → tia(email) task
        ",
    );
}

#[test]
fn s3_one_above_does_the_first_step_while_opening() {
    House::of(FORM_FIRST).goes(
        "
        > 03-02 09:00 max opens what=leak
        03-02 09:00 opened by max
        03-02 09:00 ready note
        03-02 09:00 done note by max
        03-02 09:00 ready work
        03-02 09:00 rung work @ready → tom,tia task
        03-02 09:00 told work → tom(sms) task
        03-02 09:00 told work → tia(email) task
        ",
    );
}

#[test]
fn s3_a_substitute_does_the_first_step_while_opening() {
    House::of(FORM_FIRST).away(&[("ann", "substitute: tom, away: [2026-03-02]")]).goes(
        "
        > 03-02 09:00 tom opens what=leak
        03-02 09:00 opened by tom
        03-02 09:00 ready note
        03-02 09:00 done note by tom
        03-02 09:00 ready work
        03-02 09:00 rung work @ready → tom,tia task
        03-02 09:00 told work → tom(sms) task
        03-02 09:00 told work → tia(email) task
        ",
    );
}

#[test]
fn s3_who_may_open_but_not_do_the_first_step_leaves_it_open() {
    House::of(FORM_FIRST).goes(
        "
        > 03-02 09:00 tom opens what=leak
        03-02 09:00 opened by tom
        03-02 09:00 ready note
        03-02 09:00 rung note @ready → ann,bob task
        03-02 09:00 told note → ann(email) task
        03-02 09:00 told note → bob(email) task
        ",
    );
}

#[test]
fn s3_a_first_step_that_asks_for_no_form_stays_open() {
    House::of("calendar: always\nsteps:\n  - { step: note, owner: clerk }\n").goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready note
        ",
    );
}

#[test]
fn s3_with_nobody_a_rehearsal_leaves_the_first_step_open() {
    let house = House::of(FORM_FIRST);
    let (handbook, judges) = house.read();
    let (estate, flow) = (&handbook.estates["hill"], &handbook.workflows["small"]);
    let at = "2026-03-02T09:00:00+08:00".parse().expect("a moment");
    let nobody = steward_sim::Conduct::Nobody;
    let fields = std::collections::BTreeMap::new();
    let went = steward_sim::rehearse(&handbook, &judges, estate, flow, at, fields, nobody).expect("it opens");
    let words: Vec<&str> = went.events.iter().map(|event| event.what.word()).collect();
    assert_eq!(words, ["opened", "ready", "rung", "told", "told", "overdue"]);
    assert_eq!(went.closed, None);
}

#[test]
fn s1_of_two_at_one_second_the_first_comes_first() {
    let mut story = "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready work
        03-02 09:30 at_risk work @30m before → max at-risk
        03-02 09:30 told work → max(email) at-risk
        > 03-02 10:00 lee holds
        03-02 10:00 held by lee
        03-02 10:00 told work → tom(sms) held
        03-02 10:00 told work → tia(email) held
        03-02 10:00 told work → max(email) held
        > 03-02 10:00 tom does work
        03-02 10:00 done work by tom
        > 03-02 12:00 shows work
        = work met, due 03-02 10:00
        "
    .to_owned();
    House::of(ONE_HOUR).goes(&story);
    story = story.replace("tom does work", "lee resumes").replace(
        "03-02 10:00 done work by tom",
        "03-02 10:00 resumed by lee
        03-02 10:00 told work → tom(sms) resumed
        03-02 10:00 told work → tia(email) resumed
        03-02 10:00 told work → max(email) resumed
        03-02 10:00 overdue work @overdue → tom,tia,max overdue
        03-02 10:00 told work → tom(sms) overdue
        03-02 10:00 told work → tia(email) overdue
        03-02 10:00 told work → max(email) overdue",
    );
    House::of(ONE_HOUR).goes(&story.replace("= work met", "= work missed"));
}
