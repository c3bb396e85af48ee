//! The one road to a case: load it, decide, commit; and where it moved meanwhile, once more. Nothing
//! is locked while deciding, so two who act at once never wait for each other; the later of them
//! decides again on what the earlier has made of the case.

use crate::commit::Scene;
use crate::nudge::Written;
use crate::{Denied, Service};
use std::sync::Arc;
use steward_case::{Actor, Case, CaseId, Command, Context, Event, Outcome, advance};
use steward_model::{Text, Workflow};
use steward_ports::{Committed, StoreError};

/// A decision that found its case moved so many times is given up; the store is then busier than
/// any estate is.
const MOST_TRIES: usize = 32;

/// How a case was come by.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Seen {
    /// As this process left it.
    OnTheShelf,
    /// From its record, just now.
    OnRecord,
}

impl Service {
    /// Has a case obey a command. `may` refuses what this actor may not reach; it is told the wording that
    /// the case is pinned to.
    ///
    /// Returns what happened, once it is on disk.
    pub(crate) async fn decide(
        &self,
        id: &CaseId,
        actor: &Actor,
        command: &Command,
        may: impl Fn(&Case, &Workflow) -> Result<(), Denied>,
    ) -> Result<Vec<Event>, Denied> {
        self.decide_keeping(id, actor, command, &[], may).await
    }

    /// As [`Service::decide`], of a command that names photos. They are kept once it is decided that
    /// the case takes them, and before it says so: what is refused leaves nothing behind, and the
    /// record never names what is not there. A stop in between leaves a photo that no case names.
    pub(crate) async fn decide_keeping(
        &self,
        id: &CaseId,
        actor: &Actor,
        command: &Command,
        mut photos: &[Arc<[u8]>],
        may: impl Fn(&Case, &Workflow) -> Result<(), Denied>,
    ) -> Result<Vec<Event>, Denied> {
        let book = self.book();
        let mut look_on_shelf = true;
        for _ in 0..MOST_TRIES {
            let (case, seen) = match self.shelf.get(id).filter(|_| look_on_shelf) {
                Some(case) => (case, Seen::OnTheShelf),
                None => (self.load(id).await?, Seen::OnRecord),
            };
            look_on_shelf = false;
            let definition = book.definition(&case, &*self.store).await?;
            may(&case, &definition.workflow)?;
            let scene = Scene {
                book: &book,
                definition: &definition.workflow,
                judge: &*definition.judge,
                estate: book.estate_of(&case)?,
            };
            let decided = advance(
                &case,
                actor,
                command,
                &Context {
                    definition: scene.definition,
                    estate: scene.estate,
                    judge: scene.judge,
                    now: self.clock.now(),
                },
            );
            let mut outcome = match decided {
                // Another process may have moved the case so that it is allowed now.
                Err(_) | Ok(Outcome { refused: Some(_), .. }) if seen == Seen::OnTheShelf => continue,
                Err(refusal) => return Err(Denied::of(refusal, actor, scene.definition, scene.estate)),
                Ok(outcome) => outcome,
            };
            let refused = outcome.refused.take();
            if outcome.events.is_empty() {
                match (seen, command) {
                    (Seen::OnTheShelf, _) => continue,
                    // Its wake may have moved all the same.
                    (Seen::OnRecord, Command::Wake | Command::Recompute(_)) => {}
                    (Seen::OnRecord, _) => return Ok(Vec::new()),
                }
            }
            if refused.is_none() {
                for photo in std::mem::take(&mut photos) {
                    self.album.keep(photo.clone()).await?;
                }
            }
            let commit = scene.commit(Some(&case), outcome);
            let (after, events) = (Arc::new(commit.case.clone()), commit.events.clone());
            let written = Written::from(&commit);
            match self.store.commit(commit).await? {
                Committed::Done => {
                    self.shelf.put(after);
                    self.nudge.committed(&written);
                    // That it was tried is on disk; it is refused all the same.
                    return match refused {
                        Some(refusal) => Err(Denied::of(refusal, actor, scene.definition, scene.estate)),
                        None => Ok(events),
                    };
                }
                Committed::Conflict => self.shelf.drop(id),
                Committed::Known(_) => unreachable!("only an opening answers to a key"),
            }
        }
        Err(StoreError::Unavailable(Text::new(
            format!("案件 {id} 正被频繁改动，请稍后再试"),
            format!("case {id} is being changed all the time; try again in a moment"),
        ))
        .into())
    }

    /// A case as its record tells it.
    pub(crate) async fn load(&self, id: &CaseId) -> Result<Arc<Case>, Denied> {
        Self::replayed(id, &self.store.events(id).await?)
    }

    /// A case as this process left it, else from its record.
    pub(crate) async fn known(&self, id: &CaseId) -> Result<Arc<Case>, Denied> {
        match self.shelf.get(id) {
            Some(case) => Ok(case),
            None => self.load(id).await,
        }
    }

    /// A case from its events.
    pub(crate) fn replayed(id: &CaseId, events: &[Event]) -> Result<Arc<Case>, Denied> {
        if events.is_empty() {
            return Err(Denied::no_case(id.as_str()));
        }
        Case::replay(events).map(Arc::new).ok_or_else(|| {
            Denied::damaged(
                format!("案件 {id} 的记录不是从立案开始的，无法读出"),
                format!("the record of case {id} does not begin with its opening"),
            )
        })
    }
}
