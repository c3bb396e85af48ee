//! Full-width punctuation where the language reads half-width: `：，【】“”％（）` in a key, a name, a
//! list of names or a guard. Chinese input methods produce it unasked, and on a screen the two look
//! alike; so it is never guessed at, and the finding shows the mended line.

use crate::findings::{Draft, error};
use steward_model::Place;

/// Each sign with the one that was meant.
const SIGNS: [(char, char); 16] = [
    ('：', ':'),
    ('，', ','),
    ('、', ','),
    ('；', ';'),
    ('【', '['),
    ('】', ']'),
    ('（', '('),
    ('）', ')'),
    ('“', '"'),
    ('”', '"'),
    ('‘', '\''),
    ('’', '\''),
    ('％', '%'),
    ('＝', '='),
    ('＜', '<'),
    ('＞', '>'),
];

/// The text with half-width punctuation; `None` when it has none but that.
pub(crate) fn mended(text: &str) -> Option<String> {
    if !text.contains(|c| half(c).is_some()) {
        return None;
    }
    let mut mended = String::with_capacity(text.len());
    for c in text.chars() {
        let Some(half) = half(c) else {
            mended.push(c);
            continue;
        };
        mended.push(half);
        // `前台，客服` becomes a list that reads like one.
        if matches!(half, ',' | ':' | ';') {
            mended.push(' ');
        }
    }
    Some(mended.replace(",  ", ", ").replace(":  ", ": ").trim_end().to_owned())
}

/// The finding about a text with full-width punctuation.
pub(crate) fn finding(place: &Place, text: &str, mended: String) -> Draft {
    let sign = text.chars().find(|c| half(*c).is_some()).unwrap_or('，');
    let half = half(sign).unwrap_or(',');
    // Where the text stands letter by letter, with quotes or without, the very sign is pointed at.
    let within = text.find(sign).unwrap_or_default();
    let very = match (place.end - place.start).checked_sub(text.len()) {
        Some(quotes @ (0 | 2)) => {
            let start = place.start + within + quotes / 2;
            Place { start, end: start + sign.len_utf8(), ..place.clone() }
        }
        _ => place.clone(),
    };
    error(
        "full-width",
        &very,
        format!("这里的 `{sign}` 是全角符号"),
        format!("`{sign}` is a full-width sign"),
    )
    .help(format!("改用半角的 `{half}`：`{mended}`"), format!("write `{half}`: `{mended}`"))
    .fix(place, mended)
}

fn half(c: char) -> Option<char> {
    SIGNS.iter().find(|(full, _)| *full == c).map(|(_, half)| *half)
}
