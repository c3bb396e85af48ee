//! Several slips in one file that make it no YAML: one run tells each, and none that another one causes.

use crate::{findings, healthy};
use std::collections::BTreeSet;
use steward_language::{Formatted, format};
use steward_model::{Files, Lang};

const WORKFLOW: &str = "workflows/repair.yaml";

/// What is done to a line.
type Slip = fn(&str) -> String;

/// Lines of the process, by what they hold in English, each in a section or an entry of its own, with a slip.
const SLIPS: [(&str, Slip); 10] = [
    ("section: ", tight),
    ("calendar: ", full_width),
    ("- who: ", tabbed),
    ("  what: ", cut),
    ("  cost: ", cut),
    ("hold: ", cut),
    ("within: 10 workdays", less_indented),
    ("owner: \"{trade}\"", cut),
    ("approve: ", full_width),
    ("form: [satisfied]", cut),
];

/// Without the bracket or quote at its end.
fn cut(line: &str) -> String {
    line[..line.len() - 1].to_owned()
}

fn tight(line: &str) -> String {
    line.replacen(": ", ":", 1)
}

fn full_width(line: &str) -> String {
    line.replacen(": ", "：", 1)
}

fn tabbed(line: &str) -> String {
    format!("\t{}", line.trim_start())
}

fn less_indented(line: &str) -> String {
    line[1..].to_owned()
}

fn text_of(files: &Files) -> String {
    String::from_utf8(files.get(WORKFLOW).expect("the process").bytes.to_vec()).expect("UTF-8")
}

/// The lines at which the process has something wrong, counted from nought.
fn told(files: &Files) -> BTreeSet<usize> {
    let text = text_of(files);
    let found = findings(files);
    let of_process = found.iter().filter(|finding| &*finding.place.file == WORKFLOW);
    let line = |at: usize| text[..at].matches('\n').count();
    of_process.map(|finding| line(finding.place.start)).collect()
}

#[track_caller]
fn each_is_told(chosen: &[(usize, Slip)], text: &str) {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for (at, slip) in chosen {
        lines[*at] = slip(&lines[*at]);
    }
    let spoilt = lines.join("\n") + "\n";
    let mut files = healthy();
    files.insert(WORKFLOW, spoilt.clone());
    let planted: BTreeSet<usize> = chosen.iter().map(|(at, _)| *at).collect();
    let shown: Vec<&String> = planted.iter().map(|at| &lines[*at]).collect();
    assert_eq!(told(&files), planted, "of the lines {shown:#?}");
}

#[test]
fn of_two_slips_in_a_file_each_is_told_and_neither_causes_another() {
    let english = text_of(&healthy());
    let file = healthy();
    let Formatted::Changed(chinese) = format(file.get(WORKFLOW).expect("the process"), Some(Lang::Zh)) else {
        panic!("the process is in English words")
    };
    let at = |held: &str| english.lines().position(|line| line.contains(held)).expect("a line that holds it");
    let slips = SLIPS.map(|(held, slip)| (at(held), slip));
    for text in [&english, &chinese] {
        for (one, first) in slips.iter().enumerate() {
            for second in &slips[one + 1..] {
                each_is_told(&[*first, *second], text);
            }
        }
        each_is_told(&slips, text);
    }
}

#[test]
fn of_hundreds_of_full_width_colons_in_one_pair_of_braces_each_is_told() {
    let entries: Vec<String> = (0..300).map(|n| format!("键{n}：值")).collect();
    let text = text_of(&healthy()).replace(
        "  what:      { type: text, required: true }",
        &format!("  what:      {{ type: text, {}, requierd: true }}", entries.join(", ")),
    );
    let mut files = healthy();
    files.insert(WORKFLOW, text.clone());
    let found = findings(&files);
    let of = |code: &'static str| found.iter().filter(move |finding| finding.code == code);
    let colons: Vec<usize> = of("full-width").map(|finding| finding.place.start).collect();
    let written: Vec<usize> = text.match_indices('：').map(|(at, _)| at).collect();
    assert_eq!(colons, written);
    let helped: Vec<&str> =
        of("unknown-key").filter_map(|finding| Some(finding.fix.as_ref()?.with.as_str())).collect();
    assert_eq!(helped, ["required"], "of the strange keys one is near to a word that is free");
    assert_eq!(of("unknown-key").count(), 301);
}

#[test]
fn colons_that_end_the_yaml_far_from_each_other_are_told_with_what_else_is_wrong() {
    let ladder = "  - limit: whole\n    within: 10 workdays\n";
    let text = text_of(&healthy());
    let mut spoilt = text.replace("calendar: office", "calendar：office").replace(ladder, "");
    spoilt = spoilt.replace("limits:\n", "").replace("form: [cost]\n", "form：[cost]\n    fromm: [cost]\n");
    spoilt.push_str("estates_mya：[tighten]\n");
    let mut files = healthy();
    files.insert(WORKFLOW, spoilt);
    let found = findings(&files);
    let of_process = found.iter().filter(|finding| &*finding.place.file == WORKFLOW);
    let codes: Vec<&str> = of_process.map(|finding| finding.code).collect();
    assert_eq!(codes, ["full-width", "full-width", "unknown-key", "unknown-key", "full-width"]);
}
