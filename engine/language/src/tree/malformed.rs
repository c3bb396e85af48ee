//! Where a file is not YAML at all: what the parser stumbled over, in words that say what to do.
//! Most such files have one of a dozen slips: a full-width colon, no space after a colon, a bracket
//! or quote left open, a list inside braces without quotes, a tab.

use super::marks::Marks;
use super::sections::line;
use super::{Ended, Then, colons, lines, quote};
use crate::findings::{Draft, error};
use granit_parser::{ErrorKind, ScanError};
use std::ops::Range;
use std::sync::Arc;
use steward_model::Place;

/// What the parser refused, and how to read on behind it. The text begins at the byte `bom` of the file.
pub(super) fn ended(file: &Arc<str>, text: &str, bom: usize, wrong: &ScanError) -> Box<Ended> {
    let at = wrong.marker().byte_offset().unwrap_or(text.len()).min(text.len());
    let spot = Spot { file, text, bom, at };
    let kind = wrong.kind();
    if let Some(colon) = colon_slip(&spot, kind) {
        let place = spot.place(colon);
        return Box::new(Ended { draft: colons::finding(&place), then: Then::Colon(place.start) });
    }
    if let Some((draft, end)) = lines::left_by_a_merge(&spot) {
        return Box::new(Ended { draft, then: Then::Behind(end + bom) });
    }
    let draft = lines::slip(&spot, kind)
        .or_else(|| colon_in_text(&spot, kind))
        .or_else(|| list_in_braces(&spot, kind))
        .or_else(|| open_quote(&spot, kind))
        .unwrap_or_else(|| by_kind(&spot, wrong));
    let place = draft.place().start;
    let then = if ends_late(kind) { Then::BehindText } else { Then::Behind };
    Box::new(Ended { draft, then: then(place) })
}

/// Where the parser stood when it gave up.
pub(super) struct Spot<'a> {
    file: &'a Arc<str>,
    pub(super) text: &'a str,
    bom: usize,
    pub(super) at: usize,
}

impl Spot<'_> {
    pub(super) fn place(&self, range: Range<usize>) -> Place {
        Place { file: self.file.clone(), start: range.start + self.bom, end: range.end + self.bom }
    }

    /// The line around a byte, without its break.
    pub(super) fn line(&self, at: usize) -> Range<usize> {
        line(self.text, at)
    }

    /// The character at the spot, or the last one where the text is over.
    fn here(&self) -> Range<usize> {
        match self.text[self.at..].chars().next() {
            Some(c) if c != '\n' => self.at..self.at + c.len_utf8(),
            _ => {
                let before = self.text[..self.at].trim_end();
                let last = before.chars().next_back().map_or(0, char::len_utf8);
                before.len() - last..before.len()
            }
        }
    }
}

/// `标题：投诉` and `title:投诉` are no keys to YAML, and what follows breaks.
fn colon_slip(spot: &Spot<'_>, kind: &ErrorKind) -> Option<Range<usize>> {
    if !matches!(kind, ErrorKind::SimpleKeyExpected | ErrorKind::MappingValueNotAllowed) {
        return None;
    }
    let this = spot.line(spot.at);
    let before = this.start.checked_sub(1).map(|end| spot.line(end));
    [Some(this), before].into_iter().flatten().find_map(|line| {
        let colon = colons::in_line(&spot.text[line.clone()])?;
        Some(line.start + colon.start..line.start + colon.end)
    })
}

/// `title: 报修: 上门维修`: to YAML the second colon makes a key of the text before it.
fn colon_in_text(spot: &Spot<'_>, kind: &ErrorKind) -> Option<Draft> {
    if *kind != ErrorKind::MappingValueNotAllowed {
        return None;
    }
    let line = spot.line(spot.at);
    let text = &spot.text[line.clone()];
    let start = line.start + text.find(": ")? + 2;
    let value = spot.text[start..line.end].trim_end();
    if spot.at < start
        || value.trim_start().starts_with(['"', '\'', '[', '{', '&', '|', '>'])
        || value.contains(" #")
    {
        return None;
    }
    let start = start + (value.len() - value.trim_start().len());
    let whole = spot.place(start..start + value.trim_start().len());
    let draft = error(
        "needs-quotes",
        &spot.place(spot.here()),
        "文字里有冒号时要加引号",
        "a text that holds a colon is written in quotes",
    );
    Some(draft.fix(&whole, quote(value.trim_start())))
}

