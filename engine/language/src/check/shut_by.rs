//! `by: "18:00"` where the calendar is shut by then: the moment counts as written, but nobody may be
//! there to keep it.

use super::Desk;
use crate::findings::warning;
use steward_model::{Allowance, Workflow};
use steward_time::{Calendar, civil::Time};

/// Warns of each such line.
pub(super) fn check(workflow: &Workflow, desk: &Desk<'_>) {
    for line in workflow.all_limits().flat_map(|limit| &limit.lines) {
        let Allowance::ByTime(time) = line.allow else { continue };
        let Some(calendar) = desk.known.calendar_files.get(&line.calendar) else { continue };
        if calendar.always || is_open_by(calendar, time) {
            continue;
        }
        let (id, clock) = (&line.calendar, time.strftime("%H:%M"));
        desk.findings.add(
            warning(
                "by-when-shut",
                &line.place,
                format!("{clock} 时日历“{id}”并不总在上班"),
                format!("the calendar `{id}` is not open at {clock} on each of its days"),
            )
            .help(
                "下班时到期写 `by: closing`；确实要这个钟点就不用改",
                "for the end of the working day write `by: closing`; if that time is meant, leave it",
            ),
        );
    }
}

/// Whether the time lies between the first opening and the last closing of every weekday that opens.
fn is_open_by(calendar: &Calendar, time: Time) -> bool {
    let hours = |part: i8| u32::try_from(part).unwrap_or_default();
    let at = hours(time.hour()) * 3600 + hours(time.minute()) * 60 + hours(time.second());
    calendar.week.iter().filter(|day| !day.is_empty()).all(|day| {
        let opens = day.iter().map(|hours| hours.from).min().unwrap_or_default();
        let closes = day.iter().map(|hours| hours.to).max().unwrap_or_default();
        opens <= at && at <= closes
    })
}
