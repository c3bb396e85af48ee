//! Steps compared: which are new or gone, whose they are, what they come after.

use super::Change;
use steward_model::{Each, Evidence, Owner, Roles, Step, StepId, StepKind, Text, Workflow};

/// What the steps of `new` have otherwise than those of `old`.
pub(super) fn changes(old: &Workflow, new: &Workflow, roles: &Roles) -> Vec<Change> {
    let mut changes = Vec::new();
    for step in &new.steps {
        match old.step(&step.id) {
            Some(before) => compare(before, step, (old, new), roles, &mut changes),
            None => changes.push(appeared(step, roles)),
        }
    }
    for step in old.steps.iter().filter(|step| new.step(&step.id).is_none()) {
        let (id, title) = (&step.id, &step.title);
        let text = Text::new(
            format!("步骤 `{id}`（{}）没有了", title.zh),
            format!("the step `{id}` ({}) is gone", title.en),
        );
        changes.push(Change::new("gone_step", id.as_str(), text));
    }
    changes
}

fn appeared(step: &Step, roles: &Roles) -> Change {
    let (id, title) = (&step.id, &step.title);
    let behind = behind(&step.after);
    let text = match (step.owner().map(|owner| name(owner, roles)), &step.kind) {
        (Some(who), StepKind::Approve { .. }) => Text::new(
            format!("新增{}的审批 `{id}`（{}），{}", who.zh, title.zh, behind.zh),
            format!("approval by {} is new: `{id}` ({}), {}", who.en, title.en, behind.en),
        ),
        (Some(who), _) => Text::new(
            format!("新增{}的步骤 `{id}`（{}），{}", who.zh, title.zh, behind.zh),
            format!("a step of {} is new: `{id}` ({}), {}", who.en, title.en, behind.en),
        ),
        (None, _) => Text::new(
            format!("新增步骤 `{id}`（{}），{}", title.zh, behind.zh),
            format!("the step `{id}` ({}) is new, {}", title.en, behind.en),
        ),
    };
    Change::new("new_step", id.as_str(), text)
}

fn compare(
    old: &Step,
    new: &Step,
    (old_flow, new_flow): (&Workflow, &Workflow),
    roles: &Roles,
    changes: &mut Vec<Change>,
) {
    let id = new.id.as_str();
    if let (Some(before), Some(after)) = (old.owner(), new.owner())
        && before != after
    {
        let (before, after) = (name(before, roles), name(after, roles));
        let text = match new.kind {
            StepKind::Approve { .. } => Text::new(
                format!("`{id}` 现在由{}审批，原来是{}", after.zh, before.zh),
                format!("`{id}` is approved by {} now, by {} before", after.en, before.en),
            ),
            _ => Text::new(
                format!("`{id}` 现在归{}，原来归{}", after.zh, before.zh),
                format!("`{id}` is for {} now, for {} before", after.en, before.en),
            ),
        };
        changes.push(Change::new("owner", id, text));
    }
    if old.for_each != new.for_each {
        let (before, after) = (done_for(old.for_each.as_ref()), done_for(new.for_each.as_ref()));
        let text = Text::new(
            format!("`{id}` 现在{}，原来{}", after.zh, before.zh),
            format!("`{id}` is done {} now, {} before", after.en, before.en),
        );
        changes.push(Change::new("for_each", id, text));
    }
    if old.asks_second() != new.asks_second() {
        let text = match new.asks_second() {
            true => Text::new(
                format!("`{id}` 现在须第二人复核"),
                format!("`{id}` takes a second person's signature now"),
            ),
            false => Text::new(
                format!("`{id}` 不再须第二人复核"),
                format!("`{id}` takes no second signature any more"),
            ),
        };
        changes.push(Change::new("signoff", id, text));
    }
    changes.extend(evidence(old, new));
    changes.extend(report(old, new));
    let calls = |step: &Step| matches!(step.kind, StepKind::Call { .. });
    if calls(old) && calls(new) && old.awaits_call() != new.awaits_call() {
        let text = match new.awaits_call() {
            true => Text::new(
                format!("`{id}` 现在等它发起的案件办结"),
                format!("`{id}` waits for the case it calls now"),
            ),
            false => Text::new(
                format!("`{id}` 不再等它发起的案件"),
                format!("`{id}` does not wait for the case it calls any more"),
            ),
        };
        changes.push(Change::new("detach", id, text));
    }
    // A step that came or went before this one is told as that; only another order is a change here.
    let still = |ids: &[StepId], there: &Workflow| {
        ids.iter().filter(|id| there.step(id).is_some()).cloned().collect::<Vec<_>>()
    };
    let (before, after) = (still(&old.after, new_flow), still(&new.after, old_flow));
    let only_in_between = before.len() < old.after.len() || after.len() < new.after.len();
    if before != after && !only_in_between {
        let (before, after) = (behind(&old.after), behind(&new.after));
        let text = Text::new(
            format!("`{id}` 现在{}，原来{}", after.zh, before.zh),
            format!("`{id}` comes {} now, {} before", after.en, before.en),
        );
        changes.push(Change::new("order", id, text));
    }
}

