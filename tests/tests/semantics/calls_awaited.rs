//! Awaited calls: a step that opens a case of another workflow and is done when that ends `done`
//! (language 4); what becomes of it when it ends otherwise, and of that case when nobody waits for it
//! any more.

use crate::fixture::House;

/// Notes a fault, has it mended, and looks at it.
const WAITS: &str = "
calendar: always
fields:
  what: { type: text }
  ok: { type: bool, default: true }
steps:
  - { step: note, owner: clerk, form: [what] }
  - { step: order, call: mending, with: { fault: what } }
  - step: look
    owner: clerk
    form: [ok]
    then: [ { if: ok == false, back_to: order, rounds: 3, after_that: { end: given-up } } ]
";

/// The workflow that is called, from its steps on.
fn mending(steps: &str) -> String {
    format!(
        "
workflow: mending
title: Mending
section: \"0\"
calendar: always
start: [ {{ who: tech }} ]
fields:
  fault: {{ type: text }}
steps:
{steps}
"
    )
}

const MEND: &str = "  - { step: mend, owner: tech, form: [fault] }";

fn house(workflow: &str) -> House {
    House::of(workflow).with("workflows/mending.yaml", &mending(MEND))
}

#[test]
fn s10_an_awaited_call_is_done_when_the_case_it_called_ends_done() {
    house(WAITS).goes(
        "
        > 03-02 09:00 ann opens what=leak
        03-02 09:00 opened by ann
        03-02 09:00 ready note
        03-02 09:00 done note by ann
        03-02 09:00 ready order
        03-02 09:00 started order
        03-02 09:00 noted order: waits for case hill-mending-1
        > 03-02 09:30 cases
        = hill-small-1 open ok=true what=leak
        = hill-mending-1 open fault=leak
        > 03-02 10:00 tom in hill-mending-1 does mend
        03-02 10:00 noted order: case hill-mending-1 ended: done
        03-02 10:00 done order
        03-02 10:00 ready look
        > 03-02 10:01 cases
        = hill-small-1 open ok=true what=leak
        = hill-mending-1 closed fault=leak
        ",
    );
}

#[test]
fn while_the_other_case_goes_on_nobody_can_do_the_step_or_call_once_more() {
    house(WAITS).goes(
        "
        > 03-02 09:00 ann opens what=leak
        03-02 09:00 opened by ann
        03-02 09:00 ready note
        03-02 09:00 done note by ann
        03-02 09:00 ready order
        03-02 09:00 started order
        03-02 09:00 noted order: waits for case hill-mending-1
        > 03-02 09:10 lee does order
        = refused: StepNotOpen
        > 03-02 09:10 lee repeats order
        = refused: StepNotOpen
        > 03-02 09:10 lee repeats note
        = refused: WrongKind
        ",
    );
}

#[test]
fn ended_otherwise_the_step_stays_open_and_one_above_the_owner_is_told_and_may_do_it() {
    house(WAITS).goes(
        "
        > 03-02 09:00 ann opens what=leak
        03-02 09:00 opened by ann
        03-02 09:00 ready note
        03-02 09:00 done note by ann
        03-02 09:00 ready order
        03-02 09:00 started order
        03-02 09:00 noted order: waits for case hill-mending-1
        > 03-02 10:00 max in hill-mending-1 cancels
        03-02 10:00 noted order: case hill-mending-1 ended: cancelled
        03-02 10:00 told order → lee(email) call-ended
        > 03-02 10:10 ann does order
        = refused: NotYours
        > 03-02 10:20 steps
        = note done, order ready, look waiting
        > 03-02 11:00 lee does order
        03-02 11:00 done order by lee
        03-02 11:00 ready look
        ",
    );
}

#[test]
fn one_above_may_have_it_called_once_more_and_only_the_new_case_counts() {
    house(WAITS).goes(
        "
        > 03-02 09:00 ann opens what=leak
        03-02 09:00 opened by ann
        03-02 09:00 ready note
        03-02 09:00 done note by ann
        03-02 09:00 ready order
        03-02 09:00 started order
        03-02 09:00 noted order: waits for case hill-mending-1
        > 03-02 10:00 max in hill-mending-1 cancels
        03-02 10:00 noted order: case hill-mending-1 ended: cancelled
        03-02 10:00 told order → lee(email) call-ended
        > 03-02 10:10 ann repeats order
        = refused: NotYours
        > 03-02 11:00 max repeats order
        03-02 11:00 started order by max
        03-02 11:00 noted order: waits for case hill-mending-2
        > 03-02 12:00 tia in hill-mending-2 does mend
        03-02 12:00 noted order: case hill-mending-2 ended: done
        03-02 12:00 done order
        03-02 12:00 ready look
        ",
    );
}

