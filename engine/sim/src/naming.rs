//! What a failure of a scenario calls things: by their ids to a program, by titles and names to people.

use steward_model::{Channel, EndWord, Estate, LimitId, StaffId, StepId, TemplateId, Text, Told, Workflow};

/// A sentence about a case.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Said {
    /// With the ids of people, roles, steps and limits.
    pub ids: Text,
    /// With what people read in their place.
    pub names: Text,
}

impl From<Text> for Said {
    fn from(text: Text) -> Self {
        Self { ids: text.clone(), names: text }
    }
}

/// Which of the two.
#[derive(Clone, Copy)]
pub(crate) enum Naming<'a> {
    Ids,
    Titles { wording: &'a Workflow, estate: &'a Estate },
}

impl Naming<'_> {
    pub(crate) fn step(self, id: &StepId) -> Text {
        let title = match self {
            Self::Ids => None,
            Self::Titles { wording, .. } => wording.step(id).map(|step| step.title.clone()),
        };
        title.unwrap_or_else(|| Text::plain(id.as_str()))
    }

    pub(crate) fn limit(self, id: &LimitId) -> Text {
        let title = match self {
            Self::Ids => None,
            Self::Titles { wording, .. } => wording.limit(id).map(|limit| limit.title.clone()),
        };
        title.unwrap_or_else(|| Text::plain(id.as_str()))
    }

    pub(crate) fn person(self, id: &StaffId) -> Text {
        Text::plain(match self {
            Self::Ids => id.as_str(),
            Self::Titles { estate, .. } => {
                estate.person(id).map_or(id.as_str(), |person| person.name.as_str())
            }
        })
    }

    pub(crate) fn told(self, who: &Told) -> Text {
        match (who, self) {
            (Told::Staff(person), _) => self.person(person),
            (Told::Role(role), Self::Ids) => Text::plain(role.as_str()),
            (Told::Role(role), Self::Titles { estate, .. }) => {
                let title = estate.roles.roles.get(role).map(|role| role.title.clone());
                title.unwrap_or_else(|| Text::plain(role.as_str()))
            }
        }
    }

    /// What a message is.
    fn template(self, id: &TemplateId) -> Text {
        let title = match self {
            Self::Ids => None,
            Self::Titles { .. } => id.title(),
        };
        title.unwrap_or_else(|| Text::plain(id.as_str()))
    }

    /// How a case ended.
    pub(crate) fn end(self, word: &EndWord) -> Text {
        let title = match self {
            Self::Ids => None,
            Self::Titles { .. } => word.title(),
        };
        Text::new(title.map_or_else(|| word.as_str().to_owned(), |title| title.zh), word.as_str())
    }

    /// In brackets, with what a message is expected to go.
    pub(crate) fn with(self, template: Option<&TemplateId>, via: &[Channel]) -> Text {
        let template = template.map(|template| self.template(template));
        match self {
            Self::Ids => {
                Text::plain(template.map(|template| format!(" ({})", template.en)).unwrap_or_default())
            }
            Self::Titles { .. } => {
                let by = (!via.is_empty()).then(|| channels(via));
                let all = row(template.into_iter().chain(by), ("，", ", "));
                match all.en.is_empty() {
                    true => all,
                    false => Text::new(format!("（{}）", all.zh), format!(" ({})", all.en)),
                }
            }
        }
    }

    /// Texts in a row, with what stands between them. Beside ids that is the same in both languages.
    pub(crate) fn row(self, texts: impl Iterator<Item = Text>, (zh, en): (&str, &str)) -> Text {
        match self {
            Self::Ids => row(texts, (en, en)),
            Self::Titles { .. } => row(texts, (zh, en)),
        }
    }

    /// A message there was.
    pub(crate) fn message(self, to: &StaffId, template: &TemplateId, via: &[Channel]) -> Text {
        let to = self.person(to);
        match self {
            Self::Ids => {
                let via: Vec<&str> = via.iter().map(|channel| channel.word()).collect();
                Text::plain(format!("{} {template} [{}]", to.en, via.join(",")))
            }
            Self::Titles { .. } => {
                let (template, via) = (self.template(template), channels(via));
                Text::new(
                    format!("{} {}（{}）", to.zh, template.zh, via.zh),
                    format!("{} {} ({})", to.en, template.en, via.en),
                )
            }
        }
    }
}

fn channels(via: &[Channel]) -> Text {
    row(via.iter().map(|channel| channel.title()), ("和", " and "))
}

fn row(texts: impl Iterator<Item = Text>, (zh, en): (&str, &str)) -> Text {
    let all: Vec<Text> = texts.collect();
    Text::new(
        all.iter().map(|text| text.zh.as_str()).collect::<Vec<_>>().join(zh),
        all.iter().map(|text| text.en.as_str()).collect::<Vec<_>>().join(en),
    )
}
