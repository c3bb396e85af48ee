//! Somebody who is told the same thing twice: named in two ways by one rung or notice, or by two rungs
//! at the same moment.

use super::Desk;
use crate::findings::warning;
use steward_model::{Audience, Estate, Ladder, Owner, Place, RoleId, Step, StepKind, Workflow};

/// Warns of each message that somebody would get twice.
pub(super) fn check(workflow: &Workflow, desk: &Desk<'_>) {
    let Some(estate) = desk.known.estate_files.values().next() else { return };
    let look = |ladder: &Ladder, step: Option<&Step>| {
        // One that could not be understood as a whole may be read wrong.
        if ladder.rungs.first().is_some_and(|first| desk.findings.has_error_in(&first.place.file)) {
            return;
        }
        // A ladder that serves many steps may name a role that is the owner of some of them.
        let own = *ladder != desk.marks.ladder;
        let owner = step.filter(|_| own).and_then(Step::owner).and_then(role_of_owner);
        for (nth, rung) in ladder.rungs.iter().enumerate() {
            within(&rung.tell, owner, estate, &rung.place, desk);
            let earlier = ladder.rungs[..nth].iter().filter(|earlier| earlier.at == rung.at);
            for earlier in earlier {
                let both = rung
                    .tell
                    .iter()
                    .find(|one| earlier.tell.iter().any(|other| same(one, other, owner, estate)));
                if let Some(both) = both {
                    twice(both, &rung.place, desk);
                }
            }
        }
    };
    for step in &workflow.steps {
        look(step.rungs(), Some(step));
        if let StepKind::Notify { tell, .. } = &step.kind {
            let notes = &desk.marks.notes;
            let place = notes.keys.get(&(step.id.clone(), crate::words::StepKey::Notify));
            within(tell, None, estate, place.unwrap_or(&step.place), desk);
        }
    }
    workflow.limits.iter().for_each(|limit| look(&limit.ladder, None));
}

fn role_of_owner(owner: &Owner) -> Option<&RoleId> {
    match owner {
        Owner::Role(role) => Some(role),
        _ => None,
    }
}

fn within(tell: &[Audience], owner: Option<&RoleId>, estate: &Estate, place: &Place, desk: &Desk<'_>) {
    let repeated = tell
        .iter()
        .enumerate()
        .find(|(nth, one)| tell[..*nth].iter().any(|before| same(one, before, owner, estate)));
    if let Some((_, repeated)) = repeated {
        twice(repeated, place, desk);
    }
}

/// Whether two ways of saying it mean the same people. Everyone of a role are among them those on duty.
fn same(one: &Audience, other: &Audience, owner: Option<&RoleId>, estate: &Estate) -> bool {
    let role = |audience: &Audience| match audience {
        Audience::Role(role) | Audience::All(role) => Some(role.clone()),
        Audience::Owner | Audience::AllOwner => owner.cloned(),
        Audience::Superior => owner.and_then(|owner| estate.roles.superior(owner)).cloned(),
        Audience::SuperiorOf(role) => estate.roles.superior(role).cloned(),
        _ => None,
    };
    one == other || role(one).is_some_and(|one| role(other) == Some(one))
}

fn twice(audience: &Audience, place: &Place, desk: &Desk<'_>) {
    let who = match audience {
        Audience::Owner => "owner".to_owned(),
        Audience::AllOwner => "all owner".to_owned(),
        Audience::Superior => "superior".to_owned(),
        Audience::Role(role) => role.to_string(),
        Audience::All(role) => format!("all {role}"),
        Audience::SuperiorOf(role) => format!("superior of {role}"),
        Audience::Staff(staff) => staff.to_string(),
        Audience::Field(field) => format!("{{{field}}}"),
        Audience::Starter => "starter".to_owned(),
    };
    desk.findings.add(
        warning(
            "told-twice",
            place,
            format!("`{who}` 同时通知了两次：前面已经写到同一批人"),
            format!("`{who}` is told twice at once: the same people are named before it"),
        )
        .help("去掉其中一个", "leave one of the two out"),
    );
}
