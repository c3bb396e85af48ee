//! What is done in a step: the keys that belong to one kind alone.

use crate::findings::error;
use crate::guard::{Written, read_expr};
use crate::lower::limit::dated;
use crate::lower::room::Room;
use crate::lower::step::{approval, call, evidence};
use crate::lower::{ladder, then};
use crate::names::{Noun, name as named};
use crate::reader::{self, MapReader};
use crate::tree::Node;
use crate::words::{ChecklistWord, SignoffWord, StepKey, Words};
use steward_model::{
    Audience, Each, EventName, Evidence, Expr, FieldId, Owner, StepId, StepKind, Text, WorkflowId,
};

/// Reads what belongs to the kind that `key` tells. `None` when it could not be understood.
pub(super) fn kind(
    key: StepKey,
    keys: &mut MapReader<'_, StepKey>,
    before: Option<&StepId>,
    for_each: Option<&Each>,
    room: &Room<'_>,
) -> Option<StepKind> {
    match key {
        StepKey::Approve => approval::approval(keys, before, room),
        StepKey::Notify => message(keys, room),
        StepKey::Wait => {
            keys.take(key).and_then(|node| ladder::span(node, room.findings)).map(StepKind::Wait)
        }
        StepKey::WaitUntil => keys.take(key).and_then(|node| awaited(node, room)),
        StepKey::WaitFor => event(key, keys, room).map(StepKind::WaitFor),
        StepKey::Emit => event(key, keys, room).map(StepKind::Emit),
        StepKey::Call => call::call(keys, room),
        StepKey::Set => keys.take(key).map(|node| StepKind::Set(sure(room, || computed(node, room)))),
        StepKey::End => keys.take(key).and_then(|node| then::end_word(node, room)).map(StepKind::End),
        _ => persons(keys, for_each, room),
    }
}

/// The kind in words: 在…里, "in …".
pub(super) fn name(key: Option<StepKey>) -> (&'static str, &'static str) {
    match key {
        Some(StepKey::Approve) => ("审批步骤", "an approval"),
        Some(StepKey::Notify) => ("知会步骤", "a step that notifies"),
        Some(StepKey::Wait | StepKey::WaitUntil | StepKey::WaitFor) => ("等待步骤", "a step that waits"),
        Some(StepKey::Set) => ("计算步骤", "a step that computes"),
        Some(StepKey::Emit) => ("发出事件的步骤", "a step that raises an event"),
        Some(StepKey::Call) => ("调用流程的步骤", "a step that calls a workflow"),
        Some(StepKey::End) => ("结束步骤", "a step that ends the case"),
        _ => ("由人完成的步骤", "a person's step"),
    }
}

/// What stands for a kind that could not be understood.
pub(super) fn neutral() -> StepKind {
    StepKind::Person {
        owner: Owner::Starter,
        form: Vec::new(),
        checklist: Vec::new(),
        evidence: Evidence::default(),
        signoff: false,
        report: None,
    }
}

fn persons(keys: &mut MapReader<'_, StepKey>, for_each: Option<&Each>, room: &Room<'_>) -> Option<StepKind> {
    let owner = keys.take(StepKey::Owner).and_then(|node| room.call().owner(node));
    let form = keys.take(StepKey::Form).map_or_else(Vec::new, |node| sure(room, || form(node, room)));
    let checklist = keys.take(StepKey::Checklist).map_or_else(Vec::new, |node| checklist(node, room));
    let evidence = keys
        .take(StepKey::Evidence)
        .map(|node| sure(room, || evidence::evidence(node, for_each, room)))
        .unwrap_or_default();
    let signoff = keys.take(StepKey::Signoff);
    let signoff = signoff.and_then(|node| reader::word::<SignoffWord>(node, room.findings)).is_some();
    let report = report(keys, for_each, room);
    // Whoever was meant, the step stands where it stands and asks for what it asks.
    let owner = owner.unwrap_or(Owner::Starter);
    Some(StepKind::Person { owner, form, checklist, evidence, signoff, report })
}

/// The workflow whose figures the step shows. Whether there is such a workflow, with something to measure,
/// is for the check of the whole handbook.
fn report(keys: &mut MapReader<'_, StepKey>, for_each: Option<&Each>, room: &Room<'_>) -> Option<WorkflowId> {
    let node = keys.take(StepKey::Report)?;
    if for_each.is_some() {
        room.findings.add(
            error(
                "report-for-each",
                &node.place,
                "逐个办理的步骤不能附统计：每一项都会附上同样的数字",
                "a step that is done item by item can't report: each item would show the same figures",
            )
            .help(
                "把 `report` 写在前后一个不逐个办理的步骤上",
                "write `report` at a step before or after it that is done once",
            ),
        );
    }
    named(node, Noun::Workflow, room.findings).map(WorkflowId::new)
}

/// Reads what fills or needs fields, and remembers when that could not be understood.
fn sure<T>(room: &Room<'_>, read: impl FnOnce() -> T) -> T {
    let before = room.findings.errors();
    let read = read();
    if room.findings.errors() > before {
        room.unsure_of_fields.set(true);
    }
    read
}

