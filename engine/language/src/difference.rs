//! What another wording of a handbook changes, in the language's own terms: a limit got shorter, an
//! approval is new, a step is somebody else's now. For each change it is told which estates take it:
//! one that adjusts the process may already have what headquarters writes now, or keep what is its own.
//!
//! What a change means is compared where it has a meaning of its own (`limits`, `steps`: those are
//! what estates may adjust too); whatever else a file says is compared key by key (`rest`), so that no
//! key of the language goes unseen.

mod calendars;
mod ladders;
mod limits;
mod rest;
mod steps;

use crate::findings::Findings;
use crate::fingerprint::Fingerprint;
use crate::folder::Folder;
use crate::tree::{self, Entry, Kind, Node};
use crate::words::{EstateKey, StepKey, Words, WorkflowKey};
use std::collections::{BTreeMap, BTreeSet};
use steward_model::{EstateId, Files, Handbook, NotHere, Text, Workflow, WorkflowId};

/// Two wordings of a handbook side by side: the files, and what was understood of them.
#[derive(Clone, Copy, Debug)]
pub struct Wording<'a> {
    /// The files.
    pub files: &'a Files,
    /// The handbook they make.
    pub handbook: &'a Handbook,
}

/// Everything that differs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Differences {
    /// The workflows that differ, by id.
    pub workflows: Vec<Difference>,
    /// Other files that say something else: a calendar, an estate's staff, rules. Layout and comments
    /// do not count.
    pub files: Vec<OtherFile>,
}

/// Another file that says something else.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OtherFile {
    /// Its path.
    pub path: String,
    /// What became of it.
    pub fate: Fate,
    /// Of a calendar or a list of holidays which hours and days differ; of any other nothing.
    pub text: Vec<Text>,
}

/// What happened to something.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fate {
    /// It was not there.
    New,
    /// It is there no more.
    Gone,
    /// It says something else.
    Changed,
}

/// What differs in a workflow.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Difference {
    /// The workflow.
    pub workflow: WorkflowId,
    /// What people read.
    pub title: Text,
    /// What became of it.
    pub fate: Fate,
    /// The edition before and after, where there is one.
    pub editions: (Option<u32>, Option<u32>),
    /// The changes: headquarters' in the order of the file, then those of single estates.
    pub changes: Vec<Change>,
}

/// A change.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Change {
    /// What kind of thing changed: `limit`, `owner`, `order`, `evidence`, `signoff`, `detach`, `new_step`, `gone_step`, `renamed_step`,
    /// `new_field`, `gone_field`, `not_here`, or the key of the language.
    pub what: String,
    /// The step, limit or field; empty: the workflow as a whole.
    pub about: String,
    /// The change in a sentence.
    pub text: Text,
    /// The estates that take it, by id.
    pub estates: Vec<EstateId>,
    /// Whether headquarters changed it; else it is what an estate adjusts.
    pub of_headquarters: bool,
}

impl Change {
    fn new(what: impl Into<String>, about: impl Into<String>, text: Text) -> Self {
        let (what, about) = (what.into(), about.into());
        Self { what, about, text, estates: Vec::new(), of_headquarters: true }
    }

    fn is(&self, other: &Self) -> bool {
        (&self.what, &self.about, &self.text) == (&other.what, &other.about, &other.text)
    }
}

/// What `new` has otherwise than `old`.
pub fn differences(old: Wording<'_>, new: Wording<'_>) -> Differences {
    let (old_trees, new_trees) = (trees(old.files), trees(new.files));
    let ids: BTreeSet<&WorkflowId> =
        old.handbook.workflows.keys().chain(new.handbook.workflows.keys()).collect();
    let workflows = ids.into_iter().filter_map(|id| {
        let pair = Pair { id, old, new, old_tree: old_trees.get(id), new_tree: new_trees.get(id) };
        pair.difference()
    });
    Differences { workflows: workflows.collect(), files: other_files(old, new) }
}

