//! The store in one SQLite file, which several processes may use at once.
//!
//! All writing goes through one thread (`writer`), all reading through a few connections
//! (`reader`); neither ever blocks the runtime. `schema` brings a file up to date. The other files
//! are the SQL, by subject.

mod budget;
mod cases;
mod column;
mod connection;
mod directory;
mod facts;
mod fault;
mod hearing;
mod late;
mod numbers;
mod outbox;
mod photos;
mod reader;
mod schedule;
mod schema;
mod wakes;
mod writer;

use async_trait::async_trait;
use cases::Decision;
use fault::{Fault, Place};
use numbers::Numbers;
use reader::Readers;
use rusqlite::Connection;
use std::collections::HashSet;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use steward_case::{CaseId, Earlier, Event};
use steward_model::{EstateId, EventName, PhotoHash, StaffId, WorkflowId};
use steward_ports::store::Digest;
use steward_ports::{
    Asked, CaseFilter, CaseRow, Commit, Committed, Delivery, DeliveryState, Full, MessageFilter, MessageRow,
    OpenedFilter, Page, Pinned, Purse, ScheduleState, Settlement, Store, StoreError, TaskFilter, TaskRow,
};
use steward_time::Timestamp;
use writer::Writer;

/// A store in an SQLite file, or in memory.
///
/// Its methods need a tokio runtime of any kind; a paused clock is none of its business. Dropping it
/// waits for what was handed in and closes the file.
pub struct SqliteStore {
    // Closed before the writer, so that the last to close is the one that may tidy the file.
    readers: Option<Readers>,
    writer: Writer,
    numbers: Numbers,
    /// Wordings that are known to be kept, by hash: each is a whole folder, and cases open often.
    kept: Mutex<HashSet<String>>,
    place: Place,
}

impl SqliteStore {
    /// Opens the store in a file, making the file (for this user alone) and its folder if need be,
    /// and bringing it up to this program's version. Blocks while it does.
    ///
    /// # Errors
    /// A newer store, another program's file, a damaged one, or one that can't be written is left
    /// as it is; the error names it and the way out.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let place = Place::file(path);
        connection::make_file(path, &place)?;
        let writing = connection::open(path).map_err(|fault| place.error(fault))?;
        schema::check(&writing, &place)?;
        connection::make_writer(&writing, &place)?;
        schema::migrate(&writing, &place)?;
        let readers = Readers::new(path.to_owned(), place.clone());
        Self::over(writing, Some((readers, path)), place)
    }

    /// A store that is gone when it is dropped: quick, for rehearsals and tests.
    ///
    /// # Errors
    /// When there is no memory or no thread to be had.
    pub fn open_in_memory() -> Result<Self, StoreError> {
        let place = Place::memory();
        let writing = connection::memory().map_err(|fault| place.error(fault))?;
        schema::migrate(&writing, &place)?;
        Self::over(writing, None, place)
    }

    fn over(writing: Connection, file: Option<(Readers, &Path)>, place: Place) -> Result<Self, StoreError> {
        let (readers, path) = file.unzip();
        Ok(Self {
            readers,
            writer: Writer::start(writing, place.clone(), path)?,
            numbers: Numbers::default(),
            kept: Mutex::default(),
            place,
        })
    }

    /// Reads; a store in memory has but the one connection to do it.
    async fn read<T, W>(&self, work: W) -> Result<T, StoreError>
    where
        T: Send + 'static,
        W: Fn(&Connection) -> Result<T, Fault> + Send + 'static,
    {
        match &self.readers {
            Some(readers) => readers.run(work).await,
            None => self.writer.run(work).await,
        }
    }

    fn is_kept(&self, hash: &str) -> bool {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).contains(hash)
    }

    fn keep(&self, hash: String) {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).insert(hash);
    }
}

#[async_trait]
impl Store for SqliteStore {
    async fn number(&self, estate: &EstateId, workflow: &WorkflowId) -> Result<u64, StoreError> {
        self.numbers.next(&self.writer, estate, workflow).await
    }

    async fn commit(&self, mut commit: Commit) -> Result<Committed, StoreError> {
        commit.pinned = commit.pinned.filter(|pinned| !self.is_kept(&pinned.hash));
        let hash = commit.pinned.as_ref().map(|pinned| pinned.hash.clone());
        let decision = Decision::new(commit).map_err(|fault| self.place.error(fault))?;
        let committed = self.writer.run(move |on| cases::write(on, &decision)).await?;
        if let (Some(hash), Committed::Done) = (hash, &committed) {
            self.keep(hash);
        }
        Ok(committed)
    }

    async fn events(&self, case: &CaseId) -> Result<Vec<Event>, StoreError> {
        let case = case.clone();
        self.read(move |on| cases::events(on, &case)).await
    }

    async fn order(&self, cases: &[CaseId]) -> Result<Vec<(CaseId, u32)>, StoreError> {
        let cases = cases.to_vec();
        self.read(move |on| cases::order(on, &cases)).await
    }

    async fn keyed(&self, key: &str) -> Result<Option<CaseId>, StoreError> {
        let key = key.to_owned();
        self.read(move |on| cases::keyed(on, &key)).await
    }

    async fn pinned(&self, hash: &str) -> Result<Option<Pinned>, StoreError> {
        let hash = hash.to_owned();
        self.read(move |on| cases::pinned(on, &hash)).await
    }

    async fn due(&self, now: Timestamp, limit: u32) -> Result<Vec<CaseId>, StoreError> {
        self.read(move |on| wakes::due(on, now, limit)).await
    }

    async fn earliest_wake(&self) -> Result<Option<Timestamp>, StoreError> {
        self.read(wakes::earliest).await
    }

