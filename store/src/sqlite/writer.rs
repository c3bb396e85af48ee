//! The one thread that writes. Work queued while a transaction is being synced to disk is carried
//! out together in the next one, so that many callers share the cost of one sync; nobody is
//! answered before the commit of their transaction has returned.
//!
//! Each piece of work stands in a savepoint of its own, so one that fails takes nothing with it. If
//! the transaction itself is lost (a full disk), the pieces are tried again one by one, and those
//! that fit are kept.

use super::fault::{Fault, Place};
use rusqlite::Connection;
use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;
use steward_ports::StoreError;
use tokio::sync::oneshot;

/// How many pieces one transaction takes at most, so that the first is not kept waiting by the last.
const TOGETHER: usize = 256;

/// A handle on the thread. Dropping it lets what is queued finish, then closes the connection.
pub(crate) struct Writer {
    queue: Option<Sender<Box<dyn Job>>>,
    thread: Option<JoinHandle<()>>,
    commits: Arc<AtomicI64>,
    place: Place,
}

impl Writer {
    /// Starts the thread on its connection.
    pub(crate) fn start(connection: Connection, place: Place) -> Result<Self, StoreError> {
        let (queue, jobs) = channel();
        let commits = Arc::new(AtomicI64::new(0));
        let desk = Desk { connection, place: place.clone(), commits: commits.clone(), changed: Cell::new(0) };
        let thread = std::thread::Builder::new()
            .name("store".into())
            .spawn(move || desk.work(&jobs))
            .map_err(|error| place.unmakeable(&error))?;
        Ok(Self { queue: Some(queue), thread: Some(thread), commits, place })
    }

    /// Carries work out in a transaction. It may be run more than once, but only one run is kept.
    pub(crate) async fn run<T, W>(&self, work: W) -> Result<T, StoreError>
    where
        T: Send + 'static,
        W: Fn(&Connection) -> Result<T, Fault> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let queue = self.queue.as_ref().ok_or_else(|| self.place.closed())?;
        queue.send(Box::new(Piece { work, made: None, answer })).map_err(|_| self.place.closed())?;
        answered.await.map_err(|_| self.place.closed())?
    }

    /// How many transactions have changed anything so far.
    pub(crate) fn commits(&self) -> i64 {
        self.commits.load(Ordering::Acquire)
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        drop(self.queue.take());
        if let Some(thread) = self.thread.take() {
            // A panic of the thread was our bug and has been printed; there is nothing to save.
            let _ = thread.join();
        }
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

/// What the thread has before it.
struct Desk {
    connection: Connection,
    place: Place,
    commits: Arc<AtomicI64>,
    /// How many rows the connection had changed at the last commit.
    changed: Cell<u64>,
}

/// A piece that was run, and how that went.
type Done = (Box<dyn Job>, Result<(), StoreError>);

impl Desk {
    fn work(&self, jobs: &Receiver<Box<dyn Job>>) {
        while let Ok(first) = jobs.recv() {
            if let Err(error) = self.execute("BEGIN IMMEDIATE") {
                // A lock that stays would make each wait its full time, one after the other. Gathered
                // before the first is answered: who asks after that may find the lock gone.
                let waiting: Vec<_> = std::iter::once(first).chain(jobs.try_iter()).collect();
                refuse(waiting.into_iter(), &error);
                continue;
            }
            let mut done: Vec<Done> = Vec::new();
            for mut job in std::iter::once(first).chain(jobs.try_iter()).take(TOGETHER) {
                let outcome = self.savepoint(&mut *job);
                done.push((job, outcome));
                if self.is_lost() {
                    break;
                }
            }
            match self.commit() {
                Ok(()) => done.into_iter().for_each(|(job, outcome)| job.answer(outcome)),
                Err(error) if done.len() == 1 => {
                    done.into_iter().for_each(|(job, own)| job.answer(own.and(Err(error.clone()))));
                }
                Err(_) => self.one_by_one(done.into_iter().map(|(job, _)| job)),
            }
        }
    }

    /// Carries out again, each in a transaction of its own, what a lost transaction held.
    fn one_by_one(&self, mut lost: impl Iterator<Item = Box<dyn Job>>) {
        while let Some(mut job) = lost.next() {
            if let Err(error) = self.execute("BEGIN IMMEDIATE") {
                refuse(std::iter::once(job).chain(lost), &error);
                return;
            }
            let outcome = self.savepoint(&mut *job);
            let committed = self.commit();
            job.answer(outcome.and(committed));
        }
    }

    /// Runs a piece so that it leaves either all it wrote or nothing. When even that fails, the
    /// whole transaction is given up.
    fn savepoint(&self, job: &mut dyn Job) -> Result<(), StoreError> {
        self.execute("SAVEPOINT piece")?;
        let outcome = job.run(&self.connection).map_err(|fault| self.place.error(fault));
        let closed = match outcome {
            Ok(()) => self.execute("RELEASE piece"),
            Err(_) if self.is_lost() => Ok(()),
            Err(_) => self.execute("ROLLBACK TO piece").and_then(|()| self.execute("RELEASE piece")),
        };
        if closed.is_err() {
            self.give_up();
        }
        outcome.and(closed)
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

    /// Whether SQLite has rolled the transaction back by itself, as it does when a disk is full.
    fn is_lost(&self) -> bool {
        self.connection.is_autocommit()
    }

    /// Rolls back what is still open. If that fails too, closing the connection will do it.
    fn give_up(&self) {
        if !self.is_lost() {
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

fn refuse(jobs: impl Iterator<Item = Box<dyn Job>>, error: &StoreError) {
    jobs.for_each(|job| job.answer(Err(error.clone())));
}
