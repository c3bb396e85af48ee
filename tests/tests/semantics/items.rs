//! A step that is done for each zone of the estate, or for each text of a list: a task for each, with an
//! owner, a clock and a form of its own, and the step done with the last of them (language §4, §5).

use crate::fixture::House;

/// Two zones, each with its own cleaner; the third has none in the roster but a role.
const ZONES: &str = "
zones:
  - { id: b1, name: 1号楼, cleaner: ann }
  - { id: b2, name: 2号楼, cleaner: tom }
  - { id: b3, name: 3号楼, cleaner: clerk }
";

const CLEAN: &str = "
calendar: always
fields:
  found: { type: choice, of: [fine, dirty], required: true }
  what: { type: text }
steps:
  - step: clean
    for_each: zones
    owner: \"{item.cleaner}\"
    form: [found]
    checklist: [hall, lift]
    within: 2h
    escalate:
      - { at: ready, tell: owner }
      - { at: overdue, tell: [owner, superior] }
    then:
      - { if: any(found == dirty), back_to: clean, rounds: 2, after_that: { end: dirty } }
  - step: report
    owner: lead
    form: [what]
";

fn clean(script: &str) {
    House::of(CLEAN).on_shift(ZONES).goes(script);
}

const READY: &str = "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready clean
        03-02 09:00 ready clean/b1
        03-02 09:00 ready clean/b2
        03-02 09:00 ready clean/b3
        03-02 09:00 rung clean/b1 @ready → ann task
        03-02 09:00 told clean/b1 → ann(email) task
        03-02 09:00 rung clean/b2 @ready → tom task
        03-02 09:00 told clean/b2 → tom(sms) task
        03-02 09:00 rung clean/b3 @ready → ann,bob task
        03-02 09:00 told clean/b3 → ann(email) task
        03-02 09:00 told clean/b3 → bob(email) task
";

#[test]
fn each_zone_is_a_task_of_its_own_keeper_and_the_step_is_done_with_the_last() {
    clean(&format!(
        "{READY}
        > 03-02 09:10 ann does clean/b1 found=fine
        03-02 09:10 done clean/b1 by ann
        > 03-02 09:20 tom does clean/b2 found=fine
        03-02 09:20 done clean/b2 by tom
        > 03-02 09:21 steps
        = clean ready, clean/b1 done, clean/b2 done, clean/b3 ready, report waiting
        > 03-02 09:30 bob does clean/b3 found=fine
        03-02 09:30 done clean/b3 by bob
        03-02 09:30 done clean
        03-02 09:30 ready report
        "
    ));
}

#[test]
fn an_item_may_be_left_out_where_only_one_is_theirs() {
    clean(&format!(
        "{READY}
        > 03-02 09:10 tom does clean found=fine
        03-02 09:10 done clean/b2 by tom
        > 03-02 09:11 ann does clean found=fine
        = refused: WhichItem
        > 03-02 09:12 ann does clean/b9 found=fine
        = refused: WhichItem
        > 03-02 09:13 tom does clean/b1 found=fine
        = refused: NotYours
        > 03-02 09:14 ann takes clean/b3
        03-02 09:14 taken clean/b3 by ann
        "
    ));
}

#[test]
fn each_has_its_own_clock() {
    clean(&format!(
        "{READY}
        > 03-02 09:30 lee extends clean/b3 1h
        03-02 09:30 extended clean/b3 by lee
        > 03-02 10:00 tom does clean found=fine
        03-02 10:00 done clean/b2 by tom
        > 03-02 11:00
        03-02 11:00 overdue clean/b1 @overdue → ann,lee overdue
        03-02 11:00 told clean/b1 → ann(email) overdue
        03-02 11:00 told clean/b1 → lee(email) overdue
        > 03-02 11:30 shows clean/b1
        = clean/b1 missed, due 03-02 11:00
        > 03-02 11:31 shows clean/b2
        = clean/b2 met, due 03-02 11:00
        > 03-02 11:32 shows clean/b3
        = clean/b3 running, due 03-02 12:00
        > 03-02 11:33 lee excuses clean
        03-02 11:33 excused clean/b1 by lee
        > 03-02 11:34 lee extends clean 1h
        = refused: WhichItem
        "
    ));
}

