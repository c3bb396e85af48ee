//! From the parser's line and column to the very word in a file.
//!
//! rhai says where something begins, in lines and characters. A diagnostic wants a stretch of
//! bytes, so this file keeps where each line begins and measures the word that stands there.

use rhai::Position;
use std::sync::Arc;
use steward_model::Place;

/// What some editors put at the beginning of a file. The parser never sees it; places count it.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// A file of rules, with an index of its lines.
pub(crate) struct Source {
    path: Arc<str>,
    text: Arc<str>,
    /// Where each line begins, in bytes of the whole text.
    lines: Vec<usize>,
}

impl Source {
    pub(crate) fn new(path: Arc<str>, text: Arc<str>) -> Self {
        let first = if text.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 };
        let lines = std::iter::once(first).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { path, text, lines }
    }

    /// The text as the parser reads it.
    pub(crate) fn script(&self) -> &str {
        self.text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&self.text)
    }

    pub(crate) fn path(&self) -> &Arc<str> {
        &self.path
    }

    /// The word, the sign or the inside of the quoted text that begins at a position. Without a
    /// position: the end of the file, which is where the parser then stands.
    pub(crate) fn word(&self, position: Position) -> Place {
        let start = self.byte(position);
        let (start, end) = match self.text[start..].chars().next() {
            Some(quote @ ('"' | '`')) => inside(&self.text, start + 1, quote),
            Some(c) if is_letter(c) => (start, start + run(&self.text[start..], is_letter)),
            Some(c) if is_sign(c) => (start, start + run(&self.text[start..], is_sign)),
            Some(c) => (start, start + c.len_utf8()),
            None => (start, start),
        };
        Place { file: self.path.clone(), start, end }
    }

    /// The text at a place of this file.
    pub(crate) fn at(&self, place: &Place) -> &str {
        self.text.get(place.start..place.end).unwrap_or_default()
    }

    /// The last sign of the line before, for a place that begins its line. `None` behind a comment,
    /// which is no part of what is written.
    pub(crate) fn end_before(&self, place: &Place) -> Option<Place> {
        let whole = self.text.get(..place.start)?;
        let before = whole.trim_end();
        let line = before.rsplit('\n').next().unwrap_or_default();
        let begins = whole[before.len()..].contains('\n');
        let last = before.chars().next_back().filter(|_| begins && !line.contains("//"))?;
        Some(Place { start: before.len() - last.len_utf8(), end: before.len(), ..place.clone() })
    }

    /// What stands from a place to the end of its line.
    pub(crate) fn line_from(&self, place: &Place) -> &str {
        let rest = self.text.get(place.start..).unwrap_or_default();
        rest.lines().next().unwrap_or_default()
    }

    fn byte(&self, position: Position) -> usize {
        let end = self.text.trim_end().len();
        let Some(&line) = position.line().and_then(|line| self.lines.get(line - 1)) else {
            return end;
        };
        let column = position.position().unwrap_or(1);
        let rest = self.text.get(line..).unwrap_or_default();
        let within = rest.char_indices().nth(column - 1).map_or(rest.len(), |(at, _)| at);
        (line + within).min(end)
    }
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn is_sign(c: char) -> bool {
    "=!<>&|+-*/%.".contains(c)
}

fn run(text: &str, belongs: fn(char) -> bool) -> usize {
    text.find(|c| !belongs(c)).unwrap_or(text.len())
}

/// What stands between the quotes, whose first is just before `start`.
fn inside(text: &str, start: usize, quote: char) -> (usize, usize) {
    let mut escaped = false;
    for (at, c) in text[start..].char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quote == '"' => escaped = true,
            c if c == quote => return (start, start + at),
            _ => {}
        }
    }
    (start, text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str, line: u16, column: u16) -> String {
        let source = Source::new("rules/x.rhai".into(), text.into());
        let place = source.word(Position::new(line, column));
        source.at(&place).to_owned()
    }

    #[test]
    fn a_word_is_found_behind_chinese_letters_and_a_byte_order_mark() {
        assert_eq!(word("// 说明\nlet 级别 = case.严重程度;", 2, 15), "严重程度");
        assert_eq!(word("\u{feff}fn opened(case) {}", 1, 4), "opened");
    }

    #[test]
    fn of_a_quoted_text_the_inside_is_meant() {
        assert_eq!(word(r#"role("region-manager")"#, 1, 6), "region-manager");
        assert_eq!(word(r#"note("a \" b")"#, 1, 6), r#"a \" b"#);
    }

    #[test]
    fn without_a_position_the_end_of_the_file_is_meant() {
        let source = Source::new("rules/x.rhai".into(), "fn opened(case) {\n".into());
        assert_eq!(source.word(Position::NONE).start, 17);
    }
}
