//! Whether a calendar can be counted on: its hours may not overlap, and it must open some time.

use crate::findings::{Findings, error};
use crate::lower::calendar::WrittenCalendar;
use steward_time::{Overlap, OverlapDay};

/// Checks one calendar.
pub(crate) fn check(written: &WrittenCalendar, findings: &Findings) {
    let id = &written.calendar.id;
    if let Some(overlap) = written.calendar.overlaps() {
        let (zh, en) = spoken(&overlap);
        findings.add(
            error(
                "hours-overlap",
                &written.place,
                format!("日历 `{id}` 的时间段重叠：{zh}"),
                format!("hours of the calendar `{id}` overlap: {en}"),
            )
            .help(
                "改掉其中一段，让前一段先结束",
                "change one of the two, so that the first ends before the second begins",
            ),
        );
    }
    if !written.calendar.ever_opens() {
        findings.add(
            error(
                "never-opens",
                &written.place,
                format!("日历 `{id}` 没有一天上班，什么都算不出来"),
                format!("the calendar `{id}` never opens, so nothing can be counted on it"),
            )
            .help(
                "写上工作时间，如 mon-fri: [\"08:30-17:30\"]",
                "give it hours, such as mon-fri: [\"08:30-17:30\"]",
            ),
        );
    }
}

fn spoken(overlap: &Overlap) -> (String, String) {
    let (first, second) = (overlap.first, overlap.second);
    let (day_zh, day_en) = match overlap.on {
        OverlapDay::Weekday(day) => {
            let names = ["一", "二", "三", "四", "五", "六", "日"];
            let at = usize::try_from(day.to_monday_zero_offset()).unwrap_or_default();
            (format!("周{}", names[at]), format!("{day:?}"))
        }
        OverlapDay::MakeupWorkday => ("调休上班日".to_owned(), "make-up workdays".to_owned()),
        OverlapDay::Holiday => ("放假日".to_owned(), "days off".to_owned()),
        OverlapDay::Date(date) => (date.to_string(), date.to_string()),
    };
    if overlap.next_day {
        (
            format!("{day_zh}的 {first} 和次日的 {second}"),
            format!("{first} of {day_en} and {second} of the day after"),
        )
    } else {
        (format!("{day_zh}的 {first} 和 {second}"), format!("{first} and {second} of {day_en}"))
    }
}
