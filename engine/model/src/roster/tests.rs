use super::*;
use crate::Place;

/// Two people who change the day and the night shift every week, counted from a Monday.
fn desk() -> Roster {
    let (wang, zhou) = (StaffId::new("wang"), StaffId::new("zhou"));
    Roster {
        role: RoleId::new("desk"),
        shifts: vec![
            shift("day", "08:00-20:00", vec![vec![wang.clone()], vec![zhou.clone()]]),
            shift("night", "20:00-08:00", vec![vec![zhou.clone()], vec![wang]]),
        ],
        every: 7,
        starts: civil::date(2026, 1, 5),
        overrides: vec![Override {
            on: civil::date(2026, 1, 7),
            shift: "day".into(),
            who: vec![zhou],
            place: Place::top_of(""),
        }],
        place: Place::top_of(""),
    }
}

fn shift(name: &str, hours: &str, turns: Vec<Vec<StaffId>>) -> Shift {
    Shift { name: name.into(), hours: Hours::parse(hours).unwrap(), turns, place: Place::top_of("") }
}

fn zone() -> TimeZone {
    TimeZone::get("Asia/Shanghai").unwrap()
}

fn at(text: &str) -> Timestamp {
    steward_time::on_the_wall(&zone(), text.replace(' ', "T").parse().unwrap())
}

fn shown(at: Option<Timestamp>) -> String {
    at.map_or("never".to_owned(), |at| at.to_zoned(zone()).strftime("%Y-%m-%d %H:%M").to_string())
}

fn who(roster: &Roster, text: &str) -> String {
    match roster.on_duty(at(text), &zone()) {
        OnDuty::Everyone => "everyone".to_owned(),
        OnDuty::These(people) => people.iter().map(StaffId::as_str).collect::<Vec<_>>().join(","),
    }
}

#[track_caller]
fn check(roster: &Roster, table: &[(&str, &str)]) {
    for (moment, people) in table {
        assert_eq!(&who(roster, moment), people, "{moment}");
    }
}

#[test]
fn a_shift_over_midnight_belongs_to_the_day_it_begins_on_and_ends_as_the_next_begins() {
    check(
        &desk(),
        &[
            ("2026-01-05 08:00", "wang"),
            ("2026-01-05 19:59:59", "wang"),
            ("2026-01-05 20:00", "zhou"),
            ("2026-01-06 07:59:59", "zhou"),
            ("2026-01-06 08:00", "wang"),
        ],
    );
}

#[test]
fn a_rotation_goes_on_for_years_and_comes_round_again() {
    check(
        &desk(),
        &[
            // The night from Sunday to Monday is still Sunday's turn.
            ("2026-01-12 07:59", "zhou"),
            ("2026-01-12 08:00", "zhou"),
            ("2026-01-12 20:00", "wang"),
            ("2026-01-19 08:00", "wang"),
            ("2029-01-01 08:00", "wang"),
            ("2029-01-08 08:00", "zhou"),
        ],
    );
    assert_eq!(desk().period_days(), 14);
}

#[test]
fn an_override_stands_for_the_shift_that_begins_that_day_alone() {
    check(
        &desk(),
        &[
            ("2026-01-07 07:59", "zhou"),
            ("2026-01-07 12:00", "zhou"),
            ("2026-01-07 20:00", "zhou"),
            ("2026-01-08 08:00", "wang"),
        ],
    );
}

#[test]
fn before_its_first_shift_a_roster_says_nothing() {
    check(&desk(), &[("2026-01-05 07:59:59", "everyone"), ("2020-01-01 12:00", "everyone")]);
    assert_eq!(shown(desk().next_change(at("2020-01-01 12:00"), &zone())), "2026-01-05 08:00");
}

#[test]
fn between_shifts_and_in_a_turn_of_nobody_nobody_is_on_duty() {
    let off = vec![vec![StaffId::new("ma")], vec![]];
    let roster =
        Roster { shifts: vec![shift("day", "09:00-12:00", off)], every: 2, overrides: vec![], ..desk() };
    check(
        &roster,
        &[
            ("2026-01-06 09:00", "ma"),
            ("2026-01-06 12:00", ""),
            ("2026-01-07 09:00", ""),
            ("2026-01-08 10:00", ""),
            ("2026-01-09 10:00", "ma"),
        ],
    );
    assert_eq!(shown(roster.duty_ends(&"ma".into(), at("2026-01-06 10:00"), &zone())), "2026-01-06 12:00");
    assert_eq!(shown(roster.duty_ends(&"ma".into(), at("2026-01-06 12:00"), &zone())), "2026-01-09 12:00");
}

#[test]
fn shifts_that_overlap_have_the_people_of_both() {
    let (a, b) = (vec![vec![StaffId::new("a")]], vec![vec![StaffId::new("b")]]);
    let shifts = vec![shift("early", "06:00-14:00", a), shift("late", "13:00-22:00", b)];
    let roster = Roster { shifts, overrides: vec![], ..desk() };
    check(&roster, &[("2026-01-06 13:30", "a,b"), ("2026-01-06 14:00", "b"), ("2026-01-06 23:00", "")]);
    let changes = ["2026-01-06 12:00", "2026-01-06 13:00", "2026-01-06 14:00", "2026-01-06 22:00"];
    let next = changes.map(|from| shown(roster.next_change(at(from), &zone())));
    assert_eq!(next, ["2026-01-06 13:00", "2026-01-06 14:00", "2026-01-06 22:00", "2026-01-07 06:00"]);
}

#[test]
fn two_shifts_without_a_break_are_one_duty() {
    // On the 7th zhou comes off the night, does the day for wang, and the night again.
    assert_eq!(shown(desk().duty_ends(&"zhou".into(), at("2026-01-06 21:00"), &zone())), "2026-01-08 08:00");
    assert_eq!(shown(desk().duty_ends(&"wang".into(), at("2026-01-06 21:00"), &zone())), "2026-01-08 20:00");
    assert_eq!(shown(desk().duty_ends(&"nobody".into(), at("2026-01-06 21:00"), &zone())), "never");
}

#[test]
fn where_the_clocks_change_a_night_is_an_hour_shorter() {
    let berlin = TimeZone::get("Europe/Berlin").unwrap();
    let roster = Roster { overrides: vec![], ..desk() };
    let from = steward_time::on_the_wall(&berlin, civil::date(2026, 3, 28).at(20, 0, 0, 0));
    let to = roster.next_change(from, &berlin).unwrap();
    assert_eq!(to.as_second() - from.as_second(), 11 * 3600);
}

#[test]
fn a_duty_far_off_is_found_and_for_one_that_never_comes_nobody_looks_further_than_once_round() {
    let turns: Vec<Vec<StaffId>> = (0..50).map(|turn| vec![StaffId::new(format!("p{turn}"))]).collect();
    let roster = Roster { shifts: vec![shift("day", "08:00-20:00", turns)], overrides: vec![], ..desk() };
    // The week before it is the turn of the first again.
    let from = at("2026-01-05 20:00");
    assert_eq!(shown(roster.duty_ends(&"p49".into(), from, &zone())), "2026-12-14 20:00");
    assert_eq!(shown(roster.duty_ends(&"nobody".into(), from, &zone())), "never");
    assert_eq!(shown(Some(roster.round_from(from, &zone()))), "2026-12-23 00:00");
    assert_eq!(shown(Some(desk().round_from(at("2026-03-02 09:00"), &zone()))), "2026-03-18 00:00");
    assert_eq!(shown(Some(desk().round_from(at("2025-12-01 09:00"), &zone()))), "2026-01-23 00:00");
}
