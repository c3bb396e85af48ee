//! What a line of a story does.

use super::Stage;
use crate::findings::error;
use crate::lower::ladder;
use crate::names::{Noun, name};
use crate::reader::{self, MapReader};
use crate::tree::Node;
use crate::words::{EngineWord, StoryKey};
use std::collections::BTreeMap;
use steward_model::nearest;
use steward_model::{Act, EventName, Place, Step, StepKind, Text};

/// The keys of which a line has one at most.
const ACTS: [StoryKey; 16] = [
    StoryKey::Do,
    StoryKey::Take,
    StoryKey::Repeat,
    StoryKey::Sign,
    StoryKey::Approve,
    StoryKey::Return,
    StoryKey::Refuse,
    StoryKey::Hand,
    StoryKey::Hold,
    StoryKey::Resume,
    StoryKey::Cancel,
    StoryKey::Set,
    StoryKey::Extend,
    StoryKey::Excuse,
    StoryKey::Event,
    StoryKey::Engine,
];

/// Which kind of step an act needs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Needs {
    Person,
    Approval,
    Call,
    Anybody,
}

impl Stage<'_> {
    /// What the line does, if anything.
    pub(super) fn act(&self, keys: &mut MapReader<'_, StoryKey>) -> Option<Act> {
        let written: Vec<StoryKey> = ACTS.into_iter().filter(|key| keys.place(*key).is_some()).collect();
        for key in ACTS {
            keys.entry(key);
        }
        let key = *written.first()?;
        if let Some(place) = written.get(1).and_then(|key| keys.place(*key)) {
            self.findings.add(
                error("two-acts", place, "一行只做一件事", "a line does one thing")
                    .help("另起一行", "make it a line of its own"),
            );
        }
        let node = keys.take(key);
        let item = match key {
            StoryKey::Do
            | StoryKey::Set
            | StoryKey::Take
            | StoryKey::Sign
            | StoryKey::Hand
            | StoryKey::Extend
            | StoryKey::Excuse => keys.take(StoryKey::Item),
            _ => None,
        };
        let of = |step: &Step| self.task(step, item);
        match key {
            StoryKey::Do => self.work(node?, item, keys),
            StoryKey::Take => self.of_kind(node?, Needs::Anybody).and_then(of).map(Act::Take),
            StoryKey::Repeat => self.of_kind(node?, Needs::Call).map(|step| Act::Repeat(step.id.clone())),
            StoryKey::Sign => self.sign(node?, item),
            StoryKey::Approve => {
                self.of_kind(node?, Needs::Approval).map(|step| Act::Approve(step.id.clone()))
            }
            StoryKey::Return | StoryKey::Refuse => self.answer(key, node?, keys),
            StoryKey::Hand => {
                let to = keys.required(StoryKey::To);
                let step = self.of_kind(node?, Needs::Anybody)?;
                Some(Act::Hand(of(step)?, self.person(to?)?))
            }
            StoryKey::Hold => self.hold(node?),
            StoryKey::Resume => reader::yes(node?, self.findings)?.then_some(Act::Resume),
            StoryKey::Cancel => self.sentence(node?).map(Act::Cancel),
            StoryKey::Set => Some(Act::Set(self.changed(node?, item))),
            StoryKey::Extend => {
                let span = keys.required(StoryKey::Span);
                let limit = self.clock(self.limit(node?)?, item)?;
                Some(Act::Extend(limit, ladder::span(span?, self.findings)?))
            }
            StoryKey::Excuse => self.clock(self.limit(node?)?, item).map(Act::Excuse),
            StoryKey::Event => {
                name(node?, Noun::Event, self.findings).map(|name| Act::Event(EventName::new(name)))
            }
            _ => match reader::word::<EngineWord>(node?, self.findings)? {
                EngineWord::Stops => Some(Act::EngineStops),
                EngineWord::Starts => Some(Act::EngineStarts),
            },
        }
    }

    fn work(&self, node: &Node, item: Option<&Node>, keys: &mut MapReader<'_, StoryKey>) -> Option<Act> {
        let (with, fail) = (keys.take(StoryKey::With), keys.take(StoryKey::Fail));
        let shown = Self::shown(keys);
        let step = self.of_kind(node, Needs::Person)?;
        let values = with.map(|node| self.values(node)).unwrap_or_default();
        for odd in with.into_iter().flat_map(Node::entries) {
            let (field, name) = (odd.key.as_str(), &step.id);
            if !values.contains_key(field) || step.form().contains(&field.into()) {
                continue;
            }
            self.refuse(
                error(
                    "not-in-form",
                    &odd.key_place,
                    format!("步骤“{name}”的表单里没有“{field}”"),
                    format!("the form of `{name}` does not ask for `{field}`"),
                )
                .help(
                    "填它的表单里有的字段；其他字段用 `set` 改",
                    "fill what its form asks for; other fields are changed with `set`",
                ),
            );
        }
        let fail = fail.map(|node| self.failures(node, step)).unwrap_or_default();
        let show = self.showing(shown, step);
        Some(Act::Do { step: self.task(step, item)?, with: values, fail, show })
    }

    /// `sign: STEP`: only where the step asks for a second person.
    fn sign(&self, node: &Node, item: Option<&Node>) -> Option<Act> {
        let step = self.of_kind(node, Needs::Person)?;
        if step.asks_second() {
            return self.task(step, item).map(Act::Sign);
        }
        let id = &step.id;
        self.refuse(wrong_kind(
            &node.place,
            (&format!("步骤“{id}”不要求第二人复核"), &format!("`{id}` asks for no second signature")),
            (
                "在流程的这一步写 `signoff: second-person`，或删掉这一行",
                "write `signoff: second-person` at the step, or leave this line out",
            ),
        ));
        None
    }

    /// `fail: { 大堂: 有水渍 }`: items of the checklist, with the remark.
    fn failures(&self, node: &Node, step: &Step) -> BTreeMap<String, String> {
        let empty: &[Text] = &[];
        let items = match &step.kind {
            StepKind::Person { checklist, .. } => checklist,
            _ => empty,
        };
        let mut failures = BTreeMap::new();
        let entries = reader::map(node, self.findings, "不合格项", "items that fail");
        for entry in entries.unwrap_or_default() {
            if items.iter().any(|item| item.zh == entry.key || item.en == entry.key) {
                if let Some(remark) = self.sentence(&entry.value) {
                    failures.insert(entry.key.clone(), remark);
                }
                continue;
            }
            self.refuse(unknown_item(&entry.key, &entry.key_place, step, items));
        }
        failures
    }

    fn answer(&self, key: StoryKey, node: &Node, keys: &mut MapReader<'_, StoryKey>) -> Option<Act> {
        let comment = keys.required(StoryKey::Comment).and_then(|node| self.sentence(node));
        let step = self.of_kind(node, Needs::Approval)?;
        let id = step.id.clone();
        if key == StoryKey::Return {
            return Some(Act::Return(id, comment?));
        }
        if !matches!(step.kind, StepKind::Approve { refused: Some(_), .. }) {
            self.refuse(
                error(
                    "cannot-refuse",
                    &node.place,
                    format!("审批“{id}”只能批准或退回"),
                    format!("`{id}` can be approved or returned, not refused"),
                )
                .help(
                    "用 `return`，或在流程里写 `refused: { end: … }`",
                    "use `return`, or write `refused: { end: … }` in the workflow",
                ),
            );
            return None;
        }
        Some(Act::Refuse(id, comment?))
    }

    fn hold(&self, node: &Node) -> Option<Act> {
        let reason = self.sentence(node)?;
        let draft = match &self.workflow.hold {
            None => error(
                "cannot-hold",
                &node.place,
                "这个流程不能挂起",
                "nobody may hold a case of this workflow",
            )
            .help("在流程里写 `hold:`", "write `hold:` in the workflow"),
            Some(rule) => {
                let reasons = || rule.reasons.iter().flat_map(|text| [text.zh.as_str(), text.en.as_str()]);
                if rule.reasons.is_empty() || reasons().any(|known| known == reason) {
                    return Some(Act::Hold(reason));
                }
                let draft = error(
                    "unknown-reason",
                    &node.place,
                    format!("挂起事由里没有“{reason}”"),
                    format!("`{reason}` is none of the reasons for a hold"),
                )
                .also(&rule.place, "事由在这里", "the reasons are here");
                match nearest(&reason, reasons()) {
                    Some(near) => reader::called(draft, &node.place, near),
                    None => draft.help("写其中一个", "write one of them"),
                }
            }
        };
        self.refuse(draft);
        None
    }

    fn sentence(&self, node: &Node) -> Option<String> {
        let text = reader::scalar(node, self.findings, "一句话", "a sentence")?;
        Some(text.trim().to_owned())
    }

    /// A step that the act can be done to.
    fn of_kind(&self, node: &Node, needs: Needs) -> Option<&Step> {
        let step = self.step(node)?;
        let id = &step.id;
        let place = &node.place;
        let draft = match (&step.kind, needs) {
            (StepKind::Person { .. }, Needs::Person | Needs::Anybody)
            | (StepKind::Approve { .. }, Needs::Approval | Needs::Anybody)
            // One above does a step whose called case was not done.
            | (StepKind::Call { awaited: true, .. }, Needs::Person | Needs::Call) => return Some(step),
            (_, Needs::Call) => wrong_kind(
                place,
                (&format!("步骤“{id}”不等它发起的案件"), &format!("`{id}` waits for no case")),
                (
                    "只有带 `call`、不写 `detach: true` 的步骤可以重办",
                    "only a step that says `call` without `detach: true` is repeated",
                ),
            ),
            (StepKind::Approve { .. }, Needs::Person) => wrong_kind(
                place,
                (&format!("步骤“{id}”是审批"), &format!("`{id}` is an approval")),
                ("用 `approve` 或 `return`", "use `approve` or `return`"),
            ),
            (StepKind::Person { .. }, Needs::Approval) => wrong_kind(
                place,
                (&format!("步骤“{id}”不是审批"), &format!("`{id}` is no approval")),
                ("用 `do`", "use `do`"),
            ),
            _ => wrong_kind(
                place,
                (&format!("步骤“{id}”不由人来做"), &format!("nobody does `{id}`; it comes by itself")),
                ("用 `expect` 看它", "look at it with `expect`"),
            ),
        };
        self.refuse(draft);
        None
    }
}

fn wrong_kind(
    place: &Place,
    (zh, en): (&str, &str),
    (help_zh, help_en): (&str, &str),
) -> crate::findings::Draft {
    error("wrong-kind", place, zh, en).help(help_zh, help_en)
}

fn unknown_item(item: &str, place: &Place, step: &Step, items: &[Text]) -> crate::findings::Draft {
    let name = &step.id;
    let draft = error(
        "unknown-item",
        place,
        format!("步骤“{name}”的核对项里没有“{item}”"),
        format!("the checklist of `{name}` has no item `{item}`"),
    );
    let known = items.iter().flat_map(|text| [text.zh.as_str(), text.en.as_str()]);
    match nearest(item, known) {
        Some(near) => reader::called(draft, place, near),
        None => draft.help("写其中一项的全文", "write an item as it stands there"),
    }
}
