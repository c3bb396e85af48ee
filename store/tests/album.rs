//! What an album does with the photos it is given: kept whole, once, for this user alone.

#![expect(clippy::unwrap_used, reason = "an album that fails where it must not is a failed test")]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use steward_model::PhotoHash;
use steward_ports::{Album as _, StoreError};
use steward_store::AlbumFolder;
use tempfile::TempDir;

fn album() -> (TempDir, AlbumFolder) {
    let folder = tempfile::tempdir().unwrap();
    let album = AlbumFolder::beside(&folder.path().join("steward.db"));
    (folder, album)
}

fn photo(text: &str) -> Arc<[u8]> {
    Arc::from([b"\xff\xd8\xff", text.as_bytes()].concat())
}

/// Every file below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut found: Vec<PathBuf> = entries
        .map(|entry| entry.unwrap().path())
        .flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] })
        .collect();
    found.sort();
    found
}

#[tokio::test]
async fn what_is_kept_is_read_again_under_its_hash_by_any_process() {
    let (folder, album) = album();
    let bytes = photo("lobby");
    let hash = album.keep(bytes.clone()).await.unwrap();
    assert_eq!(hash, album.hash(&bytes));
    let other = AlbumFolder::beside(&folder.path().join("steward.db"));
    assert_eq!(other.read(&hash).await.unwrap().as_deref(), Some(&*bytes));
    let place = folder.path().join("steward.db-photos").join(&hash.as_str()[..2]).join(hash.as_str());
    assert_eq!(files(album.path()), [place]);
}

#[tokio::test]
async fn the_hash_is_sha_256() {
    let (_folder, album) = album();
    // Of the empty text, as FIPS 180 has it.
    let known = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    assert_eq!(album.hash(b"").as_str(), known);
}

#[tokio::test]
async fn nothing_is_made_before_there_is_a_photo() {
    let (_folder, album) = album();
    assert_eq!(album.read(&PhotoHash::of([7; 32])).await.unwrap(), None);
    album.hash(b"\xff\xd8\xff");
    assert!(!album.path().exists());
}

#[tokio::test]
async fn the_same_photo_many_times_at_once_is_one_file() {
    let (_folder, album) = album();
    let bytes = photo("the same");
    let tasks: Vec<_> = (0..16)
        .map(|_| {
            let (album, bytes) = (album.clone(), bytes.clone());
            tokio::spawn(async move { album.keep(bytes).await.unwrap() })
        })
        .collect();
    for task in tasks {
        assert_eq!(task.await.unwrap(), album.hash(&bytes));
    }
    assert_eq!(files(album.path()).len(), 1, "and nothing half-written beside it");
}

#[tokio::test]
async fn a_photo_that_was_changed_on_disk_is_an_error_and_keeping_it_again_mends_it() {
    let (_folder, album) = album();
    let bytes = photo("lobby");
    let hash = album.keep(bytes.clone()).await.unwrap();
    let file = files(album.path()).remove(0);
    fs::write(&file, b"\xff\xd8\xff another").unwrap();
    assert!(matches!(album.read(&hash).await, Err(StoreError::Damaged(_))));
    album.keep(bytes.clone()).await.unwrap();
    assert_eq!(album.read(&hash).await.unwrap().as_deref(), Some(&*bytes));
}

#[tokio::test]
async fn what_a_stop_left_half_written_is_no_photo() {
    let (_folder, album) = album();
    let bytes = photo("lobby");
    let hash = album.keep(bytes.clone()).await.unwrap();
    let file = files(album.path()).remove(0);
    let left = file.with_file_name(format!(".{}.1.0.part", hash.as_str()));
    fs::rename(&file, &left).unwrap();
    assert_eq!(album.read(&hash).await.unwrap(), None);
    album.keep(bytes.clone()).await.unwrap();
    assert_eq!(album.read(&hash).await.unwrap().as_deref(), Some(&*bytes));
}

#[tokio::test]
async fn a_folder_that_can_not_be_made_says_so_and_leaves_nothing() {
    let (_folder, album) = album();
    fs::write(album.path(), "a file where the folder would be").unwrap();
    let Err(StoreError::Unavailable(why)) = album.keep(photo("lobby")).await else {
        panic!("it can't be kept there");
    };
    assert!(why.en.contains("steward.db-photos") && why.en.contains("try again"), "{}", why.en);
}

#[cfg(unix)]
#[tokio::test]
async fn photos_are_for_this_user_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let (_folder, album) = album();
    album.keep(photo("lobby")).await.unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let file = files(album.path()).remove(0);
    assert_eq!(mode(&file), 0o600);
    assert_eq!(mode(file.parent().unwrap()), 0o700);
    assert_eq!(mode(album.path()), 0o700);
}
