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
    /// Says so, and what to take the entry for; nothing where it is no entry at all.
    pub(super) fn no_value(&self, entry: Entry, before: Option<&Entry>) -> (Draft, Vec<Entry>) {
        let (key, place) = (&entry.key, &entry.key_place);
        if self.text.get(place.start - self.bom..place.end - self.bom) == Some(key.as_str())
            && let Some((colon, mended, entries)) = full_width_entries(key, place)
        {
            let draft =
                error("full-width", &colon, "键后面是全角冒号", "a full-width colon stands after the key")
                    .fix(place, mended);
            return (draft, entries);
        }
        let draft = error("no-value", place, format!("`{key}` 没有值"), format!("`{key}` has no value"));
        if let Some(range) = self.around(place) {
            let whole =
                Place { file: place.file.clone(), start: range.start + self.bom, end: range.end + self.bom };
            let draft = draft
                .help("花括号里的字段要加引号", "a field in braces is written in quotes")
                .fix(&whole, quote(&format!("{{{key}}}")));
            return (draft, vec![entry]);
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
                (draft, Vec::new())
            }
            None => {
                let draft = draft.help(
                    format!("在 `{key}:` 后面写上值，或删掉这一行"),
                    format!("write a value after `{key}:`, or leave it out"),
                );
                (draft, vec![entry])
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

/// `类型：文字，必填：是` in braces, as the entries it was meant as: the first colon, the whole as it should be
/// written, and each key with its value where they stand. `None` where it has no such colon.
fn full_width_entries(text: &str, place: &Place) -> Option<(Place, String, Vec<Entry>)> {
    let within = |start: usize, end: usize| Place {
        start: place.start + start,
        end: place.start + end,
        ..place.clone()
    };
    let first = text.find('：').filter(|at| *at > 0)?;
    // A comma parts entries where every part is one; else it belongs to the text.
    let commas = text.split('，').all(|part| part.contains('：'));
    let parts: Vec<&str> = if commas { text.split('，').collect() } else { vec![text] };
    let (mut entries, mut mended, mut at) = (Vec::new(), Vec::new(), 0);
    for part in parts {
        let (key, value) = part.split_once('：')?;
        let start = at + part.len() - value.len();
        let blank = value.len() - value.trim_start().len();
        let key_start = at + key.len() - key.trim_start().len();
        let (key, value) = (key.trim(), value.trim());
        mended.push(format!("{key}: {value}"));
        let value_place = within(start + blank, start + blank + value.len());
        let scalar = Scalar::meant(value.to_owned(), false, Some(value_place.start));
        entries.push(Entry {
            key: key.to_owned(),
            key_place: within(key_start, key_start + key.len()),
            value: Node { place: value_place, kind: Kind::Scalar(scalar) },
        });
        at += part.len() + '，'.len_utf8();
    }
    Some((within(first, first + '：'.len_utf8()), mended.join(", "), entries))
}

/// The finding about a key that stands in a map twice.
pub(crate) fn twice(key: &str, place: &Place, first: &Place) -> Draft {
    error("duplicate-key", place, format!("`{key}` 写了两次"), format!("`{key}` stands here twice"))
        .also(first, "第一次在这里", "the first is here")
        .help("合成一个，或删掉其中一个", "make one of the two, or leave one out")
}
