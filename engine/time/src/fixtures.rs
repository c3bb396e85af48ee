//! Calendars and moments that tests write short.

use std::sync::Arc;

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use crate::{Calendar, Holidays, Hours, Span, WorkingTime};

pub(crate) fn hours(list: &[&str]) -> Vec<Hours> {
    list.iter().map(|text| Hours::parse(text).unwrap()).collect()
}

pub(crate) fn date(text: &str) -> Date {
    text.parse().unwrap()
}

/// The same hours from Monday to Friday, none on the weekend, no holidays.
pub(crate) fn weekdays(list: &[&str]) -> Calendar {
    let mut calendar = Calendar { id: "test".into(), always: false, ..Calendar::always() };
    for (place, day) in calendar.week.iter_mut().enumerate() {
        *day = if place < 5 { hours(list) } else { Vec::new() };
    }
    calendar
}

/// The same hours on all seven days.
pub(crate) fn daily(list: &[&str]) -> Calendar {
    let mut calendar = weekdays(list);
    calendar.week = std::array::from_fn(|_| hours(list));
    calendar
}

/// Office hours with a lunch break, and the holidays of mainland China.
pub(crate) fn business() -> Calendar {
    let mut calendar = weekdays(&["08:30-12:00", "13:30-17:30"]);
    calendar.holidays = Some(Arc::new(mainland()));
    calendar
}

/// The decreed days of 2026.
pub(crate) fn mainland() -> Holidays {
    let off = [
        ("2026-01-01", 3),
        ("2026-02-15", 9),
        ("2026-04-04", 3),
        ("2026-05-01", 5),
        ("2026-06-19", 3),
        ("2026-09-25", 3),
        ("2026-10-01", 7),
    ];
    let worked = ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"];
    Holidays {
        id: "cn-mainland".into(),
        years: [2026].into(),
        days_off: off
            .iter()
            .flat_map(|&(first, days)| (0..days).map(move |n| date(first) + (n as i64).days()))
            .collect(),
        makeup_workdays: worked.into_iter().map(date).collect(),
    }
}

/// This calendar in a zone, with moments as `2026-02-13 16:50`.
pub(crate) struct Place(pub(crate) WorkingTime);

pub(crate) fn shanghai(calendar: Calendar) -> Place {
    place(calendar, "Asia/Shanghai")
}

pub(crate) fn place(calendar: Calendar, zone: &str) -> Place {
    Place(WorkingTime::new(Arc::new(calendar), TimeZone::get(zone).unwrap()))
}

impl Place {
    pub(crate) fn at(&self, text: &str) -> Timestamp {
        let local: DateTime = text.replace(' ', "T").parse().unwrap();
        self.0.at_local(local)
    }

    /// As `at` reads it; seconds only where there are some.
    pub(crate) fn show(&self, at: Timestamp) -> String {
        let local = self.0.local(at);
        let format = if local.second() == 0 { "%Y-%m-%d %H:%M" } else { "%Y-%m-%d %H:%M:%S" };
        local.strftime(format).to_string()
    }

    /// Where `amount` after `from` lies: a `-` before it subtracts.
    pub(crate) fn moved(&self, from: &str, amount: &str) -> String {
        let from = self.at(from);
        let reached = match amount.strip_prefix('-') {
            Some(amount) => self.0.subtract(from, amount.parse::<Span>().unwrap()),
            None => self.0.add(from, amount.parse::<Span>().unwrap()),
        };
        reached.map_or("never".to_owned(), |moment| self.show(moment.at))
    }

    /// Each row: from, amount, where that leads.
    #[track_caller]
    pub(crate) fn check(&self, table: &[(&str, &str, &str)]) {
        for (from, amount, reached) in table {
            assert_eq!(&self.moved(from, amount), reached, "{from} {amount}");
        }
    }
}
