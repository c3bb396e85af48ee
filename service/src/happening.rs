//! An event happens at an estate: raised at a desk, or by a case. It opens each workflow that it
//! starts, and the open cases that wait for it, are held until it, or have rules for events hear it.

use crate::book::{Book, unknown};
use crate::desk::of_workflow;
use crate::opening::Wanted;
use crate::{Denied, Heard, Opened, Service, fields};
use std::collections::BTreeMap;
use std::sync::Arc;
use steward_case::{Actor, CaseId, Command, Moment, Origin, hears};
use steward_model::{Estate, EventName, FieldId, StartKind, StepKind, Text, Value, Workflow};
use steward_ports::StoreError;

/// Cases are looked through this many at a time.
const PAGE: u32 = 256;

/// An event at an estate.
pub(crate) struct Happening<'a> {
    pub(crate) estate: &'a Arc<Estate>,
    pub(crate) name: &'a EventName,
    pub(crate) carries: Carried<'a>,
    /// What makes the same event twice one.
    pub(crate) key: Option<&'a str>,
    pub(crate) by: &'a Actor,
}

/// What an event carries: as somebody wrote it, or as a case knows it.
#[derive(Clone, Copy)]
pub(crate) enum Carried<'a> {
    Texts(&'a BTreeMap<String, String>),
    Values(&'a BTreeMap<FieldId, Value>),
}

impl Carried<'_> {
    /// What of it fits the fields of a workflow.
    fn fields(self, workflow: &Workflow, estate: &Estate) -> BTreeMap<FieldId, Value> {
        match self {
            Self::Texts(texts) => fields::read_what_fits(&of_workflow(texts, workflow), workflow, estate).0,
            Self::Values(values) => workflow
                .fields
                .iter()
                .filter_map(|field| {
                    let value = values.get(&field.id).filter(|value| field.takes(value))?;
                    Some((field.id.clone(), value.clone()))
                })
                .collect(),
        }
    }

    /// As the record of the cases that hear it shows it; what a case carries is on its own record.
    fn shown(self) -> BTreeMap<String, String> {
        match self {
            Self::Texts(texts) => texts.clone(),
            Self::Values(_) => BTreeMap::new(),
        }
    }
}

impl Service {
    /// Refuses the name of an event that no process of the estate raises, hears or begins with.
    pub(crate) fn is_known_event(
        &self,
        book: &Book,
        estate: &Estate,
        name: &EventName,
    ) -> Result<(), Denied> {
        let here = |workflow: &&Arc<Workflow>| book.handbook.at(&estate.id, workflow).is_ok();
        let workflows = || book.handbook.workflows.values().filter(here);
        let rules = |workflow| book.present(workflow).judge.answers(Moment::Event);
        if workflows().any(|workflow| names(workflow).any(|known| known == name)) || workflows().any(rules) {
            return Ok(());
        }
        let known = workflows().flat_map(|workflow| names(workflow)).map(EventName::as_str);
        Err(unknown(["事件", "event"], name.as_str(), known))
    }

    /// The workflows an event starts at an estate.
    pub(crate) fn listeners(&self, book: &Book, estate: &Estate, name: &EventName) -> Vec<Arc<Workflow>> {
        let starts = |workflow: &&Arc<Workflow>| {
            workflow
                .starts
                .iter()
                .any(|start| matches!(&start.kind, StartKind::Event(event) if event == name))
        };
        let here = |workflow: &&Arc<Workflow>| book.handbook.at(&estate.id, workflow).is_ok();
        book.handbook.workflows.values().filter(starts).filter(here).cloned().collect()
    }

    /// Carries an event to all that hear it.
    pub(crate) async fn happen(&self, book: &Book, event: &Happening<'_>) -> Result<Heard, Denied> {
        let mut opened = Vec::new();
        for workflow in &self.listeners(book, event.estate, event.name) {
            opened.push(self.open_by_event(book, workflow, event).await?.case);
        }
        let asked = self.ask_open_cases(event, &opened).await?;
        Ok(Heard { opened, asked })
    }

    /// Opens a case of a workflow that an event starts.
    async fn open_by_event(
        &self,
        book: &Book,
        workflow: &Arc<Workflow>,
        event: &Happening<'_>,
    ) -> Result<Opened, Denied> {
        let name = event.name;
        let wanted = Wanted {
            workflow,
            estate: event.estate,
            actor: Actor::Engine,
            origin: Some(Origin::Event(name.clone())),
            fields: event.carries.fields(workflow, event.estate),
            later: true,
            note: Some(Text::new(format!("由事件 {name} 立案"), format!("opened by the event {name}"))),
            caller: None,
            key: event.key.map(|key| format!("event:{name}:{key}:{}", workflow.id)),
            answers: None,
        };
        self.open_case(book, wanted).await
    }

    /// Tells the open cases of an estate that hear an event, but for those it has just opened. The
    /// same event twice, by its key, is heard once.
    async fn ask_open_cases(&self, event: &Happening<'_>, but: &[CaseId]) -> Result<Vec<CaseId>, Denied> {
        let Happening { estate, name, .. } = event;
        let heard = event.key.map(|key| format!("event:{name}:{}:{key}", estate.id));
        if let Some(heard) = &heard
            && self.store.remembered(heard).await?.is_some()
        {
            return Ok(Vec::new());
        }
        let command = Command::Event { name: (*name).clone(), carries: event.carries.shown() };
        let mut asked = Vec::new();
        for name in [Some(*name), None] {
            let mut after: Option<CaseId> = None;
            loop {
                let page = self.store.hearing(&estate.id, name, after.as_ref(), PAGE).await?;
                let Some(last) = page.last().cloned() else { break };
                for case in page.iter().filter(|case| !but.contains(case)) {
                    if asked.contains(case) {
                        continue;
                    }
                    let told = match self.is_for(case, event.name).await {
                        Ok(true) => self.decide(case, event.by, &command, |_, _| Ok(())).await.map(|_| true),
                        other => other,
                    };
                    match told {
                        Ok(true) => asked.push(case.clone()),
                        // It ended meanwhile, or its actor is away there.
                        Ok(false) | Err(Denied::Refused(..)) => {}
                        // It keeps none of the others from hearing.
                        Err(Denied::Store(StoreError::Damaged(why))) => {
                            let event = event.name;
                            tracing::error!(%case, "case {case} can't hear the event {event}: {}", why.en);
                        }
                        Err(error) => return Err(error),
                    }
                }
                after = Some(last);
            }
        }
        if let Some(heard) = &heard {
            self.store.remember(heard, "heard").await?;
        }
        Ok(asked)
    }

    /// Whether an event means anything to a case.
    async fn is_for(&self, id: &CaseId, name: &EventName) -> Result<bool, Denied> {
        let case = self.known(id).await?;
        let definition = self.book().definition(&case, &*self.store).await?;
        Ok(definition.judge.answers(Moment::Event) || hears(&case, &definition.workflow, name))
    }
}

/// The events a workflow raises, hears or begins with.
fn names(workflow: &Workflow) -> impl Iterator<Item = &EventName> {
    let starts = workflow.starts.iter().filter_map(|start| match &start.kind {
        StartKind::Event(name) => Some(name),
        _ => None,
    });
    let steps = workflow.steps.iter().filter_map(|step| match &step.kind {
        StepKind::WaitFor(name) | StepKind::Emit(name) => Some(name),
        _ => None,
    });
    starts.chain(steps).chain(workflow.hold.iter().filter_map(|hold| hold.ends.as_ref()))
}
