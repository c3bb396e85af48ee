//! Budgets of messages: how many were counted in a purse, each once.

use super::fault::Fault;
use rusqlite::{Connection, OptionalExtension, params};
use steward_ports::{Full, Purse};

pub(super) const OF_MESSAGE: &str = "SELECT n FROM counted WHERE purse = ?1 AND message = ?2";

pub(super) const LAST: &str = "SELECT max(n) FROM counted WHERE purse = ?1";

/// Counts a message in each purse, or where one is full, in none.
pub(crate) fn count(on: &Connection, message: &str, purses: &[Purse]) -> Result<Option<Full>, Fault> {
    let mut fresh = Vec::new();
    for (which, purse) in purses.iter().enumerate() {
        let (place, known) = match place_of(on, message, purse)? {
            Some(place) => (place, true),
            None => (last(on, purse)? + 1, false),
        };
        if place > purse.most {
            // The first that is over keeps its place, so that asked again it is the first again.
            let first = place == purse.most + 1;
            if first && !known {
                put(on, message, purse, place)?;
            }
            return Ok(Some(Full { which, first }));
        }
        if !known {
            fresh.push((purse, place));
        }
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

fn put(on: &Connection, message: &str, purse: &Purse, place: u32) -> Result<(), Fault> {
    on.prepare_cached("INSERT INTO counted (purse, n, message) VALUES (?1, ?2, ?3)")?
        .execute(params![purse.name, place, message])?;
    Ok(())
}
