//! Commands that change one case, and what each prints: the record of what happened.

use crate::office::Office;
use crate::options::Global;
use crate::output::{Done, Output, Verdict};
use crate::{timeline::Timeline, wire};
use serde_json::json;
use steward_case::{CaseId, Command, Event};

/// Does something to a case, and tells what happened.
pub(crate) fn run(output: &Output, global: &Global, case: &str, command: &Command) -> Done {
    let office = Office::open(global)?;
    let case = CaseId::new(case);
    let events = office.act(&case, command)?;
    tell(output, &office, &case, &events)
}

/// What happened to a case.
pub(crate) fn tell(output: &Output, office: &Office, case: &CaseId, events: &[Event]) -> Done {
    let shown = office.show(case)?;
    if output.json {
        let events = wire::events(events, &shown.estate.zone, output.lang);
        output.document(&json!({ "case": case.as_str(), "events": events }));
        return Ok(Verdict::Well);
    }
    output.line(case.as_str());
    let first = events.first().map_or(u32::MAX, |event| event.n);
    let mut lines = Timeline::new(output, &shown.workflow, &shown.estate);
    shown.events.iter().take_while(|event| event.n < first).for_each(|event| lines.pass_over(event));
    for line in lines.lines(events) {
        output.line(line);
    }
    Ok(Verdict::Well)
}
