//! The scenarios, each kept with what it plays with: its file, the workflows as they are at its estate, the
//! estate's clock, and what it asked of the names. Of all else that an estate says, a story takes nothing.

use super::renewal::Renewal;
use super::trees::Trees;
use crate::findings::Findings;
use crate::lower::scenario::{Here, House, Theatre};
use crate::names::{Asked, Changed, Log, Register};
use crate::tree::Node;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;
use steward_model::{EstateId, Scenario, Workflow, WorkflowId};

/// What is kept of the scenarios from one reading to the next.
#[derive(Default)]
pub(super) struct Plays {
    /// What the workflows were called.
    workflows: Option<Rc<Register<WorkflowId>>>,
    staff_is_sound: bool,
    houses: BTreeMap<EstateId, Rc<House>>,
    kept: BTreeMap<Arc<str>, Play>,
    /// Workflows that only have another hash than before.
    exchanged: Vec<(Arc<Workflow>, Arc<Workflow>)>,
}

/// A scenario that could be looked up in whole.
struct Play {
    tree: Arc<Node>,
    estate: EstateId,
    /// The workflows that it plays, and whether they had nothing wrong.
    cast: Vec<(Arc<Workflow>, bool)>,
    asked: Asked,
    read: Option<Arc<Scenario>>,
    found: Findings,
}

impl Plays {
    /// Lets go of files that are no longer there.
    pub(super) fn retain(&mut self, is_there: impl Fn(&str) -> bool) {
        self.kept.retain(|path, _| is_there(path));
    }

    /// Lets go of everything.
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    /// Puts what the workflows hold of `steward.yaml` as it is now.
    pub(super) fn renew(&mut self, renewal: &Renewal<'_>) {
        self.kept.retain(|_, play| renewal.holds(&play.found));
        let cast = self.kept.values_mut().flat_map(|play| &mut play.cast);
        cast.for_each(|(workflow, _)| *workflow = renewal.workflow(workflow));
    }

    /// Puts a workflow in place of one that only had another hash.
    pub(super) fn exchange(&mut self, old: &Arc<Workflow>, new: &Arc<Workflow>) {
        self.exchanged.push((old.clone(), new.clone()));
    }

    /// The scenarios of the folder. `otherwise`: which roles, people and estates are called otherwise than in
    /// the last reading.
    pub(super) fn read(
        &mut self,
        trees: &Trees<'_>,
        theatre: &Theatre<'_>,
        otherwise: Changed,
        findings: &Findings,
    ) -> Vec<Arc<Scenario>> {
        let exchanged = std::mem::take(&mut self.exchanged);
        let new: BTreeMap<_, _> = exchanged.iter().map(|(old, new)| (Arc::as_ptr(old), new)).collect();
        for (workflow, _) in self.kept.values_mut().flat_map(|play| &mut play.cast) {
            if let Some(new) = new.get(&Arc::as_ptr(workflow)) {
                *workflow = (*new).clone();
            }
        }
        self.forget_what_changed(theatre, otherwise);
        theatre.houses.replace(std::mem::take(&mut self.houses));
        let mut scenarios = Vec::with_capacity(trees.scenarios.len());
        for (file, tree) in &trees.scenarios {
            let kept = self.kept.get(&file.path);
            if let Some(play) = kept.filter(|play| Arc::ptr_eq(&play.tree, tree) && play.holds(theatre)) {
                findings.take_over(&play.found);
                scenarios.extend(play.read.clone());
                continue;
            }
            self.kept.remove(&file.path);
            let found = Findings::default();
            let house = theatre.house_of(tree);
            let names = house.iter().flat_map(|house| house.names.logs());
            let logs: Vec<&Log> = theatre.logs().into_iter().chain(names).collect();
            let (read, asked) = Asked::during(&logs, || theatre.scenario(tree, &found).map(Arc::new));
            findings.take_over(&found);
            scenarios.extend(read.clone());
            // What could not be looked up may be there the next time.
            let cast: Option<Vec<_>> = theatre.cast.take().into_iter().collect();
            if let (Some(house), Some(cast)) = (&house, cast.filter(|cast| !cast.is_empty())) {
                let estate = house.estate.id.clone();
                let play = Play { tree: tree.clone(), estate, cast, asked, read, found };
                self.kept.insert(file.path.clone(), play);
            }
        }
        self.houses = theatre.houses.take();
        scenarios
    }

    /// Lets go of what asked for a name that is answered otherwise now.
    fn forget_what_changed(&mut self, theatre: &Theatre<'_>, otherwise: Changed) {
        let workflows = &theatre.known.workflows;
        let same_staff = self.staff_is_sound == theatre.staff_is_sound;
        self.staff_is_sound = theatre.staff_is_sound;
        let Some(before) = self.workflows.replace(workflows.clone()).filter(|_| same_staff) else {
            self.houses.clear();
            self.kept.clear();
            return;
        };
        let otherwise = otherwise.and(workflows.changed_since(&before));
        if !otherwise.is_empty() {
            self.kept.retain(|_, play| !otherwise.touches(&play.asked));
        }
        let mut moved: BTreeMap<EstateId, Option<Changed>> = BTreeMap::new();
        self.houses.retain(|id, house| {
            let Some(estate) = theatre.known.estate_files.get(id) else {
                moved.insert(id.clone(), None);
                return false;
            };
            if !Arc::ptr_eq(estate, &house.estate) {
                let now = House::of(estate, theatre.staff_is_sound);
                let same_clock = estate.zone == house.estate.zone;
                moved.insert(id.clone(), same_clock.then(|| now.names.changed_since(&house.names)));
                *house = Rc::new(now);
            }
            true
        });
        self.kept.retain(|_, play| match moved.get(&play.estate) {
            None => true,
            Some(changed) => changed.as_ref().is_some_and(|changed| !changed.touches(&play.asked)),
        });
    }
}

impl Play {
    /// Whether the same workflows play.
    fn holds(&self, theatre: &Theatre<'_>) -> bool {
        let plays = |workflow: &Arc<Workflow>, sound: bool| {
            let Some(Here::Played(now)) = theatre.here(&workflow.id, &self.estate) else { return false };
            Arc::ptr_eq(now, workflow) && theatre.is_sound(&workflow.id, &self.estate) == sound
        };
        self.cast.iter().all(|(workflow, sound)| plays(workflow, *sound))
    }
}
