//! A message in the night for a trifle: a reminder before anything is missed that passes quiet hours,
//! because it is urgent, on a limit that runs in them.

use crate::findings::{Findings, warning};
use steward_model::{Estate, Handbook, Limit, Owner, Rung, RungAt, Workflow};
use steward_time::{after_midnight, civil};

/// Warns of each such rung, with the first estate where it does so.
pub(super) fn check(handbook: &Handbook, findings: &Findings) {
    for workflow in handbook.workflows.values() {
        for limit in workflow.all_limits() {
            for rung in limit.ladder.rungs.iter().filter(|rung| is_trifle(rung)) {
                let wakes = handbook.estates.values().find(|estate| wakes(workflow, limit, estate));
                if let Some(estate) = wakes {
                    report(rung, estate, findings);
                }
            }
        }
    }
}

/// Whether it only reminds, and passes quiet hours.
fn is_trifle(rung: &Rung) -> bool {
    rung.urgent && matches!(rung.at, RungAt::Ready | RungAt::Share(_) | RungAt::Before(_))
}

fn wakes(workflow: &Workflow, limit: &Limit, estate: &Estate) -> bool {
    let Some(night) = estate.quiet else { return false };
    // Who is on shift is awake.
    let on_shift = match workflow.step_of(limit).and_then(|step| step.owner()) {
        Some(Owner::Role(role)) => estate.rosters.contains_key(role),
        _ => false,
    };
    !on_shift
        && limit.lines.iter().any(|line| {
            estate.calendar(&line.calendar).is_some_and(|hours| {
                // Any week will do: what is closed on its seven days is closed at night.
                let monday = civil::date(2026, 3, 2);
                std::iter::successors(Some(monday), |day| day.tomorrow().ok()).take(7).any(|day| {
                    let at = |seconds| after_midnight(&estate.zone, day, seconds);
                    hours.open_seconds(at(night.from), at(night.to)) > 0
                })
            })
        })
}

fn report(rung: &Rung, estate: &Estate, findings: &Findings) {
    let (id, written) = (&estate.id, &rung.written);
    findings.add(
        warning(
            "night-message",
            &rung.place,
            format!("`{written}` 只是提醒，在项目 `{id}` 却不受免打扰限制，夜里会把不当班的人叫醒"),
            format!("`{written}` only reminds, yet passes the quiet hours of the estate `{id}` and wakes people who are off shift"),
        )
        .help(
            "去掉 `urgent: true`，让它等到免打扰结束；性命攸关的，在这一行写明原因",
            "leave `urgent: true` out, so that it waits for the end of quiet hours; if life depends on it, say so at this line",
        ),
    );
}
