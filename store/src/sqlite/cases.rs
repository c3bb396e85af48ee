//! Cases: writing a decision, and reading a case's record back.

use super::fault::Fault;
use super::{hearing, outbox, photos, schedule};
use crate::{codec, words};
use rusqlite::{Connection, OptionalExtension, params};
use steward_case::{CaseId, Event};
use steward_model::{EstateId, WorkflowId};
use steward_ports::{Answered, Commit, Committed, Pinned, TaskRow};

pub(super) const EVENTS: &str = "SELECT document FROM events
    WHERE case_seq = (SELECT seq FROM cases WHERE id = ?1) ORDER BY n";

pub(super) const ORDER: &str = "SELECT id, n FROM events
    WHERE case_seq = (SELECT seq FROM cases WHERE id = ?1)";

pub(super) const KEYED: &str = "SELECT id FROM cases WHERE key = ?1";

/// A decision with everything written out that can be before the writer's turn.
pub(crate) struct Decision {
    commit: Commit,
    events: Vec<String>,
    messages: Vec<String>,
    asks: Vec<String>,
    wording: Option<String>,
}

impl Decision {
    /// Writes the decision out. Its events must be numbered on from the version it was made on,
    /// since they are all a case is read back from.
    pub(crate) fn new(commit: Commit) -> Result<Self, Fault> {
        let numbers = commit.events.iter().map(|event| event.n);
        if !numbers.eq(commit.expected + 1..=commit.case.events) {
            return Err(Fault::Ours("events that do not follow on from their case's version"));
        }
        if commit.case.events == 0 {
            return Err(Fault::Ours("an opening without an event"));
        }
        Ok(Self {
            events: commit.events.iter().map(codec::write_event).collect(),
            messages: commit.messages.iter().map(codec::write_particulars).collect(),
            asks: commit.asks.iter().map(|asked| codec::write_errand(&asked.errand)).collect(),
            wording: commit.pinned.as_ref().map(|pinned| codec::write_pinned(&pinned.sources)),
            commit,
        })
    }
}

/// Writes a decision, or finds why it no longer holds and writes nothing.
pub(crate) fn write(on: &Connection, decision: &Decision) -> Result<Committed, Fault> {
    let commit = &decision.commit;
    let entered = if commit.expected == 0 { open(on, commit)? } else { move_on(on, commit)? };
    let seq = match entered {
        Ok(seq) => seq,
        Err(otherwise) => return Ok(otherwise),
    };
    if let (Some(pinned), Some(document)) = (&commit.pinned, &decision.wording) {
        on.prepare_cached(
            "INSERT INTO wordings (hash, document) VALUES (?1, ?2) ON CONFLICT (hash) DO NOTHING",
        )?
        .execute(params![pinned.hash, document])?;
    }
    let mut event = on.prepare_cached("INSERT INTO events (case_seq, n, document) VALUES (?1, ?2, ?3)")?;
    for (n, document) in (commit.expected + 1..).zip(&decision.events) {
        event.execute(params![seq, n, document])?;
    }
    if let Some(tasks) = &commit.tasks {
        put_tasks(on, seq, tasks, commit.expected == 0)?;
    }
    if let Some(hears) = &commit.hears {
        hearing::put(on, seq, &commit.case.estate, hears, commit.expected == 0)?;
    }
    photos::put(on, seq, &commit.events)?;
    for (message, document) in commit.messages.iter().zip(&decision.messages) {
        outbox::put(on, seq, message, document)?;
    }
    for (asked, document) in commit.asks.iter().zip(&decision.asks) {
        schedule::ask(on, asked, document)?;
    }
    match &commit.answers {
        Some(Answered::Asked(key)) => schedule::drop_asked(on, key)?,
        Some(Answered::Schedule(state)) => schedule::set(on, state)?,
        None => {}
    }
    Ok(Committed::Done)
}

/// The row of a new case, or why there is none.
fn open(on: &Connection, commit: &Commit) -> Result<Result<i64, Committed>, Fault> {
    if let Some(key) = &commit.key {
        if let Some(known) = keyed(on, key)? {
            return Ok(Err(Committed::Known(known)));
        }
        // Whoever opens it: what was asked for under this key is there now.
        schedule::drop_asked(on, key)?;
    }
    let case = &commit.case;
    let entered = on
        .prepare_cached(
            "INSERT INTO cases (id, key, workflow, estate, state, opened, due, wake, version)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (id) DO NOTHING",
        )?
        .execute(params![
            case.id.as_str(),
            commit.key,
            case.workflow.as_str(),
            case.estate.as_str(),
            words::of_state(case.state),
            case.opened.as_second(),
            commit.due.map(|at| at.as_second()),
            commit.wake.map(|at| at.as_second()),
            case.events,
        ])?;
    Ok(if entered == 0 { Err(Committed::Conflict) } else { Ok(on.last_insert_rowid()) })
}

