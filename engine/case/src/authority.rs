//! Who may act. A step may be done by anyone of its role, a substitute of somebody away, or one
//! above them in the chain; directing (extending, excusing, cancelling, handing on, changing a field
//! outside a form) takes one above the owner. Who is away may do nothing (S32).
//!
//! And who may see: `seen_by` on a workflow or a field leaves those it names and those above them, and
//! whoever could not do their part otherwise.

use crate::StepState;
use crate::hall::{Belongs, Hall};
use std::collections::BTreeSet;
use steward_model::{FieldId, Person, RoleId, Step, Text};

impl Hall<'_> {
    /// The roles somebody acts for today: their own, and those of people away whose substitute they
    /// are (S32).
    fn acts_for(&self, actor: &Person) -> BTreeSet<RoleId> {
        let mut roles: BTreeSet<_> = actor.roles.iter().cloned().collect();
        for person in &self.estate.staff {
            if person.is_away(self.today) && person.substitute.as_ref() == Some(&actor.id) {
                roles.extend(person.roles.iter().cloned());
            }
        }
        roles
    }

    /// Whether somebody is away today, and so may not act.
    pub fn is_away(&self, person: &Person) -> bool {
        person.is_away(self.today)
    }

    /// Whether somebody may do what belongs to a role: one of it, a substitute, one above.
    pub fn may_as(&self, actor: &Person, role: &RoleId) -> bool {
        let roles = self.acts_for(actor);
        std::iter::once(role).chain(self.estate.roles.above(role)).any(|role| roles.contains(role))
    }

    /// Whether somebody may do a step: it is theirs, and judges nothing they did.
    pub fn may_do(&self, actor: &Person, step: &Step) -> bool {
        !self.barred(step).contains(&actor.id) && self.is_theirs(actor, step)
    }

    /// Whether a step is somebody's, whatever they may have done before: they hold it, or it belongs
    /// to them or their role, or to somebody they stand in for or are above.
    fn is_theirs(&self, actor: &Person, step: &Step) -> bool {
        let state = self.case.steps.get(&step.id);
        state.and_then(|state| state.holder.as_ref()) == Some(&actor.id)
            || self.seat_of(actor, step).is_some()
            || self.for_sending && state.is_some_and(|state| may_send_again(actor, state))
    }

    /// Whether somebody sees a case whose workflow is `seen_by` these roles; none: everybody does.
    ///
    /// The roles and those above them see it, so does whoever opened it, and whoever one of its open
    /// steps is for, as long as it is open.
    pub fn sees_case(&self, actor: &Person, seen_by: &[RoleId]) -> bool {
        self.is_named(actor, seen_by)
            || self.open_steps().any(|step| self.is_theirs(actor, step))
            || self.stuck_calls().next().is_some() && self.may_settle_calls(actor)
    }

    /// The fields of the case that somebody may not see. Beside the roles of `seen_by`, those above
    /// them and whoever opened the case, a field is seen by whoever an open step is for whose form
    /// asks for it.
    pub fn unseen_fields(&self, actor: &Person) -> BTreeSet<FieldId> {
        let asked: BTreeSet<&FieldId> =
            self.open_steps().filter(|step| self.is_theirs(actor, step)).flat_map(Step::form).collect();
        let fields = self.definition.fields.iter();
        fields
            .filter(|field| !self.is_named(actor, &field.seen_by) && !asked.contains(&field.id))
            .map(|field| field.id.clone())
            .collect()
    }

    fn is_named(&self, actor: &Person, seen_by: &[RoleId]) -> bool {
        seen_by.is_empty()
            || seen_by.iter().any(|role| self.may_as(actor, role))
            || self.case.starter.as_ref() == Some(&actor.id)
    }

    /// Whether somebody may extend, excuse, hand on or cancel what these steps are about: one above
    /// the owner. At the top of the chain, one of the top.
    pub fn may_direct(&self, actor: &Person, about: &[&Step]) -> bool {
        let last_resort = &self.estate.roles.last_resort;
        self.acts_for(actor).contains(last_resort)
            || about.iter().flat_map(|step| self.written(step)).any(|belongs| match belongs {
                Belongs::Role(role) => self.is_above(actor, &role),
                Belongs::Staff(person) => {
                    self.first_role(&person).is_some_and(|role| self.is_above(actor, role))
                }
                Belongs::Nobody => false,
            })
    }

    /// Whether somebody may do or repeat a call whose case did not end `done`: one above whoever did the
    /// person's step done last; before there is any, whoever hears what nobody else can be told.
    pub fn may_settle_calls(&self, actor: &Person) -> bool {
        let last: Vec<&Step> = self.done_last().into_iter().collect();
        self.may_direct(actor, &last)
    }

    pub(crate) fn is_above(&self, actor: &Person, role: &RoleId) -> bool {
        let roles = self.acts_for(actor);
        match self.estate.roles.superior(role) {
            Some(above) => {
                std::iter::once(above).chain(self.estate.roles.above(above)).any(|role| roles.contains(role))
            }
            None => roles.contains(role),
        }
    }

    /// In words, for the record: whom somebody acted for, when the step is not theirs.
    pub fn on_behalf(&self, actor: &Person, step: &Step) -> Option<Text> {
        // Whom it was handed to by name may be of no role that it is written for.
        let seat = self.seat_of(actor, step).map(|(_, belongs)| belongs);
        match seat.or_else(|| self.belongs(step).into_iter().next())? {
            Belongs::Role(role) if !actor.has_role(&role) => {
                let known = self.estate.roles.roles.get(&role);
                let title = known.map_or_else(|| Text::plain(role.as_str()), |role| role.title.clone());
                Some(Text::new(format!("代{}", title.zh), format!("for {}", title.en)))
            }
            Belongs::Staff(person) if person != actor.id => {
                Some(Text::new(format!("代 {person}"), format!("for {person}")))
            }
            _ => None,
        }
    }
}

/// Whether somebody may send a step once more because they sent it, whoever it is written for: it was handed
/// to them by name. Once a rung made it another's, it is that one's alone.
fn may_send_again(actor: &Person, state: &StepState) -> bool {
    state.handed_to.is_none() && state.sent.as_ref().is_some_and(|sent| sent.by == actor.id)
}
