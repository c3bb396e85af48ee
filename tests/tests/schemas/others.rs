//! What others' programs make of the schemas: a second validator with a reader of YAML of its own, and
//! the YAML language server that editors use. They are installed by `.ci/servers.sh`.

use super::{kind, mistakes, refused, shipped, validators};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use steward_language::{Formatted, SCHEMAS, format, schema};
use steward_model::{File, Lang};

fn installed() -> PathBuf {
    let own = std::env::var_os("STEWARD_TEST_READERS").map(PathBuf::from);
    let readers = own.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/test-readers"));
    assert!(
        readers.join("node_modules/yaml-language-server").exists(),
        "{} is missing or old: run .ci/servers.sh once, or name such a folder in STEWARD_TEST_READERS",
        readers.display()
    );
    readers
}

/// What a script of `tests/readers` says of a folder.
fn said(script: &str, folder: &Path) -> Value {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("readers").join(script);
    let output = Command::new("node")
        .args(["--input-type=module", "-"])
        .arg(folder)
        .current_dir(installed())
        .stdin(Stdio::from(fs::File::open(script).expect("a script")))
        .output()
        .expect("node runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("one document")
}

fn in_chinese(file: &File) -> String {
    match format(file, Some(Lang::Zh)) {
        Formatted::Changed(text) => text,
        _ => String::from_utf8_lossy(&file.bytes).into_owned(),
    }
}

#[test]
fn two_validators_judge_every_file_alike() {
    let folder = tempfile::tempdir().expect("a folder");
    let schemas: Value = SCHEMAS.iter().map(|kind| ((*kind).to_owned(), json!(schema(kind)))).collect();
    fs::write(folder.path().join("schemas.json"), schemas.to_string()).expect("the schemas");
    let (mut texts, mut verdicts, mut names) = (Vec::new(), Vec::new(), Vec::new());
    let validators = validators();
    let shipped = ("shipped".to_owned(), shipped());
    for (name, files) in mistakes().into_iter().chain([shipped]) {
        for file in files.iter() {
            let Ok(english) = std::str::from_utf8(&file.bytes) else { continue };
            for text in [english.to_owned(), in_chinese(file)] {
                // What is YAML is each reader's own to say.
                let Some(errors) = refused(&validators, file, &text) else { continue };
                verdicts.push(errors.is_empty());
                names.push(format!("{name}: {}", file.path));
                texts.push(json!({ "kind": kind(file, &text), "text": text }));
            }
        }
    }
    fs::write(folder.path().join("texts.json"), Value::from(texts).to_string()).expect("the texts");
    let other = said("judge.mjs", folder.path());
    let other = other.as_array().expect("a verdict each");
    assert_eq!(other.len(), verdicts.len());
    let unlike: Vec<_> = names
        .iter()
        .zip(verdicts.iter().zip(other))
        .filter(|(_, (ours, other))| other.as_bool().is_some_and(|other| other != **ours))
        .collect();
    assert!(unlike.is_empty(), "{unlike:#?}");
    assert!(verdicts.iter().filter(|accepted| **accepted).count() > 80, "what was accepted");
    assert!(other.iter().filter(|verdict| **verdict == json!(false)).count() > 40, "what was refused");
}

#[test]
fn an_editor_completes_and_explains_a_shipped_file_in_either_vocabulary() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |path: &str| folder.path().join(path);
    fs::create_dir_all(at("workflows")).expect("a folder");
    fs::create_dir_all(at("schemas")).expect("a folder");
    let schema = schema("workflow").expect("there is one");
    fs::write(at("schemas/workflow.json"), schema.to_string()).expect("a schema");
    let files = shipped();
    let complaint = files.get("workflows/complaint.yaml").expect("it is shipped");
    let english = String::from_utf8(complaint.bytes.to_vec()).expect("UTF-8");
    let mut requests = Vec::new();
    for (name, text, step, within) in [
        ("complaint.yaml", english, "  - step: more\n    \n", "within: 30m"),
        ("投诉.yaml", in_chinese(complaint), "  - 步骤: 再来\n    \n", "时限: 30分钟"),
    ] {
        let file = format!("workflows/{name}");
        let text = text + step;
        fs::write(at(&file), &text).expect("a file");
        let lines: Vec<&str> = text.lines().collect();
        let line = lines.iter().position(|line| line.trim_start().starts_with(within)).expect("a limit");
        let ask = |ask: &str, line: usize, character: usize| json!({ "file": file, "ask": ask, "line": line, "character": character });
        let hover = lines[line].chars().take_while(|letter| *letter == ' ').count() + 1;
        requests.extend([
            ask("problems", 0, 0),
            ask("completion", lines.len() - 1, 4),
            ask("hover", line, hover),
        ]);
    }
    fs::write(at("requests.json"), Value::from(requests).to_string()).expect("the requests");
    let answers = said("editor.mjs", folder.path());
    for answers in answers.as_array().expect("an answer each").chunks(3) {
        assert_eq!(answers[0], json!([]), "what the editor finds wrong");
        let offered: Vec<&str> =
            answers[1].as_array().expect("a list").iter().filter_map(Value::as_str).collect();
        for key in ["owner", "within", "escalate", "负责", "时限", "升级"] {
            assert!(offered.contains(&key), "{key} is not among {offered:?}");
        }
        let told = answers[2].as_str().expect("a text");
        assert!(told.contains("限多长时间办完") && told.contains("How long it may take"), "{told}");
    }
}
