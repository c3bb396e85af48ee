//! Tokens to an [`Expr`]: `+ - * /` of numbers, dates plus and minus durations, or a single value.
//! What comes out must be of the type of the field it is written into.

use super::operand::{self, Side};
use super::token::{Kind, Token};
use super::{MAX_DEPTH, Scope, Tray};
use crate::value;
use std::ops::Range;
use steward_model::{Arithmetic, Expr, Field, FieldKind, Value};
use steward_time::Span;

/// Reads the computation of `target`.
pub(super) fn read(tokens: &[Token], target: &Field, scope: Scope<'_>, tray: &Tray<'_>) -> Option<Expr> {
    if let Some((side, length)) = operand::side(tokens)
        && length == tokens.len()
    {
        return alone(&side, target, scope, tray);
    }
    let mut parser = Parser { tokens, at: 0, depth: 0, scope, tray };
    let (computed, part) = parser.sum()?;
    if let Some(token) = parser.peek() {
        parser.refuse(&token.at);
        return None;
    }
    fits(computed, &part, target, tray)
}

/// A field or a value that is taken as it is.
fn alone(side: &Side, target: &Field, scope: Scope<'_>, tray: &Tray<'_>) -> Option<Expr> {
    if let Some(field) = scope.fields.get(side.text.as_str()).filter(|_| !side.quoted) {
        let amount = |kind: &FieldKind| matches!(kind, FieldKind::Number | FieldKind::Money);
        let same = std::mem::discriminant(&field.kind) == std::mem::discriminant(&target.kind);
        if same || amount(&field.kind) && amount(&target.kind) {
            return Some(Expr::Field(field.id.clone()));
        }
        refuse_type(&field.kind, &side.at, target, tray);
        return None;
    }
    let is_name = side.text.starts_with(|c: char| c.is_alphabetic());
    match value::read(&side.text, &target.kind, scope.around) {
        Ok(_) if target.kind == FieldKind::Text && !side.quoted => {
            operand::literal(side, target, scope, tray).map(Expr::Literal)
        }
        Ok(value) => Some(Expr::Literal(value)),
        Err(_) if is_name && !side.quoted && !has_named_values(&target.kind) => {
            operand::field(&side.text, &side.at, scope, tray)?;
            None
        }
        Err(mistake) => {
            let draft = tray.error("guard-value", &side.at, mistake.zh, mistake.en);
            match mistake.suggestion {
                Some(near) => tray.add_mended(draft, &side.at, &near),
                None => tray.add(draft),
            }
            None
        }
    }
}

fn has_named_values(kind: &FieldKind) -> bool {
    matches!(kind, FieldKind::Choice(_) | FieldKind::Role(_) | FieldKind::Staff | FieldKind::Bool)
}

/// A part of a computation with its type.
enum Computed {
    Number(Expr),
    Date(Expr),
    DateTime(Expr),
    Span(Span),
}

impl Computed {
    fn name(&self) -> (&'static str, &'static str) {
        match self {
            Self::Number(_) => operand::type_name(&FieldKind::Number),
            Self::Date(_) => operand::type_name(&FieldKind::Date),
            Self::DateTime(_) => operand::type_name(&FieldKind::DateTime),
            Self::Span(_) => ("时长", "an amount of time"),
        }
    }
}

fn fits(computed: Computed, part: &Range<usize>, target: &Field, tray: &Tray<'_>) -> Option<Expr> {
    let (zh, en) = computed.name();
    match (computed, &target.kind) {
        (Computed::Number(expr), FieldKind::Number | FieldKind::Money)
        | (Computed::Date(expr), FieldKind::Date)
        | (Computed::DateTime(expr), FieldKind::DateTime) => Some(expr),
        _ => {
            refuse_result((zh, en), part, target, tray);
            None
        }
    }
}

fn refuse_type(kind: &FieldKind, part: &Range<usize>, target: &Field, tray: &Tray<'_>) {
    refuse_result(operand::type_name(kind), part, target, tray);
}

fn refuse_result((zh, en): (&str, &str), part: &Range<usize>, target: &Field, tray: &Tray<'_>) {
    let (want_zh, want_en) = operand::type_name(&target.kind);
    let name = &target.id;
    tray.add(
        tray.error(
            "set-type",
            part,
            format!("这里得出的是{zh}，而字段“{name}”是{want_zh}"),
            format!("this comes out as {en}, but `{name}` is {want_en}"),
        )
        .help("改算式，或改这个字段的 `type`", "change the computation, or the field's `type`"),
    );
}

