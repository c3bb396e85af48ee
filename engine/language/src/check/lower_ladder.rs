//! A step's or limit's own `escalate` that ends lower than the one it replaces: a miss that used to
//! reach the region manager stops at the desk, and nobody decided that.

use super::Desk;
use crate::findings::warning;
use crate::words::StepKey;
use steward_model::{Audience, Ladder, Limit, LimitOf, Owner, Place, RoleId, Roles, RungAt, Workflow};

/// Warns of each limit whose own ladder ends lower than the workflow's.
pub(super) fn check(workflow: &Workflow, desk: &Desk<'_>) {
    // The roles are the organisation's; without an estate nothing is told to anybody.
    let Some(estate) = desk.known.estate_files.values().next() else { return };
    for limit in workflow.all_limits().filter(|limit| limit.ladder != desk.marks.ladder) {
        let owner = match workflow.step_of(limit).and_then(|step| step.owner()) {
            Some(Owner::Role(role)) => Some(role),
            _ => None,
        };
        let replaced = highest(&desk.marks.ladder, owner, &estate.roles);
        let own = highest(&limit.ladder, owner, &estate.roles);
        if let Some((height, role)) = replaced
            && own.is_none_or(|(own, _)| own < height)
        {
            report(workflow, limit, role, desk);
        }
    }
}

/// The highest role a ladder reaches at or after the miss, and how many roles lie below the top.
fn highest<'a>(ladder: &'a Ladder, owner: Option<&'a RoleId>, roles: &'a Roles) -> Option<(i64, &'a RoleId)> {
    let late = ladder.rungs.iter().filter(|rung| matches!(rung.at, RungAt::Overdue | RungAt::After(_)));
    let told = late.flat_map(|rung| rung.tell.iter().chain(&rung.hand_to));
    let role = |audience: &'a Audience| match audience {
        Audience::Role(role) | Audience::All(role) => Some(role),
        Audience::Owner | Audience::AllOwner => owner,
        Audience::Superior => owner.and_then(|owner| roles.superior(owner)),
        _ => None,
    };
    // A circle of superiors has its own finding; here it must only come to an end.
    let below_top = |role: &RoleId| -(roles.above(role).take(roles.roles.len()).count() as i64);
    told.filter_map(role).map(|role| (below_top(role), role)).max_by_key(|(height, _)| *height)
}

fn report(workflow: &Workflow, limit: &Limit, role: &RoleId, desk: &Desk<'_>) {
    let notes = &desk.marks.notes;
    let written: Option<&Place> = match &limit.of {
        LimitOf::Step(step) => notes.keys.get(&(step.clone(), StepKey::Escalate)),
        LimitOf::Case => limit.ladder.rungs.last().map(|rung| &rung.place),
    };
    let Some(place) = written else { return };
    let id = &limit.id;
    let draft = warning(
        "ladder-ends-lower",
        place,
        format!("“{id}”自己的升级到不了“{role}”，而它替换的那一份可以"),
        format!("the ladder of `{id}` never reaches `{role}`, as the one it replaces does"),
    );
    let draft = match desk.marks.ladder.rungs.last() {
        Some(rung) if rung.place.file == workflow.place.file => {
            draft.also(&rung.place, "被替换的升级止于这里", "the one it replaces ends here")
        }
        _ => draft,
    };
    desk.findings.add(draft.help(
        format!("加上最后一级，例如 `- {{ at: overdue + 1 workday, tell: {role} }}`"),
        format!("add a last rung, such as `- {{ at: overdue + 1 workday, tell: {role} }}`"),
    ));
}
