//! What can go wrong with a mail, and whether trying again helps. The sentences are in `words`.

use super::server::Server;
use super::words;
use crate::cause::cause;
use crate::quote::quote;
use lettre::transport::smtp::Error;
use rustls::CertificateError;
use std::error::Error as StdError;
use std::io;
use steward_model::Text;
use steward_ports::{Failure, Retry, SendError};

/// A trouble, as close to its cause as can be told.
#[derive(Debug)]
pub(super) enum Trouble {
    /// The server's name is not known.
    NameNotFound,
    /// Names can't be looked up now.
    NamesUnavailable,
    /// Nothing listens on that port.
    NothingListens,
    /// The network doesn't lead there.
    Unreachable(io::ErrorKind),
    /// No answer in time.
    Silent(Stage),
    /// The connection ended in mid-sentence.
    Cut,
    /// The server doesn't offer STARTTLS.
    NoStartTls,
    /// What listens there doesn't speak TLS.
    NotTls,
    /// The certificate is not to be believed.
    Certificate(Doubt),
    /// TLS failed otherwise.
    Tls(String),
    /// The server offers no login we know.
    LoginNotOffered,
    /// The account or its password is wrong.
    LoginRefused(Reply),
    /// The server takes no mail without a login.
    LoginWanted(Reply),
    /// The server doesn't let this account send in this name.
    SenderRefused(Reply),
    /// The server refuses this recipient, or what the mail says.
    Refused(Reply),
    /// The server can't, just now.
    Busy(Reply),
    /// The recipient's address is none.
    NoAddress(String),
    /// The server can't carry addresses beyond ASCII.
    NoUtf8,
    /// Something that is no mail came this way.
    NoMail,
    /// What was said is not SMTP.
    Odd(String),
}

/// What was being waited for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Stage {
    /// A free place among the connections.
    Place,
    /// The server's address.
    Name,
    /// The connection.
    Connect,
    /// The server's first words.
    Greeting,
    /// The change to TLS.
    Tls,
    /// The login.
    Login,
    /// The answer to a command, or to the mail.
    Mail,
}

/// What is wrong with a certificate.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Doubt {
    /// Nobody we trust vouches for it.
    UnknownIssuer,
    /// It is for another name.
    OtherName,
    /// It is no longer valid, or not yet.
    OutOfDate,
    /// Anything else.
    Other(String),
}

/// A refusal of the server, as it may be shown.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) code: u16,
    pub(super) text: String,
}

impl Trouble {
    /// Why a name could not be looked up. Systems tell an unknown name from a failing lookup in
    /// words only; every one that is not said to be temporary is taken for a wrong name.
    pub(super) fn of_lookup(error: &io::Error) -> Self {
        let said = error.to_string().to_lowercase();
        if said.contains("temporary") || said.contains("try again") {
            Self::NamesUnavailable
        } else {
            Self::NameNotFound
        }
    }

