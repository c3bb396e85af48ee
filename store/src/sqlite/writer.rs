//! The one connection that writes. Whoever has something to write while nobody else does carries it
//! out where they stand, so that no thread has to wake another. Whoever comes meanwhile queues up,
//! and one thread carries out what has gathered in one transaction, so that many callers share the
//! cost of one sync. Nobody is answered before the commit of their transaction has returned.
//!
//! A piece of work that fails takes nothing with it: the transaction it was in is rolled back, and
//! the pieces are carried out again, each in a transaction of its own.

mod desk;
mod line;
mod piece;

use super::connection;
use super::fault::{Fault, Place};
use desk::{Desk, carry_over};
use line::{Line, Work};
use piece::{Job, Piece};
use rusqlite::Connection;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread::JoinHandle;
use steward_ports::StoreError;
use tokio::runtime::{Handle, RuntimeFlavor};
use tokio::sync::oneshot;

/// How many pieces one transaction takes at most, so that the first is not kept waiting by the last.
const TOGETHER: usize = 256;

/// The writer. Dropping it lets what is queued finish, then closes the connection.
pub(crate) struct Writer {
    room: Arc<Room>,
    threads: Vec<JoinHandle<()>>,
    commits: Arc<AtomicI64>,
}

impl Writer {
    /// Makes a connection the one that writes; `file` is the file it writes, if it is one.
    pub(crate) fn start(
        mut connection: Connection,
        place: Place,
        file: Option<&Path>,
    ) -> Result<Self, StoreError> {
        let (line, commits) = (Arc::new(Line::default()), Arc::new(AtomicI64::new(0)));
        if file.is_some() {
            let line = line.clone();
            connection
                .wal_hook(Some(move |_: &mut rusqlite::hooks::Wal, pages| {
                    line.log_has(pages);
                    Ok(())
                }))
                .map_err(|error| place.error(error.into()))?;
        }
        let desk = Mutex::new(Desk::new(connection, place.clone(), commits.clone()));
        let mut writer = Self { room: Arc::new(Room { desk, line, place }), threads: Vec::new(), commits };
        writer.spawn("store", Room::work)?;
        if let Some(file) = file.map(PathBuf::from) {
            writer.spawn("store-log", move |room| room.carry_over(&file))?;
        }
        Ok(writer)
    }

    fn spawn(&mut self, name: &str, run: impl FnOnce(&Room) + Send + 'static) -> Result<(), StoreError> {
        let room = self.room.clone();
        let thread = std::thread::Builder::new().name(name.into()).spawn(move || run(&room));
        self.threads.push(thread.map_err(|error| self.room.place.unmakeable(&error))?);
        Ok(())
    }

    /// Carries work out in a transaction. It may be run more than once, but only one run is kept.
    pub(crate) async fn run<T, W>(&self, work: W) -> Result<T, StoreError>
    where
        T: Send + 'static,
        W: Fn(&Connection) -> Result<T, Fault> + Send + 'static,
    {
        if let Some(desk) = self.room.free_desk() {
            return tokio::task::block_in_place(|| desk.alone(&work));
        }
        let (answer, answered) = oneshot::channel();
        let joined = self.room.line.join(Box::new(Piece::new(work, answer)));
        joined.map_err(|_| self.room.place.closed())?;
        answered.await.map_err(|_| self.room.place.closed())?
    }

    /// How many transactions have changed anything so far.
    pub(crate) fn commits(&self) -> i64 {
        self.commits.load(Ordering::Acquire)
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.room.line.close();
        for thread in self.threads.drain(..) {
            // A panic of the thread was our bug and has been printed; there is nothing to save.
            let _ = thread.join();
        }
    }
}

/// What callers and the threads share.
struct Room {
    desk: Mutex<Desk>,
    line: Arc<Line>,
    place: Place,
}

impl Room {
    /// The desk, if nobody is at it or waits for it, and the caller's thread may be blocked.
    fn free_desk(&self) -> Option<MutexGuard<'_, Desk>> {
        let may_block =
            Handle::try_current().is_ok_and(|runtime| runtime.runtime_flavor() == RuntimeFlavor::MultiThread);
        if !may_block || !self.line.is_empty() {
            return None;
        }
        // After a panic at the desk, the thread tells everybody that the store is closed.
        self.desk.try_lock().ok()
    }

    /// Does at the desk what waits for it, until the writer is dropped.
    fn work(&self) {
        while self.line.wait_for_work() {
            let Ok(desk) = self.desk.lock() else {
                self.line.close();
                refuse(self.line.take(usize::MAX).jobs, &self.place.closed());
                continue;
            };
            // Whoever came while somebody else was at the desk goes along.
            let Work { jobs, carry_rest } = self.line.take(TOGETHER);
            if let Err((mut not_begun, error)) = desk.together(jobs) {
                // A lock that stays would make each wait its full time, one after the other. Gathered
                // before the first is answered: who asks after that may find the lock gone.
                not_begun.extend(self.line.take(usize::MAX).jobs);
                refuse(not_begun, &error);
            }
            if carry_rest && let Err(error) = desk.carry_over() {
                told(&error);
            }
        }
    }

    /// Carries the log over whenever it has grown long, until the writer is dropped.
    fn carry_over(&self, file: &Path) {
        let mut own = None;
        while self.line.wait_for_growth() {
            let carried = match own.take() {
                Some(connection) => Ok(connection),
                None => connection::open(file),
            };
            let carried = carried.and_then(|connection| {
                carry_over(&connection)?;
                Ok(connection)
            });
            match carried {
                Ok(connection) => own = Some(connection),
                Err(fault) => told(&self.place.error(fault)),
            }
            self.line.rest_is_left();
        }
    }
}

/// Nothing is lost by a log that stays long: it is tried again after the next commit.
fn told(error: &StoreError) {
    tracing::warn!("the store's log could not be carried over into its file and grows on: {error}");
}

fn refuse(jobs: Vec<Box<dyn Job>>, error: &StoreError) {
    jobs.into_iter().for_each(|job| job.answer(Err(error.clone())));
}
