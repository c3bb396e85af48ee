//! Whether others can read what is drawn: BPMN by bpmn.io's reader and linter, Mermaid by its own
//! parser, SVG by a browser's. They are installed by `.ci/servers.sh`.

use super::{examples, made_up, shipped};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use steward_model::Lang;
use steward_picture::{Graph, Sheet, bpmn, mermaid, svg};

/// How many made-up processes are read.
const MADE_UP: u16 = 16;

fn installed() -> PathBuf {
    let own = std::env::var_os("STEWARD_TEST_READERS").map(PathBuf::from);
    let readers = own.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/test-readers"));
    assert!(
        readers.join("installed.json").exists(),
        "{} is missing: run .ci/servers.sh once, or name such a folder in STEWARD_TEST_READERS",
        readers.display()
    );
    readers
}

/// Writes a process in every form and both languages.
fn write(folder: &Path, name: &str, graph: &Graph) -> usize {
    let sheet = Sheet { organisation: "江南<物业> & Co".to_owned(), estate: None };
    for (lang, tag) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
        for (form, text) in
            [("bpmn", bpmn(graph, lang)), ("mmd", mermaid(graph, lang)), ("svg", svg(graph, &sheet, lang))]
        {
            fs::write(folder.join(format!("{name}.{tag}.{form}")), text).expect("a picture is written");
        }
    }
    6
}

#[test]
fn every_form_of_every_process_is_read_by_the_programs_of_others() {
    let readers = installed();
    let folder = tempfile::tempdir().expect("a folder");
    let mut written = 0;
    for (name, graph) in shipped() {
        written += write(folder.path(), &name, &graph);
    }
    for (name, graph) in examples() {
        written += write(folder.path(), &format!("example-{name}"), &graph);
    }
    for number in 0..MADE_UP {
        // Numbers that have nothing to do with each other, the same in every run.
        let rolls = (0..300_u32).map(|n| (((n + 1) * (u32::from(number) * 7919 + 104_729)) >> 7) as u16);
        let (_, graph) = made_up(rolls.collect());
        written += write(folder.path(), &format!("made-up-{number}"), &graph);
    }
    let script =
        fs::File::open(Path::new(env!("CARGO_MANIFEST_DIR")).join("readers/read.mjs")).expect("a script");
    let output = Command::new("node")
        .args(["--input-type=module", "-"])
        .arg(folder.path())
        .current_dir(&readers)
        .stdin(Stdio::from(script))
        .output()
        .expect("node runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let said: serde_json::Value = serde_json::from_slice(&output.stdout).expect("what the readers say");
    assert_eq!(said["problems"], serde_json::json!([]), "{said:#}");
    assert_eq!(said["read"], written);
}
