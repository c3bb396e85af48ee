//! One `serve` a store: a file beside it is locked while one runs, and names its process.

use crate::folder::unwritable;
use crate::output::{Problem, Status};
use std::ffi::OsString;
use std::fs::{File, TryLockError};
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use steward_model::Text;

/// A held lock. The system lets go of it when the process ends, however it ends.
pub(crate) struct Lock {
    file: File,
}

impl Lock {
    /// Takes the lock of a store, or says which process has it.
    pub(crate) fn take(store: &Path) -> Result<Self, Problem> {
        let path = beside(store);
        let open = File::options().read(true).write(true).create(true).truncate(false).open(&path);
        let mut file = open.map_err(|error| unwritable(&path, &error))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(taken(store, &mut file)),
            Err(TryLockError::Error(error)) => return Err(unwritable(&path, &error)),
        }
        let written = file.set_len(0).and_then(|()| writeln!(file, "{}", std::process::id()));
        written.map_err(|error| unwritable(&path, &error))?;
        Ok(Self { file })
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Whoever looks meanwhile is not sent after a process that is gone.
        let _ = self.file.set_len(0);
    }
}

fn beside(store: &Path) -> PathBuf {
    let mut name = OsString::from(store);
    name.push(".serve");
    name.into()
}

fn taken(store: &Path, file: &mut File) -> Problem {
    let mut written = String::new();
    // A process that has only just taken the lock may not have written yet.
    let _ = file.read_to_string(&mut written);
    let process = match written.trim() {
        "" => "?".to_owned(),
        number => number.to_owned(),
    };
    let store = store.display();
    Problem::new(
        Status::Refused,
        "already-serving",
        Text::new(
            format!("进程 {process} 已在为 {store} 运行 serve"),
            format!("process {process} is serving {store} already"),
        ),
    )
    .help(Text::new(
        "先停掉它，或用 --store 指另一个存储",
        "stop it first, or name another store with --store",
    ))
}
