//! What one calendar file says, before anyone asks in which zone: the hours of each date, and
//! which dates are working days.
//!
//! `dates` go before the holiday list, that before the week. Beyond the years the holiday list
//! knows the week alone counts, and [`Calendar::is_known`] says so.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::{Date, Weekday};

use crate::hours::Hours;

mod overlap;

pub use overlap::{Overlap, OverlapDay};

/// A list of public holidays with the working days decreed in exchange for them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Holidays {
    /// The name calendars call it by.
    pub id: String,
    /// The years the list is complete for; about any other it knows nothing.
    pub years: BTreeSet<i16>,
    /// Dates that are off.
    pub days_off: BTreeSet<Date>,
    /// Dates that are worked although the week says otherwise.
    pub makeup_workdays: BTreeSet<Date>,
}

/// What one calendar file says. Fields are as written; [`Calendar::hours_on`] and
/// [`Calendar::is_workday`] are how to read them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// The name workflows call it by.
    pub id: String,
    /// Hours of the week, Monday first; an empty list is a closed day.
    pub week: [Vec<Hours>; 7],
    /// Hours of a make-up workday; `None` means Monday's.
    pub makeup_workday: Option<Vec<Hours>>,
    /// Hours on days off of the holiday list; empty is closed.
    pub holiday: Vec<Hours>,
    /// Hours of single dates; an empty list is a closed date.
    pub dates: BTreeMap<Date, Vec<Hours>>,
    /// The holiday list, where the calendar names one.
    pub holidays: Option<Arc<Holidays>>,
    /// Which days of the week count as working days (Monday first); `None`: those with hours.
    pub workdays: Option<[bool; 7]>,
    /// An amount in workdays ends at the closing of the last one, whatever the hour it began.
    pub workday_ends: bool,
    /// Open at every moment: the built-in calendar of that name. Nothing else is then read.
    pub always: bool,
}

impl Calendar {
    /// The built-in calendar `always`: every moment is open and every day a working day.
    pub fn always() -> Calendar {
        Calendar {
            id: "always".to_owned(),
            week: std::array::from_fn(|_| vec![Hours::WHOLE_DAY]),
            makeup_workday: None,
            holiday: Vec::new(),
            dates: BTreeMap::new(),
            holidays: None,
            workdays: None,
            workday_ends: false,
            always: true,
        }
    }

    /// The hours that begin on this date, in the order they were given; empty when it is closed.
    pub fn hours_on(&self, date: Date) -> &[Hours] {
        if self.always {
            return &[Hours::WHOLE_DAY];
        }
        if let Some(hours) = self.dates.get(&date) {
            return hours;
        }
        match self.decreed(date) {
            Some(Decreed::Off) => &self.holiday,
            Some(Decreed::Worked) => self.makeup_hours(),
            None => &self.week[weekday(date)],
        }
    }

    /// Whether amounts in workdays count this date.
    ///
    /// It has hours and is not a day off, or is a make-up workday, or is a date given hours. Where
    /// the calendar says `workdays`, the week's part is decided by that, and hours given to a date
    /// are only hours.
    pub fn is_workday(&self, date: Date) -> bool {
        if self.always {
            return true;
        }
        if self.hours_on(date).is_empty() {
            return false;
        }
        match (self.decreed(date), self.workdays) {
            (Some(Decreed::Worked), _) => true,
            (Some(Decreed::Off), Some(_)) => false,
            (None, Some(days)) => days[weekday(date)],
            (Some(Decreed::Off), None) => self.dates.contains_key(&date),
            (None, None) => true,
        }
    }

    /// Whether the date lies in a year the holiday list is complete for. Without a list all do.
    pub fn is_known(&self, date: Date) -> bool {
        self.holidays.as_ref().is_none_or(|list| list.years.contains(&date.year()))
    }

    /// Whether any date at all has hours. A calendar of which this is false can count nothing.
    pub fn ever_opens(&self) -> bool {
        let open = |list: &Vec<Hours>| !list.is_empty();
        let listed = |dates: fn(&Holidays) -> &BTreeSet<Date>| {
            self.holidays.as_ref().is_some_and(|list| !dates(list).is_empty())
        };
        self.always
            || self.week.iter().any(open)
            || self.dates.values().any(open)
            || open(&self.holiday) && listed(|list| &list.days_off)
            || !self.makeup_hours().is_empty() && listed(|list| &list.makeup_workdays)
    }

    /// The same calendar with the hours of each day in their order, which the arithmetic relies on.
    pub(crate) fn in_order(self: Arc<Self>) -> Arc<Self> {
        let lists = |c: &Self| -> bool {
            c.week
                .iter()
                .chain(c.dates.values())
                .chain(&c.makeup_workday)
                .chain([&c.holiday])
                .all(|list| list.is_sorted())
        };
        if lists(&self) {
            return self;
        }
        let mut calendar = Arc::unwrap_or_clone(self);
        calendar.week.iter_mut().for_each(|list| list.sort());
        calendar.dates.values_mut().for_each(|list| list.sort());
        calendar.makeup_workday.iter_mut().for_each(|list| list.sort());
        calendar.holiday.sort();
        Arc::new(calendar)
    }

    fn makeup_hours(&self) -> &Vec<Hours> {
        self.makeup_workday.as_ref().unwrap_or(&self.week[0])
    }

    fn decreed(&self, date: Date) -> Option<Decreed> {
        let list = self.holidays.as_ref()?;
        if list.days_off.contains(&date) {
            Some(Decreed::Off)
        } else if list.makeup_workdays.contains(&date) {
            Some(Decreed::Worked)
        } else {
            None
        }
    }
}

/// What the holiday list says of a date.
#[derive(Clone, Copy)]
enum Decreed {
    Off,
    Worked,
}

/// The place of a date's weekday in lists that begin with Monday.
fn weekday(date: Date) -> usize {
    date.weekday().to_monday_zero_offset() as usize
}

/// The weekday at a place in lists that begin with Monday.
fn weekday_at(place: usize) -> Weekday {
    Weekday::from_monday_zero_offset((place % 7) as i8).unwrap_or(Weekday::Monday)
}

#[cfg(test)]
mod tests;
