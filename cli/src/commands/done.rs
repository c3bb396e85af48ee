//! `steward done`: a step is done, its form filled, its checklist gone through, and what it asks to be
//! shown given with it.

use super::{act, task};
use crate::book::split_pairs;
use crate::folder;
use crate::office::{Office, denied};
use crate::options::{Global, StepDone};
use crate::output::{Done, Output, Problem};
use std::path::Path;
use steward_case::CaseId;
use steward_model::{LARGEST_PHOTO, MOST_PHOTOS};
use steward_service::{Sending, Upload, too_large, too_many};

pub(crate) fn run(output: &Output, global: &Global, asked: StepDone) -> Done {
    // They are in memory together, so more than will be taken are not even read.
    if asked.photos.len() > MOST_PHOTOS {
        return Err(denied(too_many(asked.photos.len())));
    }
    let sending = Sending {
        fields: split_pairs(&asked.fields)?,
        ticked: asked.ticks,
        failed: split_pairs(&asked.fails)?,
        photos: asked.photos.iter().map(|path| upload(path)).collect::<Result<_, _>>()?,
        location: asked.location,
        code: asked.check_in,
    };
    let office = Office::open(global)?;
    let (case, step) = (CaseId::new(&asked.case), task(&asked.step, asked.item.as_deref()));
    let desk = office.desk()?;
    let events = office.wait(desk.complete(&case, &step, sending)).map_err(denied)?;
    act::tell(output, &office, &case, &events)
}

/// A file that the call names. One that is too large is not read to its end.
fn upload(path: &Path) -> Result<Upload, Problem> {
    let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    match folder::read_bytes(path, LARGEST_PHOTO)? {
        Some(bytes) => Ok(Upload { name, bytes: bytes.into() }),
        None => Err(denied(too_large(&name))),
    }
}
