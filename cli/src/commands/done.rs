//! `steward done`: a step is done, its form filled and its checklist gone through.

use super::{act, task};
use crate::book::split_pairs;
use crate::office::{Office, denied};
use crate::options::{Global, StepDone};
use crate::output::{Done, Output};
use steward_case::CaseId;

pub(crate) fn run(output: &Output, global: &Global, asked: StepDone) -> Done {
    let (texts, failed) = (split_pairs(&asked.fields)?, split_pairs(&asked.fails)?);
    let office = Office::open(global)?;
    let (case, step) = (CaseId::new(&asked.case), task(&asked.step, asked.item.as_deref()));
    let desk = office.desk()?;
    let events = office.wait(desk.complete(&case, &step, &texts, asked.ticks, failed)).map_err(denied)?;
    act::tell(output, &office, &case, &events)
}