#[test]
fn a_call_that_nobody_did_anything_before_is_for_whoever_hears_what_nobody_else_can_be_told() {
    let workflow = "
calendar: always
steps:
  - { step: order, call: mending }
";
    house(workflow).goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready order
        03-02 09:00 started order
        03-02 09:00 noted order: waits for case hill-mending-1
        > 03-02 10:00 max in hill-mending-1 cancels
        03-02 10:00 noted order: case hill-mending-1 ended: cancelled
        03-02 10:00 told order → qin(email) call-ended
        > 03-02 10:10 max does order
        = refused: NotYours
        > 03-02 11:00 qin does order
        03-02 11:00 done order by qin
        03-02 11:00 closed: done
        ",
    );
}

/// What `then` makes of an end is the caller's.
const ASKS: &str = "
calendar: always
fields:
  what: { type: text }
steps:
  - { step: note, owner: clerk, form: [what] }
  - step: order
    call: mending
    with: { fault: what }
    then: [ { if: ended(order) == cancelled, end: not-mended } ]
  - { step: look, if: ended(order) == done, owner: clerk }
  - { step: last, owner: clerk }
";

#[test]
fn then_may_ask_how_the_case_ended_and_a_line_that_applies_settles_the_step() {
    house(ASKS).goes(
        "
        > 03-02 09:00 ann opens what=leak
        03-02 09:00 opened by ann
        03-02 09:00 ready note
        03-02 09:00 done note by ann
        03-02 09:00 ready order
        03-02 09:00 started order
        03-02 09:00 noted order: waits for case hill-mending-1
        > 03-02 10:00 max in hill-mending-1 cancels
        03-02 10:00 noted order: case hill-mending-1 ended: cancelled
        03-02 10:00 done order
        03-02 10:00 closed: not-mended
        ",
    );
}

/// A technician may give it up, or settle it otherwise.
const ENDS: &str = "  - step: mend
    owner: tech
    form: [fault]
    then:
      - { if: fault == 'hopeless', end: given-up }
      - { if: fault == 'elsewhere', end: settled }";

#[test]
fn an_end_that_no_line_of_then_asks_for_leaves_the_step_open() {
    House::of(ASKS).with("workflows/mending.yaml", &mending(ENDS)).goes(
        "
        > 03-02 09:00 ann opens what=leak
        03-02 09:00 opened by ann
        03-02 09:00 ready note
        03-02 09:00 done note by ann
        03-02 09:00 ready order
        03-02 09:00 started order
        03-02 09:00 noted order: waits for case hill-mending-1
        > 03-02 10:00 tom in hill-mending-1 does mend fault=hopeless
        03-02 10:00 noted order: case hill-mending-1 ended: given-up
        03-02 10:00 told order → lee(email) call-ended
        > 03-02 10:30 lee does order
        03-02 10:30 done order by lee
        03-02 10:30 skipped look
        03-02 10:30 ready last
        ",
    );
}

#[test]
fn a_guard_may_ask_whether_it_ended_otherwise_or_with_one_of_several_words() {
    let workflow = "
calendar: always
fields:
  what: { type: text }
steps:
  - { step: note, owner: clerk, form: [what] }
  - step: order
    call: mending
    with: { fault: what }
    then: [ { if: 'ended(order) in [given-up, cancelled]', on_to: last } ]
  - { step: look, owner: clerk }
  - { step: last, if: ended(order) != done, owner: clerk }
";
    let house = House::of(workflow).with("workflows/mending.yaml", &mending(ENDS));
    house.goes(
        "
        > 03-02 09:00 ann opens what=leak
        03-02 09:00 opened by ann
        03-02 09:00 ready note
        03-02 09:00 done note by ann
        03-02 09:00 ready order
        03-02 09:00 started order
        03-02 09:00 noted order: waits for case hill-mending-1
        > 03-02 10:00 tom in hill-mending-1 does mend fault=hopeless
        03-02 10:00 noted order: case hill-mending-1 ended: given-up
        03-02 10:00 done order
        03-02 10:00 skipped look
        03-02 10:00 ready last
        ",
    );
    house.goes(
        "
        > 03-02 09:00 ann opens what=leak
        03-02 09:00 opened by ann
        03-02 09:00 ready note
        03-02 09:00 done note by ann
        03-02 09:00 ready order
        03-02 09:00 started order
        03-02 09:00 noted order: waits for case hill-mending-1
        > 03-02 10:00 tom in hill-mending-1 does mend
        03-02 10:00 noted order: case hill-mending-1 ended: done
        03-02 10:00 done order
        03-02 10:00 ready look
        > 03-02 11:00 ann does look
        03-02 11:00 done look by ann
        03-02 11:00 skipped last
        03-02 11:00 closed: done
        ",
    );
}

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

