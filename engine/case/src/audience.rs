//! Who is told, now. Audiences are roles and words until the moment they are
//! needed; then they become people of the estate: those on duty, else a substitute, else the one
//! above, and at the very top whoever hears what nobody else can be told (S27). Duty is decided by
//! absences and, for a role that has one, by its roster; a person without any channel counts as not
//! there.

use crate::hall::{Belongs, Hall};
use crate::whose::Barred;
use std::collections::BTreeSet;
use std::sync::Arc;
use steward_model::{Audience, Owner, Person, RoleId, StaffId, Step, Text};
use steward_time::Timestamp;

/// The people an audience came to, and how.
#[derive(Clone, Debug, Default)]
pub struct Reached {
    /// The people, each once.
    pub people: Vec<Arc<Person>>,
    /// Who was passed over on the way, and why: in words for the record. Empty when the first
    /// asked was there.
    pub detour: Option<Text>,
}

/// Whether an audience may climb to a superior when nobody is there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Climb {
    /// Up to `last_resort`.
    Up,
    /// Never: what is ready waits for somebody to come back (S29).
    Never,
}

/// Whether a shift counts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shifts {
    /// Who is off shift is not there.
    Count,
    /// Off shift too: everyone of a role, or somebody who is called by name.
    Ignored,
}
impl<'a> Hall<'a> {
    /// Everyone who is told when these audiences are, about these steps: each audience with the
    /// people it adds. Superiors are sought last, because they climb past everyone the others reach.
    pub fn reach(&self, tell: &[Audience], about: &[&Step], climb: Climb) -> Vec<Reached> {
        let mut found: Vec<Reached> = tell.iter().map(|_| Reached::default()).collect();
        let mut seen = BTreeSet::new();
        for (place, audience) in tell.iter().enumerate() {
            if !matches!(audience, Audience::Superior) {
                let reached = self.plain(audience, about, climb);
                add(&mut found[place], reached, &mut seen);
            }
        }
        let superiors: Vec<usize> =
            (0..tell.len()).filter(|&place| tell[place] == Audience::Superior).collect();
        if superiors.is_empty() {
            return found;
        }
        // Each step is resolved for itself: no superior climbs because of another step's people (S30).
        let mut sought: Vec<Reached> = about
            .iter()
            .map(|step| self.superior(step, &self.reached_beside(tell, step, climb), climb))
            .collect();
        if about.is_empty() {
            sought.push(self.last_resort(&Barred::new(), climb));
        }
        for place in superiors {
            for reached in &sought {
                add(&mut found[place], reached.clone(), &mut seen);
            }
        }
        found
    }

    /// Whom a rung reaches beside the superior, as far as one step is concerned.
    fn reached_beside(&self, tell: &[Audience], step: &Step, climb: Climb) -> BTreeSet<StaffId> {
        tell.iter()
            .flat_map(|audience| self.plain(audience, std::slice::from_ref(&step), climb).people)
            .map(|person| person.id.clone())
            .collect()
    }

    fn plain(&self, audience: &Audience, about: &[&Step], climb: Climb) -> Reached {
        let mut all = Reached::default();
        let anyone = &Barred::new();
        let mut join = |reached: Reached| add(&mut all, reached, &mut BTreeSet::new());
        match audience {
            Audience::Owner | Audience::AllOwner if about.is_empty() => {
                join(self.last_resort(anyone, climb));
            }
            Audience::Owner => about.iter().for_each(|step| join(self.owner(step, climb))),
            Audience::AllOwner => about.iter().for_each(|step| {
                let barred = self.barred(step);
                let mut each = |whose: &Belongs| join(self.those(whose, Shifts::Ignored, &barred, climb));
                self.belongs(step).iter().for_each(&mut each);
            }),
            Audience::Role(role) => join(self.role(role, Shifts::Count, anyone, climb)),
            Audience::All(role) => join(self.role(role, Shifts::Ignored, anyone, climb)),
            Audience::SuperiorOf(role) => match self.estate.roles.superior(role) {
                Some(above) => join(self.role(above, Shifts::Count, anyone, climb)),
                None => join(self.last_resort(anyone, climb)),
            },
            Audience::Staff(person) => join(self.person(person, Shifts::Ignored, anyone, climb)),
            Audience::Field(field) => match self.meaning(&Owner::Field(field.clone())) {
                Belongs::Staff(person) => join(self.person(&person, Shifts::Ignored, anyone, climb)),
                whose => join(self.those(&whose, Shifts::Count, anyone, climb)),
            },
            Audience::Starter => match &self.case.starter {
                Some(person) => join(self.person(person, Shifts::Ignored, anyone, climb)),
                None => join(self.last_resort(anyone, climb)),
            },
            Audience::Superior => {}
        }
        all.people.dedup_by_key(|person| person.id.clone());
        all
    }

