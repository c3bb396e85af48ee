//! The sentences about mail, in both languages: what happened, and what to do about it.

use super::server::{Privacy, Server};
use super::trouble::{Doubt, Reply, Stage, Trouble};
use std::io;
use steward_model::Text;
use steward_model::private::mask;

/// Everything is well.
pub(super) fn well(server: &Server) -> Text {
    let (private_zh, private_en) = match server.privacy() {
        Privacy::Plain => ("未加密", "in the clear"),
        Privacy::StartTls(_) | Privacy::Tls(..) => ("已加密", "encrypted"),
    };
    let (login_zh, login_en) = match &server.user {
        // Many accounts are mail addresses, which are somebody's.
        Some(user) if user.contains('@') => {
            (format!("已用 {} 登录", mask(user)), format!("logged in as {}", mask(user)))
        }
        Some(user) => (format!("已用 {user} 登录"), format!("logged in as {user}")),
        None => ("无需登录".to_owned(), "without a login".to_owned()),
    };
    let shown = server.shown();
    Text::new(
        format!("已连上 {shown}，{private_zh}，{login_zh}"),
        format!("connected to {shown}, {private_en}, {login_en}"),
    )
}

/// What happened.
pub(super) fn text(trouble: &Trouble, server: &str) -> Text {
    let (zh, en) = match trouble {
        Trouble::NameNotFound => (
            format!("找不到邮件服务器 {server}：没有这个名称"),
            format!("the mail server {server} is not known by that name"),
        ),
        Trouble::NamesUnavailable => (
            format!("暂时查不到邮件服务器 {server} 的地址"),
            format!("the address of the mail server {server} can't be looked up just now"),
        ),
        Trouble::NothingListens => (
            format!("邮件服务器 {server} 拒绝连接：该端口没有服务"),
            format!("the mail server {server} refused the connection: nothing listens on that port"),
        ),
        Trouble::Unreachable(kind) => unreachable_server(*kind, server),
        Trouble::Silent(stage) => silent(*stage, server),
        Trouble::Cut => (
            format!("邮件服务器 {server} 中途断开了连接"),
            format!("the mail server {server} hung up in mid-sentence"),
        ),
        Trouble::NoStartTls => (
            format!("邮件服务器 {server} 不支持 STARTTLS，未发送任何内容"),
            format!("the mail server {server} does not offer STARTTLS; nothing was sent"),
        ),
        Trouble::NotTls => (
            format!("{server} 不是加密端口：对方回应的不是 TLS"),
            format!("{server} does not speak TLS on that port"),
        ),
        Trouble::Certificate(doubt) => certificate(doubt, server),
        Trouble::Tls(said) => (
            format!("与邮件服务器 {server} 建立加密失败：{said}"),
            format!("TLS with the mail server {server} failed: {said}"),
        ),
        Trouble::LoginNotOffered => (
            format!("邮件服务器 {server} 没有提供可用的登录方式"),
            format!("the mail server {server} offers no login that we know"),
        ),
        Trouble::LoginRefused(reply) => replied(
            "拒绝登录：账号或密码不对",
            "refused the login: the account or the password is wrong",
            server,
            reply,
        ),
        Trouble::LoginWanted(reply) => replied("要求先登录", "wants a login first", server, reply),
        Trouble::SenderRefused(reply) => {
            replied("不接受这个发件人", "does not accept this sender", server, reply)
        }
        Trouble::Refused(reply) => replied("拒收这封邮件", "refused the mail", server, reply),
        Trouble::Busy(reply) => replied("暂时不收", "can't take it just now", server, reply),
        Trouble::NoAddress(masked) => {
            (format!("收件地址 {masked} 无效"), format!("the recipient's address {masked} is not valid"))
        }
        Trouble::NoUtf8 => (
            format!("邮件服务器 {server} 不支持含中文等字符的邮箱地址"),
            format!("the mail server {server} can't carry addresses with letters beyond ASCII"),
        ),
        Trouble::NoMail => {
            ("短信内容不能作为邮件发送".to_owned(), "a text message can't go by mail".to_owned())
        }
        Trouble::Odd(said) => (
            format!("看不懂邮件服务器 {server} 的回应：{said}"),
            format!("the mail server {server} answered what is not SMTP: {said}"),
        ),
    };
    Text::new(zh, en)
}