/// The row of a case that still is as the decision saw it.
fn move_on(on: &Connection, commit: &Commit) -> Result<Result<i64, Committed>, Fault> {
    let known = on
        .prepare_cached("SELECT seq FROM cases WHERE id = ?1 AND version = ?2")?
        .query_row(params![commit.case.id.as_str(), commit.expected], |row| row.get(0))
        .optional()?;
    let Some(seq) = known else { return Ok(Err(Committed::Conflict)) };
    on.prepare_cached("UPDATE cases SET state = ?2, due = ?3, wake = ?4, version = ?5 WHERE seq = ?1")?
        .execute(params![
            seq,
            words::of_state(commit.case.state),
            commit.due.map(|at| at.as_second()),
            commit.wake.map(|at| at.as_second()),
            commit.case.events,
        ])?;
    Ok(Ok(seq))
}

fn put_tasks(on: &Connection, seq: i64, tasks: &[TaskRow], new: bool) -> Result<(), Fault> {
    if !new {
        on.prepare_cached("DELETE FROM tasks WHERE case_seq = ?1")?.execute([seq])?;
    }
    let mut put = on.prepare_cached(
        "INSERT INTO tasks (case_seq, step, title_zh, title_en, estate, owner, holder, since, due)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?;
    for task in tasks {
        put.execute(params![
            seq,
            task.step.as_str(),
            task.title.zh,
            task.title.en,
            task.estate.as_str(),
            task.owner,
            task.holder.as_ref().map(|holder| holder.as_str()),
            task.since.as_second(),
            task.due.map(|due| due.as_second()),
        ])?;
    }
    Ok(())
}

/// A case's record.
pub(crate) fn events(on: &Connection, case: &CaseId) -> Result<Vec<Event>, Fault> {
    let mut record = on.prepare_cached(EVENTS)?;
    let mut rows = record.query([case.as_str()])?;
    let mut events = Vec::new();
    while let Some(row) = rows.next()? {
        let document = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
        events.push(
            codec::read_event(document)
                .map_err(|why| Fault::Document(format!("event {} of {case}", events.len() + 1), why))?,
        );
    }
    Ok(events)
}

/// The events of several cases, as they were written: a row's id is above those of all before it.
pub(crate) fn order(on: &Connection, cases: &[CaseId]) -> Result<Vec<(CaseId, u32)>, Fault> {
    let mut of_case = on.prepare_cached(ORDER)?;
    let mut written = Vec::new();
    for case in cases {
        let mut rows = of_case.query([case.as_str()])?;
        while let Some(row) = rows.next()? {
            let (id, n): (i64, u32) = (row.get(0)?, row.get(1)?);
            written.push((id, (case.clone(), n)));
        }
    }
    written.sort_by_key(|(id, _)| *id);
    Ok(written.into_iter().map(|(_, event)| event).collect())
}

/// The case that answers to a key.
pub(crate) fn keyed(on: &Connection, key: &str) -> Result<Option<CaseId>, Fault> {
    let mut known = on.prepare_cached(KEYED)?;
    let id = known.query_row([key], |row| row.get_ref(0)?.as_str().map(CaseId::new).map_err(Into::into));
    Ok(id.optional()?)
}

/// A wording.
pub(crate) fn pinned(on: &Connection, hash: &str) -> Result<Option<Pinned>, Fault> {
    let document: Option<String> = on
        .prepare_cached("SELECT document FROM wordings WHERE hash = ?1")?
        .query_row([hash], |row| row.get(0))
        .optional()?;
    document
        .map(|document| {
            let sources = codec::read_pinned(&document).map_err(Fault::document("a wording"))?;
            Ok(Pinned { hash: hash.to_owned(), sources })
        })
        .transpose()
}

/// Takes `count` numbers for cases of a process at an estate; the last of them.
pub(crate) fn take_numbers(
    on: &Connection,
    estate: &EstateId,
    workflow: &WorkflowId,
    count: u32,
) -> Result<i64, Fault> {
    let last = on
        .prepare_cached(
            "INSERT INTO numbers (estate, workflow, given) VALUES (?1, ?2, ?3)
             ON CONFLICT (estate, workflow) DO UPDATE SET given = numbers.given + excluded.given
             RETURNING given",
        )?
        .query_row(params![estate.as_str(), workflow.as_str(), count], |row| row.get(0))?;
    Ok(last)
}
