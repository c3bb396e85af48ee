//! The mail server: finding it, connecting, making the connection private, logging in. Every stage
//! shares one deadline and tells its own trouble, so that `doctor` can say what is wrong.

use super::stream::Secured;
use super::trouble::{Stage, Trouble};
use crate::registry::SetupError;
use crate::secret::SecretText;
use crate::terms::Terms;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, AsyncTokioStream, Certificate, TlsParameters};
use lettre::transport::smtp::commands::Noop;
use lettre::transport::smtp::extension::ClientId;
use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use steward_model::{Channel, Mail, MailSecurity, Text};
use tokio::net::TcpStream;
use tokio::time::Instant;
use tokio_rustls::TlsConnector;

/// One address of a server may take this long to answer before the next is tried: a network
/// without IPv6 often swallows what is sent to it.
const ONE_ADDRESS: Duration = Duration::from_secs(5);

/// Where mails are handed over, and how.
pub(super) struct Server {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) user: Option<String>,
    credentials: Option<Credentials>,
    privacy: Privacy,
    hello: ClientId,
}

/// How a connection is kept private, with all it takes.
pub(super) enum Privacy {
    Plain,
    StartTls(TlsParameters),
    Tls(Arc<ClientConfig>, ServerName<'static>),
}

/// When an attempt is given up.
#[derive(Clone, Copy)]
pub(super) struct Deadline(Instant);

impl Deadline {
    pub(super) fn after(span: Duration) -> Self {
        Self(Instant::now() + span)
    }

    /// Waits for one stage of an attempt.
    pub(super) async fn within<T>(self, stage: Stage, work: impl Future<Output = T>) -> Result<T, Trouble> {
        tokio::time::timeout_at(self.0, work).await.map_err(|_| Trouble::Silent(stage))
    }
}

impl Server {
    pub(super) fn new(mail: &Mail, password: Option<SecretText>, terms: &Terms) -> Result<Self, SetupError> {
        let wrong =
            |text, help| SetupError { channel: Channel::Email, name: mail.host.as_str().into(), text, help };
        let credentials = match (&mail.user, password) {
            (Some(user), Some(password)) => {
                Some(Credentials::new(user.clone(), password.reveal().to_owned()))
            }
            (None, None) => None,
            _ => {
                let text =
                    Text::new("账号和密码只写了一个", "there is an account or a password, but not both");
                let help = Text::new(
                    "在 mail 下同时写 user 和 password，或都不写",
                    "write both user and password under mail, or neither",
                );
                return Err(wrong(text, help));
            }
        };
        if mail.security == MailSecurity::Plain && credentials.is_some() && !is_this_machine(&mail.host) {
            let text = Text::new(
                "smtp:// 会在网络上明文发送密码，因此不予使用",
                "smtp:// is refused: it would send the password over the network in the clear",
            );
            let help = Text::new("写 smtps:// 或 smtp+starttls://", "write smtps:// or smtp+starttls://");
            return Err(wrong(text, help));
        }
        let unnamed = || {
            let text = Text::new("邮件服务器的名称无效", "the mail server's name is not valid");
            let help = Text::new("核对 steward.yaml 的 mail.server", "check mail.server in steward.yaml");
            wrong(text, help)
        };
        let privacy = match mail.security {
            MailSecurity::Plain => Privacy::Plain,
            MailSecurity::StartTls => Privacy::StartTls(starttls(&mail.host, terms).ok_or_else(unnamed)?),
            MailSecurity::Tls => {
                let name = ServerName::try_from(mail.host.clone()).map_err(|_| unnamed())?;
                Privacy::Tls(terms.roots.tls(), name)
            }
        };
        let (host, user) = (mail.host.clone(), mail.user.clone());
        Ok(Self { host, port: mail.port, user, credentials, privacy, hello: ClientId::default() })
    }

    /// The server as people know it: `mail.example.com:465`.
    pub(super) fn shown(&self) -> String {
        if self.host.contains(':') {
            format!("[{}]:{}", self.host, self.port)
        } else {
            format!("{}:{}", self.host, self.port)
        }
    }

