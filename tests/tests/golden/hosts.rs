//! What code hosts and editors are given of each mistake: SARIF judged by its schema and by the toolkit of
//! those who wrote the standard, its regions by counting anew, and the commands of GitHub Actions by reading
//! them as its runner does. The schema and the toolkit are installed by `.ci/servers.sh`.

use crate::{Mistake, findings, healthy, mistakes};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;
use steward_language::render::{github, sarif};
use steward_model::{Diagnostic, Files, Lang, Place, Severity};

/// A folder and what is found in it.
struct Judged {
    name: String,
    files: Files,
    found: Vec<Diagnostic>,
}

/// Every mistake, and the handbook that has none.
static ALL: LazyLock<Vec<Judged>> = LazyLock::new(|| {
    let sound = Mistake { name: "sound".to_owned(), files: healthy() };
    let judged = |Mistake { name, files }| Judged { found: findings(&files), name, files };
    mistakes().into_iter().chain([sound]).map(judged).collect()
});

/// Where the handbook lies in its repository: a name that can't stand in a reference as it is.
const UNDER: &str = "手册 一,二%";

impl Judged {
    fn sarif(&self, lang: Lang) -> Value {
        sarif(&self.found, &self.files, lang, "1.2.3", UNDER)
    }

    /// The text of a file, where lines and columns can be told.
    fn text(&self, file: &str) -> Option<&str> {
        let bytes = &self.files.get(file)?.bytes;
        let text = std::str::from_utf8(bytes).ok().filter(|text| text.len() <= 1024 * 1024)?;
        (!text.trim_start_matches('\u{feff}').is_empty()).then_some(text)
    }

    /// Where a place begins and ends, counted anew: lines and characters from 1, a BOM left out, the end the
    /// first character that no longer belongs to it.
    fn span(&self, place: &Place) -> [usize; 4] {
        let Some(text) = self.text(&place.file) else { return [1; 4] };
        let at = |byte: usize| {
            let before = text[..byte].trim_start_matches('\u{feff}');
            let last = before.rsplit('\n').next().unwrap_or_default();
            [before.matches('\n').count() + 1, last.chars().count() + 1]
        };
        let ([line, column], [end_line, end_column]) = (at(place.start), at(place.end));
        [line, column, end_line, end_column]
    }
}

fn readers() -> PathBuf {
    let own = std::env::var_os("STEWARD_TEST_READERS").map(PathBuf::from);
    let readers = own.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/test-readers"));
    assert!(
        readers.join("node_modules/@microsoft/sarif-multitool").exists(),
        "{} is missing or old: run .ci/servers.sh once, or name such a folder in STEWARD_TEST_READERS",
        readers.display()
    );
    readers
}

/// The schema of SARIF, which lies beside the toolkit for the machine at hand.
fn schema() -> Value {
    let beside = fs::read_dir(readers().join("node_modules/@microsoft")).expect("what is installed");
    let mut files = beside.map(|entry| entry.expect("an entry").path().join("sarif-2.1.0.json"));
    let file = files.find(|file| file.exists()).expect("the schema of SARIF");
    serde_json::from_slice(&fs::read(file).expect("a file")).expect("a schema")
}

