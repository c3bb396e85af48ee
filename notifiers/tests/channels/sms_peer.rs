//! The stand-in for a provider, with two templates on its books, and the channel set up for it.

use std::collections::BTreeMap;
use std::time::Duration;
use steward_model::{Address, Provider, Secret, SmsTemplate, TemplateId};
use steward_notifiers::{Aliyun, Roots, SecretText, Terms};
use steward_peers::{SmsConfig, SmsPeer};
use steward_ports::{Content, Message};
use steward_time::Timestamp;

pub(crate) const KEY: &str = "LTAI-test";
pub(crate) const SECRET: &str = "s3cret-of-the-test";

/// The moment at which all of these tests take place.
pub(crate) fn noon() -> Timestamp {
    "2026-03-06T04:00:00Z".parse().expect("a moment")
}

/// A running stand-in.
pub(crate) async fn peer() -> SmsPeer {
    let variables = |names: &[(&str, usize)]| {
        names.iter().map(|(name, longest)| ((*name).to_owned(), *longest)).collect()
    };
    let templates = BTreeMap::from([
        ("SMS_123".to_owned(), variables(&[("case", 20), ("step", 35), ("left", 10)])),
        ("SMS_124".to_owned(), variables(&[("case", 20)])),
    ]);
    let config = SmsConfig {
        key: KEY.to_owned(),
        secret: SECRET.to_owned(),
        signature: "江南物业".to_owned(),
        templates,
        now: noon,
    };
    SmsPeer::start(config).await.expect("the stand-in starts")
}

/// How a handbook writes it.
pub(crate) fn provider(url: &str) -> Provider {
    let template = |code: &str, longest: &[(&str, usize)]| SmsTemplate {
        code: code.to_owned(),
        longest: longest.iter().map(|(name, longest)| ((*name).to_owned(), *longest)).collect(),
    };
    Provider {
        kind: "aliyun".to_owned(),
        url: Some(url.to_owned()),
        key: Secret::Env("KEY".to_owned()),
        secret: Secret::Env("SECRET".to_owned()),
        signature: "江南物业".to_owned(),
        templates: BTreeMap::from([
            (TemplateId::new("at-risk"), template("SMS_123", &[("case", 20), ("step", 35), ("left", 10)])),
            (TemplateId::new("overdue"), template("SMS_124", &[("case", 20)])),
        ]),
    }
}

/// Terms on which a test needn't wait.
pub(crate) fn terms() -> Terms {
    Terms { attempt: Duration::from_secs(10), roots: Roots::default(), now: noon }
}

/// The channel for a stand-in.
pub(crate) fn aliyun(peer: &SmsPeer) -> Aliyun {
    aliyun_with(&provider(&peer.url()), &terms())
}

/// The channel as written, on these terms.
pub(crate) fn aliyun_with(provider: &Provider, terms: &Terms) -> Aliyun {
    Aliyun::new(provider, SecretText::new(KEY), SecretText::new(SECRET), terms)
        .expect("the channel is set up")
}

/// A message whose variables are more than its template wants, as they come from a case.
pub(crate) fn message() -> Message {
    let variables =
        [("left", "12分钟"), ("step", "首次响应 & 回访*"), ("case", "C-2026-0001"), ("owner", "王莉")];
    Message {
        message_id: "m-17-3".to_owned(),
        case: "C-2026-0001".to_owned(),
        name: "王莉".to_owned(),
        to: Address::new("+8613900002222"),
        content: Content::Sms {
            template: TemplateId::new("at-risk"),
            variables: variables
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
        },
    }
}
