//! From what `steward.yaml` says to channels that work, and what keeps the others from working.

use crate::email::Mailer;
use crate::secret::{SecretError, SecretText};
use crate::sms::Aliyun;
use crate::terms::Terms;
use std::path::Path;
use std::sync::Arc;
use steward_model::{Channel, Mail, Organisation, Provider, Text};
use steward_ports::{Health, Notifier};
use thiserror::Error;

/// The channels of an organisation.
#[derive(Default)]
pub struct Channels {
    /// Those that can be used, in the order they are tried: mail, then each SMS provider as written.
    pub working: Vec<Arc<dyn Notifier>>,
    /// Those that can't, and why. The others work without them.
    pub broken: Vec<SetupError>,
}

/// A channel can't be set up. The texts name no secret.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
#[error("{name}: {}", text.en)]
pub struct SetupError {
    /// What the channel carries.
    pub channel: Channel,
    /// What people call it: `mail.example.com`, `aliyun`.
    pub name: Box<str>,
    /// What is wrong.
    pub text: Text,
    /// What to do about it.
    pub help: Text,
}

/// Sets up every channel that the organisation has, without connecting anywhere. `folder` is where
/// a relative path to a secret begins.
pub fn notifiers(organisation: &Organisation, folder: &Path, terms: &Terms) -> Channels {
    let mut channels = Channels::default();
    if let Some(mail) = &organisation.mail {
        channels.add(mailer(mail, folder, terms));
    }
    for provider in &organisation.sms {
        channels.add(sms(provider, folder, terms));
    }
    channels
}

impl Channels {
    fn add(&mut self, set_up: Result<Arc<dyn Notifier>, SetupError>) {
        match set_up {
            Ok(notifier) => self.working.push(notifier),
            Err(error) => self.broken.push(error),
        }
    }
}

impl SetupError {
    /// The trouble as an examination would have told it.
    pub fn health(&self) -> Health {
        Health { ok: false, text: self.text.clone(), help: Some(self.help.clone()) }
    }
}

fn mailer(mail: &Mail, folder: &Path, terms: &Terms) -> Result<Arc<dyn Notifier>, SetupError> {
    let password = match &mail.password {
        Some(secret) => Some(
            SecretText::read(secret, folder).map_err(|error| no_secret(Channel::Email, &mail.host, error))?,
        ),
        None => None,
    };
    Ok(Arc::new(Mailer::new(mail, password, terms)?))
}

fn sms(provider: &Provider, folder: &Path, terms: &Terms) -> Result<Arc<dyn Notifier>, SetupError> {
    match provider.kind.as_str() {
        "aliyun" => {
            let secret = |secret| {
                SecretText::read(secret, folder)
                    .map_err(|error| no_secret(Channel::Sms, &provider.kind, error))
            };
            let (key, secret) = (secret(&provider.key)?, secret(&provider.secret)?);
            Ok(Arc::new(Aliyun::new(provider, key, secret, terms)?))
        }
        other => Err(SetupError {
            channel: Channel::Sms,
            name: other.into(),
            text: Text::new(format!("不认识短信服务商 {other}"), format!("there is no SMS provider {other}")),
            help: Text::new("在 sms 下写 provider: aliyun", "write provider: aliyun under sms"),
        }),
    }
}

fn no_secret(channel: Channel, name: &str, error: SecretError) -> SetupError {
    SetupError { channel, name: name.into(), text: error.text, help: error.help }
}
