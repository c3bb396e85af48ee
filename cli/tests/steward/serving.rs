//! serve beside other commands, on one store.

use crate::harness::{Folder, Ran, ran, steward};
use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;
use steward_peers::{SmsConfig, SmsPeer, SmtpConfig, SmtpPeer};

/// Longer than anything here takes, even on a busy machine.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// A process and the lines it prints.
pub(crate) struct Running {
    pub(crate) child: Child,
    lines: Receiver<String>,
}

impl Running {
    pub(crate) fn start(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs");
        let (send, lines) = channel();
        let stdout = BufReader::new(child.stdout.take().expect("a pipe"));
        std::thread::spawn(move || stdout.lines().map_while(Result::ok).try_for_each(|line| send.send(line)));
        Self { child, lines }
    }

    /// The first line from now on with these words.
    pub(crate) fn line_with(&self, words: &str) -> String {
        loop {
            match self.lines.recv_timeout(PATIENCE) {
                Ok(line) if line.contains(words) => return line,
                Ok(_) => {}
                Err(_) => panic!("no line with “{words}” came"),
            }
        }
    }

    /// Asks it to stop, and returns what it came to.
    pub(crate) fn stop(self, signal: &str) -> Ran {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args([signal, &pid]).status().expect("kill").success());
        ran(self.child.wait_with_output().expect("it ends"))
    }
}

pub(crate) fn serve(folder: &Folder) -> Running {
    Running::start(steward().current_dir(folder.path()).arg("serve"))
}

/// Mail and SMS that go to peers on this machine.
pub(crate) struct Peers {
    pub(crate) runtime: tokio::runtime::Runtime,
    pub(crate) mail: SmtpPeer,
    pub(crate) sms: SmsPeer,
}

impl Peers {
    pub(crate) fn of(folder: &Folder) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .expect("a runtime");
        let templates = (121..=135).map(|number| {
            let longest = |name: &str| (name.to_owned(), 35);
            let variables = match number {
                121 | 122 | 126 | 127 | 135 => ["case", "step", "due"].map(longest).to_vec(),
                123 => ["case", "step", "left"].map(longest).to_vec(),
                134 => ["case", "step"].map(longest).to_vec(),
                124 | 125 => ["case", "step", "late"].map(longest).to_vec(),
                _ => ["case", "estate"].map(longest).to_vec(),
            };
            (format!("SMS_{number}"), variables)
        });
        let config = SmsConfig {
            key: "k".to_owned(),
            secret: "s".to_owned(),
            signature: "江南物业".to_owned(),
            templates: templates.collect(),
            now: steward_time::Timestamp::now,
        };
        let mail = runtime.block_on(SmtpPeer::start(SmtpConfig::default())).expect("a mail server");
        let sms = runtime.block_on(SmsPeer::start(config)).expect("a provider");
        folder.edit("steward.yaml", "smtps://mail.example.com", &mail.url());
        folder.edit("steward.yaml", "  user: steward\n  password: env:STEWARD_MAIL_PASSWORD\n", "");
        folder.edit(
            "steward.yaml",
            "  - provider: aliyun\n",
            &format!("  - provider: aliyun\n    url: \"{}\"\n", sms.url()),
        );
        folder.edit("steward.yaml", "env:ALIYUN_KEY", "file:key");
        folder.edit("steward.yaml", "env:ALIYUN_SECRET", "file:secret");
        for (name, text) in [("key", "k"), ("secret", "s")] {
            folder.write(name, text);
            let private = std::os::unix::fs::PermissionsExt::from_mode(0o600);
            File::open(folder.path().join(name))
                .and_then(|file| file.set_permissions(private))
                .expect("private");
        }
        Self { runtime, mail, sms }
    }
}

#[test]
fn one_serve_a_store_and_it_stops_cleanly() {
    let folder = Folder::new();
    let first = serve(&folder);
    let ready = first.line_with("ready");
    assert!(ready.starts_with("ready"), "{ready}");
    let error = folder.run(&["serve", "--json", "--lang", "en"]).error(3);
    let pid = first.child.id();
    assert!(
        error["message"].as_str().is_some_and(|text| text.starts_with(&format!("process {pid} is serving "))),
        "{error}"
    );
    folder.run(&["serve", "--dir", "nowhere", "--json"]).error(2);
    let ended = first.stop("-TERM");
    assert_eq!(ended.status, 0, "{ended:?}");
    let second = serve(&folder);
    second.line_with("ready");
    assert_eq!(second.stop("-INT").status, 0);
}

