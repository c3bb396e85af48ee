//! How a connection to the file is opened: one that writes, and those that only read.

use super::fault::{Fault, Place};
use rusqlite::{Connection, OpenFlags};
use std::path::Path;
use std::time::Duration;
use steward_ports::StoreError;

/// How long a connection waits for another process to let go of the file. Another process holds it
/// for the length of one commit, so longer than this means that something hangs.
const PATIENCE: Duration = Duration::from_secs(15);

/// All texts of the store's queries stay prepared.
const PREPARED: usize = 96;

/// How much of the file the writer remembers, in KiB. It is taken as it is needed.
const WRITER_CACHE: u32 = 32 * 1024;

/// Makes the file and its folder, for this user's eyes alone. What is there is left as it is.
pub(crate) fn make_file(path: &Path, place: &Place) -> Result<(), StoreError> {
    let failed = |error| place.unmakeable(&error);
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    // Not opened for writing: a file that is there may be read-only, and SQLite says so better.
    if path.exists() {
        return Ok(());
    }
    let mut options = std::fs::OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop).map_err(failed)
}

/// Makes a connection the one that writes its file: in WAL mode, where others read meanwhile and a
/// commit returns once it is on disk.
pub(crate) fn make_writer(connection: &Connection, place: &Place) -> Result<(), StoreError> {
    use_log(connection, place)?;
    let set = || -> rusqlite::Result<()> {
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        // The writer has a thread that carries the log over.
        connection.pragma_update(None, "wal_autocheckpoint", 0)?;
        connection.pragma_update(None, "cache_size", -i64::from(WRITER_CACHE))
    };
    set().map_err(|error| place.error(error.into()))
}

/// A connection that can't write.
pub(crate) fn reader(path: &Path) -> Result<Connection, Fault> {
    let connection = open(path)?;
    connection.pragma_update(None, "query_only", true)?;
    Ok(connection)
}

/// The one connection of a store in memory.
pub(crate) fn memory() -> Result<Connection, Fault> {
    let connection = Connection::open_in_memory()?;
    connection.set_prepared_statement_cache_capacity(PREPARED);
    connection.pragma_update(None, "foreign_keys", true)?;
    Ok(connection)
}

/// A connection to a file that is there.
pub(crate) fn open(path: &Path) -> Result<Connection, Fault> {
    // No URI: a path with a question mark in it is still a path. No CREATE: the file was made
    // before, and one that has vanished since must not be replaced by an empty one.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.set_prepared_statement_cache_capacity(PREPARED);
    connection.busy_timeout(PATIENCE)?;
    Ok(connection)
}

/// Turns the write-ahead log on. SQLite does not wait for its turn while switching, so with a
/// neighbour that switches the same new file at the same time it is tried again after a lock that
/// does wait.
fn use_log(connection: &Connection, place: &Place) -> Result<(), StoreError> {
    const TRIES: usize = 20;
    let switch = || -> rusqlite::Result<String> {
        connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))
    };
    let mut last = switch();
    for _ in 0..TRIES {
        match &last {
            Err(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::DatabaseBusy) => {
                connection
                    .execute_batch("BEGIN IMMEDIATE; COMMIT")
                    .map_err(|error| place.error(error.into()))?;
                last = switch();
            }
            _ => break,
        }
    }
    match last {
        Ok(mode) if mode.eq_ignore_ascii_case("wal") => Ok(()),
        Ok(_) => Err(place.no_wal()),
        Err(error) => Err(place.error(error.into())),
    }
}
