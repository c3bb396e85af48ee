//! The table: every key and every word with a meaning, at its place. `later` are words of the
//! language that this version refuses instead of ignoring.

use super::Words;

macro_rules! words {
    ($(
        $(#[$doc:meta])*
        $name:ident, $zh:literal, $en:literal: { $($word:ident = $spelling:literal),* $(,)? }
        $(, later: { $($later:literal),* $(,)? })?;
    )*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
        pub(crate) enum $name { $($word),* }

        impl Words for $name {
            const PLACE_ZH: &'static str = $zh;
            const PLACE_EN: &'static str = $en;
            const ALL: &'static [Self] = &[$(Self::$word),*];
            const LATER: &'static [&'static str] = &[$($($later),*)?];

            fn en(self) -> &'static str {
                match self { $(Self::$word => $spelling),* }
            }
        }
    )*};
}

words! {
    /// Keys of `steward.yaml`.
    HandbookKey, "steward.yaml", "steward.yaml": {
        Organisation = "organisation", LastResort = "last_resort", TimeZone = "time_zone",
        Language = "language", Store = "store", Mail = "mail", Sms = "sms", Escalate = "escalate",
        Roles = "roles", Staff = "staff",
    }, later: { "quiet_hours", "budget" };

    /// Keys of `mail:`.
    MailKey, "mail", "mail": {
        Server = "server", From = "from", User = "user", Password = "password",
    };

    /// Keys of `store:` where it is a map.
    StoreKey, "store", "store": { Url = "url", Password = "password" };

    /// Keys of an SMS provider.
    SmsKey, "短信服务商", "an SMS provider": {
        Provider = "provider", Url = "url", Key = "key", Secret = "secret",
        Signature = "signature", Templates = "templates",
    };

    /// SMS providers by name.
    ProviderWord, "短信服务商", "an SMS provider": { Aliyun = "aliyun" }, later: { "tencent" };

    /// Keys of a template registered with a provider.
    SmsTemplateKey, "短信模板", "an SMS template": { Code = "code", Longest = "longest" };

    /// Keys of a role.
    RoleKey, "岗位", "a role": { Title = "title", Superior = "superior" };

    /// Keys of a member of the staff.
    PersonKey, "人员", "a person": {
        Id = "id", Name = "name", Roles = "roles", Regions = "regions", Estates = "estates",
        Email = "email", Phone = "phone", Lang = "lang", Substitute = "substitute", Away = "away",
    }, later: { "quiet_hours" };

    /// Languages, and the keys of a text that is written in both.
    LangWord, "语言", "a language": { Zh = "zh", En = "en" };

    /// Keys of an estate's file.
    EstateKey, "项目", "an estate": {
        Estate = "estate", Name = "name", Region = "region", TimeZone = "time_zone",
        Calendars = "calendars", Zones = "zones", Staff = "staff",
    }, later: { "rosters", "adjusts", "quiet_hours" };

    /// Keys of a zone that mean something to the program; others are the estate's own.
    ZoneKey, "分区", "a zone": { Id = "id", Name = "name" };

    /// Keys of a calendar's file.
    CalendarKey, "日历", "a calendar": {
        Calendar = "calendar", Holidays = "holidays", Hours = "hours", Dates = "dates",
        Workdays = "workdays", WorkdayEnds = "workday_ends",
    };

    /// Days under `hours:` beside single weekdays and ranges of them.
    HoursKey, "工作时间", "hours": { MakeupWorkday = "makeup_workday", Holiday = "holiday" };

    /// Days of the week.
    WeekdayWord, "星期", "weekdays": {
        Mon = "mon", Tue = "tue", Wed = "wed", Thu = "thu", Fri = "fri", Sat = "sat", Sun = "sun",
    };

    /// What a day of `dates:` or `hours:` may be instead of a list of spans.
    DayWord, "单日", "a day": { Closed = "closed" };

    /// Keys of a list of days off.
    HolidayKey, "节假日表", "a holiday list": {
        HolidayList = "holiday_list", Years = "years", DaysOff = "days_off",
        MakeupWorkdays = "makeup_workdays",
    };

    /// Keys of a workflow's file.
    WorkflowKey, "流程", "a workflow": {
        Workflow = "workflow", Title = "title", Section = "section", Edition = "edition",
        Calendar = "calendar", EstatesMay = "estates_may", Start = "start", Fields = "fields",
        Hold = "hold", Limits = "limits", Steps = "steps", Escalate = "escalate", Rules = "rules",
    }, later: { "standards", "seen_by", "inspection" };

    /// What an estate may be allowed to adjust.
    EstatesMayWord, "estates_may", "estates_may": {
        Tighten = "tighten", Owners = "owners", Add = "add",
    };

    /// Keys of a start.
    StartKey, "发起方式", "a start": {
        Who = "who", Event = "event", Every = "every", Cron = "cron",
        OnRestDay = "on_rest_day", WhenMissed = "when_missed", Overlap = "overlap",
    }, later: { "for_each" };

    /// Where a scheduled start falls on a day off.
    OnRestDayWord, "on_rest_day", "on_rest_day": { Keep = "keep", Next = "next", Skip = "skip" };

    /// What a stop of the engine swallowed.
    WhenMissedWord, "when_missed", "when_missed": { Once = "once", Skip = "skip" };

    /// A start while an earlier case is open.
    OverlapWord, "overlap", "overlap": { Skip = "skip", Allow = "allow" };

    /// Keys of a field.
    FieldKey, "字段", "a field": {
        Type = "type", Required = "required", Private = "private", Title = "title", Of = "of",
        Default = "default",
    }, later: { "seen_by" };

    /// Types of a field.
    TypeWord, "字段类型", "a field's type": {
        Text = "text", Number = "number", Bool = "bool", Date = "date", DateTime = "datetime",
        Choice = "choice", Role = "role", Staff = "staff", Person = "person", Phone = "phone",
        Money = "money", Zone = "zone", Files = "files", List = "list",
    };

    /// Yes and no.
    BoolWord, "是否", "yes or no": { True = "true", False = "false" };

    /// Keys of `hold:`.
    HoldKey, "hold", "hold": { Who = "who", Reasons = "reasons", AtMost = "at_most" }, later: { "ends" };

    /// Keys of an entry of `limits:`.
    LimitKey, "limits 的一项", "an entry of limits": {
        Limit = "limit", Title = "title", Within = "within", By = "by", Since = "since",
        Until = "until", Calendar = "calendar", RunsWhileHeld = "runs_while_held",
        Escalate = "escalate",
    };

    /// Keys of a line of `within`.
    WithinKey, "within 的一行", "a line of within": {
        If = "if", Allow = "allow", By = "by", Calendar = "calendar",
    };

    /// Keys of a step, whatever its kind.
    StepKey, "步骤", "a step": {
        Step = "step", Title = "title", Ref = "ref", After = "after", If = "if", Side = "side",
        Owner = "owner", Approve = "approve", Notify = "notify", Wait = "wait",
        WaitUntil = "wait_until", Set = "set", End = "end",
        Form = "form", Checklist = "checklist",
        ReturnedTo = "returned_to", Refused = "refused",
        Template = "template", Via = "via", Urgent = "urgent",
        Within = "within", By = "by", Since = "since", Calendar = "calendar",
        RunsWhileHeld = "runs_while_held", Escalate = "escalate", Then = "then",
    }, later: {
        "for_each", "evidence", "signoff", "not_by", "report", "wait_for", "call", "with", "detach",
        "emit",
    };

    /// What a checklist may say instead of its items.
    ChecklistWord, "checklist", "checklist": {}, later: { "standards" };

    /// Keys of `approve:` where several decide.
    ApproveKey, "approve", "approve": {}, later: { "of", "enough" };

    /// What a `refused:` leads to.
    RefusedKey, "refused", "refused": { End = "end" };

    /// Keys of a line of `then`.
    ThenKey, "then 的一行", "a line of then": {
        If = "if", BackTo = "back_to", OnTo = "on_to", HandTo = "hand_to", End = "end",
        Rounds = "rounds", AfterThat = "after_that",
    };

    /// Words of `end:` that the language knows; others are the workflow's own.
    EndWordWord, "end", "end": { Done = "done", Cancelled = "cancelled" };

    /// Keys of a rung.
    RungKey, "升级的一行", "a rung": {
        At = "at", Tell = "tell", Via = "via", Template = "template", HandTo = "hand_to",
        Urgent = "urgent", Repeat = "repeat",
    };

    /// Words of a rung's `at`: alone, after an amount (`10m before`), before one (`overdue + 4h`).
    AtWord, "at", "at": { Ready = "ready", Before = "before", Overdue = "overdue" };

    /// Keys of `repeat:`.
    RepeatKey, "repeat", "repeat": { Every = "every", Times = "times" };

    /// Keys of `via:` where it is a map.
    ViaKey, "via", "via": {}, later: { "first_of" };

    /// Channels.
    ChannelWord, "via", "via": { Sms = "sms", Email = "email" }, later: { "wecom", "dingtalk", "feishu" };

    /// Whom `owner`, `tell`, `notify` and `hand_to` may mean beside roles, people and `{FIELD}`;
    /// `all` stands before one of them or a role.
    AudienceWord, "tell", "tell": {
        Owner = "owner", Superior = "superior", Starter = "starter", All = "all",
    };

    /// What `after:` and `since:` may say beside steps and fields.
    SinceWord, "since", "since": { Opened = "opened" };

    /// What `by:` may say beside a time and a field.
    ByWord, "by", "by": { Closing = "closing" };

    /// Words of guards.
    GuardWord, "条件", "a guard": {
        And = "and", Or = "or", Not = "not", In = "in", Filled = "filled", Failed = "failed",
        Approved = "approved",
    }, later: { "any", "all", "ended" };

    /// Keys of a scenario's file.
    ScenarioKey, "场景", "a scenario": {
        Scenario = "scenario", Workflow = "workflow", Estate = "estate", Opened = "opened",
        As = "as", Fields = "fields", Story = "story",
    };

    /// What `opened:` may say beside an instant: `by clock`, with an instant after it or none.
    OpenedWord, "opened", "opened": { By = "by", Clock = "clock" };

    /// Keys of a line of a story.
    StoryKey, "经过的一行", "a line of story": {
        At = "at", As = "as", Do = "do", With = "with", Fail = "fail", Take = "take",
        Approve = "approve", Return = "return", Refuse = "refuse", Comment = "comment",
        Hand = "hand", To = "to", Hold = "hold", Resume = "resume", Cancel = "cancel", Set = "set",
        Extend = "extend", Span = "span", Excuse = "excuse", Event = "event", Engine = "engine",
        Expect = "expect",
    }, later: { "item", "photos", "code" };

    /// What the engine of a story may do.
    EngineWord, "engine", "engine": { Stops = "stops", Starts = "starts" };

    /// Keys of an expectation.
    ExpectKey, "expect", "expect": {
        Told = "told", NotTold = "not_told", Template = "template", Via = "via", Ready = "ready",
        Done = "done", Skipped = "skipped", Overdue = "overdue", Due = "due", Round = "round",
        Opened = "opened", Closed = "closed",
    }, later: { "waiting" };

    /// Words that stand for something wherever a name may stand, and so can't be names.
    ReservedWord, "保留词", "reserved words": {
        Owner = "owner", Superior = "superior", Opened = "opened", Always = "always",
        Closing = "closing", Item = "item", Overdue = "overdue", Ready = "ready",
        Starter = "starter",
    };
}

/// The reserved words' second spelling: a name may not be one of these either, whichever
/// vocabulary its file keeps to.
pub(crate) const RESERVED_ZH: [&str; 9] =
    ["负责人", "上级", "立案", "全天候", "下班", "当前项", "超时", "派发", "发起人"];

/// Keys whose values say where a secret is.
pub(crate) const SECRETS: [&str; 3] = ["password", "secret", "key"];
