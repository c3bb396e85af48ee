//! A case comes to be: by a person at a desk, an event, another case or the clock.

use crate::book::Book;
use crate::commit::Scene;
use crate::nudge::Written;
use crate::{Denied, Service};
use std::collections::BTreeMap;
use std::sync::Arc;
use steward_case::{Actor, Caller, CaseId, Context, Event, Opening, Origin, Refusal, open};
use steward_model::{Estate, FieldId, Text, Value, Workflow};
use steward_ports::{Answered, Committed, Pinned, StoreError};

/// A number that turns out to be given is followed by the next one, so many times.
const MOST_TRIES: usize = 8;

/// What became of a request to open a case.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Opened {
    /// The case.
    pub case: CaseId,
    /// What happened; empty when the case was there already.
    pub events: Vec<Event>,
    /// Whether the same request had opened it before.
    pub known: bool,
}

/// A case that is wanted.
pub(crate) struct Wanted<'a> {
    pub(crate) workflow: &'a Arc<Workflow>,
    pub(crate) estate: &'a Arc<Estate>,
    pub(crate) actor: Actor,
    /// What begins it, where the engine is the actor.
    pub(crate) origin: Option<Origin>,
    pub(crate) fields: BTreeMap<FieldId, Value>,
    /// Whether the first step stays open although its form is filled.
    pub(crate) later: bool,
    pub(crate) note: Option<Text>,
    /// The case that called it and waits for it.
    pub(crate) caller: Option<Caller>,
    /// What the case answers to: the same key twice is one case.
    pub(crate) key: Option<String>,
    pub(crate) answers: Option<Answered>,
}

impl Service {
    /// Opens a case by the present wording that its workflow has at the estate.
    pub(crate) async fn open_case(&self, book: &Book, wanted: Wanted<'_>) -> Result<Opened, Denied> {
        if let Some(key) = &wanted.key
            && let Some(case) = self.store.keyed(key).await?
        {
            return Ok(Opened { case, events: Vec::new(), known: true });
        }
        let (workflow, estate) = (wanted.workflow, wanted.estate);
        let here = book.handbook.at(&estate.id, workflow);
        let here = here.map_err(|not_here| {
            let refusal = Refusal::NotOpenable(not_here.in_names(&workflow.title, &estate.name));
            Denied::of(refusal, &wanted.actor, workflow, estate)
        })?;
        let definition = book.present(here);
        let scene = Scene {
            book,
            definition: &definition.workflow,
            judge: &*definition.judge,
            estate: wanted.estate,
        };
        for _ in 0..MOST_TRIES {
            let number = self.store.number(&wanted.estate.id, &wanted.workflow.id).await?;
            let case = CaseId::new(format!("{}-{}-{number}", wanted.estate.id, wanted.workflow.id));
            let opening = Opening {
                id: case.clone(),
                actor: wanted.actor.clone(),
                origin: wanted.origin.clone(),
                fields: wanted.fields.clone(),
                later: wanted.later,
                note: wanted.note.clone(),
                caller: wanted.caller.clone(),
            };
            let outcome = open(
                opening,
                &Context {
                    definition: scene.definition,
                    estate: scene.estate,
                    judge: scene.judge,
                    now: self.clock.now(),
                },
            )
            .map_err(|refusal| Denied::of(refusal, &wanted.actor, scene.definition, scene.estate))?;
            let mut commit = scene.commit(None, outcome);
            commit.key.clone_from(&wanted.key);
            commit.answers.clone_from(&wanted.answers);
            commit.pinned = book
                .handbook
                .sources_at(&estate.id, &workflow.id)
                .map(|sources| Pinned { hash: scene.definition.hash.to_string(), sources: sources.clone() });
            let (after, events) = (Arc::new(commit.case.clone()), commit.events.clone());
            let written = Written::from(&commit);
            match self.store.commit(commit).await? {
                Committed::Done => {
                    self.shelf.put(after);
                    self.nudge.committed(&written);
                    return Ok(Opened { case, events, known: false });
                }
                Committed::Known(case) => return Ok(Opened { case, events: Vec::new(), known: true }),
                Committed::Conflict => {}
            }
        }
        Err(StoreError::Unavailable(Text::new(
            "新案件的编号总是已被占用，请稍后再试",
            "every number for the new case is taken already; try again in a moment",
        ))
        .into())
    }
}
