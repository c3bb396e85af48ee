//! What holds for any calendar in any zone, against an oracle that knows no arithmetic: it looks at
//! each minute by the wall clock and asks whether the office is open in it.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use crate::fixtures::date;
use crate::{Calendar, Holidays, Hours, Span, WorkingTime};

const ZONES: [&str; 6] =
    ["Asia/Shanghai", "UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"];

/// Dates in which the zones above change their clocks, and one quiet month.
const BEGINNINGS: [&str; 5] = ["2026-02-10", "2026-03-05", "2026-03-26", "2026-10-01", "2026-10-22"];

/// Spans between 06:00 and 23:00.
fn office() -> impl Strategy<Value = Vec<Hours>> {
    let marks: Vec<u32> = (6 * 12..23 * 12).collect();
    (subsequence(marks, 2..=6), any::<bool>()).prop_map(|(marks, touching)| {
        let step = if touching { 1 } else { 2 };
        let pair = |two: &[u32]| Hours { from: two[0] * 300, to: two[1] * 300 };
        marks.windows(2).step_by(step).map(pair).collect()
    })
}

/// One that ends between 04:00 and 06:00 of the following day.
fn night() -> impl Strategy<Value = Vec<Hours>> {
    (20 * 12u32..24 * 12, 28 * 12u32..30 * 12)
        .prop_map(|(from, to)| vec![Hours { from: from * 300, to: to * 300 }])
}

fn day(nights: bool) -> BoxedStrategy<Vec<Hours>> {
    let long = if nights { night().boxed() } else { Just(vec![Hours::WHOLE_DAY]).boxed() };
    prop_oneof![2 => Just(Vec::new()), 4 => office(), 2 => long].boxed()
}

fn a_date() -> impl Strategy<Value = Date> {
    (select(BEGINNINGS.to_vec()), 0i64..30).prop_map(|(first, days)| date(first) + days.days())
}

fn calendar() -> impl Strategy<Value = Calendar> {
    any::<bool>().prop_flat_map(|nights| {
        let week = proptest::array::uniform7(day(nights));
        let dates = proptest::collection::btree_map(a_date(), day(nights), 0..6);
        let decreed = proptest::collection::vec((a_date(), any::<bool>()), 0..12);
        let workdays = proptest::option::of(Just([true, true, true, true, true, false, false]));
        (week, proptest::option::of(day(nights)), day(nights), dates, decreed, workdays).prop_map(
            |(week, makeup_workday, holiday, dates, decreed, workdays)| {
                let listed = |off| -> BTreeSet<Date> {
                    decreed.iter().filter(|(_, kind)| *kind == off).map(|(date, _)| *date).collect()
                };
                Calendar {
                    id: "any".into(),
                    week,
                    makeup_workday,
                    holiday,
                    dates,
                    holidays: Some(Arc::new(Holidays {
                        id: "any".into(),
                        years: [2026].into(),
                        days_off: listed(true),
                        makeup_workdays: listed(false),
                    })),
                    workdays,
                    workday_ends: false,
                    always: false,
                }
            },
        )
    })
}

/// A calendar whose working days all have the same hours, so that no clock time is shut.
fn even_calendar() -> impl Strategy<Value = Calendar> {
    (office(), calendar()).prop_map(|(office, calendar)| {
        let same = |list: &Vec<Hours>| {
            if list.is_empty() { Vec::new() } else { office.clone() }
        };
        Calendar {
            week: std::array::from_fn(|day| same(&calendar.week[day])),
            makeup_workday: Some(office.clone()),
            holiday: Vec::new(),
            dates: calendar.dates.iter().map(|(&d, list)| (d, same(list))).collect(),
            ..calendar
        }
    })
}

fn zone() -> impl Strategy<Value = TimeZone> {
    select(ZONES.to_vec()).prop_map(|name| TimeZone::get(name).unwrap())
}

fn working() -> impl Strategy<Value = WorkingTime> {
    (calendar(), zone()).prop_map(|(calendar, zone)| WorkingTime::new(Arc::new(calendar), zone))
}

fn even() -> impl Strategy<Value = WorkingTime> {
    even_calendar().prop_map(|calendar| WorkingTime::new(Arc::new(calendar), TimeZone::UTC))
}

/// A whole minute, mostly at or beside an opening or closing of the calendar.
fn minute(w: &WorkingTime) -> impl Strategy<Value = Timestamp> + use<> {
    let w = w.clone();
    (a_date(), 0u32..1440, any::<prop::sample::Index>(), -1i64..=1, 0..4).prop_map(
        move |(date, minute, mark, beside, kind)| {
            let marks: Vec<u32> = w.calendar.hours_on(date).iter().flat_map(|h| [h.from, h.to]).collect();
            if kind == 0 || marks.is_empty() {
                return w.at_offset(date, minute * 60);
            }
            w.at_offset(date, marks[mark.index(marks.len())]) + (beside * 60).seconds()
        },
    )
}

