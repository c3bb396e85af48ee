//! `--watch`: runs the scenarios again whenever a file of the handbook changes. A file half written
//! is told like any other mistake, and the watch goes on.

use crate::folder;
use crate::options::Global;
use crate::output::{Done, Output, Paint, Problem, Status};
use notify::{RecursiveMode, Watcher as _};
use std::path::Path;
use std::sync::mpsc;
use std::time::Duration;
use steward_model::Text;

/// Editors write a file in several steps; a change counts once nothing more came for this long.
const QUIET: Duration = Duration::from_millis(150);

/// Runs now and after each change. Returns only when the folder can't be watched.
pub(super) fn run(output: &Output, global: &Global, once: impl Fn() -> Done) -> Done {
    let folder = folder::find(global.dir.as_deref())?;
    let (changed, changes) = mpsc::channel();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        // Reading the files is no change of them.
        if event.is_ok_and(|event| !event.kind.is_access()) {
            // Nobody listens any more only when the program ends.
            let _ = changed.send(());
        }
    })
    .map_err(unwatchable)?;
    watcher.watch(&folder, RecursiveMode::Recursive).map_err(unwatchable)?;
    let mut last = None;
    loop {
        let present = contents(&folder);
        // The store and reports written here are in the folder too, but not in the handbook.
        if present.is_none() || last != present {
            last = present;
            if let Err(problem) = once() {
                output.complain(output.say(&problem.message));
            }
            let waits =
                output.pick("—— 等待文件改动，Ctrl-C 结束 ——", "—— waiting for a change; Ctrl-C ends ——");
            output.line(output.paint(Paint::Dim, waits));
        }
        if changes.recv().is_err() {
            return Err(unwatchable("the watcher ended"));
        }
        while changes.recv_timeout(QUIET).is_ok() {}
    }
}

/// What the files say; `None` where they can't be read just now.
fn contents(folder: &Path) -> Option<Vec<(String, Vec<u8>)>> {
    let files = folder::read(folder).ok()?;
    Some(files.iter().map(|file| (file.path.to_string(), file.bytes.to_vec())).collect())
}

fn unwatchable(error: impl std::fmt::Display) -> Problem {
    Problem::new(
        Status::Outside,
        "not-watched",
        Text::new(format!("看不住这个文件夹：{error}"), format!("the folder can't be watched: {error}")),
    )
}
