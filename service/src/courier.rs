//! Messages on their way: takes those whose turn has come, urgent ones first, hands each to a
//! notifier, and notes what became of it. Several go at once. What fails is tried again in the rhythm
//! of `delivery::retry`, under the same identity; what fails for good is put on the case's record.

mod attempt;
mod envelope;

use crate::reasons::{Reason, Reasons};
use crate::scheduler::after;
use crate::{Denied, Service};
use attempt::{Attempt, Outcome};
use std::sync::Arc;
use std::time::Duration;
use steward_case::{Actor, Command};
use steward_delivery::used_up;
use steward_model::{TemplateId, Text};
use steward_ports::{Delivery, DeliveryState, Enqueue, Settlement, StoreError};
use steward_time::Timestamp;
use tokio::sync::oneshot;
use tokio::task::{Id, JoinError, JoinSet};

/// So many messages are being sent at once.
const AT_ONCE: usize = 16;

/// A message is taken for this long; then somebody else may take it.
const LEASE: Duration = Duration::from_secs(30);

/// What is being sent when the program stops may end within this time.
const LAST_MOMENTS: Duration = Duration::from_secs(10);

/// After a failure of the store it is tried again after this long.
const PAUSE: Duration = Duration::from_secs(2);

/// The courier.
pub(crate) struct Courier {
    service: Arc<Service>,
    reasons: Reasons,
    /// Told when messages have been looked for for the first time.
    ready: Option<oneshot::Sender<()>>,
    going: JoinSet<Done>,
    /// The messages that are being sent, by task: a lease may run out before an attempt does.
    taken: std::collections::BTreeMap<Id, i64>,
}

/// An attempt that has ended.
struct Done {
    delivery: Delivery,
    outcome: Outcome,
}

impl Courier {
    pub(crate) fn new(service: Arc<Service>, reasons: Reasons, ready: oneshot::Sender<()>) -> Self {
        Self {
            service,
            reasons,
            ready: Some(ready),
            going: JoinSet::new(),
            taken: std::collections::BTreeMap::new(),
        }
    }

    /// Runs until the program is to stop, and lets what is being sent end.
    pub(crate) async fn run(mut self) {
        loop {
            let until = match self.look().await {
                Ok(until) => until,
                Err(error) => {
                    tracing::error!("the store fails, so nothing can be sent: {error}");
                    Some(after(self.service.clock.now(), PAUSE))
                }
            };
            tokio::select! {
                Some(done) = self.going.join_next_with_id() => self.ended(done).await,
                reason = self.reasons.next(until) => if reason == Reason::Stopping { break },
            }
        }
        if tokio::time::timeout(LAST_MOMENTS, self.finish()).await.is_err() {
            tracing::warn!("some messages were still being sent; they are tried again after the next start");
        }
    }

    /// Lets what is being sent end.
    pub(crate) async fn finish(&mut self) {
        while let Some(done) = self.going.join_next_with_id().await {
            self.ended(done).await;
        }
    }

    /// Takes what can be sent now. Returns when there will be more.
    pub(crate) async fn look(&mut self) -> Result<Option<Timestamp>, StoreError> {
        loop {
            let room = AT_ONCE.saturating_sub(self.going.len());
            if room == 0 {
                // Whatever ends first makes room.
                return Ok(None);
            }
            let now = self.service.clock.now();
            let limit = u32::try_from(room).unwrap_or(u32::MAX);
            let claimed = self.service.store.claim(now, after(now, LEASE), limit).await?;
            if let Some(ready) = self.ready.take() {
                // Nobody may be waiting for it any more.
                let _ = ready.send(());
            }
            if claimed.is_empty() {
                return self.service.store.earliest_delivery().await;
            }
            for delivery in claimed {
                self.begin(delivery);
            }
        }
    }

    fn begin(&mut self, delivery: Delivery) {
        if self.taken.values().any(|id| *id == delivery.id) {
            // Its lease ran out while the attempt goes on; the attempt's end settles it.
            return;
        }
        let attempt = Attempt { service: self.service.clone(), delivery: delivery.clone() };
        let id = delivery.id;
        let task = self.going.spawn(async move {
            let outcome = attempt.make().await;
            Done { delivery, outcome }
        });
        self.taken.insert(task.id(), id);
    }

    /// Notes what became of an attempt, and of all others that have ended by now.
    async fn ended(&mut self, first: Result<(Id, Done), JoinError>) {
        let mut settled = Vec::new();
        let mut next = Some(first);
        while let Some(done) = next {
            match done {
                Ok((task, done)) => {
                    self.taken.remove(&task);
                    settled.extend(self.settlement(done).await);
                }
                Err(broken) => {
                    // A bug of ours: the lease runs out, and the attempts are counted.
                    let id = self.taken.remove(&broken.id());
                    tracing::error!(message = id, "an attempt to send a message broke off: {broken}");
                }
            }
            next = self.going.try_join_next_with_id();
        }
        if settled.is_empty() {
            return;
        }
        let held =
            settled.iter().filter(|one| matches!(one.state, DeliveryState::Held | DeliveryState::Dropped));
        let release = held.filter_map(|one| one.next).min();
        let noted = self.service.store.settle(settled).await;
        if let Some(release) = release {
            self.service.nudge.due_at(release);
        }
        if let Err(error) = noted {
            // The leases run out and the messages are tried again under the same identity.
            tracing::error!("what became of messages can't be noted: {error}");
        }
    }

