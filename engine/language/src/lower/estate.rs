//! An estate's file: its region and zones, whose calendars it uses, and its staff.

use super::calendar::span_of_hours;
use super::person::{self, Names};
use super::roster;
use crate::findings::{Findings, error};
use crate::names::{Noun, Register, name};
use crate::reader::{self, MapReader, list, map, scalar};
use crate::tree::{Kind, Node};
use crate::words::{EstateKey, Words, ZoneKey};
use std::collections::BTreeMap;
use std::sync::Arc;
use steward_model::{
    CalendarId, CheckInCode, EstateId, Person, Place, RegionId, RoleId, Roster, Text, Zone, ZoneId,
};
use steward_time::{Hours, TimeZone};

/// A shorter code is guessed by trying; a longer one is no code but a text, and a poor picture to read.
const SHORTEST_CODE: usize = 4;
const LONGEST_CODE: usize = 64;

/// An estate as its file has it, before the staff above it and the calendars are added.
#[derive(Debug)]
pub(crate) struct WrittenEstate {
    /// Its name.
    pub(crate) id: EstateId,
    /// What people read.
    pub(crate) name: Text,
    /// Its region.
    pub(crate) region: Option<RegionId>,
    /// Its time zone, where it has its own.
    pub(crate) zone: Option<TimeZone>,
    /// What stands here for a calendar's name.
    pub(crate) calendars: BTreeMap<CalendarId, CalendarId>,
    /// Its zones.
    pub(crate) zones: Vec<Zone>,
    /// The rosters of its roles.
    pub(crate) rosters: BTreeMap<RoleId, Roster>,
    /// Its quiet hours, where it has its own.
    pub(crate) quiet: Option<Hours>,
    /// Its own staff.
    pub(crate) staff: Vec<Arc<Person>>,
    /// Where it is written.
    pub(crate) place: Place,
}

/// The id, title and region of an estate.
pub(crate) type Glance = (EstateId, Option<Text>, Option<RegionId>);

/// An estate looked at before any is read: staff and scenarios may name estates that are written
/// further on.
pub(crate) fn glance(node: &Node) -> Option<Glance> {
    let quiet = Findings::default();
    let word = |key: EstateKey| node.get(key.en());
    let id = word(EstateKey::Estate).and_then(|node| name(node, Noun::Estate, &quiet))?;
    let title = word(EstateKey::Name).and_then(|node| reader::text(node, &quiet));
    let region = word(EstateKey::Region).and_then(|node| name(node, Noun::Region, &quiet));
    Some((EstateId::new(id), title, region.map(RegionId::new)))
}

/// An estate. `fresh`: which items of its `staff:` are to be read.
pub(crate) fn estate(
    node: &Node,
    fresh: &[bool],
    names: &Names<'_>,
    calendars: &Register<CalendarId>,
    findings: &Findings,
) -> Option<WrittenEstate> {
    let mut keys = MapReader::<EstateKey>::open(node, findings)?;
    let id = keys.required(EstateKey::Estate).and_then(|node| name(node, Noun::Estate, findings));
    let place = keys.place(EstateKey::Estate).unwrap_or(keys.head()).clone();
    let title = keys.take(EstateKey::Name).and_then(|node| reader::text(node, findings));
    let region = keys.take(EstateKey::Region).and_then(|node| name(node, Noun::Region, findings));
    let zone = keys.take(EstateKey::TimeZone).and_then(|node| time_zone(node, findings));
    let mapped = keys.take(EstateKey::Calendars);
    let zones = keys.take(EstateKey::Zones);
    let staff = keys.take(EstateKey::Staff);
    let rosters = keys.take(EstateKey::Rosters);
    let quiet = keys.take(EstateKey::QuietHours);
    // Read once the workflows are known, by `adjust`.
    keys.take(EstateKey::Adjusts);
    keys.finish("项目", "an estate");
    let id = EstateId::new(id?);
    Some(WrittenEstate {
        name: title.unwrap_or_else(|| Text::plain(id.as_str())),
        region: region.map(RegionId::new),
        zone,
        calendars: mapped.map(|node| mapping(node, calendars, findings)).unwrap_or_default(),
        zones: zones.map(|node| zone_list(node, findings)).unwrap_or_default(),
        rosters: rosters.map(|node| roster::rosters(node, names, findings)).unwrap_or_default(),
        quiet: quiet.and_then(|node| span_of_hours(node, findings)),
        staff: staff.map(|node| person::people(node, fresh, Some(&id), names, findings)).unwrap_or_default(),
        place,
        id,
    })
}

