//! The handbook's folder on disk: where it is, and its files as they stand.

use crate::output::{Problem, Status};
use std::fs;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use steward_model::{Files, Text};

/// The folders a handbook has, and the endings of the files in them that count.
const FOLDERS: [(&str, &[&str]); 6] = [
    ("workflows", &["yaml", "yml"]),
    ("rules", &["rhai"]),
    ("calendars", &["yaml", "yml"]),
    ("estates", &["yaml", "yml"]),
    ("templates", &["txt", "html"]),
    ("scenarios", &["yaml", "yml"]),
];

/// A file may be this large: a definition of a process is a few pages, and the reader refuses more
/// than a mebibyte; a little over that is read so that the reader can say so.
const LARGEST: u64 = 2 * 1024 * 1024;

/// A folder may hold this many files: a thousand processes and a thousand estates, with room.
const MOST: usize = 20_000;

/// The handbook's folder: the one named, else the nearest upwards with a steward.yaml.
pub(crate) fn find(named: Option<&Path>) -> Result<PathBuf, Problem> {
    if let Some(named) = named {
        if named.join("steward.yaml").is_file() {
            return Ok(named.to_owned());
        }
        return Err(missing(named));
    }
    let here = std::env::current_dir()
        .map_err(|error| Problem::new(Status::Outside, "no-folder", Text::plain(format!("{error}"))))?;
    here.ancestors()
        .find(|folder| folder.join("steward.yaml").is_file())
        .map(Path::to_owned)
        .ok_or_else(|| missing(&here))
}

/// Where a folder lies in its repository, such as `books/jiangnan`; empty at the root of one, and outside of any.
pub(crate) fn in_repository(folder: &Path) -> String {
    let Ok(folder) = fs::canonicalize(folder) else {
        return String::new();
    };
    // A file in a worktree and a submodule, a folder elsewhere.
    let root = folder.ancestors().find(|above| above.join(".git").exists());
    let inside = root.and_then(|root| folder.strip_prefix(root).ok()).unwrap_or(Path::new(""));
    let names: Vec<_> = inside.iter().map(|name| name.to_string_lossy()).collect();
    names.join("/")
}

fn missing(folder: &Path) -> Problem {
    Problem::words(
        "no-handbook",
        format!("{} 里没有 steward.yaml", folder.display()),
        format!("there is no steward.yaml in {}", folder.display()),
    )
    .help(Text::new(
        "用 --dir 指明手册所在的文件夹，或用 steward init DIR 新建一个",
        "name the handbook's folder with --dir, or write a new one with `steward init DIR`",
    ))
}

/// Folders inside folders, this deep: a process a file, by section and subsection, with room.
const DEEPEST: usize = 16;

/// Reads the handbook's files. What is not part of a handbook is left alone.
pub(crate) fn read(folder: &Path) -> Result<Files, Problem> {
    let root = fs::canonicalize(folder).map_err(|error| unreadable(folder, &error))?;
    let mut walk = Walk { root, files: Files::new(), count: 0 };
    walk.add(&folder.join("steward.yaml"), "steward.yaml")?;
    for (name, endings) in FOLDERS {
        let inside = folder.join(name);
        if inside.is_dir() {
            walk.folder(&inside, name, endings, DEEPEST)?;
        }
    }
    Ok(walk.files)
}

/// Whether a path inside the folder may be of the handbook, as far as its name tells. A mounted
/// configuration is changed by what its links lead to, which has a name in two dots.
pub(crate) fn may_hold(path: &Path) -> bool {
    let Some(first) = path.iter().next().and_then(|first| first.to_str()) else { return false };
    first == "steward.yaml" || first.starts_with("..") || FOLDERS.iter().any(|(name, _)| *name == first)
}

/// A walk through the folder.
struct Walk {
    /// The folder itself, without links.
    root: PathBuf,
    files: Files,
    count: usize,
}

impl Walk {
    fn folder(&mut self, folder: &Path, name: &str, endings: &[&str], deeper: usize) -> Result<(), Problem> {
        let mut entries: Vec<_> = fs::read_dir(folder)
            .map_err(|error| unreadable(folder, &error))?
            .collect::<Result<_, _>>()
            .map_err(|error| unreadable(folder, &error))?;
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            let file_name = entry.file_name();
            let Some(file_name) = file_name.to_str().filter(|name| !name.starts_with('.')) else { continue };
            let path = entry.path();
            let inside = format!("{name}/{file_name}");
            let kind = entry.file_type().map_err(|error| unreadable(&path, &error))?;
            let counts =
                path.extension().and_then(|end| end.to_str()).is_some_and(|end| endings.contains(&end));
            // A linked folder may lead in a circle; a linked file is followed within the handbook,
            // as a mounted configuration has them.
            if kind.is_dir() {
                if deeper == 0 {
                    return Err(too_deep(&path));
                }
                self.folder(&path, &inside, endings, deeper - 1)?;
            } else if counts && !path.is_dir() {
                self.add(&path, &inside)?;
            }
        }
        Ok(())
    }

    fn add(&mut self, path: &Path, name: &str) -> Result<(), Problem> {
        self.count += 1;
        if self.count > MOST {
            return Err(Problem::words(
                "too-many-files",
                format!("手册的文件超过 {MOST} 个"),
                format!("the handbook has more than {MOST} files"),
            ));
        }
        let real = fs::canonicalize(path).map_err(|error| unreadable(path, &error))?;
        if !real.starts_with(&self.root) {
            return Err(leads_out(path));
        }
        let about = fs::metadata(&real).map_err(|error| unreadable(path, &error))?;
        if !about.is_file() {
            return Err(leads_out(path));
        }
        if about.len() > LARGEST {
            // The reader refuses it by its size, at its place; its content is not needed for that.
            self.files.insert(name, vec![b' '; LARGEST as usize]);
            return Ok(());
        }
        self.files.insert(name, fs::read(&real).map_err(|error| unreadable(path, &error))?);
        Ok(())
    }
}

