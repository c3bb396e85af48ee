//! Where everything that was accepted is kept. A commit is whole or not at all, and is on disk
//! before it returns. The store decides nothing: no rule of the business, no clock.
//!
//! Contract in words, held by the suite in `tests/store`:
//! - `commit` writes the events, the case's row, its wake row, its open tasks, the messages it makes
//!   and the key it answers to in one transaction; `expected` is the version the decision was
//!   made on, and a case that moved in between is a [`Committed::Conflict`], with nothing written.
//! - A case is read back from its events alone; its row only serves lists.
//! - A wake row exists only where time alone will change something. Reading what is due costs what
//!   is due, however many cases wait.
//! - A message keeps its identity from the first attempt to the last. A claimed message whose lease
//!   ran out can be claimed again; nothing is ever claimed twice at a time.
//! - Several processes may use one store at once.

use crate::lists::{CaseFilter, CaseRow, MessageFilter, MessageRow, OpenedFilter, Page, TaskFilter, TaskRow};
use async_trait::async_trait;
use std::collections::{BTreeMap, BTreeSet};
use steward_case::{CallReply, Caller, Case, CaseId, Earlier, Event};
use steward_model::{
    Channel, EstateId, EventName, FieldId, LimitId, PhotoHash, Sources, StaffId, StepId, TemplateId, Text,
    Value, WorkflowId,
};
use steward_time::Timestamp;
use thiserror::Error;

/// What one decision writes.
#[derive(Clone, Debug)]
pub struct Commit {
    /// The case as it is afterwards.
    pub case: Case,
    /// How many events it had before; 0 opens it.
    pub expected: u32,
    /// The new events.
    pub events: Vec<Event>,
    /// When time alone will next change something.
    pub wake: Option<Timestamp>,
    /// The earliest due time of its running clocks, for lists.
    pub due: Option<Timestamp>,
    /// Its open tasks, when they differ from before.
    pub tasks: Option<Vec<TaskRow>>,
    /// The messages it makes.
    pub messages: Vec<Enqueue>,
    /// The wording it is pinned to, when it opens.
    pub pinned: Option<Pinned>,
    /// The key it answers to, when it opens: the same request twice is one case.
    pub key: Option<String>,
    /// Which events it hears, when they differ from before.
    pub hears: Option<Hearing>,
    /// What it asks of others, kept until it is carried out.
    pub asks: Vec<Asked>,
    /// The request that this opening answers, and the scheduled start it carries out.
    pub answers: Option<Answered>,
}

/// Which events of its estate a case hears.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Hearing {
    /// These.
    Named(BTreeSet<EventName>),
    /// Whatever is raised.
    Any,
}

/// What a case asks of others.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Asked {
    /// What it answers to, which makes a repeat harmless. Of an opening it is the new case's key.
    pub key: String,
    /// Where.
    pub estate: EstateId,
    /// What.
    pub errand: Errand,
}

/// What one case may ask of others.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Errand {
    /// Another case is to be opened.
    Open {
        /// The process.
        workflow: WorkflowId,
        /// Its fields, as text.
        fields: BTreeMap<String, String>,
    },
    /// An event is raised at the estate.
    Raise {
        /// Its name.
        name: EventName,
        /// What it carries.
        carries: BTreeMap<FieldId, Value>,
    },
    /// A workflow is called.
    Call {
        /// The workflow.
        workflow: WorkflowId,
        /// Its fields that are filled from the start.
        fields: BTreeMap<FieldId, Value>,
        /// Whether the case that asks waits for the end of that one.
        awaited: bool,
    },
    /// A case that was called is waited for no more.
    CallOff {
        /// The key of the errand that asked for it.
        called: String,
    },
    /// How a workflow went is to be worked out, for a step that shows it.
    Figures {
        /// The step.
        step: StepId,
        /// In which of its rounds.
        round: u32,
        /// The workflow.
        workflow: WorkflowId,
    },
    /// A called case lets its caller know what became of it.
    Reply {
        /// Who called it.
        to: Caller,
        /// What became of it.
        says: CallReply,
    },
}

