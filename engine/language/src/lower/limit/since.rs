//! Where a limit counts from, and the dates it may be tied to.

use super::Whose;
use crate::findings::{Draft, error};
use crate::full_width;
use crate::lower::field::is_unknown;
use crate::lower::room::Room;
use crate::reader;
use crate::tree::Node;
use crate::words::{ReservedWord, SinceWord, Words};
use steward_model::nearest;
use steward_model::{Allowance, Field, FieldKind, LimitLine, LimitOf, Place, Since, StepId};

/// Whether a field holds a date; if not, that is reported.
pub(crate) fn dated(field: &Field, place: &Place, room: &Room<'_>) -> bool {
    let dated = matches!(field.kind, FieldKind::Date | FieldKind::DateTime);
    if !dated && !is_unknown(&field.kind) {
        let name = &field.id;
        room.findings.add(
            error(
                "field-without-date",
                place,
                format!("字段“{name}”里不是日期"),
                format!("the field `{name}` holds no date"),
            )
            .also(&field.place, "字段在这里", "the field is here")
            .help(
                "用 `type: date` 或 `type: datetime` 的字段",
                "name a field of `type: date` or `type: datetime`",
            ),
        );
    }
    dated
}

pub(super) fn dates<'a>(room: &'a Room<'_>) -> impl Iterator<Item = &'a str> {
    room.fields
        .values()
        .filter(|field| matches!(field.kind, FieldKind::Date | FieldKind::DateTime))
        .map(|field| field.id.as_str())
}

pub(super) fn unknown(node: &Node, text: &str, near: Option<&str>, help: (&str, &str)) -> Draft {
    if let Some(mended) = full_width::mended(text) {
        return full_width::finding(&node.place, text, mended);
    }
    let draft = error(
        "unknown-moment",
        &node.place,
        format!("看不懂“{text}”"),
        format!("`{text}` is nothing to count from or to"),
    );
    match near {
        Some(near) if ReservedWord::is_one(near) => reader::meant(draft, &node.place, near),
        Some(near) => reader::called(draft, &node.place, near),
        None => draft.help(help.0, help.1),
    }
}

/// `since: opened`, a step, a field with a date.
pub(super) fn since(node: Option<&Node>, whose: &Whose, lines: &[LimitLine], room: &Room<'_>) -> Since {
    let by_field = lines.iter().all(|line| matches!(line.allow, Allowance::ByField(_)));
    let otherwise = match whose.of {
        LimitOf::Case if !by_field => Since::Opened,
        _ => Since::Ready,
    };
    let Some(node) = node else { return otherwise };
    let Some(text) =
        reader::scalar(node, room.findings, "`opened`、步骤或日期字段", "opened, a step or a field")
    else {
        return otherwise;
    };
    room.notes.borrow_mut().since.insert(whose.id.clone(), node.place.clone());
    if SinceWord::find(text) == Some(SinceWord::Opened) {
        return Since::Opened;
    }
    let step = room.answers.get_key_value(text).map(|(step, _)| step);
    match (step, room.fields.get(text)) {
        (Some(step), Some(field)) if matches!(field.kind, FieldKind::Date | FieldKind::DateTime) => {
            room.findings.add(
                error(
                    "ambiguous-name",
                    &node.place,
                    format!("“{text}”既是步骤又是日期字段"),
                    format!("`{text}` is a step and a field with a date"),
                )
                .also(&field.place, "字段在这里", "the field is here")
                .help("给其中一个换个名称", "give one of the two another name"),
            );
            Since::Step(step.clone())
        }
        (Some(step), _) => Since::Step(step.clone()),
        (None, Some(field)) => {
            if dated(field, &node.place, room) {
                Since::Field(field.id.clone())
            } else {
                otherwise
            }
        }
        (None, None) => {
            let steps = room.answers.keys().map(StepId::as_str);
            let near = nearest(text, steps.chain(dates(room)).chain([SinceWord::Opened.en()]));
            let help = (
                "`since` 后面写 `opened`、一个步骤或一个日期字段",
                "`since` takes opened, a step or a field with a date",
            );
            room.findings.add(unknown(node, text, near, help));
            otherwise
        }
    }
}
