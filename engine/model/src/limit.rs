//! Limits: how long something may take, counted from where, on which calendar.

use crate::{CalendarId, FieldId, Guard, Ladder, LimitId, Place, StepId, Text};
use steward_time::{Span, civil};

/// A named clock of a step or of the case.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Limit {
    /// Its name; a step's limit is called as the step.
    pub id: LimitId,
    /// What it limits.
    pub of: LimitOf,
    /// What people read; a step's limit has the step's title.
    pub title: Text,
    /// How long. The first line that applies; the last has no guard.
    pub lines: Vec<LimitLine>,
    /// Where counting begins.
    pub since: Since,
    /// The step whose being done stops an entry of `limits:`; `None`: the case's end.
    pub until: Option<StepId>,
    /// Whether it runs on while the case is held.
    pub runs_while_held: bool,
    /// What happens at its moments.
    pub ladder: Ladder,
    /// Where it is written.
    pub place: Place,
}

/// What a limit limits.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum LimitOf {
    /// A step, in each of its rounds.
    Step(StepId),
    /// The case: an entry of `limits:`.
    Case,
}

/// One line of `within`.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct LimitLine {
    /// When the line applies; the last line always does.
    pub guard: Option<Guard>,
    /// How long.
    pub allow: Allowance,
    /// The calendar it counts on: the line's, else the limit's, else the workflow's.
    pub calendar: CalendarId,
    /// Where it is written.
    pub place: Place,
}

/// How long something may take.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Allowance {
    /// An amount of time.
    Within(Span),
    /// `by: "18:00"`: that moment of the same day, or of the next day that is open.
    ByTime(civil::Time),
    /// `by: closing`.
    ByClosing,
    /// `by: FIELD`: that date (its closing), or that date and time.
    ByField(FieldId),
}

/// Where counting begins.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Since {
    /// When the step became ready (of an entry of `limits:` by a field: when it was filled).
    Ready,
    /// When the case was opened; in a later round, when the round was.
    Opened,
    /// When a step was last done or skipped.
    Step(StepId),
    /// The date and time in a field, never after the opening.
    Field(FieldId),
}
