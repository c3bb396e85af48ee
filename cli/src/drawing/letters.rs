//! The messages of a rehearsal in the words in which their recipients would read them: the very
//! wordings that the courier uses, in each person's language, with the time left at that moment.

use std::collections::BTreeMap;
use steward_case::{Case, Event, Tell};
use steward_delivery::{Wordings, facts, in_language, late, left, sms_variables};
use steward_model::{Channel, Estate, Handbook, Workflow};
use steward_sim::Rehearsal;
use steward_time::{Timestamp, WorkingTime};

/// A message to one person.
#[derive(Clone)]
pub(crate) struct Letter<'a> {
    pub(crate) tell: &'a Tell,
    /// The event that says so.
    pub(crate) event: &'a Event,
    /// What a mail says; `None` where it goes by text message alone.
    pub(crate) mail: Option<Mail>,
    /// What a text message carries; `None` where it goes by mail alone.
    pub(crate) sms: Option<Sms>,
}

#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Mail {
    pub(crate) subject: String,
    pub(crate) text: String,
}

/// A text message is worded by its provider; these are the code of the wording and what is put into it.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Sms {
    /// As registered with the first provider that has it; empty where none has.
    pub(crate) code: String,
    pub(crate) variables: BTreeMap<String, String>,
}

/// Every message of a rehearsal, in the order they left.
pub(crate) fn letters<'a>(
    handbook: &Handbook,
    workflow: &Workflow,
    estate: &Estate,
    went: &'a Rehearsal,
) -> Vec<Letter<'a>> {
    let wordings = Wordings::new(&handbook.templates);
    let Some(mut case) = went.events.first().and_then(Case::begin) else {
        return Vec::new();
    };
    let mut rest = went.events.iter();
    rest.next();
    let mut letters = Vec::new();
    for tell in &went.tells {
        // The record is replayed up to the event that told, so that the message says what was true then.
        while case.events < tell.event {
            let Some(event) = rest.next() else { break };
            case.apply(event);
        }
        let Some(event) = went.events.iter().find(|event| event.n == tell.event) else { continue };
        letters.push(letter(&wordings, handbook, (workflow, estate), &case, tell, event));
    }
    letters
}

fn letter<'a>(
    wordings: &Wordings,
    handbook: &Handbook,
    (workflow, estate): (&Workflow, &Estate),
    case: &Case,
    tell: &'a Tell,
    event: &'a Event,
) -> Letter<'a> {
    let lang = estate.person(&tell.to).map_or(handbook.organisation.lang, |person| person.lang);
    let mut variables = in_language(&facts(case, workflow, estate, tell), lang);
    let calendar =
        variables.get(steward_delivery::facts::CALENDAR).and_then(|id| estate.calendars.get(id.as_str()));
    let span = |span: fn(Timestamp, Timestamp, Option<&WorkingTime>, _) -> String| {
        tell.due.map_or_else(String::new, |due| span(due, event.at, calendar, lang))
    };
    let (left, late) = (span(left), span(late));
    variables.insert("left".to_owned(), left);
    variables.insert("late".to_owned(), late);
    let mail = tell.via.contains(&Channel::Email).then(|| {
        let written = wordings.write(&tell.template, lang, &variables);
        Mail { subject: written.subject, text: written.text.trim().to_owned() }
    });
    let sms = tell.via.contains(&Channel::Sms).then(|| {
        let mut providers = handbook.organisation.sms.iter();
        let registered = providers.find_map(|provider| provider.templates.get(&tell.template));
        Sms {
            code: registered.map_or_else(String::new, |template| template.code.clone()),
            variables: registered
                .map(|template| sms_variables(template, &variables, lang))
                .unwrap_or_default(),
        }
    });
    Letter { tell, event, mail, sms }
}
