//! What a refusal calls the things it is about: by what people read. An id stands beside a title only
//! where it has to be typed back: of a step that is to be sent again, of a field that is to be filled.

use steward_model::evidence::listed;
use steward_model::{Each, Estate, FieldId, LimitId, StaffId, StepId, Text, Workflow, nearest};

/// The names of a case's workflow and estate.
#[derive(Clone, Copy)]
pub(super) struct Titles<'a> {
    pub(super) workflow: &'a Workflow,
    pub(super) estate: &'a Estate,
}

impl Titles<'_> {
    /// A step in quotation marks.
    pub(super) fn step(self, id: &StepId) -> Text {
        quoted(&self.title_of_step(id))
    }

    /// A step whose id is to be typed.
    pub(super) fn step_to_type(self, id: &StepId) -> Text {
        beside(&self.title_of_step(id), id.written())
    }

    /// A field whose id is to be typed.
    pub(super) fn field_to_type(self, id: &FieldId) -> Text {
        let field = self.workflow.field(id).or_else(|| self.workflow.field(&FieldId::new(id.written())));
        beside(&field.map_or_else(|| Text::plain(id.as_str()), |field| field.title.clone()), id.written())
    }

    /// Fields in a row.
    pub(super) fn fields_to_type(self, ids: &[FieldId]) -> Text {
        row(ids.iter().map(|id| self.field_to_type(id)))
    }

    /// A limit whose id is to be typed.
    pub(super) fn limit_to_type(self, id: &LimitId) -> Text {
        let written = LimitId::new(id.written());
        let limit = self.workflow.limit(id).or_else(|| self.workflow.limit(&written));
        let title = limit.map_or_else(|| Text::plain(id.written()), |limit| limit.title.clone());
        beside(&self.of_item(&StepId::new(id.written()), id.item(), &title), id.as_str())
    }

    /// Items of a step, each of which is to be typed.
    pub(super) fn items_to_type(self, step: &StepId, items: &[String]) -> Text {
        row(items.iter().map(|item| match self.zone(step, item) {
            Some(zone) => beside(&zone, item),
            None => Text::plain(item),
        }))
    }

    /// A person by name.
    pub(super) fn person(self, id: &StaffId) -> Text {
        Text::plain(self.estate.person(id).map_or(id.as_str(), |person| &person.name))
    }

    /// Which of these a name that is nowhere may have meant: the one with that title, else one called nearly so.
    pub(super) fn meant<'n>(name: &str, known: impl Iterator<Item = (&'n str, &'n Text)>) -> Text {
        let known: Vec<(&str, &Text)> = known.collect();
        let titled = known.iter().find(|(_, title)| title.zh == name || title.en == name);
        let near = || nearest(name, known.iter().map(|(id, _)| *id));
        titled.map(|(id, _)| *id).or_else(near).map_or_else(
            || Text::plain(""),
            |id| Text::new(format!("，是不是 {id}？"), format!("; did you mean {id}?")),
        )
    }

    fn title_of_step(self, id: &StepId) -> Text {
        if let Some(step) = self.workflow.step(id) {
            return step.title.clone();
        }
        let whole = StepId::new(id.written());
        let title =
            self.workflow.step(&whole).map_or_else(|| Text::plain(id.written()), |step| step.title.clone());
        self.of_item(&whole, id.item(), &title)
    }

    /// A title with the item it is of.
    fn of_item(self, step: &StepId, item: Option<&str>, title: &Text) -> Text {
        let Some(item) = item else { return title.clone() };
        let item = self.zone(step, item).unwrap_or_else(|| Text::plain(item));
        Text::new(format!("{}（{}）", title.zh, item.zh), format!("{} ({})", title.en, item.en))
    }

    /// The zone an item is, of a step that is done zone by zone.
    fn zone(self, step: &StepId, item: &str) -> Option<Text> {
        self.workflow.step(step).filter(|step| step.for_each == Some(Each::Zones))?;
        self.estate.zone(&item.into()).map(|zone| zone.name.clone())
    }
}

fn quoted(title: &Text) -> Text {
    Text::new(format!("“{}”", title.zh), format!("“{}”", title.en))
}

/// A title with the id beside it, where they differ.
fn beside(title: &Text, id: &str) -> Text {
    let quoted = quoted(title);
    let zh = if title.zh == id { quoted.zh } else { format!("{}（{id}）", quoted.zh) };
    let en = if title.en == id { quoted.en } else { format!("{} ({id})", quoted.en) };
    Text::new(zh, en)
}

/// Texts in a row.
pub(super) fn row(texts: impl Iterator<Item = Text>) -> Text {
    listed(texts).unwrap_or_else(|| Text::plain(""))
}
