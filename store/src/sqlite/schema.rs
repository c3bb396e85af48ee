//! The store's versions. Each is one numbered file of `migrations/`, carried out once, whole or not
//! at all, and noted with its checksum; the version of a store is the last number it has had.

use super::fault::{Fault, Place};
use rusqlite::{Connection, params};
use sha2::{Digest, Sha256};
use std::fmt::Write;
use steward_ports::StoreError;

/// One step from a version to the next. A released one is never edited.
struct Migration {
    number: i64,
    sql: &'static str,
}

const MIGRATIONS: [Migration; 5] = [
    Migration { number: 1, sql: include_str!("../../migrations/sqlite/0001_first.sql") },
    Migration { number: 2, sql: include_str!("../../migrations/sqlite/0002_held.sql") },
    Migration { number: 3, sql: include_str!("../../migrations/sqlite/0003_appended.sql") },
    Migration { number: 4, sql: include_str!("../../migrations/sqlite/0004_budgets.sql") },
    Migration { number: 5, sql: include_str!("../../migrations/sqlite/0005_narrow.sql") },
];

/// The version this program writes.
pub(crate) const VERSION: i64 = MIGRATIONS[MIGRATIONS.len() - 1].number;

/// Refuses a newer store, another program's file and a store of another build, before anything is
/// changed.
pub(crate) fn check(connection: &Connection, place: &Place) -> Result<(), StoreError> {
    had(connection, place).map(drop)
}

/// Brings the store up to this program's version.
///
/// Two processes may do so at once: the write lock is taken before the version is read, so the
/// later one finds the work done.
pub(crate) fn migrate(connection: &Connection, place: &Place) -> Result<(), StoreError> {
    let failed = |error: rusqlite::Error| place.error(Fault::Sql(error));
    // Most starts find nothing to do, and need not wait for a writer to learn that.
    if had(connection, place)?.len() == MIGRATIONS.len() {
        return Ok(());
    }
    connection.execute_batch("BEGIN IMMEDIATE").map_err(failed)?;
    let outcome = had(connection, place).and_then(|had| {
        missing(connection, had.len()).map_err(|fault| place.error(fault))?;
        connection.execute_batch("COMMIT").map_err(failed)
    });
    if outcome.is_err() && !connection.is_autocommit() {
        // The first failure is the one to tell; a rollback that fails leaves nothing either.
        let _ = connection.execute_batch("ROLLBACK");
    }
    outcome
}

/// The checksums of the migrations this store has had, all of them known to be ours.
fn had(connection: &Connection, place: &Place) -> Result<Vec<String>, StoreError> {
    let noted = noted(connection).map_err(|fault| place.error(fault))?;
    let Some(noted) = noted else {
        let tables: i64 = connection
            .query_row("SELECT count(*) FROM sqlite_master", [], |row| row.get(0))
            .map_err(|error| place.error(error.into()))?;
        return if tables == 0 { Ok(Vec::new()) } else { Err(place.foreign()) };
    };
    if let Some((number, _)) = noted.last()
        && *number > VERSION
    {
        return Err(place.newer(*number, VERSION));
    }
    for ((number, checksum), ours) in noted.iter().zip(&MIGRATIONS) {
        if *number != ours.number || *checksum != sum(ours.sql) {
            return Err(place.other_migration(*number));
        }
    }
    Ok(noted.into_iter().map(|(_, checksum)| checksum).collect())
}

/// The migrations as noted in the store; `None`: it keeps no such notes.
fn noted(connection: &Connection) -> Result<Option<Vec<(i64, String)>>, Fault> {
    let kept: bool = connection.query_row(
        "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'migrations')",
        [],
        |row| row.get(0),
    )?;
    if !kept {
        return Ok(None);
    }
    let mut all = connection.prepare("SELECT number, checksum FROM migrations ORDER BY number")?;
    let rows = all.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(Some(rows.collect::<Result<_, _>>()?))
}

fn missing(connection: &Connection, had: usize) -> Result<(), Fault> {
    if had == 0 {
        connection.execute_batch(
            "CREATE TABLE migrations (number INTEGER PRIMARY KEY, checksum TEXT NOT NULL) STRICT",
        )?;
    }
    for migration in &MIGRATIONS[had..] {
        connection.execute_batch(migration.sql)?;
        connection.execute(
            "INSERT INTO migrations (number, checksum) VALUES (?1, ?2)",
            params![migration.number, sum(migration.sql)],
        )?;
    }
    Ok(())
}

/// The checksum of a migration, the same however its lines end: a checkout may change that.
fn sum(sql: &str) -> String {
    let mut hasher = Sha256::new();
    sql.lines().for_each(|line| {
        hasher.update(line);
        hasher.update("\n");
    });
    hasher.finalize().iter().fold(String::new(), |mut text, byte| {
        // Writing to a string does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests;
