//! `add:` steps of the estate's own. Each stands between the one it says `after` and what followed
//! that; several after the same step stand in the order written. They may do nothing that takes a
//! standard step out of the way: end the case, jump ahead, compute fields that headquarters' guards
//! read.

use super::Standard;
use super::owners::steps;
use crate::findings::{Findings, error};
use crate::names::{Noun, name};
use crate::reader;
use crate::tree::{Kind, Node};
use crate::words::{StepKey, ThenKey, Words};
use steward_model::{Place, StepId};

/// The keys by which a step would take others out of the way.
const PAST: [StepKey; 3] = [StepKey::End, StepKey::Set, StepKey::Refused];

/// The added steps: the one each comes after, its name, the whole.
pub(super) fn read<'a>(
    node: &'a Node,
    standard: Standard<'_>,
    findings: &Findings,
) -> Vec<(StepId, StepId, &'a Node)> {
    let mut known = steps(standard);
    let mut found = Vec::new();
    for item in reader::list(node, findings).unwrap_or_default() {
        let Some(entries) = reader::map(item, findings, "步骤", "a step") else { continue };
        for entry in entries {
            let key = StepKey::find(&entry.key).filter(|key| PAST.contains(key));
            if key.is_some() {
                goes_past(&entry.key, &entry.key_place, findings);
            }
            if StepKey::find(&entry.key) == Some(StepKey::Then) {
                jumps(&entry.value, findings);
            }
        }
        let id = item.get(StepKey::Step.en());
        let id = id.and_then(|node| Some((name(node, Noun::Step, findings)?, &node.place)));
        let Some((id, place)) = id.map(|(id, place)| (StepId::new(id), place)) else {
            missing(item, StepKey::Step, findings);
            continue;
        };
        let Some(after) = item.get(StepKey::After.en()) else {
            missing(item, StepKey::After, findings);
            continue;
        };
        let after = match &after.kind {
            Kind::List(items) if items.len() == 1 => &items[0],
            _ => after,
        };
        let after = known.resolve(after, findings);
        if known.enter(&id, None, place, findings)
            && let Some(after) = after
        {
            found.push((after, id, item));
        }
    }
    found
}

/// Lines of `then` that lead past headquarters' steps, `after_that` included.
fn jumps(then: &Node, findings: &Findings) {
    if let Kind::List(items) = &then.kind {
        items.iter().for_each(|item| jumps(item, findings));
    }
    for entry in then.entries() {
        match ThenKey::find(&entry.key) {
            Some(ThenKey::OnTo | ThenKey::End) => goes_past(&entry.key, &entry.key_place, findings),
            Some(ThenKey::AfterThat) => jumps(&entry.value, findings),
            _ => {}
        }
    }
}

fn goes_past(key: &str, place: &Place, findings: &Findings) {
    findings.add(
        error(
            "added-step-goes-past",
            place,
            format!("项目加的步骤不能写 `{key}`：总部的步骤会因此被绕过"),
            format!("a step that an estate adds can't have `{key}`: it would lead past headquarters' steps"),
        )
        .help("删掉它，或请总部改标准", "leave it out, or ask headquarters to change the standard"),
    );
}

fn missing(item: &Node, key: StepKey, findings: &Findings) {
    if item.get(key.en()).is_some() {
        return;
    }
    let word = key.en();
    findings.add(
        error(
            "missing-key",
            item.head(),
            format!("加的步骤缺少 `{word}`"),
            format!("`{word}` is missing in an added step"),
        )
        .help(
            "写成 `{ after: 前一步, step: 名称, owner: 岗位 }`",
            "write it like `{ after: STEP, step: NAME, owner: ROLE }`",
        ),
    );
}
