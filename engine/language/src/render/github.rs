//! Findings as the workflow commands of GitHub Actions, which shows them at their lines in a change
//! under review: `::error file=…,line=…,col=…,title=…::message`. Files are named as the repository has them.

use super::{Lines, below};
use std::fmt::Write as _;
use steward_model::{Diagnostic, Files, Lang, Severity};

/// One command a finding, each on a line of its own. `under`: where the handbook's folder lies in its
/// repository, empty at the root.
pub fn github(findings: &[Diagnostic], files: &Files, lang: Lang, under: &str) -> String {
    let lines = Lines::new(findings, files);
    let mut page = String::new();
    for finding in findings {
        let severity = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let (start, end) = lines.span(&finding.place);
        let mut text = finding.message.in_(lang).to_owned();
        for label in &finding.also {
            let (at, _) = lines.span(&label.place);
            let _ =
                write!(text, "\n{}:{}: {}", below(under, &label.place.file), at.line, label.text.in_(lang));
        }
        if let Some(help) = &finding.help {
            let _ = write!(text, "\n{}", help.in_(lang));
        }
        let file = property(&below(under, &finding.place.file));
        let _ = write!(page, "::{severity} file={file},line={},endLine={}", start.line, end.line);
        // Columns are taken within one line only.
        if start.line == end.line {
            let _ = write!(page, ",col={},endColumn={}", start.column, end.column);
        }
        let _ = writeln!(page, ",title={}::{}", finding.code, data(&text));
    }
    page
}

/// A text behind the `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A value between the commas.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use steward_model::{Fix, Label, Place, Text};

    #[test]
    fn what_has_a_meaning_in_a_command_is_escaped() {
        let mut files = Files::new();
        files.insert("workflows/a,b.yaml", "一二: 三\n".as_bytes());
        let place = Place { file: "workflows/a,b.yaml".into(), start: 8, end: 11 };
        let also = Label { place: place.clone(), text: Text::plain("here") };
        let finding = Diagnostic {
            code: "x-y",
            severity: Severity::Error,
            message: Text::plain("100%: no"),
            place: place.clone(),
            label: None,
            also: vec![also],
            help: Some(Text::plain("do\nthis")),
            fix: Some(Fix { place, with: "四".to_owned() }),
        };
        assert_eq!(
            github(&[finding], &files, Lang::En, ""),
            "::error file=workflows/a%2Cb.yaml,line=1,endLine=1,col=5,endColumn=6,title=x-y::\
             100%25: no%0Aworkflows/a,b.yaml:1: here%0Ado%0Athis\n"
        );
    }

    #[test]
    fn over_several_lines_there_are_no_columns() {
        let mut files = Files::new();
        files.insert("a.yaml", "a:\n  b: c\n".as_bytes());
        let finding = Diagnostic {
            code: "x-y",
            severity: Severity::Warning,
            message: Text::plain("no"),
            place: Place { file: "a.yaml".into(), start: 1, end: 6 },
            label: None,
            also: Vec::new(),
            help: None,
            fix: None,
        };
        assert_eq!(
            github(&[finding], &files, Lang::En, "book"),
            "::warning file=book/a.yaml,line=1,endLine=2,title=x-y::no\n"
        );
    }
}
