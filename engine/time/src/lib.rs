//! Working time: what a manager writes for an amount of time, what an estate's calendar says, and
//! the one arithmetic that turns both into moments.
//!
//! Read [`Span`] first (what is written), then [`Calendar`] (what a calendar file says), then
//! [`WorkingTime`], which is a calendar in a time zone and answers every question: when is it due,
//! how much open time lies between, what is the closing of that day. [`Recurrence`] answers when a
//! start comes round again.
//!
//! Nothing here knows what time it is; moments come in as arguments. Every moment that goes out
//! is a whole second.

mod calendar;
#[cfg(test)]
mod fixtures;
mod hours;
mod mistake;
mod recurrence;
mod span;
mod wall;
mod working;

pub use calendar::{Calendar, Holidays, Overlap, OverlapDay};
pub use hours::{Hours, HoursError, parse_clock};
pub use jiff::{Timestamp, civil, tz::TimeZone};
pub use mistake::Mistake;
pub use recurrence::{Cron, Occurrence, OnRestDay, Recurrence, RecurrenceError};
pub use span::{Span, SpanError};
pub use wall::{after_midnight, on_the_wall};
pub use working::{Moment, Piece, WorkingTime};
