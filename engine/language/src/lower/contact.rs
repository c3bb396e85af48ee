//! E-mail addresses and telephone numbers.

use crate::findings::{Findings, error};
use crate::reader::scalar;
use crate::tree::Node;
use steward_model::{Contact, Private};

/// An e-mail address.
pub(crate) fn email(node: &Node, findings: &Findings) -> Option<Contact> {
    let text = scalar(node, findings, "邮箱地址", "an e-mail address")?.trim();
    if is_email(text) {
        return Some(Contact::Email(Private::new(text)));
    }
    findings.add(
        error("bad-email", &node.place, "这不是邮箱地址", "this is no e-mail address")
            .help("写成 name@example.com 这样", "write it like name@example.com"),
    );
    None
}

/// A telephone number that takes text messages.
pub(crate) fn phone(node: &Node, findings: &Findings) -> Option<Contact> {
    let text = scalar(node, findings, "手机号", "a telephone number")?;
    match international(text) {
        Ok(number) => Some(Contact::Phone(Private::new(number))),
        Err(mended) => {
            let draft = if text.trim_start().starts_with("+86") {
                error(
                    "bad-phone",
                    &node.place,
                    "+86 后面不是 11 位的手机号",
                    "what follows +86 is no mobile number of eleven digits",
                )
                .help("数一数有没有多写或漏写", "look for a digit too many or too few")
            } else {
                error(
                    "bad-phone",
                    &node.place,
                    "这不是国际格式的手机号",
                    "this is no telephone number in international form",
                )
                .help(
                    "以 + 和国家代码开头，如 \"+8613800000101\"",
                    "begin with + and the country's code, such as \"+8613800000101\"",
                )
            };
            findings.add(match mended {
                Some(number) => draft.fix(&node.place, node.instead(&number)),
                None => draft,
            });
            None
        }
    }
}

/// A number in international form without its spaces; or, when it is none, the one probably meant.
pub(crate) fn international(text: &str) -> Result<String, Option<String>> {
    let plain: String = text.chars().filter(|c| !" -()".contains(*c)).collect();
    let digits = plain.strip_prefix('+');
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let chinese = |number: &str| number.len() == 11 && number.starts_with('1') && all_digits(number);
    match digits {
        Some(digits) if digits.starts_with("86") => {
            if chinese(&digits[2..]) {
                Ok(plain)
            } else {
                Err(None)
            }
        }
        Some(digits) if all_digits(digits) && (8..=15).contains(&digits.len()) => Ok(plain),
        _ => {
            let bare = plain.strip_prefix("0086").or_else(|| plain.strip_prefix("86"));
            let bare = bare.filter(|number| number.len() == 11).unwrap_or(&plain);
            Err(chinese(bare).then(|| format!("+86{bare}")))
        }
    }
}

/// Whether a text is an e-mail address: one `@`, and a domain with a dot (or this machine).
pub(crate) fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    let local_ok =
        !local.is_empty() && local.chars().all(|c| c.is_ascii_graphic() && !"@<>()[],;:\\\"".contains(c));
    let label = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || c == '-');
    local_ok && domain.split('.').all(label) && (domain.contains('.') || domain == "localhost")
}
