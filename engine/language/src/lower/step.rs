//! A step: who does what, in which order, how long, and what then. Its kind is told by one key.

mod approval;
mod call;
mod each;
mod evidence;
mod kind;
mod not_by;

pub(crate) use call::is_awaited_call;

use crate::findings::{Findings, error};
use crate::lower::limit::{self, Clock, Whose};
use crate::lower::room::{Asked, Room};
use crate::lower::then;
use crate::reader::{self, MapReader};
use crate::tree::{Kind, Node};
use crate::words::{SinceWord, StepKey, Words};
use steward_model::{
    ClauseRef, Ladder, LimitId, LimitOf, Place, Step, StepId, StepKind, Text, Then, ThenAction,
};

/// The keys of which a step has exactly one.
const KINDS: [StepKey; 10] = [
    StepKey::Owner,
    StepKey::Approve,
    StepKey::Notify,
    StepKey::Wait,
    StepKey::WaitUntil,
    StepKey::WaitFor,
    StepKey::Set,
    StepKey::Emit,
    StepKey::Call,
    StepKey::End,
];

/// Reads a step. `before` is the step written before it.
pub(crate) fn step(
    node: &Node,
    id: &StepId,
    place: &Place,
    before: Option<&StepId>,
    room: &Room<'_>,
) -> Option<Step> {
    let findings = room.findings;
    let mut keys = MapReader::<StepKey>::open(node, findings)?;
    keys.take(StepKey::Step);
    keep_places(node, id, room);
    let title = keys.take(StepKey::Title).and_then(|node| reader::text(node, findings));
    let title = title.unwrap_or_else(|| Text::plain(id.as_str()));
    let refs = keys.take(StepKey::Ref).map_or_else(Vec::new, |node| refs(node, room));
    let after = match keys.take(StepKey::After) {
        Some(node) => after(node, id, room),
        None => before.cloned().into_iter().collect(),
    };
    let guard = keys.take(StepKey::If);
    let guard = guard.and_then(|node| room.guard(node, Asked::Begin(id.clone())));
    let side = keys.take(StepKey::Side).and_then(|node| reader::yes(node, findings));

    let written = kind_of(node, &keys, room);
    let for_each = match written {
        Some(StepKey::Owner) | None => keys.take(StepKey::ForEach),
        _ => None,
    };
    let for_each = for_each.and_then(|node| each::each(node, room));
    let kind = written.and_then(|key| kind::kind(key, &mut keys, before, for_each.as_ref(), room));
    if kind.is_none() {
        room.broken.set(true);
    }
    let mut clock = Clock::default();
    let for_people = matches!(written, Some(StepKey::Owner | StepKey::Approve) | None);
    let awaits = kind.as_ref().is_some_and(StepKind::awaits_call);
    let has_clock = for_people || awaits || written == Some(StepKey::WaitFor);
    if has_clock {
        clock.within = keys.take(StepKey::Within);
        clock.by = keys.take(StepKey::By);
        clock.since = keys.take(StepKey::Since);
        clock.runs_while_held = keys.take(StepKey::RunsWhileHeld);
        clock.escalate = keys.take(StepKey::Escalate);
    }
    let not_by = if for_people { keys.take(StepKey::NotBy) } else { None };
    let not_by = not_by.map_or_else(Vec::new, |node| not_by::not_by(node, id, room));
    if has_clock || written == Some(StepKey::Wait) {
        clock.calendar = keys.take(StepKey::Calendar);
    }
    let calendar = clock.calendar.and_then(|node| room.known.calendars.resolve(node, findings));
    if written.is_none() {
        // Whatever it was meant to be, its other keys are right or wrong only with it.
        for key in StepKey::ALL {
            keys.entry(*key);
        }
    }
    // Nothing comes after the end of the case.
    let then = if written == Some(StepKey::End) { None } else { keys.take(StepKey::Then) };
    let then = then.map_or_else(Vec::new, |node| then::lines(node, id, room));
    if !for_people {
        refuse_handing_on(&then, room);
    }
    let (zh, en) = kind::name(written);
    keys.finish(zh, en);

    let whose = Whose {
        id: LimitId::new(id.as_str()),
        of: LimitOf::Step(id.clone()),
        title: title.clone(),
        until: None,
    };
    let limit = if has_clock { limit::limit(clock, whose, room) } else { None };
    let ladder = match (&limit, clock.escalate) {
        (Some(limit), _) => limit.ladder.clone(),
        (None, Some(node)) => room.own_ladder(node),
        (None, None) if for_people => room.ladder.clone(),
        (None, None) => Ladder::default(),
    };
    Some(Step {
        id: id.clone(),
        title,
        refs,
        after,
        guard,
        kind: kind.unwrap_or_else(kind::neutral),
        calendar: calendar.unwrap_or_else(|| room.calendar.clone()),
        limit,
        ladder,
        then,
        not_by,
        side: side.unwrap_or(false),
        for_each,
        item: None,
        place: place.clone(),
    })
}

fn scalar(node: &Node) -> Option<&str> {
    match &node.kind {
        Kind::Scalar(scalar) => Some(&scalar.text),
        _ => None,
    }
}

