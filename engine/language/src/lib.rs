//! Text to handbook: the files of a folder become [`steward_model`] types and findings.

mod adjust;
mod assemble;
pub mod assist;
mod check;
pub mod difference;
pub mod explain;
mod findings;
mod fingerprint;
mod folder;
mod format;
mod full_width;
mod guard;
mod lower;
pub mod mend;
mod names;
mod reader;
pub mod reference;
pub mod render;
mod schema;
mod silence;
mod tree;
mod value;
mod words;

pub use format::{Formatted, format};
pub use schema::{SCHEMAS, schema};
pub use silence::silence;
pub use value::parse_value;

use findings::Findings;
use std::sync::Arc;
use steward_model::{Diagnostic, Files, Handbook, Lang, Workflow};

/// Reads a handbook: every file, and every problem of all of them, ordered by file and place.
///
/// There is a handbook whenever `steward.yaml` could be read at all. What is wrong in it is left
/// out or stands with a neutral value, so callers refuse to work with it while any finding is an
/// error; what was understood can still be drawn and listed.
pub fn read(files: &Files) -> (Option<Handbook>, Vec<Diagnostic>) {
    Workspace::default().read(files)
}

/// The vocabulary in which a handbook is written: that of its `steward.yaml`. `None` where that can't be
/// read.
pub fn words(files: &Files) -> Option<Lang> {
    assist::of_organisation(files)
}

/// A handbook that is read again and again, by an editor or a watcher: what a change leaves as it was is
/// not read again.
#[derive(Default)]
pub struct Workspace {
    memory: assemble::Memory,
}

impl Workspace {
    /// Reads the handbook as its files are now. It says what [`read`] says of them.
    pub fn read(&mut self, files: &Files) -> (Option<Handbook>, Vec<Diagnostic>) {
        let findings = Findings::default();
        let handbook = assemble::handbook(files, &mut self.memory, &findings);
        (handbook, findings.into_sorted())
    }
}

/// The wording of a workflow that an open case is pinned to, read again from the texts that
/// [`Handbook::sources`] kept. `None` when they hold no workflow. What it names and is nowhere any
/// more keeps its id.
pub fn reread(sources: &[(impl AsRef<str>, impl AsRef<str>)]) -> Option<Arc<Workflow>> {
    assemble::reread(sources)
}

#[cfg(test)]
mod tests;
