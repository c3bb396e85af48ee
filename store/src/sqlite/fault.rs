//! What can go wrong on a connection, and how a keeper reads it: which file, what happened, whether
//! anything was lost, and the way out.
//!
//! Nothing of what the store holds is ever quoted, so an error can be logged as it is.

use crate::codec::Unreadable;
use rusqlite::{Error, ErrorCode};
use std::path::Path;
use std::sync::Arc;
use steward_model::Text;
use steward_ports::StoreError;

/// A failure before it is known which file it was about.
#[derive(Debug)]
pub(crate) enum Fault {
    /// SQLite's own.
    Sql(Error),
    /// A document that can't be understood, and which.
    Document(String, Unreadable),
    /// What we asked for was wrong in itself: a bug of ours.
    Ours(&'static str),
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self::Sql(error)
    }
}

impl Fault {
    /// Says which document it was.
    pub(crate) fn document(what: impl Into<String>) -> impl FnOnce(Unreadable) -> Self {
        move |why| Self::Document(what.into(), why)
    }
}

/// The store's name in errors: its path.
#[derive(Clone, Debug)]
pub(crate) struct Place(Arc<str>);

impl Place {
    /// A store in a file.
    pub(crate) fn file(path: &Path) -> Self {
        Self(path.display().to_string().into())
    }

    /// A store that is gone when it is closed.
    pub(crate) fn memory() -> Self {
        Self("(memory)".into())
    }

    /// The failure as the store's callers see it.
    pub(crate) fn error(&self, fault: Fault) -> StoreError {
        match fault {
            Fault::Sql(error) => self.sql(&error),
            Fault::Document(what, why) => self.document(&what, why),
            Fault::Ours(what) => StoreError::Damaged(self.text(
                format!("拒绝写入:{what}。这是程序的缺陷,请报告;什么都没有写入"),
                format!("refused to write: {what}. This is a bug, please report it; nothing was written"),
            )),
        }
    }

    /// The store was closed while somebody still waited for it.
    pub(crate) fn closed(&self) -> StoreError {
        StoreError::Unavailable(self.text(
            "正在关闭,这次操作没有完成;重新启动后再试".into(),
            "is being closed, and this was not done; try again after the next start".into(),
        ))
    }

    /// The folder or file could not be made.
    pub(crate) fn unmakeable(&self, error: &std::io::Error) -> StoreError {
        StoreError::Unavailable(self.text(
            format!("无法创建或打开({error});请检查目录是否存在、当前用户是否可写,或用 --store 指定别处"),
            format!(
                "can't be made or opened ({error}); see that its folder can be written by this user, or name another place with --store"
            ),
        ))
    }

    /// The store was written by a newer program.
    pub(crate) fn newer(&self, theirs: i64, ours: i64) -> StoreError {
        StoreError::Newer(self.text(
            format!(
                "是第 {theirs} 版,由更新的 steward 写成;本程序只认识到第 {ours} 版。请使用新版程序,或恢复升级前的备份。什么都没有改动"
            ),
            format!(
                "is of version {theirs}, written by a newer steward; this program knows versions up to {ours}. Use the newer program, or restore a backup from before the upgrade. Nothing was changed"
            ),
        ))
    }

    /// A migration this store has had is not the one this program has.
    pub(crate) fn other_migration(&self, number: i64) -> StoreError {
        StoreError::Damaged(self.text(
            format!("的第 {number} 步升级与本程序所带的不同,可能由另一个构建写成;请使用写成它的程序,或恢复备份"),
            format!(
                "has had another migration {number} than this program's, so another build wrote it; use that program, or restore a backup"
            ),
        ))
    }

    /// The file is SQLite's, but none of ours.
    pub(crate) fn foreign(&self) -> StoreError {
        StoreError::Damaged(
            self.text(
                "是别的程序的 SQLite 数据库,没有改动;请用 --store 指定另一个文件".into(),
                "is an SQLite database of another program and was left alone; name another file with --store"
                    .into(),
            ),
        )
    }

    /// The file system can't do what several processes on one store need.
    pub(crate) fn no_wal(&self) -> StoreError {
        StoreError::Unavailable(self.text(
            "所在的文件系统不支持预写日志(WAL),多半是网络盘;请用 --store 指定本机磁盘上的文件"
                .into(),
            "is on a file system without support for a write-ahead log, most likely a network drive; name a file on a local disk with --store"
                .into(),
        ))
    }

