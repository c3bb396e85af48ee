//! What a store's lists show, and which of it is asked for. Lists come in pages: a row is as it stands
//! when its page is read, and what names the next page stays right whatever happens meanwhile.

use crate::store::DeliveryState;
use steward_case::{CaseId, State};
use steward_model::{Channel, EstateId, RoleId, StaffId, StepId, TemplateId, Text, WorkflowId};
use steward_time::Timestamp;

/// An open task: a step somebody has to do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TaskRow {
    /// The case.
    pub case: CaseId,
    /// The step.
    pub step: StepId,
    /// What people read.
    pub title: Text,
    /// Where.
    pub estate: EstateId,
    /// The role or person it belongs to: an id.
    pub owner: String,
    /// Who holds it.
    pub holder: Option<StaffId>,
    /// When it became ready.
    pub since: Timestamp,
    /// When it is due.
    pub due: Option<Timestamp>,
}

/// A case in a list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CaseRow {
    /// Its id.
    pub case: CaseId,
    /// Its process.
    pub workflow: WorkflowId,
    /// Where.
    pub estate: EstateId,
    /// Where it stands.
    pub state: State,
    /// When it was opened.
    pub opened: Timestamp,
    /// The earliest due time of its running clocks.
    pub due: Option<Timestamp>,
}

/// Which cases are wanted.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CaseFilter {
    /// Of these estates only; empty: all.
    pub estates: Vec<EstateId>,
    /// Of this process.
    pub workflow: Option<WorkflowId>,
    /// In this state.
    pub state: Option<State>,
    /// With an open task of this role or person.
    pub owner: Option<String>,
    /// Due before this instant.
    pub overdue_at: Option<Timestamp>,
    /// How many at the most.
    pub limit: u32,
    /// After the one that a page's `next` names.
    pub after: Option<String>,
}

/// Which cases are wanted by when they were opened.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OpenedFilter {
    /// Of this estate.
    pub estate: EstateId,
    /// Of this process.
    pub workflow: WorkflowId,
    /// Opened at this instant or later; `None`: from the beginning.
    pub from: Option<Timestamp>,
    /// Opened before this instant.
    pub before: Timestamp,
    /// How many at the most.
    pub limit: u32,
    /// After the one that a page's `next` names.
    pub after: Option<String>,
}

/// Which messages are wanted.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct MessageFilter {
    /// With this number in the store.
    pub id: Option<i64>,
    /// Of this case.
    pub case: Option<CaseId>,
    /// Of these estates only; empty: all.
    pub estates: Vec<EstateId>,
    /// In this state.
    pub state: Option<DeliveryState>,
    /// How many at the most.
    pub limit: u32,
    /// After the one that a page's `next` names.
    pub after: Option<String>,
}

/// Which open tasks are wanted.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct TaskFilter {
    /// Of these estates only; empty: all.
    pub estates: Vec<EstateId>,
    /// That belong to one of these roles, or to one of `people`; with neither: all.
    pub owners: Vec<RoleId>,
    /// That belong to one of these people, or are held by one.
    pub people: Vec<StaffId>,
    /// How many at the most.
    pub limit: u32,
    /// After the one that a page's `next` names.
    pub after: Option<String>,
}

/// A message in a list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MessageRow {
    /// Its number in the store.
    pub id: i64,
    /// The number of the event that says so.
    pub event: u32,
    /// The case it is about.
    pub case: CaseId,
    /// To whom.
    pub to: StaffId,
    /// By which channel.
    pub via: Channel,
    /// The wording.
    pub template: TemplateId,
    /// Where it stands.
    pub state: DeliveryState,
    /// How many attempts were begun.
    pub attempts: u32,
    /// When it was made.
    pub at: Timestamp,
    /// What went wrong last.
    pub error: Option<String>,
    /// Its identity.
    pub message_id: String,
}

/// A page of a list, and what names the next one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Page<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// What to ask for after this page; `None`: it was the last.
    pub next: Option<String>,
}
