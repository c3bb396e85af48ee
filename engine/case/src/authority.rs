//! Who may act. A step may be done by anyone of its role, a substitute of somebody away, or one
//! above them in the chain; directing (extending, excusing, cancelling, handing on, changing a field
//! outside a form) takes one above the owner. Who is away may do nothing (S32).

use crate::audience::{Belongs, Hall};
use std::collections::BTreeSet;
use steward_model::{Person, RoleId, Step, Text};

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
        if self.barred(step).contains(&actor.id) {
            return false;
        }
        let state = self.case.steps.get(&step.id);
        state.and_then(|state| state.holder.as_ref()) == Some(&actor.id)
            || self.seat_of(actor, step).is_some()
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
