//! Findings as SARIF 2.1.0, the form that code hosts and editors take from any checker.
//!
//! Columns count characters, which SARIF calls `unicodeCodePoints`. A finding's further places are its
//! `relatedLocations`, which the message links to, since code hosts show no others; its offered change is in
//! `fixes`, and what `steward explain` tells is the rule's help. Paths are relative to `%SRCROOT%`, as tools
//! call it: the repository's root, where code hosts look for them.
//!
//! Braces stand in messages as they are. §3.11.5 would have them doubled beside its placeholders, of which
//! there are none here; viewers show both then, and what people copy from a message would be wrong YAML.

use super::{Lines, below};
use crate::explain::{self, Entry, Excerpt};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use steward_model::{Diagnostic, Files, Fix, Label, Lang, Place, Severity};

/// What paths are relative to.
const ROOT: &str = "%SRCROOT%";

/// The document that `check --format sarif` prints. `version`: the program's. `under`: where the handbook's
/// folder lies in its repository, empty at the root.
pub fn sarif(findings: &[Diagnostic], files: &Files, lang: Lang, version: &str, under: &str) -> Value {
    let lines = Lines::new(findings, files);
    let codes: BTreeSet<&str> = findings.iter().map(|finding| finding.code).collect();
    let codes: Vec<&str> = codes.into_iter().collect();
    let places = Places { lines, under };
    let results: Vec<Value> = findings.iter().map(|finding| result(finding, &codes, &places, lang)).collect();
    let (tag, root) = match lang {
        Lang::Zh => ("zh-CN", "仓库的根目录；手册不在仓库里时，是 steward.yaml 所在的文件夹"),
        Lang::En => ("en-US", "the repository's root; outside of one, the folder of steward.yaml"),
    };
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "steward",
                "version": version,
                "language": tag,
                "rules": rules(&codes, crate::words(files), lang),
            } },
            "language": tag,
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": { ROOT: { "description": { "text": root } } },
            "results": results,
        }],
    })
}

/// The kinds of finding, explained in the words that the handbook is written in.
fn rules(codes: &[&str], words: Option<Lang>, lang: Lang) -> Vec<Value> {
    if codes.is_empty() {
        return Vec::new();
    }
    let mut known = explain::all();
    let mut rule = |code: &&str| {
        let Some(at) = known.iter().position(|entry| entry.code == *code) else {
            return json!({ "id": code });
        };
        let entry = known.swap_remove(at);
        let entry = if words == Some(Lang::Zh) { explain::in_chinese_words(entry) } else { entry };
        json!({
            "id": code,
            "shortDescription": { "text": entry.title.in_(lang) },
            "fullDescription": { "text": entry.text.in_(lang) },
            "help": { "text": help(&entry, lang, &plain), "markdown": help(&entry, lang, &markdown) },
            "defaultConfiguration": { "level": level(entry.severity) },
        })
    };
    codes.iter().map(&mut rule).collect()
}

/// What `steward explain` tells: the way out, and excerpts written wrong and right.
fn help(entry: &Entry, lang: Lang, shown: &dyn Fn(&mut String, &str, &Excerpt)) -> String {
    let (wrong, right) = match lang {
        Lang::Zh => ("这样不行", "这样写"),
        Lang::En => ("wrong", "right"),
    };
    let mut help = entry.text.in_(lang).to_owned();
    entry.wrong.iter().for_each(|excerpt| shown(&mut help, wrong, excerpt));
    entry.right.iter().for_each(|excerpt| shown(&mut help, right, excerpt));
    help
}

fn plain(help: &mut String, what: &str, excerpt: &Excerpt) {
    let _ = write!(help, "\n\n{what}  {}\n{}", excerpt.file, excerpt.lines);
}

fn markdown(help: &mut String, what: &str, excerpt: &Excerpt) {
    let (file, lines) = (excerpt.file, excerpt.lines);
    let language = file.rsplit('.').next().unwrap_or_default();
    let _ = write!(help, "\n\n{what}  `{file}`\n\n```{language}\n{lines}\n```");
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

fn result(finding: &Diagnostic, codes: &[&str], places: &Places<'_>, lang: Lang) -> Value {
    let help = finding.help.as_ref().map(|help| help.in_(lang));
    let mut text = finding.message.in_(lang).to_owned();
    for (id, label) in (1..).zip(&finding.also) {
        let _ = write!(text, "\n[{}]({id})", linked(label.text.in_(lang)));
    }
    if let Some(help) = help {
        let _ = write!(text, "\n{help}");
    }
    let mut result = json!({
        "ruleId": finding.code,
        "ruleIndex": codes.iter().position(|code| *code == finding.code),
        "level": level(finding.severity),
        "message": { "text": text },
        "locations": [{ "physicalLocation": places.physical(&finding.place) }],
    });
    if !finding.also.is_empty() {
        let related = |(id, label): (usize, &Label)| {
            json!({
                "id": id,
                "physicalLocation": places.physical(&label.place),
                "message": { "text": label.text.in_(lang) },
            })
        };
        result["relatedLocations"] = (1..).zip(&finding.also).map(related).collect();
    }
    if let Some(fix) = &finding.fix {
        result["fixes"] = json!([mended(fix, help, places)]);
    }
    result
}

/// A text as the words of a link (§3.11.6).
fn linked(text: &str) -> String {
    text.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]")
}

/// How places are written.
struct Places<'a> {
    lines: Lines<'a>,
    under: &'a str,
}

impl Places<'_> {
    fn physical(&self, place: &Place) -> Value {
        json!({ "artifactLocation": self.artifact(place), "region": self.region(place) })
    }

    fn artifact(&self, place: &Place) -> Value {
        json!({ "uri": uri(&below(self.under, &place.file)), "uriBaseId": ROOT })
    }

    fn region(&self, place: &Place) -> Value {
        let (start, end) = self.lines.span(place);
        json!({
            "startLine": start.line,
            "startColumn": start.column,
            "endLine": end.line,
            "endColumn": end.column,
        })
    }
}

fn mended(fix: &Fix, help: Option<&str>, places: &Places<'_>) -> Value {
    let mut mended = json!({
        "artifactChanges": [{
            "artifactLocation": places.artifact(&fix.place),
            "replacements": [{
                "deletedRegion": places.region(&fix.place),
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

    #[test]
    fn brackets_in_the_words_of_a_link_end_nothing() {
        assert_eq!(linked(r"via: [sms] \ email"), r"via: \[sms\] \\ email");
    }

    #[test]
    fn help_speaks_the_words_of_the_handbook() {
        let help = |words| rules(&["unknown-role"], words, Lang::Zh)[0]["help"]["markdown"].to_string();
        assert!(help(None).contains("last_resort: ") && help(Some(Lang::En)).contains("last_resort: "));
        let chinese = help(Some(Lang::Zh));
        assert!(chinese.contains("兜底: ") && !chinese.contains("last_resort: "), "{chinese}");
    }
}
