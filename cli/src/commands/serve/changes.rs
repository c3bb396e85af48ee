//! A handbook that changes under a running engine: what is sound is taken, what is not is shown, and
//! the handbook as it was stays in force.

use crate::book::{self, Book, Reading};
use crate::output::Output;
use crate::watch::Watch;
use std::path::PathBuf;
use std::sync::{Arc, Weak};
use std::time::Duration;
use steward_language::render;
use steward_model::{Files, Lang, Text};
use steward_service::Service;

/// A change is taken once nothing more came for this long: several files saved one after the other, by
/// a copy or a checkout, are one change.
const QUIET: Duration = Duration::from_secs(1);

/// What a running engine goes by.
pub(super) struct Present {
    pub(super) folder: PathBuf,
    pub(super) files: Files,
    pub(super) store: Option<String>,
}

/// Hands each changed handbook to the service, for as long as there is one.
pub(super) fn follow(output: Output, service: &Arc<Service>, mut present: Present) {
    let service = Arc::downgrade(service);
    // Reading files is no work for the engine's own threads, and this one ends with the program.
    let watching = std::thread::Builder::new().name("handbook".to_owned()).spawn(move || {
        let ended = Watch::of(&present.folder, Some(present.files.clone()), QUIET)
            .and_then(|mut watch| take(output, &service, &mut watch, &mut present));
        if let Err(problem) = ended {
            output.complain(output.say(&problem.message));
            output.complain(output.say(&Text::new(
                "手册改动后要重新启动 serve 才生效",
                "a changed handbook counts from the next start of `serve`",
            )));
        }
    });
    if let Err(error) = watching {
        tracing::warn!("changes of the handbook are not seen until the next start: {error}");
    }
}

/// Waits for changes, and returns when the service is gone or the folder is watched no more.
fn take(
    output: Output,
    service: &Weak<Service>,
    watch: &mut Watch,
    present: &mut Present,
) -> Result<(), crate::output::Problem> {
    loop {
        let changed = watch.changed()?.cloned();
        let Some(service) = service.upgrade() else { return Ok(()) };
        let Some(files) = changed else {
            output.line(output.pick(
                "kept  手册的文件读不了，仍按原来的运行",
                "kept  the handbook's files can't be read; it goes on as it was",
            ));
            continue;
        };
        let names = differing(&present.files, &files);
        let reading = book::understand(present.folder.clone(), files);
        let Some(book) = sound(output, reading) else { continue };
        if book.handbook.organisation.store != present.store {
            output.complain(output.say(&Text::new(
                "store 改了，下次启动 serve 才生效",
                "`store` has changed; that counts from the next start of `serve`",
            )));
        }
        present.files = book.files;
        let channels = super::channels(&book.handbook, &book.folder);
        service.reload(Arc::new(book.handbook), Arc::new(book.rules), channels);
        output.line(match output.lang {
            Lang::Zh => format!("reloaded  手册已更新：{}", names.join("、")),
            Lang::En => format!("reloaded  the handbook has changed: {}", names.join(", ")),
        });
    }
}

/// The handbook, or its errors shown.
fn sound(output: Output, reading: Reading) -> Option<Book> {
    if reading.errors().next().is_some() {
        let page = render::text(&reading.findings, &reading.files, output.lang, output.color);
        output.complain(page);
    }
    match reading.sound() {
        Ok(book) => Some(book),
        Err(_) => {
            output.line(output.pick(
                "kept  改动后的手册有错误，仍按原来的运行",
                "kept  the changed handbook has errors; it goes on as it was",
            ));
            None
        }
    }
}

/// The files that came, went or say something else.
fn differing(before: &Files, after: &Files) -> Vec<String> {
    let changed = after.iter().filter(|file| before.get(&file.path) != Some(file));
    let gone = before.iter().filter(|file| after.get(&file.path).is_none());
    changed.chain(gone).map(|file| file.path.to_string()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_that_came_went_or_changed_are_named_and_no_others() {
        let (mut before, mut after) = (Files::new(), Files::new());
        for (name, old, new) in [("same", "1", "1"), ("other", "1", "2")] {
            before.insert(name, old);
            after.insert(name, new);
        }
        before.insert("gone", "1");
        after.insert("came", "1");
        assert_eq!(differing(&before, &after), ["came", "other", "gone"]);
        assert_eq!(differing(&before, &before), [""; 0]);
    }
}
