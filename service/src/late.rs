//! What fell due while the engine stood still is held until all of it is judged, and what came in
//! somebody's quiet hours until they end. Then a person gets one message with a list of what is still
//! true, in place of a storm.

use crate::book::Book;
use crate::{Denied, Service};
use std::collections::HashMap;
use std::sync::Arc;
use steward_case::{Case, CaseId, Relevance, StepStatus};
use steward_delivery::{Occasion, bundle, facts, identity, over_budget, why_not};
use steward_model::{Channel, StaffId, TemplateId};
use steward_ports::{Delivery, Digest, StoreError};

/// So many messages are looked at in one go.
const PAGE: u32 = 2_000;

/// Cases looked at in one go.
pub(crate) type Looked = HashMap<CaseId, Option<Arc<Case>>>;

impl Service {
    /// Lets late messages go: what is no longer true alone, for the courier to drop; what is, as one
    /// message a person and channel where there are several.
    pub(crate) async fn bundle_late(&self) -> Result<(), StoreError> {
        loop {
            let mut late = self.store.late(PAGE).await?;
            if late.is_empty() {
                return Ok(());
            }
            whole_people(&mut late);
            self.let_go(late, Occasion::Stop).await?;
        }
    }

    /// The same for what was held until a moment that has come. What was over a budget is one message a
    /// person, beside what was held in quiet hours.
    pub(crate) async fn release_held(&self) -> Result<(), StoreError> {
        loop {
            let mut held = self.store.released(self.clock.now(), PAGE).await?;
            if held.is_empty() {
                return Ok(());
            }
            whole_people(&mut held);
            let (over, held): (Vec<_>, Vec<_>) = held.into_iter().partition(|one| one.over_budget);
            self.let_go(held, Occasion::Quiet).await?;
            self.let_go(over, Occasion::Budget).await?;
        }
    }

    async fn let_go(&self, held: Vec<Delivery>, occasion: Occasion) -> Result<(), StoreError> {
        if held.is_empty() {
            return Ok(());
        }
        let book = self.book();
        let (mut release, mut true_still) = (Vec::new(), Vec::new());
        let mut cases = Looked::new();
        for mut delivery in held {
            match self.is_true(&mut delivery, &book, &mut cases).await? {
                true => true_still.push(delivery),
                false => release.push(delivery.id),
            }
        }
        let (bundle, named): (_, fn(&str) -> String) = if occasion == Occasion::Budget {
            let road = |person: &StaffId| self.road(&book, person, book.first_channel(person)?);
            (over_budget(true_still, road), identity::of_more)
        } else {
            let road = |person: &StaffId, channel| self.road(&book, person, channel);
            (bundle(true_still, road), identity::of_digest)
        };
        release.extend(bundle.release);
        let now = self.clock.now();
        let digests: Vec<Digest> = bundle
            .digests
            .iter()
            .filter_map(|group| group.digest(now, occasion))
            .map(|mut digest| {
                let message = &mut digest.message;
                let first = book.identity(&digest.case, message.event, message.channel);
                message.message_id = named(&first);
                digest
            })
            .collect();
        if !digests.is_empty() {
            tracing::info!(
                "{} messages that were held go as {} digests, {} as they are",
                digests.iter().map(|digest| digest.lists.len()).sum::<usize>(),
                digests.len(),
                release.len(),
            );
        }
        self.store.bundle(release, digests, now).await?;
        self.nudge.to_send();
        Ok(())
    }

    /// Whether a message is still true; of a miss it is noted when the step was done after all. One
    /// whose case can't be read is taken to be true.
    pub(crate) async fn is_true(
        &self,
        delivery: &mut Delivery,
        book: &Book,
        cases: &mut Looked,
    ) -> Result<bool, StoreError> {
        let Delivery { case: id, message, .. } = delivery;
        let miss = message.limit.is_some() && message.step.is_some();
        if message.relevance == Relevance::Always && !miss {
            return Ok(true);
        }
        if !cases.contains_key(id) {
            let case = match self.load(id).await {
                Ok(case) => Some(case),
                Err(Denied::Store(error @ StoreError::Unavailable(_))) => return Err(error),
                Err(_) => None,
            };
            cases.insert(id.clone(), case);
        }
        let Some(case) = cases.get(id).and_then(Option::as_ref) else {
            return Ok(true);
        };
        if message.relevance == Relevance::Always
            && let Some(step) = message.step.as_ref().and_then(|step| case.steps.get(step))
            && let Some(done) = step.done_at.filter(|at| *at >= message.at && step.status == StepStatus::Done)
            && let Some(estate) = book.handbook.estates.get(&case.estate)
        {
            message.variables.insert(facts::ENDED.to_owned(), facts::moment(done, &estate.zone));
        }
        Ok(why_not(&message.relevance, case).is_none())
    }

    /// The channel by which a digest can go to a person: the messages' own, else another they have.
    pub(crate) fn road(&self, book: &Book, person: &StaffId, channel: Channel) -> Option<Channel> {
        let digest = TemplateId::new("digest");
        let theirs = book.handbook.person(person)?.contacts.iter().map(|contact| contact.channel());
        std::iter::once(channel).chain(theirs).find(|channel| self.carries(*channel, &digest))
    }
}

/// Leaves the last person to the next go where the page may have cut them off.
fn whole_people(late: &mut Vec<Delivery>) {
    let full = u32::try_from(late.len()).is_ok_and(|count| count >= PAGE);
    let last = late.last().map(|delivery| delivery.message.to.clone()).filter(|_| full);
    if let Some(last) = last
        && late.iter().any(|delivery| delivery.message.to != last)
    {
        late.retain(|delivery| delivery.message.to != last);
    }
}