    /// The holder while on duty, else those the step belongs to; never one it must not fall to.
    fn owner(&self, step: &Step, climb: Climb) -> Reached {
        let barred = self.barred(step);
        let holder = self.case.steps.get(&step.id).and_then(|state| state.holder.as_ref());
        let holder = holder.filter(|id| !barred.contains(*id)).and_then(|id| self.estate.person(id));
        if let Some(person) =
            holder.filter(|person| self.is_there(person) && self.holds_on_duty(person, step))
        {
            return Reached { people: vec![person.clone()], detour: None };
        }
        let mut all = Reached::default();
        let mut seen = BTreeSet::new();
        for whose in self.belongs(step) {
            add(&mut all, self.those(&whose, Shifts::Count, &barred, climb), &mut seen);
        }
        all
    }

    /// One of several who decide, as people who are there; nobody once that one has answered.
    pub(crate) fn reach_seat(&self, who: &Audience, step: &Step) -> Reached {
        let barred = self.barred(step);
        match self.belongs(step).into_iter().find(|whose| self.seat_called(whose) == *who) {
            Some(whose) => self.those(&whose, Shifts::Count, &barred, Climb::Never),
            None => Reached::default(),
        }
    }

    /// The people a role, a person or an empty field comes to, without those it must not fall to.
    fn those(&self, whose: &Belongs, shifts: Shifts, barred: &Barred, climb: Climb) -> Reached {
        match whose {
            Belongs::Role(role) => self.role(role, shifts, barred, climb),
            Belongs::Staff(person) => self.person(person, shifts, barred, climb),
            Belongs::Nobody => self.last_resort(barred, climb),
        }
    }

    /// Those of a role on duty; none, the substitutes of those away; none, the role above in the
    /// same way, and so up; past the top, `last_resort` (S27).
    fn role(&self, role: &RoleId, shifts: Shifts, without: &Barred, climb: Climb) -> Reached {
        let rungs = std::iter::once(role).chain(self.estate.roles.above(role));
        let mut empty: Vec<RoleId> = Vec::new();
        for rung in rungs {
            // Above the role that was asked for, only who is on duty is told.
            let shifts = if rung == role { shifts } else { Shifts::Count };
            let people = self.there_or_substitutes(rung, shifts, without);
            if !people.is_empty() {
                let detour = self.detour(role, rung, &people, &empty);
                return Reached { people, detour };
            }
            if climb == Climb::Never {
                return Reached::default();
            }
            empty.push(rung.clone());
        }
        self.last_resort(without, climb)
    }

    /// Those of a role who are there and on shift; none, the substitutes of those whose shift it is
    /// and who are away.
    fn there_or_substitutes(&self, role: &RoleId, shifts: Shifts, without: &Barred) -> Vec<Arc<Person>> {
        let on_shift =
            |person: &Person| shifts == Shifts::Ignored || self.estate.on_shift(role, person, self.at);
        let people: Vec<_> = self.of(role).into_iter().filter(|person| on_shift(person)).collect();
        let there: Vec<_> = people
            .iter()
            .filter(|person| self.is_there(person) && !without.contains(&person.id))
            .cloned()
            .collect();
        if !there.is_empty() {
            return there;
        }
        let mut substitutes: Vec<Arc<Person>> = Vec::new();
        for person in &people {
            if let Some(substitute) = self.substitute_of(person).filter(|one| !without.contains(&one.id))
                && !substitutes.iter().any(|one| one.id == substitute.id)
            {
                substitutes.push(substitute);
            }
        }
        substitutes
    }

