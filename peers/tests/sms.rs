//! The stand-in for the SMS provider, spoken to by hand: a request whose signature the provider's
//! own library made, and everything that must not pass.

use std::collections::BTreeMap;
use steward_peers::{SmsConfig, SmsPeer};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// The query that was signed, as it goes over the wire.
const QUERY: &str = "OutId=n-1&PhoneNumbers=13800000000&SignName=%E7%A4%BA%E4%BE%8B%E7%89%A9%E4%B8%9A&TemplateCode=SMS_000000001\
    &TemplateParam=%7B%22case%22%3A%22C-2026-0001%22%2C%22minutes%22%3A%2230%22%7D";

const SIGNED: &str = "host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version";

/// What the provider's Python library signs this request with.
const SIGNATURE: &str = "50a4c74b250542b79f1beb41294470d88b4934380f422e3a77e2a90ef279c0a6";

async fn peer(now: fn() -> jiff::Timestamp) -> SmsPeer {
    let variables = vec![("case".to_owned(), 20), ("minutes".to_owned(), 4)];
    let config = SmsConfig {
        key: "YourAccessKeyId".to_owned(),
        secret: "YourAccessKeySecret".to_owned(),
        signature: "示例物业".to_owned(),
        templates: BTreeMap::from([("SMS_000000001".to_owned(), variables)]),
        now,
    };
    SmsPeer::start(config).await.expect("it starts")
}

fn new_year() -> jiff::Timestamp {
    "2026-01-01T00:00:00Z".parse().expect("a moment")
}

/// The request as text, to be spoilt by the test.
fn request() -> String {
    format!(
        "POST /?{QUERY} HTTP/1.1\r\n\
         host: dysmsapi.aliyuncs.com\r\n\
         x-acs-action: SendSms\r\n\
         x-acs-content-sha256: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\r\n\
         x-acs-date: 2026-01-01T00:00:00Z\r\n\
         x-acs-signature-nonce: 0123456789abcdef0123456789abcdef\r\n\
         x-acs-version: 2017-05-25\r\n\
         authorization: ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders={SIGNED},Signature={SIGNATURE}\r\n\
         content-length: 0\r\n\
         connection: close\r\n\r\n"
    )
}

/// The status line and the code of the answer.
async fn answer(peer: &SmsPeer, request: &str) -> String {
    let url = peer.url();
    let address = url.trim_start_matches("http://").trim_end_matches('/');
    let mut stream = TcpStream::connect(address).await.expect("it listens");
    stream.write_all(request.as_bytes()).await.expect("it hears");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("it answers");
    let status = answer.split(' ').nth(1).expect("a status").to_owned();
    let (_, code) = answer.split_once(r#""Code":""#).expect("a code");
    format!("{status} {}", code.split('"').next().expect("a code"))
}

#[tokio::test]
async fn what_the_providers_library_signed_is_taken_once() {
    let peer = peer(new_year).await;
    let mut accepted = peer.subscribe();
    assert_eq!(answer(&peer, &request()).await, "200 OK");
    let sms = accepted.recv().await.expect("a listener hears of it");
    assert_eq!((sms.out_id.as_str(), sms.phone.as_str()), ("n-1", "13800000000"));
    assert_eq!(peer.accepted(), [sms]);
    assert_eq!(answer(&peer, &request()).await, "400 SignatureNonceUsed");
    assert_eq!(peer.accepted().len(), 1);
}

#[tokio::test]
async fn whatever_is_changed_after_signing_is_noticed() {
    let peer = peer(new_year).await;
    for (was, becomes, code) in [
        ("13800000000", "13800000001", "400 SignatureDoesNotMatch"),
        ("%2230%22", "%2231%22", "400 SignatureDoesNotMatch"),
        ("POST", "PUT", "400 SignatureDoesNotMatch"),
        ("host: dysmsapi", "host: elsewhere", "400 SignatureDoesNotMatch"),
        ("x-acs-action: SendSms", "x-acs-action: QuerySmsSign", "400 SignatureDoesNotMatch"),
        ("x-acs-date: 2026-01-01T00:00:00Z", "x-acs-date: 2026-01-01T00:00:01Z", "400 SignatureDoesNotMatch"),
        (
            "content-length: 0\r\nconnection: close\r\n\r\n",
            "content-length: 1\r\nconnection: close\r\n\r\nx",
            "400 SignatureDoesNotMatch",
        ),
        ("connection: close", "x-acs-extra: unsigned\r\nconnection: close", "400 SignatureDoesNotMatch"),
        ("Signature=50a4", "Signature=50a5", "400 SignatureDoesNotMatch"),
        ("Credential=YourAccessKeyId", "Credential=AnotherKeyId", "404 InvalidAccessKeyId.NotFound"),
        (",Signature=", ", Signature=", "400 IncompleteSignature"),
        ("ACS3-HMAC-SHA256 Cred", "ACS3-HMAC-SHA1 Cred", "400 IncompleteSignature"),
        ("OutId=n-1", "OutId=%FF", "400 InvalidParameter"),
    ] {
        let spoilt = request().replacen(was, becomes, 1);
        assert_ne!(spoilt, request(), "{was}");
        assert_eq!(answer(&peer, &spoilt).await, code, "{was}");
    }
    assert_eq!(peer.accepted(), []);
}

#[tokio::test]
async fn a_request_is_good_for_fifteen_minutes_either_way() {
    for now in [
        || new_year() + jiff::SignedDuration::from_mins(15),
        || new_year() - jiff::SignedDuration::from_mins(15),
    ] {
        assert_eq!(answer(&peer(now).await, &request()).await, "200 OK");
    }
    for now in [
        || new_year() + jiff::SignedDuration::from_secs(901),
        || new_year() - jiff::SignedDuration::from_secs(901),
    ] {
        assert_eq!(answer(&peer(now).await, &request()).await, "400 InvalidTimeStamp.Expired");
    }
}
