//! What a manager writes for an amount of time, and how it is written back.
//!
//! Three units that never mix: open time of a calendar (`30m`), working days (`2 workdays`), and
//! days whatever the calendar (`3 days`). What each means on a calendar is in `working`.

use std::fmt;
use std::str::FromStr;

use crate::mistake::Mistake;

mod reading;

/// Why an amount of time could not be read.
pub type SpanError = Mistake;

/// An amount of time as written, in its own unit.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Span {
    /// Seconds of a calendar's open time.
    Open(u64),
    /// Working days of a calendar.
    Workdays(u32),
    /// Days, whatever the calendar.
    Days(u32),
}

impl Span {
    /// Reads `30m`, `2h30m`, `2 workdays`, `3 days`, `1 week`, 30分钟, 2小时30分, 三个工作日, 半小时, 3天.
    ///
    /// Whole numbers of one unit (hours and minutes may stand together), more than nothing and no
    /// more than ten years.
    pub fn parse(text: &str) -> Result<Span, SpanError> {
        reading::read(text)
    }

    /// The shortest English form: `2h30m`, `2 workdays`, `3 days`.
    pub fn in_english(&self) -> String {
        let plural = |count: u32, unit: &str| format!("{count} {unit}{}", if count == 1 { "" } else { "s" });
        match *self {
            Span::Open(seconds) => match parts(seconds) {
                Parts::Seconds(s) => format!("{s}s"),
                Parts::Minutes(m) => format!("{m}m"),
                Parts::Hours(h) => format!("{h}h"),
                Parts::HoursAndMinutes(h, m) => format!("{h}h{m}m"),
            },
            Span::Workdays(count) => plural(count, "workday"),
            Span::Days(count) => plural(count, "day"),
        }
    }

    /// The shortest Chinese form: 2小时30分, 2个工作日, 3天.
    pub fn in_chinese(&self) -> String {
        match *self {
            Span::Open(seconds) => match parts(seconds) {
                Parts::Seconds(s) => format!("{s}秒"),
                Parts::Minutes(m) => format!("{m}分钟"),
                Parts::Hours(h) => format!("{h}小时"),
                Parts::HoursAndMinutes(h, m) => format!("{h}小时{m}分"),
            },
            Span::Workdays(count) => format!("{count}个工作日"),
            Span::Days(count) => format!("{count}天"),
        }
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.in_english())
    }
}

impl FromStr for Span {
    type Err = SpanError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Span::parse(text)
    }
}

/// Open time in the largest units that hold it in whole numbers.
enum Parts {
    Seconds(u64),
    Minutes(u64),
    Hours(u64),
    HoursAndMinutes(u64, u64),
}

fn parts(seconds: u64) -> Parts {
    match (seconds / 3600, seconds % 3600 / 60, seconds % 60) {
        (0, minutes, 0) if minutes > 0 => Parts::Minutes(minutes),
        (hours, 0, 0) if hours > 0 => Parts::Hours(hours),
        (hours, minutes, 0) if hours > 0 => Parts::HoursAndMinutes(hours, minutes),
        _ => Parts::Seconds(seconds),
    }
}

#[cfg(test)]
mod tests;
