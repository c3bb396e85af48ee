//! One span of opening hours as written, `08:30-12:00`, and the clock times it is made of.

use std::fmt;

use jiff::civil::Time;

use crate::mistake::{Mistake, half_width};

/// Seconds of a day as the clock on the wall counts them.
pub(crate) const DAY: u32 = 86_400;

/// Why opening hours or a clock time could not be read.
pub type HoursError = Mistake;

/// A span of opening hours, in seconds since the midnight of the day it begins.
///
/// `from` lies before 24:00. `to` lies after `from` and exceeds 86 400 where the span crosses
/// midnight: `20:00-08:00` runs from 72 000 to 115 200 and belongs to the day it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hours {
    /// The opening.
    pub from: u32,
    /// The closing.
    pub to: u32,
}

impl Hours {
    /// Midnight to midnight.
    pub const WHOLE_DAY: Hours = Hours { from: 0, to: DAY };

    /// Reads `08:30-12:00`, `20:00-08:00` (across midnight) or `20:00-24:00`.
    pub fn parse(text: &str) -> Result<Hours, HoursError> {
        let plain = half_width(text);
        let unreadable = || {
            Mistake::new(
                format!("看不懂时间段“{text}”，请写成 08:30-12:00 这样"),
                format!("`{text}` is no span of hours; write it like 08:30-12:00"),
            )
        };
        let (from, to) = plain.split_once(['-', '–', '—', '~', '至']).ok_or_else(unreadable)?;
        let from = clock_seconds(from.trim()).ok_or_else(unreadable)?;
        let to = clock_seconds(to.trim()).ok_or_else(unreadable)?;
        if from == to || from == DAY {
            return Err(Mistake::new(
                format!("时间段“{text}”没有长度；全天请写 00:00-24:00"),
                format!("`{text}` has no length; a whole day is written 00:00-24:00"),
            )
            .suggest("00:00-24:00"));
        }
        Ok(Hours { from, to: if to > from { to } else { to + DAY } })
    }

    /// How many seconds the wall clock counts between opening and closing.
    pub fn seconds(&self) -> u32 {
        self.to.saturating_sub(self.from)
    }

    /// Both the opening and the closing lie inside.
    pub(crate) fn contains(&self, offset: u32) -> bool {
        self.from <= offset && offset <= self.to
    }
}

impl fmt::Display for Hours {
    /// As `parse` reads it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let to = if self.to > DAY { self.to - DAY } else { self.to };
        let clock = |s: u32| format!("{:02}:{:02}", s / 3600, s % 3600 / 60);
        write!(f, "{}-{}", clock(self.from), clock(to))
    }
}

/// Reads a clock time, `18:00` or `8:05`; not `24:00`.
pub fn parse_clock(text: &str) -> Result<Time, HoursError> {
    let plain = half_width(text);
    clock_seconds(plain.trim()).filter(|&seconds| seconds < DAY).map(clock_time).ok_or_else(|| {
        let mistake = Mistake::new(
            format!("看不懂钟点“{text}”，请写成 08:00 这样，从 00:00 到 23:59"),
            format!("`{text}` is no clock time; write it like 08:00, from 00:00 to 23:59"),
        );
        match said_clock(&plain) {
            Some(seconds) => mistake.suggest(format!("{:02}:{:02}", seconds / 3600, seconds % 3600 / 60)),
            None => mistake,
        }
    })
}

/// The seconds since midnight of a clock time as it is said: `18点`, `下午6点半`, `6pm`, `6:30 PM`.
fn said_clock(text: &str) -> Option<u32> {
    let text = text.trim().to_ascii_lowercase();
    let half = |words: &[&str]| words.iter().any(|word| text.contains(word));
    let late = half(&["下午", "晚上", "傍晚", "pm", "p.m."]);
    let early = half(&["上午", "早上", "凌晨", "中午", "am", "a.m."]);
    let mut digits = text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
    let (hour, minute) = (digits.next()?.parse::<u32>().ok()?, digits.next());
    let on_the_hour = text.contains(['点', '时', '時']) || late || early;
    let minute = match minute {
        Some(minute) => minute.parse::<u32>().ok()?,
        None if text.contains('半') => 30,
        None if text.contains("一刻") => 15,
        None if on_the_hour => 0,
        None => return None,
    };
    let hour = if late && hour < 12 { hour + 12 } else { hour };
    let known = "点时時分半一刻钟整下午晚上傍早凌晨中amp.: ";
    let clear = text.chars().all(|c| c.is_ascii_digit() || known.contains(c));
    (clear && hour < 24 && minute < 60 && digits.next().is_none()).then_some(hour * 3600 + minute * 60)
}

/// Seconds since midnight of `HH:MM`, up to and with 24:00.
fn clock_seconds(text: &str) -> Option<u32> {
    let (hours, minutes) = text.split_once(':')?;
    let digits = |s: &str, most: usize| {
        ((1..=most).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_digit()))
            .then(|| s.parse::<u32>().ok())
            .flatten()
    };
    let (h, m) = (digits(hours, 2)?, digits(minutes, 2).filter(|_| minutes.len() == 2)?);
    (h < 24 && m < 60 || (h, m) == (24, 0)).then_some(h * 3600 + m * 60)
}

/// The clock time that many seconds after midnight; a whole day and more wraps round.
pub(crate) fn clock_time(seconds: u32) -> Time {
    let s = seconds % DAY;
    // Each part is in range by the remainders taken.
    Time::constant((s / 3600) as i8, (s % 3600 / 60) as i8, (s % 60) as i8, 0)
}

/// The seconds since midnight of a clock time.
pub(crate) fn clock_offset(time: Time) -> u32 {
    let part = |n: i8| u32::from(n.unsigned_abs());
    part(time.hour()) * 3600 + part(time.minute()) * 60 + part(time.second())
}

#[cfg(test)]
mod tests;
