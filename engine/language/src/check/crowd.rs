//! A message that goes to a crowd: when everybody is told, everybody thinks that somebody else acts.

use crate::findings::{Findings, warning};
use std::collections::BTreeSet;
use steward_model::{Audience, Estate, Handbook, Owner, Place, RoleId, StepKind, Workflow};

/// More people than this are a crowd.
const MOST: usize = 8;

/// Warns of each rung and notice that tells a crowd at some estate, once, with the largest.
pub(super) fn check(handbook: &Handbook, findings: &Findings) {
    for workflow in handbook.workflows.values() {
        for (tell, owner, place) in told(workflow) {
            let largest = handbook
                .estates
                .values()
                .map(|estate| (people(tell, owner, estate), estate))
                .max_by_key(|(count, estate)| (*count, std::cmp::Reverse(&estate.id)));
            if let Some((count, estate)) = largest.filter(|(count, _)| *count > MOST) {
                report(count, estate, place, findings);
            }
        }
    }
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

/// How many people a list means when all are there. Of a role with a roster only those on shift are
/// told, unless it says `all`.
fn people(tell: &[Audience], owner: Option<&RoleId>, estate: &Estate) -> usize {
    let mut roles = BTreeSet::new();
    for audience in tell {
        let (role, all) = match audience {
            Audience::Role(role) => (Some(role), false),
            Audience::All(role) => (Some(role), true),
            Audience::Owner => (owner, false),
            Audience::AllOwner => (owner, true),
            Audience::Superior => (owner.and_then(|owner| estate.roles.superior(owner)), false),
            Audience::SuperiorOf(role) => (estate.roles.superior(role), false),
            Audience::Staff(_) | Audience::Field(_) | Audience::Starter => (None, false),
        };
        roles.extend(role.filter(|role| all || !estate.rosters.contains_key(*role)));
    }
    estate.staff.iter().filter(|person| roles.iter().any(|role| person.has_role(role))).count()
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
