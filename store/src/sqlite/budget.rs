//! Budgets of messages: how many were counted in a purse, each once.

use super::fault::Fault;
use rusqlite::{Connection, OptionalExtension, params};
use steward_ports::{Full, Purse};

pub(super) const OF_MESSAGE: &str = "SELECT n FROM counted WHERE purse = ?1 AND message = ?2";

pub(super) const LAST: &str = "SELECT max(n) FROM counted WHERE purse = ?1";

pub(super) const FIRST_OVER: &str = "SELECT message = ?3 FROM first_over WHERE purse = ?1 AND most = ?2";

/// Counts a message in each purse, or where one is full, in none.
pub(crate) fn count(on: &Connection, message: &str, purses: &[Purse]) -> Result<Option<Full>, Fault> {
    let mut fresh = Vec::new();
    for (which, purse) in purses.iter().enumerate() {
        // What was counted while there was more room is not undone.
        if place_of(on, message, purse)?.is_some() {
            continue;
        }
        let place = last(on, purse)? + 1;
        if place > purse.most {
            return Ok(Some(Full { which, first: is_first_over(on, message, purse)? }));
        }
        fresh.push((purse, place));
    }
    for (purse, place) in fresh {
        put(on, message, purse, place)?;
    }
    Ok(None)
}

fn place_of(on: &Connection, message: &str, purse: &Purse) -> Result<Option<u32>, Fault> {
    let mut place = on.prepare_cached(OF_MESSAGE)?;
    Ok(place.query_row(params![purse.name, message], |row| row.get(0)).optional()?)
}

fn last(on: &Connection, purse: &Purse) -> Result<u32, Fault> {
    let last: Option<u32> = on.prepare_cached(LAST)?.query_row([&purse.name], |row| row.get(0))?;
    Ok(last.unwrap_or(0))
}

/// Whether a message is the first that found a purse full, of so much room. It stays the first when it is
/// asked again; with less or more room than before there is another.
fn is_first_over(on: &Connection, message: &str, purse: &Purse) -> Result<bool, Fault> {
    on.prepare_cached(
        "INSERT INTO first_over (purse, most, message) VALUES (?1, ?2, ?3)
         ON CONFLICT (purse, most) DO NOTHING",
    )?
    .execute(params![purse.name, purse.most, message])?;
    let mut first = on.prepare_cached(FIRST_OVER)?;
    Ok(first.query_row(params![purse.name, purse.most, message], |row| row.get(0))?)
}

fn put(on: &Connection, message: &str, purse: &Purse, place: u32) -> Result<(), Fault> {
    on.prepare_cached("INSERT INTO counted (purse, n, message) VALUES (?1, ?2, ?3)")?
        .execute(params![purse.name, place, message])?;
    Ok(())
}
