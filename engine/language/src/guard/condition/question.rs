//! What a guard asks of steps and fields: `filled(F)`, `failed(S)`, `approved(S)`.

use super::Parser;
use crate::guard::token::{Kind, Token};
use crate::guard::{Scope, Tray};
use crate::words::GuardWord;
use std::ops::Range;
use steward_model::nearest;
use steward_model::{Guard, StepId};

impl Parser<'_> {
    /// The name in `filled(NAME)`.
    pub(super) fn asked(&mut self) -> Option<(String, Range<usize>)> {
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

    pub(super) fn end_of_next(&self) -> Range<usize> {
        self.peek().map_or_else(|| self.end(), |token| token.at.clone())
    }

    pub(super) fn step(&self, word: GuardWord, name: &str, at: &Range<usize>) -> Option<Guard> {
        let Some(answers) = self.scope.steps.get(name) else {
            unknown_step(name, at, self.scope, self.tray);
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
                        .help(
                            "给该步骤加 `checklist`，或改问别的",
                            "give it a checklist, or ask something else",
                        ),
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
                        .help("这里写一个带 `approve` 的步骤", "name a step that says `approve`"),
                );
                None
            }
            GuardWord::Failed => Some(Guard::Failed(step)),
            _ => Some(Guard::Approved(step)),
        }
    }
}

/// The finding about a name that is no step's.
pub(in crate::guard) fn unknown_step(name: &str, at: &Range<usize>, scope: Scope<'_>, tray: &Tray<'_>) {
    let draft = tray.error(
        "unknown-step",
        at,
        format!("没有叫 `{name}` 的步骤"),
        format!("`{name}` is not the name of a step"),
    );
    match nearest(name, scope.steps.keys().map(StepId::as_str)) {
        Some(near) => tray.add_mended(draft.naming(near), at, near),
        None => tray.add(draft.help("写本流程里一个步骤的名称", "name a step of this workflow")),
    }
}
