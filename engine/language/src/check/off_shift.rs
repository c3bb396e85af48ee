//! A step with a limit that runs on a day on which nobody of its role has a shift in the limit's hours:
//! there it can fall due without anybody who could have done it. Told once a step and estate, with the
//! first such day.

use crate::findings::{Findings, warning};
use std::collections::BTreeSet;
use steward_model::{Estate, Handbook, OnDuty, Owner, Roster, Step};
use steward_time::{WorkingTime, civil};

/// No longer a stretch of days is looked at, however long a rotation is.
const MOST_DAYS: u32 = 70;

/// Checks every estate that has rosters.
pub(super) fn check(handbook: &Handbook, findings: &Findings) {
    for estate in handbook.estates.values().filter(|estate| !estate.rosters.is_empty()) {
        for workflow in handbook.workflows.values() {
            for step in &workflow.steps {
                look(estate, step, findings);
            }
        }
    }
}

fn look(estate: &Estate, step: &Step, findings: &Findings) {
    let Some(Owner::Role(role)) = step.owner() else { return };
    let (Some(roster), Some(limit)) = (estate.rosters.get(role), &step.limit) else { return };
    let calendars: BTreeSet<_> = limit.lines.iter().map(|line| &line.calendar).collect();
    for calendar in calendars {
        let Some(hours) = estate.calendar(calendar) else { continue };
        let Some(day) = unmanned(estate, roster, hours) else { continue };
        let (id, step, role) = (&estate.id, &step.id, &roster.role);
        findings.add(
            warning(
                "nobody-on-shift",
                &limit.place,
                format!("步骤 `{step}` 的时限在 {day} 照常计算，而项目 `{id}` 的 `{role}` 当天没有人当班"),
                format!(
                    "the limit of `{step}` runs on {day}, when nobody of `{role}` has a shift in the estate `{id}`"
                ),
            )
            .also(&roster.place, "这份排班", "this roster")
            .help(
                "在排班里补上那天，或让时限用一个那天休息的日历",
                "put somebody on the roster for that day, or count the limit on a calendar that is closed then",
            ),
        );
    }
}

/// The first day of a rotation on which the calendar is open and nobody is on shift meanwhile.
fn unmanned(estate: &Estate, roster: &Roster, hours: &WorkingTime) -> Option<civil::Date> {
    // A week at least, so that every day of it is looked at.
    let days = roster.period_days().clamp(7, MOST_DAYS);
    let dates = std::iter::successors(roster.starts.tomorrow().ok(), |day| day.tomorrow().ok());
    let days = usize::try_from(days).unwrap_or(0);
    dates.take(days).find(|date| {
        let (from, to) = (hours.midnight(*date), hours.midnight(date.tomorrow().unwrap_or(*date)));
        let mut at = from;
        let mut manned = false;
        while at < to && !manned {
            let next = roster.next_change(at, &estate.zone).unwrap_or(to).min(to);
            let somebody =
                !matches!(roster.on_duty(at, &estate.zone), OnDuty::These(people) if people.is_empty());
            manned = somebody && hours.open_seconds(at, next) > 0;
            at = next;
        }
        !manned && hours.open_seconds(from, to) > 0
    })
}
