//! What fell due while the engine stood still is held until all of it is judged; then a person gets
//! one message with a list, in place of a storm.

use crate::book::Book;
use crate::{Denied, Service};
use std::collections::HashMap;
use steward_case::{CaseId, Relevance};
use steward_delivery::{bundle, identity, why_not};
use steward_model::{Channel, StaffId, TemplateId};
use steward_ports::{Delivery, Digest, StoreError};

/// So many messages are looked at in one go.
const PAGE: u32 = 2_000;

impl Service {
    /// Lets late messages go: what is no longer true alone, for the courier to drop; what is, as one
    /// message a person and channel where there are several.
    pub(crate) async fn bundle_late(&self) -> Result<(), StoreError> {
        let book = self.book();
        loop {
            let mut late = self.store.late(PAGE).await?;
            if late.is_empty() {
                return Ok(());
            }
            whole_people(&mut late);
            let (mut release, mut true_still) = (Vec::new(), Vec::new());
            let mut cases = HashMap::new();
            for delivery in late {
                match self.is_true(&delivery, &mut cases).await? {
                    true => true_still.push(delivery),
                    false => release.push(delivery.id),
                }
            }
            let bundle = bundle(true_still, |person, channel| self.road(&book, person, channel));
            release.extend(bundle.release);
            let now = self.clock.now();
            let digests: Vec<Digest> = bundle
                .digests
                .iter()
                .filter_map(|group| group.digest(now))
                .map(|mut digest| {
                    let message = &mut digest.message;
                    let first = book.identity(&digest.case, message.event, message.channel);
                    message.message_id = identity::of_digest(&first);
                    digest
                })
                .collect();
            if !digests.is_empty() {
                tracing::info!(
                    "{} messages that a stop made late go as {} digests, {} as they are",
                    digests.iter().map(|digest| digest.lists.len()).sum::<usize>(),
                    digests.len(),
                    release.len(),
                );
            }
            self.store.bundle(release, digests, now).await?;
            self.nudge.to_send();
        }
    }

    /// Whether a message is still true. One whose case can't be read is taken to be.
    async fn is_true(
        &self,
        delivery: &Delivery,
        cases: &mut HashMap<CaseId, Option<std::sync::Arc<steward_case::Case>>>,
    ) -> Result<bool, StoreError> {
        if delivery.message.relevance == Relevance::Always {
            return Ok(true);
        }
        if !cases.contains_key(&delivery.case) {
            let case = match self.load(&delivery.case).await {
                Ok(case) => Some(case),
                Err(Denied::Store(error @ StoreError::Unavailable(_))) => return Err(error),
                Err(_) => None,
            };
            cases.insert(delivery.case.clone(), case);
        }
        let case = cases.get(&delivery.case).and_then(Option::as_ref);
        Ok(case.is_none_or(|case| why_not(&delivery.message.relevance, case).is_none()))
    }

    /// The channel by which a digest can go to a person: the messages' own, else another they have.
    fn road(&self, book: &Book, person: &StaffId, channel: Channel) -> Option<Channel> {
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
