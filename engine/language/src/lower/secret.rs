//! Where a secret is: `env:NAME` or `file:PATH`. A secret that stands in a file as it is is
//! refused, and never repeated in a message.

use crate::findings::{Findings, error};
use crate::reader::scalar;
use crate::render::PLAIN_SECRET;
use crate::tree::Node;
use steward_model::Secret;

/// Where a secret is.
pub(crate) fn secret(node: &Node, findings: &Findings) -> Option<Secret> {
    let text = scalar(node, findings, "`env:名称` 或 `file:路径`", "`env:NAME` or `file:PATH`")?;
    if let Some(name) = text.strip_prefix("env:") {
        if is_variable(name) {
            return Some(Secret::Env(name.to_owned()));
        }
        findings.add(
            error(
                "bad-secret",
                &node.place,
                "`env:` 后面要写环境变量的名称",
                "`env:` is followed by the name of an environment variable",
            )
            .help(
                "名称由英文字母、数字和下划线组成，如 env:STEWARD_MAIL_PASSWORD",
                "a name has letters, digits and underscores, such as env:STEWARD_MAIL_PASSWORD",
            ),
        );
        return None;
    }
    if let Some(path) = text.strip_prefix("file:").filter(|path| !path.trim().is_empty()) {
        return Some(Secret::File(path.into()));
    }
    findings.add(plain(node));
    None
}

fn plain(node: &Node) -> crate::findings::Draft {
    error(
        PLAIN_SECRET,
        &node.place,
        "密码和密钥不能直接写在文件里",
        "a password or key can't stand in the file itself",
    )
    .help(
        "写它在哪里：`env:环境变量名` 或 `file:只有本人能读的文件`；已经写过的要换掉",
        "say where it is, `env:NAME` or `file:PATH`, and change the one that was written here",
    )
}

/// Refuses a text that carries a secret inside, as `smtps://user:password@host` does.
pub(crate) fn refuse_inside(node: &Node, findings: &Findings) {
    let draft = error(
        PLAIN_SECRET,
        &node.place,
        "地址里不能带账号和密码",
        "an address can't carry a user and a password",
    );
    findings.add(draft.help(
        "从地址里去掉，另写 `password: env:环境变量名`；已经写过的密码要换掉",
        "take them out of it, write `password: env:NAME` beside it, and change the one that was written here",
    ));
}

fn is_variable(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with(|c: char| c.is_ascii_digit())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}