struct Parser<'a> {
    tokens: &'a [Token],
    at: usize,
    depth: usize,
    scope: Scope<'a>,
    tray: &'a Tray<'a>,
}

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<&'a Token> {
        self.tokens.get(self.at)
    }

    fn sign(&mut self, signs: [(Kind, Arithmetic); 2]) -> Option<(Arithmetic, Range<usize>)> {
        let token = self.peek()?;
        let (_, sign) = signs.into_iter().find(|(kind, _)| *kind == token.kind)?;
        self.at += 1;
        Some((sign, token.at.clone()))
    }

    fn sum(&mut self) -> Option<(Computed, Range<usize>)> {
        let (mut left, mut part) = self.product()?;
        while let Some((sign, at)) =
            self.sign([(Kind::Plus, Arithmetic::Plus), (Kind::Minus, Arithmetic::Minus)])
        {
            let (right, right_part) = self.product()?;
            left = self.join(left, sign, right, &at)?;
            part.end = right_part.end;
        }
        Some((left, part))
    }

    fn product(&mut self) -> Option<(Computed, Range<usize>)> {
        let (mut left, mut part) = self.factor()?;
        while let Some((sign, at)) =
            self.sign([(Kind::Times, Arithmetic::Times), (Kind::Over, Arithmetic::Over)])
        {
            let (right, right_part) = self.factor()?;
            left = self.join(left, sign, right, &at)?;
            part.end = right_part.end;
        }
        Some((left, part))
    }

    fn join(&self, left: Computed, sign: Arithmetic, right: Computed, at: &Range<usize>) -> Option<Computed> {
        use Arithmetic::{Minus, Plus};
        use Computed::{Date, DateTime, Number, Span};
        let names = (left.name(), right.name());
        Some(match (left, sign, right) {
            (Number(a), sign, Number(b)) => Number(Expr::Arithmetic(Box::new(a), sign, Box::new(b))),
            // A date has no hours to add to.
            (Date(_), _, Span(steward_time::Span::Open(_))) => {
                self.tray.add(
                    self.tray
                        .error(
                            "set-type",
                            at,
                            "日期只能加减天数或工作日数",
                            "only days and workdays can be added to a date",
                        )
                        .help(
                            "写成 `3 days` 或 `2 workdays`，或用 `type: datetime` 的字段",
                            "write `3 days` or `2 workdays`, or use a field of `type: datetime`",
                        ),
                );
                return None;
            }
            (Date(a), Plus, Span(span)) => Date(Expr::Later(Box::new(a), span)),
            (Date(a), Minus, Span(span)) => Date(Expr::Earlier(Box::new(a), span)),
            (DateTime(a), Plus, Span(span)) => DateTime(Expr::Later(Box::new(a), span)),
            (DateTime(a), Minus, Span(span)) => DateTime(Expr::Earlier(Box::new(a), span)),
            _ => {
                let ((a_zh, a_en), (b_zh, b_en)) = names;
                let written = &self.tray.written.text[at.clone()];
                self.tray.add(self.tray.error(
                    "set-type",
                    at,
                    format!("{a_zh}和{b_zh}之间不能用“{written}”"),
                    format!("`{written}` can't join {a_en} and {b_en}"),
                ).help(
                    "数字可以 + - * /；日期后面可以加减时长，例如 `due + 3 days`",
                    "numbers take + - * /; a date takes an amount of time after it, such as `due + 3 days`",
                ));
                return None;
            }
        })
    }

    fn factor(&mut self) -> Option<(Computed, Range<usize>)> {
        let Some(token) = self.peek() else {
            let end = self.tray.written.text.len();
            let last = self.tokens.last().map_or(0..end, |token| token.at.clone());
            self.tray.add(
                self.tray
                    .error("set-syntax", &last, "算式在这里断了", "the computation breaks off here")
                    .help("后面还要一个字段或值", "a field or a value is missing after it"),
            );
            return None;
        };
        if token.kind == Kind::Open {
            return self.brackets(token);
        }
        let Some((side, length)) = operand::side(&self.tokens[self.at..]) else {
            self.refuse(&token.at);
            return None;
        };
        self.at += length;
        let part = side.at.clone();
        Some((self.typed(&side)?, part))
    }

    fn brackets(&mut self, open: &Token) -> Option<(Computed, Range<usize>)> {
        self.at += 1;
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            self.refuse(&open.at);
            return None;
        }
        let (inner, part) = self.sum()?;
        self.depth -= 1;
        match self.peek() {
            Some(Token { kind: Kind::Close, at }) => {
                self.at += 1;
                Some((inner, open.at.start..at.end))
            }
            _ => {
                self.tray.add(
                    self.tray
                        .error("set-syntax", &part, "括号没有收尾", "this bracket is never closed")
                        .help("补上“)”", "write the missing `)`"),
                );
                None
            }
        }
    }

    fn typed(&self, side: &Side) -> Option<Computed> {
        if !side.quoted {
            if let Ok(Value::Number(number)) = value::read(&side.text, &FieldKind::Number, self.scope.around)
            {
                return Some(Computed::Number(Expr::Literal(Value::Number(number))));
            }
            if let Ok(date) = value::read(&side.text, &FieldKind::Date, self.scope.around) {
                return Some(Computed::Date(Expr::Literal(date)));
            }
            if let Ok(moment) = value::read(&side.text, &FieldKind::DateTime, self.scope.around) {
                return Some(Computed::DateTime(Expr::Literal(moment)));
            }
            if let Ok(span) = Span::parse(&side.text) {
                return Some(Computed::Span(span));
            }
        }
        let field = operand::named_field(side, self.scope, self.tray)?;
        let expr = Expr::Field(field.id.clone());
        match &field.kind {
            FieldKind::Number | FieldKind::Money => Some(Computed::Number(expr)),
            FieldKind::Date => Some(Computed::Date(expr)),
            FieldKind::DateTime => Some(Computed::DateTime(expr)),
            kind => {
                let (zh, en) = operand::type_name(kind);
                let name = &field.id;
                self.tray.add(
                    self.tray
                        .error(
                            "set-type",
                            &side.at,
                            format!("“{name}”是{zh}，不能参加计算"),
                            format!("`{name}` is {en}; it can't be computed with"),
                        )
                        .help("只有数字、金额、日期可以计算", "only numbers, money and dates can be"),
                );
                None
            }
        }
    }

    fn refuse(&self, at: &Range<usize>) {
        let written = &self.tray.written.text[at.clone()];
        self.tray.add(
            self.tray
                .error(
                    "set-syntax",
                    at,
                    format!("看不懂算式里的“{written}”"),
                    format!("`{written}` makes no sense in this computation"),
                )
                .help(
                    "算式用 + - * /，两边各留一个空格，例如 price * count",
                    "a computation uses + - * / with a space on each side, such as price * count",
                ),
        );
    }
}
