//! The brackets and quotes of a text, followed letter by letter as far as that can be done where the text is
//! no YAML.

use std::ops::Range;

/// Which brackets and quotes are open behind a text.
#[derive(Default)]
pub(super) struct Marks {
    open: Vec<(usize, char)>,
    /// The inner one of the first two that were closed the wrong way round.
    crossed: Option<usize>,
    quote: Option<(usize, char)>,
    last: Option<Range<usize>>,
    in_comment: bool,
    before: Option<char>,
}

impl Marks {
    /// Those of a text from its beginning.
    pub(super) fn of(text: &str) -> Self {
        let mut marks = Self::default();
        marks.pass(0, text);
        marks
    }

    /// Goes on over a text that begins at a byte.
    pub(super) fn pass(&mut self, start: usize, text: &str) {
        for (at, c) in text.char_indices() {
            self.letter(start + at, c);
            self.before = Some(c);
        }
    }

    fn letter(&mut self, at: usize, c: char) {
        let parted = self.before.is_none_or(char::is_whitespace);
        match (self.quote, c) {
            _ if self.in_comment => self.in_comment = c != '\n',
            (Some((begun, mark)), _) if c == mark => {
                self.quote = None;
                self.last = Some(begun..at + 1);
            }
            (Some(_), _) => {}
            (None, '#') if parted => self.in_comment = true,
            (None, '"' | '\'') if parted || self.before.is_some_and(|c| "[{,".contains(c)) => {
                self.quote = Some((at, c));
            }
            (None, '[' | '{') => self.open.push((at, c)),
            (None, ']' | '}') => {
                let closes = if c == ']' { '[' } else { '{' };
                if let Some((opened, _)) = self.open.pop().filter(|(_, bracket)| *bracket != closes) {
                    self.crossed.get_or_insert(opened);
                }
            }
            _ => {}
        }
    }

    /// The last bracket that is still open; of two closed the wrong way round the inner one.
    pub(super) fn innermost_open(&self) -> Option<usize> {
        self.crossed.or(self.open.last().map(|(at, _)| *at))
    }

    /// The last text in quotes.
    pub(super) fn last_quoted(&self) -> Option<Range<usize>> {
        self.last.clone()
    }

    /// Whether the next letter stands in quotes.
    pub(super) fn is_quoted(&self) -> bool {
        self.quote.is_some()
    }

    /// Whether the next letter stands in brackets.
    pub(super) fn is_bracketed(&self) -> bool {
        !self.open.is_empty()
    }
}
