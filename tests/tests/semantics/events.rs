//! Events: what one process raises and another hears (S1, S10, S13, S22).

use crate::fixture::House;

/// Waits for an event two hours at most; the ladder tells whoever did the step before.
const WAITS: &str = "
calendar: always
hold: { who: [lead], reasons: [parts], ends: parts.here }
escalate: [ { at: ready, tell: owner }, { at: overdue, tell: [owner, superior] } ]
steps:
  - { step: note, owner: clerk }
  - { step: water, wait_for: water.back, within: 2h }
  - { step: last, owner: clerk }
";

#[test]
fn s10_a_wait_for_an_event_is_ready_and_then_done_when_the_event_is_raised() {
    House::of(WAITS).goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready note
        03-02 09:00 rung note @ready → ann,bob task
        03-02 09:00 told note → ann(email) task
        03-02 09:00 told note → bob(email) task
        > 03-02 09:10 engine raises water.back
        > 03-02 09:20 ann does note
        03-02 09:20 done note by ann
        03-02 09:20 ready water
        > 03-02 09:30 engine raises water.gone
        > 03-02 09:40 engine raises water.back
        03-02 09:40 emitted water
        03-02 09:40 done water
        03-02 09:40 ready last
        03-02 09:40 rung last @ready → ann,bob task
        03-02 09:40 told last → ann(email) task
        03-02 09:40 told last → bob(email) task
        ",
    );
}

#[test]
fn s13_a_wait_for_an_event_may_have_a_limit_and_its_owner_is_who_did_the_step_before() {
    House::of(WAITS).goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready note
        03-02 09:00 rung note @ready → ann,bob task
        03-02 09:00 told note → ann(email) task
        03-02 09:00 told note → bob(email) task
        > 03-02 09:20 bob does note
        03-02 09:20 done note by bob
        03-02 09:20 ready water
        > 03-02 11:20
        03-02 11:20 overdue water @overdue → bob,lee overdue
        03-02 11:20 told water → bob(email) overdue
        03-02 11:20 told water → lee(email) overdue
        > 03-02 11:21 shows water
        = water missed, due 03-02 11:20
        ",
    );
}

#[test]
fn s22_what_is_heard_while_held_ends_the_wait_on_resuming() {
    House::of(WAITS).goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready note
        03-02 09:00 rung note @ready → ann,bob task
        03-02 09:00 told note → ann(email) task
        03-02 09:00 told note → bob(email) task
        > 03-02 09:20 ann does note
        03-02 09:20 done note by ann
        03-02 09:20 ready water
        > 03-02 09:30 lee holds
        03-02 09:30 held by lee
        > 03-02 09:40 engine raises water.back
        03-02 09:40 emitted water
        > 03-02 10:40 engine raises parts.here
        03-02 10:40 emitted
        03-02 10:40 resumed
        03-02 10:40 done water
        03-02 10:40 ready last
        03-02 10:40 rung last @ready → ann,bob task
        03-02 10:40 told last → ann(email) task
        03-02 10:40 told last → bob(email) task
        > 03-02 10:41 shows water
        = water met, due 03-02 12:30
        ",
    );
}

#[test]
fn a_process_begins_with_the_event_that_another_raises_and_takes_what_it_says_openly() {
    House::of(
        "
calendar: always
fields:
  what: { type: text }
  name: { type: text, private: true }
steps:
  - { step: note, owner: clerk, form: [what, name] }
  - { step: call-out, emit: water.gone }
",
    )
    .with(
        "workflows/repair.yaml",
        "
workflow: repair
title: Repair
section: \"1\"
start: [ { event: water.gone } ]
fields:
  what: { type: text }
  name: { type: text }
steps:
  - { step: mend, owner: tech }
",
    )
    .goes(
        "
        > 03-02 09:00 ann opens what=leak name=Zhou
        03-02 09:00 opened by ann
        03-02 09:00 ready note
        03-02 09:00 done note by ann
        03-02 09:00 ready call-out
        03-02 09:00 emitted call-out
        03-02 09:00 done call-out
        03-02 09:00 closed: done
        > 03-02 09:01 cases
        = hill-small-1 closed name=Zhou what=leak
        = hill-repair-1 open what=leak
        ",
    );
}
