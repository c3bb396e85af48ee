//! Checking a large handbook: a thousand processes, a thousand estates, in a process of its own so that
//! the memory is its own too; and looking again after one file changed, as an editor does.

use crate::figure::{Figure, Wanted};
use crate::progress;
use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;
use steward_language::Workspace;
use steward_model::{Files, Handbook};

/// The word by which this program is asked to check the large handbook once.
pub(crate) const CHECK: &str = "check-once";

/// How many processes, and how many estates.
const MANY: usize = 1000;

/// The middle of so many runs is told.
const RUNS: usize = 5;

/// The middle of so many changes is told.
const CHANGES: usize = 9;

/// Files that are changed: what the figure is called, the file, and what is changed in it into what, with
/// `#` for a digit that is another one each time and `*` for a text that is longer or shorter, so that all
/// behind it moves. None of the changes is a mistake.
const CHANGED: [(&str, &str, &str, &str); 10] = [
    ("recheck-after-a-workflow", "workflows/complaint-500.yaml", "edition: 3", "edition: #"),
    ("recheck-after-a-scenario", "scenarios/500.yaml", "scenario: ", "scenario: *"),
    ("recheck-after-an-estate", "estates/riverside.yaml", "+8613800000201", "+861380000020#"),
    ("recheck-after-a-person-s-name", "estates/estate-501.yaml", "name: 王丽501", "name: 王丽#"),
    (
        "recheck-after-somebody-joined",
        "estates/riverside.yaml",
        "staff:\n",
        "staff:\n  - { id: new.#, name: 新人#, roles: [security], phone: \"+8613800000299\" }\n",
    ),
    ("recheck-after-steward-yaml", "steward.yaml", "organisation: ", "organisation: *"),
    ("recheck-after-a-role-s-name", "steward.yaml", "zh: 前台", "zh: 前台*"),
    ("recheck-after-the-common-ladder", "steward.yaml", "at: 80%", "at: 7#%"),
    ("recheck-after-rules", "rules/complaint.rhai", "\n", "\n// *\n"),
    ("recheck-after-a-calendar", "calendars/desk.yaml", "08:30", "08:0#"),
];

/// Checks it a few times.
pub(crate) fn measure() -> Result<Vec<Figure>> {
    progress("checking a thousand processes at a thousand estates");
    let runs: Vec<Value> = (0..RUNS).map(|_| run()).collect::<Result<_>>()?;
    let figure = |name: &str, key: &str, unit, most| -> Result<Figure> {
        let mut told: Vec<f64> = runs.iter().filter_map(|run| run[key].as_f64()).collect();
        told.sort_by(f64::total_cmp);
        let value = *told.get(RUNS / 2).with_context(|| format!("no {key} was told"))?;
        Ok(Figure { name: name.to_owned(), value, unit, floor: None, wanted: Some(Wanted::Below(most)) })
    };
    let mut figures = vec![
        figure("check-1000-workflows-1000-estates", "seconds", "s", 2.0)?,
        figure("check-1000-workflows-1000-estates-memory", "memory", "MiB", 500.0)?,
    ];
    for (name, ..) in CHANGED {
        figures.push(figure(name, name, "ms", 50.0)?);
    }
    Ok(figures)
}

