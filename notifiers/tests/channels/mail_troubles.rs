//! What is said when mail does not go: sorted, in plain words, and showing nobody's address.

use crate::mail_server::{Certificates, MailServer, mailer, mailer_as, message, settings, terms};
use std::time::Duration;
use steward_model::{Mail, MailSecurity, Text};
use steward_notifiers::{Mailer, SecretText, Terms};
use steward_ports::{Failure, Health, Notifier, Retry, SendError};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};

/// The class of a failure, and its English words.
fn sorted(failure: &Failure) -> (&'static str, Retry, &str) {
    let class = match &failure.why {
        SendError::Unavailable(_) => "unavailable",
        SendError::Refused(_) => "refused",
        SendError::Misconfigured(_) => "misconfigured",
        SendError::Uncertain(_) => "uncertain",
    };
    (class, failure.retry, &failure.why.text().en)
}

/// Fails when a text shows an address or a number in full.
fn nothing_personal(text: &Text) {
    for text in [&text.zh, &text.en] {
        for personal in ["refuse@", "later@", "stranger@", "wang.li@", "13800001234"] {
            assert!(!text.contains(personal), "{text}");
        }
    }
}

async fn failed(mailer: &Mailer, to: &str, subject: &str) -> Failure {
    let failure = mailer.send(&message(to, subject)).await.expect_err("it fails");
    nothing_personal(failure.why.text());
    failure
}

async fn unwell(mailer: &Mailer) -> Health {
    let health = mailer.examine().await;
    assert!(!health.ok, "{health:?}");
    nothing_personal(&health.text);
    health
}

fn no_port() -> u16 {
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    listener.local_addr().expect("an address").port()
}

#[tokio::test]
async fn a_refused_recipient_is_never_tried_again() {
    let server = MailServer::start(&[]);
    let mailer = mailer(&server.settings(MailSecurity::Plain));
    let failure = failed(&mailer, "refuse@example.com", "提醒").await;
    let words = format!(
        "the mail server localhost:{} refused the mail (550 5.1.1 <r***@example.com>: no such user here, call 138****1234)",
        server.port
    );
    assert_eq!(sorted(&failure), ("refused", Retry::Never, words.as_str()));
    // The connection is as good as before.
    mailer.send(&message("wang.li@example.com", "提醒")).await.expect("sent");
}

#[tokio::test]
async fn a_busy_mailbox_is_tried_again() {
    let server = MailServer::start(&[]);
    let failure = failed(&mailer(&server.settings(MailSecurity::Plain)), "later@example.com", "提醒").await;
    let words = format!(
        "the mail server localhost:{} can't take it just now (451 4.3.0 <l***@example.com>: mailbox busy)",
        server.port
    );
    assert_eq!(sorted(&failure), ("unavailable", Retry::Backoff, words.as_str()));
}

#[tokio::test]
async fn a_refused_content_is_never_tried_again() {
    let server = MailServer::start(&[]);
    let failure =
        failed(&mailer(&server.settings(MailSecurity::Plain)), "wang.li@example.com", "forbidden").await;
    let (class, retry, _) = sorted(&failure);
    assert_eq!((class, retry), ("refused", Retry::Never));
}

#[tokio::test]
async fn a_refused_sender_is_our_settings_fault() {
    let server = MailServer::start(&[]);
    let mail = Mail { from: "stranger@example.com".to_owned(), ..server.settings(MailSecurity::Plain) };
    let failure = failed(&mailer(&mail), "wang.li@example.com", "提醒").await;
    let (class, retry, words) = sorted(&failure);
    assert_eq!((class, retry), ("misconfigured", Retry::Backoff));
    assert!(words.contains("does not accept this sender"), "{words}");
}

#[tokio::test]
async fn what_is_no_address_is_refused_before_anything_is_sent() {
    let server = MailServer::start(&[]);
    let failure = failed(&mailer(&server.settings(MailSecurity::Plain)), "13800001234", "提醒").await;
    assert_eq!(
        sorted(&failure),
        ("refused", Retry::Never, "the recipient's address 138****1234 is not valid")
    );
}

