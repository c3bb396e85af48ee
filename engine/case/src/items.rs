//! Steps that say `for_each`: what they are done for each of, and the wording of a case with a task
//! for each item. The items are those of the moment the step becomes ready; a new round takes them
//! anew. When the last task is done, so is the step.

use crate::judge::Moment;
use crate::turn::{Fact, Turn};
use crate::{Case, Change, Effect, Refusal, StepStatus, Tell, What};
use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use steward_model::{Each, Estate, FieldId, Item, LimitId, Step, StepId, Text, Value, Workflow, ZoneId};

/// A wording with the tasks of the items that its steps had or have in a case; the wording itself where
/// no step is done item by item. Whatever looks at a case beside its wording looks at this one.
pub fn itemised<'w>(definition: &'w Workflow, case: &Case, estate: &Estate) -> Cow<'w, Workflow> {
    let has_each = definition.steps.iter().any(|step| step.for_each.is_some());
    let has_tasks = definition.steps.iter().any(|step| step.item.is_some());
    let mut tasks = case.steps.keys().filter(|step| step.item().is_some());
    if !has_each || has_tasks && tasks.all(|task| definition.step(task).is_some()) {
        return Cow::Borrowed(definition);
    }
    Cow::Owned(definition.with_items(|step| {
        let keys = case.items(step).iter().cloned().chain(case.former_items(step));
        keys.map(|key| Item { name: name_of(&key, estate), key }).collect()
    }))
}

/// A zone's name; a text of a list is its own.
fn name_of(key: &str, estate: &Estate) -> Text {
    let zone = estate.zones.iter().find(|zone| zone.id == ZoneId::new(key));
    zone.map_or_else(|| Text::plain(key), |zone| zone.name.clone())
}

/// Wordings that come to be in a turn, kept until it is over, so that what points into an earlier one
/// goes on doing so.
#[derive(Default)]
pub(crate) struct Wordings {
    this: OnceCell<Workflow>,
    next: OnceCell<Box<Wordings>>,
}

impl Wordings {
    fn keep(&self, wording: Workflow) -> &Workflow {
        let mut place = self;
        while place.this.get().is_some() {
            place = place.next.get_or_init(Box::default);
        }
        place.this.get_or_init(|| wording)
    }
}

impl Case {
    /// The items a step has, or had when it became ready last, in their order.
    pub fn items(&self, step: &StepId) -> &[String] {
        self.steps.get(step).map_or(&[], |state| &state.items)
    }

    /// Items that only earlier rounds of a step had.
    fn former_items(&self, step: &StepId) -> Vec<String> {
        let of_step = self.steps.keys().filter(|task| task.written() == step.as_str());
        let keys = of_step.filter_map(|task| task.item().map(str::to_owned));
        keys.filter(|key| !self.items(step).contains(key)).collect()
    }

    /// The tasks of a step's items; of a step that is not done item by item there are none.
    pub fn tasks(&self, step: &StepId) -> impl Iterator<Item = StepId> {
        self.items(step).iter().map(|item| step.of_item(item))
    }
}

impl<'a> Turn<'a> {
    /// Goes by the wording with the tasks of all items known by now.
    pub(crate) fn itemise(&mut self) {
        if let Cow::Owned(whole) = itemised(self.written, &self.case, self.ctx.estate) {
            self.ctx.definition = self.wordings.keep(whole);
        }
    }

    /// A step that is done item by item becomes ready, and with it the task of each item; without any
    /// it is skipped.
    pub(crate) fn begin_items(&mut self, step: &Step, each: &Each) {
        let items = self.items_now(each);
        if items.is_empty() {
            self.skip(step);
            return;
        }
        let ready = Fact::new(What::Ready).step(&step.id).change(Change::Ready(step.id.clone()));
        self.record(ready.change(Change::Items(step.id.clone(), items)));
        self.itemise();
        self.births();
        self.ask_about_step(Moment::Ready, &step.id);
        let tasks: Vec<StepId> = self.case.tasks(&step.id).collect();
        for task in tasks {
            // A rule may have ended the case, or have had the step withdrawn.
            if self.case.is_over() || self.case.status(&step.id) != StepStatus::Ready {
                return;
            }
            if let Some(task) = self.step(&task) {
                self.fill_in_defaults(task);
                self.make_ready(task);
                self.fresh.push(task.id.clone());
            }
        }
    }

    fn items_now(&self, each: &Each) -> Vec<String> {
        let all: Vec<String> = match each {
            Each::Zones => self.ctx.estate.zones.iter().map(|zone| zone.id.to_string()).collect(),
            Each::Listed(field) => match self.case.fields.get(field) {
                Some(Value::List(texts)) => texts.iter().map(|text| text.trim().to_owned()).collect(),
                _ => Vec::new(),
            },
        };
        let mut seen = BTreeSet::new();
        all.into_iter().filter(|key| !key.is_empty() && seen.insert(key.clone())).collect()
    }

