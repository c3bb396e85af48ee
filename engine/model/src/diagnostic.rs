//! What is wrong with what somebody wrote, where, and the way out. Findings are collected, never
//! thrown: one run tells all of them.

use crate::{Place, Text};

/// How bad a finding is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Severity {
    /// The handbook can't be used as it stands.
    Error,
    /// It can, but somebody should look.
    Warning,
}

/// A further place that explains a finding.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Label {
    /// Where.
    pub place: Place,
    /// What to see there.
    pub text: Text,
}

/// A change that mends the finding for certain or very likely.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fix {
    /// What to replace.
    pub place: Place,
    /// What to write there.
    pub with: String,
}

/// One finding: a stable code, the words at the place, further places, the way out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Diagnostic {
    /// A stable name such as `unknown-role`.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, in one sentence that names the thing.
    pub message: Text,
    /// Where.
    pub place: Place,
    /// What to see at that place; empty when the message says it all.
    pub label: Option<Text>,
    /// Further places, such as the headquarters' line an estate goes past.
    pub also: Vec<Label>,
    /// The way out.
    pub help: Option<Text>,
    /// The mended text, when there is one.
    pub fix: Option<Fix>,
}
