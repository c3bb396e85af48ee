//! Rules asked a second: the shipped rules of complaints and a rule of one line, at the miss of a
//! limit, as the case core asks them; beside each the same function called by bare rhai.

use crate::bare_rhai::Bare;
use crate::figure::{Figure, Wanted, median};
use crate::{house, progress};
use anyhow::{Context as _, Result, anyhow, ensure};
use std::collections::BTreeMap;
use std::hint::black_box;
use std::path::Path;
use std::time::Instant;
use steward_case::{CaseFacts, Judge, LimitFacts, Moment, StepFacts, View};
use steward_model::{Choice, FieldId, Files, StepId, Value, WorkflowId};

/// Each round asks both, one after the other, so that what else the machine does falls on both.
const ROUNDS: usize = 7;

/// How often a rule is asked in a round.
const ASKED: u32 = 50_000;

/// The folders of the shipped handbook that rules are about.
const FOLDERS: [&str; 4] = ["calendars", "estates", "rules", "workflows"];

/// A rule of one line.
const ONE_LINE: &str = "fn overdue(case, step, limit) { note(case.severity); }";

pub(crate) fn measure() -> Result<Vec<Figure>> {
    progress("asking rules");
    let (handbook, rules) = house::read(&shipped()?)?;
    let workflow = handbook.workflows.get(&WorkflowId::new("complaint")).context("no complaints")?;
    let text = &handbook.rules.get(&workflow.rules).context("no rules of complaints")?.text;
    let one_line = steward_rules::compile_one(ONE_LINE, "rules/one-line.rhai", workflow, &handbook)
        .map_err(|found| anyhow!("the rule of one line: {found:?}"))?;
    Ok(vec![
        figure("rules-shipped-complaint", &*rules.judge(workflow), text)?,
        figure("rules-one-line", &*one_line, ONE_LINE)?,
    ])
}

/// The handbook this repository ships.
fn shipped() -> Result<Files> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut files = Files::new();
    files.insert("steward.yaml", std::fs::read(root.join("steward.yaml"))?);
    for folder in FOLDERS {
        for entry in std::fs::read_dir(root.join(folder)).context(folder)? {
            let entry = entry?;
            let name = entry.file_name();
            let name = name.to_str().context("a file's name that is no text")?;
            files.insert(format!("{folder}/{name}"), std::fs::read(entry.path())?);
        }
    }
    Ok(files)
}

fn figure(name: &str, judge: &dyn Judge, text: &str) -> Result<Figure> {
    let view = view();
    let bare = Bare::new(text)?;
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        ours.push(a_second(|| {
            let asked = judge.ask(Moment::Overdue, black_box(&view));
            Ok(asked.map_err(|fault| anyhow!(fault.text.en))?.len())
        })?);
        theirs.push(a_second(|| bare.overdue(black_box(&view)))?);
    }
    Ok(Figure {
        name: name.to_owned(),
        value: median(ours),
        unit: "calls/s",
        floor: Some(median(theirs)),
        wanted: Some(Wanted::AtLeast(0.7)),
    })
}

/// How often something can be asked a second that does one thing each time.
fn a_second(ask: impl Fn() -> Result<usize>) -> Result<f64> {
    let began = Instant::now();
    for _ in 0..ASKED {
        ensure!(ask()? == 1, "the rule did not do its one thing");
    }
    Ok(f64::from(ASKED) / began.elapsed().as_secs_f64())
}

/// A major complaint whose first response is missed.
fn view() -> View {
    View {
        case: CaseFacts {
            id: "riverside-complaint-1".to_owned(),
            estate: "riverside".to_owned(),
            opened: "2026-03-02 09:00".to_owned(),
            fields: BTreeMap::from([
                (FieldId::new("what"), Value::Text("电梯停运".to_owned())),
                (FieldId::new("severity"), Value::Choice(Choice::new("major"))),
            ]),
        },
        step: Some(StepFacts {
            id: StepId::new("respond"),
            item: String::new(),
            owner: "front-desk".to_owned(),
            holder: String::new(),
            taken: false,
            round: 1,
            failed_items: Vec::new(),
        }),
        limit: Some(LimitFacts {
            id: "respond".to_owned(),
            due: "2026-03-02 09:30".to_owned(),
            minutes_left: 0,
            minutes_over: 1,
            rung: "overdue".to_owned(),
        }),
        name: None,
    }
}
