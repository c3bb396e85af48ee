//! Dates and stretches of dates: `2026-05-01`, `2026-05-01..2026-05-05`.

use crate::findings::{Findings, error};
use crate::reader::{self, scalar};
use crate::tree::Node;
use crate::value;
use steward_model::{DateRange, Place};
use steward_time::civil::Date;

/// A stretch may be this many days long. No absence and no list of days off needs more, and a year
/// mistyped as 9026 must not fill the memory.
const MAX_DAYS: i32 = 1_100;

/// A stretch of dates, or a single one.
pub(crate) fn range(node: &Node, findings: &Findings) -> Option<DateRange> {
    let text = scalar(node, findings, "日期，如 2026-05-01", "a date such as 2026-05-01")?;
    let (from, to) = match text.split_once("..") {
        Some((from, to)) => {
            let begins = text.len() - to.trim_start().len();
            let first = node.inside(0, from.trim_end().len());
            let last = node.inside(begins, begins + to.trim().len());
            (date(from.trim(), &first, findings), date(to.trim(), &last, findings))
        }
        None => {
            if let Some(meant) = stretch(text) {
                let draft = error(
                    "bad-date",
                    &node.place,
                    format!("`{text}` 不是一段日期"),
                    format!("`{text}` is no stretch of dates"),
                );
                findings.add(reader::meant(draft, &node.place, &meant));
                return None;
            }
            (date(text.trim(), &node.place, findings), None)
        }
    };
    let from = from?;
    let to = if text.contains("..") { to? } else { from };
    let days = from.until(to).map_or(i32::MAX, |span| span.get_days());
    if days < 0 {
        findings.add(
            error(
                "bad-range",
                &node.place,
                format!("{to} 在 {from} 之前"),
                format!("{to} lies before {from}"),
            )
            .help("先写第一天，再写最后一天", "write the first day, then the last")
            .fix(&node.place, format!("{to}..{from}")),
        );
        return None;
    }
    if days > MAX_DAYS {
        findings.add(
            error(
                "bad-range",
                &node.place,
                format!("从 {from} 到 {to} 超过 {MAX_DAYS} 天"),
                format!("from {from} to {to} is more than {MAX_DAYS} days"),
            )
            .help("检查年份", "look at the years"),
        );
        return None;
    }
    Some(DateRange { from, to })
}

/// What a stretch written otherwise was meant as: `2026/6/19至2026/6/21`, `2026-06-19 - 2026-06-21`.
fn stretch(text: &str) -> Option<String> {
    let joints = ["至", "到", "~", "～", "—", "–", " - ", " to ", "-"];
    let end = |text: &str| {
        let text = text.trim();
        parse(text).map(|date| date.to_string()).or_else(|| value::usual_date(text))
    };
    joints.iter().find_map(|joint| {
        let (from, to) = text.split_once(joint)?;
        Some(format!("{}..{}", end(from)?, end(to)?))
    })
}

/// A date from its text.
pub(crate) fn date(text: &str, place: &Place, findings: &Findings) -> Option<Date> {
    let found = parse(text);
    if found.is_none() {
        findings.add(match (has_shape(text), value::usual_date(text)) {
            (true, _) => {
                error("bad-date", place, format!("没有 {text} 这一天"), format!("there is no {text}"))
                    .help("检查月份和日子", "look at the month and the day")
            }
            (false, meant) => {
                let draft =
                    error("bad-date", place, format!("`{text}` 不是日期"), format!("`{text}` is no date"))
                        .help("日期写成 2026-05-01 这样", "write a date like 2026-05-01");
                // Of a stretch only one end is wrong, so that the whole can't be replaced.
                match meant.filter(|_| place.end - place.start == text.len()) {
                    Some(meant) => draft.fix(place, meant),
                    None => draft,
                }
            }
        });
    }
    found
}

/// `2026-05-01`, with all its noughts.
pub(crate) fn parse(text: &str) -> Option<Date> {
    has_shape(text).then(|| text.parse().ok()).flatten()
}

fn has_shape(text: &str) -> bool {
    text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}
