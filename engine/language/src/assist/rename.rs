//! Where a name of a process is used, and the changes that give it another. Only a name that means one
//! thing there is followed: where a step and a field are called alike, nobody can tell by sight which
//! of them a line means.

use super::names::{self, workflow_of};
use crate::assemble::likely;
use crate::findings::Findings;
use crate::tree::{self, Kind, Node};
use crate::words::grammar::{Own, Shape};
use crate::words::spoken;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;
use steward_model::handbook::TEMPLATE_WORDS;
use steward_model::{FieldKind, File, Files, Handbook, Place, Text, Workflow};

/// A name of a process: of a step or a field.
#[derive(Clone, Debug)]
pub struct Name {
    /// The name.
    pub name: String,
    /// Where it stands that was asked about.
    pub place: Place,
    /// Every place where it is written, the definition among them.
    pub uses: Vec<Place>,
}

/// Where the step or field at a place is written. An error says why that can't be told for certain.
pub fn uses(files: &Files, handbook: &Handbook, path: &str, at: usize) -> Result<Name, Text> {
    let nothing = || Text::new("这里不是步骤或字段的名称", "no name of a step or a field stands here");
    let file = files.get(path).ok_or_else(nothing)?;
    let (name, place) = names::name_at(file, at).ok_or_else(nothing)?;
    let own = workflow_of(file, handbook).ok_or_else(|| {
        Text::new(
            "步骤和字段在它们的流程文件里改名",
            "steps and fields are renamed in the file of their process",
        )
    })?;
    let meanings = meanings(own, handbook, name);
    match meanings.as_slice() {
        [("step" | "field", _)] => {}
        [] | [_] => return Err(nothing()),
        [(_, one), (_, other), ..] => {
            return Err(Text::new(
                format!("“{name}”既是{}又是{}，分不清每一处指的是哪个", one.zh, other.zh),
                format!(
                    "`{name}` is {} as well as {}, and which of them a line means can't be told",
                    one.en, other.en
                ),
            ));
        }
    }
    let shared = handbook.workflows.values().filter(|one| one.rules == own.rules).count() > 1;
    let rules = handbook.rules.get(&own.rules).map(|rules| &*rules.path);
    let mut found = Vec::new();
    for file in files.iter() {
        let is_rules = rules == Some(&*file.path);
        let scenario = handbook.scenarios.iter().find(|one| one.place.file == file.path);
        let adjusts = handbook.adjusted.iter().any(|(estate, of)| {
            let here = handbook.estates.get(estate).is_some_and(|estate| estate.place.file == file.path);
            here && of.contains_key(&own.id)
        });
        let is_own = file.path == own.place.file || scenario.is_some_and(|one| one.workflow == own.id);
        if !(is_own || adjusts || is_rules) {
            continue;
        }
        let places = occurrences(file, name);
        if is_rules && shared && !places.is_empty() {
            return Err(Text::new(
                format!("规则 {} 由几个流程共用，里面也有“{name}”", file.path),
                format!("several processes use the rules {}, where `{name}` stands too", file.path),
            ));
        }
        found.extend(places);
    }
    if own.fields.iter().any(|field| field.id.as_str() == name) {
        found.extend(in_messages(files, handbook, own, name)?);
    }
    Ok(Name { name: name.to_owned(), place, uses: found })
}

/// Where the texts of messages name a field. An error where they may mean another process's, or where a
/// carrier has it registered.
fn in_messages(files: &Files, handbook: &Handbook, own: &Workflow, name: &str) -> Result<Vec<Place>, Text> {
    // What every message has goes before a field of the same name.
    if TEMPLATE_WORDS.contains(&name) {
        return Ok(Vec::new());
    }
    let registered = handbook.organisation.sms.iter().flat_map(|provider| &provider.templates);
    let mut registered =
        registered.filter(|(_, one)| one.longest.iter().any(|(variable, _)| variable == name));
    if let Some((template, _)) = registered.next() {
        return Err(Text::new(
            format!("短信模板 `{template}` 登记的变量也叫“{name}”，登记过的不能在这里改"),
            format!("`{name}` is a variable of the text message `{template}`, and registered so"),
        ));
    }
    let wordings = files.iter().filter(|file| file.path.starts_with("templates/"));
    let found: Vec<Place> = wordings.flat_map(|file| in_braces(file, name)).collect();
    let is_another = |one: &&Arc<Workflow>| one.id != own.id && one.field(&name.into()).is_some();
    match (found.first(), handbook.workflows.values().find(is_another)) {
        (Some(place), Some(other)) => Err(Text::new(
            format!("{} 里也有“{name}”，流程 `{}` 也有这个字段，分不清指的是哪个", place.file, other.id),
            format!(
                "{} names `{name}`, which is a field of the workflow `{}` too, and which of them it means can't be told",
                place.file, other.id
            ),
        )),
        _ => Ok(found),
    }
}

/// Every place of a template where a name stands as a word inside braces.
fn in_braces(file: &File, name: &str) -> Vec<Place> {
    let Ok(text) = str::from_utf8(&file.bytes) else { return Vec::new() };
    let of_name = |letter: char| letter.is_alphanumeric() || letter == '_';
    let is_meant = |at: usize| {
        let (before, rest) = (&text[..at], &text[at + name.len()..]);
        let opened = before.rfind("{{").max(before.rfind("{%"));
        let closed = before.rfind("}}").max(before.rfind("%}"));
        // What follows a dot is a part of something else.
        opened > closed && !before.ends_with(of_name) && !before.ends_with('.') && !rest.starts_with(of_name)
    };
    let found = text.match_indices(name).map(|(at, _)| at).filter(|at| is_meant(*at));
    found.map(|at| Place { file: file.path.clone(), start: at, end: at + name.len() }).collect()
}

