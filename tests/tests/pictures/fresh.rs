//! The pictures of `docs/pictures` are those of the shipped handbook as it is now.
//! `STEWARD_BLESS=1` draws them anew.

use super::shipped;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use steward_model::{Files, Handbook, Lang};
use steward_picture::{Sheet, svg};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("a workspace").to_owned()
}

/// The handbook at the root of the repository.
pub(crate) fn handbook() -> Handbook {
    read(&root())
}

/// The handbook that the reference takes its examples from.
pub(crate) fn examples() -> Handbook {
    read(&root().join("docs/language/handbook"))
}

fn read(folder: &Path) -> Handbook {
    let mut files = Files::new();
    files.insert("steward.yaml", fs::read(folder.join("steward.yaml")).expect("steward.yaml"));
    for room in ["workflows", "calendars", "estates", "rules", "templates"] {
        gather(&mut files, &folder.join(room), room);
    }
    let (handbook, findings) = steward_language::read(&files);
    handbook.unwrap_or_else(|| panic!("{} is not understood: {findings:?}", folder.display()))
}

fn gather(files: &mut Files, folder: &Path, under: &str) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.expect("an entry").path();
        let name = format!("{under}/{}", path.file_name().and_then(|name| name.to_str()).expect("a name"));
        match path.is_dir() {
            true => gather(files, &path, &name),
            false => files.insert(name, fs::read(&path).expect("a file")),
        }
    }
}

#[test]
fn the_pictures_in_the_docs_are_those_of_the_shipped_handbook() {
    let folder = root().join("docs/pictures");
    let bless = std::env::var_os("STEWARD_BLESS").is_some();
    let sheet = Sheet { organisation: handbook().organisation.name, estate: None };
    let mut drawn = BTreeSet::new();
    for (name, graph) in shipped() {
        for (lang, tag) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
            let (picture, file) = (svg(&graph, &sheet, lang), format!("{name}.{tag}.svg"));
            if bless {
                fs::create_dir_all(&folder).expect("a folder");
                fs::write(folder.join(&file), &picture).expect("a picture is written");
            }
            let kept = fs::read_to_string(folder.join(&file)).unwrap_or_default();
            assert!(
                kept == picture,
                "docs/pictures/{file} is not what {name} is now: STEWARD_BLESS=1 cargo nextest run -p steward-tests pictures"
            );
            drawn.insert(file);
        }
    }
    let kept = fs::read_dir(&folder).expect("the pictures").map(|entry| entry.expect("an entry").file_name());
    // Other pictures of the docs stand there too.
    let of_a_process = |name: &String| [".zh.svg", ".en.svg"].iter().any(|end| name.ends_with(end));
    let kept: BTreeSet<String> =
        kept.filter_map(|name| name.into_string().ok()).filter(of_a_process).collect();
    assert_eq!(kept, drawn, "pictures of processes that are no more");
}
