//! `steward open`: a case begins.

use super::act;
use crate::book::split_pairs;
use crate::office::{Office, denied};
use crate::options::{Global, Open};
use crate::output::{Done, Output, Verdict};
use serde_json::json;

pub(crate) fn run(output: &Output, global: &Global, asked: &Open) -> Done {
    let texts = split_pairs(&asked.fields)?;
    let office = Office::open(global)?;
    let desk = office.desk()?;
    let opening = desk.open(&asked.workflow, &asked.estate, &texts, asked.key.as_deref(), asked.later);
    let opened = office.wait(opening).map_err(denied)?;
    if output.json {
        output.document(&json!({ "case": opened.case.as_str() }));
        return Ok(Verdict::Well);
    }
    if opened.known {
        let known = output.pick("同一标识的案子已经有了", "a case with this key is there already");
        output.line(format!("{}  {known}", opened.case));
        return Ok(Verdict::Well);
    }
    act::tell(output, &office, &opened.case, &opened.events)
}
