//! Runs `tests/servers/smtp.py` and reads what it wrote down; makes certificates for it.

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use steward_model::{Address, Mail, MailSecurity};
use steward_notifiers::{Mailer, Roots, SecretText, Terms};
use steward_ports::{Content, Message};
use tempfile::TempDir;

/// A running server. It ends with the test.
pub(crate) struct MailServer {
    child: Child,
    folder: TempDir,
    pub(crate) port: u16,
}

impl MailServer {
    /// Starts it with these arguments after the file's name.
    pub(crate) fn start(arguments: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let script = workspace().join("tests/servers/smtp.py");
        let mut child = Command::new(python())
            .arg(script)
            .arg(folder.path().join("mails"))
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the mail server starts");
        let mut port = String::new();
        let stdout = child.stdout.take().expect("its output");
        BufReader::new(stdout).read_line(&mut port).expect("its first line");
        let port =
            port.trim().parse().unwrap_or_else(|_| panic!("the mail server printed no port: {port:?}"));
        Self { child, folder, port }
    }

    /// Every mail it took, as Python's e-mail package reads them.
    pub(crate) fn mails(&self) -> Vec<Value> {
        let lines = std::fs::read_to_string(self.folder.path().join("mails")).unwrap_or_default();
        lines.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
    }

    /// How a handbook would write it.
    pub(crate) fn settings(&self, security: MailSecurity) -> Mail {
        settings("localhost", self.port, security)
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// How a handbook writes a mail server.
pub(crate) fn settings(host: &str, port: u16, security: MailSecurity) -> Mail {
    Mail {
        security,
        host: host.to_owned(),
        port,
        from_name: "管家".to_owned(),
        from: "steward@example.com".to_owned(),
        user: None,
        password: None,
    }
}

/// Terms on which a test needn't wait, trusting an authority of its own.
pub(crate) fn terms(authority: Option<&Certificates>) -> Terms {
    let roots =
        authority.map_or_else(Roots::default, |own| Roots::with(own.authority.as_bytes()).expect("a root"));
    Terms { attempt: Duration::from_secs(10), roots, ..Terms::usual() }
}

/// The channel without a login.
pub(crate) fn mailer(mail: &Mail) -> Mailer {
    Mailer::new(mail, None, &terms(None)).expect("the channel is set up")
}

/// The channel with a login.
pub(crate) fn mailer_as(mail: &Mail, user: &str, password: &str) -> Mailer {
    let mail = Mail { user: Some(user.to_owned()), ..mail.clone() };
    Mailer::new(&mail, Some(SecretText::new(password)), &terms(None)).expect("the channel is set up")
}

/// A mail to somebody.
pub(crate) fn message(to: &str, subject: &str) -> Message {
    Message {
        message_id: "<m.17.3@example.com>".to_owned(),
        case: "C-2026-0001".to_owned(),
        name: "王莉".to_owned(),
        to: Address::new(to),
        content: Content::Mail {
            subject: subject.to_owned(),
            text: "还剩 12 分钟\n首次响应：3栋1201\n".to_owned(),
            html: Some("<p>还剩 <b>12 分钟</b></p>".to_owned()),
        },
    }
}

/// An authority and a server's certificate that it signed, as PEM files.
pub(crate) struct Certificates {
    folder: TempDir,
    authority: String,
}

impl Certificates {
    /// A good certificate for this name.
    pub(crate) fn for_name(name: &str) -> Self {
        Self::made(CertificateParams::new([name.to_owned()]).expect("a name"))
    }

    /// One that was good until the year 2001.
    pub(crate) fn expired(name: &str) -> Self {
        let mut params = CertificateParams::new([name.to_owned()]).expect("a name");
        params.not_before = rcgen::date_time_ymd(2000, 1, 1);
        params.not_after = rcgen::date_time_ymd(2001, 1, 1);
        Self::made(params)
    }

    fn made(params: CertificateParams) -> Self {
        let mut authority = CertificateParams::new([]).expect("no names");
        authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let authority_key = KeyPair::generate().expect("a key");
        let authority_pem = authority.self_signed(&authority_key).expect("an authority").pem();
        let issuer = Issuer::new(authority, authority_key);
        let key = KeyPair::generate().expect("a key");
        let certificate = params.signed_by(&key, &issuer).expect("a certificate");
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("certificate.pem"), certificate.pem()).expect("a file");
        std::fs::write(folder.path().join("key.pem"), key.serialize_pem()).expect("a file");
        Self { folder, authority: authority_pem }
    }

    /// Starts a server with it.
    pub(crate) fn server(&self, tls: &str) -> MailServer {
        let file = |name: &str| self.folder.path().join(name).to_str().expect("plain letters").to_owned();
        let (certificate, key) = (file("certificate.pem"), file("key.pem"));
        MailServer::start(&["--tls", tls, "--certificate", &certificate, "--private-key", &key])
    }
}

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("a workspace").to_owned()
}

fn python() -> PathBuf {
    let own = std::env::var_os("STEWARD_TEST_PYTHON").map(PathBuf::from);
    let python = own.unwrap_or_else(|| workspace().join("target/test-venv/bin/python"));
    assert!(
        python.exists(),
        "{} is missing: run .ci/servers.sh once, or name a Python that has aiosmtpd in STEWARD_TEST_PYTHON",
        python.display()
    );
    python
}
