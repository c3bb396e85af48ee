//! A calendar: the hours of each day of the week, of make-up workdays, of days off, of single
//! dates, and which days count as working days.

use super::date;
use crate::findings::{Draft, Findings, error, warning};
use crate::full_width;
use crate::names::{Noun, Register, name};
use crate::reader::{self, MapReader, map, meant, not_yet, one_or_many, scalar, yes};
use crate::tree::{Entry, Kind, Node};
use crate::words::{CalendarKey, DayWord, HoursKey, WeekdayWord, Words};
use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::sync::Arc;
use steward_model::nearest;
use steward_model::{Place, Text};
use steward_time::civil::{Date, Weekday};
use steward_time::{Calendar, Holidays, Hours, OverlapDay};

/// The days of a week in their order.
const WEEK: [Weekday; 7] = [
    Weekday::Monday,
    Weekday::Tuesday,
    Weekday::Wednesday,
    Weekday::Thursday,
    Weekday::Friday,
    Weekday::Saturday,
    Weekday::Sunday,
];

/// The lists of days off that calendars may name.
pub(crate) struct HolidayLists {
    /// Their names.
    pub(crate) names: Register<String>,
    /// What they say.
    pub(crate) lists: BTreeMap<String, Arc<Holidays>>,
}

/// A calendar, and where its hours are written, for what is wrong with all of them together.
pub(crate) struct WrittenCalendar {
    /// The calendar.
    pub(crate) calendar: Calendar,
    /// What people read, where it is written.
    pub(crate) title: Option<Text>,
    /// Where its hours begin.
    pub(crate) place: Place,
    /// Each span as it is written, with the day it is of.
    pub(crate) spans: Vec<(OverlapDay, Hours, Place)>,
}

/// A calendar.
pub(crate) fn calendar(node: &Node, known: &HolidayLists, findings: &Findings) -> Option<WrittenCalendar> {
    let mut keys = MapReader::<CalendarKey>::open(node, findings)?;
    let id = keys.required(CalendarKey::Calendar).and_then(|node| name(node, Noun::Calendar, findings));
    let title = keys.take(CalendarKey::Title).and_then(|node| reader::text(node, findings));
    let holidays = keys
        .take(CalendarKey::Holidays)
        .and_then(|node| known.names.resolve(node, findings))
        .and_then(|id| known.lists.get(&id).cloned());
    let listed = keys.required(CalendarKey::Hours);
    let place = keys.place(CalendarKey::Hours).unwrap_or(keys.head()).clone();
    let dates = keys.take(CalendarKey::Dates);
    let workdays = keys.take(CalendarKey::Workdays);
    let workday_ends = keys.take(CalendarKey::WorkdayEnds);
    keys.finish("日历", "a calendar");
    let mut calendar = Calendar {
        id: id.unwrap_or_default().to_owned(),
        week: Default::default(),
        makeup_workday: None,
        holiday: Vec::new(),
        dates: BTreeMap::new(),
        holidays,
        workdays: workdays.map(|node| weekdays(node, findings)),
        workday_ends: workday_ends.and_then(|node| yes(node, findings)).unwrap_or(false),
        always: false,
    };
    let entries = listed.and_then(|node| map(node, findings, "hours", "hours"));
    let mut spans = Vec::new();
    week(entries.unwrap_or_default(), &mut calendar, &mut spans, findings);
    let entries = dates.and_then(|node| map(node, findings, "dates", "dates"));
    for entry in entries.unwrap_or_default() {
        if let Some(date) = date::date(&entry.key, &entry.key_place, findings) {
            let hours = hours(&entry.value, findings);
            note(OverlapDay::Date(date), &hours, &mut spans);
            calendar.dates.insert(date, hours.into_iter().map(|(hours, _)| hours).collect());
            beyond_known(date, &entry.key_place, &calendar, findings);
        }
    }
    id.map(|_| WrittenCalendar { calendar, title, place, spans })
}

/// The spans of a calendar with the day each is of.
type Spans = Vec<(OverlapDay, Hours, Place)>;

fn note(day: OverlapDay, hours: &[(Hours, Place)], spans: &mut Spans) {
    spans.extend(hours.iter().map(|(hours, place)| (day, *hours, place.clone())));
}

fn week(entries: &[Entry], calendar: &mut Calendar, spans: &mut Spans, findings: &Findings) {
    let mut first: [Option<&Place>; 7] = [None; 7];
    for entry in entries {
        let place = &entry.key_place;
        match HoursKey::find(&entry.key) {
            Some(HoursKey::MakeupWorkday) => {
                let hours = hours(&entry.value, findings);
                note(OverlapDay::MakeupWorkday, &hours, spans);
                calendar.makeup_workday = Some(hours.into_iter().map(|(hours, _)| hours).collect());
            }
            Some(HoursKey::Holiday) => {
                let hours = hours(&entry.value, findings);
                note(OverlapDay::Holiday, &hours, spans);
                calendar.holiday = hours.into_iter().map(|(hours, _)| hours).collect();
            }
            None => {
                let hours = hours(&entry.value, findings);
                for day in days(&entry.key, place, findings).into_iter().flatten() {
                    if let Some(first) = first[day] {
                        findings.add(day_twice(day, place, first));
                    }
                    first[day] = Some(place);
                    note(OverlapDay::Weekday(WEEK[day]), &hours, spans);
                    calendar.week[day] = hours.iter().map(|(hours, _)| *hours).collect();
                }
            }
        }
    }
}

