//! A workflow: its file, how it begins, its fields, its hold.

use crate::words::{Table, Words};

words! {
    WORKFLOW_TABLES:

    /// Keys of a workflow's file.
    WorkflowKey, "流程", "a workflow": {
        Workflow = "workflow" / "流程",
        Title = "title" / "标题",
        Section = "section" / "章节",
        Edition = "edition" / "版次",
        Calendar = "calendar" / "日历",
        EstatesMay = "estates_may" / "项目可调",
        SeenBy = "seen_by" / "可见岗位",
        Start = "start" / "发起",
        Fields = "fields" / "字段",
        Hold = "hold" / "挂起",
        Limits = "limits" / "总时限",
        Steps = "steps" / "步骤",
        Escalate = "escalate" / "升级",
        Rules = "rules" / "规则",
        Standards = "standards" / "标准",
    }, later: {
        "inspection" / "品质检查",
    };

    /// What an estate may be allowed to adjust.
    EstatesMayWord, "`estates_may`", "`estates_may`": {
        Tighten = "tighten" / "收紧",
        Owners = "owners" / "改负责人",
        Add = "add" / "加步骤",
        NotHere = "not_here" / "不适用",
    };

    /// Keys of a start.
    StartKey, "发起方式", "a start": {
        Who = "who" / "岗位",
        Event = "event" / "事件",
        Every = "every" / "定时",
        Cron = "cron" / "cron",
        OnRestDay = "on_rest_day" / "逢休",
        WhenMissed = "when_missed" / "错过",
        Overlap = "overlap" / "重叠",
        ForEach = "for_each" / "逐个",
    };

    /// Where a scheduled start falls on a day off.
    OnRestDayWord, "`on_rest_day`", "`on_rest_day`": {
        Keep = "keep" / "照常",
        Next = "next" / "顺延",
        Skip = "skip" / "不做",
    };

    /// What a stop of the engine swallowed.
    WhenMissedWord, "`when_missed`", "`when_missed`": {
        Once = "once" / "补一次",
        Skip = "skip" / "不补",
    };

    /// A start while an earlier case is open.
    OverlapWord, "`overlap`", "`overlap`": {
        Skip = "skip" / "跳过",
        Allow = "allow" / "允许",
    };

    /// What a scheduled start opens a case for each of.
    ForEachWord, "`for_each`", "`for_each`": {
        Zones = "zones" / "分区",
    };

    /// Keys of a field.
    FieldKey, "字段", "a field": {
        Type = "type" / "类型",
        Required = "required" / "必填",
        Private = "private" / "保密",
        SeenBy = "seen_by" / "可见岗位",
        Title = "title" / "标题",
        Of = "of" / "可选值",
        Default = "default" / "默认",
    };

    /// Types of a field.
    TypeWord, "字段类型", "a field's type": {
        Text = "text" / "文字",
        Number = "number" / "数字",
        Bool = "bool" / "是否",
        Date = "date" / "日期",
        DateTime = "datetime" / "日期时间",
        Choice = "choice" / "选项",
        Role = "role" / "岗位",
        Staff = "staff" / "员工",
        Person = "person" / "客户",
        Phone = "phone" / "电话",
        Money = "money" / "金额",
        Zone = "zone" / "分区",
        Files = "files" / "附件",
        List = "list" / "列表",
    };

    /// Yes and no.
    BoolWord, "是否", "yes or no": {
        True = "true" / "是",
        False = "false" / "否",
    };

    /// Keys of an entry of `standards:`.
    StandardKey, "`standards` 的一项", "an entry of `standards`": {
        Ref = "ref" / "条款",
        Measure = "measure" / "指标",
        AtLeast = "at_least" / "不低于",
        AtMost = "at_most" / "不高于",
        Inspect = "inspect" / "检查",
    };

    /// What `measure:` counts.
    MeasureWord, "指标", "a measure": {
        Met = "met" / "按时率",
        Done = "done" / "完成率",
        Share = "share" / "占比",
        Average = "average" / "平均",
        Complete = "complete" / "填全率",
        Count = "count" / "件数",
    };

    /// Keys of `hold:`.
    HoldKey, "`hold`", "`hold`": {
        Who = "who" / "岗位",
        Reasons = "reasons" / "事由",
        AtMost = "at_most" / "最长",
        Ends = "ends" / "恢复于",
    };
}
