//! Limits compared: how much shorter or longer, line by line.

use super::{Change, rest};
use crate::tree::{Kind, Node};
use crate::words::{StepKey, WithinKey, Words};
use steward_model::{Allowance, Limit, LimitOf, Since, Text, Workflow};
use steward_time::Span;

/// What the limits of `new` have otherwise than those of `old`. Limits of steps that are new or gone go
/// with their step. `tree`: the standard's, for the words of its conditions.
pub(super) fn changes(old: &Workflow, new: &Workflow, tree: Option<&Node>) -> Vec<Change> {
    let mut changes = Vec::new();
    for limit in new.all_limits() {
        let same_step = |of: &LimitOf| match of {
            LimitOf::Step(step) => old.step(step).is_some(),
            LimitOf::Case => true,
        };
        match old.all_limits().find(|one| one.id == limit.id) {
            Some(before) => compare(before, limit, tree, &mut changes),
            None if same_step(&limit.of) => changes.push(appeared(limit)),
            None => {}
        }
    }
    for limit in old.all_limits() {
        let step_stays = match &limit.of {
            LimitOf::Step(step) => new.step(step).is_some(),
            LimitOf::Case => true,
        };
        if step_stays && !new.all_limits().any(|one| one.id == limit.id) {
            let id = &limit.id;
            let text = Text::new(format!("`{id}` 不再有时限"), format!("`{id}` has no limit any more"));
            changes.push(Change::new("limit", id.as_str(), text));
        }
    }
    changes
}

fn appeared(limit: &Limit) -> Change {
    let id = &limit.id;
    let all: Vec<Text> = limit.lines.iter().map(|line| allowed(&line.allow)).collect();
    let zh = all.iter().map(|text| text.zh.as_str()).collect::<Vec<_>>().join(" / ");
    let en = all.iter().map(|text| text.en.as_str()).collect::<Vec<_>>().join(" / ");
    let text = Text::new(format!("`{id}` 有了时限：{zh}"), format!("`{id}` has a limit now: {en}"));
    Change::new("limit", id.as_str(), text)
}

fn compare(old: &Limit, new: &Limit, tree: Option<&Node>, changes: &mut Vec<Change>) {
    let id = new.id.as_str();
    let guards = |limit: &Limit| limit.lines.iter().map(|line| line.guard.clone()).collect::<Vec<_>>();
    if guards(old) == guards(new) {
        for (at, (before, after)) in old.lines.iter().zip(&new.lines).enumerate() {
            if before.allow != after.allow {
                let when = condition(new, at, tree);
                changes.push(Change::new("limit", id, moved(id, &when, &before.allow, &after.allow)));
            }
            if before.calendar != after.calendar {
                let (before, after) = (&before.calendar, &after.calendar);
                let text = Text::new(
                    format!("`{id}` 改按日历 `{after}` 计，原来是 `{before}`"),
                    format!("`{id}` counts on the calendar `{after}` now, `{before}` before"),
                );
                changes.push(Change::new("limit", id, text));
            }
        }
    } else {
        let lines = |limit: &Limit| {
            let all: Vec<Text> = limit.lines.iter().map(|line| allowed(&line.allow)).collect();
            Text::new(
                all.iter().map(|text| text.zh.as_str()).collect::<Vec<_>>().join(" / "),
                all.iter().map(|text| text.en.as_str()).collect::<Vec<_>>().join(" / "),
            )
        };
        let (before, after) = (lines(old), lines(new));
        let text = Text::new(
            format!("`{id}` 的时限换了条件：{}，原来是{}", after.zh, before.zh),
            format!("the limit of `{id}` asks something else now: {}, {} before", after.en, before.en),
        );
        changes.push(Change::new("limit", id, text));
    }
    if old.since != new.since {
        let (before, after) = (since(&old.since), since(&new.since));
        let text = Text::new(
            format!("`{id}` 改从{}起算，原来是{}", after.zh, before.zh),
            format!("`{id}` counts from {} now, from {} before", after.en, before.en),
        );
        changes.push(Change::new("limit", id, text));
    }
    if old.runs_while_held != new.runs_while_held {
        let text = if new.runs_while_held {
            Text::new(format!("`{id}` 挂起时照计"), format!("`{id}` runs on while the case is held now"))
        } else {
            Text::new(format!("`{id}` 挂起时停计"), format!("`{id}` stands still while the case is held now"))
        };
        changes.push(Change::new("limit", id, text));
    }
}

