//! The outbox: messages from the commit that made them to what became of them.
//!
//! A message's `turn` is when it may next be taken: the next attempt of one that waits, the end of
//! the lease of one that is being sent, nothing for one that is settled or held. So one index over
//! `(urgent, turn)` answers all three questions the courier asks; what is held is let go by
//! [`super::late`].

use super::column;
use super::fault::Fault;
use crate::{codec, words};
use rusqlite::{Connection, OptionalExtension, Row, Rows, params};
use steward_case::CaseId;
use steward_model::{StaffId, TemplateId};
use steward_ports::{Delivery, DeliveryState, Enqueue, Settlement};
use steward_time::Timestamp;

pub(super) const CLAIM: &str = "UPDATE messages
    SET uncertain = CASE WHEN state <> 'sending' THEN uncertain WHEN uncertain >= 2 THEN 3 ELSE 1 END,
    state = 'sending', turn = ?2, attempts = attempts + 1
    WHERE id IN (SELECT id FROM messages WHERE urgent = ?3 AND turn <= ?1
    ORDER BY turn, id LIMIT ?4)
    RETURNING id, (SELECT cases.id FROM cases WHERE cases.seq = messages.case_seq),
    event, recipient, channel, template, urgent, made, message_id, document,
    attempts, uncertain, by_hand, 0";

pub(super) const EARLIEST: &str = "SELECT min(turn) FROM messages WHERE urgent = ?1 AND turn IS NOT NULL";

/// Puts a message of the case with this row in line. Its turn is at once; one that is late has none
/// until it is let go.
pub(crate) fn put(on: &Connection, seq: i64, message: &Enqueue, document: &str) -> Result<(), Fault> {
    let (state, turn) = if message.late {
        (DeliveryState::Held, None)
    } else {
        (DeliveryState::Waiting, Some(message.at.as_second()))
    };
    on.prepare_cached(
        "INSERT INTO messages
         (case_seq, event, message_id, recipient, channel, template, urgent, made, state, turn,
          document)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    )?
    .execute(params![
        seq,
        message.event,
        message.message_id,
        message.to.as_str(),
        message.channel.word(),
        message.template.as_str(),
        message.urgent,
        message.at.as_second(),
        words::of_delivery(state),
        turn,
        document,
    ])?;
    Ok(())
}

/// Takes messages whose turn has come, urgent ones first.
pub(crate) fn claim(
    on: &Connection,
    now: Timestamp,
    lease_until: Timestamp,
    limit: u32,
) -> Result<Vec<Delivery>, Fault> {
    let mut take = on.prepare_cached(CLAIM)?;
    let mut claimed = Vec::new();
    for urgent in [true, false] {
        let room = i64::from(limit).saturating_sub_unsigned(claimed.len() as u64);
        let rows = take.query(params![now.as_second(), lease_until.as_second(), urgent, room])?;
        let mut taken = readable(on, rows)?;
        // Rows come back in whatever order they were written.
        taken.sort_by_key(|delivery| delivery.id);
        claimed.append(&mut taken);
    }
    Ok(claimed)
}

/// Messages from rows with the columns that `claim` returns, in their order.
///
/// One that can't be understood is set aside as failed, with a word in the log: it must not keep
/// the others from being sent.
pub(crate) fn readable(on: &Connection, mut rows: Rows<'_>) -> Result<Vec<Delivery>, Fault> {
    let mut messages = Vec::new();
    let mut damaged = Vec::new();
    while let Some(row) = rows.next()? {
        match delivery(row) {
            Ok(delivery) => messages.push(delivery),
            Err(Fault::Document(what, why)) if !matches!(why, codec::Unreadable::Newer(_)) => {
                tracing::error!(?why, "{what} can't be understood and was set aside as failed");
                damaged.push(row.get::<_, i64>(0)?);
            }
            Err(fault) => return Err(fault),
        }
    }
    drop(rows);
    for id in damaged {
        on.prepare_cached(
            "UPDATE messages SET state = 'failed', turn = NULL,
             error = 'its stored form can''t be understood' WHERE id = ?1",
        )?
        .execute([id])?;
    }
    Ok(messages)
}

