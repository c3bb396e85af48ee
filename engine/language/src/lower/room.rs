//! What is at hand while one workflow is read: the handbook's names, its own fields and steps, and
//! a notebook for the places that the model does not keep and the checks want to point at.

use crate::findings::Findings;
use crate::fingerprint::Fingerprint;
use crate::guard::{Scope, StepAnswers, Written, read_guard};
use crate::lower::audience::Callable;
use crate::lower::{Known, ladder};
use crate::names::Register;
use crate::reader;
use crate::tree::Node;
use crate::words::StepKey;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::sync::Arc;
use steward_model::{CalendarId, Field, FieldId, Guard, Ladder, LimitId, Place, RulesId, StepId, Text};

/// The names and defaults of the workflow being read.
pub(crate) struct Room<'a> {
    pub(crate) known: &'a Known<'a>,
    pub(crate) findings: &'a Findings,
    /// The fields by name.
    pub(crate) fields: BTreeMap<FieldId, Field>,
    /// Their names, for the nearest right one.
    pub(crate) field_names: Register<FieldId>,
    /// The steps by name.
    pub(crate) steps: Register<StepId>,
    /// What each of them can be asked.
    pub(crate) answers: BTreeMap<StepId, StepAnswers>,
    /// The fields that a step asks for once for each of its items, with that step.
    pub(crate) of_items: BTreeMap<FieldId, StepId>,
    /// What its standards have somebody look at.
    pub(crate) inspected: Vec<Text>,
    /// What limits count on unless one says otherwise.
    pub(crate) calendar: CalendarId,
    /// The ladder of limits that have none of their own.
    pub(crate) ladder: Ladder,
    /// What the checks want to point at.
    pub(crate) notes: RefCell<Notes>,
    /// A step or the way to it could not be understood: checks of the order would see ghosts.
    pub(crate) broken: Cell<bool>,
    /// A field, a form or a computation could not be understood: which fields are filled is not known.
    pub(crate) unsure_of_fields: Cell<bool>,
    /// A rung could not be understood: how high a ladder reaches is not known.
    pub(crate) unsure_of_ladder: Cell<bool>,
}

/// Places that the model does not keep.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    /// Each guard, where it is written and when it is asked.
    pub(crate) guards: Vec<AskedGuard>,
    /// Where the value of a step's key is written.
    pub(crate) keys: BTreeMap<(StepId, StepKey), Place>,
    /// Where a step names one it comes after.
    pub(crate) after: BTreeMap<(StepId, StepId), Place>,
    /// Where a step names one whose doer it must not fall to.
    pub(crate) not_by: BTreeMap<(StepId, StepId), Place>,
    /// Where a limit says `since`.
    pub(crate) since: BTreeMap<LimitId, Place>,
}

/// A guard as it was written.
#[derive(Debug)]
pub(crate) struct AskedGuard {
    pub(crate) guard: Guard,
    pub(crate) place: Place,
    pub(crate) asked: Asked,
}

/// When a guard is asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Asked {
    /// When the step could begin: `if`, or a line of its `within`.
    Begin(StepId),
    /// When the step is done: a line of `then`.
    Done(StepId),
    /// As soon as it can be answered: a line of an entry of `limits:`.
    CaseLimit,
}

/// What checks of a workflow ask for once it is read, beside the model.
#[derive(Debug)]
pub(crate) struct Marks {
    /// What they want to point at.
    pub(crate) notes: Notes,
    /// The ladder of limits that have none of their own.
    pub(crate) ladder: Ladder,
    /// A step or the way to it could not be understood.
    pub(crate) broken: bool,
    /// A field, a form or a computation could not be understood.
    pub(crate) unsure_of_fields: bool,
    /// A rung could not be understood.
    pub(crate) unsure_of_ladder: bool,
    /// Whether its ladder is that of the organisation.
    pub(crate) takes_default_ladder: bool,
    /// What its file says.
    print: Fingerprint,
}

impl Marks {
    /// What the workflow says, whatever its layout: its own file, and what it takes from elsewhere.
    pub(crate) fn hash(&self, rules: &RulesId, known: &Known<'_>) -> Arc<str> {
        let mut print = self.print.clone();
        if let Some(ladder) = known.default_ladder.filter(|_| self.takes_default_ladder) {
            print = print.tree(ladder);
        }
        if let Some(rules) = known.rules.get(rules) {
            print = print.text(&rules.text);
        }
        print.finish()
    }
}

impl<'a> Room<'a> {
    /// What is left of it when the workflow is read. `print`: what its file says.
    pub(crate) fn marks(self, print: Fingerprint, takes_default_ladder: bool) -> Marks {
        Marks {
            print,
            takes_default_ladder,
            notes: self.notes.into_inner(),
            ladder: self.ladder,
            broken: self.broken.get(),
            unsure_of_fields: self.unsure_of_fields.get(),
            unsure_of_ladder: self.unsure_of_ladder.get(),
        }
    }

    /// What names of people may call here.
    pub(crate) fn call(&'a self) -> Callable<'a> {
        Callable { known: self.known, fields: &self.fields, findings: self.findings }
    }

    /// What the words of a guard may name here.
    pub(crate) fn scope(&'a self) -> Scope<'a> {
        Scope {
            fields: &self.fields,
            steps: &self.answers,
            of_items: &self.of_items,
            around: self.known.around(),
        }
    }

    /// Reads the ladder of one limit or step.
    pub(crate) fn own_ladder(&self, node: &Node) -> Ladder {
        let before = self.findings.errors();
        let ladder = ladder::ladder(node, self.call());
        if self.findings.errors() > before {
            self.unsure_of_ladder.set(true);
        }
        ladder
    }

    /// Reads a guard. What can't be understood is reported and counts as none.
    pub(crate) fn guard(&self, node: &Node, asked: Asked) -> Option<Guard> {
        let text = reader::scalar(
            node,
            self.findings,
            "一个条件，例如 severity == major",
            "a guard, such as severity == major,",
        )?;
        let guard = read_guard(Written { text, node }, self.scope(), self.findings)?;
        self.notes.borrow_mut().guards.push(AskedGuard {
            guard: guard.clone(),
            place: node.place.clone(),
            asked,
        });
        Some(guard)
    }

    /// The step a node names; `None` when there is none, which is then reported.
    pub(crate) fn step(&self, node: &Node) -> Option<StepId> {
        let step = self.steps.resolve(node, self.findings)?;
        if self.answers.contains_key(&step) {
            return Some(step);
        }
        self.broken.set(true);
        None
    }
}
