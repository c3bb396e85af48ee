//! A stand-in for Aliyun's SMS service: `POST /` with a signed query, answers as JSON.
//!
//! It checks the signature, the clock, the nonce, the registered signature and templates and the
//! length of every variable, keeps what it accepted, and misbehaves when asked to. It knows the
//! actions `SendSms`, `QuerySmsSign` and `QuerySmsTemplate` of version 2017-05-25.

mod answer;
mod query;
mod register;
mod server;
mod signature;

use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::broadcast;
use tokio::task::JoinHandle;

/// How many accepted messages a slow listener may be behind before it misses the oldest.
const LISTENER_LAG: usize = 1024;

/// What the stand-in has on its books.
#[derive(Clone)]
pub struct SmsConfig {
    /// The id of the one key it knows.
    pub key: String,
    /// The secret that belongs to it.
    pub secret: String,
    /// The one registered signature.
    pub signature: String,
    /// The registered templates: by code, each variable and its longest value in characters.
    pub templates: BTreeMap<String, Vec<(String, usize)>>,
    /// Its clock, to which a request's date is compared.
    pub now: fn() -> Timestamp,
}

/// A message it took.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AcceptedSms {
    /// The sender's own name for the message.
    pub out_id: String,
    /// The telephone number, as it was sent.
    pub phone: String,
    /// The registered signature, which stands in front of the text: 【江南物业】.
    pub signature: String,
    /// The template's code.
    pub template: String,
    /// The variables, in the order sent.
    pub variables: Vec<(String, String)>,
}

/// What it does with the next message instead of answering it well.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Misbehave {
    /// Refuses with this code, in the shape and with the HTTP status that the real one uses for it.
    Code(String),
    /// Takes the message and never answers.
    Hang,
    /// Answers with this HTTP status and a page of text.
    Http(u16),
    /// Takes the message and closes the connection.
    Close,
    /// Takes the message and answers with something that is not its protocol.
    Garbage,
    /// Takes the message and says so in ten megabytes.
    Flood,
}

/// A running stand-in. It stops when dropped.
pub struct SmsPeer {
    address: SocketAddr,
    books: Arc<Mutex<Books>>,
    accepting: JoinHandle<()>,
}

/// Everything the stand-in remembers.
struct Books {
    config: SmsConfig,
    nonces: BTreeSet<String>,
    misbehaviour: VecDeque<Misbehave>,
    accepted: Vec<AcceptedSms>,
    listeners: broadcast::Sender<AcceptedSms>,
}

impl SmsPeer {
    /// Listens on a free port of 127.0.0.1.
    pub async fn start(config: SmsConfig) -> io::Result<Self> {
        let (listeners, _) = broadcast::channel(LISTENER_LAG);
        let books = Arc::new(Mutex::new(Books {
            config,
            nonces: BTreeSet::new(),
            misbehaviour: VecDeque::new(),
            accepted: Vec::new(),
            listeners,
        }));
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = listener.local_addr()?;
        let accepting = tokio::spawn(server::serve(listener, Arc::clone(&books)));
        Ok(Self { address, books, accepting })
    }

    /// Where it listens: what a handbook writes as the provider's `url`.
    pub fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// Every message it took, in order.
    pub fn accepted(&self) -> Vec<AcceptedSms> {
        lock(&self.books).accepted.clone()
    }

    /// Each message from now on, as it is taken.
    pub fn subscribe(&self) -> broadcast::Receiver<AcceptedSms> {
        lock(&self.books).listeners.subscribe()
    }

    /// Treats the next message that passes the gateway like this; asked twice, the next two.
    pub fn next(&self, misbehaviour: Misbehave) {
        lock(&self.books).misbehaviour.push_back(misbehaviour);
    }
}

impl Drop for SmsPeer {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

/// The books stay usable after a panic in another test's thread: each change to them is one line.
fn lock(books: &Mutex<Books>) -> MutexGuard<'_, Books> {
    books.lock().unwrap_or_else(PoisonError::into_inner)
}
