//! `adjusts:` of an estate: what it has otherwise than headquarters wrote it.
//!
//! A standard belongs to headquarters. Its `estates_may` says what an estate may adjust, nothing by
//! default; what goes past that is refused here with both lines, the estate's and headquarters'. What
//! is allowed is laid over the standard's tree ([`merge`]), and the whole is then read like any other
//! workflow: so an added step may do what a step may, and every check looks at the process as it stands
//! at that estate. An estate that adjusts nothing never gets here.

mod add;
mod keep;
mod merge;
mod owners;
mod tighten;

use crate::findings::{Findings, error};
use crate::fingerprint::Fingerprint;
use crate::lower::{Known, workflow};
use crate::reader::{self, MapReader};
use crate::tree::{Entry, Node};
use crate::words::{AdjustKey, Words, WorkflowKey};
pub(crate) use keep::text as kept_text;
use std::sync::Arc;
use steward_model::{Adjustable, EstateId, Ladder, NotHere, Place, StepId, Text, Workflow};

/// A workflow as headquarters wrote it.
#[derive(Clone, Copy)]
pub(crate) struct Standard<'a> {
    pub(crate) workflow: &'a Workflow,
    pub(crate) tree: &'a Node,
    /// The ladder of workflows that have none.
    pub(crate) default_ladder: &'a Ladder,
}

/// What an estate's words come to.
pub(crate) enum Outcome {
    /// The workflow as it stands there, and the tree it was read from.
    Workflow(Arc<Workflow>, Node),
    /// It is not done there.
    NotHere(NotHere),
    /// Everything stays as headquarters wrote it, or the words could not be understood.
    AsIs,
}

/// What is to be laid over the standard; every part of it is allowed.
#[derive(Default)]
struct Adjustment<'a> {
    /// For each limit, a shorter value for each of its lines.
    tighten: Vec<(&'a str, &'a [Node])>,
    /// Of each step, the new owner or approver.
    owners: Vec<(StepId, &'a Node)>,
    /// Steps, each with the one it comes after, in the order written.
    add: Vec<(StepId, StepId, &'a Node)>,
}

/// Applies what an estate's file says of one workflow, `entry`, to the standard.
pub(crate) fn apply(
    entry: &Entry,
    estate: &EstateId,
    standard: Standard<'_>,
    known: &Known<'_>,
    findings: &Findings,
) -> Outcome {
    let before = findings.errors();
    let Some(mut keys) = MapReader::<AdjustKey>::open(&entry.value, findings) else { return Outcome::AsIs };
    let mut adjustment = Adjustment::default();
    let mut not_here = None;
    for key in AdjustKey::ALL {
        let Some(node) = keys.take(*key) else { continue };
        let place = keys.place(*key).unwrap_or(&entry.key_place);
        if !standard.workflow.estates_may.contains(&adjustable(*key)) {
            past_permission(*key, place, standard, findings);
            continue;
        }
        match key {
            AdjustKey::Tighten => adjustment.tighten = tighten::read(node, standard, findings),
            AdjustKey::Owners => adjustment.owners = owners::read(node, standard, findings),
            AdjustKey::Add => adjustment.add = add::read(node, standard, findings),
            AdjustKey::NotHere => {
                not_here =
                    reader::text(node, findings).map(|reason| NotHere { reason, place: place.clone() });
                let more = entry.value.entries().iter().find(|other| other.key != key.en());
                if let Some(more) = more {
                    not_here_and_more(place, &more.key_place, findings);
                }
            }
        }
    }
    keys.finish("项目的调整", "an adjustment");
    if let Some(not_here) = not_here {
        return Outcome::NotHere(not_here);
    }
    if findings.errors() > before {
        return Outcome::AsIs;
    }
    understood(&adjustment, entry, estate, standard, known, findings)
}

/// The standard with the adjustment, read and checked as a whole.
fn understood(
    adjustment: &Adjustment<'_>,
    entry: &Entry,
    estate: &EstateId,
    standard: Standard<'_>,
    known: &Known<'_>,
    findings: &Findings,
) -> Outcome {
    let tree = merge::merge(standard.tree, adjustment);
    let found = Findings::default();
    let read = workflow::workflow(&tree, known, standard.default_ladder, &found);
    findings.add_at(&entry.key_place, found, |text| {
        Text::new(
            format!("按本项目的调整，流程 `{}` 会这样：{}", standard.workflow.id, text.zh),
            format!("`{}` as it is adjusted here: {}", standard.workflow.id, text.en),
        )
    });
    match read {
        Some(mut workflow) if workflow.hash != standard.workflow.hash => {
            // Two estates that write the same are still two: each points at its own lines.
            workflow.hash = Fingerprint::default().text(&workflow.hash).text(estate.as_str()).finish();
            Outcome::Workflow(Arc::new(workflow), tree)
        }
        _ => Outcome::AsIs,
    }
}

fn adjustable(key: AdjustKey) -> Adjustable {
    match key {
        AdjustKey::Tighten => Adjustable::Tighten,
        AdjustKey::Owners => Adjustable::Owners,
        AdjustKey::Add => Adjustable::Add,
        AdjustKey::NotHere => Adjustable::NotHere,
    }
}

fn past_permission(key: AdjustKey, place: &Place, standard: Standard<'_>, findings: &Findings) {
    let may = standard.tree.get(WorkflowKey::EstatesMay.en());
    let (also, zh, en) = match may {
        Some(node) => (node.head(), "总部允许的只有这些", "this is all that headquarters allows"),
        None => (
            &standard.workflow.place,
            "总部没有写 `estates_may`，什么都不允许调整",
            "headquarters wrote no `estates_may`, so nothing may be adjusted",
        ),
    };
    let (id, word) = (&standard.workflow.id, key.en());
    findings.add(
        error(
            "not-adjustable",
            place,
            format!("流程 `{id}` 不允许项目写 `{word}`"),
            format!("estates may not write `{word}` for the workflow `{id}`"),
        )
        .also(also, zh, en)
        .help(
            format!("删掉它，或请总部在 `estates_may` 里加上 `{word}`"),
            format!("leave it out, or ask headquarters to add {word} to `estates_may`"),
        ),
    );
}

fn not_here_and_more(place: &Place, more: &Place, findings: &Findings) {
    findings.add(
        error(
            "not-here-and-more",
            place,
            "不办的流程没有什么可以调整",
            "what is not done here can't be adjusted as well",
        )
        .also(more, "这里又调整了它", "here it is adjusted")
        .help("留下其中一个", "keep one of the two"),
    );
}