fn run() -> Result<Value> {
    let output = Command::new(std::env::current_exe()?).arg(CHECK).stderr(Stdio::inherit()).output()?;
    ensure!(output.status.success(), "the checking process ended with {}", output.status);
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// Checks the large handbook, and tells how long that took and the most memory it held.
pub(crate) fn check_once() -> Result<Value> {
    let mut files = large()?;
    let mut workspace = Workspace::default();
    let (seconds, handbook) = look(&mut workspace, &files)?;
    let read = [handbook.workflows.len(), handbook.estates.len(), handbook.scenarios.len()];
    ensure!(read == [MANY; 3], "some are missing: {read:?}");
    let mut told = json!({ "seconds": seconds, "memory": most_memory()? });
    for (name, path, from, to) in CHANGED {
        let before = String::from_utf8(files.get(path).context(path)?.bytes.to_vec())?;
        ensure!(before.contains(from), "{path} has no `{from}`");
        let mut took = Vec::new();
        for change in 0..CHANGES {
            let to =
                to.replace('#', &(change % 6 + 4).to_string()).replace('*', &"新".repeat(change % 4 + 1));
            files.insert(path, before.replacen(from, &to, 1));
            took.push(look(&mut workspace, &files)?.0 * 1000.0);
        }
        took.sort_by(f64::total_cmp);
        told[name] = json!(took[CHANGES / 2]);
        files.insert(path, before);
        look(&mut workspace, &files)?;
    }
    Ok(told)
}

/// Checks the handbook as its files are, which is sound, and tells how many seconds that took.
fn look(workspace: &mut Workspace, files: &Files) -> Result<(f64, Handbook)> {
    let began = Instant::now();
    let (handbook, mut findings) = workspace.read(files);
    let handbook = handbook.context("the handbook can't be read")?;
    findings.extend(steward_rules::compile(&handbook).1);
    let findings = steward_language::silence(files, findings);
    let seconds = began.elapsed().as_secs_f64();
    ensure!(findings.is_empty(), "the large handbook has findings: {}", findings[0].message.en);
    Ok((seconds, handbook))
}

/// The shipped handbook with two of its processes, one of its estates and the stories that play there copied
/// under other names: as many scenarios as processes, all at one estate, as in a handbook that tries its
/// processes at the first of its estates.
fn large() -> Result<Files> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let text = |path: &str| std::fs::read_to_string(root.join(path)).with_context(|| path.to_owned());
    let mut files = Files::new();
    // Somebody of headquarters works at two estates by their names.
    files.insert("steward.yaml", text("steward.yaml")?.replace("hillside", "estate-2"));
    for path in [
        "calendars/business.yaml",
        "calendars/cn-mainland.yaml",
        "calendars/desk.yaml",
        "rules/complaint.rhai",
        "rules/standard.rhai",
    ] {
        files.insert(path, text(path)?);
    }
    let process = |id: &'static str| -> Result<_> {
        Ok((id, text(&format!("workflows/{id}.yaml"))?, stories(&root.join("scenarios").join(id))?))
    };
    let processes = [process("complaint")?, process("enquiry")?];
    let estate = text("estates/riverside.yaml")?;
    for n in 1..=MANY {
        let (id, process, stories) = &processes[n % processes.len()];
        let [old, new] = [format!("workflow: {id}\n"), format!("workflow: {id}-{n}\n")];
        files.insert(format!("scenarios/{n}.yaml"), stories[n % stories.len()].replacen(&old, &new, 1));
        let process = process
            .replacen(&old, &new, 1)
            .replacen("title: { zh: ", &format!("title: {{ zh: {n}号"), 1)
            .replacen(", en: ", &format!(", en: No. {n} "), 1);
        files.insert(format!("workflows/{id}-{n}.yaml"), process);
        if n > 1 {
            files.insert(format!("estates/estate-{n}.yaml"), renamed(&estate, n));
        }
    }
    // The stories play at the one that is copied.
    files.insert("estates/riverside.yaml", estate);
    Ok(files)
}

/// The texts of a folder's scenarios that play at the estate that is copied.
fn stories(folder: &Path) -> Result<Vec<String>> {
    let mut stories = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let text = std::fs::read_to_string(entry?.path())?;
        stories.extend(text.contains("estate: riverside\n").then_some(text));
    }
    // In whatever order the folder has them, the figures are those of the same handbook.
    stories.sort();
    Ok(stories)
}

/// An estate with a number behind its name and behind everyone's.
fn renamed(estate: &str, n: usize) -> String {
    let mut renamed = String::with_capacity(estate.len() + 200);
    for line in estate.lines() {
        let mut line = line.replacen("estate: riverside", &format!("estate: estate-{n}"), 1).replacen(
            "zh: 滨江花园, en: Riverside Gardens",
            &format!("zh: 滨江花园{n}期, en: Riverside {n}"),
            1,
        );
        let person = line.contains("roles: [");
        for key in ["id: ", "name: ", "substitute: ", "cleaner: "] {
            // Of a zone only the cleaner is a person.
            if !person && key != "cleaner: " {
                continue;
            }
            if let Some(at) = line.find(&format!(" {key}")) {
                let begin = at + 1 + key.len();
                let end = line[begin..].find([',', ' ', '}']).map_or(line.len(), |length| begin + length);
                line.insert_str(end, &format!(".{n}").replace('.', if key == "name: " { "" } else { "." }));
            }
        }
        renamed.push_str(&line);
        renamed.push('\n');
    }
    renamed
}

/// The most memory this process ever held, in MiB.
fn most_memory() -> Result<f64> {
    let status = std::fs::read_to_string("/proc/self/status").context("there is no /proc to ask")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    Ok(kib.context("/proc/self/status can't be understood")? / 1024.0)
}