#[test]
fn every_log_is_as_the_schema_of_sarif_says() {
    let validator =
        jsonschema::options().should_validate_formats(true).build(&schema()).expect("the schema is right");
    let mut wrong = Vec::new();
    for judged in ALL.iter() {
        for lang in [Lang::Zh, Lang::En] {
            let log = judged.sarif(lang);
            let errors = validator.iter_errors(&log);
            wrong.extend(errors.map(|error| format!("{}: {}: {error}", judged.name, error.instance_path())));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_toolkit_of_the_standard_and_github_have_nothing_against_a_log() {
    let folder = tempfile::tempdir().expect("a folder");
    // As many runs as GitHub takes in one log; each mistake in one language, since the toolkit takes its time.
    for (at, some) in ALL.chunks(20).enumerate() {
        let langs = [Lang::Zh, Lang::En].into_iter().cycle().skip(at);
        let mut logs = some.iter().zip(langs).map(|(judged, lang)| judged.sarif(lang));
        let mut log = logs.next().expect("a log");
        let runs = log["runs"].as_array_mut().expect("runs");
        runs.extend(logs.map(|log| log["runs"][0].clone()));
        fs::write(folder.path().join(format!("{at}.sarif")), log.to_string()).expect("a log");
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("readers/sarif.mjs");
    let output = Command::new("node")
        .args(["--input-type=module", "-"])
        .arg(folder.path())
        .current_dir(readers())
        .stdin(Stdio::from(fs::File::open(script).expect("a script")))
        .output()
        .expect("node runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let said: Value = serde_json::from_slice(&output.stdout).expect("what the toolkit says");
    assert_eq!(said, json!([]), "{said:#}");
}

#[test]
fn each_region_of_a_log_is_the_stretch_that_is_meant() {
    for judged in ALL.iter() {
        let log = judged.sarif(Lang::En);
        let results = log["runs"][0]["results"].as_array().expect("results");
        assert_eq!(results.len(), judged.found.len(), "{}", judged.name);
        for (finding, result) in judged.found.iter().zip(results) {
            let same = |place: &Place, artifact: &Value, region: &Value| {
                let uri = decoded(artifact["uri"].as_str().expect("a reference"));
                assert_eq!(uri, format!("{UNDER}/{}", place.file), "{}", judged.name);
                let keys = ["startLine", "startColumn", "endLine", "endColumn"];
                assert_eq!(json!(keys.map(|key| &region[key])), json!(judged.span(place)), "{}", judged.name);
            };
            let physical = |place: &Place, location: &Value| {
                let physical = &location["physicalLocation"];
                same(place, &physical["artifactLocation"], &physical["region"]);
            };
            physical(&finding.place, &result["locations"][0]);
            for (at, label) in finding.also.iter().enumerate() {
                let related = &result["relatedLocations"][at];
                physical(&label.place, related);
                // A code host shows a further place only where the message links to it.
                let text = result["message"]["text"].as_str().expect("a message");
                assert!(text.contains(&format!("]({})", related["id"])), "{}: {text}", judged.name);
            }
            if let Some(fix) = &finding.fix {
                let change = &result["fixes"][0]["artifactChanges"][0];
                let replacement = &change["replacements"][0];
                same(&fix.place, &change["artifactLocation"], &replacement["deletedRegion"]);
                assert_eq!(replacement["insertedContent"]["text"], fix.with, "{}", judged.name);
            }
        }
    }
}

/// A reference without its `%XX`.
fn decoded(uri: &str) -> String {
    let mut parts = uri.split('%');
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        bytes.push(u8::from_str_radix(&part[..2], 16).expect("two digits"));
        bytes.extend(part[2..].bytes());
    }
    String::from_utf8(bytes).expect("UTF-8")
}

#[test]
fn a_runner_of_github_reads_each_finding_where_it_is() {
    for judged in ALL.iter() {
        let page = github(&judged.found, &judged.files, Lang::Zh, UNDER);
        assert_eq!(page.lines().count(), judged.found.len(), "one command a finding: {}", judged.name);
        for (finding, line) in judged.found.iter().zip(page.lines()) {
            let (command, properties, message) = command(line);
            assert_eq!(command, if finding.severity == Severity::Error { "error" } else { "warning" });
            assert!(message.starts_with(&finding.message.zh), "{message}");
            let [line, column, end_line, end_column] = judged.span(&finding.place);
            let mut meant = vec![
                ("file", format!("{UNDER}/{}", finding.place.file)),
                ("line", line.to_string()),
                ("endLine", end_line.to_string()),
            ];
            // "Annotations only support start_column and end_column on the same line."
            if line == end_line {
                meant.extend([("col", column.to_string()), ("endColumn", end_column.to_string())]);
            }
            meant.push(("title", finding.code.to_owned()));
            assert_eq!(properties, meant, "{}", judged.name);
        }
    }
}

/// A command as the runner takes it apart.
fn command(line: &str) -> (&str, Vec<(&str, String)>, String) {
    let (head, data) = line.strip_prefix("::").and_then(|rest| rest.split_once("::")).expect("a command");
    let (command, properties) = head.split_once(' ').expect("properties");
    let plain = |text: &str| text.replace("%0D", "\r").replace("%0A", "\n");
    let named = properties.split(',').map(|pair| {
        let (name, value) = pair.split_once('=').expect("a value");
        (name, plain(value).replace("%3A", ":").replace("%2C", ",").replace("%25", "%"))
    });
    (command, named.collect(), plain(data).replace("%25", "%"))
}
