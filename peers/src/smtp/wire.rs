//! Lines on the wire, each bounded: a command, or a line of a mail.

use std::io;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

/// RFC 5321 asks for 512 octets of a command and 1000 of a mail's line; extensions add some.
const LONGEST_LINE: u64 = 2048;

/// The largest mail, announced with EHLO.
pub(super) const LARGEST_MAIL: usize = 10 * 1024 * 1024;

/// One side of a conversation.
pub(super) struct Wire {
    stream: BufReader<TcpStream>,
}

/// A mail as it came, or why there is none.
pub(super) enum Received {
    Mail(Vec<u8>),
    TooLarge,
}

impl Wire {
    pub(super) fn new(stream: TcpStream) -> Self {
        Self { stream: BufReader::new(stream) }
    }

    pub(super) async fn say(&mut self, line: &str) -> io::Result<()> {
        self.stream.write_all(format!("{line}\r\n").as_bytes()).await
    }

    /// The next line without its end; `None` when the other side has left.
    pub(super) async fn hear(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut line = Vec::new();
        (&mut self.stream).take(LONGEST_LINE).read_until(b'\n', &mut line).await?;
        if line.is_empty() {
            return Ok(None);
        }
        if !line.ends_with(b"\r\n") {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "a line without an end, or too long"));
        }
        line.truncate(line.len() - 2);
        Ok(Some(line))
    }

    /// A mail up to its lone dot. One that is too large is heard to its end and thrown away.
    pub(super) async fn hear_mail(&mut self) -> io::Result<Option<Received>> {
        let mut mail = Vec::new();
        let mut too_large = false;
        while let Some(line) = self.hear().await? {
            if line == b"." {
                return Ok(Some(if too_large { Received::TooLarge } else { Received::Mail(mail) }));
            }
            let line = line.strip_prefix(b".").unwrap_or(&line);
            too_large = too_large || mail.len() + line.len() + 2 > LARGEST_MAIL;
            if !too_large {
                mail.extend_from_slice(line);
                mail.extend_from_slice(b"\r\n");
            }
        }
        Ok(None)
    }
}
