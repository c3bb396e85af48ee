//! A store with very many open cases. One case is opened by the service for each moment at which
//! cases are to fall due; the others are copies of its rows under other names, written straight into
//! the file, because opening a million cases would take an hour.

use crate::house::{self, LIMIT};
use crate::script::{Reader, Renamed, Tables, Written};
use anyhow::{Context as _, Result};
use rusqlite::{Connection, params_from_iter};
use std::path::{Path, PathBuf};
use std::time::Duration;
use steward_case::CaseId;
use steward_service::serve;
use steward_time::Timestamp;

/// How many cases fall due at each moment, and as many are written by hand.
pub(crate) const DUE: usize = 1000;

/// The moments at which cases fall due, in hours after a day from now.
pub(crate) const MOMENTS: usize = 5;

/// Rows are carried over into the file this often.
const TOGETHER: usize = 50_000;

/// What the copies are made of.
pub(crate) struct Pattern {
    store: PathBuf,
    pub(crate) tables: Tables,
    /// A case that is not due for long.
    far: (CaseId, Written),
    pub(crate) moments: Vec<Moment>,
}

/// Cases of one moment.
pub(crate) struct Moment {
    pub(crate) due: Timestamp,
    case: CaseId,
    opened: Written,
    /// What its falling due writes.
    judged: Written,
}

impl Pattern {
    /// Opens the cases in a new store and lets them fall due.
    pub(crate) async fn make(folder: &Path) -> Result<Self> {
        let store = folder.join("pattern.db");
        let now = Timestamp::now().as_second();
        let (service, clock) = house::quiet_service(&store, Timestamp::from_second(now)?)?;
        let far = house::open(&service).await?;
        let mut reader = Reader::new(&store, &far)?;
        let (far, tables) = ((far, reader.written()?), reader.tables);
        let mut moments = Vec::new();
        for hour in 0..MOMENTS as i64 {
            let due = now + 86_400 + hour * 3600;
            clock.set(Timestamp::from_second(due - LIMIT)?);
            let case = house::open(&service).await?;
            let mut reader = Reader::new(&store, &case)?;
            let opened = reader.written()?;
            clock.set(Timestamp::from_second(due)?);
            // Dropped once it is judged: the channel never answers, so nothing is lost.
            serve(&service).ready().await;
            let judged = reader.written()?;
            anyhow::ensure!(!judged.events.is_empty(), "nothing fell due in the pattern of the sweep");
            moments.push(Moment { due: Timestamp::from_second(due)?, case, opened, judged });
        }
        Ok(Self { store, tables, far, moments })
    }

    /// Makes a store with so many open cases. At each moment [`DUE`] of them fall due, spread over
    /// all of it, and as many more are there to be judged by hand.
    pub(crate) fn fill(&self, store: &Path, cases: usize) -> Result<()> {
        let from = Connection::open(&self.store)?;
        from.execute("VACUUM INTO ?1", [store.to_str().context("a path that is no text")?])?;
        let to = Connection::open(store)?;
        to.pragma_update(None, "synchronous", "OFF")?;
        to.pragma_update(None, "journal_mode", "WAL")?;
        to.pragma_update(None, "cache_size", -256 * 1024)?;
        let insert = [&self.tables.cases, &self.tables.events, &self.tables.tasks, &self.tables.messages];
        let insert = insert.map(|table| table.insert());
        for number in 0..cases {
            if number % TOGETHER == 0 {
                to.execute_batch("BEGIN")?;
            }
            let (from, opened) = match self.place(number, cases) {
                Some((moment, _)) => (&moment.case, &moment.opened),
                None => (&self.far.0, &self.far.1),
            };
            let written = self.rows(from, number, "sent", opened)?;
            let tasks = written.tasks.unwrap_or_default();
            let parts = [&[written.case][..], &written.events, &tasks, &written.messages];
            for (insert, rows) in insert.iter().zip(parts) {
                let mut insert = to.prepare_cached(insert)?;
                for row in rows {
                    insert.execute(params_from_iter(row))?;
                }
            }
            if (number + 1) % TOGETHER == 0 || number + 1 == cases {
                to.execute_batch("COMMIT")?;
            }
        }
        to.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        // On disk before anything is measured, so that no figure pays for it.
        std::fs::File::open(store)?.sync_all()?;
        Ok(())
    }

    /// What judging the cases of a moment by hand writes.
    pub(crate) fn by_hand(&self, moment: usize, cases: usize) -> Result<Vec<Written>> {
        let at = &self.moments[moment];
        (0..cases)
            .filter(|number| {
                self.place(*number, cases).is_some_and(|(of, hand)| hand && std::ptr::eq(of, at))
            })
            .map(|number| self.rows(&at.case, number, "waiting", &at.judged))
            .collect()
    }

    /// The moment at which a case falls due, and whether it is judged by hand.
    fn place(&self, number: usize, cases: usize) -> Option<(&Moment, bool)> {
        let stride = cases / DUE;
        // Far apart in each stretch, so that no two share what is read and written.
        let slot = stride / (2 * MOMENTS);
        let within = number % stride;
        let moment = self.moments.get(within / slot / 2).filter(|_| within.is_multiple_of(slot))?;
        Some((moment, (within / slot) % 2 == 1))
    }

    fn rows(&self, from: &CaseId, number: usize, state: &str, of: &Written) -> Result<Written> {
        let to = format!("riverside-repair-c{number:07}");
        // Behind those that the service opened.
        let seq = i64::try_from(number)? + 1000;
        Renamed { tables: &self.tables, from: from.as_str(), to: &to, seq, state }.rows(of)
    }
}

/// How long a piece of work took, in milliseconds.
pub(crate) fn milliseconds(took: Duration) -> f64 {
    took.as_secs_f64() * 1000.0
}
