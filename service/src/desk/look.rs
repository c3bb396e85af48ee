//! What a person can look at from a desk.

use super::Desk;
use crate::Denied;
use std::collections::BTreeSet;
use std::sync::Arc;
use steward_case::{Case, CaseId, Event, Report, report};
use steward_model::{Estate, EstateId, StaffId, Workflow};
use steward_ports::{CaseFilter, CaseRow, DeliveryState, MessageFilter, MessageRow, Page, TaskRow};
use steward_time::Timestamp;

/// How many messages are looked through at a time for the one that is meant.
const PAGE: u32 = 500;

/// A case with all there is to show of it.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The case.
    pub case: Arc<Case>,
    /// Its steps and clocks as they stand.
    pub report: Report,
    /// Its record.
    pub events: Vec<Event>,
    /// The wording it is pinned to.
    pub workflow: Arc<Workflow>,
    /// Where it is.
    pub estate: Arc<Estate>,
    /// The moment it was looked at.
    pub now: Timestamp,
}

impl Desk<'_> {
    /// A case as it stands.
    ///
    /// # Errors
    /// An unknown case, or one at another estate.
    pub async fn show(&self, id: &CaseId) -> Result<Shown, Denied> {
        let events = self.service.store.events(id).await?;
        let case = crate::Service::replayed(id, &events)?;
        self.may_see(&case)?;
        let workflow = self.book.definition(&case, &*self.service.store).await?.workflow;
        let estate = self.book.estate_of(&case)?.clone();
        let now = self.service.clock.now();
        let report = report(&case, &workflow, &estate, now.max(case.last));
        Ok(Shown { case, report, events, workflow, estate, now })
    }

    /// Cases at the estates the actor works at, or at those of the filter.
    ///
    /// # Errors
    /// An estate of the filter where the actor has no role.
    pub async fn cases(&self, filter: CaseFilter) -> Result<Page<CaseRow>, Denied> {
        let Some(estates) = self.within_reach(&filter.estates)? else {
            return Ok(Page { rows: Vec::new(), next: None });
        };
        Ok(self.service.store.cases(&CaseFilter { estates, ..filter }).await?)
    }

    /// The open tasks of a person (the actor, where none is named): those they hold or own, those of
    /// their roles, and those of people away whom they stand in for; by how soon they are due.
    ///
    /// # Errors
    /// An unknown person.
    pub async fn tasks(&self, of: Option<&StaffId>) -> Result<Vec<TaskRow>, Denied> {
        let of = of.unwrap_or(&self.person);
        let theirs = self.book.reach(of)?;
        let estates: Vec<EstateId> =
            theirs.into_iter().filter(|estate| self.reach.contains(estate)).collect();
        if estates.is_empty() {
            return Ok(Vec::new());
        }
        let (mut roles, mut people) = (Vec::new(), vec![of.clone()]);
        let now = self.service.clock.now();
        for person in &self.book.handbook.staff {
            let stands_in = person.substitute.as_ref() == Some(of)
                && estates.iter().filter_map(|id| self.book.handbook.estates.get(id)).any(|estate| {
                    estate.person(&person.id).is_some()
                        && person.is_away(now.to_zoned(estate.zone.clone()).date())
                });
            if person.id == *of || stands_in {
                roles.extend(person.roles.iter().cloned());
                people.push(person.id.clone());
            }
        }
        roles.sort();
        roles.dedup();
        let mut tasks = self.service.store.tasks(&estates, &roles, &people).await?;
        tasks.sort_by(|one, other| {
            let key = |task: &TaskRow| (task.due.unwrap_or(Timestamp::MAX), task.since);
            key(one).cmp(&key(other)).then_with(|| one.case.cmp(&other.case))
        });
        // Who has two of the roles that decide in an approval has one task of it.
        let mut seen = BTreeSet::new();
        tasks.retain(|task| seen.insert((task.case.clone(), task.step.clone())));
        Ok(tasks)
    }

    /// Messages of cases at the estates the actor works at, or at those of the filter.
    ///
    /// # Errors
    /// An estate of the filter where the actor has no role.
    pub async fn messages(&self, filter: MessageFilter) -> Result<Page<MessageRow>, Denied> {
        let Some(estates) = self.within_reach(&filter.estates)? else {
            return Ok(Page { rows: Vec::new(), next: None });
        };
        Ok(self.service.store.messages(&MessageFilter { estates, ..filter }).await?)
    }

    /// Puts a message in line again, under the same identity. `None`: the actor can see no message
    /// with this number.
    ///
    /// # Errors
    /// Only the store's.
    pub async fn resend(&self, id: i64) -> Result<Option<DeliveryState>, Denied> {
        if !self.can_see_message(id).await? {
            return Ok(None);
        }
        let state = self.service.store.resend(id, self.service.clock.now()).await?;
        self.service.nudge.to_send();
        Ok(state)
    }

    async fn can_see_message(&self, id: i64) -> Result<bool, Denied> {
        let mut filter = MessageFilter { limit: PAGE, ..MessageFilter::default() };
        if self.reaches_all() {
            return Ok(true);
        }
        loop {
            let page = self.messages(filter.clone()).await?;
            if page.rows.iter().any(|row| row.id == id) {
                return Ok(true);
            }
            match page.next {
                Some(next) => filter.after = Some(next),
                None => return Ok(false),
            }
        }
    }

    /// The estates to look at: those wanted, else all within reach, which the store is spared to
    /// compare where that is all there are. `None`: nothing is within reach.
    fn within_reach(&self, wanted: &[EstateId]) -> Result<Option<Vec<EstateId>>, Denied> {
        for estate in wanted {
            self.may_reach(estate)?;
        }
        Ok(match (wanted, self.reaches_all()) {
            (wanted @ [_, ..], _) => Some(wanted.to_vec()),
            ([], true) => Some(Vec::new()),
            ([], false) if self.reach.is_empty() => None,
            ([], false) => Some(self.reach.iter().cloned().collect()),
        })
    }

    fn reaches_all(&self) -> bool {
        self.book.handbook.estates.keys().all(|estate| self.reach.contains(estate))
    }
}
