//! A message as a mail: who it is from and for, the thread it belongs to, text and HTML.

use super::trouble::Trouble;
use crate::quote::one_line;
use crate::registry::SetupError;
use lettre::Address;
use lettre::message::header::{Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};
use steward_model::private::mask;
use steward_model::{Channel, Text};
use steward_ports::{Content, Message};

/// Who mails are from.
pub(super) struct Sender {
    mailbox: Mailbox,
}

/// A mail, ready for the wire.
pub(super) struct Composed {
    pub(super) from: Address,
    pub(super) to: Address,
    pub(super) raw: Vec<u8>,
}

impl Sender {
    pub(super) fn new(name: &str, address: &str) -> Result<Self, SetupError> {
        let parsed = address.parse().map_err(|_| SetupError {
            channel: Channel::Email,
            name: mask(address).into(),
            text: Text::new("发件人地址无效", "the sender's address is not valid"),
            help: Text::new(
                "在 steward.yaml 的 mail.from 写成：管家 <steward@example.com>",
                "write mail.from in steward.yaml like this: Steward <steward@example.com>",
            ),
        })?;
        let name = Some(one_line(name)).filter(|name| !name.is_empty());
        Ok(Self { mailbox: Mailbox::new(name, parsed) })
    }

    fn address(&self) -> &Address {
        &self.mailbox.email
    }
}

/// Composes a mail. Its Message-ID is the message's own, so that a repeat is known as one.
pub(super) fn compose(sender: &Sender, message: &Message) -> Result<Composed, Trouble> {
    let Content::Mail { subject, text, html } = &message.content else {
        return Err(Trouble::NoMail);
    };
    let to: Address = message.to.reveal().parse().map_err(|_| Trouble::NoAddress(message.to.masked()))?;
    let name = Some(one_line(&message.name)).filter(|name| !name.is_empty());
    let thread = thread(&message.case, sender.address().domain());
    let builder = lettre::Message::builder()
        .from(sender.mailbox.clone())
        .to(Mailbox::new(name, to.clone()))
        .subject(one_line(subject))
        .message_id(Some(message.message_id.clone()))
        .references(thread.clone())
        .in_reply_to(thread)
        .header(AutoSubmitted);
    let mail = match html {
        Some(html) => builder.multipart(MultiPart::alternative_plain_html(text.clone(), html.clone())),
        None => builder.singlepart(SinglePart::plain(text.clone())),
    };
    // The library refuses a mail without a sender or a recipient; this one has both.
    let mail = mail.map_err(|error| Trouble::Odd(error.to_string()))?;
    Ok(Composed { from: sender.address().clone(), to, raw: mail.formatted() })
}

/// What all mails of a case refer to. No mail has this id: it is the thread's common root.
fn thread(case: &str, domain: &str) -> String {
    let mut id = String::new();
    for octet in case.bytes() {
        if octet.is_ascii_alphanumeric() || b"-_.".contains(&octet) {
            id.push(char::from(octet));
        } else {
            id.push_str(&format!("={octet:02X}"));
        }
    }
    format!("<case.{id}@{domain}>")
}

/// `Auto-Submitted: auto-generated` (RFC 3834): an absence note must not answer a program.
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_of_any_letters_makes_an_id_of_plain_ones() {
        assert_eq!(thread("C-2026-0001", "example.com"), "<case.C-2026-0001@example.com>");
        assert_eq!(thread("投诉 1", "example.com"), "<case.=E6=8A=95=E8=AF=89=201@example.com>");
    }
}
