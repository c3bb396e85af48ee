//! What is said of a file in Chinese words is said in Chinese words: no English word of the language is
//! left in it that the file does not write itself.

use crate::{Mistake, findings, mistakes};
use std::collections::BTreeSet;
use std::path::Path;
use steward_language::{Formatted, format};
use steward_model::{Files, Lang};
use steward_tests::folders::lay;

/// English words of the language that are names in a message: of folders and files, of templates, of a
/// provider, of a field that is to be added.
const NAMES: [&str; 10] =
    ["calendars", "estates", "templates", "zh", "aliyun", "approve", "late", "name", "returned", "zone"];

fn in_chinese(files: &Files) -> Files {
    let mut chinese = files.clone();
    for file in files.iter() {
        if let Formatted::Changed(text) = format(file, Some(Lang::Zh)) {
            chinese.insert(&file.path, text);
        }
    }
    chinese
}

fn words(text: &str) -> BTreeSet<String> {
    let of_word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    text.split(|c| !of_word(c)).filter(|word| word.len() > 1).map(str::to_owned).collect()
}

fn words_of(files: &Files) -> BTreeSet<String> {
    files.iter().flat_map(|file| words(&String::from_utf8_lossy(&file.bytes))).collect()
}

/// The English words that the handbook of examples, which writes every key, has no more in Chinese.
fn vocabulary() -> BTreeSet<String> {
    let mut files = Files::new();
    lay(&mut files, &Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/language/handbook"), "");
    // Its comments name the keys in English, whatever the file is written in.
    let bare = |files: &Files| -> BTreeSet<String> {
        let texts = files.iter().map(|file| String::from_utf8_lossy(&file.bytes).into_owned());
        let lines = texts.flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>());
        lines.filter(|line| !line.trim_start().starts_with('#')).flat_map(|line| words(&line)).collect()
    };
    let chinese = bare(&in_chinese(&files));
    bare(&files).into_iter().filter(|word| !chinese.contains(word)).collect()
}

#[test]
fn a_file_in_chinese_words_is_spoken_to_in_chinese_words() {
    let vocabulary = vocabulary();
    assert!(vocabulary.len() > 100, "the examples are not where they are looked for");
    let mut strays = Vec::new();
    for Mistake { name, files } in mistakes() {
        let chinese = in_chinese(&files);
        let own = words_of(&chinese);
        let is_stray = |word: &String| {
            vocabulary.contains(word) && !own.contains(word) && !NAMES.contains(&word.as_str())
        };
        for finding in findings(&chinese) {
            let file = chinese.get(&finding.place.file).map(|file| String::from_utf8_lossy(&file.bytes));
            // Rules are written in English; a file that can't be put into Chinese words stays as it is.
            let spoken = file.is_some_and(|text| !text.is_ascii()) && !finding.place.file.ends_with(".rhai");
            let said = [Some(&finding.message), finding.label.as_ref(), finding.help.as_ref()];
            for text in said.into_iter().flatten().filter(|_| spoken) {
                let stray: Vec<String> = words(&text.zh).into_iter().filter(is_stray).collect();
                if !stray.is_empty() {
                    strays.push(format!("{name}: {stray:?} in {}", text.zh));
                }
            }
        }
    }
    assert!(strays.is_empty(), "{} messages:\n{}", strays.len(), strays.join("\n"));
}
