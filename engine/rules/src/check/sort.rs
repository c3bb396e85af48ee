//! What is known of a value before anything runs: its shape, and which words it can be.

use crate::names::{Names, fields_of_case};
use crate::view::{CASE_WORDS, LIMIT_WORDS, STEP_WORDS};
use steward_model::{FieldId, FieldKind, Workflow};

/// What a value is, as far as can be told from the text.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Sort {
    pub(super) shape: Shape,
    pub(super) of: Of,
}

/// The shape of a value.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Shape {
    Case,
    Step,
    Limit,
    Number,
    Text,
    Bool,
    List,
    /// A private field's, or one that only some roles see: only whether it is there.
    Hidden,
    /// `()`, which stands for what is empty.
    Nothing,
    /// Nothing is known.
    Any,
}

/// The words a text can be.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Of {
    Field(FieldId),
    Fields,
    Steps,
    Limits,
    Estates,
    Owners,
    Staff,
    Anything,
}

impl Sort {
    pub(super) const ANY: Self = Self { shape: Shape::Any, of: Of::Anything };

    pub(super) fn plain(shape: Shape) -> Self {
        Self { shape, of: Of::Anything }
    }

    fn text(of: Of) -> Self {
        Self { shape: Shape::Text, of }
    }

    /// What a parameter of a moment's function is.
    pub(super) fn of_parameter(name: &str) -> Self {
        match name {
            "case" => Self::plain(Shape::Case),
            "step" => Self::plain(Shape::Step),
            "limit" => Self::plain(Shape::Limit),
            "field" => Self::text(Of::Fields),
            "name" => Self::plain(Shape::Text),
            _ => Self::ANY,
        }
    }

    /// What a property of a value is. `None`: there is no such property.
    pub(super) fn property(&self, name: &str, workflow: Option<&Workflow>) -> Option<Self> {
        match self.shape {
            Shape::Case => of_case(name, workflow),
            Shape::Step => of_step(name),
            Shape::Limit => of_limit(name),
            Shape::Text | Shape::List => ["len", "is_empty"]
                .contains(&name)
                .then(|| Self::plain(if name == "len" { Shape::Number } else { Shape::Bool })),
            Shape::Number | Shape::Bool | Shape::Hidden | Shape::Nothing => None,
            Shape::Any => Some(Self::ANY),
        }
    }

    /// The properties a value has.
    pub(super) fn properties<'a>(&self, workflow: Option<&'a Workflow>) -> Vec<&'a str> {
        match self.shape {
            Shape::Case => {
                let fields = workflow.into_iter().flat_map(fields_of_case);
                CASE_WORDS
                    .iter()
                    .map(|(word, _)| *word)
                    .chain(fields.map(|field| field.id.as_str()))
                    .collect()
            }
            Shape::Step => STEP_WORDS.iter().map(|(word, _)| *word).collect(),
            Shape::Limit => LIMIT_WORDS.iter().map(|(word, _)| *word).collect(),
            _ => Vec::new(),
        }
    }

    /// The words a text of this sort can be; `None` where it can be any.
    pub(super) fn words<'a>(&self, workflow: Option<&'a Workflow>, names: &'a Names) -> Option<Vec<&'a str>> {
        if self.of == Of::Estates {
            return Some(names.estate_names().collect());
        }
        if self.of == Of::Staff {
            return Some(names.staff_names().collect());
        }
        let workflow = workflow?;
        match &self.of {
            Of::Field(field) => match &workflow.field(field)?.kind {
                FieldKind::Choice(of) if of.is_empty() => None,
                FieldKind::Choice(of) => Some(of.iter().map(|(choice, _)| choice.as_str()).collect()),
                FieldKind::Role(of) if !of.is_empty() => Some(of.iter().map(|role| role.as_str()).collect()),
                FieldKind::Role(_) => Some(names.role_names().collect()),
                FieldKind::Staff => Some(names.staff_names().collect()),
                FieldKind::Zone => Some(names.zone_names().collect()),
                _ => None,
            },
            Of::Fields => Some(fields_of_case(workflow).map(|field| field.id.as_str()).collect()),
            Of::Steps => Some(workflow.steps.iter().map(|step| step.id.as_str()).collect()),
            Of::Limits => Some(workflow.all_limits().map(|limit| limit.id.as_str()).collect()),
            Of::Owners => Some(names.role_names().chain(names.staff_names()).collect()),
            Of::Estates | Of::Staff | Of::Anything => None,
        }
    }
}

fn of_case(name: &str, workflow: Option<&Workflow>) -> Option<Sort> {
    if let Some((word, _)) = CASE_WORDS.iter().find(|(word, _)| *word == name) {
        return Some(if *word == "estate" { Sort::text(Of::Estates) } else { Sort::plain(Shape::Text) });
    }
    let Some(workflow) = workflow else { return Some(Sort::ANY) };
    let field = fields_of_case(workflow).find(|field| field.id.as_str() == name)?;
    let shape = match &field.kind {
        _ if field.is_confined() => Shape::Hidden,
        // A field that could not be understood; that is a finding of its own.
        FieldKind::Choice(of) if of.is_empty() => Shape::Any,
        FieldKind::Person | FieldKind::Phone => Shape::Hidden,
        FieldKind::Number | FieldKind::Money => Shape::Number,
        FieldKind::Bool => Shape::Bool,
        FieldKind::Files | FieldKind::List => Shape::List,
        FieldKind::Text
        | FieldKind::Date
        | FieldKind::DateTime
        | FieldKind::Choice(_)
        | FieldKind::Role(_)
        | FieldKind::Staff
        | FieldKind::Zone => Shape::Text,
    };
    Some(Sort { shape, of: Of::Field(field.id.clone()) })
}

fn of_step(name: &str) -> Option<Sort> {
    Some(match name {
        "id" => Sort::text(Of::Steps),
        "item" => Sort::text(Of::Anything),
        "owner" => Sort::text(Of::Owners),
        "holder" => Sort::text(Of::Staff),
        "taken" => Sort::plain(Shape::Bool),
        "round" => Sort::plain(Shape::Number),
        "failed_items" => Sort::plain(Shape::List),
        _ => return None,
    })
}

fn of_limit(name: &str) -> Option<Sort> {
    Some(match name {
        "id" => Sort::text(Of::Limits),
        "due" | "rung" => Sort::plain(Shape::Text),
        "minutes_left" | "minutes_over" => Sort::plain(Shape::Number),
        _ => return None,
    })
}
