//! An estate with everything a case there needs: its staff (those above it included), the roles
//! and their superiors, its calendars in its zone.

use crate::{
    CalendarId, CheckInCode, EstateId, Lang, Place, Private, RegionId, RoleId, Roster, StaffId, Text, ZoneId,
};
use std::collections::BTreeMap;
use std::sync::Arc;
use steward_time::{Hours, TimeZone, WorkingTime, civil};

/// An estate, ready to work with.
#[derive(Clone, Debug)]
pub struct Estate {
    /// Its name.
    pub id: EstateId,
    /// What people read.
    pub name: Text,
    /// The region it belongs to.
    pub region: Option<RegionId>,
    /// Its time zone.
    pub zone: TimeZone,
    /// The organisation's roles.
    pub roles: Arc<Roles>,
    /// Everyone who works here: its own staff, then those above the estates, in the order written.
    pub staff: Vec<Arc<Person>>,
    /// Its zones.
    pub zones: Vec<Zone>,
    /// The rosters of roles that have one; any other role is always on duty.
    pub rosters: BTreeMap<RoleId, Roster>,
    /// Hours in which messages wait: its own, else the organisation's.
    pub quiet: Option<Hours>,
    /// What each calendar's name stands for here, in its zone.
    pub calendars: BTreeMap<CalendarId, WorkingTime>,
    /// Where it is written.
    pub place: Place,
}

/// The roles of the organisation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Roles {
    /// Each role by name.
    pub roles: BTreeMap<RoleId, Role>,
    /// Who hears what nobody else can be told.
    pub last_resort: RoleId,
}

/// A role.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Role {
    /// Its name.
    pub id: RoleId,
    /// What people read.
    pub title: Text,
    /// The role above it.
    pub superior: Option<RoleId>,
    /// Where it is written.
    pub place: Place,
}

/// A member of the staff.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Person {
    /// The staff id.
    pub id: StaffId,
    /// The name people read.
    pub name: String,
    /// The roles, the first of them the main one.
    pub roles: Vec<RoleId>,
    /// The regions a person above the estates works for.
    pub regions: Vec<RegionId>,
    /// The estates a person works for, when named.
    pub estates: Vec<EstateId>,
    /// How to reach them, in the order written.
    pub contacts: Vec<Contact>,
    /// The language of their messages.
    pub lang: Lang,
    /// Who acts while they are away.
    pub substitute: Option<StaffId>,
    /// Whole days of the estate on which they are away.
    pub away: Vec<DateRange>,
    /// Hours in which their messages wait, where they have their own.
    pub quiet: Option<Hours>,
    /// Where they are written.
    pub place: Place,
}

/// A way to reach a person.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Contact {
    /// An e-mail address.
    Email(Private),
    /// A telephone number that takes text messages, in international form.
    Phone(Private),
}

/// A road a message takes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Channel {
    /// Text message.
    Sms,
    /// E-mail.
    Email,
}

/// Days from one to another, both included.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct DateRange {
    /// First day.
    pub from: civil::Date,
    /// Last day.
    pub to: civil::Date,
}

/// A zone of an estate, with whatever is written with it.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Zone {
    /// Its name.
    pub id: ZoneId,
    /// What people read.
    pub name: Text,
    /// The code that hangs there; `None`: its id stands in for it, see [`Zone::check_in`].
    pub code: Option<CheckInCode>,
    /// Further keys, such as `cleaner`.
    pub keys: BTreeMap<String, String>,
}

/// Who is in charge of something of a zone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Charge<'a> {
    /// One person.
    Person(&'a Person),
    /// Whoever is of a role.
    Role(&'a Role),
}

impl Channel {
    /// As people say it.
    pub fn title(self) -> Text {
        match self {
            Self::Sms => Text::new("短信", "SMS"),
            Self::Email => Text::new("邮件", "e-mail"),
        }
    }

    /// The word for it in YAML and on the record.
    pub fn word(self) -> &'static str {
        match self {
            Self::Sms => "sms",
            Self::Email => "email",
        }
    }

    /// The channel a word stands for.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Sms, Self::Email].into_iter().find(|channel| channel.word() == word)
    }
}

impl Contact {
    /// The channel it belongs to.
    pub fn channel(&self) -> Channel {
        match self {
            Self::Email(_) => Channel::Email,
            Self::Phone(_) => Channel::Sms,
        }
    }
}

impl Person {
    /// Whether the person is away on a day.
    pub fn is_away(&self, day: civil::Date) -> bool {
        self.away.iter().any(|range| range.from <= day && day <= range.to)
    }

    /// Whether the person has a role.
    pub fn has_role(&self, role: &RoleId) -> bool {
        self.roles.contains(role)
    }

    /// The contact for a channel.
    pub fn contact(&self, channel: Channel) -> Option<&Contact> {
        self.contacts.iter().find(|contact| contact.channel() == channel)
    }
}

impl Zone {
    /// The code that shows that somebody was there. Of a zone that has none it is the id, which
    /// anybody can know; `check` warns of that.
    pub fn check_in(&self) -> CheckInCode {
        self.code.clone().unwrap_or_else(|| CheckInCode::new(self.id.as_str()))
    }
}

impl Roles {
    /// The role above a role.
    pub fn superior(&self, role: &RoleId) -> Option<&RoleId> {
        self.roles.get(role).and_then(|role| role.superior.as_ref())
    }

    /// The roles above a role, nearest first.
    pub fn above<'a>(&'a self, role: &'a RoleId) -> impl Iterator<Item = &'a RoleId> {
        std::iter::successors(self.superior(role), |role| self.superior(role))
    }
}

impl Estate {
    /// A member of the staff by id.
    pub fn person(&self, id: &StaffId) -> Option<&Arc<Person>> {
        self.staff.iter().find(|person| person.id == *id)
    }

    /// A zone by id.
    pub fn zone(&self, id: &ZoneId) -> Option<&Zone> {
        self.zones.iter().find(|zone| zone.id == *id)
    }

    /// Whom a key of a zone names, such as its `cleaner`: somebody who works here or a role, by id or
    /// by a name that is unique here. `None` where the zone has no such key or it names neither.
    pub fn in_zone(&self, zone: &ZoneId, key: &str) -> Option<Charge<'_>> {
        let named = self.zone(zone)?.keys.get(key)?.as_str();
        let by_id = self.staff.iter().find(|person| person.id.as_str() == named);
        let role = self.roles.roles.values().find(|role| role.id.as_str() == named);
        let by_name = || only(self.staff.iter().filter(|person| person.name == named));
        let by_title = || {
            let titled = |role: &&Role| role.title.zh == named || role.title.en == named;
            only(self.roles.roles.values().filter(titled))
        };
        by_id
            .map(|person| Charge::Person(person))
            .or_else(|| role.map(Charge::Role))
            .or_else(|| by_name().map(|person| Charge::Person(person)))
            .or_else(|| by_title().map(Charge::Role))
    }

    /// A calendar as this estate understands it. `None` only for a name no calendar has.
    pub fn calendar(&self, id: &CalendarId) -> Option<&WorkingTime> {
        self.calendars.get(id)
    }
}

/// The only one there is.
fn only<T>(mut found: impl Iterator<Item = T>) -> Option<T> {
    let first = found.next()?;
    found.next().is_none().then_some(first)
}
