//! The two sides of a comparison. What a word means is decided by what it stands beside: `major`
//! beside a choice is one of its values, `department` beside a role may be another field.

use super::token::{Kind, Token};
use super::{Scope, Tray};
use crate::lower::field::is_unknown;
use crate::value;
use std::ops::Range;
use steward_model::nearest;
use steward_model::{Field, FieldId, FieldKind, Operand, Value};
use steward_time::{Span, civil};

/// A side as it is written.
#[derive(Clone, Debug)]
pub(super) struct Side {
    pub(super) text: String,
    pub(super) quoted: bool,
    pub(super) at: Range<usize>,
}

/// The side that begins here, and how many tokens it takes: a date and its time are two words, an
/// amount and its unit as well.
pub(super) fn side(tokens: &[Token]) -> Option<(Side, usize)> {
    let first = tokens.first()?;
    let text = match &first.kind {
        Kind::Quoted(text) => {
            return Some((Side { text: text.clone(), quoted: true, at: first.at.clone() }, 1));
        }
        Kind::Word(word) => word,
        _ => return None,
    };
    if let Some(date) = slashed_date(tokens) {
        return Some((date, 5));
    }
    if let Some(Token { kind: Kind::Word(next), at }) = tokens.get(1) {
        let joined = format!("{text} {next}");
        let is_moment = text.parse::<civil::Date>().is_ok() && next.parse::<civil::Time>().is_ok();
        let is_amount = text.bytes().all(|b| b.is_ascii_digit()) && Span::parse(&joined).is_ok();
        if is_moment || is_amount {
            let at = first.at.start..at.end;
            return Some((Side { text: joined, quoted: false, at }, 2));
        }
    }
    Some((Side { text: text.clone(), quoted: false, at: first.at.clone() }, 1))
}

/// `2026/3/5` is a date written the wrong way, not a division, when nothing stands between.
fn slashed_date(tokens: &[Token]) -> Option<Side> {
    let [first, slash, second, again, third, ..] = tokens else { return None };
    let parts = [first, second, third].map(|token| match &token.kind {
        Kind::Word(word) if word.bytes().all(|b| b.is_ascii_digit()) => word.as_str(),
        _ => "",
    });
    let is_slash = |token: &Token| token.kind == Kind::Over;
    let tight = tokens.windows(2).take(4).all(|pair| pair[0].at.end == pair[1].at.start);
    let date = parts[0].len() == 4 && !parts[1].is_empty() && !parts[2].is_empty();
    (date && tight && is_slash(slash) && is_slash(again)).then(|| Side {
        text: parts.join("/"),
        quoted: false,
        at: first.at.start..third.at.end,
    })
}

/// The field a word names; where there is none a finding says so.
pub(super) fn field<'a>(
    name: &str,
    at: &Range<usize>,
    scope: Scope<'a>,
    tray: &Tray<'_>,
) -> Option<&'a Field> {
    if let Some(field) = scope.fields.get(name) {
        return Some(field);
    }
    let draft = tray.error(
        "unknown-field",
        at,
        format!("没有叫 `{name}` 的字段"),
        format!("`{name}` is not the name of a field"),
    );
    let titled = |field: &&Field| field.title.zh == name || field.title.en == name;
    let is_value = |text: &str| scope.fields.contains_key(text) || text.bytes().all(|b| b.is_ascii_digit());
    let spaced = name.split_once('-').filter(|(left, right)| is_value(left) && is_value(right));
    let meant = scope.fields.values().find(titled).map(|field| field.id.to_string());
    let meant = meant.or_else(|| spaced.map(|(left, right)| format!("{left} - {right}")));
    let near = || nearest(name, scope.fields.keys().map(FieldId::as_str)).map(str::to_owned);
    match meant.or_else(near) {
        Some(meant) => tray.add_mended(draft.naming(&meant), at, &meant),
        None => tray.add(draft.help(
            "写 `fields:` 里一个字段的名称；文字要加引号",
            "name one of the workflow's fields; put text in quotes",
        )),
    }
    None
}

/// The field that must stand on this side.
pub(super) fn named_field<'a>(side: &Side, scope: Scope<'a>, tray: &Tray<'_>) -> Option<&'a Field> {
    if side.quoted || side.text.starts_with(|c: char| c.is_ascii_digit() || c == '-') {
        tray.add(
            tray.error(
                "guard-syntax",
                &side.at,
                "比较的左边是一个字段",
                "a field belongs on the left of a comparison",
            )
            .help("写成 字段 == 值", "write FIELD == VALUE"),
        );
        return None;
    }
    field(&side.text, &side.at, scope, tray)
}

