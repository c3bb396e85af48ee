//! `ended(STEP) == cancelled`, `ended(STEP) in [refused, cancelled]`: how the case ended that a step
//! called. Which ends there are is the other workflow's, so that is left to the check of the whole
//! handbook.

use super::{Parser, unknown_step};
use crate::guard::operand::Side;
use crate::guard::token::{Kind, Token};
use crate::words::GuardWord;
use std::ops::Range;
use steward_model::{EndWord, Ended, Guard, Operator, StepId};

impl Parser<'_> {
    pub(super) fn ended(&mut self) -> Option<Guard> {
        let asker = self.end_of_next();
        let (name, at) = self.asked()?;
        let step = self.awaited(&name, &at);
        let (with, words) = if self.take_word(GuardWord::In) {
            (true, self.list_of_words()?)
        } else {
            let with = match self.peek() {
                Some(Token { kind: Kind::Compare(Operator::Equal), .. }) => true,
                Some(Token { kind: Kind::Compare(Operator::NotEqual), .. }) => false,
                _ => {
                    self.compared_with_nothing(&(asker.start..self.end().end));
                    return None;
                }
            };
            self.at += 1;
            (with, vec![self.side()?])
        };
        let (first, last) = (words.first()?, words.last()?);
        let place = self.tray.place_of(&(first.at.start..last.at.end));
        let words = words.iter().map(|side| EndWord::new(&*side.text)).collect();
        Some(Guard::Ended(Ended { step: step?, with, words, place }))
    }

    fn list_of_words(&mut self) -> Option<Vec<Side>> {
        if !self.take(&Kind::ListOpen) {
            self.list_missing();
            return None;
        }
        let mut words = Vec::new();
        loop {
            words.push(self.side()?);
            if !self.take(&Kind::Comma) {
                break;
            }
        }
        self.closing(&Kind::ListClose, "]")?;
        Some(words)
    }

    fn awaited(&self, name: &str, at: &Range<usize>) -> Option<StepId> {
        let Some(answers) = self.scope.steps.get(name) else {
            unknown_step(name, at, self.scope, self.tray);
            return None;
        };
        if answers.awaits_call {
            return Some(StepId::new(name));
        }
        self.tray.add(
            self.tray
                .error(
                    "guard-never-true",
                    at,
                    format!("步骤“{name}”不等它发起的案件，也就问不到怎样结束"),
                    format!("`{name}` waits for no case, so there is no end to ask for"),
                )
                .help(
                    "这里写一个带 `call`、不写 `detach: true` 的步骤",
                    "name a step that says `call`, without `detach: true`",
                ),
        );
        None
    }

    fn compared_with_nothing(&self, at: &Range<usize>) {
        let asked = &self.tray.written.text[at.clone()];
        self.tray.add_mended(
            self.tray.error(
                "guard-syntax",
                at,
                format!("要说出 `{asked}` 是怎样结束的"),
                format!("say which end `{asked}` is compared with"),
            ),
            at,
            &format!("{asked} == cancelled"),
        );
    }
}
