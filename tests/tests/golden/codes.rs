//! Whether every kind of finding has a golden folder. The kinds are read from the sources, so that a new
//! check is noticed here: each text in them that is written like a code is one, unless it is listed as
//! something else.

use crate::{Mistake, findings, mistakes};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Codes of one word, which are not told from other words by how they are written.
const OF_ONE_WORD: [&str; 3] = ["tab", "tag", "indentation"];

/// Texts that are written like a code: templates that are shipped, and a word of the language.
const OTHERS: [&str; 4] = ["at-risk", "still-overdue", "major-complaint", "second-person"];

#[test]
fn every_code_of_the_sources_has_a_golden_folder() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../engine");
    let mut codes: BTreeSet<String> = OF_ONE_WORD.into_iter().map(str::to_owned).collect();
    for crate_of_findings in ["language", "rules"] {
        collect(&root.join(crate_of_findings).join("src"), &mut codes);
    }
    codes.retain(|code| !OTHERS.contains(&code.as_str()));
    assert!(codes.len() > 100, "the sources are not where they are looked for: {codes:?}");

    let seen: BTreeSet<String> = mistakes()
        .iter()
        .flat_map(|Mistake { files, .. }| findings(files))
        .map(|finding| finding.code.to_owned())
        .collect();
    let untried: Vec<&String> = codes.difference(&seen).collect();
    assert!(untried.is_empty(), "no golden folder shows {untried:?}");
    let unknown: Vec<&String> = seen.difference(&codes).collect();
    assert!(unknown.is_empty(), "these are not found in the sources: {unknown:?}");
}

/// Gathers the codes of every source file below a folder, those of tests left out.
fn collect(folder: &Path, codes: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().and_then(|name| name.to_str()).expect("a plain name");
        if path.is_dir() {
            if name != "tests" {
                collect(&path, codes);
            }
        } else if name.ends_with(".rs") && !["tests.rs", "work.rs", "fixtures.rs"].contains(&name) {
            let text = fs::read_to_string(&path).expect("a source file");
            let shipped = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
            codes
                .extend(shipped.lines().filter(|line| !is_comment(line)).flat_map(quoted).map(str::to_owned));
        }
    }
}

fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with("//")
}

/// The texts of a line that are written like a code.
fn quoted(line: &str) -> impl Iterator<Item = &str> {
    line.split('"').skip(1).step_by(2).filter(|text| is_like_a_code(text))
}

/// Small words joined by dashes: `unknown-role`.
fn is_like_a_code(text: &str) -> bool {
    let word = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_lowercase())
            && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    text.contains('-') && text.split('-').all(word)
}
