//! The record. An event is one fact as people read it (what, which step, who was told) together
//! with the changes it made to the case. A case is nothing but its events applied in order, so the
//! record and the state cannot part.

use crate::figures::Figures;
use crate::{Caller, CaseId, Earlier, State};
use std::sync::Arc;
use steward_model::{
    Audience, BudgetOf, Channel, EndWord, EstateId, EventName, FieldId, LimitId, Location, Owner, Photo,
    StaffId, StepId, TemplateId, Text, Value, Via, WorkflowId, ZoneId,
};
use steward_time::{Span, Timestamp};

/// One fact of the record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Event {
    /// Its number in the case, from 1.
    pub n: u32,
    /// When it was done; what time alone does is done when the engine does it.
    pub at: Timestamp,
    /// What happened.
    pub what: What,
    /// The step it is about.
    pub step: Option<StepId>,
    /// The limit it is about.
    pub limit: Option<LimitId>,
    /// The rung, as written.
    pub rung: Option<Arc<str>>,
    /// Whom it reached.
    pub to: Vec<StaffId>,
    /// By which channels.
    pub via: Vec<Channel>,
    /// With which wording.
    pub template: Option<TemplateId>,
    /// Who did it; `None`: the engine, or a rule.
    pub by: Option<StaffId>,
    /// What else is to be known: a reason, a comment, rungs that were passed over.
    pub text: Option<Text>,
    /// What it changed.
    pub changes: Vec<Change>,
}

/// What happened, in the words of the record.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum What {
    /// The case began.
    Opened,
    /// A step can be done now.
    Ready,
    /// Somebody took a step.
    Taken,
    /// A person was told.
    Told,
    /// Nobody could be told by any channel.
    Unreachable,
    /// A rung before the miss fired.
    AtRisk,
    /// A limit was missed.
    Overdue,
    /// A rung at `ready` or after the miss fired.
    Rung,
    /// A step was handed on.
    Handed,
    /// A step is done.
    Done,
    /// A step was skipped.
    Skipped,
    /// An approval was given.
    Approved,
    /// An approval was returned with a comment.
    Returned,
    /// An approval was refused.
    Refused,
    /// The case is held.
    Held,
    /// It goes on.
    Resumed,
    /// A limit was extended.
    Extended,
    /// A miss was excused.
    Excused,
    /// Somebody wrote a note.
    Noted,
    /// An open step was withdrawn.
    Withdrawn,
    /// Another case was asked for.
    Started,
    /// An event was raised or heard.
    Emitted,
    /// Fields were set outside a form.
    Set,
    /// A due time moved.
    Moved,
    /// The case ended.
    Closed,
    /// The case was called off.
    Cancelled,
    /// A rule failed, or a message could not be queued.
    Fault,
}

