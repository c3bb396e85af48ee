//! The words and signs of a guard. Signs of other languages (`=`, `&&`, `≠`) and full-width
//! punctuation are refused with the mended line, because a guess at what they mean could be wrong.

use super::Tray;
use crate::full_width;
use std::ops::Range;
use steward_model::Operator;

/// A word or sign, and where it stands in the text.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) at: Range<usize>,
}

/// What a token is.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Kind {
    /// A name, a number, a date, a word of the language.
    Word(String),
    /// Text in quotes.
    Quoted(String),
    /// `== != < <= > >=`
    Compare(Operator),
    /// `(`
    Open,
    /// `)`
    Close,
    /// `[`
    ListOpen,
    /// `]`
    ListClose,
    /// `,`
    Comma,
    /// `+`
    Plus,
    /// `-`
    Minus,
    /// `*`
    Times,
    /// `/`
    Over,
}

/// Signs that are read, longest first.
const SIGNS: [(&str, Kind); 15] = [
    ("==", Kind::Compare(Operator::Equal)),
    ("!=", Kind::Compare(Operator::NotEqual)),
    ("<=", Kind::Compare(Operator::AtMost)),
    (">=", Kind::Compare(Operator::AtLeast)),
    ("<", Kind::Compare(Operator::Less)),
    (">", Kind::Compare(Operator::Greater)),
    ("(", Kind::Open),
    (")", Kind::Close),
    ("[", Kind::ListOpen),
    ("]", Kind::ListClose),
    (",", Kind::Comma),
    ("+", Kind::Plus),
    ("-", Kind::Minus),
    ("*", Kind::Times),
    ("/", Kind::Over),
];

/// Signs that people bring from elsewhere, and what is written here.
const FOREIGN: [(&str, &str); 13] = [
    ("===", "=="),
    ("=>", ">="),
    ("=<", "<="),
    ("<>", "!="),
    ("=", "=="),
    ("≠", "!="),
    ("≤", "<="),
    ("≥", ">="),
    ("&&", "and"),
    ("||", "or"),
    ("!", "not"),
    ("！", "not"),
    ("×", "*"),
];

/// Splits the text. `None` when a sign can't be read.
pub(super) fn read(tray: &Tray<'_>) -> Option<Vec<Token>> {
    let text = tray.written.text;
    refuse_full_width(text, tray)?;
    let mut tokens: Vec<Token> = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let first = rest.chars().next()?;
        if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        }
        let (kind, length) = if first == '"' || first == '\'' {
            quoted(rest, at, tray)?
        } else if is_word(first) || begins_number(rest, tokens.last()) {
            let length = word_length(rest);
            (Kind::Word(rest[..length].to_owned()), length)
        } else {
            sign(rest, at, tray)?
        };
        tokens.push(Token { kind, at: at..at + length });
        at += length;
    }
    Some(tokens)
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// A minus belongs to a number where no value stands before it: `level > -5`.
fn begins_number(rest: &str, before: Option<&Token>) -> bool {
    let mut chars = rest.chars();
    chars.next() == Some('-')
        && chars.next().is_some_and(|c| c.is_ascii_digit())
        && !matches!(
            before.map(|token| &token.kind),
            Some(Kind::Word(_) | Kind::Quoted(_) | Kind::Close | Kind::ListClose)
        )
}

/// A word runs on over `-`, `.` and, between digits, `:`; `2026-03-05`, `in-person`, `08:00`.
fn word_length(rest: &str) -> usize {
    let mut end = 0;
    let mut before = ' ';
    let mut chars = rest.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map_or(' ', |&(_, next)| next);
        let inside = is_word(c)
            || (at == 0 && c == '-')
            || ((c == '-' || c == '.') && is_word(before) && is_word(next))
            || (c == ':' && before.is_ascii_digit() && next.is_ascii_digit());
        if !inside {
            break;
        }
        end = at + c.len_utf8();
        before = c;
    }
    end
}

fn quoted(rest: &str, at: usize, tray: &Tray<'_>) -> Option<(Kind, usize)> {
    let quote = rest.chars().next()?;
    match rest[1..].find(quote) {
        Some(length) => Some((Kind::Quoted(rest[1..=length].to_owned()), length + 2)),
        None => {
            tray.add(
                tray.error(
                    "guard-quote",
                    &(at..at + rest.len()),
                    "引号没有收尾",
                    "this quote is never closed",
                )
                .help(format!("在文字后面再写一个 {quote}"), format!("write another {quote} after the text")),
            );
            None
        }
    }
}

