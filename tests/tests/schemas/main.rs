//! The JSON Schemas, judged by a validator and a reader of YAML that know nothing of the language:
//! they accept every shipped file in both vocabularies, and refuse each golden mistake of shape.

mod others;

use jsonschema::Validator;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use steward_language::{Formatted, SCHEMAS, format, schema};
use steward_model::{File, Files, Lang};
use steward_tests::folders::{lay, shipped};

/// The kinds of file with their validators.
fn validators() -> BTreeMap<&'static str, Validator> {
    let of = |kind: &&'static str| {
        let schema = schema(kind).expect("there is a schema of each kind");
        (*kind, jsonschema::draft202012::new(&schema).expect("the schema itself is right"))
    };
    SCHEMAS.iter().map(of).collect()
}

/// The YAML of a handbook.
fn yaml(files: &Files) -> Files {
    let mut yaml = Files::new();
    for file in files.iter().filter(|file| file.path.ends_with(".yaml")) {
        yaml.insert(&file.path, file.bytes.to_vec());
    }
    yaml
}

/// The kind of a file, by its folder.
fn kind(file: &File, text: &str) -> &'static str {
    match file.path.split_once('/') {
        Some(("workflows", _)) => "workflow",
        Some(("estates", _)) => "estate",
        Some(("scenarios", _)) => "scenario",
        Some(("calendars", _)) if text.contains("holiday_list:") || text.contains("节假日表:") => {
            "holidays"
        }
        Some(("calendars", _)) => "calendar",
        _ => "handbook",
    }
}

/// What the validator says against a file. `None` when it is no YAML at all.
fn refused(validators: &BTreeMap<&'static str, Validator>, file: &File, text: &str) -> Option<Vec<String>> {
    let value: serde_json::Value = serde_norway::from_str(text).ok()?;
    let errors = validators[kind(file, text)].iter_errors(&value);
    Some(errors.map(|error| format!("{}: {error}", error.instance_path())).collect())
}

#[test]
fn every_shipped_file_is_accepted_in_both_vocabularies() {
    let validators = validators();
    for file in yaml(&shipped()).iter() {
        let english = std::str::from_utf8(&file.bytes).expect("UTF-8");
        let Formatted::Changed(chinese) = format(file, Some(Lang::Zh)) else {
            panic!("{} has words", file.path)
        };
        for text in [english, &chinese] {
            let refused = refused(&validators, file, text).expect("a shipped file is YAML");
            assert!(refused.is_empty(), "{}: {refused:#?}\n{text}", file.path);
        }
    }
}

/// The golden mistakes that are told at a code of shape, by their folders' names, with the files
/// that differ from the healthy handbook.
fn mistakes() -> Vec<(String, Files)> {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden/check");
    let mut all = Vec::new();
    for entry in fs::read_dir(golden).expect("the golden folders") {
        let folder = entry.expect("a golden folder").path();
        let said = fs::read_to_string(folder.join("expected.en.txt")).unwrap_or_default();
        if SHAPE.iter().any(|code| said.contains(&format!("error[{code}]"))) {
            let mut files = Files::new();
            lay(&mut files, &folder, "");
            let name = folder.file_name().and_then(|name| name.to_str()).expect("a plain name");
            all.push((name.to_owned(), yaml(&files)));
        }
    }
    all
}

/// The codes of mistakes that lie in a file's shape.
const SHAPE: [&str; 7] =
    ["unknown-key", "missing-key", "unknown-word", "wrong-shape", "not-yet", "unknown-day", "secret-in-file"];

/// Mistakes of these codes that a schema can't see.
const UNSEEN: &[(&str, &str)] = &[
    ("a-choice-without-choices", "whether `of` is needed hangs on the type beside it"),
    ("a-limit-of-the-case-that-says-not-how-long", "`within` or `by` is needed, of a step's clock neither"),
    ("a-password-without-an-account", "`user` is needed only beside a password"),
    ("an-estate-that-adds-a-step-without-its-place", "`after` is needed of added steps alone"),
    ("for-each-zone-with-a-slip", "a field may stand there as well"),
    ("postgres-comes-in-a-later-version", "the address of a store is a text to a schema"),
];

#[test]
fn every_golden_mistake_of_shape_is_refused_in_both_vocabularies() {
    let validators = validators();
    let mut unseen = BTreeSet::new();
    let mut seen = 0;
    for (name, files) in mistakes() {
        let mut found = [false, false];
        for file in files.iter() {
            let english = std::str::from_utf8(&file.bytes).expect("UTF-8");
            let chinese = match format(file, Some(Lang::Zh)) {
                Formatted::Changed(text) => text,
                _ => english.to_owned(),
            };
            for (at, text) in [english, &chinese].into_iter().enumerate() {
                // What is no YAML no editor accepts either.
                found[at] |= refused(&validators, file, text).is_none_or(|refused| !refused.is_empty());
            }
        }
        if found == [true, true] {
            seen += 1;
        } else {
            unseen.insert(name);
        }
    }
    let known: BTreeSet<String> = UNSEEN.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(unseen, known, "what the schemas do not see");
    assert!(seen > 20, "{seen} mistakes were refused");
}

/// The shipped files on disk, for editors: `schemas/KIND.json`.
#[test]
fn the_schemas_in_the_folder_are_those_of_the_language_as_it_is() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schemas");
    for kind in SCHEMAS {
        let path = folder.join(format!("{kind}.json"));
        let schema = schema(kind).expect("there is a schema of each kind");
        let written = serde_json::to_string_pretty(&schema).expect("a document") + "\n";
        if std::env::var_os("STEWARD_BLESS").is_some() {
            fs::create_dir_all(&folder).expect("a folder");
            fs::write(&path, &written).expect("a schema is written");
        }
        assert!(
            fs::read_to_string(&path).is_ok_and(|kept| kept == written),
            "schemas/{kind}.json is not what the language is now: STEWARD_BLESS=1 cargo nextest run -p steward-tests --test schemas"
        );
    }
}

#[test]
fn every_shipped_file_names_the_schema_of_its_kind() {
    for file in yaml(&shipped()).iter() {
        let text = std::str::from_utf8(&file.bytes).expect("UTF-8");
        let up = match file.path.matches('/').count() {
            0 => "./".to_owned(),
            deep => "../".repeat(deep),
        };
        let line = format!("# yaml-language-server: $schema={up}schemas/{}.json", kind(file, text));
        assert_eq!(text.lines().next(), Some(&*line), "{}", file.path);
    }
}
