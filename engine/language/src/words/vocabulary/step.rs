//! A step: its keys whatever its kind, and where a case goes when it is done.

use crate::words::{Table, Words};

words! {
    STEP_TABLES:

    /// Keys of a step, whatever its kind.
    StepKey, "步骤", "a step": {
        Step = "step" / "步骤",
        Title = "title" / "标题",
        Ref = "ref" / "条款",
        After = "after" / "接在",
        If = "if" / "条件",
        Side = "side" / "旁支",
        Owner = "owner" / "负责",
        Approve = "approve" / "审批",
        Notify = "notify" / "知会",
        Wait = "wait" / "等待",
        WaitUntil = "wait_until" / "等到",
        WaitFor = "wait_for" / "等事件",
        Set = "set" / "计算",
        Emit = "emit" / "发出事件",
        Call = "call" / "调用",
        With = "with" / "传入",
        Detach = "detach" / "不等待",
        End = "end" / "结束",
        Form = "form" / "表单",
        NotBy = "not_by" / "回避",
        Checklist = "checklist" / "核对项",
        Evidence = "evidence" / "佐证",
        Signoff = "signoff" / "复核",
        ReturnedTo = "returned_to" / "退回到",
        Refused = "refused" / "否决",
        Template = "template" / "模板",
        Via = "via" / "途径",
        Urgent = "urgent" / "紧急",
        Within = "within" / "时限",
        By = "by" / "最迟",
        Since = "since" / "起算",
        Calendar = "calendar" / "日历",
        RunsWhileHeld = "runs_while_held" / "挂起照计",
        Escalate = "escalate" / "升级",
        Then = "then" / "完成后",
        ForEach = "for_each" / "逐个",
        Report = "report" / "附统计",
    };

    /// What a checklist may say instead of its items.
    ChecklistWord, "`checklist`", "`checklist`": {
        Standards = "standards" / "标准",
    };

    /// Keys of `evidence:`.
    EvidenceKey, "`evidence`", "`evidence`": {
        Photos = "photos" / "照片",
        Location = "location" / "定位",
        Code = "code" / "签到码",
    };

    /// What `code:` of an `evidence:` may say instead of a field's name: the one of type zone.
    CodeWord, "签到码", "`code`": {
        Zone = "zone" / "分区",
    };

    /// Who signs as well before a step is done.
    SignoffWord, "`signoff`", "`signoff`": {
        SecondPerson = "second-person" / "第二人",
    };

    /// Keys of `approve:` where several decide.
    ApproveKey, "`approve`", "`approve`": {
        Of = "of" / "名单",
        Enough = "enough" / "满几人",
    };

    /// What a `refused:` leads to.
    RefusedKey, "`refused`", "`refused`": {
        End = "end" / "结束",
    };

    /// Keys of a line of `then`.
    ThenKey, "`then` 的一行", "a line of `then`": {
        If = "if" / "条件",
        BackTo = "back_to" / "退回到",
        OnTo = "on_to" / "跳到",
        HandTo = "hand_to" / "移交",
        End = "end" / "结束",
        Rounds = "rounds" / "最多轮次",
        AfterThat = "after_that" / "之后",
    };

    /// Words of `end:` that the language knows; others are the workflow's own.
    EndWordWord, "`end`", "`end`": {
        Done = "done" / "完成",
        Cancelled = "cancelled" / "取消",
    };

    /// Words of guards.
    GuardWord, "条件", "a guard": {
        And = "and" / "且",
        Or = "or" / "或",
        Not = "not" / "非",
        In = "in" / "属于",
        Filled = "filled" / "已填",
        Failed = "failed" / "有不合格",
        Approved = "approved" / "已批准",
        Ended = "ended" / "结束为",
        Any = "any" / "任一",
        All = "all" / "全部",
    };
}
