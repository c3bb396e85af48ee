//! What arrives when all goes well, as an independent parser reads it.

use crate::mail_server::{Certificates, MailServer, mailer, mailer_as, message, settings, terms};
use serde_json::{Value, json};
use steward_model::MailSecurity;
use steward_notifiers::Mailer;
use steward_peers::{SmtpConfig, SmtpPeer};
use steward_ports::{Content, Message, Notifier, Receipt};

/// Sends one message over a plain connection and returns what the server read.
async fn arrived(message: &Message) -> Value {
    let server = MailServer::start(&[]);
    let receipt = mailer(&server.settings(MailSecurity::Plain)).send(message).await;
    assert_eq!(receipt, Ok(Receipt { reference: Some("2.0.0 queued as T1".to_owned()) }));
    let mails = server.mails();
    assert_eq!(mails.len(), 1);
    mails[0].clone()
}

#[tokio::test]
async fn a_chinese_mail_arrives_with_its_names_text_and_html() {
    let mail = arrived(&message("wang.li@example.com", "【C-2026-0001】首次响应 还剩 12 分钟")).await;
    assert_eq!(mail["headers"]["Subject"], json!(["【C-2026-0001】首次响应 还剩 12 分钟"]));
    assert_eq!(mail["from_name"], "管家");
    assert_eq!(mail["to_name"], "王莉");
    assert_eq!(mail["from"], "steward@example.com");
    assert_eq!(mail["to"], json!(["wang.li@example.com"]));
    assert_eq!(mail["type"], "multipart/alternative");
    assert_eq!(mail["parts"]["text/plain"], "还剩 12 分钟\n首次响应：3栋1201");
    assert_eq!(mail["parts"]["text/html"], "<p>还剩 <b>12 分钟</b></p>");
    assert_eq!(mail["defects"], json!([]));
    assert_eq!(mail["ascii"], true, "old relays change what is not ASCII");
}

