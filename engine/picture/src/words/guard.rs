//! A condition in words (等级是重大), and as a manager writes it (`severity == major`).

use super::{Words, listed};
use steward_model::{
    Arithmetic, Compare, EndWord, Expr, FieldId, FieldKind, Guard, Operand, Operator, Text, Value,
};

/// A condition as a sentence.
pub(crate) fn in_words(words: &Words<'_>, guard: &Guard) -> Text {
    match guard {
        Guard::And(parts) => listed(parts.iter().map(|part| grouped(words, part)), "，且", " and "),
        Guard::Or(parts) => listed(parts.iter().map(|part| grouped(words, part)), "，或", " or "),
        Guard::Not(part) => {
            let part = in_words(words, part);
            Text::new(format!("不是（{}）", part.zh), format!("not ({})", part.en))
        }
        Guard::Compare(compare) => comparison(words, compare),
        Guard::In(field, values) => {
            let title = words.field(field);
            let values =
                listed(values.iter().map(|value| self::value(words, value, Some(field))), "或", " or ");
            Text::new(format!("{}是{}", title.zh, values.zh), format!("{} is {}", title.en, values.en))
        }
        Guard::Filled(field) => {
            let title = words.field(field);
            Text::new(format!("已填“{}”", title.zh), format!("{} is filled", title.en))
        }
        Guard::Failed(step) => {
            let step = words.step(step);
            Text::new(format!("“{}”有不合格", step.zh), format!("something failed in “{}”", step.en))
        }
        Guard::Approved(step) => {
            let step = words.step(step);
            Text::new(format!("“{}”已批准", step.zh), format!("“{}” is approved", step.en))
        }
        Guard::Ended(ended) => {
            let step = words.step(&ended.step);
            let said = |word: &EndWord| {
                let zh = word.title().map_or_else(|| word.to_string(), |title| title.zh);
                Text::new(zh, word.as_str())
            };
            let ends = listed(ended.words.iter().map(said), "或", " or ");
            let (zh, en) = if ended.with {
                ("的结果是", "ended")
            } else {
                ("的结果不是", "ended otherwise than")
            };
            Text::new(format!("“{}”{zh}{}", step.zh, ends.zh), format!("“{}” {en} {}", step.en, ends.en))
        }
        Guard::Any(_, part) => {
            let part = in_words(words, part);
            Text::new(format!("任一项{}", part.zh), format!("for any of them {}", part.en))
        }
        Guard::All(_, part) => {
            let part = in_words(words, part);
            Text::new(format!("每一项{}", part.zh), format!("for each of them {}", part.en))
        }
    }
}

/// A part of a longer condition; one that has parts itself stands in brackets.
fn grouped(words: &Words<'_>, guard: &Guard) -> Text {
    let text = in_words(words, guard);
    match guard {
        Guard::And(_) | Guard::Or(_) => Text::new(format!("（{}）", text.zh), format!("({})", text.en)),
        _ => text,
    }
}

fn comparison(words: &Words<'_>, compare: &Compare) -> Text {
    let field = match (&compare.left, &compare.right) {
        (Operand::Field(field), _) | (_, Operand::Field(field)) => Some(field),
        _ => None,
    };
    let (left, right) = (operand(words, &compare.left, field), operand(words, &compare.right, field));
    let yes_or_no = matches!(compare.right, Operand::Literal(Value::Bool(_)));
    let (zh, en) = match compare.operator {
        Operator::Equal if yes_or_no => ("：", ": "),
        Operator::Equal => ("是", " is "),
        Operator::NotEqual => ("不是", " is not "),
        Operator::Less => ("小于", " < "),
        Operator::AtMost => ("不超过", " ≤ "),
        Operator::Greater => ("大于", " > "),
        Operator::AtLeast => ("不低于", " ≥ "),
    };
    Text::new(format!("{}{zh}{}", left.zh, right.zh), format!("{}{en}{}", left.en, right.en))
}

fn operand(words: &Words<'_>, operand: &Operand, field: Option<&FieldId>) -> Text {
    match operand {
        Operand::Field(field) => words.field(field),
        Operand::Literal(literal) => value(words, literal, field),
    }
}

