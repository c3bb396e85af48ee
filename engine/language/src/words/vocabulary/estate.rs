//! An estate: its file, its zones.

use crate::words::Words;

words! {
    /// Keys of an estate's file.
    EstateKey, "项目", "an estate": {
        Estate = "estate" / "项目",
        Name = "name" / "名称",
        Region = "region" / "区域",
        TimeZone = "time_zone" / "时区",
        Calendars = "calendars" / "换用日历",
        Zones = "zones" / "分区",
        Staff = "staff" / "人员",
    }, later: {
        "rosters" / "排班",
        "adjusts" / "调整",
        "quiet_hours" / "免打扰",
    };

    /// Keys of a zone that mean something to the program; others are the estate's own.
    ZoneKey, "分区", "a zone": {
        Id = "id" / "编号",
        Name = "name" / "名称",
    };
}
