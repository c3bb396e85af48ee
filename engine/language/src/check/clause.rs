//! A limit that is longer than the clause of the handbook which its step names. The handbook limits
//! four things by number; what it only calls "regular" or "in time" has no line here.

use super::Desk;
use super::long_hours::longest_day;
use crate::findings::warning;
use steward_model::{Allowance, Limit, LimitLine, Place, Workflow};
use steward_time::Span;

/// The most that a clause allows.
struct Clause {
    /// Its number, as `ref` names it.
    number: &'static str,
    most: Span,
}

/// The clauses that name a number: 2.1-Q5 (complex enquiries), 2.3-Q2 (the first reply), 2.3-Q3 (the
/// plan for a complex complaint; which line is for ordinary ones nobody but the manager knows).
const CLAUSES: [Clause; 3] = [
    Clause { number: "2.1-Q5", most: Span::Workdays(2) },
    Clause { number: "2.3-Q2", most: Span::Open(30 * 60) },
    Clause { number: "2.3-Q3", most: Span::Workdays(3) },
];

/// Warns of each line of a limit that allows more than a clause its step names.
pub(super) fn check(workflow: &Workflow, desk: &Desk<'_>) {
    for step in &workflow.steps {
        let Some(limit) = &step.limit else { continue };
        let named = CLAUSES.iter().filter(|clause| step.refs.iter().any(|one| one.as_str() == clause.number));
        for clause in named {
            for line in limit.lines.iter().filter(|line| is_longer(line, clause.most, desk)) {
                report(workflow, limit, line, clause, desk);
            }
        }
    }
}

/// Whether a line certainly allows more than that, whatever day it is counted on.
fn is_longer(line: &LimitLine, most: Span, desk: &Desk<'_>) -> bool {
    let Allowance::Within(span) = line.allow else { return false };
    match (span, most) {
        (Span::Open(seconds), Span::Open(most)) => seconds > most,
        (Span::Workdays(days), Span::Workdays(most)) => days > most,
        // No working day of an office is as short as what a clause gives in minutes.
        (Span::Workdays(_) | Span::Days(_), Span::Open(_)) => true,
        (Span::Open(seconds), Span::Workdays(most)) => {
            let calendar = desk.known.calendar_files.get(&line.calendar);
            let day = calendar.map_or(0, |calendar| longest_day(calendar));
            day > 0 && seconds > u64::from(most) * day
        }
        // Three workdays may take twelve days over a long holiday.
        _ => false,
    }
}

fn report(workflow: &Workflow, limit: &Limit, line: &LimitLine, clause: &Clause, desk: &Desk<'_>) {
    let Allowance::Within(span) = line.allow else { return };
    let (id, number, most) = (&limit.id, clause.number, clause.most);
    let place: &Place = if line.place.file == workflow.place.file { &line.place } else { &limit.place };
    desk.findings.add(
        warning(
            "longer-than-clause",
            place,
            format!("“{id}”给了{}，而条款 {number} 最多给{}", span.in_chinese(), most.in_chinese()),
            format!(
                "`{id}` is allowed {}, but clause {number} allows {} at most",
                span.in_english(),
                most.in_english()
            ),
        )
        .help(
            format!("写 `{}` 或更短；确要更长，在这一行写明原因", most.in_chinese()),
            format!("write `{}` or less; if it must be longer, say why at this line", most.in_english()),
        ),
    );
}
