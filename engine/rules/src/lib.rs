//! Rules: what else is to be done at a moment of a case, written in rhai.
//!
//! [`compile`] reads every file of rules of a handbook once, checks it against each workflow that
//! uses it, and gives a [`Rulebook`], which hands out a [`Judge`] for a workflow. Behind the judge a
//! rule sees `case`, `step` and `limit`, read-only, and asks for things with verbs; it returns
//! actions and can do nothing itself. It has no clock, file, network or chance, is bounded in work
//! and memory, and the same view gives the same actions. As it is only ever asked about what people
//! and time did, never about what rules did, it can't set itself off.
//!
//! # What a rule sees
//!
//! A function named after a moment answers it:
//! `opened(case)`, `ready(case, step)`, `done(case, step)`, `returned(case, step)`,
//! `changed(case, field)`, `at_risk(case, step, limit)`, `overdue(case, step, limit)`,
//! `rung(case, step, limit)`, `held(case)`, `closed(case)`, `event(case, name)`. Parameters may have
//! any names. Of an entry of `limits:`, which belongs to no step, `step` is the first of the steps
//! now open, or `()` while none is. Other functions are private helpers.
//!
//! - `case.id .estate .opened` and each field by its name. An empty field is `()`; anything may be
//!   asked `== ()` and `!= ()`. So `case.severity == "major"` is false while severity is empty, and
//!   `case.severity != "major"` is true, as in any programming language (a guard's `!=` is false
//!   then: guards have no `()`). `<` and its like with an empty field are an error, and so is
//!   comparing a number with a text, because a rule that silently never fires is the worst kind.
//! - Choices, roles, people of the staff and zones are their ids, as text. A whole number is an
//!   integer, any other a float. A day is the text `2026-03-02`, with a time `2026-03-02 16:50` in
//!   the estate's zone; these compare in the order of time. Files and lists are arrays.
//! - A private field, or one with `seen_by`, only shows whether it is filled: it equals nothing, and
//!   prints as `****`.
//! - `step.id .owner .holder .taken .round .failed_items` (`holder` is `()` while nobody holds it) and
//!   `limit.id .due .minutes_left .minutes_over .rung`.
//!
//! # What it asks for
//!
//! `tell(who, "template", #{ via: ["sms"], urgent: true })`, `hand_to(who)`, `set("field", value)`,
//! `extend("2h")`, `note("…")`, `hold("reason")`, `start("workflow", #{ field: value })` and
//! `instead()`, which leaves out what the rung itself says. `hand_to` needs a step, `extend` a limit not
//! yet missed (`at_risk`), `instead` a rung (`at_risk`, `overdue`, `rung`). Somebody is `role(id)` (those on duty),
//! `everyone(id)` or `superior(id)`; the id is a role's, its title, or that of one of the staff.
//! At most 32 things are done at one moment.
//!
//! There are no loops but `for` over a list, and neither `switch` nor `try`: a misspelt branch or a
//! swallowed error would hide what the check is there to find.

mod check;
mod compare;
mod fault;
#[cfg(test)]
mod fixtures;
mod judge;
mod names;
mod program;
mod sandbox;
mod source;
#[cfg(test)]
mod tests;
mod turn;
mod value;
mod verbs;
mod view;

use judge::{Rules, Unreadable};
use names::Names;
use program::Program;
use sandbox::Sandbox;
use source::Source;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};
use steward_case::{Judge, NoRules};
use steward_model::{Adjusted, Diagnostic, Handbook, RulesId, Severity, Workflow};

/// The rules of a handbook, ready to be asked.
pub struct Rulebook {
    names: Arc<Names>,
    files: BTreeMap<RulesId, Compiled>,
    /// Each workflow of the handbook, estates' own wordings among them, by its hash.
    judged: BTreeMap<Arc<str>, Judged>,
}

/// A workflow with its judge, which is made when it is first asked for: a check never does.
struct Judged {
    workflow: Arc<Workflow>,
    judge: OnceLock<Arc<dyn Judge>>,
}

/// A file that can be asked, or what stands in its place.
enum Compiled {
    Program(Arc<Program>),
    Unreadable(Arc<Unreadable>),
}

