//! Where something was written: files as they came in, and places inside them.

use std::collections::BTreeMap;
use std::sync::Arc;

/// A place in a file of the handbook: a stretch of bytes, with line and column for people.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Place {
    /// The file, relative to the handbook's folder, with `/` between its parts.
    pub file: Arc<str>,
    /// First byte of the stretch.
    pub start: usize,
    /// One past its last byte. Never before `start`.
    pub end: usize,
}

impl Place {
    /// The very beginning of a file, for what is wrong with the file as a whole.
    pub fn top_of(file: impl AsRef<str>) -> Self {
        Self { file: Arc::from(file.as_ref()), start: 0, end: 0 }
    }
}

/// One file: its path relative to the handbook's folder, and its bytes as they were read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct File {
    /// Relative path with `/` between its parts.
    pub path: Arc<str>,
    /// The bytes, not yet known to be UTF-8.
    pub bytes: Arc<[u8]>,
}

/// The files of a handbook, by path. Text that is not saved yet is just another file.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Files {
    files: BTreeMap<Arc<str>, File>,
}

impl Files {
    /// No files yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file, in place of one with the same path.
    pub fn insert(&mut self, path: impl AsRef<str>, bytes: impl Into<Vec<u8>>) {
        let path: Arc<str> = Arc::from(path.as_ref());
        self.files.insert(path.clone(), File { path, bytes: bytes.into().into() });
    }

    /// The file at a path.
    pub fn get(&self, path: &str) -> Option<&File> {
        self.files.get(path)
    }

    /// All files, by path.
    pub fn iter(&self) -> impl Iterator<Item = &File> {
        self.files.values()
    }
}