/// Remembers where each key's value stands, for the checks.
fn keep_places(node: &Node, id: &StepId, room: &Room<'_>) {
    let Kind::Map(entries) = &node.kind else { return };
    let mut notes = room.notes.borrow_mut();
    for entry in entries {
        if let Some(key) = StepKey::find(&entry.key) {
            notes.keys.insert((id.clone(), key), entry.value.head().clone());
        }
    }
}

/// The key that says what kind of step it is.
fn kind_of(node: &Node, keys: &MapReader<'_, StepKey>, room: &Room<'_>) -> Option<StepKey> {
    let written: Vec<StepKey> = KINDS.into_iter().filter(|key| keys.place(*key).is_some()).collect();
    if let [first, second, ..] = written[..]
        && let (Some(a), Some(b)) = (keys.place(first), keys.place(second))
    {
        let (one, other) = (first.en(), second.en());
        room.findings.add(
            error(
                "two-kinds",
                b,
                format!("一个步骤只能是一种：`{one}` 和 `{other}` 不能同时写"),
                format!("a step is of one kind; `{one}` and `{other}` are two"),
            )
            .also(a, "另一种在这里", "the other kind is here")
            .help("拆成两个步骤", "make two steps of it"),
        );
        return None;
    }
    // A kind of a later version, or one with a slip in it, was reported as such already.
    let is_meant = |key: &str| {
        let near = StepKey::nearest(key).filter(|_| StepKey::find(key).is_none());
        StepKey::is_later(key) || near.is_some_and(|near| KINDS.iter().any(|kind| kind.en() == near))
    };
    let meant = match &node.kind {
        Kind::Map(entries) => entries.iter().any(|entry| is_meant(&entry.key)),
        _ => false,
    };
    if written.is_empty() && !meant {
        room.findings.add(
            error(
                "step-without-kind",
                keys.head(),
                "这个步骤没有说做什么",
                "this step does not say what is done in it",
            )
            .help(
                "写 `owner`、`approve`、`notify`、`wait`、`wait_until`、`wait_for`、`set`、`emit`、`call` 或 `end` 中的一个",
                "write one of owner, approve, notify, wait, wait_until, wait_for, set, emit, call and end",
            ),
        );
    }
    written.first().copied()
}

fn refs(node: &Node, room: &Room<'_>) -> Vec<ClauseRef> {
    reader::one_or_many(node).iter().filter_map(|item| clause(item, room.findings)).collect()
}

/// The number of a clause of the handbook.
pub(crate) fn clause(node: &Node, findings: &Findings) -> Option<ClauseRef> {
    let text = reader::scalar(node, findings, "一个条款号，例如 2.3-P1", "a clause, such as 2.3-P1,")?;
    if text.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_')) {
        return Some(ClauseRef::new(text));
    }
    findings.add(
        error(
            "bad-ref",
            &node.place,
            format!("“{text}”不是条款号"),
            format!("`{text}` is not the number of a clause"),
        )
        .help("写成 2.3-P1 这样；几个写成列表", "write it like 2.3-P1; several are a list"),
    );
    None
}

/// The steps that must be done or skipped before this one.
fn after(node: &Node, id: &StepId, room: &Room<'_>) -> Vec<StepId> {
    let items = reader::one_or_many(node);
    let opened = |item: &Node| scalar(item).and_then(SinceWord::find) == Some(SinceWord::Opened);
    if items.is_empty() {
        room.broken.set(true);
        room.findings.add(
            error("no-value", &node.place, "`after` 的列表是空的", "the list of `after` is empty").help(
                "立案后立即开始写成 `after: opened`",
                "for a step that begins at once write `after: opened`",
            ),
        );
    }
    if items.len() == 1 && items.iter().all(opened) {
        return Vec::new();
    }
    let mut found: Vec<StepId> = Vec::new();
    for item in items {
        if opened(item) {
            room.findings.add(
                error(
                    "after-opened",
                    &item.place,
                    "立案总在其他步骤之前，和步骤一起写没有意义",
                    "the opening comes before every step; beside one it says nothing",
                )
                .help("删掉 `opened`", "leave `opened` out"),
            );
            continue;
        }
        let Some(step) = room.step(item) else { continue };
        room.notes.borrow_mut().after.insert((id.clone(), step.clone()), item.place.clone());
        if !found.contains(&step) {
            found.push(step);
        }
    }
    found
}

/// Nobody holds a step that the engine does.
fn refuse_handing_on(then: &[Then], room: &Room<'_>) {
    for line in then {
        let mut action = Some(&line.action);
        while let Some(next) = action {
            if matches!(next, ThenAction::HandTo(_)) {
                room.findings.add(
                    error(
                        "hand-to-nobody",
                        &line.place,
                        "没有人做的步骤不能移交",
                        "nobody does this step, so it can't be handed on",
                    )
                    .help("改用 `back_to`、`on_to` 或 `end`", "use `back_to`, `on_to` or `end`"),
                );
            }
            action = match next {
                ThenAction::BackTo { rounds: Some((_, after)), .. } => Some(after.as_ref()),
                _ => None,
            };
        }
    }
}

#[cfg(test)]
mod tests;
