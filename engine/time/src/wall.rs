//! The clock on the wall of a place, as moments: where two clocks a year change, a clock time may
//! be skipped or come twice.

use crate::hours::{DAY, clock_time};
use jiff::civil::{Date, DateTime};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{Timestamp, ToSpan};

/// The moment when calendar and clock on the wall show this.
///
/// A clock time that a change of the clocks skips is the moment of the change; one that comes
/// twice is the first. Past the end of time (year 9999) it is the last moment there is.
pub fn on_the_wall(zone: &TimeZone, local: DateTime) -> Timestamp {
    let last = Timestamp::MAX;
    match zone.to_ambiguous_timestamp(local).offset() {
        AmbiguousOffset::Unambiguous { offset } => offset.to_timestamp(local).unwrap_or(last),
        AmbiguousOffset::Fold { before, .. } => before.to_timestamp(local).unwrap_or(last),
        AmbiguousOffset::Gap { after, .. } => {
            // Read with the later offset, a skipped time lies just before the change.
            let before_change = after.to_timestamp(local).unwrap_or(last);
            let change = zone.following(before_change).next();
            change.map_or(before_change, |transition| transition.timestamp())
        }
    }
}

/// The moment so many seconds, by the clock on the wall, after the midnight of a date. A day and
/// more leads into the days after.
pub fn after_midnight(zone: &TimeZone, date: Date, seconds: u32) -> Timestamp {
    let date = match seconds / DAY {
        0 => date,
        days => date.checked_add(i64::from(days).days()).unwrap_or(Date::MAX),
    };
    on_the_wall(zone, date.to_datetime(clock_time(seconds)))
}
