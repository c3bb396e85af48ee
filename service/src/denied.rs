//! Why something asked at a desk was not done. The three kinds are never mixed, because what to do
//! about them differs: mend the words, ask somebody else or later, try again.

use steward_case::{Actor, Refusal};
use steward_model::{Estate, Text, Workflow};
use steward_ports::StoreError;
use thiserror::Error;

/// Nothing was done, and this is why.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum Denied {
    /// The words are off: a name that is nowhere, a value that does not fit, a required field left
    /// out.
    #[error("{}", .0.en)]
    Words(Text),
    /// It can't be done now, or not by this person; in words, with the names of the case.
    #[error("{}", .1.en)]
    Refused(Box<Refusal>, Text),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Denied {
    /// What happened and the way out.
    pub fn text(&self) -> Text {
        match self {
            Self::Words(text) => text.clone(),
            Self::Refused(_, text) => text.clone(),
            Self::Store(error) => error.text().clone(),
        }
    }

    /// A refusal of the case, sorted: what names a thing that is nowhere is a matter of words, what
    /// names the actor is not.
    pub(crate) fn of(refusal: Refusal, actor: &Actor, definition: &Workflow, estate: &Estate) -> Self {
        let wrong_words = match &refusal {
            Refusal::NoSuchStep(_)
            | Refusal::NoSuchField(_)
            | Refusal::NoSuchItem { .. }
            | Refusal::FieldMissing { .. }
            | Refusal::WhichItem { .. }
            | Refusal::OfItems { .. }
            | Refusal::ItemMissing { .. }
            | Refusal::EvidenceMissing { .. }
            | Refusal::EvidenceNotAsked { .. }
            | Refusal::FieldNotAsked { .. } => true,
            Refusal::NoSuchLimit(limit) => definition.limit(limit).is_none(),
            Refusal::NoSuchPerson(person) => actor.person() != Some(person),
            _ => false,
        };
        let text = refusal.text(definition, estate);
        if wrong_words { Self::Words(text) } else { Self::Refused(Box::new(refusal), text) }
    }

    /// A case that the store does not know.
    pub(crate) fn no_case(id: &str) -> Self {
        Self::Words(Text::new(
            format!("没有案件 {id}；现有案件见 steward cases"),
            format!("there is no case {id}; `steward cases` lists those there are"),
        ))
    }

    /// A record that can't be worked with: the file is damaged, or we have a bug.
    pub(crate) fn damaged(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self::Store(StoreError::Damaged(Text::new(zh, en)))
    }
}
