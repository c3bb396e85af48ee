//! `24h` on a calendar that opens eight hours a day is three days there. Who writes it most often
//! means one, so the three units are never taken for each other in silence.

use super::Desk;
use crate::findings::warning;
use std::collections::BTreeSet;
use steward_model::{Allowance, CalendarId, Ladder, Place, RungAt, StepKind, Workflow};
use steward_time::{Calendar, Span};

/// Warns of each amount of open time that is longer than any day of its calendar.
pub(super) fn check(workflow: &Workflow, desk: &Desk<'_>) {
    for step in &workflow.steps {
        if let StepKind::Wait(span) = step.kind {
            let notes = &desk.marks.notes;
            let place = notes.keys.get(&(step.id.clone(), crate::words::StepKey::Wait));
            amount(span, &step.calendar, place.unwrap_or(&step.place), desk);
        }
    }
    for limit in workflow.all_limits() {
        for line in &limit.lines {
            if let Allowance::Within(span) = line.allow {
                amount(span, &line.calendar, &line.place, desk);
            }
        }
        let calendars: BTreeSet<&CalendarId> = limit.lines.iter().map(|line| &line.calendar).collect();
        for calendar in calendars {
            rungs(&limit.ladder, calendar, desk);
        }
    }
    if let Some(hold) = &workflow.hold
        && let Some(span) = hold.at_most
    {
        amount(span, &workflow.calendar, &hold.place, desk);
    }
}

fn rungs(ladder: &Ladder, calendar: &CalendarId, desk: &Desk<'_>) {
    for rung in ladder.rungs.iter() {
        if let RungAt::Before(span) | RungAt::After(span) = rung.at {
            amount(span, calendar, &rung.place, desk);
        }
        if let Some(repeat) = &rung.repeat {
            amount(repeat.every, calendar, &rung.place, desk);
        }
    }
}

fn amount(span: Span, id: &CalendarId, place: &Place, desk: &Desk<'_>) {
    let (Span::Open(seconds), Some(calendar)) = (span, desk.known.calendar_files.get(id)) else {
        return;
    };
    let day = longest_day(calendar);
    // A calendar that never opens has a finding of its own.
    if calendar.always || day == 0 || seconds <= day {
        return;
    }
    let (zh, en) = (span.in_chinese(), span.in_english());
    let (day_zh, day_en) = (Span::Open(day).in_chinese(), Span::Open(day).in_english());
    let days = u32::try_from(seconds.div_ceil(86_400)).unwrap_or(u32::MAX);
    let whole = Span::Days(days);
    let draft = warning(
        "longer-than-a-day",
        place,
        format!("日历“{id}”一天最多上班{day_zh}，{zh}在它上面要跨几天"),
        format!("the calendar `{id}` opens {day_en} a day at most, so {en} on it take several days"),
    );
    desk.findings.add(if seconds % 86_400 == 0 {
        draft.help(
            format!("按自然日算写 `{}`；按钟点连续算写 `calendar: always`", whole.in_chinese()),
            format!(
                "write `{}` for days whatever the calendar, or `calendar: always` for hours on end",
                whole.in_english()
            ),
        )
    } else {
        draft.help(
            "按工作日算写 `2 workdays` 这样；按钟点连续算写 `calendar: always`",
            "write it in workdays, such as `2 workdays`, or `calendar: always` for hours on end",
        )
    });
}

/// The open seconds of the day on which a calendar opens longest.
pub(super) fn longest_day(calendar: &Calendar) -> u64 {
    let days = calendar.week.iter().chain(&calendar.makeup_workday);
    let open = |day: &Vec<steward_time::Hours>| day.iter().map(|hours| u64::from(hours.seconds())).sum();
    days.map(open).max().unwrap_or_default()
}
