//! What is to be done beside the cases themselves: how far scheduled starts have come, and what cases
//! ask of others.

use super::column;
use super::fault::Fault;
use crate::codec;
use rusqlite::{Connection, OptionalExtension, params};
use steward_model::EstateId;
use steward_ports::{Asked, ScheduleState};

/// Where a scheduled start stands.
pub(crate) fn get(on: &Connection, start: &str) -> Result<Option<ScheduleState>, Fault> {
    let mut state = on.prepare_cached("SELECT through, note FROM schedules WHERE start = ?1")?;
    let state = state.query_row([start], |row| {
        Ok(ScheduleState { start: start.to_owned(), through: column::at(row, 0)?, note: row.get(1)? })
    });
    Ok(state.optional()?)
}

/// Notes where a scheduled start stands.
pub(crate) fn set(on: &Connection, state: &ScheduleState) -> Result<(), Fault> {
    on.prepare_cached(
        "INSERT INTO schedules (start, through, note) VALUES (?1, ?2, ?3)
         ON CONFLICT (start) DO UPDATE SET through = excluded.through, note = excluded.note",
    )?
    .execute(params![state.start, state.through.as_second(), state.note])?;
    Ok(())
}

/// Asks something. What is asked already, and a case that is there, is not asked for again.
pub(crate) fn ask(on: &Connection, asked: &Asked, document: &str) -> Result<(), Fault> {
    on.prepare_cached(
        "INSERT INTO asked (key, workflow, estate, document) SELECT ?1, ?2, ?3, ?4
         WHERE NOT EXISTS (SELECT 1 FROM cases WHERE key = ?1) ON CONFLICT (key) DO NOTHING",
    )?
    .execute(params![asked.key, codec::workflow_of(&asked.errand), asked.estate.as_str(), document])?;
    Ok(())
}

/// What was asked, in the order it was.
pub(crate) fn asked(on: &Connection, limit: u32) -> Result<Vec<Asked>, Fault> {
    let mut list =
        on.prepare_cached("SELECT key, workflow, estate, document FROM asked ORDER BY seq LIMIT ?1")?;
    let mut rows = list.query([limit])?;
    let mut asked = Vec::new();
    while let Some(row) = rows.next()? {
        let text = |column: usize| row.get_ref(column)?.as_str().map_err(rusqlite::Error::from);
        asked.push(Asked {
            key: row.get(0)?,
            estate: EstateId::new(text(2)?),
            errand: codec::read_errand(text(3)?, text(1)?)
                .map_err(Fault::document("what a case asked of others"))?,
        });
    }
    Ok(asked)
}

/// Asks it no more.
pub(crate) fn drop_asked(on: &Connection, key: &str) -> Result<(), Fault> {
    on.prepare_cached("DELETE FROM asked WHERE key = ?1")?.execute([key])?;
    Ok(())
}
