//! What a person can look at from a desk.

use super::Desk;
use crate::Denied;
use crate::commit::is_to_be_signed;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;
use steward_case::hall::Hall;
use steward_case::{Case, CaseId, Event, Report, exhibits, itemised, report};
use steward_model::{Estate, EstateId, FieldId, Person, StaffId, Workflow};
use steward_ports::{
    CaseFilter, CaseRow, DeliveryState, MessageFilter, MessageRow, Page, TaskFilter, TaskRow,
};
use steward_time::Timestamp;

/// A case with all there is to show of it.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The case, without the values of the fields that are unseen.
    pub case: Arc<Case>,
    /// Its steps and clocks as they stand.
    pub report: Report,
    /// The fields that whoever looks may not see.
    pub unseen: BTreeSet<FieldId>,
    /// Cases in which its photos were shown before and that whoever looks may not see.
    pub unseen_cases: BTreeSet<CaseId>,
    /// Its record, whole: what it went through is worked out from it.
    pub events: Vec<Event>,
    /// The wording it is pinned to, with the tasks of its items.
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
    /// An unknown case, one that is not for this person to see, or one at another estate.
    pub async fn show(&self, id: &CaseId) -> Result<Shown, Denied> {
        let events = self.service.store.events(id).await?;
        let mut case = crate::Service::replayed(id, &events)?;
        let pinned = self.may_see_pinned(&case).await?;
        let estate = self.book.estate_of(&case)?.clone();
        let workflow = match itemised(&pinned, &case, &estate) {
            Cow::Borrowed(_) => pinned,
            Cow::Owned(whole) => Arc::new(whole),
        };
        let now = self.service.clock.now();
        let report = report(&case, &workflow, &estate, now.max(case.last));
        let unseen = self.unseen_fields(&case, &workflow)?;
        if !unseen.is_empty() {
            Arc::make_mut(&mut case).fields.retain(|field, _| !unseen.contains(field));
        }
        let unseen_cases = self.unseen_earlier(&events).await?;
        Ok(Shown { case, report, unseen, unseen_cases, events, workflow, estate, now })
    }

    /// Cases in which photos of a record were shown before and that this person may not see.
    async fn unseen_earlier(&self, events: &[Event]) -> Result<BTreeSet<CaseId>, Denied> {
        let earlier = exhibits(events).into_iter().flat_map(|exhibit| exhibit.earlier);
        let mut unseen = BTreeSet::new();
        for case in earlier.map(|earlier| earlier.case).collect::<BTreeSet<_>>() {
            if !self.sees_by_its_record(&case).await? {
                unseen.insert(case);
            }
        }
        Ok(unseen)
    }

    /// Cases that the actor sees, at the estates they work at or at those of the filter.
    ///
    /// # Errors
    /// An estate of the filter where the actor has no role.
    pub async fn cases(&self, filter: CaseFilter) -> Result<Page<CaseRow>, Denied> {
        let Some(estates) = self.within_reach(&filter.estates)? else {
            return Ok(Page { rows: Vec::new(), next: None });
        };
        let filter = CaseFilter { estates, ..filter };
        let page = async |limit, after| {
            Ok(self.service.store.cases(&CaseFilter { limit, after, ..filter.clone() }).await?)
        };
        self.only_seen(filter.limit, filter.after.clone(), page, |row| &row.case).await
    }

    /// A page of the open tasks of a person (the actor, where none is named): those they hold or own, those
    /// of their roles, and those of people away whom they stand in for; by how soon they are due. What they
    /// sent and another is to sign is not among them. `after` is what a page's `next` says.
    ///
    /// # Errors
    /// An unknown person.
    pub async fn tasks(
        &self,
        of: Option<&StaffId>,
        limit: u32,
        after: Option<String>,
    ) -> Result<Page<TaskRow>, Denied> {
        let of = of.unwrap_or(&self.person);
        let theirs = self.book.reach(of)?;
        let estates: Vec<EstateId> =
            theirs.into_iter().filter(|estate| self.reach.contains(estate)).collect();
        if estates.is_empty() {
            return Ok(Page { rows: Vec::new(), next: None });
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
        let filter = TaskFilter { estates, owners: roles, people, limit, after: None };
        let page = async |limit, after| {
            let page = self.service.store.tasks(&TaskFilter { limit, after, ..filter.clone() }).await?;
            let mut rows = Vec::with_capacity(page.rows.len());
            for task in page.rows {
                // Only what is to be signed has its case read.
                if !is_to_be_signed(&task) || !self.is_for_others(&task, of).await? {
                    rows.push(task);
                }
            }
            Ok(Page { rows, ..page })
        };
        self.only_seen(limit, after, page, |task| &task.case).await
    }

    /// Whether a step that waits for a second signature is not for this person, who sent it, but for
    /// others who are there. Where nobody is, it stays with them: somebody has to see that it stands.
    async fn is_for_others(&self, task: &TaskRow, of: &StaffId) -> Result<bool, Denied> {
        let case = self.service.known(&task.case).await?;
        let pinned = self.book.definition(&case, &*self.service.store).await?.workflow;
        let estate = self.book.estate_of(&case)?;
        let definition = itemised(&pinned, &case, estate);
        let hall = Hall::new(&case, &definition, estate, self.service.clock.now().max(case.last));
        let Some(step) = definition.step(&task.step) else { return Ok(false) };
        let may_sign = |person: &Person| !hall.is_away(person) && hall.may_do(person, step);
        Ok(hall.workers(step).contains(of) && estate.staff.iter().any(|person| may_sign(person)))
    }

    /// Messages of cases that the actor sees, at the estates they work at or at those of the filter.
    ///
    /// # Errors
    /// An estate of the filter where the actor has no role.
    pub async fn messages(&self, filter: MessageFilter) -> Result<Page<MessageRow>, Denied> {
        let Some(estates) = self.within_reach(&filter.estates)? else {
            return Ok(Page { rows: Vec::new(), next: None });
        };
        let filter = MessageFilter { estates, ..filter };
        let page = async |limit, after| {
            Ok(self.service.store.messages(&MessageFilter { limit, after, ..filter.clone() }).await?)
        };
        self.only_seen(filter.limit, filter.after.clone(), page, |row| &row.case).await
    }

    /// Puts a message in line again, under the same identity. `None`: the actor can see no message
    /// with this number.
    ///
    /// # Errors
    /// Only the store's.
    pub async fn resend(&self, id: i64) -> Result<Option<DeliveryState>, Denied> {
        let one = MessageFilter { id: Some(id), limit: 1, ..MessageFilter::default() };
        if self.messages(one).await?.rows.is_empty() {
            return Ok(None);
        }
        let state = self.service.store.resend(id, self.service.clock.now()).await?;
        self.service.nudge.to_send();
        Ok(state)
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