    fn sql(&self, error: &Error) -> StoreError {
        let Some(code) = error.sqlite_error_code() else {
            return StoreError::Damaged(self.text(
                format!("内容与预期不符({error});请恢复最近的备份,并报告这个错误"),
                format!("holds what was not expected ({error}); restore the latest backup and report this"),
            ));
        };
        match code {
            ErrorCode::DiskFull => StoreError::Unavailable(self.text(
                "无法写入:磁盘已满。已接受的内容都在,这一次没有写入;腾出空间后再试即可,无需重启".into(),
                "can't be written: the disk is full. What was accepted before is safe, this was not written; make room and try again, no restart is needed".into(),
            )),
            ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::AuthorizationForStatementDenied => {
                StoreError::Unavailable(self.text(
                    "只读,无法写入;请让当前用户对该文件及其目录有写权限".into(),
                    "is read-only; give this user permission to write the file and its folder".into(),
                ))
            }
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::FileLockingProtocolFailed => {
                StoreError::Unavailable(self.text(
                    "被另一个进程占用太久,没有写入;请稍后再试,或找出占用它的进程(例如 fuser)".into(),
                    "was kept locked by another process for too long, and nothing was written; try again, or find that process (with fuser, say)".into(),
                ))
            }
            ErrorCode::CannotOpen => StoreError::Unavailable(self.text(
                "无法打开;请检查路径、目录和权限".into(),
                "can't be opened; check the path, the folder and the permissions".into(),
            )),
            ErrorCode::NotADatabase => StoreError::Damaged(self.text(
                "不是 steward 的数据文件;请用 --store 指定正确的文件,或恢复备份".into(),
                "is no store of steward's; name the right file with --store, or restore a backup".into(),
            )),
            ErrorCode::DatabaseCorrupt => StoreError::Damaged(self.text(
                "已损坏;请停止程序、保留该文件及其 -wal 文件的副本,然后恢复最近的备份".into(),
                "is damaged; stop the program, keep a copy of the file and its -wal beside it, and restore the latest backup".into(),
            )),
            ErrorCode::ConstraintViolation | ErrorCode::TypeMismatch | ErrorCode::ApiMisuse => {
                StoreError::Damaged(self.text(
                    format!("拒绝了一次写入({error});这是程序的缺陷,请报告;什么都没有写入"),
                    format!("refused to be written ({error}); this is a bug, please report it; nothing was written"),
                ))
            }
            ErrorCode::SystemIoFailure => StoreError::Unavailable(self.text(
                format!("读写磁盘失败({error}),没有写入;请检查磁盘和系统日志后再试"),
                format!("could not be read or written ({error}), and nothing was written; check the disk and the system's log, then try again"),
            )),
            _ => StoreError::Unavailable(self.text(
                format!("暂时不能使用({error}),没有写入;请再试一次"),
                format!("can't be used just now ({error}), and nothing was written; try again"),
            )),
        }
    }

    fn document(&self, what: &str, why: Unreadable) -> StoreError {
        match why {
            Unreadable::Newer(version) => StoreError::Newer(self.text(
                format!("中的 {what} 是第 {version} 版格式,由更新的 steward 写成;请使用新版程序"),
                format!("holds {what} in form {version}, written by a newer steward; use the newer program"),
            )),
            Unreadable::Malformed(byte) => StoreError::Damaged(self.text(
                format!("中的 {what} 在第 {byte} 字节处无法读懂;请恢复最近的备份,并报告这个错误"),
                format!("holds {what}, which can't be understood at byte {byte}; restore the latest backup and report this"),
            )),
            Unreadable::NoSuch(kind) => StoreError::Damaged(self.text(
                format!("中的 {what} 含有未知的内容({kind});请恢复最近的备份,并报告这个错误"),
                format!("holds {what} with an unknown {kind}; restore the latest backup and report this"),
            )),
        }
    }

    fn text(&self, zh: String, en: String) -> Text {
        Text { zh: format!("数据文件 {} {zh}", self.0), en: format!("the store {} {en}", self.0) }
    }
}