    /// What an item's fields hold until somebody fills them in.
    fn fill_in_defaults(&mut self, task: &Step) {
        let mut filled = Vec::new();
        for id in task.form() {
            let default = self.ctx.definition.field(id).and_then(|field| field.default.clone());
            if let Some(value) = default.filter(|_| !self.case.fields.contains_key(id)) {
                self.also(Change::Field(id.clone(), Some(value)));
                filled.push(id.clone());
            }
        }
        if !filled.is_empty() {
            self.after_fields(&filled);
        }
    }

    /// With the last task of a step the step is done, by nobody in particular.
    pub(crate) fn join(&mut self, task: &Step) {
        let id = StepId::new(task.id.written());
        let all_done = self.case.tasks(&id).all(|task| self.case.status(&task) == StepStatus::Done);
        if self.case.status(&id) != StepStatus::Ready || !all_done {
            return;
        }
        if let Some(step) = self.step(&id) {
            let failed = self.case.tasks(&id).flat_map(|task| self.case.step(&task).failed).collect();
            self.finish(step, None, failed, None);
        }
    }

    /// The task that somebody means by a step's name: of one done item by item, the only one of its
    /// open tasks that they may do.
    pub(crate) fn meant(&self, id: &StepId, may: impl Fn(&Step) -> bool) -> Result<StepId, Refusal> {
        let whole = StepId::new(id.written());
        let items = self.step(&whole).is_some_and(|step| step.for_each.is_some());
        let is_one = self.case.tasks(&whole).any(|task| task == *id);
        if !items || self.case.status(&whole) != StepStatus::Ready || is_one {
            return Ok(id.clone());
        }
        let open = self.case.tasks(&whole).filter(|task| self.case.status(task) == StepStatus::Ready);
        let open: Vec<StepId> = open.collect();
        if id.item().is_none() {
            let mut theirs = open.iter().filter(|task| self.step(task).is_some_and(&may));
            if let (Some(task), None) = (theirs.next(), theirs.next()) {
                return Ok(task.clone());
            }
        }
        Err(Refusal::WhichItem { step: whole, items: keys(&open) })
    }

    /// The clock that is meant by the name of a limit whose step is done item by item: the only one
    /// there is.
    pub(crate) fn meant_limit(
        &self,
        id: &LimitId,
        is_meant: impl Fn(&crate::Clock) -> bool,
    ) -> Result<LimitId, Refusal> {
        let whole = StepId::new(id.written());
        let items = self.step(&whole).is_some_and(|step| step.for_each.is_some());
        if !items || id.item().is_some() {
            return Ok(id.clone());
        }
        let of_step = |clock: &&crate::Clock| clock.limit.written() == id.written() && is_meant(clock);
        let found: BTreeSet<LimitId> =
            self.case.clocks.iter().filter(of_step).map(|clock| clock.limit.clone()).collect();
        let mut found = found.into_iter();
        match (found.next(), found.next()) {
            (None, _) => Ok(id.clone()),
            (Some(only), None) => Ok(only),
            (Some(first), Some(second)) => {
                let all = [first, second].into_iter().chain(found);
                let items = all.filter_map(|limit| limit.item().map(str::to_owned)).collect();
                Err(Refusal::WhichItem { step: whole, items })
            }
        }
    }
}

fn keys(tasks: &[StepId]) -> Vec<String> {
    tasks.iter().filter_map(|task| task.item().map(str::to_owned)).collect()
}

/// Names of fields as somebody who does a task writes them, or its item's own: the item's own.
pub(crate) fn of_task<V: Clone>(task: &Step, fields: &BTreeMap<FieldId, V>) -> BTreeMap<FieldId, V> {
    let own = |field: &FieldId| match task.id.item() {
        Some(item) if field.item().is_none() => field.of_item(item),
        _ => field.clone(),
    };
    fields.iter().map(|(field, value)| (own(field), value.clone())).collect()
}

/// Messages of one moment and wording to one person about several items of a step go as one.
pub(crate) fn bring_together(effects: &mut [Effect]) {
    let alike = |tell: &Tell| {
        let step = tell.step.as_ref().filter(|step| step.item().is_some())?.written().to_owned();
        Some((tell.to.clone(), step, tell.template.clone(), tell.fell_due))
    };
    let mut count: BTreeMap<_, u32> = BTreeMap::new();
    for effect in effects.iter() {
        if let Effect::Tell(tell) = effect
            && let Some(key) = alike(tell)
        {
            *count.entry(key).or_default() += 1;
        }
    }
    for effect in effects {
        if let Effect::Tell(tell) = effect {
            tell.together |= alike(tell).is_some_and(|key| count[&key] > 1);
        }
    }
}
