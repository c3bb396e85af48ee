//! Messages a second to a mail server on this machine that takes everything: from the outbox through
//! the courier, each claimed and settled on disk, beside the same mails over bare sockets.

use crate::clock::StillClock;
use crate::figure::{Figure, median};
use crate::{house, progress};
use anyhow::{Context as _, Result, ensure};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};
use steward_notifiers::{Terms, notifiers};
use steward_peers::smtp::{AcceptedMail, SmtpConfig, SmtpPeer};
use steward_ports::{MessageFilter, Store as _};
use steward_service::{Service, serve};
use steward_store::{AlbumFolder, SqliteStore};
use steward_time::Timestamp;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;
use tokio::runtime::Runtime;
use tokio::task::JoinSet;

/// Rounds, and cases opened before each.
const ROUNDS: usize = 3;
const CASES: usize = 1000;

/// As many connections as the courier keeps busy.
const AT_ONCE: usize = 16;

/// How often it is looked whether all are settled; short beside the second or so that it takes.
const LOOK: Duration = Duration::from_millis(5);

pub(crate) fn measure(runtime: &Runtime, folder: &Path) -> Result<Vec<Figure>> {
    progress("sending mail");
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        let mails = runtime.block_on(through_the_courier(&folder.join(format!("mail-{round}.db"))))?;
        ours.push(mails.a_second);
        theirs.push(runtime.block_on(over_bare_sockets(mails.count, mails.one))?);
    }
    Ok(vec![Figure {
        name: "mails-to-a-local-server".to_owned(),
        value: median(ours),
        unit: "mails/s",
        floor: Some(median(theirs)),
        wanted: None,
    }])
}

/// What was sent.
struct Sent {
    a_second: f64,
    count: usize,
    one: AcceptedMail,
}

async fn through_the_courier(path: &Path) -> Result<Sent> {
    let peer = SmtpPeer::start(SmtpConfig::default()).await?;
    let (handbook, rules) = house::handbook(&peer.url())?;
    let channels = notifiers(&handbook.organisation, path, &Terms::usual());
    ensure!(channels.broken.is_empty(), "the mail channel can't be set up");
    let album = Arc::new(AlbumFolder::beside(path));
    let store = Arc::new(SqliteStore::open(path)?);
    let clock = Arc::new(StillClock::new(Timestamp::from_second(Timestamp::now().as_second())?));
    let service = Arc::new(Service::new(handbook, rules, store.clone(), album, clock, channels.working));
    let mut opening = JoinSet::new();
    for _ in 0..AT_ONCE {
        let service = service.clone();
        opening.spawn(async move {
            for _ in 0..CASES / AT_ONCE {
                house::open(&service).await?;
            }
            anyhow::Ok(())
        });
    }
    opening.join_all().await.into_iter().collect::<Result<Vec<_>>>()?;
    let began = Instant::now();
    let serving = serve(&service);
    // One that is being sent has a turn until it is settled, so without a turn all are settled.
    let mut look = tokio::time::interval(LOOK);
    while store.earliest_delivery().await?.is_some() {
        look.tick().await;
    }
    let took = began.elapsed().as_secs_f64();
    serving.stop().await;
    let mails = peer.mails();
    let unsent = store.messages(&MessageFilter { limit: 1, ..MessageFilter::default() }).await?;
    let count = mails.len();
    ensure!(!unsent.rows.is_empty() && count >= CASES / 2, "only {count} mails were sent");
    let one = mails.into_iter().next().context("no mail was sent")?;
    Ok(Sent { a_second: count as f64 / took, count, one })
}

/// The same number of mails as large, over as many connections, one after the other on each.
async fn over_bare_sockets(count: usize, mail: AcceptedMail) -> Result<f64> {
    let peer = SmtpPeer::start(SmtpConfig { login: None, forget: true }).await?;
    let mail = Arc::new(mail);
    let began = Instant::now();
    let mut going = JoinSet::new();
    for _ in 0..AT_ONCE {
        let (address, mail) = (peer.address(), mail.clone());
        going.spawn(async move {
            let mut line = Conversation::begin(TcpStream::connect(address).await?).await?;
            for _ in 0..count / AT_ONCE {
                line.hand_over(&mail).await?;
            }
            line.say(b"QUIT\r\n").await
        });
    }
    going.join_all().await.into_iter().collect::<Result<Vec<_>>>()?;
    Ok((count / AT_ONCE * AT_ONCE) as f64 / began.elapsed().as_secs_f64())
}

/// A conversation with a mail server, without any library.
struct Conversation {
    stream: BufReader<TcpStream>,
    answer: String,
}

impl Conversation {
    async fn begin(stream: TcpStream) -> Result<Self> {
        stream.set_nodelay(true)?;
        let mut conversation = Self { stream: BufReader::new(stream), answer: String::new() };
        conversation.hear().await?;
        conversation.say(b"EHLO bench\r\n").await?;
        Ok(conversation)
    }

    async fn hand_over(&mut self, mail: &AcceptedMail) -> Result<()> {
        self.say(format!("MAIL FROM:<{}>\r\n", mail.from).as_bytes()).await?;
        for to in &mail.to {
            self.say(format!("RCPT TO:<{to}>\r\n").as_bytes()).await?;
        }
        self.say(b"DATA\r\n").await?;
        self.stream.write_all(&mail.raw).await?;
        self.say(b"\r\n.\r\n").await
    }

    async fn say(&mut self, words: &[u8]) -> Result<()> {
        self.stream.write_all(words).await?;
        self.stream.flush().await?;
        self.hear().await
    }

    /// Reads an answer to its last line.
    async fn hear(&mut self) -> Result<()> {
        loop {
            self.answer.clear();
            let read = self.stream.read_line(&mut self.answer).await?;
            ensure!(read > 0, "the mail server went away");
            ensure!(self.answer.starts_with(['2', '3']), "the mail server says {}", self.answer.trim());
            if self.answer.as_bytes().get(3) != Some(&b'-') {
                return Ok(());
            }
        }
    }
}
