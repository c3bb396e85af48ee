//! The fields of a case: what a form asks for, and the values that answer.

use crate::{Choice, FieldId, Place, Private, RoleId, StaffId, Text, ZoneId};
use rust_decimal::Decimal;
use steward_time::{Timestamp, civil};

/// A field of a workflow.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Field {
    /// Its name, as guards and forms call it.
    pub id: FieldId,
    /// What people read.
    pub title: Text,
    /// What it holds.
    pub kind: FieldKind,
    /// Whether a form that asks for it can be sent without it.
    pub required: bool,
    /// Whether it is personal data: masked, never in an SMS.
    pub private: bool,
    /// The roles that see it at all, each with those above it; everybody who sees the case when empty.
    pub seen_by: Vec<RoleId>,
    /// The value it has from the opening on.
    pub default: Option<Value>,
    /// Where it is written.
    pub place: Place,
}

/// What a field holds.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum FieldKind {
    /// Any text.
    Text,
    /// A decimal number.
    Number,
    /// Yes or no.
    Bool,
    /// A day.
    Date,
    /// A day and a time in the estate's zone.
    DateTime,
    /// One of these, each with what people read.
    Choice(Vec<(Choice, Text)>),
    /// A role, one of these when the list is not empty.
    Role(Vec<RoleId>),
    /// A member of the staff.
    Staff,
    /// A customer: a name and a telephone number.
    Person,
    /// A telephone number.
    Phone,
    /// An amount of money, in yuan.
    Money,
    /// A zone of the estate.
    Zone,
    /// Files by name.
    Files,
    /// A list of texts.
    List,
}

/// A value of a field. An empty field has none.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Value {
    /// Any text.
    Text(String),
    /// A number or an amount of money.
    Number(Decimal),
    /// Yes or no.
    Bool(bool),
    /// A day.
    Date(civil::Date),
    /// An instant.
    DateTime(Timestamp),
    /// One of a choice field's values.
    Choice(Choice),
    /// A role.
    Role(RoleId),
    /// A member of the staff.
    Staff(StaffId),
    /// A customer.
    Person {
        /// Name, as the desk wrote it down.
        name: Private,
        /// Telephone number, where one was given.
        phone: Option<Private>,
    },
    /// A telephone number.
    Phone(Private),
    /// A zone.
    Zone(ZoneId),
    /// Files by name.
    Files(Vec<String>),
    /// A list of texts.
    List(Vec<String>),
}

impl Field {
    /// Whether its value stays with those who may see it: it goes into no message, no event and no rule.
    pub fn is_confined(&self) -> bool {
        self.private || !self.seen_by.is_empty()
    }

    /// Whether it can hold a value that another field held: of its kind, and one of its choices.
    pub fn takes(&self, value: &Value) -> bool {
        match (&self.kind, value) {
            (FieldKind::Choice(of), Value::Choice(choice)) => of.iter().any(|(one, _)| one == choice),
            (FieldKind::Role(of), Value::Role(role)) => of.is_empty() || of.contains(role),
            (FieldKind::Text, Value::Text(_))
            | (FieldKind::Number | FieldKind::Money, Value::Number(_))
            | (FieldKind::Bool, Value::Bool(_))
            | (FieldKind::Date, Value::Date(_))
            | (FieldKind::DateTime, Value::DateTime(_))
            | (FieldKind::Staff, Value::Staff(_))
            | (FieldKind::Person, Value::Person { .. })
            | (FieldKind::Phone, Value::Phone(_))
            | (FieldKind::Zone, Value::Zone(_))
            | (FieldKind::Files, Value::Files(_))
            | (FieldKind::List, Value::List(_)) => true,
            _ => false,
        }
    }
}
