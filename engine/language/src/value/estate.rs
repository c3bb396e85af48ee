//! Values read for one estate: its people, its zones, its clock.

use super::{Around, read};
use crate::findings::Findings;
use crate::names::{Changed, Log, Noun, Register};
use steward_model::{Estate, Field, RoleId, StaffId, Text, Value, ZoneId};
use steward_time::Mistake;

/// Reads a text as the value of a field at an estate: what a form, `--field K=V` or an event says.
///
/// A customer is `NAME/PHONE`, a list `A,B`; roles, people and zones are called by id or by a title
/// only one of them has; clocks are the estate's. The error says what is wrong and the way out.
///
/// # Errors
/// When the text is no value of the field's type, or names what is nowhere.
pub fn parse_value(text: &str, field: &Field, estate: &Estate) -> Result<Value, Text> {
    let names = EstateNames::of(estate);
    read(text, &field.kind, names.around(estate)).map_err(|mistake| in_words(&mistake))
}

/// What values may name at one estate.
#[derive(Debug)]
pub(crate) struct EstateNames {
    /// The organisation's roles.
    pub(crate) roles: Register<RoleId>,
    /// Those who work at the estate.
    pub(crate) people: Register<StaffId>,
    zones: Register<ZoneId>,
}

impl EstateNames {
    /// The names of an estate.
    pub(crate) fn of(estate: &Estate) -> Self {
        // Names twice were reported where they are written.
        let nowhere = Findings::default();
        let mut names = Self {
            roles: Register::new(Noun::Role),
            people: Register::new(Noun::Person),
            zones: Register::new(Noun::Zone),
        };
        for role in estate.roles.roles.values() {
            names.roles.enter(&role.id, Some(&role.title), &role.place, &nowhere);
        }
        for person in &estate.staff {
            let name = Text::plain(&person.name);
            names.people.enter(&person.id, Some(&name), &person.place, &nowhere);
        }
        for zone in &estate.zones {
            names.zones.enter(&zone.id, Some(&zone.name), &estate.place, &nowhere);
        }
        names
    }

    /// What they are asked.
    pub(crate) fn logs(&self) -> [&Log; 3] {
        [self.roles.log(), self.people.log(), self.zones.log()]
    }

    /// What is called otherwise than it was.
    pub(crate) fn changed_since(&self, before: &Self) -> Changed {
        let (roles, people) =
            (self.roles.changed_since(&before.roles), self.people.changed_since(&before.people));
        roles.and(people).and(self.zones.changed_since(&before.zones))
    }

    /// These names, with the estate's clock.
    pub(crate) fn around<'a>(&'a self, estate: &'a Estate) -> Around<'a> {
        let zones = Some(&self.zones);
        Around { roles: &self.roles, people: &self.people, zones, zone: &estate.zone }
    }
}

/// A mistake as one sentence, the suggestion included.
fn in_words(mistake: &Mistake) -> Text {
    match &mistake.suggestion {
        Some(meant) => Text::new(
            format!("{}；是不是“{meant}”？", mistake.zh),
            format!("{}; did you mean `{meant}`?", mistake.en),
        ),
        None => Text::new(mistake.zh.clone(), mistake.en.clone()),
    }
}
