//! The first stored form of what is shown with a step: photos by their hash, and a place on the map.

use super::{Unreadable, words};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use steward_model::{Location, Photo, PhotoHash, PhotoKind};

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
            hash: PhotoHash::parse(&self.sha256).ok_or(Unreadable::NoSuch("hash"))?,
            size: self.size,
            kind: PhotoKind::from_word(&self.kind).ok_or(Unreadable::NoSuch("kind of photo"))?,
        })
    }
}

pub(super) fn read_location((latitude, longitude): (i32, i32)) -> Result<Location, Unreadable> {
    Location::from_millionths(latitude, longitude).ok_or(Unreadable::NoSuch("location"))
}
