//! The reference of the language in `docs/language` tells every key and word, its pages are those of
//! the tables as they are now, and everything it shows can be read. `STEWARD_BLESS=1` writes it anew.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use steward_language::reference::{gaps, pages, phrases};
use steward_language::{Formatted, format};
use steward_model::{Files, Lang, SHIPPED_TEMPLATES, Severity, TemplateId};
use steward_tests::folders::lay;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/language")
}

/// The handbook of examples.
fn examples() -> Files {
    let mut files = Files::new();
    lay(&mut files, &folder().join("handbook"), "");
    assert!(files.iter().count() > 10, "the handbook of examples is not where it is looked for");
    files
}

/// What `check` says of a handbook, rules included.
fn said(files: &Files) -> String {
    let (handbook, mut findings) = steward_language::read(files);
    let handbook = handbook.expect("there is a handbook");
    findings.extend(steward_rules::compile(&handbook).1);
    steward_language::render::text(&findings, files, Lang::En, false)
}

#[test]
fn every_key_and_word_is_told_with_an_example_that_uses_it() {
    let gaps = gaps(&examples());
    assert!(gaps.is_empty(), "the reference has gaps:\n- {}", gaps.join("\n- "));
}

#[test]
fn the_handbook_of_examples_has_nothing_wrong_in_either_vocabulary() {
    let english = examples();
    assert_eq!(said(&english), "");
    let mut chinese = Files::new();
    for file in english.iter() {
        match format(file, Some(Lang::Zh)) {
            Formatted::Changed(text) => chinese.insert(&file.path, text),
            _ => chinese.insert(&file.path, file.bytes.to_vec()),
        }
    }
    assert_eq!(said(&chinese), "");
    for file in chinese.iter() {
        let back = match format(file, Some(Lang::En)) {
            Formatted::Changed(text) => text.into_bytes(),
            _ => file.bytes.to_vec(),
        };
        assert!(back == english.get(&file.path).expect("the same files").bytes.to_vec(), "{}", file.path);
    }
}

#[test]
fn the_scenarios_of_the_examples_pass() {
    let (handbook, _) = steward_language::read(&examples());
    let handbook = handbook.expect("there is a handbook");
    let (rules, _) = steward_rules::compile(&handbook);
    let judges = rules.judges();
    for scenario in &handbook.scenarios {
        let failure = steward_sim::run(scenario, &handbook, &judges).failure;
        assert!(failure.is_none(), "{}: {failure:?}", scenario.name);
    }
}

#[test]
fn the_pages_are_those_of_the_language_as_it_is() {
    let bless = std::env::var_os("STEWARD_BLESS").is_some();
    let mut names = BTreeSet::from(["first-process.md".to_owned()]);
    for page in pages(&examples()) {
        let path = folder().join(&page.name);
        if bless {
            fs::write(&path, &page.text).expect("a page is written");
        }
        let kept = fs::read_to_string(&path).unwrap_or_default();
        assert!(
            kept == page.text,
            "docs/language/{} is not what the language is now: STEWARD_BLESS=1 cargo nextest run -p steward-tests reference",
            page.name
        );
        names.insert(page.name);
    }
    let kept = fs::read_dir(folder()).expect("the pages").map(|entry| entry.expect("an entry").file_name());
    let kept: BTreeSet<String> =
        kept.filter_map(|name| name.into_string().ok()).filter(|name| name.ends_with(".md")).collect();
    assert_eq!(kept, names, "pages that are no more, or are not there");
}

