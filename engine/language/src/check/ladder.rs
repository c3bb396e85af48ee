//! A ladder that does not do what it is there for: nobody above the owner hears of the miss, nobody
//! hears of it until long after, or a rung lies further before the due time than the limit is long.

use super::Desk;
use crate::findings::warning;
use steward_model::{Allowance, Audience, Ladder, Limit, Owner, Rung, RungAt, Workflow};
use steward_time::Span;

/// Warns of each limit whose ladder has something of that.
pub(super) fn check(workflow: &Workflow, desk: &Desk<'_>) {
    for limit in workflow.all_limits() {
        let rungs = &limit.ladder.rungs;
        // A rung that could not be understood may be the very one that seems to be missing.
        let Some(first) = rungs.first().filter(|first| !desk.findings.has_error_in(&first.place.file)) else {
            continue;
        };
        let above = |ladder: &Ladder| {
            let late =
                ladder.rungs.iter().filter(|rung| matches!(rung.at, RungAt::Overdue | RungAt::After(_)));
            late.into_iter().any(|rung| reaches_above(workflow, limit, rung, desk))
        };
        // One that ends lower than the one it replaces has a finding of its own.
        let replaces = limit.ladder != desk.marks.ladder && above(&desk.marks.ladder);
        if let Some(last) = rungs.last().filter(|_| !replaces && !above(&limit.ladder)) {
            stays_below(last, desk);
        }
        if rungs.iter().all(|rung| matches!(rung.at, RungAt::After(_))) {
            begins_late(first, desk);
        }
        rungs.iter().filter(|rung| is_out_of_reach(limit, rung)).for_each(|rung| never(limit, rung, desk));
    }
}

/// Whether a rung turns to somebody who answers for the owner: where the owner is only known at work,
/// anybody who is named.
fn reaches_above(workflow: &Workflow, limit: &Limit, rung: &Rung, desk: &Desk<'_>) -> bool {
    let Some(estate) = desk.known.estate_files.values().next() else { return true };
    let roles = &estate.roles;
    let owner = match workflow.step_of(limit).and_then(|step| step.owner()) {
        Some(Owner::Role(role)) => Some(role),
        _ => None,
    };
    // At the top nobody is above.
    if owner.is_some_and(|owner| roles.superior(owner).is_none()) {
        return true;
    }
    rung.tell.iter().chain(&rung.hand_to).any(|audience| match audience {
        Audience::Superior | Audience::SuperiorOf(_) | Audience::Staff(_) => true,
        Audience::Role(role) | Audience::All(role) => owner.is_none_or(|owner| {
            *role == roles.last_resort
                || roles.above(owner).take(roles.roles.len()).any(|above| above == role)
        }),
        Audience::Owner | Audience::AllOwner | Audience::Field(_) | Audience::Starter => false,
    })
}

/// Whether the rung lies at or before the beginning, whichever line applies. Amounts in different units
/// are not compared: four hours of an office may lie on both sides of a weekend.
fn is_out_of_reach(limit: &Limit, rung: &Rung) -> bool {
    let RungAt::Before(before) = rung.at else { return false };
    !limit.lines.is_empty()
        && limit.lines.iter().all(|line| match (&line.allow, before) {
            (Allowance::Within(Span::Open(given)), Span::Open(before)) => before >= *given,
            (Allowance::Within(Span::Workdays(given)), Span::Workdays(before))
            | (Allowance::Within(Span::Days(given)), Span::Days(before)) => before >= *given,
            _ => false,
        })
}

fn stays_below(last: &Rung, desk: &Desk<'_>) {
    desk.findings.add(
        warning(
            "ladder-stays-below",
            &last.place,
            "超时以后，上面没有人知道：这份升级只通知负责人自己",
            "nobody above hears of a miss: this ladder tells only the owner",
        )
        .help(
            "加上一级，例如 `- { at: overdue, tell: [owner, superior] }`",
            "add a rung, such as `- { at: overdue, tell: [owner, superior] }`",
        ),
    );
}

fn begins_late(first: &Rung, desk: &Desk<'_>) {
    let written = &first.written;
    desk.findings.add(
        warning(
            "ladder-begins-late",
            &first.place,
            format!("超时以前没有人得到提醒：第一级是 `{written}`"),
            format!("nobody is reminded before the miss: the first rung is at `{written}`"),
        )
        .help(
            "在前面加上一级，例如 `- { at: 80%, tell: owner }`",
            "put a rung before it, such as `- { at: 80%, tell: owner }`",
        ),
    );
}

fn never(limit: &Limit, rung: &Rung, desk: &Desk<'_>) {
    let (id, written) = (&limit.id, &rung.written);
    desk.findings.add(
        warning(
            "rung-out-of-reach",
            &limit.place,
            format!("“{id}”的时限没有那么长，升级的 `{written}` 永远轮不到"),
            format!("the limit of `{id}` is not that long: the rung `{written}` never comes"),
        )
        .also(&rung.place, "这一级", "this rung")
        .help(
            "写成时限的一部分，例如 `at: 80%`，或把提前的时间缩短",
            "write it as a share of the limit, such as `at: 80%`, or make it less",
        ),
    );
}
