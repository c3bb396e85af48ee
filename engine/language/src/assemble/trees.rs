//! Every YAML file read to its tree, before anything is understood: a slip in one file says nothing
//! about the next.

use super::memory::Memory;
use crate::findings::{Findings, error};
use crate::folder::Folder;
use crate::tree::{self, Node};
use crate::words::grammar::FileKind;
use crate::words::speech::Speech;
use crate::words::spoken;
use crate::words::{CalendarKey, EstateKey, HolidayKey, ScenarioKey, Words, WorkflowKey};
use std::sync::Arc;
use steward_model::{File, Place};

/// Every YAML file of the folder as a tree, with its file.
pub(super) struct Trees<'a> {
    pub(super) organisation: Option<(&'a File, Arc<Node>)>,
    /// Whether every file of `calendars/` could be read.
    pub(super) all_calendars: bool,
    /// Whether every file of `estates/` could be read.
    pub(super) all_estates: bool,
    /// Whether every file of `workflows/` could be read.
    pub(super) all_workflows: bool,
    pub(super) calendars: Vec<(&'a File, Arc<Node>)>,
    pub(super) estates: Vec<(&'a File, Arc<Node>)>,
    pub(super) workflows: Vec<(&'a File, Arc<Node>)>,
    pub(super) scenarios: Vec<(&'a File, Arc<Node>)>,
}

impl<'a> Trees<'a> {
    pub(super) fn read(folder: &Folder<'a>, memory: &mut Memory, findings: &Findings) -> Self {
        let mut tree = |file: &File| memory.tree(file, findings, |found| in_english(file, found));
        let organisation = folder.organisation.and_then(|file| Some((file, tree(file)?)));
        let mut read = |files: &[&'a File], room: &str| -> Vec<(&'a File, Arc<Node>)> {
            let one = |file: &&'a File| {
                let tree = tree(file)?;
                belongs(&tree, file, room, findings).then_some((*file, tree))
            };
            files.iter().filter_map(one).collect()
        };
        if let Some(second) = folder.second {
            findings.add(
                error(
                    "second-file",
                    &Place::top_of(&*second.path),
                    "steward.yaml 和 steward.yml 只能有一个",
                    "there is a steward.yaml as well as a steward.yml",
                )
                .help("合成 steward.yaml，删掉另一个", "keep steward.yaml and delete the other"),
            );
        }
        if folder.organisation.is_none() {
            findings.add(
                error(
                    "no-handbook",
                    &Place::top_of("steward.yaml"),
                    "这个文件夹里没有 steward.yaml",
                    "there is no steward.yaml in this folder",
                )
                .help(
                    "到手册所在的文件夹里运行，或用 `steward init` 新建一份手册",
                    "run this in the handbook's folder, or make one with `steward init`",
                ),
            );
        }
        let scenarios = read(&folder.scenarios, "scenarios");
        let (calendars, estates) = (read(&folder.calendars, "calendars"), read(&folder.estates, "estates"));
        let workflows = read(&folder.workflows, "workflows");
        Self {
            organisation,
            all_calendars: calendars.len() == folder.calendars.len(),
            all_estates: estates.len() == folder.estates.len(),
            all_workflows: workflows.len() == folder.workflows.len(),
            calendars,
            estates,
            workflows,
            scenarios,
        }
    }
}

/// The kind of file that lies at a path; `None` for what is no YAML of a handbook.
pub(crate) fn likely(path: &str) -> Option<FileKind> {
    if !(path.ends_with(".yaml") || path.ends_with(".yml")) {
        return None;
    }
    match path.split_once('/') {
        None if matches!(path, "steward.yaml" | "steward.yml") => Some(FileKind::Handbook),
        Some(("workflows", _)) => Some(FileKind::Workflow),
        Some(("estates", _)) => Some(FileKind::Estate),
        Some(("calendars", _)) => Some(FileKind::Calendar),
        Some(("scenarios", _)) => Some(FileKind::Scenario),
        _ => None,
    }
}

/// A file's tree in English words, whichever it is written in; what is found in it later is said in
/// its own.
fn in_english(file: &File, findings: &Findings) -> Option<Node> {
    let mut tree = tree::read(file, findings)?;
    let Some(likely) = likely(&file.path) else { return Some(tree) };
    let spoken = spoken::read(&mut tree, likely, findings);
    Speech::of(&file.path, spoken).into_iter().for_each(|speech| findings.speak(speech));
    Some(tree)
}

/// Whether a file lies in the folder of what it is. It is told by two keys, since a scenario names a
/// workflow as well, and an estate has calendars.
fn belongs(tree: &Node, file: &File, room: &str, findings: &Findings) -> bool {
    let rooms = [
        (WorkflowKey::Workflow.en(), WorkflowKey::Steps.en(), "workflows"),
        (CalendarKey::Calendar.en(), CalendarKey::Hours.en(), "calendars"),
        (HolidayKey::HolidayList.en(), HolidayKey::Years.en(), "calendars"),
        (EstateKey::Estate.en(), EstateKey::Staff.en(), "estates"),
        (ScenarioKey::Scenario.en(), ScenarioKey::Story.en(), "scenarios"),
    ];
    let is_here = rooms.iter().any(|(key, _, of)| *of == room && tree.get(key).is_some());
    let is = |(key, too, _): &&(&str, &str, &str)| tree.get(key).is_some() && tree.get(too).is_some();
    let Some((key, _, of)) = rooms.iter().find(is).filter(|_| !is_here) else {
        return true;
    };
    let name = file.path.rsplit('/').next().unwrap_or_default();
    let place =
        tree.entries().iter().find(|entry| entry.key == *key).map_or(&tree.place, |entry| &entry.key_place);
    findings.add(
        error(
            "wrong-folder",
            place,
            format!("写着 `{key}` 的文件放在 {of}/ 里，不放在 {room}/ 里"),
            format!("a file with `{key}` belongs into {of}/, not into {room}/"),
        )
        .help(format!("移到 {of}/{name}"), format!("move it to {of}/{name}")),
    );
    false
}