/// What to do about it.
pub(super) fn help(trouble: &Trouble, server: &Server) -> Option<Text> {
    let help = match trouble {
        Trouble::NameNotFound => Text::new(
            "核对 steward.yaml 中 mail.server 的拼写",
            "check the spelling of mail.server in steward.yaml",
        ),
        Trouble::NamesUnavailable
        | Trouble::Unreachable(_)
        | Trouble::Silent(Stage::Name | Stage::Connect) => {
            Text::new("检查这台机器的网络和防火墙", "check this machine's network and firewall")
        }
        Trouble::NothingListens => Text::new(
            "核对端口：smtps:// 一般是 465，smtp+starttls:// 一般是 587",
            "check the port: smtps:// is usually 465, smtp+starttls:// 587",
        ),
        Trouble::Silent(Stage::Greeting) if !matches!(server.privacy(), Privacy::Tls(..)) => Text::new(
            "该端口可能要求一开始就加密：试试 smtps://",
            "that port may want TLS from the first byte: try smtps://",
        ),
        Trouble::NoStartTls => {
            Text::new("若服务器的 465 端口可用，写 smtps://", "write smtps:// if the server has port 465")
        }
        Trouble::NotTls => Text::new(
            "该端口可能要用 smtp+starttls://，或把端口改为 465",
            "that port may want smtp+starttls://, or the port should be 465",
        ),
        Trouble::Certificate(Doubt::UnknownIssuer) => Text::new(
            "若是公司自建的证书，把其根证书文件写进环境变量 SSL_CERT_FILE",
            "if the company has an authority of its own, name its root certificate's file in SSL_CERT_FILE",
        ),
        Trouble::Certificate(Doubt::OtherName) => Text::new(
            "mail.server 要写证书上的名称",
            "write in mail.server the name that the certificate is for",
        ),
        Trouble::Certificate(Doubt::OutOfDate) => Text::new(
            "请管理邮件服务器的人更新证书，并核对这台机器的时钟",
            "ask who runs the mail server to renew it, and check this machine's clock",
        ),
        Trouble::LoginRefused(_) => Text::new(
            "核对 mail.user 和 mail.password；不少邮箱要用网页上另设的“授权码”，不是登录密码",
            "check mail.user and mail.password; many providers want an app password made on their web page",
        ),
        Trouble::LoginWanted(_) => {
            Text::new("在 mail 下写 user 和 password", "write user and password under mail")
        }
        Trouble::LoginNotOffered => Text::new(
            "核对 mail.server 的端口；若服务器不需登录，去掉 user 和 password",
            "check the port of mail.server; leave out user and password if the server wants none",
        ),
        Trouble::SenderRefused(_) => {
            Text::new("mail.from 要写账号自己的地址", "write in mail.from the account's own address")
        }
        _ => return None,
    };
    Some(help)
}

fn replied(zh: &str, en: &str, server: &str, reply: &Reply) -> (String, String) {
    let said = format!("{} {}", reply.code, reply.text);
    (
        format!("邮件服务器 {server} {zh}（{}）", said.trim_end()),
        format!("the mail server {server} {en} ({})", said.trim_end()),
    )
}

fn unreachable_server(kind: io::ErrorKind, server: &str) -> (String, String) {
    (
        format!("连不上邮件服务器 {server}：{kind}"),
        format!("the mail server {server} can't be reached: {kind}"),
    )
}

fn silent(stage: Stage, server: &str) -> (String, String) {
    let (zh, en) = match stage {
        Stage::Place => ("所有连接都忙，没有轮到", "all connections were busy"),
        Stage::Name => ("查询地址没有回音", "its address was not found in time"),
        Stage::Connect => ("连接没有回音", "it did not answer the connection"),
        Stage::Greeting => ("连上后没有问候", "it said nothing after the connection"),
        Stage::Tls => ("建立加密没有回音", "TLS was not agreed in time"),
        Stage::Login => ("登录没有回音", "it did not answer the login"),
        Stage::Mail => ("没有按时回应", "it did not answer in time"),
    };
    (format!("邮件服务器 {server}：{zh}"), format!("the mail server {server}: {en}"))
}

fn certificate(doubt: &Doubt, server: &str) -> (String, String) {
    let (zh, en) = match doubt {
        Doubt::UnknownIssuer => ("不是受信任的机构颁发的", "nobody we trust vouches for it"),
        Doubt::OtherName => ("是发给别的名称的", "it is for another name"),
        Doubt::OutOfDate => ("已过期或尚未生效", "it is out of date"),
        Doubt::Other(said) => (said.as_str(), said.as_str()),
    };
    (
        format!("邮件服务器 {server} 的证书不可信：{zh}"),
        format!("the certificate of the mail server {server} is not trusted: {en}"),
    )
}
