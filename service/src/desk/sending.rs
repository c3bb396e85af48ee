//! A step that is sent, as it was typed and with the photos that go with it. What can be said of these
//! without the case is said here: whether a file is a photo at all, how large it is, how many there are.

use super::Desk;
use crate::Denied;
use std::collections::BTreeMap;
use std::sync::Arc;
use steward_case::{CaseId, Command, Event, Exhibit, Given, exhibits};
use steward_model::{
    CheckInCode, FieldId, LARGEST_PHOTO, Location, MOST_PHOTOS, Photo, PhotoHash, PhotoKind, StepId, Text,
    Value,
};

/// A longer name of a file is cut: it is only there for people to read.
const LONGEST_NAME: usize = 120;

/// What somebody sends of a step.
#[derive(Clone, Default)]
pub struct Sending {
    /// What its form is filled with, as texts.
    pub fields: BTreeMap<String, String>,
    /// Items of its checklist that are fine.
    pub ticked: Vec<String>,
    /// Items that are not, each with a remark.
    pub failed: BTreeMap<String, String>,
    /// Photos.
    pub photos: Vec<Upload>,
    /// Where they are: `31.2304,121.4737`.
    pub location: Option<String>,
    /// The code they read on the spot.
    pub code: Option<String>,
}

/// A file that somebody hands in.
#[derive(Clone)]
pub struct Upload {
    /// What they call it.
    pub name: String,
    /// What is in it.
    pub bytes: Arc<[u8]>,
}

impl Desk<'_> {
    /// Does a step. Its photos are on disk before the case says so.
    ///
    /// # Errors
    /// As [`Desk::act`]; values that don't fit their fields, all of them; and what is no photo, or is
    /// too large, or is too much.
    pub async fn complete(
        &self,
        case: &CaseId,
        step: &StepId,
        sending: Sending,
    ) -> Result<Vec<Event>, Denied> {
        let Sending { fields, ticked, failed, photos: uploads, location, code } = sending;
        let fields: BTreeMap<FieldId, Value> = self
            .values(case, &fields)
            .await?
            .into_iter()
            .filter_map(|(field, value)| Some((field, value?)))
            .collect();
        let location = location.map(|text| Location::parse(&text)).transpose().map_err(Denied::Words)?;
        let code = code.map(|text| CheckInCode::new(&text));
        let photos = self.photos(&uploads)?;
        let hashes: Vec<PhotoHash> = photos.iter().map(|photo| photo.hash.clone()).collect();
        let earlier = self.service.store.first_shown(&hashes).await?;
        let given = Given { photos, location, code, earlier };
        let command = Command::Complete { step: step.clone(), fields, ticked, failed, given };
        let kept: Vec<Arc<[u8]>> = uploads.into_iter().map(|upload| upload.bytes).collect();
        self.service
            .decide_keeping(case, &self.actor, &command, &kept, |case, pinned| self.may_see(case, pinned))
            .await
    }

    /// The bytes of a photo that was shown in a case. `None`: none of that hash was.
    ///
    /// # Errors
    /// As [`Desk::show`]; or a photo that is gone from where it was kept.
    pub async fn photo(&self, id: &CaseId, hash: &PhotoHash) -> Result<Option<Vec<u8>>, Denied> {
        let events = self.service.store.events(id).await?;
        let case = crate::Service::replayed(id, &events)?;
        self.may_see_pinned(&case).await?;
        let was_shown = |exhibit: &Exhibit| exhibit.photos.iter().any(|photo| photo.hash == *hash);
        if !exhibits(&events).iter().any(was_shown) {
            return Ok(None);
        }
        Ok(self.service.album.read(hash).await?)
    }

    /// What goes on the record of files that are handed in.
    fn photos(&self, uploads: &[Upload]) -> Result<Vec<Photo>, Denied> {
        if uploads.len() > MOST_PHOTOS {
            return Err(too_many(uploads.len()));
        }
        uploads.iter().map(|upload| self.as_photo(upload)).collect()
    }

    fn as_photo(&self, upload: &Upload) -> Result<Photo, Denied> {
        let name = short(&upload.name);
        let size = u64::try_from(upload.bytes.len()).unwrap_or(u64::MAX);
        if size > LARGEST_PHOTO {
            return Err(too_large(&name));
        }
        let Some(kind) = PhotoKind::of(&upload.bytes) else {
            return Err(Denied::Words(Text::new(
                format!("{name} 不是照片；请用 JPEG、PNG、WebP 或 HEIC 格式"),
                format!("{name} is no photo; send JPEG, PNG, WebP or HEIC"),
            )));
        };
        Ok(Photo { name, hash: self.service.album.hash(&upload.bytes), size, kind })
    }
}

/// What is said of more photos than a sending takes.
pub fn too_many(count: usize) -> Denied {
    Denied::Words(Text::new(
        format!("一次最多 {MOST_PHOTOS} 张照片，这里有 {count} 张；请挑出最清楚的"),
        format!("a sending takes {MOST_PHOTOS} photos at most, and here are {count}; send the clearest"),
    ))
}

/// What is said of a photo that is larger than any that is taken.
pub fn too_large(name: &str) -> Denied {
    let most = LARGEST_PHOTO / (1024 * 1024);
    Denied::Words(Text::new(
        format!("{name} 太大：一张照片最大 {most} MB；请用较低的分辨率"),
        format!("{name} is too large: a photo has {most} MB at most; send it in a lower resolution"),
    ))
}

/// A name that fits a line.
fn short(name: &str) -> String {
    let plain: String = name.chars().filter(|letter| !letter.is_control()).take(LONGEST_NAME).collect();
    if plain.trim().is_empty() { "photo".to_owned() } else { plain }
}
