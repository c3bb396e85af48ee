//! A message that goes to a crowd: when everybody is told, everybody thinks that somebody else acts.

use super::uses;
use crate::findings::{Findings, warning};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use steward_model::{Audience, Estate, Handbook, Owner, Place, RoleId, Step, StepKind, Workflow};

/// More people than this are a crowd.
const MOST: usize = 8;

/// The people of an estate that have each role, by their place in its staff.
type ByRole<'a> = BTreeMap<&'a RoleId, Vec<usize>>;

/// Warns of each rung and notice that tells a crowd at some estate, with the largest.
pub(super) fn check(handbook: &Handbook, findings: &Findings) {
    let large = handbook.estates.values().filter(|estate| estate.staff.len() > MOST);
    let estates: Vec<(&Estate, ByRole<'_>)> = large.map(|estate| (&**estate, by_role(estate))).collect();
    let most = most(&estates);
    // Processes mostly tell the same few lists, and there may be a thousand estates to count at.
    let mut counted = HashMap::new();
    for workflow in handbook.workflows.values() {
        for (tell, owner, place) in told(workflow) {
            let largest = *counted.entry((tell, owner)).or_insert_with(|| {
                let (some, all) = roles(tell, owner, handbook);
                let at_most: usize = some.union(&all).filter_map(|role| most.get(*role)).sum();
                let counts = estates.iter().map(|(estate, of)| (people(&some, &all, estate, of), *estate));
                if at_most > MOST { counts.max_by_key(|(count, _)| *count) } else { None }
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

/// How many people have each role where most have it.
fn most<'a>(estates: &[(&Estate, ByRole<'a>)]) -> BTreeMap<&'a RoleId, usize> {
    let mut most = BTreeMap::new();
    for (role, people) in estates.iter().flat_map(|(_, of)| of) {
        let count: &mut usize = most.entry(*role).or_default();
        *count = people.len().max(*count);
    }
    most
}

/// Every list of those told, with the owner it may mean and where it is written.
fn told(workflow: &Workflow) -> impl Iterator<Item = (&[Audience], Option<&RoleId>, &Place)> {
    let ladders = uses::ladders(workflow, owner).into_iter();
    let rungs = ladders.flat_map(|(ladder, owner)| ladder.rungs.iter().map(move |rung| (rung, owner)));
    let rungs = rungs.filter(|(rung, _)| !rung.tell.is_empty());
    let notices = workflow.steps.iter().filter_map(|step| match &step.kind {
        StepKind::Notify { tell, .. } => Some((&**tell, None, &step.place)),
        _ => None,
    });
    rungs.map(|(rung, owner)| (&*rung.tell, owner, &rung.place)).chain(notices)
}

fn owner(step: Option<&Step>) -> Option<&RoleId> {
    match step?.owner()? {
        Owner::Role(role) => Some(role),
        _ => None,
    }
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
