//! What is kept from one reading of a folder to the next, so that a change costs what it touches: the
//! tree of a file as long as its bytes are the same; calendars as long as none of their files changed;
//! of staff and estates all files that did not change and ask for no name that is answered otherwise now; a
//! workflow as long as its tree, the names it asked for and what [`Ground`] says are the same, with its ladder
//! from above, its rules and what its checks find renewed where those are others; and what an estate adjusts
//! as long as all of that is the same for the workflows it names. Scenarios are in [`Plays`].
//!
//! Whatever is kept, is kept with what was found in it, and a reading lays both out anew. So a second
//! reading says word for word what a first one would.

use super::adjusted::Adjustments;
use super::calendars::Calendars;
use super::estates::Around;
use super::ground::Ground;
use super::pinned::{self, Kept};
use super::plays::Plays;
use super::renewal::Renewal;
use super::trees::Trees;
use crate::check::{self, Desk};
use crate::findings::Findings;
use crate::fingerprint::Fingerprint;
use crate::lower::room::Marks;
use crate::lower::{Known, ladder};
use crate::names::{Asked, Changed};
use crate::tree::Node;
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
    workflows: BTreeMap<Arc<str>, KeptWorkflow>,
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

/// A workflow with what it was understood from.
pub(super) struct KeptWorkflow {
    tree: Arc<Node>,
    rules: Option<Arc<str>>,
    pub(super) read: Option<ReadWorkflow>,
    asked: Asked,
    found: Findings,
    /// What checks of it found; `None` where they are to look again.
    checked: Option<Findings>,
}

/// A workflow with its texts and what checks ask for.
pub(super) struct ReadWorkflow {
    pub(super) workflow: Arc<Workflow>,
    pub(super) sources: Sources,
    marks: Marks,
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
        let before = self.trees.len();
        self.trees.retain(|path, _| is_there(path));
        // Whatever else is kept of a file, its tree was read first.
        if self.trees.len() == before {
            return;
        }
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
    /// last reading made of them, where the calendars are called as then, and whether they are the same. With them comes what is called
    /// otherwise than in the last reading.
    pub(super) fn around(
        &mut self,
        trees: &Trees<'_>,
        calendars: &Rc<Calendars>,
        findings: &Findings,
        read: impl FnOnce(Option<(&mut Around, bool)>, &Findings) -> (Around, Changed),
    ) -> (Rc<Around>, Changed) {
        let organisation = trees.organisation.as_ref().map(|(_, tree)| tree.clone());
        let (estates, complete) = (nodes(&trees.estates), trees.all_estates);
        let before = self.around.take();
        let before = before
            .filter(|kept| kept.complete == complete && calendars.are_called_the_same_as(&kept.calendars));
        let same_calendars = before.as_ref().is_some_and(|kept| Rc::ptr_eq(&kept.calendars, calendars));
        let all_the_same = |kept: &KeptAround| {
            same_calendars
                && same(kept.organisation.as_slice(), organisation.as_slice())
                && same(&kept.estates, &estates)
        };
        let (kept, otherwise) = match before {
            Some(kept) if all_the_same(&kept) => (kept, Changed::default()),
            mut before => {
                let found = Findings::default();
                let before = before.as_mut().and_then(|before| Rc::get_mut(&mut before.around));
                let (around, otherwise) = read(before.map(|before| (before, same_calendars)), &found);
                let (around, calendars) = (Rc::new(around), calendars.clone());
                (KeptAround { organisation, calendars, estates, complete, around, found }, otherwise)
            }
        };
        findings.take_over(&kept.found);
        (self.around.insert(kept).around.clone(), otherwise)
    }

