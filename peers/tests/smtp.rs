//! The small mail server, spoken to by hand.

use steward_peers::{SmtpConfig, SmtpPeer};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

struct Client {
    stream: BufReader<TcpStream>,
}

impl Client {
    async fn connect(peer: &SmtpPeer) -> Self {
        let stream = TcpStream::connect(peer.address()).await.expect("it listens");
        let mut client = Self { stream: BufReader::new(stream) };
        assert!(client.hear().await.starts_with("220 "));
        client
    }

    /// Says a line and returns the code of the answer, or nothing when the server has hung up.
    async fn say(&mut self, line: &str) -> String {
        // A server that has hung up may not hear the line any more.
        let _ = self.stream.get_mut().write_all(format!("{line}\r\n").as_bytes()).await;
        self.hear().await.chars().take(3).collect()
    }

    /// The last line of an answer.
    async fn hear(&mut self) -> String {
        loop {
            let mut line = String::new();
            if self.stream.read_line(&mut line).await.is_err() || line.as_bytes().get(3) != Some(&b'-') {
                return line;
            }
        }
    }

    async fn say_all(&mut self, lines: &[(&str, &str)]) {
        for (line, code) in lines {
            assert_eq!(self.say(line).await, *code, "{line}");
        }
    }
}

#[tokio::test]
async fn a_mail_is_taken_as_it_was_meant() {
    let peer = SmtpPeer::start(SmtpConfig::default()).await.expect("it starts");
    let mut mails = peer.subscribe();
    let mut client = Client::connect(&peer).await;
    client
        .say_all(&[
            ("EHLO client", "250"),
            ("MAIL FROM:<steward@example.com> BODY=8BITMIME", "250"),
            ("rcpt to:<wang.li@example.com>", "250"),
            ("RCPT TO:<王莉@example.com>", "250"),
            ("DATA", "354"),
            ("Subject: 提醒\r\n\r\nfirst\r\n..\r\n..dots\r\n.", "250"),
            ("NOOP", "250"),
            ("QUIT", "221"),
        ])
        .await;
    let mail = mails.recv().await.expect("a listener hears of it");
    assert_eq!(mail.from, "steward@example.com");
    assert_eq!(mail.to, ["wang.li@example.com", "王莉@example.com"]);
    assert_eq!(mail.raw, "Subject: 提醒\r\n\r\nfirst\r\n.\r\n.dots\r\n".as_bytes());
    assert_eq!(peer.mails(), [mail]);
}

#[tokio::test]
async fn commands_out_of_order_are_refused_and_change_nothing() {
    let peer = SmtpPeer::start(SmtpConfig::default()).await.expect("it starts");
    let mut client = Client::connect(&peer).await;
    client
        .say_all(&[
            ("RCPT TO:<wang.li@example.com>", "503"),
            ("DATA", "503"),
            ("MAIL steward@example.com", "501"),
            ("MAIL FROM:<steward@example.com>", "250"),
            ("RCPT TO:wang.li", "501"),
            ("RCPT TO:<wang.li@example.com>", "250"),
            ("RSET", "250"),
            ("DATA", "503"),
            ("AUTH PLAIN AGEAYg==", "502"),
            ("TURN", "502"),
        ])
        .await;
    assert_eq!(peer.mails(), []);
}

#[tokio::test]
async fn a_login_is_wanted_where_one_is_set() {
    let login = Some(("a".to_owned(), "b".to_owned()));
    let peer = SmtpPeer::start(SmtpConfig { login, ..SmtpConfig::default() }).await.expect("it starts");
    let mut client = Client::connect(&peer).await;
    client
        .say_all(&[
            ("EHLO client", "250"),
            ("MAIL FROM:<steward@example.com>", "530"),
            ("AUTH PLAIN AGEAYw==", "535"),
            ("AUTH CRAM-MD5", "504"),
            ("AUTH PLAIN !!", "535"),
            ("MAIL FROM:<steward@example.com>", "530"),
            ("AUTH LOGIN", "334"),
            ("YQ==", "334"),
            ("Yg==", "235"),
            ("MAIL FROM:<steward@example.com>", "250"),
        ])
        .await;
}

#[tokio::test]
async fn a_line_is_heard_up_to_its_longest_and_no_further() {
    let peer = SmtpPeer::start(SmtpConfig::default()).await.expect("it starts");
    // With its end, the first line is 2048 octets long.
    for (length, code) in [(2046, "502"), (2047, "")] {
        let mut client = Client::connect(&peer).await;
        assert_eq!(client.say(&"x".repeat(length)).await, code, "{length}");
    }
}

#[tokio::test]
async fn a_mail_larger_than_announced_is_refused_and_the_next_is_taken() {
    let peer = SmtpPeer::start(SmtpConfig::default()).await.expect("it starts");
    let mut client = Client::connect(&peer).await;
    let line = format!("{}\r\n", "x".repeat(1022));
    let most = line.repeat(10 * 1024);
    for (mail, code) in [(format!("{most}y\r\n."), "552"), (format!("{most}."), "250")] {
        client
            .say_all(&[
                ("MAIL FROM:<a@example.com>", "250"),
                ("RCPT TO:<b@example.com>", "250"),
                ("DATA", "354"),
            ])
            .await;
        assert_eq!(client.say(&mail).await, code);
    }
    assert_eq!(peer.mails().len(), 1);
}

#[tokio::test]
async fn a_bench_can_have_mails_forgotten() {
    let peer =
        SmtpPeer::start(SmtpConfig { forget: true, ..SmtpConfig::default() }).await.expect("it starts");
    let mut client = Client::connect(&peer).await;
    client
        .say_all(&[
            ("MAIL FROM:<a@example.com>", "250"),
            ("RCPT TO:<b@example.com>", "250"),
            ("DATA", "354"),
            ("Subject: x\r\n\r\nx\r\n.", "250"),
        ])
        .await;
    assert_eq!(peer.mails(), []);
}
