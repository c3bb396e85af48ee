//! A handbook: the folder as a whole, understood.

use crate::{
    Adjusted, Budget, Estate, EstateId, Lang, Person, Private, RoleId, Roles, RulesId, Scenario, Sources,
    TemplateId, Workflow, WorkflowId,
};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use steward_time::{Calendar, Hours, TimeZone};

/// Wordings that come with the program and need no file.
pub const SHIPPED_TEMPLATES: [&str; 16] = [
    "task",
    "at-risk",
    "overdue",
    "still-overdue",
    "approve",
    "sign",
    "returned",
    "handed",
    "held",
    "resumed",
    "call-ended",
    "digest",
    "unreachable",
    "fault",
    "over-budget",
    "major-complaint",
];

/// The words every template may use beside the fields that aren't private.
pub const TEMPLATE_WORDS: [&str; 9] =
    ["case", "step", "title", "estate", "owner", "due", "left", "late", "item"];

/// Everything a folder says.
#[derive(Clone, Debug)]
pub struct Handbook {
    /// The organisation and its channels.
    pub organisation: Organisation,
    /// The roles.
    pub roles: Arc<Roles>,
    /// Everyone, whatever estate they work for, in the order of the files.
    pub staff: Vec<Arc<Person>>,
    /// The processes as headquarters wrote them. What stands at an estate is told by
    /// [`Handbook::at`].
    pub workflows: BTreeMap<WorkflowId, Arc<Workflow>>,
    /// For each process, the files as they were when it was understood, so that an open case can be
    /// kept on the wording it began with: path and text.
    pub sources: BTreeMap<WorkflowId, Sources>,
    /// What each estate has otherwise; an estate that adjusts nothing is not in it.
    pub adjusted: BTreeMap<EstateId, BTreeMap<WorkflowId, Adjusted>>,
    /// The calendars, without a zone.
    pub calendars: BTreeMap<crate::CalendarId, Arc<Calendar>>,
    /// What people read of a calendar, where it is written.
    pub calendar_titles: BTreeMap<crate::CalendarId, crate::Text>,
    /// The estates.
    pub estates: BTreeMap<EstateId, Arc<Estate>>,
    /// The text of each file of rules.
    pub rules: BTreeMap<RulesId, RulesFile>,
    /// Wordings of the folder, by name; they go before the shipped ones.
    pub templates: BTreeMap<TemplateId, Template>,
    /// The scenarios, by file.
    pub scenarios: Vec<Arc<Scenario>>,
    /// A hash of calendars, staff and estates: what open cases are computed anew for when it
    /// changes.
    pub surroundings: Arc<str>,
}

/// A file of rules.
#[derive(Clone, Debug)]
pub struct RulesFile {
    /// Its path, relative to the folder.
    pub path: Arc<str>,
    /// Its text.
    pub text: Arc<str>,
}

/// What `steward.yaml` says of the organisation.
#[derive(Clone, Debug)]
pub struct Organisation {
    /// Its name.
    pub name: String,
    /// Who hears what nobody else can be told.
    pub last_resort: RoleId,
    /// Its time zone.
    pub zone: TimeZone,
    /// The language of people who state none.
    pub lang: Lang,
    /// Where cases are kept: a `sqlite:` path relative to the folder.
    pub store: Option<String>,
    /// The mail server.
    pub mail: Option<Mail>,
    /// The SMS providers, in the order they are tried.
    pub sms: Vec<Provider>,
    /// Hours in which messages wait, where neither estate nor person has others.
    pub quiet: Option<Hours>,
    /// How many messages are enough.
    pub budget: Budget,
}

/// The mail server.
#[derive(Clone, Debug)]
pub struct Mail {
    /// How the connection is kept private.
    pub security: MailSecurity,
    /// Its name or address.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// Who the mail is from: the name people read.
    pub from_name: String,
    /// Who the mail is from: the address.
    pub from: String,
    /// The account, where the server wants one.
    pub user: Option<String>,
    /// Its password.
    pub password: Option<Secret>,
}

/// How a connection to a mail server is kept private.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum MailSecurity {
    /// TLS from the first byte: `smtps://`.
    Tls,
    /// TLS after `STARTTLS`, refused without: `smtp+starttls://`.
    StartTls,
    /// In the clear: `smtp://`. With a password only to this machine.
    Plain,
}

/// An SMS provider.
#[derive(Clone, Debug)]
pub struct Provider {
    /// Which: `aliyun`.
    pub kind: String,
    /// Where it is reached, when not at its own address.
    pub url: Option<String>,
    /// The key's id.
    pub key: Secret,
    /// The key itself.
    pub secret: Secret,
    /// The registered signature.
    pub signature: String,
    /// The registered templates.
    pub templates: BTreeMap<TemplateId, SmsTemplate>,
}

/// A template registered with a provider.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SmsTemplate {
    /// Its registered code.
    pub code: String,
    /// The longest value of each variable, in characters, in the order written.
    pub longest: Vec<(String, usize)>,
}

/// Where a secret is, never the secret.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Secret {
    /// An environment variable.
    Env(String),
    /// A file that only its owner may read.
    File(PathBuf),
}

/// A wording of the folder. A language that has no text uses the other.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Template {
    /// The text in each language; its first line is the subject.
    pub text: BTreeMap<Lang, String>,
    /// The HTML in each language, where there is one.
    pub html: BTreeMap<Lang, String>,
}

impl Handbook {
    /// An e-mail address or telephone number of a person, for the courier alone.
    pub fn person(&self, id: &crate::StaffId) -> Option<&Arc<Person>> {
        self.staff.iter().find(|person| person.id == *id)
    }
}

/// An address as it stands on an envelope; personal, so it prints masked.
pub type Address = Private;
