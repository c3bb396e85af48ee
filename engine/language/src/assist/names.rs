//! Names of a handbook as an editor meets them: what one stands for, where it is defined, which fit
//! behind a key. A name is sought as whoever writes the line would: first among the steps and fields of
//! the process itself.

use super::Hint;
use super::offers::{Offer, OfferKind};
use crate::words::{CalendarWord, Words};
use std::collections::BTreeSet;
use std::sync::Arc;
use steward_model::handbook::SHIPPED_TEMPLATES;
use steward_model::{FieldKind, File, Handbook, Place, Text, Workflow};

/// A name that a handbook defines.
struct Named<'a> {
    id: &'a str,
    title: Text,
    /// What kind of thing it is, and what else there is to say.
    about: Text,
    place: &'a Place,
}

/// Where the name at a place is defined. `None` where no name stands, or none that is known.
pub fn definition(file: &File, handbook: &Handbook, at: usize) -> Option<Place> {
    let (text, _) = name_at(file, at)?;
    known(file, handbook).into_iter().find(|one| one.is(text)).map(|one| one.place.clone())
}

/// What the name at a place stands for.
pub(super) fn hint(file: &File, handbook: &Handbook, at: usize) -> Option<Hint> {
    let (text, place) = name_at(file, at)?;
    let named = known(file, handbook).into_iter().find(|one| one.is(text))?;
    let Named { id, title, about, .. } = named;
    let text = Text::new(
        format!("**{}** · `{id}`\n\n{}", title.zh, about.zh),
        format!("**{}** · `{id}`\n\n{}", title.en, about.en),
    );
    Some(Hint { place, text })
}

/// The names that fit behind a key.
pub(super) fn fitting(key: &str, handbook: &Handbook, path: &str) -> Vec<Offer> {
    let workflow = handbook.workflows.values().find(|workflow| *workflow.place.file == *path);
    let played = handbook.scenarios.iter().find(|scenario| *scenario.place.file == *path);
    let workflow = workflow.or_else(|| handbook.workflows.get(&played?.workflow));
    let found: Vec<Named<'_>> = match key {
        "do" | "take" | "sign" | "repeat" | "hand" | "approve" | "return" | "refuse" | "extend"
        | "excuse" | "ready" | "done" | "skipped" | "overdue"
            if played.is_some() =>
        {
            workflow.map_or_else(Vec::new, |workflow| steps(workflow))
        }
        "owner" | "approve" | "of" | "tell" | "hand_to" | "notify" | "who" | "superior" | "roles"
        | "last_resort" | "told" | "not_told" | "waiting" | "seen_by" => roles(handbook),
        "after" | "back_to" | "on_to" | "returned_to" | "until" | "since" | "not_by" => {
            workflow.map_or_else(Vec::new, |workflow| steps(workflow))
        }
        "form" | "wait_until" | "by" => workflow.map_or_else(Vec::new, |workflow| fields(workflow)),
        // Also a key of an SMS template and of a zone, whose files define no process.
        "code" => {
            let mut fields = workflow.map_or_else(Vec::new, |workflow| fields(workflow));
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
        "calendar" => calendars(handbook),
        "workflow" | "call" | "report" => workflows(handbook),
        "estate" | "estates" => estates(handbook),
        "as" | "substitute" => people(handbook),
        _ => Vec::new(),
    };
    let offer = |one: Named<'_>| Offer {
        text: one.id.to_owned(),
        kind: OfferKind::Name,
        is_key: false,
        about: Text::new(
            format!("{} · {}", one.title.zh, one.about.zh),
            format!("{} · {}", one.title.en, one.about.en),
        ),
        also: format!("{} {}", one.title.zh, one.title.en),
    };
    if key == "template" {
        return templates(handbook);
    }
    found.into_iter().map(offer).collect()
}

/// The process that a file defines.
pub(super) fn workflow_of<'a>(file: &File, handbook: &'a Handbook) -> Option<&'a Arc<Workflow>> {
    handbook.workflows.values().find(|workflow| workflow.place.file == file.path)
}

impl Named<'_> {
    fn is(&self, text: &str) -> bool {
        self.id == text || self.title.zh == text || self.title.en == text
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

/// Every name the handbook defines, those of the file's own process first.
fn known<'a>(file: &File, handbook: &'a Handbook) -> Vec<Named<'a>> {
    let mut known = Vec::new();
    let own = workflow_of(file, handbook).or_else(|| {
        let scenario = handbook.scenarios.iter().find(|scenario| scenario.place.file == file.path)?;
        handbook.workflows.get(&scenario.workflow)
    });
    if let Some(workflow) = own {
        known.extend(steps(workflow));
        known.extend(fields(workflow));
    }
    known.extend(roles(handbook));
    known.extend(people(handbook));
    known.extend(workflows(handbook));
    known.extend(estates(handbook));
    known
}

fn steps(workflow: &Workflow) -> Vec<Named<'_>> {
    let step = |step: &'_ steward_model::Step| {
        let clauses = step.refs.iter().map(|clause| clause.as_str()).collect::<Vec<_>>().join(", ");
        let (zh, en) = match clauses.is_empty() {
            true => (String::new(), String::new()),
            false => (format!("，条款 {clauses}"), format!(", clauses {clauses}")),
        };
        Text::new(format!("步骤{zh}"), format!("a step{en}"))
    };
    let named = |one| Named { id: id_of(one), title: one.title.clone(), about: step(one), place: &one.place };
    workflow.steps.iter().map(named).collect()
}

fn id_of(step: &steward_model::Step) -> &str {
    step.id.as_str()
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
            place: &field.place,
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
            place: &role.place,
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
                place: &person.place,
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
            place: &one.place,
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
            place: &one.place,
        })
        .collect()
}

/// The fields of a file's process that hold a role or a person, as an owner is written.
pub(super) fn holding_people<'a>(handbook: &'a Handbook, path: &'a str) -> impl Iterator<Item = Offer> + 'a {
    let workflow = handbook.workflows.values().find(move |workflow| *workflow.place.file == *path);
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
fn templates(handbook: &Handbook) -> Vec<Offer> {
    let own = handbook.templates.keys().map(|id| id.as_str());
    let all: BTreeSet<&str> = own.chain(SHIPPED_TEMPLATES).collect();
    let about = Text::new("消息模板", "a template of a message");
    let offer = |text: &str| Offer {
        text: text.to_owned(),
        kind: OfferKind::Name,
        is_key: false,
        about: about.clone(),
        also: String::new(),
    };
    all.into_iter().map(offer).collect()
}

fn calendars(handbook: &Handbook) -> Vec<Named<'_>> {
    let about = Text::new("日历", "a calendar");
    // A calendar has no place of its own to lead to; here only its name is wanted.
    let place = &handbook.roles.roles.values().next().map(|role| &role.place);
    let Some(place) = place else { return Vec::new() };
    // `always` is a word, and offered as one.
    let ids = handbook.calendars.keys().map(|id| id.as_str()).filter(|id| *id != CalendarWord::Always.en());
    ids.map(|id| Named { id, title: Text::plain(id), about: about.clone(), place }).collect()
}
