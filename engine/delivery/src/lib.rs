//! Which waiting messages go now, by which words, and what happens when one fails.
//!
//! A message begins as a [`Tell`](steward_case::Tell) of a case. [`facts()`] turns it into
//! variables, which are kept with it; the courier asks [`why_not`] whether it is still true,
//! [`counted`] which budgets it counts towards, [`Wordings`] for its text in the recipient's language, and
//! [`next`] what to do after a failure.
//! What piled up during a stop of the engine or in quiet hours becomes one message a person: see
//! [`bundle()`]; so does what is over a budget: see [`over_budget()`]; and who comes on duty gets one with what is open: see [`coming_on()`]. Nothing
//! here knows a protocol, a clock or a store.

pub mod budget;
pub mod bundle;
pub mod coming_on;
pub mod facts;
pub mod identity;
pub mod relevance;
pub mod remaining;
pub mod retry;
pub mod sms;
pub mod wording;

pub use budget::{Counted, counted, used_up};
pub use bundle::{Bundle, Group, Occasion, bundle, over_budget};
pub use coming_on::{OpenTask, Post, coming_on};
pub use facts::{Variables, facts, in_language};
pub use relevance::why_not;
pub use remaining::{late, left};
pub use retry::{Next, next};
pub use sms::sms_variables;
pub use wording::{Wordings, Written};
