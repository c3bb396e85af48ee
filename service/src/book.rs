//! What the program goes by: the handbook as it is now, and the wordings that open cases are
//! pinned to, read again when they are needed.

use crate::Denied;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use steward_case::{Case, Judge, NoRules};
use steward_delivery::{Wordings, identity};
use steward_model::{Channel, Estate, EstateId, Handbook, StaffId, Text, Workflow};
use steward_ports::{Notifier, Pinned, Store};
use steward_rules::Rulebook;

/// A handbook, ready to work with. Another one takes its place when it changes.
pub(crate) struct Book {
    pub(crate) handbook: Arc<Handbook>,
    rules: Arc<Rulebook>,
    pub(crate) wordings: Wordings,
    /// In the order they are tried.
    pub(crate) notifiers: Vec<Arc<dyn Notifier>>,
    /// Wordings of open cases that are no longer the handbook's, by hash.
    earlier: Mutex<HashMap<Arc<str>, Definition>>,
}

/// A workflow with its rules.
#[derive(Clone)]
pub(crate) struct Definition {
    pub(crate) workflow: Arc<Workflow>,
    pub(crate) judge: Arc<dyn Judge>,
}

impl Book {
    pub(crate) fn new(
        handbook: Arc<Handbook>,
        rules: Arc<Rulebook>,
        notifiers: Vec<Arc<dyn Notifier>>,
    ) -> Self {
        let wordings = Wordings::new(&handbook.templates);
        Self { handbook, rules, wordings, notifiers, earlier: Mutex::default() }
    }

    /// The wording that new cases of a workflow begin by.
    pub(crate) fn present(&self, workflow: &Arc<Workflow>) -> Definition {
        Definition { workflow: workflow.clone(), judge: self.rules.judge(workflow) }
    }

    /// The wording a case is pinned to.
    pub(crate) async fn definition(&self, case: &Case, store: &dyn Store) -> Result<Definition, Denied> {
        if let Some(workflow) = self.handbook.wording(&case.estate, &case.workflow, &case.hash) {
            return Ok(self.present(workflow));
        }
        if let Some(known) = self.earlier().get(&case.hash) {
            return Ok(known.clone());
        }
        let read = match store.pinned(&case.hash).await? {
            Some(pinned) => self.read_again(&pinned),
            None => None,
        };
        let Some(definition) = read else {
            return Err(Denied::damaged(
                format!("案件 {} 立案时的流程文本（{}）读不出来", case.id, case.hash),
                format!("the wording {} that case {} began by can't be read", case.hash, case.id),
            ));
        };
        self.earlier().insert(case.hash.clone(), definition.clone());
        Ok(definition)
    }

    fn earlier(&self) -> std::sync::MutexGuard<'_, HashMap<Arc<str>, Definition>> {
        self.earlier.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn read_again(&self, pinned: &Pinned) -> Option<Definition> {
        let workflow = steward_language::reread(&pinned.sources)?;
        let rules = pinned.sources.iter().find(|(path, _)| path.ends_with(".rhai"));
        let judge = match rules {
            None => Arc::new(NoRules),
            Some((path, text)) => match steward_rules::compile_one(text, path, &workflow, &self.handbook) {
                Ok(judge) => judge,
                Err(findings) => {
                    let why = findings.first().map_or("", |finding| finding.message.en.as_str());
                    tracing::error!(
                        workflow = %workflow.id,
                        "the rules that earlier cases of {} began by can't be used any more, so those \
                         cases go on without rules: {path}: {why}",
                        workflow.id
                    );
                    Arc::new(NoRules)
                }
            },
        };
        Some(Definition { workflow, judge })
    }

    /// The estate of a case.
    pub(crate) fn estate_of(&self, case: &Case) -> Result<&Arc<Estate>, Denied> {
        self.handbook.estates.get(&case.estate).ok_or_else(|| {
            Denied::damaged(
                format!("案件 {} 所在的项目 {} 已不在手册里，请恢复 estates 下的文件", case.id, case.estate),
                format!(
                    "the estate {} of case {} is not in the handbook any more; put its file back",
                    case.estate, case.id
                ),
            )
        })
    }

    /// A workflow by its id or its title.
    pub(crate) fn workflow(&self, name: &str) -> Result<&Arc<Workflow>, Denied> {
        let workflows = || self.handbook.workflows.values();
        workflows()
            .find(|workflow| workflow.id.as_str() == name)
            .or_else(|| only(workflows().filter(|workflow| is(&workflow.title, name))))
            .ok_or_else(|| {
                unknown(["流程", "workflow"], name, workflows().map(|workflow| workflow.id.as_str()))
            })
    }

    /// An estate by its id or its name.
    pub(crate) fn estate(&self, name: &str) -> Result<&Arc<Estate>, Denied> {
        let estates = || self.handbook.estates.values();
        estates()
            .find(|estate| estate.id.as_str() == name)
            .or_else(|| only(estates().filter(|estate| is(&estate.name, name))))
            .ok_or_else(|| unknown(["项目", "estate"], name, estates().map(|estate| estate.id.as_str())))
    }

    /// The estates somebody works at.
    pub(crate) fn reach(&self, person: &StaffId) -> Result<Vec<EstateId>, Denied> {
        if self.handbook.person(person).is_none() {
            let staff = self.handbook.staff.iter().map(|person| person.id.as_str());
            return Err(unknown(["人员", "person"], person.as_str(), staff));
        }
        let estates = self.handbook.estates.values();
        Ok(estates.filter(|estate| estate.person(person).is_some()).map(|estate| estate.id.clone()).collect())
    }

    /// The channel by which somebody is told when nothing else is said.
    pub(crate) fn first_channel(&self, person: &StaffId) -> Option<Channel> {
        self.handbook.person(person)?.contacts.first().map(|contact| contact.channel())
    }

    /// What a message is called outside, from the first attempt to the last.
    pub(crate) fn identity(&self, case: &steward_case::CaseId, event: u32, channel: Channel) -> String {
        match channel {
            Channel::Email => {
                let from = self.handbook.organisation.mail.as_ref().map_or("", |mail| mail.from.as_str());
                identity::of_mail(case, event, identity::domain(from))
            }
            Channel::Sms => identity::of_sms(case, event),
        }
    }
}

/// A name that is nowhere, with the nearest right one.
pub(crate) fn unknown<'a>(noun: [&str; 2], name: &str, known: impl Iterator<Item = &'a str>) -> Denied {
    let (zh, en) = (format!("没有{} {name}", noun[0]), format!("there is no {} {name}", noun[1]));
    Denied::Words(match steward_model::nearest(name, known) {
        Some(near) => Text::new(format!("{zh}，是不是 {near}？"), format!("{en}; did you mean {near}?")),
        None => Text::new(zh, en),
    })
}

fn is(title: &Text, name: &str) -> bool {
    title.zh == name || title.en == name
}

fn only<T>(mut found: impl Iterator<Item = T>) -> Option<T> {
    let first = found.next();
    if found.next().is_some() { None } else { first }
}
