//! Slips that YAML reads as something else: a key without a value, a key twice, an empty item.

use super::{Entry, Kind, Node, Scalar, quote};
use crate::findings::{Draft, error};
use steward_model::Place;

/// An item that is empty; `place` is its dash, or where it should stand.
pub(super) fn nothing_listed(place: &Place) -> Draft {
    error("no-value", place, "列表里有一项是空的", "an item of the list is empty")
        .help("写上内容，或去掉这一项", "write it, or leave the item out")
}

/// The text of the file, for findings that show the mended line.
pub(super) struct Written<'a> {
    pub(super) text: &'a str,
    pub(super) bom: usize,
}

impl Written<'_> {
    /// A key stands without a value: in braces mostly because a comma cut a text (`before` is the
    /// entry in front of it there), a colon is full-width, or a field in braces lacks its quotes.
    /// Says so, and what to take the entry for; `None` where it is no entry at all.
    pub(super) fn no_value(&self, entry: Entry, before: Option<&Entry>) -> (Draft, Option<Entry>) {
        let (key, place) = (&entry.key, &entry.key_place);
        if let Some((word, rest)) = key.split_once('：') {
            let (word, rest) = (word.to_owned(), rest.trim_start().to_owned());
            let colon = place.start + word.len();
            let colon = Place { start: colon, end: colon + '：'.len_utf8(), ..place.clone() };
            let draft =
                error("full-width", &colon, "键后面是全角冒号", "a full-width colon stands after the key")
                    .fix(place, format!("{word}: {rest}"));
            let scalar =
                Scalar { text: rest, quoted: false, listed: false, verbatim: None, rewritten: Vec::new() };
            let value = Node { place: place.clone(), kind: Kind::Scalar(scalar) };
            return (draft, Some(Entry { key: word, key_place: entry.key_place, value }));
        }
        let draft = error("no-value", place, format!("`{key}` 没有值"), format!("`{key}` has no value"));
        if let Some(range) = self.around(place) {
            let whole =
                Place { file: place.file.clone(), start: range.start + self.bom, end: range.end + self.bom };
            let draft = draft
                .help("花括号里的字段要加引号", "a field in braces is written in quotes")
                .fix(&whole, quote(&format!("{{{key}}}")));
            return (draft, Some(entry));
        }
        let cut = before.and_then(|entry| match &entry.value.kind {
            Kind::Scalar(scalar) if !scalar.quoted => Some(&entry.value.place),
            _ => None,
        });
        match cut.map(|value| Place { end: place.end, ..value.clone() }) {
            Some(whole) => {
                let text = &self.text[whole.start - self.bom..whole.end - self.bom];
                let draft = draft
                    .help(
                        "在 `{ }` 里，逗号会结束一段文字；把整段文字加上引号",
                        "inside `{ }` a comma ends a text; put the whole text in quotes",
                    )
                    .fix(&whole, quote(text));
                (draft, None)
            }
            None => {
                let draft = draft.help(
                    format!("在 `{key}:` 后面写上值，或删掉这一行"),
                    format!("write a value after `{key}:`, or leave it out"),
                );
                (draft, Some(entry))
            }
        }
    }

    /// The braces right around a place: `{department}`.
    pub(super) fn around(&self, place: &Place) -> Option<std::ops::Range<usize>> {
        let (start, end) = (place.start.checked_sub(self.bom + 1)?, place.end - self.bom + 1);
        let written = self.text.get(start..end)?;
        (written.starts_with('{') && written.ends_with('}')).then_some(start..end)
    }
}

/// The finding about a key that stands in a map twice.
pub(crate) fn twice(key: &str, place: &Place, first: &Place) -> Draft {
    error("duplicate-key", place, format!("`{key}` 写了两次"), format!("`{key}` stands here twice"))
        .also(first, "第一次在这里", "the first is here")
        .help("合成一个，或删掉其中一个", "make one of the two, or leave one out")
}
