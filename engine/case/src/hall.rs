//! The estate as a case finds it at one moment: what is open there, and whose it is. Who is told of it is
//! for [`audience`](crate::audience).

use crate::{Case, Clock, StepStatus};
use steward_model::{Charge, Estate, Owner, RoleId, StaffId, Step, Value, Workflow, ZoneId};
use steward_time::{Timestamp, civil};

/// The estate at one moment, with the case whose people are sought.
pub struct Hall<'a> {
    pub(crate) case: &'a Case,
    pub(crate) definition: &'a Workflow,
    pub(crate) estate: &'a Estate,
    pub(crate) today: civil::Date,
    pub(crate) at: Timestamp,
    /// Whether it is asked who may send a step, not who may sign what was sent of it.
    pub(crate) for_sending: bool,
}

/// Whom a step belongs to: a role, or one person.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Belongs {
    /// A role.
    Role(RoleId),
    /// A person.
    Staff(StaffId),
    /// Nobody: the field that names the owner is empty.
    Nobody,
}

impl Belongs {
    /// The id people see.
    pub fn id(&self) -> String {
        match self {
            Self::Role(role) => role.to_string(),
            Self::Staff(person) => person.to_string(),
            Self::Nobody => String::new(),
        }
    }
}

impl<'a> Hall<'a> {
    /// The estate at an instant. Of a wording with steps done item by item, the one with the tasks that
    /// the case has ([`crate::itemised`]).
    pub fn new(case: &'a Case, definition: &'a Workflow, estate: &'a Estate, now: Timestamp) -> Self {
        debug_assert!(
            case.steps.keys().all(|step| step.item().is_none() || definition.step(step).is_some()),
            "a task of the case is not in the wording"
        );
        let today = now.to_zoned(estate.zone.clone()).date();
        Self { case, definition, estate, today, at: now, for_sending: false }
    }

    /// The same where somebody wants to send a step, perhaps once more.
    pub(crate) fn for_sending(self) -> Self {
        Self { for_sending: true, ..self }
    }

    /// The same at another moment.
    pub(crate) fn then(&self, at: Timestamp) -> Self {
        Self::new(self.case, self.definition, self.estate, at)
    }

    /// The open steps that somebody has to do, in the order written.
    pub fn open_steps(&self) -> impl Iterator<Item = &'a Step> {
        let case = self.case;
        self.definition
            .steps
            .iter()
            .filter(move |step| step.is_task() && case.status(&step.id) == StepStatus::Ready)
    }

    /// The steps whose owner and superior a clock's rungs mean: its own when it is ready; else the
    /// open ones and its own; of an entry of `limits:` the open ones, or the person's step done last.
    pub fn subjects(&self, clock: &Clock) -> Vec<&'a Step> {
        let own = clock.step.as_ref().and_then(|id| self.definition.step(id));
        match own {
            Some(step) if self.case.status(&step.id) == StepStatus::Ready && step.is_task() => {
                vec![step]
            }
            // What happens elsewhere is nobody's; whoever did the step before is asked (S13).
            Some(step) if self.case.status(&step.id) == StepStatus::Ready && step.waits_for_others() => {
                self.done_last().into_iter().collect()
            }
            Some(own) => {
                let open = |step: &Step| self.case.status(&step.id) == StepStatus::Ready;
                let meant = |step: &&Step| step.is_task() && (step.id == own.id || open(step));
                let meant: Vec<_> = self.definition.steps.iter().filter(meant).collect();
                if meant.is_empty() { self.done_last().into_iter().collect() } else { meant }
            }
            None => {
                let open: Vec<_> = self.open_steps().collect();
                if open.is_empty() { self.done_last().into_iter().collect() } else { open }
            }
        }
    }

    /// The person's step that was done last.
    pub fn done_last(&self) -> Option<&'a Step> {
        self.definition
            .steps
            .iter()
            .filter(|step| step.is_task())
            .filter_map(|step| Some((self.case.steps.get(&step.id)?.done_at?, step)))
            .max_by_key(|(ended, _)| *ended)
            .map(|(_, step)| step)
    }

    /// Whose a step is now: whoever it was handed to in this round, else whom it is written for. Of
    /// an approval by several, those whose answer is still lacking, in the order written.
    pub fn belongs(&self, step: &Step) -> Vec<Belongs> {
        self.seats(step).into_iter().map(|(_, belongs)| belongs).collect()
    }

    /// What an owner stands for in this case.
    pub fn meaning(&self, owner: &Owner) -> Belongs {
        match owner {
            Owner::Role(role) => Belongs::Role(role.clone()),
            Owner::Staff(person) => Belongs::Staff(person.clone()),
            Owner::Starter => self.case.starter.clone().map_or(Belongs::Nobody, Belongs::Staff),
            Owner::Field(field) => match self.case.fields.get(field) {
                Some(Value::Role(role)) => Belongs::Role(role.clone()),
                Some(Value::Staff(person)) => Belongs::Staff(person.clone()),
                _ => Belongs::Nobody,
            },
            Owner::Key(field, key) => match self.case.fields.get(field) {
                Some(Value::Zone(zone)) => self.in_zone(zone, key),
                _ => Belongs::Nobody,
            },
            Owner::InZone(zone, key) => self.in_zone(zone, key),
            // Of which item is not said: it is nobody's.
            Owner::Item(_) => Belongs::Nobody,
        }
    }

    fn in_zone(&self, zone: &ZoneId, key: &str) -> Belongs {
        match self.estate.in_zone(zone, key) {
            Some(Charge::Person(person)) => Belongs::Staff(person.id.clone()),
            Some(Charge::Role(role)) => Belongs::Role(role.id.clone()),
            None => Belongs::Nobody,
        }
    }
}
