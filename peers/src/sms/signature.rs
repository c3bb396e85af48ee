//! Whether a request is signed as ACS3-HMAC-SHA256 asks, by a key on the books, now, and for the
//! first time. This is the checking side, written from the provider's description alone.

use super::Books;
use super::answer::Answer;
use super::query::{self, Parameter};
use hmac::{Hmac, KeyInit, Mac};
use hyper::HeaderMap;
use jiff::Timestamp;
use sha2::{Digest, Sha256};

const ALGORITHM: &str = "ACS3-HMAC-SHA256";

/// How far a request's date may be from the provider's clock, either way.
const TOLERANCE_SECONDS: i64 = 15 * 60;

/// What a request says beside its body.
pub(super) struct Request<'a> {
    pub(super) method: &'a str,
    pub(super) path: &'a str,
    pub(super) parameters: &'a [Parameter],
    pub(super) headers: &'a HeaderMap,
    pub(super) body: &'a [u8],
}

/// Passes the request, or answers it as the gateway does.
pub(super) fn check(books: &mut Books, request: &Request<'_>) -> Result<(), Answer> {
    let claim = Claim::read(request.headers).ok_or_else(|| {
        Answer::gateway(400, "IncompleteSignature", "The request signature does not conform.")
    })?;
    if claim.key != books.config.key {
        return Err(Answer::gateway(
            404,
            "InvalidAccessKeyId.NotFound",
            "Specified access key is not found.",
        ));
    }
    let date = header(request.headers, "x-acs-date").and_then(|date| date.parse::<Timestamp>().ok());
    let now = (books.config.now)();
    if date.is_none_or(|date| (date.as_second() - now.as_second()).abs() > TOLERANCE_SECONDS) {
        let text = "Specified time stamp or date value is expired.";
        return Err(Answer::gateway(400, "InvalidTimeStamp.Expired", text));
    }
    if !claim.holds(request, &books.config.secret) {
        let text = "Specified signature is not matched with our calculation.";
        return Err(Answer::gateway(400, "SignatureDoesNotMatch", text));
    }
    let nonce = header(request.headers, "x-acs-signature-nonce").unwrap_or_default();
    if !books.nonces.insert(nonce.to_owned()) {
        return Err(Answer::gateway(
            400,
            "SignatureNonceUsed",
            "Specified signature nonce was used already.",
        ));
    }
    Ok(())
}

/// What the `Authorization` header claims.
struct Claim {
    key: String,
    signed: Vec<String>,
    signature: Vec<u8>,
}

impl Claim {
    fn read(headers: &HeaderMap) -> Option<Self> {
        let parts = header(headers, "authorization")?.strip_prefix(ALGORITHM)?.strip_prefix(' ')?;
        let (mut key, mut signed, mut signature) = (None, None, None);
        for part in parts.split(',') {
            match part.split_once('=')? {
                ("Credential", value) => key = Some(value.to_owned()),
                ("SignedHeaders", value) => signed = Some(value.split(';').map(str::to_owned).collect()),
                ("Signature", value) => signature = Some(unhex(value)?),
                _ => return None,
            }
        }
        Some(Self { key: key?, signed: signed?, signature: signature? })
    }

    fn holds(&self, request: &Request<'_>, secret: &str) -> bool {
        let Some(canonical) = self.canonical(request) else { return false };
        let text = format!("{ALGORITHM}\n{}", hex(&Sha256::digest(canonical.as_bytes())));
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else { return false };
        mac.update(text.as_bytes());
        mac.verify_slice(&self.signature).is_ok()
    }

    /// The canonical request; `None` when the request itself breaks a rule of signing.
    fn canonical(&self, request: &Request<'_>) -> Option<String> {
        let hashed = hex(&Sha256::digest(request.body));
        let must_be_signed =
            |name: &str| name.starts_with("x-acs-") || name == "host" || name == "content-type";
        let all_signed = request
            .headers
            .keys()
            .filter(|name| must_be_signed(name.as_str()))
            .all(|name| self.signed.iter().any(|signed| signed == name.as_str()));
        let sorted =
            self.signed.is_sorted() && self.signed.iter().all(|name| *name == name.to_ascii_lowercase());
        let body_is_as_claimed = header(request.headers, "x-acs-content-sha256") == Some(&hashed);
        if !(all_signed && sorted && body_is_as_claimed) {
            return None;
        }
        let headers: Option<String> = self
            .signed
            .iter()
            .map(|name| Some(format!("{name}:{}\n", header(request.headers, name)?.trim())))
            .collect();
        Some(format!(
            "{}\n{}\n{}\n{}\n{}\n{hashed}",
            request.method,
            request.path,
            query::canonical(request.parameters),
            headers?,
            self.signed.join(";"),
        ))
    }
}

/// A header's one value as text.
fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    // The signature of a Chinese host or token could hold more than ASCII; ours never does.
    headers.get(name)?.to_str().ok()
}

fn hex(octets: &[u8]) -> String {
    octets.iter().map(|octet| format!("{octet:02x}")).collect()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> =
        text.chars().map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok())).collect();
    let digits = digits?;
    digits.len().is_multiple_of(2).then(|| digits.chunks(2).map(|pair| pair[0] * 16 + pair[1]).collect())
}
