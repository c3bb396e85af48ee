//! What is kept from one reading of a folder to the next, so that a change costs what it touches: the
//! tree of a file as long as its bytes are the same; calendars as long as none of their files changed;
//! of staff and estates all files that did not change and ask for no name that is answered otherwise now; a
//! workflow as long as its tree, its rules, the names it asked for and what [`Ground`] says are the same; and
//! what an estate adjusts as long as all of that holds for the workflows it names. Scenarios are in
//! [`Plays`].
//!
//! Whatever is kept, is kept with what was found in it, and a reading lays both out anew. So a second
//! reading says word for word what a first one would.

use super::adjusted::Adjustments;
use super::calendars::Calendars;
use super::estates::Around;
use super::ground::Ground;
use super::plays::Plays;
use super::renewal::Renewal;
use super::trees::Trees;
use crate::findings::Findings;
use crate::fingerprint::Fingerprint;
use crate::lower::{Known, ladder};
use crate::names::{Asked, Changed};
use crate::tree::Node;
use crate::words::{Words, WorkflowKey};
use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::rc::Rc;
use std::sync::Arc;
use steward_model::{File, Files, Ladder, Sources, Workflow};

/// Everything that is kept.
#[derive(Default)]
pub(crate) struct Memory {
    trees: BTreeMap<Arc<str>, KeptTree>,
    calendars: Option<KeptCalendars>,
    around: Option<KeptAround>,
    ground: Option<KeptGround>,
    workflows: BTreeMap<Arc<str>, Rc<KeptWorkflow>>,
    adjusted: BTreeMap<Arc<str>, Rc<KeptAdjustment>>,
    pub(super) plays: Plays,
}

/// A file's tree.
struct KeptTree {
    bytes: Arc<[u8]>,
    tree: Option<Arc<Node>>,
    found: Findings,
    /// What the tree says, taken when it is first asked for.
    print: OnceCell<Arc<str>>,
}

/// The calendars with the files they were understood from.
struct KeptCalendars {
    trees: Vec<Arc<Node>>,
    complete: bool,
    calendars: Rc<Calendars>,
    found: Findings,
}

/// Staff and estates with the files they were understood from.
struct KeptAround {
    organisation: Option<Arc<Node>>,
    calendars: Rc<Calendars>,
    estates: Vec<Arc<Node>>,
    complete: bool,
    around: Rc<Around>,
    found: Findings,
}

/// What workflows stand on, with the ladder of those that have none.
struct KeptGround {
    organisation: Arc<Node>,
    ground: Ground,
    ladder: Ladder,
    asked: Asked,
    found: Findings,
}

/// A workflow with the texts it was understood from.
#[derive(Clone)]
pub(super) struct KeptWorkflow {
    tree: Arc<Node>,
    rules: Option<Arc<str>>,
    pub(super) read: Option<(Arc<Workflow>, Sources)>,
    asked: Asked,
    pub(super) found: Rc<Findings>,
}

/// What an estate adjusts.
#[derive(Clone)]
pub(super) struct KeptAdjustment {
    tree: Arc<Node>,
    standards: Vec<Arc<Workflow>>,
    pub(super) read: Adjustments,
    asked: Asked,
    found: Rc<Findings>,
}

impl Memory {
    /// Lets go of files that are no longer there.
    pub(crate) fn keep_only(&mut self, files: &Files) {
        let is_there = |path: &str| files.get(path).is_some();
        self.trees.retain(|path, _| is_there(path));
        self.workflows.retain(|path, _| is_there(path));
        self.adjusted.retain(|path, _| is_there(path));
        self.plays.retain(is_there);
    }

    /// The tree of a file; `read` where it is another than before.
    pub(super) fn tree(
        &mut self,
        file: &File,
        findings: &Findings,
        read: impl FnOnce(&Findings) -> Option<Node>,
    ) -> Option<Arc<Node>> {
        let fresh = || {
            let found = Findings::default();
            let tree = read(&found).map(Arc::new);
            KeptTree { bytes: file.bytes.clone(), tree, found, print: OnceCell::new() }
        };
        let kept = match self.trees.entry(file.path.clone()) {
            Entry::Vacant(slot) => slot.insert(fresh()),
            Entry::Occupied(slot) => {
                let kept = slot.into_mut();
                if kept.bytes != file.bytes {
                    *kept = fresh();
                }
                kept
            }
        };
        findings.take_over(&kept.found);
        kept.tree.clone()
    }

