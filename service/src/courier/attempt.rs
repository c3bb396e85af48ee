//! One attempt at one message: is it still true, where does it go, who carries it, and what follows
//! from what came of that.

use super::envelope::{self, Envelope};
use crate::{Denied, Service};
use std::sync::Arc;
use std::time::Duration;
use steward_delivery::retry::{self, Next};
use steward_delivery::{Counted, counted, facts, why_not};
use steward_model::{BudgetOf, Channel, Text};
use steward_ports::{Delivery, DeliveryState, Doubt, Failure, Message, Notifier, Receipt, Retry, SendError};
use steward_time::Timestamp;

/// A message that waited longer than this, in seconds, may no longer be true.
const STALE: i64 = 60;

/// A notifier gives up after 15 seconds by itself; one that does not is cut off.
const CUT_OFF: Duration = Duration::from_secs(20);

/// An attempt.
pub(super) struct Attempt {
    pub(super) service: Arc<Service>,
    pub(super) delivery: Delivery,
}

/// What came of it.
pub(super) enum Outcome {
    /// The other side accepted it, and calls it so.
    Sent(Option<String>),
    /// It is no longer true.
    Untrue(Text),
    /// It is quiet for its recipient until then.
    Quiet(Timestamp),
    /// It is over a budget.
    OverBudget {
        /// Which, and how many messages it allows.
        budget: (BudgetOf, u32),
        /// Whether it is the first that is.
        first: bool,
        /// When it is listed with whatever else is over.
        listed: Timestamp,
    },
    /// It is tried again.
    Wait {
        /// After this long.
        pause: Duration,
        /// Whether it may have arrived.
        uncertain: bool,
        /// What went wrong.
        why: Text,
    },
    /// It is lost for good.
    Lost {
        /// Failed or dead.
        state: DeliveryState,
        /// What went wrong.
        why: Text,
    },
}

impl Attempt {
    /// Makes the attempt.
    pub(super) async fn make(&self) -> Outcome {
        if let Some(outcome) = self.before_sending().await {
            return outcome;
        }
        let book = self.service.book();
        let envelope = match envelope::write(&book, &self.delivery, self.service.clock.now()) {
            Ok(envelope) => envelope,
            Err(why) => return Outcome::Lost { state: DeliveryState::Failed, why },
        };
        match self.hand_over(&envelope).await {
            Ok(receipt) => Outcome::Sent(receipt.reference),
            Err(failure) => self.after_failure(&failure),
        }
    }

    /// What keeps it from being sent now.
    async fn before_sending(&self) -> Option<Outcome> {
        if let Some(until) = self.quiet() {
            return Some(Outcome::Quiet(until));
        }
        let Delivery { message, attempts, doubt, .. } = &self.delivery;
        // A mail that comes twice is one by its Message-ID; a text message is not, so there is time for a
        // receipt before its one more attempt, and no attempt after that.
        match (message.channel, doubt) {
            (Channel::Sms, Doubt::CutOff) => {
                let why = Text::new(
                    "上次发送被打断，可能已送达",
                    "the attempt before was cut off; it may have arrived",
                );
                return Some(Outcome::Wait { pause: retry::ONCE_MORE, uncertain: true, why });
            }
            (Channel::Sms, Doubt::CutOffAgain) => {
                let why = Text::new(
                    "再次发送也被打断，可能已送达",
                    "the one more attempt was cut off too; it may have arrived",
                );
                return Some(Outcome::Lost { state: DeliveryState::Failed, why });
            }
            _ => {}
        }
        let age = self.service.clock.now().as_second() - message.at.as_second();
        let fresh = *attempts <= 1 && age <= STALE && !message.late;
        let untrue = if fresh { None } else { self.untrue().await };
        match untrue {
            Some(why) => Some(Outcome::Untrue(why)),
            None => self.over_budget().await,
        }
    }

    /// Why it is no longer true.
    async fn untrue(&self) -> Option<Text> {
        match self.service.load(&self.delivery.case).await {
            Ok(case) => why_not(&self.delivery.message.relevance, &case),
            Err(Denied::Store(error)) => {
                tracing::warn!("whether message {} is still true can't be read: {error}", self.delivery.id);
                None
            }
            Err(_) => None,
        }
    }

