//! What a guard asks of the items of a step that says `for_each`: `any(F == x)`, `all(F == x)`. A field
//! that each item has a value of is asked no other way.

use super::Parser;
use crate::guard::token::Kind;
use crate::words::GuardWord;
use std::collections::BTreeSet;
use std::ops::Range;
use steward_model::{Guard, StepId};

impl Parser<'_> {
    /// `any(…)` or `all(…)`: a guard in brackets, about the items of one step.
    pub(super) fn of_items(&mut self, word: GuardWord) -> Option<Guard> {
        let at = self.end_of_next();
        self.at += 1;
        if !self.take(&Kind::Open) {
            self.refuse_items(&at, "后面要有括号和一个条件", "takes a guard in brackets");
            return None;
        }
        if self.of_items {
            self.refuse_items(&at, "不能写在 `any` 或 `all` 里面", "can't stand inside `any` or `all`");
            return None;
        }
        self.of_items = true;
        let part = self.either();
        self.of_items = false;
        let part = part?;
        self.closing(&Kind::Close, ")")?;
        if !part.steps().is_empty() {
            self.refuse_items(&at, "里只能问每一项填的字段", "asks only about fields that the items fill in");
            return None;
        }
        let steps: BTreeSet<&StepId> =
            part.all_fields().into_iter().filter_map(|field| self.scope.of_items.get(field)).collect();
        let mut steps = steps.into_iter();
        match (steps.next(), steps.next(), word) {
            (Some(step), None, GuardWord::Any) => Some(Guard::Any(step.clone(), Box::new(part))),
            (Some(step), None, _) => Some(Guard::All(step.clone(), Box::new(part))),
            (None, ..) => {
                self.refuse_items(
                    &at,
                    "里没有逐项填写的字段",
                    "names no field that a step with `for_each` asks for",
                );
                None
            }
            (Some(_), Some(_), _) => {
                self.refuse_items(&at, "里的字段属于两个步骤", "names fields of two steps");
                None
            }
        }
    }

    fn refuse_items(&self, at: &Range<usize>, zh: &str, en: &str) {
        let word = &self.tray.written.text[at.clone()];
        let draft = self.tray.error("guard-items", at, format!("`{word}` {zh}"), format!("`{word}` {en}"));
        self.tray.add(draft.help(
            format!("写成 `{word}(字段 == 值)`，字段是带 `for_each` 的步骤的表单问的"),
            format!(
                "write `{word}(FIELD == VALUE)`, with a field in the form of a step that says `for_each`"
            ),
        ));
    }

    /// A field that each item has a value of, asked as if there were one; `from` is where the question
    /// begins.
    pub(super) fn refuse_items_field(&self, guard: &Guard, from: usize) -> Option<()> {
        if self.of_items {
            return Some(());
        }
        let mut fields = guard.all_fields().into_iter();
        let Some(field) = fields.find(|field| self.scope.of_items.contains_key(*field)) else {
            return Some(());
        };
        let begins = self.tokens.get(from).map_or(0, |token| token.at.start);
        let whole = begins..self.end().end;
        let asked = &self.tray.written.text[whole.clone()];
        let any = format!("any({asked})");
        let draft = self.tray.error(
            "guard-items-field",
            &whole,
            format!("“{field}”每一项各有一个值，要说问的是任一项还是每一项"),
            format!("each item has its own `{field}`; say whether one of them is meant or all"),
        );
        let (any, all) = (self.tray.mended(&whole, &any), self.tray.mended(&whole, &format!("all({asked})")));
        self.tray.add(draft.help(format!("写成：{any}，或：{all}"), format!("write: {any}, or: {all}")));
        None
    }
}
