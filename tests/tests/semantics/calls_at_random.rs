//! Awaited calls, whatever people try: a called case goes on exactly as long as an open step waits for it.

use crate::fixture::House;
use proptest::prelude::prop;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use std::fmt::Write;
use steward_case::{CallState, StepStatus};
use steward_sim::World;

/// Notes a fault, has it mended, and looks at it; given up elsewhere, it is looked at all the same.
const WAITS: &str = "
calendar: always
hold: { who: [clerk], at_most: 5 workdays }
fields:
  what: { type: text }
  ok: { type: bool, default: true }
steps:
  - { step: note, owner: clerk, form: [what] }
  - step: order
    call: mending
    with: { fault: what }
    then: [ { if: ended(order) == given-up, on_to: look } ]
  - step: look
    owner: clerk
    form: [ok]
    then: [ { if: ok == false, back_to: order, rounds: 3, after_that: { end: given-up } } ]
";

const MENDING: &str = "
workflow: mending
title: Mending
section: \"0\"
calendar: always
start: [ { who: tech } ]
fields:
  fault: { type: text }
steps:
  - step: mend
    owner: tech
    form: [fault]
    then: [ { if: fault == 'hopeless', end: given-up } ]
";

/// So many stories take a second or two.
const STORIES: u32 = 100;

/// What people may try at any moment, whether it can be done then or not.
const DEEDS: [&str; 12] = [
    "ann does note what=leak",
    "ann does note what=hopeless",
    "lee does order",
    "lee repeats order",
    "ann does look ok=true",
    "ann does look ok=false",
    "lee cancels",
    "lee holds",
    "lee resumes",
    "tom in last does mend",
    "max in last cancels",
    "max in last cancels",
];

/// Every called case that goes on is waited for by an open step, and every open step that waits has its
/// case going on, unless it ended and the step waits for somebody, or for its own case to be resumed.
fn calls_and_cases_agree(world: &World<'_>) {
    for called in world.cases.iter().map(|running| &running.case).filter(|case| !case.is_over()) {
        let Some(caller) = &called.caller else { continue };
        let by = world.cases.iter().find(|running| running.case.id == caller.case).expect("the caller");
        let waits = by.case.steps.values().any(|step| {
            let state = step.called.as_ref().filter(|it| it.call == caller.call).map(|it| it.state);
            step.status == StepStatus::Ready && state == Some(CallState::Running)
        });
        assert!(waits && !by.case.is_over(), "nobody waits for {}", called.id);
    }
    for caller in world.cases.iter().map(|running| &running.case).filter(|case| !case.is_over()) {
        let open = caller.steps.values().filter(|step| step.status == StepStatus::Ready);
        for called in open.filter_map(|step| step.called.as_ref()) {
            let id = called.case.as_ref().expect("it is known which case it is");
            let case = &world.cases.iter().find(|running| running.case.id == *id).expect("the case").case;
            assert_eq!(called.state == CallState::Running, !case.is_over(), "{id}");
            assert!(
                called.state != CallState::Settled || caller.is_held(),
                "{id} is done, its caller is not"
            );
        }
    }
}

#[test]
fn whatever_people_try_what_is_waited_for_goes_on_and_nothing_else_does() {
    let house = House::of(WAITS).with("workflows/mending.yaml", MENDING);
    let config = Config { cases: STORIES, failure_persistence: None, ..Config::default() };
    // The same stories each time, so that a suite that was green stays green until something changes.
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let deeds = prop::collection::vec(prop::sample::select(&DEEDS[..]), 1..24);
    let told = runner.run(&deeds, |deeds| {
        let mut script = "> 03-02 09:00 ann opens later\n".to_owned();
        for (minute, deed) in deeds.into_iter().enumerate() {
            writeln!(script, "> 03-02 10:{minute:02} {deed}").expect("a text");
        }
        house.leaves(&script, calls_and_cases_agree);
        Ok(())
    });
    told.expect("what is waited for goes on");
}
