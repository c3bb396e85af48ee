//! `item:` of a line: which of the tasks of a step that says `for_each` is meant.

use super::Stage;
use crate::findings::error;
use crate::lower::field::node_value;
use crate::reader;
use crate::tree::Node;
use steward_model::{Each, FieldKind, LimitId, Step, StepId, Value};

impl Stage<'_> {
    /// The task of an item of a step; without `item:` the step itself.
    pub(super) fn task(&self, step: &Step, item: Option<&Node>) -> Option<StepId> {
        let Some(node) = item else { return Some(step.id.clone()) };
        let (zh, en) = ("一个分区，或列表里的一项", "a zone, or one of the list,");
        let text = reader::scalar(node, self.findings, zh, en)?.trim();
        match &step.for_each {
            Some(Each::Zones) => match node_value(node, &FieldKind::Zone, self.around(), self.findings)? {
                Value::Zone(zone) => Some(step.id.of_item(zone.as_str())),
                _ => None,
            },
            Some(Each::Listed(_)) => Some(step.id.of_item(text)),
            None => {
                let id = &step.id;
                self.refuse(
                    error(
                        "item-of-one",
                        &node.place,
                        format!("步骤“{id}”不是逐个办的，没有“{text}”这一项"),
                        format!("`{id}` is not done item by item, so it has no `{text}`"),
                    )
                    .help(
                        "删掉 `item`，或在流程的这一步写 `for_each`",
                        "leave `item` out, or write `for_each` at the step",
                    ),
                );
                None
            }
        }
    }

    /// The clock of an item of a step; without `item:` the limit itself.
    pub(super) fn clock(&self, limit: LimitId, item: Option<&Node>) -> Option<LimitId> {
        let Some(node) = item else { return Some(limit) };
        let known = self.workflow.limit(&limit).and_then(|limit| self.workflow.step_of(limit));
        match known {
            Some(step) => self.task(step, Some(node)).map(|task| LimitId::new(task.as_str())),
            None => {
                self.refuse(
                    error(
                        "item-of-one",
                        &node.place,
                        format!("“{limit}”是整个案件的时限，不分项"),
                        format!("`{limit}` is a limit of the whole case, not of single items"),
                    )
                    .help("删掉 `item`", "leave `item` out"),
                );
                None
            }
        }
    }
}
