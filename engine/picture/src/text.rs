//! How wide a text is in print, and where its lines break.
//!
//! Nobody knows the reader's fonts, so widths are those of common sans-serif faces, a little
//! generous: a Chinese character is as wide as it is high, a Latin letter about half that.

use unicode_width::UnicodeWidthChar as _;

/// Hundredths of the font's size that a character takes.
fn hundredths(letter: char) -> i32 {
    match letter {
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | ' ' => 30,
        'f' | 't' | 'r' | '-' | '(' | ')' | '/' | 'I' => 38,
        // A Chinese font draws these as wide as a character.
        '“' | '”' | '‘' | '’' | '…' | '—' | '·' | '⏱' | '↺' => 100,
        'm' | 'w' | 'M' | 'W' | '%' => 90,
        'A'..='Z' | '<' | '>' | '=' | '+' => 70,
        _ => match letter.width() {
            Some(0) | None => 0,
            Some(1) => 58,
            Some(_) => 100,
        },
    }
}

/// How wide a text is at a font size, in the same unit.
pub(crate) fn width(text: &str, size: i32) -> i32 {
    let sum: i32 = text.chars().map(hundredths).sum();
    // Up, so that a text never claims less than it takes.
    (sum * size + 99) / 100
}

/// A text in lines no wider than `most`. Latin words stay whole unless one alone is too wide: it breaks
/// after a hyphen, a dot or the like where there is one. Chinese breaks anywhere but before closing and
/// after opening punctuation. Where the last line would be left with a character or two, all are a
/// little shorter.
pub(crate) fn wrap(text: &str, size: i32, most: i32) -> Vec<String> {
    let lines = fill(text, size, most);
    let left_alone =
        |lines: &[String]| lines.len() > 1 && lines.last().is_some_and(|last| width(last, size) <= 2 * size);
    if !left_alone(&lines) {
        return lines;
    }
    let least = longest_word(text, size).min(most);
    let shorter = (least..most).rev().map(|most| fill(text, size, most));
    let as_few = shorter.take_while(|shorter| shorter.len() == lines.len());
    as_few.into_iter().find(|shorter| !left_alone(shorter)).unwrap_or(lines)
}

/// A text in lines as full as they can be.
fn fill(text: &str, size: i32, most: i32) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let pieces = pieces(text).into_iter().flat_map(|piece| match width(piece.trim_end(), size) <= most {
        true => vec![piece],
        false => piece.split_inclusive(['-', '.', '_', '/']).map(str::to_owned).collect(),
    });
    for piece in pieces {
        let fits = width(line.trim_start(), size) + width(piece.trim_end(), size) <= most;
        if !fits && !line.trim().is_empty() {
            lines.push(line.trim().to_owned());
            line.clear();
        }
        if width(&piece, size) <= most {
            line.push_str(&piece);
            continue;
        }
        for letter in piece.chars() {
            if width(&line, size) + width(letter.encode_utf8(&mut [0; 4]), size) > most && !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            line.push(letter);
        }
    }
    if !line.trim().is_empty() {
        lines.push(line.trim().to_owned());
    }
    lines
}

/// How wide the widest stretch of a text is that a line may not break inside.
pub(crate) fn longest_word(text: &str, size: i32) -> i32 {
    pieces(text).iter().map(|piece| width(piece.trim_end(), size)).max().unwrap_or(0)
}

/// Like [`wrap`], in at most so many lines; what is left out is an ellipsis.
pub(crate) fn wrap_within(text: &str, size: i32, most: i32, lines: usize) -> Vec<String> {
    let mut wrapped = wrap(text, size, most);
    if wrapped.len() > lines {
        wrapped.truncate(lines);
        if let Some(last) = wrapped.last_mut() {
            while width(last, size) + width("…", size) > most && last.pop().is_some() {}
            while last.ends_with(['、', '，', ',', ' ', '；', ';']) {
                last.pop();
            }
            last.push('…');
        }
    }
    wrapped
}

/// The stretches a line may not break inside.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut before: Option<char> = None;
    for letter in text.chars() {
        let breaks = before.is_none_or(|before| may_break(before, letter));
        match pieces.last_mut() {
            Some(piece) if !breaks => piece.push(letter),
            _ => pieces.push(letter.to_string()),
        }
        before = Some(letter);
    }
    pieces
}

fn may_break(before: char, after: char) -> bool {
    let closing = |letter| "，。、；：！？”’）》】〉…·,.;:!?)]%".contains(letter);
    let opening = |letter| "“‘（《【〈([".contains(letter);
    let wide = |letter: char| letter.width() == Some(2);
    if closing(after) || opening(before) || after == ' ' {
        return false;
    }
    before == ' ' || wide(before) || wide(after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chinese_character_is_as_wide_as_it_is_high_and_a_latin_letter_about_half() {
        assert_eq!(width("投诉处理", 10), 40);
        assert!((45..=70).contains(&width("complaints", 10)), "{}", width("complaints", 10));
    }

    #[test]
    fn no_line_is_wider_than_asked_and_nothing_is_lost() {
        for text in [
            "投诉与建议处理，请在三十分钟内响应（含夜间）",
            "Record the complaint and reassure",
            "averyveryverylongword",
            "30分钟 · desk 时间",
        ] {
            for most in [40, 60, 100, 200] {
                let lines = wrap(text, 10, most);
                assert!(lines.iter().all(|line| width(line, 10) <= most), "{most}: {lines:?}");
                let without_spaces = |text: &str| text.replace(' ', "");
                assert_eq!(without_spaces(&lines.concat()), without_spaces(text));
            }
        }
    }

    #[test]
    fn a_line_never_begins_with_closing_punctuation() {
        let lines = wrap("投诉处理，建议处理。回访（满意）", 10, 40);
        assert!(lines.iter().all(|line| !line.starts_with(['，', '。', '）'])), "{lines:?}");
    }

    #[test]
    fn words_of_a_latin_text_stay_whole() {
        assert_eq!(wrap("Facts and plan", 10, 45), ["Facts", "and plan"]);
    }

    #[test]
    fn a_word_too_wide_breaks_after_a_dot_or_a_hyphen_where_it_has_one() {
        assert_eq!(wrap("app.repair-requested", 10, 80), ["app.repair-", "requested"]);
    }

    #[test]
    fn no_character_is_left_alone_on_the_last_line() {
        assert_eq!(wrap("“收回”有不合格", 10, 75), ["“收回”有", "不合格"]);
        assert_eq!(wrap("每个工作日 08:00", 10, 60), ["每个工作日", "08:00"]);
        // There is no better way to break it.
        assert_eq!(wrap("三字 b", 10, 20), ["三字", "b"]);
    }

    #[test]
    fn what_does_not_fit_ends_in_an_ellipsis() {
        assert_eq!(wrap_within("投诉人、渠道、投诉事项、照片", 10, 60, 1), ["投诉人、渠…"]);
    }
}
