//! Where everything that was accepted is kept: the contract of `steward_ports::store`, carried out.
//!
//! [`SqliteStore`] keeps it in one file, [`AlbumFolder`] the photos beside it. `codec` is the stored form of events and messages, by
//! version; `words` spells states in columns; both know no SQL and serve every database. All SQL
//! is below `sqlite/`, one file a subject, in the subset that PostgreSQL takes too, so that a
//! folder beside it can mirror it. `tests/conformance.rs` is the suite that any store passes.

mod album;
mod codec;
mod sqlite;
mod words;

pub use album::AlbumFolder;
pub use sqlite::SqliteStore;
