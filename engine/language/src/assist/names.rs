//! Names of a handbook as an editor meets them: what one stands for, where it is defined, which fit
//! behind a key. A name is sought as whoever writes the line would: first among the steps and fields of
//! the process itself.

use super::Hint;
use super::elsewhere::Elsewhere;
use super::offers::{Offer, OfferKind};
use super::spot::{self, Spot};
use crate::words::grammar::Shape;
use crate::words::{CalendarWord, Words};
use std::collections::BTreeSet;
use std::sync::Arc;
use steward_model::handbook::SHIPPED_TEMPLATES;
use steward_model::{Estate, FieldKind, File, Files, Handbook, Place, Text, Workflow};

/// A name that a handbook defines.
struct Named<'a> {
    id: &'a str,
    title: Text,
    /// What kind of thing it is, and what else there is to say.
    about: Text,
    place: Option<Place>,
    /// Where its place is to be sought, where the model keeps none.
    elsewhere: Option<Elsewhere>,
}

/// Where the name at a place is defined. `None` where no name stands, none that is known, or one that
/// comes with the program.
pub fn definition(files: &Files, file: &File, handbook: &Handbook, at: usize) -> Option<Place> {
    named_at(files, file, handbook, at).and_then(|(one, _)| one.place)
}

/// What the name at a place stands for.
pub(super) fn hint(files: &Files, file: &File, handbook: &Handbook, at: usize) -> Option<Hint> {
    let (Named { id, title, about, .. }, place) = named_at(files, file, handbook, at)?;
    let text = Text::new(
        format!("**{}** · `{id}`\n\n{}", title.zh, about.zh),
        format!("**{}** · `{id}`\n\n{}", title.en, about.en),
    );
    Some(Hint { place, text })
}

fn named_at<'a>(files: &Files, file: &File, handbook: &'a Handbook, at: usize) -> Option<(Named<'a>, Place)> {
    let (text, place) = name_at(file, at)?;
    let found = known(file, handbook, at).into_iter().find(|one| one.is(text))?;
    Some((found.placed(files), place))
}

/// The names that fit behind a key.
pub(super) fn fitting(key: &str, handbook: &Handbook, path: &str, workflow: Option<&Workflow>) -> Vec<Offer> {
    let played = handbook.scenarios.iter().find(|scenario| *scenario.place.file == *path);
    let found: Vec<Named<'_>> = match key {
        "do" | "take" | "sign" | "repeat" | "hand" | "approve" | "return" | "refuse" | "extend"
        | "excuse" | "ready" | "done" | "skipped" | "overdue"
            if played.is_some() =>
        {
            workflow.map_or_else(Vec::new, steps)
        }
        "owner" | "owners" | "approve" | "of" | "tell" | "hand_to" | "notify" | "who" | "superior"
        | "roles" | "last_resort" | "told" | "not_told" | "waiting" | "seen_by" => roles(handbook),
        "after" | "back_to" | "on_to" | "returned_to" | "until" | "since" | "not_by" => {
            workflow.map_or_else(Vec::new, steps)
        }
        "form" | "wait_until" | "by" => workflow.map_or_else(Vec::new, fields),
        // Also a key of an SMS template and of a zone, whose files define no process.
        "code" => {
            let mut fields = workflow.map_or_else(Vec::new, fields);
            fields.retain(|field| workflow.is_some_and(|workflow| is_zone(workflow, field.id)));
            fields
        }
        "for_each" => workflow.map_or_else(Vec::new, |workflow| {
            let is_list = |one: &Named<'_>| {
                let field = workflow.fields.iter().find(|field| field.id.as_str() == one.id);
                field.is_some_and(|field| field.kind == FieldKind::List)
            };
            fields(workflow).into_iter().filter(is_list).collect()
        }),
        "calendar" | "calendars" => calendars(handbook),
        "template" => templates(handbook),
        "workflow" | "call" | "report" => workflows(handbook),
        "estate" | "estates" => estates(handbook),
        "as" | "substitute" => people(handbook),
        _ => Vec::new(),
    };
    found.into_iter().map(|one| one.offer(false)).collect()
}

