//! What may stand behind a key, in words, with links to where it is told.

use super::entries::whereabouts;
use crate::words::Table;
use crate::words::grammar::{Own, Shape};
use steward_model::Text;

/// How many words of a place are told in a row before a link does instead.
const ROW: usize = 4;

/// What a shape takes.
pub(super) fn takes(shape: &Shape) -> Text {
    match shape {
        Shape::Own(own) => of_own(*own),
        Shape::Text => linked("给人看的文字", "a text people read", "LangWord"),
        Shape::YesNo => Text::new("是 或 否", "`true` or `false`"),
        Shape::Word(table) => words(table),
        Shape::WordOr(table, own) => either(vec![words(table), of_own(*own)]),
        Shape::Audience => linked("谁", "somebody", "audience"),
        Shape::Span => linked("时长", "an amount of time", "span"),
        Shape::PerDay => Text::new("`每天40` 这样的条数", "so many, such as `40 a day`"),
        Shape::Recurrence => linked("周期", "a recurrence", "recurrence"),
        Shape::RungAt => linked("升级的时点", "a moment of the limit", "moment"),
        Shape::StoryAt => linked("经过的时刻", "a moment of the story", "story"),
        Shape::Opened => linked("立案的时刻", "the opening", "opened"),
        Shape::Guard => {
            either(vec![linked("条件", "a guard", "guard"), linked("算式", "a computation", "sum")])
        }
        Shape::Measure => linked("指标", "a measure", "measure"),
        Shape::Default => Text::new("这个字段的一个值", "a value of the field"),
        Shape::Weekdays => linked("星期", "days of the week", "days"),
        Shape::Keys(keys) => keyed(keys.table),
        Shape::KeysOr(keys, own) => {
            let (keys, own) = (keyed(keys.table), takes(own));
            Text::new(
                format!("{}，或自己的名称：{}", keys.zh, own.zh),
                format!("{}, or names of your own: {}", keys.en, own.en),
            )
        }
        Shape::Days(keys, hours) => {
            let (days, keys, hours) =
                (linked("星期", "days of the week", "days"), keyed(keys.table), takes(hours));
            Text::new(
                format!("{}或{}，各是：{}", days.zh, keys.zh, hours.zh),
                format!("{} or {}, each with {}", days.en, keys.en, hours.en),
            )
        }
        Shape::Named(inner) => {
            let inner = takes(inner);
            Text::new(format!("名称: {}", inner.zh), format!("names, each with {}", inner.en))
        }
        Shape::List(inner) => {
            let inner = takes(inner);
            Text::new(format!("列表：{}", inner.zh), format!("a list: {}", inner.en))
        }
        Shape::Many(inner) => {
            let inner = takes(inner);
            Text::new(format!("{}，或几个的列表", inner.zh), format!("{}, or a list of several", inner.en))
        }
        Shape::Either(shapes) => either(shapes.iter().map(takes).collect()),
    }
}

/// What a condition and a computation share in the grammar is told apart by the key.
pub(super) fn guard_of(word: &str) -> Option<Text> {
    match word {
        "if" => Some(linked("条件", "a guard", "guard")),
        "set" => Some({
            let sum = linked("算式", "a computation", "sum");
            Text::new(format!("字段: {}", sum.zh), format!("fields, each with {}", sum.en))
        }),
        _ => None,
    }
}

fn either(mut texts: Vec<Text>) -> Text {
    texts.dedup();
    let join =
        |pick: fn(&Text) -> &str, between: &str| texts.iter().map(pick).collect::<Vec<_>>().join(between);
    Text::new(join(|text| &text.zh, "，或"), join(|text| &text.en, ", or "))
}

/// `[zh](page.md#anchor)`, where the table has a place of its own.
fn linked(zh: &str, en: &str, table: &str) -> Text {
    match whereabouts(table) {
        Some((page, anchor)) => {
            Text::new(format!("[{zh}]({page}.md#{anchor})"), format!("[{en}]({page}.md#{anchor})"))
        }
        None => Text::new(zh, en),
    }
}

fn keyed(table: &Table) -> Text {
    match super::entries::place(table.name) {
        Some(place) => linked(&format!("{}的键", place.title.zh), &lower(&place.title.en), table.name),
        None => Text::new("键和值", "keys and values"),
    }
}

/// A title as it stands within a sentence.
fn lower(title: &str) -> String {
    let mut letters = title.chars();
    letters.next().map_or_else(String::new, |first| format!("{}{}", first.to_lowercase(), letters.as_str()))
}

fn words(table: &Table) -> Text {
    if table.words.len() <= ROW {
        let row = |pick: fn(&(&'static str, &'static str)) -> &'static str| {
            table.words.iter().map(|word| format!("`{}`", pick(word))).collect::<Vec<_>>()
        };
        return Text::new(row(|(_, zh)| zh).join("、"), row(|(en, _)| en).join(", "));
    }
    match super::entries::place(table.name) {
        Some(place) => linked(&place.title.zh, &lower(&place.title.en), table.name),
        None => Text::new("一个词", "a word"),
    }
}

fn of_own(own: Own) -> Text {
    match own {
        Own::Name => Text::new("名称", "a name"),
        Own::Free => Text::new("文字", "a text"),
        Own::Number(least, most) => {
            Text::new(format!("{least} 到 {most} 的整数"), format!("a whole number from {least} to {most}"))
        }
        Own::Secret => Text::new("`env:变量名` 或 `file:路径`", "`env:NAME` or `file:PATH`"),
        Own::Date => linked("日期", "a date or a stretch of dates", "date"),
        Own::Instant => {
            Text::new("日期和时间，如 2026-03-05 16:50", "a date and time, such as 2026-03-05 16:50")
        }
        Own::Hours => linked("时间段", "hours", "hours"),
        Own::Value => Text::new("字段的值", "a value of the field"),
    }
}
