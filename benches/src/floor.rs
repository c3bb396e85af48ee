//! The floor: the rows of a case written by hand, in one transaction a commit, each on disk before
//! the next begins. It decides nothing and knows everything beforehand; no store can be quicker
//! with one caller.

use crate::script::{Row, Tables, Written};
use anyhow::Result;
use rusqlite::{CachedStatement, Connection, params_from_iter};
use std::path::Path;

/// As the store has it: the log is carried over when it has grown to so many pages.
const LOG_PAGES: u32 = 4096;

/// A hand that writes.
pub(crate) struct Hand {
    connection: Connection,
    insert: [String; 4],
    update: String,
    seq: usize,
}

impl Hand {
    /// Opens a file that has the store's tables.
    pub(crate) fn open(store: &Path, tables: &Tables) -> Result<Self> {
        let connection = Connection::open(store)?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.pragma_update(None, "wal_autocheckpoint", LOG_PAGES)?;
        connection.pragma_update(None, "cache_size", -32 * 1024)?;
        let Tables { cases, events, tasks, messages } = tables;
        let moving = ["state", "due", "wake", "version"];
        let moving = moving.iter().map(|column| Ok(format!("{column} = ?{}", cases.at(column)? + 1)));
        let moving: Vec<String> = moving.collect::<Result<_>>()?;
        let seq = cases.at("seq")?;
        Ok(Self {
            connection,
            insert: [cases, events, tasks, messages].map(|table| table.insert()),
            update: format!("UPDATE cases SET {} WHERE seq = ?{}", moving.join(", "), seq + 1),
            seq,
        })
    }

    /// Writes one commit: of a case that is not there yet, or that is.
    pub(crate) fn write(&self, written: &Written, new: bool) -> Result<()> {
        let [case, events, tasks, messages] = &self.insert;
        self.run("BEGIN IMMEDIATE")?;
        if new {
            self.put(case, std::slice::from_ref(&written.case))?;
        } else {
            let named = self.connection.prepare_cached(&self.update)?;
            Self::bind_used(named, &written.case)?;
        }
        self.put(events, &written.events)?;
        if let Some(rows) = &written.tasks {
            if !new {
                let seq = &written.case[self.seq];
                self.connection.prepare_cached("DELETE FROM tasks WHERE case_seq = ?1")?.execute([seq])?;
            }
            self.put(tasks, rows)?;
        }
        self.put(messages, &written.messages)?;
        self.run("COMMIT")
    }

    fn put(&self, insert: &str, rows: &[Row]) -> Result<()> {
        if rows.is_empty() {
            return Ok(());
        }
        let mut insert = self.connection.prepare_cached(insert)?;
        for row in rows {
            insert.execute(params_from_iter(row))?;
        }
        Ok(())
    }

    /// The update names columns by their place in the row, and not all of them.
    fn bind_used(mut update: CachedStatement<'_>, row: &Row) -> Result<()> {
        for at in 1..=update.parameter_count() {
            update.raw_bind_parameter(at, &row[at - 1])?;
        }
        update.raw_execute()?;
        Ok(())
    }

    fn run(&self, sql: &str) -> Result<()> {
        self.connection.prepare_cached(sql)?.execute([])?;
        Ok(())
    }
}
