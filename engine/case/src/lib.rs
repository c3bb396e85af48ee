//! How one case moves.
//!
//! [`advance()`] is the only door: it takes a case, a command and what the world looks like, and
//! returns the case as it is afterwards, the record of what happened, what leaves, and when to look
//! again. It reads no clock, no file and no store, so a rehearsal runs the very code that serves.
//! What happens exactly is settled in the semantics, whose lines are named in comments and tests
//! (`S14`).

mod absence;
pub mod advance;
mod asking;
pub mod audience;
mod authority;
pub mod calling;
mod case;
pub mod clock;
mod clocks;
pub mod command;
pub mod effect;
pub mod event;
pub mod evidence;
pub mod figures;
mod flow;
pub mod guard;
pub mod hall;
pub mod hearing;
mod items;
pub mod judge;
mod ladder;
pub mod measure;
pub mod refusal;
pub mod report;
mod turn;
pub mod wake;
mod whose;

pub use advance::{Context, Opening, Outcome, advance, open};
pub use calling::{CallState, Called, Caller};
pub use case::{
    Case, CaseId, Clock, ClockState, Hold, Judged, Sent, State, StepState, StepStatus, Untold, WrongCode,
};
pub use command::{Actor, Command};
pub use effect::{AskFigures, Call, CallOff, CallReply, Effect, Raise, Relevance, Reply, Start, Tell};
pub use event::{Change, Decision, Event, Origin, What};
pub use evidence::{Earlier, Exhibit, Given, exhibits};
pub use figures::{Figure, Figures, Gathering};
pub use hearing::{awaited, hears};
pub use items::itemised;
pub use judge::{Action, CaseFacts, Fault, Judge, LimitFacts, Moment, NoRules, StepFacts, View};
pub use measure::Tally;
pub use refusal::Refusal;
pub use report::{ClockReport, Report, RungReport, StepReport, report};
pub use wake::{Due, Wake};
pub use whose::Barred;
