//! Awaited calls: a step that opens a case of another workflow and is done when that ends `done`
//! (language 4), and what becomes of it when it ends otherwise.

use crate::fixture::House;

/// Notes a fault, has it mended, and looks at it.
pub(crate) const WAITS: &str = "
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
pub(crate) fn mending(steps: &str) -> String {
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

pub(crate) fn house(workflow: &str) -> House {
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
