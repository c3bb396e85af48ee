//! `approve`: who decides, one or several, and where a return goes.

use crate::findings::error;
use crate::lower::room::Room;
use crate::lower::then;
use crate::reader::{self, MapReader};
use crate::tree::{Kind, Node};
use crate::words::{ApproveKey, RefusedKey, StepKey};
use steward_model::{Owner, StepId, StepKind};

/// An approval can't have more who decide than this; a longer list is a poll.
const MOST: u32 = 20;

/// Reads an approval. `before` is the step written before it.
pub(super) fn approval(
    keys: &mut MapReader<'_, StepKey>,
    before: Option<&StepId>,
    room: &Room<'_>,
) -> Option<StepKind> {
    let findings = room.findings;
    let decide = keys.take(StepKey::Approve).and_then(|node| match &node.kind {
        Kind::Map(_) => several(node, room),
        Kind::List(items) => {
            let names: Vec<&str> = items.iter().filter_map(super::scalar).collect();
            let mended = format!("{{ of: [{}] }}", names.join(", "));
            let draft = reader::wrong_shape(node, "由谁审批", "who approves")
                .help(format!("几个人审批写成 `{mended}`"), format!("several are written `{mended}`"));
            let whole = names.len() == items.len();
            findings.add(if whole { draft.fix(&node.place, mended) } else { draft });
            None
        }
        _ => Some((vec![room.call().owner(node)?], 1)),
    });
    let returned_to = match keys.take(StepKey::ReturnedTo) {
        Some(node) => room.step(node),
        None => {
            if before.is_none() {
                findings.add(
                    error(
                        "nothing-to-return-to",
                        keys.place(StepKey::Approve).unwrap_or_else(|| keys.head()),
                        "这个审批之前没有步骤可以退回",
                        "there is no step before this approval that a return could go to",
                    )
                    .help(
                        "在前面写上被审批的步骤，或用 `returned_to` 指明",
                        "write the step it judges before it, or name one with `returned_to`",
                    ),
                );
            }
            before.cloned()
        }
    };
    let refused = keys.take(StepKey::Refused).and_then(|node| {
        let mut keys = MapReader::<RefusedKey>::open(node, findings)?;
        let end = keys.required(RefusedKey::End);
        keys.finish("`refused`", "`refused`");
        then::end_word(end?, room)
    });
    let (owners, enough) = decide?;
    let mut owners = owners.into_iter();
    let (owner, returned_to) = (owners.next()?, returned_to?);
    Some(StepKind::Approve { owner, others: owners.collect(), enough, returned_to, refused })
}

/// `{ of: [a, b, c], enough: 2 }`; without `enough` all of them.
fn several(node: &Node, room: &Room<'_>) -> Option<(Vec<Owner>, usize)> {
    let findings = room.findings;
    let mut keys = MapReader::<ApproveKey>::open(node, findings)?;
    let of = keys.required(ApproveKey::Of).and_then(|node| reader::list(node, findings));
    let enough = keys.take(ApproveKey::Enough);
    keys.finish("`approve`", "`approve`");
    let mut owners: Vec<Owner> = Vec::new();
    for item in of? {
        let Some(owner) = room.call().owner(item) else { continue };
        if owners.contains(&owner) {
            findings.add(
                error(
                    "duplicate-item",
                    &item.place,
                    "名单里同一个岗位或人员写了两次",
                    "the same one stands in this list twice",
                )
                .help("每个只写一次：同一岗位只算一票", "name each once: a role has one answer"),
            );
        } else {
            owners.push(owner);
        }
    }
    let most = u32::try_from(owners.len()).unwrap_or(MOST).min(MOST);
    let wanted =
        enough.and_then(|node| reader::number(node, findings, 1..=most, ("批准的人数", "how many approve")));
    let enough = wanted.map_or(owners.len(), |number| number as usize);
    (!owners.is_empty()).then_some((owners, enough))
}
