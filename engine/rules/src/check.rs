//! What `check` finds in a file of rules before it ever runs.
//!
//! The parsed file is walked once for each workflow that uses it, because which fields, steps and
//! reasons there are is the workflow's. What is said of the functions as such is said once.

mod call;
mod finding;
mod function;
mod literal;
mod sort;
pub(crate) mod syntax;
mod verb;
mod walk;

use crate::names::Names;
use crate::program::Program;
use finding::Findings;
use std::collections::BTreeSet;
use steward_model::{Diagnostic, Workflow};

/// The code of what keeps a file from being asked at all: a form the sandbox must not run.
const NOT_ALLOWED: &str = "rule-not-allowed";

/// All findings in a file used by these workflows, in the order of the file.
pub(crate) fn check(program: &Program, users: &[&Workflow], names: &Names) -> Vec<Diagnostic> {
    let mut findings = Findings::new(&program.source);
    let mut called = BTreeSet::new();
    // A file nobody uses yet is read all the same, without knowing any fields.
    let users = match users {
        [] => vec![None],
        users => users.iter().copied().map(Some).collect(),
    };
    for workflow in users {
        walk::walk(program, workflow, names, &mut findings, &mut called);
    }
    function::check(program, &called, &mut findings);
    findings.in_order()
}

/// Whether a finding keeps the file from being asked.
pub(crate) fn forbids(finding: &Diagnostic) -> bool {
    finding.code == NOT_ALLOWED
}

#[cfg(test)]
mod tests;
