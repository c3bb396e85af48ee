//! Whether somebody is told in every estate, whoever is meant. A role is told, else its
//! substitutes, else the roles above, else `last_resort`: so the chain comes out empty exactly
//! where `last_resort` has nobody who can be reached. A role that nobody has there is worth a
//! warning, since its work falls to the one above from the first day on.

use super::{Seen, uses};
use crate::findings::{Findings, error, warning};
use std::collections::{BTreeMap, BTreeSet};
use steward_model::{Estate, Handbook, Place, RoleId, Workflow};

/// Checks every estate.
pub(super) fn check(handbook: &Handbook, seen: &Seen<'_>, findings: &Findings) {
    let roles = &handbook.roles;
    if !roles.roles.contains_key(&roles.last_resort) {
        return;
    }
    let workflows = || handbook.workflows.values();
    let standard = used(workflows().map(|workflow| &**workflow), handbook);
    for estate in handbook.estates.values() {
        let own;
        let used = if handbook.adjusted.contains_key(&estate.id) {
            let here = workflows().filter_map(|workflow| handbook.at(&estate.id, workflow).ok());
            own = used(here.map(|workflow| &**workflow), handbook);
            &own
        } else {
            &standard
        };
        if !somebody_reachable(estate, &roles.last_resort) {
            nobody(estate, &roles.last_resort, seen.last_resort, findings);
        }
        let there: BTreeSet<&RoleId> = estate.staff.iter().flat_map(|person| &person.roles).collect();
        for (role, place) in used.iter().filter(|(role, _)| !there.contains(*role)) {
            let title = roles.roles.get(*role).map(|role| &role.title);
            let names = title.map_or_else(Vec::new, |title| vec![&*title.zh, &*title.en]);
            let names: Vec<&str> = names.into_iter().chain([role.as_str()]).collect();
            vacant(estate, role, seen.pages.naming(place, &names), findings);
        }
    }
}

/// The roles that workflows count on, each with the first place that names it.
fn used<'a>(
    workflows: impl Iterator<Item = &'a Workflow>,
    handbook: &Handbook,
) -> BTreeMap<&'a RoleId, &'a Place> {
    let mut used = BTreeMap::new();
    workflows.for_each(|workflow| uses::roles(workflow, &mut used));
    used.retain(|role, _| handbook.roles.roles.contains_key(*role));
    used
}

fn anybody(estate: &Estate, role: &RoleId) -> bool {
    estate.staff.iter().any(|person| person.has_role(role))
}

fn somebody_reachable(estate: &Estate, role: &RoleId) -> bool {
    estate.staff.iter().any(|person| person.has_role(role) && !person.contacts.is_empty())
}

fn nobody(estate: &Estate, role: &RoleId, place: &Place, findings: &Findings) {
    let id = &estate.id;
    findings.add(
        error(
            "nobody-hears",
            place,
            format!("项目 `{id}` 没有一个能联系到的 `{role}`，兜底通知会没人收到"),
            format!("in the estate `{id}` nobody of `{role}` can be reached, so nobody would hear what else goes unheard"),
        )
        .also(&estate.place, "这个项目", "this estate")
        .help(
            format!("在 steward.yaml 的 `staff` 里写一个 `{role}`，带上邮箱或手机，不限区域和项目"),
            format!("add somebody with the role `{role}` and an e-mail or telephone to `staff` of steward.yaml, for all estates"),
        ),
    );
}

fn vacant(estate: &Estate, role: &RoleId, place: &Place, findings: &Findings) {
    let id = &estate.id;
    let above = estate.roles.above(role).find(|above| anybody(estate, above));
    let instead = above.unwrap_or(&estate.roles.last_resort);
    findings.add(
        warning(
            "vacant-role",
            place,
            format!("项目 `{id}` 没有人担任 `{role}`，由 `{instead}` 代替"),
            format!("nobody has the role `{role}` in the estate `{id}`; `{instead}` stands in"),
        )
        .also(&estate.place, "这个项目", "this estate")
        .help(
            format!("给 `{id}` 的某个人加上岗位 `{role}`，或改掉流程里的岗位"),
            format!("give somebody of `{id}` the role `{role}`, or name another role here"),
        ),
    );
}
