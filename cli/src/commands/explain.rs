//! `steward explain`: what a kind of finding means, with an example of it written wrong and right.
//! Without a code, all of them. Said in the words that the handbook at hand is written in.

use crate::folder;
use crate::options::Global;
use crate::output::{Done, Output, Paint, Problem, Verdict};
use serde_json::{Value, json};
use steward_language::explain::{self, Entry, Excerpt};
use steward_model::{Lang, Severity, Text, nearest};

pub(crate) fn run(output: &Output, global: &Global, code: Option<&str>) -> Done {
    match code {
        Some(code) => {
            let entry = entry(code)?;
            let entry = if in_chinese_words(global) { explain::in_chinese_words(entry) } else { entry };
            one(output, &entry);
        }
        None => every(output),
    }
    Ok(Verdict::Well)
}

/// Whether the handbook at hand, where there is one, is written in Chinese words.
fn in_chinese_words(global: &Global) -> bool {
    let files = folder::find(global.dir.as_deref()).and_then(|dir| folder::read(&dir));
    files.is_ok_and(|files| steward_language::words(&files) == Some(Lang::Zh))
}

fn entry(code: &str) -> Result<Entry, Problem> {
    // As `check` shows it, brackets and all.
    let code = code.trim_matches(['[', ']']);
    explain::find(code).ok_or_else(|| {
        let known = explain::all();
        let meant = nearest(code, known.iter().map(|entry| entry.code));
        let problem = Problem::words(
            "unknown-code",
            format!("没有叫 `{code}` 的发现"),
            format!("no finding is called `{code}`"),
        );
        problem.help(match meant {
            Some(meant) => Text::new(format!("是不是 `{meant}`？"), format!("did you mean `{meant}`?")),
            None => Text::new("`steward explain` 列出全部", "`steward explain` lists them all"),
        })
    })
}

fn severity(output: &Output, entry: &Entry) -> (&'static str, Paint) {
    match entry.severity {
        Severity::Error => (output.pick("错误", "error"), Paint::Red),
        Severity::Warning => (output.pick("警告", "warning"), Paint::Yellow),
    }
}

fn every(output: &Output) {
    let entries = explain::all();
    if output.json {
        let codes: Vec<Value> = entries.iter().map(|entry| head(output, entry)).collect();
        output.document(&json!({ "codes": codes }));
        return;
    }
    let rows: Vec<Vec<String>> = entries
        .iter()
        .map(|entry| {
            let (word, paint) = severity(output, entry);
            vec![entry.code.to_owned(), output.paint(paint, word), output.say(&entry.title).to_owned()]
        })
        .collect();
    output.table(&[output.pick("编码", "code"), "", output.pick("意思", "meaning")], &rows);
}

fn one(output: &Output, entry: &Entry) {
    if output.json {
        let mut document = head(output, entry);
        document["text"] = output.say(&entry.text).into();
        document["wrong"] = excerpts(&entry.wrong);
        document["right"] = excerpts(&entry.right);
        output.document(&document);
        return;
    }
    let (word, paint) = severity(output, entry);
    let mark = output.paint(paint, &format!("{word}[{}]", entry.code));
    output.line(format!("{mark}: {}", output.paint(Paint::Bold, output.say(&entry.title))));
    output.line("");
    output.line(output.say(&entry.text));
    show(output, output.pick("这样不行", "wrong"), &entry.wrong);
    show(output, output.pick("这样写", "right"), &entry.right);
}

fn show(output: &Output, what: &str, excerpts: &[Excerpt]) {
    for excerpt in excerpts {
        output.line("");
        output.line(output.paint(Paint::Dim, &format!("{what}  {}", excerpt.file)));
        for line in excerpt.lines.lines() {
            output.line(format!("    {line}").trim_end());
        }
    }
}

fn head(output: &Output, entry: &Entry) -> Value {
    let severity = match entry.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    json!({ "code": entry.code, "severity": severity, "title": output.say(&entry.title) })
}

fn excerpts(excerpts: &[Excerpt]) -> Value {
    excerpts.iter().map(|excerpt| json!({ "file": excerpt.file, "text": excerpt.lines })).collect()
}
