//! When somebody is there who has to hear of a ready step: a message that nobody was there for waits
//! for the first of its audience to come on duty or back from leave (S29).

use crate::audience::Climb;
use crate::hall::{Belongs, Hall};
use std::sync::Arc;
use steward_model::{Audience, Owner, Person, Roster, Step};
use steward_time::{Timestamp, after_midnight};

/// Looking for somebody stops after so many changes of shift and ends of leave; it covers a year.
const MOST_CHANGES: usize = 2_400;

impl Hall<'_> {
    /// The first moment after another at which somebody of an audience about a step is there. `None`
    /// when nobody is in sight.
    pub fn there_at(&self, who: &Audience, step: &Step, after: Timestamp) -> Option<Timestamp> {
        let several = self.lacking(step).is_some();
        // One of several who has answered since need not hear that they were waited for.
        if several && !self.audiences(step).contains(who) {
            return None;
        }
        let people = self.might_hear(who, step);
        // Nobody ever comes of an audience that has nobody.
        if people.is_empty() {
            return None;
        }
        let mut at = after;
        let in_sight = self.in_sight(&people, after);
        for _ in 0..MOST_CHANGES {
            at = self.next_change(&people, at).filter(|at| *at <= in_sight)?;
            let hall = self.then(at);
            let reached = match several {
                true => vec![hall.reach_seat(who, step)],
                false => hall.reach(std::slice::from_ref(who), std::slice::from_ref(&step), Climb::Never),
            };
            if reached.iter().any(|group| !group.people.is_empty()) {
                return Some(at);
            }
        }
        None
    }

    /// By when all leaves of these are over and each of their rosters has come round since: who has not
    /// come by then never does. Nobody looks for years for somebody who is on no shift.
    fn in_sight(&self, people: &[Arc<Person>], after: Timestamp) -> Timestamp {
        let zone = &self.estate.zone;
        let back = people.iter().flat_map(|person| &person.away).map(|range| range.to);
        let back = back.map(|day| after_midnight(zone, day, 24 * 3600)).fold(after, Timestamp::max);
        self.rosters_of(people).map(|roster| roster.round_from(back, zone)).fold(back, Timestamp::max)
    }

    fn rosters_of(&self, people: &[Arc<Person>]) -> impl Iterator<Item = &Roster> {
        let rosters = self.estate.rosters.values();
        rosters.filter(|roster| people.iter().any(|person| person.has_role(&roster.role)))
    }

    /// The next moment at which it may change whether any of these is there: a shift of a role of
    /// theirs begins or ends, a leave begins or is over.
    fn next_change(&self, people: &[Arc<Person>], after: Timestamp) -> Option<Timestamp> {
        let zone = &self.estate.zone;
        let leaves = people
            .iter()
            .flat_map(|person| &person.away)
            .flat_map(|range| [Some(range.from), range.to.tomorrow().ok()].into_iter().flatten());
        let leaves = leaves.map(|day| after_midnight(zone, day, 0)).filter(|at| *at > after);
        let theirs = self.rosters_of(people);
        leaves.chain(theirs.filter_map(|roster| roster.next_change(after, zone))).min()
    }

    /// Everyone who may come to hear what an audience is told, and their substitutes.
    fn might_hear(&self, who: &Audience, step: &Step) -> Vec<Arc<Person>> {
        let mut people: Vec<Arc<Person>> = match who {
            Audience::Owner | Audience::AllOwner => {
                self.belongs(step).iter().flat_map(|belongs| self.members(belongs)).collect()
            }
            Audience::Role(role) | Audience::All(role) => self.of(role),
            Audience::SuperiorOf(role) => {
                self.estate.roles.superior(role).map(|role| self.of(role)).unwrap_or_default()
            }
            Audience::Superior => self
                .written(step)
                .iter()
                .filter_map(|belongs| match belongs {
                    Belongs::Role(role) => self.estate.roles.superior(role),
                    _ => None,
                })
                .flat_map(|role| self.of(role))
                .collect(),
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
        let substitutes: Vec<Arc<Person>> = people
            .iter()
            .filter_map(|person| person.substitute.as_ref())
            .filter_map(|id| self.estate.person(id))
            .cloned()
            .collect();
        people.extend(substitutes);
        people.retain(|person| !person.contacts.is_empty());
        people
    }

    /// Everyone a step can belong to by name or by role.
    fn members(&self, belongs: &Belongs) -> Vec<Arc<Person>> {
        match belongs {
            Belongs::Role(role) => self.of(role),
            Belongs::Staff(person) => self.estate.person(person).cloned().into_iter().collect(),
            Belongs::Nobody => self.of(&self.estate.roles.last_resort),
        }
    }
}