    /// What the tree of a file says, as a fingerprint; `None` where it has none.
    pub(super) fn print(&self, file: &File) -> Option<&str> {
        let kept = self.trees.get(&file.path)?;
        let tree = kept.tree.as_ref()?;
        Some(kept.print.get_or_init(|| Fingerprint::default().tree(tree).finish()))
    }

    /// The calendars; `read` where one of their files is another than before.
    pub(super) fn calendars(&mut self, trees: &Trees<'_>, findings: &Findings) -> Rc<Calendars> {
        let (files, complete) = (nodes(&trees.calendars), trees.all_calendars);
        let before = self.calendars.take();
        let before = before.filter(|kept| kept.complete == complete && same(&kept.trees, &files));
        let kept = before.unwrap_or_else(|| {
            let found = Findings::default();
            let calendars = Rc::new(Calendars::read(trees, &found));
            KeptCalendars { trees: files, complete, calendars, found }
        });
        findings.take_over(&kept.found);
        self.calendars.insert(kept).calendars.clone()
    }

    /// Staff and estates; `read` where one of their files is another than before. It is given what the
    /// last reading made of them, where the calendars are still the same. With them comes what is called
    /// otherwise than in the last reading.
    pub(super) fn around(
        &mut self,
        trees: &Trees<'_>,
        calendars: &Rc<Calendars>,
        findings: &Findings,
        read: impl FnOnce(Option<&mut Around>, &Findings) -> (Around, Changed),
    ) -> (Rc<Around>, Changed) {
        let organisation = trees.organisation.as_ref().map(|(_, tree)| tree.clone());
        let (estates, complete) = (nodes(&trees.estates), trees.all_estates);
        let before = self.around.take();
        let before =
            before.filter(|kept| kept.complete == complete && Rc::ptr_eq(&kept.calendars, calendars));
        let all_the_same = |kept: &KeptAround| {
            same(kept.organisation.as_slice(), organisation.as_slice()) && same(&kept.estates, &estates)
        };
        let (kept, otherwise) = match before {
            Some(kept) if all_the_same(&kept) => (kept, Changed::default()),
            mut before => {
                let found = Findings::default();
                let before = before.as_mut().and_then(|before| Rc::get_mut(&mut before.around));
                let (around, otherwise) = read(before, &found);
                let (around, calendars) = (Rc::new(around), calendars.clone());
                (KeptAround { organisation, calendars, estates, complete, around, found }, otherwise)
            }
        };
        findings.take_over(&kept.found);
        (self.around.insert(kept).around.clone(), otherwise)
    }

    /// Answers the ladder of workflows that have none. `otherwise`: what is called otherwise now. Forgets all workflows where what they stand on is
    /// another than before, and those that asked for a name that is answered otherwise; where only the lines
    /// of `steward.yaml` moved, they move along.
    pub(super) fn stand_on(
        &mut self,
        ground: Ground,
        organisation: &Arc<Node>,
        known: &Known<'_>,
        otherwise: &Changed,
        findings: &Findings,
    ) -> Ladder {
        let read = || {
            let found = Findings::default();
            let (ladder, asked) = known.asked_by(|| ladder::of_organisation(known, &found));
            (ladder, asked, found)
        };
        let before = self.ground.take().filter(|kept| kept.ground.is_the_same_as(&ground));
        let (ladder, asked, found) = match before {
            Some(before) => {
                self.forget(otherwise);
                let ladder_asked = otherwise.touches(&before.asked);
                if Arc::ptr_eq(&before.organisation, organisation) && !ladder_asked {
                    (before.ladder, before.asked, before.found)
                } else {
                    let (ladder, asked, found) = read();
                    let same_ladder = before.ground.ladder == ground.ladder && !ladder_asked;
                    self.renew(&Renewal::new(&ground.top, &before.ladder, &ladder, same_ladder));
                    (ladder, asked, found)
                }
            }
            None => {
                self.workflows.clear();
                self.adjusted.clear();
                self.plays.clear();
                read()
            }
        };
        findings.take_over(&found);
        let organisation = organisation.clone();
        self.ground.insert(KeptGround { organisation, ground, ladder, asked, found }).ladder.clone()
    }

