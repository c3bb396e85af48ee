//! Which open cases hear which event. A case that hears none has no row, so what an event costs is what
//! hears it.

use super::fault::Fault;
use super::wakes::ids;
use rusqlite::{Connection, params};
use steward_case::CaseId;
use steward_model::{EstateId, EventName};
use steward_ports::Hearing;

/// In place of an event's name: whatever is raised.
const ANY: &str = "";

pub(super) const HEARING: &str = "SELECT cases.id FROM hearing JOIN cases ON cases.seq = hearing.case_seq
    WHERE hearing.estate = ?1 AND hearing.event = ?2
    AND hearing.case_seq > coalesce((SELECT seq FROM cases WHERE id = ?3), 0)
    ORDER BY hearing.case_seq LIMIT ?4";

/// Notes which events a case hears from now on.
pub(crate) fn put(
    on: &Connection,
    seq: i64,
    estate: &EstateId,
    hears: &Hearing,
    new: bool,
) -> Result<(), Fault> {
    if !new {
        on.prepare_cached("DELETE FROM hearing WHERE case_seq = ?1")?.execute([seq])?;
    }
    let names: Vec<&str> = match hears {
        Hearing::Any => vec![ANY],
        Hearing::Named(names) => names.iter().map(EventName::as_str).collect(),
    };
    let mut put = on.prepare_cached("INSERT INTO hearing (estate, event, case_seq) VALUES (?1, ?2, ?3)")?;
    for name in names {
        put.execute(params![estate.as_str(), name, seq])?;
    }
    Ok(())
}

/// Cases that hear an event, in the order they were opened, after the one named.
pub(crate) fn list(
    on: &Connection,
    estate: &EstateId,
    event: Option<&EventName>,
    after: Option<&CaseId>,
    limit: u32,
) -> Result<Vec<CaseId>, Fault> {
    let event = event.map_or(ANY, EventName::as_str);
    let mut hearing = on.prepare_cached(HEARING)?;
    ids(hearing.query(params![estate.as_str(), event, after.map(CaseId::as_str), limit])?)
}
