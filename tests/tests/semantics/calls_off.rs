//! What becomes of a called case that nobody waits for any more: it is called off, and so is what it
//! waits for itself (language 4).

use crate::calls_awaited::{WAITS, house, mending};
use crate::fixture::House;

#[test]
fn cancelling_a_case_cancels_those_it_waits_for_and_those_they_wait_for() {
    let parts = "
workflow: parts
title: Parts
section: \"0\"
calendar: always
start: [ { who: tech } ]
steps:
  - { step: fetch, owner: tech }
";
    let waits = "  - { step: parts, call: parts }\n  - { step: mend, owner: tech, form: [fault] }";
    House::of(WAITS)
        .with("workflows/mending.yaml", &mending(waits))
        .with("workflows/parts.yaml", parts)
        .goes(
            "
            > 03-02 09:00 ann opens what=leak
            03-02 09:00 opened by ann
            03-02 09:00 ready note
            03-02 09:00 done note by ann
            03-02 09:00 ready order
            03-02 09:00 started order
            03-02 09:00 noted order: waits for case hill-mending-1
            > 03-02 10:00 lee cancels
            03-02 10:00 withdrawn order
            03-02 10:00 cancelled by lee: twice
            > 03-02 10:01 cases
            = hill-small-1 cancelled ok=true what=leak
            = hill-mending-1 cancelled fault=leak
            = hill-parts-1 cancelled
            > 03-02 10:02 record hill-parts-1
            = 03-02 09:00 opened
            = 03-02 09:00 ready fetch
            = 03-02 10:00 withdrawn fetch
            = 03-02 10:00 cancelled: case hill-mending-1, which called it, waits for it no more
            ",
        );
}

#[test]
fn a_new_round_withdraws_the_step_and_calls_its_case_off() {
    let workflow = "
calendar: always
fields:
  what: { type: text }
  ok: { type: bool, default: true }
steps:
  - { step: note, owner: clerk, form: [what] }
  - { step: order, call: mending, with: { fault: what } }
  - step: look
    after: note
    owner: clerk
    form: [ok]
    then: [ { if: ok == false, back_to: note, rounds: 3, after_that: { end: given-up } } ]
  - { step: last, after: [order, look], owner: clerk }
";
    house(workflow).goes(
        "
        > 03-02 09:00 ann opens what=leak
        03-02 09:00 opened by ann
        03-02 09:00 ready note
        03-02 09:00 done note by ann
        03-02 09:00 ready order
        03-02 09:00 started order
        03-02 09:00 ready look
        03-02 09:00 noted order: waits for case hill-mending-1
        > 03-02 10:00 ann does look ok=false
        03-02 10:00 done look by ann
        03-02 10:00 withdrawn order
        03-02 10:00 ready note
        > 03-02 10:01 cases
        = hill-small-1 open ok=false what=leak
        = hill-mending-1 cancelled fault=leak
        > 03-02 11:00 ann does note what=flood
        03-02 11:00 done note by ann
        03-02 11:00 ready order
        03-02 11:00 started order
        03-02 11:00 ready look
        03-02 11:00 noted order: waits for case hill-mending-2
        > 03-02 11:01 cases
        = hill-small-1 open ok=false what=flood
        = hill-mending-1 cancelled fault=leak
        = hill-mending-2 open fault=flood
        ",
    );
}

#[test]
fn a_case_that_ends_calls_off_what_it_still_waits_for() {
    let workflow = "
calendar: always
fields:
  what: { type: text }
steps:
  - { step: note, owner: clerk, form: [what] }
  - { step: order, call: mending, with: { fault: what }, side: true }
  - { step: look, after: note, owner: clerk, then: [ { end: done } ] }
";
    house(workflow).goes(
        "
        > 03-02 09:00 ann opens what=leak
        03-02 09:00 opened by ann
        03-02 09:00 ready note
        03-02 09:00 done note by ann
        03-02 09:00 ready order
        03-02 09:00 started order
        03-02 09:00 ready look
        03-02 09:00 noted order: waits for case hill-mending-1
        > 03-02 10:00 ann does look
        03-02 10:00 done look by ann
        03-02 10:00 withdrawn order
        03-02 10:00 closed: done
        > 03-02 10:01 cases
        = hill-small-1 closed what=leak
        = hill-mending-1 cancelled fault=leak
        ",
    );
}

#[test]
fn a_case_that_nobody_waits_for_is_not_called_off_with_the_one_that_asked_for_it() {
    let detached = WAITS.replace("with: { fault: what } }", "with: { fault: what }, detach: true }");
    house(&detached).goes(
        "
        > 03-02 09:00 ann opens what=leak
        03-02 09:00 opened by ann
        03-02 09:00 ready note
        03-02 09:00 done note by ann
        03-02 09:00 ready order
        03-02 09:00 started order
        03-02 09:00 done order
        03-02 09:00 ready look
        > 03-02 10:00 lee cancels
        03-02 10:00 withdrawn look
        03-02 10:00 cancelled by lee: twice
        > 03-02 10:01 cases
        = hill-small-1 cancelled ok=true what=leak
        = hill-mending-1 open fault=leak
        ",
    );
}
