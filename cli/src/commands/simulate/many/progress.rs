//! How far a long rehearsal of many cases is: one line on a terminal that is written over, and gone at
//! the end. Ctrl-C ends the program; nothing was written that it could spoil.

use crate::output::Output;
use std::io::IsTerminal as _;
use std::time::{Duration, Instant};
use steward_model::Lang;

/// What is over before anybody wonders needs no line.
const UNTOLD: Duration = Duration::from_secs(1);

/// A line that changes faster can't be read.
const APART: Duration = Duration::from_millis(200);

pub(super) struct Progress<'a> {
    output: &'a Output,
    of: u32,
    /// When the next line may be written; `None`: nobody would see it.
    next: Option<Instant>,
    told: bool,
}

impl<'a> Progress<'a> {
    pub(super) fn new(output: &'a Output, of: u32) -> Self {
        let seen = std::io::stderr().is_terminal();
        Self { output, of, next: seen.then(|| Instant::now() + UNTOLD), told: false }
    }

    /// So many cases are done.
    pub(super) fn tell(&mut self, done: u32) {
        if let Some(line) = self.line(done, Instant::now()) {
            self.told = true;
            self.output.passing(&line);
        }
    }

    fn line(&mut self, done: u32, now: Instant) -> Option<String> {
        if now < self.next? {
            return None;
        }
        self.next = Some(now + APART);
        let of = self.of;
        Some(match self.output.lang {
            Lang::Zh => format!("已演 {done} 件，共 {of} 件（Ctrl-C 中止）"),
            Lang::En => format!("{done} of {of} cases rehearsed (Ctrl-C stops)"),
        })
    }

    /// Takes the line away.
    pub(super) fn end(self) {
        if self.told {
            self.output.passing("");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_comes_after_a_second_five_times_a_second_and_only_where_it_is_seen() {
        let output = Output { json: false, lang: Lang::En, color: false };
        let begun = Instant::now();
        let mut progress = Progress { output: &output, of: 900, next: Some(begun + UNTOLD), told: false };
        let mut told = Vec::new();
        for tenth in 0..15 {
            told.extend(progress.line(tenth, begun + Duration::from_millis(100) * tenth));
        }
        let lines = [10, 12, 14].map(|done| format!("{done} of 900 cases rehearsed (Ctrl-C stops)"));
        assert_eq!(told, lines);
        let mut unseen = Progress { output: &output, of: 900, next: None, told: false };
        assert_eq!(unseen.line(500, begun + Duration::from_secs(60)), None);
    }
}