#[tokio::test]
async fn a_mail_keeps_its_identity_and_belongs_to_its_cases_thread() {
    let headers = arrived(&message("wang.li@example.com", "提醒")).await["headers"].clone();
    assert_eq!(headers["Message-ID"], json!(["<m.17.3@example.com>"]));
    assert_eq!(headers["References"], json!(["<case.C-2026-0001@example.com>"]));
    assert_eq!(headers["In-Reply-To"], json!(["<case.C-2026-0001@example.com>"]));
    assert_eq!(headers["Auto-Submitted"], json!(["auto-generated"]));
    assert_eq!(headers["Date"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn a_mail_without_html_is_plain_text() {
    let mut message = message("wang.li@example.com", "提醒");
    message.content =
        Content::Mail { subject: "提醒".to_owned(), text: "还剩 12 分钟".to_owned(), html: None };
    let mail = arrived(&message).await;
    assert_eq!(mail["type"], "text/plain");
    assert_eq!(mail["parts"]["text/plain"], "还剩 12 分钟");
}

#[tokio::test]
async fn a_line_end_in_a_subject_or_a_name_makes_no_second_header() {
    let mut message = message("wang.li@example.com", "提醒\r\nBcc: boss@example.com\r\n\r\nbody");
    message.name = "王莉\nX-Injected: yes".to_owned();
    let mail = arrived(&message).await;
    assert_eq!(mail["headers"]["Subject"], json!(["提醒 Bcc: boss@example.com body"]));
    assert_eq!(mail["headers"]["Bcc"], Value::Null);
    assert_eq!(mail["headers"]["X-Injected"], Value::Null);
    assert_eq!(mail["to"], json!(["wang.li@example.com"]));
}

#[tokio::test]
async fn an_address_in_chinese_letters_is_reached_where_the_server_can() {
    let mail = arrived(&message("王莉@example.com", "提醒")).await;
    assert_eq!(mail["to"], json!(["王莉@example.com"]));
}

#[tokio::test]
async fn a_lone_dot_in_a_text_does_not_end_the_mail() {
    let mut message = message("wang.li@example.com", "dots");
    let text = "first\n.\n..second\nlast".to_owned();
    message.content = Content::Mail { subject: "dots".to_owned(), text: text.clone(), html: None };
    assert_eq!(arrived(&message).await["parts"]["text/plain"], json!(text));
}

#[tokio::test]
async fn starttls_and_tls_keep_the_connection_private() {
    let certificates = Certificates::for_name("localhost");
    for (tls, security) in [("starttls", MailSecurity::StartTls), ("implicit", MailSecurity::Tls)] {
        let server = certificates.server(tls);
        let mailer =
            Mailer::new(&server.settings(security), None, &terms(Some(&certificates))).expect("set up");
        mailer.send(&message("wang.li@example.com", "提醒")).await.expect("sent");
        assert_eq!(server.mails()[0]["tls"], true, "{tls}");
        let health = mailer.examine().await;
        assert!(health.ok, "{health:?}");
        let port = server.port;
        assert_eq!(health.text.en, format!("connected to localhost:{port}, encrypted, without a login"));
    }
}

#[tokio::test]
async fn an_account_logs_in() {
    let server = MailServer::start(&["--login", "steward:口令 s3cret"]);
    let mailer = mailer_as(&server.settings(MailSecurity::Plain), "steward", "口令 s3cret");
    mailer.send(&message("wang.li@example.com", "提醒")).await.expect("sent");
    assert_eq!(server.mails()[0]["user"], "steward");
    let health = mailer.examine().await;
    let port = server.port;
    assert_eq!(health.text.zh, format!("已连上 localhost:{port}，未加密，已用 steward 登录"));
    assert!(health.ok && health.help.is_none());
    assert_eq!(server.mails().len(), 1, "an examination sends nothing");
}

#[tokio::test]
async fn twenty_mails_at_once_share_a_few_connections() {
    let server = MailServer::start(&[]);
    let mailer = std::sync::Arc::new(mailer(&server.settings(MailSecurity::Plain)));
    let sends: Vec<_> = (0..20)
        .map(|number| {
            let (mailer, to) = (std::sync::Arc::clone(&mailer), format!("person{number}@example.com"));
            tokio::spawn(async move { mailer.send(&message(&to, "提醒")).await })
        })
        .collect();
    for send in sends {
        send.await.expect("no panic").expect("sent");
    }
    let mails = server.mails();
    let mut recipients: Vec<_> = mails.iter().map(|mail| mail["to"][0].to_string()).collect();
    recipients.sort();
    recipients.dedup();
    assert_eq!(recipients.len(), 20);
    let mut connections: Vec<_> = mails.iter().map(|mail| mail["connection"].as_u64()).collect();
    connections.sort();
    connections.dedup();
    assert!(connections.len() <= 8, "{} connections", connections.len());
}

#[tokio::test]
async fn a_connection_is_used_again_and_replaced_when_the_server_has_restarted() {
    let server = MailServer::start(&[]);
    let mailer = mailer(&server.settings(MailSecurity::Plain));
    for _ in 0..2 {
        mailer.send(&message("wang.li@example.com", "提醒")).await.expect("sent");
    }
    let mails = server.mails();
    assert_eq!(mails[0]["connection"], mails[1]["connection"]);
    let port = server.port.to_string();
    drop(server);
    let server = MailServer::start(&["--port", &port]);
    mailer.send(&message("wang.li@example.com", "提醒")).await.expect("sent");
    assert_eq!(server.mails().len(), 1);
}

#[tokio::test]
async fn the_demos_server_takes_what_the_channel_sends() {
    let login = Some(("steward".to_owned(), "口令".to_owned()));
    let peer = SmtpPeer::start(SmtpConfig { login, ..SmtpConfig::default() }).await.expect("it starts");
    let mail = settings("127.0.0.1", peer.address().port(), MailSecurity::Plain);
    mailer_as(&mail, "steward", "口令").send(&message("wang.li@example.com", "提醒")).await.expect("sent");
    assert_eq!(peer.mails()[0].to, ["wang.li@example.com"]);
    let mailer = mailer_as(&mail, "steward", "guess");
    mailer.send(&message("wang.li@example.com", "提醒")).await.expect_err("refused");
}
