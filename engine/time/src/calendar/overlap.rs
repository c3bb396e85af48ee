//! Two spans of a calendar that claim the same hour, which `check` refuses.

use jiff::civil::{Date, Weekday};

use super::{Calendar, weekday_at};
use crate::hours::{DAY, Hours};

/// Two spans that overlap. Where they stand on different days, the first crosses midnight into
/// the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overlap {
    /// The span that begins first.
    pub first: Hours,
    /// The span that begins before the first has ended.
    pub second: Hours,
    /// The day the first begins on.
    pub on: OverlapDay,
    /// The second stands on the day after.
    pub next_day: bool,
}

/// The day an overlap was found on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OverlapDay {
    /// Every week.
    Weekday(Weekday),
    /// On make-up workdays, as `makeup_workday` is written.
    MakeupWorkday,
    /// On days off, as `holiday` is written.
    Holiday,
    /// On this date, by `dates` or the holiday list.
    Date(Date),
}

impl Calendar {
    /// The first two spans that overlap, across midnight into the following day included.
    ///
    /// Looks at the week as it stands, and at every date the calendar or its holiday list names
    /// with the days before and after it.
    pub fn overlaps(&self) -> Option<Overlap> {
        self.within_a_list().or_else(|| self.across_midnight())
    }

    fn within_a_list(&self) -> Option<Overlap> {
        let week =
            self.week.iter().enumerate().map(|(place, list)| (OverlapDay::Weekday(weekday_at(place)), list));
        let makeup = self.makeup_workday.iter().map(|list| (OverlapDay::MakeupWorkday, list));
        let holiday = [(OverlapDay::Holiday, &self.holiday)];
        let dates = self.dates.iter().map(|(&date, list)| (OverlapDay::Date(date), list));
        week.chain(makeup).chain(holiday).chain(dates).find_map(|(on, list)| {
            let mut list = list.clone();
            list.sort();
            list.windows(2).find(|pair| pair[1].from < pair[0].to).map(|pair| Overlap {
                first: pair[0],
                second: pair[1],
                on,
                next_day: false,
            })
        })
    }

    fn across_midnight(&self) -> Option<Overlap> {
        let week = (0..7).find_map(|place| {
            let (today, tomorrow) = (&self.week[place], &self.week[(place + 1) % 7]);
            into_next_day(OverlapDay::Weekday(weekday_at(place)), today, tomorrow)
        });
        week.or_else(|| {
            let list = self.holidays.as_deref();
            let decreed = list.iter().flat_map(|l| l.days_off.iter().chain(&l.makeup_workdays));
            self.dates.keys().chain(decreed).find_map(|&date| {
                [date.yesterday().ok()?, date].into_iter().find_map(|date| {
                    let tomorrow = date.tomorrow().ok()?;
                    let (today, tomorrow) = (self.hours_on(date), self.hours_on(tomorrow));
                    into_next_day(OverlapDay::Date(date), today, tomorrow)
                })
            })
        })
    }
}

fn into_next_day(on: OverlapDay, today: &[Hours], tomorrow: &[Hours]) -> Option<Overlap> {
    let first = *today.iter().max_by_key(|hours| hours.to)?;
    let second = *tomorrow.iter().min_by_key(|hours| hours.from)?;
    (second.from + DAY < first.to).then_some(Overlap { first, second, on, next_day: true })
}
