//! Scenarios: tests of a process that managers write, run in virtual time.

use crate::{
    Channel, EndWord, EstateId, EventName, FieldId, LimitId, Location, Place, RoleId, StaffId, StepId,
    TemplateId, Value, WorkflowId, ZoneId,
};
use std::collections::BTreeMap;
use steward_time::{Span, Timestamp};

/// A scenario file.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// What it shows, as a sentence.
    pub name: String,
    /// The process it tries.
    pub workflow: WorkflowId,
    /// Where.
    pub estate: EstateId,
    /// How and when the case begins.
    pub opened: Opening,
    /// Who opens it; `None`: somebody who may.
    pub starter: Option<StaffId>,
    /// What the form is filled with.
    pub fields: BTreeMap<FieldId, Value>,
    /// What happens, in order.
    pub story: Vec<Line>,
    /// Where it is written.
    pub place: Place,
}

/// When the case of a scenario is opened.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Opening {
    /// At this instant, by somebody.
    At(Timestamp),
    /// By the schedule, the first time after this instant; without one the last time before the first
    /// moment that the story dates.
    ByClock(Option<Timestamp>),
    /// By an event that the workflow begins with, at this instant.
    ByEvent(EventName, Timestamp),
    /// At this instant by another case, which is no part of the story.
    ByCase(Timestamp),
}

/// When a line happens.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Moment {
    /// At the moment of the line before.
    Same,
    /// This many seconds after the opening.
    After(i64),
    /// At this instant.
    At(Timestamp),
}

/// A line of a story: it does one thing, or expects, or both in that order.
#[derive(Clone, Debug)]
pub struct Line {
    /// When.
    pub at: Moment,
    /// The step whose called case the line is about; `None`: it is about the scenario's own.
    pub called_by: Option<StepId>,
    /// Who acts; `None`: somebody who may.
    pub actor: Option<StaffId>,
    /// What is done.
    pub act: Option<Act>,
    /// What must hold then.
    pub expect: Vec<Expectation>,
    /// Where it is written.
    pub place: Place,
}

/// What a line does.
#[derive(Clone, Debug)]
pub enum Act {
    /// Does a step: the form's values, and the items that fail with a remark; others are ticked.
    Do {
        /// The step.
        step: StepId,
        /// What its form is filled with.
        with: BTreeMap<FieldId, Value>,
        /// Items that fail, with the remark.
        fail: BTreeMap<String, String>,
        /// What is shown with it.
        show: Showing,
    },
    /// Takes a step.
    Take(StepId),
    /// Has a step call once more.
    Repeat(StepId),
    /// Signs what another has sent.
    Sign(StepId),
    /// Approves.
    Approve(StepId),
    /// Returns, with a comment.
    Return(StepId, String),
    /// Refuses, with a comment.
    Refuse(StepId, String),
    /// Hands a step to a person.
    Hand(StepId, StaffId),
    /// Holds the case for a reason.
    Hold(String),
    /// Resumes it.
    Resume,
    /// Cancels it.
    Cancel(String),
    /// Changes fields outside a form; `None` empties one.
    Set(BTreeMap<FieldId, Option<Value>>),
    /// Extends a limit.
    Extend(LimitId, Span),
    /// Excuses a miss.
    Excuse(LimitId),
    /// Raises an event.
    Event(EventName),
    /// The engine stands still.
    EngineStops,
    /// The engine goes on.
    EngineStarts,
}

/// What a line shows with a step.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Showing {
    /// So many photos, whatever is on them.
    pub photos: u32,
    /// Where.
    pub location: Option<Location>,
    /// The zone whose code is shown: a story needs to know no codes.
    pub code: Option<ZoneId>,
}

/// What must hold. What happened is looked at since the line before.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Expectation {
    /// Told since the line before.
    Told {
        /// Whom.
        who: Told,
        /// With which wording, when it matters.
        template: Option<TemplateId>,
        /// By which channels, when it matters.
        via: Vec<Channel>,
    },
    /// A message for somebody waits for the end of quiet hours.
    Waiting {
        /// For whom.
        who: Told,
        /// With which wording, when it matters.
        template: Option<TemplateId>,
        /// By which channels, when it matters.
        via: Vec<Channel>,
    },
    /// Never told since the opening.
    NotTold(Told),
    /// Became ready since the line before.
    Ready(StepId),
    /// Was done since the line before.
    Done(StepId),
    /// Was skipped since the line before.
    Skipped(StepId),
    /// Was missed since the line before.
    Overdue(LimitId),
    /// The due time as it stands.
    Due(LimitId, Timestamp),
    /// The round as it stands.
    Round(StepId, u32),
    /// A case of this workflow was opened since the line before.
    Opened(WorkflowId),
    /// The case ended since the line before, with this word when one is named.
    Closed(Option<EndWord>),
}

/// Whom an expectation means.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Told {
    /// Everyone of the role now on duty.
    Role(RoleId),
    /// A person.
    Staff(StaffId),
}