fn delivery(row: &Row<'_>) -> Result<Delivery, Fault> {
    let id: i64 = row.get(0)?;
    let text = |column: usize| row.get_ref(column)?.as_str().map_err(rusqlite::Error::from);
    let particulars = codec::read_particulars(text(9)?).map_err(Fault::document(format!("message {id}")))?;
    Ok(Delivery {
        id,
        case: CaseId::new(text(1)?),
        message: Enqueue {
            event: row.get(2)?,
            to: StaffId::new(text(3)?),
            channel: column::channel(row, 4)?,
            then: particulars.then,
            template: TemplateId::new(text(5)?),
            urgent: row.get(6)?,
            variables: particulars.variables,
            step: particulars.step,
            limit: particulars.limit,
            due: particulars.due,
            relevance: particulars.relevance,
            at: column::at(row, 7)?,
            late: particulars.late,
            message_id: row.get(8)?,
        },
        attempts: row.get(10)?,
        doubt: column::doubt(row, 11)?,
        by_hand: row.get(12)?,
        over_budget: row.get(13)?,
    })
}

/// When the next message's turn comes, or a lease runs out.
pub(crate) fn earliest(on: &Connection) -> Result<Option<Timestamp>, Fault> {
    let mut earliest = on.prepare_cached(EARLIEST)?;
    let urgent = earliest.query_row([true], |row| column::at_or_none(row, 0))?;
    let ordinary = earliest.query_row([false], |row| column::at_or_none(row, 0))?;
    Ok(urgent.into_iter().chain(ordinary).min())
}

/// Notes what became of an attempt. Of a message that is not being sent any more nothing is noted,
/// except that it arrived: an attempt that outlived its lease must not undo what a later one did.
/// One that is held or dropped was not attempted after all, and its claim does not count. One that waits
/// has had its attempt, which was not cut off though it may have outlived its lease.
pub(crate) fn settle(on: &Connection, settlement: &Settlement) -> Result<(), Fault> {
    let state = settlement.state;
    let next = Some(settlement.next.unwrap_or(settlement.at).as_second());
    let (turn, held_until) = match state {
        DeliveryState::Waiting | DeliveryState::Sending => (next, None),
        DeliveryState::Held => (None, next),
        DeliveryState::Dropped => (None, settlement.next.map(|at| at.as_second())),
        DeliveryState::Sent | DeliveryState::Delivered | DeliveryState::Failed | DeliveryState::Dead => {
            (None, None)
        }
    };
    let attempted = !matches!(state, DeliveryState::Held | DeliveryState::Dropped);
    let noted = on
        .prepare_cached(
            "UPDATE messages
         SET state = ?2, turn = ?3, attempts = attempts - ?4,
             uncertain = CASE WHEN ?5 THEN 2 WHEN ?2 = 'waiting' THEN min(uncertain, 2) ELSE uncertain END,
             error = ?6, reference = coalesce(?7, reference), settled = ?8, held_until = ?9
         WHERE id = ?1 AND (state = 'sending' OR (state = 'sent' AND ?2 = 'delivered'))",
        )?
        .execute(params![
            settlement.id,
            words::of_delivery(state),
            turn,
            u32::from(!attempted),
            settlement.uncertain,
            settlement.error,
            settlement.reference,
            settlement.at.as_second(),
            held_until,
        ])?;
    match &settlement.instead {
        Some(instead) if noted > 0 => put_instead(on, settlement.id, instead),
        _ => Ok(()),
    }
}

/// Puts a message in line for one that failed, on the same case. One that is there already, because the
/// other was sent again by hand and failed again, is left alone.
fn put_instead(on: &Connection, failed: i64, instead: &Enqueue) -> Result<(), Fault> {
    if is_known(on, instead)? {
        return Ok(());
    }
    let seq = on
        .prepare_cached("SELECT case_seq FROM messages WHERE id = ?1")?
        .query_row([failed], |row| row.get(0))?;
    put(on, seq, instead, &codec::write_particulars(instead))
}

/// Whether a message is there already, whatever became of it.
pub(crate) fn is_known(on: &Connection, message: &Enqueue) -> Result<bool, Fault> {
    Ok(on.prepare_cached("SELECT 1 FROM messages WHERE message_id = ?1")?.exists([&message.message_id])?)
}

/// Puts a message in line again, its attempts counted anew; where it stands now. One that is being
/// sent at this moment is left to its attempt.
pub(crate) fn resend(on: &Connection, id: i64, now: Timestamp) -> Result<Option<DeliveryState>, Fault> {
    on.prepare_cached(
        "UPDATE messages
         SET state = 'waiting', turn = ?2, held_until = NULL, attempts = 0, uncertain = 0, by_hand = 1
         WHERE id = ?1 AND state <> 'sending'",
    )?
    .execute(params![id, now.as_second()])?;
    let state = on
        .prepare_cached("SELECT state FROM messages WHERE id = ?1")?
        .query_row([id], |row| column::delivery(row, 0))
        .optional()?;
    Ok(state)
}
