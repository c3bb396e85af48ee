//! What waits for the desk: pieces of work, and the log when it has grown long.
//!
//! The log is carried over into the file in two goes. Most of it is carried beside the writing, by a
//! thread and a connection of its own, since that may wait long for the disk. Meanwhile the log grows a
//! little; that rest is carried at the desk, while nobody writes, so that the log can begin anew.

use super::piece::Job;
use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// The log is carried over when it has grown to so many pages (16 MiB). With many cases each decision
/// touches pages of its own; a longer log lets more of them be written once.
const LONG: i32 = 4096;

/// What the threads share.
#[derive(Default)]
pub(super) struct Line {
    queue: Mutex<Queue>,
    /// Told when there is something to do at the desk, or never will be again.
    filled: Condvar,
    /// Told when the log has grown long, or never will again.
    grown: Condvar,
}

#[derive(Default)]
struct Queue {
    jobs: VecDeque<Box<dyn Job>>,
    log: Log,
    closed: bool,
}

/// How it stands with the log.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
enum Log {
    #[default]
    Short,
    /// Most of it is being carried over, or will be.
    Long,
    /// The rest is to be carried over at the desk.
    Rest,
}

/// What is to be done at the desk.
pub(super) struct Work {
    pub(super) jobs: Vec<Box<dyn Job>>,
    pub(super) carry_rest: bool,
}

impl Line {
    /// Whether nothing waits for the desk.
    pub(super) fn is_empty(&self) -> bool {
        let queue = self.queue();
        queue.jobs.is_empty() && queue.log != Log::Rest
    }

    /// Queues up; gives the job back when the line is closed.
    pub(super) fn join(&self, job: Box<dyn Job>) -> Result<(), Box<dyn Job>> {
        let mut queue = self.queue();
        if queue.closed {
            return Err(job);
        }
        queue.jobs.push_back(job);
        drop(queue);
        self.filled.notify_one();
        Ok(())
    }

    /// Sleeps until there is something to do at the desk. Returns whether there is.
    pub(super) fn wait_for_work(&self) -> bool {
        let idle = |queue: &mut Queue| queue.jobs.is_empty() && queue.log != Log::Rest && !queue.closed;
        let queue = self.filled.wait_while(self.queue(), idle).unwrap_or_else(PoisonError::into_inner);
        !queue.jobs.is_empty() || queue.log == Log::Rest
    }

    /// Takes at most so many jobs, and the log's rest if it is to be carried over.
    pub(super) fn take(&self, most: usize) -> Work {
        let mut queue = self.queue();
        let some = queue.jobs.len().min(most);
        let carry_rest = queue.log == Log::Rest;
        if carry_rest {
            queue.log = Log::Short;
        }
        Work { jobs: queue.jobs.drain(..some).collect(), carry_rest }
    }

    /// Nobody joins any more; what has joined is still done.
    pub(super) fn close(&self) {
        self.queue().closed = true;
        self.filled.notify_one();
        self.grown.notify_one();
    }

    /// The log has so many pages.
    pub(super) fn log_has(&self, pages: i32) {
        if pages < LONG {
            return;
        }
        let mut queue = self.queue();
        if queue.log == Log::Short {
            queue.log = Log::Long;
            drop(queue);
            self.grown.notify_one();
        }
    }

    /// Sleeps until the log has grown long. Returns whether it has.
    pub(super) fn wait_for_growth(&self) -> bool {
        let short = |queue: &mut Queue| queue.log != Log::Long && !queue.closed;
        let queue = self.grown.wait_while(self.queue(), short).unwrap_or_else(PoisonError::into_inner);
        !queue.closed
    }

    /// Most of the log is carried over.
    pub(super) fn rest_is_left(&self) {
        self.queue().log = Log::Rest;
        self.filled.notify_one();
    }

    /// Nothing is left half done while the queue is locked, so a panic elsewhere does not matter.
    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
