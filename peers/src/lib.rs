//! Stand-ins for what is at the other end of a wire: an SMS provider and a mail server that listen
//! on 127.0.0.1 and speak the real protocols.
//!
//! The demo sends to them, so that a newcomer sees real messages leave without an account anywhere;
//! tests let them misbehave; benches let them swallow. They check what they are given as the real
//! ones would, with code of their own: nothing is shared with `notifiers`, so a mistake there can't
//! hide here. They keep what they accepted in memory and forget it when they are dropped.

pub mod sms;
pub mod smtp;

pub use sms::{AcceptedSms, Misbehave, SmsConfig, SmsPeer};
pub use smtp::{AcceptedMail, SmtpConfig, SmtpPeer};