/// What an opening carries out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Answered {
    /// What was asked, by its key; it is asked no more.
    Asked(String),
    /// A scheduled start, with where its schedule stands afterwards.
    Schedule(ScheduleState),
}

/// Where a scheduled start stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ScheduleState {
    /// Which: workflow, estate and the start's place among the workflow's.
    pub start: String,
    /// The last instant it has dealt with.
    pub through: Timestamp,
    /// What it left out and why, for the record; empty when nothing.
    pub note: String,
}

/// A wording kept for open cases: files as they were.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pinned {
    /// The hash cases name it by.
    pub hash: String,
    /// Path and text of each file.
    pub sources: Sources,
}

/// A message to be sent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Enqueue {
    /// The number of the event that says so.
    pub event: u32,
    /// To whom.
    pub to: StaffId,
    /// By which channel.
    pub channel: Channel,
    /// The channels that stand in, one after another, where this one fails.
    pub then: Vec<Channel>,
    /// The wording.
    pub template: TemplateId,
    /// Whether it passes quiet hours.
    pub urgent: bool,
    /// Its variables, in both languages; `due` and the like as they stood.
    pub variables: BTreeMap<String, Text>,
    /// The step it is about.
    pub step: Option<StepId>,
    /// The limit it is about.
    pub limit: Option<LimitId>,
    /// When that is or was due.
    pub due: Option<Timestamp>,
    /// How long it stays true, in the store's words: see `steward_case::Relevance`.
    pub relevance: steward_case::Relevance,
    /// When it was made.
    pub at: Timestamp,
    /// Whether it is late through a stop of the engine, or for who comes on duty: it then starts as
    /// [`DeliveryState::Held`] until everything that is due at that moment is judged, so that a
    /// person gets one message with a list instead of a storm.
    pub late: bool,
    /// Its identity from the first attempt to the last; it names the case, so no other message has it.
    pub message_id: String,
}

/// One message in place of several.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Digest {
    /// The case it hangs on: the first it speaks of.
    pub case: CaseId,
    /// The message.
    pub message: Enqueue,
    /// The messages it stands for.
    pub lists: Vec<i64>,
}

/// What became of a commit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Committed {
    /// It is on disk.
    Done,
    /// The case moved in between: load and decide again.
    Conflict,
    /// A case with this key is there already.
    Known(CaseId),
}

/// A message in the outbox.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Delivery {
    /// Its number in the store.
    pub id: i64,
    /// The case it is about.
    pub case: CaseId,
    /// What it is.
    pub message: Enqueue,
    /// How many attempts were begun, this one included.
    pub attempts: u32,
    /// Whether an attempt before this one may have arrived.
    pub doubt: Doubt,
    /// Whether somebody put it in line again by hand, so that no budget holds it back.
    pub by_hand: bool,
    /// Whether it was dropped over a budget and waits to be listed.
    pub over_budget: bool,
}

/// Whether a message may have arrived although nobody said so.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Doubt {
    /// It has not.
    None,
    /// An attempt was cut off.
    CutOff,
    /// An attempt may have arrived, and the wait for its one more attempt was settled on.
    Waited,
    /// That one more attempt was cut off too.
    CutOffAgain,
}

/// Room for so many messages.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Purse {
    /// What it is of, in the service's words.
    pub name: String,
    /// How many it has room for.
    pub most: u32,
}

/// There is no room for a message.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Full {
    /// Which purse is full, by its place among those that were named.
    pub which: usize,
    /// Whether this message is the first that found it so.
    pub first: bool,
}

/// Where a message stands. `Delivered` is for channels with receipts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum DeliveryState {
    /// It waits for its next attempt.
    Waiting,
    /// It waits for the end of quiet hours, or until what a stop made late is bundled.
    Held,
    /// An attempt is under way.
    Sending,
    /// The other side accepted it.
    Sent,
    /// It arrived.
    Delivered,
    /// The other side refused it for good.
    Failed,
    /// The attempts are used up.
    Dead,
    /// It was no longer true when its turn came, or over a budget.
    Dropped,
}

