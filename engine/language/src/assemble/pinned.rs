//! The wording that an open case is pinned to: the texts it was understood from are kept, and read
//! again when nothing else of that handbook is left.
//!
//! Of an estate that adjusts the workflow, the words about that are kept too.
//!
//! Kept are the workflow's file, its rules, `steward.yaml` (for the roles and the ladder of workflows
//! that have none) and the people it calls by name. Whatever else it names is taken at its word.

use super::calendars::Calendars;
use super::memory::Memory;
use super::trees::Trees;
use crate::adjust::{self, Standard};
use crate::findings::Findings;
use crate::folder::Folder;
use crate::lower::{Known, estate, ladder, organisation, template, workflow};
use crate::names::{Noun, Register};
use crate::tree::{self, Kind, Node, quote};
use crate::words::{EstateKey, Words};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::rc::Rc;
use std::sync::Arc;
use steward_model::{File, Files, Place, Sources, StaffId, Text, Workflow};
use steward_time::TimeZone;

/// A path with its text.
pub(super) type Kept = (Arc<str>, Arc<str>);

/// Where the people that a workflow calls by name are kept. It lies in none of a handbook's rooms.
const PEOPLE: &str = "people.yaml";

/// The texts of a workflow, by path.
pub(super) fn sources(
    workflow: &Workflow,
    (file, tree): (&File, &Node),
    top: Option<&Kept>,
    known: &Known<'_>,
) -> Vec<Kept> {
    let rules = known.rules.get(&workflow.rules).map(|rules| (rules.path.clone(), rules.text.clone()));
    let called = people(tree, known);
    let called = (!called.is_empty()).then(|| (PEOPLE.into(), called.into()));
    std::iter::once(text(file)).chain(rules).chain(top.cloned()).chain(called).collect()
}

/// A file as it is kept.
pub(super) fn text(file: &File) -> Kept {
    (file.path.clone(), String::from_utf8_lossy(&file.bytes).into())
}

/// The same texts with `steward.yaml` as it is now.
pub(super) fn renewed(sources: &Sources, top: &Kept) -> Sources {
    let renew = |kept: &Kept| if kept.0 == top.0 { top.clone() } else { kept.clone() };
    Arc::new(sources.iter().map(renew).collect())
}

/// The people that a tree calls by name, as `"title": id`.
fn people(tree: &Node, known: &Known<'_>) -> String {
    let mut words = HashSet::new();
    each_text(tree, &mut |text| {
        words.extend(text.split(|c: char| !(c.is_alphanumeric() || "-_.".contains(c))));
        words.insert(text);
    });
    let called: BTreeSet<StaffId> = words.into_iter().filter_map(|word| known.people.find(word)).collect();
    // Looking for titles goes through everybody, and few workflows call anybody by name.
    if called.is_empty() {
        return String::new();
    }
    let titles = known.people.titles(&called);
    titles.map(|(id, title)| format!("{}: {id}\n", quote(title))).collect()
}

fn each_text<'a>(node: &'a Node, look: &mut impl FnMut(&'a str)) {
    match &node.kind {
        Kind::Scalar(scalar) => look(&scalar.text),
        Kind::Map(entries) => entries.iter().for_each(|entry| each_text(&entry.value, look)),
        Kind::List(items) => items.iter().for_each(|item| each_text(item, look)),
        Kind::Empty => {}
    }
}

/// The workflow as it was understood from its texts. `None` when they hold none.
pub(crate) fn reread(sources: &[(impl AsRef<str>, impl AsRef<str>)]) -> Option<Arc<Workflow>> {
    let findings = Findings::default();
    let mut files = Files::new();
    for (path, text) in sources {
        files.insert(path, text.as_ref().as_bytes());
    }
    let folder = Folder::sort(&files);
    let mut trees = Trees::read(&folder, &mut Memory::default(), &findings);
    // Calendars are not kept with it.
    trees.all_calendars = false;
    let mut templates = template::names(&BTreeMap::new());
    let written =
        trees.organisation.as_ref().map(|(_, top)| organisation::organisation(top, &templates, &findings));
    let (zone, default_ladder, roles) = match written {
        Some(written) => (written.organisation.zone, written.ladder, written.role_names),
        None => {
            let mut roles = Register::new(Noun::Role);
            roles.leave_open();
            (TimeZone::UTC, None, Rc::new(roles))
        }
    };
    let calendars = Calendars::read(&trees, &findings).names;
    templates.leave_open();
    let known = Known {
        roles,
        people: Rc::new(called(&files, &findings)),
        estates: Rc::new(Register::new(Noun::Estate)),
        calendars,
        calendar_files: BTreeMap::new(),
        templates,
        workflows: Rc::new(Register::new(Noun::Workflow)),
        rules: folder.rules(&findings),
        estate_files: Arc::default(),
        zone,
        default_ladder,
    };
    let (_, tree) = trees.workflows.first()?;
    let ladder = ladder::of_organisation(&known, &findings);
    let workflow = workflow::workflow(tree, &known, &ladder, &findings).map(Arc::new)?;
    let Some((_, estate)) = trees.estates.first() else { return Some(workflow) };
    // What an estate had otherwise was kept alone, under the name the workflow has there.
    let adjustment = estate.get(EstateKey::Adjusts.en())?.entries().first()?;
    let (estate, ..) = estate::glance(estate)?;
    let standard = Standard { workflow: &workflow, tree, default_ladder: &ladder };
    match adjust::apply(adjustment, &estate, standard, &known, &findings) {
        adjust::Outcome::Workflow(adjusted, _) => Some(adjusted),
        adjust::Outcome::NotHere(_) | adjust::Outcome::AsIs => None,
    }
}

/// The people that were kept with a workflow.
fn called(files: &Files, findings: &Findings) -> Register<StaffId> {
    let mut names = Register::new(Noun::Person);
    let tree = files.get(PEOPLE).and_then(|file| tree::read(file, findings));
    if let Some(Kind::Map(entries)) = tree.as_ref().map(|tree| &tree.kind) {
        for entry in entries {
            if let Kind::Scalar(id) = &entry.value.kind {
                let title = Text::plain(&entry.key);
                names.enter(&StaffId::new(&id.text), Some(&title), &Place::top_of(PEOPLE), findings);
            }
        }
    }
    names.leave_open();
    names
}
