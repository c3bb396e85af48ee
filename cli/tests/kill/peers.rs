//! A mail server and an SMS provider on this machine. They live through every death of the engine,
//! so what they took is what left it.

use std::collections::{BTreeMap, BTreeSet};
use steward_peers::{SmsConfig, SmsPeer, SmtpConfig, SmtpPeer};

pub(crate) const KEY: &str = "key";
pub(crate) const SECRET: &str = "secret";

pub(crate) struct Peers {
    pub(crate) runtime: tokio::runtime::Runtime,
    pub(crate) mail: SmtpPeer,
    pub(crate) sms: SmsPeer,
}

/// What was taken under one identity: how often, and for which addresses.
#[derive(Default)]
pub(crate) struct Taken {
    pub(crate) times: usize,
    pub(crate) addresses: BTreeSet<String>,
}

impl Peers {
    pub(crate) fn start() -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .expect("a runtime");
        let templates = (121..=134).map(|number| {
            let variables: &[&str] = match number {
                121 | 122 | 126 | 127 => &["case", "step", "due"],
                123 => &["case", "step", "left"],
                134 => &["case", "step"],
                124 | 125 => &["case", "step", "late"],
                _ => &["case", "estate"],
            };
            let longest = variables.iter().map(|name| ((*name).to_owned(), 35)).collect();
            (format!("SMS_{number}"), longest)
        });
        let config = SmsConfig {
            key: KEY.to_owned(),
            secret: SECRET.to_owned(),
            signature: "江南物业".to_owned(),
            templates: templates.collect(),
            now: steward_time::Timestamp::now,
        };
        let mail = runtime.block_on(SmtpPeer::start(SmtpConfig::default())).expect("a mail server");
        let sms = runtime.block_on(SmsPeer::start(config)).expect("a provider");
        Self { runtime, mail, sms }
    }

    /// Everything taken, by identity.
    pub(crate) fn taken(&self) -> BTreeMap<String, Taken> {
        let mut taken: BTreeMap<String, Taken> = BTreeMap::new();
        for mail in self.mail.mails() {
            let raw = String::from_utf8_lossy(&mail.raw);
            let identity = raw
                .lines()
                .find_map(|line| line.strip_prefix("Message-ID: "))
                .unwrap_or_else(|| panic!("a mail without an identity: {raw}"));
            let one = taken.entry(identity.trim_end().to_owned()).or_default();
            one.times += 1;
            one.addresses.extend(mail.to);
        }
        for sms in self.sms.accepted() {
            let one = taken.entry(sms.out_id).or_default();
            one.times += 1;
            one.addresses.insert(sms.phone);
        }
        taken
    }
}
