//! Everything `check` can say, as an operations manager reads it. Each folder of `golden/check` is one
//! mistake: the files that differ from the small healthy handbook of `golden/healthy`, and the whole
//! text that is said about it in both languages. What can't well be stored (fifty megabytes, another
//! encoding) is made in [`made`].
//!
//! `STEWARD_BLESS=1` writes the texts anew; read the difference before it is committed.

#[path = "golden/again.rs"]
mod again;
#[path = "golden/codes.rs"]
mod codes;
#[path = "golden/explained.rs"]
mod explained;
#[path = "golden/fixes.rs"]
mod fixes;
#[path = "golden/hosts.rs"]
mod hosts;
#[path = "golden/hundreds.rs"]
mod hundreds;
#[path = "golden/made.rs"]
mod made;
#[path = "golden/several.rs"]
mod several;
#[path = "golden/spoken.rs"]
mod spoken;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use steward_language::render;
use steward_model::{Diagnostic, Files, Lang};
use steward_tests::folders::{lay, shipped};

/// A mistake: its name and the folder that has it.
pub(crate) struct Mistake {
    pub(crate) name: String,
    pub(crate) files: Files,
}

fn golden() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("golden")
}

/// The handbook that nothing is wrong with.
pub(crate) fn healthy() -> Files {
    let mut files = Files::new();
    lay(&mut files, &golden().join("healthy"), "");
    files
}

/// Every mistake: those stored, and those made here.
pub(crate) fn mistakes() -> Vec<Mistake> {
    let mut folders: Vec<PathBuf> = fs::read_dir(golden().join("check"))
        .expect("the folder of golden folders")
        .map(|entry| entry.expect("a golden folder").path())
        .collect();
    folders.sort();
    let made = made::all();
    let stored = folders.iter().filter_map(|folder| {
        let name = folder.file_name()?.to_str()?.to_owned();
        let mut files = healthy();
        lay(&mut files, folder, "");
        (!made.contains_key(name.as_str())).then_some(Mistake { name, files })
    });
    let mut all: Vec<Mistake> = stored.collect();
    all.extend(made.into_iter().map(|(name, files)| Mistake { name: name.to_owned(), files }));
    all
}

/// What `check` finds: the language first, then the rules.
pub(crate) fn findings(files: &Files) -> Vec<Diagnostic> {
    let (handbook, mut found) = steward_language::read(files);
    if let Some(handbook) = handbook {
        found.append(&mut steward_rules::compile(&handbook).1);
    }
    steward_language::silence(files, found)
}

fn expected(name: &str, lang: Lang) -> PathBuf {
    let lang = match lang {
        Lang::Zh => "zh",
        Lang::En => "en",
    };
    golden().join("check").join(name).join(format!("expected.{lang}.txt"))
}

/// Compares a text with its file. `None` when they agree.
fn difference(name: &str, lang: Lang, said: &str) -> Option<String> {
    let path = expected(name, lang);
    if std::env::var_os("STEWARD_BLESS").is_some() {
        fs::create_dir_all(path.parent().expect("a folder")).expect("the folder is made");
        fs::write(&path, said).expect("the text is written");
        return None;
    }
    let wanted = fs::read_to_string(&path).unwrap_or_default();
    (wanted != said).then(|| format!("{name}\n--- it should say:\n{wanted}\n--- it said:\n{said}"))
}

#[test]
fn the_healthy_handbook_has_nothing_wrong() {
    let files = healthy();
    let said = render::text(&findings(&files), &files, Lang::En, false);
    assert!(said.is_empty(), "{said}");
}

#[test]
fn the_shipped_handbook_has_nothing_wrong() {
    let files = shipped();
    let said = render::text(&findings(&files), &files, Lang::En, false);
    assert!(said.is_empty(), "{said}");
}

#[test]
fn each_mistake_is_told_whole_in_both_languages() {
    let mut different = Vec::new();
    for Mistake { name, files } in mistakes() {
        let found = findings(&files);
        for lang in [Lang::En, Lang::Zh] {
            let said = render::text(&found, &files, lang, false);
            different.extend(difference(&name, lang, &said));
        }
    }
    assert!(different.is_empty(), "{} texts differ:\n\n{}", different.len(), different.join("\n"));
}

#[test]
fn every_finding_lies_within_its_file() {
    for Mistake { name, files } in mistakes() {
        let found = findings(&files);
        assert!(!found.is_empty(), "nothing is wrong with {name}");
        for finding in &found {
            let also = finding.also.iter().map(|label| &label.place);
            let fix = finding.fix.iter().map(|fix| &fix.place);
            for place in std::iter::once(&finding.place).chain(also).chain(fix) {
                let length = files.get(&place.file).map_or(0, |file| file.bytes.len());
                let code = finding.code;
                assert!(place.start <= place.end, "{name}: {code} ends before it begins");
                assert!(place.end <= length, "{name}: {code} lies beyond the end of {}", place.file);
            }
        }
    }
}

#[test]
fn every_mistake_has_a_name_of_its_own() {
    let mut seen = BTreeMap::new();
    for Mistake { name, .. } in mistakes() {
        let plain =
            name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        assert!(plain, "{name} is no kebab-case sentence");
        assert!(seen.insert(name.clone(), ()).is_none(), "{name} is there twice");
    }
    assert!(seen.len() >= 40, "only {} mistakes are tried", seen.len());
}
