//! A mail as it came over the wire, read back for the terminal: its subject and its plain text. Only
//! what our own mails use is understood (RFC 2045 and 2047); anything else is shown as it came.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// What a reader sees of a mail first.
pub(crate) struct Read {
    pub(crate) subject: String,
    pub(crate) text: String,
    /// Its Message-ID.
    pub(crate) identity: String,
}

pub(crate) fn read(raw: &[u8]) -> Read {
    let raw = String::from_utf8_lossy(raw).replace("\r\n", "\n");
    let (head, body) = raw.split_once("\n\n").unwrap_or((&raw, ""));
    let subject = header(head, "subject").unwrap_or_default();
    let identity = header(head, "message-id").unwrap_or_default();
    Read { subject: words(&subject), text: plain(head, body), identity }
}

/// A header's value, its folded lines joined.
fn header(head: &str, name: &str) -> Option<String> {
    let mut value: Option<String> = None;
    for line in head.lines() {
        match (&mut value, line.starts_with([' ', '\t'])) {
            (Some(value), true) => {
                value.push(' ');
                value.push_str(line.trim());
            }
            (Some(_), false) => break,
            (None, _) => {
                let found = line.split_once(':').filter(|(key, _)| key.eq_ignore_ascii_case(name));
                value = found.map(|(_, rest)| rest.trim().to_owned());
            }
        }
    }
    value
}

/// `=?utf-8?b?…?=` and its like as text. White space between two encoded words is none.
fn words(value: &str) -> String {
    let mut text = String::new();
    let mut after_encoded = false;
    for word in value.split(' ') {
        let encoded = word.strip_prefix("=?").and_then(|word| word.strip_suffix("?="));
        let decoded = encoded.and_then(|word| {
            let mut parts = word.splitn(3, '?');
            let (_, how, what) = (parts.next()?, parts.next()?, parts.next()?);
            match how.to_ascii_lowercase().as_str() {
                "b" => STANDARD.decode(what).ok(),
                "q" => Some(quoted(&what.replace('_', " "))),
                _ => None,
            }
        });
        let joins = after_encoded && decoded.is_some();
        if !joins && !text.is_empty() {
            text.push(' ');
        }
        after_encoded = decoded.is_some();
        match decoded {
            Some(bytes) => text.push_str(&String::from_utf8_lossy(&bytes)),
            None => text.push_str(word),
        }
    }
    text
}

/// The plain text of a mail, which may have several parts.
fn plain(head: &str, body: &str) -> String {
    let kind = header(head, "content-type").unwrap_or_default();
    let boundary = kind
        .split_once("boundary=")
        .map(|(_, rest)| rest.split(';').next().unwrap_or_default().trim_matches('"'));
    if let Some(boundary) = boundary {
        let between = format!("--{boundary}");
        let parts = body.split(&between).skip(1);
        let mut parts = parts.filter_map(|part| part.trim_start_matches('\n').split_once("\n\n"));
        return parts
            .find(|(head, _)| header(head, "content-type").is_some_and(|kind| kind.starts_with("text/plain")))
            .map_or(String::new(), |(head, body)| plain(head, body));
    }
    let bytes =
        match header(head, "content-transfer-encoding").unwrap_or_default().to_ascii_lowercase().as_str() {
            "base64" => STANDARD.decode(body.split_whitespace().collect::<String>()).unwrap_or_default(),
            "quoted-printable" => quoted(&body.replace("=\n", "")),
            _ => body.as_bytes().to_vec(),
        };
    String::from_utf8_lossy(&bytes).into_owned()
}

/// `=E4=BD` as bytes.
fn quoted(text: &str) -> Vec<u8> {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = (bytes[at] == b'=').then(|| text.get(at + 1..at + 3)).flatten();
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_in_two_parts_shows_its_subject_and_its_plain_text() {
        let mail = "From: a@example.com\r\nSubject: =?utf-8?b?6aaW5qyh?=\r\n =?utf-8?b?5ZON5bqU?= 80%\r\n\
                    Content-Type: multipart/alternative;\r\n boundary=\"xx\"\r\n\r\n--xx\r\n\
                    Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
                    =E8=BF=98=\r\n=E5=89=A9 6\r\n--xx\r\nContent-Type: text/html\r\n\r\n<p>x</p>\r\n--xx--\r\n";
        let read = read(mail.as_bytes());
        assert_eq!(read.subject, "首次响应 80%");
        assert_eq!(read.text.trim(), "还剩 6");
    }

    #[test]
    fn what_is_no_mail_is_shown_as_it_came() {
        let read = read(b"hello");
        assert_eq!((read.subject.as_str(), read.text.as_str()), ("", ""));
    }
}
