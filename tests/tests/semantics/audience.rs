//! Who is told (S27, S28, S30, S31, S33).

use crate::fixture::House;

/// What a miss tells to whom.
fn overdue_tells(owner: &str, tell: &str) -> String {
    format!(
        "
calendar: always
steps:
  - step: work
    owner: {owner}
    within: 1h
    escalate: [ {{ at: overdue, {tell} }} ]
"
    )
}

/// The step is opened at nine and missed at ten.
fn missed_at_ten(told: &str) -> String {
    format!(
        "
        > 03-02 09:00 max opens
        03-02 09:00 opened by max
        03-02 09:00 ready work
        {told}
        > 03-02 12:00
        "
    )
}

const AWAY: &str = "away: [2026-03-02]";

#[test]
fn s27_a_role_is_those_of_it_who_are_there() {
    House::of(&overdue_tells("clerk", "tell: owner")).away(&[("bob", AWAY)]).goes(&missed_at_ten(
        "03-02 10:00 overdue work @overdue → ann overdue
        03-02 10:00 told work → ann(email) overdue",
    ));
}

#[test]
fn s27_with_none_there_the_substitutes_of_those_away_are_told() {
    House::of(&overdue_tells("clerk", "tell: owner"))
        .away(&[("ann", "substitute: tia, away: [2026-03-02]"), ("bob", AWAY)])
        .goes(&missed_at_ten(
            "03-02 10:00 overdue work @overdue → tia overdue
        03-02 10:00 told work → tia(email) overdue",
        ));
}

#[test]
fn s27_a_substitute_who_is_away_counts_as_none_and_has_no_substitute() {
    House::of(&overdue_tells("clerk", "tell: owner"))
        .away(&[
            ("ann", "substitute: tia, away: [2026-03-02]"),
            ("bob", AWAY),
            ("tia", "substitute: tom, away: [2026-03-02]"),
        ])
        .goes(&missed_at_ten(
            "03-02 10:00 overdue work @overdue → lee overdue
        03-02 10:00 told work → lee(email) overdue",
        ));
}

#[test]
fn s27_the_role_above_is_resolved_in_the_same_way_and_so_up() {
    House::of(&overdue_tells("clerk", "tell: owner"))
        .away(&[("ann", AWAY), ("bob", AWAY), ("lee", AWAY), ("max", "substitute: tom, away: [2026-03-02]")])
        .goes(
            "
        > 03-02 09:00 tom opens
        03-02 09:00 opened by tom
        03-02 09:00 ready work
        03-02 10:00 overdue work @overdue → tom overdue
        03-02 10:00 told work → tom(sms) overdue
        > 03-02 12:00
        ",
        );
}

#[test]
fn s27_past_the_top_the_last_resort_is_told_everyone_of_it_away_or_not() {
    House::of(&overdue_tells("clerk", "tell: owner"))
        .away(&[("ann", AWAY), ("bob", AWAY), ("lee", AWAY), ("max", AWAY)])
        .with(
            "steward.yaml",
            "
organisation: Hill
last_resort: quality
time_zone: Asia/Shanghai
roles:
  clerk:   { title: Clerk, superior: lead }
  lead:    { title: Lead, superior: manager }
  tech:    { title: Technician, superior: manager }
  manager: { title: Manager }
  quality: { title: Quality }
staff:
  - { id: qin, name: Qin, roles: [quality], email: qin@example.com }
  - { id: quy, name: Quy, roles: [quality], email: quy@example.com, away: [2026-03-02] }
",
        )
        .goes(
            "
        > 03-02 09:00 tom opens
        03-02 09:00 opened by tom
        03-02 09:00 ready work
        03-02 10:00 overdue work @overdue → qin,quy overdue
        03-02 10:00 told work → qin(email) overdue
        03-02 10:00 told work → quy(email) overdue
        > 03-02 12:00
        ",
        );
}

#[test]
fn s28_all_of_a_role_are_those_who_are_not_away_whoever_holds_the_step() {
    House::of(&overdue_tells("clerk", "tell: all owner")).goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready work
        > 03-02 09:10 ann takes work
        03-02 09:10 taken work by ann
        03-02 10:00 overdue work @overdue → ann,bob overdue
        03-02 10:00 told work → ann(email) overdue
        03-02 10:00 told work → bob(email) overdue
        > 03-02 12:00
        ",
    );
    House::of(&overdue_tells("tech", "tell: all clerk")).away(&[("bob", AWAY)]).goes(&missed_at_ten(
        "03-02 10:00 overdue work @overdue → ann overdue
        03-02 10:00 told work → ann(email) overdue",
    ));
}

/// Two steps side by side, and a clock of the case.
fn side_by_side(one: &str, two: &str) -> House {
    House::of(&format!(
        "
calendar: always
limits:
  - {{ limit: whole, within: 1h, escalate: [ {{ at: overdue, tell: [owner, superior] }} ] }}
steps:
  - {{ step: one, after: opened, owner: {one} }}
  - {{ step: two, after: opened, owner: {two} }}
"
    ))
}

#[test]
fn s30_of_several_open_steps_each_is_resolved_for_itself_and_none_climbs_because_of_another() {
    // The lead is the superior of one step and the owner of the other; the manager is above both.
    side_by_side("clerk", "lead").goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready one
        03-02 09:00 ready two
        03-02 10:00 overdue whole @overdue → ann,bob,lee,max overdue
        03-02 10:00 told one → ann(email) overdue
        03-02 10:00 told one → bob(email) overdue
        03-02 10:00 told one → lee(email) overdue
        03-02 10:00 told one → max(email) overdue
        > 03-02 12:00
        ",
    );
}