/// This moment where the office is open in it, else the next opening.
fn open_moment(w: &WorkingTime, at: Timestamp) -> Option<Timestamp> {
    if open_minute(w, at) {
        return Some(at);
    }
    Some(later(w.add_open(at, 1)?.at, -1))
}

fn with<T: std::fmt::Debug>(
    w: impl Strategy<Value = WorkingTime>,
    more: impl Strategy<Value = T> + Clone,
) -> impl Strategy<Value = (WorkingTime, Timestamp, T)> {
    w.prop_flat_map(move |w| {
        let from = minute(&w);
        (Just(w), from, more.clone())
    })
}

fn later(at: Timestamp, seconds: i64) -> Timestamp {
    at + SignedDuration::from_secs(seconds)
}

/// Whether the office is open in the minute that begins then, by the wall clock.
fn open_minute(w: &WorkingTime, at: Timestamp) -> bool {
    let local = w.local(at);
    let minute = local.hour() as u32 * 60 + local.minute() as u32;
    let covers = |date: Date, minute: u32| {
        w.calendar.hours_on(date).iter().any(|h| h.from / 60 <= minute && minute < h.to / 60)
    };
    covers(local.date(), minute) || covers(local.date().yesterday().unwrap(), minute + 1440)
}

/// Seconds of those minutes; `from` and `to` are whole minutes.
fn counted(w: &WorkingTime, from: Timestamp, to: Timestamp) -> u64 {
    let minutes = (to.as_second() - from.as_second()) / 60;
    (0..minutes).filter(|n| open_minute(w, later(from, n * 60))).count() as u64 * 60
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..Default::default() })]

    #[test]
    fn the_calendars_tried_here_have_no_overlaps(calendar in calendar()) {
        prop_assert_eq!(calendar.overlaps(), None);
    }

    #[test]
    fn open_time_is_what_the_wall_clock_shows_minute_by_minute(
        (w, from, minutes) in with(working(), 0i64..9_000),
    ) {
        let to = later(from, minutes * 60);
        prop_assert_eq!(w.open_seconds(from, to), counted(&w, from, to));
    }

    #[test]
    fn the_pieces_are_ordered_and_add_up_to_the_open_time(
        (w, from, seconds) in with(working(), 0i64..2_000_000),
    ) {
        let to = later(from, seconds);
        let pieces = w.pieces(from, to);
        prop_assert_eq!(pieces.iter().map(|p| p.seconds()).sum::<u64>(), w.open_seconds(from, to));
        prop_assert!(pieces.iter().all(|p| from <= p.from && p.from < p.to && p.to <= to));
        prop_assert!(pieces.windows(2).all(|two| two[0].to <= two[1].from));
    }

    #[test]
    fn adding_passes_exactly_that_much_open_time_and_ends_at_its_first_such_moment(
        (w, from, seconds) in with(working(), 1u64..400_000),
    ) {
        let Some(reached) = w.add_open(from, seconds) else { return Ok(()) };
        prop_assert_eq!(w.open_seconds(from, reached.at), seconds);
        prop_assert_eq!(w.open_seconds(from, later(reached.at, -1)), seconds - 1);
        prop_assert!(w.is_open(reached.at));
    }

    #[test]
    fn subtracting_passes_exactly_that_much_open_time_and_ends_at_its_last_such_moment(
        (w, from, seconds) in with(working(), 1u64..400_000),
    ) {
        let Some(reached) = w.subtract_open(from, seconds) else { return Ok(()) };
        prop_assert_eq!(w.open_seconds(reached.at, from), seconds);
        prop_assert_eq!(w.open_seconds(later(reached.at, 1), from), seconds - 1);
        prop_assert!(w.is_open(reached.at));
    }

    #[test]
    fn subtracting_undoes_adding_from_an_open_moment(
        (w, from, seconds) in with(working(), 1u64..400_000),
    ) {
        let Some(from) = open_moment(&w, from) else { return Ok(()) };
        let Some(reached) = w.add_open(from, seconds) else { return Ok(()) };
        prop_assert_eq!(w.subtract_open(reached.at, seconds).unwrap().at, from);
    }

    #[test]
    fn adding_twice_is_adding_the_sum(
        (w, from, (a, b)) in with(working(), (1u64..200_000, 1u64..200_000)),
    ) {
        let Some(once) = w.add_open(from, a + b) else { return Ok(()) };
        let twice = w.add_open(w.add_open(from, a).unwrap().at, b).unwrap();
        prop_assert_eq!(once.at, twice.at);
    }

    #[test]
    fn later_beginnings_never_end_earlier(
        (w, from, (gap, seconds)) in with(working(), (0i64..300_000, 1u64..200_000)),
    ) {
        let (one, other) = (w.add_open(from, seconds), w.add_open(later(from, gap), seconds));
        let (Some(one), Some(other)) = (one, other) else { return Ok(()) };
        prop_assert!(one.at <= other.at);
        let (one, other) = (w.subtract_open(from, seconds), w.subtract_open(later(from, gap), seconds));
        let (Some(one), Some(other)) = (one, other) else { return Ok(()) };
        prop_assert!(one.at <= other.at);
    }

    #[test]
    fn nothing_is_due_before_it_began(
        (w, from, count) in with(working(), 1u32..20),
    ) {
        for span in [Span::Open(u64::from(count) * 977), Span::Workdays(count), Span::Days(count)] {
            if let Some(due) = w.add(from, span) {
                prop_assert!(due.at > from, "{} + {} = {}", from, span, due.at);
            }
            if let Some(begun) = w.subtract(from, span) {
                prop_assert!(begun.at < from, "{} - {} = {}", from, span, begun.at);
            }
        }
        let named = [w.by_closing(from), w.by_time(from, jiff::civil::time(7, 5, 0, 0))];
        prop_assert!(named.into_iter().flatten().all(|due| due.at >= from));
    }

    #[test]
    fn a_workday_due_is_an_open_moment_of_that_working_day_from_now(
        (w, from, count) in with(working(), 1u32..20),
    ) {
        let Some(due) = w.add(from, Span::Workdays(count)) else { return Ok(()) };
        prop_assert!(w.is_open(due.at));
        // The days whose hours have begun and end after `from`, up to the one that is reached.
        let today = w.local(from).date();
        let ends = |date: Date| w.closing_of(date, date).map(|closing| closing.at);
        let days = std::iter::successors(today.yesterday().ok(), |date| date.tomorrow().ok())
            .filter(|&date| w.is_workday(date) && ends(date) >= Some(from));
        let reached = days.clone().nth(count as usize).unwrap();
        let touching = days.clone().nth(count as usize + 1).unwrap();
        prop_assert!(
            [reached, touching].into_iter().any(|day| {
                w.at_offset(day, w.calendar.hours_on(day)[0].from) <= due.at
                    && Some(due.at) <= ends(day)
            }),
            "{} + {} workdays = {}", from, count, due.at
        );
    }

    #[test]
    fn later_beginnings_never_end_earlier_in_workdays_either(
        (w, from, (gap, count)) in with(calendar().prop_map(|calendar| {
            WorkingTime::new(Arc::new(calendar), TimeZone::UTC)
        }), (0i64..300_000, 1u32..20)),
    ) {
        for span in [Span::Workdays(count), Span::Days(count)] {
            let (one, other) = (w.add(from, span), w.add(later(from, gap), span));
            let (Some(one), Some(other)) = (one, other) else { continue };
            prop_assert!(one.at <= other.at, "{} and {}: {} > {}", from, later(from, gap), one.at, other.at);
        }
    }

    #[test]
    fn where_all_working_days_have_the_same_hours_workdays_undo_and_split(
        (w, from, (a, b)) in with(even(), (1u32..15, 1u32..15)),
    ) {
        let working = open_minute(&w, from) && w.is_workday(w.local(from).date());
        let start = working.then_some(from);
        // From a moment that is not open on a working day, the next due one is.
        let Some(from) = start.or_else(|| Some(w.add(from, Span::Workdays(1))?.at)) else {
            return Ok(());
        };
        let Some(sum) = w.add(from, Span::Workdays(a + b)).map(|due| due.at) else {
            return Ok(());
        };
        let first = w.add(from, Span::Workdays(a)).unwrap().at;
        prop_assert_eq!(w.add(first, Span::Workdays(b)).unwrap().at, sum);
        prop_assert_eq!(w.subtract(sum, Span::Workdays(a + b)).unwrap().at, from);
        prop_assert_eq!(w.local(sum).time(), w.local(from).time());
    }

    #[test]
    fn a_calendar_open_at_all_hours_counts_like_always(
        (zone, date, seconds) in (zone(), a_date(), 1u64..3_000_000),
    ) {
        let always = WorkingTime::new(Arc::new(Calendar::always()), zone.clone());
        let whole = Calendar { always: false, ..Calendar::always() };
        let whole = WorkingTime::new(Arc::new(whole), zone);
        let from = always.at_offset(date, 33_333);
        prop_assert_eq!(always.add_open(from, seconds), whole.add_open(from, seconds));
        prop_assert_eq!(always.subtract_open(from, seconds), whole.subtract_open(from, seconds));
        let days = Span::Workdays(seconds as u32 % 40 + 1);
        prop_assert_eq!(always.add(from, days), whole.add(from, days));
        prop_assert_eq!(always.by_closing(from), whole.by_closing(from));
    }
}
