//! The connections that read. There are a few, opened when they are first needed; each piece of
//! reading runs on a thread of the runtime's that may block. A reader sees everything that was
//! committed before it began, and never waits for the writer.

use super::connection;
use super::fault::{Fault, Place};
use rusqlite::Connection;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use steward_ports::StoreError;
use tokio::sync::Semaphore;

/// How many read at a time. Reading is from memory nearly always, so more than the machine has
/// cores gain nothing, and each keeps a cache of its own.
const READERS: usize = 4;

/// The readers of one file.
pub(crate) struct Readers {
    path: PathBuf,
    place: Place,
    idle: Arc<Mutex<Vec<Connection>>>,
    permits: Arc<Semaphore>,
    /// A connection that only watches: what `data_version` says is counted for each by itself.
    watch: Arc<Mutex<Option<Connection>>>,
}

impl Readers {
    /// Readers of a file; none is opened yet.
    pub(crate) fn new(path: PathBuf, place: Place) -> Self {
        Self {
            path,
            place,
            idle: Arc::default(),
            permits: Arc::new(Semaphore::new(READERS)),
            watch: Arc::default(),
        }
    }

    /// Reads.
    pub(crate) async fn run<T, W>(&self, work: W) -> Result<T, StoreError>
    where
        T: Send + 'static,
        W: FnOnce(&Connection) -> Result<T, Fault> + Send + 'static,
    {
        let permit = self.permits.clone().acquire_owned().await.map_err(|_| self.place.closed())?;
        let (path, idle) = (self.path.clone(), self.idle.clone());
        self.blocking(move || {
            let _permit = permit;
            let taken = lock(&idle).pop();
            let connection = match taken {
                Some(connection) => connection,
                None => connection::reader(&path)?,
            };
            let outcome = work(&connection);
            lock(&idle).push(connection);
            outcome
        })
        .await
    }

    /// A number that changes with every commit of any process, this one's writer included.
    pub(crate) async fn pulse(&self) -> Result<i64, StoreError> {
        let (path, watch) = (self.path.clone(), self.watch.clone());
        self.blocking(move || {
            let mut watch = lock(&watch);
            let connection = match watch.take() {
                Some(connection) => connection,
                None => connection::reader(&path)?,
            };
            let version = connection
                .prepare_cached("PRAGMA data_version")
                .and_then(|mut statement| statement.query_row([], |row| row.get(0)));
            *watch = Some(connection);
            Ok(version?)
        })
        .await
    }

    async fn blocking<T, W>(&self, work: W) -> Result<T, StoreError>
    where
        T: Send + 'static,
        W: FnOnce() -> Result<T, Fault> + Send + 'static,
    {
        tokio::task::spawn_blocking(work)
            .await
            .map_err(|_| self.place.closed())?
            .map_err(|fault| self.place.error(fault))
    }
}

/// Nothing is left half done while a lock is held, so a panic elsewhere does not matter.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
