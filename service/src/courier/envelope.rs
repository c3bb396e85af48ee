//! A message made ready for its recipient: address, language, and what is left of the time now.

use crate::book::Book;
use std::collections::BTreeMap;
use std::sync::Arc;
use steward_delivery::{facts, in_language, late, left, sms_variables};
use steward_model::{Channel, Contact, Lang, Person, Private, SmsTemplate, Text};
use steward_ports::{Content, Delivery, Message, Notifier};
use steward_time::{Timestamp, WorkingTime};

/// A message and whom it is for.
pub(super) struct Envelope<'a> {
    book: &'a Book,
    delivery: &'a Delivery,
    person: Arc<Person>,
    to: Private,
    /// In the recipient's language.
    variables: BTreeMap<String, String>,
}

/// Makes a message ready. The error says why it can't be: its recipient has left, or has no address
/// of that kind any more.
pub(super) fn write<'a>(
    book: &'a Book,
    delivery: &'a Delivery,
    now: Timestamp,
) -> Result<Envelope<'a>, Text> {
    let message = &delivery.message;
    let Some(person) = book.handbook.person(&message.to) else {
        return Err(Text::new(
            format!("{} 已不在人员名单里", message.to),
            format!("{} is not on the staff any more", message.to),
        ));
    };
    let Some(Contact::Email(to) | Contact::Phone(to)) = person.contact(message.channel) else {
        let via = message.channel.word();
        return Err(Text::new(
            format!("{} 没有 {via} 的联系方式了", message.to),
            format!("{} has no address for {via} any more", message.to),
        ));
    };
    let mut variables = in_language(&message.variables, person.lang);
    let calendar = calendar(book, &variables);
    let span = |span: fn(Timestamp, Timestamp, Option<&WorkingTime>, Lang) -> String| {
        message.due.map_or_else(String::new, |due| span(due, now, calendar, person.lang))
    };
    variables.insert("left".to_owned(), span(left));
    variables.insert("late".to_owned(), span(late));
    Ok(Envelope { book, delivery, person: person.clone(), to: to.clone(), variables })
}

/// The calendar that the message's limit counts on.
fn calendar<'a>(book: &'a Book, variables: &BTreeMap<String, String>) -> Option<&'a WorkingTime> {
    let estate = book.handbook.estates.get(variables.get(facts::ESTATE)?.as_str())?;
    estate.calendars.get(variables.get(facts::CALENDAR)?.as_str())
}

impl Envelope<'_> {
    /// The message as a notifier takes it.
    pub(super) fn message(&self, notifier: &dyn Notifier) -> Message {
        let content = match self.delivery.message.channel {
            Channel::Email => self.mail(),
            Channel::Sms => self.sms(notifier),
        };
        Message {
            message_id: self.delivery.message.message_id.clone(),
            case: self.delivery.case.to_string(),
            name: self.person.name.clone(),
            to: self.to.clone(),
            content,
        }
    }

    fn mail(&self) -> Content {
        let template = &self.delivery.message.template;
        let written = self.book.wordings.write(template, self.person.lang, &self.variables);
        if let Some(fault) = written.fault {
            tracing::warn!("a wording can't be used, so the shipped one stands in: {fault}");
        }
        Content::Mail { subject: written.subject, text: written.text, html: written.html }
    }

    /// The variables as the notifier's provider has registered them.
    fn sms(&self, notifier: &dyn Notifier) -> Content {
        let template = &self.delivery.message.template;
        let providers = self.book.handbook.organisation.sms.iter();
        let registered = providers
            .filter(|provider| provider.kind == notifier.name())
            .find_map(|provider| provider.templates.get(template));
        let nothing = SmsTemplate { code: String::new(), longest: Vec::new() };
        Content::Sms {
            template: template.clone(),
            variables: sms_variables(registered.unwrap_or(&nothing), &self.variables, self.person.lang),
        }
    }
}
