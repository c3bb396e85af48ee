//! What becomes of a start that falls on a rest day: kept, moved to the next working day, or left
//! out.
//!
//! Several that would move to the same moment are one there, the last of them (on the working day
//! itself, its own); the others are left out like any that `skip` leaves out, at their own hour. So
//! each nominal hour has one occurrence, and no two of them are at the same moment.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;

use super::{Nominal, Recurrence};
use crate::working::WorkingTime;

/// What becomes of a start that falls on a rest day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum OnRestDay {
    /// It happens all the same.
    #[default]
    Keep,
    /// It happens on the next working day, at the same clock time.
    Next,
    /// It is left out.
    Skip,
}

/// One coming round of a start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// When it is dealt with. Occurrences come in this order and each has its own; ask for the
    /// next one from here.
    pub at: Timestamp,
    /// The hour it was written for; earlier than `at` where a rest day moved it.
    pub nominal: Timestamp,
    /// It is left out, because of a rest day or because another takes its place: nothing is
    /// opened, only the record says so.
    pub skipped: bool,
}

/// Nothing moves past more rest days than these; it is left out. Public holidays have nine in a
/// row, a place that closes for a season some hundred.
const LONGEST_REST: usize = 200;

impl Recurrence {
    /// The first occurrence strictly after a moment, left-out ones included. `None` when there is
    /// none any more.
    ///
    /// A rest day is a date that is no working day of `on`'s calendar.
    pub fn next(&self, after: Timestamp, on: &WorkingTime, rest: OnRestDay) -> Option<Occurrence> {
        let as_written = |nominal: Nominal| {
            let resting = !on.is_workday(nominal.local.date());
            let skipped = rest == OnRestDay::Skip && resting;
            Occurrence { at: nominal.at, nominal: nominal.at, skipped }
        };
        match rest {
            OnRestDay::Keep | OnRestDay::Skip => self.nominal_after(after, on).map(as_written),
            OnRestDay::Next => self.next_moved(after, on),
        }
    }

    fn next_moved(&self, after: Timestamp, on: &WorkingTime) -> Option<Occurrence> {
        let today = on.local(after).date();
        // What was written for the rest days just behind may still be to come.
        let behind = rest_days_behind(today, on);
        let mut from = before(on.midnight(behind));
        loop {
            let first = self.nominal_after(from, on)?;
            let Some(working) = next_working_day(first.local.date(), on) else {
                // There is no working day to move to, so it never happens.
                return self.nominal_after(after.max(from), on).map(left_out);
            };
            let end = before(on.midnight(working.tomorrow().ok()?));
            let stretch = self.up_to(first, end, on);
            let next = settle(&stretch, working, on).filter(|one| one.at > after).min_by_key(|one| one.at);
            if next.is_some() {
                return next;
            }
            from = end;
        }
    }

    /// This nominal hour and those after it that are not later than `end`.
    fn up_to(&self, first: Nominal, end: Timestamp, on: &WorkingTime) -> Vec<Nominal> {
        let next = |nominal: &Nominal| self.nominal_after(nominal.at, on);
        std::iter::successors(Some(first), next).take_while(|nominal| nominal.at <= end).collect()
    }
}

/// What becomes of the nominal hours of some rest days and the working day after them.
fn settle(stretch: &[Nominal], working: Date, on: &WorkingTime) -> impl Iterator<Item = Occurrence> {
    let target = move |nominal: &Nominal| match nominal.local.date() < working {
        true => on.at_local(working.to_datetime(nominal.local.time())),
        false => nominal.at,
    };
    // A later one takes the place of an earlier one that would come to the same moment.
    let last: BTreeMap<Timestamp, Timestamp> =
        stretch.iter().map(|nominal| (target(nominal), nominal.at)).collect();
    stretch.iter().map(move |nominal| match target(nominal) {
        at if last.get(&at) == Some(&nominal.at) => Occurrence { at, nominal: nominal.at, skipped: false },
        _ => left_out(*nominal),
    })
}

fn left_out(nominal: Nominal) -> Occurrence {
    Occurrence { at: nominal.at, nominal: nominal.at, skipped: true }
}

/// The first working day from a date on, where it is not too far away.
fn next_working_day(date: Date, on: &WorkingTime) -> Option<Date> {
    std::iter::successors(Some(date), |date| date.tomorrow().ok())
        .take(LONGEST_REST)
        .find(|&date| on.is_workday(date))
}

/// The first of the rest days that end just before this date, or that it is one of.
fn rest_days_behind(date: Date, on: &WorkingTime) -> Date {
    std::iter::successors(Some(date), |date| date.yesterday().ok())
        .skip(1)
        .take(LONGEST_REST)
        .take_while(|&date| !on.is_workday(date))
        .last()
        .unwrap_or(date)
}

/// One second earlier.
fn before(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second() - 1).unwrap_or(at)
}
