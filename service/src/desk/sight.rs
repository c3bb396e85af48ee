//! What a person may not see although they work at the estate: cases of a workflow that is `seen_by`
//! other roles, and such fields of a case. Who is among them is decided by the case, in
//! [`Hall::sees_case`] and [`Hall::unseen_fields`]; here it is asked wherever a case leaves the engine.
//!
//! Of a workflow, the handbook as it stands is asked, as it is for who works where; a workflow that
//! is gone from it, by the wording its cases are pinned to. Fields are the pinned wording's.

use super::Desk;
use crate::Denied;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use steward_case::hall::Hall;
use steward_case::{Case, CaseId, itemised};
use steward_model::{FieldId, Person, RoleId, Workflow, WorkflowId};
use steward_ports::Page;

impl Desk<'_> {
    /// Refuses a case at another estate, and one that this person may not see, as if there were none.
    pub(super) fn may_see(&self, case: &Case, pinned: &Workflow) -> Result<(), Denied> {
        self.may_reach(&case.estate)?;
        let seen_by = self.seen_by(case, pinned);
        // Nearly every workflow is for everybody, so nobody is looked for.
        if seen_by.is_empty() || self.in_hall(case, pinned, |hall, actor| hall.sees_case(actor, seen_by))? {
            return Ok(());
        }
        Err(Denied::no_case(case.id.as_str()))
    }

    /// As [`Desk::may_see`]. Returns the wording that the case is pinned to.
    pub(super) async fn may_see_pinned(&self, case: &Case) -> Result<Arc<Workflow>, Denied> {
        // Of another estate, nothing is read.
        self.may_reach(&case.estate)?;
        let workflow = self.book.definition(case, &*self.service.store).await?.workflow;
        self.may_see(case, &workflow)?;
        Ok(workflow)
    }

    /// The fields of a case that this person may not see.
    pub(super) fn unseen_fields(&self, case: &Case, pinned: &Workflow) -> Result<BTreeSet<FieldId>, Denied> {
        if pinned.fields.iter().all(|field| field.seen_by.is_empty()) {
            return Ok(BTreeSet::new());
        }
        self.in_hall(case, pinned, |hall, actor| hall.unseen_fields(actor))
    }

    /// A list of so many rows about cases within reach and seen by this person. `page` gives so many rows after
    /// the one named; what is left out of them makes room for what comes after.
    pub(super) async fn only_seen<T>(
        &self,
        wanted: u32,
        mut after: Option<String>,
        page: impl AsyncFn(u32, Option<String>) -> Result<Page<T>, Denied>,
        case_of: impl Fn(&T) -> &CaseId,
    ) -> Result<Page<T>, Denied> {
        let (mut lacking, mut rows) = (wanted, Vec::new());
        loop {
            let mut page = page(lacking, after).await?;
            self.leave_seen(&mut page.rows, &case_of).await?;
            rows.append(&mut page.rows);
            lacking = wanted.saturating_sub(u32::try_from(rows.len()).unwrap_or(u32::MAX));
            if page.next.is_none() || lacking == 0 {
                return Ok(Page { rows, next: page.next });
            }
            after = page.next;
        }
    }

    /// Leaves, of rows about cases within reach, those of cases that this person sees.
    pub(super) async fn leave_seen<T>(
        &self,
        rows: &mut Vec<T>,
        case_of: impl Fn(&T) -> &CaseId,
    ) -> Result<(), Denied> {
        let mut known: BTreeMap<CaseId, bool> = BTreeMap::new();
        for row in rows.iter() {
            let id = case_of(row);
            if !known.contains_key(id) {
                known.insert(id.clone(), self.sees(id).await?);
            }
        }
        rows.retain(|row| known.get(case_of(row)).is_some_and(|sees| *sees));
        Ok(())
    }

    async fn sees(&self, id: &CaseId) -> Result<bool, Denied> {
        if self.is_for_everybody(id) {
            return Ok(true);
        }
        self.sees_by_its_record(id).await
    }

    /// Whether this person sees a case, wherever it is.
    pub(super) async fn sees_by_its_record(&self, id: &CaseId) -> Result<bool, Denied> {
        let case = self.service.known(id).await?;
        match self.may_see_pinned(&case).await {
            Ok(_) => Ok(true),
            Err(Denied::Store(error)) => Err(Denied::Store(error)),
            Err(_) => Ok(false),
        }
    }

    /// Whether a case's id alone tells that its workflow is for everybody, so that lists need not
    /// read cases. An id is the estate's, the workflow's and a number; both names may have a `-`.
    fn is_for_everybody(&self, id: &CaseId) -> bool {
        let handbook = &self.book.handbook;
        let Some((name, _)) = id.as_str().rsplit_once('-') else { return false };
        let mut read = name
            .match_indices('-')
            .filter(|(at, _)| handbook.estates.contains_key(&name[..*at]))
            .map(|(at, _)| handbook.workflows.get(&WorkflowId::new(&name[at + 1..])))
            .peekable();
        read.peek().is_some()
            && read.all(|workflow| workflow.is_some_and(|workflow| workflow.seen_by.is_empty()))
    }

    fn seen_by<'b>(&'b self, case: &Case, pinned: &'b Workflow) -> &'b [RoleId] {
        let now = self.book.handbook.workflows.get(&case.workflow);
        now.map_or(&pinned.seen_by, |workflow| &workflow.seen_by)
    }

    /// Asks something about this person at a case. Who works there no more sees what everybody does.
    fn in_hall<T>(
        &self,
        case: &Case,
        pinned: &Workflow,
        ask: impl FnOnce(&Hall<'_>, &Person) -> T,
    ) -> Result<T, Denied> {
        let estate = self.book.estate_of(case)?;
        let Some(actor) = estate.person(&self.person) else {
            return Err(Denied::no_case(case.id.as_str()));
        };
        let now = self.service.clock.now().max(case.last);
        Ok(ask(&Hall::new(case, &itemised(pinned, case, estate), estate, now), actor))
    }
}
