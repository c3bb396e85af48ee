//! The first stored form of what is shown with a step: photos by their hash, and a place on the map.

use super::{Unreadable, instant, seconds, words};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use steward_case::{CaseId, Earlier};
use steward_model::{Location, Photo, PhotoHash, PhotoKind, StepId};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PhotoForm<'a> {
    name: Cow<'a, str>,
    sha256: Cow<'a, str>,
    /// In bytes.
    size: u64,
    /// The media type.
    kind: Cow<'a, str>,
}

impl<'a> PhotoForm<'a> {
    pub(super) fn of(photo: &'a Photo) -> Self {
        Self {
            name: words(&photo.name),
            sha256: words(photo.hash.as_str()),
            size: photo.size,
            kind: words(photo.kind.word()),
        }
    }

    pub(super) fn read(self) -> Result<Photo, Unreadable> {
        Ok(Photo {
            name: self.name.into_owned(),
            hash: read_hash(&self.sha256)?,
            size: self.size,
            kind: PhotoKind::from_word(&self.kind).ok_or(Unreadable::NoSuch("kind of photo"))?,
        })
    }
}

/// Where a photo was handed in first.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EarlierForm<'a> {
    sha256: Cow<'a, str>,
    case: Cow<'a, str>,
    step: Cow<'a, str>,
    at: i64,
}

impl<'a> EarlierForm<'a> {
    pub(super) fn of(earlier: &'a Earlier) -> Self {
        Self {
            sha256: words(earlier.photo.as_str()),
            case: words(earlier.case.as_str()),
            step: words(earlier.step.as_str()),
            at: seconds(earlier.at),
        }
    }

    pub(super) fn read(self) -> Result<Earlier, Unreadable> {
        Ok(Earlier {
            photo: read_hash(&self.sha256)?,
            case: CaseId::new(self.case),
            step: StepId::new(self.step),
            at: instant(self.at)?,
        })
    }
}

fn read_hash(text: &str) -> Result<PhotoHash, Unreadable> {
    PhotoHash::parse(text).ok_or(Unreadable::NoSuch("hash"))
}

pub(super) fn read_location((latitude, longitude): (i32, i32)) -> Result<Location, Unreadable> {
    Location::from_millionths(latitude, longitude).ok_or(Unreadable::NoSuch("location"))
}
