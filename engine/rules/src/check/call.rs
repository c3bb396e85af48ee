//! Calls: operators, the file's own functions, verbs, and the few functions of rhai that rules have.
//! What a verb is given is looked at in `verb`.

use super::literal::{text, texts};
use super::sort::{Shape, Sort};
use super::walk::Walk;
use crate::verbs::{VERBS, Verb};
use rhai::{FnCallExpr, Position, Token};
use steward_model::Text;

/// The functions of rhai that rules have, beside operators.
pub(super) const BUILT_IN: [&str; 28] = [
    "abs",
    "ceiling",
    "contains",
    "ends_with",
    "floor",
    "index_of",
    "is_empty",
    "join",
    "keys",
    "len",
    "max",
    "min",
    "parse_float",
    "parse_int",
    "pop",
    "push",
    "replace",
    "round",
    "sort",
    "split",
    "starts_with",
    "sub_string",
    "to_float",
    "to_int",
    "to_lower",
    "to_string",
    "to_upper",
    "trim",
];

impl Walk<'_, '_> {
    /// A call in the usual form, or an operator.
    pub(super) fn call(&mut self, call: &FnCallExpr, at: Position) -> Sort {
        if let Some(operator) = &call.op_token {
            return self.operator(operator, call, at);
        }
        let sorts: Vec<Sort> = call.args.iter().map(|argument| self.expression(argument)).collect();
        self.named(call, at, call.args.len());
        // `x in list` is parsed as a call of `contains` with the list first.
        if let ("contains", [list, _], [_, item]) = (call.name.as_str(), &*call.args, &*sorts) {
            for (word, at) in texts(list) {
                self.word(word, at, item);
            }
            return Sort::plain(Shape::Bool);
        }
        if let Some(verb) = verb(&call.name)
            && verb.takes.contains(&call.args.len())
        {
            self.verb(verb, call, at, &sorts);
        }
        Sort::ANY
    }

    /// A call behind a dot: `text.trim()`.
    pub(super) fn method(&mut self, call: &FnCallExpr, at: Position) -> Sort {
        for argument in &call.args {
            self.expression(argument);
        }
        match verb(&call.name) {
            Some(verb) => self.findings.error(
                "rule-arguments",
                at,
                Text::new(
                    format!("{} 不能写在点号后面", verb.name),
                    format!("{} can't stand behind a dot", verb.name),
                ),
                Some(usage(verb)),
            ),
            None => self.named(call, at, call.args.len() + 1),
        }
        Sort::ANY
    }

    /// Whether a function of this name takes so many arguments.
    fn named(&mut self, call: &FnCallExpr, at: Position, count: usize) {
        let name = call.name.as_str();
        let own: Vec<usize> = self
            .program
            .functions
            .iter()
            .filter(|function| function.name == name)
            .map(|function| function.parameters.len())
            .collect();
        if own.contains(&count) {
            self.called.insert((name.to_owned(), count));
        } else if let Some(verb) = verb(name) {
            if !verb.takes.contains(&count) {
                self.findings.error(
                    "rule-arguments",
                    at,
                    Text::new(format!("{name} 的参数个数不对"), format!("{name} takes other arguments")),
                    Some(usage(verb)),
                );
            }
        } else if let Some(wanted) = own.first() {
            self.findings.error(
                "rule-arguments",
                at,
                Text::new(
                    format!("函数“{name}”要 {wanted} 个参数，给了 {count} 个"),
                    format!("the function `{name}` takes {wanted} arguments, not {count}"),
                ),
                None,
            );
        } else if !BUILT_IN.contains(&name) {
            let functions = &self.program.functions;
            let known = VERBS
                .iter()
                .map(|verb| verb.name)
                .chain(functions.iter().map(|function| function.name.as_str()))
                .chain(BUILT_IN);
            self.findings.unknown(
                "rule-unknown-function",
                at,
                Text::new(
                    format!("没有名为“{name}”的动词或函数"),
                    format!("there is no verb or function `{name}`"),
                ),
                known,
            );
        }
    }

