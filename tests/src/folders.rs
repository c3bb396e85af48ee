//! The handbooks that tests read: the shipped one, and those in folders of their own.

use std::fs;
use std::path::Path;
use steward_model::Files;

/// What lies at the root of this repository as a handbook.
const ROOMS: [&str; 6] = ["workflows", "rules", "calendars", "estates", "templates", "scenarios"];

/// Lays every file of a folder over those that are there, below `under`; but no text that a test expects.
///
/// # Panics
/// Where the folder can't be read.
pub fn lay(files: &mut Files, folder: &Path, under: &str) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().and_then(|name| name.to_str()).expect("a plain name");
        let inside = if under.is_empty() { name.to_owned() } else { format!("{under}/{name}") };
        if path.is_dir() {
            lay(files, &path, &inside);
        } else if !name.starts_with("expected.") {
            files.insert(&inside, fs::read(&path).expect("a file"));
        }
    }
}

/// The shipped handbook.
///
/// # Panics
/// Where it is not there.
pub fn shipped() -> Files {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut files = Files::new();
    files.insert("steward.yaml", fs::read(root.join("steward.yaml")).expect("the shipped steward.yaml"));
    for room in ROOMS.iter().filter(|room| root.join(room).is_dir()) {
        lay(&mut files, &root.join(room), room);
    }
    assert!(files.iter().count() > 10, "the shipped handbook is not where it is looked for");
    files
}