    async fn open_cases(&self, after: Option<&CaseId>, limit: u32) -> Result<Vec<CaseId>, StoreError> {
        let after = after.cloned();
        self.read(move |on| wakes::open_cases(on, after.as_ref(), limit)).await
    }

    async fn asked(&self, limit: u32) -> Result<Vec<Asked>, StoreError> {
        self.read(move |on| schedule::asked(on, limit)).await
    }

    async fn drop_asked(&self, key: &str) -> Result<(), StoreError> {
        let key = key.to_owned();
        self.writer.run(move |on| schedule::drop_asked(on, &key)).await
    }

    async fn schedule(&self, start: &str) -> Result<Option<ScheduleState>, StoreError> {
        let start = start.to_owned();
        self.read(move |on| schedule::get(on, &start)).await
    }

    async fn set_schedule(&self, state: ScheduleState) -> Result<(), StoreError> {
        self.writer.run(move |on| schedule::set(on, &state)).await
    }

    async fn claim(
        &self,
        now: Timestamp,
        lease_until: Timestamp,
        limit: u32,
    ) -> Result<Vec<Delivery>, StoreError> {
        self.writer.run(move |on| outbox::claim(on, now, lease_until, limit)).await
    }

    async fn earliest_delivery(&self) -> Result<Option<Timestamp>, StoreError> {
        self.read(outbox::earliest).await
    }

    async fn settle(&self, settlements: Vec<Settlement>) -> Result<(), StoreError> {
        self.writer
            .run(move |on| settlements.iter().try_for_each(|settled| outbox::settle(on, settled)))
            .await
    }

    async fn late(&self, limit: u32) -> Result<Vec<Delivery>, StoreError> {
        // Not a mere reading: what can't be understood is set aside.
        self.writer.run(move |on| late::list(on, limit)).await
    }

    async fn count(&self, message: &str, purses: Vec<Purse>) -> Result<Option<Full>, StoreError> {
        let message = message.to_owned();
        self.writer.run(move |on| budget::count(on, &message, &purses)).await
    }

    async fn released(&self, now: Timestamp, limit: u32) -> Result<Vec<Delivery>, StoreError> {
        self.writer.run(move |on| late::released(on, now, limit)).await
    }

    async fn earliest_release(&self) -> Result<Option<Timestamp>, StoreError> {
        self.read(late::earliest).await
    }

    async fn held_for(
        &self,
        person: &StaffId,
        estate: &EstateId,
        limit: u32,
    ) -> Result<Vec<Delivery>, StoreError> {
        let (person, estate) = (person.clone(), estate.clone());
        self.writer.run(move |on| late::of_person(on, &person, &estate, limit)).await
    }

    async fn hand_over(&self, digests: Vec<Digest>, state: ScheduleState) -> Result<(), StoreError> {
        let digests: Vec<_> = digests.into_iter().map(late::Bundle::new).collect();
        self.writer
            .run(move |on| {
                late::hand_over(on, &digests, state.through)?;
                schedule::set(on, &state)
            })
            .await
    }

    async fn bundle(
        &self,
        release: Vec<i64>,
        digests: Vec<Digest>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let digests: Vec<_> = digests.into_iter().map(late::Bundle::new).collect();
        self.writer.run(move |on| late::bundle(on, &release, &digests, now)).await
    }

    async fn resend(&self, id: i64, now: Timestamp) -> Result<Option<DeliveryState>, StoreError> {
        self.writer.run(move |on| outbox::resend(on, id, now)).await
    }

    async fn hearing(
        &self,
        estate: &EstateId,
        event: Option<&EventName>,
        after: Option<&CaseId>,
        limit: u32,
    ) -> Result<Vec<CaseId>, StoreError> {
        let (estate, event, after) = (estate.clone(), event.cloned(), after.cloned());
        self.read(move |on| hearing::list(on, &estate, event.as_ref(), after.as_ref(), limit)).await
    }

    async fn first_shown(&self, photos: &[PhotoHash]) -> Result<Vec<Earlier>, StoreError> {
        if photos.is_empty() {
            return Ok(Vec::new());
        }
        let photos = photos.to_vec();
        self.read(move |on| photos::first(on, &photos)).await
    }

    async fn opened(&self, filter: &OpenedFilter) -> Result<Page<CaseRow>, StoreError> {
        let filter = filter.clone();
        self.read(move |on| directory::opened(on, &filter)).await
    }

    async fn cases(&self, filter: &CaseFilter) -> Result<Page<CaseRow>, StoreError> {
        let filter = filter.clone();
        self.read(move |on| directory::cases(on, &filter)).await
    }

    async fn messages(&self, filter: &MessageFilter) -> Result<Page<MessageRow>, StoreError> {
        let filter = filter.clone();
        self.read(move |on| directory::messages(on, &filter)).await
    }

    async fn tasks(&self, filter: &TaskFilter) -> Result<Page<TaskRow>, StoreError> {
        let filter = filter.clone();
        self.read(move |on| directory::tasks(on, &filter)).await
    }

    async fn remembered(&self, name: &str) -> Result<Option<String>, StoreError> {
        let name = name.to_owned();
        self.read(move |on| facts::get(on, &name)).await
    }

    async fn remember(&self, name: &str, value: &str) -> Result<(), StoreError> {
        let (name, value) = (name.to_owned(), value.to_owned());
        self.writer.run(move |on| facts::set(on, &name, &value)).await
    }

    async fn pulse(&self) -> Result<i64, StoreError> {
        match &self.readers {
            Some(readers) => readers.pulse().await,
            None => Ok(self.writer.commits()),
        }
    }
}

#[cfg(test)]
mod tests;
