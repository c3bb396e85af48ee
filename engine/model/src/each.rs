//! A workflow with the tasks of its items. A step that says `for_each` stands in the handbook once; in
//! a case it is a task for each item, with an owner, a clock and fields of its own. Here each of these
//! becomes a step, a limit and fields beside what is written, so that whatever looks at a case finds
//! them as it finds any other. The step itself stays: it is ready and done for all of them, and what
//! follows waits for it.

use crate::{
    CodeAt, Each, Evidence, Field, FieldId, Limit, LimitOf, Owner, Step, StepId, StepKind, Text, Workflow,
    ZoneId,
};

/// A step has so many items at most, as many as a list holds. An estate has tens of zones; of hundreds of
/// tasks of one step nobody sees which is open.
pub const MOST_ITEMS: usize = 200;

/// An item of a step.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Item {
    /// What tells it from the others: a zone's id, or a text of the list.
    pub key: String,
    /// What people read.
    pub name: Text,
}

impl Workflow {
    /// The step that asks for a field once for each of its items; `None`: the field has one value.
    pub fn each_of(&self, field: &FieldId) -> Option<&Step> {
        self.steps.iter().find(|step| step.for_each.is_some() && step.form().contains(field))
    }

    /// The workflow with a step, a limit and fields for each item of each step done item by item.
    pub fn with_items(&self, items_of: impl Fn(&StepId) -> Vec<Item>) -> Workflow {
        let mut whole = self.clone();
        whole.steps.clear();
        for step in &self.steps {
            let Some(each) = &step.for_each else {
                whole.steps.push(step.clone());
                continue;
            };
            whole.steps.push(Step { limit: None, ..step.clone() });
            for item in items_of(&step.id) {
                let form = step.form().iter().filter_map(|field| self.field(field));
                whole.fields.extend(form.map(|field| field_of(field, &item)));
                whole.steps.push(task_of(step, each, &item));
            }
        }
        whole.index = whole.steps.iter().enumerate().map(|(at, step)| (step.id.clone(), at)).collect();
        whole
    }
}

fn field_of(field: &Field, item: &Item) -> Field {
    Field { id: field.id.of_item(&item.key), title: titled(&field.title, &item.name), ..field.clone() }
}

/// It begins with the step it is of, and what comes after is that step's.
fn task_of(step: &Step, each: &Each, item: &Item) -> Step {
    let id = step.id.of_item(&item.key);
    let title = titled(&step.title, &item.name);
    let limit = step.limit.as_ref().map(|limit| Limit {
        id: limit.id.of_item(&item.key),
        of: LimitOf::Step(id.clone()),
        title: title.clone(),
        ..limit.clone()
    });
    let kind = match &step.kind {
        StepKind::Person { owner, form, checklist, evidence, signoff, report } => StepKind::Person {
            owner: owner_of(owner, each, item),
            form: form.iter().map(|field| field.of_item(&item.key)).collect(),
            checklist: checklist.clone(),
            evidence: Evidence {
                code: evidence.code.as_ref().map(|code| code_at(code, form, item)),
                ..evidence.clone()
            },
            signoff: *signoff,
            report: report.clone(),
        },
        other => other.clone(),
    };
    Step {
        id,
        title,
        after: Vec::new(),
        guard: None,
        kind,
        limit,
        then: Vec::new(),
        for_each: None,
        item: Some(item.name.clone()),
        ..step.clone()
    }
}

fn owner_of(owner: &Owner, each: &Each, item: &Item) -> Owner {
    match (owner, each) {
        (Owner::Item(key), Each::Zones) => Owner::InZone(ZoneId::new(&item.key), key.clone()),
        _ => owner.clone(),
    }
}

fn code_at(code: &CodeAt, form: &[FieldId], item: &Item) -> CodeAt {
    match code {
        CodeAt::Item => CodeAt::Zone(ZoneId::new(&item.key)),
        CodeAt::Field(field) if form.contains(field) => CodeAt::Field(field.of_item(&item.key)),
        _ => code.clone(),
    }
}

/// What a task of one item, or a field of it, is called.
fn titled(title: &Text, item: &Text) -> Text {
    Text::new(format!("{}（{}）", title.zh, item.zh), format!("{} ({})", title.en, item.en))
}
