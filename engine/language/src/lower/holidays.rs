//! A list of public holidays: the years it is complete for, days off, and the days worked in
//! exchange.

use super::date;
use crate::findings::{Findings, error, warning};
use crate::names::{Noun, name};
use crate::reader::{MapReader, list, scalar};
use crate::tree::Node;
use crate::words::HolidayKey;
use std::collections::BTreeSet;
use steward_time::Holidays;
use steward_time::civil::Date;

/// A list of public holidays.
pub(crate) fn holidays(node: &Node, findings: &Findings) -> Option<Holidays> {
    let mut keys = MapReader::<HolidayKey>::open(node, findings)?;
    let id = keys.required(HolidayKey::HolidayList).and_then(|node| name(node, Noun::HolidayList, findings));
    let years = years(keys.required(HolidayKey::Years), findings);
    let days_off = dates(keys.take(HolidayKey::DaysOff), &years, findings);
    let makeup = keys.take(HolidayKey::MakeupWorkdays);
    let makeup_workdays = dates(makeup, &years, findings);
    keys.finish("节假日表", "a holiday list");
    if let (Some(date), Some(node)) = (days_off.intersection(&makeup_workdays).next(), makeup) {
        findings.add(
            error(
                "off-and-worked",
                node.head(),
                format!("{date} 既放假又调休上班"),
                format!("{date} is both a day off and a make-up workday"),
            )
            .help("从其中一个列表里删掉", "leave it out of one of the two lists"),
        );
    }
    Some(Holidays { id: id?.to_owned(), years, days_off, makeup_workdays })
}

fn years(node: Option<&Node>, findings: &Findings) -> BTreeSet<i16> {
    let items = node.and_then(|node| list(node, findings)).unwrap_or_default();
    let one = |item: &Node| {
        let text = scalar(item, findings, "年份", "a year")?;
        let year = text.parse().ok().filter(|year| (1900..=2999).contains(year));
        if year.is_none() {
            findings.add(
                error(
                    "bad-number",
                    &item.place,
                    format!("`{text}` 不是年份"),
                    format!("`{text}` is no year"),
                )
                .help("写成 2026 这样", "write it like 2026"),
            );
        }
        year
    };
    items.iter().filter_map(one).collect()
}

fn dates(node: Option<&Node>, years: &BTreeSet<i16>, findings: &Findings) -> BTreeSet<Date> {
    let mut found = BTreeSet::new();
    for item in node.and_then(|node| list(node, findings)).unwrap_or_default() {
        let Some(range) = date::range(item, findings) else {
            continue;
        };
        if !years.contains(&range.from.year()) || !years.contains(&range.to.year()) {
            findings.add(unlisted_year(item, range.from, range.to));
        }
        let following = std::iter::successors(Some(range.from), |day| day.tomorrow().ok());
        found.extend(following.take_while(|day| *day <= range.to));
    }
    found
}

fn unlisted_year(node: &Node, from: Date, to: Date) -> crate::findings::Draft {
    let date = if from == to { from.to_string() } else { format!("{from}..{to}") };
    warning(
        "unlisted-year",
        &node.place,
        format!("{date} 不在 `years` 列出的年份里"),
        format!("{date} lies in a year that `years` does not list"),
    )
    .help(
        "日期写错了就改正；这一年完整了就加到 `years`",
        "mend the date, or add the year to `years` once it is complete",
    )
}
