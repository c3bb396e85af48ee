//! Mail over SMTP: one server, a few connections that are kept, one case one thread.
//!
//! `compose` makes a mail of a message, `server` connects and logs in, `exchange` hands a mail over,
//! `pool` keeps connections for the next, `trouble` says what went wrong and whether trying again
//! helps. Only this folder knows the SMTP library.

mod compose;
mod exchange;
mod pool;
mod server;
mod stream;
mod trouble;
mod words;

use crate::registry::SetupError;
use crate::secret::SecretText;
use crate::terms::Terms;
use async_trait::async_trait;
use compose::Sender;
use pool::Pool;
use server::{Deadline, Server};
use std::time::Duration;
use steward_model::{Channel, Mail, TemplateId};
use steward_ports::{Failure, Health, Message, Notifier, Receipt};
use trouble::Trouble;

/// The mail channel.
pub struct Mailer {
    name: String,
    sender: Sender,
    pool: Pool,
    attempt: Duration,
}

impl Mailer {
    /// The channel that `mail` describes. Nothing is connected yet.
    ///
    /// # Errors
    ///
    /// When the sender is no address, an account has no password or the other way round, or a
    /// password would cross a network in the clear.
    pub fn new(mail: &Mail, password: Option<SecretText>, terms: &Terms) -> Result<Self, SetupError> {
        let sender = Sender::new(&mail.from_name, &mail.from)?;
        let server = Server::new(mail, password, terms)?;
        Ok(Self { name: mail.host.clone(), sender, pool: Pool::new(server), attempt: terms.attempt })
    }

    async fn try_send(&self, message: &Message) -> Result<Receipt, Trouble> {
        let composed = compose::compose(&self.sender, message)?;
        let answer = self.pool.send(&composed, Deadline::after(self.attempt)).await?;
        tracing::debug!(
            message = %message.message_id,
            "mail {} for {} was taken by {}: {answer}",
            message.message_id, message.to, self.name,
        );
        Ok(Receipt { reference: Some(answer).filter(|answer| !answer.is_empty()) })
    }
}

#[async_trait]
impl Notifier for Mailer {
    fn channel(&self) -> Channel {
        Channel::Email
    }

    fn name(&self) -> &str {
        &self.name
    }

    /// A mail can say anything.
    fn carries(&self, _template: &TemplateId) -> bool {
        true
    }

    async fn send(&self, message: &Message) -> Result<Receipt, Failure> {
        self.try_send(message).await.map_err(|trouble| trouble.failure(&self.pool.server().shown()))
    }

    async fn examine(&self) -> Health {
        let server = self.pool.server();
        match server.examine(Deadline::after(self.attempt)).await {
            Ok(()) => Health { ok: true, text: words::well(server), help: None },
            Err(trouble) => {
                Health { ok: false, text: trouble.text(&server.shown()), help: trouble.help(server) }
            }
        }
    }
}
