//! Calendars and lists of holidays compared: which hours, which days.

use super::rest::scalar;
use crate::tree::Node;
use crate::words::{CalendarKey, HolidayKey, Words};
use std::collections::BTreeSet;
use steward_model::{CalendarId, Handbook, Text};
use steward_time::civil::Date;
use steward_time::{Calendar, Holidays, Hours};

const WEEK: [(&str, &str); 7] = [
    ("周一", "Mon"),
    ("周二", "Tue"),
    ("周三", "Wed"),
    ("周四", "Thu"),
    ("周五", "Fri"),
    ("周六", "Sat"),
    ("周日", "Sun"),
];

/// What the file of a calendar or a list of holidays says otherwise; empty for any other file.
pub(super) fn said(tree: &Node, old: &Handbook, new: &Handbook) -> Vec<Text> {
    let id = |key: &str| tree.get(key).and_then(scalar);
    if let Some(id) = id(CalendarKey::Calendar.en()) {
        let of = |book: &'_ Handbook| book.calendars.get(&CalendarId::new(id)).cloned();
        return match (of(old), of(new)) {
            (Some(old), Some(new)) => hours(&old, &new),
            _ => Vec::new(),
        };
    }
    let Some(id) = id(HolidayKey::HolidayList.en()) else { return Vec::new() };
    match (list(old, id), list(new, id)) {
        (Some(old), Some(new)) => days(old, new),
        _ => Vec::new(),
    }
}

/// A list of holidays, as a calendar that counts by it has it.
fn list<'a>(book: &'a Handbook, id: &str) -> Option<&'a Holidays> {
    book.calendars.values().filter_map(|calendar| calendar.holidays.as_deref()).find(|list| list.id == id)
}

fn hours(old: &Calendar, new: &Calendar) -> Vec<Text> {
    let mut said = Vec::new();
    let mut day = 0;
    while day < WEEK.len() {
        let differs = |day: usize| (&old.week[day], &new.week[day]);
        let alike = (day..WEEK.len()).take_while(|other| differs(*other) == differs(day)).count();
        let (first, last) = (WEEK[day], WEEK[day + alike - 1]);
        let days = match alike {
            1 => Text::new(first.0, first.1),
            _ => Text::new(format!("{}至{}", first.0, last.0), format!("{}–{}", first.1, last.1)),
        };
        let (before, after) = differs(day);
        said.extend(now_and_before(&days, open(before), open(after)));
        day += alike;
    }
    let monday = Text::new("照周一", "as on Mondays");
    let makeup = |calendar: &Calendar| {
        calendar.makeup_workday.as_ref().map_or_else(|| monday.clone(), |list| open(list))
    };
    said.extend(now_and_before(&Text::new("调休上班", "make-up workdays"), makeup(old), makeup(new)));
    let holiday = Text::new("节假日", "days off");
    said.extend(now_and_before(&holiday, open(&old.holiday), open(&new.holiday)));
    let dates: BTreeSet<Date> = old.dates.keys().chain(new.dates.keys()).copied().collect();
    for date in dates {
        let usual = Text::new("照常", "as usual");
        let on =
            |calendar: &Calendar| calendar.dates.get(&date).map_or_else(|| usual.clone(), |list| open(list));
        said.extend(now_and_before(&Text::plain(date.to_string()), on(old), on(new)));
    }
    let workdays = |calendar: &Calendar| match calendar.workdays {
        None => Text::new("有工作时间的各天", "those with hours"),
        Some(counts) => {
            let days = WEEK.iter().zip(counts).filter(|(_, counts)| *counts).map(|(day, _)| day);
            let (zh, en): (Vec<&str>, Vec<&str>) = days.copied().unzip();
            Text::new(zh.join("、"), en.join(", "))
        }
    };
    said.extend(now_and_before(
        &Text::new("算作工作日的", "days that count as workdays"),
        workdays(old),
        workdays(new),
    ));
    let ends = |calendar: &Calendar| match calendar.workday_ends {
        true => Text::new("算到下班", "at the closing"),
        false => Text::new("算到同一钟点", "at the hour they began"),
    };
    said.extend(now_and_before(
        &Text::new("按工作日计的时限", "limits in workdays end"),
        ends(old),
        ends(new),
    ));
    let list = |calendar: &Calendar| {
        calendar.holidays.as_ref().map_or_else(|| Text::new("不看", "none"), |list| Text::plain(&*list.id))
    };
    said.extend(now_and_before(&Text::new("节假日表", "list of holidays"), list(old), list(new)));
    said
}

fn now_and_before(what: &Text, before: Text, after: Text) -> Option<Text> {
    let text = || {
        Text::new(
            format!("{}：现在{}，原来{}", what.zh, spaced(&after.zh), spaced(&before.zh)),
            format!("{}: {} now, {} before", what.en, after.en, before.en),
        )
    };
    (before != after).then(text)
}

/// Figures stand apart from Chinese.
fn spaced(text: &str) -> String {
    match text.starts_with(|first: char| first.is_ascii()) {
        true => format!(" {text}"),
        false => text.to_owned(),
    }
}

fn open(hours: &[Hours]) -> Text {
    let spans: Vec<String> = hours.iter().map(ToString::to_string).collect();
    match spans.is_empty() {
        true => Text::new("休息", "closed"),
        false => Text::plain(spans.join(" ")),
    }
}

fn days(old: &Holidays, new: &Holidays) -> Vec<Text> {
    let mut said = Vec::new();
    let years = |list: &Holidays| {
        Text::plain(list.years.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "))
    };
    said.extend(now_and_before(&Text::new("所知年份", "years known"), years(old), years(new)));
    for (what, before, after) in [
        (Text::new("放假", "days off"), &old.days_off, &new.days_off),
        (Text::new("调休上班", "make-up workdays"), &old.makeup_workdays, &new.makeup_workdays),
    ] {
        let more: Vec<Date> = after.difference(before).copied().collect();
        let less: Vec<Date> = before.difference(after).copied().collect();
        if !more.is_empty() {
            let dates = stretches(&more);
            said.push(Text::new(format!("{}新增：{dates}", what.zh), format!("new {}: {dates}", what.en)));
        }
        if !less.is_empty() {
            let dates = stretches(&less);
            said.push(Text::new(
                format!("{}去掉：{dates}", what.zh),
                format!("no more {}: {dates}", what.en),
            ));
        }
    }
    said
}

/// Dates in their order, as a file writes them: `2026-05-01..2026-05-05 2026-06-19`.
fn stretches(dates: &[Date]) -> String {
    let follow = |one: &Date, other: &Date| one.tomorrow().is_ok_and(|next| next == *other);
    let written = |stretch: &[Date]| match stretch {
        [first, .., last] => format!("{first}..{last}"),
        rest => rest.iter().map(ToString::to_string).collect(),
    };
    dates.chunk_by(follow).map(written).collect::<Vec<_>>().join(" ")
}
