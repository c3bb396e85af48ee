//! Moments that are named by the day instead of counted: `by: "18:00"`, `by: closing`, and the
//! date of a field.
//!
//! A day is open here when it has hours; whether it is a working day does not matter.

use jiff::Timestamp;
use jiff::civil::{Date, Time};

use super::{Moment, WorkingTime};

impl WorkingTime {
    /// `by: "18:00"`: that clock time of the same day, open or not at that hour.
    ///
    /// What begins later than that, or on a date without hours, counts for the next date that has
    /// some. `None` when there is none.
    pub fn by_time(&self, from: Timestamp, time: Time) -> Option<Moment> {
        let today = self.local(from).date();
        self.open_days_from(today)
            .map(|date| (date, self.at_local(date.to_datetime(time)).as_second()))
            .find(|&(_, second)| second >= from.as_second())
            .and_then(|(date, second)| self.reached(second, today, date))
    }

    /// `by: closing`: the last closing of the same day; on `always` 24:00.
    ///
    /// In hours that have crossed midnight, the same day is the one they began on. What begins
    /// later than the closing, or on a date without hours, counts for the next date that has some.
    pub fn by_closing(&self, from: Timestamp) -> Option<Moment> {
        let today = self.local(from).date();
        let first = self.inside(from, |_| true).map_or(today, |day| day.date);
        self.open_days_from(first)
            .filter_map(|date| self.closing_of(date, first))
            .find(|closing| closing.at.as_second() >= from.as_second())
    }

    /// `by: FIELD` of a date without a time: its closing, or that of the next date with hours.
    pub fn closing_on(&self, date: Date) -> Option<Moment> {
        let open = self.open_days_from(date).next()?;
        self.closing_of(open, date)
    }

    /// The last closing of the hours that begin on a date; `None` when it has none.
    pub(super) fn closing_of(&self, date: Date, by_way_of: Date) -> Option<Moment> {
        let closing = self.calendar.hours_on(date).last()?.to;
        self.reached(self.at_offset(date, closing).as_second(), by_way_of, date)
    }
}
