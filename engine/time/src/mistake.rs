//! What is wrong with a short text a manager wrote, in both languages, and the way out.

use std::fmt;

/// Why a written value could not be read.
///
/// `zh` and `en` say the same: what is wrong and what would be right. `suggestion` is a text that
/// would have been read, where one can be guessed; it can stand in the place of what was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// For a reader of Chinese.
    pub zh: String,
    /// For a reader of English.
    pub en: String,
    /// What to write in its place, where that can be guessed.
    pub suggestion: Option<String>,
}

impl Mistake {
    pub(crate) fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into(), suggestion: None }
    }

    pub(crate) fn suggest(mut self, text: impl Into<String>) -> Self {
        self.suggestion = Some(text.into());
        self
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.en)
    }
}

impl std::error::Error for Mistake {}

/// Digits and punctuation that a Chinese keyboard writes full-width, as plain ones.
pub(crate) fn half_width(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{3000}' => ' ',
            '０'..='９' | '：' | '．' | '＋' | '－' => {
                // The full-width forms lie at a fixed distance from the plain ones.
                char::from_u32(c as u32 - 0xFEE0).unwrap_or(c)
            }
            _ => c,
        })
        .collect()
}
