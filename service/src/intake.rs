//! What cases ask of others: a case to be opened, an event to be raised. It is kept with the commit
//! that asked and carried out by whoever serves; each answers to a key, so that a repeat is harmless.

use crate::commit::asker;
use crate::happening::{Carried, Happening};
use crate::opening::Wanted;
use crate::scheduler::{ASIDE, after};
use crate::{Denied, Service, fields};
use std::collections::BTreeMap;
use steward_case::{Actor, CallReply, Caller, CaseId, Command, Event, Origin, Refusal};
use steward_model::{EventName, FieldId, Text, Value, WorkflowId};
use steward_ports::{Answered, Asked, Errand, StoreError};
use steward_time::Timestamp;

/// What is asked is looked through this much at a time.
const PAGE: u32 = 256;

/// Errands that can't be carried out now, because a record can't be read or an estate is gone from the
/// handbook: by their keys, and when each is tried again.
pub(crate) type Aside = BTreeMap<String, Timestamp>;

impl Service {
    /// Carries out what cases asked of others. Returns whether there was anything.
    ///
    /// What a damaged record keeps from being done is set aside and tried again: somebody waits for the
    /// news it brings, or for what it calls off. Whatever else its case asked for after it waits with it.
    pub(crate) async fn carry_out_asked(&self, aside: &mut Aside) -> Result<bool, StoreError> {
        let now = self.clock.now();
        aside.retain(|_, again| *again > now);
        let (mut any, mut page) = (false, PAGE);
        loop {
            let all = self.store.asked(page).await?;
            let full = u32::try_from(all.len()).is_ok_and(|count| count >= page);
            let ready: Vec<Asked> = all.into_iter().filter(|asked| !waits(asked, aside)).collect();
            if ready.is_empty() && !full {
                return Ok(any);
            }
            any |= !ready.is_empty();
            page = if ready.is_empty() { page.saturating_mul(2) } else { page };
            for asked in ready {
                if waits(&asked, aside) {
                    continue;
                }
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
                    Err(Denied::Store(StoreError::Damaged(why))) => {
                        let key = asked.key;
                        tracing::error!(
                            %key,
                            "what {key} asked for can't be done now and is tried again in {} minutes: {}",
                            ASIDE.as_secs() / 60,
                            why.en
                        );
                        aside.insert(key, after(self.clock.now(), ASIDE));
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

/// Whether an errand was set aside, or an earlier one of the same case.
fn waits(asked: &Asked, aside: &Aside) -> bool {
    aside.keys().any(|key| case_of(key) == origin(asked))
}

/// What a case was told, which is nothing to one that is over.
fn unless_over(told: Result<Vec<Event>, Denied>) -> Result<(), Denied> {
    match told {
        Ok(_) => Ok(()),
        Err(Denied::Refused(refusal, _)) if *refusal == Refusal::CaseOver => Ok(()),
        Err(denied) => Err(denied),
    }
}

/// The case that asked.
pub(crate) fn origin(asked: &Asked) -> &str {
    case_of(&asked.key)
}

fn case_of(key: &str) -> &str {
    key.rsplit_once('.').map_or(key, |(case, _)| case)
}
