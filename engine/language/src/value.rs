//! Values of fields as people write them: in a form, behind `--field`, in a scenario, in a guard.
//! The field's type decides how a text is read; what can't be is answered with the way out.

use crate::names::{Noun, Register};
use crate::words::{BoolWord, Words, spoken};
use rust_decimal::Decimal;
use steward_model::nearest;
use steward_model::{Choice, FieldKind, Private, RoleId, StaffId, Text, Value, ZoneId};
use steward_time::{Mistake, TimeZone};

mod clock;
mod estate;

use clock::date;
pub(crate) use clock::{moment, usual_date};
pub(crate) use estate::EstateNames;
pub use estate::parse_value;

/// A text longer than this is a document and belongs into a file.
const MAX_TEXT: usize = 10_000;

/// A field of type list or files takes this many entries.
const MAX_ITEMS: usize = 200;

/// What the names in values may call, and the zone in which clocks are read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Around<'a> {
    /// The roles.
    pub(crate) roles: &'a Register<RoleId>,
    /// The people.
    pub(crate) people: &'a Register<StaffId>,
    /// The zones of the estate, where one is known; else any name is taken.
    pub(crate) zones: Option<&'a Register<ZoneId>>,
    /// The time zone.
    pub(crate) zone: &'a TimeZone,
}

/// Reads a text as a value of a type.
pub(crate) fn read(text: &str, kind: &FieldKind, around: Around<'_>) -> Result<Value, Mistake> {
    let text = text.trim();
    if text.is_empty() {
        return Err(mistake("这里是空的，请写上内容", "nothing is written here"));
    }
    if text.chars().count() > MAX_TEXT {
        return Err(mistake(
            format!("文字超过 {MAX_TEXT} 个字，请放进附件"),
            format!("the text is longer than {MAX_TEXT} characters; put it into a file"),
        ));
    }
    match kind {
        FieldKind::Text => Ok(Value::Text(text.to_owned())),
        FieldKind::Number => number(text).map(Value::Number),
        FieldKind::Money => money(text).map(Value::Number),
        FieldKind::Bool => yes_or_no(text),
        FieldKind::Date => date(text).map(Value::Date),
        FieldKind::DateTime => moment(text, around.zone).map(Value::DateTime),
        FieldKind::Choice(choices) => choice(text, choices),
        FieldKind::Role(of) => role(text, of, around),
        FieldKind::Staff => called(text, Noun::Person, around.people).map(Value::Staff),
        FieldKind::Person => person(text),
        FieldKind::Phone => phone(text).map(Value::Phone),
        FieldKind::Zone => match around.zones {
            Some(zones) => called(text, Noun::Zone, zones).map(Value::Zone),
            None => Ok(Value::Zone(ZoneId::new(text))),
        },
        FieldKind::Files => items(text.split([',', '，'])).map(Value::Files),
        FieldKind::List => items(text.split([',', '，'])).map(Value::List),
    }
}

/// Reads several texts as a value: only lists and files have more than one.
pub(crate) fn items<'a>(texts: impl Iterator<Item = &'a str>) -> Result<Vec<String>, Mistake> {
    let items: Vec<String> =
        texts.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned).collect();
    if items.len() > MAX_ITEMS {
        return Err(mistake(
            format!("列表超过 {MAX_ITEMS} 项"),
            format!("the list has more than {MAX_ITEMS} entries"),
        ));
    }
    Ok(items)
}

fn number(text: &str) -> Result<Decimal, Mistake> {
    let plain = half_width(text);
    let sane = |text: &str| text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'+'));
    let wrong = || {
        let bare: String = plain.chars().filter(|c| !matches!(c, ',' | '元' | ' ')).collect();
        Mistake {
            suggestion: (sane(&bare) && bare.parse::<Decimal>().is_ok()).then_some(bare),
            ..mistake(
                format!("“{text}”不是数字，请写成 12 或 3.5 这样"),
                format!("`{text}` is no number; write it like 12 or 3.5"),
            )
        }
    };
    if sane(&plain) { plain.parse().map_err(|_| wrong()) } else { Err(wrong()) }
}

fn money(text: &str) -> Result<Decimal, Mistake> {
    let amount = number(text.trim_start_matches(['¥', '￥']).trim_end_matches('元').trim())?;
    if amount.normalize().scale() > 2 {
        return Err(mistake(
            format!("金额最多到分，“{text}”多了小数"),
            format!("`{text}` goes below the fen; an amount of money has two decimals at most"),
        ));
    }
    Ok(amount)
}

fn yes_or_no(text: &str) -> Result<Value, Mistake> {
    let known = spoken::yes_or_no(text).map(|word| Value::Bool(word == BoolWord::True));
    known.ok_or_else(|| {
        let meant = match text.to_lowercase().as_str() {
            "yes" | "y" | "1" | "on" | "对" | "真" => Some(BoolWord::True),
            "no" | "n" | "0" | "off" | "不" | "假" => Some(BoolWord::False),
            _ => None,
        };
        let suggestion = meant.map(BoolWord::en).or_else(|| BoolWord::nearest(text));
        let (zh, en) = match suggestion {
            Some(_) => ("", ""),
            None => ("，请写其中一个", "; write one of the two"),
        };
        Mistake {
            suggestion: suggestion.map(str::to_owned),
            ..mistake(
                format!("“{text}”既不是 `true` 也不是 `false`{zh}"),
                format!("`{text}` is neither true nor false{en}"),
            )
        }
    })
}