/// A time zone by its name in the world's list.
pub(crate) fn time_zone(node: &Node, findings: &Findings) -> Option<TimeZone> {
    let text = scalar(node, findings, "时区，如 Asia/Shanghai", "a time zone such as Asia/Shanghai")?;
    let found = TimeZone::get(text).ok();
    if found.is_none() {
        findings.add(
            error(
                "unknown-time-zone",
                &node.place,
                format!("没有叫 `{text}` 的时区"),
                format!("there is no time zone called `{text}`"),
            )
            .help("写成 Asia/Shanghai 这样：洲/城市", "write it like Asia/Shanghai: a continent and a city"),
        );
    }
    found
}

fn mapping(
    node: &Node,
    calendars: &Register<CalendarId>,
    findings: &Findings,
) -> BTreeMap<CalendarId, CalendarId> {
    let entries = map(node, findings, "calendars", "calendars").unwrap_or_default();
    let one = |entry: &crate::tree::Entry| {
        let from = calendars.resolve_text(&entry.key, &entry.key_place, findings);
        Some((from, calendars.resolve(&entry.value, findings)?))
    };
    entries.iter().filter_map(one).collect()
}

fn zone_list(node: &Node, findings: &Findings) -> Vec<Zone> {
    let mut known = Register::<ZoneId>::new(Noun::Zone);
    let mut zones = Vec::new();
    for item in list(node, findings).unwrap_or_default() {
        let Some((zone, place)) = zone(item, findings) else {
            continue;
        };
        if known.enter(&zone.id, Some(&zone.name), place, findings) {
            zones.push(zone);
        }
    }
    zones
}

/// A zone; keys beside id and name are the estate's own and keep their text.
fn zone<'a>(node: &'a Node, findings: &Findings) -> Option<(Zone, &'a Place)> {
    let entries = map(node, findings, ZoneKey::PLACE_ZH, ZoneKey::PLACE_EN)?;
    let (mut id, mut title, mut code, mut keys) = (None, None, None, BTreeMap::new());
    for entry in entries {
        match ZoneKey::find(&entry.key) {
            Some(ZoneKey::Id) => {
                id = name(&entry.value, Noun::Zone, findings).map(|id| (id, &entry.value.place))
            }
            Some(ZoneKey::Name) => title = reader::text(&entry.value, findings),
            Some(ZoneKey::Code) => code = check_in_code(&entry.value, findings),
            None => {
                if let Some(text) = scalar(&entry.value, findings, "一段文字", "a text") {
                    keys.insert(entry.key.clone(), text.to_owned());
                }
            }
        }
    }
    if id.is_none() && !matches!(node.kind, Kind::Empty) {
        let key = ZoneKey::Id.en();
        findings.add(
            error(
                "missing-key",
                node.head(),
                format!("分区缺少 `{key}`"),
                format!("`{key}` is missing in a zone"),
            )
            .help(format!("加上 `{key}: …`"), format!("write `{key}: …`")),
        );
    }
    let (id, place) = id?;
    let name = title.unwrap_or_else(|| Text::plain(id));
    Some((Zone { id: ZoneId::new(id), name, code, keys }, place))
}

/// The code that hangs at a zone. What was written is never repeated: it is nobody's to read but who
/// stands before it.
fn check_in_code(node: &Node, findings: &Findings) -> Option<CheckInCode> {
    let text = scalar(node, findings, "一个签到码", "a check-in code")?.trim();
    let length = text.chars().count();
    if (SHORTEST_CODE..=LONGEST_CODE).contains(&length) && !text.contains(char::is_whitespace) {
        return Some(CheckInCode::new(text));
    }
    findings.add(
        error("bad-check-in-code", &node.place, "签到码不能是这样", "a check-in code can't be this").help(
            format!("写 {SHORTEST_CODE} 到 {LONGEST_CODE} 个字符，中间没有空格，别人猜不到"),
            format!(
                "write {SHORTEST_CODE} to {LONGEST_CODE} characters without a space, that nobody can guess"
            ),
        ),
    );
    None
}
