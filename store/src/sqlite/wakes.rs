//! When time alone will change something. A case that waits for time has its moment in an index
//! that holds nothing else, so what is asked here costs what is due and not what is open.

use super::column;
use super::fault::Fault;
use rusqlite::{Connection, params};
use steward_case::CaseId;
use steward_time::Timestamp;

pub(super) const DUE: &str = "SELECT id FROM cases WHERE wake <= ?1 ORDER BY wake, seq LIMIT ?2";

pub(super) const EARLIEST: &str = "SELECT min(wake) FROM cases WHERE wake IS NOT NULL";

pub(super) const OPEN: &str = "SELECT id FROM cases WHERE state IN ('open', 'held')
    AND seq > coalesce((SELECT seq FROM cases WHERE id = ?1), 0) ORDER BY seq LIMIT ?2";

/// Cases whose moment has come, earliest first.
pub(crate) fn due(on: &Connection, now: Timestamp, limit: u32) -> Result<Vec<CaseId>, Fault> {
    let mut due = on.prepare_cached(DUE)?;
    ids(due.query(params![now.as_second(), limit])?)
}

/// The earliest moment of all.
pub(crate) fn earliest(on: &Connection) -> Result<Option<Timestamp>, Fault> {
    let mut earliest = on.prepare_cached(EARLIEST)?;
    Ok(earliest.query_row([], |row| column::at_or_none(row, 0))?)
}

/// Cases that have not ended, in the order they were opened, after the one named.
pub(crate) fn open_cases(on: &Connection, after: Option<&CaseId>, limit: u32) -> Result<Vec<CaseId>, Fault> {
    let mut running = on.prepare_cached(OPEN)?;
    ids(running.query(params![after.map(CaseId::as_str), limit])?)
}

/// The ids of cases, from rows with nothing else.
pub(crate) fn ids(mut rows: rusqlite::Rows<'_>) -> Result<Vec<CaseId>, Fault> {
    let mut ids = Vec::new();
    while let Some(row) = rows.next()? {
        ids.push(CaseId::new(row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?));
    }
    Ok(ids)
}
