//! Findings for programs: the shape that `steward check --json` promises.

use super::Lines;
use serde_json::{Value, json};
use steward_model::{Diagnostic, Files, Lang, Place, Severity};

/// The document that `check --json` prints.
pub fn json(findings: &[Diagnostic], files: &Files, lang: Lang) -> Value {
    let lines = Lines::new(findings, files);
    let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
    let listed: Vec<Value> = findings.iter().map(|finding| one(finding, &lines, lang)).collect();
    json!({
        "errors": count(Severity::Error),
        "warnings": count(Severity::Warning),
        "files": files.iter().count(),
        "findings": listed,
    })
}

fn one(finding: &Diagnostic, lines: &Lines<'_>, lang: Lang) -> Value {
    let also: Vec<Value> = finding
        .also
        .iter()
        .map(|label| json!({ "place": place(&label.place, lines), "label": label.text.in_(lang) }))
        .collect();
    let fix = finding.fix.as_ref().map(|fix| json!({ "place": place(&fix.place, lines), "with": fix.with }));
    let severity = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    json!({
        "code": finding.code,
        "severity": severity,
        "message": finding.message.in_(lang),
        "help": finding.help.as_ref().map(|help| help.in_(lang)),
        "place": place(&finding.place, lines),
        "also": also,
        "fix": fix,
    })
}

fn place(place: &Place, lines: &Lines<'_>) -> Value {
    let (start, end) = lines.span(place);
    json!({
        "file": &*place.file,
        "line": start.line,
        "column": start.column,
        "end_line": end.line,
        "end_column": end.column,
    })
}
