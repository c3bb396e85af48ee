//! A scenario: its file, the lines of its story, what it expects.

use crate::words::{Table, Words};

words! {
    SCENARIO_TABLES:

    /// Keys of a scenario's file.
    ScenarioKey, "场景", "a scenario": {
        Scenario = "scenario" / "场景",
        Workflow = "workflow" / "流程",
        Estate = "estate" / "项目",
        Opened = "opened" / "立案",
        As = "as" / "由",
        Fields = "fields" / "字段",
        Story = "story" / "经过",
    };

    /// What `opened:` may say beside an instant: `by clock`, with an instant after it or none, `by event NAME`
    /// and `by case` with one.
    OpenedWord, "`opened`", "`opened`": {
        By = "by" / "由",
        Clock = "clock" / "定时",
        Event = "event" / "事件",
        Case = "case" / "案件",
    };

    /// Keys of a line of a story.
    StoryKey, "经过的一行", "a line of `story`": {
        At = "at" / "时刻",
        As = "as" / "由",
        CalledBy = "called_by" / "调用自",
        Do = "do" / "做",
        Item = "item" / "项",
        With = "with" / "填",
        Fail = "fail" / "不合格",
        Photos = "photos" / "照片",
        Location = "location" / "定位",
        Code = "code" / "签到码",
        Take = "take" / "领取",
        Repeat = "repeat" / "重办",
        Sign = "sign" / "复核",
        Approve = "approve" / "批准",
        Return = "return" / "退回",
        Refuse = "refuse" / "否决",
        Comment = "comment" / "意见",
        Hand = "hand" / "转交",
        To = "to" / "给",
        Hold = "hold" / "挂起",
        Resume = "resume" / "恢复",
        Cancel = "cancel" / "取消",
        Set = "set" / "改字段",
        Extend = "extend" / "延长",
        Span = "span" / "时长",
        Excuse = "excuse" / "豁免",
        Event = "event" / "事件",
        Engine = "engine" / "引擎",
        Expect = "expect" / "应有",
    };

    /// What the engine of a story may do.
    EngineWord, "`engine`", "`engine`": {
        Stops = "stops" / "停机",
        Starts = "starts" / "开机",
    };

    /// Keys of an expectation.
    ExpectKey, "`expect`", "`expect`": {
        Told = "told" / "已通知",
        NotTold = "not_told" / "未通知",
        Template = "template" / "模板",
        Via = "via" / "途径",
        Ready = "ready" / "已派发",
        Done = "done" / "已完成",
        Skipped = "skipped" / "已跳过",
        Overdue = "overdue" / "已超时",
        Due = "due" / "到期",
        Round = "round" / "轮次",
        Opened = "opened" / "已立案",
        Closed = "closed" / "已结案",
        Waiting = "waiting" / "暂存",
        Item = "item" / "项",
    };
}
