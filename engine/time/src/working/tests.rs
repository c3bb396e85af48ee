use std::sync::Arc;

use jiff::civil::Time;

use crate::fixtures::{Place, business, daily, date, hours, place, shanghai, weekdays};
use crate::{Calendar, Span};

#[test]
fn one_working_day_is_not_24_hours() {
    shanghai(business()).check(&[
        ("2026-03-02 16:50", "1 workday", "2026-03-03 16:50"),
        ("2026-03-06 16:50", "1 workday", "2026-03-09 16:50"),
        ("2026-03-06 16:00", "2 workdays", "2026-03-10 16:00"),
        ("2026-03-02 09:00", "15 workdays", "2026-03-23 09:00"),
        // The three units, side by side, from a Friday afternoon.
        ("2026-03-06 16:50", "24h", "2026-03-12 09:20"),
        ("2026-03-06 16:50", "1 day", "2026-03-07 16:50"),
    ]);
}

#[test]
fn decreed_make_up_saturdays_are_worked() {
    shanghai(business()).check(&[
        ("2026-02-13 16:50", "1 workday", "2026-02-14 16:50"),
        ("2026-02-14 16:50", "1 workday", "2026-02-24 16:50"),
        ("2026-02-13 16:50", "2 workdays", "2026-02-24 16:50"),
        ("2026-02-27 16:50", "1 workday", "2026-02-28 16:50"),
        ("2026-02-28 16:50", "1 workday", "2026-03-02 16:50"),
        ("2026-02-13 17:10", "30m", "2026-02-14 08:40"),
        ("2026-02-14 17:10", "30m", "2026-02-24 08:40"),
        ("2026-02-17 12:00", "3 workdays", "2026-02-27 08:30"),
        ("2026-01-04 10:00", "-1 workday", "2025-12-31 10:00"),
        ("2026-02-24 10:00", "-1 workday", "2026-02-14 10:00"),
    ]);
}

#[test]
fn the_midnight_case() {
    // "One hour before" must not fire at midnight, nor anywhere outside hours.
    shanghai(business()).check(&[
        ("2026-03-03 09:00", "-1h", "2026-03-02 17:00"),
        ("2026-03-03 08:30", "-1h", "2026-03-02 16:30"),
        ("2026-03-03 00:00", "-1h", "2026-03-02 16:30"),
        ("2026-03-08 00:00", "-1h", "2026-03-06 16:30"),
        ("2026-03-09 09:00", "-1 workday", "2026-03-06 09:00"),
        ("2026-03-08 12:00", "-1 workday", "2026-03-05 17:30"),
        ("2026-03-03 14:00", "-1h", "2026-03-03 11:30"),
    ]);
}

#[test]
fn both_ends_of_open_hours_lie_inside_and_time_that_runs_out_at_closing_ends_there() {
    shanghai(business()).check(&[
        ("2026-03-02 16:30", "1h", "2026-03-02 17:30"),
        ("2026-03-02 16:30", "3601s", "2026-03-03 08:30:01"),
        ("2026-03-02 11:00", "1h", "2026-03-02 12:00"),
        ("2026-03-02 17:30", "30m", "2026-03-03 09:00"),
        ("2026-03-02 13:30", "-30m", "2026-03-02 11:30"),
        ("2026-03-02 14:00", "-30m", "2026-03-02 13:30"),
        ("2026-03-02 17:30", "1 workday", "2026-03-03 17:30"),
        ("2026-03-02 08:30", "1 workday", "2026-03-03 08:30"),
        ("2026-03-07 12:00", "5m", "2026-03-09 08:35"),
    ]);
    let w = shanghai(business());
    for open in ["2026-03-02 08:30", "2026-03-02 12:00", "2026-03-02 13:30", "2026-03-02 17:30"] {
        assert!(w.0.is_open(w.at(open)), "{open}");
    }
    for shut in ["2026-03-02 08:29:59", "2026-03-02 12:00:01", "2026-03-07 10:00"] {
        assert!(!w.0.is_open(w.at(shut)), "{shut}");
    }
}

#[test]
fn a_workday_from_outside_hours_is_counted_from_the_next_opening() {
    shanghai(business()).check(&[
        ("2026-03-02 07:00", "1 workday", "2026-03-03 08:30"),
        ("2026-03-02 12:15", "1 workday", "2026-03-03 13:30"),
        ("2026-03-02 18:00", "1 workday", "2026-03-04 08:30"),
        ("2026-03-07 10:00", "1 workday", "2026-03-10 08:30"),
        ("2026-02-18 10:00", "1 workday", "2026-02-25 08:30"),
    ]);
}