#[tokio::test]
async fn a_wrong_password_is_said_in_plain_words() {
    let server = MailServer::start(&["--login", "steward:s3cret"]);
    let mailer = mailer_as(&server.settings(MailSecurity::Plain), "steward", "guess-42");
    let failure = failed(&mailer, "wang.li@example.com", "提醒").await;
    let (class, retry, words) = sorted(&failure);
    assert_eq!((class, retry), ("misconfigured", Retry::Backoff));
    assert!(words.contains("the account or the password is wrong (535"), "{words}");
    let health = unwell(&mailer).await;
    assert!(health.text.zh.contains("账号或密码不对"), "{health:?}");
    assert!(health.help.expect("help").zh.contains("授权码"));
    assert!(!format!("{failure:?}").contains("guess-42"));
}

#[tokio::test]
async fn a_server_that_wants_a_login_is_told_from_one_that_refuses_a_person() {
    let server = MailServer::start(&["--login", "steward:s3cret"]);
    let failure = failed(&mailer(&server.settings(MailSecurity::Plain)), "wang.li@example.com", "提醒").await;
    let (class, retry, words) = sorted(&failure);
    assert_eq!((class, retry), ("misconfigured", Retry::Backoff));
    assert!(words.contains("wants a login first (530"), "{words}");
}

#[tokio::test]
async fn a_login_that_no_server_asked_for_is_a_wrong_setting() {
    let server = MailServer::start(&[]);
    let health = unwell(&mailer_as(&server.settings(MailSecurity::Plain), "steward", "s3cret")).await;
    assert!(health.text.en.contains("offers no login"), "{health:?}");
}

#[tokio::test]
async fn nothing_is_sent_when_starttls_is_not_offered() {
    let server = MailServer::start(&[]);
    let mailer = mailer(&server.settings(MailSecurity::StartTls));
    let failure = failed(&mailer, "wang.li@example.com", "提醒").await;
    let words =
        format!("the mail server localhost:{} does not offer STARTTLS; nothing was sent", server.port);
    assert_eq!(sorted(&failure), ("misconfigured", Retry::Backoff, words.as_str()));
    assert_eq!(server.mails().len(), 0);
}

#[tokio::test]
async fn a_certificate_that_is_not_to_be_believed_is_named_by_its_fault() {
    let strange = Certificates::for_name("localhost");
    let other = Certificates::for_name("mail.example.com");
    let expired = Certificates::expired("localhost");
    let cases = [
        (&strange, None, "nobody we trust vouches for it", "SSL_CERT_FILE"),
        (&other, Some(&other), "it is for another name", "the name that the certificate is for"),
        (&expired, Some(&expired), "it is out of date", "renew it"),
    ];
    for (certificates, trusted, fault, way_out) in cases {
        for (tls, security) in [("starttls", MailSecurity::StartTls), ("implicit", MailSecurity::Tls)] {
            let server = certificates.server(tls);
            let mailer = Mailer::new(&server.settings(security), None, &terms(trusted)).expect("set up");
            let failure = failed(&mailer, "wang.li@example.com", "提醒").await;
            let words = format!(
                "the certificate of the mail server localhost:{} is not trusted: {fault}",
                server.port
            );
            assert_eq!(sorted(&failure), ("misconfigured", Retry::Backoff, words.as_str()));
            let help = unwell(&mailer).await.help.expect("help");
            assert!(help.en.contains(way_out), "{help:?}");
        }
    }
}

#[tokio::test]
async fn tls_to_a_port_that_speaks_none_is_a_wrong_port() {
    let server = MailServer::start(&[]);
    let health = unwell(&mailer(&server.settings(MailSecurity::Tls))).await;
    assert_eq!(health.text.en, format!("localhost:{} does not speak TLS on that port", server.port));
    assert!(health.help.expect("help").en.contains("smtp+starttls://"));
}