/// A quote that was closed only by the next one, some lines further down.
fn open_quote(spot: &Spot<'_>, kind: &ErrorKind) -> Option<Draft> {
    if !ends_late(kind) {
        return None;
    }
    let at = Marks::of(&spot.text[..spot.at])
        .last_quoted()
        .filter(|quoted| spot.text[quoted.clone()].contains('\n'))?
        .start;
    Some(never_closed(&spot.place(at..at + 1)))
}

fn ends_late(kind: &ErrorKind) -> bool {
    use ErrorKind as E;
    matches!(
        kind,
        E::InvalidTrailingDoubleQuotedScalar | E::InvalidTrailingSingleQuotedScalar | E::UnclosedQuotedScalar
    )
}

fn never_closed(place: &Place) -> Draft {
    error("unclosed-quote", place, "这个引号没有结束", "this quote is never closed")
        .help("在文字末尾加上同样的引号", "write the same quote at the end of the text")
}

/// `{ if: severity in [major, complex], allow: 3d }`: to YAML the bracket breaks the text.
fn list_in_braces(spot: &Spot<'_>, kind: &ErrorKind) -> Option<Draft> {
    if *kind != ErrorKind::ExpectedFlowMappingSeparator || !spot.text[spot.at..].starts_with(['[', '{']) {
        return None;
    }
    let line = spot.line(spot.at);
    let start = line.start + spot.text[line.start..spot.at].rfind(": ")? + 2;
    let close = spot.at + spot.text[spot.at..line.end].find([']', '}'])?;
    let end = close + 1 + spot.text[close + 1..line.end].find([',', '}'])?;
    let end = start + spot.text[start..end].trim_end().len();
    let whole = spot.place(start..end);
    let draft = error(
        "needs-quotes",
        &whole,
        "在 `{ }` 里，带列表或逗号的内容要加引号",
        "inside `{ }` a text with a list or a comma is written in quotes",
    );
    Some(draft.fix(&whole, quote(&spot.text[start..end])))
}

fn by_kind(spot: &Spot<'_>, wrong: &ScanError) -> Draft {
    use ErrorKind as E;
    let place = spot.place(spot.here());
    let draft = |code, zh: &str, en: &str| error(code, &place, zh, en);
    match wrong.kind() {
        E::TabInBlockIndentation | E::TabInIndentation | E::TabNotAllowed | E::TabInPlainScalar
        | E::TabAtBlockScalarStart => tab(spot),
        E::UnclosedQuotedScalar => never_closed(&place),
        E::InvalidTagTerminator | E::InvalidTagEscape | E::ExpectedTagBang | E::UndeclaredTagHandle => {
            super::tag(&place)
        }
        E::RecursionLimitExceeded => draft("too-deep", "嵌套太深", "maps and lists stand too deep inside each other")
            .help("手册用不到这么深，检查括号是否写多了", "no handbook needs that; look for brackets too many"),
        E::UnexpectedEofFlowSequence | E::UnexpectedEofFlowMapping | E::UnexpectedEof
        | E::UnexpectedEofImplicitFlowMapping | E::UnclosedFlowCollection { .. }
        | E::ExpectedFlowMappingSeparator | E::ExpectedFlowSequenceSeparator
        | E::InvalidColonPlacement | E::BlockEntryInFlowCollection | E::InvalidFlowScalarIndent
        | E::MismatchedFlowCollectionEnd { .. } => bracket(spot, &place),
        E::MisplacedFlowCollectionEnd => {
            draft("unclosed-bracket", "这个括号前面没有对应的开括号", "nothing opens what this bracket closes")
                .help("删掉它，或补上开括号", "leave it out, or write the opening bracket")
        }
        E::MappingValueNotAllowed => draft("bad-yaml", "这里不能有冒号", "a colon can't stand here")
            .help(
                "文字里有冒号时整段加引号；否则检查这一行和上一行的缩进",
                "put a text that holds a colon in quotes; else look at the indentation of this line and the one before",
            ),
        E::SimpleKeyExpected => draft("bad-yaml", "这一行不是 `键: 值`", "this line is no `key: value`")
            .help(
                "写成 `键: 值`；接着上一行的文字要多缩进一些；不属于这个文件的就删掉",
                "write `key: value`; indent it further where it continues the text before; delete what does not belong here",
            ),
        E::UnknownAnchor => draft("bad-alias", "`*` 开头的是别名，但没有定义过它", "what begins with `*` is an alias, and nothing has that name")
            .help("是文字就加引号", "put it in quotes if it is text"),
        E::UnexpectedCharacter { character } => error(
            "needs-quotes",
            &place,
            format!("文字不能以 `{character}` 开头"),
            format!("a text can't begin with `{character}`"),
        )
        .help("整段文字加引号", "put the whole text in quotes"),
        E::ExpectedBlockMappingKey | E::ExpectedBlockSequenceEntry | E::InvalidIndentation
        | E::MappingKeyNotAllowed => draft("indentation", "这一行的缩进和前面的对不上", "this line is not indented like those before it")
            .help("同一层的行要从同一列开始", "lines of one level begin in the same column"),
        E::BlockSequenceEntryNotAllowed => draft("indentation", "`- ` 不能写在这里", "`- ` can't stand here")
            .help("列表从新的一行开始，或写成 [a, b]", "begin the list on a line of its own, or write [a, b]"),
        _ => error(
            "bad-yaml",
            &place,
            "这里的写法读不懂：缩进、冒号、括号或引号对不上",
            format!("this is not YAML ({})", wrong.info()),
        )
        .help("对照手册里的例子", "compare it with the examples of the handbook"),
    }
}

