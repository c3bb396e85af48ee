//! The roles of the organisation and who is above whom.

use crate::findings::{Findings, error};
use crate::names::{Noun, Register, check_name, reserved};
use crate::reader::{self, MapReader, map};
use crate::tree::{Kind, Node};
use crate::words::{ReservedWord, RoleKey, Words};
use std::collections::{BTreeMap, BTreeSet};
use steward_model::{Place, Role, RoleId, Text};

/// Enters every role of `roles:`, so that all may name each other.
pub(crate) fn enter(node: &Node, findings: &Findings) -> Register<RoleId> {
    let mut known = Register::new(Noun::Role);
    for entry in map(node, findings, "roles", "roles").unwrap_or_default() {
        check_name(&entry.key, &entry.key_place, Noun::Role, findings);
        let title = entry.value.get(RoleKey::Title.en());
        let title = title.and_then(|node| reader::text(node, &Findings::default()));
        known.enter(&RoleId::new(&entry.key), title.as_ref(), &entry.key_place, findings);
    }
    known
}

/// The roles. A circle of superiors is reported and opened, so that whoever climbs arrives.
pub(crate) fn roles(node: &Node, known: &Register<RoleId>, findings: &Findings) -> BTreeMap<RoleId, Role> {
    let Kind::Map(entries) = &node.kind else {
        return BTreeMap::new();
    };
    let mut roles = BTreeMap::new();
    let mut links = BTreeMap::new();
    for entry in entries {
        let id = RoleId::new(&entry.key);
        let (mut title, mut superior) = (None, None);
        if let Some(mut keys) = MapReader::<RoleKey>::open(&entry.value, findings) {
            title = keys.take(RoleKey::Title).and_then(|node| self::title(node, findings));
            superior = keys.take(RoleKey::Superior).and_then(|node| {
                links.insert(id.clone(), &node.place);
                known.resolve(node, findings)
            });
            keys.finish("岗位", "a role");
        }
        let title = title.unwrap_or_else(|| Text::plain(&entry.key));
        let place = entry.key_place.clone();
        roles.insert(id.clone(), Role { id, title, superior, place });
    }
    open_circles(&mut roles, &links, findings);
    roles
}

fn title(node: &Node, findings: &Findings) -> Option<Text> {
    let title = reader::text(node, findings)?;
    for text in [&title.zh, &title.en] {
        if ReservedWord::is_one(text) {
            findings.add(reserved(text, node.head(), Noun::Role));
        }
    }
    Some(title)
}

fn open_circles(roles: &mut BTreeMap<RoleId, Role>, links: &BTreeMap<RoleId, &Place>, findings: &Findings) {
    let mut settled: BTreeSet<RoleId> = BTreeSet::new();
    let all: Vec<RoleId> = roles.keys().cloned().collect();
    for start in all {
        let mut path = Vec::new();
        let mut at = Some(start);
        while let Some(role) = at.take().filter(|role| !settled.contains(role)) {
            if let Some(from) = path.iter().position(|seen| *seen == role) {
                report_circle(&path[from..], links, findings);
                if let Some(last) = path.last().and_then(|last| roles.get_mut(last)) {
                    last.superior = None;
                }
                break;
            }
            at = roles.get(&role).and_then(|role| role.superior.clone());
            path.push(role);
        }
        settled.extend(path);
    }
}

fn report_circle(circle: &[RoleId], links: &BTreeMap<RoleId, &Place>, findings: &Findings) {
    let (Some(first), Some(place)) = (circle.first(), circle.last().and_then(|last| links.get(last))) else {
        return;
    };
    let mut names: Vec<&str> = circle.iter().map(RoleId::as_str).collect();
    names.push(first.as_str());
    let names = names.join(" → ");
    let mut draft = error(
        "superior-circle",
        place,
        format!("上级绕成了一圈：{names}"),
        format!("the superiors go round in a circle: {names}"),
    );
    for role in &circle[..circle.len() - 1] {
        if let Some(place) = links.get(role) {
            draft = draft.also(place, format!("`{role}` 的上级"), format!("the superior of `{role}`"));
        }
    }
    findings.add(draft.help("最上面的岗位不写 `superior`", "the role at the top has no `superior`"));
}