    /// Those of a role who are there and on duty now, without anybody who stands in.
    pub fn on_duty(&self, role: &RoleId) -> Vec<Arc<Person>> {
        let on_shift = |person: &Arc<Person>| self.estate.on_shift(role, person, self.at);
        self.of(role).into_iter().filter(|person| self.is_there(person) && on_shift(person)).collect()
    }

    /// Whether somebody who holds a step is on duty for it: on shift in the role it belongs to, else
    /// in any of theirs.
    pub fn holds_on_duty(&self, person: &Person, step: &Step) -> bool {
        match self.held_as(person, step) {
            Some(role) if person.has_role(&role) => self.estate.on_shift(&role, person, self.at),
            _ => self.estate.on_duty(person, self.at),
        }
    }

    /// When the duty of who holds a step ends, looked for from when they came to hold it.
    pub(crate) fn holding_ends(&self, step: &Step) -> Option<Timestamp> {
        let state = self.case.steps.get(&step.id)?;
        let person = self.estate.person(state.holder.as_ref()?)?;
        let role = self.held_as(person, step);
        self.estate.duty_ends(person, role.as_ref(), state.held_since?)
    }

    /// The role a step is held for, when it belongs to one.
    fn held_as(&self, person: &Person, step: &Step) -> Option<RoleId> {
        let seat = self.seat_of(person, step).map(|(_, belongs)| belongs);
        match seat.or_else(|| self.belongs(step).into_iter().next())? {
            Belongs::Role(role) => Some(role),
            Belongs::Staff(_) | Belongs::Nobody => None,
        }
    }

    fn person(&self, id: &StaffId, shifts: Shifts, without: &Barred, climb: Climb) -> Reached {
        let Some(person) = self.estate.person(id) else {
            return self.last_resort(without, climb);
        };
        let on_duty = shifts == Shifts::Ignored || self.estate.on_duty(person, self.at);
        if self.is_there(person) && on_duty && !without.contains(id) {
            return Reached { people: vec![person.clone()], detour: None };
        }
        let substitute = self.substitute_of(person).filter(|one| !without.contains(&one.id));
        if let Some(substitute) = substitute {
            let detour = Text::new(
                format!("{id} 不在，由代班人 {} 接收", substitute.id),
                format!("{id} is not there; the substitute {} is told", substitute.id),
            );
            return Reached { people: vec![substitute], detour: Some(detour) };
        }
        if climb == Climb::Never {
            return Reached::default();
        }
        match person.roles.first().and_then(|role| self.estate.roles.superior(role)) {
            Some(above) => {
                let mut reached = self.role(above, Shifts::Count, without, climb);
                reached.detour = Some(Text::new(
                    format!("{id} 不在，转 {above}"),
                    format!("{id} is not there; {above} is told"),
                ));
                reached
            }
            None => self.last_resort(without, climb),
        }
    }

    /// The superior of the role a step is written for, whoever holds it now; never one whom the
    /// same rung otherwise reaches, or who holds the step: it climbs on (S30, S38).
    fn superior(&self, step: &Step, reached: &BTreeSet<StaffId>, climb: Climb) -> Reached {
        let mut all = Reached::default();
        let mut seen = BTreeSet::new();
        for whose in self.written(step) {
            add(&mut all, self.superior_of(&whose, step, reached, climb), &mut seen);
        }
        all
    }

