//! The stored form of what a message says and how long it stays true. What the outbox is sorted
//! and looked up by has columns of its own and is not repeated here.

use super::value::{channels, read_channels};
use super::{TextForm, Unreadable, V1, instant, read, seconds, words, write};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;
use steward_case::Relevance;
use steward_model::{Channel, LimitId, StepId, Text};
use steward_ports::Enqueue;
use steward_time::Timestamp;

/// What a document of this kind holds.
pub(crate) struct Particulars {
    /// The message's variables.
    pub(crate) variables: BTreeMap<String, Text>,
    /// The step it is about.
    pub(crate) step: Option<StepId>,
    /// The limit it is about.
    pub(crate) limit: Option<LimitId>,
    /// When that is or was due.
    pub(crate) due: Option<Timestamp>,
    /// How long it stays true.
    pub(crate) relevance: Relevance,
    /// Whether it is late through a stop of the engine.
    pub(crate) late: bool,
    /// The channels that stand in where this one fails.
    pub(crate) then: Vec<Channel>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct MessageForm<'a> {
    v: V1,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    step: Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    limit: Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    due: Option<i64>,
    relevance: RelevanceForm<'a>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    late: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    then: Vec<Cow<'a, str>>,
    variables: BTreeMap<Cow<'a, str>, TextForm<'a>>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum RelevanceForm<'a> {
    Always,
    UntilStepEnds { step: Cow<'a, str>, round: u32 },
    UntilMiss(usize),
}

/// The particulars of a message as a document.
pub(crate) fn write_particulars(message: &Enqueue) -> String {
    write(&MessageForm {
        v: V1,
        step: message.step.as_ref().map(|step| words(step.as_str())),
        limit: message.limit.as_ref().map(|limit| words(limit.as_str())),
        due: message.due.map(seconds),
        relevance: match &message.relevance {
            Relevance::Always => RelevanceForm::Always,
            Relevance::UntilStepEnds(step, round) => {
                RelevanceForm::UntilStepEnds { step: words(step.as_str()), round: *round }
            }
            Relevance::UntilMiss(clock) => RelevanceForm::UntilMiss(*clock),
        },
        late: message.late,
        then: channels(&message.then),
        variables: message.variables.iter().map(|(name, text)| (words(name), TextForm::of(text))).collect(),
    })
}

/// The particulars a document holds.
pub(crate) fn read_particulars(document: &str) -> Result<Particulars, Unreadable> {
    let form: MessageForm<'_> = read(document)?;
    Ok(Particulars {
        variables: form.variables.into_iter().map(|(name, text)| (name.into_owned(), text.read())).collect(),
        step: form.step.map(StepId::new),
        limit: form.limit.map(LimitId::new),
        due: form.due.map(instant).transpose()?,
        relevance: match form.relevance {
            RelevanceForm::Always => Relevance::Always,
            RelevanceForm::UntilStepEnds { step, round } => {
                Relevance::UntilStepEnds(StepId::new(step), round)
            }
            RelevanceForm::UntilMiss(clock) => Relevance::UntilMiss(clock),
        },
        late: form.late,
        then: read_channels(&form.then)?,
    })
}
