//! Messages that are late through a stop of the engine. They are held without a turn until
//! everything that fell due meanwhile has been judged, and then let go: one by one, or several of
//! a person as one.

use super::fault::Fault;
use super::outbox;
use crate::codec;
use rusqlite::{Connection, OptionalExtension, params};
use steward_ports::Delivery;
use steward_ports::store::Digest;
use steward_time::Timestamp;

pub(super) const LATE: &str =
    "SELECT messages.id, cases.id, event, recipient, channel, template, urgent, made,
    message_id, document, attempts, uncertain
    FROM messages JOIN cases ON cases.seq = messages.case_seq
    WHERE messages.state = 'held' AND turn IS NULL
    ORDER BY recipient, channel, messages.id LIMIT ?1";

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

/// Lets messages go, and puts digests in the place of those they list. What was let go before is
/// left alone, and a digest of nothing but such messages is not put in line.
pub(crate) fn bundle(
    on: &Connection,
    release: &[i64],
    bundles: &[Bundle],
    now: Timestamp,
) -> Result<(), Fault> {
    let mut let_go = on.prepare_cached(
        "UPDATE messages SET state = 'waiting', turn = ?2
         WHERE id = ?1 AND state = 'held' AND turn IS NULL",
    )?;
    for id in release {
        let_go.execute(params![id, now.as_second()])?;
    }
    let mut drop_one = on.prepare_cached(
        "UPDATE messages SET state = 'dropped', settled = ?2
         WHERE id = ?1 AND state = 'held' AND turn IS NULL",
    )?;
    for Bundle { digest, document } in bundles {
        let mut dropped = 0;
        for id in &digest.lists {
            dropped += drop_one.execute(params![id, now.as_second()])?;
        }
        if dropped == 0 {
            continue;
        }
        let seq = on
            .prepare_cached("SELECT seq FROM cases WHERE id = ?1")?
            .query_row([digest.case.as_str()], |row| row.get(0))
            .optional()?
            .ok_or(Fault::Ours("a digest for a case that is not there"))?;
        outbox::put(on, seq, &digest.message, document)?;
    }
    Ok(())
}
