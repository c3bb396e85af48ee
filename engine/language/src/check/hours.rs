//! Whether a calendar can be counted on: its hours may not overlap, and it must open some time.

use crate::findings::{Findings, error};
use crate::lower::calendar::WrittenCalendar;
use steward_model::Place;
use steward_time::{Hours, Overlap, OverlapDay};

/// Checks one calendar.
pub(crate) fn check(written: &WrittenCalendar, findings: &Findings) {
    let id = &written.calendar.id;
    if let Some(overlap) = written.calendar.overlaps() {
        let (zh, en) = spoken(&overlap);
        let first = place_of(&overlap.first, overlap.on, written);
        // Into the day after it reaches over midnight, and that day may be written anywhere.
        let second = if overlap.next_day { None } else { place_of(&overlap.second, overlap.on, written) };
        let mut draft = error(
            "hours-overlap",
            second.or(first).unwrap_or(&written.place),
            format!("日历 `{id}` 的时间段重叠：{zh}"),
            format!("hours of the calendar `{id}` overlap: {en}"),
        );
        if let (Some(first), Some(_)) = (first, second) {
            draft = draft.also(first, "和这一段重叠", "it overlaps with this");
        }
        findings.add(draft.help(
            "改掉其中一段，让前一段先结束",
            "change one of the two, so that the first ends before the second begins",
        ));
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
                "写上工作时间，如 `mon-fri: [\"08:30-17:30\"]`",
                "give it hours, such as `mon-fri: [\"08:30-17:30\"]`",
            ),
        );
    }
}

/// Where a span of a day is written.
fn place_of<'a>(hours: &Hours, day: OverlapDay, written: &'a WrittenCalendar) -> Option<&'a Place> {
    let stands = |(on, span, _): &&(OverlapDay, Hours, Place)| *on == day && span == hours;
    written.spans.iter().find(stands).map(|(_, _, place)| place)
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
