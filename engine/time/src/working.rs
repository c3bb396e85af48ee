//! A calendar in a time zone: what is open, how much of it lies between two moments, and the pair
//! that everything else stands on, [`WorkingTime::add`] and [`WorkingTime::subtract`].
//!
//! Hours belong to the day they begin on, also where they cross midnight. The moments of opening
//! and closing both lie inside. Open time is real time: a night in which the clocks change has an
//! hour more or less.

use std::sync::Arc;

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use crate::calendar::Calendar;
use crate::hours::{Hours, clock_time};
use crate::span::Span;
use crate::wall::{after_midnight, on_the_wall};

mod closing;
mod days;
mod open_time;
mod workdays;

/// A calendar in a time zone. Cheap to clone.
#[derive(Clone, Debug)]
pub struct WorkingTime {
    /// What is open when, by the clock on the wall.
    pub calendar: Arc<Calendar>,
    /// Where that wall stands.
    pub zone: TimeZone,
}

/// A moment that was worked out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The moment, a whole second.
    pub at: Timestamp,
    /// The way there touches a year the holiday list does not know, so it may move when that year
    /// is loaded.
    pub provisional: bool,
}

/// A stretch of open time without a break.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Where it begins.
    pub from: Timestamp,
    /// Where it ends; later than `from`.
    pub to: Timestamp,
}

impl Piece {
    /// How long it is.
    pub fn seconds(&self) -> u64 {
        u64::try_from(self.to.as_second() - self.from.as_second()).unwrap_or(0)
    }
}

impl WorkingTime {
    /// This calendar in that zone.
    pub fn new(calendar: Arc<Calendar>, zone: TimeZone) -> Self {
        Self { calendar: calendar.in_order(), zone }
    }

    /// The moment `span` after `from`.
    ///
    /// Counting from outside open hours begins at the next opening; time that runs out at a closing
    /// ends there. `Days` is the same clock time whatever the calendar. `None` when the calendar
    /// never opens again, or time itself ends (year 9999).
    pub fn add(&self, from: Timestamp, span: Span) -> Option<Moment> {
        match span {
            Span::Open(seconds) => self.add_open(from, seconds),
            Span::Workdays(count) => self.add_workdays(from, count),
            Span::Days(count) => self.shift_days(from, i64::from(count)),
        }
    }

    /// The moment `span` before `from`: the mirror of [`WorkingTime::add`].
    ///
    /// Counting from outside open hours begins at the last closing; time that runs out at an
    /// opening ends there.
    pub fn subtract(&self, from: Timestamp, span: Span) -> Option<Moment> {
        match span {
            Span::Open(seconds) => self.subtract_open(from, seconds),
            Span::Workdays(count) => self.subtract_workdays(from, count),
            Span::Days(count) => self.shift_days(from, -i64::from(count)),
        }
    }

    /// Whether the calendar is open then; at the moments of opening and closing it is.
    pub fn is_open(&self, at: Timestamp) -> bool {
        let (today, second) = (self.local(at).date(), at.as_second());
        self.calendar.always
            || [today.yesterday().ok(), Some(today)]
                .into_iter()
                .flatten()
                .any(|date| self.stretches(date).any(|s| s.contains(second)))
    }

    /// Whether amounts in workdays count this date.
    pub fn is_workday(&self, date: Date) -> bool {
        self.calendar.is_workday(date)
    }

    /// The beginning of a date.
    pub fn midnight(&self, date: Date) -> Timestamp {
        self.at_local(date.to_datetime(clock_time(0)))
    }

    /// What calendar and clock on the wall show at a moment.
    pub fn local(&self, at: Timestamp) -> DateTime {
        self.zone.to_datetime(at)
    }

    /// The moment when calendar and clock on the wall show this.
    ///
    /// A clock time that a change of the clocks skips is the moment of the change; one that comes
    /// twice is the first. Past the end of time (year 9999) it is the last moment there is.
    pub fn at_local(&self, local: DateTime) -> Timestamp {
        on_the_wall(&self.zone, local)
    }

    fn shift_days(&self, from: Timestamp, days: i64) -> Option<Moment> {
        let there = self.local(from).checked_add(days.days()).ok()?;
        Some(Moment { at: whole(self.at_local(there)), provisional: false })
    }

    /// The moment so many seconds, by the wall clock, after the midnight of a date.
    fn at_offset(&self, date: Date, offset: u32) -> Timestamp {
        after_midnight(&self.zone, date, offset)
    }

    /// The hours of a date as moments, in order. One that a change of the clocks skips whole has
    /// no length.
    fn stretches(&self, date: Date) -> impl DoubleEndedIterator<Item = Stretch> {
        self.calendar.hours_on(date).iter().map(move |&hours| Stretch {
            from: self.at_offset(date, hours.from).as_second(),
            to: self.at_offset(date, hours.to).as_second(),
            hours,
        })
    }

    /// A moment reached by way of these two dates and those between.
    fn reached(&self, second: i64, one: Date, other: Date) -> Option<Moment> {
        let at = Timestamp::from_second(second).ok()?;
        let (first, last) = (one.min(other), one.max(other));
        let provisional = self
            .calendar
            .holidays
            .as_ref()
            .is_some_and(|list| (first.year()..=last.year()).any(|year| !list.years.contains(&year)));
        Some(Moment { at, provisional })
    }
}

/// Hours of one date as moments, in seconds.
struct Stretch {
    from: i64,
    to: i64,
    hours: Hours,
}

impl Stretch {
    /// Opening and closing both lie inside.
    fn contains(&self, second: i64) -> bool {
        self.from <= second && second <= self.to
    }
}

/// Moments are whole seconds; a fraction is dropped.
fn whole(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second()).unwrap_or(at)
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