#[test]
fn s30_with_nobody_left_above_nobody_more_is_told() {
    side_by_side("quality", "quality").goes(
        "
        > 03-02 09:00 ann opens
        03-02 09:00 opened by ann
        03-02 09:00 ready one
        03-02 09:00 ready two
        03-02 10:00 overdue whole @overdue → qin overdue
        03-02 10:00 told one → qin(email) overdue
        > 03-02 12:00
        ",
    );
}

#[test]
fn s30_a_superior_never_ends_at_someone_the_same_rung_reaches_it_climbs_on() {
    let one_for_both = "
estate: hill
name: Hill
staff:
  - { id: ann, name: Ann, roles: [clerk, lead], email: ann@example.com }
  - { id: max, name: Max, roles: [manager, tech], email: max@example.com }
";
    House::of(&overdue_tells("clerk", "tell: [owner, superior]"))
        .with("estates/hill.yaml", one_for_both)
        .goes(&missed_at_ten(
            "03-02 10:00 overdue work @overdue → ann,max overdue
        03-02 10:00 told work → ann(email) overdue
        03-02 10:00 told work → max(email) overdue",
        ));
}

#[test]
fn s31_the_first_channel_is_the_first_written_with_the_person() {
    let phone_first = "
estate: hill
name: Hill
staff:
  - { id: ann, name: Ann, roles: [clerk], email: ann@example.com, phone: \"+8613800000001\" }
  - { id: bob, name: Bob, roles: [clerk], phone: \"+8613800000009\", email: bob@example.com }
  - { id: max, name: Max, roles: [tech, lead, manager], email: max@example.com }
";
    House::of(&overdue_tells("clerk", "tell: owner")).with("estates/hill.yaml", phone_first).goes(
        &missed_at_ten(
            "03-02 10:00 overdue work @overdue → ann,bob overdue
        03-02 10:00 told work → ann(email) overdue
        03-02 10:00 told work → bob(sms) overdue",
        ),
    );
}

#[test]
fn s31_who_has_no_channel_at_all_counts_as_not_there_but_not_as_away() {
    let mute = "
estate: hill
name: Hill
staff:
  - { id: ann, name: Ann, roles: [clerk], substitute: max }
  - { id: lee, name: Lee, roles: [lead], email: lee@example.com }
  - { id: max, name: Max, roles: [tech, manager], email: max@example.com }
";
    House::of(&overdue_tells("clerk", "tell: owner")).with("estates/hill.yaml", mute).goes(&missed_at_ten(
        "03-02 10:00 overdue work @overdue → lee overdue
        03-02 10:00 told work → lee(email) overdue",
    ));
}

#[test]
fn s31_an_owner_named_by_an_empty_field_is_the_last_resort_and_check_warns() {
    let fields = "calendar: always\nfields: { who: { type: staff } }";
    let house = House::of(&overdue_tells("\"{who}\"", "tell: owner").replace("calendar: always", fields));
    assert!(!house.findings().is_empty());
    house.goes(&missed_at_ten(
        "03-02 10:00 overdue work @overdue → qin overdue
        03-02 10:00 told work → qin(email) overdue",
    ));
}

#[test]
fn s33_a_told_names_one_person_and_their_channels_and_the_rung_whom_it_reached_and_channels_as_written() {
    House::of(&overdue_tells("clerk", "tell: [owner, superior], via: [sms, email]")).goes(&missed_at_ten(
        "03-02 10:00 overdue work @overdue → ann,bob,lee via sms,email overdue
        03-02 10:00 told work → ann(sms,email) overdue
        03-02 10:00 told work → bob(email) overdue
        03-02 10:00 told work → lee(sms,email) overdue",
    ));
}

#[test]
fn s27_a_superior_who_is_away_has_a_substitute_too() {
    House::of(&overdue_tells("clerk", "tell: [owner, superior]"))
        .away(&[("lee", "substitute: tia, away: [2026-03-02]")])
        .goes(&missed_at_ten(
            "03-02 10:00 overdue work @overdue → ann,bob,tia overdue
        03-02 10:00 told work → ann(email) overdue
        03-02 10:00 told work → bob(email) overdue
        03-02 10:00 told work → tia(email) overdue",
        ));
}

#[test]
fn s27_a_person_named_by_a_field_has_the_superior_of_their_first_role() {
    let owner = "calendar: always\nfields: { who: { type: staff } }";
    let house =
        House::of(&overdue_tells("\"{who}\"", "tell: [owner, superior]").replace("calendar: always", owner));
    house.goes(
        "
        > 03-02 09:00 max opens who=bob
        03-02 09:00 opened by max
        03-02 09:00 ready work
        03-02 10:00 overdue work @overdue → bob,lee overdue
        03-02 10:00 told work → bob(email) overdue
        03-02 10:00 told work → lee(email) overdue
        > 03-02 12:00
        ",
    );
    house.away(&[("bob", AWAY)]).goes(
        "
        > 03-02 09:00 max opens who=bob
        03-02 09:00 opened by max
        03-02 09:00 ready work
        03-02 10:00 overdue work @overdue → lee,max overdue
        03-02 10:00 told work → lee(email) overdue
        03-02 10:00 told work → max(email) overdue
        > 03-02 12:00
        ",
    );
}

#[test]
fn s33_a_person_reached_twice_by_a_rung_is_told_once() {
    House::of(&overdue_tells("clerk", "tell: [owner, all clerk, lead, superior]")).goes(&missed_at_ten(
        "03-02 10:00 overdue work @overdue → ann,bob,lee,max overdue
        03-02 10:00 told work → ann(email) overdue
        03-02 10:00 told work → bob(email) overdue
        03-02 10:00 told work → lee(email) overdue
        03-02 10:00 told work → max(email) overdue",
    ));
}