#[tokio::test]
async fn a_port_that_waits_for_tls_is_given_up_in_time() {
    let server = Certificates::for_name("localhost").server("implicit");
    let impatient = Terms { attempt: Duration::from_millis(300), ..terms(None) };
    let mailer = Mailer::new(&server.settings(MailSecurity::Plain), None, &impatient).expect("set up");
    let failure = failed(&mailer, "wang.li@example.com", "提醒").await;
    let words = format!("the mail server localhost:{}: it said nothing after the connection", server.port);
    assert_eq!(sorted(&failure), ("unavailable", Retry::Backoff, words.as_str()));
    assert!(unwell(&mailer).await.help.expect("help").en.contains("smtps://"));
}

#[tokio::test]
async fn a_closed_port_is_tried_again() {
    let port = no_port();
    let mailer = mailer(&settings("127.0.0.1", port, MailSecurity::Plain));
    let failure = failed(&mailer, "wang.li@example.com", "提醒").await;
    let words =
        format!("the mail server 127.0.0.1:{port} refused the connection: nothing listens on that port");
    assert_eq!(sorted(&failure), ("unavailable", Retry::Backoff, words.as_str()));
    assert!(unwell(&mailer).await.help.expect("help").zh.contains("465"));
}

/// A server that says each of these after a line it hears (the first at once), then hangs up.
async fn scripted(says: &'static [&'static str]) -> u16 {
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let mut stream = BufReader::new(stream);
            for line in says {
                stream.write_all(line.as_bytes()).await.expect("it is heard");
                stream.read_line(&mut String::new()).await.expect("it answers");
            }
        }
    });
    port
}

#[tokio::test]
async fn a_server_that_hangs_up_in_mid_sentence_is_tried_again() {
    let half_way: [&[&str]; 3] =
        [&[], &["220 hello\r\n"], &["220 hello\r\n", "250 hello\r\n", "250 sender\r\n"]];
    for says in half_way {
        let port = scripted(says).await;
        let failure =
            failed(&mailer(&settings("127.0.0.1", port, MailSecurity::Plain)), "wang.li@example.com", "提醒")
                .await;
        let words = format!("the mail server 127.0.0.1:{port} hung up in mid-sentence");
        assert_eq!(sorted(&failure), ("unavailable", Retry::Backoff, words.as_str()), "{says:?}");
    }
}

#[tokio::test]
async fn what_is_no_mail_server_is_quoted() {
    let port = scripted(&["HTTP/1.1 400 Bad Request\r\n"]).await;
    let health = unwell(&mailer(&settings("127.0.0.1", port, MailSecurity::Plain))).await;
    assert!(
        health.text.en.starts_with(&format!("the mail server 127.0.0.1:{port} answered what is not SMTP")),
        "{health:?}"
    );
}

#[tokio::test]
async fn a_server_that_has_no_time_says_so_at_the_door() {
    let port = scripted(&["421 4.7.0 too many connections from your address\r\n"]).await;
    let mailer = mailer(&settings("127.0.0.1", port, MailSecurity::Plain));
    let failure = failed(&mailer, "wang.li@example.com", "提醒").await;
    let (class, retry, words) = sorted(&failure);
    assert_eq!((class, retry), ("unavailable", Retry::Backoff));
    assert!(words.contains("421 4.7.0 too many connections"), "{words}");
}

#[test]
fn a_password_does_not_cross_a_network_in_the_clear() {
    let set_up = |host: &str| {
        let mail = Mail { user: Some("steward".to_owned()), ..settings(host, 25, MailSecurity::Plain) };
        Mailer::new(&mail, Some(SecretText::new("s3cret")), &terms(None)).map(drop)
    };
    for this_machine in ["localhost", "127.0.0.1", "::1"] {
        assert_eq!(set_up(this_machine), Ok(()), "{this_machine}");
    }
    for elsewhere in ["mail.example.com", "10.0.0.1", "localhost.example.com"] {
        let error = set_up(elsewhere).expect_err("refused");
        assert!(error.text.en.contains("in the clear") && error.help.en.contains("smtps://"), "{error}");
    }
}
