//! Aliyun's request signature, ACS3-HMAC-SHA256: which headers a call carries so that the other
//! side knows who calls and that nothing was changed on the way.
//!
//! Follows the provider's "V3 request body and signature" page. All our calls are `POST /` with
//! their parameters in the query and nothing in the body.

use crate::secret::SecretText;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use steward_time::Timestamp;

const ALGORITHM: &str = "ACS3-HMAC-SHA256";

/// A call before it is signed.
pub(crate) struct Call<'a> {
    /// The host as the request's `host` header has it, with a port unless it is the usual one.
    pub(crate) host: &'a str,
    /// What is to be done: `SendSms`.
    pub(crate) action: &'a str,
    /// The version of the interface, a date.
    pub(crate) version: &'a str,
    /// The parameters, in any order.
    pub(crate) query: &'a [(&'a str, &'a str)],
    /// When it is made; the provider takes fifteen minutes either way.
    pub(crate) at: Timestamp,
    /// Never the same twice.
    pub(crate) nonce: &'a str,
}

/// A call with its signature.
#[derive(PartialEq, Eq, Debug)]
pub(crate) struct Signed {
    /// The query, sorted and escaped exactly as it was signed.
    pub(crate) query: String,
    /// The headers to send beside `host`, the authorization among them.
    pub(crate) headers: Vec<(&'static str, String)>,
}

impl Call<'_> {
    /// Signs the call with a key's id and its secret.
    pub(crate) fn sign(&self, key: &str, secret: &SecretText) -> Signed {
        let query = self.canonical_query();
        let hashed_body = hex(&Sha256::digest(b""));
        let headers = self.headers(&hashed_body);
        let names: Vec<&str> = headers.iter().map(|(name, _)| *name).collect();
        let names = names.join(";");
        let canonical = canonical(&query, &headers, &names, &hashed_body);
        let text = format!("{ALGORITHM}\n{}", hex(&Sha256::digest(canonical.as_bytes())));
        let signature = hex(&hmac(secret.reveal().as_bytes(), text.as_bytes()));
        let authorization =
            format!("{ALGORITHM} Credential={key},SignedHeaders={names},Signature={signature}");
        let mut headers: Vec<_> = headers.into_iter().filter(|(name, _)| *name != "host").collect();
        headers.push(("authorization", authorization));
        Signed { query, headers }
    }

    /// The signed headers, in the order of their names.
    fn headers(&self, hashed_body: &str) -> Vec<(&'static str, String)> {
        vec![
            ("host", self.host.to_owned()),
            ("x-acs-action", self.action.to_owned()),
            ("x-acs-content-sha256", hashed_body.to_owned()),
            ("x-acs-date", self.at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()),
            ("x-acs-signature-nonce", self.nonce.to_owned()),
            ("x-acs-version", self.version.to_owned()),
        ]
    }

    fn canonical_query(&self) -> String {
        let mut parts: Vec<(String, String)> =
            self.query.iter().map(|(name, value)| (escape(name), escape(value))).collect();
        parts.sort();
        parts.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
    }
}

fn canonical(query: &str, headers: &[(&'static str, String)], names: &str, hashed_body: &str) -> String {
    let headers: String = headers.iter().map(|(name, value)| format!("{name}:{}\n", value.trim())).collect();
    format!("POST\n/\n{query}\n{headers}\n{names}\n{hashed_body}")
}

/// Escapes every octet but the unreserved ones of RFC 3986: a space is `%20`, an asterisk `%2A`.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for octet in text.bytes() {
        if octet.is_ascii_alphanumeric() || b"-_.~".contains(&octet) {
            escaped.push(char::from(octet));
        } else {
            escaped.push_str(&format!("%{octet:02X}"));
        }
    }
    escaped
}

fn hmac(key: &[u8], text: &[u8]) -> Vec<u8> {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else {
        unreachable!("HMAC takes a key of any length")
    };
    mac.update(text);
    mac.finalize().into_bytes().to_vec()
}

fn hex(octets: &[u8]) -> String {
    octets.iter().map(|octet| format!("{octet:02x}")).collect()
}

#[cfg(test)]
mod tests;
