//! Whether every kind of finding is explained, and its example true: the mistake shows in the wrong
//! excerpt, as the finding it is explained under, and not in the right one.

use crate::{findings, healthy, mistakes};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use steward_language::explain::{self, Entry, Excerpt};
use steward_language::{Formatted, format};
use steward_model::{Diagnostic, Files, Lang, Severity};

/// What is wrong by its size or by bytes that can't be shown, so that there is no excerpt.
const WITHOUT_EXAMPLE: [&str; 14] = [
    "control-character",
    "crowd-told",
    "file-too-big",
    "guard-too-deep",
    "guard-too-long",
    "no-handbook",
    "not-utf8",
    "rule-too-long",
    "story-too-long",
    "too-deep",
    "too-many-aliases",
    "too-many-items",
    "too-many-nodes",
    "too-many-steps",
];

#[test]
fn every_finding_that_is_shown_is_explained() {
    // Some are an error or a warning, as the case may be; they are explained as the worse.
    let explained: BTreeMap<&str, Severity> =
        explain::all().iter().map(|entry| (entry.code, entry.severity)).collect();
    let shown = mistakes().into_iter().flat_map(|mistake| findings(&mistake.files));
    let mut worst = BTreeMap::new();
    for finding in shown {
        let known = worst.entry(finding.code).or_insert(finding.severity);
        *known = finding.severity.min(*known);
    }
    let shown = worst;
    assert!(shown.len() > 150, "the golden folders are not where they are looked for");
    let missing: Vec<_> = shown.iter().filter(|(code, _)| !explained.contains_key(*code)).collect();
    assert!(missing.is_empty(), "write an entry into engine/language/src/explain/ for {missing:?}");
    let odd: Vec<_> =
        explained.iter().filter(|(code, severity)| shown.get(*code) != Some(severity)).collect();
    assert!(odd.is_empty(), "no golden folder shows these, with this severity: {odd:?}");
}

/// A file of the handbook as text; empty where there is none.
fn text(files: &Files, path: &str) -> String {
    files.get(path).map_or_else(String::new, |file| String::from_utf8_lossy(&file.bytes).into_owned())
}

/// The healthy handbook with the right excerpts: most stand in it, others are files of their own.
fn right(entry: &Entry) -> Result<Files, String> {
    let mut files = healthy();
    for excerpt in &entry.right {
        let before = text(&files, excerpt.file);
        if before.is_empty() {
            files.insert(excerpt.file, format!("{}\n", excerpt.lines));
        } else if !before.contains(excerpt.lines) {
            return Err(format!("the right excerpt of {} does not stand there", excerpt.file));
        }
    }
    Ok(files)
}

/// The healthy handbook with each wrong excerpt in the place of the right one.
fn wrong(entry: &Entry) -> Result<Files, String> {
    let mut files = healthy();
    for Excerpt { file, lines } in &entry.wrong {
        let before = text(&files, file);
        let right = entry.right.iter().find(|right| right.file == *file);
        let after = match right.map(|right| (right.lines, before.matches(right.lines).count())) {
            Some((right, 1)) => before.replacen(right, lines, 1),
            _ if before.is_empty() => format!("{lines}\n"),
            _ => return Err(format!("the right excerpt of {file} does not stand there once")),
        };
        files.insert(file, after);
    }
    Ok(files)
}

fn show(found: &[Diagnostic]) -> Vec<&str> {
    found.iter().map(|finding| finding.code).collect()
}

fn wrong_with(entry: &Entry) -> Option<String> {
    let code = entry.code;
    if WITHOUT_EXAMPLE.contains(&code) {
        return (!entry.wrong.is_empty()).then(|| format!("{code} has an example all the same"));
    }
    let (wrong, right) = match (wrong(entry), right(entry)) {
        (Ok(wrong), Ok(right)) => (findings(&wrong), findings(&right)),
        (Err(why), _) | (_, Err(why)) => return Some(format!("{code}: {why}")),
    };
    if !show(&wrong).contains(&code) {
        return Some(format!("{code}: the wrong excerpt shows {:?}", show(&wrong)));
    }
    (!right.is_empty()).then(|| format!("{code}: the right excerpt shows {:?}", show(&right)))
}

