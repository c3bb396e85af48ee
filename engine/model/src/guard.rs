//! Guards (`if:`) and computations (`set:`): a small, typed, total language of our own. A guard
//! always has an answer; a computation has a value or leaves its field empty.

use crate::{EndWord, FieldId, Place, StepId, Value};
use steward_time::Span;

/// A condition of the case.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Guard {
    /// All of these.
    And(Vec<Guard>),
    /// At least one of these.
    Or(Vec<Guard>),
    /// Not this.
    Not(Box<Guard>),
    /// A comparison. With an empty field it is false, `!=` too.
    Compare(Compare),
    /// The field's value is one of these.
    In(FieldId, Vec<Value>),
    /// The field has a value.
    Filled(FieldId),
    /// In the step's current round an item of its checklist failed.
    Failed(StepId),
    /// In the step's current round it was approved.
    Approved(StepId),
    /// How the case ended that the step called in its current round; false while it has not.
    Ended(Ended),
    /// This holds of one item at least of the step, as it was done last. Of no items: no.
    Any(StepId, Box<Guard>),
    /// This holds of every item of the step, as it was done last. Of no items: yes.
    All(StepId, Box<Guard>),
}

/// How a called case ended, compared with words.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Ended {
    /// The step that called it.
    pub step: StepId,
    /// Whether it ended with one of the words, or with another.
    pub with: bool,
    /// The words.
    pub words: Vec<EndWord>,
    /// Where they are written: which ends there are is known once the other workflow is.
    pub place: Place,
}

/// Two operands and how they compare.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Compare {
    /// Left of the sign.
    pub left: Operand,
    /// The sign.
    pub operator: Operator,
    /// Right of the sign.
    pub right: Operand,
}

/// A field or a value written down.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Operand {
    /// The field's value now.
    Field(FieldId),
    /// This value.
    Literal(Value),
}

/// How two values compare.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Operator {
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    Greater,
    /// `>=`
    AtLeast,
}

/// What `set:` computes.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Expr {
    /// A field's value.
    Field(FieldId),
    /// A value written down.
    Literal(Value),
    /// `+ - * /` of two numbers.
    Arithmetic(Box<Expr>, Arithmetic, Box<Expr>),
    /// A date, or a date and time, and a span after it.
    Later(Box<Expr>, Span),
    /// A date, or a date and time, and a span before it.
    Earlier(Box<Expr>, Span),
}

/// A sign of arithmetic.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Arithmetic {
    /// `+`
    Plus,
    /// `-`
    Minus,
    /// `*`
    Times,
    /// `/`; by nothing leaves the field empty.
    Over,
}

impl Guard {
    /// Every field that the guard reads outside `any(…)` and `all(…)`.
    pub fn fields(&self) -> Vec<&FieldId> {
        match self {
            Self::And(parts) | Self::Or(parts) => parts.iter().flat_map(|part| part.fields()).collect(),
            Self::Not(part) => part.fields(),
            Self::Any(..) | Self::All(..) => Vec::new(),
            _ => self.all_fields(),
        }
    }

    /// Every field the guard reads, of the case or of the items of a step.
    pub fn all_fields(&self) -> Vec<&FieldId> {
        let mut found = Vec::new();
        self.visit(&mut |guard| match guard {
            Self::Compare(compare) => {
                for side in [&compare.left, &compare.right] {
                    if let Operand::Field(field) = side {
                        found.push(field);
                    }
                }
            }
            Self::In(field, _) | Self::Filled(field) => found.push(field),
            _ => {}
        });
        found
    }

    /// Every step whose outcome the guard asks for.
    pub fn steps(&self) -> Vec<&StepId> {
        let mut found = Vec::new();
        self.visit(&mut |guard| {
            if let Self::Failed(step)
            | Self::Approved(step)
            | Self::Ended(Ended { step, .. })
            | Self::Any(step, _)
            | Self::All(step, _) = guard
            {
                found.push(step);
            }
        });
        found
    }

    /// Every question how a called case ended.
    pub fn ends(&self) -> Vec<&Ended> {
        let mut found = Vec::new();
        self.visit(&mut |guard| {
            if let Self::Ended(ended) = guard {
                found.push(ended);
            }
        });
        found
    }

    fn visit<'a>(&'a self, look: &mut impl FnMut(&'a Guard)) {
        look(self);
        match self {
            Self::And(parts) | Self::Or(parts) => parts.iter().for_each(|part| part.visit(look)),
            Self::Not(part) | Self::Any(_, part) | Self::All(_, part) => part.visit(look),
            _ => {}
        }
    }
}
