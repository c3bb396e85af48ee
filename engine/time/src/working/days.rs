//! Walking over the dates that are open, or worked, and knowing when to stop.

use jiff::civil::Date;

use super::WorkingTime;

/// So many dates in a row that are not open (or not worked) mean that none is any more.
///
/// Ten years: the longest amount that can be written, so no calendar in use is cut short.
const FOR_GOOD: u32 = 3_660;

impl WorkingTime {
    /// The dates with hours from this one on.
    pub(super) fn open_days_from(&self, date: Date) -> impl Iterator<Item = Date> {
        self.walk(Some(date), tomorrow, |date| self.has_hours(date))
    }

    /// The dates with hours from this one back.
    pub(super) fn open_days_back_from(&self, date: Date) -> impl Iterator<Item = Date> {
        self.walk(Some(date), yesterday, |date| self.has_hours(date))
    }

    /// The working days from this date on.
    pub(crate) fn workdays_from(&self, date: Date) -> impl Iterator<Item = Date> {
        self.walk(Some(date), tomorrow, |date| self.is_workday(date))
    }

    /// The working days from this date back.
    pub(super) fn workdays_back_from(&self, date: Date) -> impl Iterator<Item = Date> {
        self.walk(Some(date), yesterday, |date| self.is_workday(date))
    }

    /// The working days after this date.
    pub(super) fn workdays_after(&self, date: Date) -> impl Iterator<Item = Date> {
        self.walk(tomorrow(date), tomorrow, |date| self.is_workday(date))
    }

    /// The working days before this date, the last one first.
    pub(super) fn workdays_before(&self, date: Date) -> impl Iterator<Item = Date> {
        self.walk(yesterday(date), yesterday, |date| self.is_workday(date))
    }

    fn walk(
        &self,
        start: Option<Date>,
        step: fn(Date) -> Option<Date>,
        counts: impl Fn(Date) -> bool,
    ) -> impl Iterator<Item = Date> {
        let mut next = start.filter(|_| self.calendar.ever_opens());
        std::iter::from_fn(move || {
            for _ in 0..FOR_GOOD {
                let date = next?;
                next = step(date);
                if counts(date) {
                    return Some(date);
                }
            }
            None
        })
    }

    fn has_hours(&self, date: Date) -> bool {
        !self.calendar.hours_on(date).is_empty()
    }
}

fn tomorrow(date: Date) -> Option<Date> {
    date.tomorrow().ok()
}

fn yesterday(date: Date) -> Option<Date> {
    date.yesterday().ok()
}
