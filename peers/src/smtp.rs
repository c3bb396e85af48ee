//! A small mail server for the demo and the benches: it takes every mail, shows it and forgets it.
//!
//! It speaks SMTP as RFC 5321 has it (EHLO, MAIL, RCPT, DATA, RSET, NOOP, QUIT, AUTH when a login is
//! set), in the clear, to 127.0.0.1 alone. It is strict about order and sizes, and gentle about
//! nothing else. The tests of the mail channel use a server that is not ours.

mod session;
mod wire;

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::net::TcpListener;
use tokio::sync::broadcast;
use tokio::task::{JoinHandle, JoinSet};

/// How many mails a slow listener may be behind before it misses the oldest.
const LISTENER_LAG: usize = 1024;

/// How it behaves.
#[derive(Clone, Default)]
pub struct SmtpConfig {
    /// The account it wants, and its password; `None` takes mail from anyone.
    pub login: Option<(String, String)>,
    /// Whether it keeps what it took. A bench turns it off, so that memory stays level.
    pub forget: bool,
}

/// A mail it took.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AcceptedMail {
    /// The envelope's sender.
    pub from: String,
    /// The envelope's recipients.
    pub to: Vec<String>,
    /// The mail itself, as sent, without the doubled dots of the wire.
    pub raw: Vec<u8>,
}

/// A running mail server. It stops when dropped.
pub struct SmtpPeer {
    address: SocketAddr,
    mailbox: Arc<Mailbox>,
    accepting: JoinHandle<()>,
}

/// Where mails end up.
struct Mailbox {
    config: SmtpConfig,
    mails: Mutex<Vec<AcceptedMail>>,
    listeners: broadcast::Sender<AcceptedMail>,
}

impl SmtpPeer {
    /// Listens on a free port of 127.0.0.1.
    pub async fn start(config: SmtpConfig) -> io::Result<Self> {
        let (listeners, _) = broadcast::channel(LISTENER_LAG);
        let mailbox = Arc::new(Mailbox { config, mails: Mutex::new(Vec::new()), listeners });
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = listener.local_addr()?;
        let accepting = tokio::spawn(serve(listener, Arc::clone(&mailbox)));
        Ok(Self { address, mailbox, accepting })
    }

    /// Where it listens: what a handbook writes as `mail.server`.
    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    /// Where it listens, as an address.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Every mail it took, in order.
    pub fn mails(&self) -> Vec<AcceptedMail> {
        self.mailbox.mails.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Each mail from now on, as it is taken.
    pub fn subscribe(&self) -> broadcast::Receiver<AcceptedMail> {
        self.mailbox.listeners.subscribe()
    }
}

impl Drop for SmtpPeer {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

impl Mailbox {
    fn put(&self, mail: AcceptedMail) {
        if !self.config.forget {
            self.mails.lock().unwrap_or_else(PoisonError::into_inner).push(mail.clone());
        }
        // Nobody listening is fine.
        let _ = self.listeners.send(mail);
    }
}

async fn serve(listener: TcpListener, mailbox: Arc<Mailbox>) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            taken = listener.accept() => {
                // A connection that was gone before it was taken is nobody's loss.
                if let Ok((stream, _)) = taken {
                    connections.spawn(session::converse(stream, Arc::clone(&mailbox)));
                }
            }
            Some(_) = connections.join_next() => {}
        }
    }
}
