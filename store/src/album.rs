//! The photos of a store, each in a file of its own in a folder beside it, named by the SHA-256 of its
//! bytes: `steward.db-photos/ab/ab12…`. Why not in the database itself: `docs/decisions/0009`.
//!
//! A file is written under another name, brought to disk and only then given its own, so what has a
//! hash for a name is whole. What a stop leaves behind under another name begins with a dot and is
//! looked at by nobody.

use async_trait::async_trait;
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use steward_model::{PhotoHash, Text};
use steward_ports::{Album, StoreError};

/// Photos in a folder, which several processes may use at once.
#[derive(Clone, Debug)]
pub struct AlbumFolder {
    root: Arc<Path>,
}

impl AlbumFolder {
    /// The folder of the store in this file. It is made, for this user alone, with the first photo.
    pub fn beside(store: &Path) -> Self {
        let mut name = store.as_os_str().to_owned();
        name.push("-photos");
        Self { root: PathBuf::from(name).into() }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.root
    }

    fn file(&self, hash: &PhotoHash) -> PathBuf {
        let name = hash.as_str();
        self.root.join(&name[..2]).join(name)
    }

    fn keep_now(&self, hash: &PhotoHash, bytes: &[u8]) -> io::Result<()> {
        let file = self.file(hash);
        let folder = file.parent().unwrap_or(&self.root);
        let is_new = !folder.exists();
        make_folder(folder)?;
        let part = folder.join(part_name(hash));
        let written = write(&part, bytes).and_then(|()| fs::rename(&part, &file));
        if let Err(error) = written {
            // It is no photo, so it is nobody's loss where it can't be taken away either.
            let _ = fs::remove_file(&part);
            return Err(error);
        }
        to_disk(folder)?;
        if is_new {
            to_disk(&self.root)?;
            self.root.parent().filter(|above| !above.as_os_str().is_empty()).map_or(Ok(()), to_disk)?;
        }
        Ok(())
    }

    fn unwritable(&self, error: &io::Error) -> StoreError {
        let place = self.root.display();
        StoreError::Unavailable(Text::new(
            format!("照片存不进 {place}（{error}）；请检查磁盘空间和目录权限后再试，案件没有改动"),
            format!(
                "the photo can't be kept in {place} ({error}); see that there is room and that this user can write there, then try again. The case was not changed"
            ),
        ))
    }

    fn unreadable(&self, hash: &PhotoHash, error: &io::Error) -> StoreError {
        let place = self.file(hash);
        let place = place.display();
        StoreError::Unavailable(Text::new(
            format!("读不出照片 {place}（{error}）"),
            format!("the photo {place} can't be read ({error})"),
        ))
    }

    fn changed(&self, hash: &PhotoHash) -> StoreError {
        let place = self.file(hash);
        let place = place.display();
        StoreError::Damaged(Text::new(
            format!("照片 {place} 和存入时不一样了；请从备份恢复这个文件"),
            format!("the photo {place} is not what was kept; restore this file from a backup"),
        ))
    }
}

#[async_trait]
impl Album for AlbumFolder {
    fn hash(&self, bytes: &[u8]) -> PhotoHash {
        hash_of(bytes)
    }

    async fn keep(&self, bytes: Arc<[u8]>) -> Result<PhotoHash, StoreError> {
        let album = self.clone();
        run(move || {
            let hash = hash_of(&bytes);
            album.keep_now(&hash, &bytes).map_err(|error| album.unwritable(&error))?;
            Ok(hash)
        })
        .await
    }

    async fn read(&self, hash: &PhotoHash) -> Result<Option<Vec<u8>>, StoreError> {
        let (album, hash) = (self.clone(), hash.clone());
        run(move || match fs::read(album.file(&hash)) {
            Ok(bytes) if hash_of(&bytes) == hash => Ok(Some(bytes)),
            Ok(_) => Err(album.changed(&hash)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(album.unreadable(&hash, &error)),
        })
        .await
    }
}

/// Runs what waits for a disk where nobody else waits for it.
async fn run<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|_| {
        Err(StoreError::Unavailable(Text::new(
            "正在关闭，照片没有存；重新启动后再试",
            "the program is being closed, and the photo was not kept; try again after the next start",
        )))
    })
}

fn hash_of(bytes: &[u8]) -> PhotoHash {
    PhotoHash::of(Sha256::digest(bytes).into())
}

/// A name that no other writing has: neither of this process nor of another.
fn part_name(hash: &PhotoHash) -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    format!(".{}.{}.{count}.part", hash.as_str(), std::process::id())
}

fn make_folder(path: &Path) -> io::Result<()> {
    let mut folder = fs::DirBuilder::new();
    folder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut folder, 0o700);
    folder.create(path)
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Brings a folder's list of names to disk.
fn to_disk(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}
