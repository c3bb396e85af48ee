//! One language in two vocabularies: the shipped handbook said in Chinese words is the same handbook,
//! and said back in English the same bytes.

use steward_language::{Formatted, format};
use steward_model::{Files, Handbook, Lang};
use steward_tests::folders::shipped;

/// All files in one vocabulary.
fn said(files: &Files, words: Lang) -> Files {
    let mut all = Files::new();
    for file in files.iter() {
        match format(file, Some(words)) {
            Formatted::Changed(text) => all.insert(&file.path, text),
            Formatted::Same => all.insert(&file.path, file.bytes.to_vec()),
            Formatted::Unreadable => panic!("{} can't be read", file.path),
        };
    }
    all
}

fn hashes(handbook: &Handbook) -> Vec<(String, String)> {
    let each = handbook.workflows.values();
    each.map(|workflow| (workflow.id.to_string(), workflow.hash.to_string())).collect()
}

fn read(files: &Files) -> Handbook {
    let (handbook, findings) = steward_language::read(files);
    let said = steward_language::render::text(&findings, files, Lang::En, false);
    assert!(said.is_empty(), "{said}");
    handbook.expect("there is a handbook")
}

#[test]
fn the_shipped_files_go_into_chinese_words_and_back_to_the_same_bytes() {
    let english = shipped();
    let chinese = said(&english, Lang::Zh);
    let back = said(&chinese, Lang::En);
    let again = said(&back, Lang::Zh);
    for file in english.iter() {
        let of = |files: &Files| {
            let bytes = files.get(&file.path).expect("it has the same files").bytes.to_vec();
            String::from_utf8(bytes).expect("UTF-8")
        };
        assert_eq!(of(&english), of(&back), "{} there and back", file.path);
        assert_eq!(of(&chinese), of(&again), "{} and there again", file.path);
        if file.path.ends_with(".yaml") {
            assert_ne!(of(&english), of(&chinese), "{} has words", file.path);
        }
    }
}

#[test]
fn the_shipped_files_are_formatted() {
    for file in shipped().iter() {
        assert_eq!(format(file, None), Formatted::Same, "{}", file.path);
    }
}

#[test]
fn the_shipped_handbook_in_chinese_words_has_nothing_wrong_and_the_same_hashes() {
    let english = shipped();
    let chinese = said(&english, Lang::Zh);
    let (one, other) = (read(&english), read(&chinese));
    assert_eq!(hashes(&one), hashes(&other));
}

#[test]
fn every_scenario_plays_alike_in_chinese_words() {
    let english = shipped();
    let chinese = said(&english, Lang::Zh);
    let (one, other) = (read(&english), read(&chinese));
    assert!(!one.scenarios.is_empty());
    assert_eq!(one.scenarios.len(), other.scenarios.len());
    for (a, b) in one.scenarios.iter().zip(&other.scenarios) {
        let acts = |scenario: &steward_model::Scenario| {
            let lines = scenario.story.iter();
            lines
                .map(|line| format!("{:?} {:?} {:?} {:?}", line.at, line.actor, line.act, line.expect))
                .collect::<Vec<_>>()
        };
        assert_eq!((&a.name, &a.opened, &a.starter), (&b.name, &b.opened, &b.starter));
        assert_eq!(acts(a), acts(b), "{}", a.name);
    }
}
