//! `not_by`: whoever a step must not fall to, as a step they did or a field that names them.

use crate::findings::error;
use crate::full_width;
use crate::lower::field::is_unknown;
use crate::lower::room::Room;
use crate::reader;
use crate::tree::Node;
use steward_model::nearest;
use steward_model::{Field, FieldKind, NotBy, StepId};

/// Reads `not_by: record`, `not_by: inspector` or a list of such.
pub(super) fn not_by(node: &Node, id: &StepId, room: &Room<'_>) -> Vec<NotBy> {
    let mut found: Vec<NotBy> = Vec::new();
    for item in reader::one_or_many(node) {
        let one = one(item, id, room);
        found.extend(one.filter(|one| !found.contains(one)));
    }
    found
}

fn one(node: &Node, id: &StepId, room: &Room<'_>) -> Option<NotBy> {
    let (zh, en) = ("一个步骤，或一个员工字段", "a step, or a field that holds a member of the staff,");
    let text = reader::scalar(node, room.findings, zh, en)?;
    let step = room.answers.get_key_value(text).map(|(step, _)| step.clone());
    let field = room.fields.get(text);
    match (step, field) {
        (Some(step), Some(field)) if holds_staff(field) => {
            room.findings.add(
                error(
                    "ambiguous-name",
                    &node.place,
                    format!("“{text}”既是步骤又是员工字段"),
                    format!("`{text}` is a step and a field that names somebody"),
                )
                .also(&field.place, "字段在这里", "the field is here")
                .help("给其中一个换个名称", "give one of the two another name"),
            );
            Some(NotBy::Step(step))
        }
        (Some(step), _) if step == *id => {
            room.findings.add(
                error(
                    "not-by-itself",
                    &node.place,
                    "步骤不能回避做它自己的人",
                    "a step can't keep out whoever does it",
                )
                .help("写出它要检查的那个步骤", "name the step whose work it judges"),
            );
            None
        }
        (Some(step), _) => {
            room.notes.borrow_mut().not_by.insert((id.clone(), step.clone()), node.place.clone());
            Some(NotBy::Step(step))
        }
        (None, Some(field)) if holds_staff(field) || is_unknown(&field.kind) => {
            Some(NotBy::Field(field.id.clone()))
        }
        (None, Some(field)) => {
            room.findings.add(
                error(
                    "bad-audience",
                    &node.place,
                    format!("字段“{text}”里不是员工"),
                    format!("the field `{text}` holds no member of the staff"),
                )
                .also(&field.place, "字段在这里", "the field is here")
                .help("用 `type: staff` 的字段，或写步骤名", "name a field of `type: staff`, or a step"),
            );
            None
        }
        (None, None) => {
            unknown(node, text, room);
            None
        }
    }
}

fn holds_staff(field: &Field) -> bool {
    matches!(field.kind, FieldKind::Staff)
}

fn unknown(node: &Node, text: &str, room: &Room<'_>) {
    if let Some(mended) = full_width::mended(text) {
        room.findings.add(full_width::finding(&node.place, text, mended));
        return;
    }
    let steps = room.answers.keys().map(StepId::as_str);
    let fields = room.fields.values().filter(|field| holds_staff(field)).map(|field| field.id.as_str());
    let draft = error(
        "unknown-step",
        &node.place,
        format!("没有叫 `{text}` 的步骤或员工字段"),
        format!("`{text}` is not the name of a step, or of a field that names somebody"),
    );
    room.findings.add(match nearest(text, steps.chain(fields)) {
        Some(near) => reader::called(draft, &node.place, near),
        None => draft.help(
            "写谁做过的工作：一个步骤，或 `type: staff` 的字段",
            "say whose work it judges: a step, or a field of type staff",
        ),
    });
}
