use std::sync::Arc;

use jiff::civil::Weekday;

use super::{Calendar, Overlap, OverlapDay};
use crate::Hours;
use crate::fixtures::{business, daily, date, hours, mainland, weekdays};

fn shown(list: &[Hours]) -> String {
    list.iter().map(Hours::to_string).collect::<Vec<_>>().join(" ")
}

#[test]
fn dates_go_before_holidays_and_holidays_before_the_week() {
    let mut calendar = business();
    calendar.makeup_workday = Some(hours(&["09:00-16:00"]));
    calendar.holiday = hours(&["10:00-11:00"]);
    calendar.dates.insert(date("2026-02-28"), hours(&["08:30-12:00"]));
    calendar.dates.insert(date("2026-02-20"), hours(&["12:00-13:00"]));
    calendar.dates.insert(date("2026-03-02"), Vec::new());
    let check = |on: &str, hours: &str, working: bool| {
        let on = date(on);
        assert_eq!(
            (shown(calendar.hours_on(on)).as_str(), calendar.is_workday(on)),
            (hours, working),
            "{on}"
        );
    };
    check("2026-03-03", "08:30-12:00 13:30-17:30", true);
    check("2026-03-07", "", false);
    check("2026-02-14", "09:00-16:00", true);
    check("2026-02-28", "08:30-12:00", true);
    check("2026-02-19", "10:00-11:00", false);
    check("2026-02-20", "12:00-13:00", true);
    check("2026-03-02", "", false);
}

#[test]
fn a_make_up_workday_has_mondays_hours_unless_it_says_otherwise() {
    let calendar = business();
    assert_eq!(shown(calendar.hours_on(date("2026-02-14"))), "08:30-12:00 13:30-17:30");
    let closed = Calendar { makeup_workday: Some(Vec::new()), ..business() };
    assert!(!closed.is_workday(date("2026-02-14")));
}

#[test]
fn workdays_say_which_days_of_the_week_count_however_long_it_is_open() {
    let mut desk = daily(&["08:30-20:30"]);
    desk.holidays = Some(Arc::new(mainland()));
    desk.holiday = hours(&["09:00-17:00"]);
    desk.workdays = Some([true, true, true, true, true, false, false]);
    desk.dates.insert(date("2026-03-14"), hours(&["08:30-12:00"]));
    desk.dates.insert(date("2026-03-11"), Vec::new());
    let check = |on, counts| assert_eq!(desk.is_workday(date(on)), counts, "{on}");
    check("2026-03-06", true);
    check("2026-03-07", false);
    check("2026-03-14", false);
    check("2026-03-11", false);
    check("2026-02-16", false);
    check("2026-02-14", true);
}

#[test]
fn a_year_the_holiday_list_does_not_state_is_not_known() {
    assert!(business().is_known(date("2026-12-31")));
    assert!(!business().is_known(date("2027-01-01")));
    assert!(weekdays(&["09:00-17:00"]).is_known(date("2027-01-01")));
    assert!(Calendar::always().is_known(date("2027-01-01")));
}

#[test]
fn a_calendar_may_never_open() {
    let closed = weekdays(&[]);
    assert!(!closed.ever_opens());
    assert!(Calendar::always().ever_opens());
    assert!(weekdays(&["09:00-17:00"]).ever_opens());
    let mut once = closed.clone();
    once.dates.insert(date("2026-03-02"), Vec::new());
    assert!(!once.ever_opens());
    once.dates.insert(date("2026-03-03"), hours(&["09:00-10:00"]));
    assert!(once.ever_opens());
    // Hours for days off open nothing without a list of them.
    let mut resting = Calendar { holiday: hours(&["09:00-10:00"]), ..closed };
    assert!(!resting.ever_opens());
    resting.holidays = Some(Arc::new(mainland()));
    assert!(resting.ever_opens());
}

#[track_caller]
fn check_overlap(calendar: &Calendar, expected: Option<(&str, &str, OverlapDay, bool)>) {
    let expected = expected.map(|(first, second, on, next_day)| Overlap {
        first: Hours::parse(first).unwrap(),
        second: Hours::parse(second).unwrap(),
        on,
        next_day,
    });
    assert_eq!(calendar.overlaps(), expected);
}

#[test]
fn spans_that_overlap_are_found_also_across_midnight() {
    check_overlap(&business(), None);
    check_overlap(&Calendar::always(), None);
    // Touching is not overlapping.
    check_overlap(&daily(&["08:00-12:00", "12:00-20:00", "20:00-08:00"]), None);

    let monday = OverlapDay::Weekday(Weekday::Monday);
    let lunch = daily(&["11:00-14:00", "08:30-12:00"]);
    check_overlap(&lunch, Some(("08:30-12:00", "11:00-14:00", monday, false)));
    let night = daily(&["07:00-12:00", "20:00-08:00"]);
    check_overlap(&night, Some(("20:00-08:00", "07:00-12:00", monday, true)));

    let mut sunday = weekdays(&["07:00-12:00"]);
    sunday.week[6] = hours(&["20:00-08:00"]);
    let on = OverlapDay::Weekday(Weekday::Sunday);
    check_overlap(&sunday, Some(("20:00-08:00", "07:00-12:00", on, true)));
}

#[test]
fn overlaps_of_single_dates_with_the_days_beside_them_are_found() {
    let mut calendar = business();
    calendar.dates.insert(date("2026-03-07"), hours(&["20:00-09:00"]));
    check_overlap(&calendar, None);
    calendar.dates.insert(date("2026-03-08"), hours(&["20:00-09:00"]));
    let on = OverlapDay::Date(date("2026-03-08"));
    check_overlap(&calendar, Some(("20:00-09:00", "08:30-12:00", on, true)));

    let mut before = weekdays(&["20:00-08:00"]);
    before.dates.insert(date("2026-03-07"), hours(&["07:00-10:00"]));
    let on = OverlapDay::Date(date("2026-03-06"));
    check_overlap(&before, Some(("20:00-08:00", "07:00-10:00", on, true)));

    let makeup = Calendar { makeup_workday: Some(hours(&["22:00-10:00", "09:00-23:00"])), ..business() };
    check_overlap(&makeup, Some(("09:00-23:00", "22:00-10:00", OverlapDay::MakeupWorkday, false)));
    let holiday = Calendar { holiday: hours(&["20:00-09:00"]), ..business() };
    let on = OverlapDay::Date(date("2026-01-03"));
    check_overlap(&holiday, Some(("20:00-09:00", "08:30-12:00", on, true)));
}
