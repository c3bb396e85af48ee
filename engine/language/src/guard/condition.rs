//! Tokens to a [`Guard`]: `not` binds before `and`, `and` before `or`; brackets group.

mod ended;
mod items;
mod question;
mod refusal;

pub(super) use question::unknown_step;

use super::operand::{self, Side};
use super::token::{Kind, Token};
use super::{MAX_DEPTH, Scope, Tray};
use crate::lower::field::is_unknown;
use crate::words::{GuardWord, Words};
use std::ops::Range;
use steward_model::{Compare, FieldKind, Guard, Operand, Operator};

/// Reads a whole guard.
pub(super) fn read(tokens: &[Token], scope: Scope<'_>, tray: &Tray<'_>) -> Option<Guard> {
    let mut parser = Parser { tokens, at: 0, depth: 0, of_items: false, scope, tray };
    let guard = parser.either()?;
    match parser.peek() {
        None => Some(guard),
        Some(token) => {
            parser.refuse_rest(token.clone());
            None
        }
    }
}

struct Parser<'a> {
    tokens: &'a [Token],
    at: usize,
    depth: usize,
    /// Whether it stands inside `any(…)` or `all(…)`.
    of_items: bool,
    scope: Scope<'a>,
    tray: &'a Tray<'a>,
}

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<&'a Token> {
        self.tokens.get(self.at)
    }

    fn word(&self) -> Option<GuardWord> {
        match &self.peek()?.kind {
            Kind::Word(word) => GuardWord::find(word),
            _ => None,
        }
    }

    /// Takes the next token when it is this one.
    fn take(&mut self, kind: &Kind) -> bool {
        let found = self.peek().is_some_and(|token| token.kind == *kind);
        self.at += usize::from(found);
        found
    }

    fn take_word(&mut self, word: GuardWord) -> bool {
        let found = self.word() == Some(word);
        self.at += usize::from(found);
        found
    }

    /// The end of what was read last, for a finding about what is missing there.
    fn end(&self) -> Range<usize> {
        match self.tokens.get(self.at.saturating_sub(1)) {
            Some(token) => token.at.clone(),
            None => 0..self.tray.written.text.len(),
        }
    }

    fn either(&mut self) -> Option<Guard> {
        let mut parts = vec![self.both()?];
        while self.take_word(GuardWord::Or) {
            parts.push(self.both()?);
        }
        Some(one_or(parts, Guard::Or))
    }

    fn both(&mut self) -> Option<Guard> {
        let mut parts = vec![self.negated()?];
        while self.take_word(GuardWord::And) {
            parts.push(self.negated()?);
        }
        Some(one_or(parts, Guard::And))
    }

    fn negated(&mut self) -> Option<Guard> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            let here = self.end();
            self.tray.add(
                self.tray
                    .error(
                        "guard-too-deep",
                        &here,
                        format!("括号和 `not` 嵌套超过 {MAX_DEPTH} 层"),
                        format!("brackets and `not` stand more than {MAX_DEPTH} deep"),
                    )
                    .help("去掉多余的括号", "leave out brackets that do nothing"),
            );
            return None;
        }
        let guard = if self.take_word(GuardWord::Not) {
            self.negated().map(|guard| Guard::Not(Box::new(guard)))
        } else if self.take(&Kind::Open) {
            let guard = self.either()?;
            self.closing(&Kind::Close, ")")?;
            Some(guard)
        } else {
            self.test()
        };
        self.depth -= 1;
        guard
    }

    fn closing(&mut self, kind: &Kind, sign: &str) -> Option<()> {
        if self.take(kind) {
            return Some(());
        }
        let here = self.end();
        let written = &self.tray.written.text[here.clone()];
        self.tray.add_mended(
            self.tray.error(
                "guard-syntax",
                &here,
                format!("这里少了“{sign}”"),
                format!("a `{sign}` is missing here"),
            ),
            &here,
            &format!("{written}{sign}"),
        );
        None
    }

    fn test(&mut self) -> Option<Guard> {
        let from = self.at;
        let guard = match self.word() {
            Some(word @ (GuardWord::Any | GuardWord::All)) => return self.of_items(word),
            Some(GuardWord::Filled) => {
                let (name, at) = self.asked()?;
                operand::field(&name, &at, self.scope, self.tray).map(|field| Guard::Filled(field.id.clone()))
            }
            Some(word @ (GuardWord::Failed | GuardWord::Approved)) => {
                let (name, at) = self.asked()?;
                self.step(word, &name, &at)
            }
            Some(GuardWord::Ended) => self.ended(),
            _ => self.comparison(),
        }?;
        self.refuse_items_field(&guard, from)?;
        Some(guard)
    }

    fn comparison(&mut self) -> Option<Guard> {
        let left = self.side()?;
        if self.take_word(GuardWord::In) {
            return self.membership(&left);
        }
        let Some(Token { kind: Kind::Compare(operator), at: sign }) = self.peek() else {
            self.refuse_bare(&left);
            return None;
        };
        self.at += 1;
        let right = self.side()?;
        if let Some(Token { kind: Kind::Compare(_), at }) = self.peek() {
            let text = self.tray.written.text;
            let (first, second) = (&text[left.at.start..right.at.end], &text[right.at.clone()]);
            let rest = &text[at.start..];
            self.tray.add(
                self.tray.error("guard-syntax", at, "比较不能连着写", "comparisons can't be chained").help(
                    format!("写成：{first} and {second} {rest}"),
                    format!("write: {first} and {second} {rest}"),
                ),
            );
            return None;
        }
        let (left, right) = operand::pair(&left, &right, self.scope, self.tray)?;
        self.orderable(*operator, sign, &left, &right)?;
        Some(Guard::Compare(Compare { left, operator: *operator, right }))
    }

    /// `<` and its like make sense of amounts and dates only.
    fn orderable(
        &self,
        operator: Operator,
        sign: &Range<usize>,
        left: &Operand,
        right: &Operand,
    ) -> Option<()> {
        if matches!(operator, Operator::Equal | Operator::NotEqual) {
            return Some(());
        }
        let kind = [left, right].into_iter().find_map(|side| match side {
            Operand::Field(id) => self.scope.fields.get(id).map(|field| &field.kind),
            Operand::Literal(_) => None,
        })?;
        let ordered =
            matches!(kind, FieldKind::Number | FieldKind::Money | FieldKind::Date | FieldKind::DateTime);
        if ordered || is_unknown(kind) {
            return Some(());
        }
        let written = &self.tray.written.text[sign.clone()];
        let (zh, en) = operand::type_name(kind);
        self.tray.add(
            self.tray
                .error(
                    "guard-type",
                    sign,
                    format!("{zh}没有大小先后，不能用“{written}”"),
                    format!(
                        "{en} is neither more nor less than another; `{written}` compares numbers and dates"
                    ),
                )
                .help("用 ==、!= 或 `in`", "use ==, != or in"),
        );
        None
    }

    fn membership(&mut self, left: &Side) -> Option<Guard> {
        let field = operand::named_field(left, self.scope, self.tray)?;
        if !self.take(&Kind::ListOpen) {
            self.list_missing();
            return None;
        }
        let mut values = Vec::new();
        if !self.take(&Kind::ListClose) {
            loop {
                let side = self.side()?;
                values.extend(operand::literal(&side, field, self.scope, self.tray));
                if !self.take(&Kind::Comma) {
                    break;
                }
            }
            self.closing(&Kind::ListClose, "]")?;
        }
        if values.is_empty() && !self.tray.wrong.get() {
            let here = self.end();
            self.tray.add(
                self.tray
                    .error("guard-syntax", &here, "这个列表是空的", "this list is empty")
                    .help("写上至少一个值", "write one value at least"),
            );
        }
        Some(Guard::In(field.id.clone(), values))
    }

    fn list_missing(&self) {
        let here = self.end_of_next();
        let text = &self.tray.written.text[here.clone()];
        self.tray.add_mended(
            self.tray.error(
                "guard-syntax",
                &here,
                "`in` 后面是方括号里的列表",
                "`in` is followed by a list in square brackets",
            ),
            &here,
            &format!("[{text}]"),
        );
    }

    /// One side of a comparison: a word, a text in quotes, an amount or date of several words.
    fn side(&mut self) -> Option<Side> {
        let Some(token) = self.peek() else {
            let here = self.end();
            self.tray.add(
                self.tray
                    .error("guard-syntax", &here, "条件在这里断了", "the guard breaks off here")
                    .help("后面还要一个字段或值", "a field or a value is missing after it"),
            );
            return None;
        };
        let side = operand::side(&self.tokens[self.at..]);
        match side {
            Some((side, length)) => {
                self.at += length;
                self.refuse_keyword(side)
            }
            None => {
                let written = &self.tray.written.text[token.at.clone()];
                self.tray.add(
                    self.tray
                        .error(
                            "guard-syntax",
                            &token.at,
                            format!("这里该是字段或值，却是“{written}”"),
                            format!("a field or a value should stand here, not `{written}`"),
                        )
                        .help(
                            "条件写成 字段 == 值，例如 severity == major",
                            "a guard reads FIELD == VALUE, such as severity == major",
                        ),
                );
                None
            }
        }
    }
}

fn one_or(mut parts: Vec<Guard>, many: fn(Vec<Guard>) -> Guard) -> Guard {
    match (parts.len(), parts.pop()) {
        (1, Some(part)) => part,
        (_, last) => {
            parts.extend(last);
            many(parts)
        }
    }
}
