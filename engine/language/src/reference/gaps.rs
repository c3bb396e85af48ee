//! What the reference does not tell yet: for a test that says how to tell it.

use super::{entries, example, phrase_shape};
use crate::words::{Table, all_tables};
use steward_model::Files;

/// Places whose words are told with the values they stand in, or that explain themselves.
const TOLD_ELSEWHERE: [&str; 9] = [
    "AtWord",
    "BoolWord",
    "GuardWord",
    "ItemWord",
    "MeasureWord",
    "OpenedWord",
    "ReservedWord",
    "RotationUnit",
    "WeekdayWord",
];

/// Keys that no handbook can use yet in a way that makes sense: a file needs no password.
const WITHOUT_EXAMPLE: [&str; 1] = ["store.password"];

/// What is missing in the reference, or stands there and is nothing, each with the way out.
pub fn gaps(examples: &Files) -> Vec<String> {
    let examples = example::all(examples);
    let places: Vec<&entries::Place> = entries::all().iter().flat_map(|(_, places)| places).collect();
    let mut gaps = Vec::new();
    for table in all_tables().filter(|table| !table.words.is_empty()) {
        if TOLD_ELSEWHERE.contains(&table.name) {
            continue;
        }
        let Some(place) = places.iter().find(|place| place.table == table.name) else {
            gaps.push(format!(
                "`{0}` is nowhere: write `=== {0} NAME` with four lines into a file of engine/language/src/reference",
                table.name
            ));
            continue;
        };
        for (word, _) in table.words {
            if !place.entries.iter().any(|entry| entry.word == *word) {
                gaps.push(format!(
                    "`{word}` of {0}: write `--- {word}`, a Chinese and an English line below `=== {0}` in engine/language/src/reference",
                    table.name
                ));
            }
            // The text of both languages is a map as well.
            let is_key = table.name.ends_with("Key") || ["LangWord", "VariableWord"].contains(&table.name);
            let name = format!("{}.{word}", place.anchor);
            match examples.iter().find(|example| example.of == name) {
                None if is_key && !WITHOUT_EXAMPLE.contains(&&*name) => gaps.push(format!(
                    "`{word}` of {}: no example; write `#@ {name}` above lines that use it in docs/language/handbook",
                    table.name
                )),
                Some(example) if !example.uses(table, word) => {
                    gaps.push(format!("the lines below `#@ {name}` do not use `{word}`:\n{}", example.en));
                }
                _ => {}
            }
        }
    }
    gaps.extend(strays(&places, &examples));
    gaps
}

/// Entries and examples of what is no word.
fn strays(places: &[&entries::Place], examples: &[example::Example]) -> Vec<String> {
    let find = |name: &str| all_tables().find(|table| table.name == name);
    let has = |table: &Table, word: &str| table.words.iter().any(|(en, _)| *en == word);
    let mut strays = Vec::new();
    let mut names = Vec::new();
    for place in places.iter().filter(|place| phrase_shape(place.table).is_none()) {
        let Some(table) = find(place.table) else {
            strays.push(format!("`=== {}` is no place of the vocabulary", place.table));
            continue;
        };
        for entry in &place.entries {
            names.push(format!("{}.{}", place.anchor, entry.word));
            if !has(table, entry.word) {
                strays.push(format!("`--- {}` is no word of {}", entry.word, table.name));
            }
        }
    }
    strays.extend(
        examples
            .iter()
            .filter(|example| !names.contains(&example.of))
            .map(|example| format!("`#@ {}` in docs/language/handbook names no key", example.of)),
    );
    strays
}
