//! What is kept from one reading of a folder to the next, so that a change costs what it touches: the
//! tree of a file as long as its bytes are the same; calendars, staff and estates as long as none of
//! their files changed, and of one estate's change all other estates; a workflow as long as its tree, its rules and [`Ground`] are the same; and what
//! an estate adjusts as long as all of that holds for the workflows it names.
//!
//! Whatever is kept, is kept with what was found in it, and a reading lays both out anew. So a second
//! reading says word for word what a first one would.

use super::adjusted::Adjustments;
use super::calendars::Calendars;
use super::people::People;
use super::trees::Trees;
use crate::findings::Findings;
use crate::fingerprint::Fingerprint;
use crate::lower::Known;
use crate::names::Register;
use crate::tree::Node;
use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;
use steward_model::{Estate, EstateId, File, Files, Roles, RulesId, Sources, StaffId, TemplateId, Workflow};

/// Everything that is kept.
#[derive(Default)]
pub(crate) struct Memory {
    trees: BTreeMap<Arc<str>, KeptTree>,
    around: Option<KeptAround>,
    ground: Option<Ground>,
    workflows: BTreeMap<Arc<str>, Rc<KeptWorkflow>>,
    adjusted: BTreeMap<Arc<str>, Rc<KeptAdjustment>>,
}

/// A file's tree.
struct KeptTree {
    bytes: Arc<[u8]>,
    tree: Option<Arc<Node>>,
    found: Findings,
    /// What the tree says, taken when it is first asked for.
    print: OnceCell<Arc<str>>,
}

/// Calendars, staff and estates, which name each other and are understood together.
pub(super) struct Around {
    pub(super) calendars: Calendars,
    pub(super) people: People,
    pub(super) roles: Arc<Roles>,
    pub(super) estates: Arc<BTreeMap<EstateId, Arc<Estate>>>,
}

/// The same with the files it was understood from.
struct KeptAround {
    above: Vec<Arc<Node>>,
    estates: Vec<Arc<Node>>,
    complete: [bool; 2],
    around: Rc<Around>,
    found: Findings,
}

/// What every workflow stands on. Its rules are its own: of the others it only knows the names.
struct Ground {
    organisation: Option<Arc<Node>>,
    organisation_is_broken: bool,
    calendars: Vec<Arc<Node>>,
    complete: [bool; 2],
    has_estates: bool,
    people: Arc<Register<StaffId>>,
    templates: Vec<TemplateId>,
    rules: Vec<RulesId>,
}

/// A workflow with the texts it was understood from.
pub(super) struct KeptWorkflow {
    tree: Arc<Node>,
    rules: Option<Arc<str>>,
    pub(super) read: Option<(Arc<Workflow>, Sources)>,
    pub(super) found: Findings,
}

/// What an estate adjusts.
pub(super) struct KeptAdjustment {
    tree: Arc<Node>,
    standards: Vec<Arc<Workflow>>,
    pub(super) read: Adjustments,
    found: Findings,
}

impl Memory {
    /// Lets go of files that are no longer there.
    pub(crate) fn keep_only(&mut self, files: &Files) {
        let is_there = |path: &str| files.get(path).is_some();
        self.trees.retain(|path, _| is_there(path));
        self.workflows.retain(|path, _| is_there(path));
        self.adjusted.retain(|path, _| is_there(path));
    }

    /// The tree of a file; `read` where it is another than before.
    pub(super) fn tree(
        &mut self,
        file: &File,
        findings: &Findings,
        read: impl FnOnce(&Findings) -> Option<Node>,
    ) -> Option<Arc<Node>> {
        let known = self.trees.get(&file.path).is_some_and(|kept| kept.bytes == file.bytes);
        if !known {
            let found = Findings::default();
            let tree = read(&found).map(Arc::new);
            self.trees.insert(
                file.path.clone(),
                KeptTree { bytes: file.bytes.clone(), tree, found, print: OnceCell::new() },
            );
        }
        let kept = self.trees.get(&file.path)?;
        findings.take_over(&kept.found);
        kept.tree.clone()
    }

    /// What the tree of a file says, as a fingerprint; `None` where it has none.
    pub(super) fn print(&self, file: &File) -> Option<&str> {
        let kept = self.trees.get(&file.path)?;
        let tree = kept.tree.as_ref()?;
        Some(kept.print.get_or_init(|| Fingerprint::default().tree(tree).finish()))
    }

