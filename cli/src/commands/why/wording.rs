//! The files that a case's wording points into: the folder's, or those it was pinned to when its
//! workflow has changed since.

use crate::office::{Office, store_failed};
use crate::output::Problem;
use steward_model::Files;
use steward_ports::Store as _;
use steward_service::Shown;

pub(super) fn files(office: &Office, shown: &Shown) -> Result<Files, Problem> {
    let case = &shown.case;
    if office.handbook.wording(&case.estate, &case.workflow, &case.hash).is_some() {
        return Ok(office.files.clone());
    }
    let pinned = office.wait(office.store.pinned(&shown.case.hash)).map_err(store_failed)?;
    let mut files = Files::new();
    for (path, text) in pinned.iter().flat_map(|pinned| pinned.sources.iter()) {
        files.insert(path, text.as_bytes());
    }
    Ok(files)
}