    /// Answers the ladder of workflows that have none. `otherwise`: what is called otherwise now. Forgets all
    /// workflows where what they stand on is another than before, and those that asked for a name that is
    /// answered otherwise. Where only the ladder or the lines of `steward.yaml` are others, workflows have those
    /// put in their place; where only what checks ask for is another, they are checked again.
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
                if !ground.checks_the_same_as(&before.ground) {
                    self.workflows.values_mut().for_each(|kept| kept.checked = None);
                    self.adjusted.clear();
                }
                let ladder_asked = otherwise.touches(&before.asked);
                if Arc::ptr_eq(&before.organisation, organisation) && !ladder_asked {
                    (before.ladder, before.asked, before.found)
                } else {
                    let (ladder, asked, found) = read();
                    let same_ladder = before.ground.ladder == ground.ladder && !ladder_asked;
                    self.renew(&Renewal::new(&ground.top, &before.ladder, &ladder, same_ladder), known);
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

    fn renew(&mut self, renewal: &Renewal<'_>, known: &Known<'_>) {
        self.workflows.retain(|_, kept| {
            let KeptWorkflow { read, found, checked, .. } = kept;
            let Some(ReadWorkflow { workflow, sources, marks }) = read else { return renewal.holds(found) };
            let another = marks.takes_default_ladder && !renewal.same_ladder;
            if !renewal.holds(found) || (another && renewal.is_from_none()) {
                return false;
            }
            renewal.ladder(&mut marks.ladder);
            let hash = if another { marks.hash(&workflow.rules, known) } else { workflow.hash.clone() };
            *workflow = renewal.with_hash(workflow, hash);
            *sources = renewal.sources(sources);
            if another || checked.as_ref().is_some_and(|checked| !renewal.holds(checked)) {
                *checked = None;
            }
            true
        });
        if !renewal.same_ladder {
            self.adjusted.clear();
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
        read: impl FnOnce(&Findings) -> Option<(Workflow, Marks, Vec<Kept>)>,
    ) -> &KeptWorkflow {
        let top = self.ground.as_ref().map(|kept| &*kept.organisation.place.file);
        let beside = || findings.beside(top.into_iter().chain([&*file.path]));
        let fresh = || {
            let found = beside();
            let (read, asked) = known.asked_by(|| read(&found));
            let rules = read.as_ref().and_then(|(workflow, ..)| rules_of(workflow, known));
            let read = read.map(|(workflow, marks, sources)| {
                let (workflow, sources) = (Arc::new(workflow), Arc::new(sources));
                ReadWorkflow { workflow, sources, marks }
            });
            KeptWorkflow { tree: tree.clone(), rules, read, asked, found, checked: None }
        };
        let kept = match self.workflows.entry(file.path.clone()) {
            Entry::Vacant(slot) => slot.insert(fresh()),
            Entry::Occupied(slot) => {
                let kept = slot.into_mut();
                if !Arc::ptr_eq(&kept.tree, tree) {
                    *kept = fresh();
                } else if let Some((old, new)) = kept.take_rules(known) {
                    self.plays.exchange(&old, &new);
                }
                kept
            }
        };
        kept.check(known, beside);
        findings.take_over(&kept.found);
        kept.checked.iter().for_each(|checked| findings.take_over(checked));
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

fn rules_of(workflow: &Workflow, known: &Known<'_>) -> Option<Arc<str>> {
    known.rules.get(&workflow.rules).map(|rules| rules.text.clone())
}

impl KeptWorkflow {
    /// How many errors it has.
    pub(super) fn errors(&self) -> usize {
        self.found.errors() + self.checked.as_ref().map_or(0, Findings::errors)
    }

    /// Puts its rules as they are now in their place: of them it has the text and, in its hash, what they
    /// say. Answers the workflow that it was and is, where they are others.
    fn take_rules(&mut self, known: &Known<'_>) -> Option<(Arc<Workflow>, Arc<Workflow>)> {
        let ReadWorkflow { workflow, sources, marks } = self.read.as_mut()?;
        let rules = known.rules.get(&workflow.rules)?;
        if self.rules.as_ref() == Some(&rules.text) {
            return None;
        }
        self.rules = Some(rules.text.clone());
        let hash = marks.hash(&workflow.rules, known);
        let new = Arc::new(Workflow { hash, ..(**workflow).clone() });
        *sources = pinned::renewed(sources, &(rules.path.clone(), rules.text.clone()));
        let old = std::mem::replace(workflow, new.clone());
        Some((old, new))
    }

    /// Checks it, where that is to be done. `beside`: a tray that knows what was found in its file and in
    /// `steward.yaml`.
    fn check(&mut self, known: &Known<'_>, beside: impl FnOnce() -> Findings) {
        let Some(ReadWorkflow { workflow, marks, .. }) =
            self.read.as_ref().filter(|_| self.checked.is_none())
        else {
            return;
        };
        let findings = beside().knowing(&self.found);
        let look = || check::workflow(workflow, &Desk { known, marks, findings: &findings });
        let ((), asked) = known.asked_by(look);
        self.asked = std::mem::take(&mut self.asked).and(asked);
        self.checked = Some(findings);
    }
}

fn nodes(files: &[(&File, Arc<Node>)]) -> Vec<Arc<Node>> {
    files.iter().map(|(_, tree)| tree.clone()).collect()
}

/// Whether these are the very same things in the same order.
pub(super) fn same<T>(some: &[Arc<T>], others: &[Arc<T>]) -> bool {
    some.len() == others.len() && some.iter().zip(others).all(|(one, other)| Arc::ptr_eq(one, other))
}
