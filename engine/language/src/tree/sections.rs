//! Where the reading of a file may begin in its middle: at a section, which is a key at the very beginning of a
//! line, or at an entry of one, a key or an item that is indented as the first of its section. Told by the lines
//! alone, since that is asked where the YAML is broken; what is doubtful is no beginning.

use super::colons;
use super::malformed::indentation;
use super::marks::Marks;
use std::ops::Range;

/// A place where reading may begin.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Start {
    /// The beginning of its line.
    pub(super) at: usize,
    /// What kind of line it is.
    pub(super) level: Level,
}

/// What may begin somewhere.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    /// A key of the file itself.
    Section,
    /// A key or an item of a section.
    Entry,
}

/// Which lines count as keys.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Keys {
    /// Those whose colon is one to YAML.
    Certain,
    /// Those too whose colon is full-width or lacks its space.
    Meant,
}

/// The line around a byte, without its break.
pub(super) fn line(text: &str, at: usize) -> Range<usize> {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let end = text[at..].find('\n').map_or(text.len(), |length| at + length);
    start..end
}

/// Where reading may begin again behind a slip.
pub(super) fn after(text: &str, slip: usize, keys: Keys) -> Option<Start> {
    let entries = head(text, slip).and_then(|head| Entries::of(text, head.end));
    let mut passed = Marks::default();
    let mut this = line(text, slip);
    while this.end < text.len() {
        this = line(text, this.end + 1);
        let (at, written) = (this.start, &text[this.clone()]);
        if !passed.is_quoted() {
            if is_section(written, keys) && !closes(&text[this.end..]) {
                return Some(Start { at, level: Level::Section });
            }
            if !passed.is_bracketed() && entries.as_ref().is_some_and(|entries| entries.has(written, keys)) {
                return Some(Start { at, level: Level::Entry });
            }
        }
        passed.pass(at, &text[at..text.len().min(this.end + 1)]);
    }
    None
}

/// The nearest place above the line of a byte from which reading may begin.
pub(super) fn before(text: &str, at: usize) -> Option<Start> {
    let above = line(text, at).start.checked_sub(1)?;
    let head = head(text, above)?;
    if let Some(entries) = Entries::of(text, head.end) {
        let mut this = line(text, above);
        while this.start > head.start {
            if entries.has(&text[this.clone()], Keys::Certain) {
                return Some(Start { at: this.start, level: Level::Entry });
            }
            this = line(text, this.start - 1);
        }
    }
    Some(Start { at: head.start, level: Level::Section })
}

/// The line that begins the section around a byte.
fn head(text: &str, at: usize) -> Option<Range<usize>> {
    let mut this = line(text, at);
    while !is_section(&text[this.clone()], Keys::Certain) {
        this = line(text, this.start.checked_sub(1)?);
    }
    Some(this)
}

/// How the entries of a section are written.
struct Entries {
    indent: usize,
    are_items: bool,
}

impl Entries {
    /// Those of the section whose first line ends at a byte. `None` where it has none below it.
    fn of(text: &str, head: usize) -> Option<Self> {
        let written = &text[line(text, head)];
        let (_, value) = written.split_once(':')?;
        if !(value.trim().is_empty() || value.trim_start().starts_with('#')) {
            return None;
        }
        let first = text[head..].lines().skip(1).find(|line| {
            let line = line.trim_start();
            !(line.is_empty() || line.starts_with('#'))
        })?;
        let indent = indentation(first).len();
        let are_items = is_item(&first[indent..]);
        (are_items || indent > 0).then_some(Self { indent, are_items })
    }

    fn has(&self, line: &str, keys: Keys) -> bool {
        let indent = indentation(line);
        let rest = &line[indent.len()..];
        let is_plain = indent.len() == self.indent && indent.bytes().all(|byte| byte == b' ');
        is_plain && if self.are_items { is_item(rest) } else { is_key(rest, keys) }
    }
}

fn is_item(line: &str) -> bool {
    line.starts_with("- ") || line.trim_end() == "-"
}

fn is_section(line: &str, keys: Keys) -> bool {
    !line.starts_with(char::is_whitespace) && is_key(line, keys)
}

/// Whether a line is a key with its value, and no line between brackets.
fn is_key(line: &str, keys: Keys) -> bool {
    const NO_KEY: &str = "#-?:[]{},&*!|>%@`";
    let line = line.trim_end();
    if line.starts_with(|c| NO_KEY.contains(c)) || line.ends_with(',') {
        return false;
    }
    line.ends_with(':') || line.contains(": ") || keys == Keys::Meant && colons::in_line(line).is_some()
}

/// Whether the next line that says something closes a bracket: then the one before it stood in brackets.
fn closes(rest: &str) -> bool {
    let next = rest.lines().skip(1).find(|line| !line.trim().is_empty());
    next.is_some_and(|line| line.starts_with(['}', ']']))
}
