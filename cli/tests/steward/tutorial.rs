//! `docs/language/first-process.md` is true: its files are written one after another, each command is
//! run where it stands, and what it prints is what the page shows. `STEWARD_BLESS=1` writes the
//! output anew.

use crate::harness::{ran, steward};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/language/first-process.md");

/// Where the English half begins.
const ENGLISH: &str = "<a id=\"english\"></a>";

/// The words of a call, of which some are in quotes.
fn words(call: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (nth, part) in call.split('"').enumerate() {
        match nth % 2 {
            0 => words.extend(part.split_whitespace().map(str::to_owned)),
            _ => words.push(part.to_owned()),
        }
    }
    words
}

/// What a call of the page prints.
fn printed(folder: &Path, lang: &str, call: &str) -> String {
    let call = call.trim_start_matches("$ ");
    let args = words(call.strip_prefix("steward ").expect("a call of the program"));
    let run = ran(steward().current_dir(folder).args(["--lang", lang]).args(args).output().expect("it runs"));
    assert_eq!(run.stderr, "", "{call}");
    run.stdout.trim_end().to_owned()
}

/// One half of the page, carried out, as it should be.
fn carried_out(half: &str, lang: &str) -> String {
    let folder = TempDir::new().expect("a folder");
    let mut page = String::new();
    let mut lines = half.lines();
    while let Some(line) = lines.next() {
        page.push_str(line);
        page.push('\n');
        let Some(fence) = line.strip_prefix("```") else { continue };
        let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        match fence.split_once(' ') {
            Some(("yaml", path)) => {
                let text = block.join("\n") + "\n";
                fs::write(folder.path().join(path), &text).expect("a file of the page is written");
                page.push_str(&text);
            }
            _ => {
                let call = block.first().expect("a call");
                let printed = printed(folder.path(), lang, call);
                page.push_str(&format!("{call}\n"));
                match fence {
                    "console" => page.push_str(&format!("{printed}\n")),
                    // What it prints is not shown.
                    _ => assert_eq!(fence, "sh", "a block that nobody tries: {line}"),
                }
            }
        }
        page.push_str("```\n");
    }
    page
}

/// The page without the number of files, which grows with the shipped handbook.
fn without_counts(page: &str) -> String {
    let mut said = page.to_owned();
    for unit in [" 个文件", " files"] {
        let parts: Vec<&str> = said.split(unit).collect();
        let trimmed: Vec<&str> =
            parts.iter().map(|part| part.trim_end_matches(|c: char| c.is_ascii_digit())).collect();
        said = trimmed.join(unit);
    }
    said
}

#[test]
fn the_tutorial_prints_what_it_shows() {
    let kept = fs::read_to_string(PAGE).expect("the tutorial");
    let (chinese, english) = kept.split_once(ENGLISH).expect("both halves");
    let true_page = format!("{}{ENGLISH}{}", carried_out(chinese, "zh"), carried_out(english, "en"));
    let (kept, found) = (without_counts(&kept), without_counts(&true_page));
    if std::env::var_os("STEWARD_BLESS").is_some() && kept != found {
        fs::write(PAGE, &true_page).expect("the tutorial is written");
    } else {
        assert_eq!(kept, found, "STEWARD_BLESS=1 cargo nextest run -p steward-cli tutorial");
    }
}