    /// The settlement of an attempt; `None` when its failure could not be put on record, so that it
    /// is tried again once its lease has run out.
    async fn settlement(&mut self, done: Done) -> Option<Settlement> {
        let Done { delivery, outcome } = done;
        let now = self.service.clock.now();
        let settlement = Settlement {
            id: delivery.id,
            state: DeliveryState::Sent,
            next: None,
            uncertain: false,
            error: None,
            reference: None,
            instead: None,
            at: now,
        };
        let told = |text: &Text| Some(text.in_(self.service.handbook().organisation.lang).to_owned());
        Some(match outcome {
            Outcome::Sent(reference) => Settlement { reference, ..settlement },
            Outcome::Untrue(why) => {
                Settlement { state: DeliveryState::Dropped, error: told(&why), ..settlement }
            }
            Outcome::Quiet(until) => Settlement {
                state: DeliveryState::Held,
                next: Some(until),
                error: told(&Text::new("免打扰时间，结束后再发", "quiet hours; it goes when they end")),
                ..settlement
            },
            Outcome::OverBudget { budget: (of, most), first, listed } => {
                let why = used_up(&of, most);
                if first {
                    self.tell_of_budget(&delivery, Command::OverBudget { of, most }).await.ok()?;
                }
                Settlement {
                    state: DeliveryState::Dropped,
                    next: Some(listed),
                    error: told(&why),
                    ..settlement
                }
            }
            Outcome::Wait { pause, uncertain, why } => Settlement {
                state: DeliveryState::Waiting,
                next: Some(after(now, pause)),
                uncertain,
                error: told(&why),
                ..settlement
            },
            Outcome::Lost { state, why } => {
                let instead = self.by_next_channel(&delivery);
                match &instead {
                    Some(next) => tracing::info!(
                        message = delivery.id,
                        "message {} goes by {} instead: {}",
                        delivery.id,
                        next.channel.word(),
                        why.en
                    ),
                    None => self.put_on_record(&delivery, &why).await.ok()?,
                }
                Settlement { state, error: told(&why), instead, ..settlement }
            }
        })
    }

    /// The same message by the channel that stands in for the one that failed.
    fn by_next_channel(&self, delivery: &Delivery) -> Option<Enqueue> {
        let message = &delivery.message;
        let (channel, rest) = message.then.split_first()?;
        Some(Enqueue {
            channel: *channel,
            then: rest.to_vec(),
            late: false,
            message_id: self.service.book().identity(&delivery.case, message.event, *channel),
            ..message.clone()
        })
    }

    /// Puts a message that is lost for good on its case's record, before it is settled, so that it
    /// is never forgotten. Of an urgent one `last_resort` is told, but not of the news of another.
    async fn put_on_record(&self, delivery: &Delivery, why: &Text) -> Result<(), StoreError> {
        let message = &delivery.message;
        let news = message.template == TemplateId::new("unreachable");
        let what = &message.template;
        let via = message.channel.word();
        let command = Command::Undelivered {
            to: message.to.clone(),
            text: Text::new(
                format!("给 {} 的消息（{what}，{via}）没能送达：{}", message.to, why.zh),
                format!("the message for {} ({what}, {via}) was not delivered: {}", message.to, why.en),
            ),
            urgent: message.urgent && !news,
        };
        tracing::warn!(
            case = %delivery.case,
            message = delivery.id,
            "message {} of case {} for {} by {via} is lost: {}",
            delivery.id, delivery.case, message.to, why.en
        );
        self.on_the_case(delivery, &command).await
    }

    /// Has the case that used up a budget tell `last_resort`, before the message is settled. The case knows
    /// whether it has.
    async fn tell_of_budget(&self, delivery: &Delivery, command: Command) -> Result<(), StoreError> {
        tracing::warn!(
            case = %delivery.case,
            message = delivery.id,
            "message {} of case {} for {} is over a budget and is not sent by itself",
            delivery.id, delivery.case, delivery.message.to
        );
        self.on_the_case(delivery, &command).await
    }

    /// Has a message's case obey. What keeps it from that for good is only logged: the message is settled all
    /// the same.
    async fn on_the_case(&self, delivery: &Delivery, command: &Command) -> Result<(), StoreError> {
        match self.service.decide(&delivery.case, &Actor::Engine, command, |_, _| Ok(())).await {
            Err(Denied::Store(error @ (StoreError::Unavailable(_) | StoreError::Newer(_)))) => Err(error),
            Err(denied) => {
                tracing::error!(case = %delivery.case, "that can't be put on the record of case {}: {denied}", delivery.case);
                Ok(())
            }
            Ok(_) => Ok(()),
        }
    }
}