/// The names that may be keys behind a key: of an estate's adjustments, of a story.
pub(super) fn own_keys(of: &str, handbook: &Handbook, workflow: Option<&Workflow>) -> Vec<Offer> {
    let found: Vec<Named<'_>> = match (of, workflow) {
        ("adjusts", _) => workflows(handbook),
        ("calendars", _) => calendars(handbook),
        ("rosters", _) => roles(handbook),
        ("tighten", Some(workflow)) => {
            let timed = |step: &&steward_model::Step| step.limit.is_some();
            let steps = workflow.steps.iter().filter(timed).map(step);
            steps.chain(limits(workflow)).collect()
        }
        ("owners", Some(workflow)) => {
            workflow.steps.iter().filter(|step| step.is_for_people()).map(step).collect()
        }
        ("due" | "round", Some(workflow)) => steps(workflow),
        ("set", Some(workflow)) => fields(workflow),
        _ => Vec::new(),
    };
    found.into_iter().map(|one| one.offer(true)).collect()
}

/// The process that a file is about: the one it defines, that its scenario plays, or that is adjusted at a
/// place of it.
pub(super) fn process<'a>(
    handbook: &'a Handbook,
    path: &str,
    adjusted: Option<&str>,
) -> Option<&'a Workflow> {
    let workflows = || handbook.workflows.values();
    if let Some(called) = adjusted {
        let mut called = workflows()
            .filter(|one| one.id.as_str() == called || one.title.zh == called || one.title.en == called);
        return called.next().map(|one| &**one);
    }
    let played = || handbook.scenarios.iter().find(|scenario| *scenario.place.file == *path);
    let own = workflows().find(|workflow| *workflow.place.file == *path);
    own.or_else(|| handbook.workflows.get(&played()?.workflow)).map(|one| &**one)
}

/// The process that a file defines.
pub(super) fn workflow_of<'a>(file: &File, handbook: &'a Handbook) -> Option<&'a Arc<Workflow>> {
    handbook.workflows.values().find(|workflow| workflow.place.file == file.path)
}

impl<'a> Named<'a> {
    fn is(&self, text: &str) -> bool {
        self.id == text || self.title.zh == text || self.title.en == text
    }

    fn offer(self, is_key: bool) -> Offer {
        let Self { id, title, about, .. } = self;
        Offer {
            text: id.to_owned(),
            kind: OfferKind::Name,
            is_key,
            about: Text::new(format!("{} · {}", title.zh, about.zh), format!("{} · {}", title.en, about.en)),
            also: format!("{} {}", title.zh, title.en),
        }
    }

    /// With its place, where the model keeps none and a file has it.
    fn placed(mut self, files: &Files) -> Self {
        if let Some(elsewhere) = &self.elsewhere {
            self.place = elsewhere.find(files, self.id);
        }
        self
    }
}

/// The name at a place: letters of any script, digits and what may stand between them.
pub(super) fn name_at(file: &File, at: usize) -> Option<(&str, Place)> {
    let text = str::from_utf8(&file.bytes).ok()?;
    let of_name = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_' | '.');
    let (before, after) = (text.get(..at)?, text.get(at..)?);
    let start =
        at - before.chars().rev().take_while(|letter| of_name(*letter)).map(char::len_utf8).sum::<usize>();
    let end = at + after.chars().take_while(|letter| of_name(*letter)).map(char::len_utf8).sum::<usize>();
    let name = text.get(start..end).filter(|name| !name.is_empty())?;
    Some((name, Place { file: file.path.clone(), start, end }))
}

