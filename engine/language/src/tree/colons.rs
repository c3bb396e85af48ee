//! Colons that are none to YAML: `标题：投诉` and `title:投诉` are text, over as many lines as are written so.

use super::Node;
use crate::findings::{Draft, error};
use std::ops::Range;
use steward_model::Place;

/// The colon behind the first word of a line that is full-width or lacks its space.
pub(super) fn in_line(line: &str) -> Option<Range<usize>> {
    let key = line.trim_start().trim_start_matches("- ");
    let start = line.len() - key.len();
    let colon = key.find(['：', ':'])?;
    let after = &key[colon..];
    let slip = after.starts_with('：') || after[1..].starts_with(|c: char| !c.is_whitespace());
    let word = colon > 0 && !key[..colon].contains([' ', '"', '\'', '{', '[', '#']);
    let length = if after.starts_with('：') { '：'.len_utf8() } else { 1 };
    (slip && word).then(|| start + colon..start + colon + length)
}

/// Those of a text whose every line is written so, or is none of its own.
pub(super) fn in_text(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let colon = in_line(line).map(|colon| start + colon.start..start + colon.end);
        if start == 0 && colon.is_none() {
            return found;
        }
        found.extend(colon);
        start += line.len();
    }
    found
}

/// The finding about such a colon, which stands at a place.
pub(super) fn finding(place: &Place) -> Draft {
    let (code, zh, en) = match place.end - place.start {
        1 => ("no-space", "冒号后面缺少空格", "a space is missing after the colon"),
        _ => ("full-width", "键后面是全角冒号", "a full-width colon stands after the key"),
    };
    error(code, place, zh, en).fix(place, ": ").help("写成 `键: 值`", "write `key: value`")
}

impl Node {
    /// The findings about a text that was meant as keys and values; none where it is a text indeed.
    pub(crate) fn meant_as_keys(&self) -> Vec<Draft> {
        match &self.kind {
            super::Kind::Scalar(scalar) => scalar.colons.iter().map(finding).collect(),
            _ => Vec::new(),
        }
    }
}