#[test]
fn every_example_shows_its_finding_and_how_it_goes_away() {
    let wrong: Vec<String> = explain::all().iter().filter_map(wrong_with).collect();
    assert!(wrong.is_empty(), "{} examples are off:\n{}", wrong.len(), wrong.join("\n"));
}

/// A file in Chinese words, line by line as it was.
fn in_chinese(files: &Files, path: &str) -> Option<String> {
    match format(files.get(path)?, Some(Lang::Zh)) {
        Formatted::Changed(text) => Some(text),
        Formatted::Same | Formatted::Unreadable => None,
    }
}

/// An excerpt in Chinese words: the same lines of its file in them; `None` of rules and templates, and of
/// what can't be read.
fn chinese(excerpt: &Excerpt, files: &Files) -> Option<Vec<String>> {
    let before = text(files, excerpt.file);
    let above = before.split(excerpt.lines).next().unwrap_or_default().lines().count();
    let said =
        in_chinese(files, excerpt.file).filter(|said| said.lines().count() == before.lines().count())?;
    Some(said.lines().skip(above).take(excerpt.lines.lines().count()).map(str::to_owned).collect())
}

/// An excerpt that can't be read, with the lines that it has of the right one in Chinese words.
fn half(excerpt: &Excerpt, entry: &Entry, files: &Files) -> Vec<String> {
    let right = entry.right.iter().find(|right| right.file == excerpt.file);
    let said = right.and_then(|right| Some((right.lines, chinese(right, files)?)));
    let said: BTreeMap<&str, String> =
        said.into_iter().flat_map(|(lines, said)| lines.lines().zip(said)).collect();
    excerpt.lines.lines().map(|line| said.get(line).cloned().unwrap_or_else(|| line.to_owned())).collect()
}

/// Examples as they are kept: what kind, of which file, the lines.
fn listed<'a>(code: &str, examples: impl Iterator<Item = (&'a str, &'a str, String)>) -> String {
    let examples = examples.map(|(kind, file, lines)| format!("--- {kind} {file}\n{lines}\n"));
    format!("\n=== {code}\n{}", examples.collect::<String>())
}

/// The examples of an entry with the files they stand in.
fn placed(entry: &Entry) -> [(&'static str, &[Excerpt], Files); 2] {
    let stand = "an example that stands in the handbook";
    [("wrong", &entry.wrong, wrong(entry).expect(stand)), ("right", &entry.right, right(entry).expect(stand))]
}

/// The examples of an entry in Chinese words.
fn wanted(entry: &Entry) -> String {
    let placed = placed(entry);
    let sound = &placed[1].2;
    let said = |excerpt: &Excerpt, files: &Files| {
        chinese(excerpt, files).unwrap_or_else(|| half(excerpt, entry, sound)).join("\n")
    };
    let one = |(kind, excerpts, files): &(&'static str, &[Excerpt], Files)| {
        excerpts.iter().map(|one| (*kind, one.file, said(one, files))).collect::<Vec<_>>()
    };
    listed(entry.code, placed.iter().flat_map(one))
}

/// The same as `steward explain` has them.
fn explained(entry: &Entry) -> String {
    let entry = explain::in_chinese_words(entry.clone());
    let wrong = entry.wrong.iter().map(|one| ("wrong", one));
    let examples = wrong.chain(entry.right.iter().map(|one| ("right", one)));
    listed(entry.code, examples.map(|(kind, one)| (kind, one.file, one.lines.to_owned())))
}

#[test]
fn every_example_is_kept_in_chinese_words_too() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../engine/language/src/explain/chinese.txt");
    let all = explain::all();
    let with: Vec<&Entry> = all.iter().filter(|entry| !entry.wrong.is_empty()).collect();
    let examples: Vec<String> = with.iter().map(|entry| wanted(entry)).collect();
    if std::env::var_os("STEWARD_BLESS").is_some() {
        fs::write(&path, examples.concat()).expect("the examples are written");
    }
    let kept = fs::read_to_string(&path).expect("the examples in Chinese words");
    assert!(kept == examples.concat(), "STEWARD_BLESS=1 writes them anew");
    for (entry, wanted) in with.iter().zip(&examples) {
        assert_eq!(explained(entry).trim_end(), wanted.trim_end(), "{}", entry.code);
    }
}
