//! `opened:` of a scenario: when the case begins, and by what where nobody opens it.

use super::{Stage, moment};
use crate::findings::{Draft, error};
use crate::reader;
use crate::tree::Node;
use crate::words::{OpenedWord, Words};
use steward_model::{EventName, Opening, Place, StartKind};

/// `as:` beside an opening that is nobody's.
pub(super) fn nobody_opens_it(place: &Place) -> Draft {
    error(
        "misplaced-key",
        place,
        "`as` 在这里没有意义：这件案子不由人立案",
        "`as` has no meaning here: nobody opens this case",
    )
    .help("删掉它", "leave it out")
}

impl Stage<'_> {
    /// `2026-03-02 16:50`, `by clock`, `by clock 2026-03-02 00:00`, `by event NAME 2026-03-02 16:50`,
    /// `by case 2026-03-02 16:50`.
    pub(super) fn opening(&self, node: &Node) -> Option<Opening> {
        let (zh, en) = ("立案的日期和钟点", "the date and time it is opened");
        let text = reader::scalar(node, self.findings, zh, en)?;
        let words: Vec<&str> = text.split_whitespace().collect();
        let at = |rest: &[&str]| moment(&rest.join(" "), node, &self.house.estate, self.findings);
        let (by, rest) = match &words[..] {
            [by, who, rest @ ..] if OpenedWord::find(by) == Some(OpenedWord::By) => {
                (OpenedWord::find(who), rest)
            }
            _ => (None, &words[..]),
        };
        match (by, rest) {
            (Some(OpenedWord::Clock), rest) => {
                self.has_a_schedule(&node.place);
                match rest {
                    [] => Some(Opening::ByClock(None)),
                    rest => at(rest).map(|at| Opening::ByClock(Some(at))),
                }
            }
            (Some(OpenedWord::Case), rest) => at(rest).map(Opening::ByCase),
            (Some(OpenedWord::Event), []) => {
                self.findings.add(
                    error("bad-value", &node.place, "没有写是哪个事件", "it is not said which event").help(
                        "写成 `由事件 名称 2026-03-02 16:50`",
                        "write it like `by event NAME 2026-03-02 16:50`",
                    ),
                );
                None
            }
            (Some(OpenedWord::Event), [name, rest @ ..]) => {
                self.begins_by(name, &node.place);
                at(rest).map(|at| Opening::ByEvent(EventName::new(name), at))
            }
            _ => moment(text, node, &self.house.estate, self.findings).map(Opening::At),
        }
    }

    fn has_a_schedule(&self, place: &Place) {
        let is_one = |kind: &StartKind| matches!(kind, StartKind::Schedule { .. });
        if self.workflow.starts.iter().any(|start| is_one(&start.kind)) {
            return;
        }
        let id = &self.workflow.id;
        self.refuse(
            error(
                "no-such-start",
                place,
                format!("流程“{id}”没有定时发起"),
                format!("no schedule begins `{id}`"),
            )
            .help(
                "写立案的日期和钟点，或在流程的 `start` 里写 `every`",
                "write a date and time, or `every` in the `start` of the workflow",
            ),
        );
    }

    fn begins_by(&self, name: &str, place: &Place) {
        let known: Vec<&str> = self
            .workflow
            .starts
            .iter()
            .filter_map(|start| match &start.kind {
                StartKind::Event(event) => Some(event.as_str()),
                StartKind::Who(_) | StartKind::Schedule { .. } => None,
            })
            .collect();
        if known.contains(&name) {
            return;
        }
        let id = &self.workflow.id;
        let draft = error(
            "no-such-start",
            place,
            format!("流程“{id}”不由事件“{name}”发起"),
            format!("the event `{name}` does not begin `{id}`"),
        );
        self.refuse(match known[..] {
            [] => draft.help(
                "写立案的日期和钟点，或在流程的 `start` 里写 `event`",
                "write a date and time, or `event` in the `start` of the workflow",
            ),
            _ => {
                let list = known.join(", ");
                draft.help(format!("发起它的事件有：{list}"), format!("the events that begin it: {list}"))
            }
        });
    }
}
