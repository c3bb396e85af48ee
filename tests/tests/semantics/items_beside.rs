//! A step that is done item by item beside the rest of the language: approvals, limits, standards, rules,
//! and steps handed on.

use crate::fixture::House;

#[test]
fn an_approval_never_falls_to_anyone_who_did_one_of_the_items() {
    House::of(
        "
calendar: always
steps:
  - step: clean
    for_each: zones
    owner: \"{item.cleaner}\"
    escalate: [{ at: overdue, tell: owner }]
  - step: check
    approve: clerk
    escalate: [{ at: ready, tell: owner }]
",
    )
    .on_shift("zones: [ { id: b1, name: B1, cleaner: ann }, { id: b2, name: B2, cleaner: bob } ]")
    .goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready clean
        03-02 09:00 ready clean/b1
        03-02 09:00 ready clean/b2
        > 03-02 09:10 ann does clean
        03-02 09:10 done clean/b1 by ann
        > 03-02 09:11 bob does clean
        03-02 09:11 done clean/b2 by bob
        03-02 09:11 done clean
        03-02 09:11 ready check
        03-02 09:11 rung check @ready → lee approve
        03-02 09:11 told check → lee(email) approve
        > 03-02 09:12 ann approves check
        = refused: OwnWork
        > 03-02 09:13 lee approves check
        03-02 09:13 approved check by lee
        03-02 09:13 done check by lee
        03-02 09:13 closed: done
        ",
    );
}

#[test]
fn a_limit_until_the_step_ends_with_the_last_item_and_one_since_the_opening_is_born_with_each() {
    House::of(
        "
calendar: always
limits: [{ limit: all-clean, within: 1h, until: clean, escalate: [{ at: overdue, tell: owner }] }]
steps:
  - { step: first, owner: clerk, escalate: [{ at: overdue, tell: owner }] }
  - step: clean
    for_each: zones
    owner: tech
    within: 2h
    since: opened
    escalate:
      - { at: 25%, tell: owner }
      - { at: 50%, tell: owner }
      - { at: overdue, tell: owner, hand_to: manager }
",
    )
    .on_shift("zones: [ { id: b1, name: B1 }, { id: b2, name: B2 } ]")
    .goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready first
        03-02 10:00 overdue all-clean @overdue → ann,bob overdue
        03-02 10:00 told first → ann(email) overdue
        03-02 10:00 told first → bob(email) overdue
        > 03-02 10:10 ann does first
        03-02 10:10 done first by ann
        03-02 10:10 ready clean
        03-02 10:10 ready clean/b1
        03-02 10:10 ready clean/b2
        03-02 10:10 at_risk clean/b1 @50% → tom,tia at-risk (passed over: 25%)
        03-02 10:10 told clean/b1 → tom(sms) at-risk
        03-02 10:10 told clean/b1 → tia(email) at-risk
        03-02 10:10 at_risk clean/b2 @50% → tom,tia at-risk (passed over: 25%)
        03-02 10:10 told clean/b2 → tom(sms) at-risk
        03-02 10:10 told clean/b2 → tia(email) at-risk
        > 03-02 10:20 tom does clean/b1
        03-02 10:20 done clean/b1 by tom
        > 03-02 10:30 shows all-clean
        = all-clean missed, due 03-02 10:00
        > 03-02 10:40 tia does clean
        03-02 10:40 done clean/b2 by tia
        03-02 10:40 done clean
        03-02 10:40 closed: done
        > 03-02 10:50 shows clean/b2
        = clean/b2 met, due 03-02 11:00
        ",
    );
}

#[test]
fn a_standard_measures_all_clocks_of_a_step_and_all_its_items() {
    let house = House::of(
        "
calendar: always
fields: { ok: { type: bool, required: true } }
steps:
  - step: clean
    for_each: zones
    owner: clerk
    form: [ok]
    within: 2h
    escalate: [{ at: overdue, tell: owner }]
standards:
  - { ref: 1-Q1, measure: met(clean) }
  - { ref: 1-Q2, measure: share(all(ok == true)) }
  - { ref: 1-Q3, measure: done(clean) }
",
    )
    .on_shift("zones: [ { id: b1, name: B1 }, { id: b2, name: B2 } ]");
    house.figures(
        &[
            "> 03-02 09:00 ann opens
             > 03-02 09:10 ann does clean/b1 ok=true
             > 03-02 09:20 bob does clean ok=true",
            "> 03-02 09:00 ann opens
             > 03-02 09:10 ann does clean/b1 ok=true
             > 03-02 12:00 bob does clean ok=false",
            "> 03-02 09:00 ann opens
             > 03-02 09:10 ann does clean/b1 ok=true",
        ],
        "
        met(clean) 0.5 of 2, 1 running
        share(all(ok == true)) 0.5 of 2, 1 running
        done(clean) 1 of 2, 1 running
        ",
    );
}

