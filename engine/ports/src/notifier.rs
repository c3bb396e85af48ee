//! A channel that carries messages to people. It has no wording, no retry and no fallback: the
//! courier decides when, `delivery` decides whether and by which channel, templates say what.

use async_trait::async_trait;
use std::collections::BTreeMap;
use std::time::Duration;
use steward_model::{Address, Channel, TemplateId, Text};
use thiserror::Error;

/// One message, ready to hand over.
#[derive(Clone, Debug)]
pub struct Message {
    /// The same from the first attempt to the last: the Message-ID with its brackets, or the OutId.
    pub message_id: String,
    /// The case it is about, which makes it part of a thread.
    pub case: String,
    /// The name people read of whom it is for.
    pub name: String,
    /// Where it goes.
    pub to: Address,
    /// What it says.
    pub content: Content,
}

/// What a message says, in the form its channel takes.
#[derive(Clone, Debug)]
pub enum Content {
    /// A mail.
    Mail {
        /// The subject; all mails of a case begin alike.
        subject: String,
        /// The plain text.
        text: String,
        /// The HTML.
        html: Option<String>,
    },
    /// A text message: a registered template and its variables, in the recipient's language.
    Sms {
        /// The template as the handbook calls it; the provider's code is the notifier's business.
        template: TemplateId,
        /// Each variable's value, already short enough.
        variables: BTreeMap<String, String>,
    },
}

/// The other side has accepted a message. It does not say that it was read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Receipt {
    /// What the other side calls it, if it says.
    pub reference: Option<String>,
}

/// A message was not accepted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Failure {
    /// Why.
    pub why: SendError,
    /// Whether trying again helps.
    pub retry: Retry,
}

/// Why a message was not accepted. The texts name no secret and mask every address.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum SendError {
    /// The other side can't be reached, or has no time now.
    #[error("{}", .0.en)]
    Unavailable(Text),
    /// The other side refuses this message, now and later.
    #[error("{}", .0.en)]
    Refused(Text),
    /// The channel is set up wrongly; a person must act.
    #[error("{}", .0.en)]
    Misconfigured(Text),
    /// No answer came; the message may have arrived.
    #[error("{}", .0.en)]
    Uncertain(Text),
}

/// Whether trying again helps.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Retry {
    /// It does not.
    Never,
    /// It does, after this long at the earliest: the other side asked for it.
    After(Duration),
    /// It does, in the usual rhythm.
    Backoff,
    /// Once more, after two minutes, under the same identity: it may have arrived.
    OnceMore,
}

/// What an examination of a channel found, in plain words, for `doctor`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Health {
    /// Whether it would carry a message now.
    pub ok: bool,
    /// What was seen.
    pub text: Text,
    /// What to do about it.
    pub help: Option<Text>,
}

impl SendError {
    /// What happened, for the record and for people.
    pub fn text(&self) -> &Text {
        match self {
            Self::Unavailable(text)
            | Self::Refused(text)
            | Self::Misconfigured(text)
            | Self::Uncertain(text) => text,
        }
    }
}

/// A channel.
#[async_trait]
pub trait Notifier: Send + Sync {
    /// What it carries.
    fn channel(&self) -> Channel;

    /// What people call it: `mail.example.com`, `aliyun`.
    fn name(&self) -> &str;

    /// Whether it can carry this template: an SMS provider knows only those registered with it.
    fn carries(&self, template: &TemplateId) -> bool;

    /// Hands one message over. `Ok` means that the other side has accepted it, not that it was
    /// read. Gives up after 15 seconds by itself.
    async fn send(&self, message: &Message) -> Result<Receipt, Failure>;

    /// Connects and logs in, sends nothing.
    async fn examine(&self) -> Health;
}
