//! The one connection that writes. Whoever has something to write while nobody else does carries it
//! out where they stand, so that no thread has to wake another. Whoever comes meanwhile queues up,
//! and one thread carries out what has gathered in one transaction, so that many callers share the
//! cost of one sync. Nobody is answered before the commit of their transaction has returned.
//!
//! A piece of work that fails takes nothing with it: the transaction it was in is rolled back, and
//! the pieces are carried out again, each in a transaction of its own.

use super::fault::{Fault, Place};
use rusqlite::Connection;
use std::cell::Cell;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use steward_ports::StoreError;
use tokio::runtime::{Handle, RuntimeFlavor};
use tokio::sync::oneshot;

/// How many pieces one transaction takes at most, so that the first is not kept waiting by the last.
const TOGETHER: usize = 256;

/// The writer. Dropping it lets what is queued finish, then closes the connection.
pub(crate) struct Writer {
    room: Arc<Room>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    /// Makes a connection the one that writes.
    pub(crate) fn start(connection: Connection, place: Place) -> Result<Self, StoreError> {
        let desk = Desk {
            connection,
            place: place.clone(),
            changed: Cell::new(0),
            commits: AtomicI64::new(0).into(),
        };
        let commits = desk.commits.clone();
        let room =
            Room { desk: Mutex::new(desk), queue: Mutex::default(), filled: Condvar::new(), commits, place };
        let room = Arc::new(room);
        let shared = room.clone();
        let thread = std::thread::Builder::new()
            .name("store".into())
            .spawn(move || shared.work())
            .map_err(|error| room.place.unmakeable(&error))?;
        Ok(Self { room, thread: Some(thread) })
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
        self.room.enqueue(Box::new(Piece { work, made: None, answer }))?;
        answered.await.map_err(|_| self.room.place.closed())?
    }

    /// How many transactions have changed anything so far.
    pub(crate) fn commits(&self) -> i64 {
        self.room.commits.load(Ordering::Acquire)
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.room.queue().closed = true;
        self.room.filled.notify_one();
        if let Some(thread) = self.thread.take() {
            // A panic of the thread was our bug and has been printed; there is nothing to save.
            let _ = thread.join();
        }
    }
}

/// What callers and the thread share.
struct Room {
    desk: Mutex<Desk>,
    queue: Mutex<Queue>,
    /// Told when there is something in the queue, or never will be again.
    filled: Condvar,
    commits: Arc<AtomicI64>,
    place: Place,
}

#[derive(Default)]
struct Queue {
    jobs: VecDeque<Box<dyn Job>>,
    closed: bool,
}

impl Room {
    /// The connection, if nobody is at it or waits for it, and the caller's thread may be blocked.
    fn free_desk(&self) -> Option<MutexGuard<'_, Desk>> {
        let may_block =
            Handle::try_current().is_ok_and(|runtime| runtime.runtime_flavor() == RuntimeFlavor::MultiThread);
        if !may_block || !self.queue().jobs.is_empty() {
            return None;
        }
        // After a panic at the desk, the thread tells everybody that the store is closed.
        self.desk.try_lock().ok()
    }

    fn enqueue(&self, job: Box<dyn Job>) -> Result<(), StoreError> {
        let mut queue = self.queue();
        if queue.closed {
            return Err(self.place.closed());
        }
        queue.jobs.push_back(job);
        drop(queue);
        self.filled.notify_one();
        Ok(())
    }

    /// What the thread does until the writer is dropped.
    fn work(&self) {
        while self.wait_for_jobs() {
            // Whoever comes while somebody else is at the desk goes along.
            let Ok(desk) = self.desk.lock() else {
                self.queue().closed = true;
                refuse(self.waiting(usize::MAX), &self.place.closed());
                continue;
            };
            if let Err((mut not_begun, error)) = desk.together(self.waiting(TOGETHER)) {
                // A lock that stays would make each wait its full time, one after the other. Gathered
                // before the first is answered: who asks after that may find the lock gone.
                not_begun.extend(self.waiting(usize::MAX));
                refuse(not_begun, &error);
            }
        }
    }

    /// Takes at most so many jobs out of the queue.
    fn waiting(&self, most: usize) -> Vec<Box<dyn Job>> {
        let mut queue = self.queue();
        let some = queue.jobs.len().min(most);
        queue.jobs.drain(..some).collect()
    }

    /// Sleeps until there is something in the queue. Returns whether there is.
    fn wait_for_jobs(&self) -> bool {
        let idle = |queue: &mut Queue| queue.jobs.is_empty() && !queue.closed;
        let queue = self.filled.wait_while(self.queue(), idle).unwrap_or_else(PoisonError::into_inner);
        !queue.jobs.is_empty()
    }

    /// Nothing is left half done while the queue is locked, so a panic elsewhere does not matter.
    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A piece of work, of whatever result.
