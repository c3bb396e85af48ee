//! The rules behind a trait. A rule file is asked at moments of a case and returns what else is to
//! be done; it sees facts, never the case itself, and can change nothing.

use std::collections::BTreeMap;
use steward_model::{Audience, Channel, FieldId, StepId, TemplateId, Text, Value, WorkflowId};
use steward_time::{Span, Timestamp};

/// A moment at which rules are asked.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Moment {
    /// The case was opened.
    Opened,
    /// A step became ready.
    Ready,
    /// A step was done.
    Done,
    /// An approval was returned.
    Returned,
    /// A field changed outside the opening.
    Changed,
    /// A rung before the miss.
    AtRisk,
    /// The miss.
    Overdue,
    /// A rung after it.
    Rung,
    /// The case was held.
    Held,
    /// The case ended.
    Closed,
    /// An event was raised at the estate.
    Event,
}

/// What a rule may see.
#[derive(Clone, PartialEq, Debug)]
pub struct View {
    /// The case.
    pub case: CaseFacts,
    /// The step the moment is about, if any.
    pub step: Option<StepFacts>,
    /// The limit the moment is about, if any.
    pub limit: Option<LimitFacts>,
    /// The field that changed, or the event's name.
    pub name: Option<String>,
}

/// A case as a rule sees it.
#[derive(Clone, PartialEq, Debug)]
pub struct CaseFacts {
    /// Its id.
    pub id: String,
    /// The estate's id.
    pub estate: String,
    /// When it was opened, as the estate's clock shows it: `2026-03-02 16:50`.
    pub opened: String,
    /// Its fields; an empty field has no entry.
    pub fields: BTreeMap<FieldId, Value>,
}

/// A step as a rule sees it.
#[derive(Clone, PartialEq, Debug)]
pub struct StepFacts {
    /// Its id.
    pub id: StepId,
    /// The item this is the task of, or nothing.
    pub item: String,
    /// The role or person it belongs to now; of several who decide, the first whose answer is lacking.
    pub owner: String,
    /// Who holds it, or nothing.
    pub holder: String,
    /// Whether somebody holds it.
    pub taken: bool,
    /// Its round, from 1.
    pub round: u32,
    /// Items of its checklist that failed.
    pub failed_items: Vec<String>,
}

/// A limit as a rule sees it.
#[derive(Clone, PartialEq, Debug)]
pub struct LimitFacts {
    /// Its id.
    pub id: String,
    /// When it is due, as the estate's clock shows it.
    pub due: String,
    /// Whole minutes of open time left; 0 after the miss.
    pub minutes_left: i64,
    /// Whole minutes of open time since the miss; 0 before.
    pub minutes_over: i64,
    /// The rung, as written; empty where none stands at the moment.
    pub rung: String,
}

/// What a rule returns.
#[derive(Clone, PartialEq, Debug)]
pub enum Action {
    /// Tell somebody.
    Tell {
        /// Whom.
        who: Audience,
        /// With which wording.
        template: TemplateId,
        /// By which channels; empty: the first the person has.
        via: Vec<Channel>,
        /// Whether it passes quiet hours.
        urgent: bool,
    },
    /// Make somebody else the owner of the moment's step until its round ends.
    HandTo(Audience),
    /// Set a field, from its text.
    Set(FieldId, Value),
    /// Give the moment's limit more time.
    Extend(Span),
    /// Write a note.
    Note(String),
    /// Hold the case for a reason.
    Hold(String),
    /// Ask for another case.
    Start(WorkflowId, BTreeMap<String, String>),
    /// Leave out what the rung itself says.
    Instead,
}

/// A rule failed at work. The case goes on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fault {
    /// The file and line, as far as known: `rules/complaint.rhai:12`.
    pub place: String,
    /// What went wrong.
    pub text: Text,
}

/// A file of rules, ready to be asked.
pub trait Judge: Send + Sync {
    /// Whether a moment has a rule at all; where not, no view is made.
    fn answers(&self, moment: Moment) -> bool;

    /// What else is to be done. Bounded in work, memory and time; the same view gives the same
    /// answer.
    fn ask(&self, moment: Moment, view: &View) -> Result<Vec<Action>, Fault>;
}

/// No rules at all.
pub struct NoRules;

impl Judge for NoRules {
    fn answers(&self, _: Moment) -> bool {
        false
    }

    fn ask(&self, _: Moment, _: &View) -> Result<Vec<Action>, Fault> {
        Ok(Vec::new())
    }
}

impl Moment {
    /// Every moment.
    pub const ALL: [Self; 11] = [
        Self::Opened,
        Self::Ready,
        Self::Done,
        Self::Returned,
        Self::Changed,
        Self::AtRisk,
        Self::Overdue,
        Self::Rung,
        Self::Held,
        Self::Closed,
        Self::Event,
    ];

    /// The name of the function that answers it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::Ready => "ready",
            Self::Done => "done",
            Self::Returned => "returned",
            Self::Changed => "changed",
            Self::AtRisk => "at_risk",
            Self::Overdue => "overdue",
            Self::Rung => "rung",
            Self::Held => "held",
            Self::Closed => "closed",
            Self::Event => "event",
        }
    }
}

/// An instant as rules and messages show it.
pub fn shown(at: Timestamp, zone: &steward_time::TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M").to_string()
}