/// The condition of a line, for a limit with several: ` where severity == major`.
fn condition(limit: &Limit, at: usize, tree: Option<&Node>) -> Text {
    if limit.lines.len() < 2 {
        return Text::new(" ", "");
    }
    let written = tree.and_then(|tree| rest::named(tree, limit.id.as_str()));
    let within = written.and_then(|node| node.get(StepKey::Within.en()));
    let line = match within.map(|node| &node.kind) {
        Some(Kind::List(lines)) => lines.get(at),
        _ => None,
    };
    match line.and_then(|line| line.get(WithinKey::If.en())).and_then(rest::scalar) {
        Some(guard) => Text::new(format!("（{guard} 时）"), format!(" where {guard}")),
        None => Text::new("（其余情况）", " otherwise"),
    }
}

fn moved(id: &str, when: &Text, old: &Allowance, new: &Allowance) -> Text {
    let (before, after) = (allowed(old), allowed(new));
    if let (Allowance::Within(old), Allowance::Within(new)) = (old, new)
        && let Some((by, shorter)) = by_how_much(*old, *new)
    {
        let (by_zh, by_en) = (by.in_chinese(), in_words(by));
        return if shorter {
            Text::new(
                format!("`{id}`{}缩短了{by_zh}：现在{}，原来{}", when.zh, after.zh, before.zh),
                format!("`{id}`{} got {by_en} shorter: {} now, {} before", when.en, after.en, before.en),
            )
        } else {
            Text::new(
                format!("`{id}`{}放宽了{by_zh}：现在{}，原来{}", when.zh, after.zh, before.zh),
                format!("`{id}`{} got {by_en} longer: {} now, {} before", when.en, after.en, before.en),
            )
        };
    }
    Text::new(
        format!("`{id}`{}的时限现在是{}，原来是{}", when.zh, after.zh, before.zh),
        format!("`{id}`{} is allowed {} now, {} before", when.en, after.en, before.en),
    )
}

/// The difference of two amounts of one unit, and whether the new one is shorter.
fn by_how_much(old: Span, new: Span) -> Option<(Span, bool)> {
    match (old, new) {
        (Span::Open(old), Span::Open(new)) => Some((Span::Open(old.abs_diff(new)), new < old)),
        (Span::Workdays(old), Span::Workdays(new)) => Some((Span::Workdays(old.abs_diff(new)), new < old)),
        (Span::Days(old), Span::Days(new)) => Some((Span::Days(old.abs_diff(new)), new < old)),
        _ => None,
    }
}

/// `10 minutes` where that is one unit.
fn in_words(span: Span) -> String {
    let plural = |count: u64, unit: &str| format!("{count} {unit}{}", if count == 1 { "" } else { "s" });
    match span {
        Span::Open(seconds) if seconds % 3600 == 0 => plural(seconds / 3600, "hour"),
        Span::Open(seconds) if seconds % 60 == 0 && seconds < 3600 => plural(seconds / 60, "minute"),
        other => other.in_english(),
    }
}

fn allowed(allow: &Allowance) -> Text {
    match allow {
        Allowance::Within(span) => Text::new(span.in_chinese(), span.in_english()),
        Allowance::ByTime(time) => {
            let time = time.strftime("%H:%M").to_string();
            Text::new(format!("到 {time}"), format!("until {time}"))
        }
        Allowance::ByClosing => Text::new("到下班", "until closing"),
        Allowance::ByField(field) => {
            Text::new(format!("到字段 `{field}`"), format!("until the field `{field}`"))
        }
    }
}

fn since(since: &Since) -> Text {
    match since {
        Since::Ready => Text::new("这一步派发", "when the step is ready"),
        Since::Opened => Text::new("立案", "the opening"),
        Since::Step(step) => Text::new(format!(" `{step}` 办完"), format!("the end of `{step}`")),
        Since::Field(field) => Text::new(format!("字段 `{field}` "), format!("the field `{field}`")),
    }
}
