//! The escalation ladder: at which moments of a limit who is told what, by which channel.

use crate::{Channel, FieldId, Place, RoleId, StaffId, TemplateId, Text};
use std::sync::Arc;
use steward_time::Span;

/// The rungs of a limit, in the order written. Cheap to clone: limits that write none share those of
/// their workflow, and workflows that write none those of the organisation.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Ladder {
    /// The rungs.
    pub rungs: Arc<[Rung]>,
}

impl Ladder {
    /// Whether both are the same rungs, written in the same place.
    pub fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.rungs, &other.rungs)
    }
}

/// A moment of a limit, and what is then done.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Rung {
    /// The moment.
    pub at: RungAt,
    /// The moment as it is written: `80%`, `overdue + 4h`.
    pub written: Arc<str>,
    /// Who is told.
    pub tell: Vec<Audience>,
    /// By which channels.
    pub via: Via,
    /// The wording; `None`: `task` when ready (`approve` of an approval), `at-risk` before the
    /// miss, `overdue` at it, `still-overdue` after.
    pub template: Option<TemplateId>,
    /// Who is `owner` from then on, until the round ends.
    pub hand_to: Option<Audience>,
    /// How often again. Only at or after the miss.
    pub repeat: Option<Repeat>,
    /// Whether it passes quiet hours.
    pub urgent: bool,
    /// Where it is written.
    pub place: Place,
}

/// By which channels something is told.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Via {
    /// The channels, in the order written; none: the first channel the person has.
    pub channels: Vec<Channel>,
    /// Whether each only stands in where the one before it fails, `{ first_of: [sms, email] }`; else all
    /// are used.
    pub in_turn: bool,
}

impl Via {
    /// All of these channels.
    pub fn all(channels: Vec<Channel>) -> Self {
        Self { channels, in_turn: false }
    }
}

/// A moment of a limit.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum RungAt {
    /// When the step becomes ready.
    Ready,
    /// When this many hundredths of the time are used, 1 to 99.
    Share(u8),
    /// This long before the due time.
    Before(Span),
    /// The miss.
    Overdue,
    /// This long after it.
    After(Span),
}

impl RungAt {
    /// The moment in the words of either language, as a file writes it: `overdue + 4h`.
    pub fn text(self) -> Text {
        match self {
            Self::Ready => Text::new("派发", "ready"),
            Self::Share(share) => Text::plain(format!("{share}%")),
            Self::Before(span) => {
                Text::new(format!("提前{}", span.in_chinese()), format!("{} before", span.in_english()))
            }
            Self::Overdue => Text::new("超时", "overdue"),
            Self::After(span) => {
                Text::new(format!("超时 + {}", span.in_chinese()), format!("overdue + {}", span.in_english()))
            }
        }
    }
}

/// How often a rung comes again.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Repeat {
    /// The k-th repeat lies k times this after the rung itself.
    pub every: Span,
    /// How many times in all, the first included.
    pub times: u32,
}

/// Who is meant, before it is known who that is today.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Audience {
    /// The holder of the step, else those of its role on duty, and so up.
    Owner,
    /// Everyone of the owner's role, off shift too.
    AllOwner,
    /// The superior of the role the step is written for.
    Superior,
    /// Those of a role on duty.
    Role(RoleId),
    /// Everyone of a role.
    All(RoleId),
    /// The superior of a role.
    SuperiorOf(RoleId),
    /// A person by name.
    Staff(StaffId),
    /// The role or person in a field.
    Field(FieldId),
    /// Whoever opened the case.
    Starter,
}
