//! What leaves the program: text for people on stdout, what went wrong on stderr, or one JSON
//! document. The only file that prints.

use serde_json::{Value, json};
use std::io::Write as _;
use std::process::ExitCode;
use steward_model::{Lang, Text};
use unicode_width::UnicodeWidthStr as _;

/// How to speak.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Output {
    /// One JSON document instead of text.
    pub(crate) json: bool,
    /// The reader's language.
    pub(crate) lang: Lang,
    /// Whether colours are wanted.
    pub(crate) color: bool,
}

/// How a command ended, beside "as asked".
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Status {
    /// It looked and found something wrong.
    Found = 1,
    /// The call's words are off.
    Words = 2,
    /// It can't be done now, or not by this person.
    Refused = 3,
    /// The outside failed; try again.
    Outside = 4,
}

/// A command that did not do as asked.
#[derive(Clone, Debug)]
pub(crate) struct Problem {
    pub(crate) status: Status,
    /// A stable name in kebab-case.
    pub(crate) code: &'static str,
    pub(crate) message: Text,
    pub(crate) help: Option<Text>,
}

/// What a command comes to: whether it found something wrong.
pub(crate) type Done = Result<Verdict, Problem>;

/// The end of a command that did as asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Verdict {
    /// All is well.
    Well,
    /// It looked and found something wrong.
    Found,
}

impl Problem {
    pub(crate) fn new(status: Status, code: &'static str, message: Text) -> Self {
        Self { status, code, message, help: None }
    }

    pub(crate) fn help(mut self, help: Text) -> Self {
        self.help = Some(help);
        self
    }

    /// A name or value in the call that is off.
    pub(crate) fn words(code: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self::new(Status::Words, code, Text::new(zh, en))
    }
}

impl Output {
    /// A line for people.
    pub(crate) fn line(&self, text: impl AsRef<str>) {
        // A reader that went away (a closed pipe) is no failure of ours.
        let _ = writeln!(anstream::stdout(), "{}", text.as_ref());
    }

    /// Text that ends its own lines.
    pub(crate) fn text(&self, text: impl AsRef<str>) {
        let _ = write!(anstream::stdout(), "{}", text.as_ref());
        let _ = std::io::stdout().flush();
    }

    /// A line about what went wrong.
    pub(crate) fn complain(&self, text: impl AsRef<str>) {
        let _ = writeln!(anstream::stderr(), "{}", text.as_ref());
    }

    /// A line on the terminal that the next one is written over; an empty one leaves nothing there.
    pub(crate) fn passing(&self, text: &str) {
        let mut terminal = std::io::stderr();
        let _ = write!(terminal, "\r\u{1b}[K{text}");
        let _ = terminal.flush();
    }

    /// The document.
    pub(crate) fn document(&self, value: &Value) {
        let text = serde_json::to_string_pretty(value).unwrap_or_default();
        let _ = writeln!(std::io::stdout(), "{text}");
    }

    /// The wording in the reader's language.
    pub(crate) fn say<'t>(&self, text: &'t Text) -> &'t str {
        text.in_(self.lang)
    }

    /// One of two wordings.
    pub(crate) fn pick<'t>(&self, zh: &'t str, en: &'t str) -> &'t str {
        match self.lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    /// Ends the program with what a command came to.
    pub(crate) fn end(&self, done: Done) -> ExitCode {
        match done {
            Ok(Verdict::Well) => ExitCode::SUCCESS,
            Ok(Verdict::Found) => ExitCode::from(Status::Found as u8),
            Err(problem) => {
                self.explain(&problem);
                ExitCode::from(problem.status as u8)
            }
        }
    }

    /// What went wrong, and the way out.
    pub(crate) fn explain(&self, problem: &Problem) {
        let message = self.say(&problem.message);
        let help = problem.help.as_ref().map(|help| self.say(help));
        if self.json {
            let error = json!({
                "error": { "status": problem.status as u8, "code": problem.code, "message": message, "help": help }
            });
            let _ = writeln!(std::io::stderr(), "{error}");
            return;
        }
        let mark = self.pick("错误", "error");
        self.complain(format!("{}: {message}", self.paint(Paint::Red, mark)));
        if let Some(help) = help {
            self.complain(format!("{}: {help}", self.paint(Paint::Cyan, self.pick("办法", "help"))));
        }
    }

    /// Coloured text, where colours are wanted.
    pub(crate) fn paint(&self, paint: Paint, text: &str) -> String {
        if !self.color || paint == Paint::Plain {
            return text.to_owned();
        }
        format!("\u{1b}[{}m{text}\u{1b}[0m", paint as u8)
    }

    /// Rows in columns that line up, Chinese included.
    pub(crate) fn table(&self, head: &[&str], rows: &[Vec<String>]) {
        let mut lines = columns(head, rows).into_iter();
        if let Some(head) = lines.next() {
            self.line(self.paint(Paint::Dim, &head));
        }
        lines.for_each(|line| self.line(line));
    }
}

/// The lines of a table, its head first.
fn columns(head: &[&str], rows: &[Vec<String>]) -> Vec<String> {
    let mut widths: Vec<usize> = head.iter().map(|cell| wide(cell)).collect();
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(wide(cell));
        }
    }
    let line = |cells: &[&str]| {
        let cells: Vec<String> = cells.iter().zip(&widths).map(|(cell, width)| pad(cell, *width)).collect();
        cells.join("  ").trim_end().to_owned()
    };
    let body = rows.iter().map(|row| line(&row.iter().map(String::as_str).collect::<Vec<_>>()));
    std::iter::once(line(head)).chain(body).collect()
}

/// A text filled up with spaces to a width, a Chinese character being two wide.
pub(crate) fn pad(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(wide(text))))
}

/// How wide a text is in a terminal, its colours left out.
pub(crate) fn wide(text: &str) -> usize {
    anstream::adapter::strip_str(text).to_string().width()
}

/// Colours, by their numbers in a terminal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Paint {
    Plain = 0,
    Bold = 1,
    Dim = 2,
    Red = 31,
    Green = 32,
    Yellow = 33,
    Cyan = 36,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_whatever_is_in_them() {
        let red = "\u{1b}[31m超时\u{1b}[0m".to_owned();
        let rows = vec![
            vec!["respond".to_owned(), "首次响应".to_owned(), red, "王丽".to_owned()],
            vec!["归档".to_owned(), "x".to_owned(), "running".to_owned(), String::new()],
        ];
        let lines: Vec<String> = columns(&["步骤", "", "state", "by"], &rows)
            .iter()
            .map(|line| anstream::adapter::strip_str(line).to_string())
            .collect();
        assert_eq!(
            lines,
            [
                "步骤               state    by",
                "respond  首次响应  超时     王丽",
                "归档     x         running",
            ]
        );
    }
}
