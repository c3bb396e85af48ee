//! Amounts in workdays: the same clock time on another working day, or its closing where the
//! calendar says `workday_ends`.

use jiff::Timestamp;
use jiff::civil::Date;

use super::{Moment, WorkingTime};
use crate::hours::{DAY, clock_offset};

/// A moment as a day of the calendar sees it: the seconds, by the wall clock, since its midnight.
/// In hours that cross midnight they exceed 86 400.
pub(super) struct OnDay {
    pub(super) date: Date,
    pub(super) offset: u32,
}

impl WorkingTime {
    pub(super) fn add_workdays(&self, from: Timestamp, count: u32) -> Option<Moment> {
        let today = self.local(from).date();
        let Some(nth) = count.checked_sub(1) else {
            return self.reached(from.as_second(), today, today);
        };
        let inside = self.inside_workday(from);
        if self.calendar.workday_ends {
            let date = inside.map_or(today, |day| day.date);
            let target = self.workdays_after(date).nth(nth as usize)?;
            return self.closing_of(target, date);
        }
        let start = match inside {
            Some(start) => start,
            None => self.next_opening(from)?,
        };
        let target = self.workdays_after(start.date).nth(nth as usize)?;
        self.land(target, start.offset, today.min(start.date))
    }

    pub(super) fn subtract_workdays(&self, from: Timestamp, count: u32) -> Option<Moment> {
        let today = self.local(from).date();
        let Some(nth) = count.checked_sub(1) else {
            return self.reached(from.as_second(), today, today);
        };
        if self.calendar.workday_ends {
            // What is due at a closing is due on the day that closes, even where the next one opens
            // at the same moment.
            let just_before = Timestamp::from_second(from.as_second() - 1).ok()?;
            let date = self.inside_workday(just_before).map_or(today, |day| day.date);
            let target = self.workdays_before(date).nth(nth as usize)?;
            return self.closing_of(target, date);
        }
        let start = match self.inside_workday(from) {
            Some(start) => start,
            None => self.last_closing(from)?,
        };
        let target = self.workdays_before(start.date).nth(nth as usize)?;
        self.land(target, start.offset, today)
    }

    /// The day in whose hours a moment lies, of those days that `counts` admits. A moment that
    /// closes one day and opens the next is the next's.
    pub(super) fn inside(&self, at: Timestamp, counts: impl Fn(Date) -> bool) -> Option<OnDay> {
        let local = self.local(at);
        let (today, clock) = (local.date(), clock_offset(local.time()));
        let yesterday = today.yesterday().ok().map(|date| OnDay { date, offset: clock + DAY });
        let second = at.as_second();
        [Some(OnDay { date: today, offset: clock }), yesterday]
            .into_iter()
            .flatten()
            .find(|day| counts(day.date) && self.stretches(day.date).any(|stretch| stretch.contains(second)))
    }

    fn inside_workday(&self, at: Timestamp) -> Option<OnDay> {
        self.inside(at, |date| self.is_workday(date))
    }

    /// The first opening of a working day that is not before this moment.
    fn next_opening(&self, at: Timestamp) -> Option<OnDay> {
        self.workdays_from(self.local(at).date()).find_map(|date| {
            let opening = self.stretches(date).find(|s| s.from >= at.as_second())?;
            Some(OnDay { date, offset: opening.hours.from })
        })
    }

    /// The last closing of a working day that is not after this moment.
    fn last_closing(&self, at: Timestamp) -> Option<OnDay> {
        self.workdays_back_from(self.local(at).date()).find_map(|date| {
            let closing = self.stretches(date).rev().find(|s| s.to <= at.as_second())?;
            Some(OnDay { date, offset: closing.hours.to })
        })
    }

    /// That clock time on a day with hours. Where the day is not open then, the last closing before
    /// it; or the day's opening, if it opens later.
    fn land(&self, date: Date, offset: u32, by_way_of: Date) -> Option<Moment> {
        let hours = self.calendar.hours_on(date);
        let offset = if hours.iter().any(|hours| hours.contains(offset)) {
            offset
        } else {
            match hours.iter().rev().find(|hours| hours.to < offset) {
                Some(before) => before.to,
                None => hours.first()?.from,
            }
        };
        self.reached(self.at_offset(date, offset).as_second(), by_way_of, date)
    }
}
