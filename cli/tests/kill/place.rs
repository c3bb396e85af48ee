//! The handbook the engine is killed over, and the binary run in its folder. The limits of a
//! leak are seconds, and no rung stands so near another that a late look passes one over; a job waits for
//! another case.

use crate::peers::{self, Peers};
use serde_json::Value;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// The steps with a limit, and its seconds.
pub(crate) const LIMITS: [(&str, i64); 2] = [("look", 2), ("mend", 4)];

/// The rungs of a limit of so many seconds, each by the seconds from the step's beginning to it.
pub(crate) fn rungs(within: i64) -> [(&'static str, i64); 4] {
    [("ready", 0), ("50%", within / 2), ("overdue", within), ("overdue + 3s", within + 3)]
}

const WORKFLOW: &str = "
workflow: leak
title: { zh: 漏水, en: A leak }
calendar: always
start:
  - who: [front-desk]
fields:
  where: { type: text, required: true, title: { zh: 位置, en: Where } }
escalate:
  - { at: ready, tell: owner }
  - { at: 50%, tell: owner, via: [sms, email] }
  - { at: overdue, tell: [owner, superior], via: [sms, email] }
  - { at: overdue + 3s, tell: estate-manager, via: [sms, email] }
steps:
  - step: report
    title: { zh: 登记, en: Report }
    owner: front-desk
    form: [where]
  - step: look
    title: { zh: 查看, en: Look }
    owner: front-desk
    within: 2s
  - step: mend
    title: { zh: 维修, en: Mend }
    owner: engineering
    within: 4s
";

/// A job that another case does: nobody but the engine carries the news between the two.
const JOB: &str = "
workflow: job
title: { zh: 报修, en: A job }
calendar: always
start:
  - who: [front-desk]
fields:
  where: { type: text, required: true, title: { zh: 位置, en: Where } }
steps:
  - step: note
    title: { zh: 登记, en: Note it }
    owner: front-desk
    form: [where]
  - step: order
    title: { zh: 派单, en: Order it }
    call: fixing
    with: { where: where }
";

const FIXING: &str = "
workflow: fixing
title: { zh: 修理, en: Fixing }
calendar: always
start:
  - who: [engineering]
fields:
  where: { type: text, title: { zh: 位置, en: Where } }
steps:
  - step: fix
    title: { zh: 修理, en: Fix it }
    owner: engineering
    escalate: [{ at: overdue, tell: owner }]
";

/// A handbook's folder with its store, gone when dropped.
pub(crate) struct Place {
    folder: TempDir,
}

impl Place {
    /// The shipped handbook with the workflow above, its channels pointed at the peers.
    pub(crate) fn new(peers: &Peers) -> Self {
        let place = Self { folder: TempDir::new().expect("a folder") };
        let init = place.steward().args(["init", "."]).output().expect("it runs");
        assert!(init.status.success(), "{init:?}");
        for (name, text) in [("leak", WORKFLOW), ("job", JOB), ("fixing", FIXING)] {
            fs::write(place.path().join(format!("workflows/{name}.yaml")), text).expect("written");
        }
        let settings = place.path().join("steward.yaml");
        let mut text = fs::read_to_string(&settings).expect("a file");
        for (from, to) in [
            ("smtps://mail.example.com", peers.mail.url()),
            ("  user: steward\n  password: env:STEWARD_MAIL_PASSWORD\n", String::new()),
            ("  - provider: aliyun\n", format!("  - provider: aliyun\n    url: \"{}\"\n", peers.sms.url())),
            ("env:ALIYUN_KEY", "file:key".to_owned()),
            ("env:ALIYUN_SECRET", "file:secret".to_owned()),
        ] {
            assert!(text.contains(from), "there is no `{from}` in steward.yaml");
            text = text.replace(from, &to);
        }
        fs::write(settings, text).expect("written");
        for (name, secret) in [("key", peers::KEY), ("secret", peers::SECRET)] {
            let path = place.path().join(name);
            fs::write(&path, secret).expect("written");
            fs::set_permissions(path, fs::Permissions::from_mode(0o600)).expect("private");
        }
        place
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn store(&self) -> PathBuf {
        self.path().join("data/steward.db")
    }

    /// What the engine wrote to its log, in all its lives.
    pub(crate) fn log(&self) -> PathBuf {
        self.path().join("serve.log")
    }

    /// The binary in this folder, with nothing of the tester's own environment that it would heed.
    pub(crate) fn steward(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_steward"));
        for name in ["STEWARD_AS", "STEWARD_LOG", "LC_ALL", "LC_MESSAGES"] {
            command.env_remove(name);
        }
        command.current_dir(self.path()).env("LANG", "en").env("NO_COLOR", "1").stdin(Stdio::null());
        command
    }

    /// Runs a command. Returns its document, or what kept it from doing as asked.
    pub(crate) fn run(&self, args: &[&str]) -> Result<Value, String> {
        let ran = self.steward().args(args).arg("--json").output().expect("it runs");
        if !ran.status.success() {
            return Err(format!("{args:?} {}: {}", ran.status, String::from_utf8_lossy(&ran.stderr)));
        }
        serde_json::from_slice(&ran.stdout).map_err(|error| format!("{args:?} printed no document: {error}"))
    }
}