    fn operator(&mut self, operator: &Token, call: &FnCallExpr, at: Position) -> Sort {
        let sorts: Vec<Sort> = call.args.iter().map(|argument| self.expression(argument)).collect();
        match (operator, &*call.args, &*sorts) {
            (
                Token::EqualsTo
                | Token::NotEqualsTo
                | Token::LessThan
                | Token::LessThanEqualsTo
                | Token::GreaterThan
                | Token::GreaterThanEqualsTo,
                [left, right],
                [a, b],
            ) => {
                self.comparison(operator, at, a, b);
                for (side, sort) in [(left, b), (right, a)] {
                    if let Some((word, at)) = text(side) {
                        self.word(word, at, sort);
                    }
                }
                Sort::plain(Shape::Bool)
            }
            (Token::ExclusiveRange | Token::InclusiveRange, ..) => {
                self.not_allowed(
                    at,
                    "规则里没有数字区间",
                    "rules have no ranges",
                    (
                        "for 只走过一个列表，如 step.failed_items",
                        "`for` only goes through a list, like step.failed_items",
                    ),
                );
                Sort::ANY
            }
            (Token::Bang, ..) => Sort::plain(Shape::Bool),
            _ => Sort::ANY,
        }
    }

    /// Whether two values can be compared at all.
    fn comparison(&mut self, operator: &Token, at: Position, a: &Sort, b: &Sort) {
        let ordered = !matches!(operator, Token::EqualsTo | Token::NotEqualsTo);
        let possible = match (a.shape, b.shape) {
            (Shape::Any, other) | (other, Shape::Any) => !ordered || other != Shape::Nothing,
            (Shape::Nothing, _) | (_, Shape::Nothing) => !ordered,
            (Shape::Number, Shape::Number) | (Shape::Text, Shape::Text) => true,
            (Shape::Bool, Shape::Bool) | (Shape::List, Shape::List) => !ordered,
            _ => false,
        };
        if possible {
            return;
        }
        let (left, right) = (shape_name(a.shape), shape_name(b.shape));
        let sign = operator.literal_syntax();
        self.findings.error(
            "rule-compare",
            at,
            Text::new(
                format!("{}和{}不能用 {sign} 比较", left.zh, right.zh),
                format!("{} and {} can't be compared with {sign}", left.en, right.en),
            ),
            Some(way_out(a.shape, b.shape)),
        );
    }
}

fn verb(name: &str) -> Option<&'static Verb> {
    VERBS.iter().find(|verb| verb.name == name)
}

pub(super) fn usage(verb: &Verb) -> Text {
    Text::new(format!("写成 {}", verb.usage), format!("write {}", verb.usage))
}

fn shape_name(shape: Shape) -> Text {
    match shape {
        Shape::Case => Text::new("案件", "a case"),
        Shape::Step => Text::new("步骤", "a step"),
        Shape::Limit => Text::new("时限", "a limit"),
        Shape::Number => Text::new("数字", "a number"),
        Shape::Text => Text::new("文字", "a text"),
        Shape::Bool => Text::new("是否值", "a yes or no"),
        Shape::List => Text::new("列表", "a list"),
        Shape::Hidden => Text::new("保密或限定可见岗位的字段", "a field not everybody sees"),
        Shape::Nothing => Text::new("空值", "an empty value"),
        Shape::Any => Text::new("这个值", "this value"),
    }
}

fn way_out(a: Shape, b: Shape) -> Text {
    let either = |shape| a == shape || b == shape;
    if either(Shape::Hidden) {
        Text::new(
            "规则看不到保密或限定可见岗位的字段的内容，只能问它填了没有：!= ()",
            "a rule can't see what is private or not for everybody, only ask whether it is filled: != ()",
        )
    } else if either(Shape::Number) && either(Shape::Text) {
        Text::new("数字不加引号，文字加引号", "numbers stand without quotes, texts with them")
    } else if either(Shape::Bool) {
        Text::new("和 true 或 false 比较，不加引号", "compare it with true or false, without quotes")
    } else if either(Shape::List) {
        Text::new("用 in：\"…\" in 列表", "use in: \"…\" in list")
    } else {
        Text::new("先用 != () 问它填了没有", "ask with != () whether it is filled")
    }
}
