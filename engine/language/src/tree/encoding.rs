//! Bytes to text: UTF-8, with or without a BOM. Another encoding is refused by its name.

use crate::findings::{Draft, Findings, error};
use steward_model::{File, Place};

const BOM: &[u8] = &[0xEF, 0xBB, 0xBF];

/// The text of a file behind its BOM.
pub(super) fn text<'a>(file: &'a File, findings: &Findings) -> Option<&'a str> {
    let bytes = file.bytes.strip_prefix(BOM).unwrap_or(&file.bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) if !is_wide(bytes) => {
            let Some((at, odd)) = text.char_indices().find(|(_, c)| is_invisible(*c)) else {
                return Some(text);
            };
            let start = at + (file.bytes.len() - bytes.len());
            let place = Place { file: file.path.clone(), start, end: start + odd.len_utf8() };
            findings.add(invisible(odd, &place));
            return None;
        }
        _ => {}
    }
    let (zh, en) = match foreign_name(&file.bytes) {
        Some(name) => (format!("这个文件的编码是 {name}"), format!("this file is written in {name}")),
        None => ("这个文件的编码不是 UTF-8".to_owned(), "this file is not written in UTF-8".to_owned()),
    };
    findings.add(
        error(
            "not-utf8",
            &Place::top_of(&*file.path),
            format!("{zh}，手册只读 UTF-8"),
            format!("{en}; a handbook is read as UTF-8"),
        )
        .help(
            "在编辑器里“另存为”，编码选 UTF-8",
            "save it again with the encoding UTF-8 (\"save as\" in most editors)",
        ),
    );
    None
}

/// Whether a sign is no part of any text: what a terminal or a broken copy left behind.
fn is_invisible(c: char) -> bool {
    c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{85}')
}

fn invisible(odd: char, place: &Place) -> Draft {
    let code = format!("U+{:04X}", u32::from(odd));
    error(
        "control-character",
        place,
        format!("这里有一个看不见的控制字符（{code}）"),
        format!("an invisible control character ({code}) stands here"),
    )
    .help("删掉它；选不中时把这一行重新输入一遍", "delete it; where that can't be done, write the line anew")
    .fix(place, "")
}

/// What bytes that are not UTF-8 most likely are.
fn foreign_name(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..] => Some("UTF-32"),
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => Some("UTF-16"),
        _ if is_wide(bytes) => Some("UTF-16"),
        _ if is_gbk(bytes) => Some("GBK"),
        _ => None,
    }
}

/// Whether every second byte of most of a text is nought, as UTF-16 has Latin letters.
fn is_wide(bytes: &[u8]) -> bool {
    bytes.iter().filter(|&&byte| byte == 0).count() * 4 > bytes.len()
}

/// Whether every byte beyond ASCII belongs to a pair (or a four of GB 18030).
fn is_gbk(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    loop {
        rest = match rest {
            [] => return true,
            [0..=0x7F, rest @ ..] => rest,
            [0x81..=0xFE, 0x40..=0x7E | 0x80..=0xFE, rest @ ..] => rest,
            [0x81..=0xFE, 0x30..=0x39, 0x81..=0xFE, 0x30..=0x39, rest @ ..] => rest,
            _ => return false,
        };
    }
}
