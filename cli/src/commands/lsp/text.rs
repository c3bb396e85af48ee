//! Positions as editors count them: lines from 0, columns in units of UTF-16 or, where an editor
//! offers it, in bytes. The program counts bytes of the file.

use lsp_types::{Position, PositionEncodingKind, Range};
use steward_model::{File, Place};

/// In what columns are counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Columns {
    Utf8,
    Utf16,
}

impl Columns {
    /// Bytes where the editor offers them, otherwise what every editor counts in.
    pub(super) fn agreed(offered: Option<&[PositionEncodingKind]>) -> Self {
        let utf8 = offered.is_some_and(|kinds| kinds.contains(&PositionEncodingKind::UTF8));
        if utf8 { Self::Utf8 } else { Self::Utf16 }
    }

    pub(super) fn kind(self) -> PositionEncodingKind {
        match self {
            Self::Utf8 => PositionEncodingKind::UTF8,
            Self::Utf16 => PositionEncodingKind::UTF16,
        }
    }

    /// The byte at a position; the nearest one before it where the position is none of the file.
    pub(super) fn offset(self, file: &File, position: Position) -> usize {
        let mut start = 0;
        for _ in 0..position.line {
            match file.bytes[start..].iter().position(|byte| *byte == b'\n') {
                Some(end) => start += end + 1,
                None => return file.bytes.len(),
            }
        }
        let length = file.bytes[start..].iter().position(|byte| *byte == b'\n');
        let line = &file.bytes[start..length.map_or(file.bytes.len(), |length| start + length)];
        let line = String::from_utf8_lossy(line);
        let wanted = position.character as usize;
        let mut passed = 0;
        for (at, letter) in line.char_indices() {
            if passed >= wanted {
                return start + at;
            }
            passed += self.width(letter);
        }
        start + line.len()
    }

    /// The position of a byte.
    pub(super) fn position(self, file: &File, offset: usize) -> Position {
        let before = &file.bytes[..offset.min(file.bytes.len())];
        let line = before.iter().filter(|byte| **byte == b'\n').count();
        let start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        let text = String::from_utf8_lossy(&before[start..]);
        let character: usize = text.chars().map(|letter| self.width(letter)).sum();
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        Position { line: number(line), character: number(character) }
    }

    /// The stretch of a place.
    pub(super) fn range(self, file: &File, place: &Place) -> Range {
        Range { start: self.position(file, place.start), end: self.position(file, place.end) }
    }

    fn width(self, letter: char) -> usize {
        match self {
            Self::Utf8 => letter.len_utf8(),
            Self::Utf16 => letter.len_utf16(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    #[test]
    fn there_and_back_is_the_same_byte_in_chinese_too() {
        let text = "步骤:\n  - 步骤: 登记😀x\n";
        let file = File { path: "workflows/w.yaml".into(), bytes: Arc::from(text.as_bytes()) };
        for columns in [Columns::Utf8, Columns::Utf16] {
            for (offset, _) in text.char_indices().chain([(text.len(), ' ')]) {
                let position = columns.position(&file, offset);
                assert_eq!(columns.offset(&file, position), offset, "{columns:?} {position:?}");
            }
        }
        let x = text.find('x').expect("there");
        assert_eq!(Columns::Utf16.position(&file, x), Position { line: 1, character: 12 });
        assert_eq!(Columns::Utf8.position(&file, x), Position { line: 1, character: 22 });
        let beyond = Position { line: 9, character: 9 };
        assert_eq!(Columns::Utf16.offset(&file, beyond), text.len());
    }
}
