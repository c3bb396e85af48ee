//! `steward coverage`: what of the workflows the scenarios reach, and with its place each thing that
//! no scenario reached.

use crate::book::{self, Book};
use crate::options::Global;
use crate::output::{Done, Output, Paint, Verdict};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use steward_model::{Lang, Workflow};
use steward_sim::{Coverage, Kind, Target, run as play, targets};

/// The kinds, in the order they are shown: key, Chinese, English.
const KINDS: [(Kind, &str, &str, &str); 4] = [
    (Kind::Step, "steps", "步骤", "steps"),
    (Kind::Guard, "guards", "条件", "guards"),
    (Kind::Limit, "limits", "时限", "limits"),
    (Kind::Rung, "rungs", "升级档", "rungs"),
];

pub(crate) fn run(output: &Output, global: &Global) -> Done {
    let book = book::open(global)?;
    let judges = book.judges();
    let mut coverage = Coverage::default();
    for scenario in &book.handbook.scenarios {
        see(&mut coverage, &book, &play(scenario, &book.handbook, &judges));
    }
    let document = document(output, &book, &coverage);
    let all = document["unreached"].as_array().is_none_or(Vec::is_empty);
    if output.json {
        output.document(&document);
    } else {
        tell(output, &book, &coverage);
    }
    Ok(if all { Verdict::Well } else { Verdict::Found })
}

/// Takes note of what a scenario reached, in every case there was.
pub(super) fn see(coverage: &mut Coverage, book: &Book, went: &steward_sim::Verdict) {
    for (workflow, events) in &went.all {
        if let Some(workflow) = book.handbook.workflows.get(workflow) {
            coverage.see(workflow, events);
        }
    }
}

/// What was reached of each kind, and what was not.
fn count(coverage: &Coverage, workflow: &Workflow) -> (BTreeMap<Kind, (usize, usize)>, Vec<Target>) {
    let mut counts: BTreeMap<Kind, (usize, usize)> = BTreeMap::new();
    let mut missing = Vec::new();
    for target in targets(workflow) {
        let (reached, all) = counts.entry(target.spot.kind()).or_default();
        *all += 1;
        if coverage.has(workflow, &target.spot) {
            *reached += 1;
        } else {
            missing.push(target);
        }
    }
    (counts, missing)
}

/// What `--json` says, of `test --coverage` too.
pub(super) fn document(output: &Output, book: &Book, coverage: &Coverage) -> Value {
    let mut unreached = Vec::new();
    let workflows: Vec<Value> = book
        .handbook
        .workflows
        .values()
        .map(|workflow| {
            let (counts, missing) = count(coverage, workflow);
            unreached.extend(missing.iter().map(|target| {
                json!({
                    "file": &*target.place.file,
                    "line": book::line(&book.files, &target.place),
                    "text": output.say(&target.missing),
                })
            }));
            let mut row = serde_json::Map::new();
            row.insert("workflow".to_owned(), workflow.id.as_str().into());
            for (kind, key, ..) in KINDS {
                let (reached, all) = counts.get(&kind).copied().unwrap_or_default();
                row.insert(key.to_owned(), json!({ "reached": reached, "all": all }));
            }
            Value::Object(row)
        })
        .collect();
    json!({ "workflows": workflows, "unreached": unreached })
}

/// The same for people: a table, and what is missing by workflow.
pub(super) fn tell(output: &Output, book: &Book, coverage: &Coverage) {
    let mut rows = Vec::new();
    let mut lines = Vec::new();
    for workflow in book.handbook.workflows.values() {
        let (counts, missing) = count(coverage, workflow);
        let mut row = vec![workflow.title.in_(output.lang).to_owned()];
        row.extend(KINDS.iter().map(|(kind, ..)| {
            let (reached, all) = counts.get(kind).copied().unwrap_or_default();
            format!("{reached}/{all}")
        }));
        rows.push(row);
        for target in missing {
            let at = format!("{}:{}", target.place.file, book::line(&book.files, &target.place));
            lines.push(vec![at, output.say(&target.missing).to_owned()]);
        }
    }
    let mut head = vec![output.pick("流程", "workflow")];
    head.extend(KINDS.iter().map(|(_, _, zh, en)| output.pick(zh, en)));
    output.table(&head, &rows);
    output.line("");
    if lines.is_empty() {
        output.line(
            output.paint(Paint::Green, output.pick("场景走遍了每一处", "the scenarios reach everything")),
        );
        return;
    }
    output.line(match output.lang {
        Lang::Zh => format!("没有场景走到的 {} 处：", lines.len()),
        Lang::En => format!("{} that no scenario reached:", lines.len()),
    });
    output.table(&[output.pick("位置", "place"), ""], &lines);
}