#[test]
fn a_workday_that_ends_in_the_lunch_break_ends_where_it_began() {
    let mut calendar = business();
    calendar.dates.insert(date("2026-03-02"), hours(&["07:00-20:00"]));
    calendar.dates.insert(date("2026-03-05"), hours(&["10:00-12:00"]));
    shanghai(calendar).check(&[
        ("2026-03-02 12:15", "1 workday", "2026-03-03 12:00"),
        ("2026-03-02 19:00", "1 workday", "2026-03-03 17:30"),
        ("2026-03-02 07:30", "1 workday", "2026-03-03 08:30"),
        ("2026-03-04 09:00", "1 workday", "2026-03-05 10:00"),
        ("2026-03-04 16:00", "1 workday", "2026-03-05 12:00"),
        ("2026-03-06 16:00", "-1 workday", "2026-03-05 12:00"),
        ("2026-03-06 09:00", "-1 workday", "2026-03-05 10:00"),
        ("2026-03-03 13:30", "-1 workday", "2026-03-02 13:30"),
    ]);
}

#[test]
fn where_a_calendar_says_workday_ends_the_hour_does_not_matter() {
    let calendar = Calendar { workday_ends: true, ..business() };
    shanghai(calendar).check(&[
        ("2026-03-02 08:31", "2 workdays", "2026-03-04 17:30"),
        ("2026-03-02 23:00", "2 workdays", "2026-03-04 17:30"),
        ("2026-03-02 00:00", "2 workdays", "2026-03-04 17:30"),
        ("2026-03-07 10:00", "1 workday", "2026-03-09 17:30"),
        ("2026-03-04 17:30", "-2 workdays", "2026-03-02 17:30"),
        ("2026-03-09 17:30", "-1 workday", "2026-03-06 17:30"),
        // Open time is counted as ever.
        ("2026-03-02 17:00", "1h", "2026-03-03 09:00"),
    ]);
}

#[test]
fn always_is_open_at_every_moment() {
    let w = shanghai(Calendar::always());
    w.check(&[
        ("2026-02-14 23:50", "30m", "2026-02-15 00:20"),
        ("2026-02-14 23:50", "1 workday", "2026-02-15 23:50"),
        ("2026-02-15 00:00", "2 workdays", "2026-02-17 00:00"),
        ("2026-02-15 00:00", "-1 workday", "2026-02-14 00:00"),
        ("2026-02-15 00:10", "-30m", "2026-02-14 23:40"),
    ]);
    assert_eq!(w.0.open_seconds(w.at("2026-02-14 00:00"), w.at("2026-02-16 00:00")), 172_800);
    assert_eq!(w.0.pieces(w.at("2026-02-14 00:00"), w.at("2026-02-16 00:00")).len(), 1);
}

#[test]
fn half_of_a_workday_from_friday_afternoon_is_monday_before_lunch() {
    let w = shanghai(business());
    let from = w.at("2026-03-06 16:50");
    let due = w.0.add(from, Span::Workdays(1)).unwrap().at;
    let half = w.0.open_seconds(from, due) / 2;
    assert_eq!(w.show(w.0.add_open(from, half).unwrap().at), "2026-03-09 11:35");
}

#[test]
fn hours_across_midnight_belong_to_the_day_they_begin_on() {
    // Nights from Monday to Friday: the last one ends on Saturday morning.
    let w = shanghai(weekdays(&["20:00-08:00"]));
    w.check(&[
        ("2026-03-02 23:00", "2h", "2026-03-03 01:00"),
        ("2026-03-07 07:30", "30m", "2026-03-07 08:00"),
        ("2026-03-07 07:30", "1h", "2026-03-09 20:30"),
        ("2026-03-02 21:00", "1 workday", "2026-03-03 21:00"),
        ("2026-03-03 03:00", "1 workday", "2026-03-04 03:00"),
        // Friday's night, on Saturday: the next working day is Monday, and its 03:00 is Tuesday's.
        ("2026-03-07 03:00", "1 workday", "2026-03-10 03:00"),
        ("2026-03-10 03:00", "-1 workday", "2026-03-07 03:00"),
        ("2026-03-07 08:00", "1 workday", "2026-03-10 08:00"),
        ("2026-03-07 09:00", "1 workday", "2026-03-10 20:00"),
        ("2026-03-09 12:00", "-30m", "2026-03-07 07:30"),
    ]);
    assert!(w.0.is_open(w.at("2026-03-07 07:59")));
    assert!(!w.0.is_open(w.at("2026-03-09 03:00")));
    check_by_closing(&w, "2026-03-07 03:00", "2026-03-07 08:00");
    check_by_closing(&w, "2026-03-06 12:00", "2026-03-07 08:00");
}

