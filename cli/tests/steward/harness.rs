//! A folder with the shipped handbook, and the binary run in it.

use crate::promised;
use crate::serving::PATIENCE;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Instant;
use tempfile::TempDir;

/// A handbook's folder, gone when dropped.
pub(crate) struct Folder {
    folder: TempDir,
}

/// What a run came to.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) status: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// The binary with nothing of the tester's own environment that it would heed.
pub(crate) fn steward() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_steward"));
    for name in [
        "STEWARD_AS",
        "STEWARD_LOG",
        "LC_ALL",
        "LC_MESSAGES",
        "LANG",
        "STEWARD_MAIL_PASSWORD",
        "ALIYUN_KEY",
        "ALIYUN_SECRET",
    ] {
        command.env_remove(name);
    }
    command.env("NO_COLOR", "1").stdin(Stdio::null());
    command
}

/// Runs the binary outside any handbook.
pub(crate) fn run(args: &[&str]) -> Ran {
    let nowhere = TempDir::new().expect("a folder");
    ran(steward().current_dir(nowhere.path()).args(args).output().expect("it runs"))
}

pub(crate) fn ran(output: Output) -> Ran {
    Ran {
        status: output.status.code().expect("it ended by itself"),
        stdout: String::from_utf8(output.stdout).expect("UTF-8"),
        stderr: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}

impl Ran {
    /// What it printed, of a run that did as asked.
    pub(crate) fn well(self) -> String {
        assert_eq!(self.status, 0, "{self:?}");
        self.stdout
    }

    /// The document, of a run that ended with this status.
    pub(crate) fn document(self, status: i32) -> Value {
        assert_eq!(self.status, status, "{self:?}");
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The error of a run with `--json` that did not do as asked.
    pub(crate) fn error(self, status: i32) -> Value {
        assert_eq!(self.status, status, "{self:?}");
        assert_eq!(self.stdout, "", "nothing is on stdout then");
        let document: Value = serde_json::from_str(&self.stderr).expect("one document");
        assert_eq!(keys(&document), ["error"]);
        let error = document["error"].clone();
        assert_eq!(keys(&error), ["status", "code", "message", "help"]);
        assert_eq!(error["status"], status);
        error
    }
}

/// The keys of an object, in their order.
pub(crate) fn keys(value: &Value) -> Vec<&str> {
    value.as_object().expect("an object").keys().map(String::as_str).collect()
}

/// The keys of an event wherever one stands.
pub(crate) const EVENT: [&str; 12] =
    ["n", "at", "what", "step", "item", "limit", "rung", "to", "via", "template", "by", "text"];

/// What happened, in a row.
pub(crate) fn whats(events: &Value) -> Vec<&str> {
    let events = events.as_array().expect("events");
    events.iter().for_each(|event| assert_eq!(keys(event), EVENT));
    events.iter().map(|event| event["what"].as_str().expect("a word")).collect()
}

impl Folder {
    pub(crate) fn new() -> Self {
        let folder = Self { folder: TempDir::new().expect("a folder") };
        let target = folder.path().to_str().expect("UTF-8").to_owned();
        run(&["init", &target]).well();
        folder
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn store(&self) -> PathBuf {
        self.path().join("data/steward.db")
    }

    /// Runs the binary in this folder. A document it prints is as `steward schema output/…` says.
    pub(crate) fn run(&self, args: &[&str]) -> Ran {
        let ran = ran(steward().current_dir(self.path()).args(args).output().expect("it runs"));
        promised::compare(args, &ran);
        ran
    }

    /// Changes a file of the handbook.
    pub(crate) fn edit(&self, path: &str, from: &str, to: &str) {
        let path = self.path().join(path);
        let text = fs::read_to_string(&path).expect("a file");
        assert!(text.contains(from), "there is no `{from}` in {}", path.display());
        fs::write(path, text.replace(from, to)).expect("written");
    }

    /// Adds a file to the handbook.
    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("written");
    }

    /// Opens a complaint at riverside as wang.li. Returns its id.
    pub(crate) fn complaint(&self, severity: &str) -> String {
        let severity = format!("severity={severity}");
        let mut args = vec!["open", "complaint", "--estate", "riverside", "--as", "wang.li", "--json"];
        for field in [
            "complainant=李先生/13900002222",
            "channel=phone",
            "what=电梯困人",
            "department=engineering",
            &severity,
        ] {
            args.extend(["--field", field]);
        }
        let document = self.run(&args).document(0);
        assert_eq!(keys(&document), ["case"]);
        document["case"].as_str().expect("an id").to_owned()
    }

    /// What a command prints once it says so, while a running `serve` goes on.
    pub(crate) fn until(&self, call: &[&str], says: &str) -> String {
        let begun = Instant::now();
        loop {
            let shown = self.run(call);
            if shown.stdout.contains(says) {
                return shown.stdout;
            }
            assert!(begun.elapsed() < PATIENCE, "`{says}` is not in {shown:?}");
        }
    }

    /// Does a command on a case as somebody. Returns what happened.
    pub(crate) fn act(&self, actor: &str, args: &[&str]) -> Vec<String> {
        let document = self.run(&[args, &["--as", actor, "--json"]].concat()).document(0);
        assert_eq!(keys(&document), ["case", "events"]);
        assert_eq!(document["case"], args[1]);
        whats(&document["events"]).into_iter().map(str::to_owned).collect()
    }
}