    /// Lets go of what asked for a name that is answered otherwise now.
    fn forget(&mut self, otherwise: &Changed) {
        if !otherwise.is_empty() {
            self.workflows.retain(|_, kept| !otherwise.touches(&kept.asked));
            self.adjusted.retain(|_, kept| !otherwise.touches(&kept.asked));
        }
    }

    fn renew(&mut self, renewal: &Renewal<'_>) {
        for (path, kept) in std::mem::take(&mut self.workflows) {
            let takes_ladder = kept.tree.get(WorkflowKey::Escalate.en()).is_none();
            if renewal.holds(&kept.found) && (renewal.same_ladder || !takes_ladder) {
                let mut kept = Rc::unwrap_or_clone(kept);
                kept.read =
                    kept.read.map(|(one, sources)| (renewal.workflow(&one), renewal.sources(&sources)));
                self.workflows.insert(path, Rc::new(kept));
            }
        }
        for (path, kept) in std::mem::take(&mut self.adjusted) {
            if renewal.holds(&kept.found) {
                let mut kept = Rc::unwrap_or_clone(kept);
                kept.standards.iter_mut().for_each(|standard| *standard = renewal.workflow(standard));
                kept.read.renew(renewal);
                self.adjusted.insert(path, Rc::new(kept));
            }
        }
        self.plays.renew(renewal);
    }

    /// The workflow of a file; `read` where it is another than before.
    pub(super) fn workflow(
        &mut self,
        (file, tree): (&File, &Arc<Node>),
        known: &Known<'_>,
        findings: &Findings,
        read: impl FnOnce(&Findings) -> Option<(Workflow, Sources)>,
    ) -> Rc<KeptWorkflow> {
        let rules_of = |workflow: &Workflow| known.rules.get(&workflow.rules).map(|rules| &rules.text);
        let holds = |kept: &&Rc<KeptWorkflow>| {
            let rules = kept.read.as_ref().and_then(|(workflow, _)| rules_of(workflow));
            Arc::ptr_eq(&kept.tree, tree) && rules == kept.rules.as_ref()
        };
        let kept = self.workflows.get(&file.path).filter(holds).cloned().unwrap_or_else(|| {
            let top = self.ground.as_ref().map(|kept| &*kept.organisation.place.file);
            let found = findings.beside(top.into_iter().chain([&*file.path]));
            let (read, asked) = known.asked_by(|| read(&found));
            let read = read.map(|(workflow, sources)| (Arc::new(workflow), sources));
            let rules = read.as_ref().and_then(|(workflow, _)| rules_of(workflow)).cloned();
            Rc::new(KeptWorkflow { tree: tree.clone(), rules, read, asked, found: Rc::new(found) })
        });
        findings.take_over(&kept.found);
        self.workflows.insert(file.path.clone(), kept.clone());
        kept
    }

    /// What an estate adjusts of these workflows; `read` where it or one of them is another than before.
    pub(super) fn adjusted(
        &mut self,
        (file, tree): (&File, &Arc<Node>),
        standards: Vec<Arc<Workflow>>,
        known: &Known<'_>,
        findings: &Findings,
        read: impl FnOnce(&Findings) -> Adjustments,
    ) -> Rc<KeptAdjustment> {
        let holds =
            |kept: &&Rc<KeptAdjustment>| Arc::ptr_eq(&kept.tree, tree) && same(&kept.standards, &standards);
        let kept = self.adjusted.get(&file.path).filter(holds).cloned().unwrap_or_else(|| {
            let found = findings.beside(standards.iter().map(|standard| &*standard.place.file));
            let (read, asked) = known.asked_by(|| read(&found));
            Rc::new(KeptAdjustment { tree: tree.clone(), standards, read, asked, found: Rc::new(found) })
        });
        findings.take_over(&kept.found);
        self.adjusted.insert(file.path.clone(), kept.clone());
        kept
    }
}

fn nodes(files: &[(&File, Arc<Node>)]) -> Vec<Arc<Node>> {
    files.iter().map(|(_, tree)| tree.clone()).collect()
}

/// Whether these are the very same things in the same order.
pub(super) fn same<T>(some: &[Arc<T>], others: &[Arc<T>]) -> bool {
    some.len() == others.len() && some.iter().zip(others).all(|(one, other)| Arc::ptr_eq(one, other))
}
