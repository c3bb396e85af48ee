//! What a roster says of people: each of them is on the staff of the estate and has the role.

use crate::findings::{Findings, error};
use std::collections::BTreeSet;
use steward_model::{Estate, Handbook, Place, RoleId, Roster, StaffId};

/// Checks the rosters of every estate.
pub(super) fn check(handbook: &Handbook, findings: &Findings) {
    for estate in handbook.estates.values() {
        for roster in estate.rosters.values() {
            of_role(handbook, estate, roster, findings);
        }
    }
}

fn of_role(handbook: &Handbook, estate: &Estate, roster: &Roster, findings: &Findings) {
    let mut told = BTreeSet::new();
    let turns =
        roster.shifts.iter().flat_map(|shift| shift.turns.iter().flatten().map(|who| (who, &shift.place)));
    let instead = roster.overrides.iter().flat_map(|one| one.who.iter().map(|who| (who, &one.place)));
    for (person, place) in turns.chain(instead) {
        let has_role = estate.person(person).is_some_and(|known| known.has_role(&roster.role));
        // A name that is nowhere was reported where it is written.
        let known = handbook.person(person).is_some();
        if known && !has_role && told.insert(person) {
            not_of_role(estate, person, &roster.role, place, findings);
        }
    }
}

fn not_of_role(estate: &Estate, person: &StaffId, role: &RoleId, place: &Place, findings: &Findings) {
    let id = &estate.id;
    let draft = error(
        "not-of-role",
        place,
        format!("排班里的 `{person}` 在项目 `{id}` 不担任 `{role}`"),
        format!("`{person}` is on this roster, but has not the role `{role}` in the estate `{id}`"),
    );
    let draft = match estate.person(person) {
        Some(known) => draft.also(&known.place, "这个人", "this person"),
        None => draft,
    };
    findings.add(draft.help(
        format!("给 `{person}` 加上岗位 `{role}`，或在排班里换一个人"),
        format!("give `{person}` the role `{role}`, or put somebody else on the roster"),
    ));
}