/// The figures a step shows otherwise than before.
fn report(old: &Step, new: &Step) -> Option<Change> {
    let id = &new.id;
    let text = match (old.report(), new.report()) {
        (before, after) if before == after => return None,
        (None, Some(after)) => Text::new(
            format!("`{id}` 现在附流程 `{after}` 的统计"),
            format!("`{id}` shows the figures of `{after}` now"),
        ),
        (Some(before), None) => Text::new(
            format!("`{id}` 不再附流程 `{before}` 的统计"),
            format!("`{id}` shows the figures of `{before}` no more"),
        ),
        (Some(before), Some(after)) => Text::new(
            format!("`{id}` 附流程 `{after}` 的统计，原来附 `{before}` 的"),
            format!("`{id}` shows the figures of `{after}` now, of `{before}` before"),
        ),
        (None, None) => return None,
    };
    Some(Change::new("report", id.as_str(), text))
}

/// What a step asks to be shown otherwise than before.
fn evidence(old: &Step, new: &Step) -> Option<Change> {
    let (before, after) = (old.evidence(), new.evidence());
    if before == after {
        return None;
    }
    let id = &new.id;
    let text = match (before.and_then(Evidence::text), after.and_then(Evidence::text)) {
        (None, Some(after)) => Text::new(
            format!("`{id}` 现在要求佐证：{}", after.zh),
            format!("`{id}` now asks for {}", after.en),
        ),
        (Some(before), None) => Text::new(
            format!("`{id}` 不再要求佐证（原来：{}）", before.zh),
            format!("`{id}` asks for no evidence any more, for {} before", before.en),
        ),
        (Some(before), Some(after)) if before != after => Text::new(
            format!("`{id}` 现在要求佐证：{}，原来：{}", after.zh, before.zh),
            format!("`{id}` now asks for {}, for {} before", after.en, before.en),
        ),
        // Only the zone is another one.
        _ => Text::new(
            format!("`{id}` 的签到码换了分区字段"),
            format!("`{id}` now asks for the code of another zone"),
        ),
    };
    Some(Change::new("evidence", id.as_str(), text))
}

fn behind(after: &[StepId]) -> Text {
    if after.is_empty() {
        return Text::new("立案即开始", "at the opening");
    }
    let ids: Vec<String> = after.iter().map(|id| format!("`{id}`")).collect();
    Text::new(format!("在 {} 之后", ids.join("、")), format!("after {}", ids.join(" and ")))
}

fn done_for(each: Option<&Each>) -> Text {
    match each {
        None => Text::new("只办一次", "once"),
        Some(Each::Zones) => Text::new("每个分区办一次", "for each zone"),
        Some(Each::Listed(field)) => {
            Text::new(format!("`{field}` 里每一项办一次",), format!("for each item of `{field}`"))
        }
    }
}

fn name(owner: &Owner, roles: &Roles) -> Text {
    match owner {
        Owner::Role(role) => {
            let title = roles.roles.get(role).map(|role| &role.title);
            title.map_or_else(
                || Text::plain(role.as_str()),
                |title| Text::new(title.zh.clone(), with_article(&title.en)),
            )
        }
        Owner::Staff(person) => Text::plain(person.as_str()),
        Owner::Field(field) => {
            Text::new(format!("字段 `{field}` 里的人"), format!("whoever the field `{field}` names"))
        }
        Owner::Key(field, key) => Text::new(
            format!("字段 `{field}` 里的分区的 `{key}`"),
            format!("the `{key}` of the zone in the field `{field}`"),
        ),
        Owner::Item(key) => Text::new(format!("各分区的 `{key}`"), format!("the `{key}` of each zone")),
        Owner::InZone(zone, key) => {
            Text::new(format!("分区 `{zone}` 的 `{key}`"), format!("the `{key}` of the zone `{zone}`"))
        }
        Owner::Starter => Text::new("发起人", "who opened the case"),
    }
}

/// An English title inside a sentence: `the estate manager`. A title written in Chinese alone stays as
/// it is.
fn with_article(title: &str) -> String {
    let mut letters = title.chars();
    match letters.next().filter(char::is_ascii) {
        Some(first) => format!("the {}{}", first.to_ascii_lowercase(), letters.as_str()),
        None => title.to_owned(),
    }
}
