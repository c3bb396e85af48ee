//! `steward check`: every mistake of the handbook, at its very word, with the way out.

use crate::book;
use crate::options::Global;
use crate::output::{Done, Output, Paint, Verdict};
use steward_language::render;
use steward_model::Lang;

pub(crate) fn run(output: &Output, global: &Global, strict: bool) -> Done {
    let reading = book::read(global)?;
    let errors = reading.errors().count();
    let warnings = reading.findings.len() - errors;
    if output.json {
        output.document(&render::json(&reading.findings, &reading.files, output.lang));
    } else {
        output.text(render::text(&reading.findings, &reading.files, output.lang, output.color));
        if !reading.findings.is_empty() {
            output.line("");
        }
        output.line(sum(output, reading.files.iter().count(), errors, warnings));
    }
    Ok(if errors > 0 || (strict && warnings > 0) { Verdict::Found } else { Verdict::Well })
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
