//! `rosters:` of an estate: for a role its shifts, whose turn each is, and single shifts that others
//! do. What a roster says about people who aren't of the role is for the checks.

use super::calendar::span_of_hours;
use super::date;
use super::person::Names;
use crate::findings::{Draft, Findings, error};
use crate::full_width;
use crate::reader::{MapReader, called, list, map, one_or_many, scalar};
use crate::tree::{Kind, Node};
use crate::words::{OverrideKey, RosterKey, RotationKey, RotationUnit, Words};
use std::collections::BTreeMap;
use std::sync::Arc;
use steward_model::nearest;
use steward_model::{Override, Place, RoleId, Roster, Shift, StaffId};

/// A turn comes after this many days at most; more is a slip.
const MOST_DAYS: u32 = 366;

/// The rosters of an estate, by role.
pub(super) fn rosters(node: &Node, names: &Names<'_>, findings: &Findings) -> BTreeMap<RoleId, Roster> {
    let mut rosters: BTreeMap<RoleId, Roster> = BTreeMap::new();
    for entry in map(node, findings, "排班", "rosters").unwrap_or_default() {
        let role = names.roles.resolve_text(&entry.key, &entry.key_place, findings);
        if let Some(first) = rosters.get(&role) {
            findings.add(role_twice(&role, &entry.key_place, &first.place));
        } else if let Some(roster) = roster(&entry.value, &role, &entry.key_place, names, findings) {
            rosters.insert(role, roster);
        }
    }
    rosters
}

fn roster(
    node: &Node,
    role: &RoleId,
    place: &Place,
    names: &Names<'_>,
    findings: &Findings,
) -> Option<Roster> {
    let mut keys = MapReader::<RosterKey>::open(node, findings)?;
    let written = keys.required(RosterKey::Shifts);
    let rotation = keys.required(RosterKey::Rotation);
    let overrides = keys.take(RosterKey::Overrides);
    keys.finish("排班", "a roster");
    let mut shifts = written.map(|node| shifts(node, findings)).unwrap_or_default();
    let (every, starts) = rotation.and_then(|node| turns(node, &mut shifts, names, findings))?;
    let lines = overrides.and_then(|node| list(node, findings)).unwrap_or_default();
    let mut instead: Vec<Override> = Vec::new();
    for one in lines.iter().filter_map(|line| one_override(line, &shifts, names, findings)) {
        match instead.iter().find(|first| first.on == one.on && first.shift == one.shift) {
            Some(first) => findings.add(override_twice(&one, first)),
            None => instead.push(one),
        }
    }
    if shifts.is_empty() {
        return None;
    }
    Some(Roster { role: role.clone(), shifts, every, starts, overrides: instead, place: place.clone() })
}

/// `{ day: "08:00-20:00", night: "20:00-08:00" }`, nobody on them yet.
fn shifts(node: &Node, findings: &Findings) -> Vec<Shift> {
    let entries = map(node, findings, "班次", "shifts").unwrap_or_default();
    let one = |entry: &crate::tree::Entry| {
        if let Some(mended) = full_width::mended(&entry.key) {
            findings.add(full_width::finding(&entry.key_place, &entry.key, mended));
        }
        Some(Shift {
            name: Arc::from(entry.key.as_str()),
            hours: span_of_hours(&entry.value, findings)?,
            turns: Vec::new(),
            place: entry.key_place.clone(),
        })
    };
    entries.iter().filter_map(one).collect()
}

/// Reads `rotation:` into the shifts; after how many days turns change, and from when.
fn turns(
    node: &Node,
    shifts: &mut [Shift],
    names: &Names<'_>,
    findings: &Findings,
) -> Option<(u32, steward_time::civil::Date)> {
    let mut keys = MapReader::<RotationKey>::open(node, findings)?;
    let every = keys.required(RotationKey::Every).and_then(|node| every(node, findings));
    let starts = keys.required(RotationKey::Starts);
    let starts = starts.and_then(|node| {
        let text = scalar(node, findings, "日期，如 2026-01-05", "a date such as 2026-01-05")?;
        date::date(text.trim(), &node.place, findings)
    });
    let order = keys.required(RotationKey::Order);
    keys.finish("轮班", "a rotation");
    let entries = order.and_then(|node| map(node, findings, "顺序", "the order")).unwrap_or_default();
    for entry in entries {
        let turns = order_of(&entry.value, names, findings);
        match shifts.iter_mut().find(|shift| *shift.name == *entry.key) {
            Some(shift) => {
                shift.turns = turns;
                // From here on the shift is where people are put on it.
                shift.place = entry.key_place.clone();
            }
            None => findings.add(unknown_shift(&entry.key, &entry.key_place, shifts)),
        }
    }
    if let Some(order) = order.filter(|node| matches!(node.kind, Kind::Map(_))) {
        // A slip of the pen was reported as that.
        let meant = |name: &str| nearest(name, shifts.iter().map(|shift| &*shift.name)).unwrap_or_default();
        let written = |shift: &Shift| {
            entries.iter().any(|entry| *entry.key == *shift.name || meant(&entry.key) == &*shift.name)
        };
        for shift in shifts.iter().filter(|shift| !written(shift)) {
            findings.add(nobody_on(shift, order));
        }
    }
    Some((every?, starts?))
}

