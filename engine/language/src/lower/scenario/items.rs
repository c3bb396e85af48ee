//! `item:` of a line: which of the tasks of a step that says `for_each` is meant, or whose fields.

use super::Stage;
use crate::findings::{Draft, error};
use crate::lower::field::{self, node_value};
use crate::reader;
use crate::tree::{Entry, Node};
use std::collections::BTreeMap;
use steward_model::{Each, FieldId, FieldKind, LimitId, Step, StepId, Value};

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

    /// Values that the case is given at its opening: none of a field that each item of a step has its own of.
    pub(super) fn values_of_case(&self, node: &Node) -> BTreeMap<FieldId, Value> {
        for entry in node.entries() {
            if let Some(step) = self.workflow.each_of(&FieldId::new(entry.key.as_str())) {
                let (id, field) = (&step.id, &entry.key);
                let draft = of_items(entry, step).help(
                    format!("在办理某一项的那一行填：`do: {id}`、`item: …`、`with: {{ {field}: … }}`"),
                    format!("fill it where an item is done: `do: {id}`, `item: …`, `with: {{ {field}: … }}`"),
                );
                self.refuse(draft.naming(id.as_str()));
            }
        }
        self.values(node)
    }

    /// `set: { level: 3 }`, `set: { level: 3 }, item: b1`: the fields of the case itself, or those of one
    /// item. An empty text empties a field.
    pub(super) fn changed(&self, node: &Node, item: Option<&Node>) -> BTreeMap<FieldId, Option<Value>> {
        let entries = reader::map(node, self.findings, "字段的值", "values of fields").unwrap_or_default();
        // Each step is asked once whether it has the item.
        let mut tasks: BTreeMap<&StepId, Option<StepId>> = BTreeMap::new();
        let mut changed = BTreeMap::new();
        for entry in entries {
            let field = self.fields.resolve_text(&entry.key, &entry.key_place, self.findings);
            let own = match (self.workflow.each_of(&field), item) {
                (None, None) => Some(field.clone()),
                (Some(step), Some(_)) => {
                    let task = tasks.entry(&step.id).or_insert_with(|| self.task(step, item));
                    task.as_ref().and_then(StepId::item).map(|item| field.of_item(item))
                }
                (Some(step), None) => {
                    self.refuse(of_items(entry, step).help(
                        format!("写上是哪一项：`set: {{ {field}: … }}, item: …`"),
                        format!("say which item is meant: `set: {{ {field}: … }}, item: …`"),
                    ));
                    None
                }
                (None, Some(_)) => {
                    if self.types.contains_key(&field) {
                        self.refuse(of_case(entry));
                    }
                    None
                }
            };
            if let (Some(own), Some(value)) = (own, self.value_or_none(&field, &entry.value)) {
                changed.insert(own, value);
            }
        }
        changed
    }

    fn value_or_none(&self, field: &FieldId, node: &Node) -> Option<Option<Value>> {
        if node.text().is_some_and(|text| text.trim().is_empty()) {
            return Some(None);
        }
        let kind = &self.types.get(field)?.kind;
        field::node_value(node, kind, self.around(), self.findings).map(Some)
    }
}

fn of_items(entry: &Entry, step: &Step) -> Draft {
    let (field, id) = (&entry.key, &step.id);
    error(
        "items-field",
        &entry.key_place,
        format!("字段“{field}”在步骤“{id}”里每一项各有一个值，案件本身没有"),
        format!("each item of `{id}` has its own `{field}`; the case itself has none"),
    )
    .also(&step.place, "这一步逐个办理", "this step is done item by item")
}

fn of_case(entry: &Entry) -> Draft {
    let field = &entry.key;
    error(
        "item-of-one",
        &entry.key_place,
        format!("字段“{field}”是整个案件的，不分项"),
        format!("`{field}` is a field of the whole case, not of single items"),
    )
    .help("写在不带 `item` 的另一行里", "change it in a line of its own, without `item`")
}
