//! Reading an amount of time: first into numbers and unit words, then into a [`Span`]. A text that
//! people write but the language does not know is refused with the form that it does.

use super::{Span, SpanError};
use crate::mistake::{Mistake, half_width};

/// No amount is longer: ten years. What is, is a slip of the pen.
const MAX_DAYS: u64 = 3_660;

/// The longest text looked at, in characters; the longest sensible amount has half of them.
const MAX_CHARS: usize = 40;

/// A number and the word after it. Numbers are in halves, because 半小时 and 一个半小时 are read.
struct Amount<'a> {
    halves: u64,
    unit: &'a str,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Workday,
}

/// The unit a word stands for, and whether the language itself knows the word.
fn unit(word: &str) -> Option<(Unit, bool)> {
    let known = |unit| Some((unit, true));
    let meant = |unit| Some((unit, false));
    match word {
        "s" | "秒" | "秒钟" => known(Unit::Second),
        "m" | "分" | "分钟" => known(Unit::Minute),
        "h" | "小时" | "个小时" => known(Unit::Hour),
        "d" | "day" | "days" | "天" => known(Unit::Day),
        "week" | "weeks" | "周" => known(Unit::Week),
        "workday" | "workdays" | "个工作日" | "工作日" => known(Unit::Workday),
        "sec" | "secs" | "second" | "seconds" => meant(Unit::Second),
        "min" | "mins" | "minute" | "minutes" | "分种" => meant(Unit::Minute),
        "hr" | "hrs" | "hour" | "hours" | "个钟" | "个钟头" | "钟头" | "时" => meant(Unit::Hour),
        "日" | "个天" | "个自然日" | "自然日" | "个日历日" | "日历日" => meant(Unit::Day),
        "w" | "wk" | "wks" | "个周" | "个星期" | "星期" | "个礼拜" | "礼拜" => meant(Unit::Week),
        "wd" | "bd" | "work day" | "work days" | "working day" | "working days" | "business day"
        | "business days" | "workingday" | "workingdays" | "个工作天" | "工作天" | "个上班日" => {
            meant(Unit::Workday)
        }
        _ => match word.to_ascii_lowercase() {
            lower if lower != word => unit(&lower).map(|(unit, _)| (unit, false)),
            _ => None,
        },
    }
}

/// See [`Span::parse`].
pub(super) fn read(text: &str) -> Result<Span, SpanError> {
    let plain = half_width(text.trim());
    if plain.is_empty() || plain.chars().count() > MAX_CHARS {
        return Err(unreadable(text));
    }
    if let Some(bare) = bare(&plain) {
        let span = read(bare).map_err(|_| unreadable(text))?;
        return Err(written(text, span, bare.is_ascii()));
    }
    let amounts = amounts(&plain).ok_or_else(|| unreadable(text))?;
    let mut known = true;
    let mut read = Vec::new();
    for Amount { halves, unit: word } in amounts {
        if word.is_empty() {
            return Err(without_unit(text, halves));
        }
        let Some((unit, exact)) = unit(word) else {
            return Err(if MONTHS.contains(&word) { month(text) } else { unknown_unit(text, word) });
        };
        known &= exact;
        read.push((halves, unit));
    }
    let span = combine(text, &read)?;
    if known && !plain.contains('.') {
        return Ok(span);
    }
    Err(written(text, span, plain.is_ascii()))
}

/// The amount alone, of a text that has signs or words around it: `24小时内`, `“30分钟”`, `3 days later`.
fn bare(text: &str) -> Option<&str> {
    let signs = |c: char| "\"'“”‘’。.，,；;：:！!".contains(c);
    let before = |text| AROUND.0.iter().find_map(|word| str::strip_prefix(text, word)).unwrap_or(text);
    let after = |text| AROUND.1.iter().find_map(|word| str::strip_suffix(text, word)).unwrap_or(text);
    let bare = after(before(text.trim_matches(signs)).trim()).trim();
    (bare != text && !bare.is_empty()).then_some(bare)
}

/// Words before an amount and behind it that say nothing more than the amount does where one belongs.
const AROUND: (&[&str], &[&str]) = (
    &["不超过", "最多", "within ", "in ", "after "],
    &["以内", "之内", "内", "以后", "之后", "后", "左右", " later", " at most"],
);

/// Ways of saying the unit that has no fixed length.
const MONTHS: [&str; 5] = ["个月", "月", "month", "months", "mo"];

fn written(text: &str, span: Span, english: bool) -> SpanError {
    let mended = if english { span.in_english() } else { span.in_chinese() };
    Mistake::new(format!("时长“{text}”请写成 `{mended}`"), format!("`{text}` is written `{mended}`"))
        .suggest(mended)
}

fn combine(text: &str, amounts: &[(u64, Unit)]) -> Result<Span, SpanError> {
    let whole = |halves: u64| match halves % 2 {
        0 => Ok(halves / 2),
        _ => Err(no_whole_number(text)),
    };
    let seconds = |halves: u64, unit: u64| halves.saturating_mul(unit) / 2;
    let span = match *amounts {
        [(halves, Unit::Second)] => Span::Open(whole(halves)?),
        [(halves, Unit::Minute)] => Span::Open(seconds(halves, 60)),
        [(halves, Unit::Hour)] => Span::Open(seconds(halves, 3600)),
        [(h, Unit::Hour), (m, Unit::Minute)] => Span::Open(
            seconds(whole(h)?.saturating_mul(2), 3600)
                .saturating_add(seconds(whole(m)?.saturating_mul(2), 60)),
        ),
        [(halves, Unit::Day)] => Span::Days(bounded(text, whole(halves)?)?),
        [(halves, Unit::Week)] => Span::Days(bounded(text, whole(halves)?.saturating_mul(7))?),
        [(halves, Unit::Workday)] => Span::Workdays(bounded(text, whole(halves)?)?),
        _ => return Err(mixed(text)),
    };
    match span {
        Span::Open(0) | Span::Days(0) | Span::Workdays(0) => Err(nothing(text)),
        Span::Open(seconds) if seconds > MAX_DAYS * 86_400 => Err(too_long(text)),
        span => Ok(span),
    }
}

