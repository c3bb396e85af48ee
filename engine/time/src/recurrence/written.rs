//! A recurrence written back, as a manager writes it in either language.

use super::Recurrence;
use super::reading::WEEKDAYS;
use jiff::civil::{Time, Weekday};

impl Recurrence {
    /// `workday at 08:00`, `month on 1 at 09:00`. `None` for a cron, which is the same in both
    /// languages.
    pub fn in_english(&self) -> Option<String> {
        let (day, at) = match *self {
            Recurrence::Day { at } => ("day".to_owned(), at),
            Recurrence::Workday { at } => ("workday".to_owned(), at),
            Recurrence::Weekday { day, at } => (name(day).0.to_owned(), at),
            Recurrence::Month { day, at } => (format!("month on {day}"), at),
            Recurrence::Cron(_) => return None,
        };
        Some(format!("{day} at {}", clock(at)))
    }

    /// 每个工作日 08:00, 每月1日 09:00. `None` for a cron.
    pub fn in_chinese(&self) -> Option<String> {
        let (day, at) = match *self {
            Recurrence::Day { at } => ("天".to_owned(), at),
            Recurrence::Workday { at } => ("个工作日".to_owned(), at),
            Recurrence::Weekday { day, at } => (format!("周{}", name(day).1), at),
            Recurrence::Month { day, at } => (format!("月{day}日"), at),
            Recurrence::Cron(_) => return None,
        };
        Some(format!("每{day} {}", clock(at)))
    }
}

fn name(day: Weekday) -> (&'static str, &'static str) {
    let found = WEEKDAYS.iter().find(|(weekday, ..)| *weekday == day);
    found.map_or(("", ""), |(_, english, chinese)| (english, chinese))
}

fn clock(at: Time) -> String {
    format!("{:02}:{:02}", at.hour(), at.minute())
}
