//! `measure:` of a standard: what is counted, and in brackets of what. `met(respond)`,
//! `share(satisfied == true)`, `complete(what, photos)`, `count()`.

use super::token::{Kind, Token};
use super::{Scope, Tray, condition, operand};
use crate::lower::field::is_unknown;
use crate::words::{MeasureWord, Words};
use std::ops::Range;
use steward_model::nearest;
use steward_model::{FieldId, FieldKind, LimitId, Measure, StepId};

/// Reads a measure. `limits` are the names of the workflow's limits.
pub(super) fn read(
    tokens: &[Token],
    limits: &[LimitId],
    scope: Scope<'_>,
    tray: &Tray<'_>,
) -> Option<Measure> {
    let (word, first, inside) = match tokens {
        [Token { kind: Kind::Word(word), at }, Token { kind: Kind::Open, .. }, inside @ .., last]
            if last.kind == Kind::Close =>
        {
            (word, at, inside)
        }
        _ => {
            not_so(tray);
            return None;
        }
    };
    let Some(counts) = MeasureWord::find(word) else {
        unknown(word, first, tray);
        return None;
    };
    match counts {
        MeasureWord::Met => {
            let (name, at) = only(inside, first, tray)?;
            limit(name, at, limits, tray).map(Measure::Met)
        }
        MeasureWord::Done => {
            let (name, at) = only(inside, first, tray)?;
            step(name, at, scope, tray).map(Measure::Done)
        }
        // Nothing in the brackets is said by the guard's own reader, at the end of the text.
        MeasureWord::Share if inside.is_empty() => {
            not_so(tray);
            None
        }
        MeasureWord::Share => condition::read(inside, scope, tray).map(Measure::Share),
        MeasureWord::Average => {
            let (name, at) = only(inside, first, tray)?;
            let field = operand::field(name, at, scope, tray)?;
            if is_unknown(&field.kind) {
                return None;
            }
            if !matches!(field.kind, FieldKind::Number | FieldKind::Money) {
                let draft = tray.error(
                    "bad-measure",
                    at,
                    format!("“{name}”不是数字或金额，没有平均"),
                    format!("`{name}` is no number or money, so it has no average"),
                );
                tray.add(draft.help(
                    "写一个 `number` 或 `money` 字段，或改用 `share(…)`",
                    "name a field of type `number` or `money`, or ask `share(…)`",
                ));
                return None;
            }
            Some(Measure::Average(field.id.clone()))
        }
        MeasureWord::Complete => complete(inside, scope, tray).map(Measure::Complete),
        MeasureWord::Count if inside.is_empty() => Some(Measure::Count),
        MeasureWord::Count => {
            not_so(tray);
            None
        }
    }
}

/// The finding about a text that is no measure.
fn not_so(tray: &Tray<'_>) {
    let whole = 0..tray.written.text.len();
    let draft = tray.error("bad-measure", &whole, "这不是一个指标", "this is no measure");
    tray.add(draft.help(
        "写成 `met(时限)`、`done(步骤)`、`share(条件)`、`average(字段)`、`complete(字段, 字段)` 或 `count()`",
        "write `met(LIMIT)`, `done(STEP)`, `share(GUARD)`, `average(FIELD)`, `complete(FIELD, FIELD)` or `count()`",
    ));
}

fn unknown(word: &str, at: &Range<usize>, tray: &Tray<'_>) {
    let draft = tray.error(
        "bad-measure",
        at,
        format!("没有叫 `{word}` 的指标"),
        format!("`{word}` is not the name of a measure"),
    );
    match MeasureWord::nearest(word) {
        Some(near) => tray.add_mended(draft, at, near),
        None => {
            let list = MeasureWord::list();
            tray.add(draft.help(format!("可用的指标：{list}"), format!("the measures are: {list}")));
        }
    }
}

/// The one name in the brackets.
fn only<'a>(
    inside: &'a [Token],
    word: &Range<usize>,
    tray: &Tray<'_>,
) -> Option<(&'a str, &'a Range<usize>)> {
    if let [Token { kind: Kind::Word(name) | Kind::Quoted(name), at }] = inside {
        return Some((name, at));
    }
    let asked = &tray.written.text[word.clone()];
    let draft = tray.error(
        "bad-measure",
        word,
        format!("`{asked}` 的括号里要写一个名称"),
        format!("`{asked}` takes one name in brackets"),
    );
    tray.add(draft.help(format!("写成 {asked}(名称)"), format!("write {asked}(NAME)")));
    None
}

fn limit(name: &str, at: &Range<usize>, limits: &[LimitId], tray: &Tray<'_>) -> Option<LimitId> {
    if let Some(limit) = limits.iter().find(|limit| limit.as_str() == name) {
        return Some(limit.clone());
    }
    let draft = tray.error(
        "unknown-limit",
        at,
        format!("没有叫 `{name}` 的时限"),
        format!("`{name}` is not the name of a limit"),
    );
    match nearest(name, limits.iter().map(LimitId::as_str)) {
        Some(near) => tray.add_mended(draft.naming(near), at, near),
        None => tray.add(draft.help(
            "写一个有时限的步骤，或 `limits` 里的一个计时",
            "name a step that has a limit, or an entry of limits",
        )),
    }
    None
}

fn step(name: &str, at: &Range<usize>, scope: Scope<'_>, tray: &Tray<'_>) -> Option<StepId> {
    if scope.steps.contains_key(name) {
        return Some(StepId::new(name));
    }
    condition::unknown_step(name, at, scope, tray);
    None
}

/// Fields with commas between them, each once.
fn complete(inside: &[Token], scope: Scope<'_>, tray: &Tray<'_>) -> Option<Vec<FieldId>> {
    let mut fields: Vec<FieldId> = Vec::new();
    for (nth, part) in inside.split(|token| token.kind == Kind::Comma).enumerate() {
        let [Token { kind: Kind::Word(name) | Kind::Quoted(name), at }] = part else {
            not_so(tray);
            return None;
        };
        let field = operand::field(name, at, scope, tray)?;
        if nth > 0 && fields.contains(&field.id) {
            let draft = tray.error(
                "bad-measure",
                at,
                format!("字段“{name}”写了两次"),
                format!("`{name}` stands here twice"),
            );
            tray.add(draft.help("删掉其中一个", "leave one out"));
            return None;
        }
        fields.push(field.id.clone());
    }
    Some(fields)
}
