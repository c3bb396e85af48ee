//! A workflow: one process of the handbook, checked and immutable.

use crate::{
    Adjustable, CalendarId, EndWord, EventName, Field, FieldId, Limit, LimitId, LimitOf, Place, RoleId,
    RulesId, Standard, Step, StepId, StepKind, Text, ThenAction, Value, WorkflowId,
};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use steward_time::{OnRestDay, Recurrence, Span};

/// A process of the handbook.
#[derive(Clone, Debug)]
pub struct Workflow {
    /// Its name.
    pub id: WorkflowId,
    /// What people read.
    pub title: Text,
    /// The section of the handbook.
    pub section: Option<String>,
    /// Headquarters' number of this wording.
    pub edition: u32,
    /// A hash of what it says, whatever its layout; cases are pinned to it.
    pub hash: Arc<str>,
    /// What estates may adjust; nothing when empty.
    pub estates_may: Vec<Adjustable>,
    /// The roles that see its cases at all, each with those above it; everybody when empty.
    pub seen_by: Vec<RoleId>,
    /// What its limits count on unless one says otherwise.
    pub calendar: CalendarId,
    /// How a case of it begins.
    pub starts: Vec<Start>,
    /// The fields of a case.
    pub fields: Vec<Field>,
    /// Who may hold a case, why and how long; without it nobody may.
    pub hold: Option<HoldRule>,
    /// Clocks of the case.
    pub limits: Vec<Limit>,
    /// The steps, in the order written.
    pub steps: Vec<Step>,
    /// What it is measured by.
    pub standards: Vec<Standard>,
    /// The rules asked at its moments.
    pub rules: RulesId,
    /// Where each step stands in `steps`.
    pub index: BTreeMap<StepId, usize>,
    /// For each step, the steps that follow from it, near or far, in the order written.
    pub following: BTreeMap<StepId, Vec<StepId>>,
    /// Where it is written.
    pub place: Place,
}

/// A way a case begins.
#[derive(Clone, Debug)]
pub struct Start {
    /// How.
    pub kind: StartKind,
    /// Where it is written; with the workflow it identifies a scheduled start.
    pub place: Place,
}

/// What begins a case.
#[derive(Clone, Debug)]
pub enum StartKind {
    /// Somebody of these roles (or a substitute, or one above them) opens it.
    Who(Vec<RoleId>),
    /// An event of this name.
    Event(EventName),
    /// The clock.
    Schedule {
        /// When.
        every: Recurrence,
        /// As it is written.
        written: String,
        /// What happens where it falls on a day off.
        on_rest_day: OnRestDay,
        /// What happens with what a stop of the engine swallowed.
        when_missed: WhenMissed,
        /// What happens while an earlier one (of the same zone) is still open.
        overlap: OnOverlap,
        /// The field that takes the zone, where one case is opened for each zone of the estate.
        for_each: Option<FieldId>,
    },
}

/// What a stop of the engine swallowed.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum WhenMissed {
    /// Is made up for once.
    Once,
    /// Is left out, on the record.
    Skip,
}

/// A start while an earlier case of it is still open.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum OnOverlap {
    /// Is left out, on the record.
    Skip,
    /// Happens all the same.
    Allow,
}

/// Who may hold a case, why and how long in all.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct HoldRule {
    /// The roles that may.
    pub who: Vec<RoleId>,
    /// The reasons that are accepted; empty: any.
    pub reasons: Vec<Text>,
    /// How long all holds of a case may take together, on the workflow's calendar.
    pub at_most: Option<Span>,
    /// The event that ends a hold.
    pub ends: Option<EventName>,
    /// Where it is written.
    pub place: Place,
}

impl Workflow {
    /// Of the values that others pass, those that a field of this name can hold.
    pub fn fields_taken(&self, passed: &BTreeMap<FieldId, Value>) -> BTreeMap<FieldId, Value> {
        let taken = |field: &Field| {
            let value = passed.get(&field.id).filter(|value| field.takes(value))?;
            if self.each_of(&field.id).is_some() {
                return None;
            }
            Some((field.id.clone(), value.clone()))
        };
        self.fields.iter().filter_map(taken).collect()
    }

    /// A step by name.
    pub fn step(&self, id: &StepId) -> Option<&Step> {
        self.index.get(id).and_then(|&at| self.steps.get(at))
    }

    /// A field by name.
    pub fn field(&self, id: &FieldId) -> Option<&Field> {
        self.fields.iter().find(|field| field.id == *id)
    }

    /// A limit by name: a step's, or an entry of `limits:`.
    pub fn limit(&self, id: &LimitId) -> Option<&Limit> {
        self.all_limits().find(|limit| limit.id == *id)
    }

    /// All limits: those of steps in the order written, then the entries of `limits:`.
    pub fn all_limits(&self) -> impl Iterator<Item = &Limit> {
        self.steps.iter().filter_map(|step| step.limit.as_ref()).chain(&self.limits)
    }

    /// The step a limit belongs to.
    pub fn step_of(&self, limit: &Limit) -> Option<&Step> {
        match &limit.of {
            LimitOf::Step(id) => self.step(id),
            LimitOf::Case => None,
        }
    }

    /// Every word a case of it may end with: `done` and `cancelled`, which any case may, and its own.
    pub fn ends(&self) -> BTreeSet<EndWord> {
        let mut ends = BTreeSet::from([EndWord::done(), EndWord::cancelled()]);
        for step in &self.steps {
            if let StepKind::End(word) | StepKind::Approve { refused: Some(word), .. } = &step.kind {
                ends.insert(word.clone());
            }
            for action in step.then.iter().flat_map(|line| line.actions()) {
                if let ThenAction::End(word) = action {
                    ends.insert(word.clone());
                }
            }
        }
        ends
    }

    /// The steps that follow from a step, near or far.
    pub fn following(&self, id: &StepId) -> &[StepId] {
        self.following.get(id).map_or(&[], Vec::as_slice)
    }
}
