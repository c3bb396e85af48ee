//! Walking a parsed file: every name it uses must be there, every comparison possible, every form
//! one that rules have.

use super::finding::Findings;
use super::sort::{Of, Shape, Sort};
use super::{NOT_ALLOWED, function, literal};
use crate::names::Names;
use crate::program::{Function, Program, parameters};
use rhai::{ASTFlags, ASTNode, Expr, ImmutableString, Position, Stmt};
use std::collections::BTreeSet;
use steward_case::Moment;
use steward_model::{Text, Workflow};

/// A walk through a file on behalf of one workflow; `None`: of a file that nobody uses.
pub(super) struct Walk<'a, 'f> {
    pub(super) program: &'a Program,
    pub(super) workflow: Option<&'a Workflow>,
    pub(super) names: &'a Names,
    pub(super) findings: &'f mut Findings<'a>,
    pub(super) called: &'f mut BTreeSet<(String, usize)>,
    /// The moment whose function is walked; `None`: a helper.
    pub(super) moment: Option<Moment>,
    /// Variables in sight, innermost last, with what is known of them.
    scope: Vec<(ImmutableString, Sort)>,
}

/// Walks all functions of a file, noting which are called.
pub(super) fn walk<'a>(
    program: &'a Program,
    workflow: Option<&'a Workflow>,
    names: &'a Names,
    findings: &mut Findings<'a>,
    called: &mut BTreeSet<(String, usize)>,
) {
    let mut walk = Walk { program, workflow, names, findings, called, moment: None, scope: Vec::new() };
    let mut inside: Option<Position> = None;
    program.tree.walk(&mut |path: &[ASTNode<'_>]| {
        // Only the outermost statements; this walk goes down by itself, because it must know what
        // is in sight.
        let [ASTNode::Stmt(statement)] = path else { return true };
        match holder(&program.functions, statement) {
            Some(function) => {
                if inside != Some(function.body.0) {
                    inside = Some(function.body.0);
                    walk.enter(function);
                }
                walk.statement(statement);
            }
            None => walk.outside(statement),
        }
        true
    });
}

fn holder<'f>(functions: &'f [Function], statement: &Stmt) -> Option<&'f Function> {
    let at = statement.position();
    functions.iter().find(|function| function.body.0 <= at && at <= function.body.1)
}

impl Walk<'_, '_> {
    fn enter(&mut self, function: &Function) {
        self.moment = function::moment(&function.name)
            .filter(|moment| parameters(*moment).len() == function.parameters.len());
        // Of a moment's function the place says what a parameter is, of a helper its name.
        let words: Vec<&str> = match self.moment {
            Some(moment) => parameters(moment).to_vec(),
            None => function
                .parameters
                .iter()
                .map(|name| if ["case", "step", "limit"].contains(&name.as_str()) { name } else { "" })
                .collect(),
        };
        self.scope = function
            .parameters
            .iter()
            .zip(words)
            .map(|(name, word)| (name.into(), Sort::of_parameter(word)))
            .collect();
    }

    fn outside(&mut self, statement: &Stmt) {
        if matches!(statement, Stmt::Noop(_)) {
            return;
        }
        self.findings.error(
            "rule-outside-function",
            statement.position(),
            Text::new(
                "这一句不在任何函数里，永远不会执行",
                "this stands outside every function and is never carried out",
            ),
            Some(Text::new(
                "把它放进一个时刻的函数，如 fn overdue(case, step, limit) { … }",
                "put it into the function of a moment, like fn overdue(case, step, limit) { … }",
            )),
        );
    }