/// Both sides of a comparison, read against each other.
pub(super) fn pair(
    left: &Side,
    right: &Side,
    scope: Scope<'_>,
    tray: &Tray<'_>,
) -> Option<(Operand, Operand)> {
    let known = |side: &Side| scope.fields.get(side.text.as_str()).filter(|_| !side.quoted);
    match (known(left), known(right)) {
        (Some(a), Some(b)) => {
            if let Some(value) = named_value(&right.text, a, scope) {
                return Some((Operand::Field(a.id.clone()), Operand::Literal(value)));
            }
            if let Some(value) = named_value(&left.text, b, scope) {
                return Some((Operand::Literal(value), Operand::Field(b.id.clone())));
            }
            same_type(a, b, right, tray)?;
            Some((Operand::Field(a.id.clone()), Operand::Field(b.id.clone())))
        }
        (Some(field), None) => {
            let value = literal(right, field, scope, tray)?;
            Some((Operand::Field(field.id.clone()), Operand::Literal(value)))
        }
        (None, Some(field)) => {
            let value = literal(left, field, scope, tray)?;
            Some((Operand::Literal(value), Operand::Field(field.id.clone())))
        }
        (None, None) => {
            named_field(left, scope, tray)?;
            None
        }
    }
}

/// A word that is a value of the field beside it and happens to be a field's name as well is the
/// value: `department == engineering`.
fn named_value(word: &str, beside: &Field, scope: Scope<'_>) -> Option<Value> {
    let named = matches!(beside.kind, FieldKind::Choice(_) | FieldKind::Role(_) | FieldKind::Staff);
    if named { value::read(word, &beside.kind, scope.around).ok() } else { None }
}

fn same_type(a: &Field, b: &Field, at: &Side, tray: &Tray<'_>) -> Option<()> {
    comparable(a, at, tray)?;
    let amount = |kind: &FieldKind| matches!(kind, FieldKind::Number | FieldKind::Money);
    if std::mem::discriminant(&a.kind) == std::mem::discriminant(&b.kind)
        || amount(&a.kind) && amount(&b.kind)
        || is_unknown(&a.kind)
        || is_unknown(&b.kind)
    {
        return Some(());
    }
    let ((a_zh, a_en), (b_zh, b_en)) = (type_name(&a.kind), type_name(&b.kind));
    let (a, b) = (&a.id, &b.id);
    tray.add(
        tray.error(
            "guard-type",
            &at.at,
            format!("“{a}”是{a_zh}，“{b}”是{b_zh}，不能相比"),
            format!("`{a}` is {a_en} and `{b}` is {b_en}; they can't be compared"),
        )
        .help("比较同一类型的字段", "compare fields of one type"),
    );
    None
}

/// A value written down, read as the type of the field it is compared with.
pub(super) fn literal(side: &Side, field: &Field, scope: Scope<'_>, tray: &Tray<'_>) -> Option<Value> {
    comparable(field, side, tray)?;
    let name = &field.id;
    let whole = Side { quoted: side.quoted, text: side.text.clone(), at: side.at.clone() };
    if field.kind == FieldKind::Text && !side.quoted {
        tray.add_mended(
            tray.error(
                "guard-type",
                &whole.at,
                format!("“{name}”是文字，与它相比的文字要加引号"),
                format!("`{name}` is text; a text it is compared with is put in quotes"),
            ),
            &whole.at,
            &format!("'{}'", side.text),
        );
        return None;
    }
    match value::read(&side.text, &field.kind, scope.around) {
        Ok(value) => Some(value),
        Err(mistake) => {
            let draft = tray.error("guard-value", &whole.at, mistake.zh, mistake.en);
            match mistake.suggestion {
                Some(near) if matches!(field.kind, FieldKind::Bool) => {
                    tray.add_mended(draft, &whole.at, &near);
                }
                Some(near) => tray.add_mended(draft.naming(&near), &whole.at, &near),
                None => tray.add(draft),
            }
            None
        }
    }
}

/// Of a customer, a telephone number, files and lists a guard may only ask whether they are there.
fn comparable(field: &Field, side: &Side, tray: &Tray<'_>) -> Option<()> {
    if !matches!(field.kind, FieldKind::Person | FieldKind::Phone | FieldKind::Files | FieldKind::List) {
        return Some(());
    }
    let (zh, en) = type_name(&field.kind);
    let name = &field.id;
    tray.add(
        tray.error(
            "guard-type",
            &side.at,
            format!("“{name}”是{zh}，不能比较"),
            format!("`{name}` is {en}, which can't be compared"),
        )
        .help(
            format!("可以问它填了没有：`filled({name})`"),
            format!("ask whether it has a value: filled({name})"),
        ),
    );
    None
}

/// A type in words: after “是”, after "is".
pub(super) fn type_name(kind: &FieldKind) -> (&'static str, &'static str) {
    match kind {
        FieldKind::Text => ("文字", "text"),
        FieldKind::Number => ("数字", "a number"),
        FieldKind::Bool => ("是否", "true or false"),
        FieldKind::Date => ("日期", "a date"),
        FieldKind::DateTime => ("日期时间", "a date and time"),
        FieldKind::Choice(_) => ("选项", "a choice"),
        FieldKind::Role(_) => ("岗位", "a role"),
        FieldKind::Staff => ("员工", "a member of the staff"),
        FieldKind::Person => ("客户", "a customer"),
        FieldKind::Phone => ("电话", "a telephone number"),
        FieldKind::Money => ("金额", "an amount of money"),
        FieldKind::Zone => ("分区", "a zone"),
        FieldKind::Files => ("附件", "a list of files"),
        FieldKind::List => ("列表", "a list"),
    }
}
