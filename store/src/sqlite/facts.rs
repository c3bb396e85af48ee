//! Facts the store remembers about itself.

use super::fault::Fault;
use rusqlite::{Connection, OptionalExtension, params};

/// The fact of this name.
pub(crate) fn get(on: &Connection, name: &str) -> Result<Option<String>, Fault> {
    let mut fact = on.prepare_cached("SELECT value FROM facts WHERE name = ?1")?;
    Ok(fact.query_row([name], |row| row.get(0)).optional()?)
}

/// Remembers a fact in place of what was known under its name.
pub(crate) fn set(on: &Connection, name: &str, value: &str) -> Result<(), Fault> {
    on.prepare_cached(
        "INSERT INTO facts (name, value) VALUES (?1, ?2)
         ON CONFLICT (name) DO UPDATE SET value = excluded.value",
    )?
    .execute(params![name, value])?;
    Ok(())
}