fn choice(text: &str, choices: &[(Choice, Text)]) -> Result<Value, Mistake> {
    // A field that could not be understood; that is a finding of its own.
    if choices.is_empty() {
        return Ok(Value::Choice(Choice::new(text)));
    }
    if let Some((choice, _)) = choices.iter().find(|(choice, _)| choice.as_str() == text) {
        return Ok(Value::Choice(choice.clone()));
    }
    let mut titled = choices.iter().filter(|(_, title)| title.zh == text || title.en == text);
    if let (Some((choice, _)), None) = (titled.next(), titled.next()) {
        return Ok(Value::Choice(choice.clone()));
    }
    let ids: Vec<&str> = choices.iter().map(|(choice, _)| choice.as_str()).collect();
    let titles = choices.iter().flat_map(|(_, title)| [title.zh.as_str(), title.en.as_str()]);
    let near = nearest(text, ids.iter().copied().chain(titles));
    let (list, shown) = (ids.join("、"), ids.join(", "));
    Err(Mistake {
        suggestion: near.map(str::to_owned),
        ..mistake(
            format!("没有“{text}”这个选项，可选的有：{list}"),
            format!("`{text}` is not one of the choices: {shown}"),
        )
    })
}

fn role(text: &str, of: &[RoleId], around: Around<'_>) -> Result<Value, Mistake> {
    let role = called(text, Noun::Role, around.roles)?;
    if of.is_empty() || of.contains(&role) {
        return Ok(Value::Role(role));
    }
    let ids: Vec<&str> = of.iter().map(RoleId::as_str).collect();
    let (list, shown) = (ids.join("、"), ids.join(", "));
    Err(Mistake {
        suggestion: nearest(text, ids.iter().copied()).map(str::to_owned),
        ..mistake(
            format!("这里不能选岗位“{text}”，可选的有：{list}"),
            format!("the role `{text}` can't be chosen here; there are: {shown}"),
        )
    })
}

fn called<Id>(text: &str, noun: Noun, register: &Register<Id>) -> Result<Id, Mistake>
where
    Id: Ord + Clone + std::borrow::Borrow<str> + for<'a> From<&'a str>,
{
    register.find(text).ok_or_else(|| {
        let (zh, en) = noun.names();
        let several: Vec<&str> = register.titled(text).map(std::borrow::Borrow::borrow).collect();
        if !several.is_empty() {
            return mistake(
                format!("有几个{zh}都叫“{text}”，请写编号：{}", several.join("、")),
                format!("several have the name `{text}`; write the id of one: {}", several.join(", ")),
            );
        }
        Mistake {
            suggestion: register.nearest(text).map(str::to_owned),
            ..mistake(format!("没有叫“{text}”的{zh}"), format!("`{text}` is not the name of {en}"))
        }
    })
}

fn person(text: &str) -> Result<Value, Mistake> {
    let (name, number) = match text.split_once(['/', '／']) {
        Some((name, number)) => (name.trim(), Some(number.trim())),
        None => (text, None),
    };
    if name.is_empty() {
        return Err(mistake(
            "`/` 前面缺少姓名，请写成 姓名/电话",
            "no name stands before the `/`; write NAME/PHONE",
        ));
    }
    let phone = number.filter(|number| !number.is_empty()).map(phone).transpose()?;
    Ok(Value::Person { name: Private::new(name), phone })
}

/// A telephone number as a desk writes it down: 13900002222, 025-83001234, +86 139 0000 2222.
fn phone(text: &str) -> Result<Private, Mistake> {
    let plain = half_width(text);
    let digits = plain.bytes().filter(u8::is_ascii_digit).count();
    let sane = plain
        .char_indices()
        .all(|(at, c)| c.is_ascii_digit() || matches!(c, '-' | ' ' | '(' | ')') || c == '+' && at == 0);
    if sane && (3..=20).contains(&digits) {
        return Ok(Private::new(plain));
    }
    // The number itself is personal, so the message does not repeat it.
    Err(mistake(
        "电话只能有数字、空格、横线和开头的 +，例如 13900002222 或 +8613900002222",
        "a telephone number has digits, spaces, dashes and a leading +, such as +8613900002222",
    ))
}

/// Digits and signs of a Chinese keyboard as plain ones.
fn half_width(text: &str) -> String {
    text.trim()
        .chars()
        .map(|c| match c {
            '０'..='９' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
            '：' => ':',
            '．' => '.',
            '－' => '-',
            '＋' => '+',
            c => c,
        })
        .collect()
}

fn mistake(zh: impl Into<String>, en: impl Into<String>) -> Mistake {
    Mistake { zh: zh.into(), en: en.into(), suggestion: None }
}

#[cfg(test)]
mod tests;
