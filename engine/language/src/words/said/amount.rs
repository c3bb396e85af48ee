//! An amount of time in both vocabularies, in the author's own units: `90m` is 90分钟, not 1小时30分.

use steward_time::Span;

/// A unit: how it may be written, and how it is written after one and after more, in Chinese last.
const UNITS: [(&[&str], &str, &str, &str); 6] = [
    (&["s", "秒", "秒钟"], "s", "s", "秒"),
    (&["m", "分", "分钟"], "m", "m", "分钟"),
    (&["h", "小时", "个小时"], "h", "h", "小时"),
    (&["d", "day", "days", "天"], " day", " days", "天"),
    (&["week", "weeks", "周"], " week", " weeks", "周"),
    (&["workday", "workdays", "工作日", "个工作日"], " workday", " workdays", "个工作日"),
];

/// How an amount is said in English and in Chinese. `None` for what is none.
pub(super) fn amount(text: &str) -> Option<(String, String)> {
    let span = Span::parse(text).ok()?;
    // Numbers in words and halves have no unit of their own to keep.
    Some(in_its_units(text).unwrap_or_else(|| (span.in_english(), span.in_chinese())))
}

fn in_its_units(text: &str) -> Option<(String, String)> {
    let (mut en, mut zh) = (String::new(), String::new());
    let mut rest = text.trim();
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit())?;
        let (number, after) = rest.split_at(end);
        let number: u64 = number.parse().ok()?;
        let end = after.find(|c: char| c.is_ascii_digit()).unwrap_or(after.len());
        let (unit, after) = after.split_at(end);
        let (_, one, more, chinese) = UNITS.iter().find(|(forms, ..)| forms.contains(&unit.trim()))?;
        en.push_str(&format!("{number}{}", if number == 1 { one } else { more }));
        // After hours, minutes are said short.
        let chinese = if zh.is_empty() || *one != "m" { chinese } else { "分" };
        zh.push_str(&format!("{number}{chinese}"));
        rest = after;
    }
    (!en.is_empty()).then_some((en, zh))
}
