//! Who is meant and who may (language §3 and §7, S27–S32, S37, S38), looked up when it is asked.

use super::Oracle;
use super::history::{RoundBy, Status, Untold};
use std::collections::BTreeSet;
use std::sync::Arc;
use steward_model::{
    Audience, Channel, NotBy, Owner, Person, RoleId, StaffId, StepId, StepKind, Value, Via, ZoneId,
};
use steward_time::Timestamp;

/// Whose a step is, once a field or the starter has been looked up.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Whose {
    Role(RoleId),
    Person(StaffId),
    /// Named by an empty field: `last_resort` (S31).
    Nobody,
}

/// Whom a line of `tell` reached.
#[derive(Clone, Default, Debug)]
pub(super) struct Reached {
    pub(super) people: BTreeSet<StaffId>,
    /// Steps whose owner nobody stands for now (only where nothing climbs).
    pub(super) nobody_for: Vec<StepId>,
}

impl<'a> Oracle<'a> {
    fn is_away(&self, person: &Person) -> bool {
        person.is_away(self.estate.zone.to_datetime(self.now).date())
    }

    /// Whether a person is away today.
    pub(super) fn is_on_leave(&self, who: &StaffId) -> bool {
        self.estate.person(who).is_some_and(|person| self.is_away(person))
    }

    /// Can be told now: not away, and with an address of some kind.
    pub(super) fn is_there(&self, person: &Person) -> bool {
        !self.is_away(person) && !person.contacts.is_empty()
    }

    /// Whether somebody of a role is on shift in it; one of a role without a roster always is.
    fn is_on_shift(&self, role: &RoleId, person: &Person, at: Timestamp) -> bool {
        let roster = self.estate.rosters.get(role);
        roster.is_none_or(|roster| roster.on_duty(at, &self.estate.zone).has(&person.id))
    }

    /// Whether somebody is on shift in any role of theirs.
    fn is_on_duty(&self, person: &Person, at: Timestamp) -> bool {
        person.roles.iter().any(|role| self.is_on_shift(role, person, at))
    }

    /// Whether somebody who holds a step is on duty for it: in the role they hold it for, where it
    /// is theirs, else in any.
    pub(super) fn is_on_duty_for(&self, person: &Person, step: &StepId, at: Timestamp) -> bool {
        let seats = self.seats(step);
        let seat = self.seat_of(&person.id, step).and_then(|seat| seats.iter().find(|one| one.0 == seat));
        match seat.or(seats.first()) {
            Some((_, Whose::Role(role))) if person.has_role(role) => self.is_on_shift(role, person, at),
            _ => self.is_on_duty(person, at),
        }
    }

