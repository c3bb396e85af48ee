//! What a picture says of roles, conditions, limits and deeds, in both languages.

mod guard;
mod limit;
mod measure;

pub(crate) use guard::{in_words, written};
pub use measure::{measured, written_measure};

pub(crate) use limit::{case_limit, step_limits};

use std::collections::BTreeMap;
use std::sync::Arc;
use steward_model::{
    Audience, CalendarId, Each, EndWord, Estate, Expr, FieldId, FieldKind, Handbook, Owner, Person, Roles,
    StaffId, StartKind, StepId, Text, Via, Workflow, WorkflowId, ZoneId,
};

/// Titles and names for the ids of a process.
#[derive(Clone, Copy)]
pub struct Names<'a> {
    /// The organisation's roles.
    pub roles: &'a Roles,
    /// Everyone a step may name.
    pub staff: &'a [Arc<Person>],
    /// The handbook's workflows, for those that a step calls or reports on.
    pub workflows: &'a BTreeMap<WorkflowId, Arc<Workflow>>,
    /// What people read of the calendars.
    pub calendars: &'a BTreeMap<CalendarId, Text>,
    /// The estate whose picture it is, with its own calendars; `None`: headquarters'.
    pub estate: Option<&'a Estate>,
}

impl<'a> Names<'a> {
    /// Those of a handbook, as they are at an estate.
    pub fn of(handbook: &'a Handbook, estate: &'a Estate) -> Self {
        Self { estate: Some(estate), ..Self::of_headquarters(handbook) }
    }

    /// Those of a handbook, at no estate in particular.
    pub fn of_headquarters(handbook: &'a Handbook) -> Self {
        Self {
            roles: &handbook.roles,
            staff: &handbook.staff,
            workflows: &handbook.workflows,
            calendars: &handbook.calendar_titles,
            estate: None,
        }
    }
}

/// The words of one process.
#[derive(Clone, Copy)]
pub(crate) struct Words<'a> {
    pub(crate) workflow: &'a Workflow,
    pub(crate) names: Names<'a>,
}

