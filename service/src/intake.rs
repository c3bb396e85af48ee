//! What cases ask of others: a case to be opened, an event to be raised. It is kept with the commit
//! that asked and carried out by whoever serves; each answers to a key, so that a repeat is harmless.

use crate::happening::{Carried, Happening};
use crate::opening::Wanted;
use crate::{Denied, Service, fields};
use std::collections::BTreeMap;
use steward_case::Actor;
use steward_model::{EventName, FieldId, Text, Value, WorkflowId};
use steward_ports::{Answered, Asked, Errand, StoreError};

/// What is asked is looked through this much at a time.
const PAGE: u32 = 256;

impl Service {
    /// Carries out what cases asked of others. Returns whether there was anything.
    pub(crate) async fn carry_out_asked(&self) -> Result<bool, StoreError> {
        let mut any = false;
        loop {
            let asked = self.store.asked(PAGE).await?;
            if asked.is_empty() {
                return Ok(any);
            }
            any = true;
            for asked in asked {
                let done = match &asked.errand {
                    Errand::Open { workflow, fields } => self.open_asked(&asked, workflow, fields).await,
                    Errand::Raise { name, carries } => self.raise_asked(&asked, name, carries).await,
                    Errand::Call { workflow, fields } => self.open_called(&asked, workflow, fields).await,
                };
                match done {
                    // Most openings have struck it off themselves.
                    Ok(()) => self.store.drop_asked(&asked.key).await?,
                    Err(Denied::Store(error @ (StoreError::Unavailable(_) | StoreError::Newer(_)))) => {
                        return Err(error);
                    }
                    Err(denied) => {
                        let key = &asked.key;
                        tracing::error!(%key, "what {key} asked for can't be done: {denied}");
                        self.store.drop_asked(key).await?;
                    }
                }
            }
        }
    }

    async fn raise_asked(
        &self,
        asked: &Asked,
        name: &EventName,
        carries: &BTreeMap<FieldId, Value>,
    ) -> Result<(), Denied> {
        let book = self.book();
        let estate = book.estate(asked.estate.as_str())?;
        let (carries, key) = (Carried::Values(carries), Some(asked.key.as_str()));
        self.happen(&book, &Happening { estate, name, carries, key, by: &Actor::Engine }).await.map(drop)
    }

    /// Opens the case that a step called for. What a field there can't hold stays empty: the handbook
    /// was changed since it was checked.
    async fn open_called(
        &self,
        asked: &Asked,
        workflow: &WorkflowId,
        passed: &BTreeMap<FieldId, Value>,
    ) -> Result<(), Denied> {
        let book = self.book();
        let estate = book.estate(asked.estate.as_str())?;
        let workflow = book.workflow(workflow.as_str())?;
        let origin = origin(asked);
        let wanted = Wanted {
            workflow,
            estate,
            actor: Actor::Engine,
            fields: workflow.fields_taken(passed),
            later: true,
            note: Some(Text::new(format!("由案件 {origin} 发起"), format!("asked for by case {origin}"))),
            key: Some(asked.key.clone()),
            answers: Some(Answered::Asked(asked.key.clone())),
        };
        self.open_case(&book, wanted).await.map(drop)
    }

    async fn open_asked(
        &self,
        asked: &Asked,
        workflow: &WorkflowId,
        texts: &BTreeMap<String, String>,
    ) -> Result<(), Denied> {
        let book = self.book();
        let workflow = book.workflow(workflow.as_str())?;
        let estate = book.estate(asked.estate.as_str())?;
        let (fields, wrong) = fields::read_what_fits(texts, workflow, estate);
        let origin = origin(asked);
        let note = match wrong {
            None => Text::new(format!("由案件 {origin} 发起"), format!("asked for by case {origin}")),
            Some(wrong) => Text::new(
                format!("由案件 {origin} 发起；未能填入：{}", wrong.zh),
                format!("asked for by case {origin}; left out: {}", wrong.en),
            ),
        };
        let wanted = Wanted {
            workflow,
            estate,
            actor: Actor::Engine,
            fields,
            later: true,
            note: Some(note),
            key: Some(asked.key.clone()),
            answers: Some(Answered::Asked(asked.key.clone())),
        };
        self.open_case(&book, wanted).await.map(drop)
    }
}

/// The case that asked.
fn origin(asked: &Asked) -> &str {
    asked.key.rsplit_once('.').map_or(asked.key.as_str(), |(case, _)| case)
}
