//! When somebody comes back who has to hear of a ready step: a message that nobody was there for waits
//! for the first of its audience to return from leave (S29).

use crate::audience::{Belongs, Hall};
use std::sync::Arc;
use steward_model::{Audience, Owner, Person, Step};
use steward_time::civil;

impl Hall<'_> {
    /// The first day from tomorrow on which somebody of an audience about a step is there.
    pub fn back_on(&self, who: &Audience, step: &Step) -> Option<civil::Date> {
        let people: Vec<Arc<Person>> = match who {
            Audience::Owner | Audience::AllOwner => match self.belongs(step) {
                Belongs::Role(role) => self.of(&role),
                Belongs::Staff(person) => self.estate.person(&person).cloned().into_iter().collect(),
                Belongs::Nobody => self.of(&self.estate.roles.last_resort),
            },
            Audience::Role(role) | Audience::All(role) => self.of(role),
            Audience::SuperiorOf(role) => {
                self.estate.roles.superior(role).map(|role| self.of(role)).unwrap_or_default()
            }
            Audience::Superior => match self.written(step) {
                Belongs::Role(role) => {
                    self.estate.roles.superior(&role).map(|role| self.of(role)).unwrap_or_default()
                }
                _ => Vec::new(),
            },
            Audience::Staff(person) => self.estate.person(person).cloned().into_iter().collect(),
            Audience::Starter => self
                .case
                .starter
                .as_ref()
                .and_then(|id| self.estate.person(id))
                .cloned()
                .into_iter()
                .collect(),
            Audience::Field(field) => match self.meaning(&Owner::Field(field.clone())) {
                Belongs::Role(role) => self.of(&role),
                Belongs::Staff(person) => self.estate.person(&person).cloned().into_iter().collect(),
                Belongs::Nobody => Vec::new(),
            },
        };
        // Substitutes come back too: whoever of them may hear it is there again first.
        let substitutes = people
            .iter()
            .filter_map(|person| person.substitute.as_ref())
            .filter_map(|id| self.estate.person(id));
        people
            .iter()
            .chain(substitutes)
            .filter(|person| person.is_away(self.today) && !person.contacts.is_empty())
            .filter_map(|person| self.returns(person))
            .min()
    }

    fn returns(&self, person: &Person) -> Option<civil::Date> {
        let mut day = self.today.tomorrow().ok()?;
        while let Some(range) = person.away.iter().find(|range| range.from <= day && day <= range.to) {
            day = range.to.tomorrow().ok()?;
        }
        Some(day)
    }
}
