//! What people read in place of ids: titles of steps and limits, names of people, titles of roles.

use steward_model::{
    CalendarId, Channel, EndWord, Estate, Handbook, Lang, LimitId, StaffId, StepId, TemplateId, Text,
    Workflow,
};

/// The names of a case's workflow and estate, in one language.
#[derive(Clone, Copy)]
pub(crate) struct Names<'a> {
    pub(crate) workflow: &'a Workflow,
    pub(crate) estate: &'a Estate,
    pub(crate) lang: Lang,
}

impl Names<'_> {
    pub(crate) fn step<'s>(&'s self, id: &'s StepId) -> &'s str {
        self.workflow.step(id).map_or(id.as_str(), |step| step.title.in_(self.lang))
    }

    pub(crate) fn limit<'s>(&'s self, id: &'s LimitId) -> &'s str {
        self.workflow.limit(id).map_or(id.as_str(), |limit| limit.title.in_(self.lang))
    }

    pub(crate) fn person<'s>(&'s self, id: &'s StaffId) -> &'s str {
        self.estate.person(id).map_or(id.as_str(), |person| &person.name)
    }

    pub(crate) fn people(&self, ids: &[StaffId]) -> String {
        let names: Vec<&str> = ids.iter().map(|id| self.person(id)).collect();
        names.join(comma(self.lang))
    }

    /// The moment of a rung, which a record has as its file writes it.
    pub(crate) fn rung(&self, written: &str) -> String {
        let ladders = self.workflow.steps.iter().map(|step| step.rungs());
        let ladders = ladders.chain(self.workflow.limits.iter().map(|limit| &limit.ladder));
        let rung = ladders.flat_map(|ladder| ladder.rungs.iter()).find(|rung| *rung.written == *written);
        rung.map_or_else(|| written.to_owned(), |rung| rung.at.text().in_(self.lang).to_owned())
    }

    /// What a message is, where it is listed.
    pub(crate) fn message(&self, template: &TemplateId) -> String {
        message(template, self.lang)
    }

    pub(crate) fn owner<'s>(&'s self, id: &'s str) -> &'s str {
        owner(self.estate, id, self.lang)
    }
}

/// What a message is, where it is listed: one of the handbook's own is called as its file.
pub(crate) fn message(template: &TemplateId, lang: Lang) -> String {
    template.title().map_or_else(|| template.to_string(), |title| title.in_(lang).to_owned())
}

/// An owner, which is the id of a role or of a person.
pub(crate) fn owner<'a>(estate: &'a Estate, id: &'a str, lang: Lang) -> &'a str {
    let role = estate.roles.roles.get(id).map(|role| role.title.in_(lang));
    let person = || estate.staff.iter().find(|person| person.id.as_str() == id);
    role.or_else(|| person().map(|person| person.name.as_str())).unwrap_or(id)
}

/// What people read of a calendar, and of the one that stands in its place at an estate.
pub(crate) fn calendar(handbook: &Handbook, asked: &CalendarId, stands: &str, lang: Lang) -> String {
    let title = |id: &CalendarId| match handbook.calendar_titles.get(id) {
        Some(title) => title.in_(lang).to_owned(),
        None if *id == CalendarId::always() => Text::new("全天候", "all hours").in_(lang).to_owned(),
        None => id.to_string(),
    };
    match asked.as_str() == stands {
        true => title(asked),
        false => format!("{} → {}", title(asked), title(&CalendarId::new(stands))),
    }
}

/// Between the parts of a list.
pub(crate) fn comma(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "、",
        Lang::En => ", ",
    }
}

/// How a case ended: in English the word as it is written, in Chinese what people read of it.
pub(crate) fn end(word: &Text, lang: Lang) -> String {
    let title = EndWord::new(&word.zh).title().filter(|_| lang == Lang::Zh);
    title.as_ref().unwrap_or(word).in_(lang).to_owned()
}

/// Channels in a row.
pub(crate) fn channels(list: &[Channel], lang: Lang) -> String {
    let names: Vec<String> = list.iter().map(|one| one.title().in_(lang).to_owned()).collect();
    names.join(match lang {
        Lang::Zh => "和",
        Lang::En => " and ",
    })
}
