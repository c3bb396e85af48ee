//! What every estate has otherwise than headquarters: `adjusts:` of its file, workflow by workflow.

use super::memory::Memory;
use super::pinned::{self, Kept};
use super::renewal::Renewal;
use super::trees::Trees;
use crate::adjust::{self, Outcome, Standard};
use crate::findings::{Findings, error};
use crate::lower::{Known, estate};
use crate::reader;
use crate::tree::{Entry, Node};
use crate::words::{EstateKey, Words};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use steward_model::{Adjusted, EstateId, File, Ladder, Place, Workflow, WorkflowId};

impl Adjustments {
    /// Puts what these workflows hold of `steward.yaml` as it is now.
    pub(super) fn renew(&mut self, renewal: &Renewal<'_>) {
        for adjusted in self.all.values_mut().flat_map(BTreeMap::values_mut) {
            if let Adjusted::Workflow { workflow, sources } = adjusted {
                *workflow = renewal.workflow(workflow);
                *sources = renewal.sources(sources);
            }
        }
    }
}

/// Everything an adjustment is laid over.
#[derive(Clone, Copy)]
pub(super) struct Standards<'a> {
    pub(super) trees: &'a Trees<'a>,
    pub(super) workflows: &'a BTreeMap<WorkflowId, Arc<Workflow>>,
    /// Those that have something wrong; what an estate would make of them is not told.
    pub(super) broken: &'a BTreeSet<WorkflowId>,
    pub(super) default_ladder: &'a Ladder,
    /// `steward.yaml` as it is kept with cases.
    pub(super) top: Option<&'a Kept>,
    pub(super) known: &'a Known<'a>,
}

/// The adjustments of all estates that have any.
#[derive(Clone, Default)]
pub(super) struct Adjustments {
    pub(super) all: BTreeMap<EstateId, BTreeMap<WorkflowId, Adjusted>>,
    /// Estates with something wrong in theirs: what their workflows would hold is not known.
    pub(super) unsure: BTreeSet<EstateId>,
}

/// Reads them.
pub(super) fn estates(standards: Standards<'_>, memory: &mut Memory, findings: &Findings) -> Adjustments {
    let mut all = Adjustments::default();
    for (file, tree) in &standards.trees.estates {
        let Some(adjusts) = tree.get(EstateKey::Adjusts.en()) else { continue };
        let Some((id, ..)) = estate::glance(tree) else { continue };
        let read = |found: &Findings| of_estate(&id, file, adjusts, standards, found);
        let read = match standards.named(adjusts) {
            Some(named) => memory.adjusted((file, tree), named, standards.known, findings, read).read.clone(),
            None => read(findings),
        };
        all.unsure.extend(read.unsure);
        // Of two files with one id the first is the estate; that they are two was told.
        for (id, here) in read.all {
            all.all.entry(id).or_insert(here);
        }
    }
    all
}

impl Standards<'_> {
    /// The workflows that an estate's words name; `None` where one of them is nowhere or has something
    /// wrong, and what was made of it is not worth keeping.
    fn named(&self, adjusts: &Node) -> Option<Vec<Arc<Workflow>>> {
        let one = |entry: &Entry| {
            let id = self.known.workflows.find(&entry.key)?;
            self.workflows.get(&id).filter(|_| !self.broken.contains(&id)).cloned()
        };
        adjusts.entries().iter().map(one).collect()
    }
}

/// What one estate adjusts.
fn of_estate(
    id: &EstateId,
    file: &File,
    adjusts: &Node,
    standards: Standards<'_>,
    findings: &Findings,
) -> Adjustments {
    let mut read = Adjustments::default();
    let before = findings.errors();
    let key = EstateKey::Adjusts.en();
    let Some(entries) = reader::map(adjusts, findings, key, key) else { return read };
    let here = one(id, file, entries, standards, findings);
    if findings.errors() > before {
        read.unsure.insert(id.clone());
    }
    if !here.is_empty() {
        read.all.insert(id.clone(), here);
    }
    read
}

fn one(
    id: &EstateId,
    file: &File,
    entries: &[Entry],
    standards: Standards<'_>,
    findings: &Findings,
) -> BTreeMap<WorkflowId, Adjusted> {
    let known = standards.known;
    let mut named: BTreeMap<WorkflowId, &Place> = BTreeMap::new();
    let mut adjusted = BTreeMap::new();
    for entry in entries {
        let workflow = known.workflows.resolve_text(&entry.key, &entry.key_place, findings);
        let Some(standard) = standards.workflows.get(&workflow) else { continue };
        if let Some(first) = named.insert(workflow.clone(), &entry.key_place) {
            twice(&workflow, &entry.key_place, first, findings);
            continue;
        }
        let Some((standard_file, tree)) = tree_of(standard, standards.trees) else { continue };
        if standards.broken.contains(&workflow) {
            continue;
        }
        let over = Standard { workflow: standard, tree, default_ladder: standards.default_ladder };
        let outcome = match adjust::apply(entry, id, over, known, findings) {
            Outcome::AsIs => continue,
            Outcome::NotHere(not_here) => Adjusted::NotHere(not_here),
            Outcome::Workflow(workflow, merged) => {
                let mut sources = pinned::sources(&workflow, (standard_file, &merged), standards.top, known);
                let whole = String::from_utf8_lossy(&file.bytes);
                sources.push((file.path.clone(), adjust::kept_text(id, entry, &whole).into()));
                Adjusted::Workflow { workflow, sources: Arc::new(sources) }
            }
        };
        adjusted.insert(workflow, outcome);
    }
    adjusted
}

fn tree_of<'a>(workflow: &Workflow, trees: &'a Trees<'_>) -> Option<(&'a File, &'a Node)> {
    let found = trees.workflows.binary_search_by(|(file, _)| file.path.cmp(&workflow.place.file)).ok()?;
    trees.workflows.get(found).map(|(file, tree)| (*file, &**tree))
}

fn twice(workflow: &WorkflowId, place: &Place, first: &Place, findings: &Findings) {
    findings.add(
        error(
            "adjusted-twice",
            place,
            format!("流程 `{workflow}` 调整了两次"),
            format!("the workflow `{workflow}` is adjusted twice"),
        )
        .also(first, "第一次在这里", "the first is here")
        .help("合成一处", "write it in one place"),
    );
}
