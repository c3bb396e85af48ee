//! What `if` and `set` say of a case. Both are total: a comparison with an empty field is false,
//! and a computation with one leaves its field empty (S11).

use crate::Case;
use rust_decimal::Decimal;
use std::cmp::Ordering;
use steward_model::{Arithmetic, Compare, Expr, FieldId, Guard, Operand, Operator, StepId, Value};
use steward_time::{Span, Timestamp, WorkingTime, civil};

/// Whether a guard holds for the case as it is.
pub fn holds(guard: &Guard, case: &Case) -> bool {
    Sight { case, item: None }.holds(guard)
}

/// Whether everything a guard asks for is known: its fields are filled, the steps whose outcome it
/// asks for are done in their current round (S12). What it asks of items is known with their step.
pub fn is_decided(guard: &Guard, case: &Case) -> bool {
    guard.fields().iter().all(|field| case.fields.contains_key(*field))
        && guard.steps().iter().all(|step| case.is_past(step))
}

/// What a guard looks at: the case, or one item of a step in it.
#[derive(Clone, Copy)]
struct Sight<'c> {
    case: &'c Case,
    item: Option<&'c str>,
}

impl<'c> Sight<'c> {
    fn holds(self, guard: &Guard) -> bool {
        match guard {
            Guard::And(parts) => parts.iter().all(|part| self.holds(part)),
            Guard::Or(parts) => parts.iter().any(|part| self.holds(part)),
            Guard::Not(part) => !self.holds(part),
            Guard::Compare(compare) => compares(compare, self),
            Guard::In(field, list) => self
                .value(field)
                .is_some_and(|value| list.iter().any(|one| order(value, one) == Some(Ordering::Equal))),
            Guard::Filled(field) => self.value(field).is_some(),
            Guard::Failed(step) => self.case.steps.get(step).is_some_and(|step| !step.failed.is_empty()),
            Guard::Approved(step) => {
                self.case.steps.get(step).is_some_and(|step| step.approved == Some(true))
            }
            Guard::Ended(ended) => {
                let called = self.case.steps.get(&ended.step).and_then(|step| step.called.as_ref());
                let word = called.and_then(|called| called.ended.as_ref());
                word.is_some_and(|word| ended.words.contains(word) == ended.with)
            }
            Guard::Any(step, part) => self.items(step).any(|item| item.holds(part)),
            Guard::All(step, part) => self.items(step).all(|item| item.holds(part)),
        }
    }

    fn items(self, step: &StepId) -> impl Iterator<Item = Self> {
        self.case.items(step).iter().map(move |item| Self { item: Some(item), ..self })
    }

    /// What an item asks for is its own; any other field is the case's.
    fn value(self, field: &FieldId) -> Option<&'c Value> {
        let own = self.item.and_then(|item| self.case.fields.get(&field.of_item(item)));
        own.or_else(|| self.case.fields.get(field))
    }
}

fn compares(compare: &Compare, sight: Sight<'_>) -> bool {
    let value = |operand: &Operand| match operand {
        Operand::Field(field) => sight.value(field).cloned(),
        Operand::Literal(value) => Some(value.clone()),
    };
    let (Some(left), Some(right)) = (value(&compare.left), value(&compare.right)) else {
        return false;
    };
    let Some(order) = order(&left, &right) else {
        return false;
    };
    match compare.operator {
        Operator::Equal => order == Ordering::Equal,
        Operator::NotEqual => order != Ordering::Equal,
        Operator::Less => order == Ordering::Less,
        Operator::AtMost => order != Ordering::Greater,
        Operator::Greater => order == Ordering::Greater,
        Operator::AtLeast => order != Ordering::Less,
    }
}

/// How two values of the same kind compare. Kinds without an order answer equal or not; `None`
/// only for kinds that `check` never lets meet.
fn order(left: &Value, right: &Value) -> Option<Ordering> {
    let same = |equal: bool| Some(if equal { Ordering::Equal } else { Ordering::Less });
    match (left, right) {
        (Value::Number(a), Value::Number(b)) => Some(a.cmp(b)),
        (Value::Date(a), Value::Date(b)) => Some(a.cmp(b)),
        (Value::DateTime(a), Value::DateTime(b)) => Some(a.cmp(b)),
        (Value::Text(a), Value::Text(b)) => Some(a.cmp(b)),
        (Value::Bool(a), Value::Bool(b)) => same(a == b),
        (Value::Choice(a), Value::Choice(b)) => same(a == b),
        (Value::Role(a), Value::Role(b)) => same(a == b),
        (Value::Staff(a), Value::Staff(b)) => same(a == b),
        (Value::Zone(a), Value::Zone(b)) => same(a == b),
        (Value::Phone(a), Value::Phone(b)) => same(a == b),
        (Value::List(a), Value::List(b)) | (Value::Files(a), Value::Files(b)) => same(a == b),
        (Value::Person { .. }, Value::Person { .. }) => same(left == right),
        _ => None,
    }
}

/// The value of a computation; `None` leaves the field empty. Open time and workdays count on the
/// workflow's calendar.
pub fn compute(expr: &Expr, case: &Case, calendar: &WorkingTime) -> Option<Value> {
    match expr {
        Expr::Field(field) => case.fields.get(field).cloned(),
        Expr::Literal(value) => Some(value.clone()),
        Expr::Arithmetic(left, sign, right) => {
            let (Value::Number(left), Value::Number(right)) =
                (compute(left, case, calendar)?, compute(right, case, calendar)?)
            else {
                return None;
            };
            arithmetic(left, *sign, right).map(Value::Number)
        }
        Expr::Later(base, span) => {
            move_by(&compute(base, case, calendar)?, *span, calendar, WorkingTime::add)
        }
        Expr::Earlier(base, span) => {
            move_by(&compute(base, case, calendar)?, *span, calendar, WorkingTime::subtract)
        }
    }
}

fn arithmetic(left: Decimal, sign: Arithmetic, right: Decimal) -> Option<Decimal> {
    match sign {
        Arithmetic::Plus => left.checked_add(right),
        Arithmetic::Minus => left.checked_sub(right),
        Arithmetic::Times => left.checked_mul(right),
        Arithmetic::Over => left.checked_div(right),
    }
}

type Move = fn(&WorkingTime, Timestamp, Span) -> Option<steward_time::Moment>;

fn move_by(base: &Value, span: Span, calendar: &WorkingTime, step: Move) -> Option<Value> {
    match base {
        Value::DateTime(at) => step(calendar, *at, span).map(|moment| Value::DateTime(moment.at)),
        Value::Date(date) => {
            let moved = step(calendar, calendar.midnight(*date), span)?;
            Some(Value::Date(calendar.local(moved.at).date()))
        }
        _ => None,
    }
}

/// The instant a date or a date and time stands for: a date alone is its midnight (S15).
pub fn instant(value: &Value, calendar: &WorkingTime) -> Option<Timestamp> {
    match value {
        Value::DateTime(at) => Some(*at),
        Value::Date(date) => Some(calendar.midnight(*date)),
        _ => None,
    }
}

/// The date of a value that is a date alone.
pub fn date_alone(value: &Value) -> Option<civil::Date> {
    match value {
        Value::Date(date) => Some(*date),
        _ => None,
    }
}
