//! When a start comes round again: `every: workday at 08:00`, `cron: "0 8 * * *"`.
//!
//! The hours a start was written for are its nominal ones. What falls on a rest day (a date that is
//! no working day of the calendar) is kept, moved or left out, see [`OnRestDay`]. A scheduler asks
//! [`Recurrence::next`] again and again, each time from the last answer's `at`, and so meets each
//! occurrence exactly once, those left out too.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time, Weekday};

use crate::mistake::Mistake;
use crate::working::WorkingTime;

mod cron;
mod reading;
mod rest_day;
mod written;

pub use cron::Cron;
pub use rest_day::{Occurrence, OnRestDay};

/// Why an `every` or a `cron` could not be read.
pub type RecurrenceError = Mistake;

/// When a start comes round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recurrence {
    /// `day at 07:00`: each date.
    Day {
        /// The clock time.
        at: Time,
    },
    /// `workday at 08:00`: each working day of the calendar.
    Workday {
        /// The clock time.
        at: Time,
    },
    /// `monday at 10:00`: each week.
    Weekday {
        /// The day of the week.
        day: Weekday,
        /// The clock time.
        at: Time,
    },
    /// `month on 1 at 09:00`: each month; where a month has no such day, its last.
    Month {
        /// The day of the month, 1 to 31.
        day: i8,
        /// The clock time.
        at: Time,
    },
    /// `0 8 * * *`: five fields, as cron reads them.
    Cron(Cron),
}

impl Recurrence {
    /// Reads `day at 07:00`, `workday at 08:00`, `monday at 10:00`, `month on 1 at 09:00`, or
    /// 每天 07:00, 每个工作日 08:00, 每周一 10:00, 每月1日 09:00.
    pub fn parse_every(text: &str) -> Result<Recurrence, RecurrenceError> {
        reading::read(text)
    }

    /// Reads the five fields of cron: minute, hour, day of the month, month, day of the week.
    ///
    /// Where both days are given, either is enough. Sunday is 0 or 7.
    pub fn parse_cron(text: &str) -> Result<Recurrence, RecurrenceError> {
        Cron::parse(text).map(Recurrence::Cron)
    }

    /// The next nominal hour strictly after a moment, by the wall clock and as a moment.
    ///
    /// A clock time that a change of the clocks skips is the moment of the change; one that comes
    /// twice is the first.
    fn nominal_after(&self, after: Timestamp, on: &WorkingTime) -> Option<Nominal> {
        if let Recurrence::Cron(cron) = self {
            let at = cron.after(after, on)?;
            return Some(Nominal { at, local: on.local(at) });
        }
        let (today, after) = (on.local(after).date(), after.as_second());
        self.dates_from(today, on)
            .map(|local| Nominal { at: on.at_local(local), local })
            .find(|nominal| nominal.at.as_second() > after)
    }

    /// The nominal hours of a date and those after it; of a cron none.
    fn dates_from<'a>(&'a self, date: Date, on: &'a WorkingTime) -> Box<dyn Iterator<Item = DateTime> + 'a> {
        let each = move || std::iter::successors(Some(date), |date| date.tomorrow().ok());
        match *self {
            Recurrence::Day { at } => Box::new(each().map(move |date| date.to_datetime(at))),
            Recurrence::Workday { at } => {
                Box::new(on.workdays_from(date).map(move |date| date.to_datetime(at)))
            }
            Recurrence::Weekday { day, at } => {
                Box::new(each().filter(move |date| date.weekday() == day).map(move |d| d.to_datetime(at)))
            }
            Recurrence::Month { day, at } => Box::new(
                each()
                    .filter(move |date| date.day() == day.min(date.days_in_month()))
                    .map(move |date| date.to_datetime(at)),
            ),
            Recurrence::Cron(_) => Box::new(std::iter::empty()),
        }
    }
}

/// A moment a start was written for.
#[derive(Clone, Copy)]
struct Nominal {
    at: Timestamp,
    local: DateTime,
}

#[cfg(test)]
mod tests;
