//! Work by zones needs them: a start for each zone opens nothing where an estate has none, and an
//! owner such as `"{zone.cleaner}"` or `"{item.cleaner}"` needs the key in every zone.

use super::pages::Pages;
use crate::findings::{Findings, error, warning};
use crate::words::{EstateKey, StepKey};
use std::collections::BTreeSet;
use steward_model::{
    Each, Estate, Handbook, MOST_ITEMS, Owner, Place, StartKind, Step, ThenAction, Workflow,
};

/// Reports each estate that lacks what its workflows ask of its zones.
pub(super) fn check(handbook: &Handbook, pages: &Pages<'_>, findings: &Findings) {
    let workflows = || handbook.workflows.values();
    let standard: Vec<&Workflow> = workflows().map(|one| &**one).filter(|one| asks(one)).collect();
    for estate in handbook.estates.values() {
        let own: Vec<&Workflow>;
        let here = if handbook.adjusted.contains_key(&estate.id) {
            let at = workflows().filter_map(|workflow| handbook.at(&estate.id, workflow).ok());
            own = at.map(|one| &**one).filter(|one| asks(one)).collect();
            &own
        } else {
            &standard
        };
        let mut told = BTreeSet::new();
        for workflow in here {
            if let Some(start) = start_by_zones(workflow).filter(|_| estate.zones.is_empty()) {
                no_zones((estate, pages.key_of_estate(estate, EstateKey::Zones)), workflow, start, findings);
            }
            if let Some(step) = by_zones(workflow).filter(|_| estate.zones.len() > MOST_ITEMS) {
                too_many_zones(estate, step, pages, findings);
            }
            for (key, step) in keys(workflow) {
                if told.insert(key) {
                    each_has(estate, key, step, pages, findings);
                }
            }
        }
    }
}

/// Whether a workflow asks anything of zones.
fn asks(workflow: &Workflow) -> bool {
    start_by_zones(workflow).is_some() || by_zones(workflow).is_some() || keys(workflow).next().is_some()
}

/// The first step that is done zone by zone.
fn by_zones(workflow: &Workflow) -> Option<&Step> {
    workflow.steps.iter().find(|step| step.for_each == Some(Each::Zones))
}

fn start_by_zones(workflow: &Workflow) -> Option<&Place> {
    let by_zones = |kind: &StartKind| matches!(kind, StartKind::Schedule { for_each: Some(_), .. });
    workflow.starts.iter().find(|start| by_zones(&start.kind)).map(|start| &start.place)
}

/// The keys of zones that steps of a workflow are owned by, each with its step.
fn keys(workflow: &Workflow) -> impl Iterator<Item = (&str, &Step)> {
    workflow.steps.iter().flat_map(|step| {
        let actions = step.then.iter().flat_map(|line| line.actions());
        let handed = actions.filter_map(|action| match action {
            ThenAction::HandTo(owner) => Some(owner),
            _ => None,
        });
        step.owners().chain(handed).filter_map(move |owner| match owner {
            Owner::Key(_, key) | Owner::Item(key) => Some((key.as_str(), step)),
            _ => None,
        })
    })
}

fn no_zones((estate, place): (&Estate, &Place), workflow: &Workflow, start: &Place, findings: &Findings) {
    let (id, process) = (&estate.id, &workflow.id);
    findings.add(
        warning(
            "no-zones",
            place,
            format!("项目 `{id}` 没有分区，`{process}` 按分区发起，在这里一件也不会立"),
            format!("`{id}` has no zones, so `{process}`, which begins for each zone, never begins here"),
        )
        .also(start, "在这里按分区发起", "it begins for each zone here")
        .help(
            "在项目里写 `zones:`，或在 `adjusts:` 里写这个流程 `not_here`",
            "write `zones:` in the estate, or say under `adjusts:` that the process is `not_here`",
        ),
    );
}

fn too_many_zones(estate: &Estate, step: &Step, pages: &Pages<'_>, findings: &Findings) {
    let (id, step_id, count) = (&estate.id, &step.id, estate.zones.len());
    findings.add(
        error(
            "too-many-items",
            pages.key_of_estate(estate, EstateKey::Zones),
            format!("项目 `{id}` 有 {count} 个分区，一个步骤最多逐个办 {MOST_ITEMS} 项"),
            format!("`{id}` has {count} zones; a step is done for {MOST_ITEMS} items at most"),
        )
        .also(
            pages.in_step(step, StepKey::ForEach),
            format!("步骤“{step_id}”按分区逐个办理"),
            format!("the step `{step_id}` is done for each zone"),
        )
        .help("合并分区，或拆成几个项目", "make fewer zones of them, or several estates"),
    );
}

fn each_has(estate: &Estate, key: &str, step: &Step, pages: &Pages<'_>, findings: &Findings) {
    for zone in &estate.zones {
        if estate.in_zone(&zone.id, key).is_some() {
            continue;
        }
        let place = pages.in_zone(estate, &zone.id, key);
        let (id, zone_id, step_id) = (&estate.id, &zone.id, &step.id);
        let draft = match zone.keys.get(key) {
            Some(named) => error(
                "zone-without-key",
                place,
                format!("项目 `{id}` 的分区 `{zone_id}`：`{key}` 写的“{named}”不是这里的人员，也不是岗位"),
                format!(
                    "in `{id}`, zone `{zone_id}`: `{named}`, its `{key}`, is neither somebody who works here nor a role"
                ),
            ),
            None => error(
                "zone-without-key",
                place,
                format!("项目 `{id}` 的分区 `{zone_id}` 没有写 `{key}`"),
                format!("in `{id}`, zone `{zone_id}` has no `{key}`"),
            ),
        };
        let asks = pages.in_step(step, StepKey::Owner);
        findings.add(
            draft
                .also(
                    asks,
                    format!("步骤“{step_id}”由它负责"),
                    format!("the step `{step_id}` is owned by it"),
                )
                .help(
                    format!("在这个分区写上，例如 `{key}: 人员编号`"),
                    format!("write it in the zone, such as `{key}: STAFF-ID`"),
                ),
        );
    }
}
