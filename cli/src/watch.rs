//! Watches the folder of a handbook: for those who try a change, and for a running engine that takes
//! it over.

use crate::folder;
use crate::output::{Problem, Status};
use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;
use steward_model::{Files, Text};

/// A watched folder.
pub(crate) struct Watch {
    folder: PathBuf,
    /// What the files said when they were last looked at, where they could be read.
    seen: Option<Option<Files>>,
    changes: Receiver<()>,
    quiet: Duration,
    /// Watches for as long as it lives.
    _watcher: RecommendedWatcher,
}

impl Watch {
    /// Begins to watch. `seen` is what the files were known to say before: what changed since counts.
    /// Editors write a file in several steps: a change counts once nothing more came for `quiet`.
    pub(crate) fn of(folder: &Path, seen: Option<Files>, quiet: Duration) -> Result<Self, Problem> {
        let (changed, changes) = channel();
        // The first look needs no change. Nobody listens any more only when the program ends.
        let _ = changed.send(());
        let root = folder.canonicalize().map_err(unwatchable)?;
        let inside = root.clone();
        let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            // The store may lie in the folder, and is written to all day. Reading a file is no change.
            let of_handbook = |path: &PathBuf| path.strip_prefix(&inside).is_ok_and(folder::may_hold);
            if event.is_ok_and(|event| !event.kind.is_access() && event.paths.iter().any(of_handbook)) {
                let _ = changed.send(());
            }
        })
        .map_err(unwatchable)?;
        watcher.watch(&root, RecursiveMode::Recursive).map_err(unwatchable)?;
        Ok(Self { folder: root, seen: seen.map(Some), changes, quiet, _watcher: watcher })
    }

    /// Waits until the files say something else. `None` where they can't be read just now. An error
    /// when the folder is watched no more.
    pub(crate) fn changed(&mut self) -> Result<Option<&Files>, Problem> {
        loop {
            self.changes.recv().map_err(|_| unwatchable("the watcher ended"))?;
            while self.changes.recv_timeout(self.quiet).is_ok() {}
            let present = Some(folder::read(&self.folder).ok());
            if present != self.seen {
                self.seen = present;
                return Ok(self.seen.as_ref().and_then(Option::as_ref));
            }
        }
    }
}

fn unwatchable(error: impl std::fmt::Display) -> Problem {
    Problem::new(
        Status::Outside,
        "not-watched",
        Text::new(format!("看不住这个文件夹：{error}"), format!("the folder can't be watched: {error}")),
    )
}
