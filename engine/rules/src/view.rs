//! What a rule sees: `case`, `step` and `limit`, read-only.
//!
//! Each is a row of values, one slot for each property that the file reads anywhere. Only those are
//! converted, so what a call costs depends on the rule, not on the size of the case. A property is
//! read through a getter that knows its slot.

use crate::fault::said;
use crate::names::fields_of_case;
use crate::value::{list_seen, seen};
use rhai::{Dynamic, Engine};
use std::collections::BTreeSet;
use std::sync::Arc;
use steward_case::{CaseFacts, LimitFacts, StepFacts};
use steward_model::{FieldId, Text, Value, Workflow};
use steward_time::TimeZone;

/// No rule sees more of a text than this many characters, or more items of a list than
/// [`LONGEST_LIST`]: what is longer would run into the bounds of the sandbox.
const LONGEST_TEXT: usize = 2_000;
const LONGEST_LIST: usize = 200;

/// How the value of a word is found.
type Find<Facts> = fn(&Facts) -> Dynamic;

/// Words of a row, and how the value of each is found.
pub(crate) type Words<Facts, const COUNT: usize> = [(&'static str, Find<Facts>); COUNT];

/// The words of `case`; every field of the workflow is one, too.
pub(crate) const CASE_WORDS: Words<CaseFacts, 3> = [
    ("id", |case| case.id.as_str().into()),
    ("estate", |case| case.estate.as_str().into()),
    ("opened", |case| case.opened.as_str().into()),
];

/// The words of `step`. A step that nobody holds has the holder `()`.
pub(crate) const STEP_WORDS: Words<StepFacts, 7> = [
    ("id", |step| step.id.as_str().into()),
    ("item", |step| step.item.as_str().into()),
    ("owner", |step| step.owner.as_str().into()),
    ("holder", |step| match step.holder.as_str() {
        "" => Dynamic::UNIT,
        holder => holder.into(),
    }),
    ("taken", |step| step.taken.into()),
    ("round", |step| i64::from(step.round).into()),
    ("failed_items", |step| list_seen(&step.failed_items[..step.failed_items.len().min(LONGEST_LIST)])),
];

/// The words of `limit`. Where no rung stands at the moment, `rung` is an empty text.
pub(crate) const LIMIT_WORDS: Words<LimitFacts, 5> = [
    ("id", |limit| limit.id.as_str().into()),
    ("due", |limit| limit.due.as_str().into()),
    ("minutes_left", |limit| limit.minutes_left.into()),
    ("minutes_over", |limit| limit.minutes_over.into()),
    ("rung", |limit| limit.rung.as_str().into()),
];

/// A row of values in a rule's hands. What a slot does not hold is no property of it.
#[derive(Clone)]
pub(crate) struct Row<const WHAT: char>(Arc<[Option<Dynamic>]>);

/// The case of a moment.
pub(crate) type CaseRow = Row<'c'>;
/// The step of a moment.
pub(crate) type StepRow = Row<'s'>;
/// The limit of a moment.
pub(crate) type LimitRow = Row<'l'>;

/// The properties that a file reads anywhere, of each kind of row; a property's place is its slot.
pub(crate) struct Properties {
    /// All of them, because any may be a field.
    case: Vec<String>,
    step: Vec<(&'static str, Find<StepFacts>)>,
    limit: Vec<(&'static str, Find<LimitFacts>)>,
}

impl Properties {
    pub(crate) fn new(read: BTreeSet<String>) -> Self {
        Self {
            step: STEP_WORDS.into_iter().filter(|(word, _)| read.contains(*word)).collect(),
            limit: LIMIT_WORDS.into_iter().filter(|(word, _)| read.contains(*word)).collect(),
            case: read.into_iter().collect(),
        }
    }

    /// Registers a getter for each slot. A property that is in no slot of a row is rhai's error.
    pub(crate) fn register(&self, engine: &mut Engine) {
        fn on<const WHAT: char>(engine: &mut Engine, kind: &'static str, names: &[&str]) {
            engine.register_type_with_name::<Row<WHAT>>(kind);
            for (slot, name) in names.iter().enumerate() {
                let missing = (*name).to_owned();
                engine.register_get(name, move |row: &mut Row<WHAT>| match row.0.get(slot) {
                    Some(Some(value)) => Ok(value.clone()),
                    _ => Err(said(no_property(kind, &missing))),
                });
            }
        }
        let words = |names: &mut dyn Iterator<Item = &'static str>| names.collect::<Vec<_>>();
        on::<'c'>(engine, "case", &self.case.iter().map(String::as_str).collect::<Vec<_>>());
        on::<'s'>(engine, "step", &words(&mut self.step.iter().map(|(word, _)| *word)));
        on::<'l'>(engine, "limit", &words(&mut self.limit.iter().map(|(word, _)| *word)));
    }

    /// The step as the rule sees it; `()` at a moment without one.
    pub(crate) fn step(&self, facts: Option<&StepFacts>) -> Dynamic {
        facts.map_or(Dynamic::UNIT, |facts| {
            Dynamic::from(Row::<'s'>(self.step.iter().map(|(_, find)| Some(find(facts))).collect()))
        })
    }

    /// The limit as the rule sees it; `()` at a moment without one.
    pub(crate) fn limit(&self, facts: Option<&LimitFacts>) -> Dynamic {
        facts.map_or(Dynamic::UNIT, |facts| {
            Dynamic::from(Row::<'l'>(self.limit.iter().map(|(_, find)| Some(find(facts))).collect()))
        })
    }
}

/// For each slot of a case of one workflow, where its value comes from.
pub(crate) struct Plan(Vec<CaseWord>);

enum CaseWord {
    Word(Find<CaseFacts>),
    Field { id: FieldId, hidden: bool },
    Nothing,
}

impl Plan {
    pub(crate) fn new(properties: &Properties, workflow: &Workflow) -> Self {
        let source = |name: &String| {
            if let Some((_, find)) = CASE_WORDS.iter().find(|(word, _)| word == name) {
                return CaseWord::Word(*find);
            }
            fields_of_case(workflow).find(|field| field.id.as_str() == name).map_or(
                CaseWord::Nothing,
                |field| CaseWord::Field { id: field.id.clone(), hidden: field.is_confined() },
            )
        };
        Self(properties.case.iter().map(source).collect())
    }

    /// The case as the rule sees it. An empty field is `()`.
    pub(crate) fn case(&self, facts: &CaseFacts, zone: &TimeZone) -> Dynamic {
        let value = |source: &CaseWord| match source {
            CaseWord::Word(find) => Some(find(facts)),
            CaseWord::Field { id, hidden } => Some(match facts.fields.get(id) {
                Some(value) => field(value, *hidden, zone),
                None => Dynamic::UNIT,
            }),
            CaseWord::Nothing => None,
        };
        Dynamic::from(Row::<'c'>(self.0.iter().map(value).collect()))
    }
}

fn field(value: &Value, hidden: bool, zone: &TimeZone) -> Dynamic {
    match value {
        Value::Text(text) if !hidden && text.len() > LONGEST_TEXT => {
            text.chars().take(LONGEST_TEXT).collect::<String>().into()
        }
        Value::Files(items) | Value::List(items) if !hidden => {
            list_seen(&items[..items.len().min(LONGEST_LIST)])
        }
        value => seen(value, hidden, zone),
    }
}

/// What is said of a property that is not there.
pub(crate) fn no_property(kind: &str, name: &str) -> Text {
    match kind {
        "case" => Text::new(format!("案件没有字段“{name}”"), format!("the case has no field `{name}`")),
        _ => Text::new(format!("{kind} 没有“{name}”这一项"), format!("`{kind}` has no `{name}`")),
    }
}