/// Reads and checks all rules of a handbook.
///
/// Every finding is returned, each at the very word. A rulebook comes out whatever was found; a file
/// that could not be read answers every moment with a fault.
pub fn compile(handbook: &Handbook) -> (Rulebook, Vec<Diagnostic>) {
    let names = Arc::new(Names::of(handbook));
    let sandbox = Sandbox::new();
    let mut found = Vec::new();
    let mut files = BTreeMap::new();
    for (id, file) in &handbook.rules {
        let users: Vec<&Workflow> = handbook
            .workflows
            .values()
            .filter(|workflow| workflow.rules == *id)
            .map(|workflow| &**workflow)
            .collect();
        let source = Source::new(file.path.clone(), file.text.clone());
        let (compiled, mut findings) = compile_file(&sandbox, source, &users, &names);
        files.insert(id.clone(), compiled);
        found.append(&mut findings);
    }
    let adjusted = handbook.adjusted.values().flat_map(|here| here.values());
    let workflows = handbook.workflows.values().chain(adjusted.filter_map(Adjusted::workflow));
    let judged = |workflow: &Arc<Workflow>| {
        (workflow.hash.clone(), Judged { workflow: workflow.clone(), judge: OnceLock::new() })
    };
    (Rulebook { names, files, judged: workflows.map(judged).collect() }, found)
}

/// Reads one file of rules for one workflow: the wording an open case is pinned to.
///
/// Roles, templates and other names are those of the handbook as it is now. One that is there no more
/// does not refuse the file; the rule fails where it comes to it.
///
/// # Errors
///
/// The findings that keep the file from being asked at all.
pub fn compile_one(
    text: &str,
    path: &str,
    workflow: &Workflow,
    handbook: &Handbook,
) -> Result<Arc<dyn Judge>, Vec<Diagnostic>> {
    let names = Arc::new(Names::of(handbook));
    let source = Source::new(path.into(), text.into());
    match compile_file(&Sandbox::new(), source, &[workflow], &names) {
        (Compiled::Program(program), _) => Ok(Arc::new(Rules::new(program, workflow, names))),
        (Compiled::Unreadable(_), findings) => Err(findings),
    }
}

fn compile_file(
    sandbox: &Sandbox,
    source: Source,
    users: &[&Workflow],
    names: &Names,
) -> (Compiled, Vec<Diagnostic>) {
    let (program, findings) = match Program::read(sandbox, source) {
        Ok(program) => {
            let findings = check::check(&program, users, names);
            (Some(program), findings)
        }
        Err(finding) => (None, vec![*finding]),
    };
    let refused = |finding: &&Diagnostic| {
        finding.severity == Severity::Error && (program.is_none() || check::forbids(finding))
    };
    let compiled = match (findings.iter().find(refused), program) {
        (None, Some(program)) => Compiled::Program(Arc::new(program)),
        (Some(finding), _) => Compiled::Unreadable(Arc::new(Unreadable {
            place: finding.place.file.to_string(),
            text: finding.message.clone(),
        })),
        (None, None) => unreachable!("what could not be read left a finding"),
    };
    (compiled, findings)
}

impl Rulebook {
    /// The rules of a workflow: of this handbook, or of an earlier wording that names the same file.
    ///
    /// A workflow whose file is not in the handbook has none.
    pub fn judge(&self, workflow: &Workflow) -> Arc<dyn Judge> {
        match self.judged.get(&workflow.hash) {
            Some(Judged { workflow, judge }) => judge.get_or_init(|| self.make(workflow)).clone(),
            None => self.make(workflow),
        }
    }

    /// The rules of every wording of the handbook, by its hash.
    pub fn judges(&self) -> BTreeMap<Arc<str>, Arc<dyn Judge>> {
        self.judged.iter().map(|(hash, one)| (hash.clone(), self.judge(&one.workflow))).collect()
    }

    fn make(&self, workflow: &Workflow) -> Arc<dyn Judge> {
        match self.files.get(&workflow.rules) {
            Some(Compiled::Program(program)) => {
                Arc::new(Rules::new(program.clone(), workflow, self.names.clone()))
            }
            Some(Compiled::Unreadable(unreadable)) => unreadable.clone(),
            None => Arc::new(NoRules),
        }
    }
}
