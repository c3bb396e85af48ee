//! A second signature where nobody could ever give it: at an estate where one person alone may do the
//! step, the superior would sign, and there is none but that person.
//!
//! Whose a step is that a field or the starter decides is not known here.

use super::pages::Pages;
use crate::findings::{Findings, warning};
use crate::words::StepKey;
use std::collections::BTreeSet;
use steward_model::{Charge, Each, Estate, Handbook, Owner, Person, Place, RoleId, StaffId, Step, Workflow};

/// Warns of each step that one person alone could sign for at an estate: the one who did it.
pub(super) fn check(handbook: &Handbook, pages: &Pages<'_>, findings: &Findings) {
    let workflows = || handbook.workflows.values();
    let signed = |workflow: &Workflow| workflow.steps.iter().any(Step::asks_second);
    let standard: Vec<&Workflow> = workflows().map(|one| &**one).filter(|one| signed(one)).collect();
    for estate in handbook.estates.values() {
        let own: Vec<&Workflow>;
        let here = if handbook.adjusted.contains_key(&estate.id) {
            let at = workflows().filter_map(|workflow| handbook.at(&estate.id, workflow).ok());
            own = at.map(|one| &**one).filter(|one| signed(one)).collect();
            &own
        } else {
            &standard
        };
        for step in here.iter().flat_map(|workflow| &workflow.steps).filter(|step| step.asks_second()) {
            if let Some(alone) = owners(step, estate).into_iter().find_map(|owner| alone(owner, estate)) {
                report(alone, (step, pages.in_step(step, StepKey::Signoff)), estate, findings);
            }
        }
    }
}

/// Whom a step may be for at an estate: where zones say it, each whom one of them names.
fn owners<'a>(step: &'a Step, estate: &'a Estate) -> Vec<Charge<'a>> {
    match step.owner() {
        Some(Owner::Role(role)) => estate.roles.roles.get(role).map(Charge::Role).into_iter().collect(),
        Some(Owner::Staff(person)) => {
            estate.person(person).map(|person| Charge::Person(person)).into_iter().collect()
        }
        Some(Owner::Key(_, key)) => in_zones(key, estate),
        Some(Owner::Item(key)) if step.for_each == Some(Each::Zones) => in_zones(key, estate),
        _ => Vec::new(),
    }
}

fn in_zones<'a>(key: &str, estate: &'a Estate) -> Vec<Charge<'a>> {
    estate.zones.iter().filter_map(|zone| estate.in_zone(&zone.id, key)).collect()
}

/// The only person who may do what belongs to an owner, where nobody else could sign it.
fn alone<'a>(owner: Charge<'a>, estate: &'a Estate) -> Option<&'a StaffId> {
    let (person, first) = match owner {
        Charge::Role(role) => (None, Some(&role.id)),
        Charge::Person(person) => {
            (Some(&person.id), person.roles.first().and_then(|role| estate.roles.superior(role)))
        }
    };
    let mut doers: BTreeSet<&StaffId> = person.into_iter().collect();
    doers.extend(first.into_iter().flat_map(|role| at_or_above(role, estate)).map(|person| &person.id));
    let mut doers = doers.into_iter();
    let only = doers.next().filter(|_| doers.next().is_none())?;
    (!falls_to_another(only, first, estate)).then_some(only)
}

/// Whether a signature falls to somebody else. Up it goes past roles that are the sender's alone; past
/// the top it is for `last_resort`. A role that nobody has keeps it, for those above to give.
fn falls_to_another(sender: &StaffId, first: Option<&RoleId>, estate: &Estate) -> bool {
    let mut chain = first.into_iter().flat_map(|role| std::iter::once(role).chain(estate.roles.above(role)));
    let vacant = chain.any(|role| !estate.staff.iter().any(|person| person.has_role(role)));
    let last = &estate.roles.last_resort;
    !vacant && at_or_above(last, estate).any(|person| person.id != *sender)
}

fn at_or_above<'a>(role: &'a RoleId, estate: &'a Estate) -> impl Iterator<Item = &'a Person> {
    let roles: Vec<&RoleId> = std::iter::once(role).chain(estate.roles.above(role)).collect();
    let staff = estate.staff.iter().map(|person| &**person);
    staff.filter(move |person| roles.iter().any(|role| person.has_role(role)))
}

fn report(only: &StaffId, (step, place): (&Step, &Place), estate: &Estate, findings: &Findings) {
    let (id, step_id) = (&estate.id, &step.id);
    findings.add(
        warning(
            "nobody-signs",
            place,
            format!("项目 `{id}` 里只有 {only} 能办步骤“{step_id}”，办完没有别人能复核"),
            format!("in the estate `{id}` only {only} can do `{step_id}`, so nobody is left to sign it"),
        )
        .also(&estate.place, "这个项目", "this estate")
        .help(
            "给这个项目再配一个能办的人或一个上级，或改由别的岗位负责",
            "give the estate another who can do it, or a superior, or let another role own it",
        ),
    );
}
