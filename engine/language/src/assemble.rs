//! The whole folder put together: every file a tree, the organisation first, then calendars, staff
//! and estates, then the workflows that name them, then the scenarios, and at last the checks that
//! look at everything.

mod adjusted;
mod calendars;
mod people;
mod pinned;
mod trees;

use crate::check;
use crate::findings::Findings;
use crate::fingerprint::Fingerprint;
use crate::folder::Folder;
use crate::lower::{Known, ladder, organisation, scenario, template, workflow};
use crate::names::{Noun, Register};
use crate::words::{HandbookKey, Words, WorkflowKey};
use calendars::Calendars;
use people::{People, estates};
pub(crate) use pinned::reread;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use steward_model::{Files, Handbook, Roles};
use trees::Trees;
pub(crate) use trees::likely;

/// Everything a folder says. `None` when there is no `steward.yaml` that can be read.
pub(crate) fn handbook(files: &Files, findings: &Findings) -> Option<Handbook> {
    let folder = Folder::sort(files);
    let trees = Trees::read(&folder, findings);
    let rules = folder.rules(findings);
    let (templates, texts) = template::templates(&folder.templates, findings);
    let template_names = template::names(&templates);
    let (_, top) = trees.organisation.as_ref()?;
    let written = organisation::organisation(top, &template_names, findings);
    let calendars = Calendars::read(&trees, findings);
    let people = People::read(&trees, &written, &calendars.names, findings);
    let organisation = written.organisation;
    let roles = Arc::new(Roles { roles: written.roles, last_resort: organisation.last_resort.clone() });
    let estates = estates(&people, &roles, &calendars, &organisation);
    let mut known = Known {
        roles: written.role_names,
        people: people.names,
        estates: people.estate_names,
        calendars: calendars.names,
        calendar_files: calendars.calendars.clone(),
        templates: template_names,
        workflows: Register::new(Noun::Workflow),
        rules: rules.clone(),
        estate_files: estates.clone(),
        zone: organisation.zone.clone(),
        default_ladder: written.ladder,
    };
    let mut handbook = Handbook {
        organisation,
        roles,
        staff: people.staff,
        workflows: BTreeMap::new(),
        sources: BTreeMap::new(),
        adjusted: BTreeMap::new(),
        calendars: calendars.calendars,
        estates,
        rules,
        templates,
        scenarios: Vec::new(),
        surroundings: surroundings(&trees),
    };
    let default_ladder = ladder::of_organisation(&known, findings);
    let mut all_workflows = trees.all_workflows;
    let mut broken = BTreeSet::new();
    let mut rules_used = BTreeSet::new();
    for (file, tree) in &trees.workflows {
        let before = findings.errors();
        let Some(one) = workflow::workflow(tree, &known, &default_ladder, findings) else {
            all_workflows = false;
            continue;
        };
        rules_used.insert(one.rules.clone());
        let place = tree.get(WorkflowKey::Workflow.en()).map_or(&one.place, |node| &node.place);
        let first = known.workflows.enter(&one.id, Some(&one.title), place, findings);
        if findings.errors() > before {
            broken.insert(one.id.clone());
        }
        if first {
            let sources = pinned::sources(&one, (file, tree), &trees, &known);
            handbook.sources.insert(one.id.clone(), Arc::new(sources));
            handbook.workflows.insert(one.id.clone(), Arc::new(one));
        }
    }
    if !all_workflows {
        known.workflows.leave_open();
    }
    let adjustments = adjusted::estates(
        adjusted::Standards {
            trees: &trees,
            workflows: &handbook.workflows,
            broken: &broken,
            default_ladder: &default_ladder,
            known: &known,
        },
        findings,
    );
    handbook.adjusted = adjustments.all;
    let theatre = scenario::Theatre {
        workflows: &handbook.workflows,
        adjusted: &handbook.adjusted,
        unsure: &adjustments.unsure,
        broken: &broken,
        staff_is_sound: people.sound,
        known: &known,
        findings,
    };
    let scenarios: Vec<_> = trees.scenarios.iter().filter_map(|(_, tree)| theatre.scenario(tree)).collect();
    handbook.scenarios = scenarios;
    let seen = check::Seen {
        last_resort: &written.last_resort,
        staff_is_sound: people.sound,
        providers: written.names_sms.then_some(&written.providers),
        rules_used: all_workflows.then_some(&rules_used),
        texts: &texts,
    };
    check::handbook(&handbook, &seen, findings);
    Some(handbook)
}

/// What open cases are computed anew for when it changes.
fn surroundings(trees: &Trees<'_>) -> Arc<str> {
    let mut fingerprint = Fingerprint::default();
    for (file, tree) in trees.calendars.iter().chain(&trees.estates) {
        fingerprint = fingerprint.text(&file.path).tree(tree);
    }
    if let Some((_, top)) = &trees.organisation {
        let keys = [HandbookKey::Roles, HandbookKey::Staff, HandbookKey::TimeZone, HandbookKey::LastResort];
        for node in keys.iter().filter_map(|key| top.get(key.en())) {
            fingerprint = fingerprint.tree(node);
        }
    }
    fingerprint.finish()
}
