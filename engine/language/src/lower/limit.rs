//! `within`, `by`, `since`: how long something may take, of a step or of the case.

mod since;

pub(crate) use since::dated;

use crate::findings::error;
use crate::lower::ladder;
use crate::lower::room::{Asked, Room};
use crate::reader::{self, MapReader};
use crate::tree::{Kind, Node};
use crate::words::{ByWord, WithinKey, Words};
use since::{dates, unknown};
use steward_model::nearest;
use steward_model::{Allowance, CalendarId, Limit, LimitId, LimitLine, LimitOf, Place, StepId, Text};
use steward_time::parse_clock;

/// What is written about a clock, whatever it belongs to.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct Clock<'a> {
    pub(crate) within: Option<&'a Node>,
    pub(crate) by: Option<&'a Node>,
    pub(crate) since: Option<&'a Node>,
    pub(crate) calendar: Option<&'a Node>,
    pub(crate) runs_while_held: Option<&'a Node>,
    pub(crate) escalate: Option<&'a Node>,
}

/// Whose clock it is.
pub(crate) struct Whose {
    pub(crate) id: LimitId,
    pub(crate) of: LimitOf,
    pub(crate) title: Text,
    pub(crate) until: Option<StepId>,
}

/// Reads a limit. `None` when neither `within` nor `by` says how long.
pub(crate) fn limit(clock: Clock<'_>, whose: Whose, room: &Room<'_>) -> Option<Limit> {
    let findings = room.findings;
    let own = clock.calendar.and_then(|node| room.known.calendars.resolve(node, findings));
    let calendar = own.unwrap_or_else(|| room.calendar.clone());
    let reading = Reading { room, calendar, of: &whose.of };
    let lines = match (clock.within, clock.by) {
        (Some(within), by) => {
            if let Some(by) = by {
                findings.add(
                    error(
                        "within-and-by",
                        by.head(),
                        "`within` 和 `by` 只能写一个",
                        "`by` stands in place of `within`, not beside it",
                    )
                    .also(within.head(), "这里已经写了 `within`", "here is `within`")
                    .help("去掉其中一个", "leave one of the two out"),
                );
            }
            reading.within(within)
        }
        (None, Some(by)) => {
            reading.by(by).map_or_else(Vec::new, |allow| vec![reading.line(allow, by.place.clone())])
        }
        (None, None) => {
            refuse_without(clock, findings);
            return None;
        }
    };
    let place = clock.within.or(clock.by).map(|node| node.head().clone())?;
    if lines.is_empty() {
        return None;
    }
    let since = since::since(clock.since, &whose, &lines, room);
    let runs = clock.runs_while_held.and_then(|node| reader::yes(node, findings));
    let ladder = match clock.escalate {
        Some(node) => room.own_ladder(node),
        None => room.ladder.clone(),
    };
    Some(Limit {
        id: whose.id,
        of: whose.of,
        title: whose.title,
        lines,
        since,
        until: whose.until,
        runs_while_held: runs.unwrap_or(false),
        ladder,
        place,
    })
}

/// `since` and `runs_while_held` say something of a limit that is not there.
fn refuse_without(clock: Clock<'_>, findings: &crate::findings::Findings) {
    for node in [clock.since, clock.calendar, clock.runs_while_held].into_iter().flatten() {
        findings.add(
            error(
                "limit-without-time",
                node.head(),
                "这里说了怎么计时，却没有时限",
                "this says how to count, but there is no limit",
            )
            .help("加上 `within: …`，或删掉它", "write `within: …`, or leave this out"),
        );
    }
}

struct Reading<'a> {
    room: &'a Room<'a>,
    calendar: CalendarId,
    of: &'a LimitOf,
}

