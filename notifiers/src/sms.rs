//! Text messages. Chinese providers take no free text: a registered signature, an approved template
//! by its code, and short values for its variables.
//!
//! `answer` sorts what a provider says into later, never and wrong configuration; `wire` makes the
//! call and tells whether it may have arrived.

mod aliyun;
mod answer;
mod wire;

pub use aliyun::Aliyun;
