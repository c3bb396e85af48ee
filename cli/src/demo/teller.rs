//! Tells the story on the terminal as it happens: each fact of the record, each mail and text
//! message as it arrives at the other side. What other processes bring meanwhile, such as the morning's
//! cleaning rounds, is no part of the story.

use super::mail;
use super::stage::Stage;
use crate::names;
use crate::output::{Output, Paint};
use crate::timeline::Timeline;
use std::sync::Mutex;
use std::time::Duration;
use steward_case::{CaseId, Event};
use steward_model::{Channel, Contact, Estate, Workflow};
use steward_peers::{AcceptedMail, AcceptedSms};
use steward_ports::Store as _;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

/// How often the record is looked at; quick beside what a reader notices.
const LOOK: Duration = Duration::from_millis(100);

/// So many lines of a mail are shown: they say what, where and how long is left.
const FIRST_LINES: usize = 2;

pub(crate) struct Teller<'a> {
    output: &'a Output,
    stage: &'a Stage,
    case: CaseId,
    told: Mutex<Told<'a>>,
}

struct Told<'a> {
    timeline: Timeline<'a>,
    events: u32,
    mails: usize,
    messages: usize,
}

impl<'a> Teller<'a> {
    pub(crate) fn new(
        output: &'a Output,
        stage: &'a Stage,
        case: CaseId,
        workflow: &'a Workflow,
        estate: &'a Estate,
    ) -> Self {
        let timeline = Timeline::new(output, workflow, estate);
        Self { output, stage, case, told: Mutex::new(Told { timeline, events: 0, mails: 0, messages: 0 }) }
    }

    /// Tells until it is dropped.
    pub(crate) async fn tell(&self, mut mails: Receiver<AcceptedMail>, mut messages: Receiver<AcceptedSms>) {
        let mut look = tokio::time::interval(LOOK);
        loop {
            tokio::select! {
                biased;
                _ = look.tick() => self.record().await,
                mail = mails.recv() => match mail {
                    // What the record says comes before what it made.
                    Ok(mail) => { self.record().await; self.mail(&mail); }
                    Err(RecvError::Lagged(_)) => {}
                    Err(RecvError::Closed) => return,
                },
                message = messages.recv() => match message {
                    Ok(message) => { self.record().await; self.message(&message); }
                    Err(RecvError::Lagged(_)) => {}
                    Err(RecvError::Closed) => return,
                },
            }
        }
    }

    /// How many mails and text messages have arrived.
    pub(crate) fn arrived(&self) -> (usize, usize) {
        let told = self.told();
        (told.mails, told.messages)
    }

    /// What is new on the record.
    pub(crate) async fn record(&self) {
        // A store that can't be read now is read at the next look.
        let Ok(events) = self.stage.store.events(&self.case).await else { return };
        let mut told = self.told();
        let new: Vec<Event> = events.into_iter().filter(|event| event.n > told.events).collect();
        let Some(last) = new.last() else { return };
        told.events = last.n;
        for line in told.timeline.lines(&new) {
            self.output.line(line);
        }
    }

    fn mail(&self, mail: &AcceptedMail) {
        let read = mail::read(&mail.raw);
        if !read.identity.starts_with(&format!("<{}.", self.case)) {
            return;
        }
        self.told().mails += 1;
        let to = mail.to.first().map_or("", String::as_str);
        let mark = self.output.paint(Paint::Cyan, self.output.pick("[邮件]", "[mail]"));
        let name = self.name(Channel::Email, to);
        self.output.line(format!("      {mark} {name}: {}", self.output.paint(Paint::Bold, &read.subject)));
        for line in read.text.lines().filter(|line| !line.trim().is_empty()).take(FIRST_LINES) {
            self.output.line(format!("             {line}"));
        }
    }

    fn message(&self, message: &AcceptedSms) {
        if !message.out_id.starts_with(&format!("{}-", self.case)) {
            return;
        }
        self.told().messages += 1;
        let mark = self.output.paint(Paint::Cyan, self.output.pick("[短信]", "[SMS]"));
        let name = self.name(Channel::Sms, &message.phone);
        let values: Vec<&str> = message.variables.iter().map(|(_, value)| value.as_str()).collect();
        let template = self.template(&message.template);
        let said = format!("【{}】{template} · {}", message.signature, values.join(" · "));
        self.output.line(format!("      {mark} {name}: {said}"));
    }

    /// What the handbook calls a registered template.
    fn template(&self, code: &str) -> String {
        let mut all = self.stage.handbook.organisation.sms.iter().flat_map(|provider| &provider.templates);
        let found = all.find(|(_, registered)| registered.code == code);
        found.map_or_else(|| code.to_owned(), |(id, _)| names::message(id, self.output.lang))
    }

    /// The name of whoever has this address. A number may have come without its country.
    fn name(&self, channel: Channel, address: &str) -> String {
        let has = |contact: &Contact| match contact {
            Contact::Email(mine) | Contact::Phone(mine) => {
                mine.reveal().trim_start_matches('+').ends_with(address.trim_start_matches('+'))
            }
        };
        let mut staff = self.stage.handbook.staff.iter();
        let person = staff.find(|person| person.contact(channel).is_some_and(has));
        person.map_or_else(|| "?".to_owned(), |person| person.name.clone())
    }

    fn told(&self) -> std::sync::MutexGuard<'_, Told<'a>> {
        self.told.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
