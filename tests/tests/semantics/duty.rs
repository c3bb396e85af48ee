//! Shifts: who is told, who holds, and who hears later (language §7 and §10, S27–S29, S36, S37).

use crate::fixture::House;

/// Ann has the day and bob the night at the desk, a week each; the technicians only work by day.
const ROSTERS: &str = r#"
rosters:
  clerk:
    shifts: { day: "08:00-20:00", night: "20:00-08:00" }
    rotation: { every: 1 week, starts: 2026-03-02, order: { day: [ann, bob], night: [bob, ann] } }
  tech:
    shifts: { day: "08:00-18:00" }
    rotation: { every: 1 day, starts: 2026-03-02, order: { day: [tom, tia, []] } }
"#;

const STEPS: &str = "calendar: always
escalate:
  - { at: ready, tell: owner }
  - { at: overdue, tell: [owner, superior] }
";

fn house(steps: &str) -> House {
    House::of(&format!("{STEPS}{steps}")).on_shift(ROSTERS)
}

#[test]
fn s27_owner_is_who_of_the_role_is_on_shift_and_changes_with_it() {
    house("steps:\n  - { step: work, owner: clerk, within: 30m }\n").goes(
        "
        > 03-02 07:59 ann opens
        03-02 07:59 opened by ann
        03-02 07:59 ready work
        03-02 07:59 rung work @ready → ann,bob task
        03-02 07:59 told work → ann(email) task
        03-02 07:59 told work → bob(email) task
        > 03-02 08:29
        03-02 08:29 overdue work @overdue → ann,lee overdue
        03-02 08:29 told work → ann(email) overdue
        03-02 08:29 told work → lee(email) overdue
        ",
    );
    house("steps:\n  - { step: work, owner: clerk, within: 30m }\n").goes(
        "
        > 03-02 19:45 ann opens
        03-02 19:45 opened by ann
        03-02 19:45 ready work
        03-02 19:45 rung work @ready → ann task
        03-02 19:45 told work → ann(email) task
        > 03-02 20:15
        03-02 20:15 overdue work @overdue → bob,lee overdue
        03-02 20:15 told work → bob(email) overdue
        03-02 20:15 told work → lee(email) overdue
        ",
    );
}

#[test]
fn s27_with_nobody_on_shift_the_role_above_is_told_but_at_ready_it_waits_for_the_next_shift() {
    // On the third day of the rotation nobody of the technicians works.
    house("steps:\n  - { step: mend, owner: tech, within: 2h }\n").goes(
        "
        > 03-03 17:59 tom opens
        03-03 17:59 opened by tom
        03-03 17:59 ready mend
        03-03 17:59 rung mend @ready → tia task
        03-03 17:59 told mend → tia(email) task
        > 03-03 19:59
        03-03 19:59 overdue mend @overdue → max,qin overdue
        03-03 19:59 told mend → max(email) overdue
        03-03 19:59 told mend → qin(email) overdue
        ",
    );
    house("steps:\n  - { step: mend, owner: tech }\n").goes(
        "
        > 03-03 18:00 tom opens
        03-03 18:00 opened by tom
        03-03 18:00 ready mend
        03-03 18:00 rung mend @ready → nobody task
        > 03-05 08:00
        03-05 08:00 told mend → tom(sms) task
        ",
    );
}

#[test]
fn s28_all_of_a_role_hear_off_shift_too_but_not_who_is_away() {
    let steps = "steps:\n  - { step: say, notify: all clerk, template: task }\n";
    House::of(&format!("{STEPS}{steps}")).on_shift(ROSTERS).goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready say
        03-02 09:00 told say → ann(email) task
        03-02 09:00 told say → bob(email) task
        03-02 09:00 done say
        03-02 09:00 closed: done
        ",
    );
}

#[test]
fn a_step_that_is_not_done_when_its_holders_shift_ends_is_free_again() {
    house("steps:\n  - { step: work, owner: clerk, within: 1 day }\n").goes(
        "
        > 03-02 18:00 ann opens
        03-02 18:00 opened by ann
        03-02 18:00 ready work
        03-02 18:00 rung work @ready → ann task
        03-02 18:00 told work → ann(email) task
        > 03-02 18:05 ann takes work
        03-02 18:05 taken work by ann
        > 03-02 18:06 bob takes work
        = refused: Taken
        > 03-02 20:00
        03-02 20:00 handed work
        > 03-02 20:01 bob takes work
        03-02 20:01 taken work by bob
        03-03 08:00 handed work
        > 03-03 18:00
        03-03 18:00 overdue work @overdue → ann,lee overdue
        03-03 18:00 told work → ann(email) overdue
        03-03 18:00 told work → lee(email) overdue
        ",
    );
}

#[test]
fn who_takes_a_step_off_shift_holds_it_until_their_next_shift_ends_and_another_may_take_it_before() {
    house("steps:\n  - { step: work, owner: clerk }\n").goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready work
        03-02 09:00 rung work @ready → ann task
        03-02 09:00 told work → ann(email) task
        > 03-02 09:05 bob takes work
        03-02 09:05 taken work by bob
        > 03-02 09:06 ann takes work
        03-02 09:06 taken work by ann
        > 03-02 09:07 max hands work bob
        03-02 09:07 handed work by max
        03-02 09:07 told work → ann(email) handed
        > 03-03 08:00
        03-03 08:00 handed work
        ",
    );
}

#[test]
fn s27_who_stands_in_for_somebody_away_hears_during_their_shifts_and_not_outside_them() {
    let staff = [("ann", "substitute: lee, away: [2026-03-02..2026-03-04]")];
    let steps = "steps:\n  - { step: mend, owner: clerk }\n";
    // Bob's night is bob's; ann's day is lee's.
    House::of(&format!("{STEPS}{steps}")).away_on_shift(&staff, ROSTERS).goes(
        "
        > 03-02 07:00 bob opens
        03-02 07:00 opened by bob
        03-02 07:00 ready mend
        03-02 07:00 rung mend @ready → bob task
        03-02 07:00 told mend → bob(email) task
        ",
    );
    House::of(&format!("{STEPS}{steps}")).away_on_shift(&staff, ROSTERS).goes(
        "
        > 03-03 10:00 bob opens
        03-03 10:00 opened by bob
        03-03 10:00 ready mend
        03-03 10:00 rung mend @ready → lee task
        03-03 10:00 told mend → lee(email) task
        ",
    );
}