impl Reading<'_> {
    fn line(&self, allow: Allowance, place: Place) -> LimitLine {
        LimitLine { guard: None, allow, calendar: self.calendar.clone(), place }
    }

    fn within(&self, node: &Node) -> Vec<LimitLine> {
        if matches!(node.kind, Kind::Scalar(_)) {
            let span = ladder::span(node, self.room.findings);
            let line = span.map(|span| self.line(Allowance::Within(span), node.place.clone()));
            return line.into_iter().collect();
        }
        let items = reader::one_or_many(node);
        let last = items.len().saturating_sub(1);
        items.iter().enumerate().filter_map(|(at, item)| self.conditional(item, at == last)).collect()
    }

    /// `{ if: severity == ordinary, allow: 1 workday }`
    fn conditional(&self, node: &Node, last: bool) -> Option<LimitLine> {
        let findings = self.room.findings;
        let mut keys = MapReader::<WithinKey>::open(node, findings)?;
        let condition = keys.take(WithinKey::If);
        let asked = match self.of {
            LimitOf::Step(step) => Asked::Begin(step.clone()),
            LimitOf::Case => Asked::CaseLimit,
        };
        let guard = condition.and_then(|node| self.room.guard(node, asked));
        let (allow, by) = (keys.take(WithinKey::Allow), keys.take(WithinKey::By));
        let calendar = keys.take(WithinKey::Calendar);
        match (keys.place(WithinKey::If), last) {
            (Some(place), true) => findings.add(
                error(
                    "last-line-if",
                    place,
                    "最后一行不能有 `if`，否则可能没有时限",
                    "the last line can't have an `if`: there might be no limit then",
                )
                .help(
                    "再加一行没有 `if` 的，例如 `- { allow: 3 workdays }`",
                    "add a line without one, such as `- { allow: 3 workdays }`",
                ),
            ),
            (None, false) => findings.add(
                error(
                    "line-without-if",
                    keys.head(),
                    "这一行没有 `if`，后面的行永远用不到",
                    "this line has no `if`, so those after it never apply",
                )
                .help("给它加上 `if`，或移到最后", "give it an `if`, or make it the last"),
            ),
            _ => {}
        }
        let head = keys.head();
        let keys_misspelt = keys.is_misspelt(&[WithinKey::Allow, WithinKey::By]);
        keys.finish("`within` 的一行", "a line of `within`");
        let allow = match (allow, by) {
            (Some(node), None) => Allowance::Within(ladder::span(node, findings)?),
            (None, Some(node)) => self.by(node)?,
            (None, None) if keys_misspelt => return None,
            (both, _) => {
                findings.add(
                    error(
                        "line-without-time",
                        head,
                        if both.is_some() {
                            "`allow` 和 `by` 只能写一个"
                        } else {
                            "这一行没有说多长时间"
                        },
                        if both.is_some() {
                            "`allow` and `by` stand in one line"
                        } else {
                            "this line does not say how long"
                        },
                    )
                    .help("写一个 `allow` 或 `by`", "write one `allow`, or one `by`"),
                );
                return None;
            }
        };
        let own = calendar.and_then(|node| self.room.known.calendars.resolve(node, findings));
        let calendar = own.unwrap_or_else(|| self.calendar.clone());
        Some(LimitLine { guard, allow, calendar, place: head.clone() })
    }

    /// `by: "18:00"`, `by: closing`, `by: FIELD`.
    fn by(&self, node: &Node) -> Option<Allowance> {
        let findings = self.room.findings;
        let text = reader::scalar(
            node,
            findings,
            "一个钟点、`closing` 或日期字段",
            "a clock time, closing or a field with a date",
        )?;
        if ByWord::find(text) == Some(ByWord::Closing) {
            return Some(Allowance::ByClosing);
        }
        let clock = parse_clock(text);
        if let Ok(time) = clock {
            return Some(Allowance::ByTime(time));
        }
        if let Some(field) = self.room.fields.get(text) {
            return dated(field, &node.place, self.room).then(|| Allowance::ByField(field.id.clone()));
        }
        findings.add(match clock {
            Err(mistake) if text.starts_with(|c: char| c.is_numeric()) || mistake.suggestion.is_some() => {
                let draft = error("bad-clock", &node.place, mistake.zh, mistake.en);
                match mistake.suggestion {
                    Some(meant) => reader::meant(draft, &node.place, &meant),
                    None => draft,
                }
            }
            _ => {
                let dates = dates(self.room).chain([ByWord::Closing.en()]);
                unknown(
                    node,
                    text,
                    nearest(text, dates),
                    (
                        "`by` 后面写 \"18:00\"、`closing` 或一个日期字段",
                        "`by` takes \"18:00\", closing or a field with a date",
                    ),
                )
            }
        });
        None
    }
}

#[cfg(test)]
mod tests;
