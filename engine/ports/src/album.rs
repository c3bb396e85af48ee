//! Where photos are kept that people show with a step. The record of a case names them by their hash;
//! their bytes are here and nowhere else.
//!
//! Contract in words, held by `store/tests/album.rs`:
//! - `keep` returns once the bytes are on disk under their hash. Keeping the same bytes again is
//!   harmless, whoever does it and however many at once.
//! - A photo is kept before the case's commit that names it, so the record never names what is not
//!   there. Where the program stops in between, a photo lies there that no case names: harmless, and
//!   the same sending tried again names it.
//! - What is read is what was kept: bytes that no longer match their hash are an error, not a photo.
//! - Nothing is ever changed or deleted.

use crate::StoreError;
use async_trait::async_trait;
use std::sync::Arc;
use steward_model::PhotoHash;

/// A place for photos.
#[async_trait]
pub trait Album: Send + Sync {
    /// What these bytes would be kept under. Keeps nothing.
    fn hash(&self, bytes: &[u8]) -> PhotoHash;

    /// Keeps a photo.
    ///
    /// # Errors
    /// When it can't be written; it may then be tried again.
    async fn keep(&self, bytes: Arc<[u8]>) -> Result<PhotoHash, StoreError>;

    /// The bytes of a photo. `None`: none of that hash was kept here.
    ///
    /// # Errors
    /// When it can't be read, or is no longer what was kept.
    async fn read(&self, hash: &PhotoHash) -> Result<Option<Vec<u8>>, StoreError>;
}