/// What a name means in a process: at best one thing.
fn meanings(own: &Workflow, handbook: &Handbook, name: &str) -> Vec<(&'static str, Text)> {
    let choice = own.fields.iter().any(|field| match &field.kind {
        FieldKind::Choice(choices) => choices.iter().any(|(choice, _)| choice.as_str() == name),
        _ => false,
    });
    let person = handbook.staff.iter().chain(handbook.estates.values().flat_map(|estate| &estate.staff));
    [
        ("step", own.steps.iter().any(|step| step.id.as_str() == name), ("步骤", "a step")),
        ("field", own.fields.iter().any(|field| field.id.as_str() == name), ("字段", "a field")),
        ("choice", choice, ("选项", "a choice")),
        (
            "limit",
            own.limits.iter().any(|limit| limit.id.as_str() == name),
            ("总时限", "a limit of the case"),
        ),
        ("workflow", handbook.workflows.keys().any(|id| id.as_str() == name), ("流程", "a workflow")),
        ("role", handbook.roles.roles.keys().any(|id| id.as_str() == name), ("岗位", "a role")),
        ("calendar", handbook.calendars.keys().any(|id| id.as_str() == name), ("日历", "a calendar")),
        ("template", handbook.templates.keys().any(|id| id.as_str() == name), ("模板", "a template")),
        ("person", person.into_iter().any(|person| person.id.as_str() == name), ("人员", "a person")),
    ]
    .into_iter()
    .filter(|(_, is, _)| *is)
    .map(|(kind, _, (zh, en))| (kind, Text::new(zh, en)))
    .collect()
}

/// Every place of a file where the name stands as a word, but not in comments and in what people read.
fn occurrences(file: &File, name: &str) -> Vec<Place> {
    let Ok(text) = str::from_utf8(&file.bytes) else { return Vec::new() };
    let passed = match likely(&file.path) {
        Some(kind) => {
            let nowhere = Findings::default();
            let Some(mut tree) = tree::read(file, &nowhere) else { return Vec::new() };
            let kind = spoken::kind(&tree, kind);
            let words: Vec<Range<usize>> = spoken::read(&mut tree, kind, &nowhere)
                .uses
                .iter()
                .map(|word| word.place.start..word.place.end)
                .collect();
            let mut passed = words;
            texts(&tree, &Shape::Keys(kind.keys()), &mut passed);
            passed.extend(comments(text, "#"));
            passed
        }
        None => comments(text, "//"),
    };
    let of_name = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_');
    text.match_indices(name)
        .filter(|(at, _)| {
            let end = at + name.len();
            !text[..*at].ends_with(of_name)
                && !text[end..].starts_with(of_name)
                && !passed.iter().any(|range| range.start <= *at && end <= range.end)
        })
        .map(|(at, _)| Place { file: file.path.clone(), start: at, end: at + name.len() })
        .collect()
}

/// The comments of a text, each from its sign to the end of its line.
fn comments(text: &str, sign: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let begins = |at: &usize| *at == 0 || line[..*at].ends_with([' ', '\t']);
        if let Some(at) = line.match_indices(sign).map(|(at, _)| at).find(begins) {
            found.push(start + at..start + line.len());
        }
        start += line.len();
    }
    found
}

/// What people read, and what is the author's own text.
fn texts(node: &Node, shape: &Shape, found: &mut Vec<Range<usize>>) {
    match (&node.kind, shape) {
        (_, Shape::Text | Shape::Own(Own::Free)) => found.push(node.place.start..node.place.end),
        (Kind::Map(entries), Shape::Keys(keys) | Shape::KeysOr(keys, _) | Shape::Days(keys, _)) => {
            let own = match shape {
                Shape::KeysOr(_, own) | Shape::Days(_, own) => Some(&**own),
                _ => None,
            };
            for entry in entries {
                match (keys.table.find(&entry.key), own) {
                    (Some(at), _) => texts(&entry.value, &keys.shape(at), found),
                    (None, Some(own)) => texts(&entry.value, own, found),
                    (None, None) => {}
                }
            }
        }
        (Kind::Map(entries), Shape::Named(inner)) => {
            entries.iter().for_each(|entry| texts(&entry.value, inner, found));
        }
        (Kind::List(items), Shape::List(inner) | Shape::Many(inner)) => {
            items.iter().for_each(|item| texts(item, inner, found));
        }
        (_, Shape::Many(inner)) => texts(node, inner, found),
        // Of several shapes the one that fits: a text is only what nothing else can be.
        (Kind::Map(_) | Kind::List(_), Shape::Either(shapes)) => {
            let fits = |shape: &&Shape| !matches!(shape, Shape::Text | Shape::Own(_));
            if let Some(shape) = shapes.iter().find(fits) {
                texts(node, shape, found);
            }
        }
        _ => {}
    }
}

/// Files with a name changed everywhere.
pub fn renamed(files: &Files, uses: &[Place], new: &str) -> Files {
    let mut changed = files.clone();
    let paths: BTreeSet<&str> = uses.iter().map(|place| &*place.file).collect();
    for path in paths {
        let Some(file) = files.get(path) else { continue };
        let mut bytes = file.bytes.to_vec();
        let mut here: Vec<&Place> = uses.iter().filter(|place| *place.file == *path).collect();
        here.sort_by_key(|place| std::cmp::Reverse(place.start));
        for place in here {
            bytes.splice(place.start..place.end, new.bytes());
        }
        changed.insert(path, bytes);
    }
    changed
}
