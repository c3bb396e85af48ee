//! Who of a role is on duty when: its shifts, whose turn each is, and single days on which somebody
//! else stands in. A role without a roster is always on duty.
//!
//! A shift belongs to the day it begins on, also where it crosses midnight. At the moment a shift
//! ends its people are off duty already, and those of the one that begins then are on. Before the
//! first shift of the day from which the rotation counts, the roster says nothing and everyone is on
//! duty, so that a roster can be written before it comes into force.

use crate::{Place, RoleId, StaffId};
use std::sync::Arc;
use steward_time::{Hours, TimeZone, Timestamp, after_midnight, civil};

/// Looking for when somebody's duty begins or ends stops after so many changes of shift; it covers
/// a year of three shifts a day.
const MOST_CHANGES: usize = 1_200;

/// The roster of a role at an estate.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Roster {
    /// The role.
    pub role: RoleId,
    /// Its shifts, in the order written.
    pub shifts: Vec<Shift>,
    /// After so many days the next turn of each shift comes; at least one.
    pub every: u32,
    /// The day from which turns are counted.
    pub starts: civil::Date,
    /// Single shifts that others do.
    pub overrides: Vec<Override>,
    /// Where it is written.
    pub place: Place,
}

/// A shift, every day at the same hours.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Shift {
    /// Its name.
    pub name: Arc<str>,
    /// From when to when.
    pub hours: Hours,
    /// Who does it, turn by turn, and from the first again. A turn may have nobody.
    pub turns: Vec<Vec<StaffId>>,
    /// Where its turns are written.
    pub place: Place,
}

/// Somebody else does a shift on one day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Override {
    /// The day on which the shift begins.
    pub on: civil::Date,
    /// The shift's name.
    pub shift: Arc<str>,
    /// Who does it.
    pub who: Vec<StaffId>,
    /// Where it is written.
    pub place: Place,
}

/// Who is on duty at a moment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum OnDuty {
    /// Everyone of the role: the roster is not in force yet.
    Everyone,
    /// These; perhaps nobody.
    These(Vec<StaffId>),
}

impl OnDuty {
    /// Whether a person is among them.
    pub fn has(&self, person: &StaffId) -> bool {
        match self {
            Self::Everyone => true,
            Self::These(people) => people.contains(person),
        }
    }
}

/// A shift of one day.
struct Watch<'a> {
    from: Timestamp,
    to: Timestamp,
    who: &'a [StaffId],
}

impl Roster {
    /// Who is on duty at a moment.
    pub fn on_duty(&self, at: Timestamp, zone: &TimeZone) -> OnDuty {
        if self.in_force(zone).is_none_or(|from| at < from) {
            return OnDuty::Everyone;
        }
        let mut people: Vec<StaffId> = Vec::new();
        for watch in self.around(at, zone).filter(|watch| watch.from <= at && at < watch.to) {
            people.extend(
                watch.who.iter().filter(|person| !people.contains(person)).cloned().collect::<Vec<_>>(),
            );
        }
        OnDuty::These(people)
    }

    /// From which moment the roster decides. `None` without any shift.
    pub fn in_force(&self, zone: &TimeZone) -> Option<Timestamp> {
        self.shifts.iter().map(|shift| after_midnight(zone, self.starts, shift.hours.from)).min()
    }

    /// The next moment at which a shift begins or ends. `None` without any shift.
    pub fn next_change(&self, after: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
        let first = self.in_force(zone)?;
        if after < first {
            return Some(first);
        }
        let ends = self.around(after, zone).flat_map(|watch| [watch.from, watch.to]);
        ends.filter(|at| *at > after).min()
    }

    /// When somebody's duty ends, looked for after a moment: the first change of shift at which they
    /// are off duty and were on just before. `None`: that is not in sight.
    pub fn duty_ends(&self, person: &StaffId, after: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
        let mut on = self.on_duty(after, zone).has(person);
        let mut at = after;
        // Once round for the duty to begin, and once more for it to end.
        let in_sight = self.round_from(self.round_from(after, zone), zone);
        for _ in 0..MOST_CHANGES {
            at = self.next_change(at, zone).filter(|at| *at <= in_sight)?;
            let then = self.on_duty(at, zone).has(person);
            if on && !then {
                return Some(at);
            }
            on = then;
        }
        None
    }

    /// Everyone it names.
    pub fn people(&self) -> impl Iterator<Item = &StaffId> {
        let turns = self.shifts.iter().flat_map(|shift| shift.turns.iter().flatten());
        turns.chain(self.overrides.iter().flat_map(|one| &one.who))
    }

    /// After how many days all shifts are back at their first turn; overrides apart.
    pub fn period_days(&self) -> u32 {
        let turns = self.shifts.iter().map(|shift| u32::try_from(shift.turns.len()).unwrap_or(1).max(1));
        turns.fold(1, least_common_multiple).saturating_mul(self.every)
    }

    /// A moment by which the roster has come round after another, overrides and a beginning that are still
    /// to come included: a duty that has not begun by then never does.
    pub fn round_from(&self, after: Timestamp, zone: &TimeZone) -> Timestamp {
        let today = zone.to_datetime(after).date();
        let single_days = self.overrides.iter().map(|one| one.on);
        let from = single_days.chain([self.starts]).fold(today, civil::Date::max);
        // A shift may reach into the day after, and begin on the day before.
        let days = self.period_days().saturating_add(2);
        after_midnight(zone, from, days.saturating_mul(24 * 3600))
    }

    /// The shifts that may reach over a moment or begin next: none is longer than a day, so those of
    /// the day before, the day itself and the day after.
    fn around(&self, at: Timestamp, zone: &TimeZone) -> impl Iterator<Item = Watch<'_>> {
        let today = zone.to_datetime(at).date();
        let days = [today.yesterday().ok(), Some(today), today.tomorrow().ok()];
        let zone = zone.clone();
        days.into_iter().flatten().filter(|day| *day >= self.starts).flat_map(move |day| {
            let zone = zone.clone();
            self.shifts.iter().map(move |shift| Watch {
                from: after_midnight(&zone, day, shift.hours.from),
                to: after_midnight(&zone, day, shift.hours.to),
                who: self.who(shift, day),
            })
        })
    }

    /// Who does a shift that begins on a day.
    fn who<'a>(&'a self, shift: &'a Shift, day: civil::Date) -> &'a [StaffId] {
        let instead = self.overrides.iter().find(|one| one.on == day && one.shift == shift.name);
        if let Some(instead) = instead {
            return &instead.who;
        }
        let days = i64::from(day.since(self.starts).map_or(0, |span| span.get_days()));
        let turns = i64::try_from(shift.turns.len()).unwrap_or(0);
        if turns == 0 {
            return &[];
        }
        let turn = days.div_euclid(i64::from(self.every.max(1))).rem_euclid(turns);
        usize::try_from(turn).ok().and_then(|turn| shift.turns.get(turn)).map_or(&[], Vec::as_slice)
    }
}

fn least_common_multiple(a: u32, b: u32) -> u32 {
    let (mut x, mut y) = (a, b);
    while y != 0 {
        (x, y) = (y, x % y);
    }
    (a / x.max(1)).saturating_mul(b)
}

#[cfg(test)]
mod tests;
