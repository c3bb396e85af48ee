//! Standards: what the cases of a process come to, and what somebody looks at (language, section 11).

use crate::fixture::House;

const MEASURED: &str = "
calendar: always
fields:
  what: { type: text }
  cost: { type: money }
  happy: { type: bool }
standards:
  - { ref: 1-Q1, measure: met(mend), at_least: 90% }
  - { ref: 1-Q2, measure: done(visit) }
  - { ref: 1-Q3, measure: share(happy == true), at_least: 50% }
  - { ref: 1-Q4, measure: average(cost), at_most: 100 }
  - { ref: 1-Q5, measure: \"complete(what, cost)\" }
  - { ref: 1-Q6, measure: count() }
steps:
  - { step: mend, owner: clerk, form: [cost], within: 2h }
  - step: ask
    owner: clerk
    form: [what, happy]
    then: [ { if: happy == false, back_to: mend, rounds: 2, after_that: { end: done } } ]
  - { step: visit, if: cost > 50, owner: clerk }
";

/// The first case is late in its second round, the second goes well, the third is open, the last called off.
#[test]
fn a_figure_is_of_the_cases_of_which_it_can_be_said() {
    House::of(MEASURED).figures(
        &[
            "
            > 03-02 09:00 ann opens later
            > 03-02 10:00 ann does mend cost=80
            > 03-02 10:10 ann does ask happy=false
            > 03-02 15:00 ann does mend cost=100
            > 03-02 15:10 ann does ask what=tap happy=true
            > 03-02 15:20 ann does visit
            ",
            "
            > 03-02 09:00 ann opens later
            > 03-02 10:00 ann does mend cost=20
            > 03-02 10:10 ann does ask happy=true
            ",
            "
            > 03-02 09:00 ann opens later
            > 03-02 09:30 lee sets what=door
            ",
            "
            > 03-02 09:00 ann opens later
            > 03-02 10:00 lee cancels
            ",
        ],
        "
        met(mend) 0.5 of 2, 1 running, not kept
        done(visit) 1 of 1, 1 running
        share(happy == true) 1 of 2, 1 running, kept
        average(cost) 60 of 2, 1 running, kept
        complete(what, cost) 0.5 of 2, 1 running
        count() 3 of 3, 0 running
        ",
    );
}

/// A miss that somebody answered for speaks neither for nor against.
#[test]
fn an_excused_miss_does_not_count() {
    House::of(MEASURED).figures(
        &["
            > 03-02 09:00 ann opens later
            > 03-02 12:00 ann does mend cost=80
            > 03-02 12:10 lee excuses mend
            "],
        "
        met(mend) - of 0, 0 running
        done(visit) - of 0, 1 running
        share(happy == true) - of 0, 1 running
        average(cost) 80 of 1, 0 running, kept
        complete(what, cost) - of 0, 1 running
        count() 1 of 1, 0 running
        ",
    );
}

const INSPECTED: &str = "
calendar: always
standards:
  - { ref: 1-Q1, inspect: clean }
  - { ref: 1-Q2, inspect: dry }
steps:
  - step: look
    owner: clerk
    checklist: standards
    then: [ { if: failed(look), end: bad } ]
";

#[test]
fn what_is_to_be_inspected_is_the_checklist_of_the_step_that_says_so() {
    House::of(INSPECTED).goes(
        "
        > 03-02 09:00 ann opens later
        03-02 09:00 opened by ann
        03-02 09:00 ready look
        > 03-02 09:10 ann does look !dry
        03-02 09:10 done look by ann
        03-02 09:10 closed: bad
        ",
    );
}
