//! What the stand-in says: always JSON with a code, as the real one does. What its business refuses
//! comes with HTTP 200, what its gateway refuses with an error status.

use super::Misbehave;
use serde_json::{Value, json};

/// An answer, before it is put on the wire.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) body: Body,
}

/// What stands in an answer.
pub(super) enum Body {
    /// The protocol's own JSON.
    Json(Value),
    /// Something else.
    Text(String),
    /// Nothing, ever.
    Silence,
    /// Nothing; the connection ends.
    Hangup,
}

/// A request's id, which is always the same here: nothing depends on it.
const REQUEST_ID: &str = "00000000-0000-4000-8000-000000000001";

impl Answer {
    /// The business is content.
    pub(super) fn ok(fields: &[(&str, Value)]) -> Self {
        let mut body = json!({ "Code": "OK", "Message": "OK", "RequestId": REQUEST_ID });
        for (name, value) in fields {
            body[*name] = value.clone();
        }
        Self { status: 200, body: Body::Json(body) }
    }

    /// The business refuses.
    pub(super) fn business(code: &str, message: &str) -> Self {
        let body = json!({ "Code": code, "Message": message, "RequestId": REQUEST_ID });
        Self { status: 200, body: Body::Json(body) }
    }

    /// The gateway refuses.
    pub(super) fn gateway(status: u16, code: &str, message: &str) -> Self {
        let body =
            json!({ "Code": code, "Message": message, "RequestId": REQUEST_ID, "HostId": "127.0.0.1" });
        Self { status, body: Body::Json(body) }
    }

    /// What it was asked to do instead. `number` stands in the refusal's text, as real ones do.
    pub(super) fn misbehaved(how: &Misbehave, number: &str) -> Self {
        match how {
            Misbehave::Code(code) if code.starts_with("isv.") || code.starts_with("isp.") => {
                Self::business(code, &format!("{number} 触发{code}"))
            }
            Misbehave::Code(code) if code.starts_with("Throttling") => {
                Self::gateway(400, code, "Request was denied due to request throttling.")
            }
            Misbehave::Code(code) => Self::gateway(400, code, &format!("{code} for {number}.")),
            Misbehave::Http(status) => {
                Self { status: *status, body: Body::Text("<h1>Sorry</h1>".to_owned()) }
            }
            Misbehave::Garbage => Self { status: 200, body: Body::Text("<html>welcome</html>".to_owned()) },
            Misbehave::Flood => {
                let padding = "x".repeat(10 * 1024 * 1024);
                Self { status: 200, body: Body::Text(format!(r#"{{"Code":"OK","Padding":"{padding}"}}"#)) }
            }
            Misbehave::Hang => Self { status: 200, body: Body::Silence },
            Misbehave::Close => Self { status: 200, body: Body::Hangup },
        }
    }
}

impl Misbehave {
    /// Whether the message is taken before things go wrong.
    pub(super) fn takes_the_message(&self) -> bool {
        matches!(self, Self::Hang | Self::Close | Self::Garbage | Self::Flood)
    }
}