#[test]
fn rules_hear_of_each_item_and_of_the_step_as_a_whole() {
    House::of(
        "
calendar: always
rules: small
steps:
  - step: clean
    for_each: zones
    owner: clerk
    escalate: [{ at: overdue, tell: owner }]
",
    )
    .on_shift("zones: [ { id: b1, name: B1 }, { id: b2, name: B2 } ]")
    .with(
        "rules/small.rhai",
        "
fn ready(case, step) { if step.id == \"clean\" && step.item == \"b2\" { hand_to(role(\"tech\")); } }
fn done(case, step) { if step.item == \"\" { note(step.id + \" as a whole\"); } else { note(step.item); } }
",
    )
    .goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready clean
        03-02 09:00 ready clean/b1
        03-02 09:00 ready clean/b2
        03-02 09:00 handed clean/b2
        03-02 09:00 told clean/b2 → tom(sms) handed
        03-02 09:00 told clean/b2 → tia(email) handed
        > 03-02 09:10 ann does clean/b1
        03-02 09:10 done clean/b1 by ann
        03-02 09:10 noted: b1
        > 03-02 09:20 tia does clean
        03-02 09:20 done clean/b2 by tia
        03-02 09:20 noted: b2
        03-02 09:20 done clean
        03-02 09:20 noted: clean as a whole
        03-02 09:20 closed: done
        ",
    );
}

#[test]
fn once_more_for_somebody_else_means_all_items() {
    House::of(
        "
calendar: always
fields: { ok: { type: bool, required: true } }
steps:
  - step: clean
    for_each: zones
    owner: clerk
    form: [ok]
    escalate: [{ at: ready, tell: owner }]
    then:
      - { if: any(ok == false), hand_to: lead }
  - step: look
    owner: clerk
    not_by: clean
    escalate: [{ at: ready, tell: owner }]
",
    )
    .on_shift("zones: [ { id: b1, name: B1 }, { id: b2, name: B2 } ]")
    .goes(
        "
        > 03-02 09:00 bob opens
        03-02 09:00 opened by bob
        03-02 09:00 ready clean
        03-02 09:00 ready clean/b1
        03-02 09:00 ready clean/b2
        03-02 09:00 rung clean/b1 @ready → ann,bob task
        03-02 09:00 told clean/b1 → ann(email) task
        03-02 09:00 told clean/b1 → bob(email) task
        03-02 09:00 rung clean/b2 @ready → ann,bob task
        03-02 09:00 told clean/b2 → ann(email) task
        03-02 09:00 told clean/b2 → bob(email) task
        > 03-02 09:10 ann does clean/b1 ok=false
        03-02 09:10 done clean/b1 by ann
        > 03-02 09:20 ann does clean/b2 ok=true
        03-02 09:20 done clean/b2 by ann
        03-02 09:20 done clean
        03-02 09:20 ready clean
        03-02 09:20 ready clean/b1
        03-02 09:20 ready clean/b2
        03-02 09:20 rung clean/b1 @ready → lee task
        03-02 09:20 told clean/b1 → lee(email) task
        03-02 09:20 rung clean/b2 @ready → lee task
        03-02 09:20 told clean/b2 → lee(email) task
        > 03-02 09:25 lee approves clean
        = refused: StepNotOpen
        > 03-02 09:30 lee does clean/b1
        03-02 09:30 done clean/b1 by lee
        > 03-02 09:40 lee does clean
        03-02 09:40 done clean/b2 by lee
        03-02 09:40 done clean
        03-02 09:40 ready look
        03-02 09:40 rung look @ready → ann,bob task
        03-02 09:40 told look → ann(email) task
        03-02 09:40 told look → bob(email) task
        > 03-02 09:41 rounds
        = clean 2, look 1
        > 03-02 09:50 lee does look
        = refused: OwnWork
        ",
    );
}

#[test]
fn a_hold_until_the_last_item_is_done_puts_off_what_then_decides() {
    House::of(
        "
calendar: always
hold: { who: [lead], at_most: 5 days }
fields: { ok: { type: bool, required: true } }
steps:
  - step: clean
    for_each: zones
    owner: clerk
    form: [ok]
    escalate: [{ at: overdue, tell: owner }]
    then:
      - { if: all(ok == true), end: good }
",
    )
    .on_shift("zones: [ { id: b1, name: B1 } ]")
    .goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready clean
        03-02 09:00 ready clean/b1
        > 03-02 09:30 lee holds
        03-02 09:30 held by lee
        03-02 09:30 told clean/b1 → ann(email) held
        03-02 09:30 told clean/b1 → bob(email) held
        03-02 09:30 told clean/b1 → lee(email) held
        > 03-02 09:40 ann does clean ok=true
        03-02 09:40 done clean/b1 by ann
        03-02 09:40 done clean
        > 03-02 10:30 lee resumes
        03-02 10:30 resumed by lee
        03-02 10:30 closed: good
        ",
    );
}

