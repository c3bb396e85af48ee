//! The whole folder put together: every file a tree, the organisation first, then calendars, staff
//! and estates, then the workflows that name them, then the scenarios, and at last the checks that
//! look at everything.

mod adjusted;
mod calendars;
mod estates;
mod ground;
mod memory;
mod people;
mod pinned;
mod plays;
mod renewal;
mod trees;

use crate::check;
use crate::check::pages::Pages;
use crate::findings::Findings;
use crate::fingerprint::Fingerprint;
use crate::folder::Folder;
use crate::lower::{Known, organisation, scenario, template, workflow};
use crate::names::{Noun, Register};
use crate::words::{HandbookKey, Words, WorkflowKey};
use estates::Around;
use ground::Ground;
pub(crate) use memory::Memory;
use memory::ReadWorkflow;
pub(crate) use pinned::reread;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;
use steward_model::{Files, Handbook};
use trees::Trees;
pub(crate) use trees::likely;

/// Everything a folder says. `None` when there is no `steward.yaml` that can be read. What `memory` keeps
/// of an earlier reading and still holds is not read again.
pub(crate) fn handbook(files: &Files, memory: &mut Memory, findings: &Findings) -> Option<Handbook> {
    memory.keep_only(files);
    let folder = Folder::sort(files);
    let trees = Trees::read(&folder, memory, findings);
    let rules = folder.rules(findings);
    let (templates, texts) = template::templates(&folder.templates, findings);
    let template_names = template::names(&templates);
    let (_, top) = trees.organisation.as_ref()?;
    let written = organisation::organisation(top, &template_names, findings);
    let calendars = memory.calendars(&trees, findings);
    let (around, otherwise) = memory.around(&trees, &calendars, findings, |before, found| {
        Around::read(&trees, &written, &calendars, before, found)
    });
    let people = &around.people;
    let mut known = Known {
        roles: written.role_names,
        people: people.names.clone(),
        estates: people.estate_names.clone(),
        calendars: calendars.names.clone(),
        calendar_files: calendars.calendars.clone(),
        templates: template_names,
        workflows: Rc::new(Register::new(Noun::Workflow)),
        rules: rules.clone(),
        estate_files: around.estates.clone(),
        zone: written.organisation.zone.clone(),
        default_ladder: written.ladder,
    };
    let ground =
        Ground::of(&trees, &known, &calendars, &around.roles, templates.keys().cloned().collect(), findings)?;
    let text_of_top = ground.top.clone();
    let default_ladder = memory.stand_on(ground, top, &known, &otherwise, findings);
    let mut handbook = Handbook {
        organisation: written.organisation,
        roles: around.roles.clone(),
        staff: people.staff.clone(),
        workflows: BTreeMap::new(),
        sources: BTreeMap::new(),
        adjusted: BTreeMap::new(),
        calendars: calendars.calendars.clone(),
        calendar_titles: calendars.titles.clone(),
        estates: (*around.estates).clone(),
        rules,
        templates,
        scenarios: Vec::new(),
        surroundings: surroundings(&trees, memory),
    };
    let mut all_workflows = trees.all_workflows;
    let mut broken = BTreeSet::new();
    let mut rules_used = BTreeSet::new();
    let mut workflow_names = Register::new(Noun::Workflow);
    for (file, tree) in &trees.workflows {
        let kept = memory.workflow((file, tree), &known, findings, |found| {
            let (one, marks) = workflow::read(tree, &known, &default_ladder, found)?;
            let sources = pinned::sources(&one, (file, tree), Some(&text_of_top), &known);
            Some((one, marks, sources))
        });
        let Some(ReadWorkflow { workflow: one, sources, .. }) = &kept.read else {
            all_workflows = false;
            continue;
        };
        rules_used.insert(one.rules.clone());
        let place = tree.get(WorkflowKey::Workflow.en()).map_or(&one.place, |node| &node.place);
        let first = workflow_names.enter(&one.id, Some(&one.title), place, findings);
        if !first || kept.errors() > 0 {
            broken.insert(one.id.clone());
        }
        if first {
            handbook.sources.insert(one.id.clone(), sources.clone());
            handbook.workflows.insert(one.id.clone(), one.clone());
        }
    }
    if !all_workflows {
        workflow_names.leave_open();
    }
    known.workflows = Rc::new(workflow_names);
    let adjustments = adjusted::estates(
        adjusted::Standards {
            trees: &trees,
            workflows: &handbook.workflows,
            broken: &broken,
            default_ladder: &default_ladder,
            top: Some(&text_of_top),
            known: &known,
        },
        memory,
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
        houses: RefCell::default(),
        cast: RefCell::default(),
    };
    handbook.scenarios = memory.plays.read(&trees, &theatre, otherwise, findings);
    let pages = Pages::of(trees.workflows.iter().chain(&trees.estates));
    let seen = check::Seen {
        last_resort: &written.last_resort,
        staff_is_sound: people.sound,
        providers: written.names_sms.then_some(&written.providers),
        rules_used: all_workflows.then_some(&rules_used),
        texts: &texts,
        pages: &pages,
    };
    check::handbook(&handbook, &seen, findings);
    Some(handbook)
}

/// What open cases are computed anew for when it changes.
fn surroundings(trees: &Trees<'_>, memory: &Memory) -> Arc<str> {
    let mut fingerprint = Fingerprint::default();
    for (file, _) in trees.calendars.iter().chain(&trees.estates) {
        fingerprint = fingerprint.text(&file.path).text(memory.print(file).unwrap_or_default());
    }
    if let Some((_, top)) = &trees.organisation {
        let keys = [HandbookKey::Roles, HandbookKey::Staff, HandbookKey::TimeZone, HandbookKey::LastResort];
        for node in keys.iter().filter_map(|key| top.get(key.en())) {
            fingerprint = fingerprint.tree(node);
        }
    }
    fingerprint.finish()
}
