//! What cases ask of others: a case to be opened, an event to be raised. It is kept with the commit
//! that asked and carried out by whoever serves; each answers to a key, so that a repeat is harmless.

use crate::commit::asker;
use crate::happening::{Carried, Happening};
use crate::opening::Wanted;
use crate::{Denied, Service, fields};
use std::collections::BTreeMap;
use steward_case::{Actor, CallReply, Caller, CaseId, Command, Event, Origin, Refusal};
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
                    Errand::Call { workflow, fields, awaited: false } => {
                        self.open_called(&asked, workflow, fields, None).await
                    }
                    Errand::Call { workflow, fields, awaited: true } => {
                        self.open_awaited(&asked, workflow, fields).await
                    }
                    Errand::CallOff { called } => self.call_off(&asked, called).await,
                    Errand::Figures { step, round, workflow } => {
                        self.work_out(&asked, step, *round, workflow).await
                    }
                    Errand::Reply { to, says } => self.reply(to, says).await,
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
        caller: Option<Caller>,
    ) -> Result<(), Denied> {
        let book = self.book();
        let estate = book.estate(asked.estate.as_str())?;
        let workflow = book.workflow(workflow.as_str())?;
        let origin = origin(asked);
        let wanted = Wanted {
            workflow,
            estate,
            actor: Actor::Engine,
            origin: Some(Origin::Case(CaseId::new(origin))),
            fields: workflow.fields_taken(passed),
            later: true,
            note: Some(Text::new(format!("由案件 {origin} 发起"), format!("asked for by case {origin}"))),
            caller,
            key: Some(asked.key.clone()),
            answers: Some(Answered::Asked(asked.key.clone())),
        };
        self.open_case(&book, wanted).await.map(drop)
    }

    /// As [`Service::open_called`]; where it can't be opened the step that waits for it hears why, so that
    /// it doesn't wait for ever.
    async fn open_awaited(
        &self,
        asked: &Asked,
        workflow: &WorkflowId,
        passed: &BTreeMap<FieldId, Value>,
    ) -> Result<(), Denied> {
        let caller = asker(&asked.key);
        match (self.open_called(asked, workflow, passed, caller.clone()).await, caller) {
            (Err(Denied::Store(error)), _) => Err(Denied::Store(error)),
            (Err(denied), Some(caller)) => {
                self.reply(&caller, &CallReply::Refused(denied.text())).await?;
                Err(denied)
            }
            (outcome, _) => outcome,
        }
    }

    /// A case that was called is waited for no more. One that never came to be, or is over, needs no
    /// calling off.
    async fn call_off(&self, asked: &Asked, called: &str) -> Result<(), Denied> {
        let Some(case) = self.store.keyed(called).await? else { return Ok(()) };
        let command = Command::CallOff { caller: CaseId::new(origin(asked)) };
        unless_over(self.decide(&case, &Actor::Engine, &command, |_, _| Ok(())).await)
    }

    /// A caller that waits for something else by now, or is over, hears nothing.
    async fn reply(&self, to: &Caller, says: &CallReply) -> Result<(), Denied> {
        let command = Command::Reply { call: to.call, says: says.clone() };
        unless_over(self.decide(&to.case, &Actor::Engine, &command, |_, _| Ok(())).await)
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
            origin: Some(Origin::Case(CaseId::new(origin))),
            fields,
            later: true,
            note: Some(note),
            caller: None,
            key: Some(asked.key.clone()),
            answers: Some(Answered::Asked(asked.key.clone())),
        };
        self.open_case(&book, wanted).await.map(drop)
    }
}

/// What a case was told, which is nothing to one that is over.
fn unless_over(told: Result<Vec<Event>, Denied>) -> Result<(), Denied> {
    match told {
        Ok(_) | Err(Denied::Refused(Refusal::CaseOver)) => Ok(()),
        Err(denied) => Err(denied),
    }
}

/// The case that asked.
pub(crate) fn origin(asked: &Asked) -> &str {
    asked.key.rsplit_once('.').map_or(asked.key.as_str(), |(case, _)| case)
}
