//! Secrets: read from where the handbook says they are, held in a type that never prints.

use std::fmt;
use std::path::Path;
use steward_model::{Secret, Text};

/// A secret is a password or a key; a larger file is something else.
const LARGEST_FILE: u64 = 64 * 1024;

/// A secret. It is shown as `***` wherever it is printed.
#[derive(Clone)]
pub struct SecretText(String);

/// A secret that can't be had: which one and why, and what to do about it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SecretError {
    /// Which one and why.
    pub text: Text,
    /// What to do about it.
    pub help: Text,
}

impl SecretText {
    /// Wraps a secret that was come by in another way, as the demo's is.
    pub fn new(secret: impl Into<String>) -> Self {
        Self(secret.into())
    }

    /// Reads it from where it is, without the line end that editors put after it. A relative path
    /// begins at `folder`, the handbook's.
    pub fn read(secret: &Secret, folder: &Path) -> Result<Self, SecretError> {
        let found = match secret {
            Secret::Env(name) => from_environment(name)?,
            Secret::File(path) => from_file(&folder.join(path))?,
        };
        let line = found.strip_suffix('\n').unwrap_or(&found);
        let text = line.strip_suffix('\r').unwrap_or(line);
        if text.is_empty() { Err(empty(secret)) } else { Ok(Self(text.to_owned())) }
    }

    /// The secret itself, for the one place that hands it to the other side.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SecretText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

fn from_environment(name: &str) -> Result<String, SecretError> {
    std::env::var(name).map_err(|error| match error {
        std::env::VarError::NotPresent => SecretError {
            text: Text::new(
                format!("环境变量 {name} 没有设置"),
                format!("the environment variable {name} is not set"),
            ),
            help: Text::new(
                format!("启动前设置 {name}，或改写为 file:路径"),
                format!("set {name} before starting, or write file:PATH instead"),
            ),
        },
        std::env::VarError::NotUnicode(_) => SecretError {
            text: Text::new(
                format!("环境变量 {name} 的值不是 UTF-8"),
                format!("the value of the environment variable {name} is not UTF-8"),
            ),
            help: Text::new(format!("重新设置 {name}"), format!("set {name} again")),
        },
    })
}

fn from_file(path: &Path) -> Result<String, SecretError> {
    let shown = path.display();
    let unreadable = |error: std::io::Error| SecretError {
        text: Text::new(
            format!("读不到密钥文件 {shown}：{error}"),
            format!("the secret's file {shown} can't be read: {error}"),
        ),
        help: Text::new(
            "创建该文件，只写密钥一行，并让运行管家的用户拥有它",
            "make the file with the secret as its only line, owned by the user that runs steward",
        ),
    };
    let about = std::fs::metadata(path).map_err(unreadable)?;
    if others_may_read(&about) {
        return Err(SecretError {
            text: Text::new(
                format!("其他用户也能读取密钥文件 {shown}，因此不予使用"),
                format!("the secret's file {shown} is refused: others may read it"),
            ),
            help: Text::new(format!("运行 chmod 600 {shown}"), format!("run: chmod 600 {shown}")),
        });
    }
    if about.len() > LARGEST_FILE {
        return Err(SecretError {
            text: Text::new(
                format!("密钥文件 {shown} 有 {} 字节，不像是密钥", about.len()),
                format!("the secret's file {shown} has {} bytes, which is no secret", about.len()),
            ),
            help: Text::new("核对路径是否写错", "check whether the path is right"),
        });
    }
    std::fs::read_to_string(path).map_err(unreadable)
}

#[cfg(unix)]
fn others_may_read(about: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt;
    about.permissions().mode() & 0o077 != 0
}

// Elsewhere a file has no such bits; who may read it is the folder's affair.
#[cfg(not(unix))]
fn others_may_read(_about: &std::fs::Metadata) -> bool {
    false
}

fn empty(secret: &Secret) -> SecretError {
    let (zh, en) = match secret {
        Secret::Env(name) => {
            (format!("环境变量 {name} 是空的"), format!("the environment variable {name} is empty"))
        }
        Secret::File(path) => {
            let path = path.display();
            (format!("密钥文件 {path} 是空的"), format!("the secret's file {path} is empty"))
        }
    };
    SecretError { text: Text::new(zh, en), help: Text::new("写入密钥", "write the secret there") }
}

#[cfg(test)]
mod tests;