/// Every name the handbook defines: first what alone fits behind the key, then those of the file's own
/// process.
fn known<'a>(file: &File, handbook: &'a Handbook, at: usize) -> Vec<Named<'a>> {
    let here = spot::at(file, at);
    let mut known = match here.as_ref().map(|here| &here.spot) {
        Some(Spot::Value { key, .. }) if matches!(&**key, "calendar" | "calendars") => calendars(handbook),
        Some(Spot::Value { key, .. }) if key == "template" => templates(handbook),
        Some(Spot::Value { shape: Shape::Guard, .. }) => {
            let own = process(handbook, &file.path, None).into_iter();
            own.flat_map(|own| fields(own).into_iter().chain(choices(own)).chain(steps(own))).collect()
        }
        _ => Vec::new(),
    };
    let adjusted = here.as_ref().and_then(|here| here.adjusted.as_deref());
    let own = process(handbook, &file.path, adjusted);
    if let Some(workflow) = own {
        known.extend(steps(workflow));
        known.extend(fields(workflow));
    }
    known.extend(roles(handbook));
    known.extend(people(handbook));
    known.extend(workflows(handbook));
    known.extend(estates(handbook));
    known.extend(calendars(handbook));
    known.extend(templates(handbook));
    known.extend(own.into_iter().flat_map(limits));
    known.extend(own.into_iter().flat_map(choices));
    known.extend(zones(file, handbook));
    known
}

fn steps(workflow: &Workflow) -> Vec<Named<'_>> {
    workflow.steps.iter().map(step).collect()
}

fn step(step: &steward_model::Step) -> Named<'_> {
    let clauses = step.refs.iter().map(|clause| clause.as_str()).collect::<Vec<_>>().join(", ");
    let (zh, en) = match clauses.is_empty() {
        true => (String::new(), String::new()),
        false => (format!("，条款 {clauses}"), format!(", clauses {clauses}")),
    };
    Named {
        id: step.id.as_str(),
        title: step.title.clone(),
        about: Text::new(format!("步骤{zh}"), format!("a step{en}")),
        place: Some(step.place.clone()),
        elsewhere: None,
    }
}

fn limits(workflow: &Workflow) -> impl Iterator<Item = Named<'_>> {
    workflow.limits.iter().map(|limit| Named {
        id: limit.id.as_str(),
        title: limit.title.clone(),
        about: Text::new("总时限", "a limit of the case"),
        place: Some(limit.place.clone()),
        elsewhere: None,
    })
}

fn fields(workflow: &Workflow) -> Vec<Named<'_>> {
    let about = |required: bool| match required {
        true => Text::new("必填字段", "a field that must be filled"),
        false => Text::new("字段", "a field"),
    };
    let fields = workflow.fields.iter();
    fields
        .map(|field| Named {
            id: field.id.as_str(),
            title: field.title.clone(),
            about: about(field.required),
            place: Some(field.place.clone()),
            elsewhere: None,
        })
        .collect()
}

fn is_zone(workflow: &Workflow, field: &str) -> bool {
    workflow.field(&field.into()).is_some_and(|field| matches!(field.kind, FieldKind::Zone))
}

fn roles(handbook: &Handbook) -> Vec<Named<'_>> {
    let about = |role: &steward_model::Role| match &role.superior {
        Some(above) => Text::new(format!("岗位，上级 {above}"), format!("a role below {above}")),
        None => Text::new("岗位，没有上级", "a role with none above"),
    };
    let roles = handbook.roles.roles.values();
    roles
        .map(|role| Named {
            id: role.id.as_str(),
            title: role.title.clone(),
            about: about(role),
            place: Some(role.place.clone()),
            elsewhere: None,
        })
        .collect()
}

fn people(handbook: &Handbook) -> Vec<Named<'_>> {
    let of_estates = handbook.estates.values().flat_map(|estate| &estate.staff);
    let mut people: Vec<Named<'_>> = handbook
        .staff
        .iter()
        .chain(of_estates)
        .map(|person| {
            let roles = person.roles.iter().map(|role| role.as_str()).collect::<Vec<_>>().join(", ");
            Named {
                id: person.id.as_str(),
                title: Text::plain(person.name.clone()),
                about: Text::plain(roles),
                place: Some(person.place.clone()),
                elsewhere: None,
            }
        })
        .collect();
    people.sort_by_key(|person| person.id);
    people.dedup_by_key(|person| person.id);
    people
}

fn workflows(handbook: &Handbook) -> Vec<Named<'_>> {
    let about = Text::new("流程", "a workflow");
    let workflows = handbook.workflows.values();
    workflows
        .map(|one| Named {
            id: one.id.as_str(),
            title: one.title.clone(),
            about: about.clone(),
            place: Some(one.place.clone()),
            elsewhere: None,
        })
        .collect()
}

