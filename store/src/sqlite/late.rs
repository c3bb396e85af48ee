//! Messages that are held. Those that are late through a stop of the engine have no moment: they
//! stay until everything that fell due meanwhile has been judged. Others are held until a moment,
//! the end of quiet hours. Both are then let go: one by one, or several of a person as one. Of those that
//! were dropped over a budget the moment is when one message lists them.

use super::column;
use super::fault::Fault;
use super::outbox;
use crate::codec;
use rusqlite::{Connection, OptionalExtension, params};
use steward_model::{EstateId, StaffId};
use steward_ports::Delivery;
use steward_ports::store::Digest;
use steward_time::Timestamp;

pub(super) const LATE: &str =
    "SELECT messages.id, cases.id, event, recipient, channel, template, urgent, made,
    message_id, document, attempts, uncertain, by_hand, 0
    FROM messages JOIN cases ON cases.seq = messages.case_seq
    WHERE messages.state = 'held' AND turn IS NULL AND held_until IS NULL
    ORDER BY recipient, channel, messages.id LIMIT ?1";

pub(super) const RELEASED: &str =
    "SELECT messages.id, cases.id, event, recipient, channel, template, urgent, made,
    message_id, document, attempts, uncertain, by_hand, messages.state = 'dropped'
    FROM messages JOIN cases ON cases.seq = messages.case_seq
    WHERE held_until <= ?1
    ORDER BY recipient, channel, messages.id LIMIT ?2";

pub(super) const OF_PERSON: &str =
    "SELECT messages.id, cases.id, event, recipient, channel, template, urgent, made,
    message_id, document, attempts, uncertain, by_hand, 0
    FROM messages JOIN cases ON cases.seq = messages.case_seq
    WHERE messages.state = 'held' AND turn IS NULL AND recipient = ?1 AND cases.estate = ?2
    ORDER BY recipient, channel, messages.id LIMIT ?3";

pub(super) const EARLIEST: &str = "SELECT min(held_until) FROM messages WHERE held_until IS NOT NULL";

/// A digest, written out before the writer's turn.
pub(crate) struct Bundle {
    digest: Digest,
    document: String,
}

impl Bundle {
    /// Writes the digest out. Whatever it says of itself, it is not late any more.
    pub(crate) fn new(mut digest: Digest) -> Self {
        digest.message.late = false;
        Self { document: codec::write_particulars(&digest.message), digest }
    }
}

/// Late messages, by person and channel, oldest first.
pub(crate) fn list(on: &Connection, limit: u32) -> Result<Vec<Delivery>, Fault> {
    let mut held = on.prepare_cached(LATE)?;
    outbox::readable(on, held.query([limit])?)
}

/// Messages held until a moment that has come, or then to be listed, by person and channel, oldest first.
pub(crate) fn released(on: &Connection, now: Timestamp, limit: u32) -> Result<Vec<Delivery>, Fault> {
    let mut held = on.prepare_cached(RELEASED)?;
    outbox::readable(on, held.query(params![now.as_second(), limit])?)
}

/// Everything that is held for a person about cases of an estate, oldest first.
pub(crate) fn of_person(
    on: &Connection,
    person: &StaffId,
    estate: &EstateId,
    limit: u32,
) -> Result<Vec<Delivery>, Fault> {
    let mut held = on.prepare_cached(OF_PERSON)?;
    outbox::readable(on, held.query(params![person.as_str(), estate.as_str(), limit])?)
}

/// The earliest moment until which a message is held, or at which it is to be listed.
pub(crate) fn earliest(on: &Connection) -> Result<Option<Timestamp>, Fault> {
    Ok(on.prepare_cached(EARLIEST)?.query_row([], |row| column::at_or_none(row, 0))?)
}

/// Puts digests in line, and those they list out of it. One that is there already is left alone, so
/// that the same may be asked twice.
pub(crate) fn hand_over(on: &Connection, bundles: &[Bundle], now: Timestamp) -> Result<(), Fault> {
    for Bundle { digest, document } in bundles {
        drop_listed(on, digest, now)?;
        if !outbox::is_known(on, &digest.message)? {
            outbox::put(on, seq_of(on, digest)?, &digest.message, document)?;
        }
    }
    Ok(())
}

fn drop_listed(on: &Connection, digest: &Digest, now: Timestamp) -> Result<usize, Fault> {
    let mut drop_one = on.prepare_cached(
        "UPDATE messages SET state = 'dropped', held_until = NULL, settled = ?2
         WHERE id = ?1 AND (state = 'held' AND turn IS NULL OR state = 'dropped' AND held_until IS NOT NULL)",
    )?;
    let mut dropped = 0;
    for id in &digest.lists {
        dropped += drop_one.execute(params![id, now.as_second()])?;
    }
    Ok(dropped)
}

fn seq_of(on: &Connection, digest: &Digest) -> Result<i64, Fault> {
    on.prepare_cached("SELECT seq FROM cases WHERE id = ?1")?
        .query_row([digest.case.as_str()], |row| row.get(0))
        .optional()?
        .ok_or(Fault::Ours("a digest for a case that is not there"))
}

/// Lets messages go, and puts digests in the place of those they list. What was let go before is
/// left alone, and a digest of nothing but such messages is not put in line.
pub(crate) fn bundle(
    on: &Connection,
    release: &[i64],
    bundles: &[Bundle],
    now: Timestamp,
) -> Result<(), Fault> {
    let mut let_go = on.prepare_cached(
        "UPDATE messages SET state = 'waiting', turn = ?2, held_until = NULL
         WHERE id = ?1 AND state = 'held' AND turn IS NULL",
    )?;
    // What was dropped over a budget is not sent one by one even when there is nothing to list.
    let mut forget =
        on.prepare_cached("UPDATE messages SET held_until = NULL WHERE id = ?1 AND state = 'dropped'")?;
    for id in release {
        let_go.execute(params![id, now.as_second()])?;
        forget.execute([id])?;
    }
    for bundle in bundles {
        if drop_listed(on, &bundle.digest, now)? > 0 {
            outbox::put(on, seq_of(on, &bundle.digest)?, &bundle.digest.message, &bundle.document)?;
        }
    }
    Ok(())
}