fn bounded(text: &str, days: u64) -> Result<u32, SpanError> {
    u32::try_from(days).ok().filter(|_| days <= MAX_DAYS).ok_or_else(|| too_long(text))
}

/// Splits into numbers and the words after them; `None` when it does not begin with a number.
fn amounts(text: &str) -> Option<Vec<Amount<'_>>> {
    let mut amounts: Vec<Amount<'_>> = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(|c| !is_number(c)).unwrap_or(rest.len());
        let (number, after) = rest.split_at(end);
        let end = after.find(is_number).unwrap_or(after.len());
        let (word, after) = after.split_at(end);
        let (halves, word) = (number_in_halves(number)?, word.trim());
        match amounts.last_mut() {
            // 一个半小时: the half belongs to the number before it.
            Some(last) if number == "半" && last.unit == "个" => {
                *last = Amount { halves: last.halves + halves, unit: word };
            }
            // 两小时半: likewise, of the unit before it.
            Some(last) if number == "半" && word.is_empty() => last.halves += halves,
            _ => amounts.push(Amount { halves, unit: word }),
        }
        rest = after;
    }
    Some(amounts)
}

fn is_number(c: char) -> bool {
    c.is_ascii_digit() || c == '.' || "零〇一二两三四五六七八九十百千半".contains(c)
}

fn number_in_halves(text: &str) -> Option<u64> {
    if text == "半" {
        return Some(1);
    }
    if let Some((whole, fraction)) = text.split_once('.') {
        let half = match fraction.trim_end_matches('0') {
            "" => 0,
            "5" => 1,
            _ => return None,
        };
        return whole.parse::<u64>().ok()?.checked_mul(2)?.checked_add(half);
    }
    let whole = match text.parse::<u64>() {
        Ok(number) => number,
        Err(_) if text.bytes().all(|b| b.is_ascii_digit()) && !text.is_empty() => u64::MAX / 4,
        Err(_) => chinese_number(text)?,
    };
    whole.checked_mul(2)
}

/// 三, 十五, 二十四, 一百二十: numbers below ten thousand as they are said.
fn chinese_number(text: &str) -> Option<u64> {
    let (mut sum, mut digit) = (0, None);
    for c in text.chars() {
        let place = match c {
            '十' => 10,
            '百' => 100,
            '千' => 1000,
            _ => {
                let value = "零一二三四五六七八九".chars().position(|d| d == c);
                let value = value.or(match c {
                    '两' => Some(2),
                    '〇' => Some(0),
                    _ => None,
                })? as u64;
                // Only 零 stands before another digit: 一百零五.
                if digit.is_some_and(|before| before != 0) {
                    return None;
                }
                digit = Some(value);
                continue;
            }
        };
        sum += digit.take().filter(|&d| d != 0).unwrap_or(1) * place;
    }
    (!text.is_empty()).then(|| sum + digit.unwrap_or(0))
}

fn month(text: &str) -> SpanError {
    Mistake::new(
        format!("时长“{text}”用了月，月有长有短；请写成 30天 这样"),
        format!("`{text}` is in months, which are not all as long; write it like 30 days"),
    )
}

fn unreadable(text: &str) -> SpanError {
    if ["当天", "当日", "today", "same day"].contains(&text) {
        return Mistake::new(
            format!("“{text}”不是时长；要当天办完，写 `by: closing`"),
            format!("`{text}` is no amount of time; for the end of the same day write `by: closing`"),
        );
    }
    Mistake::new(
        format!("看不懂时长“{text}”，请写成 30分钟、2小时30分、2个工作日 或 3天 这样"),
        format!("`{text}` is no amount of time; write it like 30m, 2h30m, 2 workdays or 3 days"),
    )
}

fn without_unit(text: &str, halves: u64) -> SpanError {
    let count = halves / 2;
    Mistake::new(
        format!("时长“{text}”没有单位，请写成 {count}分钟、{count}个工作日 或 {count}天 这样"),
        format!("`{text}` has no unit; write {count}m, {count} workdays or {count} days"),
    )
    .suggest(format!("{count}m"))
}

fn unknown_unit(text: &str, word: &str) -> SpanError {
    Mistake::new(
        format!("时长“{text}”里的“{word}”不是单位，可用：秒、分钟、小时、天、周、个工作日"),
        format!("`{word}` in `{text}` is no unit; there are s, m, h, days, weeks and workdays"),
    )
}

fn no_whole_number(text: &str) -> SpanError {
    Mistake::new(
        format!("时长“{text}”不是整数，请改用更小的单位，如 4小时"),
        format!("`{text}` is no whole number; use a smaller unit, like 4h"),
    )
}

fn mixed(text: &str) -> SpanError {
    Mistake::new(
        format!("时长“{text}”用了几个单位；只能用一个单位，只有小时和分可以连写，如 2小时30分"),
        format!("`{text}` mixes units; use one, only h and m may stand together, like 2h30m"),
    )
}

fn nothing(text: &str) -> SpanError {
    Mistake::new(
        format!("时长“{text}”等于零，时长必须大于零"),
        format!("`{text}` is nothing; an amount of time is more than that"),
    )
}

fn too_long(text: &str) -> SpanError {
    Mistake::new(
        format!("时长“{text}”太长，最多 {MAX_DAYS}天（十年）"),
        format!("`{text}` is too long; at most {MAX_DAYS} days (ten years)"),
    )
}