    pub(super) fn of_role(&self, role: &RoleId) -> impl Iterator<Item = &'a Arc<Person>> {
        self.estate.staff.iter().filter(move |person| person.has_role(role))
    }

    /// Those of a role who are there, else the substitutes of those away who are; `all` of it, or those
    /// whose shift it is.
    fn level(&self, role: &RoleId, all: bool, but: &BTreeSet<StaffId>) -> BTreeSet<StaffId> {
        let meant = || self.of_role(role).filter(|person| all || self.is_on_shift(role, person, self.now));
        let there: BTreeSet<_> = meant().filter(|p| self.is_there(p)).map(|p| p.id.clone()).collect();
        let there = &there - but;
        if !there.is_empty() {
            return there;
        }
        let away = meant().filter(|person| self.is_away(person));
        let substitutes: BTreeSet<_> = away.filter_map(|person| self.substitute(person)).collect();
        &substitutes - but
    }

    /// Who stands in for a person, if they are there themselves.
    fn substitute(&self, person: &Person) -> Option<StaffId> {
        let substitute = self.estate.person(person.substitute.as_ref()?)?;
        self.is_there(substitute).then(|| substitute.id.clone())
    }

    fn above(&self, role: &RoleId) -> Vec<RoleId> {
        self.estate.roles.above(role).cloned().collect()
    }

    /// Everyone of `last_resort`, away or not.
    pub(super) fn last_resort(&self) -> BTreeSet<StaffId> {
        let everyone = self.of_role(&self.estate.roles.last_resort);
        everyone.filter(|person| !person.contacts.is_empty()).map(|person| person.id.clone()).collect()
    }

    /// A role, and where nobody stands for it the roles above it, to the last. `all` means the role
    /// itself off shift too; of those above only who is on.
    fn climbing(&self, role: &RoleId, all: bool, but: &BTreeSet<StaffId>) -> BTreeSet<StaffId> {
        let own = self.level(role, all, but);
        let above = self.above(role).into_iter().map(|role| self.level(&role, false, but));
        let found = std::iter::once(own).chain(above).find(|found| !found.is_empty());
        found.unwrap_or_else(|| &self.last_resort() - but)
    }

    fn whose(&self, owner: &Owner) -> Whose {
        match owner {
            Owner::Role(role) => Whose::Role(role.clone()),
            Owner::Staff(person) => Whose::Person(person.clone()),
            Owner::Starter => self.history.starter().map_or(Whose::Nobody, |who| Whose::Person(who.clone())),
            Owner::Field(field) => match self.history.field(field) {
                Some(Value::Role(role)) => Whose::Role(role),
                Some(Value::Staff(person)) => Whose::Person(person),
                _ => Whose::Nobody,
            },
            Owner::Key(field, key) => match self.history.field(field) {
                Some(Value::Zone(zone)) => self.in_charge(&zone, key),
                _ => Whose::Nobody,
            },
            Owner::InZone(zone, key) => self.in_charge(zone, key),
            Owner::Item(_) => Whose::Nobody,
        }
    }

    /// Whom a zone's own key names, a person of the estate before a role.
    fn in_charge(&self, zone: &ZoneId, key: &str) -> Whose {
        let written =
            self.estate.zones.iter().filter(|one| one.id == *zone).find_map(|one| one.keys.get(key));
        let Some(name) = written else { return Whose::Nobody };
        if self.estate.staff.iter().any(|person| person.id.as_str() == name) {
            return Whose::Person(StaffId::new(name));
        }
        match self.estate.roles.roles.contains_key(&RoleId::new(name)) {
            true => Whose::Role(RoleId::new(name)),
            false => Whose::Nobody,
        }
    }

    /// For whom a step is written: the definition's owner, or whom its round was handed to. Of several
    /// who approve, those who have not yet, each with its place among them.
    fn written_seats(&self, step: &StepId) -> Vec<(usize, Whose)> {
        if let Some(RoundBy::HandTo(owner)) = self.history.round_by(step) {
            return vec![(0, self.falls_to(step, self.whose(owner)))];
        }
        let Some(definition) = self.definition.step(step) else { return Vec::new() };
        let given = self.answers_so_far(step);
        let open =
            definition.owners().enumerate().filter(|(seat, _)| !given.iter().any(|(_, one)| one == seat));
        open.map(|(seat, owner)| (seat, self.falls_to(step, self.whose(owner)))).collect()
    }

    /// The roles whose superiors are a step's: a person's is their first, and of an approval that fell
    /// to a superior the one it fell to.
    fn written_roles(&self, step: &StepId) -> Vec<RoleId> {
        let role = |(_, whose)| match whose {
            Whose::Role(role) => Some(role),
            Whose::Nobody => Some(self.estate.roles.last_resort.clone()),
            Whose::Person(person) => self.estate.person(&person)?.roles.first().cloned(),
        };
        self.written_seats(step).into_iter().filter_map(role).collect()
    }

    /// Whose a step is now: what a rung handed it to, else for whom it is written.
    pub(super) fn seats(&self, step: &StepId) -> Vec<(usize, Whose)> {
        match self.history.handed_on(step) {
            Some(role) => vec![(0, self.falls_to(step, Whose::Role(role.clone())))],
            None => self.written_seats(step),
        }
    }

    /// What judges somebody's work never falls to them; with nobody else it falls to the superior.
    fn falls_to(&self, step: &StepId, whose: Whose) -> Whose {
        let kept_out = self.kept_out(step);
        let others = |role: &RoleId| self.of_role(role).any(|person| !kept_out.contains(&person.id));
        let chain: Vec<RoleId> = match &whose {
            Whose::Role(role) => std::iter::once(role.clone()).chain(self.above(role)).collect(),
            Whose::Person(person) if kept_out.contains(person) => {
                let first = self.estate.person(person).and_then(|person| person.roles.first());
                first.map(|role| self.above(role)).unwrap_or_default()
            }
            Whose::Person(_) | Whose::Nobody => return whose,
        };
        chain.into_iter().find(others).map_or(Whose::Nobody, Whose::Role)
    }

    /// Who did the work a step judges.
    pub(super) fn did_the_work(&self, step: &StepId) -> BTreeSet<StaffId> {
        let mut workers = BTreeSet::new();
        let Some(step) = self.definition.step(step) else { return workers };
        if let StepKind::Approve { returned_to, .. } = &step.kind {
            workers.extend(self.doers(returned_to));
        }
        if self.history.status(&step.id) == Status::Ready {
            // Who sent it does not sign it.
            workers.extend(self.history.sent(&step.id).map(|(by, _)| by.clone()));
        }
        for not_by in &step.not_by {
            match not_by {
                NotBy::Step(other) => workers.extend(self.doers(other)),
                NotBy::Field(field) => {
                    workers.extend(self.history.field(field).and_then(|value| match value {
                        Value::Staff(person) => Some(person),
                        _ => None,
                    }))
                }
            }
        }
        workers
    }

    /// Who did a step last, each who approved it where several did, who sent it where another signs;
    /// of a step that is done item by item whoever did any of them.
    fn doers(&self, step: &StepId) -> BTreeSet<StaffId> {
        let mut doers = BTreeSet::new();
        for id in self.history.tasks(step).iter().chain([step]) {
            doers.extend(self.history.approvals(id).into_iter().map(|(who, _)| who));
            doers.extend(self.history.sent(id).map(|(by, _)| by.clone()));
            doers.extend(self.history.done_by(id).cloned());
        }
        doers
    }

    /// Who did the work, and who of several has approved already.
    fn kept_out(&self, step: &StepId) -> BTreeSet<StaffId> {
        let approved = self.answers_so_far(step).into_iter().map(|(who, _)| who);
        self.did_the_work(step).into_iter().chain(approved).collect()
    }

    /// Who of several has approved while the others are still waited for; afterwards the step is all
    /// of theirs again.
    fn answers_so_far(&self, step: &StepId) -> Vec<(StaffId, usize)> {
        let open = self.history.status(step) == Status::Ready;
        if open { self.history.approvals(step) } else { Vec::new() }
    }

    /// How many more have to approve; one, wherever not several do.
    pub(super) fn approvals_lacking(&self, step: &StepId) -> usize {
        let alone = self.history.handed_on(step).is_some()
            || matches!(self.history.round_by(step), Some(RoundBy::HandTo(_)));
        match self.definition.step(step).and_then(|step| step.enough()) {
            Some(enough) if !alone => enough - self.answers_so_far(step).len(),
            _ => 1,
        }
    }

    /// Whether a step waits for the answers of several, so that nobody takes it from the others.
    pub(super) fn is_of_several(&self, step: &StepId) -> bool {
        let alone = self.history.handed_on(step).is_some()
            || matches!(self.history.round_by(step), Some(RoundBy::HandTo(_)));
        !alone && self.definition.step(step).is_some_and(|step| step.owners().count() > 1)
    }

    /// For which of several somebody answers: for their own role or themselves rather than for one
    /// they stand in for.
    pub(super) fn seat_of(&self, who: &StaffId, step: &StepId) -> Option<usize> {
        let seats = self.seats(step);
        let own = |whose: &Whose| match whose {
            Whose::Role(role) => self.of_role(role).any(|person| person.id == *who),
            Whose::Person(person) => person == who,
            Whose::Nobody => false,
        };
        let found = seats.iter().find(|(_, whose)| own(whose));
        found.or_else(|| seats.iter().find(|(_, whose)| self.stands_as(who, whose))).map(|(seat, _)| *seat)
    }

    /// The owner of a step as people who are there now. `climbs` goes on to the superiors.
    pub(super) fn owner_of(&self, step: &StepId, climbs: bool) -> BTreeSet<StaffId> {
        let kept_out = self.kept_out(step);
        let held_by = self.history.holder(step).and_then(|holder| self.estate.person(holder));
        if let Some(holder) = held_by
            && self.is_there(holder)
            && self.is_on_duty_for(holder, step, self.now)
            && !kept_out.contains(&holder.id)
        {
            return BTreeSet::from([holder.id.clone()]);
        }
        self.role_of(step, false, climbs, &kept_out)
    }

    /// The owner of a step, whoever holds it; `all` of them, or those whose shift it is.
    fn role_of(&self, step: &StepId, all: bool, climbs: bool, but: &BTreeSet<StaffId>) -> BTreeSet<StaffId> {
        self.seats(step).into_iter().flat_map(|(_, whose)| self.people_of(&whose, all, climbs, but)).collect()
    }

    /// The people a role, a person or an empty field stands for now.
    pub(super) fn people_of(
        &self,
        whose: &Whose,
        all: bool,
        climbs: bool,
        but: &BTreeSet<StaffId>,
    ) -> BTreeSet<StaffId> {
        match whose {
            Whose::Role(role) if climbs => self.climbing(role, all, but),
            Whose::Role(role) => self.level(role, all, but),
            Whose::Person(id) => self.person_or_above(id, all, climbs, but),
            Whose::Nobody if climbs => &self.last_resort() - but,
            Whose::Nobody => self.level_of_last_resort(but),
        }
    }

    /// Those of `last_resort` who are there: nobody stands in for the last.
    fn level_of_last_resort(&self, but: &BTreeSet<StaffId>) -> BTreeSet<StaffId> {
        let there = self.of_role(&self.estate.roles.last_resort).filter(|person| self.is_there(person));
        &there.map(|person| person.id.clone()).collect() - but
    }

    fn person_or_above(
        &self,
        id: &StaffId,
        all: bool,
        climbs: bool,
        but: &BTreeSet<StaffId>,
    ) -> BTreeSet<StaffId> {
        let Some(person) = self.estate.person(id) else { return &self.last_resort() - but };
        let on_duty = all || self.is_on_duty(person, self.now);
        if self.is_there(person) && on_duty && !but.contains(id) {
            return BTreeSet::from([id.clone()]);
        }
        if self.is_away(person)
            && let Some(substitute) = self.substitute(person)
            && !but.contains(&substitute)
        {
            return BTreeSet::from([substitute]);
        }
        match person.roles.first().and_then(|role| self.above(role).into_iter().next()) {
            Some(above) if climbs => self.climbing(&above, false, but),
            None if climbs => &self.last_resort() - but,
            _ => BTreeSet::new(),
        }
    }

    /// Those of a step's role who are there, or stand in, for what waited for one of them (S29).
    fn back(&self, step: &StepId, all: bool) -> BTreeSet<StaffId> {
        self.role_of(step, all, false, &self.kept_out(step))
    }

    /// The same for one of several who approve.
    pub(super) fn seat_back(&self, step: &StepId, whose: &Whose) -> BTreeSet<StaffId> {
        self.people_of(whose, false, false, &self.kept_out(step))
    }

    /// Those of several whose answer is lacking; whom an empty field names is `last_resort`.
    pub(super) fn waited_for(&self, step: &StepId) -> BTreeSet<Whose> {
        let last = || Whose::Role(self.estate.roles.last_resort.clone());
        let seats = self.seats(step).into_iter();
        seats.map(|(_, whose)| if whose == Whose::Nobody { last() } else { whose }).collect()
    }

    /// Who is there by now of those a message waited for; nobody, where they have answered since.
    pub(super) fn told_late(&self, untold: &Untold) -> BTreeSet<StaffId> {
        match &untold.seat {
            None if untold.all => self.back(&untold.step, true),
            None => self.owner_of(&untold.step, false),
            Some(whose) if self.waited_for(&untold.step).contains(whose) => {
                self.seat_back(&untold.step, whose)
            }
            Some(_) => BTreeSet::new(),
        }
    }

    /// The superior of a step: climbs past those `reached` already and who holds it (S30, S38).
    pub(super) fn superior_of(&self, step: &StepId, reached: &BTreeSet<StaffId>) -> BTreeSet<StaffId> {
        self.written_roles(step).iter().flat_map(|role| self.superior_to(role, step, reached)).collect()
    }

    fn superior_to(&self, role: &RoleId, step: &StepId, reached: &BTreeSet<StaffId>) -> BTreeSet<StaffId> {
        let mut but = reached.clone();
        but.extend(self.history.holder(step).cloned());
        let mut above = self.above(role);
        above.retain(|above| self.history.handed_on(step) != Some(above));
        let level = |role| &self.level(role, false, &BTreeSet::new()) - &but;
        if let Some(found) = above.iter().map(level).find(|found| !found.is_empty()) {
            return found;
        }
        let all_away = above.iter().any(|role| self.of_role(role).any(|person| !but.contains(&person.id)));
        if reached.is_empty() || all_away { &self.last_resort() - reached } else { BTreeSet::new() }
    }

    /// Whom a line of `tell` reaches, each of the steps resolved for itself.
    pub(super) fn reached(&self, tell: &[Audience], steps: &[StepId], climbs: bool) -> Reached {
        let nobody = BTreeSet::new();
        let mut common = BTreeSet::new();
        for audience in tell {
            match audience {
                Audience::Role(role) => common.extend(self.climbing(role, false, &nobody)),
                Audience::All(role) => common.extend(self.climbing(role, true, &nobody)),
                // Somebody who is called by name hears off shift too.
                Audience::Staff(person) => common.extend(self.person_or_above(person, true, true, &nobody)),
                Audience::Field(field) => match self.whose(&Owner::Field(field.clone())) {
                    Whose::Person(id) => common.extend(self.person_or_above(&id, true, true, &nobody)),
                    whose => common.extend(self.people_of(&whose, false, true, &nobody)),
                },
                Audience::Starter => match self.whose(&Owner::Starter) {
                    Whose::Person(id) => common.extend(self.person_or_above(&id, true, true, &nobody)),
                    _ => common.extend(self.last_resort()),
                },
                Audience::Owner | Audience::AllOwner | Audience::Superior | Audience::SuperiorOf(_) => {}
            }
        }
        let about = [Audience::Owner, Audience::AllOwner, Audience::Superior];
        if steps.is_empty() && about.iter().any(|audience| tell.contains(audience)) {
            // Nobody has done anything yet: the chain comes out empty.
            common.extend(self.last_resort());
        }
        let owner = tell.contains(&Audience::Owner);
        let all_owner = tell.contains(&Audience::AllOwner);
        let mut reached = Reached { people: common.clone(), nobody_for: Vec::new() };
        for step in steps {
            let mut own = BTreeSet::new();
            if owner {
                own.extend(self.owner_of(step, climbs));
            }
            if all_owner {
                own.extend(self.role_of(step, true, climbs, &self.kept_out(step)));
            }
            if own.is_empty() && (owner || all_owner) {
                reached.nobody_for.push(step.clone());
            }
            if tell.contains(&Audience::Superior) {
                // S30: no superior climbs because of another step's people.
                own.extend(self.superior_of(step, &(&own | &common)));
            }
            reached.people.extend(own);
        }
        reached
    }

    /// The role that `hand_to` of a rung names.
    pub(super) fn role_named(&self, audience: &Audience, step: &StepId) -> Option<RoleId> {
        match audience {
            Audience::Role(role) => Some(role.clone()),
            Audience::Superior => self.above(self.written_roles(step).first()?).into_iter().next(),
            _ => None,
        }
    }

    /// The channels a message to a person goes by: those written that they have, the first of them where
    /// they are written to be tried in turn, else the person's first.
    pub(super) fn channels(&self, person: &StaffId, via: &Via) -> Vec<Channel> {
        let Some(person) = self.estate.person(person) else { return Vec::new() };
        let has = via.channels.iter().copied().filter(|channel| person.contact(*channel).is_some());
        let has: Vec<_> = has.take(if via.in_turn { 1 } else { usize::MAX }).collect();
        if has.is_empty() { person.contacts.first().map(|c| c.channel()).into_iter().collect() } else { has }
    }

    /// Whether somebody may do a step (language §3, S32).
    pub(super) fn may_do(&self, who: &StaffId, step: &StepId) -> bool {
        let Some(person) = self.estate.person(who) else { return false };
        if self.is_away(person) || self.kept_out(step).contains(who) {
            return false;
        }
        if self.history.holder(step) == Some(who) {
            return true;
        }
        self.seats(step).iter().any(|(_, whose)| self.stands_as(who, whose))
    }

    /// Whether a person may act as the one a step belongs to.
    fn stands_as(&self, who: &StaffId, whose: &Whose) -> bool {
        match whose {
            Whose::Role(role) => self.stands_for(who, role) || self.is_above(who, role),
            Whose::Nobody => self.stands_for(who, &self.estate.roles.last_resort),
            Whose::Person(id) => {
                let Some(owner) = self.estate.person(id) else { return false };
                let stands_in = self.is_away(owner) && owner.substitute.as_ref() == Some(who);
                let first = owner.roles.first();
                // Above a person of the top role stand the others of `last_resort`.
                let above =
                    |role| self.is_above(who, role) || self.is_top(role) && self.stands_for(who, role);
                id == who || stands_in || first.is_some_and(above)
            }
        }
    }

    /// Whether a person has a role, or is the substitute of somebody away who has it.
    fn stands_for(&self, who: &StaffId, role: &RoleId) -> bool {
        let stands_in = |other: &Person| self.is_away(other) && other.substitute.as_ref() == Some(who);
        self.of_role(role).any(|other| other.id == *who || stands_in(other))
    }

    fn is_top(&self, role: &RoleId) -> bool {
        *role == self.estate.roles.last_resort && self.above(role).is_empty()
    }

    /// Whether a person stands for a role further up the chain.
    fn is_above(&self, who: &StaffId, role: &RoleId) -> bool {
        self.above(role).iter().any(|above| self.stands_for(who, above))
    }
}
