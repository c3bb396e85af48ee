//! What a rule sees: `case`, `step` and `limit`, read-only.
//!
//! Each is a row of values, one slot for each property that the file reads anywhere. Only those are
//! converted, so what a call costs depends on the rule, not on the size of the case. A property is
//! read through a getter that knows its slot.

use crate::fault::said;
use crate::value::{list_seen, seen};
use rhai::{Dynamic, Engine, EvalAltResult};
use std::sync::Arc;
use steward_case::{CaseFacts, LimitFacts, StepFacts};
use steward_model::{FieldId, Text, Value, Workflow};
use steward_time::TimeZone;

/// No rule sees more of a text than this many characters, or more items of a list than
/// [`LONGEST_LIST`]: what is longer would run into the bounds of the sandbox.
const LONGEST_TEXT: usize = 2_000;
const LONGEST_LIST: usize = 200;

/// A word of a row, and how its value is found.
pub(crate) type Words<Facts, const COUNT: usize> = [(&'static str, fn(&Facts) -> Dynamic); COUNT];

/// The words of `case`; every field of the workflow is one, too.
pub(crate) const CASE_WORDS: Words<CaseFacts, 3> = [
    ("id", |case| case.id.as_str().into()),
    ("estate", |case| case.estate.as_str().into()),
    ("opened", |case| case.opened.as_str().into()),
];

/// The words of `step`. A step that nobody holds has the holder `()`.
pub(crate) const STEP_WORDS: Words<StepFacts, 6> = [
    ("id", |step| step.id.as_str().into()),
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

/// A row of values in a rule's hands: a case (`'c'`), a step (`'s'`) or a limit (`'l'`). What a slot
/// does not hold is no property of it.
#[derive(Clone)]
pub(crate) struct Row<const WHAT: char>(Arc<[Option<Dynamic>]>);

/// For each slot, where its value comes from in cases of one workflow.
pub(crate) struct Plan {
    case: Vec<CaseWord>,
    step: Vec<Option<fn(&StepFacts) -> Dynamic>>,
    limit: Vec<Option<fn(&LimitFacts) -> Dynamic>>,
}

enum CaseWord {
    Word(fn(&CaseFacts) -> Dynamic),
    Field { id: FieldId, private: bool },
    Nothing,
}

impl Plan {
    /// A plan for these properties, in this order.
    pub(crate) fn new(properties: &[String], workflow: &Workflow) -> Self {
        let case = |name: &String| {
            if let Some(word) = word(&CASE_WORDS, name) {
                return CaseWord::Word(word);
            }
            workflow.fields.iter().find(|field| field.id.as_str() == name).map_or(
                CaseWord::Nothing,
                |field| CaseWord::Field { id: field.id.clone(), private: field.private },
            )
        };
        Self {
            case: properties.iter().map(case).collect(),
            step: properties.iter().map(|name| word(&STEP_WORDS, name)).collect(),
            limit: properties.iter().map(|name| word(&LIMIT_WORDS, name)).collect(),
        }
    }

    /// The case as the rule sees it. An empty field is `()`.
    pub(crate) fn case(&self, facts: &CaseFacts, zone: &TimeZone) -> Dynamic {
        let value = |word: &CaseWord| match word {
            CaseWord::Word(word) => Some(word(facts)),
            CaseWord::Field { id, private } => Some(match facts.fields.get(id) {
                Some(value) => field(value, *private, zone),
                None => Dynamic::UNIT,
            }),
            CaseWord::Nothing => None,
        };
        Dynamic::from(Row::<'c'>(self.case.iter().map(value).collect()))
    }

    /// The step as the rule sees it; `()` at a moment without one.
    pub(crate) fn step(&self, facts: Option<&StepFacts>) -> Dynamic {
        facts.map_or(Dynamic::UNIT, |facts| {
            let values = self.step.iter().map(|word| word.map(|word| word(facts)));
            Dynamic::from(Row::<'s'>(values.collect()))
        })
    }

    /// The limit as the rule sees it; `()` at a moment without one.
    pub(crate) fn limit(&self, facts: Option<&LimitFacts>) -> Dynamic {
        facts.map_or(Dynamic::UNIT, |facts| {
            let values = self.limit.iter().map(|word| word.map(|word| word(facts)));
            Dynamic::from(Row::<'l'>(values.collect()))
        })
    }
}

fn word<Facts, const COUNT: usize>(words: &Words<Facts, COUNT>, name: &str) -> Option<fn(&Facts) -> Dynamic> {
    words.iter().find(|(word, _)| *word == name).map(|(_, value)| *value)
}

fn field(value: &Value, private: bool, zone: &TimeZone) -> Dynamic {
    match value {
        Value::Text(text) if !private && text.len() > LONGEST_TEXT => {
            text.chars().take(LONGEST_TEXT).collect::<String>().into()
        }
        Value::Files(items) | Value::List(items) if !private => {
            list_seen(&items[..items.len().min(LONGEST_LIST)])
        }
        value => seen(value, private, zone),
    }
}

/// Registers a getter for each property on each kind of row.
pub(crate) fn register(engine: &mut Engine, properties: &[String]) {
    fn on<const WHAT: char>(engine: &mut Engine, kind: &'static str, properties: &[String]) {
        engine.register_type_with_name::<Row<WHAT>>(kind);
        for (slot, name) in properties.iter().enumerate() {
            let missing = name.clone();
            engine.register_get(name, move |row: &mut Row<WHAT>| -> Result<Dynamic, Box<EvalAltResult>> {
                row.0.get(slot).cloned().flatten().ok_or_else(|| said(no_property(kind, &missing)))
            });
        }
    }
    on::<'c'>(engine, "case", properties);
    on::<'s'>(engine, "step", properties);
    on::<'l'>(engine, "limit", properties);
}

/// What is said of a property that is not there.
pub(crate) fn no_property(kind: &str, name: &str) -> Text {
    match kind {
        "case" => Text::new(format!("案件没有字段“{name}”"), format!("the case has no field `{name}`")),
        _ => Text::new(format!("{kind} 没有“{name}”这一项"), format!("`{kind}` has no `{name}`")),
    }
}