/// Where a phrase of a kind may stand in the handbook of examples: the file, what stands there, and what is put in
/// its place.
const SLOTS: [(&str, &str, &str, &str); 14] = [
    ("by", "workflows/repair.yaml", "by: closing", "by: {}"),
    ("span", "workflows/repair.yaml", "at_most: 5 workdays", "at_most: {}"),
    ("moment", "workflows/repair.yaml", "at: 10m before", "at: {}"),
    ("audience", "workflows/repair.yaml", "tell: all owner, via", "tell: {}, via"),
    ("recurrence", "workflows/flood.yaml", "every: workday at 08:00", "every: {}"),
    ("guard", "workflows/repair.yaml", "if: satisfied == false", "if: '{}'"),
    ("items", "workflows/storm.yaml", "if: all(secured == true)", "if: '{}'"),
    ("sum", "workflows/repair.yaml", "cost: parts + labour", "cost: '{}'"),
    ("measure", "workflows/repair.yaml", "measure: average(cost), at_most: 300", "measure: '{}'"),
    ("hours", "calendars/desk.yaml", "\"09:00-17:00\"", "\"{}\""),
    ("days", "calendars/desk.yaml", "workdays: mon-fri", "workdays: {}"),
    ("date", "estates/riverside.yaml", "2026-05-01..2026-05-05", "{}"),
    ("template", "scenarios/the-clock-opens-a-watch.yaml", "template: task", "template: {}"),
    ("story", "scenarios/the-clock-opens-a-watch.yaml", "at: 2026-03-03 08:00", "at: {}"),
];

/// `opened:` of a scenario, which stands there twice.
const OPENED: (&str, &str, &str) =
    ("scenarios/the-clock-opens-a-watch.yaml", "opened: by clock 2026-03-03 07:00", "opened: {}");

#[test]
fn every_way_of_writing_that_is_shown_can_be_read() {
    let examples = examples();
    let mut tried = 0;
    for phrase in phrases() {
        let (file, stands, slot) = SLOTS
            .iter()
            .find(|(kind, ..)| *kind == phrase.kind)
            .map_or(OPENED, |(_, file, stands, slot)| (*file, *stands, *slot));
        for text in [&phrase.en, &phrase.zh] {
            let before = String::from_utf8(examples.get(file).expect(file).bytes.to_vec()).expect("UTF-8");
            assert_eq!(before.matches(stands).count(), 1, "`{stands}` stands once in {file}");
            let mut files = examples.clone();
            files.insert(file, before.replace(stands, &slot.replace("{}", text)));
            let (_, findings) = steward_language::read(&files);
            let errors: Vec<_> =
                findings.into_iter().filter(|finding| finding.severity == Severity::Error).collect();
            let errors = steward_language::render::text(&errors, &files, Lang::En, false);
            assert!(errors.is_empty(), "{} `{text}`:\n{errors}", phrase.kind);
            tried += 1;
        }
    }
    assert!(tried > 50, "{tried} ways of writing were tried");
}

#[test]
fn the_messages_that_are_shipped_are_told_by_their_titles() {
    let page = fs::read_to_string(folder().join("phrases.md")).expect("the page of phrases");
    let glossary = fs::read_to_string(folder().join("../glossary.md")).expect("the glossary");
    for id in SHIPPED_TEMPLATES {
        let title = TemplateId::new(id).title().expect(id);
        assert!(page.contains(&format!("| `{id}` | `{id}` | {}：", title.zh)), "{id}");
        assert!(page.lines().any(|line| line.contains(&format!("| {}: ", title.en))), "{id}");
        assert!(glossary.contains(&format!("`{id}` {} ({})", title.zh, title.en)), "{id}");
    }
    assert_eq!(TemplateId::new("flood-warning").title(), None);
}

#[test]
fn every_link_of_the_pages_leads_somewhere() {
    let read = |name: &str| fs::read_to_string(folder().join(name)).unwrap_or_default();
    let mut followed = 0;
    for entry in fs::read_dir(folder()).expect("the pages") {
        let name = entry.expect("an entry").file_name().into_string().expect("a plain name");
        let text = read(&name);
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let (page, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target = if page.is_empty() { &name } else { page };
            assert!(folder().join(target).exists(), "{name}: {link}");
            let there = anchor.is_empty() || read(target).contains(&format!("<a id=\"{anchor}\"></a>"));
            assert!(there, "{name}: {link}");
            followed += 1;
        }
    }
    assert!(followed > 300, "{followed} links were followed");
}
