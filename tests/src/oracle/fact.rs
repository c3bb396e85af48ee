//! What goes in and what comes out of the oracle: the deeds of people, and the facts that follow.
//!
//! Both are types of the oracle's own. They know nothing of the case core, so that nothing of the
//! core's understanding can slip into what it is compared with.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use steward_model::{
    BudgetOf, Channel, EndWord, EventName, FieldId, LimitId, StaffId, StepId, TemplateId, Value,
};
use steward_time::{Span, Timestamp};

/// Something a person does to a case. Who it is stands beside it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Act {
    /// Takes a step, so that others know.
    Take(StepId),
    /// Does a person's step.
    Complete {
        /// The step.
        step: StepId,
        /// What its form is filled with.
        fields: BTreeMap<FieldId, Value>,
        /// Whether the items of its checklist fail; all of them do, or none.
        fails: bool,
        /// Whether what it asks for as evidence is shown with it; else nothing is.
        shows: bool,
    },
    /// Signs what another has sent of a step.
    Sign(StepId),
    /// Has a step call once more.
    Repeat(StepId),
    /// News comes of the case that a step asked for with its call of this number, counted from nought:
    /// how it ended, or that it could not be opened.
    News {
        /// The step.
        step: StepId,
        /// Which of its calls.
        call: usize,
        /// How the case ended.
        ended: Option<EndWord>,
    },
    /// The courier says that a budget of messages is used up.
    OverBudget(BudgetOf),
    /// Gives an approval.
    Approve(StepId),
    /// Returns an approval with a comment.
    Return(StepId),
    /// Refuses an approval.
    Refuse(StepId),
    /// Hands a step to a person.
    Hand(StepId, StaffId),
    /// Holds the case.
    Hold,
    /// Lets it go on.
    Resume,
    /// Gives a running limit more time.
    Extend(LimitId, Span),
    /// Changes fields outside a form.
    Set(BTreeMap<FieldId, Value>),
    /// Calls the case off.
    Cancel,
    /// Raises an event at the estate.
    Raise(EventName),
}

/// What happened, as the record shows it: an event without its number, its author and its text.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fact {
    /// When.
    pub at: Timestamp,
    /// The word of the record: `ready`, `told`, `overdue` ..
    pub what: &'static str,
    /// The step it is about.
    pub step: Option<StepId>,
    /// The limit it is about.
    pub limit: Option<LimitId>,
    /// The rung, as written.
    pub rung: Option<Arc<str>>,
    /// Whom it reached, in the order of their ids.
    pub to: Vec<StaffId>,
    /// By which channels: of a rung those written, of a `told` those it goes by.
    pub via: Vec<Channel>,
    /// With which wording.
    pub template: Option<TemplateId>,
}

impl Fact {
    /// A fact of this kind about nothing in particular.
    pub fn new(at: Timestamp, what: &'static str) -> Self {
        Self {
            at,
            what,
            step: None,
            limit: None,
            rung: None,
            to: Vec::new(),
            via: Vec::new(),
            template: None,
        }
    }

    /// The same about a step.
    #[must_use]
    pub fn of(mut self, step: &StepId) -> Self {
        self.step = Some(step.clone());
        self
    }
}

impl fmt::Debug for Fact {
    /// One line, as people compare timelines: `2026-03-02T01:00:00Z overdue s1 [overdue] -> a, b`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.at, self.what)?;
        if let Some(step) = &self.step {
            write!(f, " {step}")?;
        }
        if let Some(limit) = &self.limit {
            write!(f, " limit={limit}")?;
        }
        if let Some(rung) = &self.rung {
            write!(f, " [{rung}]")?;
        }
        if !self.to.is_empty() {
            let to: Vec<_> = self.to.iter().map(StaffId::as_str).collect();
            write!(f, " -> {}", to.join(", "))?;
        }
        if !self.via.is_empty() {
            let via: Vec<_> = self.via.iter().map(|channel| channel.word()).collect();
            write!(f, " by {}", via.join("+"))?;
        }
        if let Some(template) = &self.template {
            write!(f, " {template:?}")?;
        }
        Ok(())
    }
}
