//! What can be asked of a case.

use crate::{CallReply, CaseId, Figures, Given};
use std::collections::BTreeMap;
use steward_model::{BudgetOf, EventName, FieldId, LimitId, StaffId, StepId, Text, Value};
use steward_time::Span;

/// Who asks.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Actor {
    /// A member of the staff.
    Person(StaffId),
    /// The engine itself: a schedule, an event, time.
    Engine,
}

impl Actor {
    /// The person, when it is one.
    pub fn person(&self) -> Option<&StaffId> {
        match self {
            Self::Person(id) => Some(id),
            Self::Engine => None,
        }
    }
}

/// What is asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Command {
    /// Time has passed: judge what is due.
    Wake,
    /// Somebody takes a step, so that others know.
    Take(StepId),
    /// A person's step is done.
    Complete {
        /// The step.
        step: StepId,
        /// What its form is filled with.
        fields: BTreeMap<FieldId, Value>,
        /// Items of its checklist that are fine.
        ticked: Vec<String>,
        /// Items that are not, each with a remark.
        failed: BTreeMap<String, String>,
        /// What is shown with it.
        given: Given,
    },
    /// What somebody has sent of a step gets its second signature.
    Sign(StepId),
    /// An approval is given.
    Approve(StepId),
    /// An approval is returned for another try.
    Return {
        /// The approval.
        step: StepId,
        /// What is missing.
        comment: String,
    },
    /// An approval is refused.
    Refuse {
        /// The approval.
        step: StepId,
        /// Why.
        comment: String,
    },
    /// A step is handed to a person.
    Hand {
        /// The step.
        step: StepId,
        /// To whom.
        to: StaffId,
    },
    /// The case is held.
    Hold(String),
    /// It goes on.
    Resume,
    /// A running limit gets more time.
    Extend {
        /// The limit.
        limit: LimitId,
        /// How much.
        span: Span,
        /// Why.
        reason: String,
    },
    /// A miss is excused.
    Excuse {
        /// The limit.
        limit: LimitId,
        /// Why.
        reason: String,
    },
    /// Fields are changed outside a form; `None` empties one.
    Set {
        /// The fields.
        fields: BTreeMap<FieldId, Option<Value>>,
        /// Why.
        reason: String,
    },
    /// Somebody writes a note.
    Note(String),
    /// The case is called off.
    Cancel(String),
    /// An event of this name was raised at the estate.
    Event {
        /// Its name.
        name: EventName,
        /// What it carries, as text.
        carries: BTreeMap<String, String>,
    },
    /// What a step called and did not get done is called once more.
    Repeat(StepId),
    /// News of a case that a step of this one called.
    Reply {
        /// The number of the event that asked for it.
        call: u32,
        /// What became of it.
        says: CallReply,
    },
    /// The case that called this one waits for it no more, so it is called off.
    CallOff {
        /// The case that called it.
        caller: CaseId,
    },
    /// The figures that a step of this one shows.
    Figures {
        /// The step.
        step: StepId,
        /// The round of it that asked.
        round: u32,
        /// How the workflow went.
        figures: Figures,
    },
    /// Calendars or staff have changed: compute anew what depends on them.
    Recompute(Text),
    /// A message about the case could not be delivered, for good.
    Undelivered {
        /// To whom it was.
        to: StaffId,
        /// What happened.
        text: Text,
        /// Whether it was urgent, so that `last_resort` is told.
        urgent: bool,
    },
    /// A message about the case was the first over a budget.
    OverBudget {
        /// Which.
        of: BudgetOf,
        /// How many messages it allows.
        most: u32,
    },
}
