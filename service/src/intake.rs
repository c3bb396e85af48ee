//! Cases that nobody opens at a desk: an event opens them, or another case asks for them. Each
//! answers to a key, so that a repeat is harmless.

use crate::book::Book;
use crate::desk::of_workflow;
use crate::opening::Wanted;
use crate::{Denied, Opened, Service, fields};
use std::collections::BTreeMap;
use std::sync::Arc;
use steward_case::{Actor, CaseId, Command, Moment, State};
use steward_model::{Estate, EventName, StartKind, Text, Workflow};
use steward_ports::{Answered, Asked, CaseFilter, StoreError};

/// Cases are looked through this many at a time.
const PAGE: u32 = 256;

impl Service {
    /// The workflows an event starts at an estate.
    pub(crate) fn listeners(&self, book: &Book, estate: &Estate, name: &EventName) -> Vec<Arc<Workflow>> {
        let hears = |workflow: &&Arc<Workflow>| {
            workflow
                .starts
                .iter()
                .any(|start| matches!(&start.kind, StartKind::Event(event) if event == name))
        };
        let here = |workflow: &&Arc<Workflow>| book.handbook.at(&estate.id, workflow).is_ok();
        book.handbook.workflows.values().filter(hears).filter(here).cloned().collect()
    }

    /// Opens a case of a workflow that an event starts.
    pub(crate) async fn open_by_event(
        &self,
        book: &Book,
        workflow: &Arc<Workflow>,
        estate: &Arc<Estate>,
        texts: &BTreeMap<String, String>,
        name: &EventName,
        key: Option<&str>,
    ) -> Result<Opened, Denied> {
        let (fields, _) = fields::read_what_fits(&of_workflow(texts, workflow), workflow, estate);
        let wanted = Wanted {
            workflow,
            estate,
            actor: Actor::Engine,
            fields,
            later: true,
            note: Some(Text::new(format!("由事件 {name} 立案"), format!("opened by the event {name}"))),
            key: key.map(|key| format!("event:{name}:{key}:{}", workflow.id)),
            answers: None,
        };
        self.open_case(book, wanted).await
    }

    /// Asks the open cases of an estate whose rules answer `event`, but for those it has just
    /// opened. The same event twice, by its key, asks once.
    pub(crate) async fn ask_open_cases(
        &self,
        estate: &Estate,
        actor: &Actor,
        name: &EventName,
        carries: &BTreeMap<String, String>,
        key: Option<&str>,
        but: &[CaseId],
    ) -> Result<Vec<CaseId>, Denied> {
        let heard = key.map(|key| format!("event:{name}:{}:{key}", estate.id));
        if let Some(heard) = &heard
            && self.store.remembered(heard).await?.is_some()
        {
            return Ok(Vec::new());
        }
        let command = Command::Event { name: name.clone(), carries: carries.clone() };
        let mut asked = Vec::new();
        for state in [State::Open, State::Held] {
            let mut filter = CaseFilter {
                estates: vec![estate.id.clone()],
                state: Some(state),
                limit: PAGE,
                ..CaseFilter::default()
            };
            loop {
                let page = self.store.cases(&filter).await?;
                for row in page.rows.iter().filter(|row| !but.contains(&row.case)) {
                    if !asked.contains(&row.case) && self.answers_events(&row.case).await? {
                        match self.decide(&row.case, actor, &command, |_| Ok(())).await {
                            Ok(_) => asked.push(row.case.clone()),
                            // It ended meanwhile, or its actor is away there.
                            Err(Denied::Refused(_)) => {}
                            Err(error) => return Err(error),
                        }
                    }
                }
                match page.next {
                    Some(next) => filter.after = Some(next),
                    None => break,
                }
            }
        }
        if let Some(heard) = &heard {
            self.store.remember(heard, "heard").await?;
        }
        Ok(asked)
    }

    async fn answers_events(&self, id: &CaseId) -> Result<bool, Denied> {
        let case = match self.shelf.get(id) {
            Some(case) => case,
            None => self.load(id).await?,
        };
        let definition = self.book().definition(&case, &*self.store).await?;
        Ok(definition.judge.answers(Moment::Event))
    }

    /// Opens the cases that others asked for. Returns whether there were any.
    pub(crate) async fn carry_out_asked(&self) -> Result<bool, StoreError> {
        let mut any = false;
        loop {
            let asked = self.store.asked(PAGE).await?;
            if asked.is_empty() {
                return Ok(any);
            }
            any = true;
            for asked in asked {
                let key = asked.key.clone();
                match self.open_asked(&asked).await {
                    // The opening has struck it off; of a case that was there already it remains.
                    Ok(Opened { known: false, .. }) => {}
                    Ok(Opened { known: true, .. }) => self.store.drop_asked(&key).await?,
                    Err(Denied::Store(error @ (StoreError::Unavailable(_) | StoreError::Newer(_)))) => {
                        return Err(error);
                    }
                    Err(denied) => {
                        tracing::error!(
                            %key,
                            "a case of {} that {key} asked for can't be opened: {}",
                            asked.workflow, denied
                        );
                        self.store.drop_asked(&key).await?;
                    }
                }
            }
        }
    }

    async fn open_asked(&self, asked: &Asked) -> Result<Opened, Denied> {
        let book = self.book();
        let workflow = book.workflow(asked.workflow.as_str())?;
        let estate = book.estate(asked.estate.as_str())?;
        let (fields, wrong) = fields::read_what_fits(&asked.fields, workflow, estate);
        let origin = asked.key.rsplit_once('.').map_or(asked.key.as_str(), |(case, _)| case);
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
        self.open_case(&book, wanted).await
    }
}
