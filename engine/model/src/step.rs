//! The steps of a workflow: who does what, in which order, and what then.

use crate::{
    Audience, CalendarId, ClauseRef, EndWord, EventName, Evidence, Expr, FieldId, Guard, Ladder, Limit,
    Place, RoleId, StaffId, StepId, TemplateId, Text, Via, WorkflowId, ZoneId,
};
use steward_time::Span;

/// A step.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Step {
    /// Its name.
    pub id: StepId,
    /// What people read.
    pub title: Text,
    /// The clauses of the handbook it carries out.
    pub refs: Vec<ClauseRef>,
    /// The steps that must be done or skipped before it begins; none: it begins at once.
    pub after: Vec<StepId>,
    /// Read once, when it could begin; `false` skips it.
    pub guard: Option<Guard>,
    /// What kind of step it is.
    pub kind: StepKind,
    /// What a `wait` counts on: the step's own calendar, else the workflow's.
    pub calendar: CalendarId,
    /// How long it may take.
    pub limit: Option<Limit>,
    /// The rungs of a step without a limit: only those at `ready` count.
    pub ladder: Ladder,
    /// Asked when it is done; the first line that applies is taken.
    pub then: Vec<Then>,
    /// Whoever it must not fall to.
    pub not_by: Vec<NotBy>,
    /// Nothing waits for this branch, and that is meant.
    pub side: bool,
    /// What it is done for each of: a task for each item, and done itself when all of them are.
    pub for_each: Option<Each>,
    /// The name of the item that this is the task of; `None` of a step as the handbook writes it.
    pub item: Option<Text>,
    /// Where it is written.
    pub place: Place,
}

/// What a step is done for each of.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Each {
    /// The zones of the estate, as they are when the step becomes ready.
    Zones,
    /// What then stands in a field of type list, each text once.
    Listed(FieldId),
}

/// What is done in a step.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum StepKind {
    /// A person does it.
    Person {
        /// Whose it is.
        owner: Owner,
        /// The fields it asks for.
        form: Vec<FieldId>,
        /// What is ticked, or failed with a remark.
        checklist: Vec<Text>,
        /// What shows that it was done; it may ask for nothing.
        evidence: Evidence,
        /// Whether a second person signs what one has sent before the step is done.
        signoff: bool,
        /// The workflow whose figures it shows.
        report: Option<WorkflowId>,
    },
    /// A person approves, or returns with a comment.
    Approve {
        /// Who decides; of several the first written.
        owner: Owner,
        /// Who decides as well, where several do; each answers once.
        others: Vec<Owner>,
        /// How many of them have to approve. One return is enough to return it.
        enough: usize,
        /// The step a return opens again.
        returned_to: StepId,
        /// The end a refusal leads to, where refusing is offered.
        refused: Option<EndWord>,
    },
    /// A message, done when it is queued.
    Notify {
        /// Who is told.
        tell: Vec<Audience>,
        /// The wording.
        template: TemplateId,
        /// By which channels.
        via: Via,
        /// Whether it passes quiet hours.
        urgent: bool,
    },
    /// Time passes.
    Wait(Span),
    /// The time in a field comes.
    WaitUntil(FieldId),
    /// An event of this name is raised at the estate.
    WaitFor(EventName),
    /// Fields are computed, in this order.
    Set(Vec<(FieldId, Expr)>),
    /// An event is raised at the estate, for other processes to hear.
    Emit(EventName),
    /// A case of another workflow is opened at the same estate.
    Call {
        /// The workflow.
        workflow: WorkflowId,
        /// What is passed: a field there, and the field here that it is filled from.
        with: Vec<(FieldId, FieldId)>,
        /// Whether the step is done when that case ends, not when it is asked for.
        awaited: bool,
    },
    /// The case ends with this word.
    End(EndWord),
}

/// Whose a step is.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Owner {
    /// A role.
    Role(RoleId),
    /// A person by name.
    Staff(StaffId),
    /// The role or person in a field: `"{department}"`.
    Field(FieldId),
    /// The role or person written under a key of the zone in a field: `"{zone.cleaner}"`.
    Key(FieldId, String),
    /// The role or person written under a key of the zone that a task is of: `"{item.cleaner}"`.
    Item(String),
    /// The same of one zone: whose its task is.
    InZone(ZoneId, String),
    /// Whoever opened the case.
    Starter,
}

