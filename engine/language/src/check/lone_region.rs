//! A slip in the region of an estate. An estate's region is nothing but what its file says, so a mistyped
//! one is a region of its own, and those above the estates who work for the region meant are missing there.
//!
//! Told where all of it speaks for a slip: no other estate has the region, nobody works for it, and
//! somebody does for one that is spelt nearly so.

use super::pages::Pages;
use crate::findings::{Findings, warning};
use crate::words::EstateKey;
use std::collections::BTreeSet;
use steward_model::{Handbook, nearest};

/// Warns of each such region.
pub(super) fn check(handbook: &Handbook, pages: &Pages<'_>, findings: &Findings) {
    let staffed: BTreeSet<&str> =
        handbook.staff.iter().flat_map(|person| &person.regions).map(|region| region.as_str()).collect();
    for estate in handbook.estates.values() {
        let Some(region) = estate.region.as_ref().filter(|region| !staffed.contains(region.as_str())) else {
            continue;
        };
        let Some(near) = nearest(region.as_str(), staffed.iter().copied()) else { continue };
        let here = handbook.estates.values().filter(|other| other.region.as_ref() == Some(region));
        if here.count() > 1 {
            continue;
        }
        let place = pages.in_estate(estate, EstateKey::Region);
        let draft = warning(
            "lone-region",
            place,
            format!("区域 `{region}` 只有这一个项目，也没有人负责它"),
            format!("`{region}` is the region of this estate alone, and nobody works for it"),
        );
        findings.add(crate::reader::called(draft, place, near));
    }
}