#[test]
fn where_a_zone_names_nobody_who_is_there_its_task_climbs_alone() {
    House::of(
        "
calendar: always
steps:
  - step: clean
    for_each: zones
    owner: \"{item.cleaner}\"
    within: 2h
    escalate:
      - { at: ready, tell: owner }
      - { at: overdue, tell: owner }
",
    )
    .away_on_shift(
        &[("tom", "away: [2026-03-02..2026-03-02]")],
        "zones: [ { id: b1, name: B1, cleaner: ann }, { id: b2, name: B2, cleaner: tom } ]",
    )
    .goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready clean
        03-02 09:00 ready clean/b1
        03-02 09:00 ready clean/b2
        03-02 09:00 rung clean/b1 @ready → ann task
        03-02 09:00 told clean/b1 → ann(email) task
        03-02 09:00 rung clean/b2 @ready → nobody task
        > 03-02 10:00 ann does clean/b1
        03-02 10:00 done clean/b1 by ann
        > 03-02 11:00
        03-02 11:00 overdue clean/b2 @overdue → max overdue
        03-02 11:00 told clean/b2 → max(email) overdue
        03-03 00:00 told clean/b2 → tom(sms) task
        > 03-03 09:00
        ",
    );
}

#[test]
fn in_a_later_round_no_limit_runs_of_an_item_that_is_none_any_more() {
    House::of(
        "
calendar: always
fields:
  spots: { type: list }
  ok: { type: bool, required: true }
steps:
  - step: plan
    owner: clerk
    form: [spots]
    escalate: [{ at: overdue, tell: owner }]
  - step: measure
    for_each: spots
    owner: tech
    within: 2h
    since: opened
    escalate: [{ at: overdue, tell: owner }]
  - step: look
    owner: lead
    form: [ok]
    escalate: [{ at: overdue, tell: owner }]
    then:
      - { if: ok == false, back_to: plan, rounds: 2, after_that: { end: given-up } }
",
    )
    .goes(
        "
        > 03-02 09:00 ann opens spots=Hall
        03-02 09:00 opened by ann
        03-02 09:00 ready plan
        03-02 09:00 done plan by ann
        03-02 09:00 ready measure
        03-02 09:00 ready measure/Hall
        > 03-02 09:10 tom does measure
        03-02 09:10 done measure/Hall by tom
        03-02 09:10 done measure
        03-02 09:10 ready look
        > 03-02 09:20 lee does look ok=false
        03-02 09:20 done look by lee
        03-02 09:20 ready plan
        > 03-02 09:30 shows measure/Hall
        = measure/Hall met, due 03-02 11:00
        > 03-02 12:00 ann does plan spots=Lift
        03-02 12:00 done plan by ann
        03-02 12:00 ready measure
        03-02 12:00 ready measure/Lift
        03-02 12:00 overdue measure/Lift @overdue → tom,tia overdue
        03-02 12:00 told measure/Lift → tom(sms) overdue
        03-02 12:00 told measure/Lift → tia(email) overdue
        > 03-02 12:10 tia does measure
        03-02 12:10 done measure/Lift by tia
        03-02 12:10 done measure
        03-02 12:10 ready look
        > 03-02 20:00
        ",
    );
}

#[test]
fn s12_a_line_that_asks_the_items_is_chosen_anew_when_one_of_them_changes() {
    House::of(
        "
calendar: always
fields: { ok: { type: bool, required: true } }
steps:
  - step: clean
    for_each: zones
    owner: clerk
    form: [ok]
    escalate: [{ at: overdue, tell: owner }]
  - step: mend
    after: opened
    owner: tech
    within:
      - { if: any(ok == false), allow: 1h }
      - { allow: 5h }
    escalate: [{ at: overdue, tell: owner }]
",
    )
    .on_shift("zones: [ { id: b1, name: B1 }, { id: b2, name: B2 } ]")
    .goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready clean
        03-02 09:00 ready clean/b1
        03-02 09:00 ready clean/b2
        03-02 09:00 ready mend
        > 03-02 09:10 shows mend
        = mend running, due 03-02 14:00
        > 03-02 09:20 ann does clean/b1 ok=false
        03-02 09:20 done clean/b1 by ann
        03-02 09:20 moved mend
        > 03-02 09:30 shows mend
        = mend running, due 03-02 10:00
        ",
    );
}

#[test]
fn s12_what_each_item_holds_to_begin_with_is_read_by_the_lines_that_ask_for_it() {
    House::of(
        "
calendar: always
fields: { level: { type: number, default: 1 } }
steps:
  - { step: note, owner: clerk, escalate: [{ at: overdue, tell: owner }] }
  - step: mend
    after: opened
    owner: tech
    within:
      - { if: any(level < 5), allow: 2h }
      - { allow: 5h }
    escalate: [{ at: overdue, tell: owner }]
  - step: clean
    after: [note]
    for_each: zones
    owner: clerk
    form: [level]
    escalate: [{ at: overdue, tell: owner }]
",
    )
    .on_shift("zones: [ { id: b1, name: B1 } ]")
    .goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready note
        03-02 09:00 ready mend
        > 03-02 09:20 ann does note
        03-02 09:20 done note by ann
        03-02 09:20 ready clean
        03-02 09:20 moved mend
        03-02 09:20 ready clean/b1
        > 03-02 09:30 shows mend
        = mend running, due 03-02 11:00
        ",
    );
}
