//! The stored form of what one case asks of others and is not carried out yet.
//!
//! The first of its kinds, a case to be opened with fields as text, stands without a name: it was
//! there before the others.

use super::value::ValueForm;
use super::{Unreadable, V1, read, words, write};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;
use steward_model::{EventName, FieldId, Value, WorkflowId};
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
    Raise { name: Cow<'a, str>, carries: BTreeMap<Cow<'a, str>, ValueForm<'a>> },
    Call { fields: BTreeMap<Cow<'a, str>, ValueForm<'a>> },
}

/// An errand as a document. The workflow of a case to be opened has a column of its own.
pub(crate) fn write_errand(errand: &Errand) -> String {
    let (fields, errand) = match errand {
        Errand::Open { fields, .. } => (Cow::Borrowed(fields), None),
        Errand::Raise { name, carries } => {
            let carries = values_form(carries);
            (Cow::default(), Some(ErrandForm::Raise { name: words(name.as_str()), carries }))
        }
        Errand::Call { fields, .. } => {
            (Cow::default(), Some(ErrandForm::Call { fields: values_form(fields) }))
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
        Some(ErrandForm::Call { fields }) => {
            Errand::Call { workflow: WorkflowId::new(workflow), fields: read_values(fields)? }
        }
    })
}

/// What stands in the column of the workflow.
pub(crate) fn workflow_of(errand: &Errand) -> &str {
    match errand {
        Errand::Open { workflow, .. } | Errand::Call { workflow, .. } => workflow.as_str(),
        Errand::Raise { .. } => "",
    }
}

fn values_form(values: &BTreeMap<FieldId, Value>) -> BTreeMap<Cow<'_, str>, ValueForm<'_>> {
    values.iter().map(|(field, value)| (words(field.as_str()), ValueForm::of(value))).collect()
}

fn read_values(forms: BTreeMap<Cow<'_, str>, ValueForm<'_>>) -> Result<BTreeMap<FieldId, Value>, Unreadable> {
    forms.into_iter().map(|(field, form)| Ok((FieldId::new(field), form.read()?))).collect()
}
