//! `steward event`: something happened at an estate; workflows begin by it, rules answer it.

use super::act;
use crate::book::split_pairs;
use crate::office::{Office, denied};
use crate::options::Global;
use crate::output::{Done, Output, Verdict};
use crate::wire;
use serde_json::{Value, json};
use steward_case::CaseId;

/// An event as the call names it.
pub(crate) struct Raised<'a> {
    pub(crate) name: &'a str,
    pub(crate) estate: &'a str,
    pub(crate) fields: &'a [String],
    pub(crate) key: Option<&'a str>,
}

pub(crate) fn run(output: &Output, global: &Global, raised: &Raised<'_>) -> Done {
    let texts = split_pairs(raised.fields)?;
    let office = Office::open(global)?;
    let desk = office.desk()?;
    let heard = office.wait(desk.event(raised.name, raised.estate, &texts, raised.key)).map_err(denied)?;
    if output.json {
        let ids = |cases: &[CaseId]| cases.iter().map(CaseId::as_str).collect::<Value>();
        let (case, events) = match heard.opened.first() {
            Some(case) => {
                let shown = office.show(case)?;
                (Some(case.as_str()), wire::events(&shown.events, &shown.estate.zone, output.lang))
            }
            None => (None, json!([])),
        };
        output.document(&json!({
            "case": case, "events": events, "opened": ids(&heard.opened), "asked": ids(&heard.asked),
        }));
        return Ok(Verdict::Well);
    }
    if heard.opened.is_empty() && heard.asked.is_empty() {
        output.line(output.pick(
            "记下了；没有案子由它发起，也没有在办的案子要问规则",
            "heard; no case begins by it, and no open case has a rule for it",
        ));
    }
    for case in &heard.opened {
        let shown = office.show(case)?;
        act::tell(output, &office, case, &shown.events)?;
    }
    for case in &heard.asked {
        output.line(format!("{case}  {}", output.pick("已问规则", "its rules were asked")));
    }
    Ok(Verdict::Well)
}
