//! What the other side said, as it may be shown: one line, short, and without anyone's address or
//! number, which servers like to repeat.

use steward_model::private::mask;

/// More than this of an answer is not shown.
const LONGEST_QUOTE: usize = 200;

/// So many digits in a row, with what people write between them, may be somebody's number.
const NUMBER_DIGITS: usize = 7;

/// The text with every mail address and long number masked.
pub(crate) fn quote(said: &str) -> String {
    let mut shown = String::new();
    for part in one_line(said).split_inclusive(ends_a_word) {
        let word = part.strip_suffix(ends_a_word).unwrap_or(part);
        let end = &part[word.len()..];
        if word.contains('@') {
            shown.push_str(&mask(word.trim_end_matches('.')));
        } else {
            shown.push_str(word);
        }
        shown.push_str(end);
    }
    let mut shown = numbers_masked(&shown);
    if let Some((end, _)) = shown.char_indices().nth(LONGEST_QUOTE) {
        shown.truncate(end);
        shown.push('…');
    }
    shown
}

fn ends_a_word(c: char) -> bool {
    c == ' ' || "<>()[]{},;:\"'|=（），；：“”。".contains(c)
}

/// A text on one line: what people wrote with line ends or control characters in it.
pub(crate) fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_control() || c.is_whitespace())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn numbers_masked(text: &str) -> String {
    let mut shown = String::new();
    let mut rest = text;
    while let Some(digit) = rest.find(|c: char| c.is_ascii_digit()) {
        let start = rest[..digit].strip_suffix('+').map_or(digit, str::len);
        let run = &rest[start..];
        let end = run.find(|c: char| !(c.is_ascii_digit() || "+- ".contains(c))).unwrap_or(run.len());
        let run = run[..end].trim_end_matches(|c: char| !c.is_ascii_digit());
        shown.push_str(&rest[..start]);
        if run.chars().filter(char::is_ascii_digit).count() >= NUMBER_DIGITS {
            shown.push_str(&mask(run));
        } else {
            shown.push_str(run);
        }
        rest = &rest[start + run.len()..];
    }
    shown.push_str(rest);
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(said: &str, shown: &str) {
        assert_eq!(quote(said), shown);
    }

    #[test]
    fn an_address_that_a_server_repeats_is_masked() {
        check("5.1.1 <wang.li@example.com>: no such user", "5.1.1 <w***@example.com>: no such user");
        check("unknown user wang.li@example.com.", "unknown user w***@example.com");
        check("root@localhost refused", "**** refused");
        check("收件人：wang.li@example.com。不存在", "收件人：w***@example.com。不存在");
    }

    #[test]
    fn a_number_that_a_server_repeats_is_masked_however_it_is_written() {
        check("13800001234触发天级流控", "138****1234触发天级流控");
        check("call +86 138-0000-1234 now", "call 138****1234 now");
        check("138 0000 1234", "138****1234");
    }

    #[test]
    fn codes_and_times_stay() {
        check("4.7.0 try again in 300 seconds", "4.7.0 try again in 300 seconds");
    }

    #[test]
    fn an_answer_is_shown_short_and_on_one_line() {
        check("first\r\nsecond\u{7}", "first second");
        assert_eq!(quote(&"长".repeat(500)).chars().count(), LONGEST_QUOTE + 1);
    }
}
