//! The first stored form of values, owners, audiences, spans, decisions and origins: the small things events
//! are made of.

use super::{Unreadable, instant, seconds, words};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use steward_case::{CaseId, Decision, Origin};
use steward_model::{
    Audience, Channel, Choice, EndWord, EventName, FieldId, Owner, Private, RoleId, StaffId, StepId, Value,
    ZoneId,
};
use steward_time::{Span, civil};

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum ValueForm<'a> {
    Text(Cow<'a, str>),
    /// With the digits it was written with: `1.50` stays `1.50`.
    Number(Cow<'a, str>),
    Bool(bool),
    Date(Cow<'a, str>),
    DateTime(i64),
    Choice(Cow<'a, str>),
    Role(Cow<'a, str>),
    Staff(Cow<'a, str>),
    Person {
        name: Cow<'a, str>,
        phone: Option<Cow<'a, str>>,
    },
    Phone(Cow<'a, str>),
    Zone(Cow<'a, str>),
    Files(Cow<'a, [String]>),
    List(Cow<'a, [String]>),
}

impl<'a> ValueForm<'a> {
    pub(super) fn of(value: &'a Value) -> Self {
        match value {
            Value::Text(text) => Self::Text(words(text)),
            Value::Number(number) => Self::Number(number.to_string().into()),
            Value::Bool(yes) => Self::Bool(*yes),
            Value::Date(date) => Self::Date(date.to_string().into()),
            Value::DateTime(at) => Self::DateTime(seconds(*at)),
            Value::Choice(choice) => Self::Choice(words(choice.as_str())),
            Value::Role(role) => Self::Role(words(role.as_str())),
            Value::Staff(staff) => Self::Staff(words(staff.as_str())),
            Value::Person { name, phone } => Self::Person {
                name: words(name.reveal()),
                phone: phone.as_ref().map(|phone| words(phone.reveal())),
            },
            Value::Phone(phone) => Self::Phone(words(phone.reveal())),
            Value::Zone(zone) => Self::Zone(words(zone.as_str())),
            Value::Files(files) => Self::Files(files.as_slice().into()),
            Value::List(list) => Self::List(list.as_slice().into()),
        }
    }

    pub(super) fn read(self) -> Result<Value, Unreadable> {
        Ok(match self {
            Self::Text(text) => Value::Text(text.into_owned()),
            Self::Number(number) => {
                Value::Number(number.parse::<Decimal>().map_err(|_| Unreadable::NoSuch("number"))?)
            }
            Self::Bool(yes) => Value::Bool(yes),
            Self::Date(date) => {
                Value::Date(date.parse::<civil::Date>().map_err(|_| Unreadable::NoSuch("date"))?)
            }
            Self::DateTime(at) => Value::DateTime(instant(at)?),
            Self::Choice(choice) => Value::Choice(Choice::new(choice)),
            Self::Role(role) => Value::Role(RoleId::new(role)),
            Self::Staff(staff) => Value::Staff(StaffId::new(staff)),
            Self::Person { name, phone } => {
                Value::Person { name: Private::new(name), phone: phone.map(Private::new) }
            }
            Self::Phone(phone) => Value::Phone(Private::new(phone)),
            Self::Zone(zone) => Value::Zone(ZoneId::new(zone)),
            Self::Files(files) => Value::Files(files.into_owned()),
            Self::List(list) => Value::List(list.into_owned()),
        })
    }
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum OwnerForm<'a> {
    Role(Cow<'a, str>),
    Staff(Cow<'a, str>),
    Field(Cow<'a, str>),
    /// A field of type zone, and the key of that zone.
    Key(Cow<'a, str>, Cow<'a, str>),
    /// A key of the zone of whichever item.
    Item(Cow<'a, str>),
    /// A zone, and a key of it.
    InZone(Cow<'a, str>, Cow<'a, str>),
    Starter,
}

impl<'a> OwnerForm<'a> {
    pub(super) fn of(owner: &'a Owner) -> Self {
        match owner {
            Owner::Role(role) => Self::Role(words(role.as_str())),
            Owner::Staff(staff) => Self::Staff(words(staff.as_str())),
            Owner::Field(field) => Self::Field(words(field.as_str())),
            Owner::Key(field, key) => Self::Key(words(field.as_str()), words(key)),
            Owner::Item(key) => Self::Item(words(key)),
            Owner::InZone(zone, key) => Self::InZone(words(zone.as_str()), words(key)),
            Owner::Starter => Self::Starter,
        }
    }

    pub(super) fn read(self) -> Owner {
        match self {
            Self::Role(role) => Owner::Role(RoleId::new(role)),
            Self::Staff(staff) => Owner::Staff(StaffId::new(staff)),
            Self::Field(field) => Owner::Field(FieldId::new(field)),
            Self::Key(field, key) => Owner::Key(FieldId::new(field), key.into_owned()),
            Self::Item(key) => Owner::Item(key.into_owned()),
            Self::InZone(zone, key) => Owner::InZone(ZoneId::new(zone), key.into_owned()),
            Self::Starter => Owner::Starter,
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum AudienceForm<'a> {
    Owner,
    AllOwner,
    Superior,
    Role(Cow<'a, str>),
    All(Cow<'a, str>),
    SuperiorOf(Cow<'a, str>),
    Staff(Cow<'a, str>),
    Field(Cow<'a, str>),
    Starter,
}

impl<'a> AudienceForm<'a> {
    pub(super) fn of(audience: &'a Audience) -> Self {
        match audience {
            Audience::Owner => Self::Owner,
            Audience::AllOwner => Self::AllOwner,
            Audience::Superior => Self::Superior,
            Audience::Role(role) => Self::Role(words(role.as_str())),
            Audience::All(role) => Self::All(words(role.as_str())),
            Audience::SuperiorOf(role) => Self::SuperiorOf(words(role.as_str())),
            Audience::Staff(staff) => Self::Staff(words(staff.as_str())),
            Audience::Field(field) => Self::Field(words(field.as_str())),
            Audience::Starter => Self::Starter,
        }
    }

    pub(super) fn read(self) -> Audience {
        match self {
            Self::Owner => Audience::Owner,
            Self::AllOwner => Audience::AllOwner,
            Self::Superior => Audience::Superior,
            Self::Role(role) => Audience::Role(RoleId::new(role)),
            Self::All(role) => Audience::All(RoleId::new(role)),
            Self::SuperiorOf(role) => Audience::SuperiorOf(RoleId::new(role)),
            Self::Staff(staff) => Audience::Staff(StaffId::new(staff)),
            Self::Field(field) => Audience::Field(FieldId::new(field)),
            Self::Starter => Audience::Starter,
        }
    }
}

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum SpanForm {
    /// Seconds of open time.
    Open(u64),
    Workdays(u32),
    Days(u32),
}

impl SpanForm {
    pub(super) fn of(span: Span) -> Self {
        match span {
            Span::Open(seconds) => Self::Open(seconds),
            Span::Workdays(days) => Self::Workdays(days),
            Span::Days(days) => Self::Days(days),
        }
    }

    pub(super) fn read(self) -> Span {
        match self {
            Self::Open(seconds) => Span::Open(seconds),
            Self::Workdays(days) => Span::Workdays(days),
            Self::Days(days) => Span::Days(days),
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum OriginForm<'a> {
    Event(Cow<'a, str>),
    Clock(i64),
    Case(Cow<'a, str>),
}

impl<'a> OriginForm<'a> {
    pub(super) fn of(origin: &'a Origin) -> Self {
        match origin {
            Origin::Event(name) => Self::Event(words(name.as_str())),
            Origin::Clock(at) => Self::Clock(seconds(*at)),
            Origin::Case(case) => Self::Case(words(case.as_str())),
        }
    }

    pub(super) fn read(self) -> Result<Origin, Unreadable> {
        Ok(match self {
            Self::Event(name) => Origin::Event(EventName::new(name)),
            Self::Clock(at) => Origin::Clock(instant(at)?),
            Self::Case(case) => Origin::Case(CaseId::new(case)),
        })
    }
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum DecisionForm<'a> {
    BackTo {
        step: Cow<'a, str>,
        /// The comment of a return.
        returned: Option<Cow<'a, str>>,
    },
    OnTo(Cow<'a, str>),
    HandTo(OwnerForm<'a>),
    End(Cow<'a, str>),
}

impl<'a> DecisionForm<'a> {
    pub(super) fn of(decision: &'a Decision) -> Self {
        match decision {
            Decision::BackTo { step, returned } => {
                Self::BackTo { step: words(step.as_str()), returned: returned.as_deref().map(words) }
            }
            Decision::OnTo(step) => Self::OnTo(words(step.as_str())),
            Decision::HandTo(owner) => Self::HandTo(OwnerForm::of(owner)),
            Decision::End(word) => Self::End(words(word.as_str())),
        }
    }

    pub(super) fn read(self) -> Decision {
        match self {
            Self::BackTo { step, returned } => {
                Decision::BackTo { step: StepId::new(step), returned: returned.map(Cow::into_owned) }
            }
            Self::OnTo(step) => Decision::OnTo(StepId::new(step)),
            Self::HandTo(owner) => Decision::HandTo(owner.read()),
            Self::End(word) => Decision::End(EndWord::new(word)),
        }
    }
}

pub(super) fn channels(via: &[Channel]) -> Vec<Cow<'static, str>> {
    via.iter().map(|channel| channel.word().into()).collect()
}

pub(super) fn read_channels(via: &[Cow<'_, str>]) -> Result<Vec<Channel>, Unreadable> {
    via.iter().map(|word| Channel::from_word(word).ok_or(Unreadable::NoSuch("channel"))).collect()
}
