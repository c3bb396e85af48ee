//! A message that goes to a crowd: when everybody is told, everybody thinks that somebody else acts.

use crate::findings::{Findings, warning};
use std::collections::{BTreeMap, BTreeSet};
use steward_model::{Audience, Estate, Handbook, Owner, Place, RoleId, StepKind, Workflow};

/// More people than this are a crowd.
const MOST: usize = 8;

/// The people of an estate that have each role, by their place in its staff.
type ByRole<'a> = BTreeMap<&'a RoleId, Vec<usize>>;

/// Warns of each rung and notice that tells a crowd at some estate, with the largest.
pub(super) fn check(handbook: &Handbook, findings: &Findings) {
    let large = handbook.estates.values().filter(|estate| estate.staff.len() > MOST);
    let estates: Vec<(&Estate, ByRole<'_>)> = large.map(|estate| (&**estate, by_role(estate))).collect();
    // Processes mostly tell the same few lists, and there may be a thousand estates to count at.
    let mut counted = BTreeMap::new();
    for workflow in handbook.workflows.values() {
        for (tell, owner, place) in told(workflow) {
            let (some, all) = roles(tell, owner, handbook);
            let largest = *counted.entry((some, all)).or_insert_with_key(|(some, all)| {
                let counts = estates.iter().map(|(estate, of)| (people(some, all, estate, of), *estate));
                counts.max_by_key(|(count, _)| *count)
            });
            if let Some((count, estate)) = largest.filter(|(count, _)| *count > MOST) {
                report(count, estate, place, findings);
            }
        }
    }
}

fn by_role(estate: &Estate) -> ByRole<'_> {
    let mut of = ByRole::new();
    for (at, person) in estate.staff.iter().enumerate() {
        person.roles.iter().for_each(|role| of.entry(role).or_default().push(at));
    }
    of
}

/// Every list of those told, with the owner it may mean and where it is written.
fn told(workflow: &Workflow) -> impl Iterator<Item = (&[Audience], Option<&RoleId>, &Place)> {
    let of_steps = workflow.steps.iter().flat_map(|step| {
        let owner = match step.owner() {
            Some(Owner::Role(role)) => Some(role),
            _ => None,
        };
        let notice = match &step.kind {
            StepKind::Notify { tell, .. } => Some((&**tell, None, &step.place)),
            _ => None,
        };
        step.rungs().rungs.iter().map(move |rung| (&*rung.tell, owner, &rung.place)).chain(notice)
    });
    let of_case = workflow.limits.iter().flat_map(|limit| &limit.ladder.rungs);
    of_steps.chain(of_case.map(|rung| (&*rung.tell, None, &rung.place)))
}

/// The roles a list means: those on duty of the first, everyone of the second.
fn roles<'a>(
    tell: &'a [Audience],
    owner: Option<&'a RoleId>,
    handbook: &'a Handbook,
) -> (BTreeSet<&'a RoleId>, BTreeSet<&'a RoleId>) {
    let superior = |role| handbook.roles.superior(role);
    let (mut some, mut all) = (BTreeSet::new(), BTreeSet::new());
    for audience in tell {
        match audience {
            Audience::Role(role) => _ = some.insert(role),
            Audience::All(role) => _ = all.insert(role),
            Audience::Owner => some.extend(owner),
            Audience::AllOwner => all.extend(owner),
            Audience::Superior => some.extend(owner.and_then(superior)),
            Audience::SuperiorOf(role) => some.extend(superior(role)),
            Audience::Staff(_) | Audience::Field(_) | Audience::Starter => {}
        }
    }
    (some, all)
}

/// How many people that are at an estate when all are there. Of a role with a roster only those on
/// shift are told, which are few.
fn people(some: &BTreeSet<&RoleId>, all: &BTreeSet<&RoleId>, estate: &Estate, of: &ByRole<'_>) -> usize {
    let always = some.iter().filter(|role| !estate.rosters.contains_key(**role));
    let roles = always.chain(all).filter_map(|role| of.get(role));
    let mut told: Vec<usize> = roles.flatten().copied().collect();
    told.sort_unstable();
    told.dedup();
    told.len()
}

fn report(count: usize, estate: &Estate, place: &Place, findings: &Findings) {
    let id = &estate.id;
    findings.add(
        warning(
            "crowd-told",
            place,
            format!("在项目 `{id}` 这里一次通知 {count} 人：人人都知道，就没有人去办"),
            format!(
                "this tells {count} people at once at the estate `{id}`: what everybody hears nobody does"
            ),
        )
        .help(
            "通知负责的岗位和它的上级；确要通知这么多人，在这一行写明原因",
            "tell the role that owns it and its superior; if so many must hear, say why at this line",
        ),
    );
}