#[test]
fn s22_while_the_caller_is_held_the_step_waits_though_the_other_case_is_done() {
    let held = WAITS.replace("steps:", "hold: { who: [clerk], at_most: 5 workdays }\nsteps:");
    house(&held).goes(
        "
        > 03-02 09:00 ann opens what=leak
        03-02 09:00 opened by ann
        03-02 09:00 ready note
        03-02 09:00 done note by ann
        03-02 09:00 ready order
        03-02 09:00 started order
        03-02 09:00 noted order: waits for case hill-mending-1
        > 03-02 09:10 ann holds
        03-02 09:10 held by ann
        > 03-02 10:00 tom in hill-mending-1 does mend
        03-02 10:00 noted order: case hill-mending-1 ended: done
        > 03-02 11:00 ann resumes
        03-02 11:00 resumed by ann
        03-02 11:00 done order
        03-02 11:00 ready look
        ",
    );
}

#[test]
fn s13_the_limit_of_a_call_is_told_to_the_owner_of_the_step_done_last() {
    let limited = WAITS.replace(
        "call: mending, with: { fault: what } }",
        "call: mending, with: { fault: what }, within: 2h,
      escalate: [ { at: ready, tell: owner }, { at: 50%, tell: owner }, { at: overdue, tell: [owner, superior] } ] }",
    );
    house(&limited).goes(
        "
        > 03-02 09:00 bob opens what=leak
        03-02 09:00 opened by bob
        03-02 09:00 ready note
        03-02 09:00 done note by bob
        03-02 09:00 ready order
        03-02 09:00 started order
        03-02 09:00 noted order: waits for case hill-mending-1
        03-02 10:00 at_risk order @50% → bob at-risk
        03-02 10:00 told order → bob(email) at-risk
        03-02 11:00 overdue order @overdue → bob,lee overdue
        03-02 11:00 told order → bob(email) overdue
        03-02 11:00 told order → lee(email) overdue
        > 03-02 12:00 shows order
        = order missed, due 03-02 11:00
        ",
    );
}

#[test]
fn a_case_that_is_done_as_soon_as_it_is_opened_is_heard_of() {
    let short = mending("  - { step: count, set: { fault: \"fault\" } }");
    House::of(WAITS).with("workflows/mending.yaml", &short).goes(
        "
        > 03-02 09:00 ann opens what=leak
        03-02 09:00 opened by ann
        03-02 09:00 ready note
        03-02 09:00 done note by ann
        03-02 09:00 ready order
        03-02 09:00 started order
        03-02 09:00 noted order: waits for case hill-mending-1
        03-02 09:00 noted order: case hill-mending-1 ended: done
        03-02 09:00 done order
        03-02 09:00 ready look
        ",
    );
}

#[test]
fn each_round_of_a_call_opens_a_case_of_its_own() {
    house(WAITS).goes(
        "
        > 03-02 09:00 ann opens what=leak
        03-02 09:00 opened by ann
        03-02 09:00 ready note
        03-02 09:00 done note by ann
        03-02 09:00 ready order
        03-02 09:00 started order
        03-02 09:00 noted order: waits for case hill-mending-1
        > 03-02 10:00 tom in hill-mending-1 does mend
        03-02 10:00 noted order: case hill-mending-1 ended: done
        03-02 10:00 done order
        03-02 10:00 ready look
        > 03-02 11:00 ann does look ok=false
        03-02 11:00 done look by ann
        03-02 11:00 ready order
        03-02 11:00 started order
        03-02 11:00 noted order: waits for case hill-mending-2
        ",
    );
}