/// The trees of the workflows, by id.
fn trees(files: &Files) -> BTreeMap<WorkflowId, Node> {
    let findings = Findings::default();
    let read = |file: &&steward_model::File| {
        let tree = tree::read(file, &findings)?;
        let id = rest::scalar(tree.get(WorkflowKey::Workflow.en())?)?;
        Some((WorkflowId::new(id), tree))
    };
    Folder::sort(files).workflows.iter().filter_map(read).collect()
}

/// Files that are no workflow and no scenario, and say something else.
fn other_files(old: Wording<'_>, new: Wording<'_>) -> Vec<OtherFile> {
    let matters = |path: &str| !path.starts_with("workflows/") && !path.starts_with("scenarios/");
    let findings = Findings::default();
    let print = |file: &steward_model::File| {
        let yaml = file.path.ends_with(".yaml") || file.path.ends_with(".yml");
        let tree = if yaml { tree::read(file, &findings) } else { None };
        match tree {
            // What an estate adjusts is told with the workflow.
            Some(Node { kind: Kind::Map(entries), place }) => {
                let adjusts = |entry: &Entry| entry.key == EstateKey::Adjusts.en();
                let entries = entries.into_iter().filter(|entry| !adjusts(entry)).collect();
                Fingerprint::default().tree(&Node { place, kind: Kind::Map(entries) }).finish()
            }
            Some(tree) => Fingerprint::default().tree(&tree).finish(),
            None => Fingerprint::default().text(&String::from_utf8_lossy(&file.bytes)).finish(),
        }
    };
    let paths: BTreeSet<&str> = old.files.iter().chain(new.files.iter()).map(|file| &*file.path).collect();
    let fate = |path: &str| match (old.files.get(path), new.files.get(path)) {
        (None, _) => Some(Fate::New),
        (_, None) => Some(Fate::Gone),
        (Some(old), Some(new)) if old.bytes == new.bytes || print(old) == print(new) => None,
        _ => Some(Fate::Changed),
    };
    let differing = paths.into_iter().filter(|path| matters(path));
    let differs = |path: &str| {
        let fate = fate(path)?;
        let tree = new.files.get(path).filter(|_| path.starts_with("calendars/"));
        let tree = tree.and_then(|file| tree::read(file, &findings));
        let text = tree.map(|tree| calendars::said(&tree, old.handbook, new.handbook)).unwrap_or_default();
        Some(OtherFile { path: path.to_owned(), fate, text })
    };
    differing.filter_map(differs).collect()
}

/// A workflow in both wordings.
struct Pair<'a> {
    id: &'a WorkflowId,
    old: Wording<'a>,
    new: Wording<'a>,
    old_tree: Option<&'a Node>,
    new_tree: Option<&'a Node>,
}