/// Somebody a step must not fall to, because it judges what they did.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum NotBy {
    /// Whoever did this step last.
    Step(StepId),
    /// Whoever this field names.
    Field(FieldId),
}

/// A line of `then`.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Then {
    /// When it applies; `None`: always.
    pub guard: Option<Guard>,
    /// What then.
    pub action: ThenAction,
    /// Where it is written.
    pub place: Place,
}

/// What a line of `then` does.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum ThenAction {
    /// A new round of an earlier step, at most `rounds` times, then something else.
    BackTo {
        /// The step opened again.
        step: StepId,
        /// How often it may be opened in all, the first included, and what comes after that.
        rounds: Option<(u32, Box<ThenAction>)>,
    },
    /// A later step; those between are skipped.
    OnTo(StepId),
    /// The same step once more, for somebody else, without asking `then` again.
    HandTo(Owner),
    /// The case ends.
    End(EndWord),
}

impl Then {
    /// What the line does, and after it what it does instead once its rounds are used up.
    pub fn actions(&self) -> impl Iterator<Item = &ThenAction> {
        std::iter::successors(Some(&self.action), |action| match action {
            ThenAction::BackTo { rounds: Some((_, after)), .. } => Some(&**after),
            _ => None,
        })
    }
}

impl StepKind {
    /// Whether another workflow is called and its case waited for.
    pub fn awaits_call(&self) -> bool {
        matches!(self, Self::Call { awaited: true, .. })
    }
}

impl Step {
    /// Whether somebody has to act: a person's step or an approval.
    pub fn is_for_people(&self) -> bool {
        self.owner().is_some()
    }

    /// Whether it is somebody's as it stands, and so taken, held and done by them. A step that is done
    /// item by item is not; the tasks of its items are.
    pub fn is_task(&self) -> bool {
        self.is_for_people() && self.for_each.is_none()
    }

    /// Whose the step is, when it is somebody's.
    pub fn owner(&self) -> Option<&Owner> {
        match &self.kind {
            StepKind::Person { owner, .. } | StepKind::Approve { owner, .. } => Some(owner),
            _ => None,
        }
    }

    /// Everyone the step is written for: one, or of an approval each who decides.
    pub fn owners(&self) -> impl Iterator<Item = &Owner> {
        let others: &[Owner] = match &self.kind {
            StepKind::Approve { others, .. } => others,
            _ => &[],
        };
        self.owner().into_iter().chain(others)
    }

    /// How many have to approve, where several decide; otherwise nothing.
    pub fn enough(&self) -> Option<usize> {
        match &self.kind {
            StepKind::Approve { others, enough, .. } if !others.is_empty() => Some(*enough),
            _ => None,
        }
    }

    /// Whether it takes a second person's signature to be done.
    pub fn asks_second(&self) -> bool {
        matches!(self.kind, StepKind::Person { signoff: true, .. })
    }

    /// The workflow whose figures the step shows.
    pub fn report(&self) -> Option<&WorkflowId> {
        match &self.kind {
            StepKind::Person { report, .. } => report.as_ref(),
            _ => None,
        }
    }

    /// Whether the step waits for what happens elsewhere: an event, or the end of the case it called.
    /// Its limit is then told to the owner of the person's step done last (S13).
    pub fn waits_for_others(&self) -> bool {
        matches!(self.kind, StepKind::WaitFor(_)) || self.awaits_call()
    }

    /// Whether the step calls another workflow and waits for that case to end.
    pub fn awaits_call(&self) -> bool {
        self.kind.awaits_call()
    }

    /// What shows that it was done, where it asks for that.
    pub fn evidence(&self) -> Option<&Evidence> {
        match &self.kind {
            StepKind::Person { evidence, .. } => Some(evidence).filter(|evidence| !evidence.is_nothing()),
            _ => None,
        }
    }

    /// The fields the step asks for.
    pub fn form(&self) -> &[FieldId] {
        match &self.kind {
            StepKind::Person { form, .. } => form,
            _ => &[],
        }
    }

    /// The rungs of the step: its limit's, or its own where it has no limit.
    pub fn rungs(&self) -> &Ladder {
        self.limit.as_ref().map_or(&self.ladder, |limit| &limit.ladder)
    }
}
