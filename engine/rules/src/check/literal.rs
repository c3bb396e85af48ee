//! What is written out in a rule and so can be checked before it runs.

use super::sort::{Shape, Sort};
use rhai::{Dynamic, Expr, Position};

/// What is known of a constant.
pub(super) fn sort(constant: &Expr) -> Sort {
    Sort::plain(match constant {
        Expr::BoolConstant(..) => Shape::Bool,
        Expr::IntegerConstant(..) | Expr::FloatConstant(..) => Shape::Number,
        Expr::StringConstant(..) | Expr::CharConstant(..) => Shape::Text,
        Expr::Unit(_) => Shape::Nothing,
        _ => Shape::Any,
    })
}

/// A text that is written out, and where.
pub(super) fn text(expression: &Expr) -> Option<(&str, Position)> {
    match expression {
        Expr::StringConstant(text, at) => Some((text, *at)),
        _ => None,
    }
}

/// The texts of a list that is written out.
pub(super) fn texts(expression: &Expr) -> Vec<(&str, Position)> {
    match expression {
        Expr::Array(items, _) => items.iter().filter_map(text).collect(),
        _ => Vec::new(),
    }
}

/// The entries of a map that is written out.
pub(super) fn entries(expression: &Expr) -> Vec<(&str, Position, &Expr)> {
    match expression {
        Expr::Map(map, _) => map.0.iter().map(|(name, value)| (name.as_str(), name.pos, value)).collect(),
        _ => Vec::new(),
    }
}

/// The value of what is written out whole.
pub(super) fn value(expression: &Expr) -> Option<Dynamic> {
    expression.get_literal_value(None)
}