/// What became of an attempt.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Settlement {
    /// The message.
    pub id: i64,
    /// Where it stands now.
    pub state: DeliveryState,
    /// When the next attempt is, of one that waits; until when, of one that is held; when it is listed, of
    /// one that is dropped over a budget.
    pub next: Option<Timestamp>,
    /// Whether an attempt may have arrived all the same, so that `next` is the one more there is.
    pub uncertain: bool,
    /// What went wrong, with every address masked.
    pub error: Option<String>,
    /// What the other side calls it.
    pub reference: Option<String>,
    /// The message by the next channel, of one that failed; put in line in the same transaction, unless
    /// the store has it already.
    pub instead: Option<Enqueue>,
    /// When.
    pub at: Timestamp,
}

/// The store failed.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum StoreError {
    /// It can't be read or written now: a full disk, a lock that stayed. Trying again may help.
    #[error("{}", .0.en)]
    Unavailable(Text),
    /// It was written by a newer program.
    #[error("{}", .0.en)]
    Newer(Text),
    /// What it holds can't be understood: a damaged file, or a bug of ours.
    #[error("{}", .0.en)]
    Damaged(Text),
}

impl StoreError {
    /// What happened and the way out.
    pub fn text(&self) -> &Text {
        match self {
            Self::Unavailable(text) | Self::Newer(text) | Self::Damaged(text) => text,
        }
    }
}

/// A store.
#[async_trait]
pub trait Store: Send + Sync {
    /// A number for a new case of a process at an estate, never given twice. Numbers may be left
    /// out when a process stops.
    async fn number(&self, estate: &EstateId, workflow: &WorkflowId) -> Result<u64, StoreError>;

    /// Writes one decision. On disk when it returns.
    async fn commit(&self, commit: Commit) -> Result<Committed, StoreError>;

    /// A case's events, in order. Empty: there is no such case.
    async fn events(&self, case: &CaseId) -> Result<Vec<Event>, StoreError>;

    /// The events of several cases by case and number, in the order in which they were committed.
    async fn order(&self, cases: &[CaseId]) -> Result<Vec<(CaseId, u32)>, StoreError>;

    /// The case that answers to a key.
    async fn keyed(&self, key: &str) -> Result<Option<CaseId>, StoreError>;

    /// A wording that cases are pinned to.
    async fn pinned(&self, hash: &str) -> Result<Option<Pinned>, StoreError>;

    /// Cases with a wake at or before `now`, earliest first.
    async fn due(&self, now: Timestamp, limit: u32) -> Result<Vec<CaseId>, StoreError>;

    /// The earliest wake of all.
    async fn earliest_wake(&self) -> Result<Option<Timestamp>, StoreError>;

    /// Open cases after the one named, by id, to compute all of them anew.
    async fn open_cases(&self, after: Option<&CaseId>, limit: u32) -> Result<Vec<CaseId>, StoreError>;

    /// What was asked and not carried out yet, in the order it was.
    async fn asked(&self, limit: u32) -> Result<Vec<Asked>, StoreError>;

    /// Drops what was asked: it is carried out, or can't be.
    async fn drop_asked(&self, key: &str) -> Result<(), StoreError>;

    /// Where a scheduled start stands.
    async fn schedule(&self, start: &str) -> Result<Option<ScheduleState>, StoreError>;

    /// Notes where a scheduled start stands, without opening anything.
    async fn set_schedule(&self, state: ScheduleState) -> Result<(), StoreError>;

    /// Takes messages whose turn has come, urgent ones first, for as long as the lease lasts. A message whose lease ran
    /// out is taken again, with a `doubt`.
    async fn claim(
        &self,
        now: Timestamp,
        lease_until: Timestamp,
        limit: u32,
    ) -> Result<Vec<Delivery>, StoreError>;

