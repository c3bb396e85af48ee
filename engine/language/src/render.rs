//! Findings as people and programs read them: [`text()`] for a terminal, [`json()`] for scripts.
//! Both turn bytes into lines and columns by an index built once a file.

mod json;
mod lines;
mod text;

pub use json::json;
pub use text::text;

use lines::Lines;
pub(crate) use lines::PLAIN_SECRET;