    /// Counts it, unless a budget that it counts towards is used up.
    async fn over_budget(&self) -> Option<Outcome> {
        let (book, now) = (self.service.book(), self.service.clock.now());
        let to = &self.delivery.message.to;
        let Counted { message, budgets, purses } = counted(&self.delivery, book.handbook.budgets(to, now))?;
        match self.service.store.count(&message, purses).await {
            Ok(None) => None,
            Ok(Some(full)) => Some(Outcome::OverBudget {
                budget: budgets.into_iter().nth(full.which)?,
                first: full.first,
                listed: book.handbook.list_at(to, now),
            }),
            Err(error) => {
                // One message too many is better than one too few.
                tracing::warn!(
                    "message {} can't be counted and goes all the same: {error}",
                    self.delivery.id
                );
                None
            }
        }
    }

    /// Until when it is quiet for the recipient; `urgent` passes.
    fn quiet(&self) -> Option<Timestamp> {
        let message = &self.delivery.message;
        if message.urgent {
            return None;
        }
        let book = self.service.book();
        let estate = message.variables.get(facts::ESTATE)?;
        let estate = book.handbook.estates.get(estate.zh.as_str())?;
        estate.quiet_until(book.handbook.person(&message.to)?, self.service.clock.now())
    }

    /// Hands it to the first notifier that takes it. The next one is only asked when it is certain
    /// that nothing arrived by this one.
    async fn hand_over(&self, envelope: &Envelope<'_>) -> Result<Receipt, Failure> {
        let (channel, template) = (self.delivery.message.channel, &self.delivery.message.template);
        let mut failure: Option<Failure> = None;
        let book = self.service.book();
        let of_channel = || book.notifiers.iter().filter(move |notifier| notifier.channel() == channel);
        for notifier in of_channel().filter(|notifier| notifier.carries(template)) {
            match send(&**notifier, &envelope.message(&**notifier)).await {
                Ok(receipt) => return Ok(receipt),
                Err(failed) if failed.retry == Retry::OnceMore => return Err(failed),
                Err(failed) => {
                    tracing::info!(
                        message = self.delivery.id,
                        "message {} was not taken by {}: {}",
                        self.delivery.id,
                        notifier.name(),
                        failed.why
                    );
                    failure = Some(match failure {
                        None => failed,
                        Some(earlier) => {
                            Failure { retry: retry::more_hopeful(earlier.retry, failed.retry), ..failed }
                        }
                    });
                }
            }
        }
        Err(failure.unwrap_or_else(|| match of_channel().next() {
            Some(_) => not_registered(template.as_str(), channel),
            None => no_channel(channel),
        }))
    }

    fn after_failure(&self, failure: &Failure) -> Outcome {
        let Delivery { message, attempts, doubt, .. } = &self.delivery;
        let uncertain = *doubt != Doubt::None;
        let why = failure.why.text().clone();
        let has_next = !message.then.is_empty();
        match retry::next(failure.retry, *attempts, uncertain, rand::random()) {
            // Nothing arrived by this channel, and the next one may work at once.
            Next::Again(_) if has_next && !uncertain => Outcome::Lost { state: DeliveryState::Failed, why },
            Next::Again(pause) => Outcome::Wait { pause, uncertain: false, why },
            Next::OnceMore(pause) => Outcome::Wait { pause, uncertain: true, why },
            Next::Failed => Outcome::Lost { state: DeliveryState::Failed, why },
            Next::Dead => Outcome::Lost { state: DeliveryState::Dead, why },
        }
    }
}

async fn send(notifier: &dyn Notifier, message: &Message) -> Result<Receipt, Failure> {
    tokio::time::timeout(CUT_OFF, notifier.send(message)).await.unwrap_or_else(|_| {
        Err(Failure {
            why: SendError::Uncertain(Text::new(
                format!("{} 一直没有回应，可能已送达", notifier.name()),
                format!("{} gave no answer; it may have arrived", notifier.name()),
            )),
            retry: match notifier.channel() {
                Channel::Sms => Retry::OnceMore,
                Channel::Email => Retry::Backoff,
            },
        })
    })
}

fn not_registered(template: &str, channel: Channel) -> Failure {
    let via = channel.word();
    Failure {
        why: SendError::Refused(Text::new(
            format!("没有{via}服务商登记了模板 {template}，请在 steward.yaml 补上"),
            format!("no {via} provider has a template {template}; add it to steward.yaml"),
        )),
        retry: Retry::Never,
    }
}

fn no_channel(channel: Channel) -> Failure {
    let via = channel.word();
    Failure {
        why: SendError::Misconfigured(Text::new(
            format!("{via} 渠道没有设置好，请运行 steward doctor"),
            format!("the channel {via} is not set up; run `steward doctor`"),
        )),
        retry: Retry::Backoff,
    }
}
