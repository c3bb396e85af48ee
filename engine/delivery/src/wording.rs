//! The words of messages. A folder's own wordings go before the shipped ones, and a language that
//! has none uses the other. A wording that fails at work never keeps a message back: the shipped
//! one stands in, and at the very end a plain line.

use crate::facts;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Value;
use minijinja::{AutoEscape, Environment, Error, UndefinedBehavior};
use std::collections::BTreeMap;
use steward_model::{Lang, Template, TemplateId};

mod shipped;

/// A wording may take this many steps of its language; the longest shipped one takes some hundred.
const FUEL: u64 = 50_000;

/// A mail has a text of this many characters at the most; more than that is a wording gone wrong.
const LONGEST_TEXT: usize = 100_000;

/// A subject is one line and not longer than this.
const LONGEST_SUBJECT: usize = 200;

/// Every wording, ready to be used.
pub struct Wordings {
    environment: Environment<'static>,
    /// Wordings of the folder that could not be read, which `check` has told.
    own: BTreeMap<TemplateId, Template>,
}

/// A mail, written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Written {
    /// The whole subject; all mails of a case begin alike.
    pub subject: String,
    /// The text.
    pub text: String,
    /// The HTML.
    pub html: Option<String>,
    /// Why a wording of the folder could not be used, for the log.
    pub fault: Option<String>,
}

/// Which form of a wording.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Text,
    Html,
}

impl Wordings {
    /// The shipped wordings and those of a folder.
    pub fn new(own: &BTreeMap<TemplateId, Template>) -> Self {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_fuel(Some(FUEL));
        environment.set_syntax(layout());
        environment.set_auto_escape_callback(|name| {
            if name.ends_with(".html") { AutoEscape::Html } else { AutoEscape::None }
        });
        for (name, source) in shipped::FILES {
            if let Err(error) = environment.add_template(name, source) {
                unreachable!("the shipped wording {name} can be read: {error}");
            }
        }
        let mut wordings = Self { environment, own: BTreeMap::new() };
        for (id, template) in own {
            wordings.add_own(id, template);
        }
        wordings
    }

    fn add_own(&mut self, id: &TemplateId, template: &Template) {
        let mut readable = Template::default();
        for (form, texts) in [(Form::Text, &template.text), (Form::Html, &template.html)] {
            for (lang, source) in texts {
                let name = own_name(id, *lang, form);
                // What can't be read was told by `check`; the other language or the shipped
                // wording stands in.
                if self.environment.add_template_owned(name, source.clone()).is_ok() {
                    match form {
                        Form::Text => readable.text.insert(*lang, String::new()),
                        Form::Html => readable.html.insert(*lang, String::new()),
                    };
                }
            }
        }
        self.own.insert(id.clone(), readable);
    }

    /// Writes a mail. `variables` are those kept with the message, in this language, with `left`
    /// and `late` as they are now.
    pub fn write(&self, id: &TemplateId, lang: Lang, variables: &BTreeMap<String, String>) -> Written {
        let (own, fault) = match self.write_own(id, lang, variables) {
            Ok(own) => (own, None),
            Err(error) => (None, Some(format!("templates/{id}: {error:#}"))),
        };
        let (first, text, html) = own
            .or_else(|| self.write_shipped(id.as_str(), lang, variables))
            .or_else(|| self.write_shipped("task", lang, variables))
            .unwrap_or_default();
        let word = |name: &str| variables.get(name).map_or("", String::as_str);
        let subject = format!("[{}] {} · {first}", word("case"), word("title"));
        Written { subject: one_line(&subject), text, html, fault }
    }

    /// `None` where the folder has no such wording.
    fn write_own(
        &self,
        id: &TemplateId,
        lang: Lang,
        variables: &BTreeMap<String, String>,
    ) -> Result<Option<Parts>, Error> {
        let Some(own) = self.own.get(id) else {
            return Ok(None);
        };
        let Some(written_in) = language(&own.text, lang) else {
            return Ok(None);
        };
        let context = context(variables, lang, Whose::Folder);
        let text = self.render(&own_name(id, written_in, Form::Text), &context)?;
        let html = match language(&own.html, lang) {
            Some(lang) => Some(self.render(&own_name(id, lang, Form::Html), &context)?),
            None => None,
        };
        Ok(Some(parts(&text, html)))
    }

    fn write_shipped(&self, name: &str, lang: Lang, variables: &BTreeMap<String, String>) -> Option<Parts> {
        let context = context(variables, lang, Whose::Shipped);
        let text = self.render(&shipped_name(name, lang, Form::Text), &context).ok()?;
        let html = self.render(&shipped_name(name, lang, Form::Html), &context).ok();
        Some(parts(&text, html))
    }

    fn render(&self, name: &str, context: &Value) -> Result<String, Error> {
        self.environment.get_template(name)?.render(context)
    }
}

/// First line, the rest, the HTML.
type Parts = (String, String, Option<String>);

/// Whose wording it is: a name a field and the shipped wordings share means the field in the
/// folder's own.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whose {
    Folder,
    Shipped,
}

fn context(variables: &BTreeMap<String, String>, lang: Lang, whose: Whose) -> Value {
    let mut values: BTreeMap<String, Value> = variables
        .iter()
        .filter(|(name, _)| !name.starts_with('-'))
        .map(|(name, value)| (name.clone(), Value::from(value.as_str())))
        .collect();
    let of = |name: &str| variables.get(name).map_or("", String::as_str);
    let lines = |name: &str| Value::from(of(name).lines().map(str::to_owned).collect::<Vec<String>>());
    let shipped = [
        ("text", Value::from(of(facts::TEXT))),
        ("details", lines(facts::DETAILS)),
        ("items", lines(facts::ITEMS)),
        ("count", Value::from(of(facts::COUNT))),
        ("occasion", Value::from(of(facts::OCCASION))),
        ("lang", Value::from(if lang == Lang::Zh { "zh" } else { "en" })),
    ];
    for (name, value) in shipped {
        if whose == Whose::Shipped || !values.contains_key(name) {
            values.insert(name.to_owned(), value);
        }
    }
    for name in steward_model::handbook::TEMPLATE_WORDS {
        values.entry(name.to_owned()).or_insert_with(|| Value::from(""));
    }
    Value::from(values)
}

/// A line that holds only a tag leaves no empty line behind.
fn layout() -> SyntaxConfig {
    SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build().unwrap_or_default()
}

fn parts(text: &str, html: Option<String>) -> Parts {
    let text: String = text.chars().take(LONGEST_TEXT).collect();
    let (first, rest) = text.split_once('\n').unwrap_or((&text, ""));
    let rest = rest.trim_matches('\n');
    // A wording of one line says everything in its subject.
    let rest = if rest.is_empty() { first } else { rest };
    (first.trim().to_owned(), format!("{rest}\n"), html)
}

fn one_line(subject: &str) -> String {
    let line = subject.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().take(LONGEST_SUBJECT).collect()
}

/// The language itself, else the other, of those that are written.
fn language(texts: &BTreeMap<Lang, String>, lang: Lang) -> Option<Lang> {
    texts.keys().find(|written| **written == lang).or_else(|| texts.keys().next()).copied()
}

fn own_name(id: &TemplateId, lang: Lang, form: Form) -> String {
    format!("templates/{}", shipped_name(id.as_str(), lang, form))
}

fn shipped_name(name: &str, lang: Lang, form: Form) -> String {
    let lang = if lang == Lang::Zh { "zh" } else { "en" };
    let form = if form == Form::Text { "txt" } else { "html" };
    format!("{name}.{lang}.{form}")
}

#[cfg(test)]
mod tests;