    /// When the next message's turn comes, or a lease runs out.
    async fn earliest_delivery(&self) -> Result<Option<Timestamp>, StoreError>;

    /// Notes what became of attempts, all in one transaction.
    async fn settle(&self, settlements: Vec<Settlement>) -> Result<(), StoreError>;

    /// Messages that are late through a stop and still held, by person and channel, oldest first.
    async fn late(&self, limit: u32) -> Result<Vec<Delivery>, StoreError>;

    /// Counts a message in each of these purses, or where one of them is full, in none. The same message
    /// again changes nothing and is answered alike. Counting costs the same however full a purse is.
    async fn count(&self, message: &str, purses: Vec<Purse>) -> Result<Option<Full>, StoreError>;

    /// Messages that are held until a moment that has come, or were dropped over a budget and are now to be
    /// listed, by person and channel, oldest first.
    async fn released(&self, now: Timestamp, limit: u32) -> Result<Vec<Delivery>, StoreError>;

    /// The earliest moment until which a message is held, or at which one is to be listed.
    async fn earliest_release(&self) -> Result<Option<Timestamp>, StoreError>;

    /// Everything that is held for a person about cases of an estate, late or until a moment.
    async fn held_for(
        &self,
        person: &StaffId,
        estate: &EstateId,
        limit: u32,
    ) -> Result<Vec<Delivery>, StoreError>;

    /// Puts messages for people who come on duty in line, each in place of those it lists (perhaps
    /// none), and notes how far the roster has been dealt with: all in one transaction. A message
    /// that is in the store already is left alone, so that the same may be asked twice.
    async fn hand_over(&self, digests: Vec<Digest>, state: ScheduleState) -> Result<(), StoreError>;

    /// Lets held messages go, in one transaction: those named in `release` wait for their turn, and
    /// each digest is put in line for the case it names in place of those it lists, which are
    /// dropped. What was dropped over a budget stays so, and is listed no second time.
    async fn bundle(&self, release: Vec<i64>, digests: Vec<Digest>, now: Timestamp)
    -> Result<(), StoreError>;

    /// Puts a message in line again, whatever became of it, under the same identity, by hand. `None`: there
    /// is none with this number.
    async fn resend(&self, id: i64, now: Timestamp) -> Result<Option<DeliveryState>, StoreError>;

    /// Open cases of an estate that hear an event of this name (`None`: whatever is raised), in the order
    /// they were opened, after the one named. What doesn't hear it costs nothing.
    async fn hearing(
        &self,
        estate: &EstateId,
        event: Option<&EventName>,
        after: Option<&CaseId>,
        limit: u32,
    ) -> Result<Vec<CaseId>, StoreError>;

    /// Where each of these photos was shown first, of those that were: the commits' `Shown` say so. It costs
    /// the same however many were shown.
    async fn first_shown(&self, photos: &[PhotoHash]) -> Result<Vec<Earlier>, StoreError>;

    /// Cases of a process at an estate that were opened in a period, newest first. Those of other times cost
    /// nothing.
    async fn opened(&self, filter: &OpenedFilter) -> Result<Page<CaseRow>, StoreError>;

    /// A list of cases.
    async fn cases(&self, filter: &CaseFilter) -> Result<Page<CaseRow>, StoreError>;

    /// A list of messages.
    async fn messages(&self, filter: &MessageFilter) -> Result<Page<MessageRow>, StoreError>;

    /// A list of open tasks, by due time, those without one last. A step that several of the roles and people
    /// asked for are to answer is one task.
    async fn tasks(&self, filter: &TaskFilter) -> Result<Page<TaskRow>, StoreError>;

    /// A remembered fact about the store itself, such as which surroundings its cases were computed
    /// for.
    async fn remembered(&self, name: &str) -> Result<Option<String>, StoreError>;

    /// Remembers such a fact.
    async fn remember(&self, name: &str, value: &str) -> Result<(), StoreError>;

    /// A number that changes whenever any process commits; reading it costs next to nothing.
    async fn pulse(&self) -> Result<i64, StoreError>;
}