/// The days of the week that a key names, Monday as 0: `mon`, `mon-fri`.
fn days(text: &str, place: &Place, findings: &Findings) -> Option<RangeInclusive<usize>> {
    let (from, to) = text.split_once('-').unwrap_or((text, text));
    let day = |text: &str| WeekdayWord::find(text.trim()).map(|word| word as usize);
    match (day(from), day(to)) {
        (Some(from), Some(to)) if from <= to => Some(from..=to),
        (Some(from), Some(to)) => {
            let (from, to) = (WeekdayWord::ALL[from].en(), WeekdayWord::ALL[to].en());
            findings.add(
                error(
                    "bad-range",
                    place,
                    format!("`{to}` 在 `{from}` 之前"),
                    format!("`{to}` comes before `{from}`"),
                )
                .help("一周从 `mon` 开始；分成两行写", "a week begins with `mon`; write two lines"),
            );
            None
        }
        _ => {
            findings.add(unknown_day(text, place));
            None
        }
    }
}

fn unknown_day(text: &str, place: &Place) -> Draft {
    if HoursKey::is_later(text) {
        return not_yet(place, text);
    }
    if let Some(mended) = full_width::mended(text) {
        return full_width::finding(place, text, mended);
    }
    let draft = error(
        "unknown-day",
        place,
        format!("`{text}` 不是星期几"),
        format!("`{text}` is no day of the week"),
    );
    let words = WeekdayWord::ALL.iter().map(|word| word.en());
    let stretch = text.split_once('-').and_then(|(from, to)| {
        let day = |text| WeekdayWord::find(text).map(WeekdayWord::en).or_else(|| WeekdayWord::nearest(text));
        Some(format!("{}-{}", day(from)?, day(to)?))
    });
    let single = || nearest(text, words.chain(HoursKey::ALL.iter().map(|word| word.en())));
    match stretch.or_else(|| single().map(str::to_owned)) {
        Some(word) => meant(draft, place, &word),
        None => {
            let list = format!("{}, {}", WeekdayWord::list(), HoursKey::list());
            draft.help(
                format!("可以写：{list}，或 `mon-fri` 这样的一段"),
                format!("write one of {list}, or a stretch such as `mon-fri`"),
            )
        }
    }
}

fn weekdays(node: &Node, findings: &Findings) -> [bool; 7] {
    let mut workdays = [false; 7];
    for item in one_or_many(node) {
        let text = scalar(item, findings, "星期几，如 `mon-fri`", "days of the week such as `mon-fri`");
        for day in text.and_then(|text| days(text, &item.place, findings)).into_iter().flatten() {
            workdays[day] = true;
        }
    }
    workdays
}

/// The hours of a day: a list of spans with their places, empty or `closed` for none.
fn hours(node: &Node, findings: &Findings) -> Vec<(Hours, Place)> {
    if let Kind::Scalar(scalar) = &node.kind
        && DayWord::find(&scalar.text) == Some(DayWord::Closed)
    {
        return Vec::new();
    }
    let one = |item: &Node| Some((span_of_hours(item, findings)?, item.place.clone()));
    one_or_many(node).iter().filter_map(one).collect()
}

/// One span of hours, `08:30-12:00`.
pub(crate) fn span_of_hours(node: &Node, findings: &Findings) -> Option<Hours> {
    let text = scalar(node, findings, "时间段，如 \"08:30-12:00\"", "a span such as \"08:30-12:00\"")?;
    match Hours::parse(text) {
        Ok(hours) => Some(hours),
        Err(wrong) => {
            let draft = error("bad-hours", &node.place, wrong.zh, wrong.en);
            findings.add(match wrong.suggestion {
                Some(mended) => draft.fix(&node.place, crate::tree::quote(&mended)),
                None => draft,
            });
            None
        }
    }
}

fn day_twice(day: usize, place: &Place, first: &Place) -> Draft {
    let word = WeekdayWord::ALL[day].en();
    error(
        "duplicate-key",
        place,
        format!("`{word}` 的时间写了两次"),
        format!("the hours of `{word}` are given twice"),
    )
    .also(first, "第一次在这里", "the first is here")
    .help("一天只写在一行里", "write each day in one line only")
}

fn beyond_known(date: Date, place: &Place, calendar: &Calendar, findings: &Findings) {
    let Some(list) = calendar.holidays.as_ref().filter(|list| !list.years.contains(&date.year())) else {
        return;
    };
    let (year, name) = (date.year(), &list.id);
    findings.add(
        warning(
            "unlisted-year",
            place,
            format!("节假日表 `{name}` 还没有 {year} 年"),
            format!("the holiday list `{name}` does not know {year} yet"),
        )
        .help(
            format!("年份写错了就改正；否则到期时间先按周计算，等 {year} 年的放假安排公布后补上"),
            format!(
                "mend the year if it is wrong; else the week alone counts until {year} is added to the list"
            ),
        ),
    );
}
