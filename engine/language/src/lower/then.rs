//! `then:` what follows when a step is done: back, on, to somebody else, or the end.

use crate::findings::error;
use crate::lower::room::{Asked, Room};
use crate::names::{Noun, name};
use crate::reader::{self, MapReader};
use crate::tree::Node;
use crate::words::{ThenKey, Words};
use steward_model::{EndWord, Place, StepId, Then, ThenAction};

/// A loop that goes round more often than this is endless to those who work in it.
const MAX_ROUNDS: u32 = 100;

/// Reads `then:` of a step, in the order written.
pub(crate) fn lines(node: &Node, step: &StepId, room: &Room<'_>) -> Vec<Then> {
    let mut lines: Vec<Then> = Vec::new();
    let mut always: Option<Place> = None;
    for item in reader::one_or_many(node) {
        let Some((line, place, conditional)) = line(item, step, room) else { continue };
        if let Some(first) = &always {
            room.findings.add(
                error(
                    "line-without-if",
                    &place,
                    "前面有一行没有 `if`，这一行永远轮不到",
                    "a line before this one has no `if`, so this one never applies",
                )
                .also(first, "这一行没有 `if`", "this line has no `if`")
                .help("把没有 `if` 的一行移到最后", "make the line without `if` the last"),
            );
        }
        if !conditional {
            always.get_or_insert(place);
        }
        lines.extend(line);
    }
    lines
}

/// A line, where it is written, and whether it has an `if`.
fn line<'a>(node: &'a Node, step: &StepId, room: &'a Room<'_>) -> Option<(Option<Then>, Place, bool)> {
    let mut keys = MapReader::<ThenKey>::open(node, room.findings)?;
    let conditional = keys.place(ThenKey::If).is_some();
    let guard = keys.take(ThenKey::If).and_then(|node| room.guard(node, Asked::Done(step.clone())));
    if conditional && guard.is_none() {
        room.broken.set(true);
    }
    let head = keys.head().clone();
    let action = action(&mut keys, room);
    keys.finish("`then` 的一行", "a line of `then`");
    let line = action.map(|(action, place)| Then { guard, action, place });
    Some((line, head, conditional))
}

/// The one thing a line does, and where that is written.
fn action<'a>(keys: &mut MapReader<'a, ThenKey>, room: &Room<'_>) -> Option<(ThenAction, Place)> {
    let all = [ThenKey::BackTo, ThenKey::OnTo, ThenKey::HandTo, ThenKey::End];
    let mut written = all.into_iter().filter(|key| keys.place(*key).is_some());
    let (first, second) = (written.next(), written.next());
    let Some(key) = first else {
        if keys.is_misspelt(&all) {
            return None;
        }
        room.findings.add(
            error(
                "then-does-nothing",
                keys.head(),
                "这一行没有说接着做什么",
                "this line does not say what follows",
            )
            .help(
                "写 `back_to`、`on_to`、`hand_to` 或 `end` 中的一个",
                "write one of back_to, on_to, hand_to and end",
            ),
        );
        return None;
    };
    if let Some(place) = second.and_then(|key| keys.place(key)) {
        let second = second.map_or("", Words::en);
        room.findings.add(
            error(
                "then-does-two-things",
                place,
                format!("一行只能做一件事，`{}` 和 `{second}` 不能同时写", key.en()),
                format!("a line does one thing; `{}` and `{second}` are two", key.en()),
            )
            .help("留下一个", "keep one of them"),
        );
    }
    for key in all.into_iter().filter(|other| *other != key) {
        keys.entry(key);
    }
    let rounds = keys.take(ThenKey::Rounds);
    let after_that = keys.take(ThenKey::AfterThat);
    if key != ThenKey::BackTo {
        for key in [ThenKey::Rounds, ThenKey::AfterThat] {
            if let Some(place) = keys.place(key) {
                room.findings.add(
                    error(
                        "rounds-without-back-to",
                        place,
                        format!("`{}` 只和 `back_to` 一起写", key.en()),
                        format!("`{}` belongs to back_to", key.en()),
                    )
                    .help("删掉它", "leave it out"),
                );
            }
        }
    }
    let node = keys.take(key)?;
    let action = match key {
        ThenKey::BackTo => {
            let step = room.step(node);
            let rounds = limited(keys, rounds, after_that, room);
            ThenAction::BackTo { step: step?, rounds }
        }
        ThenKey::OnTo => ThenAction::OnTo(room.step(node)?),
        ThenKey::HandTo => ThenAction::HandTo(room.call().owner(node)?),
        _ => ThenAction::End(end_word(node, room)?),
    };
    Some((action, node.place.clone()))
}

/// `rounds: 3, after_that: { … }`: neither stands alone.
fn limited(
    keys: &MapReader<'_, ThenKey>,
    rounds: Option<&Node>,
    after_that: Option<&Node>,
    room: &Room<'_>,
) -> Option<(u32, Box<ThenAction>)> {
    let findings = room.findings;
    let (rounds_place, after_place) = (keys.place(ThenKey::Rounds), keys.place(ThenKey::AfterThat));
    match (rounds_place, after_place) {
        (Some(place), None) => findings.add(
            error(
                "rounds-without-after-that",
                place,
                "说了最多几轮，没有说之后怎么办",
                "it says how many rounds, but not what comes after that",
            )
            .help(
                "加上 `after_that: { hand_to: … }`，或 `after_that: { end: … }`",
                "write `after_that: { hand_to: … }`, or `after_that: { end: … }`",
            ),
        ),
        (None, Some(place)) => findings.add(
            error(
                "rounds-without-after-that",
                place,
                "没有 `rounds`，`after_that` 永远轮不到",
                "without `rounds`, `after_that` is never reached",
            )
            .help("加上 `rounds: 3`", "write `rounds: 3`"),
        ),
        _ => {}
    }
    let times = rounds
        .and_then(|node| reader::number(node, findings, 2..=MAX_ROUNDS, ("轮次", "the number of rounds")));
    let after = after_that.and_then(|node| {
        let mut keys = MapReader::<ThenKey>::open(node, findings)?;
        if let Some(entry) = keys.entry(ThenKey::If) {
            findings.add(
                error(
                    "misplaced-key",
                    &entry.key_place,
                    "`after_that` 里不能有 `if`",
                    "`if` has no meaning in after_that",
                )
                .help("删掉它", "leave it out"),
            );
        }
        let action = action(&mut keys, room);
        keys.finish("`after_that`", "`after_that`");
        action
    });
    if (rounds_place.is_some() && times.is_none()) || (after_place.is_some() && after.is_none()) {
        room.broken.set(true);
    }
    Some((times?, Box::new(after?.0)))
}

/// A word a case ends with.
pub(crate) fn end_word(node: &Node, room: &Room<'_>) -> Option<EndWord> {
    name(node, Noun::EndWord, room.findings).map(EndWord::new)
}

#[cfg(test)]
mod tests;
