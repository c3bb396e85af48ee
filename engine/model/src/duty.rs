//! Duty at an estate: who of a role is on shift, until when somebody is, and when it is quiet for
//! whom. Absence is part of the answers where they say so.

use crate::{Estate, Person, RoleId};
use std::sync::Arc;
use steward_time::{Hours, Timestamp, after_midnight};

impl Estate {
    /// Whether somebody of a role is on shift in it; one of a role without a roster always is.
    /// Absence is another matter.
    pub fn on_shift(&self, role: &RoleId, person: &Person, at: Timestamp) -> bool {
        self.rosters.get(role).is_none_or(|roster| roster.on_duty(at, &self.zone).has(&person.id))
    }

    /// Whether somebody is on duty in any of their roles: on shift, or of a role without a roster.
    pub fn on_duty(&self, person: &Person, at: Timestamp) -> bool {
        person.roles.is_empty() || person.roles.iter().any(|role| self.on_shift(role, person, at))
    }

    /// Those of a role who are on duty and can be told; none, the substitutes of those whose shift it
    /// is and who are away.
    pub fn on_duty_for(&self, role: &RoleId, at: Timestamp) -> Vec<Arc<Person>> {
        let today = self.zone.to_datetime(at).date();
        let there = |person: &Person| !person.is_away(today) && !person.contacts.is_empty();
        let of_role = self.staff.iter().filter(|person| person.has_role(role));
        let shift: Vec<&Arc<Person>> = of_role.filter(|person| self.on_shift(role, person, at)).collect();
        let mut people: Vec<Arc<Person>> =
            shift.iter().filter(|person| there(person)).map(|person| (*person).clone()).collect();
        if people.is_empty() {
            let away = shift.iter().filter(|person| person.is_away(today));
            let substitutes = away.filter_map(|person| self.person(person.substitute.as_ref()?));
            people = substitutes.filter(|person| there(person)).cloned().collect();
            people.dedup_by_key(|person| person.id.clone());
        }
        people
    }

    /// When somebody's duty ends, looked for after a moment: in the role, where they have it, else in
    /// all of theirs. `None` of who is always on duty.
    pub fn duty_ends(&self, person: &Person, role: Option<&RoleId>, after: Timestamp) -> Option<Timestamp> {
        if let Some(role) = role.filter(|role| person.has_role(role)) {
            return self.rosters.get(role)?.duty_ends(&person.id, after, &self.zone);
        }
        // Off duty is who is on shift in no role, so the last of the shifts counts; where one role
        // has no roster they are never off.
        if person.roles.iter().any(|role| !self.rosters.contains_key(role)) {
            return None;
        }
        let rosters = || person.roles.iter().filter_map(|role| self.rosters.get(role));
        let ends = rosters().filter_map(|roster| roster.duty_ends(&person.id, after, &self.zone));
        ends.filter(|at| !self.on_duty(person, *at)).min()
    }

    /// The next moment at which a shift of any roster begins or ends.
    pub fn next_change_of_shift(&self, after: Timestamp) -> Option<Timestamp> {
        self.rosters.values().filter_map(|roster| roster.next_change(after, &self.zone)).min()
    }

    /// Until when it is quiet for somebody; `None`: it is not. Their own quiet hours go before the
    /// estate's (which has the organisation's where it has none). A shift is never quiet for who is
    /// on it.
    pub fn quiet_until(&self, person: &Person, at: Timestamp) -> Option<Timestamp> {
        let hours = person.quiet.or(self.quiet)?;
        let end = self.quiet_hours_end(hours, at)?;
        if self.on_roster(person, at) {
            return None;
        }
        // A shift that begins meanwhile ends the quiet.
        let mut change = at;
        while let Some(next) = self.next_change_of_shift(change).filter(|next| *next < end) {
            if self.on_roster(person, next) {
                return Some(next);
            }
            change = next;
        }
        Some(end)
    }

    /// Whether somebody does a shift of a roster that is in force, or stands in for who would.
    fn on_roster(&self, person: &Person, at: Timestamp) -> bool {
        self.rosters.values().any(|roster| {
            let in_force = roster.in_force(&self.zone).is_some_and(|from| from <= at);
            in_force && self.on_duty_for(&roster.role, at).iter().any(|on| on.id == person.id)
        })
    }

    /// When the quiet hours that a moment lies in end. They hold from their first moment up to, and
    /// without, their last.
    fn quiet_hours_end(&self, hours: Hours, at: Timestamp) -> Option<Timestamp> {
        let today = self.zone.to_datetime(at).date();
        let days = [today.yesterday().ok(), Some(today)];
        days.into_iter().flatten().find_map(|day| {
            let from = after_midnight(&self.zone, day, hours.from);
            let to = after_midnight(&self.zone, day, hours.to);
            (from <= at && at < to).then_some(to)
        })
    }
}

#[cfg(test)]
mod tests;
