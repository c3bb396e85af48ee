//! A step with a limit that runs on a day on which nobody of its role has a shift in the limit's hours:
//! there it can fall due without anybody who could have done it. Told once a step and estate, with the
//! first such day.

use crate::findings::{Findings, warning};
use std::collections::{BTreeMap, BTreeSet};
use steward_model::{
    CalendarId, Estate, Handbook, Limit, OnDuty, Owner, Place, RoleId, Roster, Step, Workflow,
};
use steward_time::{WorkingTime, civil};

/// No longer a stretch of days is looked at, however long a rotation is.
const MOST_DAYS: u32 = 70;

/// Steps of a role that have a limit, by the role.
type Timed<'a> = BTreeMap<&'a RoleId, Vec<(&'a Step, &'a Limit)>>;

/// Checks every estate that has rosters, by the workflows as it has them.
pub(super) fn check(handbook: &Handbook, findings: &Findings) {
    let workflows = || handbook.workflows.values();
    let standard = timed(workflows().map(|workflow| &**workflow));
    for estate in handbook.estates.values().filter(|estate| !estate.rosters.is_empty()) {
        if handbook.adjusted.contains_key(&estate.id) {
            let here = workflows().filter_map(|workflow| handbook.at(&estate.id, workflow).ok());
            look(estate, &timed(here.map(|workflow| &**workflow)), findings);
        } else {
            look(estate, &standard, findings);
        }
    }
}

fn timed<'a>(workflows: impl Iterator<Item = &'a Workflow>) -> Timed<'a> {
    let mut timed = Timed::new();
    for step in workflows.flat_map(|workflow| &workflow.steps) {
        if let (Some(Owner::Role(role)), Some(limit)) = (step.owner(), &step.limit) {
            timed.entry(role).or_default().push((step, limit));
        }
    }
    timed
}

fn look(estate: &Estate, timed: &Timed<'_>, findings: &Findings) {
    for roster in estate.rosters.values() {
        // Many steps count on few calendars.
        let mut days: BTreeMap<&CalendarId, Option<civil::Date>> = BTreeMap::new();
        for (step, limit) in timed.get(&roster.role).into_iter().flatten() {
            let calendars: BTreeSet<_> = limit.lines.iter().map(|line| &line.calendar).collect();
            for calendar in calendars {
                let day = days
                    .entry(calendar)
                    .or_insert_with(|| unmanned(estate, roster, estate.calendar(calendar)?));
                if let Some(day) = day {
                    report(estate, roster, step, &limit.place, *day, findings);
                }
            }
        }
    }
}

fn report(
    estate: &Estate,
    roster: &Roster,
    step: &Step,
    place: &Place,
    day: civil::Date,
    findings: &Findings,
) {
    let (id, step, role) = (&estate.id, &step.id, &roster.role);
    findings.add(
        warning(
            "nobody-on-shift",
            place,
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
