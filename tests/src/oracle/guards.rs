//! What `if` and `set` say, read off the history (language §5, S11, S12).

use super::history::History;
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use steward_model::{Arithmetic, Expr, FieldId, Guard, Operand, Operator, Value};
use steward_time::{Timestamp, civil};

impl History {
    /// The answer of a guard now.
    pub(super) fn says(&self, guard: &Guard) -> bool {
        self.says_of(guard, None)
    }

    /// The same of one item: what each item has a value of is its own.
    fn says_of(&self, guard: &Guard, item: Option<&str>) -> bool {
        match guard {
            Guard::And(parts) => parts.iter().all(|part| self.says_of(part, item)),
            Guard::Or(parts) => parts.iter().any(|part| self.says_of(part, item)),
            Guard::Not(part) => !self.says_of(part, item),
            Guard::Filled(field) => self.value(field, item).is_some(),
            Guard::In(field, values) => self.value(field, item).is_some_and(|value| values.contains(&value)),
            Guard::Failed(step) => self.outcome(step).is_some_and(|(failed, _)| failed),
            Guard::Approved(step) => self.outcome(step).is_some_and(|(_, approved)| approved == Some(true)),
            Guard::Ended(ended) => {
                let word = self.call(&ended.step).and_then(|(_, word)| word);
                word.is_some_and(|word| ended.words.contains(word) == ended.with)
            }
            Guard::Any(step, part) => self.items(step).iter().any(|item| self.says_of(part, Some(item))),
            Guard::All(step, part) => self.items(step).iter().all(|item| self.says_of(part, Some(item))),
            Guard::Compare(compare) => {
                let (left, right) = (self.operand(&compare.left, item), self.operand(&compare.right, item));
                // Every comparison with an empty field is false, `!=` too.
                left.zip(right).is_some_and(|(left, right)| compares(&left, compare.operator, &right))
            }
        }
    }

    /// S12: whether everything a guard asks for is known; a skipped step counts as done.
    pub(super) fn knows(&self, guard: &Guard) -> bool {
        let fields = self.fields();
        guard.fields().into_iter().all(|field| fields.contains_key(field))
            && guard.steps().into_iter().all(|step| self.is_past(step))
    }

    fn operand(&self, operand: &Operand, item: Option<&str>) -> Option<Value> {
        match operand {
            Operand::Field(field) => self.value(field, item),
            Operand::Literal(value) => Some(value.clone()),
        }
    }

    fn value(&self, field: &FieldId, item: Option<&str>) -> Option<Value> {
        let own = item.and_then(|item| self.field(&field.of_item(item)));
        own.or_else(|| self.field(field))
    }

    /// What a `set` step fills its fields with. Each line sees what those above it computed; an
    /// empty operand leaves the field empty.
    pub(super) fn computed(&self, lines: &[(FieldId, Expr)]) -> BTreeMap<FieldId, Option<Value>> {
        let mut fields = self.fields();
        let mut computed = BTreeMap::new();
        for (field, expression) in lines {
            let value = value_of(expression, &fields);
            match &value {
                Some(value) => fields.insert(field.clone(), value.clone()),
                None => fields.remove(field),
            };
            computed.insert(field.clone(), value);
        }
        computed
    }
}

fn compares(left: &Value, operator: Operator, right: &Value) -> bool {
    let order = match (left, right) {
        (Value::Number(a), Value::Number(b)) => a.partial_cmp(b),
        (Value::Date(a), Value::Date(b)) => a.partial_cmp(b),
        (Value::DateTime(a), Value::DateTime(b)) => a.partial_cmp(b),
        _ => None,
    };
    match operator {
        Operator::Equal => left == right,
        Operator::NotEqual => left != right,
        Operator::Less => order.is_some_and(std::cmp::Ordering::is_lt),
        Operator::AtMost => order.is_some_and(std::cmp::Ordering::is_le),
        Operator::Greater => order.is_some_and(std::cmp::Ordering::is_gt),
        Operator::AtLeast => order.is_some_and(std::cmp::Ordering::is_ge),
    }
}

fn value_of(expression: &Expr, fields: &BTreeMap<FieldId, Value>) -> Option<Value> {
    match expression {
        Expr::Field(field) => fields.get(field).cloned(),
        Expr::Literal(value) => Some(value.clone()),
        Expr::Arithmetic(left, sign, right) => {
            let number = |side: &Expr| match value_of(side, fields)? {
                Value::Number(number) => Some(number),
                _ => None,
            };
            let (left, right): (Decimal, Decimal) = (number(left)?, number(right)?);
            let result = match sign {
                Arithmetic::Plus => left.checked_add(right),
                Arithmetic::Minus => left.checked_sub(right),
                Arithmetic::Times => left.checked_mul(right),
                Arithmetic::Over => left.checked_div(right),
            };
            result.map(Value::Number)
        }
        // Stories compute with numbers; dates and spans have tables of their own in the core.
        Expr::Later(..) | Expr::Earlier(..) => None,
    }
}

/// S15: the moment a value stands for; a date alone is its midnight.
pub(super) fn moment_of(value: &Value, midnight: impl Fn(civil::Date) -> Timestamp) -> Option<Timestamp> {
    match value {
        Value::DateTime(at) => Some(*at),
        Value::Date(date) => Some(midnight(*date)),
        _ => None,
    }
}
