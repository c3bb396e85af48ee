//! Everything scenarios may play with: the workflows as they are at each estate, and the names of the
//! estates. It notes which of the workflows a scenario played, since it is read again when one changes.

use crate::lower::Known;
use crate::names::Log;
use crate::tree::Node;
use crate::value::EstateNames;
use crate::words::{ScenarioKey, Words};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;
use steward_model::{Adjusted, Estate, EstateId, NotHere, Workflow, WorkflowId};

/// Everything scenarios may play with.
pub(crate) struct Theatre<'a> {
    /// The workflows that could be read.
    pub(crate) workflows: &'a BTreeMap<WorkflowId, Arc<Workflow>>,
    /// What estates have otherwise.
    pub(crate) adjusted: &'a BTreeMap<EstateId, BTreeMap<WorkflowId, Adjusted>>,
    /// Estates whose adjustments have something wrong.
    pub(crate) unsure: &'a BTreeSet<EstateId>,
    /// Those of them that have something wrong: what else they would hold is not known.
    pub(crate) broken: &'a BTreeSet<WorkflowId>,
    /// Whether nothing was wrong with staff and estates.
    pub(crate) staff_is_sound: bool,
    pub(crate) known: &'a Known<'a>,
    /// The estates that were played at, so far.
    pub(crate) houses: RefCell<BTreeMap<EstateId, Rc<House>>>,
    /// The workflows that were asked for since this was last taken.
    pub(crate) cast: RefCell<Vec<Played>>,
}

/// A workflow that a scenario asked for, and whether it and its estate had nothing wrong; `None` where there
/// is none at that estate.
pub(crate) type Played = Option<(Arc<Workflow>, bool)>;

/// An estate with what may be called by name there.
pub(crate) struct House {
    pub(crate) estate: Arc<Estate>,
    pub(crate) names: EstateNames,
}

/// A workflow at an estate.
#[derive(Clone, Copy)]
pub(crate) enum Here<'a> {
    Played(&'a Arc<Workflow>),
    NotHere(&'a NotHere),
}

impl House {
    /// `staff_is_sound`: else somebody who could not be read may be meant by a name that is nowhere.
    pub(crate) fn of(estate: &Arc<Estate>, staff_is_sound: bool) -> Self {
        let mut names = EstateNames::of(estate);
        if !staff_is_sound {
            names.people.leave_open();
        }
        Self { estate: estate.clone(), names }
    }
}

impl<'a> Theatre<'a> {
    /// A workflow as it is at an estate.
    pub(crate) fn here(&self, workflow: &WorkflowId, estate: &EstateId) -> Option<Here<'a>> {
        let standard = self.workflows.get(workflow)?;
        Some(match self.adjusted.get(estate).and_then(|here| here.get(workflow)) {
            None => Here::Played(standard),
            Some(Adjusted::Workflow { workflow, .. }) => Here::Played(workflow),
            Some(Adjusted::NotHere(not_here)) => Here::NotHere(not_here),
        })
    }

    /// Whether a workflow has nothing wrong at an estate.
    pub(crate) fn is_sound(&self, workflow: &WorkflowId, estate: &EstateId) -> bool {
        !self.broken.contains(workflow) && !self.unsure.contains(estate)
    }

    /// The same, noted.
    pub(super) fn play(&self, workflow: &WorkflowId, estate: &EstateId) -> Option<Here<'a>> {
        let here = self.here(workflow, estate);
        let played = match here {
            Some(Here::Played(workflow)) => Some((workflow.clone(), self.is_sound(&workflow.id, estate))),
            Some(Here::NotHere(_)) | None => None,
        };
        self.cast.borrow_mut().push(played);
        here
    }

    /// The estate that a scenario's file names, where it is one that could be read.
    pub(crate) fn house_of(&self, scenario: &Node) -> Option<Rc<House>> {
        let text = scenario.get(ScenarioKey::Estate.en())?.text()?;
        self.house(&self.known.estates.find(text)?)
    }

    /// An estate that could be read.
    pub(crate) fn house(&self, estate: &EstateId) -> Option<Rc<House>> {
        let file = self.known.estate_files.get(estate)?;
        let mut houses = self.houses.borrow_mut();
        let house = || Rc::new(House::of(file, self.staff_is_sound));
        Some(houses.entry(estate.clone()).or_insert_with(house).clone())
    }

    /// What the names are asked that hold at every estate.
    pub(crate) fn logs(&self) -> [&Log; 4] {
        let known = self.known;
        [known.workflows.log(), known.estates.log(), known.roles.log(), known.people.log()]
    }
}
