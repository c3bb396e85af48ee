//! `hold:` who may hold a case, for which reasons, how long in all.

use crate::lower::room::Room;
use crate::lower::{ladder, start};
use crate::names::{Noun, name};
use crate::reader::{self, MapReader};
use crate::tree::Node;
use crate::words::HoldKey;
use steward_model::{EventName, HoldRule};

/// Reads `hold:`.
pub(crate) fn hold(node: &Node, room: &Room<'_>) -> Option<HoldRule> {
    let findings = room.findings;
    let mut keys = MapReader::<HoldKey>::open(node, findings)?;
    let who = keys.required(HoldKey::Who).map(|node| start::roles(node, room));
    let reasons = keys.take(HoldKey::Reasons).and_then(|node| reader::list(node, findings));
    let reasons = reasons.unwrap_or_default();
    let reasons = reasons.iter().filter_map(|item| reader::text(item, findings)).collect();
    let at_most = keys.take(HoldKey::AtMost).and_then(|node| ladder::span(node, findings));
    let ends = keys.take(HoldKey::Ends).and_then(|node| name(node, Noun::Event, findings));
    let place = keys.head().clone();
    keys.finish("`hold`", "`hold`");
    Some(HoldRule { who: who.unwrap_or_default(), reasons, at_most, ends: ends.map(EventName::new), place })
}
