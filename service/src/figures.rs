//! How a workflow went, for a step that shows it: the cases that were opened in the period are read
//! from their records, a page at a time, and no others are.

use crate::intake::origin;
use crate::{Denied, Service};
use steward_case::{Actor, Case, CaseId, Command, Gathering, State};
use steward_model::{StepId, WorkflowId};
use steward_picture::{Names, measured, written_measure};
use steward_ports::{Asked, OpenedFilter, StoreError};
use steward_time::Timestamp;

/// Cases are looked through so many at a time.
const PAGE: u32 = 256;

impl Service {
    /// Works out what a step asked for and gives it back. It may be done twice: a step keeps the figures
    /// that come first in its round.
    pub(crate) async fn work_out(
        &self,
        asked: &Asked,
        step: &StepId,
        round: u32,
        workflow: &WorkflowId,
    ) -> Result<(), Denied> {
        let book = self.book();
        let estate = book.estate(asked.estate.as_str())?;
        let id = CaseId::new(origin(asked));
        let case = self.load(&id).await?;
        let from = self.opened_before(&case).await?;
        let standard = book.handbook.workflows.get(workflow);
        let here = standard.and_then(|standard| book.handbook.at(&estate.id, standard).ok());
        let mut gathering = Gathering::new(workflow, here.map(|here| &**here), from, case.opened);
        let mut filter = OpenedFilter { from, ..before(&case, workflow) };
        loop {
            let page = self.store.opened(&filter).await?;
            for row in page.rows.iter().filter(|row| row.state != State::Cancelled) {
                match self.load(&row.case).await {
                    Ok(case) => gathering.add(&case),
                    // The figures of a month are not for ever without, because of one case.
                    Err(Denied::Store(StoreError::Damaged(why))) => {
                        let (left_out, of) = (&row.case, &asked.key);
                        tracing::error!(%left_out, "the figures for {of} leave case {left_out} out: {}", why.en);
                    }
                    Err(denied) => return Err(denied),
                }
            }
            match page.next {
                Some(next) => filter.after = Some(next),
                None => break,
            }
        }
        let names = Names::of(&book.handbook, estate);
        let figures = gathering
            .figures(|measure, workflow| (written_measure(measure), measured(measure, workflow, names)));
        let command = Command::Figures { step: step.clone(), round, figures };
        self.decide(&id, &Actor::Engine, &command, |_, _| Ok(())).await.map(drop)
    }

    /// When the last case before this one was opened, of the same workflow and estate; one that was
    /// cancelled reported to nobody.
    async fn opened_before(&self, case: &Case) -> Result<Option<Timestamp>, StoreError> {
        let mut filter = before(case, &case.workflow);
        loop {
            let page = self.store.opened(&filter).await?;
            let last = page.rows.iter().find(|row| row.state != State::Cancelled);
            match (last, page.next) {
                (Some(last), _) => return Ok(Some(last.opened)),
                (None, Some(next)) => filter.after = Some(next),
                (None, None) => return Ok(None),
            }
        }
    }
}

/// The cases of a workflow at the estate of a case that were opened before it.
fn before(case: &Case, workflow: &WorkflowId) -> OpenedFilter {
    OpenedFilter {
        estate: case.estate.clone(),
        workflow: workflow.clone(),
        from: None,
        before: case.opened,
        limit: PAGE,
        after: None,
    }
}