    fn superior_of(
        &self,
        whose: &Belongs,
        step: &Step,
        reached: &BTreeSet<StaffId>,
        climb: Climb,
    ) -> Reached {
        let state = self.case.steps.get(&step.id);
        let start = match whose {
            Belongs::Role(role) => Some(role.clone()),
            Belongs::Staff(person) => self.first_role(person).cloned(),
            Belongs::Nobody => None,
        };
        let mut passed = reached.clone();
        passed.extend(state.and_then(|state| state.holder.clone()));
        let handed = state.and_then(|state| state.handed_to.as_ref()).map(|owner| self.meaning(owner));
        if let Some(Belongs::Staff(person)) = &handed {
            passed.insert(person.clone());
        }
        let mut away = false;
        let above: Vec<RoleId> =
            start.iter().flat_map(|role| self.estate.roles.above(role)).cloned().collect();
        for role in above {
            if handed == Some(Belongs::Role(role.clone())) {
                continue;
            }
            let people: Vec<_> = self
                .there_or_substitutes(&role, Shifts::Count, &Barred::new())
                .into_iter()
                .filter(|person| !passed.contains(&person.id))
                .collect();
            if !people.is_empty() {
                return Reached { people, detour: None };
            }
            // Nobody new was found there, so whoever else is of the role is away or off shift.
            away |= self.of(&role).iter().any(|person| !passed.contains(&person.id));
            if climb == Climb::Never {
                return Reached::default();
            }
        }
        if climb == Climb::Never || (!reached.is_empty() && !away) {
            return Reached::default();
        }
        let mut last = self.last_resort(&Barred::new(), climb);
        last.people.retain(|person| !reached.contains(&person.id));
        last
    }

    /// Whoever hears what nobody else can be told: everyone, away or not.
    pub fn last_resort(&self, without: &Barred, climb: Climb) -> Reached {
        let role = &self.estate.roles.last_resort;
        let people = self.of(role).into_iter().filter(|person| !person.contacts.is_empty());
        let people = people.filter(|person| !without.contains(&person.id));
        let people: Vec<_> = match climb {
            Climb::Up => people.collect(),
            Climb::Never => people.filter(|person| self.is_there(person)).collect(),
        };
        let detour = Text::new(
            format!("没有其他人可以通知，由兜底岗位 {role} 接收"),
            format!("nobody else could be told; {role}, the last resort, is"),
        );
        Reached { people, detour: Some(detour) }
    }

    fn detour(
        &self,
        asked: &RoleId,
        found: &RoleId,
        people: &[Arc<Person>],
        empty: &[RoleId],
    ) -> Option<Text> {
        if asked != found {
            let names = empty.iter().map(RoleId::as_str).collect::<Vec<_>>();
            return Some(Text::new(
                format!("{} 无人在岗，转 {found}", names.join("、")),
                format!("nobody of {} is there; {found} is told", names.join(", ")),
            ));
        }
        let stand_in = people.iter().find(|person| !person.has_role(found))?;
        Some(Text::new(
            format!("{asked} 无人在岗，由代班人 {} 接收", stand_in.id),
            format!("nobody of {asked} is there; the substitute {} is told", stand_in.id),
        ))
    }

    /// Everyone of a role at this estate.
    pub fn of(&self, role: &RoleId) -> Vec<Arc<Person>> {
        self.estate.staff.iter().filter(|person| person.has_role(role)).cloned().collect()
    }

    /// Whether somebody can be told anything today, on shift or not.
    pub fn is_there(&self, person: &Person) -> bool {
        !person.is_away(self.today) && !person.contacts.is_empty()
    }

    fn substitute_of(&self, person: &Person) -> Option<Arc<Person>> {
        if !person.is_away(self.today) {
            return None;
        }
        let substitute = self.estate.person(person.substitute.as_ref()?)?;
        self.is_there(substitute).then(|| substitute.clone())
    }

    pub(crate) fn first_role(&self, person: &StaffId) -> Option<&'a RoleId> {
        self.estate.person(person).and_then(|person| person.roles.first())
    }
}

fn add(to: &mut Reached, from: Reached, seen: &mut BTreeSet<StaffId>) {
    for person in from.people {
        if seen.insert(person.id.clone()) {
            to.people.push(person);
        }
    }
    if to.detour.is_none() {
        to.detour = from.detour;
    }
}
