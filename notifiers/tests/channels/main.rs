//! The channels over the wire: mail against a server that is not ours, text messages against the
//! stand-in of `steward-peers`. No provider is ever called.

mod logs;
mod mail;
mod mail_server;
mod mail_troubles;
mod setup;
mod sms;
mod sms_peer;
