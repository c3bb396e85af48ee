//! One conversation: what may be said when.

use super::wire::{LARGEST_MAIL, Received, Wire};
use super::{AcceptedMail, Mailbox};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::io;
use std::sync::Arc;
use tokio::net::TcpStream;

/// More recipients than this in one mail are refused.
const MOST_RECIPIENTS: usize = 100;

/// An envelope while it is being written.
#[derive(Default)]
struct Envelope {
    from: Option<String>,
    to: Vec<String>,
}

/// Talks with one client until it leaves.
pub(super) async fn converse(stream: TcpStream, mailbox: Arc<Mailbox>) {
    // Answers are single lines: waiting to fill a packet would cost each of them 40 ms.
    let _ = stream.set_nodelay(true);
    let session = Session {
        wire: Wire::new(stream),
        known: mailbox.config.login.is_none(),
        mailbox,
        envelope: Envelope::default(),
    };
    // What ends a conversation early is the client's leaving, which is its own affair.
    let _ = session.run().await;
}

struct Session {
    wire: Wire,
    mailbox: Arc<Mailbox>,
    /// Whether mail is taken: from the start where no login is wanted.
    known: bool,
    envelope: Envelope,
}

impl Session {
    async fn run(mut self) -> io::Result<()> {
        self.wire.say("220 steward.test ESMTP").await?;
        while let Some(line) = self.wire.hear().await? {
            let line = String::from_utf8_lossy(&line).into_owned();
            let (verb, rest) = line.split_once(' ').unwrap_or((&line, ""));
            match verb.to_ascii_uppercase().as_str() {
                "EHLO" => self.hello().await?,
                "HELO" => self.wire.say("250 steward.test").await?,
                "AUTH" => self.login(rest).await?,
                "MAIL" => self.sender(rest).await?,
                "RCPT" => self.recipient(rest).await?,
                "DATA" => self.mail().await?,
                "RSET" => {
                    self.envelope = Envelope::default();
                    self.wire.say("250 2.0.0 OK").await?;
                }
                "NOOP" => self.wire.say("250 2.0.0 OK").await?,
                "QUIT" => return self.wire.say("221 2.0.0 bye").await,
                _ => self.wire.say("502 5.5.1 command not known").await?,
            }
        }
        Ok(())
    }

    async fn hello(&mut self) -> io::Result<()> {
        self.envelope = Envelope::default();
        self.wire.say("250-steward.test").await?;
        if self.mailbox.config.login.is_some() {
            self.wire.say("250-AUTH PLAIN LOGIN").await?;
        }
        self.wire.say("250-8BITMIME").await?;
        self.wire.say("250-SMTPUTF8").await?;
        self.wire.say(&format!("250 SIZE {LARGEST_MAIL}")).await
    }

    async fn login(&mut self, rest: &str) -> io::Result<()> {
        let Some(wanted) = self.mailbox.config.login.clone() else {
            return self.wire.say("502 5.5.1 no login is wanted here").await;
        };
        let (mechanism, initial) = rest.split_once(' ').unwrap_or((rest, ""));
        let given = match mechanism.to_ascii_uppercase().as_str() {
            "PLAIN" => {
                let response =
                    if initial.is_empty() { self.ask("").await? } else { decoded(initial.as_bytes()) };
                response.and_then(|response| plain(&response))
            }
            "LOGIN" => match (self.ask("VXNlcm5hbWU6").await?, self.ask("UGFzc3dvcmQ6").await?) {
                (Some(user), Some(password)) => Some((user, password)),
                _ => None,
            },
            _ => return self.wire.say("504 5.5.4 mechanism not known").await,
        };
        self.known = given == Some(wanted);
        let answer =
            if self.known { "235 2.7.0 welcome" } else { "535 5.7.8 authentication credentials invalid" };
        self.wire.say(answer).await
    }

    async fn ask(&mut self, challenge: &str) -> io::Result<Option<String>> {
        self.wire.say(&format!("334 {challenge}")).await?;
        Ok(self.wire.hear().await?.and_then(|line| decoded(&line)))
    }

    async fn sender(&mut self, rest: &str) -> io::Result<()> {
        if !self.known {
            return self.wire.say("530 5.7.0 authentication required").await;
        }
        let Some(from) = address(rest, "FROM:") else {
            return self.wire.say("501 5.5.4 MAIL FROM:<address>").await;
        };
        self.envelope = Envelope { from: Some(from), to: Vec::new() };
        self.wire.say("250 2.1.0 OK").await
    }

    async fn recipient(&mut self, rest: &str) -> io::Result<()> {
        if self.envelope.from.is_none() {
            return self.wire.say("503 5.5.1 MAIL first").await;
        }
        match address(rest, "TO:") {
            None => self.wire.say("501 5.5.4 RCPT TO:<address>").await,
            Some(_) if self.envelope.to.len() >= MOST_RECIPIENTS => {
                self.wire.say("452 4.5.3 too many recipients").await
            }
            Some(to) => {
                self.envelope.to.push(to);
                self.wire.say("250 2.1.5 OK").await
            }
        }
    }

    async fn mail(&mut self) -> io::Result<()> {
        if self.envelope.from.is_none() || self.envelope.to.is_empty() {
            return self.wire.say("503 5.5.1 MAIL and RCPT first").await;
        }
        self.wire.say("354 end with a lone dot").await?;
        let envelope = std::mem::take(&mut self.envelope);
        match self.wire.hear_mail().await? {
            Some(Received::Mail(raw)) => {
                self.mailbox.put(AcceptedMail {
                    from: envelope.from.unwrap_or_default(),
                    to: envelope.to,
                    raw,
                });
                self.wire.say("250 2.0.0 taken").await
            }
            Some(Received::TooLarge) => self.wire.say("552 5.3.4 larger than announced").await,
            None => Ok(()),
        }
    }
}

/// The address between angle brackets after `prefix`; what follows it are parameters of no concern.
fn address(rest: &str, prefix: &str) -> Option<String> {
    let start = rest.get(..prefix.len()).filter(|start| start.eq_ignore_ascii_case(prefix))?;
    let (address, _) = rest[start.len()..].trim_start().strip_prefix('<')?.split_once('>')?;
    Some(address.to_owned())
}

fn decoded(text: &[u8]) -> Option<String> {
    String::from_utf8(STANDARD.decode(text.trim_ascii()).ok()?).ok()
}

/// Account and password of AUTH PLAIN: `identity NUL account NUL password`.
fn plain(response: &str) -> Option<(String, String)> {
    let mut parts = response.split('\0').skip(1);
    Some((parts.next()?.to_owned(), parts.next()?.to_owned()))
}
