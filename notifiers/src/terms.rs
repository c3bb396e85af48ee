//! On what terms a notifier reaches out: how long it tries, whose certificates it believes, and
//! what time it is. The program has the usual ones; tests have shorter ones.

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use std::sync::Arc;
use std::time::Duration;
use steward_model::Text;
use steward_time::Timestamp;

/// An attempt is given up after this.
const ATTEMPT: Duration = Duration::from_secs(15);

/// How a notifier reaches out.
#[derive(Clone)]
pub struct Terms {
    /// An attempt is given up after this long.
    pub attempt: Duration,
    /// Who may vouch for a server.
    pub roots: Roots,
    /// The clock, for what is signed with a date.
    pub now: fn() -> Timestamp,
}

/// Who may vouch for a server: the authorities that browsers trust, and a company's own.
#[derive(Clone, Default)]
pub struct Roots {
    own: Vec<CertificateDer<'static>>,
}

impl Terms {
    /// Fifteen seconds, the machine's clock, and [`Roots::usual`].
    pub fn usual() -> Self {
        Self { attempt: ATTEMPT, roots: Roots::usual(), now: Timestamp::now }
    }
}

impl Roots {
    /// The authorities that browsers trust and, when the environment names a file of certificates
    /// in `SSL_CERT_FILE`, those too: a company's own authority for a mail server inside the house.
    ///
    /// A file that can't be used is left out with a warning; servers it would have vouched for are
    /// then not trusted.
    pub fn usual() -> Self {
        let Some(path) = std::env::var_os("SSL_CERT_FILE") else { return Self::default() };
        let path = std::path::PathBuf::from(path);
        let shown = path.display();
        match std::fs::read(&path) {
            Err(error) => {
                tracing::warn!(%error, "the certificates in SSL_CERT_FILE, {shown}, can't be read and are left out");
                Self::default()
            }
            Ok(pem) => Self::with(&pem).unwrap_or_else(|error| {
                tracing::warn!("the certificates in SSL_CERT_FILE, {shown}, are left out: {}", error.en);
                Self::default()
            }),
        }
    }

    /// The authorities that browsers trust and those of a PEM text. Certificates that can't be
    /// authorities are passed over; a text that has none at all is an error.
    pub fn with(pem: &[u8]) -> Result<Self, Text> {
        let own: Vec<CertificateDer<'static>> = CertificateDer::pem_slice_iter(pem)
            .filter_map(Result::ok)
            .filter(|certificate| RootCertStore::empty().add(certificate.clone()).is_ok())
            .collect();
        if own.is_empty() {
            return Err(Text::new("其中没有可用的 PEM 证书", "there is no usable PEM certificate in it"));
        }
        Ok(Self { own })
    }

    /// The certificates beside those that browsers trust.
    pub(crate) fn own(&self) -> &[CertificateDer<'static>] {
        &self.own
    }

    /// How TLS is spoken on these terms.
    pub(crate) fn tls(&self) -> Arc<ClientConfig> {
        let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        roots.add_parsable_certificates(self.own.iter().cloned());
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let Ok(versions) =
            ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()
        else {
            unreachable!("ring speaks every version that rustls takes as safe")
        };
        Arc::new(versions.with_root_certificates(roots).with_no_client_auth())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_without_a_certificate_vouches_for_nobody() {
        for text in ["", "garbage", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"] {
            assert!(Roots::with(text.as_bytes()).is_err(), "{text}");
        }
    }

    #[test]
    fn an_attempt_is_given_up_after_fifteen_seconds() {
        assert_eq!(Terms::usual().attempt, Duration::from_secs(15));
    }
}
