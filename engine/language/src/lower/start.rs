//! `start:` how a case of a workflow begins: somebody opens it, an event comes, the clock strikes.

use crate::findings::error;
use crate::lower::room::Room;
use crate::names::{Noun, name};
use crate::reader::{self, MapReader};
use crate::tree::Node;
use crate::words::{ForEachWord, OnRestDayWord, OverlapWord, StartKey, WhenMissedWord, Words};
use steward_model::{EventName, FieldId, FieldKind, OnOverlap, RoleId, Start, StartKind, WhenMissed};
use steward_time::{OnRestDay, Recurrence};

/// Reads `start:`, in the order written.
pub(crate) fn starts(node: &Node, room: &Room<'_>) -> Vec<Start> {
    reader::one_or_many(node).iter().filter_map(|item| start(item, room)).collect()
}

fn start(node: &Node, room: &Room<'_>) -> Option<Start> {
    let findings = room.findings;
    let mut keys = MapReader::<StartKey>::open(node, findings)?;
    let head = keys.head().clone();
    let all = [StartKey::Who, StartKey::Event, StartKey::Every, StartKey::Cron];
    let written: Vec<StartKey> = all.into_iter().filter(|key| keys.place(*key).is_some()).collect();
    for key in all {
        keys.entry(key);
    }
    if let Some(place) = written.get(1).and_then(|key| keys.place(*key)) {
        findings.add(
            error("two-starts", place, "一项只能写一种发起方式", "one item is one way to begin")
                .help("另起一项，前面写 `- `", "make it an item of its own, with `- ` before it"),
        );
    }
    let kind = match written.first() {
        Some(StartKey::Who) => keys.take(StartKey::Who).map(|node| StartKind::Who(roles(node, room))),
        Some(StartKey::Event) => keys
            .take(StartKey::Event)
            .and_then(|node| name(node, Noun::Event, findings))
            .map(|name| StartKind::Event(EventName::new(name))),
        Some(key) => schedule(*key, &mut keys, room),
        None => {
            for key in StartKey::ALL {
                keys.entry(*key);
            }
            if keys.is_misspelt(&all) {
                return None;
            }
            findings.add(
                error(
                    "start-without-way",
                    &head,
                    "这一项没有说怎么发起",
                    "this item does not say how a case begins",
                )
                .help(
                    "写 `who`、`event`、`every` 或 `cron` 中的一个",
                    "write one of `who`, `event`, `every` and `cron`",
                ),
            );
            None
        }
    };
    keys.finish("这种发起方式", "a start of this kind");
    Some(Start { kind: kind?, place: head })
}

fn schedule(key: StartKey, keys: &mut MapReader<'_, StartKey>, room: &Room<'_>) -> Option<StartKind> {
    let findings = room.findings;
    let mut word = |key| keys.take(key);
    let (rest, missed, overlap) =
        (word(StartKey::OnRestDay), word(StartKey::WhenMissed), word(StartKey::Overlap));
    let on_rest_day = match rest.and_then(|node| reader::word::<OnRestDayWord>(node, findings)) {
        Some(OnRestDayWord::Next) => OnRestDay::Next,
        Some(OnRestDayWord::Skip) => OnRestDay::Skip,
        Some(OnRestDayWord::Keep) | None => OnRestDay::Keep,
    };
    let when_missed = match missed.and_then(|node| reader::word::<WhenMissedWord>(node, findings)) {
        Some(WhenMissedWord::Skip) => WhenMissed::Skip,
        Some(WhenMissedWord::Once) | None => WhenMissed::Once,
    };
    let overlap = match overlap.and_then(|node| reader::word::<OverlapWord>(node, findings)) {
        Some(OverlapWord::Skip) => OnOverlap::Skip,
        Some(OverlapWord::Allow) | None => OnOverlap::Allow,
    };
    let for_each = match keys.take(StartKey::ForEach) {
        Some(node) => {
            let field = each_zone(node, room);
            // Which field it would have filled is not known.
            room.unsure_of_fields.set(room.unsure_of_fields.get() || field.is_none());
            Some(field?)
        }
        None => None,
    };
    let node = keys.take(key)?;
    let (zh, en) = ("周期，例如 `workday at 08:00`", "a recurrence, such as workday at 08:00,");
    let written = reader::scalar(node, findings, zh, en)?;
    let every = if key == StartKey::Cron {
        Recurrence::parse_cron(written)
    } else {
        Recurrence::parse_every(written)
    };
    match every {
        Ok(every) => {
            let written = format!("{}: {written}", key.en());
            Some(StartKind::Schedule { every, written, on_rest_day, when_missed, overlap, for_each })
        }
        Err(mistake) => {
            let draft = error("bad-recurrence", &node.place, mistake.zh, mistake.en);
            findings.add(match mistake.suggestion {
                Some(meant) => reader::meant(draft, &node.place, &meant),
                None => draft,
            });
            None
        }
    }
}

/// The field that `for_each: zones` fills: the one of type zone.
fn each_zone(node: &Node, room: &Room<'_>) -> Option<FieldId> {
    let ForEachWord::Zones = reader::word::<ForEachWord>(node, room.findings)?;
    let mut fields = room.fields.values().filter(|field| matches!(field.kind, FieldKind::Zone));
    let (first, second) = (fields.next(), fields.next());
    if let (Some(field), None) = (first, second) {
        return Some(field.id.clone());
    }
    // What a field that could not be understood would have been is not known.
    if first.is_some() || !room.unsure_of_fields.get() {
        room.findings.add(
            error(
                "no-zone-field",
                &node.place,
                "逐个分区立案，要有一个（只一个）`type: zone` 的字段记下是哪个分区",
                "a case for each zone needs one field of type zone, and only one, to say which it is",
            )
            .help(
                "在 `fields:` 下写一个，例如 `zone: { type: zone }`",
                "write one under `fields`, such as `zone: { type: zone }`",
            ),
        );
    }
    None
}

/// One role or several.
pub(crate) fn roles(node: &Node, room: &Room<'_>) -> Vec<RoleId> {
    let mut found: Vec<RoleId> = Vec::new();
    for item in reader::one_or_many(node) {
        let role = room.known.roles.resolve(item, room.findings);
        found.extend(role.filter(|role| !found.contains(role)));
    }
    found
}

#[cfg(test)]
mod tests;
