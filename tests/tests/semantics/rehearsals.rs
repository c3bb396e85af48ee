//! What a rehearsal in which everyone acts does with steps that take more than one person.

use crate::fixture::House;
use std::collections::BTreeMap;
use steward_sim::{Conduct, rehearse};

/// What is recorded when everyone acts in good time, without what is told.
fn goes(house: &House, expected: &[&str]) {
    let (handbook, judges) = house.read();
    let (estate, flow) = (&handbook.estates["hill"], &handbook.workflows["small"]);
    let at = "2026-03-02T09:00:00+08:00".parse().expect("a moment");
    let went = rehearse(&handbook, &judges, estate, flow, at, BTreeMap::new(), Conduct::InGoodTime)
        .expect("it opens and goes on");
    let words: Vec<&str> = went.events.iter().map(|event| event.what.word()).collect();
    let words: Vec<&str> = words.into_iter().filter(|word| !["told", "rung"].contains(word)).collect();
    assert_eq!(words, expected);
}

#[test]
fn the_second_signature_is_given_as_well() {
    let house = House::of(
        "
calendar: always
steps:
  - { step: isolate, owner: clerk, signoff: second-person, within: 2h }
  - { step: work, owner: tech }
",
    );
    goes(&house, &["opened", "ready", "noted", "done", "ready", "done", "closed"]);
}

#[test]
fn as_many_approve_as_have_to() {
    let house = House::of(
        "
calendar: always
steps:
  - { step: note, owner: clerk }
  - { step: agree, approve: { of: [lead, tech, manager], enough: 2 }, returned_to: note }
",
    );
    goes(&house, &["opened", "ready", "done", "ready", "approved", "approved", "done", "closed"]);
}

#[test]
fn where_nobody_is_left_to_sign_the_step_stays_open() {
    let house = House::of(
        "
calendar: always
steps:
  - { step: inspect, owner: quality, signoff: second-person }
",
    );
    goes(&house, &["opened", "ready", "noted"]);
}
