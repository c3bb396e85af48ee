//! What a file holds, as an editor lists it: the steps of a process, the people of an estate.

use super::names::workflow_of;
use steward_model::{File, Handbook, Place, Text};

/// What an item is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ItemKind {
    /// A process, an estate, a scenario.
    Whole,
    /// A step.
    Step,
    /// A field.
    Field,
    /// A limit of the whole case.
    Limit,
    /// A role.
    Role,
    /// A member of the staff.
    Person,
}

/// An item of a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Item {
    /// What it is called.
    pub title: Text,
    /// Its name in the files.
    pub name: String,
    /// What it is.
    pub kind: ItemKind,
    /// Where it is written.
    pub place: Place,
}

/// The items of a file, in the order of the file.
pub fn outline(file: &File, handbook: &Handbook) -> Vec<Item> {
    let mut items = Vec::new();
    let mut add = |name: &str, title: &Text, kind, place: &Place| {
        if place.file == file.path {
            items.push(Item { title: title.clone(), name: name.to_owned(), kind, place: place.clone() });
        }
    };
    if let Some(workflow) = workflow_of(file, handbook) {
        add(workflow.id.as_str(), &workflow.title, ItemKind::Whole, &workflow.place);
        for field in &workflow.fields {
            add(field.id.as_str(), &field.title, ItemKind::Field, &field.place);
        }
        for limit in &workflow.limits {
            add(limit.id.as_str(), &limit.title, ItemKind::Limit, &limit.place);
        }
        for step in &workflow.steps {
            add(step.id.as_str(), &step.title, ItemKind::Step, &step.place);
        }
    }
    for estate in handbook.estates.values() {
        add(estate.id.as_str(), &estate.name, ItemKind::Whole, &estate.place);
        for person in &estate.staff {
            add(person.id.as_str(), &Text::plain(person.name.clone()), ItemKind::Person, &person.place);
        }
    }
    for scenario in &handbook.scenarios {
        add(&scenario.name, &Text::plain(scenario.name.clone()), ItemKind::Whole, &scenario.place);
    }
    for role in handbook.roles.roles.values() {
        add(role.id.as_str(), &role.title, ItemKind::Role, &role.place);
    }
    for person in &handbook.staff {
        add(person.id.as_str(), &Text::plain(person.name.clone()), ItemKind::Person, &person.place);
    }
    items.sort_by_key(|item| item.place.start);
    items.dedup();
    items
}
