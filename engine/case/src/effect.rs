//! What leaves a case. Effects are values; carrying them out is somebody else's and may be
//! repeated, because each is known by the case, the event it came from, and its place there.

use crate::{CallState, Caller, Case, CaseId, ClockState, StepStatus};
use std::collections::BTreeMap;
use steward_model::{
    Channel, EndWord, EventName, FieldId, LimitId, StaffId, StepId, TemplateId, Text, Value, WorkflowId,
};
use steward_time::Timestamp;

/// Something that leaves.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Effect {
    /// A message to a person.
    Tell(Tell),
    /// Another case is asked for.
    Start(Start),
    /// An event is raised at the estate.
    Raise(Raise),
    /// A step calls another workflow.
    Call(Call),
    /// A step no longer waits for the case it called, which is called off.
    CallOff(CallOff),
    /// The case that called this one hears what became of it.
    Reply(Reply),
    /// A step asks how a workflow went.
    Figures(AskFigures),
}

/// A message to a person, by one or more channels.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tell {
    /// The number of the event that says so; with the channel it identifies the message.
    pub event: u32,
    /// To whom.
    pub to: StaffId,
    /// By which channels; the person has all of them.
    pub via: Vec<Channel>,
    /// The channels that stand in, one after another, where the one before fails; the person has all of
    /// them.
    pub then: Vec<Channel>,
    /// The wording.
    pub template: TemplateId,
    /// Whether it passes quiet hours.
    pub urgent: bool,
    /// The step it is about.
    pub step: Option<StepId>,
    /// Whose that step is, in words people read: the ids of the people or the role.
    pub owner: Vec<String>,
    /// The limit it is about.
    pub limit: Option<LimitId>,
    /// When that is or was due.
    pub due: Option<Timestamp>,
    /// The moment that brought it; earlier than the event where the engine had stood still.
    pub fell_due: Timestamp,
    /// Whether it goes with whatever else they hear at that moment, as one message: it waited until
    /// somebody came on duty, or is about one of several items of a step that are theirs.
    pub together: bool,
    /// How long the message stays true.
    pub relevance: Relevance,
    /// What a person wrote with it: a comment, a reason.
    pub text: Option<String>,
}

/// How long a message stays true.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Relevance {
    /// For good: a miss, a notice.
    Always,
    /// Until the step ends in this round; of a step that waits for a case it called, until that is called
    /// once more.
    UntilStepEnds(StepId, u32),
    /// Until the clock with this number is met, stopped or missed.
    UntilMiss(usize),
}

impl Relevance {
    /// Whether a message is still true of its case.
    pub fn holds(&self, case: &Case) -> bool {
        match self {
            Self::Always => true,
            Self::UntilStepEnds(step, round) => {
                let called = case.steps.get(step).and_then(|state| state.called.as_ref());
                let goes_on = called.is_some_and(|called| called.state != CallState::Stuck);
                let open = case.status(step) == StepStatus::Ready && !goes_on;
                open && case.round(step) == *round && !case.is_over()
            }
            Self::UntilMiss(number) => case.clocks.get(*number).is_none_or(|clock| {
                clock.state == ClockState::Running && clock.over.is_none() && !case.is_over()
            }),
        }
    }
}

/// Another case that a rule asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Start {
    /// The number of the event that says so.
    pub event: u32,
    /// The process.
    pub workflow: WorkflowId,
    /// Its fields, as text.
    pub fields: BTreeMap<String, String>,
}

/// An event that a case raises at its estate.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Raise {
    /// The number of the record's event that says so.
    pub event: u32,
    /// Its name.
    pub name: EventName,
    /// What it carries: the fields of the case that everybody may see.
    pub carries: BTreeMap<FieldId, Value>,
}

/// A workflow that a step calls at the estate of its case.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Call {
    /// The number of the event that says so.
    pub event: u32,
    /// The workflow.
    pub workflow: WorkflowId,
    /// Its fields that are filled from the start.
    pub fields: BTreeMap<FieldId, Value>,
    /// Whether the step waits for the case to end.
    pub awaited: bool,
}

/// A case that a step called and no longer waits for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CallOff {
    /// The number of the event that says so.
    pub event: u32,
    /// The number of the event that asked for the case.
    pub call: u32,
}

/// What a called case lets its caller know.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reply {
    /// The number of the event that says so.
    pub event: u32,
    /// Who called it.
    pub to: Caller,
    /// What became of it.
    pub says: CallReply,
}

/// How a workflow went at the estate of the case, for a step that shows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AskFigures {
    /// The number of the event that says so.
    pub event: u32,
    /// The step.
    pub step: StepId,
    /// In which of its rounds.
    pub round: u32,
    /// The workflow.
    pub workflow: WorkflowId,
}

/// What became of a called case.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum CallReply {
    /// It is open.
    Opened(CaseId),
    /// It ended with this word.
    Ended(CaseId, EndWord),
    /// It could not be opened, for this reason.
    Refused(Text),
}
