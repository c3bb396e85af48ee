//! Text inside SVG and HTML.

use std::fmt::Write as _;

/// A text in which nothing is read as markup.
pub(crate) fn safe(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            // XML has no way to say these at all.
            '\u{FFFE}' | '\u{FFFF}' => safe.push('\u{FFFD}'),
            c if c.is_control() && !matches!(c, '\n' | '\t') => safe.push('\u{FFFD}'),
            c => safe.push(c),
        }
    }
    safe
}

/// A number of pixels, as short as it can be said.
pub(crate) fn px(number: f64) -> String {
    let mut text = String::new();
    let _ = write!(text, "{number:.1}");
    text.trim_end_matches(".0").to_owned()
}

/// How wide a text is at a size, about: a Chinese character is as wide as it is high.
pub(crate) fn width(text: &str, size: f64) -> f64 {
    use unicode_width::UnicodeWidthChar as _;
    text.chars().map(|c| if c.width() == Some(2) { size } else { size * 0.56 }).sum()
}

/// A text cut to a width, with `…` where something is missing.
pub(crate) fn fit(text: &str, size: f64, room: f64) -> String {
    if width(text, size) <= room {
        return text.to_owned();
    }
    let mut kept = String::new();
    for c in text.chars() {
        kept.push(c);
        if width(&kept, size) + size > room {
            kept.pop();
            break;
        }
    }
    if kept.is_empty() { kept } else { format!("{}…", kept.trim_end()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_a_person_wrote_is_read_as_markup() {
        assert_eq!(safe("<b a=\"1\">&'\u{0}\u{FFFF}"), "&lt;b a=&quot;1&quot;&gt;&amp;&#39;\u{FFFD}\u{FFFD}");
    }

    #[test]
    fn a_text_that_fits_stays_and_a_longer_one_says_that_it_goes_on() {
        assert_eq!(fit("首次响应", 10.0, 40.0), "首次响应");
        assert_eq!(fit("首次响应吗", 10.0, 40.0), "首次响…");
        assert_eq!(fit("首次响应", 10.0, 5.0), "");
    }
}