fn form(node: &Node, room: &Room<'_>) -> Vec<FieldId> {
    let mut form: Vec<FieldId> = Vec::new();
    for item in reader::list(node, room.findings).unwrap_or_default() {
        let Some(field) = room.field_names.resolve(item, room.findings) else { continue };
        if form.contains(&field) {
            room.findings.add(
                error(
                    "duplicate-item",
                    &item.place,
                    format!("字段“{field}”在这张表单里写了两次"),
                    format!("`{field}` stands in this form twice"),
                )
                .help("删掉其中一个", "leave one out"),
            );
        } else if room.fields.contains_key(&field) {
            form.push(field);
        }
    }
    form
}

fn checklist(node: &Node, room: &Room<'_>) -> Vec<Text> {
    let findings = room.findings;
    if node.text().and_then(ChecklistWord::find) == Some(ChecklistWord::Standards) {
        if room.inspected.is_empty() {
            findings.add(
                error(
                    "nothing-to-inspect",
                    &node.place,
                    "标准里没有要检查的内容，核对项是空的",
                    "no standard is looked at here, so this checklist is empty",
                )
                .help(
                    "在 `standards` 里写上 `inspect: …`，或在这里直接列出各项",
                    "write `inspect: …` under `standards`, or list the items here",
                ),
            );
        }
        return room.inspected.clone();
    }
    let mut items: Vec<Text> = Vec::new();
    for item in reader::list(node, findings).unwrap_or_default() {
        let Some(text) = reader::text(item, findings) else { continue };
        if items.iter().any(|other| other.zh == text.zh || other.en == text.en) {
            let (zh, en) = (&text.zh, &text.en);
            findings.add(
                error(
                    "duplicate-item",
                    item.head(),
                    format!("核对项“{zh}”写了两次"),
                    format!("the item `{en}` stands here twice"),
                )
                .help("删掉一个，或把两项写得不同", "leave one out, or word the two differently"),
            );
        } else {
            items.push(text);
        }
    }
    items
}

fn message(keys: &mut MapReader<'_, StepKey>, room: &Room<'_>) -> Option<StepKind> {
    let findings = room.findings;
    let tell = keys.take(StepKey::Notify).map_or_else(Vec::new, |node| told(node, room));
    if keys.place(StepKey::Template).is_none() && !keys.is_misspelt(&[StepKey::Template]) {
        let place = keys.place(StepKey::Notify).unwrap_or_else(|| keys.head());
        findings.add(
            error(
                "notify-without-template",
                place,
                "知会步骤没有说用哪个消息模板",
                "this step notifies, but does not say with which template",
            )
            .help(
                "加上 `template: 名称`，文字写在 templates/名称.zh.txt",
                "write `template: NAME`; its wording is the file templates/NAME.zh.txt",
            ),
        );
    }
    let template = keys.take(StepKey::Template);
    let template = template.and_then(|node| room.known.templates.resolve(node, findings));
    let via = keys.take(StepKey::Via).map(|node| room.call().via(node)).unwrap_or_default();
    let urgent = keys.take(StepKey::Urgent).and_then(|node| reader::yes(node, findings));
    Some(StepKind::Notify { tell, template: template?, via, urgent: urgent.unwrap_or(false) })
}

fn told(node: &Node, room: &Room<'_>) -> Vec<Audience> {
    let mut found: Vec<Audience> = Vec::new();
    for item in reader::one_or_many(node) {
        let Some(audience) = room.call().audience(item) else { continue };
        if matches!(audience, Audience::Owner | Audience::AllOwner | Audience::Superior) {
            room.findings.add(
                error(
                    "bad-audience",
                    &item.place,
                    "知会步骤没有负责人，也就没有他的上级",
                    "a step that notifies has no owner, and so no superior of one",
                )
                .help("写岗位、人员、`{字段}` 或 `starter`", "name a role, a person, `{FIELD}` or `starter`"),
            );
        } else if !found.contains(&audience) {
            found.push(audience);
        }
    }
    found
}

fn event(key: StepKey, keys: &mut MapReader<'_, StepKey>, room: &Room<'_>) -> Option<EventName> {
    let node = keys.take(key)?;
    named(node, Noun::Event, room.findings).map(EventName::new)
}

fn awaited(node: &Node, room: &Room<'_>) -> Option<StepKind> {
    let id = room.field_names.resolve(node, room.findings)?;
    let field = room.fields.get(&id)?;
    dated(field, &node.place, room).then_some(StepKind::WaitUntil(id))
}

fn computed(node: &Node, room: &Room<'_>) -> Vec<(FieldId, Expr)> {
    let (zh, en) = ("要计算的字段", "what is computed");
    let mut set = Vec::new();
    for entry in reader::map(node, room.findings, zh, en).unwrap_or_default() {
        let id = room.field_names.resolve_text(&entry.key, &entry.key_place, room.findings);
        let Some(field) = room.fields.get(&id) else { continue };
        let text = reader::scalar(&entry.value, room.findings, "一个算式", "a computation");
        let Some(text) = text else { continue };
        let written = Written { text, node: &entry.value };
        if let Some(expr) = read_expr(written, field, room.scope(), room.findings) {
            set.push((id, expr));
        }
    }
    set
}
