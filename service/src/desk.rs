//! What one person can do. A desk is made for an actor and reaches only the estates they work at;
//! there is no other way for a person to a case.

mod look;
mod sending;
mod sight;

pub use look::Shown;
pub use sending::{Sending, Upload, too_large, too_many};

use crate::book::Book;
use crate::happening::{Carried, Happening};
use crate::opening::Wanted;
use crate::{Denied, Opened, Service, fields};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use steward_case::{Actor, CaseId, Command, Event, Refusal, itemised};
use steward_model::{EstateId, EventName, FieldId, StaffId, Text, Value};

/// A desk. It is for one command or one page, and sees the handbook as it was when it was made.
pub struct Desk<'a> {
    service: &'a Service,
    book: Arc<Book>,
    actor: Actor,
    person: StaffId,
    /// The estates the actor works at.
    reach: BTreeSet<EstateId>,
}

/// What became of an event.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Heard {
    /// Cases it opened, or had opened before.
    pub opened: Vec<CaseId>,
    /// Open cases that heard it: they waited for it, or their rules were asked. At a desk, those of them
    /// that its person sees.
    pub asked: Vec<CaseId>,
}

impl Service {
    /// The desk of a person.
    ///
    /// # Errors
    /// When nobody of that id is on the staff.
    pub fn desk(&self, actor: &StaffId) -> Result<Desk<'_>, Denied> {
        let book = self.book();
        let reach = book.reach(actor)?.into_iter().collect();
        Ok(Desk { service: self, book, actor: Actor::Person(actor.clone()), person: actor.clone(), reach })
    }
}

impl Desk<'_> {
    /// Opens a case. `fields` are texts, as in a form; `key` makes the same request twice one case;
    /// `later` leaves the first step open although its form is filled.
    ///
    /// # Errors
    /// Everything wrong with the words at once; or a refusal, such as a role that may not open it.
    pub async fn open(
        &self,
        workflow: &str,
        estate: &str,
        texts: &BTreeMap<String, String>,
        key: Option<&str>,
        later: bool,
    ) -> Result<Opened, Denied> {
        let (workflow, estate) = (self.book.workflow(workflow)?, self.book.estate(estate)?);
        self.may_reach(&estate.id)?;
        let wanted = Wanted {
            workflow,
            estate,
            actor: self.actor.clone(),
            origin: None,
            fields: fields::read_filled(texts, workflow, estate)?,
            later,
            note: None,
            caller: None,
            key: key.map(str::to_owned),
            answers: None,
        };
        let opened = self.service.open_case(&self.book, wanted).await?;
        if opened.known {
            let case = self.service.load(&opened.case).await?;
            self.may_see_pinned(&case).await?;
        }
        Ok(opened)
    }

    /// Has a case obey a command. Returns what happened, once it is on disk.
    ///
    /// # Errors
    /// A refusal changes nothing.
    pub async fn act(&self, case: &CaseId, command: &Command) -> Result<Vec<Event>, Denied> {
        self.service.decide(case, &self.actor, command, |case, workflow| self.may_see(case, workflow)).await
    }

    /// Changes fields outside a form; an empty text empties one.
    ///
    /// # Errors
    /// As [`Desk::act`]; and values that don't fit their fields, all of them.
    pub async fn set(
        &self,
        case: &CaseId,
        texts: &BTreeMap<String, String>,
        reason: &str,
    ) -> Result<Vec<Event>, Denied> {
        let fields = self.values(case, texts).await?;
        self.act(case, &Command::Set { fields, reason: reason.to_owned() }).await
    }

    /// Raises an event at an estate: it opens each workflow that it starts, with its fields of the
    /// same name; cases that wait for it go on, and those whose rules answer `event` are asked. `key`
    /// makes the same event twice one.
    ///
    /// # Errors
    /// An unknown estate or event, or a value that does not fit a field it fills.
    pub async fn event(
        &self,
        name: &str,
        estate: &str,
        texts: &BTreeMap<String, String>,
        key: Option<&str>,
    ) -> Result<Heard, Denied> {
        let estate = self.book.estate(estate)?;
        self.may_reach(&estate.id)?;
        let name = EventName::new(name);
        self.service.is_known_event(&self.book, estate, &name)?;
        let listening = self.service.listeners(&self.book, estate, &name);
        // Everything is read before anything is opened.
        for workflow in &listening {
            fields::read(&of_workflow(texts, workflow), workflow, estate)?;
        }
        let event = Happening { estate, name: &name, carries: Carried::Texts(texts), key, by: &self.actor };
        let mut heard = self.service.happen(&self.book, &event).await?;
        self.leave_seen(&mut heard.asked, |case| case).await?;
        Ok(heard)
    }

    /// Reads texts as fields of a case.
    async fn values(
        &self,
        case: &CaseId,
        texts: &BTreeMap<String, String>,
    ) -> Result<BTreeMap<FieldId, Option<Value>>, Denied> {
        if texts.is_empty() {
            return Ok(BTreeMap::new());
        }
        // What a field is called and takes never changes in a case; one that items ask for is called so
        // by who does one of them.
        let case = self.service.known(case).await?;
        let workflow = self.may_see_pinned(&case).await?;
        let estate = self.book.estate_of(&case)?;
        fields::read(texts, &itemised(&workflow, &case, estate), estate)
    }

    fn may_reach(&self, estate: &EstateId) -> Result<(), Denied> {
        if self.reach.contains(estate) {
            return Ok(());
        }
        let handbook = &self.book.handbook;
        let who = handbook.person(&self.person).map_or(self.person.as_str(), |person| &person.name);
        let estate = handbook
            .estates
            .get(estate)
            .map_or_else(|| Text::plain(estate.as_str()), |estate| estate.name.clone());
        let what = Text::new(
            format!("在项目“{}”办事：{who} 不在那里任职", estate.zh),
            format!("work at {}, where {who} has no role", estate.en),
        );
        let may = Text::new("该项目的人员", "the staff of that estate");
        let text = Refusal::not_yours(&what, &may);
        Err(Denied::Refused(Box::new(Refusal::NotYours { what, may }), text))
    }
}

/// The texts that fill fields of a workflow.
pub(crate) fn of_workflow(
    texts: &BTreeMap<String, String>,
    workflow: &steward_model::Workflow,
) -> BTreeMap<String, String> {
    let known = texts.iter().filter(|(name, _)| {
        let field = FieldId::new(name);
        workflow.field(&field).is_some() && workflow.each_of(&field).is_none()
    });
    known.map(|(name, text)| (name.clone(), text.clone())).collect()
}
