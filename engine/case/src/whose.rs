//! Whose a step is, and whose it must not be. An approval, a second pair of eyes and what says
//! `not_by` never fall to a person who did the work they judge; with nobody else they fall to the
//! superior. An approval by several has a seat for each of them, filled by one answer each.

use crate::hall::{Belongs, Hall};
use crate::{CallState, StepStatus};
use std::collections::BTreeSet;
use steward_model::evidence::listed;
use steward_model::{Audience, FieldId, NotBy, Person, RoleId, StaffId, Step, StepKind, Text, Value};

/// The people a step must not fall to.
pub type Barred = BTreeSet<StaffId>;

impl Hall<'_> {
    /// Whom a step is written for in this round, whoever it was handed to since. Where nobody of a
    /// role may do it, because they all did the work it judges, it is the superior's.
    pub fn written(&self, step: &Step) -> Vec<Belongs> {
        self.written_seats(step).into_iter().map(|(_, belongs)| belongs).collect()
    }

    /// Those a step waits for: one, or of an approval by several each whose answer is lacking, with
    /// its place among them.
    pub(crate) fn seats(&self, step: &Step) -> Vec<(usize, Belongs)> {
        let state = self.case.steps.get(&step.id);
        match state.and_then(|state| state.handed_to.as_ref()) {
            Some(owner) => vec![(0, self.falls_to(self.meaning(owner), &self.barred(step)))],
            None => self.written_seats(step),
        }
    }

    fn written_seats(&self, step: &Step) -> Vec<(usize, Belongs)> {
        let barred = self.barred(step);
        let state = self.case.steps.get(&step.id);
        if let Some(owner) = state.and_then(|state| state.written_for.as_ref()) {
            return vec![(0, self.falls_to(self.meaning(owner), &barred))];
        }
        let answered = |seat: usize| self.votes(step).iter().any(|(_, filled)| *filled == seat);
        let lacking = step.owners().enumerate().filter(|(seat, _)| !answered(*seat));
        lacking.map(|(seat, owner)| (seat, self.falls_to(self.meaning(owner), &barred))).collect()
    }

    /// How many more have to approve, where several do; `None` where one answer settles it, as it
    /// does for whoever a step was handed on to.
    pub(crate) fn lacking(&self, step: &Step) -> Option<usize> {
        let state = self.case.steps.get(&step.id);
        let handed = state.is_some_and(|state| state.handed_to.is_some() || state.written_for.is_some());
        step.enough().filter(|_| !handed).map(|enough| enough.saturating_sub(self.votes(step).len()))
    }

    /// Those of several whose answer is lacking, as they are told; an empty field is `last_resort`.
    pub(crate) fn audiences(&self, step: &Step) -> Vec<Audience> {
        let mut all: Vec<Audience> = Vec::new();
        for one in self.belongs(step).iter().map(|belongs| self.seat_called(belongs)) {
            if !all.contains(&one) {
                all.push(one);
            }
        }
        all
    }

    pub(crate) fn seat_called(&self, belongs: &Belongs) -> Audience {
        match belongs {
            Belongs::Role(role) => Audience::Role(role.clone()),
            Belongs::Staff(person) => Audience::Staff(person.clone()),
            Belongs::Nobody => Audience::Role(self.estate.roles.last_resort.clone()),
        }
    }

    /// The seat somebody answers for: their own role's before one they stand in for.
    pub(crate) fn seat_of(&self, actor: &Person, step: &Step) -> Option<(usize, Belongs)> {
        let mut seats = self.seats(step);
        let own = |belongs: &Belongs| match belongs {
            Belongs::Role(role) => actor.has_role(role),
            Belongs::Staff(person) => *person == actor.id,
            Belongs::Nobody => false,
        };
        let place = seats
            .iter()
            .position(|(_, belongs)| own(belongs))
            .or_else(|| seats.iter().position(|(_, belongs)| self.may_be(actor, belongs)))?;
        Some(seats.swap_remove(place))
    }

    /// A role that is all barred is its superior's, and so up; past the top it is nobody's, and
    /// whoever hears what nobody else can be told has it.
    fn falls_to(&self, meant: Belongs, barred: &Barred) -> Belongs {
        let mut meant = meant;
        // Who superiors are was checked to be no circle; a case outlives its handbook's mistakes.
        for _ in 0..=self.estate.roles.roles.len() {
            let up = match &meant {
                Belongs::Role(role) => {
                    let people = self.of(role);
                    let all = !people.is_empty() && people.iter().all(|person| barred.contains(&person.id));
                    all.then(|| self.estate.roles.superior(role))
                }
                Belongs::Staff(person) => barred
                    .contains(person)
                    .then(|| self.first_role(person).and_then(|role| self.estate.roles.superior(role))),
                Belongs::Nobody => None,
            };
            match up {
                None => return meant,
                Some(above) => meant = above.cloned().map_or(Belongs::Nobody, Belongs::Role),
            }
        }
        meant
    }

    /// The open steps whose called case did not end `done`, in the order written.
    pub fn stuck_calls(&self) -> impl Iterator<Item = &Step> {
        let case = self.case;
        let stuck = move |step: &&Step| {
            let state = case.steps.get(&step.id).filter(|state| state.status == StepStatus::Ready);
            let called = state.and_then(|state| state.called.as_ref());
            called.is_some_and(|called| called.state == CallState::Stuck)
        };
        self.definition.steps.iter().filter(stuck)
    }

    /// Whose it is to do or repeat a call whose case did not end `done`: the superior's of the person's
    /// step done last, whoever that is above; before there is any, of whoever hears what nobody else can
    /// be told.
    pub fn above_calls(&self) -> Vec<RoleId> {
        let last_resort = || self.estate.roles.last_resort.clone();
        let above = |belongs: Belongs| {
            let role = match belongs {
                Belongs::Role(role) => Some(role),
                Belongs::Staff(person) => self.first_role(&person).cloned(),
                Belongs::Nobody => None,
            };
            // At the top of the chain, one of the top.
            role.map_or_else(last_resort, |role| self.estate.roles.superior(&role).cloned().unwrap_or(role))
        };
        let written = self.done_last().map(|step| self.written(step)).unwrap_or_default();
        let mut roles: Vec<RoleId> = written.into_iter().map(above).collect();
        if roles.is_empty() {
            roles.push(last_resort());
        }
        roles.sort();
        roles.dedup();
        roles
    }

    /// Whoever did the work that a step judges: it never falls to them.
    pub fn workers(&self, step: &Step) -> Barred {
        let mut workers = Barred::new();
        if let StepKind::Approve { returned_to, .. } = &step.kind {
            workers.extend(self.did(returned_to));
        }
        workers.extend(self.sent_by(step).cloned());
        for not_by in &step.not_by {
            match not_by {
                NotBy::Step(id) => workers.extend(self.did(id)),
                NotBy::Field(field) => workers.extend(self.named_in(field)),
            }
        }
        workers
    }

    /// Everyone a step must not fall to now: who did the work, and who has answered already.
    pub fn barred(&self, step: &Step) -> Barred {
        let mut barred = self.workers(step);
        barred.extend(self.votes(step).iter().map(|(by, _)| by.clone()));
        barred
    }

    /// Who sent a step that waits for a second signature; not where it is asked who may send it, since
    /// a sending may be replaced by anyone who could have made it.
    fn sent_by(&self, step: &Step) -> Option<&StaffId> {
        let state = self.case.steps.get(&step.id).filter(|state| state.status == StepStatus::Ready);
        let sent = state.filter(|_| !self.for_sending).and_then(|state| state.sent.as_ref());
        sent.map(|sent| &sent.by)
    }

    /// Who of several has answered in an approval that still waits for others; once it is done it is
    /// everybody's again.
    fn votes(&self, step: &Step) -> &[(StaffId, usize)] {
        let state = self.case.steps.get(&step.id).filter(|state| state.status == StepStatus::Ready);
        state.map_or(&[], |state| &state.votes)
    }

    /// Who did a step last; of an approval by several, each who answered; of what takes two
    /// signatures, both; of what is done item by item, whoever did any of them.
    fn did(&self, step: &steward_model::StepId) -> Barred {
        let tasks = self.case.tasks(step).chain([step.clone()]);
        let mut all = Barred::new();
        for state in tasks.filter_map(|task| self.case.steps.get(&task)) {
            let sent = state.sent.iter().map(|sent| &sent.by);
            all.extend(state.done_by.iter().chain(state.votes.iter().map(|(by, _)| by)).chain(sent).cloned());
        }
        all
    }

    fn named_in(&self, field: &FieldId) -> Option<StaffId> {
        match self.case.fields.get(field) {
            Some(Value::Staff(person)) => Some(person.clone()),
            _ => None,
        }
    }

    /// Whether somebody may act as the one a step belongs to.
    pub(crate) fn may_be(&self, actor: &Person, belongs: &Belongs) -> bool {
        match belongs {
            Belongs::Role(role) => self.may_as(actor, role),
            Belongs::Staff(person) if *person == actor.id => true,
            Belongs::Staff(person) => {
                let owner = self.estate.person(person);
                owner.is_some_and(|owner| {
                    owner.is_away(self.today) && owner.substitute.as_ref() == Some(&actor.id)
                        || owner.roles.first().is_some_and(|role| self.is_above(actor, role))
                })
            }
            Belongs::Nobody => self.may_as(actor, &self.estate.roles.last_resort),
        }
    }

    /// Who these are, by titles and names.
    pub(crate) fn by_title(&self, owners: impl IntoIterator<Item = Belongs>) -> Text {
        let named = owners.into_iter().filter_map(|owner| match owner {
            Belongs::Role(role) => {
                let title = self.estate.roles.roles.get(&role).map(|role| role.title.clone());
                Some(title.unwrap_or_else(|| Text::plain(role.as_str())))
            }
            Belongs::Staff(id) => {
                let person = self.estate.person(&id);
                Some(Text::plain(person.map_or(id.as_str(), |person| &person.name)))
            }
            Belongs::Nobody => None,
        });
        listed(named).unwrap_or_else(|| Text::new("负责人", "the owner"))
    }

    /// The same with whoever may act in their place.
    pub(crate) fn or_instead(&self, owners: impl IntoIterator<Item = Belongs>) -> Text {
        let owners = self.by_title(owners);
        Text::new(
            format!("{}、其代班人或上级", owners.zh),
            format!("{}, a substitute, or one above them", owners.en),
        )
    }

    /// What an owner is called in the record and in lists.
    pub fn called(&self, step: &Step) -> Vec<String> {
        self.belongs(step).iter().map(Belongs::id).collect()
    }
}