/// A value as people read it; a choice by its title in its field.
fn value(words: &Words<'_>, value: &Value, field: Option<&FieldId>) -> Text {
    let kind = field.and_then(|field| words.workflow.field(field)).map(|field| &field.kind);
    match (value, kind) {
        (Value::Choice(choice), Some(FieldKind::Choice(choices))) => choices
            .iter()
            .find(|(id, _)| id == choice)
            .map_or_else(|| Text::plain(choice.as_str()), |(_, title)| title.clone()),
        (Value::Bool(true), _) => Text::new("是", "yes"),
        (Value::Bool(false), _) => Text::new("否", "no"),
        (Value::Role(role), _) => words.role(role.as_str()),
        (Value::Staff(staff), _) => words.person(staff),
        (Value::Zone(zone), _) => words.zone(zone),
        _ => Text::plain(literal(value)),
    }
}

/// A condition as a manager writes it.
pub(crate) fn written(guard: &Guard) -> String {
    let joined = |parts: &[Guard], word: &str| {
        let parts: Vec<String> = parts
            .iter()
            .map(|part| match part {
                Guard::And(_) | Guard::Or(_) => format!("({})", written(part)),
                _ => written(part),
            })
            .collect();
        parts.join(word)
    };
    match guard {
        Guard::And(parts) => joined(parts, " and "),
        Guard::Or(parts) => joined(parts, " or "),
        Guard::Not(part) => format!("not ({})", written(part)),
        Guard::Compare(compare) => {
            let side = |operand: &Operand| match operand {
                Operand::Field(field) => field.to_string(),
                Operand::Literal(value) => literal(value),
            };
            let sign = match compare.operator {
                Operator::Equal => "==",
                Operator::NotEqual => "!=",
                Operator::Less => "<",
                Operator::AtMost => "<=",
                Operator::Greater => ">",
                Operator::AtLeast => ">=",
            };
            format!("{} {sign} {}", side(&compare.left), side(&compare.right))
        }
        Guard::In(field, values) => {
            format!("{field} in [{}]", values.iter().map(literal).collect::<Vec<_>>().join(", "))
        }
        Guard::Filled(field) => format!("filled({field})"),
        Guard::Failed(step) => format!("failed({step})"),
        Guard::Approved(step) => format!("approved({step})"),
        Guard::Ended(ended) => {
            let words = ended.words.iter().map(EndWord::as_str).collect::<Vec<_>>().join(", ");
            let listed = ended.words.len() != 1;
            match (listed, ended.with) {
                (true, _) => format!("ended({}) in [{words}]", ended.step),
                (false, true) => format!("ended({}) == {words}", ended.step),
                (false, false) => format!("ended({}) != {words}", ended.step),
            }
        }
        Guard::Any(_, part) => format!("any({})", written(part)),
        Guard::All(_, part) => format!("all({})", written(part)),
    }
}

/// A value as it is written down. Personal values never stand in a guard; they are masked all the same.
fn literal(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Bool(yes) => yes.to_string(),
        Value::Date(date) => date.to_string(),
        Value::DateTime(at) => at.to_string(),
        Value::Choice(choice) => choice.to_string(),
        Value::Role(role) => role.to_string(),
        Value::Staff(staff) => staff.to_string(),
        Value::Person { name, .. } => name.masked(),
        Value::Phone(phone) => phone.masked(),
        Value::Zone(zone) => zone.to_string(),
        Value::Files(names) | Value::List(names) => names.join(", "),
    }
}

/// A computation as people read it; `field` takes what it comes to.
pub(crate) fn expression(words: &Words<'_>, expr: &Expr, field: &FieldId) -> Text {
    let both = |left: &Expr, sign: &str, right: Text| {
        let left = expression(words, left, field);
        Text::new(format!("{} {sign} {}", left.zh, right.zh), format!("{} {sign} {}", left.en, right.en))
    };
    let span = |span: &steward_time::Span| Text::new(span.in_chinese(), span.in_english());
    match expr {
        Expr::Field(read) => words.field(read),
        Expr::Literal(literal) => value(words, literal, Some(field)),
        Expr::Arithmetic(left, sign, right) => {
            let sign = match sign {
                Arithmetic::Plus => "+",
                Arithmetic::Minus => "−",
                Arithmetic::Times => "×",
                Arithmetic::Over => "÷",
            };
            both(left, sign, expression(words, right, field))
        }
        Expr::Later(from, after) => both(from, "+", span(after)),
        Expr::Earlier(from, before) => both(from, "−", span(before)),
    }
}
