//! Limits and their ladders: how long, since when, and who is told.

use crate::words::{Table, Words};

words! {
    LIMIT_TABLES:

    /// Keys of an entry of `limits:`.
    LimitKey, "`limits` 的一项", "an entry of `limits`": {
        Limit = "limit" / "计时",
        Title = "title" / "标题",
        Within = "within" / "时限",
        By = "by" / "最迟",
        Since = "since" / "起算",
        Until = "until" / "止于",
        Calendar = "calendar" / "日历",
        RunsWhileHeld = "runs_while_held" / "挂起照计",
        Escalate = "escalate" / "升级",
    };

    /// Keys of a line of `within`.
    WithinKey, "`within` 的一行", "a line of `within`": {
        If = "if" / "条件",
        Allow = "allow" / "限",
        By = "by" / "最迟",
        Calendar = "calendar" / "日历",
    };

    /// What `after:` and `since:` may say beside steps and fields.
    SinceWord, "`since`", "`since`": {
        Opened = "opened" / "立案",
    };

    /// What `by:` may say beside a time and a field.
    ByWord, "`by`", "`by`": {
        Closing = "closing" / "下班",
    };

    /// What `{item.KEY}` begins with: the one of several that a step is done for.
    ItemWord, "花括号", "braces": {
        Item = "item" / "当前项",
    };

    /// Keys of a rung.
    RungKey, "升级的一行", "a rung": {
        At = "at" / "时点",
        Tell = "tell" / "通知",
        Via = "via" / "途径",
        Template = "template" / "模板",
        HandTo = "hand_to" / "移交",
        Urgent = "urgent" / "紧急",
        Repeat = "repeat" / "重复",
    };

    /// What `calendar:` may say beside a calendar's name.
    CalendarWord, "`calendar`", "`calendar`": {
        Always = "always" / "全天候",
    };

    /// Words of a rung's `at`: alone, after an amount (`10m before`), before one (`overdue + 4h`).
    AtWord, "`at`", "`at`": {
        Ready = "ready" / "派发",
        Before = "before" / "提前",
        Overdue = "overdue" / "超时",
    };

    /// Keys of `repeat:`.
    RepeatKey, "`repeat`", "`repeat`": {
        Every = "every" / "每隔",
        Times = "times" / "次数",
    };

    /// Keys of `via:` where it is a map.
    ViaKey, "`via`", "`via`": {
        FirstOf = "first_of" / "依次",
    };

    /// Channels.
    ChannelWord, "`via`", "`via`": {
        Sms = "sms" / "短信",
        Email = "email" / "邮件",
    }, later: {
        "wecom" / "企业微信",
        "dingtalk" / "钉钉",
        "feishu" / "飞书",
    };

    /// Whom `owner`, `tell`, `notify` and `hand_to` may mean beside roles, people and `{FIELD}`;
    /// `all` stands before one of them or a role.
    AudienceWord, "`tell`", "`tell`": {
        Owner = "owner" / "负责人",
        Superior = "superior" / "上级",
        Starter = "starter" / "发起人",
        All = "all" / "全体",
    };
}
