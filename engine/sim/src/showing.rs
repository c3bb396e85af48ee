//! What people show with a step in virtual time: photos that stand in for those of telephones, and of a
//! zone its right code, which whoever tells a story need not know.

use std::collections::BTreeMap;
use steward_case::{Case, Given};
use steward_model::{
    CodeAt, Estate, Evidence, FieldId, Location, Photo, PhotoHash, PhotoKind, Showing, Value, ZoneId,
};

/// What a line of a story shows.
pub(crate) fn of_line(show: &Showing, estate: &Estate) -> Given {
    given(show.photos, show.location, show.code.as_ref(), estate)
}

/// All that a step asks for. `values` are those of the form that is sent with it.
pub(crate) fn all_of(
    evidence: &Evidence,
    values: &BTreeMap<FieldId, Value>,
    case: &Case,
    estate: &Estate,
) -> Given {
    let in_field = |field| match values.get(field).or_else(|| case.fields.get(field)) {
        Some(Value::Zone(zone)) => Some(zone),
        _ => None,
    };
    let zone = evidence.code.as_ref().and_then(|at| match at {
        CodeAt::Zone(zone) => Some(zone),
        CodeAt::Field(field) => in_field(field),
        CodeAt::Item => None,
    });
    // The middle of Shanghai, where nobody's home is meant.
    let somewhere = Location::from_millionths(31_230_400, 121_473_700).filter(|_| evidence.location);
    given(evidence.photos, somewhere, zone, estate)
}

fn given(photos: u32, location: Option<Location>, zone: Option<&ZoneId>, estate: &Estate) -> Given {
    let code = zone.and_then(|id| estate.zone(id)).map(|zone| zone.check_in());
    // A stand-in stands for another photo each time, so none was handed in before.
    Given { photos: (1..=photos).map(stand_in).collect(), location, code, earlier: Vec::new() }
}

/// A photo, another one for each number.
fn stand_in(number: u32) -> Photo {
    let mut hash = [0; 32];
    hash[28..].copy_from_slice(&number.to_be_bytes());
    let name = format!("photo-{number}.jpg");
    Photo { name, hash: PhotoHash::of(hash), size: 1, kind: PhotoKind::Jpeg }
}
