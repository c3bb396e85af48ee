//! Instants as people type and read them: local time of an estate, weekday beside the date.

use crate::output::Problem;
use steward_model::{Lang, Text};
use steward_time::civil::{Date, DateTime, Weekday};
use steward_time::{Calendar, TimeZone, Timestamp, WorkingTime};

/// Now, in whole seconds.
pub(crate) fn now() -> Timestamp {
    whole(Timestamp::now())
}

/// The minute it is.
pub(crate) fn this_minute() -> Timestamp {
    let now = now();
    Timestamp::from_second(now.as_second() - now.as_second().rem_euclid(60)).unwrap_or(now)
}

fn whole(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second()).unwrap_or(at)
}

/// An instant as it is typed: `2026-02-13 16:50` in the zone, or with an offset of its own.
pub(crate) fn parse(text: &str, zone: &TimeZone) -> Result<Timestamp, Problem> {
    let plain: String = text
        .trim()
        .chars()
        .map(|c| match c {
            '０'..='９' | '：' | '－' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
            _ => c,
        })
        .collect();
    if let Ok(at) = plain.parse::<Timestamp>() {
        return Ok(whole(at));
    }
    let wrong = || {
        Problem::words(
            "bad-time",
            format!("看不懂时间“{text}”"),
            format!("`{text}` is no date and time"),
        )
        .help(Text::new(
            "写成 \"2026-02-13 16:50\"（项目当地时间），或带时差 2026-02-13T16:50:00+08:00",
            "write \"2026-02-13 16:50\" (the estate's local time), or with an offset, 2026-02-13T16:50:00+08:00",
        ))
    };
    // A date alone would be read as its midnight, which nobody means.
    if !plain.contains(':') {
        return Err(wrong());
    }
    let local: DateTime = plain.parse().map_err(|_| wrong())?;
    Ok(whole(WorkingTime::new(Calendar::always().into(), zone.clone()).at_local(local)))
}

/// The weekday, short.
pub(crate) fn weekday(date: Date, lang: Lang) -> &'static str {
    match (lang, date.weekday()) {
        (Lang::Zh, Weekday::Monday) => "周一",
        (Lang::Zh, Weekday::Tuesday) => "周二",
        (Lang::Zh, Weekday::Wednesday) => "周三",
        (Lang::Zh, Weekday::Thursday) => "周四",
        (Lang::Zh, Weekday::Friday) => "周五",
        (Lang::Zh, Weekday::Saturday) => "周六",
        (Lang::Zh, Weekday::Sunday) => "周日",
        (Lang::En, Weekday::Monday) => "Mon",
        (Lang::En, Weekday::Tuesday) => "Tue",
        (Lang::En, Weekday::Wednesday) => "Wed",
        (Lang::En, Weekday::Thursday) => "Thu",
        (Lang::En, Weekday::Friday) => "Fri",
        (Lang::En, Weekday::Saturday) => "Sat",
        (Lang::En, Weekday::Sunday) => "Sun",
    }
}

/// `2026-02-14 周六`.
pub(crate) fn day(date: Date, lang: Lang) -> String {
    format!("{date} {}", weekday(date, lang))
}

/// `16:50`, with seconds only where there are some.
pub(crate) fn clock(local: DateTime) -> String {
    let form = if local.second() == 0 { "%H:%M" } else { "%H:%M:%S" };
    local.strftime(form).to_string()
}

/// `2026-02-14 周六 16:50`.
pub(crate) fn full(at: Timestamp, zone: &TimeZone, lang: Lang) -> String {
    let local = zone.to_datetime(at);
    format!("{} {}", day(local.date(), lang), clock(local))
}

/// As short as it can be said on a day: `16:50`, or `02-14 周六 16:50` on another.
pub(crate) fn short(at: Timestamp, today: Date, zone: &TimeZone, lang: Lang) -> String {
    let local = zone.to_datetime(at);
    if local.date() == today {
        return clock(local);
    }
    let form = if local.year() == today.year() { "%m-%d" } else { "%Y-%m-%d" };
    format!("{} {} {}", local.strftime(form), weekday(local.date(), lang), clock(local))
}

/// An amount of time in words: `7小时20分`, `7 h 20 min`.
pub(crate) fn amount(seconds: u64, lang: Lang) -> String {
    let (hours, minutes, rest) = (seconds / 3600, seconds % 3600 / 60, seconds % 60);
    let parts = match lang {
        Lang::Zh => {
            [(hours, "小时"), (minutes, if hours > 0 && rest == 0 { "分" } else { "分钟" }), (rest, "秒")]
        }
        Lang::En => [(hours, " h"), (minutes, " min"), (rest, " s")],
    };
    let said: Vec<String> =
        parts.iter().filter(|(n, _)| *n > 0).map(|(n, unit)| format!("{n}{unit}")).collect();
    match (said.is_empty(), lang) {
        (true, Lang::Zh) => "0分钟".to_owned(),
        (true, Lang::En) => "0 min".to_owned(),
        (false, Lang::Zh) => said.concat(),
        (false, Lang::En) => said.join(" "),
    }
}

/// An amount of time to look at in passing, in its two largest units: `2天3小时`, `2 d 3 h`.
pub(crate) fn rough(seconds: u64, lang: Lang) -> String {
    const DAY: u64 = 24 * 3600;
    if seconds < DAY {
        // Seconds matter only where there is nothing else.
        return amount(if seconds < 60 { seconds } else { seconds - seconds % 60 }, lang);
    }
    let (days, hours) = (seconds / DAY, seconds % DAY / 3600);
    match (lang, hours) {
        (Lang::Zh, 0) => format!("{days}天"),
        (Lang::Zh, _) => format!("{days}天{hours}小时"),
        (Lang::En, 0) => format!("{days} d"),
        (Lang::En, _) => format!("{days} d {hours} h"),
    }
}