    fn block<'s>(&mut self, statements: impl IntoIterator<Item = &'s Stmt>) {
        let outer = self.scope.len();
        for statement in statements {
            self.statement(statement);
        }
        self.scope.truncate(outer);
    }

    fn statement(&mut self, statement: &Stmt) {
        match statement {
            Stmt::If(flow, _) => {
                self.expression(&flow.expr);
                self.block(flow.body.iter());
                self.block(flow.branch.iter());
            }
            Stmt::For(each, _) => {
                let (item, counter, flow) = &**each;
                self.expression(&flow.expr);
                let outer = self.scope.len();
                self.scope.push((item.name.clone(), Sort::ANY));
                if let Some(counter) = counter {
                    self.scope.push((counter.name.clone(), Sort::plain(Shape::Number)));
                }
                self.block(flow.body.iter());
                self.scope.truncate(outer);
            }
            Stmt::Var(variable, ..) => {
                let (name, value, _) = &**variable;
                let sort = self.expression(value);
                self.scope.push((name.name.clone(), sort));
            }
            Stmt::Assignment(assignment) => self.assignment(&assignment.1.lhs, &assignment.1.rhs),
            Stmt::FnCall(call, at) => {
                self.call(call, *at);
            }
            Stmt::Block(block) => self.block(block.iter()),
            Stmt::Expr(expression) => {
                self.expression(expression);
            }
            Stmt::Return(Some(value), ..) | Stmt::BreakLoop(Some(value), ..) => {
                self.expression(value);
            }
            Stmt::While(flow, at) => {
                self.not_allowed(*at, "规则里没有这种循环", "rules have no such loop", FOR);
                self.block(flow.body.iter());
            }
            Stmt::Do(flow, _, at) => {
                self.not_allowed(*at, "规则里没有这种循环", "rules have no such loop", FOR);
                self.block(flow.body.iter());
            }
            Stmt::Switch(_, at) => {
                self.not_allowed(*at, "规则里没有 switch", "rules have no `switch`", IF);
            }
            Stmt::TryCatch(flow, at) => {
                self.not_allowed(*at, "规则里没有 try", "rules have no `try`", FAIL);
                self.block(flow.body.iter());
            }
            Stmt::Noop(_) | Stmt::Return(None, ..) | Stmt::BreakLoop(None, ..) | Stmt::Share(_) => {}
            // rhai may grow statements; what is not known here is not run.
            other => self.not_allowed(other.position(), "规则里没有这种写法", "rules have no such form", IF),
        }
    }

    fn assignment(&mut self, to: &Expr, value: &Expr) {
        self.expression(value);
        if let Expr::Dot(dot, _, _) = to
            && let Expr::Property(property, at) = &dot.rhs
            && let shape @ (Shape::Case | Shape::Step | Shape::Limit) = self.expression(&dot.lhs).shape
        {
            let name = &property.2;
            let help = (shape == Shape::Case)
                .then(|| Text::new(format!("写成 set(\"{name}\", …)"), format!("write set(\"{name}\", …)")));
            self.findings.error(
                "rule-read-only",
                *at,
                Text::new(
                    format!("“{name}”在规则里只能看，不能直接改"),
                    format!("a rule can only look at `{name}`, not assign to it"),
                ),
                help,
            );
            return;
        }
        self.expression(to);
        // What the variable holds from here on depends on the way taken.
        if let Expr::Variable(variable, ..) = to
            && let Some(known) = self.scope.iter_mut().rev().find(|(name, _)| *name == variable.1)
        {
            known.1 = Sort::ANY;
        }
    }

    /// Walks an expression and says what is known of its value.
    pub(super) fn expression(&mut self, expression: &Expr) -> Sort {
        match expression {
            Expr::Variable(variable, _, at) => self.variable(&variable.1, *at),
            Expr::Dot(dot, ..) => {
                let base = self.expression(&dot.lhs);
                self.chain(&base, &dot.rhs)
            }
            Expr::Index(index, flags, _) => {
                let base = self.expression(&index.lhs);
                self.index(&base, &index.rhs, *flags)
            }
            Expr::FnCall(call, at) | Expr::MethodCall(call, at) => self.call(call, *at),
            Expr::And(parts, _) | Expr::Or(parts, _) => {
                for part in parts.iter() {
                    self.expression(part);
                }
                Sort::plain(Shape::Bool)
            }
            Expr::Coalesce(parts, _) => {
                for part in parts.iter() {
                    self.expression(part);
                }
                Sort::ANY
            }
            Expr::InterpolatedString(parts, _) => {
                for part in parts.iter() {
                    self.expression(part);
                }
                Sort::plain(Shape::Text)
            }
            Expr::Array(items, _) => {
                for item in items.iter() {
                    self.expression(item);
                }
                Sort::plain(Shape::List)
            }
            Expr::Map(entries, _) => {
                for (_, value) in &entries.0 {
                    self.expression(value);
                }
                Sort::ANY
            }
            Expr::Stmt(block) => {
                self.block(block.iter());
                Sort::ANY
            }
            Expr::ThisPtr(at) => {
                self.not_allowed(*at, "规则里没有 this", "rules have no `this`", IF);
                Sort::ANY
            }
            constant => literal::sort(constant),
        }
    }

    fn variable(&mut self, name: &str, at: Position) -> Sort {
        if let Some((_, sort)) = self.scope.iter().rev().find(|(known, _)| known == name) {
            return sort.clone();
        }
        let known: Vec<ImmutableString> = self.scope.iter().map(|(name, _)| name.clone()).collect();
        self.findings.unknown(
            "rule-unknown-name",
            at,
            Text::new(format!("这里没有“{name}”"), format!("there is no `{name}` here")),
            known.iter().map(ImmutableString::as_str),
        );
        Sort::ANY
    }

    /// What comes behind a dot.
    fn chain(&mut self, base: &Sort, rest: &Expr) -> Sort {
        match rest {
            Expr::Property(property, at) => self.property(base, &property.2, *at),
            Expr::MethodCall(call, at) | Expr::FnCall(call, at) => self.method(call, *at),
            Expr::Dot(dot, ..) => {
                let base = self.chain(base, &dot.lhs);
                self.chain(&base, &dot.rhs)
            }
            Expr::Index(index, flags, _) => {
                let base = self.chain(base, &index.lhs);
                self.index(&base, &index.rhs, *flags)
            }
            other => self.expression(other),
        }
    }

    /// What stands in `[ ]`, and what comes behind it.
    fn index(&mut self, base: &Sort, rest: &Expr, flags: ASTFlags) -> Sort {
        let at = rest.start_position();
        if matches!(base.shape, Shape::Case | Shape::Step | Shape::Limit) {
            let word = match base.shape {
                Shape::Case => "case",
                Shape::Step => "step",
                _ => "limit",
            };
            let property = literal::text(rest).map_or("…", |(text, _)| text);
            self.findings.error(
                "rule-unknown-property",
                at,
                Text::new("这里不能用 [ ]", "[ ] can't be used here"),
                Some(Text::new(
                    format!("用点号：{word}.{property}"),
                    format!("use a dot: {word}.{property}"),
                )),
            );
        }
        match rest {
            Expr::Dot(dot, ..) if !flags.contains(ASTFlags::BREAK) => {
                self.expression(&dot.lhs);
                self.chain(&Sort::ANY, &dot.rhs)
            }
            Expr::Index(index, flags, _) if !flags.contains(ASTFlags::BREAK) => {
                self.expression(&index.lhs);
                self.index(&Sort::ANY, &index.rhs, *flags)
            }
            index => {
                self.expression(index);
                Sort::ANY
            }
        }
    }

    fn property(&mut self, base: &Sort, name: &str, at: Position) -> Sort {
        if let Some(sort) = base.property(name, self.workflow) {
            return sort;
        }
        let known = base.properties(self.workflow);
        let (code, message) = match (base.shape, self.workflow) {
            (Shape::Case, Some(workflow)) => (
                "rule-unknown-field",
                Text::new(
                    format!("流程“{}”没有字段“{name}”", workflow.id),
                    format!("the workflow `{}` has no field `{name}`", workflow.id),
                ),
            ),
            (Shape::Step, _) => ("rule-unknown-property", crate::view::no_property("step", name)),
            (Shape::Limit, _) => ("rule-unknown-property", crate::view::no_property("limit", name)),
            _ => (
                "rule-unknown-property",
                Text::new(format!("这个值没有“{name}”这一项"), format!("this value has no `{name}`")),
            ),
        };
        self.findings.unknown(code, at, message, known);
        Sort::ANY
    }

    pub(super) fn not_allowed(&mut self, at: Position, zh: &str, en: &str, help: (&str, &str)) {
        self.findings.error(NOT_ALLOWED, at, Text::new(zh, en), Some(Text::new(help.0, help.1)));
    }

    /// A text that must be one of the words of what it is compared with or handed to.
    pub(super) fn word(&mut self, word: &str, at: Position, sort: &Sort) {
        let Some(words) = sort.words(self.workflow, self.names) else { return };
        if words.contains(&word) {
            return;
        }
        let what = match &sort.of {
            Of::Field(field) => Text::new(
                format!("字段“{field}”没有值“{word}”"),
                format!("the field `{field}` is never `{word}`"),
            ),
            Of::Fields => Text::new(format!("没有字段“{word}”"), format!("there is no field `{word}`")),
            Of::Steps => Text::new(format!("没有步骤“{word}”"), format!("there is no step `{word}`")),
            Of::Limits => Text::new(format!("没有时限“{word}”"), format!("there is no limit `{word}`")),
            Of::Estates => Text::new(format!("没有项目“{word}”"), format!("there is no estate `{word}`")),
            Of::Owners | Of::Staff | Of::Anything => {
                Text::new(format!("没有岗位或人员“{word}”"), format!("there is no role or person `{word}`"))
            }
        };
        self.findings.unknown("rule-unknown-value", at, what, words);
    }
}

/// The ways out of the forms that rules don't have.
const FOR: (&str, &str) = (
    "只有 for 可以逐个走过一个列表：for item in step.failed_items { … }",
    "only `for` goes through a list: for item in step.failed_items { … }",
);
const IF: (&str, &str) = ("用 if … else if … else 来写", "write it with if … else if … else");
const FAIL: (&str, &str) = (
    "规则出错时案件照常进行，错误会记录并通知；去掉 try",
    "a rule that fails never stops the case, and is told; leave the try out",
);
