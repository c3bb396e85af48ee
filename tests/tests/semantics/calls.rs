//! Calls: a step that opens a case of another workflow and goes on (S10).

use crate::fixture::House;

/// Calls a workflow at the same estate, and does not wait for it.
const CALLS: &str = "
calendar: always
fields:
  what: { type: text }
  where: { type: text }
steps:
  - { step: note, owner: clerk, form: [what, where] }
  - { step: order, call: mending, with: { fault: what, spot: where }, detach: true }
  - { step: last, owner: clerk }
";

const MENDING: &str = "
workflow: mending
title: Mending
section: \"0\"
calendar: always
start: [ { who: tech } ]
fields:
  fault: { type: text }
  spot: { type: text }
steps:
  - { step: mend, owner: tech, form: [fault, spot] }
";

#[test]
fn s10_a_call_opens_the_other_workflow_with_what_is_passed_and_is_done_at_once() {
    House::of(CALLS).with("workflows/mending.yaml", MENDING).goes(
        "
        > 03-02 09:00 ann opens later
        03-02 09:00 opened by ann
        03-02 09:00 ready note
        > 03-02 09:10 ann does note what=leak
        03-02 09:10 done note by ann
        03-02 09:10 ready order
        03-02 09:10 started order
        03-02 09:10 done order
        03-02 09:10 ready last
        > 03-02 09:11 cases
        = hill-small-1 open what=leak
        = hill-mending-1 open fault=leak
        ",
    );
}