fn estates(handbook: &Handbook) -> Vec<Named<'_>> {
    let about = Text::new("项目", "an estate");
    let estates = handbook.estates.values();
    estates
        .map(|one| Named {
            id: one.id.as_str(),
            title: one.name.clone(),
            about: about.clone(),
            place: Some(one.place.clone()),
            elsewhere: None,
        })
        .collect()
}

/// The fields of a process that hold a role or a person, as an owner is written.
pub(super) fn holding_people(workflow: Option<&Workflow>) -> impl Iterator<Item = Offer> {
    let fields = workflow.into_iter().flat_map(|workflow| &workflow.fields);
    let held = fields.filter(|field| matches!(field.kind, FieldKind::Role(_) | FieldKind::Staff));
    held.map(|field| Offer {
        text: format!("\"{{{}}}\"", field.id),
        kind: OfferKind::Example,
        is_key: false,
        about: Text::new("这个字段里的岗位或人员", "the role or person in that field"),
        also: format!("{} {}", field.title.zh, field.title.en),
    })
}

/// The messages there are: those that are shipped, and the handbook's own.
fn templates(handbook: &Handbook) -> Vec<Named<'_>> {
    let own = handbook.templates.keys().map(|id| id.as_str());
    let all: BTreeSet<&str> = own.chain(SHIPPED_TEMPLATES).collect();
    let about = Text::new("消息模板", "a template of a message");
    let named = |id| Named {
        id,
        title: Text::plain(id),
        about: about.clone(),
        place: None,
        elsewhere: Some(Elsewhere::Template),
    };
    all.into_iter().map(named).collect()
}

fn calendars(handbook: &Handbook) -> Vec<Named<'_>> {
    let about = Text::new("日历", "a calendar");
    // `always` is a word, and offered as one.
    let ids = handbook.calendars.keys().filter(|id| id.as_str() != CalendarWord::Always.en());
    ids.map(|id| Named {
        id: id.as_str(),
        title: handbook.calendar_titles.get(id).cloned().unwrap_or_else(|| Text::plain(id.as_str())),
        about: about.clone(),
        place: None,
        elsewhere: Some(Elsewhere::Calendar),
    })
    .collect()
}

/// The choices of a process's fields.
fn choices(workflow: &Workflow) -> impl Iterator<Item = Named<'_>> {
    workflow.fields.iter().flat_map(|field| {
        let choices: &[_] = match &field.kind {
            FieldKind::Choice(choices) => choices,
            _ => &[],
        };
        let (zh, en) = (&field.title.zh, &field.title.en);
        let about = Text::new(format!("“{zh}”的一个选项"), format!("a choice of “{en}”"));
        choices.iter().map(move |(choice, title)| Named {
            id: choice.as_str(),
            title: title.clone(),
            about: about.clone(),
            place: None,
            elsewhere: Some(Elsewhere::Choice(field.place.clone())),
        })
    })
}

/// The zones of the estates, those of the file's own estate, or its scenario's, first.
fn zones<'a>(file: &File, handbook: &'a Handbook) -> Vec<Named<'a>> {
    let played = handbook.scenarios.iter().find(|scenario| scenario.place.file == file.path);
    let is_own = |estate: &Estate| {
        estate.place.file == file.path || played.is_some_and(|scenario| scenario.estate == estate.id)
    };
    let all = || handbook.estates.values();
    let ordered = all().filter(|one| is_own(one)).chain(all().filter(|one| !is_own(one)));
    let zones = ordered.flat_map(|estate| estate.zones.iter().map(move |zone| (estate, zone)));
    zones
        .map(|(estate, zone)| Named {
            id: zone.id.as_str(),
            title: zone.name.clone(),
            about: Text::new(format!("“{}”的分区", estate.name.zh), format!("a zone of {}", estate.name.en)),
            place: None,
            elsewhere: Some(Elsewhere::Zone(estate.place.file.clone())),
        })
        .collect()
}
