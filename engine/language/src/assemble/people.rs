//! Everyone and every estate: all names first, since a substitute or an estate may be written
//! further on, then the staff, then the estates with those who work there.

use super::calendars::Calendars;
use super::trees::Trees;
use crate::findings::Findings;
use crate::lower::estate::WrittenEstate;
use crate::lower::organisation::Written;
use crate::lower::{estate, person};
use crate::names::{Noun, Register};
use crate::tree::Node;
use crate::words::{EstateKey, Words};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use steward_model::{CalendarId, Estate, EstateId, Organisation, Person, RegionId, Roles, StaffId};
use steward_time::WorkingTime;

/// Everyone and every estate.
pub(super) struct People {
    pub(super) names: Register<StaffId>,
    pub(super) estate_names: Register<EstateId>,
    pub(super) staff: Vec<Arc<Person>>,
    above: Vec<Arc<Person>>,
    estates: Vec<WrittenEstate>,
    /// Whether nothing was wrong with any of them.
    pub(super) sound: bool,
}

impl People {
    pub(super) fn read(
        trees: &Trees<'_>,
        written: &Written<'_>,
        calendars: &Register<CalendarId>,
        findings: &Findings,
    ) -> Self {
        let before = findings.errors();
        let mut estate_names = Register::new(Noun::Estate);
        let mut regions = Register::<RegionId>::new(Noun::Region);
        let mut names = Register::new(Noun::Person);
        let top: Vec<&Node> =
            written.staff.map(|node| person::enter(node, &mut names, findings)).unwrap_or_default();
        let mut files = Vec::new();
        for (_, tree) in &trees.estates {
            if let Some((id, title, region)) = estate::glance(tree) {
                if let Some(region) = region {
                    regions.enter_built_in(region.as_str());
                }
                let place = tree.get(EstateKey::Estate.en()).map_or(tree.head(), |node| &node.place);
                if !estate_names.enter(&id, title.as_ref(), place, findings) {
                    continue;
                }
            }
            let staff = tree.get(EstateKey::Staff.en());
            let staff = staff.map(|node| person::enter(node, &mut names, findings));
            files.push((tree, staff.unwrap_or_default()));
        }
        if !trees.all_estates {
            names.leave_open();
            estate_names.leave_open();
            regions.leave_open();
        }
        let known = person::Names {
            roles: &written.role_names,
            people: &names,
            estates: &estate_names,
            regions: &regions,
            lang: written.organisation.lang,
        };
        let above: Vec<Arc<Person>> = top
            .iter()
            .filter_map(|node| person::person(node, None, &known, findings))
            .map(Arc::new)
            .collect();
        let estates: Vec<WrittenEstate> = files
            .iter()
            .filter_map(|(tree, staff)| estate::estate(tree, staff, &known, calendars, findings))
            .collect();
        let below = estates.iter().flat_map(|estate| &estate.staff);
        let staff = above.iter().chain(below).cloned().collect();
        let sound = trees.all_estates && findings.errors() == before;
        Self { names, estate_names, staff, above, estates, sound }
    }
}

/// The estates, each with everyone who works there and with its calendars in its zone.
pub(super) fn estates(
    people: &People,
    roles: &Arc<Roles>,
    calendars: &Calendars,
    organisation: &Organisation,
) -> BTreeMap<EstateId, Arc<Estate>> {
    // Who may belong to more than one estate: few, whatever the number of estates.
    let above: BTreeSet<&StaffId> = people.above.iter().map(|person| &person.id).collect();
    let roams = |person: &&Arc<Person>| {
        above.contains(&person.id) || !person.estates.is_empty() || !person.regions.is_empty()
    };
    let roaming: Vec<&Arc<Person>> = people.staff.iter().filter(roams).collect();
    let one = |written: &WrittenEstate| {
        let zone = written.zone.as_ref().unwrap_or(&organisation.zone);
        let here = |id: &CalendarId| {
            let meant = written.calendars.get(id).unwrap_or(id);
            let calendar = calendars.calendars.get(meant)?;
            Some((id.clone(), WorkingTime::new(calendar.clone(), zone.clone())))
        };
        let own = written.staff.iter();
        let others = roaming.iter().copied().filter(|person| {
            works_at(person, written, above.contains(&person.id))
                && !written.staff.iter().any(|own| own.id == person.id)
        });
        let estate = Estate {
            id: written.id.clone(),
            name: written.name.clone(),
            region: written.region.clone(),
            zone: zone.clone(),
            roles: roles.clone(),
            staff: own.chain(others).cloned().collect(),
            zones: written.zones.clone(),
            rosters: written.rosters.clone(),
            quiet: written.quiet.or(organisation.quiet),
            calendars: calendars.calendars.keys().filter_map(here).collect(),
            place: written.place.clone(),
        };
        (estate.id.clone(), Arc::new(estate))
    };
    people.estates.iter().map(one).collect()
}

/// A person belongs to an estate by `estates`, else by `regions`, else (above the estates) to all.
fn works_at(person: &Person, estate: &WrittenEstate, above: bool) -> bool {
    if !person.estates.is_empty() {
        return person.estates.contains(&estate.id);
    }
    if !person.regions.is_empty() {
        return estate.region.as_ref().is_some_and(|region| person.regions.contains(region));
    }
    above
}