#[test]
fn what_a_command_commits_is_told_by_a_running_serve() {
    let folder = Folder::new();
    let peers = Peers::of(&folder);
    let (mut mails, mut messages) = (peers.mail.subscribe(), peers.sms.subscribe());
    let serving = serve(&folder);
    serving.line_with("ready");
    let case = folder.complaint("major");
    peers.runtime.block_on(async {
        let mail =
            tokio::time::timeout(PATIENCE, mails.recv()).await.expect("a mail in time").expect("a mail");
        assert!(String::from_utf8_lossy(&mail.raw).contains(&format!("<case.{case}@example.com>")));
        tokio::time::timeout(PATIENCE, messages.recv()).await.expect("an SMS in time").expect("an SMS");
    });
    // Both at once: a command goes on working while messages are being sent.
    folder.act("wang.li", &["take", &case, "respond"]);
    let ended = serving.stop("-TERM");
    assert_eq!(ended.status, 0);
    assert!(
        !ended.stderr.contains("13900002222") && !ended.stderr.contains("13800000208"),
        "{}",
        ended.stderr
    );
}

#[test]
fn a_broken_handbook_is_not_served() {
    let folder = Folder::new();
    folder.edit("workflows/complaint.yaml", "owner: archivist", "owner: archivst");
    let ran = folder.run(&["serve"]);
    assert_eq!(ran.status, 1);
    assert_eq!(ran.stdout, "");
    assert!(ran.stderr.contains("archivst"), "{}", ran.stderr);
    assert!(!folder.store().exists());
}

#[test]
fn a_store_that_cannot_be_made_is_said_so() {
    let folder = Folder::new();
    folder.write("data", "in the way of the store's folder");
    folder.run(&["serve", "--json"]).error(4);
    folder.run(&["cases", "--json"]).error(4);
}

#[test]
fn a_changed_handbook_is_taken_while_it_serves_and_one_half_written_is_not() {
    let folder = Folder::new();
    let peers = Peers::of(&folder);
    let mut mails = peers.mail.subscribe();
    let serving = serve(&folder);
    serving.line_with("ready");
    let path = "estates/riverside.yaml";
    let good = std::fs::read_to_string(folder.path().join(path)).expect("a file");
    folder.write(path, "estate: [half");
    assert_eq!(serving.line_with("kept"), "kept  改动后的手册有错误，仍按原来的运行");
    assert!(good.contains("wang.li@"), "she has an address");
    folder.write(path, &good.replace("wang.li@", "new.address@"));
    assert_eq!(serving.line_with("reloaded"), format!("reloaded  手册已更新：{path}"));
    folder.complaint("ordinary");
    peers.runtime.block_on(async {
        let hers = async {
            while !mails.recv().await.expect("a mail").to.iter().any(|to| to.starts_with("new.address@")) {}
        };
        tokio::time::timeout(PATIENCE, hers).await.expect("a mail to the new address");
    });
    let ended = serving.stop("-TERM");
    assert_eq!(ended.status, 0);
    assert!(ended.stderr.contains("estates/riverside.yaml:1"), "{}", ended.stderr);
}

#[test]
fn a_message_over_a_budget_says_so_in_the_list_and_when_asked_why() {
    let folder = Folder::new();
    let peers = Peers::of(&folder);
    let mut mails = peers.mail.subscribe();
    folder.edit("steward.yaml", "\nescalate:", "\nbudget: { person: 1 a day }\nescalate:");
    let serving = serve(&folder);
    serving.line_with("ready");
    folder.complaint("ordinary");
    folder.complaint("ordinary");
    // The last resort hears once the message is settled.
    peers.runtime.block_on(async {
        let news = async {
            while !mails.recv().await.expect("a mail").to.iter().any(|to| to.starts_with("quality@")) {}
        };
        tokio::time::timeout(PATIENCE, news).await.expect("a mail to the last resort");
    });
    assert_eq!(serving.stop("-TERM").status, 0);
    let page = folder.run(&["messages", "--state", "dropped", "--json"]).document(0);
    let message = &page["messages"][0];
    let why = message["error"].as_str().expect("a reason");
    assert!(why.starts_with("超过消息上限：") && why.contains("的消息已满 1 条"), "{why}");
    assert_eq!(message["attempts"], 0);
    let case = message["case"].as_str().expect("a case");
    let said = folder.run(&["why", case, "--lang", "zh"]).well();
    assert!(said.contains(&format!("没有单独发出：{why}")), "{said}");
    assert!(said.contains("消息一超过上限，兜底岗位总会知道"), "{said}");
    let record = folder.run(&["show", case, "--lang", "zh"]).well();
    assert!(record.contains("的消息已满 1 条，紧急的照发"), "{record}");
}