#[test]
fn a_new_round_takes_the_items_anew_and_keeps_what_each_was_filled_with() {
    clean(&format!(
        "{READY}
        > 03-02 09:10 ann does clean/b1 found=dirty
        03-02 09:10 done clean/b1 by ann
        > 03-02 09:11 tom does clean found=fine
        03-02 09:11 done clean/b2 by tom
        > 03-02 09:12 bob does clean found=fine
        03-02 09:12 done clean/b3 by bob
        03-02 09:12 done clean
        03-02 09:12 ready clean
        03-02 09:12 ready clean/b1
        03-02 09:12 ready clean/b2
        03-02 09:12 ready clean/b3
        03-02 09:12 rung clean/b1 @ready → ann task
        03-02 09:12 told clean/b1 → ann(email) task
        03-02 09:12 rung clean/b2 @ready → tom task
        03-02 09:12 told clean/b2 → tom(sms) task
        03-02 09:12 rung clean/b3 @ready → ann,bob task
        03-02 09:12 told clean/b3 → ann(email) task
        03-02 09:12 told clean/b3 → bob(email) task
        > 03-02 09:13 rounds
        = clean 2, report 2
        > 03-02 09:14 cases
        = hill-small-1 open found/b1=dirty found/b2=fine found/b3=fine
        > 03-02 09:15 tom does clean
        03-02 09:15 done clean/b2 by tom
        > 03-02 09:16 bob does clean/b3
        03-02 09:16 done clean/b3 by bob
        > 03-02 09:17 ann does clean/b1 found=dirty
        03-02 09:17 done clean/b1 by ann
        03-02 09:17 done clean
        03-02 09:17 closed: dirty
        "
    ));
}

#[test]
fn what_failed_in_any_of_them_failed_in_the_step() {
    House::of(
        "
calendar: always
steps:
  - step: clean
    for_each: zones
    owner: clerk
    checklist: [hall, lift]
    within: 2h
    escalate: [{ at: overdue, tell: owner, hand_to: manager }]
  - step: mend
    if: failed(clean)
    owner: tech
    escalate: [{ at: overdue, tell: owner }]
",
    )
    .on_shift(ZONES)
    .goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready clean
        03-02 09:00 ready clean/b1
        03-02 09:00 ready clean/b2
        03-02 09:00 ready clean/b3
        > 03-02 09:10 ann does clean/b1
        03-02 09:10 done clean/b1 by ann
        > 03-02 09:20 ann does clean/b2 !lift
        03-02 09:20 done clean/b2 by ann
        > 03-02 09:30 ann hands clean/b3 bob
        = refused: NotYours
        > 03-02 09:40 lee hands clean/b3 bob
        03-02 09:40 handed clean/b3 by lee
        03-02 09:40 told clean/b3 → bob(email) handed
        > 03-02 11:00
        03-02 11:00 overdue clean/b3 @overdue → bob overdue
        03-02 11:00 told clean/b3 → bob(email) overdue
        03-02 11:00 handed clean/b3
        03-02 11:00 told clean/b3 → max(email) handed
        > 03-02 11:10 max does clean
        03-02 11:10 done clean/b3 by max
        03-02 11:10 done clean
        03-02 11:10 ready mend
        > 03-02 11:20 steps
        = clean done, clean/b1 done, clean/b2 done, clean/b3 done, mend ready
        ",
    );
}

const LISTED: &str = "
calendar: always
fields:
  spots: { type: list }
  level: { type: number, required: true, default: 1 }
  least: { type: number, default: 5 }
steps:
  - step: plan
    owner: clerk
    form: [spots]
    escalate: [{ at: overdue, tell: owner }]
  - step: measure
    for_each: spots
    owner: tech
    form: [level]
    signoff: second-person
    escalate: [{ at: ready, tell: owner }]
    then:
      - { if: all(level >= least), end: good }
  - step: check
    approve: clerk
    escalate: [{ at: overdue, tell: owner }]
";

#[test]
fn each_text_of_a_list_is_an_item_once_and_signed_for_itself() {
    House::of(LISTED).goes(
        "
        > 03-02 09:00 ann opens spots=Hall,Lift,Hall
        03-02 09:00 opened by ann
        03-02 09:00 ready plan
        03-02 09:00 done plan by ann
        03-02 09:00 ready measure
        03-02 09:00 ready measure/Hall
        03-02 09:00 ready measure/Lift
        03-02 09:00 rung measure/Hall @ready → tom,tia task
        03-02 09:00 told measure/Hall → tom(sms) task
        03-02 09:00 told measure/Hall → tia(email) task
        03-02 09:00 rung measure/Lift @ready → tom,tia task
        03-02 09:00 told measure/Lift → tom(sms) task
        03-02 09:00 told measure/Lift → tia(email) task
        > 03-02 09:10 tom does measure/Hall level=7
        03-02 09:10 noted measure/Hall by tom: sent; a second person is to sign
        03-02 09:10 told measure/Hall → tia(email) sign
        > 03-02 09:11 tom signs measure
        = refused: WhichItem
        > 03-02 09:12 tia signs measure
        03-02 09:12 done measure/Hall by tia
        > 03-02 09:13 tia does measure level=9
        03-02 09:13 noted measure/Lift by tia: sent; a second person is to sign
        03-02 09:13 told measure/Lift → tom(sms) sign
        > 03-02 09:14 tom signs measure/Lift
        03-02 09:14 done measure/Lift by tom
        03-02 09:14 done measure
        03-02 09:14 closed: good
        ",
    );
}

