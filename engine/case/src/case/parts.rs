//! What a case is made of: its steps as they stand, its clocks, its holds, and messages that wait for
//! somebody to be there.

use crate::Called;
use crate::figures::Figures;
use std::collections::BTreeMap;
use steward_model::{Audience, LimitId, Owner, StaffId, StepId, TemplateId, Via};
use steward_time::{Span, Timestamp};

/// Where a step stands in its round.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum StepStatus {
    /// What comes before it is not done yet.
    Waiting,
    /// It can be done.
    Ready,
    /// It is done.
    Done,
    /// Its guard said no, or an `on_to` passed it by.
    Skipped,
    /// It was open when a new round or the case's end took it back.
    Withdrawn,
}

/// A step of a case.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StepState {
    /// Where it stands.
    pub status: StepStatus,
    /// Its round, from 1.
    pub round: u32,
    /// When this round was opened; `None` in the first: when the case was.
    pub round_opened: Option<Timestamp>,
    /// When it became ready in this round.
    pub since: Option<Timestamp>,
    /// When it was last done or skipped, in whatever round.
    pub ended: Option<Timestamp>,
    /// When it was last done, in whatever round; a skip is not doing.
    pub done_at: Option<Timestamp>,
    /// Who did it last, in whatever round.
    pub done_by: Option<StaffId>,
    /// Who holds it.
    pub holder: Option<StaffId>,
    /// Since when they do.
    pub held_since: Option<Timestamp>,
    /// Whom it is written for in this round, where that differs from the definition.
    pub written_for: Option<Owner>,
    /// Whom a rung or a rule made its owner in this round.
    pub handed_to: Option<Owner>,
    /// Whether its becoming ready in this round counts for `rounds:`.
    pub counted: bool,
    /// How often it became ready in rounds that count.
    pub opened: u32,
    /// Items of its checklist that failed in this round.
    pub failed: Vec<(String, String)>,
    /// The answer in this round, of an approval.
    pub approved: Option<bool>,
    /// Who of several has approved in this round, each with the place among those who decide.
    pub votes: Vec<(StaffId, usize)>,
    /// What was sent in this round and waits, or waited, for a second signature.
    pub sent: Option<Sent>,
    /// Whether it was ever skipped, or done (an approval: approved), in whatever round.
    pub reached: bool,
    /// Whether an empty date was told about in this round.
    pub empty_told: bool,
    /// Whether the event it waits for was raised in this round.
    pub heard: bool,
    /// The case it called in this round and waits for.
    pub called: Option<Called>,
    /// The comment, where a return opened this round at this step.
    pub returned: Option<String>,
    /// How the workflow went that it reports on, once that is worked out in this round.
    pub figures: Option<Figures>,
    /// What it is done for each of, where it is done item by item; kept until it becomes ready again.
    pub items: Vec<String>,
}

/// A sending that takes a second signature.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sent {
    /// Who sent it.
    pub by: StaffId,
    /// Items of its checklist that failed.
    pub failed: Vec<(String, String)>,
}

impl Default for StepState {
    fn default() -> Self {
        Self {
            status: StepStatus::Waiting,
            round: 1,
            round_opened: None,
            since: None,
            ended: None,
            done_at: None,
            done_by: None,
            holder: None,
            held_since: None,
            written_for: None,
            handed_to: None,
            counted: true,
            opened: 0,
            failed: Vec::new(),
            approved: None,
            votes: Vec::new(),
            sent: None,
            reached: false,
            empty_told: false,
            heard: false,
            called: None,
            returned: None,
            figures: None,
            items: Vec::new(),
        }
    }
}

/// A limit in the making: a beginning and what has been added to it. What was paused is known from
/// the case's holds, so a new target applies to the same ledger.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Clock {
    /// The limit.
    pub limit: LimitId,
    /// The step it belongs to, if any.
    pub step: Option<StepId>,
    /// The round of that step.
    pub round: u32,
    /// Where counting begins.
    pub began: Timestamp,
    /// When the clock was born; later than `began` when its line could not be chosen before.
    pub born: Timestamp,
    /// Which line of `within`.
    pub line: usize,
    /// Extensions: when, and how much.
    pub extensions: Vec<(Timestamp, Span)>,
    /// Where it stands.
    pub state: ClockState,
    /// When it was met, missed or stopped.
    pub decided: Option<Timestamp>,
    /// When its rungs stopped mattering: its step was done, skipped or withdrawn.
    pub over: Option<Timestamp>,
    /// Whether a miss was excused.
    pub excused: bool,
    /// The due time as it stood at the last event that touched it.
    pub due: Option<Timestamp>,
    /// Whether that is provisional.
    pub provisional: bool,
    /// What was judged of its rungs.
    pub judged: BTreeMap<usize, Judged>,
}

/// What was judged of a rung.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Judged {
    /// When it was carried out first; `None`: passed over.
    pub fired: Option<Timestamp>,
    /// How often it was judged, repeats included.
    pub times: u32,
}

/// Where a clock stands.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ClockState {
    /// Neither met nor missed yet.
    Running,
    /// Done in time.
    Met,
    /// Not done in time. Final.
    Missed,
    /// Counts for nothing.
    Stopped,
}

/// A hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Hold {
    /// From when.
    pub from: Timestamp,
    /// Until when; `None`: still.
    pub to: Option<Timestamp>,
}

/// A check-in code that was not the one that hangs there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WrongCode {
    /// The step it was sent with.
    pub step: StepId,
    /// By whom.
    pub by: StaffId,
    /// When.
    pub at: Timestamp,
}

/// A message about a ready step that nobody was there to hear.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Untold {
    /// The step.
    pub step: StepId,
    /// Who is to hear it.
    pub who: Audience,
    /// The wording.
    pub template: TemplateId,
    /// The channels as written.
    pub via: Via,
    /// Whether it is urgent.
    pub urgent: bool,
}