    pub(super) fn of_connect(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::ConnectionRefused => Self::NothingListens,
            kind => Self::Unreachable(kind),
        }
    }

    pub(super) fn of_greeting(error: &Error) -> Self {
        match reply(error) {
            Some(reply) => Self::Busy(reply),
            None => Self::of_wire(error),
        }
    }

    pub(super) fn of_login(error: &Error) -> Self {
        match reply(error) {
            Some(reply) if error.is_permanent() => Self::LoginRefused(reply),
            Some(reply) => Self::Busy(reply),
            None => Self::of_wire(error),
        }
    }

    pub(super) fn of_sender(error: &Error) -> Self {
        match Self::of_mail(error) {
            Self::Refused(reply) => Self::SenderRefused(reply),
            other => other,
        }
    }

    pub(super) fn of_mail(error: &Error) -> Self {
        match reply(error) {
            // 530 and its neighbours speak of the login whatever the command was (RFC 4954).
            Some(reply) if matches!(reply.code, 530 | 534 | 535 | 538) => Self::LoginWanted(reply),
            Some(reply) if error.is_permanent() => Self::Refused(reply),
            Some(reply) => Self::Busy(reply),
            None => Self::of_wire(error),
        }
    }

    /// Why TLS failed: the reason is somewhere among the causes.
    pub(super) fn of_tls(error: &(dyn StdError + 'static)) -> Self {
        match cause::<rustls::Error>(error) {
            Some(rustls::Error::InvalidCertificate(doubt)) => Self::Certificate(Doubt::of(doubt)),
            Some(rustls::Error::InvalidMessage(_)) => Self::NotTls,
            Some(other) => Self::Tls(quote(&other.to_string())),
            None if ended(error) => Self::Cut,
            None => Self::Tls(quote(&error.to_string())),
        }
    }

    fn of_wire(error: &Error) -> Self {
        if ended(error) { Self::Cut } else { Self::Odd(quote(&error.to_string())) }
    }

    /// Whether the server has answered and the connection is as good as before.
    pub(super) fn is_an_answer(&self) -> bool {
        match self {
            // 421 is a farewell.
            Self::Refused(reply)
            | Self::Busy(reply)
            | Self::SenderRefused(reply)
            | Self::LoginWanted(reply) => reply.code != 421,
            Self::NoUtf8 => true,
            _ => false,
        }
    }

    /// The trouble as the courier needs it; `server` is the server as people know it.
    pub(super) fn failure(&self, server: &str) -> Failure {
        let text = self.text(server);
        let (why, retry) = match self {
            Self::NamesUnavailable
            | Self::NothingListens
            | Self::Unreachable(_)
            | Self::Silent(_)
            | Self::Cut
            | Self::Busy(_)
            | Self::Odd(_) => (SendError::Unavailable(text), Retry::Backoff),
            Self::NameNotFound
            | Self::NoStartTls
            | Self::NotTls
            | Self::Certificate(_)
            | Self::Tls(_)
            | Self::LoginNotOffered
            | Self::LoginRefused(_)
            | Self::LoginWanted(_)
            | Self::SenderRefused(_) => (SendError::Misconfigured(text), Retry::Backoff),
            Self::Refused(_) | Self::NoAddress(_) | Self::NoUtf8 | Self::NoMail => {
                (SendError::Refused(text), Retry::Never)
            }
        };
        Failure { why, retry }
    }

    /// What happened.
    pub(super) fn text(&self, server: &str) -> Text {
        words::text(self, server)
    }

    /// What to do about it.
    pub(super) fn help(&self, server: &Server) -> Option<Text> {
        words::help(self, server)
    }
}

impl Doubt {
    fn of(error: &CertificateError) -> Self {
        match error {
            CertificateError::UnknownIssuer => Self::UnknownIssuer,
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                Self::OtherName
            }
            CertificateError::Expired
            | CertificateError::ExpiredContext { .. }
            | CertificateError::NotValidYet
            | CertificateError::NotValidYetContext { .. } => Self::OutOfDate,
            other => Self::Other(quote(&other.to_string())),
        }
    }
}

fn reply(error: &Error) -> Option<Reply> {
    let code = error.status()?.to_string().parse().ok()?;
    let text = error.source().map(|said| quote(&said.to_string())).unwrap_or_default();
    Some(Reply { code, text })
}

/// Whether the connection ended where an answer was due.
fn ended(error: &(dyn StdError + 'static)) -> bool {
    let hung_up = matches!(
        cause::<io::Error>(error).map(io::Error::kind),
        Some(
            io::ErrorKind::UnexpectedEof
                | io::ErrorKind::ConnectionReset
                | io::ErrorKind::ConnectionAborted
                | io::ErrorKind::BrokenPipe
        )
    );
    // The library has no type for an answer that stops before its end.
    hung_up || error.to_string().contains("incomplete response")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_name_is_told_from_a_lookup_that_fails_just_now() {
        let unknown = io::Error::other("failed to lookup address information: Name or service not known");
        let failing =
            io::Error::other("failed to lookup address information: Temporary failure in name resolution");
        let unknown = Trouble::of_lookup(&unknown).failure("mail.example.com:465");
        assert!(matches!(unknown.why, SendError::Misconfigured(_)) && unknown.retry == Retry::Backoff);
        let failing = Trouble::of_lookup(&failing).failure("mail.example.com:465");
        assert!(matches!(failing.why, SendError::Unavailable(_)) && failing.retry == Retry::Backoff);
    }
}
