//! Findings as SARIF 2.1.0, the form that code hosts and editors take from any checker.
//!
//! Columns count characters, which SARIF calls `unicodeCodePoints`. A finding's further places are its
//! `relatedLocations`, its offered change is in `fixes`, and what `steward explain` tells is the rule's
//! help. Paths are relative to the handbook's folder, `HANDBOOK`.

use super::Lines;
use crate::explain;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use steward_model::{Diagnostic, Files, Fix, Lang, Place, Severity};

/// The document that `check --format sarif` prints. `version`: the program's.
pub fn sarif(findings: &[Diagnostic], files: &Files, lang: Lang, version: &str) -> Value {
    let lines = Lines::new(findings, files);
    let codes: BTreeSet<&str> = findings.iter().map(|finding| finding.code).collect();
    let codes: Vec<&str> = codes.into_iter().collect();
    let results: Vec<Value> = findings.iter().map(|finding| result(finding, &codes, &lines, lang)).collect();
    let rules: Vec<Value> = codes.iter().map(|code| rule(code, lang)).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "steward", "version": version, "rules": rules } },
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": { "HANDBOOK": { "description": { "text": "the folder of steward.yaml" } } },
            "results": results,
        }],
    })
}

fn rule(code: &str, lang: Lang) -> Value {
    let mut rule = json!({ "id": code });
    if let Some(entry) = explain::find(code) {
        rule["shortDescription"] = json!({ "text": entry.title.in_(lang) });
        rule["fullDescription"] = json!({ "text": entry.text.in_(lang) });
        rule["defaultConfiguration"] = json!({ "level": level(entry.severity) });
    }
    rule
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

fn result(finding: &Diagnostic, codes: &[&str], lines: &Lines<'_>, lang: Lang) -> Value {
    let help = finding.help.as_ref().map(|help| help.in_(lang));
    let message = finding.message.in_(lang);
    let text = help.map_or_else(|| message.to_owned(), |help| format!("{message}\n{help}"));
    let mut result = json!({
        "ruleId": finding.code,
        "ruleIndex": codes.iter().position(|code| *code == finding.code),
        "level": level(finding.severity),
        "message": { "text": text },
        "locations": [{ "physicalLocation": place(&finding.place, lines) }],
    });
    if !finding.also.is_empty() {
        let related = finding.also.iter().map(|label| {
            json!({ "physicalLocation": place(&label.place, lines), "message": { "text": label.text.in_(lang) } })
        });
        result["relatedLocations"] = related.collect();
    }
    if let Some(fix) = &finding.fix {
        result["fixes"] = json!([mended(fix, help, lines)]);
    }
    result
}

fn place(place: &Place, lines: &Lines<'_>) -> Value {
    json!({ "artifactLocation": artifact(place), "region": region(place, lines) })
}

fn artifact(place: &Place) -> Value {
    json!({ "uri": uri(&place.file), "uriBaseId": "HANDBOOK" })
}

fn region(place: &Place, lines: &Lines<'_>) -> Value {
    let (start, end) = lines.span(place);
    json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    })
}

fn mended(fix: &Fix, help: Option<&str>, lines: &Lines<'_>) -> Value {
    let mut mended = json!({
        "artifactChanges": [{
            "artifactLocation": artifact(&fix.place),
            "replacements": [{
                "deletedRegion": region(&fix.place, lines),
                "insertedContent": { "text": fix.with },
            }],
        }],
    });
    if let Some(help) = help {
        mended["description"] = json!({ "text": help });
    }
    mended
}

/// A path as a relative reference: every byte that has a meaning in one, or none, as `%XX`.
fn uri(path: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte);
    let one = |byte: u8| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    path.bytes().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_in_any_script_is_a_reference() {
        assert_eq!(uri("workflows/报修 1.yaml"), "workflows/%E6%8A%A5%E4%BF%AE%201.yaml");
        assert_eq!(uri("a/b-c_d.yaml"), "a/b-c_d.yaml");
    }
}
