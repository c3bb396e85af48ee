//! Guards (`if:`) and computations (`set:`): text to typed model.
//!
//! The language is small and total: comparisons joined by `and or not`, a few questions about steps
//! and fields, and `+ - * /` for computations. Text becomes tokens ([`token`]), tokens become a
//! [`Guard`] ([`condition`]) or an [`Expr`] ([`compute`]), and each word is read against the type of
//! what it stands beside ([`operand`]). What is wrong is laid in the tray at the very word.

mod compute;
mod condition;
mod measure;
mod operand;
mod token;

use crate::findings::{Draft, Findings, error};
use crate::lower::field::is_unknown;
use crate::tree::Node;
use crate::value::Around;
use std::cell::Cell;
use std::collections::BTreeMap;
use std::ops::Range;
use steward_model::{Expr, Field, FieldId, Guard, LimitId, Measure, Place, StepId};

/// A guard is a sentence a person reads; a longer one belongs into a rule.
const MAX_LENGTH: usize = 2_000;

/// Brackets and `not` inside each other; deeper is no sentence any more, and the reader is recursive.
const MAX_DEPTH: usize = 32;

/// A text of a file that is looked into: what it says, and the node it is written as.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Written<'a> {
    /// The text as it was meant, without quotes.
    pub(crate) text: &'a str,
    /// The scalar.
    pub(crate) node: &'a Node,
}

impl Written<'_> {
    /// Where a part of the text stands in its file.
    fn place_of(&self, part: &Range<usize>) -> Place {
        self.node.inside(part.start, part.end)
    }

    /// Whether a part of the text stands in the file letter by letter, and so can be replaced there.
    fn is_verbatim(&self, part: &Range<usize>) -> bool {
        let place = self.place_of(part);
        place.end - place.start == part.len()
    }
}

/// What a guard may ask a step.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct StepAnswers {
    /// It has a checklist, so an item may fail.
    pub(crate) items: bool,
    /// It is an approval.
    pub(crate) approval: bool,
    /// It calls a workflow and waits for that case, so one can ask how it ended.
    pub(crate) awaits_call: bool,
}

/// What the words of a guard may name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scope<'a> {
    /// The fields of the workflow.
    pub(crate) fields: &'a BTreeMap<FieldId, Field>,
    /// Its steps.
    pub(crate) steps: &'a BTreeMap<StepId, StepAnswers>,
    /// The fields that a step asks for once for each of its items, with that step.
    pub(crate) of_items: &'a BTreeMap<FieldId, StepId>,
    /// Roles, people and the zone that values are read in.
    pub(crate) around: Around<'a>,
}

/// Reads a guard. `None` when it makes no sense, which is then in the tray.
pub(crate) fn read_guard(written: Written<'_>, scope: Scope<'_>, findings: &Findings) -> Option<Guard> {
    let tray = Tray { written, findings, wrong: Cell::new(false) };
    let tokens = tray.tokens()?;
    let guard = condition::read(&tokens, scope, &tray)?;
    (!tray.wrong.get()).then_some(guard)
}

/// Reads what a standard measures. `limits` are the names of the workflow's limits. `None` when it makes
/// no sense, which is then in the tray.
pub(crate) fn read_measure(
    written: Written<'_>,
    limits: &[LimitId],
    scope: Scope<'_>,
    findings: &Findings,
) -> Option<Measure> {
    let tray = Tray { written, findings, wrong: Cell::new(false) };
    let tokens = tray.tokens()?;
    let measure = measure::read(&tokens, limits, scope, &tray)?;
    (!tray.wrong.get()).then_some(measure)
}

/// Reads the computation of `target`. `None` when it makes no sense, which is then in the tray.
pub(crate) fn read_expr(
    written: Written<'_>,
    target: &Field,
    scope: Scope<'_>,
    findings: &Findings,
) -> Option<Expr> {
    let tray = Tray { written, findings, wrong: Cell::new(false) };
    let tokens = tray.tokens()?;
    if names_unknown(&tokens, target, scope) {
        return None;
    }
    let expr = compute::read(&tokens, target, scope, &tray)?;
    (!tray.wrong.get()).then_some(expr)
}

/// Whether a computation names a field whose type could not be understood: what it comes to is not known.
fn names_unknown(tokens: &[token::Token], target: &Field, scope: Scope<'_>) -> bool {
    let named = tokens.iter().filter_map(|token| match &token.kind {
        token::Kind::Word(word) => scope.fields.get(word.as_str()),
        _ => None,
    });
    named.chain([target]).any(|field| is_unknown(&field.kind))
}

/// Where findings about one text go, with its parts turned into places.
struct Tray<'a> {
    written: Written<'a>,
    findings: &'a Findings,
    wrong: Cell<bool>,
}

impl Tray<'_> {
    fn tokens(&self) -> Option<Vec<token::Token>> {
        if self.written.text.len() > MAX_LENGTH {
            self.add(
                self.error(
                    "guard-too-long",
                    &(0..self.written.text.len()),
                    format!("条件超过 {MAX_LENGTH} 个字节"),
                    format!("this guard is longer than {MAX_LENGTH} bytes"),
                )
                .help("拆成几步，或写进规则文件", "split it over several steps, or write it as a rule"),
            );
            return None;
        }
        token::read(self)
    }

    fn error(
        &self,
        code: &'static str,
        part: &Range<usize>,
        zh: impl Into<String>,
        en: impl Into<String>,
    ) -> Draft {
        error(code, &self.place_of(part), zh, en)
    }

    fn place_of(&self, part: &Range<usize>) -> Place {
        self.written.place_of(part)
    }

    fn add(&self, draft: Draft) {
        self.wrong.set(true);
        self.findings.add(draft);
    }

    /// The text with one part replaced, to show the mended line.
    fn mended(&self, part: &Range<usize>, with: &str) -> String {
        let text = self.written.text;
        format!("{}{with}{}", &text[..part.start], &text[part.end..])
    }

    /// Offers the replacement of one part, where the file can be changed there.
    fn with_fix(&self, draft: Draft, part: &Range<usize>, with: &str) -> Draft {
        if self.written.is_verbatim(part) { draft.fix(&self.place_of(part), with) } else { draft }
    }

    /// A finding whose way out is the same text with one part written otherwise.
    fn add_mended(&self, draft: Draft, part: &Range<usize>, with: &str) {
        let mended = self.mended(part, with);
        let draft = draft.help(format!("写成：{mended}"), format!("write: {mended}"));
        self.add(self.with_fix(draft, part, with));
    }
}

#[cfg(test)]
mod tests;
