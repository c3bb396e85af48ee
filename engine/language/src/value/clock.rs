//! Dates and instants as people write them.

use super::{half_width, mistake};
use std::sync::Arc;
use steward_time::{Calendar, Mistake, TimeZone, Timestamp, WorkingTime, civil};

/// An instant as it is written in an estate: `2026-03-02 16:50`, or with an offset.
pub(crate) fn moment(text: &str, zone: &TimeZone) -> Result<Timestamp, Mistake> {
    let plain = half_width(text);
    if plain.len() > 16
        && let Ok(instant) = plain.parse::<Timestamp>()
    {
        return Ok(whole_second(instant));
    }
    if looks_like_date(&plain) {
        return Err(Mistake {
            suggestion: Some(format!("{plain} 08:00")),
            ..mistake(
                format!("“{text}”只有日期，后面还要写钟点，例如 {plain} 08:00"),
                format!("`{text}` is a date alone; write the time too, such as {plain} 08:00"),
            )
        });
    }
    let local = plain
        .split_once([' ', 'T'])
        .filter(|(day, _)| looks_like_date(day))
        .and_then(|(day, clock)| {
            let day: civil::Date = day.parse().ok()?;
            Some(day.to_datetime(clock_time(clock.trim())?))
        })
        .ok_or_else(|| {
            mistake(
                format!("看不懂日期时间“{text}”，请写成 2026-03-02 16:50 这样"),
                format!("`{text}` is no date and time; write it like 2026-03-02 16:50"),
            )
        })?;
    Ok(WorkingTime::new(Arc::new(Calendar::always()), zone.clone()).at_local(local))
}

/// A date: `2026-03-02`.
pub(crate) fn date(text: &str) -> Result<civil::Date, Mistake> {
    let plain = half_width(text);
    if looks_like_date(&plain)
        && let Ok(date) = plain.parse()
    {
        return Ok(date);
    }
    let wrong = mistake(
        format!("看不懂日期“{text}”，请写成 2026-03-02 这样"),
        format!("`{text}` is no date; write it like 2026-03-02"),
    );
    Err(Mistake { suggestion: usual_date(&plain), ..wrong })
}

/// `2026/3/2`, `2026.3.2` and 2026年3月2日 as the language writes them.
pub(crate) fn usual_date(text: &str) -> Option<String> {
    let parts: Vec<i16> = text
        .trim_end_matches('日')
        .split(['/', '.', '-', '年', '月'])
        .map(|part| part.trim().parse().ok())
        .collect::<Option<_>>()?;
    let [year, month, day] = parts[..] else { return None };
    let date = civil::Date::new(year, month.try_into().ok()?, day.try_into().ok()?).ok()?;
    (year >= 1000).then(|| date.to_string())
}

fn looks_like_date(text: &str) -> bool {
    text.len() == 10
        && text.bytes().enumerate().all(|(at, b)| match at {
            4 | 7 => b == b'-',
            _ => b.is_ascii_digit(),
        })
}

fn clock_time(text: &str) -> Option<civil::Time> {
    let digits = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    let parts: Vec<&str> = text.split(':').collect();
    let ([_, _] | [_, _, _]) = parts[..] else { return None };
    let number = |at: usize| match parts.get(at) {
        Some(part) if digits(part) => part.parse().ok(),
        Some(_) => None,
        None => Some(0),
    };
    civil::Time::new(number(0)?, number(1)?, number(2)?, 0).ok()
}

fn whole_second(instant: Timestamp) -> Timestamp {
    Timestamp::from_second(instant.as_second()).unwrap_or(instant)
}
