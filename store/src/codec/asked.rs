//! The stored form of what one case asks of others and is not carried out yet.
//!
//! The first of its kinds, a case to be opened with fields as text, stands without a name: it was
//! there before the others.

use super::value::ValueForm;
use super::{Unreadable, V1, read, words, write};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;
use steward_case::{CallReply, Caller, CaseId};
use steward_model::{EndWord, EventName, FieldId, StepId, Text, Value, WorkflowId};
use steward_ports::Errand;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct AskedForm<'a> {
    v: V1,
    fields: Cow<'a, BTreeMap<String, String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    errand: Option<ErrandForm<'a>>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum ErrandForm<'a> {
    Raise {
        name: Cow<'a, str>,
        carries: BTreeMap<Cow<'a, str>, ValueForm<'a>>,
    },
    Call {
        fields: BTreeMap<Cow<'a, str>, ValueForm<'a>>,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        awaited: bool,
    },
    CallOff {
        called: Cow<'a, str>,
    },
    Figures {
        step: Cow<'a, str>,
        round: u32,
    },
    Reply {
        case: Cow<'a, str>,
        call: u32,
        says: SaysForm<'a>,
    },
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum SaysForm<'a> {
    Opened(Cow<'a, str>),
    Ended { case: Cow<'a, str>, word: Cow<'a, str> },
    Refused { zh: Cow<'a, str>, en: Cow<'a, str> },
}

/// An errand as a document. The workflow of a case to be opened has a column of its own.
pub(crate) fn write_errand(errand: &Errand) -> String {
    let (fields, errand) = match errand {
        Errand::Open { fields, .. } => (Cow::Borrowed(fields), None),
        Errand::Raise { name, carries } => {
            let carries = values_form(carries);
            (Cow::default(), Some(ErrandForm::Raise { name: words(name.as_str()), carries }))
        }
        Errand::Call { fields, awaited, .. } => {
            let form = ErrandForm::Call { fields: values_form(fields), awaited: *awaited };
            (Cow::default(), Some(form))
        }
        Errand::CallOff { called } => (Cow::default(), Some(ErrandForm::CallOff { called: words(called) })),
        Errand::Figures { step, round, .. } => {
            let form = ErrandForm::Figures { step: words(step.as_str()), round: *round };
            (Cow::default(), Some(form))
        }
        Errand::Reply { to, says } => {
            let form =
                ErrandForm::Reply { case: words(to.case.as_str()), call: to.call, says: says_form(says) };
            (Cow::default(), Some(form))
        }
    };
    write(&AskedForm { v: V1, fields, errand })
}

/// The errand a document holds, for the workflow in its column.
pub(crate) fn read_errand(document: &str, workflow: &str) -> Result<Errand, Unreadable> {
    let form: AskedForm<'_> = read(document)?;
    Ok(match form.errand {
        None => Errand::Open { workflow: WorkflowId::new(workflow), fields: form.fields.into_owned() },
        Some(ErrandForm::Raise { name, carries }) => {
            Errand::Raise { name: EventName::new(name), carries: read_values(carries)? }
        }
        Some(ErrandForm::Call { fields, awaited }) => {
            Errand::Call { workflow: WorkflowId::new(workflow), fields: read_values(fields)?, awaited }
        }
        Some(ErrandForm::CallOff { called }) => Errand::CallOff { called: called.into_owned() },
        Some(ErrandForm::Figures { step, round }) => {
            Errand::Figures { step: StepId::new(step), round, workflow: WorkflowId::new(workflow) }
        }
        Some(ErrandForm::Reply { case, call, says }) => {
            Errand::Reply { to: Caller { case: CaseId::new(case), call }, says: read_says(says) }
        }
    })
}

/// What stands in the column of the workflow.
pub(crate) fn workflow_of(errand: &Errand) -> &str {
    match errand {
        Errand::Open { workflow, .. } | Errand::Call { workflow, .. } | Errand::Figures { workflow, .. } => {
            workflow.as_str()
        }
        Errand::Raise { .. } | Errand::CallOff { .. } | Errand::Reply { .. } => "",
    }
}

fn says_form(says: &CallReply) -> SaysForm<'_> {
    match says {
        CallReply::Opened(case) => SaysForm::Opened(words(case.as_str())),
        CallReply::Ended(case, word) => {
            SaysForm::Ended { case: words(case.as_str()), word: words(word.as_str()) }
        }
        CallReply::Refused(why) => SaysForm::Refused { zh: words(&why.zh), en: words(&why.en) },
    }
}

fn read_says(form: SaysForm<'_>) -> CallReply {
    match form {
        SaysForm::Opened(case) => CallReply::Opened(CaseId::new(case)),
        SaysForm::Ended { case, word } => CallReply::Ended(CaseId::new(case), EndWord::new(word)),
        SaysForm::Refused { zh, en } => CallReply::Refused(Text::new(zh, en)),
    }
}

fn values_form(values: &BTreeMap<FieldId, Value>) -> BTreeMap<Cow<'_, str>, ValueForm<'_>> {
    values.iter().map(|(field, value)| (words(field.as_str()), ValueForm::of(value))).collect()
}

fn read_values(forms: BTreeMap<Cow<'_, str>, ValueForm<'_>>) -> Result<BTreeMap<FieldId, Value>, Unreadable> {
    forms.into_iter().map(|(field, form)| Ok((FieldId::new(field), form.read()?))).collect()
}