    /// Calendars, staff and estates; `read` where one of their files is another than before. It is given
    /// what the last reading made of them, where only estates have changed since.
    pub(super) fn around(
        &mut self,
        trees: &Trees<'_>,
        findings: &Findings,
        read: impl FnOnce(Option<&Around>, &Findings) -> Around,
    ) -> Rc<Around> {
        let files = |of: &[(&File, Arc<Node>)]| of.iter().map(|(_, tree)| tree.clone()).collect::<Vec<_>>();
        let organisation = trees.organisation.iter().map(|(_, tree)| tree.clone());
        let above = organisation.chain(files(&trees.calendars)).collect::<Vec<_>>();
        let estates = files(&trees.estates);
        let complete = [trees.all_calendars, trees.all_estates];
        let before = self.around.take().filter(|kept| kept.complete == complete && same(&kept.above, &above));
        let kept = match before {
            Some(kept) if same(&kept.estates, &estates) => kept,
            before => {
                let found = Findings::default();
                let around = Rc::new(read(before.as_ref().map(|before| &*before.around), &found));
                KeptAround { above, estates, complete, around, found }
            }
        };
        findings.take_over(&kept.found);
        self.around.insert(kept).around.clone()
    }

    /// Forgets all workflows where what they stand on is another than before.
    pub(super) fn stand_on(
        &mut self,
        trees: &Trees<'_>,
        known: &Known<'_>,
        templates: Vec<TemplateId>,
        findings: &Findings,
    ) {
        let organisation = trees.organisation.as_ref();
        let ground = Ground {
            organisation: organisation.map(|(_, tree)| tree.clone()),
            organisation_is_broken: organisation.is_some_and(|(file, _)| findings.has_error_in(&file.path)),
            calendars: trees.calendars.iter().map(|(_, tree)| tree.clone()).collect(),
            complete: [trees.all_calendars, trees.all_estates],
            has_estates: !known.estate_files.is_empty(),
            people: known.people.clone(),
            templates,
            rules: known.rules.keys().cloned().collect(),
        };
        if !self.ground.as_ref().is_some_and(|before| before.is_the_same_as(&ground)) {
            self.workflows.clear();
            self.adjusted.clear();
        }
        self.ground = Some(ground);
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
            let organisation = self.ground.as_ref().and_then(|ground| ground.organisation.as_ref());
            let top = organisation.map(|tree| &*tree.place.file);
            let found = findings.beside(top.into_iter().chain([&*file.path]));
            let read = read(&found).map(|(workflow, sources)| (Arc::new(workflow), sources));
            let rules = read.as_ref().and_then(|(workflow, _)| rules_of(workflow)).cloned();
            Rc::new(KeptWorkflow { tree: tree.clone(), rules, read, found })
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
        findings: &Findings,
        read: impl FnOnce(&Findings) -> Adjustments,
    ) -> Rc<KeptAdjustment> {
        let holds =
            |kept: &&Rc<KeptAdjustment>| Arc::ptr_eq(&kept.tree, tree) && same(&kept.standards, &standards);
        let kept = self.adjusted.get(&file.path).filter(holds).cloned().unwrap_or_else(|| {
            let found = findings.beside(standards.iter().map(|standard| &*standard.place.file));
            let read = read(&found);
            Rc::new(KeptAdjustment { tree: tree.clone(), standards, read, found })
        });
        findings.take_over(&kept.found);
        self.adjusted.insert(file.path.clone(), kept.clone());
        kept
    }
}

impl Ground {
    fn is_the_same_as(&self, other: &Self) -> bool {
        self.organisation_is_broken == other.organisation_is_broken
            && self.complete == other.complete
            && self.has_estates == other.has_estates
            && same(self.organisation.as_slice(), other.organisation.as_slice())
            && same(&self.calendars, &other.calendars)
            && self.templates == other.templates
            && self.rules == other.rules
            && (Arc::ptr_eq(&self.people, &other.people) || self.people.calls_the_same_as(&other.people))
    }
}

/// Whether these are the very same things in the same order.
pub(super) fn same<T>(some: &[Arc<T>], others: &[Arc<T>]) -> bool {
    some.len() == others.len() && some.iter().zip(others).all(|(one, other)| Arc::ptr_eq(one, other))
}
