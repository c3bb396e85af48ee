//! A message that goes to a crowd: when everybody is told, everybody thinks that somebody else acts.

use super::pages::Pages;
use super::uses;
use crate::findings::{Findings, warning};
use crate::words::StepKey;
use std::collections::{BTreeMap, HashMap};
use steward_model::{Audience, Estate, Handbook, Owner, Place, RoleId, Rung, Step, StepKind, Workflow};

/// More people than this are a crowd.
const MOST: usize = 8;

/// Who works at an estate with which role, in the order of its staff. Roles are numbers here: there may be
/// a thousand estates, and a list of many is counted at all of them.
struct Here<'a> {
    estate: &'a Estate,
    roles: Vec<(usize, usize)>,
    rostered: Vec<usize>,
}

/// Warns of each rung and notice that tells a crowd at some estate, with the largest.
pub(super) fn check(handbook: &Handbook, pages: &Pages<'_>, findings: &Findings) {
    let numbers: Numbers<'_> = handbook.roles.roles.keys().zip(0..).collect();
    let large = handbook.estates.values().filter(|estate| estate.staff.len() > MOST);
    let estates: Vec<Here<'_>> = large.map(|estate| Here::of(estate, &numbers)).collect();
    let most = most_of_a_role(&estates, numbers.len());
    // Processes mostly tell the same few lists.
    let mut counted = HashMap::new();
    for workflow in handbook.workflows.values() {
        for (tell, owner, at) in told(workflow) {
            let told = whom(tell, owner, handbook).filter_map(|(role, _)| numbers.get(role));
            if told.map(|role| most[*role]).sum::<usize>() <= MOST {
                continue;
            }
            let largest = *counted.entry((tell, owner)).or_insert_with(|| {
                let told = roles(tell, owner, handbook, &numbers);
                let counts = estates.iter().map(|here| (here.people(&told), here.estate));
                counts.max_by_key(|(count, _)| *count)
            });
            if let Some((count, estate)) = largest.filter(|(count, _)| *count > MOST) {
                let place = match at {
                    At::Rung(rung) => &rung.place,
                    At::Notice(step) => pages.in_step(step, StepKey::Notify),
                };
                report(count, estate, place, findings);
            }
        }
    }
}

/// How many people have each role where most have it.
fn most_of_a_role(estates: &[Here<'_>], roles: usize) -> Vec<usize> {
    let mut most = vec![0; roles];
    let mut here = vec![0; roles];
    for estate in estates {
        here.fill(0);
        estate.roles.iter().for_each(|(_, role)| here[*role] += 1);
        most.iter_mut().zip(&here).for_each(|(most, here)| *most = (*most).max(*here));
    }
    most
}

/// The roles of the organisation, numbered.
type Numbers<'a> = BTreeMap<&'a RoleId, usize>;

impl<'a> Here<'a> {
    fn of(estate: &'a Estate, numbers: &Numbers<'_>) -> Self {
        let number = |role| numbers.get(role).copied();
        let people = estate.staff.iter().enumerate();
        let roles = people.flat_map(|(at, person)| person.roles.iter().map(move |role| (at, role)));
        Self {
            estate,
            roles: roles.filter_map(|(at, role)| Some((at, number(role)?))).collect(),
            rostered: estate.rosters.keys().filter_map(number).collect(),
        }
    }

    /// How many people are told when all are there. Of a role with a roster only those on shift are told,
    /// which are few.
    fn people(&self, told: &[Told]) -> usize {
        let is_told = |role: usize| match told[role] {
            Told::Nobody => false,
            Told::OnDuty => !self.rostered.contains(&role),
            Told::All => true,
        };
        let mut people: Vec<usize> =
            self.roles.iter().filter(|(_, role)| is_told(*role)).map(|(person, _)| *person).collect();
        people.dedup();
        people.len()
    }
}

/// Where a list of those told is written.
enum At<'a> {
    Rung(&'a Rung),
    Notice(&'a Step),
}

/// Every list of those told, with the owner it may mean.
fn told(workflow: &Workflow) -> impl Iterator<Item = (&[Audience], Option<&RoleId>, At<'_>)> {
    let ladders = uses::ladders(workflow, owner).into_iter();
    let rungs = ladders.flat_map(|(ladder, owner)| ladder.rungs.iter().map(move |rung| (rung, owner)));
    let rungs = rungs.filter(|(rung, _)| !rung.tell.is_empty());
    let notices = workflow.steps.iter().filter_map(|step| match &step.kind {
        StepKind::Notify { tell, .. } => Some((&**tell, None, At::Notice(step))),
        _ => None,
    });
    rungs.map(|(rung, owner)| (&*rung.tell, owner, At::Rung(rung))).chain(notices)
}

fn owner(step: Option<&Step>) -> Option<&RoleId> {
    match step?.owner()? {
        Owner::Role(role) => Some(role),
        _ => None,
    }
}

/// Who of a role is told.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Told {
    Nobody,
    OnDuty,
    All,
}

/// Whom a list means of each role, by its number.
fn roles(tell: &[Audience], owner: Option<&RoleId>, handbook: &Handbook, numbers: &Numbers<'_>) -> Vec<Told> {
    let mut of = vec![Told::Nobody; numbers.len()];
    for (role, told) in whom(tell, owner, handbook) {
        if let Some(number) = numbers.get(role) {
            of[*number] = of[*number].max(told);
        }
    }
    of
}

/// The roles that a list means.
fn whom<'a>(
    tell: &'a [Audience],
    owner: Option<&'a RoleId>,
    handbook: &'a Handbook,
) -> impl Iterator<Item = (&'a RoleId, Told)> {
    let superior = |role| handbook.roles.superior(role);
    tell.iter().filter_map(move |audience| {
        Some(match audience {
            Audience::Role(role) => (role, Told::OnDuty),
            Audience::All(role) => (role, Told::All),
            Audience::Owner => (owner?, Told::OnDuty),
            Audience::AllOwner => (owner?, Told::All),
            Audience::Superior => (superior(owner?)?, Told::OnDuty),
            Audience::SuperiorOf(role) => (superior(role)?, Told::OnDuty),
            Audience::Staff(_) | Audience::Field(_) | Audience::Starter => return None,
        })
    })
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
