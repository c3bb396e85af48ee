//! Bytes to text: UTF-8, with or without a BOM. Another encoding is refused by its name.

use crate::findings::{Findings, error};
use steward_model::{File, Place};

const UTF_16: (&str, &str) = ("UTF-16", "UTF-16");

const BOM: &[u8] = &[0xEF, 0xBB, 0xBF];

/// The text of a file behind its BOM.
pub(super) fn text<'a>(file: &'a File, findings: &Findings) -> Option<&'a str> {
    let bytes = file.bytes.strip_prefix(BOM).unwrap_or(&file.bytes);
    let (place, (zh, en)) = match std::str::from_utf8(bytes) {
        Ok(text) if !text.contains('\0') => return Some(text),
        Ok(text) => {
            let at = text.find('\0').unwrap_or_default() + (file.bytes.len() - bytes.len());
            (Place { file: file.path.clone(), start: at, end: at + 1 }, UTF_16)
        }
        Err(_) => (Place::top_of(&*file.path), foreign_name(&file.bytes)),
    };
    findings.add(
        error(
            "not-utf8",
            &place,
            format!("这个文件的编码是 {zh}，手册只读 UTF-8"),
            format!("this file is written in {en}; a handbook is read as UTF-8"),
        )
        .help(
            "在编辑器里“另存为”，编码选 UTF-8",
            "save it again with the encoding UTF-8 (\"save as\" in most editors)",
        ),
    );
    None
}

/// What bytes that are not UTF-8 most likely are.
fn foreign_name(bytes: &[u8]) -> (&'static str, &'static str) {
    match bytes {
        [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..] => ("UTF-32", "UTF-32"),
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => UTF_16,
        _ if bytes.iter().filter(|&&byte| byte == 0).count() * 4 > bytes.len() => UTF_16,
        _ if is_gbk(bytes) => ("GBK（GB 18030）", "GBK (GB 18030)"),
        _ => ("另一种编码", "another encoding"),
    }
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