impl Pair<'_> {
    fn difference(&self) -> Option<Difference> {
        let (old, new) = (self.old.handbook.workflows.get(self.id), self.new.handbook.workflows.get(self.id));
        let (fate, named) = match (old, new) {
            (None, Some(new)) => (Fate::New, new),
            (Some(old), None) => (Fate::Gone, old),
            (Some(_), Some(new)) => (Fate::Changed, new),
            (None, None) => return None,
        };
        let mut changes = Vec::new();
        if let (Some(old), Some(new)) = (old, new) {
            changes = self.compared(old, new);
            let mut rest = match (self.old_tree, self.new_tree) {
                (Some(old_tree), Some(new_tree)) => self.said(rest::changes(old_tree, new_tree), (old, new)),
                _ => Vec::new(),
            };
            changes.append(&mut rest);
            self.share_out(&mut changes);
            if changes.is_empty() && old.edition == new.edition {
                return None;
            }
        }
        Some(Difference {
            workflow: self.id.clone(),
            title: named.title.clone(),
            fate,
            editions: (old.map(|one| one.edition), new.map(|one| one.edition)),
            changes,
        })
    }

    /// What estates may adjust, compared.
    fn compared(&self, old: &Workflow, new: &Workflow) -> Vec<Change> {
        let mut changes = steps::changes(old, new, &self.new.handbook.roles);
        if let (Some(old_tree), Some(new_tree)) = (self.old_tree, self.new_tree) {
            rest::renamed(old_tree, new_tree, &mut changes);
        }
        changes.extend(limits::changes(old, new, self.new_tree));
        changes
    }

    /// Changes of ladders and checklists in sentences of their own.
    fn said(&self, mut changes: Vec<Change>, both: (&Workflow, &Workflow)) -> Vec<Change> {
        let (escalate, checklist) = (StepKey::Escalate.en(), StepKey::Checklist.en());
        let has_own = |id: &str| {
            let own = |tree: Option<&Node>| {
                tree.is_some_and(|tree| rest::named(tree, id).is_some_and(|one| one.get(escalate).is_some()))
            };
            own(self.old_tree) || own(self.new_tree)
        };
        for change in &mut changes {
            let text = match &*change.what {
                what if what == escalate => {
                    ladders::ladder(both, &change.about, has_own, &self.new.handbook.roles)
                }
                what if what == checklist => ladders::checklist(both, &change.about),
                _ => None,
            };
            change.text = text.unwrap_or_else(|| change.text.clone());
        }
        changes
    }

    /// Says of each change which estates take it, and adds what single estates have otherwise now.
    fn share_out(&self, changes: &mut Vec<Change>) {
        let estates: Vec<&EstateId> = self.new.handbook.estates.keys().collect();
        let mut own: Vec<Change> = Vec::new();
        for estate in estates {
            let adjusts = |wording: Wording<'_>| wording.handbook.adjusted(estate, self.id).is_some();
            if !adjusts(self.old) && !adjusts(self.new) {
                changes.iter_mut().for_each(|change| change.estates.push(estate.clone()));
                continue;
            }
            let is_new = !self.old.handbook.estates.contains_key(estate);
            let before =
                self.old.handbook.workflows.get(self.id).map(|one| self.old.handbook.at(estate, one));
            let after = self.new.handbook.workflows.get(self.id).map(|one| self.new.handbook.at(estate, one));
            let here = match (before, after) {
                (Some(Ok(before)), Some(Ok(after))) => {
                    let here = self.compared(before, after);
                    for change in changes.iter_mut() {
                        if !may_be_adjusted(&change.what) || here.iter().any(|one| one.is(change)) {
                            change.estates.push(estate.clone());
                        }
                    }
                    here
                }
                (Some(Err(_)), Some(Ok(_))) if !is_new => vec![done_again(self.id)],
                (Some(Ok(_)), Some(Err(reason))) => vec![not_done(self.id, reason)],
                _ => continue,
            };
            for mut change in here {
                if changes.iter().any(|one| one.is(&change)) {
                    continue;
                }
                change.of_headquarters = false;
                match own.iter_mut().find(|one| one.is(&change)) {
                    Some(same) => same.estates.push(estate.clone()),
                    None => {
                        change.estates.push(estate.clone());
                        own.push(change);
                    }
                }
            }
        }
        changes.append(&mut own);
    }
}

/// Whether a kind of change is one an estate may have otherwise.
fn may_be_adjusted(what: &str) -> bool {
    ["limit", "owner", "order", "new_step", "gone_step", "renamed_step"].contains(&what)
}

fn done_again(workflow: &WorkflowId) -> Change {
    Change::new(
        "not_here",
        "",
        Text::new(format!("流程 `{workflow}` 又在这里办了"), format!("`{workflow}` is done here again")),
    )
}

fn not_done(workflow: &WorkflowId, not_here: &NotHere) -> Change {
    let reason = &not_here.reason;
    Change::new(
        "not_here",
        "",
        Text::new(
            format!("流程 `{workflow}` 不再在这里办：{}", reason.zh),
            format!("`{workflow}` is not done here any more: {}", reason.en),
        ),
    )
}