/// One turn after the other: a person, several in brackets, or `[]` for nobody.
fn order_of(node: &Node, names: &Names<'_>, findings: &Findings) -> Vec<Vec<StaffId>> {
    one_or_many(node).iter().map(|turn| people(turn, names, findings)).collect()
}

fn people(node: &Node, names: &Names<'_>, findings: &Findings) -> Vec<StaffId> {
    one_or_many(node).iter().filter_map(|node| names.people.resolve(node, findings)).collect()
}

/// `1 week`, `2 days`, in days.
fn every(node: &Node, findings: &Findings) -> Option<u32> {
    let text = scalar(node, findings, "轮班周期，如 1周", "how often turns change, such as 1 week,")?;
    let plain: String = text.trim().chars().map(half_width).collect();
    let end = plain.find(|c: char| !c.is_ascii_digit()).unwrap_or(plain.len());
    let (number, unit) = plain.split_at(end);
    let unit = unit.trim();
    let days = RotationUnit::ALL.iter().find_map(|known| {
        let en = unit.strip_suffix('s').unwrap_or(unit) == known.en();
        let days = if *known == RotationUnit::Week { 7 } else { 1 };
        (en || unit.trim_start_matches('个') == known.zh()).then_some(days)
    });
    let days = days.and_then(|days: u32| number.parse::<u32>().ok()?.checked_mul(days));
    let found = days.filter(|days| (1..=MOST_DAYS).contains(days));
    if found.is_none() {
        findings.add(
            error(
                "bad-rotation",
                &node.place,
                format!("看不懂轮班周期“{text}”"),
                format!("`{text}` does not say how often turns change"),
            )
            .help("写成 1周 或 2天，最长一年", "write it like 1 week or 2 days, a year at most"),
        );
    }
    found
}

fn half_width(c: char) -> char {
    match c {
        '０'..='９' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        c => c,
    }
}

fn one_override(node: &Node, shifts: &[Shift], names: &Names<'_>, findings: &Findings) -> Option<Override> {
    let mut keys = MapReader::<OverrideKey>::open(node, findings)?;
    let on = keys.required(OverrideKey::On).and_then(|node| {
        let text = scalar(node, findings, "日期，如 2026-05-02", "a date such as 2026-05-02")?;
        date::date(text.trim(), &node.place, findings)
    });
    let shift = keys.required(OverrideKey::Shift).and_then(|node| {
        let text = scalar(node, findings, "班次", "a shift")?;
        let known = shifts.iter().find(|shift| *shift.name == *text);
        if known.is_none() {
            findings.add(unknown_shift(text, &node.place, shifts));
        }
        known.map(|shift| shift.name.clone())
    });
    let who = keys.required(OverrideKey::Who).map(|node| people(node, names, findings));
    let place = keys.head().clone();
    keys.finish("换班的一行", "a line of overrides");
    Some(Override { on: on?, shift: shift?, who: who?, place })
}

fn unknown_shift(text: &str, place: &Place, shifts: &[Shift]) -> Draft {
    let draft = error(
        "unknown-shift",
        place,
        format!("没有叫 `{text}` 的班次"),
        format!("`{text}` is not the name of a shift"),
    );
    let known = || shifts.iter().map(|shift| &*shift.name);
    match nearest(text, known()) {
        Some(near) => called(draft, place, near),
        None => {
            let list = known().collect::<Vec<_>>().join(", ");
            draft.help(format!("已有的班次：{list}"), format!("there are: {list}"))
        }
    }
}

fn nobody_on(shift: &Shift, order: &Node) -> Draft {
    let name = &shift.name;
    error(
        "shift-without-order",
        order.head(),
        format!("`order` 里没有说班次 `{name}` 轮到谁"),
        format!("`order` does not say whose turn the shift `{name}` is"),
    )
    .also(&shift.place, "这个班次", "this shift")
    .help(
        format!("加上 `{name}: [ … ]`，依次写人"),
        format!("write `{name}: [ … ]`, one person after the other"),
    )
}

fn role_twice(role: &RoleId, place: &Place, first: &Place) -> Draft {
    error(
        "duplicate-key",
        place,
        format!("岗位 `{role}` 的排班写了两次"),
        format!("the roster of `{role}` is written twice"),
    )
    .also(first, "第一次在这里", "the first is here")
    .help("一个岗位只写一份排班", "write one roster for a role")
}

fn override_twice(one: &Override, first: &Override) -> Draft {
    let (on, shift) = (one.on, &one.shift);
    error(
        "duplicate-key",
        &one.place,
        format!("{on} 的班次 `{shift}` 换班写了两次"),
        format!("the shift `{shift}` of {on} is overridden twice"),
    )
    .also(&first.place, "第一次在这里", "the first is here")
    .help("几个人一起上班写成 `who: [甲, 乙]`", "several people on one shift are written `who: [a, b]`")
}
