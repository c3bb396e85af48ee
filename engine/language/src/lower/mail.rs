//! `mail:` of `steward.yaml`: the server and who the mail is from.

use super::contact::is_email;
use super::secret::{refuse_inside, secret};
use crate::findings::{Findings, error};
use crate::reader::{MapReader, scalar};
use crate::tree::Node;
use crate::words::MailKey;
use steward_model::{Mail, MailSecurity};

const SCHEMES: [(&str, MailSecurity, u16); 3] = [
    ("smtps://", MailSecurity::Tls, 465),
    ("smtp+starttls://", MailSecurity::StartTls, 587),
    ("smtp://", MailSecurity::Plain, 25),
];

/// The mail server.
pub(crate) fn mail(node: &Node, findings: &Findings) -> Option<Mail> {
    let mut keys = MapReader::<MailKey>::open(node, findings)?;
    let server = keys.required(MailKey::Server);
    let from = keys.required(MailKey::From);
    let user = keys
        .take(MailKey::User)
        .and_then(|node| scalar(node, findings, "账号", "the account"))
        .map(str::to_owned);
    let given = keys.take(MailKey::Password);
    let password = given.and_then(|node| secret(node, findings));
    if let (Some(given), None) = (given, &user) {
        findings.add(
            error("missing-key", &given.place, "有密码但没有账号", "there is a password but no account")
                .help("加上 `user: …`，或删掉密码", "write `user: …`, or leave the password out"),
        );
    }
    let server = server.and_then(|node| Some((node, address(node, findings)?)));
    if let (Some((node, server)), Some(_)) = (&server, given)
        && server.security == MailSecurity::Plain
        && !is_this_machine(&server.host)
    {
        findings.add(
            error(
                "open-password",
                &node.place,
                format!("密码会不加密地发给 {}", server.host),
                format!("the password would go to {} in the clear", server.host),
            )
            .help(
                "用 smtps:// 或 smtp+starttls://；smtp:// 带密码只能连本机",
                "write smtps:// or smtp+starttls://; smtp:// takes a password only to this machine",
            ),
        );
    }
    let from = from.and_then(|node| sender(node, findings));
    keys.finish("`mail`", "`mail`");
    let ((_, server), (from_name, from)) = (server?, from?);
    let Server { security, host, port } = server;
    Some(Mail { security, host, port, from_name, from, user, password })
}

struct Server {
    security: MailSecurity,
    host: String,
    port: u16,
}

fn address(node: &Node, findings: &Findings) -> Option<Server> {
    let text = scalar(node, findings, "邮件服务器的地址", "the mail server's address")?.trim();
    if text.contains('@') {
        refuse_inside(node, findings);
        return None;
    }
    let found = SCHEMES.iter().find_map(|&(scheme, security, usual)| {
        let rest = text.strip_prefix(scheme)?;
        let (host, port) = host_and_port(rest.trim_end_matches('/'), usual)?;
        Some(Server { security, host, port })
    });
    if found.is_none() {
        let draft = error(
            "bad-server",
            &node.place,
            format!("`{text}` 不是邮件服务器的地址"),
            format!("`{text}` is no address of a mail server"),
        )
        .help(
            "写成 smtps://mail.example.com、smtp+starttls://… 或 smtp://…，需要时在末尾加 :端口",
            "write smtps://mail.example.com, smtp+starttls://… or smtp://…, with :PORT where needed",
        );
        let bare = host_and_port(text, 465).filter(|_| !text.contains("://"));
        findings.add(match bare {
            Some(_) => draft.fix(&node.place, node.instead(&format!("smtps://{text}"))),
            None => draft,
        });
    }
    found
}

fn host_and_port(text: &str, usual: u16) -> Option<(String, u16)> {
    let (host, port) = match text.strip_prefix('[') {
        Some(rest) => {
            let (host, rest) = rest.split_once(']')?;
            (host, if rest.is_empty() { None } else { Some(rest.strip_prefix(':')?) })
        }
        None => text.split_once(':').map_or((text, None), |(host, port)| (host, Some(port))),
    };
    let port = port.map_or(Some(usual), |port| port.parse().ok().filter(|port| *port != 0))?;
    let letters = |c: char| c.is_alphanumeric() || "-.:_".contains(c);
    (!host.is_empty() && host.chars().all(letters)).then(|| (host.to_owned(), port))
}

fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// `管家 <steward@example.com>`, or an address alone.
fn sender(node: &Node, findings: &Findings) -> Option<(String, String)> {
    let text = scalar(node, findings, "发件人", "who the mail is from")?.trim();
    let (name, address) = match text.split_once('<') {
        Some((name, rest)) => (name.trim().trim_matches('"'), rest.strip_suffix('>').unwrap_or("")),
        None => ("", text),
    };
    if is_email(address.trim()) {
        return Some((name.to_owned(), address.trim().to_owned()));
    }
    let draft = error(
        "bad-email",
        &node.place,
        format!("`{text}` 不是发件人地址"),
        format!("`{text}` is no sender's address"),
    )
    .help("写成 `管家 <steward@example.com>`", "write it like `Steward <steward@example.com>`");
    findings.add(match text.rsplit_once(' ').filter(|(_, last)| is_email(last)) {
        Some((name, address)) => {
            draft.fix(&node.place, node.instead(&format!("{} <{address}>", name.trim())))
        }
        None => draft,
    });
    None
}