#[test]
fn by_a_clock_time_is_the_same_day_or_the_next_that_is_open() {
    let w = shanghai(business());
    let check = |from, time: i8, due: &str| {
        let moment = w.0.by_time(w.at(from), Time::constant(time, 0, 0, 0)).unwrap();
        assert_eq!(w.show(moment.at), due, "{from} by {time}:00");
    };
    check("2026-03-02 10:00", 18, "2026-03-02 18:00");
    check("2026-03-02 18:00", 18, "2026-03-02 18:00");
    check("2026-03-02 18:00:01", 18, "2026-03-03 18:00");
    check("2026-03-06 18:30", 18, "2026-03-09 18:00");
    check("2026-03-07 10:00", 18, "2026-03-09 18:00");
    check("2026-02-15 06:00", 9, "2026-02-24 09:00");
    check("2026-02-14 06:00", 9, "2026-02-14 09:00");
}

#[track_caller]
fn check_by_closing(w: &Place, from: &str, due: &str) {
    assert_eq!(w.show(w.0.by_closing(w.at(from)).unwrap().at), due, "{from} by closing");
}

#[test]
fn by_closing_is_the_last_closing_of_the_day() {
    let w = shanghai(business());
    check_by_closing(&w, "2026-03-02 09:00", "2026-03-02 17:30");
    check_by_closing(&w, "2026-03-02 12:15", "2026-03-02 17:30");
    check_by_closing(&w, "2026-03-02 17:30", "2026-03-02 17:30");
    check_by_closing(&w, "2026-03-02 17:30:01", "2026-03-03 17:30");
    check_by_closing(&w, "2026-03-07 09:00", "2026-03-09 17:30");
    let always = shanghai(Calendar::always());
    check_by_closing(&always, "2026-03-07 09:00", "2026-03-08 00:00");
    check_by_closing(&always, "2026-03-07 00:00", "2026-03-08 00:00");
}

#[test]
fn a_date_alone_means_its_closing_or_that_of_the_next_open_day() {
    let check = |w: &Place, on: &str, due: &str| {
        assert_eq!(w.show(w.0.closing_on(date(on)).unwrap().at), due, "{on}");
    };
    let w = shanghai(business());
    check(&w, "2026-03-02", "2026-03-02 17:30");
    check(&w, "2026-03-07", "2026-03-09 17:30");
    check(&w, "2026-02-15", "2026-02-24 17:30");
    check(&shanghai(Calendar::always()), "2026-03-07", "2026-03-08 00:00");
    check(&shanghai(weekdays(&["20:00-08:00"])), "2026-03-06", "2026-03-07 08:00");
}

#[test]
fn days_off_may_have_hours_without_being_working_days() {
    let mut desk = daily(&["08:30-20:30"]);
    desk.holidays = business().holidays;
    desk.holiday = hours(&["09:00-17:00"]);
    let w = shanghai(desk.clone());
    w.check(&[
        ("2026-02-14 20:00", "1h", "2026-02-15 09:30"),
        ("2026-02-14 20:00", "1 workday", "2026-02-24 20:00"),
        // Inside the hours of a day off, which is no working day.
        ("2026-02-20 10:00", "1 workday", "2026-02-25 08:30"),
        ("2026-02-20 10:00", "-1 workday", "2026-02-13 20:30"),
        ("2026-02-20 21:00", "-1 workday", "2026-02-13 20:30"),
        // Every other Saturday is one, as it has hours.
        ("2026-03-06 10:00", "1 workday", "2026-03-07 10:00"),
    ]);
    desk.workdays = Some([true, true, true, true, true, false, false]);
    shanghai(desk).check(&[
        ("2026-03-06 10:00", "1 workday", "2026-03-09 10:00"),
        ("2026-02-13 10:00", "1 workday", "2026-02-14 10:00"),
        ("2026-03-07 10:00", "1h", "2026-03-07 11:00"),
    ]);
}

