//! A cron pattern. The `croner` library reads it; this file says in words what it could not read.

use croner::parser::{CronParser, Seconds, Year};
use jiff::{Timestamp, tz::TimeZone};

use super::RecurrenceError;
use crate::mistake::{Mistake, half_width};
use crate::working::WorkingTime;

/// The five fields, in both languages, with what they hold.
const FIELDS: [(&str, &str, &str); 5] = [
    ("分钟", "minute", "0-59"),
    ("小时", "hour", "0-23"),
    ("日", "day of the month", "1-31"),
    ("月", "month", "1-12"),
    ("星期", "day of the week", "0-7"),
];

/// The longest pattern looked at, in characters; a list of all minutes has 169.
const MAX_CHARS: usize = 300;

/// A pattern of five fields that occurs sometime.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cron {
    pattern: Box<croner::Cron>,
}

impl Cron {
    pub(super) fn parse(text: &str) -> Result<Cron, RecurrenceError> {
        let plain = half_width(text.trim());
        let fields: Vec<&str> = plain.split_whitespace().collect();
        if fields.len() != 5 || plain.chars().count() > MAX_CHARS {
            return Err(Mistake::new(
                format!("cron“{text}”应有五段：分钟 小时 日 月 星期，如 0 8 * * 1-5"),
                format!(
                    "`{text}` should have five fields: minute, hour, day of the month, month, \
                     day of the week; like 0 8 * * 1-5"
                ),
            ));
        }
        let pattern = read(&fields).ok_or_else(|| wrong_field(text, &fields))?;
        // Any moment and zone will do to see whether it occurs at all.
        let somewhere = Timestamp::UNIX_EPOCH.to_zoned(TimeZone::UTC);
        match pattern.find_next_occurrence(&somewhere, false) {
            Ok(_) => Ok(Cron { pattern: Box::new(pattern) }),
            Err(_) => Err(Mistake::new(
                format!("cron“{text}”永远不会到来（没有这样的日子）"),
                format!("`{text}` never comes: there is no such day"),
            )),
        }
    }

    /// As it was written, spaces apart.
    pub fn as_str(&self) -> &str {
        self.pattern.as_str()
    }

    pub(super) fn after(&self, after: Timestamp, on: &WorkingTime) -> Option<Timestamp> {
        let from = after.to_zoned(on.zone.clone());
        self.pattern.find_next_occurrence(&from, false).ok().map(|next| next.timestamp())
    }
}

fn read(fields: &[&str]) -> Option<croner::Cron> {
    CronParser::builder()
        .seconds(Seconds::Disallowed)
        .year(Year::Disallowed)
        .build()
        .parse(&fields.join(" "))
        .ok()
}

/// The library does not say where it stumbled, so each field is tried among stars.
fn wrong_field(text: &str, fields: &[&str]) -> RecurrenceError {
    let wrong = FIELDS.iter().zip(fields).enumerate().find(|&(place, (_, field))| {
        let mut alone = ["*"; 5];
        alone[place] = field;
        read(&alone).is_none()
    });
    match wrong {
        Some((_, ((zh, en, range), field))) => Mistake::new(
            format!("cron“{text}”的“{zh}”一段看不懂：{field}（应为 {range}、* 或 1,3 这样的列表）"),
            format!("`{field}` in `{text}` is no {en}; there go {range}, * or a list like 1,3"),
        ),
        None => Mistake::new(format!("看不懂 cron“{text}”"), format!("`{text}` is no cron pattern")),
    }
}