/// Puts another text into a file, whole or not at all: beside it first, on disk, then in its place.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), Problem> {
    let written = || {
        // Where a mounted configuration links its files, the file itself is meant.
        let real = fs::canonicalize(path)?;
        let mut beside = real.clone().into_os_string();
        beside.push(".new");
        let mut file = fs::File::create(&beside)?;
        file.write_all(bytes)?;
        file.set_permissions(fs::metadata(&real)?.permissions())?;
        file.sync_all()?;
        fs::rename(&beside, &real)
    };
    written().map_err(|error: std::io::Error| unwritable(path, &error))
}

/// Writes a file that is not there yet, with the folders above it.
pub(crate) fn write_new(path: &Path, text: &str) -> Result<(), Problem> {
    let written = || {
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::File::create_new(path)?.write_all(text.as_bytes())
    };
    written().map_err(|error: std::io::Error| unwritable(path, &error))
}

fn leads_out(path: &Path) -> Problem {
    let path = path.display();
    Problem::words(
        "leads-out",
        format!("{path} 是链接，指到了手册文件夹之外（或不是文件）"),
        format!("{path} is a link out of the handbook's folder, or no file"),
    )
    .help(Text::new("把文件本身放进手册文件夹", "put the file itself into the folder"))
}

fn too_deep(path: &Path) -> Problem {
    let path = path.display();
    Problem::words(
        "too-deep",
        format!("{path} 套了超过 {DEEPEST} 层文件夹"),
        format!("{path} lies more than {DEEPEST} folders deep"),
    )
}

/// Reads one file that a call names, within the bounds of a handbook's files.
pub(crate) fn read_one(path: &Path) -> Result<String, Problem> {
    let size = fs::metadata(path).map_err(|error| nameless(path, &error))?.len();
    if size > LARGEST {
        return Err(Problem::words(
            "too-large",
            format!("{} 太大（超过 {LARGEST} 字节）", path.display()),
            format!("{} is larger than {LARGEST} bytes", path.display()),
        ));
    }
    fs::read_to_string(path).map_err(|error| nameless(path, &error))
}

/// Writes a file that the call names.
pub(crate) fn write_one(path: &Path, text: &str) -> Result<(), Problem> {
    write_bytes(path, text.as_bytes())
}

/// Reads a file of whatever content that a call names. `None`: it has more bytes than `most`.
pub(crate) fn read_bytes(path: &Path, most: u64) -> Result<Option<Vec<u8>>, Problem> {
    let read = || {
        let file = fs::File::open(path)?;
        let about = file.metadata()?;
        if about.is_dir() {
            return Err(std::io::ErrorKind::IsADirectory.into());
        }
        let mut bytes = Vec::new();
        // Its size may not be known before, or change meanwhile.
        file.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
        Ok((u64::try_from(bytes.len()).unwrap_or(u64::MAX) <= most).then_some(bytes))
    };
    read().map_err(|error: std::io::Error| nameless(path, &error))
}

/// Writes a file of whatever content that the call names.
pub(crate) fn write_bytes(path: &Path, bytes: &[u8]) -> Result<(), Problem> {
    fs::write(path, bytes).map_err(|error| unwritable(path, &error))
}

/// Makes a folder, and those above it.
pub(crate) fn make(path: &Path) -> Result<(), Problem> {
    fs::create_dir_all(path).map_err(|error| unwritable(path, &error))
}

/// A file or folder that can't be written.
pub(crate) fn unwritable(path: &Path, error: &std::io::Error) -> Problem {
    Problem::new(
        Status::Outside,
        "unwritable",
        Text::new(
            format!("写不了 {}：{error}", path.display()),
            format!("{} can't be written: {error}", path.display()),
        ),
    )
}

/// A file that the call names and that isn't there: the call's words are off.
fn nameless(path: &Path, error: &std::io::Error) -> Problem {
    if error.kind() == std::io::ErrorKind::NotFound {
        let path = path.display();
        return Problem::words("no-file", format!("没有文件 {path}"), format!("there is no file {path}"));
    }
    Problem::words(
        "no-file",
        format!("读不了 {}：{error}", path.display()),
        format!("{} can't be read: {error}", path.display()),
    )
}

fn unreadable(path: &Path, error: &std::io::Error) -> Problem {
    Problem::new(
        Status::Outside,
        "unreadable",
        Text::new(
            format!("读不了 {}：{error}", path.display()),
            format!("{} can't be read: {error}", path.display()),
        ),
    )
}