#[test]
fn a_clock_time_that_a_change_skips_is_the_moment_of_the_change() {
    // In Berlin 02:00 became 03:00 on 29 March 2026.
    let w = place(Calendar::always(), "Europe/Berlin");
    w.check(&[
        ("2026-03-28 02:30", "1 day", "2026-03-29 03:00"),
        ("2026-03-28 02:30", "1 workday", "2026-03-29 03:00"),
        ("2026-03-28 02:30", "2 days", "2026-03-30 02:30"),
        ("2026-03-30 02:30", "-1 day", "2026-03-29 03:00"),
        ("2026-03-29 01:30", "1h", "2026-03-29 03:30"),
    ]);
    assert_eq!(w.at("2026-03-29 02:30").to_string(), "2026-03-29T01:00:00Z");
    // On Samoa 30 December 2011 was no day at all.
    let samoa = place(Calendar::always(), "Pacific/Apia");
    samoa.check(&[("2011-12-29 10:00", "1 day", "2011-12-31 00:00")]);
}

#[test]
fn a_clock_time_that_comes_twice_is_the_first() {
    // In Berlin 03:00 became 02:00 on 25 October 2026.
    let w = place(Calendar::always(), "Europe/Berlin");
    let due = w.0.add(w.at("2026-10-24 02:30"), Span::Days(1)).unwrap().at;
    assert_eq!(due.to_string(), "2026-10-25T00:30:00Z");
    assert_eq!(w.0.at_local("2026-10-25T02:30".parse().unwrap()), due);
    w.check(&[("2026-10-25 01:30", "2h", "2026-10-25 02:30")]);
}

#[test]
fn the_night_in_which_the_clocks_change_has_an_hour_more_or_less() {
    let w = place(daily(&["20:00-08:00"]), "Europe/Berlin");
    let open = |from, to| w.0.open_seconds(w.at(from), w.at(to)) / 3600;
    assert_eq!(open("2026-03-27 20:00", "2026-03-28 08:00"), 12);
    assert_eq!(open("2026-03-28 20:00", "2026-03-29 08:00"), 11);
    assert_eq!(open("2026-10-24 20:00", "2026-10-25 08:00"), 13);
    w.check(&[
        ("2026-03-28 20:00", "11h", "2026-03-29 08:00"),
        ("2026-10-24 20:00", "13h", "2026-10-25 08:00"),
        ("2026-10-25 08:00", "-13h", "2026-10-24 20:00"),
    ]);
    // Hours that lie in the skipped hour alone have no length, and cost no day.
    let short = place(daily(&["02:10-02:40"]), "Europe/Berlin");
    short.check(&[
        ("2026-03-28 02:30", "20m", "2026-03-30 02:20"),
        ("2026-03-28 02:30", "1 workday", "2026-03-29 03:00"),
    ]);
}

#[test]
fn a_way_into_a_year_the_list_does_not_know_is_provisional() {
    let w = shanghai(business());
    let add = |from: &str, span: Span| w.0.add(w.at(from), span).unwrap();
    assert!(!add("2026-12-30 10:00", Span::Workdays(1)).provisional);
    let beyond = add("2026-12-31 10:00", Span::Workdays(1));
    assert!(beyond.provisional);
    // Beyond the years known the week alone counts: 1 January 2027 is a Friday.
    assert_eq!(w.show(beyond.at), "2027-01-01 10:00");
    assert!(!add("2026-12-31 16:30", Span::Open(3600)).provisional);
    assert!(add("2026-12-31 16:30", Span::Open(3601)).provisional);
    assert!(add("2026-01-02 10:00", Span::Workdays(1)).at > w.at("2026-01-04 00:00"));
    assert!(w.0.subtract(w.at("2026-01-04 10:00"), Span::Workdays(1)).unwrap().provisional);
    assert!(!add("2026-12-31 10:00", Span::Days(3)).provisional);
    assert!(w.0.closing_on(date("2027-01-04")).unwrap().provisional);
    assert!(w.0.by_closing(w.at("2026-12-31 20:00")).unwrap().provisional);
    let unlisted = shanghai(weekdays(&["09:00-17:00"]));
    assert!(!unlisted.0.add(w.at("2031-12-31 10:00"), Span::Workdays(1)).unwrap().provisional);
}