fn sign(rest: &str, at: usize, tray: &Tray<'_>) -> Option<(Kind, usize)> {
    let ours = SIGNS.iter().find(|(sign, _)| rest.starts_with(sign));
    let foreign = FOREIGN.iter().find(|(sign, _)| rest.starts_with(sign));
    match (ours, foreign) {
        // `<>` begins as `<` does, and is no sign of ours all the same.
        (Some((sign, kind)), other) if other.is_none_or(|(f, _)| f.len() <= sign.len()) => {
            Some((kind.clone(), sign.len()))
        }
        (_, Some((sign, with))) => {
            let part = at..at + sign.len();
            tray.add_mended(
                tray.error(
                    "guard-sign",
                    &part,
                    format!("这里不认识“{sign}”这个符号"),
                    format!("`{sign}` is no sign of the language"),
                ),
                &part,
                &spaced(with, tray.written.text, &part),
            );
            None
        }
        _ => {
            let odd = rest.chars().next()?;
            let part = at..at + odd.len_utf8();
            let draft = tray.error(
                "guard-sign",
                &part,
                format!("这里不认识“{odd}”这个符号"),
                format!("`{odd}` is no sign of the language"),
            );
            tray.add(match odd {
                '{' | '}' => draft.help(
                    "这里直接写字段名，不加花括号",
                    "a field is named as it is here, without braces",
                ),
                '%' => draft.help(
                    "写成数字，例如 0.8",
                    "write it as a number, such as 0.8",
                ),
                _ => draft.help(
                    "条件用 `== != < <= > >= in and or not` 和括号，`set` 还用 + - * /；文字要加引号",
                    "there are == != < <= > >= in and or not and brackets, and in `set` + - * /; put text in quotes",
                ),
            });
            None
        }
    }
}

/// A word that takes a sign's place needs spaces where the sign needed none.
fn spaced(with: &str, text: &str, part: &Range<usize>) -> String {
    let is_word = with.starts_with(|c: char| c.is_alphabetic());
    let tight = |side: Option<char>| is_word && side.is_some_and(|c| !c.is_whitespace());
    let before = if tight(text[..part.start].chars().next_back()) { " " } else { "" };
    let after = if tight(text[part.end..].chars().next()) { " " } else { "" };
    format!("{before}{with}{after}")
}

/// The first comma that parts comparisons, outside every bracket and quote: it says neither "and" nor "or".
fn comma_between(text: &str) -> Option<Range<usize>> {
    let (mut depth, mut quoted) = (0_usize, false);
    for (at, c) in text.char_indices() {
        match c {
            '"' | '\'' | '“' | '”' | '‘' | '’' => quoted = !quoted,
            '[' | '(' | '【' | '（' => depth += 1,
            ']' | ')' | '】' | '）' => depth = depth.saturating_sub(1),
            '，' | '、' | '；' if depth == 0 && !quoted => return Some(at..at + c.len_utf8()),
            _ => {}
        }
    }
    None
}

/// One finding for all of them, with the whole line mended. Inside plain quotes they are text.
fn refuse_full_width(text: &str, tray: &Tray<'_>) -> Option<()> {
    let mut wrong = false;
    let mut mended = String::with_capacity(text.len());
    let mut quote = None;
    for part in text.split_inclusive(['"', '\'']) {
        match full_width::mended(part).filter(|_| quote.is_none()) {
            Some(plain) => {
                wrong = true;
                mended.push_str(&plain);
                mended.push_str(&part[part.trim_end().len()..]);
            }
            None => mended.push_str(part),
        }
        let last = part.chars().next_back().filter(|c| matches!(c, '"' | '\''));
        quote = match (quote, last) {
            (None, opening) => opening,
            (Some(open), Some(last)) if open == last => None,
            (open, _) => open,
        };
    }
    if !wrong {
        return Some(());
    }
    if let Some(comma) = comma_between(text) {
        let sign = &text[comma.clone()];
        tray.add(
            tray.error(
                "full-width",
                &comma,
                format!("两个比较之间不能用“{sign}”"),
                format!("`{sign}` can't stand between two comparisons"),
            )
            .help(
                "都要成立写 `and`，成立一个就行写 `or`",
                "write `and` where both must hold, `or` where one is enough",
            ),
        );
        return None;
    }
    let whole = 0..text.len();
    tray.add(full_width::finding(&tray.place_of(&whole), text, mended));
    None
}
