//! Reading `every:` in both languages.

use jiff::civil::Weekday;

use super::{Recurrence, RecurrenceError};
use crate::hours::parse_clock;
use crate::mistake::{Mistake, half_width};

pub(super) const WEEKDAYS: [(Weekday, &str, &str); 7] = [
    (Weekday::Monday, "monday", "一"),
    (Weekday::Tuesday, "tuesday", "二"),
    (Weekday::Wednesday, "wednesday", "三"),
    (Weekday::Thursday, "thursday", "四"),
    (Weekday::Friday, "friday", "五"),
    (Weekday::Saturday, "saturday", "六"),
    (Weekday::Sunday, "sunday", "日"),
];

/// See [`Recurrence::parse_every`].
pub(super) fn read(text: &str) -> Result<Recurrence, RecurrenceError> {
    let plain = half_width(text.trim());
    match plain.strip_prefix('每') {
        Some(chinese) => read_chinese(text, chinese),
        None => read_english(text, &plain),
    }
}

fn read_english(text: &str, plain: &str) -> Result<Recurrence, RecurrenceError> {
    let words: Vec<&str> = plain.split_whitespace().collect();
    let (day, clock) = match words.as_slice() {
        [day @ .., "at", clock] => (day, clock),
        _ => return Err(unreadable(text)),
    };
    let at = parse_clock(clock)?;
    match day {
        ["day"] => Ok(Recurrence::Day { at }),
        ["workday"] => Ok(Recurrence::Workday { at }),
        ["month", "on", day] => Ok(Recurrence::Month { day: day_of_month(text, day)?, at }),
        [name] => WEEKDAYS
            .iter()
            .find(|(_, english, _)| english == name)
            .map(|&(day, ..)| Recurrence::Weekday { day, at })
            .ok_or_else(|| unknown_day(text, name)),
        _ => Err(unreadable(text)),
    }
}

fn read_chinese(text: &str, plain: &str) -> Result<Recurrence, RecurrenceError> {
    let clock_begins = plain
        .rfind(|c: char| !(c.is_ascii_digit() || c == ':'))
        .and_then(|last| Some(last + plain[last..].chars().next()?.len_utf8()))
        .ok_or_else(|| unreadable(text))?;
    let (day, clock) = plain.split_at(clock_begins);
    let day = day.trim();
    if clock.is_empty() {
        return Err(unreadable(text));
    }
    let at = parse_clock(clock)?;
    if day == "天" || day == "日" {
        return Ok(Recurrence::Day { at });
    }
    if day == "个工作日" || day == "工作日" {
        return Ok(Recurrence::Workday { at });
    }
    if let Some(name) = ["周", "星期", "礼拜"].iter().find_map(|week| day.strip_prefix(week)) {
        let name = if name == "天" { "日" } else { name };
        return WEEKDAYS
            .iter()
            .find(|(.., chinese)| *chinese == name)
            .map(|&(day, ..)| Recurrence::Weekday { day, at })
            .ok_or_else(|| unreadable(text));
    }
    day.strip_prefix('月')
        .and_then(|day| day.strip_suffix(['日', '号']))
        .ok_or_else(|| unreadable(text))
        .and_then(|day| Ok(Recurrence::Month { day: day_of_month(text, day.trim())?, at }))
}

fn day_of_month(text: &str, day: &str) -> Result<i8, RecurrenceError> {
    day.parse().ok().filter(|day| (1..=31).contains(day)).ok_or_else(|| {
        Mistake::new(
            format!("“{text}”里的“{day}”不是一个月的日子，应为 1 到 31"),
            format!("`{day}` in `{text}` is no day of the month; there are 1 to 31"),
        )
    })
}

fn unknown_day(text: &str, name: &str) -> RecurrenceError {
    let mistake = unreadable(text);
    let near = |english: &str| english.get(..3) == name.to_ascii_lowercase().get(..3);
    match WEEKDAYS.iter().find(|(_, english, _)| near(english)) {
        Some((_, english, _)) => mistake.suggest(text.replacen(name, english, 1)),
        None => mistake,
    }
}

fn unreadable(text: &str) -> RecurrenceError {
    Mistake::new(
        format!("看不懂“{text}”，请写成 每天 07:00、每个工作日 08:00、每周一 10:00 或 每月1日 09:00"),
        format!(
            "`{text}` does not say when; write day at 07:00, workday at 08:00, monday at 10:00 \
             or month on 1 at 09:00"
        ),
    )
}