#[test]
fn a_calendar_that_never_opens_again_reaches_nothing() {
    let never = shanghai(weekdays(&[]));
    never.check(&[
        ("2026-03-02 10:00", "1s", "never"),
        ("2026-03-02 10:00", "1 workday", "never"),
        ("2026-03-02 10:00", "-1 workday", "never"),
        ("2026-03-02 10:00", "-1s", "never"),
        ("2026-03-02 10:00", "1 day", "2026-03-03 10:00"),
    ]);
    assert_eq!(never.0.by_closing(never.at("2026-03-02 10:00")), None);
    assert_eq!(never.0.by_time(never.at("2026-03-02 10:00"), Time::midnight()), None);
    assert_eq!(never.0.closing_on(date("2026-03-02")), None);
    let open_but_never_worked = Calendar { workdays: Some([false; 7]), ..daily(&["09:00-17:00"]) };
    shanghai(open_but_never_worked).check(&[
        ("2026-03-02 10:00", "1 workday", "never"),
        ("2026-03-02 10:00", "-1 workday", "never"),
        ("2026-03-02 10:00", "1h", "2026-03-02 11:00"),
    ]);
    let mut once = weekdays(&[]);
    once.dates.insert(date("2026-03-04"), hours(&["09:00-10:00"]));
    shanghai(once).check(&[
        ("2026-03-02 10:00", "1h", "2026-03-04 10:00"),
        ("2026-03-02 10:00", "3601s", "never"),
        ("2026-03-05 10:00", "1s", "never"),
        ("2026-03-05 10:00", "-1h", "2026-03-04 09:00"),
    ]);
}

#[test]
fn nothing_added_is_nothing_moved() {
    let w = shanghai(business());
    let saturday = w.at("2026-03-07 10:00");
    for nothing in [Span::Open(0), Span::Workdays(0), Span::Days(0)] {
        assert_eq!(w.0.add(saturday, nothing).unwrap().at, saturday);
        assert_eq!(w.0.subtract(saturday, nothing).unwrap().at, saturday);
    }
    assert_eq!(w.0.open_seconds(saturday, w.at("2026-03-01 10:00")), 0);
}

#[test]
fn hours_out_of_order_count_as_if_they_were_in_order() {
    let calendar = weekdays(&["13:30-17:30", "08:30-12:00"]);
    let w = shanghai(calendar.clone());
    w.check(&[
        ("2026-03-02 11:30", "1h", "2026-03-02 14:00"),
        ("2026-03-02 07:00", "1 workday", "2026-03-03 08:30"),
    ]);
    check_by_closing(&w, "2026-03-02 09:00", "2026-03-02 17:30");
    assert_eq!(Arc::new(calendar).in_order().week[0], hours(&["08:30-12:00", "13:30-17:30"]));
}

#[test]
fn the_pieces_of_a_due_time_are_shown_one_by_one() {
    let w = shanghai(business());
    let pieces = w.0.pieces(w.at("2026-03-06 16:50"), w.at("2026-03-09 14:00"));
    let shown: Vec<_> = pieces.iter().map(|p| (w.show(p.from), w.show(p.to), p.seconds() / 60)).collect();
    let piece = |from: &str, to: &str, minutes| (from.to_owned(), to.to_owned(), minutes);
    assert_eq!(
        shown,
        [
            piece("2026-03-06 16:50", "2026-03-06 17:30", 40),
            piece("2026-03-09 08:30", "2026-03-09 12:00", 210),
            piece("2026-03-09 13:30", "2026-03-09 14:00", 30),
        ]
    );
}

#[test]
fn a_moment_that_closes_one_day_and_opens_the_next_is_the_nexts() {
    let mut calendar = business();
    calendar.dates.insert(date("2026-03-02"), hours(&["08:30-12:00", "20:00-08:30"]));
    shanghai(calendar).check(&[
        ("2026-03-03 08:30", "1 workday", "2026-03-04 08:30"),
        ("2026-03-03 08:30", "-1 workday", "2026-03-02 08:30"),
        ("2026-03-03 08:29", "1 workday", "2026-03-03 17:30"),
    ]);
    // Due at 24:00 is due on the day that ends.
    let ends = Calendar { workday_ends: true, ..daily(&["00:00-24:00"]) };
    shanghai(ends).check(&[
        ("2026-03-02 12:00", "1 workday", "2026-03-04 00:00"),
        ("2026-03-04 00:00", "-1 workday", "2026-03-03 00:00"),
        ("2026-03-03 00:00", "1 workday", "2026-03-05 00:00"),
    ]);
}
