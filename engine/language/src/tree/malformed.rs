//! Where a file is not YAML at all: what the parser stumbled over, in words that say what to do.
//! Most such files have one of a dozen slips: a full-width colon, no space after a colon, a bracket
//! or quote left open, a list inside braces without quotes, a tab.

use super::quote;
use crate::findings::{Draft, error};
use granit_parser::{ErrorKind, ScanError};
use std::ops::Range;
use std::sync::Arc;
use steward_model::Place;

/// The finding for what the parser refused.
pub(super) fn finding(file: &Arc<str>, text: &str, bom: usize, wrong: &ScanError) -> Draft {
    let at = wrong.marker().byte_offset().unwrap_or(text.len()).min(text.len());
    let spot = Spot { file, text, bom, at };
    let kind = wrong.kind();
    colon_slip(&spot, kind).or_else(|| list_in_braces(&spot, kind)).unwrap_or_else(|| by_kind(&spot, wrong))
}

/// Where the parser stood when it gave up.
struct Spot<'a> {
    file: &'a Arc<str>,
    text: &'a str,
    bom: usize,
    at: usize,
}

impl Spot<'_> {
    fn place(&self, range: Range<usize>) -> Place {
        Place { file: self.file.clone(), start: range.start + self.bom, end: range.end + self.bom }
    }

    /// The line around a byte, without its break.
    fn line(&self, at: usize) -> Range<usize> {
        let start = self.text[..at].rfind('\n').map_or(0, |end| end + 1);
        let end = self.text[at..].find('\n').map_or(self.text.len(), |length| at + length);
        start..end
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
fn colon_slip(spot: &Spot<'_>, kind: &ErrorKind) -> Option<Draft> {
    if !matches!(kind, ErrorKind::SimpleKeyExpected | ErrorKind::MappingValueNotAllowed) {
        return None;
    }
    let this = spot.line(spot.at);
    let before = this.start.checked_sub(1).map(|end| spot.line(end));
    [Some(this), before].into_iter().flatten().find_map(|line| {
        let colon = line.start + key_colon(&spot.text[line.clone()])?;
        let (zh, en, end) = if spot.text[colon..].starts_with('：') {
            ("键后面是全角冒号", "a full-width colon stands after the key", colon + '：'.len_utf8())
        } else {
            ("冒号后面缺少空格", "a space is missing after the colon", colon + 1)
        };
        let place = spot.place(colon..end);
        let code = if end == colon + 1 { "no-space" } else { "full-width" };
        Some(error(code, &place, zh, en).fix(&place, ": ").help("写成 `键: 值`", "write `key: value`"))
    })
}

/// The first colon of a line, when it follows one word and is full-width or lacks its space.
fn key_colon(line: &str) -> Option<usize> {
    let key = line.trim_start().trim_start_matches("- ");
    let start = line.len() - key.len();
    let colon = key.find(['：', ':'])?;
    let after = &key[colon..];
    let slip = after.starts_with('：') || after[1..].starts_with(|c: char| !c.is_whitespace());
    let word = colon > 0 && !key[..colon].contains([' ', '"', '\'', '{', '[', '#']);
    (slip && word).then_some(start + colon)
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
        E::UnclosedQuotedScalar => {
            draft("unclosed-quote", "这个引号没有结束", "this quote is never closed")
                .help("在文字末尾加上同样的引号", "write the same quote at the end of the text")
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
        E::SimpleKeyExpected => draft("bad-yaml", "这一行没有冒号", "this line has no colon")
            .help(
                "写成 `键: 值`；如果是上一行文字的继续，多缩进一些",
                "write `key: value`; what continues the text before is indented further",
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
            format!("这里不合 YAML 的写法（{}）", wrong.info()),
            format!("this is not YAML ({})", wrong.info()),
        )
        .help("对照手册里的例子", "compare it with the examples of the handbook"),
    }
}

fn tab(spot: &Spot<'_>) -> Draft {
    let line = spot.line(spot.at);
    let indent = &spot.text[line.clone()];
    let indent = &indent[..indent.len() - indent.trim_start().len()];
    let tabs = match indent.find('\t') {
        Some(_) => spot.place(line.start..line.start + indent.len()),
        None => spot.place(spot.here()),
    };
    error("tab", &tabs, "缩进用了制表符（Tab）", "the line is indented with a tab")
        .help("用空格缩进", "indent with spaces")
        .fix(&tabs, indent.replace('\t', "  "))
}

fn bracket(spot: &Spot<'_>, place: &Place) -> Draft {
    let draft = error("unclosed-bracket", place, "括号没有闭合", "a bracket is not closed")
        .help("补上对应的 `]` 或 `}`", "write the `]` or `}` that belongs to it");
    match innermost_open(&spot.text[..spot.at]) {
        Some(at) => draft.also(&spot.place(at..at + 1), "在这里打开", "it is opened here"),
        None => draft,
    }
}

/// The last bracket that is still open, quotes and comments passed over.
fn innermost_open(text: &str) -> Option<usize> {
    let mut open = Vec::new();
    let (mut quote, mut comment, mut before) = (None, false, ' ');
    for (at, c) in text.char_indices() {
        match (quote, c) {
            _ if comment => comment = c != '\n',
            (Some(mark), _) => quote = (c != mark).then_some(mark),
            (None, '#') if before.is_whitespace() => comment = true,
            (None, '"' | '\'') if before.is_whitespace() || "[{,".contains(before) => quote = Some(c),
            (None, '[' | '{') => open.push(at),
            (None, ']' | '}') => {
                open.pop();
            }
            _ => {}
        }
        before = c;
    }
    open.pop()
}