/// What an event changed. Names are those of the definition the case is pinned to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Change {
    /// The case came to be.
    Opened {
        /// Its id.
        case: CaseId,
        /// Its process.
        workflow: WorkflowId,
        /// The hash of the wording it keeps.
        hash: Arc<str>,
        /// The edition of that wording.
        edition: u32,
        /// Where.
        estate: EstateId,
        /// Who opened it, when it was a person.
        starter: Option<StaffId>,
    },
    /// What began the case, where no person opened it. Nothing is ever decided by it.
    Origin(Origin),
    /// A field got a value, or lost it.
    Field(FieldId, Option<Value>),
    /// A step can be done from now on.
    Ready(StepId),
    /// A step is done.
    Done {
        /// The step.
        step: StepId,
        /// By whom, when by somebody.
        by: Option<StaffId>,
        /// Items of its checklist that failed, each with a remark.
        failed: Vec<(String, String)>,
        /// The answer, of an approval.
        approved: Option<bool>,
    },
    /// One of several has approved; the others' answers are still asked for.
    Voted {
        /// The approval.
        step: StepId,
        /// Who.
        by: StaffId,
        /// For which of those who decide: the place among them, from 0.
        seat: usize,
    },
    /// A step that asks for a second signature was sent; it waits for another person's.
    Sent {
        /// The step.
        step: StepId,
        /// By whom.
        by: StaffId,
        /// Items of its checklist that failed, each with a remark.
        failed: Vec<(String, String)>,
    },
    /// This was shown with a step that was sent. Nothing is ever decided by it: it is there to be looked
    /// at.
    Shown {
        /// The step.
        step: StepId,
        /// Photos, each once.
        photos: Vec<Photo>,
        /// Where whoever sent it was.
        location: Option<Location>,
        /// The zone whose code was shown.
        zone: Option<ZoneId>,
    },
    /// A check-in code that was sent with a step was not the one that hangs there. The code itself is kept
    /// nowhere.
    WrongCode {
        /// The step.
        step: StepId,
        /// Who sent it.
        by: StaffId,
    },
    /// A photo that is sent with a step was handed in before.
    ShownBefore {
        /// The step.
        step: StepId,
        /// Which, where and when.
        earlier: Earlier,
    },
    /// A step was skipped.
    Skipped(StepId),
    /// An open step was withdrawn.
    Withdrawn(StepId),
    /// A step begins anew: waiting, free, with clocks of its own.
    Round {
        /// The step.
        step: StepId,
        /// Its new round.
        round: u32,
        /// Whether its becoming ready counts for `rounds:`.
        counted: bool,
        /// Whom it is written for in this round, where that differs.
        written_for: Option<Owner>,
        /// The comment, where a return opened the round at this step.
        returned: Option<String>,
    },
    /// What a step is done for each of in this round: it became ready with the task of each.
    Items(StepId, Vec<String>),
    /// Somebody holds a step, or nobody does.
    Holder(StepId, Option<StaffId>),
    /// A rung or a rule made somebody else its owner until the round ends.
    Owner(StepId, Owner),
    /// What a `then` or a return decided while the case was held, to take effect on resuming.
    Pending(StepId, Decision),
    /// What was pending took effect.
    Settled,
    /// The case is held from now on.
    Held,
    /// It goes on from now.
    Resumed,
    /// A clock began. Its number is its place in the case's list of clocks.
    ClockBorn {
        /// The limit.
        limit: LimitId,
        /// The step it belongs to, if any.
        step: Option<StepId>,
        /// The round of that step.
        round: u32,
        /// Where its counting begins.
        began: Timestamp,
        /// Which line of `within`.
        line: usize,
    },
    /// A clock counts by another line.
    ClockLine(usize, usize),
    /// A clock's due time as it stands; `provisional` when it reaches beyond the years known.
    ClockDue {
        /// The clock.
        clock: usize,
        /// When.
        due: Timestamp,
        /// Whether it is provisional.
        provisional: bool,
    },
    /// What it limits was done in time.
    ClockMet(usize),
    /// It was not.
    ClockMissed(usize),
    /// It counts for nothing any more, or its rungs don't.
    ClockStopped(usize),
    /// A rung was carried out (`carried`), or passed over.
    Judged {
        /// The clock.
        clock: usize,
        /// The rung's place in the ladder.
        rung: usize,
        /// Whether it was carried out.
        carried: bool,
    },
    /// A rung lies ahead again, because the due time moved.
    Ahead {
        /// The clock.
        clock: usize,
        /// The rung's place in the ladder.
        rung: usize,
    },
    /// A clock was extended.
    Extended(usize, Span),
    /// A miss was excused.
    Excused(usize),
    /// A message about a step waits until one of these is there.
    Untold {
        /// The step.
        step: StepId,
        /// Who is to hear it.
        who: Audience,
        /// The wording.
        template: TemplateId,
        /// The channels as written.
        via: Via,
        /// Whether it is urgent.
        urgent: bool,
    },
    /// What waited for somebody to be there was told.
    Told(StepId, Audience),
    /// An empty date was told about.
    EmptyTold(StepId),
    /// The event that a step waits for was raised.
    Heard(StepId),
    /// A budget of messages was used up.
    OverBudget(BudgetOf),
    /// Another case called this one and waits for it.
    CalledBy(Caller),
    /// A step called a case and waits for it.
    Calls {
        /// The step.
        step: StepId,
        /// The number of the event that asked for the case.
        call: u32,
    },
    /// The case that a step called is open.
    CallOpened {
        /// The step.
        step: StepId,
        /// The other case.
        case: CaseId,
    },
    /// The case that a step called ended.
    CallEnded {
        /// The step.
        step: StepId,
        /// The other case.
        case: CaseId,
        /// With which word.
        word: EndWord,
        /// Whether the step is done with that; else it waits for one above.
        settles: bool,
    },
    /// The case that a step called could not be opened.
    CallRefused(StepId),
    /// How a workflow went, for a step that shows it.
    Figures {
        /// The step.
        step: StepId,
        /// How it went.
        figures: Figures,
    },
    /// The case ended.
    Ended(State, EndWord),
}

/// What begins a case that no person opens.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Origin {
    /// An event of this name.
    Event(EventName),
    /// A schedule of the workflow, and the moment it was for: the case is later than that where the engine
    /// stood still.
    Clock(Timestamp),
    /// Another case: a step of it called this workflow, or a rule of it asked for it.
    Case(CaseId),
}

/// What a `then` or a return decided.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Decision {
    /// A new round of a step and of all that follows from it.
    BackTo {
        /// The step.
        step: StepId,
        /// The comment of a return; its rounds don't count for `rounds:`.
        returned: Option<String>,
    },
    /// On to a later step; those between are skipped.
    OnTo(StepId),
    /// The same step once more for somebody else.
    HandTo(Owner),
    /// The case ends.
    End(EndWord),
}

impl What {
    /// The word of the record.
    pub fn word(self) -> &'static str {
        WORDS[self as usize].1
    }

    /// What a word of the record stands for.
    pub fn from_word(word: &str) -> Option<Self> {
        WORDS.iter().find(|(_, known)| *known == word).map(|(what, _)| *what)
    }
}

const WORDS: [(What, &str); 27] = [
    (What::Opened, "opened"),
    (What::Ready, "ready"),
    (What::Taken, "taken"),
    (What::Told, "told"),
    (What::Unreachable, "unreachable"),
    (What::AtRisk, "at_risk"),
    (What::Overdue, "overdue"),
    (What::Rung, "rung"),
    (What::Handed, "handed"),
    (What::Done, "done"),
    (What::Skipped, "skipped"),
    (What::Approved, "approved"),
    (What::Returned, "returned"),
    (What::Refused, "refused"),
    (What::Held, "held"),
    (What::Resumed, "resumed"),
    (What::Extended, "extended"),
    (What::Excused, "excused"),
    (What::Noted, "noted"),
    (What::Withdrawn, "withdrawn"),
    (What::Started, "started"),
    (What::Emitted, "emitted"),
    (What::Set, "set"),
    (What::Moved, "moved"),
    (What::Closed, "closed"),
    (What::Cancelled, "cancelled"),
    (What::Fault, "fault"),
];
