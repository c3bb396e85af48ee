//! Lines that begin as no line of YAML does: with a dash from elsewhere, a number, a full-width space, too
//! far to the right, or with what a merge of two versions left behind.

use super::malformed::{Spot, indentation};
use crate::findings::{Draft, error};
use granit_parser::ErrorKind;
use std::ops::Range;
use steward_model::Place;

/// Dashes and dots that stand before an item elsewhere.
const DASHES: [char; 9] = ['－', '—', '–', '―', '•', '·', '●', '○', '◆'];

/// Spaces that are none to YAML.
const SPACES: [char; 2] = ['\u{3000}', '\u{a0}'];

/// The finding about how the line begins at which the parser gave up, where that is what is wrong.
pub(super) fn slip(spot: &Spot<'_>, kind: &ErrorKind) -> Option<Draft> {
    use ErrorKind as E;
    let begins = matches!(
        kind,
        E::ExpectedBlockMappingKey
            | E::ExpectedBlockSequenceEntry
            | E::InvalidIndentation
            | E::MappingKeyNotAllowed
            | E::SimpleKeyExpected
            | E::MappingValueNotAllowed
    );
    let line = spot.line(spot.at);
    let draft = || dash(spot, &line).or_else(|| number(spot, &line)).or_else(|| spaces(spot, &line));
    if begins { draft().or_else(|| too_far(spot, kind, &line)) } else { None }
}

/// The finding about a line that is indented with spaces that are none to YAML.
pub(super) fn full_width_spaces(place: &Place, spaces: &str) -> Draft {
    let mended: String = spaces.chars().map(|c| if c == SPACES[0] { "  " } else { " " }).collect();
    error("full-width", place, "缩进用了全角空格", "the line is indented with full-width spaces")
        .help("用半角空格缩进", "indent with plain spaces")
        .fix(place, mended)
}

/// The spaces before a text that are none to YAML.
pub(super) fn odd_spaces(text: &str) -> &str {
    let end = text.find(|c| !SPACES.contains(&c) && c != ' ').unwrap_or(text.len());
    let spaces = &text[..end];
    if spaces.contains(SPACES) { spaces } else { "" }
}

fn spaces(spot: &Spot<'_>, line: &Range<usize>) -> Option<Draft> {
    let odd = odd_spaces(&spot.text[line.clone()]);
    (!odd.is_empty()).then(|| full_width_spaces(&spot.place(line.start..line.start + odd.len()), odd))
}

/// `-步骤: 登记` and `－ 步骤: 登记`.
fn dash(spot: &Spot<'_>, line: &Range<usize>) -> Option<Draft> {
    let text = &spot.text[line.clone()];
    let start = line.start + indentation(text).len();
    let rest = &spot.text[start..line.end];
    if let Some(after) = rest.strip_prefix('-') {
        let place = spot.place(start..start + 1);
        let tight = after.starts_with(|c: char| c != '-' && !c.is_whitespace());
        let draft = error("no-space", &place, "短横后面缺少空格", "a space is missing after the dash");
        return tight.then(|| draft.help("写成 `- 键: 值`", "write `- key: value`").fix(&place, "- "));
    }
    let first = rest.chars().next().filter(|c| DASHES.contains(c))?;
    let after = &rest[first.len_utf8()..];
    let blank = after.len() - after.trim_start().len();
    let place = spot.place(start..start + first.len_utf8() + blank);
    let (zh, en) = (format!("列表的一项不能以“{first}”开头"), format!("an item can't begin with `{first}`"));
    let help = ("列表的每一项以半角的 `- ` 开头", "each item of a list begins with `- `");
    Some(error("full-width", &place, zh, en).help(help.0, help.1).fix(&place, "- "))
}

/// `1. 步骤: 登记`.
fn number(spot: &Spot<'_>, line: &Range<usize>) -> Option<Draft> {
    let start = line.start + indentation(&spot.text[line.clone()]).len();
    let rest = &spot.text[start..line.end];
    let of_number = |c: char| c.is_ascii_digit() || "一二三四五六七八九十（(".contains(c);
    let digits = rest.find(|c| !of_number(c)).filter(|end| *end > 0)?;
    let sign = rest[digits..].chars().next().filter(|c| ".、．)）".contains(*c))?;
    let place = spot.place(start..start + digits + sign.len_utf8());
    let draft = error(
        "indentation",
        &place,
        "这一行以编号开头，和前面的对不上",
        "this line begins with a number, unlike those before it",
    );
    Some(
        draft.help(
            "列表的每一项以 `- ` 开头，不写编号",
            "each item of a list begins with `- `, without a number",
        ),
    )
}

/// A key that stands further to the right than the one before it, which has a value already.
fn too_far(spot: &Spot<'_>, kind: &ErrorKind, line: &Range<usize>) -> Option<Draft> {
    let text = &spot.text[line.clone()];
    let key = text.get(..spot.at.checked_sub(line.start)?)?;
    let is_first =
        *kind == ErrorKind::MappingValueNotAllowed && !key.contains(": ") && !key.contains(['"', '\'']);
    let mut before = spot.text[..line.start].lines().rev();
    let before = before.find(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'))?;
    let content = before.trim_start().trim_start_matches("- ");
    let column = before.len() - content.len();
    let (_, value) = content.split_once(": ")?;
    let has_text =
        !value.trim().is_empty() && !value.trim_start().starts_with(['"', '\'', '[', '{', '|', '>', '&']);
    let indent = indentation(text);
    if !is_first || !has_text || indent.len() <= column {
        return None;
    }
    let place = spot.place(line.start..line.start + indent.len());
    let key = spot.place(line.start + indent.len()..spot.at);
    let draft = error("indentation", &key, "这一行缩进得太深", "this line is indented too far");
    Some(
        draft
            .help("同一层的行要从同一列开始", "lines of one level begin in the same column")
            .fix(&place, " ".repeat(column)),
    )
}

/// `<<<<<<< HEAD`, which a merge of two versions leaves behind where they differ, and where the last of its
/// lines begins.
pub(super) fn left_by_a_merge(spot: &Spot<'_>) -> Option<(Draft, usize)> {
    let (mut start, mut first) = (0, None);
    for line in spot.text.split_inclusive('\n') {
        let is_end = line.starts_with(">>>>>>> ");
        if is_end || line.starts_with("<<<<<<< ") {
            let first = first.get_or_insert_with(|| spot.place(start..start + line.trim_end().len()));
            if is_end {
                return Some((merge(first), start));
            }
        }
        start += line.len();
    }
    first.map(|first| (merge(&first), spot.text.len()))
}

fn merge(place: &Place) -> Draft {
    error("bad-yaml", place, "这里留着两个版本合并时的记号", "a merge of two versions left its marks here")
        .help(
            "留下要的那一份，删掉 `<<<<<<<`、`=======`、`>>>>>>>` 这几行",
            "keep the version that counts, and delete the lines `<<<<<<<`, `=======` and `>>>>>>>`",
        )
}
