//! Where a name is written whose place the model does not keep: looked up in the files.

use crate::assemble::likely;
use crate::findings::Findings;
use crate::tree::{self, Kind, Node};
use crate::words::grammar::FileKind;
use crate::words::{CalendarKey, EstateKey, FieldKey, Words, WorkflowKey, ZoneKey, spoken};
use std::sync::Arc;
use steward_model::{Files, Place};

/// What the name is of, and what is known of where it stands.
pub(super) enum Elsewhere {
    /// A calendar: in some file of `calendars/`.
    Calendar,
    /// A template: a file of its own, where it does not come with the program.
    Template,
    /// A choice of the field that is written there.
    Choice(Place),
    /// A zone, in the file of its estate.
    Zone(Arc<str>),
}

impl Elsewhere {
    /// The place of the name; `None` where no file has it.
    pub(super) fn find(&self, files: &Files, id: &str) -> Option<Place> {
        match self {
            Self::Calendar => {
                let of_calendars = |path: &str| likely(path) == Some(FileKind::Calendar);
                files.iter().filter(|file| of_calendars(&file.path)).find_map(|file| {
                    let tree = tree_of(files, &file.path)?;
                    let name = tree.get(CalendarKey::Calendar.en())?;
                    (name.text() == Some(id)).then(|| name.place.clone())
                })
            }
            Self::Template => {
                let begins = |path: &str| {
                    let rest = path.strip_prefix("templates/").and_then(|name| name.strip_prefix(id));
                    rest.is_some_and(|rest| rest.starts_with('.'))
                };
                files.iter().find(|file| begins(&file.path)).map(|file| Place::top_of(&*file.path))
            }
            Self::Choice(field) => {
                let tree = tree_of(files, &field.file)?;
                let fields = tree.get(WorkflowKey::Fields.en())?.entries();
                let field = fields.iter().find(|entry| entry.key_place == *field)?;
                choice(field.value.get(FieldKey::Of.en())?, id)
            }
            Self::Zone(file) => {
                let tree = tree_of(files, file)?;
                let Kind::List(zones) = &tree.get(EstateKey::Zones.en())?.kind else { return None };
                let ids = zones.iter().filter_map(|zone| zone.get(ZoneKey::Id.en()));
                ids.into_iter().find(|node| node.text() == Some(id)).map(|node| node.place.clone())
            }
        }
    }
}

/// A file's tree in English words.
fn tree_of(files: &Files, path: &str) -> Option<Node> {
    let nowhere = Findings::default();
    let mut tree = tree::read(files.get(path)?, &nowhere)?;
    spoken::read(&mut tree, likely(path)?, &nowhere);
    Some(tree)
}

/// A choice in a list of them: a text, or a key with its title.
fn choice(listed: &Node, id: &str) -> Option<Place> {
    match &listed.kind {
        Kind::Scalar(scalar) => (scalar.text == id).then(|| listed.place.clone()),
        Kind::List(items) => items.iter().find_map(|item| choice(item, id)),
        Kind::Map(entries) => {
            entries.iter().find(|entry| entry.key == id).map(|entry| entry.key_place.clone())
        }
        Kind::Empty => None,
    }
}
