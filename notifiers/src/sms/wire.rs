//! One signed call over HTTP, and what can be known when no good answer comes: that the call never
//! left, or that it may have arrived.

use super::answer::Answer;
use crate::cause::cause;
use crate::quote::quote;
use crate::signing::Signed;
use crate::terms::Terms;
use reqwest::redirect::Policy;
use reqwest::{Client, Response, Url};
use std::net::IpAddr;
use std::time::Duration;
use steward_model::Text;
use steward_ports::{Failure, Retry, SendError};

/// An answer is a few hundred bytes; what is longer than this is no answer.
const LONGEST_ANSWER: usize = 64 * 1024;

/// A connection is given up after this share of an attempt, so that whatever is still unanswered at
/// the end of the attempt has been connected, and written.
const CONNECTING_SHARE: u32 = 3;

/// Where calls go.
pub(super) struct Wire {
    client: Client,
    url: Url,
    /// The `host` header that the calls will carry.
    pub(super) host: String,
    attempt: Duration,
}

/// Why there is no answer.
#[derive(Debug)]
pub(super) enum NoAnswer {
    /// The provider was not reached: the call did not leave.
    NotReached(String),
    /// The provider's name is not known, or can't be looked up.
    NoName,
    /// What listens there can't prove that it is the provider.
    NotTrusted(String),
    /// The call left, and nothing came back in time.
    Silent,
    /// The call left, and the connection ended.
    Cut,
    /// An answer came that is not the provider's: its HTTP status.
    Foreign(u16),
}

impl Wire {
    /// Prepares calls to `url`; `None` when it is no address that can be called.
    pub(super) fn new(url: &str, terms: &Terms) -> Option<Self> {
        let mut url = Url::parse(url).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
        url.set_path("/");
        let name = url.host_str()?.to_owned();
        let host = url.port().map_or_else(|| name.clone(), |port| format!("{name}:{port}"));
        let mut client = Client::builder()
            .tls_backend_preconfigured((*terms.roots.tls()).clone())
            .connect_timeout(terms.attempt / CONNECTING_SHARE)
            // A signed call is meant for one host; another could not check it anyway.
            .redirect(Policy::none());
        if name == "localhost"
            || name.trim_matches(['[', ']']).parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
        {
            // What stands in on this machine is not behind the company's proxy.
            client = client.no_proxy();
        }
        Some(Self { client: client.build().ok()?, url, host, attempt: terms.attempt })
    }

    /// Makes the call.
    pub(super) async fn call(&self, signed: Signed) -> Result<Answer, NoAnswer> {
        let mut url = self.url.clone();
        url.set_query(Some(&signed.query));
        let mut request = self.client.post(url);
        for (name, value) in signed.headers {
            request = request.header(name, value);
        }
        let call = async {
            // The error's own text would show the query, and with it a telephone number.
            let response = request.send().await.map_err(|error| NoAnswer::of(&error.without_url()))?;
            read(response).await
        };
        tokio::time::timeout(self.attempt, call).await.unwrap_or(Err(NoAnswer::Silent))
    }
}

async fn read(mut response: Response) -> Result<Answer, NoAnswer> {
    let status = response.status().as_u16();
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|_| NoAnswer::Cut)? {
        if body.len() + chunk.len() > LONGEST_ANSWER {
            return Err(NoAnswer::Foreign(status));
        }
        body.extend_from_slice(&chunk);
    }
    Answer::read(&body).ok_or(NoAnswer::Foreign(status))
}

impl NoAnswer {
    fn of(error: &reqwest::Error) -> Self {
        if !error.is_connect() {
            return Self::Cut;
        }
        if let Some(doubt) = cause::<rustls::Error>(error) {
            return Self::NotTrusted(quote(&doubt.to_string()));
        }
        if error.is_dns() {
            return Self::NoName;
        }
        let kind = cause::<std::io::Error>(error).map(|error| error.kind().to_string());
        Self::NotReached(kind.unwrap_or_else(|| "timed out".to_owned()))
    }

    /// The failure as the courier needs it.
    pub(super) fn failure(&self, host: &str) -> Failure {
        let text = self.text(host);
        let (why, retry) = match self {
            Self::NotReached(_) | Self::NoName => (SendError::Unavailable(text), Retry::Backoff),
            Self::NotTrusted(_) => (SendError::Misconfigured(text), Retry::Backoff),
            // A gateway that waited in vain for what is behind it knows no more than we do.
            Self::Silent | Self::Cut | Self::Foreign(200..=299 | 504) => {
                (SendError::Uncertain(text), Retry::OnceMore)
            }
            Self::Foreign(408 | 429 | 500..) => (SendError::Unavailable(text), Retry::Backoff),
            Self::Foreign(_) => (SendError::Misconfigured(text), Retry::Backoff),
        };
        Failure { why, retry }
    }

    /// What happened.
    pub(super) fn text(&self, host: &str) -> Text {
        let (zh, en) = match self {
            Self::NotReached(kind) => (
                format!("连不上短信服务商 {host}：{kind}"),
                format!("the SMS provider {host} can't be reached: {kind}"),
            ),
            Self::NoName => (
                format!("查不到短信服务商 {host} 的地址"),
                format!("the address of the SMS provider {host} can't be looked up"),
            ),
            Self::NotTrusted(doubt) => (
                format!("短信服务商 {host} 的证书不可信：{doubt}"),
                format!("the certificate of the SMS provider {host} is not trusted: {doubt}"),
            ),
            Self::Silent => (
                format!("短信服务商 {host} 没有按时回应，短信可能已发出"),
                format!("the SMS provider {host} did not answer in time; the message may have gone out"),
            ),
            Self::Cut => (
                format!("短信服务商 {host} 中途断开，短信可能已发出"),
                format!("the SMS provider {host} hung up before answering; the message may have gone out"),
            ),
            Self::Foreign(status) => (
                format!("{host} 的回应不是短信服务商的（HTTP {status}）"),
                format!("what {host} answered is not an SMS provider's answer (HTTP {status})"),
            ),
        };
        Text::new(zh, en)
    }

    /// What to do about it.
    pub(super) fn help(&self) -> Text {
        match self {
            Self::NotReached(_) | Self::NoName | Self::Silent | Self::Cut => {
                Text::new("检查这台机器的网络和防火墙", "check this machine's network and firewall")
            }
            Self::NotTrusted(_) => Text::new(
                "检查网络中是否有代理改换证书；若是公司自建的，把其根证书文件写进 SSL_CERT_FILE",
                "see whether a proxy puts its own certificate in; if it is the company's, name its root certificate in \
                 SSL_CERT_FILE",
            ),
            Self::Foreign(_) => {
                Text::new("核对 sms 下的 url，平常不用写", "check url under sms; usually it is left out")
            }
        }
    }
}
