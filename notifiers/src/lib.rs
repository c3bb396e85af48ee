//! The channels that carry messages to people: mail and text messages, each behind
//! [`steward_ports::Notifier`].
//!
//! Begin with [`notifiers`], which makes them from what `steward.yaml` says. A notifier hands one
//! message over, once, and says what became of it; it has no wording, no retry and no fallback.
//! What it says of a failure names no secret and shows no address or number in full.

mod cause;
mod email;
mod quote;
mod registry;
mod secret;
mod signing;
mod sms;
mod terms;

pub use email::Mailer;
pub use registry::{Channels, SetupError, notifiers};
pub use secret::{SecretError, SecretText};
pub use sms::Aliyun;
pub use terms::{Roots, Terms};
