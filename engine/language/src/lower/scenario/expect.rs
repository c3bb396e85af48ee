//! What a line of a story expects.

use super::{Stage, moment};
use crate::findings::error;
use crate::lower::audience::Callable;
use crate::reader::{self, MapReader};
use crate::tree::Node;
use crate::words::{BoolWord, ExpectKey, Words};
use steward_model::nearest;
use steward_model::{EndWord, Expectation, StepId, Told};

/// A step is not opened more often than this in a story.
const MAX_ROUND: u32 = 1_000;

impl Stage<'_> {
    /// One map of expectations, or a list of them.
    pub(super) fn expectations(&self, node: &Node) -> Vec<Expectation> {
        let mut found = Vec::new();
        for item in reader::one_or_many(node) {
            self.expectation(item, &mut found);
        }
        found
    }

    fn expectation(&self, node: &Node, found: &mut Vec<Expectation>) -> Option<()> {
        let findings = self.findings;
        let mut keys = MapReader::<ExpectKey>::open(node, findings)?;
        let (told, waiting) = (keys.take(ExpectKey::Told), keys.take(ExpectKey::Waiting));
        if told.is_some() || waiting.is_some() {
            let template = keys.take(ExpectKey::Template);
            let template = template.and_then(|node| self.known.templates.resolve(node, findings));
            let call = Callable { known: self.known, fields: &self.types, findings };
            let via = keys.take(ExpectKey::Via).map_or_else(Vec::new, |node| call.channels(node));
            let people = |node: Option<&Node>| {
                node.map(|node| self.people(node).collect::<Vec<_>>()).unwrap_or_default()
            };
            found.extend(people(told).into_iter().map(|who| Expectation::Told {
                who,
                template: template.clone(),
                via: via.clone(),
            }));
            found.extend(people(waiting).into_iter().map(|who| Expectation::Waiting {
                who,
                template: template.clone(),
                via: via.clone(),
            }));
        }
        if let Some(node) = keys.take(ExpectKey::NotTold) {
            found.extend(self.people(node).map(Expectation::NotTold));
        }
        let of_items = [ExpectKey::Ready, ExpectKey::Done, ExpectKey::Overdue, ExpectKey::Due];
        let item = match of_items.iter().any(|key| keys.place(*key).is_some()) {
            true => keys.take(ExpectKey::Item),
            false => None,
        };
        found.extend(self.named_tasks(keys.take(ExpectKey::Ready), item).map(Expectation::Ready));
        found.extend(self.named_tasks(keys.take(ExpectKey::Done), item).map(Expectation::Done));
        found.extend(self.named_tasks(keys.take(ExpectKey::Skipped), None).map(Expectation::Skipped));
        let limits = keys.take(ExpectKey::Overdue).map(reader::one_or_many).unwrap_or_default();
        let limits = limits.iter().filter_map(|node| self.clock(self.limit(node)?, item));
        found.extend(limits.map(Expectation::Overdue));
        if let Some(node) = keys.take(ExpectKey::Due) {
            self.due(node, item, found);
        }
        if let Some(node) = keys.take(ExpectKey::Round) {
            self.rounds(node, found);
        }
        if let Some(node) = keys.take(ExpectKey::Opened)
            && let Some(workflow) = self.known.workflows.resolve(node, findings)
        {
            found.push(Expectation::Opened(workflow));
        }
        if let Some(node) = keys.take(ExpectKey::Closed) {
            found.extend(self.closed(node));
        }
        keys.finish("这条期望", "this expectation");
        Some(())
    }

    /// One step or several, or the task of an item of each.
    fn named_tasks<'a>(
        &'a self,
        node: Option<&'a Node>,
        item: Option<&'a Node>,
    ) -> impl Iterator<Item = StepId> + 'a {
        let steps = node.map(reader::one_or_many).unwrap_or_default();
        steps.iter().filter_map(|step| self.step(step)).filter_map(move |step| self.task(step, item))
    }

    /// Roles and people; both are the estate's.
    fn people<'a>(&'a self, node: &'a Node) -> impl Iterator<Item = Told> + 'a {
        reader::one_or_many(node).iter().filter_map(|item| {
            let text = reader::scalar(item, self.findings, "一个岗位或人员", "a role or a person")?;
            if let Some(role) = self.house.names.roles.find(text) {
                return Some(Told::Role(role));
            }
            if let Some(person) = self.house.names.people.find(text) {
                return Some(Told::Staff(person));
            }
            let person_is_nearer = self.house.names.roles.nearest(text).is_none()
                && self.house.names.people.nearest(text).is_some();
            self.findings.add(if person_is_nearer {
                self.house.names.people.unknown(text, &item.place)
            } else {
                self.house.names.roles.unknown(text, &item.place)
            });
            None
        })
    }

    /// `due: { plan: 2026-03-05 16:50 }`
    fn due(&self, node: &Node, item: Option<&Node>, found: &mut Vec<Expectation>) {
        let entries = reader::map(node, self.findings, "各时限的到期", "the due time of each limit");
        for entry in entries.unwrap_or_default() {
            let limit = self.limits.resolve_text(&entry.key, &entry.key_place, self.findings);
            let (zh, en) = ("日期和钟点", "a date and time");
            if let Some(text) = reader::scalar(&entry.value, self.findings, zh, en)
                && let Some(at) = moment(text, &entry.value, &self.house.estate, self.findings)
                && let Some(limit) = self.clock(limit, item)
            {
                found.push(Expectation::Due(limit, at));
            }
        }
    }

    /// `round: { plan: 2 }`
    fn rounds(&self, node: &Node, found: &mut Vec<Expectation>) {
        let entries = reader::map(node, self.findings, "各步骤的轮次", "the round of each step");
        for entry in entries.unwrap_or_default() {
            let step = self.steps.resolve_text(&entry.key, &entry.key_place, self.findings);
            let round = reader::number(&entry.value, self.findings, 1..=MAX_ROUND, ("轮次", "a round"));
            found.extend(round.map(|round| Expectation::Round(step, round)));
        }
    }

    /// `closed: done`, or `closed: true` for any end.
    fn closed(&self, node: &Node) -> Option<Expectation> {
        let text = reader::scalar(node, self.findings, "结束词，例如 `done`", "a word it ends with")?;
        if BoolWord::find(text) == Some(BoolWord::True) {
            return Some(Expectation::Closed(None));
        }
        let ends = self.workflow.ends();
        if !ends.contains(text) {
            let draft = error(
                "unknown-end",
                &node.place,
                format!("这个流程不会以“{text}”结束"),
                format!("this workflow never ends with `{text}`"),
            );
            let list: Vec<&str> = ends.iter().map(EndWord::as_str).collect();
            self.refuse(match nearest(text, list.iter().copied()) {
                Some(near) => reader::called(draft, &node.place, near),
                None => {
                    let list = list.join(", ");
                    draft.help(format!("它的结束词有：{list}"), format!("it ends with one of: {list}"))
                }
            });
            return None;
        }
        Some(Expectation::Closed(Some(EndWord::new(text))))
    }
}
