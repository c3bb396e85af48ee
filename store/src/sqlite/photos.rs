//! Where photos were shown. Only the first time is kept: whatever comes later is a repeat of it.

use super::column;
use super::fault::Fault;
use rusqlite::{Connection, OptionalExtension, params};
use steward_case::{CaseId, Change, Earlier, Event};
use steward_model::{PhotoHash, StepId};

pub(super) const FIRST: &str = "SELECT cases.id, step, at FROM photos
    JOIN cases ON cases.seq = photos.case_seq WHERE hash = ?1";

/// Notes the photos that events show.
pub(crate) fn put(on: &Connection, seq: i64, events: &[Event]) -> Result<(), Fault> {
    for event in events {
        for change in &event.changes {
            let Change::Shown { step, photos, .. } = change else { continue };
            let mut put = on.prepare_cached(
                "INSERT INTO photos (hash, case_seq, step, at) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (hash) DO NOTHING",
            )?;
            for photo in photos {
                put.execute(params![photo.hash.as_str(), seq, step.as_str(), event.at.as_second()])?;
            }
        }
    }
    Ok(())
}

/// Where each of these was shown first, of those that were.
pub(crate) fn first(on: &Connection, photos: &[PhotoHash]) -> Result<Vec<Earlier>, Fault> {
    let mut first = on.prepare_cached(FIRST)?;
    let mut found = Vec::new();
    for photo in photos {
        let earlier = first.query_row([photo.as_str()], |row| {
            Ok(Earlier {
                photo: photo.clone(),
                case: CaseId::new(row.get_ref(0)?.as_str()?),
                step: StepId::new(row.get_ref(1)?.as_str()?),
                at: column::at(row, 2)?,
            })
        });
        found.extend(earlier.optional()?);
    }
    Ok(found)
}
