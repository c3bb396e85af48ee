//! An estate: its file, its zones.

use crate::words::{Table, Words};

words! {
    ESTATE_TABLES:

    /// Keys of an estate's file.
    EstateKey, "项目", "an estate": {
        Estate = "estate" / "项目",
        Name = "name" / "名称",
        Region = "region" / "区域",
        TimeZone = "time_zone" / "时区",
        Calendars = "calendars" / "换用日历",
        Zones = "zones" / "分区",
        Staff = "staff" / "人员",
        Rosters = "rosters" / "排班",
        QuietHours = "quiet_hours" / "免打扰",
        Adjusts = "adjusts" / "调整",
    };

    /// Keys of a roster.
    RosterKey, "排班", "a roster": {
        Shifts = "shifts" / "班次",
        Rotation = "rotation" / "轮班",
        Overrides = "overrides" / "换班",
    };

    /// Keys of a roster's `rotation:`.
    RotationKey, "轮班", "a rotation": {
        Every = "every" / "每隔",
        Starts = "starts" / "起",
        Order = "order" / "顺序",
    };

    /// Units of a rotation's `every`, after a number; more than one is `weeks`, `days`.
    RotationUnit, "轮班周期", "a rotation's every": {
        Week = "week" / "周",
        Day = "day" / "天",
    };

    /// Keys of a line of a roster's `overrides:`.
    OverrideKey, "换班的一行", "a line of `overrides`": {
        On = "on" / "日期",
        Shift = "shift" / "班次",
        Who = "who" / "人员",
    };

    /// What an estate may say of a workflow under `adjusts:`.
    AdjustKey, "项目的调整", "an adjustment": {
        Tighten = "tighten" / "收紧",
        Owners = "owners" / "改负责人",
        Add = "add" / "加步骤",
        NotHere = "not_here" / "不适用",
    };

    /// Keys of a zone that mean something to the program; others are the estate's own.
    ZoneKey, "分区", "a zone": {
        Id = "id" / "编号",
        Name = "name" / "名称",
        Code = "code" / "签到码",
    };
}