trait Job: Send {
    fn run(&mut self, connection: &Connection) -> Result<(), Fault>;
    fn answer(self: Box<Self>, outcome: Result<(), StoreError>);
}

struct Piece<T, W> {
    work: W,
    made: Option<T>,
    answer: oneshot::Sender<Result<T, StoreError>>,
}

impl<T, W> Job for Piece<T, W>
where
    T: Send,
    W: Fn(&Connection) -> Result<T, Fault> + Send,
{
    fn run(&mut self, connection: &Connection) -> Result<(), Fault> {
        self.made = Some((self.work)(connection)?);
        Ok(())
    }

    fn answer(self: Box<Self>, outcome: Result<(), StoreError>) {
        let answer = match (outcome, self.made) {
            (Ok(()), Some(made)) => Ok(made),
            (Err(error), _) => Err(error),
            (Ok(()), None) => unreachable!("work that was kept was never run"),
        };
        // Whoever asked may have stopped waiting; what was written stays written.
        let _ = self.answer.send(answer);
    }
}

/// The connection, and what is known of it.
struct Desk {
    connection: Connection,
    place: Place,
    commits: Arc<AtomicI64>,
    /// How many rows the connection had changed at the last commit.
    changed: Cell<u64>,
}

/// Jobs that were not begun, and why.
type NotBegun = (Vec<Box<dyn Job>>, StoreError);

impl Desk {
    /// Carries out one piece in a transaction of its own.
    fn alone<T>(&self, work: impl FnOnce(&Connection) -> Result<T, Fault>) -> Result<T, StoreError> {
        self.execute("BEGIN IMMEDIATE")?;
        self.finish(work)
    }

    /// Carries out a piece in the transaction that was just begun, and commits it.
    fn finish<T>(&self, work: impl FnOnce(&Connection) -> Result<T, Fault>) -> Result<T, StoreError> {
        match work(&self.connection) {
            Ok(made) => self.commit().map(|()| made),
            Err(fault) => {
                self.give_up();
                Err(self.place.error(fault))
            }
        }
    }

    /// Carries out pieces in one transaction and answers them.
    fn together(&self, mut jobs: Vec<Box<dyn Job>>) -> Result<(), NotBegun> {
        if jobs.len() > 1 {
            if let Err(error) = self.execute("BEGIN IMMEDIATE") {
                return Err((jobs, error));
            }
            let all = jobs.iter_mut().try_for_each(|job| job.run(&self.connection));
            if all.is_ok() && self.commit().is_ok() {
                jobs.into_iter().for_each(|job| job.answer(Ok(())));
                return Ok(());
            }
            self.give_up();
        }
        let mut jobs = VecDeque::from(jobs);
        while let Some(mut job) = jobs.pop_front() {
            if let Err(error) = self.execute("BEGIN IMMEDIATE") {
                jobs.push_front(job);
                return Err((jobs.into(), error));
            }
            let outcome = self.finish(|connection| job.run(connection));
            job.answer(outcome);
        }
        Ok(())
    }

    fn commit(&self) -> Result<(), StoreError> {
        let outcome = self.execute("COMMIT");
        if outcome.is_err() {
            self.give_up();
            return outcome;
        }
        let changed = self.connection.total_changes();
        if self.changed.replace(changed) != changed {
            self.commits.fetch_add(1, Ordering::Release);
        }
        Ok(())
    }

    /// Rolls back what is still open; SQLite may have done so by itself, as it does when a disk is
    /// full. If that fails, closing the connection will do it.
    fn give_up(&self) {
        if !self.connection.is_autocommit() {
            let _ = self.connection.execute_batch("ROLLBACK");
        }
    }

    fn execute(&self, sql: &str) -> Result<(), StoreError> {
        self.connection
            .prepare_cached(sql)
            .and_then(|mut statement| statement.execute([]))
            .map(drop)
            .map_err(|error| self.place.error(error.into()))
    }
}

fn refuse(jobs: Vec<Box<dyn Job>>, error: &StoreError) {
    jobs.into_iter().for_each(|job| job.answer(Err(error.clone())));
}
