//! Calls: operators, the file's own functions, verbs, and the few functions of rhai that rules have.

use super::literal::{entries, text, texts, value};
use super::sort::{Shape, Sort};
use super::walk::Walk;
use crate::program::parameters;
use crate::turn::{A_RUNG, A_STEP, Need, RUNNING_LIMIT, can_extend, has_rung, needs, reasons};
use crate::value::meant;
use crate::verbs::{
    LOOKERS, OPTIONS, VERBS, Verb, channels, no_code, no_field_of, reason, span, template, unknown_option,
    unknown_workflow,
};
use rhai::{Expr, FnCallExpr, Position, Token};
use steward_case::Moment;
use steward_model::{Channel, FieldId, Text};

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

    fn verb(&mut self, verb: &'static Verb, call: &FnCallExpr, at: Position, sorts: &[Sort]) {
        let arguments = &*call.args;
        if let Some((_, look)) = LOOKERS.iter().find(|(name, _)| *name == verb.name) {
            if let Some((name, at)) = arguments.first().and_then(text)
                && let Err(message) = self.names.audience(*look, name)
            {
                let known: Vec<&str> = self.names.role_names().chain(self.names.staff_names()).collect();
                self.findings.unknown("rule-unknown-role", at, message, known);
            }
            return;
        }
        match (verb.name, arguments) {
            ("tell", [who, wording, options @ ..]) => {
                self.somebody(verb, who, &sorts[0]);
                self.tell(wording, options.first());
            }
            ("hand_to", [who]) => {
                self.somebody(verb, who, &sorts[0]);
                self.at_moment(verb, at, A_STEP, |moment| parameters(moment).contains(&"step"));
            }
            ("extend", [amount]) => {
                self.at_moment(verb, at, RUNNING_LIMIT, can_extend);
                if let Some((amount, at)) = text(amount)
                    && let Err(message) = span(amount)
                {
                    self.findings.error("rule-bad-span", at, message, None);
                }
            }
            ("instead", []) => self.at_moment(verb, at, A_RUNG, has_rung),
            ("set", [field, to]) => self.set(field, to),
            ("hold", [given]) => self.hold(given, at),
            ("start", [workflow, fields]) => self.start(workflow, fields),
            _ => {}
        }
    }

    fn somebody(&mut self, verb: &'static Verb, who: &Expr, sort: &Sort) {
        if sort.shape == Shape::Any {
            return;
        }
        self.findings.error(
            "rule-arguments",
            who.start_position(),
            Text::new(
                format!("{} 要一个岗位或人员", verb.name),
                format!("{} takes a role or a person here", verb.name),
            ),
            Some(usage(verb)),
        );
    }

    fn tell(&mut self, wording: &Expr, options: Option<&Expr>) {
        let mut by_sms = false;
        for (name, at, given) in options.map(entries).unwrap_or_default() {
            if !OPTIONS.contains(&name) {
                self.findings.unknown("rule-unknown-option", at, unknown_option(name), OPTIONS);
            }
            if name == "via"
                && let Some(given_value) = value(given)
            {
                match channels(&given_value) {
                    Ok(via) => by_sms = via.contains(&Channel::Sms),
                    Err(message) => {
                        let at = texts(given)
                            .into_iter()
                            .find(|(word, _)| Channel::from_word(word).is_none())
                            .map_or(given.start_position(), |(_, at)| at);
                        self.findings.unknown("rule-unknown-channel", at, message, ["sms", "email"]);
                    }
                }
            }
        }
        let Some((name, at)) = text(wording) else { return };
        match template(self.names, name) {
            Err(message) => {
                let known: Vec<&str> = self.names.template_names().collect();
                self.findings.unknown("rule-unknown-template", at, message, known);
            }
            Ok(template) if by_sms && self.names.lacks_code(template) => self.findings.error(
                "rule-template-without-code",
                at,
                no_code(template),
                Some(Text::new(
                    "在 steward.yaml 的 sms.templates 里登记它，或去掉 \"sms\"",
                    "register it under `sms:` `templates:` in steward.yaml, or leave \"sms\" out",
                )),
            ),
            Ok(_) => {}
        }
    }

    fn set(&mut self, field: &Expr, to: &Expr) {
        let (Some((name, at)), Some(workflow)) = (text(field), self.workflow) else { return };
        let Some(known) = workflow.field(&FieldId::new(name)) else {
            self.findings.unknown(
                "rule-unknown-field",
                at,
                no_field_of(workflow.id.as_str(), name),
                workflow.fields.iter().map(|field| field.id.as_str()),
            );
            return;
        };
        if let Some(to_value) = value(to)
            && let Err(message) = meant(known, &to_value, self.names, self.names.time_zone(""))
        {
            self.findings.error("rule-unknown-value", to.start_position(), message, None);
        }
    }

    fn hold(&mut self, given: &Expr, at: Position) {
        let Some(workflow) = self.workflow else { return };
        let allowed = reasons(workflow);
        if allowed.is_none() {
            if let Err(message) = reason(None, "") {
                self.findings.error(
                    "rule-no-hold",
                    at,
                    message,
                    Some(Text::new(
                        format!("在流程“{}”里写 hold:", workflow.id),
                        format!("write `hold:` in the workflow `{}`", workflow.id),
                    )),
                );
            }
        } else if let Some((given, at)) = text(given)
            && let Err(message) = reason(allowed.as_deref(), given)
        {
            self.findings.error("rule-unknown-reason", at, message, None);
        }
    }

    fn start(&mut self, workflow: &Expr, fields: &Expr) {
        let Some((name, at)) = text(workflow) else { return };
        let Some((_, known)) = self.names.workflow(name) else {
            let workflows: Vec<&str> = self.names.workflow_names().collect();
            self.findings.unknown("rule-unknown-workflow", at, unknown_workflow(name), workflows);
            return;
        };
        for (field, at, _) in entries(fields) {
            if !known.contains(field) {
                self.findings.unknown(
                    "rule-unknown-field",
                    at,
                    no_field_of(name, field),
                    known.iter().map(FieldId::as_str),
                );
            }
        }
    }

    /// Refuses a verb in the function of a moment that lacks what it works on.
    fn at_moment(&mut self, verb: &'static Verb, at: Position, need: Need, has: impl Fn(Moment) -> bool) {
        if self.moment.is_some_and(|moment| !has(moment)) {
            self.findings.error("rule-wrong-moment", at, needs(verb.name, need), None);
        }
    }
}

fn verb(name: &str) -> Option<&'static Verb> {
    VERBS.iter().find(|verb| verb.name == name)
}

fn usage(verb: &Verb) -> Text {
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
        Shape::Hidden => Text::new("保密字段", "a private field"),
        Shape::Nothing => Text::new("空值", "an empty value"),
        Shape::Any => Text::new("这个值", "this value"),
    }
}

fn way_out(a: Shape, b: Shape) -> Text {
    let either = |shape| a == shape || b == shape;
    if either(Shape::Hidden) {
        Text::new(
            "规则看不到保密字段的内容，只能问它填了没有：!= ()",
            "a rule can't see what is private, only ask whether it is filled: != ()",
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
