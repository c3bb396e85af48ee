//! Folders that can't well be stored: too big, in another encoding, too deep, or without a file that the
//! healthy handbook has. What is expected of them is stored like everything else.

use crate::healthy;
use std::collections::BTreeMap;
use steward_model::Files;

const WORKFLOW: &str = "workflows/repair.yaml";
const PATROL: &str = "workflows/patrol.yaml";
const ESTATE: &str = "estates/riverside.yaml";
const RULES: &str = "rules/repair.rhai";
const SCENARIO: &str = "scenarios/mended-in-time.yaml";

/// The folders that are made, by name.
pub(crate) fn all() -> BTreeMap<&'static str, Files> {
    BTreeMap::from([
        ("a-file-of-fifty-megabytes", with(WORKFLOW, "# 报修\n".repeat(6_000_000))),
        ("a-file-in-utf-16", with(ESTATE, utf_16(&text(ESTATE)))),
        (
            "a-file-in-utf-16-without-a-mark",
            with(ESTATE, utf_16("estate: riverside\nname: Riverside\n")[2..].to_vec()),
        ),
        // 江南物业 as GBK has it.
        ("a-file-in-gbk", with("steward.yaml", b"organisation: \xBD\xAD\xC4\xCF\xCE\xEF\xD2\xB5\n")),
        ("a-file-in-latin-1", with(ESTATE, b"estate: caf\xE9\n")),
        ("a-file-with-a-nul-in-it", changed(ESTATE, "滨江花园", "滨江\0花园")),
        ("a-control-character-in-a-text", changed(ESTATE, "滨江花园", "滨江\u{7}花园")),
        ("a-folder-without-a-handbook", without("steward.yaml")),
        ("a-bomb-of-aliases", with(PATROL, bomb())),
        ("more-aliases-than-anybody-needs", with(PATROL, aliases(101))),
        (
            "brackets-a-hundred-deep",
            with(PATROL, format!("workflow: {}{}\n", "[".repeat(100), "]".repeat(100))),
        ),
        ("more-entries-than-a-file-may-have", with(PATROL, format!("workflow:\n{}", "- a\n".repeat(50_000)))),
        ("more-steps-than-a-workflow-may-have", with(PATROL, patrol(301))),
        (
            "a-guard-as-long-as-a-letter",
            changed(WORKFLOW, "cost > 500", &vec!["cost > 500"; 160].join(" or ")),
        ),
        ("a-guard-of-brackets-only", changed(WORKFLOW, "cost > 500", &nested("cost > 500", 40))),
        ("a-story-of-a-thousand-and-one-lines", changed(SCENARIO, "story:\n", &long_story())),
        ("a-rules-file-as-long-as-a-book", with(RULES, "// 规则\n".repeat(30_000))),
        ("a-rule-nested-too-deep", with(RULES, deep_rule(40))),
    ])
}

fn with(path: &str, bytes: impl Into<Vec<u8>>) -> Files {
    let mut files = healthy();
    files.insert(path, bytes);
    files
}

fn without(path: &str) -> Files {
    let mut files = Files::new();
    for file in healthy().iter().filter(|file| &*file.path != path) {
        files.insert(&file.path, &*file.bytes);
    }
    files
}

/// The text of a file of the healthy handbook.
fn text(path: &str) -> String {
    let files = healthy();
    let file = files.get(path).expect("a file of the healthy handbook");
    String::from_utf8(file.bytes.to_vec()).expect("UTF-8")
}

fn changed(path: &str, from: &str, to: &str) -> Files {
    let text = text(path);
    assert!(text.contains(from), "{from} is not there to be changed");
    with(path, text.replacen(from, to, 1))
}

fn utf_16(text: &str) -> Vec<u8> {
    std::iter::once('\u{feff}')
        .chain(text.chars())
        .collect::<String>()
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect()
}

/// Nine lists, each of nine times the one before: 43 million items, in half a kilobyte.
fn bomb() -> String {
    let lists = (1..9).map(|at| format!("  - &l{at} [{}]\n", vec![format!("*l{}", at - 1); 9].join(", ")));
    format!("workflow:\n  - &l0 [a, a, a, a, a, a, a, a, a]\n{}", lists.collect::<String>())
}

fn aliases(count: usize) -> String {
    format!("workflow:\n  - &a x\n{}", "  - *a\n".repeat(count))
}

fn patrol(steps: usize) -> String {
    let steps = (1..=steps).map(|at| format!("  - {{ step: s{at}, owner: front-desk, within: 1 day }}\n"));
    format!("workflow: patrol\nstart: {{ who: front-desk }}\nsteps:\n{}", steps.collect::<String>())
}

fn nested(guard: &str, depth: usize) -> String {
    format!("{}{guard}{}", "(".repeat(depth), ")".repeat(depth))
}

fn long_story() -> String {
    format!("story:\n{}", "  - { at: +1h, expect: { ready: mend } }\n".repeat(1_001))
}

fn deep_rule(depth: usize) -> String {
    let inner = format!("{}note(\"\");{}", "if true { ".repeat(depth), " }".repeat(depth));
    format!("fn overdue(case, step, limit) {{\n    {inner}\n}}\n")
}
