//! Findings as people and programs read them: [`text()`] for a terminal, [`json()`] for scripts,
//! [`sarif()`] and [`github()`] for code hosts. All turn bytes into lines and columns by an index built once a file.

mod github;
mod json;
mod lines;
mod sarif;
mod text;

pub use github::github;
pub use json::json;
pub use sarif::sarif;
pub use text::text;

use lines::Lines;
pub(crate) use lines::PLAIN_SECRET;

/// A path of the handbook as its repository has it; `under` is where the handbook lies in that.
fn below(under: &str, path: &str) -> String {
    if under.is_empty() { path.to_owned() } else { format!("{under}/{path}") }
}
