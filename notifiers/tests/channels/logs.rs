//! Everything that is logged at the finest level while messages go out and fail, the libraries'
//! lines included, shows no address, no number and no secret in full.

use crate::mail_server::{MailServer, mailer_as, message as mail};
use crate::sms_peer::{SECRET, aliyun, message as sms, peer};
use std::io;
use std::sync::{Arc, Mutex};
use steward_model::MailSecurity;
use steward_peers::Misbehave;
use steward_ports::Notifier;
use tracing_subscriber::fmt::MakeWriter;

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl io::Write for Lines {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("the lines").extend_from_slice(line);
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Lines {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn nothing_personal_and_no_secret_is_logged() {
    let lines = Lines::default();
    tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(lines.clone())
        .init();

    let server = MailServer::start(&["--login", "steward:pa55word"]);
    let settings = server.settings(MailSecurity::Plain);
    let mailer = mailer_as(&settings, "steward", "pa55word");
    mailer.send(&mail("wang.li@example.com", "提醒")).await.expect("sent");
    mailer.send(&mail("refuse@example.com", "提醒")).await.expect_err("refused");
    mailer_as(&settings, "steward", "another55").examine().await;

    let peer = peer().await;
    let aliyun = aliyun(&peer);
    aliyun.send(&sms()).await.expect("sent");
    for how in
        [Misbehave::Code("isv.MOBILE_NUMBER_ILLEGAL".to_owned()), Misbehave::Close, Misbehave::Http(503)]
    {
        peer.next(how);
        aliyun.send(&sms()).await.expect_err("fails");
    }

    let logged = String::from_utf8(lines.0.lock().expect("the lines").clone()).expect("text");
    assert!(logged.contains("mail <m.17.3@example.com> for w***@example.com was taken"), "{logged}");
    assert!(logged.contains("text message m-17-3 for 139****2222 with SMS_123"), "{logged}");
    let login = "AHN0ZXdhcmQAcGE1NXdvcmQ="; // steward and pa55word, as AUTH PLAIN writes them
    for secret in ["wang.li@", "refuse@", "13900002222", "pa55word", "another55", login, SECRET] {
        assert!(!logged.contains(secret), "{secret} is in the log:\n{logged}");
    }
}
