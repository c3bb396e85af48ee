//! Tokens to a [`Guard`]: `not` binds before `and`, `and` before `or`; brackets group.

use super::operand::{self, Side};
use super::token::{Kind, Token};
use super::{MAX_DEPTH, Scope, Tray};
use crate::nearest::nearest;
use crate::words::{GuardWord, Words};
use std::ops::Range;
use steward_model::{Compare, FieldKind, Guard, Operand, Operator, StepId};

/// Reads a whole guard.
pub(super) fn read(tokens: &[Token], scope: Scope<'_>, tray: &Tray<'_>) -> Option<Guard> {
    let mut parser = Parser { tokens, at: 0, depth: 0, scope, tray };
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
                        format!("括号和 not 嵌套超过 {MAX_DEPTH} 层"),
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
        match self.word() {
            Some(GuardWord::Filled) => {
                let (name, at) = self.asked()?;
                operand::field(&name, &at, self.scope, self.tray)
                    .map(|field| Guard::Filled(field.id.clone()))
            }
            Some(word @ (GuardWord::Failed | GuardWord::Approved)) => {
                let (name, at) = self.asked()?;
                self.step(word, &name, &at)
            }
            _ => self.comparison(),
        }
    }

    /// The name in `filled(NAME)`.
    fn asked(&mut self) -> Option<(String, Range<usize>)> {
        let asker = self.end_of_next();
        self.at += 1;
        let example = |tray: &Tray<'_>, here: &Range<usize>| {
            let word = &tray.written.text[asker.clone()];
            tray.add(
                tray.error(
                    "guard-syntax",
                    here,
                    format!("`{word}` 后面要有括号和一个名称"),
                    format!("`{word}` takes one name in brackets"),
                )
                .help(format!("写成 {word}(名称)"), format!("write {word}(NAME)")),
            );
        };
        if !self.take(&Kind::Open) {
            example(self.tray, &asker);
            return None;
        }
        let Some(Token { kind: Kind::Word(name) | Kind::Quoted(name), at }) = self.peek() else {
            example(self.tray, &asker);
            return None;
        };
        self.at += 1;
        self.closing(&Kind::Close, ")")?;
        Some((name.clone(), at.clone()))
    }

    fn end_of_next(&self) -> Range<usize> {
        self.peek().map_or_else(|| self.end(), |token| token.at.clone())
    }

    fn step(&self, word: GuardWord, name: &str, at: &Range<usize>) -> Option<Guard> {
        let Some(answers) = self.scope.steps.get(name) else {
            let draft = self.tray.error(
                "unknown-step",
                at,
                format!("没有名为“{name}”的步骤"),
                format!("there is no step called `{name}`"),
            );
            match nearest(name, self.scope.steps.keys().map(StepId::as_str)) {
                Some(near) => self.tray.add_mended(draft, at, near),
                None => self.tray.add(draft.help(
                    "写本流程里一个步骤的名称",
                    "name a step of this workflow",
                )),
            }
            return None;
        };
        let step = StepId::new(name);
        match word {
            GuardWord::Failed if !answers.items => {
                self.tray.add(
                    self.tray
                        .error(
                            "guard-never-true",
                            at,
                            format!("步骤“{name}”没有核对项，不会有不合格"),
                            format!("`{name}` has no checklist, so nothing in it can fail"),
                        )
                        .help("给该步骤加 checklist，或改问别的", "give it a checklist, or ask something else"),
                );
                None
            }
            GuardWord::Approved if !answers.approval => {
                self.tray.add(
                    self.tray
                        .error(
                            "guard-never-true",
                            at,
                            format!("步骤“{name}”不是审批"),
                            format!("`{name}` is no approval"),
                        )
                        .help("这里写一个带 approve 的步骤", "name a step that says `approve`"),
                );
                None
            }
            GuardWord::Failed => Some(Guard::Failed(step)),
            _ => Some(Guard::Approved(step)),
        }
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
                self.tray
                    .error(
                        "guard-syntax",
                        at,
                        "比较不能连着写",
                        "comparisons can't be chained",
                    )
                    .help(
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
        if matches!(
            kind,
            FieldKind::Number | FieldKind::Money | FieldKind::Date | FieldKind::DateTime
        ) {
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
                    format!("{en} is neither more nor less than another; `{written}` compares numbers and dates"),
                )
                .help("用 ==、!= 或 in", "use ==, != or in"),
        );
        None
    }

    fn membership(&mut self, left: &Side) -> Option<Guard> {
        let field = operand::named_field(left, self.scope, self.tray)?;
        if !self.take(&Kind::ListOpen) {
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

    /// One side of a comparison: a word, a text in quotes, an amount or date of several words.
    fn side(&mut self) -> Option<Side> {
        let Some(token) = self.peek() else {
            let here = self.end();
            self.tray.add(
                self.tray
                    .error(
                        "guard-syntax",
                        &here,
                        "条件在这里断了",
                        "the guard breaks off here",
                    )
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

    fn refuse_keyword(&self, side: Side) -> Option<Side> {
        if side.quoted {
            return Some(side);
        }
        if GuardWord::is_later(&side.text) {
            let word = &side.text;
            self.tray.add(self.tray.error(
                "not-yet",
                &side.at,
                format!("`{word}` 在以后的版本里才有"),
                format!("`{word}` comes in a later version"),
            ).help("目前先不要写它", "leave it out for now"));
            return None;
        }
        if GuardWord::find(&side.text).is_some() {
            let word = &side.text;
            self.tray.add(self.tray.error(
                "guard-syntax",
                &side.at,
                format!("`{word}` 站在了字段或值的位置"),
                format!("`{word}` stands where a field or a value belongs"),
            ).help("前后各要一个完整的比较", "a whole comparison belongs on each side of it"));
            return None;
        }
        Some(side)
    }

    /// `if: satisfied` asks nothing yet.
    fn refuse_bare(&self, side: &Side) {
        let alone = match self.peek() {
            None => true,
            Some(next) => {
                matches!(self.word(), Some(GuardWord::And | GuardWord::Or))
                    || next.kind == Kind::Close
            }
        };
        let field = self.scope.fields.get(side.text.as_str()).filter(|_| alone && !side.quoted);
        let name = &side.text;
        match field.map(|field| &field.kind) {
            Some(FieldKind::Bool) => self.tray.add_mended(
                self.tray.error(
                    "guard-syntax",
                    &side.at,
                    format!("要说出“{name}”是 true 还是 false"),
                    format!("say whether `{name}` is true or false"),
                ),
                &side.at,
                &format!("{name} == true"),
            ),
            Some(_) => self.tray.add_mended(
                self.tray.error(
                    "guard-syntax",
                    &side.at,
                    format!("字段“{name}”后面缺少比较"),
                    format!("`{name}` is compared with nothing"),
                ),
                &side.at,
                &format!("filled({name})"),
            ),
            None => self.refuse_rest(Token { kind: Kind::Word(name.clone()), at: side.at.clone() }),
        }
    }

    /// Something stands where `and`, `or` or the end belongs.
    fn refuse_rest(&self, token: Token) {
        let next = self.peek().filter(|next| next.at.start > token.at.start);
        let odd = next.unwrap_or(&token);
        let written = &self.tray.written.text[odd.at.clone()];
        let draft = self.tray.error(
            "guard-syntax",
            &odd.at,
            format!("看不懂这里的“{written}”"),
            format!("`{written}` makes no sense here"),
        );
        let near = match &odd.kind {
            Kind::Word(word) => match word.as_str() {
                "is" | "equals" | "等于" | "是" => Some("=="),
                "isnt" | "不等于" | "不是" => Some("!="),
                "并且" | "而且" => Some("and"),
                "或者" => Some("or"),
                word => GuardWord::nearest(word),
            },
            _ => None,
        };
        match near {
            Some(near) => self.tray.add_mended(draft, &odd.at, near),
            None => self.tray.add(draft.help(
                "比较写成 字段 == 值；几个比较之间用 and 或 or；文字要加引号",
                "a comparison reads FIELD == VALUE, several are joined by `and` or `or`, text is put in quotes",
            )),
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
