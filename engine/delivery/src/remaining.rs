//! How long is left, or how long it is over: worked out when a message is sent, as people say it.
//! What counts is open time of the limit's calendar, so a limit that ends on Monday morning is not
//! said to have the whole weekend.

use steward_model::Lang;
use steward_time::{Timestamp, WorkingTime};

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// The time left until `due`, such as `6分钟` or `1 h 20 min`. Empty once it has passed.
///
/// Without a calendar every minute counts. Where hours outside the calendar lie between, an hour
/// or more is called working hours, because `24小时` would be read as tomorrow.
pub fn left(due: Timestamp, now: Timestamp, calendar: Option<&WorkingTime>, lang: Lang) -> String {
    if due <= now { String::new() } else { between(now, due, calendar, lang) }
}

/// The time since `due`, likewise. Empty before it.
pub fn late(due: Timestamp, now: Timestamp, calendar: Option<&WorkingTime>, lang: Lang) -> String {
    if now < due { String::new() } else { between(due, now, calendar, lang) }
}

fn between(from: Timestamp, to: Timestamp, calendar: Option<&WorkingTime>, lang: Lang) -> String {
    let all = u64::try_from(to.as_second() - from.as_second()).unwrap_or(0);
    let open = calendar.map_or(all, |calendar| calendar.open_seconds(from, to));
    if open == all { real(all, lang) } else { working(open, lang) }
}

fn real(seconds: u64, lang: Lang) -> String {
    let (days, hours) = (seconds / DAY, seconds % DAY / HOUR);
    match (days, hours, lang) {
        (0, _, _) => hours_and_minutes(seconds, ["小时", "h"], lang),
        (_, 0, Lang::Zh) => format!("{days}天"),
        (_, 0, Lang::En) => format!("{days} d"),
        (_, _, Lang::Zh) => format!("{days}天{hours}小时"),
        (_, _, Lang::En) => format!("{days} d {hours} h"),
    }
}

fn working(seconds: u64, lang: Lang) -> String {
    hours_and_minutes(seconds, ["个工作小时", "working h"], lang)
}

fn hours_and_minutes(seconds: u64, hour: [&str; 2], lang: Lang) -> String {
    let (hours, minutes) = (seconds / HOUR, seconds % HOUR / MINUTE);
    match (hours, minutes, lang) {
        (0, 0, Lang::Zh) => "不到1分钟".to_owned(),
        (0, 0, Lang::En) => "under 1 min".to_owned(),
        (0, _, Lang::Zh) => format!("{minutes}分钟"),
        (0, _, Lang::En) => format!("{minutes} min"),
        (_, 0, Lang::Zh) => format!("{hours}{}", hour[0]),
        (_, 0, Lang::En) => format!("{hours} {}", hour[1]),
        (_, _, Lang::Zh) => format!("{hours}{}{minutes}分", hour[0]),
        (_, _, Lang::En) => format!("{hours} {} {minutes} min", hour[1]),
    }
}

#[cfg(test)]
mod tests;
