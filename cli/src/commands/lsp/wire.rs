//! Messages to and from an editor: a header that says how long, then JSON. What is no JSON is
//! answered and passed over; only a header that can't be understood ends the conversation, because
//! nothing tells where the next message begins.

use lsp_server::{ErrorCode, Message, Notification, Response};
use serde::Serialize;
use std::io::{BufRead, Read as _, Write as _};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

/// No message is longer: a file of this size is none that a handbook may hold.
const LONGEST: usize = 64 * 1024 * 1024;

/// What came from the editor.
pub(super) enum Heard {
    /// A message.
    Message(Message),
    /// Something that is none, and why.
    Garbage(String),
}

/// The way to the editor.
pub(super) struct Wire {
    send: Option<Sender<Message>>,
    writer: Option<JoinHandle<()>>,
}

impl Wire {
    /// Begins to listen on stdin and to write to stdout, each in a thread of its own, so that an editor
    /// that is slow to read does not keep us from hearing it.
    pub(super) fn open() -> (Self, Receiver<Heard>) {
        let (heard, hear) = channel();
        std::thread::spawn(move || listen(&mut std::io::stdin().lock(), &heard));
        let (send, sent) = channel::<Message>();
        let writer = std::thread::spawn(move || {
            let mut stdout = std::io::stdout();
            for message in sent {
                // An editor that went away is noticed where it is listened to.
                let _ = message.write(&mut stdout).and_then(|()| stdout.flush());
            }
        });
        (Self { send: Some(send), writer: Some(writer) }, hear)
    }

    /// Sends a message.
    pub(super) fn send(&self, message: Message) {
        if let Some(send) = &self.send {
            let _ = send.send(message);
        }
    }

    /// Tells the editor something.
    pub(super) fn notify(&self, method: &str, params: impl Serialize) {
        self.send(Message::Notification(Notification::new(method.to_owned(), params)));
    }

    /// Answers what is no message: there is no number to answer to.
    pub(super) fn garbage(&self, why: &str) {
        tracing::warn!("what the editor sent is no message: {why}");
        let nothing = lsp_server::RequestId::from(0);
        self.send(Message::Response(Response::new_err(
            nothing,
            ErrorCode::ParseError as i32,
            why.to_owned(),
        )));
    }

    /// Waits until everything is written.
    pub(super) fn close(&mut self) {
        self.send = None;
        if let Some(writer) = self.writer.take() {
            let _ = writer.join();
        }
    }
}

/// Hands on what comes until it ends.
fn listen(from: &mut impl BufRead, heard: &Sender<Heard>) {
    loop {
        let next = match length(from) {
            Ok(Some(length)) => body(from, length),
            Ok(None) => return,
            Err(why) => {
                let _ = heard.send(Heard::Garbage(why));
                return;
            }
        };
        let Some(next) = next else { return };
        if heard.send(next).is_err() {
            return;
        }
    }
}

/// How long the next message is; `None` at the end.
fn length(from: &mut impl BufRead) -> Result<Option<usize>, String> {
    let mut length = None;
    loop {
        let mut line = Vec::new();
        // No header is longer than this; without a bound one could fill the memory.
        let read = from.by_ref().take(4096).read_until(b'\n', &mut line);
        match read {
            Ok(0) | Err(_) => return Ok(None),
            Ok(_) => {}
        }
        let line = String::from_utf8_lossy(&line);
        let line = line.trim_end();
        if line.is_empty() {
            match length {
                Some(length) => return Ok(Some(length)),
                // Empty lines between messages harm nobody.
                None => continue,
            }
        }
        let (name, value) = line.split_once(':').ok_or_else(|| format!("`{line}` is no header"))?;
        if name.eq_ignore_ascii_case("content-length") {
            let number = value.trim().parse().map_err(|_| format!("`{line}` says no length"))?;
            length = Some(number);
        }
    }
}

/// The message itself; `None` where it breaks off.
fn body(from: &mut impl BufRead, length: usize) -> Option<Heard> {
    if length > LONGEST {
        let passed = std::io::copy(&mut from.take(length as u64), &mut std::io::sink()).ok()?;
        return (passed == length as u64)
            .then(|| Heard::Garbage(format!("a message of {length} bytes is too long")));
    }
    let mut bytes = vec![0; length];
    from.read_exact(&mut bytes).ok()?;
    Some(match serde_json::from_slice(&bytes) {
        Ok(message) => Heard::Message(message),
        Err(error) => Heard::Garbage(error.to_string()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(bytes: &[u8]) -> Vec<String> {
        let (send, receive) = channel();
        listen(&mut std::io::BufReader::new(bytes), &send);
        drop(send);
        let shown = |heard| match heard {
            Heard::Message(Message::Notification(one)) => one.method,
            Heard::Message(_) => "another".to_owned(),
            Heard::Garbage(_) => "garbage".to_owned(),
        };
        receive.into_iter().map(shown).collect()
    }

    fn framed(body: &str) -> String {
        format!("Content-Length: {}\r\n\r\n{body}", body.len())
    }

    #[test]
    fn what_is_no_json_is_passed_over_and_the_next_message_heard() {
        let told = |method| framed(&format!(r#"{{"jsonrpc":"2.0","method":"{method}","params":{{}}}}"#));
        let bytes = [told("one"), framed("{ no json"), framed("[1, 2]"), told("two")].concat();
        assert_eq!(heard(bytes.as_bytes()), ["one", "garbage", "garbage", "two"]);
    }

    #[test]
    fn a_header_that_says_nothing_ends_it_and_so_does_a_message_that_breaks_off() {
        assert_eq!(heard(b"hello\r\n\r\n"), ["garbage"]);
        assert_eq!(heard(b"Content-Length: many\r\n\r\n"), ["garbage"]);
        assert_eq!(heard(b"Content-Length: 100\r\n\r\n{}"), [""; 0]);
        assert_eq!(heard(b""), [""; 0]);
    }
}
