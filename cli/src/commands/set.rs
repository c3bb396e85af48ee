//! `steward set`: fields are changed outside a form.

use super::act;
use crate::book::split_pairs;
use crate::office::{Office, denied};
use crate::options::Global;
use crate::output::{Done, Output};
use steward_case::CaseId;

pub(crate) fn run(output: &Output, global: &Global, case: &str, fields: &[String], reason: &str) -> Done {
    let texts = split_pairs(fields)?;
    let office = Office::open(global)?;
    let case = CaseId::new(case);
    let desk = office.desk()?;
    let events = office.wait(desk.set(&case, &texts, reason)).map_err(denied)?;
    act::tell(output, &office, &case, &events)
}