    pub(super) fn privacy(&self) -> &Privacy {
        &self.privacy
    }

    /// A connection on which mail may be sent.
    pub(super) async fn connect(&self, deadline: Deadline) -> Result<AsyncSmtpConnection, Trouble> {
        let stream = self.reach(deadline).await?;
        let mut connection = match &self.privacy {
            Privacy::Plain => self.greet(Box::new(stream), deadline).await?,
            Privacy::StartTls(parameters) => {
                let mut connection = self.greet(Box::new(stream), deadline).await?;
                if !connection.can_starttls() {
                    return Err(Trouble::NoStartTls);
                }
                let secured = connection.starttls(parameters.clone(), &self.hello);
                deadline.within(Stage::Tls, secured).await?.map_err(|error| Trouble::of_tls(&error))?;
                connection
            }
            Privacy::Tls(config, name) => {
                let connector = TlsConnector::from(Arc::clone(config));
                let secured = deadline.within(Stage::Tls, connector.connect(name.clone(), stream)).await?;
                let secured = secured.map_err(|error| Trouble::of_tls(&error))?;
                self.greet(Box::new(Secured(secured)), deadline).await?
            }
        };
        self.log_in(&mut connection, deadline).await?;
        Ok(connection)
    }

    /// Connects, logs in, asks for nothing and leaves.
    pub(super) async fn examine(&self, deadline: Deadline) -> Result<(), Trouble> {
        let mut connection = self.connect(deadline).await?;
        let answer = deadline.within(Stage::Mail, connection.command(Noop)).await?;
        answer.map_err(|error| Trouble::of_mail(&error))?;
        // It has answered; how it takes a farewell does not matter.
        let _ = deadline.within(Stage::Mail, connection.quit()).await;
        Ok(())
    }

    async fn reach(&self, deadline: Deadline) -> Result<TcpStream, Trouble> {
        let found = tokio::net::lookup_host((self.host.as_str(), self.port));
        let found = deadline.within(Stage::Name, found).await?;
        let addresses: Vec<SocketAddr> = found.map_err(|error| Trouble::of_lookup(&error))?.collect();
        let mut last = Trouble::NameNotFound;
        for address in addresses {
            let one = tokio::time::timeout(ONE_ADDRESS, TcpStream::connect(address));
            match deadline.within(Stage::Connect, one).await? {
                Ok(Ok(stream)) => {
                    // A mail goes out in two writes; without this the second waits 40 ms for the
                    // first to be acknowledged.
                    let _ = stream.set_nodelay(true);
                    return Ok(stream);
                }
                Ok(Err(error)) => last = Trouble::of_connect(&error),
                Err(_) => last = Trouble::Silent(Stage::Connect),
            }
        }
        Err(last)
    }

    async fn greet(
        &self,
        stream: Box<dyn AsyncTokioStream>,
        deadline: Deadline,
    ) -> Result<AsyncSmtpConnection, Trouble> {
        let greeted = AsyncSmtpConnection::connect_with_transport(stream, &self.hello);
        deadline.within(Stage::Greeting, greeted).await?.map_err(|error| Trouble::of_greeting(&error))
    }

    async fn log_in(&self, connection: &mut AsyncSmtpConnection, deadline: Deadline) -> Result<(), Trouble> {
        let Some(credentials) = &self.credentials else { return Ok(()) };
        if connection.server_info().get_auth_mechanism(DEFAULT_MECHANISMS).is_none() {
            return Err(Trouble::LoginNotOffered);
        }
        let answer = deadline.within(Stage::Login, connection.auth(DEFAULT_MECHANISMS, credentials)).await?;
        answer.map(drop).map_err(|error| Trouble::of_login(&error))
    }
}

fn starttls(host: &str, terms: &Terms) -> Option<TlsParameters> {
    let mut builder = TlsParameters::builder(host.to_owned());
    for certificate in terms.roots.own() {
        builder = builder.add_root_certificate(Certificate::from_der(certificate.to_vec()).ok()?);
    }
    builder.build().ok()
}

fn is_this_machine(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost")
        || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}
