//! The desk: the connection that writes, and how pieces of work become transactions of it.

use super::super::fault::{Fault, Place};
use super::piece::Job;
use rusqlite::Connection;
use std::cell::Cell;
use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use steward_ports::StoreError;

/// The connection, and what is known of it.
pub(super) struct Desk {
    connection: Connection,
    place: Place,
    commits: Arc<AtomicI64>,
    /// How many rows the connection had changed at the last commit.
    changed: Cell<u64>,
}

/// Jobs that were not begun, and why.
pub(super) type NotBegun = (Vec<Box<dyn Job>>, StoreError);

impl Desk {
    pub(super) fn new(connection: Connection, place: Place, commits: Arc<AtomicI64>) -> Self {
        Self { connection, place, commits, changed: Cell::new(0) }
    }

    /// Carries out one piece in a transaction of its own.
    pub(super) fn alone<T>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, Fault>,
    ) -> Result<T, StoreError> {
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
    pub(super) fn together(&self, mut jobs: Vec<Box<dyn Job>>) -> Result<(), NotBegun> {
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

    /// Carries the log over into the file, as far as nobody reads what it would replace.
    pub(super) fn carry_over(&self) -> Result<(), StoreError> {
        carry_over(&self.connection).map_err(|error| self.place.error(error.into()))
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

/// Carries a file's log over into it, beside whoever writes.
pub(super) fn carry_over(connection: &Connection) -> rusqlite::Result<()> {
    connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))
}
