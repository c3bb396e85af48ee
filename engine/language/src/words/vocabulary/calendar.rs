//! Calendars and lists of days off.

use crate::words::{Table, Words};

words! {
    CALENDAR_TABLES:

    /// Keys of a calendar's file.
    CalendarKey, "日历", "a calendar": {
        Calendar = "calendar" / "日历",
        Title = "title" / "标题",
        Holidays = "holidays" / "节假日",
        Hours = "hours" / "工作时间",
        Dates = "dates" / "单日",
        Workdays = "workdays" / "工作日",
        WorkdayEnds = "workday_ends" / "算到下班",
    };

    /// Days under `hours:` beside single weekdays and ranges of them.
    HoursKey, "工作时间", "hours": {
        MakeupWorkday = "makeup_workday" / "调休上班",
        Holiday = "holiday" / "节假日",
    };

    /// Days of the week.
    WeekdayWord, "星期", "weekdays": {
        Mon = "mon" / "周一",
        Tue = "tue" / "周二",
        Wed = "wed" / "周三",
        Thu = "thu" / "周四",
        Fri = "fri" / "周五",
        Sat = "sat" / "周六",
        Sun = "sun" / "周日",
    };

    /// What a day of `dates:` or `hours:` may be instead of a list of spans.
    DayWord, "单日", "a day": {
        Closed = "closed" / "休息",
    };

    /// Keys of a list of days off.
    HolidayKey, "节假日表", "a holiday list": {
        HolidayList = "holiday_list" / "节假日表",
        Years = "years" / "年份",
        DaysOff = "days_off" / "放假",
        MakeupWorkdays = "makeup_workdays" / "调休上班",
    };
}
