//! What the demo plays on: a folder with the shipped handbook, a fresh store, and local peers that
//! speak the real protocols in place of the mail server and the SMS provider.

use super::clock::DemoClock;
use crate::book::{self, Book};
use crate::commands::init;
use crate::folder;
use crate::lock::Lock;
use crate::office::{open_store, store_path};
use crate::options::{ColorWhen, Global};
use crate::output::{Problem, Status};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use steward_model::{Handbook, Lang, Text};
use steward_notifiers::{Terms, notifiers};
use steward_peers::{SmsConfig, SmsPeer, SmtpConfig, SmtpPeer};
use steward_service::Service;
use steward_store::{AlbumFolder, SqliteStore};
use steward_time::Timestamp;
use tempfile::TempDir;

/// The clock begins on this Monday morning, whatever the hour outside.
const BEGINS: &str = "2026-03-02T09:00:00+08:00";

/// And runs this many times as fast as the machine's.
pub(crate) const SPEED: u32 = 60;

/// The provider's key in this play.
const KEY: &str = "demo-key";
const SECRET: &str = "demo-secret";

pub(crate) struct Stage {
    pub(crate) folder: PathBuf,
    pub(crate) handbook: Arc<Handbook>,
    pub(crate) store: Arc<SqliteStore>,
    pub(crate) service: Arc<Service>,
    pub(crate) clock: Arc<DemoClock>,
    pub(crate) mail: SmtpPeer,
    pub(crate) sms: SmsPeer,
    _lock: Lock,
    /// Removed with the stage; `None` when the folder is to be kept.
    _temporary: Option<TempDir>,
}

/// Sets the stage.
pub(crate) async fn set(keep: Option<&Path>, lang: Lang) -> Result<Stage, Problem> {
    let (folder, temporary) = match keep {
        Some(keep) => (keep.to_owned(), None),
        None => {
            let temporary = tempfile::Builder::new().prefix("steward-demo-").tempdir().map_err(failed)?;
            (temporary.path().to_owned(), Some(temporary))
        }
    };
    init::write(&folder)?;
    let mail = SmtpPeer::start(SmtpConfig::default()).await.map_err(failed)?;
    let registered = registered(&read(&folder)?.handbook);
    let sms = SmsPeer::start(registered).await.map_err(failed)?;
    rewire(&folder, &mail.url(), &sms.url(), lang)?;
    let book = read(&folder)?;
    let path = store_path(&book, &global(&folder))?;
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(failed)?;
    }
    let lock = Lock::take(&path)?;
    let store = Arc::new(open_store(&path)?);
    let Ok(begins) = BEGINS.parse::<Timestamp>() else { unreachable!("the beginning is an instant") };
    let clock = Arc::new(DemoClock::new(begins, SPEED));
    let channels = notifiers(&book.handbook.organisation, &folder, &Terms::usual());
    if let Some(broken) = channels.broken.into_iter().next() {
        return Err(Problem::new(Status::Outside, "no-channel", broken.text).help(broken.help));
    }
    let handbook = Arc::new(book.handbook);
    let album = Arc::new(AlbumFolder::beside(&path));
    let (rules, channels) = (Arc::new(book.rules), channels.working);
    let service = Service::new(handbook.clone(), rules, store.clone(), album, clock.clone(), channels);
    let service = Arc::new(service);
    Ok(Stage { folder, handbook, store, service, clock, mail, sms, _lock: lock, _temporary: temporary })
}

fn read(folder: &Path) -> Result<Book, Problem> {
    book::understand(folder.to_owned(), folder::read(folder)?).sound()
}

fn global(folder: &Path) -> Global {
    Global {
        dir: Some(folder.to_owned()),
        store: None,
        actor: None,
        lang: None,
        json: false,
        color: ColorWhen::Never,
    }
}

/// What the SMS peer has on its books: what the handbook says is registered.
fn registered(handbook: &Handbook) -> SmsConfig {
    let provider = handbook.organisation.sms.first();
    let templates = provider.map(|provider| provider.templates.values());
    let templates: BTreeMap<_, _> =
        templates.into_iter().flatten().map(|one| (one.code.clone(), one.longest.clone())).collect();
    SmsConfig {
        key: KEY.to_owned(),
        secret: SECRET.to_owned(),
        signature: provider.map_or(String::new(), |provider| provider.signature.clone()),
        templates,
        now: Timestamp::now,
    }
}

/// Has the handbook's mail and SMS go to the peers.
fn rewire(folder: &Path, mail: &str, sms: &str, lang: Lang) -> Result<(), Problem> {
    for (name, secret) in [("demo.key", KEY), ("demo.secret", SECRET)] {
        private(&folder.join(name), secret).map_err(failed)?;
    }
    let path = folder.join("steward.yaml");
    let text = fs::read_to_string(&path).map_err(failed)?;
    fs::write(&path, rewired(&text, mail, sms, lang)).map_err(failed)
}

/// Writes a file that only its owner may read, as a secret must be.
fn private(path: &Path, text: &str) -> std::io::Result<()> {
    use std::io::Write as _;
    let mut options = fs::File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.write_all(text.as_bytes())
}

/// steward.yaml with other servers, and messages in the newcomer's language: its layout and its comments stay.
fn rewired(text: &str, mail: &str, sms: &str, lang: Lang) -> String {
    let mut lines = Vec::new();
    for line in text.lines() {
        let (indent, rest) = line.split_at(line.len() - line.trim_start().len());
        match rest.split_once(':').map(|(key, _)| key) {
            Some("server") => lines.push(format!("{indent}server: \"{mail}\"")),
            // Of people who state none.
            Some("language") if lang == Lang::En => lines.push("language: en".to_owned()),
            Some("user" | "password") if !indent.is_empty() => {}
            Some("- provider") => {
                lines.push(line.to_owned());
                lines.push(format!("{indent}  url: \"{sms}\""));
            }
            Some("key") => lines.push(format!("{indent}key: file:demo.key")),
            Some("secret") => lines.push(format!("{indent}secret: file:demo.secret")),
            _ => lines.push(line.to_owned()),
        }
    }
    lines.join("\n") + "\n"
}

fn failed(error: std::io::Error) -> Problem {
    let text =
        Text::new(format!("演示没有搭起来：{error}"), format!("the demo could not be set up: {error}"));
    Problem::new(Status::Outside, "no-stage", text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shipped::SHIPPED;
    use steward_model::Files;

    #[test]
    fn the_shipped_handbook_is_still_sound_when_its_servers_are_others() {
        let mut files = Files::new();
        for (path, text) in SHIPPED {
            let text = match *path {
                "steward.yaml" => rewired(text, "smtp://127.0.0.1:2525", "http://127.0.0.1:8000/", Lang::En),
                _ => (*text).to_owned(),
            };
            files.insert(*path, text.into_bytes());
        }
        let reading = book::understand("handbook".into(), files);
        assert_eq!(reading.findings, []);
        let Ok(book) = reading.sound() else { panic!("it is no handbook any more") };
        let organisation = &book.handbook.organisation;
        let mail = organisation.mail.as_ref().expect("mail");
        assert_eq!((mail.host.as_str(), mail.port, &mail.user), ("127.0.0.1", 2525, &None));
        assert_eq!(organisation.sms[0].url.as_deref(), Some("http://127.0.0.1:8000/"));
    }
}
