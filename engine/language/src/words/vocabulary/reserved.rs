//! Words that no name may be.

use crate::words::{Table, Words};

words! {
    RESERVED_TABLES:

    /// Words that stand for something wherever a name may stand, and so can't be names.
    ReservedWord, "保留词", "reserved words": {
        Owner = "owner" / "负责人",
        Superior = "superior" / "上级",
        Opened = "opened" / "立案",
        Always = "always" / "全天候",
        Closing = "closing" / "下班",
        Item = "item" / "当前项",
        Overdue = "overdue" / "超时",
        Ready = "ready" / "派发",
        Starter = "starter" / "发起人",
    };
}

impl ReservedWord {
    /// Whether a text is reserved in either vocabulary: a name may be neither, whichever its file
    /// keeps to.
    pub(crate) fn is_one(text: &str) -> bool {
        Self::ALL.iter().any(|word| word.en() == text || word.zh() == text)
    }
}