#[test]
fn what_is_listed_meanwhile_counts_from_the_next_round_on() {
    House::of(LISTED).goes("
        > 03-02 09:00 ann opens spots=Hall
        03-02 09:00 opened by ann
        03-02 09:00 ready plan
        03-02 09:00 done plan by ann
        03-02 09:00 ready measure
        03-02 09:00 ready measure/Hall
        03-02 09:00 rung measure/Hall @ready → tom,tia task
        03-02 09:00 told measure/Hall → tom(sms) task
        03-02 09:00 told measure/Hall → tia(email) task
        > 03-02 09:05 lee sets spots=Lift,Roof
        = refused: NotYours
        > 03-02 09:06 max sets spots=Lift,Roof
        03-02 09:06 set by max
        > 03-02 09:10 tom does measure
        03-02 09:10 noted measure/Hall by tom: sent; a second person is to sign
        03-02 09:10 told measure/Hall → tia(email) sign
        > 03-02 09:11 tia signs measure
        03-02 09:11 done measure/Hall by tia
        03-02 09:11 done measure
        03-02 09:11 ready check
        > 03-02 09:12 bob returns check
        03-02 09:12 returned check by bob
        03-02 09:12 done check by bob
        03-02 09:12 ready measure
        03-02 09:12 ready measure/Lift
        03-02 09:12 ready measure/Roof
        03-02 09:12 rung measure/Lift @ready → tom,tia returned
        03-02 09:12 told measure/Lift → tom(sms) returned
        03-02 09:12 told measure/Lift → tia(email) returned
        03-02 09:12 rung measure/Roof @ready → tom,tia returned
        03-02 09:12 told measure/Roof → tom(sms) returned
        03-02 09:12 told measure/Roof → tia(email) returned
        > 03-02 09:13 steps
        = plan done, measure ready, measure/lift ready, measure/roof ready, check waiting
        > 03-02 09:14 tom does measure/Hall
        = refused: WhichItem
        > 03-02 09:15 max sets level=3
        = refused: OfItems
        > 03-02 09:16 max sets level/Lift=3
        03-02 09:16 set by max
        > 03-02 09:17 cases
        = hill-small-1 open least=Number(5) level/Hall=Number(1) level/Lift=Number(3) level/Roof=Number(1) spots=List([\"Lift\", \"Roof\"])
        ");
}

#[test]
fn without_items_it_is_skipped_and_nothing_was_said_of_any_and_everything_of_all() {
    House::of(
        "
calendar: always
fields:
  ok: { type: bool, required: true }
steps:
  - { step: start, owner: clerk, escalate: [{ at: overdue, tell: owner }] }
  - step: clean
    for_each: zones
    owner: clerk
    form: [ok]
  - { step: one, if: any(ok == false), owner: tech, escalate: [{ at: overdue, tell: owner }] }
  - { step: each, if: all(ok == true), owner: tech, escalate: [{ at: overdue, tell: owner }] }
",
    )
    .goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready start
        > 03-02 09:10 ann does start
        03-02 09:10 done start by ann
        03-02 09:10 skipped clean
        03-02 09:10 skipped one
        03-02 09:10 ready each
        ",
    );
}

#[test]
fn a_hold_lets_open_items_be_done_and_an_end_withdraws_them() {
    House::of(
        "
calendar: always
hold: { who: [lead], at_most: 5 days }
steps:
  - step: clean
    for_each: zones
    owner: clerk
    within: 2h
    escalate: [{ at: overdue, tell: owner }]
  - { step: next, owner: tech, escalate: [{ at: overdue, tell: owner }] }
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
        > 03-02 09:30 lee holds
        03-02 09:30 held by lee
        03-02 09:30 told clean/b1 → ann(email) held
        03-02 09:30 told clean/b1 → bob(email) held
        03-02 09:30 told clean/b1 → lee(email) held
        > 03-02 09:40 ann does clean/b1
        03-02 09:40 done clean/b1 by ann
        > 03-02 10:00 shows clean/b2
        = clean/b2 paused, due 03-02 11:30
        > 03-02 10:30 lee resumes
        03-02 10:30 resumed by lee
        03-02 10:30 told clean/b2 → ann(email) resumed
        03-02 10:30 told clean/b2 → bob(email) resumed
        03-02 10:30 told clean/b2 → lee(email) resumed
        > 03-02 10:31 shows clean/b2
        = clean/b2 running, due 03-02 12:00
        > 03-02 10:40 lee cancels
        03-02 10:40 withdrawn clean
        03-02 10:40 withdrawn clean/b2
        03-02 10:40 cancelled by lee: twice
        > 03-02 10:41 steps
        = clean withdrawn, clean/b1 done, clean/b2 withdrawn, next waiting
        ",
    );
}
