//! `steward check`: every mistake of the handbook, at its very word, with the way out. With `--fix`
//! the changes that are certain are made first.

use crate::book::{self, Reading};
use crate::folder;
use crate::options::{CheckFormat, CheckHow, Global};
use crate::output::{Done, Output, Paint, Verdict};
use serde_json::{Value, json};
use steward_language::mend::{Change, mend};
use steward_language::render;
use steward_model::{Files, Lang};

pub(crate) fn run(output: &Output, global: &Global, how: CheckHow) -> Done {
    let mut reading = book::read(global)?;
    let mut changes = Vec::new();
    if how.fix {
        let mended = mend(&reading.files, |files| book::look(files).1);
        write(&reading, &mended.files)?;
        reading = book::understand(reading.folder, mended.files);
        changes = mended.changes;
    }
    let errors = reading.errors().count();
    let warnings = reading.findings.len() - errors;
    let (findings, files, lang) = (&reading.findings, &reading.files, output.lang);
    match how.format {
        _ if output.json => output.document(&document(&reading, how.fix.then_some(&*changes), lang)),
        CheckFormat::Json => {
            output.document(&document(&reading, how.fix.then_some(&*changes), lang));
        }
        CheckFormat::Sarif => {
            let under = folder::in_repository(&reading.folder);
            output.document(&render::sarif(findings, files, lang, env!("CARGO_PKG_VERSION"), &under));
        }
        CheckFormat::Github => {
            output.text(render::github(findings, files, lang, &folder::in_repository(&reading.folder)));
        }
        CheckFormat::Text => {
            tell(output, &changes);
            output.text(render::text(findings, files, lang, output.color));
            if !findings.is_empty() {
                output.line("");
            }
            output.line(sum(output, files.iter().count(), errors, warnings));
        }
    }
    Ok(if errors > 0 || (how.strict && warnings > 0) { Verdict::Found } else { Verdict::Well })
}

/// Writes the files that were changed.
fn write(reading: &Reading, mended: &Files) -> Result<(), crate::output::Problem> {
    for file in mended.iter() {
        if reading.files.get(&file.path).is_none_or(|before| before.bytes != file.bytes) {
            folder::write(&reading.folder.join(&*file.path), &file.bytes)?;
        }
    }
    Ok(())
}

/// What `check --json` promises, and with `--fix` what it changed.
fn document(reading: &Reading, changes: Option<&[Change]>, lang: Lang) -> Value {
    let mut document = render::json(&reading.findings, &reading.files, lang);
    let one = |change: &Change| {
        json!({
            "code": change.code,
            "file": &*change.file,
            "line": change.line,
            "before": change.before,
            "after": change.after,
        })
    };
    if let Some(changes) = changes {
        document["fixed"] = changes.iter().map(one).collect();
    }
    document
}

fn tell(output: &Output, changes: &[Change]) {
    let mended = output.paint(Paint::Green, output.pick("已改", "mended"));
    for change in changes {
        let Change { code, file, line, before, after } = change;
        output.line(format!("{mended} {file}:{line}  {} → {}  [{code}]", shown(before), shown(after)));
    }
    if !changes.is_empty() {
        output.line("");
    }
}

/// A stretch of a file on one line.
fn shown(text: &str) -> String {
    format!("`{}`", text.replace('\n', "⏎").replace('\t', "⇥"))
}

fn sum(output: &Output, files: usize, errors: usize, warnings: usize) -> String {
    if errors + warnings == 0 {
        let well = output.paint(Paint::Green, output.pick("手册没有问题", "the handbook is sound"));
        return match output.lang {
            Lang::Zh => format!("{well}（{files} 个文件）"),
            Lang::En => format!("{well} ({files} files)"),
        };
    }
    match output.lang {
        Lang::Zh => format!("{files} 个文件：{errors} 个错误，{warnings} 个警告"),
        Lang::En => {
            let plural = |n: usize, word: &str| format!("{n} {word}{}", if n == 1 { "" } else { "s" });
            format!("{}: {}, {}", plural(files, "file"), plural(errors, "error"), plural(warnings, "warning"))
        }
    }
}