impl Words<'_> {
    pub(crate) fn role(&self, id: &str) -> Text {
        self.names.roles.roles.get(id).map_or_else(|| Text::plain(id), |role| role.title.clone())
    }

    pub(crate) fn person(&self, id: &StaffId) -> Text {
        let found = self.names.staff.iter().find(|person| person.id == *id);
        Text::plain(found.map_or(id.as_str(), |person| &person.name))
    }

    pub(crate) fn field(&self, id: &FieldId) -> Text {
        self.workflow.field(id).map_or_else(|| Text::plain(id.as_str()), |field| field.title.clone())
    }

    pub(crate) fn step(&self, id: &StepId) -> Text {
        self.workflow.step(id).map_or_else(|| Text::plain(id.as_str()), |step| step.title.clone())
    }

    pub(crate) fn zone(&self, id: &ZoneId) -> Text {
        let found = self.names.estate.and_then(|estate| estate.zone(id));
        found.map_or_else(|| Text::plain(id.as_str()), |zone| zone.name.clone())
    }

    pub(crate) fn process(&self, id: &WorkflowId) -> Text {
        let found = self.names.workflows.get(id);
        found.map_or_else(|| Text::plain(id.as_str()), |workflow| workflow.title.clone())
    }

    pub(crate) fn calendar(&self, id: &CalendarId) -> Text {
        let here = self.names.estate.and_then(|estate| estate.calendar(id));
        let id = here.map_or(id.as_str(), |calendar| &calendar.calendar.id);
        if id == CalendarId::always().as_str() {
            return Text::new("全天候", "all hours");
        }
        let title = self.names.calendars.get(id);
        title.cloned().unwrap_or_else(|| Text::new(format!("{id} 时间"), format!("{id} hours")))
    }

    /// Whose a step is, as a lane is titled.
    pub(crate) fn owner(&self, owner: &Owner) -> Text {
        match owner {
            Owner::Role(role) => self.role(role.as_str()),
            Owner::Staff(staff) => self.person(staff),
            Owner::Field(field) => {
                let field = self.field(field);
                Text::new(format!("按“{}”", field.zh), format!("as {} says", field.en))
            }
            Owner::Key(field, key) => self.in_charge(field, key),
            Owner::Item(key) => Text::new(format!("各分区的“{key}”"), format!("Each zone's “{key}”")),
            Owner::InZone(zone, key) => {
                let zone = self.zone(zone);
                Text::new(format!("{}的“{key}”", zone.zh), format!("“{key}” of {}", zone.en))
            }
            Owner::Starter => Text::new("发起人", "Whoever opened it"),
        }
    }

    /// Whom the zone in a field names. The field is named only where there are several for zones.
    fn in_charge(&self, field: &FieldId, key: &str) -> Text {
        let for_zones = self.workflow.fields.iter().filter(|field| field.kind == FieldKind::Zone);
        if for_zones.count() == 1 {
            return Text::new(format!("分区的“{key}”"), format!("The zone's “{key}”"));
        }
        let field = self.field(field);
        Text::new(format!("{}的“{key}”", field.zh), format!("“{key}” of {}", field.en))
    }

    /// What a step is done for each of.
    pub(crate) fn each(&self, each: &Each) -> Text {
        match each {
            Each::Zones => Text::new("每个分区各一项", "one for each zone"),
            Each::Listed(field) => {
                let field = self.field(field);
                Text::new(format!("“{}”里每项各一项", field.zh), format!("one for each of {}", field.en))
            }
        }
    }

    pub(crate) fn audience(&self, audience: &Audience) -> Text {
        let around = |text: Text, zh: (&str, &str), en: (&str, &str)| {
            Text::new(format!("{}{}{}", zh.0, text.zh, zh.1), format!("{}{}{}", en.0, text.en, en.1))
        };
        match audience {
            Audience::Owner => Text::new("负责人", "the owner"),
            Audience::AllOwner => Text::new("全体负责人", "all owners"),
            Audience::Superior => Text::new("上级", "the superior"),
            Audience::Role(role) => self.role(role.as_str()),
            Audience::All(role) => around(self.role(role.as_str()), ("全体", ""), ("all ", "")),
            Audience::SuperiorOf(role) => {
                around(self.role(role.as_str()), ("", "的上级"), ("the superior of ", ""))
            }
            Audience::Staff(staff) => self.person(staff),
            Audience::Field(field) => self.owner(&Owner::Field(field.clone())),
            Audience::Starter => Text::new("发起人", "whoever opened it"),
        }
    }

    /// How a case begins.
    pub(crate) fn start(&self, kind: &StartKind) -> Text {
        match kind {
            StartKind::Who(roles) => {
                let who = listed(roles.iter().map(|role| self.role(role.as_str())), "或", " or ");
                Text::new(format!("{}发起", who.zh), format!("opened by {}", who.en))
            }
            StartKind::Event(event) => Text::new(format!("事件 {event}"), format!("event {event}")),
            StartKind::Schedule { every, written, for_each, .. } => {
                // Only a cron has no words of its own.
                let zh = every.in_chinese().unwrap_or_else(|| written.clone());
                let en = every.in_english().map_or_else(|| written.clone(), |every| format!("every {every}"));
                match for_each {
                    None => Text::new(format!("定时：{zh}"), en),
                    Some(_) => {
                        Text::new(format!("定时：{zh}，每个分区一件"), format!("{en}, one for each zone"))
                    }
                }
            }
        }
    }

    /// What a `set` computes, a text for each field.
    pub(crate) fn computed(&self, list: &[(FieldId, Expr)]) -> Text {
        let one = |(field, value): &(FieldId, Expr)| {
            let (field, value) = (self.field(field), guard::expression(self, value, field));
            Text::new(format!("{} = {}", field.zh, value.zh), format!("{} = {}", field.en, value.en))
        };
        listed(list.iter().map(one), "；", "; ")
    }
}

/// How a case ends.
pub(crate) fn end(word: &EndWord) -> Text {
    word.title().unwrap_or_else(|| Text::new(format!("结束：{word}"), format!("Ends: {word}")))
}

/// The channels of a message: in a row, or each where the one before fails.
pub(crate) fn via(via: &Via) -> Text {
    let (zh, en) = if via.in_turn { ("，不成再", ", else ") } else { ("、", ", ") };
    listed(via.channels.iter().map(|channel| channel.title()), zh, en)
}

/// Texts in a row.
pub(crate) fn listed(texts: impl Iterator<Item = Text>, zh: &str, en: &str) -> Text {
    let (mut chinese, mut english) = (Vec::new(), Vec::new());
    for text in texts {
        chinese.push(text.zh);
        english.push(text.en);
    }
    Text::new(chinese.join(zh), english.join(en))
}
