//! A scalar whose words were put into English after it was read: places inside it are still those of
//! the file.

use super::Scalar;
use std::ops::Range;

/// A stretch of a text, and where it stands in what was written.
#[derive(Clone, Debug)]
pub(super) struct Stretch {
    now: Range<usize>,
    written: Range<usize>,
}

impl Scalar {
    /// Puts other words into the text, each in the place of a stretch; the stretches stand in order
    /// and do not overlap.
    pub(crate) fn rewrite(&mut self, words: &[(Range<usize>, &str)]) {
        let mut text = String::with_capacity(self.text.len());
        let mut done = 0;
        for (written, word) in words {
            text.push_str(&self.text[done..written.start]);
            let start = text.len();
            text.push_str(word);
            self.rewritten.push(Stretch { now: start..text.len(), written: written.clone() });
            done = written.end;
        }
        text.push_str(&self.text[done..]);
        self.text = text;
    }
}

/// Where a stretch of the text stands in what was written. Part of a word stands where the word does.
pub(super) fn as_written(stretches: &[Stretch], start: usize, end: usize) -> (usize, usize) {
    let find = |at: usize, is_end: bool| {
        let mut moved = at;
        for Stretch { now, written } in stretches {
            let inside =
                if is_end { now.start < at && at < now.end } else { now.start <= at && at < now.end };
            if inside {
                return if is_end { written.end } else { written.start };
            }
            if now.end <= at {
                moved = at - now.end + written.end;
            }
        }
        moved
    };
    (find(start, false), find(end, true).max(find(start, false)))
}