fn tab(spot: &Spot<'_>) -> Draft {
    let begins_with_tab = |line: &Range<usize>| indentation(&spot.text[line.clone()]).contains('\t');
    // A text that goes on over lines makes the parser stand some lines before the tab.
    let mut line = spot.line(spot.at);
    while !begins_with_tab(&line) && line.end < spot.text.len() {
        line = spot.line(line.end + 1);
    }
    if !begins_with_tab(&line) {
        return error("tab", &spot.place(spot.here()), "这里不能用制表符（Tab）", "a tab can't stand here")
            .help("用空格代替", "write spaces instead");
    }
    let indent = indentation(&spot.text[line.clone()]);
    let this = spot.text[line.clone()].trim_start();
    let tabs = spot.place(line.start..line.start + indent.len());
    error("tab", &tabs, "缩进用了制表符（Tab）", "the line is indented with a tab")
        .help("用空格缩进", "indent with spaces")
        .fix(&tabs, like_before(&spot.text[..line.start], this).unwrap_or_else(|| indent.replace('\t', "  ")))
}

pub(super) fn indentation(line: &str) -> &str {
    &line[..line.len() - line.trim_start().len()]
}

/// How a line is probably indented that goes on after these: like the item before it that begins with the
/// same key, or like the line before it, deeper where that opens something. `None` where it can't be told.
fn like_before(text: &str, this: &str) -> Option<String> {
    let written = |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    let mut before = text.lines().rev().filter(written).filter(|line| !indentation(line).contains('\t'));
    if this.starts_with("- ") {
        let key = &this[..=this.find(':')?];
        return before
            .find(|line| line.trim_start().starts_with(key))
            .map(|line| indentation(line).to_owned());
    }
    let before = before.next()?;
    let indent = indentation(before);
    let rest = &before[indent.len()..];
    let item = if rest.starts_with("- ") { 2 } else { 0 };
    let opens = if rest.trim_end().ends_with(':') { 2 } else { 0 };
    Some(" ".repeat(indent.len() + item + opens))
}

fn bracket(spot: &Spot<'_>, place: &Place) -> Draft {
    // The parser stands at the bracket itself where another one closes it.
    let is_opening = spot.text[spot.at..].starts_with(['[', '{']);
    let opened = Marks::of(&spot.text[..spot.at]).innermost_open().filter(|_| !is_opening);
    let opened = opened.map(|at| spot.place(at..at + 1));
    let place = opened.as_ref().unwrap_or(place);
    error("unclosed-bracket", place, "这个括号没有闭合", "this bracket is not closed")
        .help("补上对应的 `]` 或 `}`", "write the `]` or `}` that belongs to it")
}
