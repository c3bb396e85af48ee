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
use std::collections::BTreeMap;
use std::sync::Arc;
use steward_model::{CalendarId, Estate, EstateId, Organisation, Person, RegionId, Roles, StaffId};
use steward_time::WorkingTime;

/// Everyone and every estate.
pub(super) struct People {
    pub(super) names: Arc<Register<StaffId>>,
    pub(super) estate_names: Arc<Register<EstateId>>,
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
        let (names, estate_names) = (Arc::new(names), Arc::new(estate_names));
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
    let reach = Reach::of(people);
    let one = |written: &WrittenEstate| {
        let zone = written.zone.as_ref().unwrap_or(&organisation.zone);
        let here = |id: &CalendarId| {
            let meant = written.calendars.get(id).unwrap_or(id);
            let calendar = calendars.calendars.get(meant)?;
            Some((id.clone(), WorkingTime::new(calendar.clone(), zone.clone())))
        };
        let own = written.staff.iter();
        let is_own = |person: &&Arc<Person>| written.staff.iter().any(|own| own.id == person.id);
        let others = reach.at(written).filter(|person| !is_own(person));
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

/// Who belongs to which estate: by `estates`, else by `regions`, else (above the estates) to all. Each
/// list is in the order of the staff.
struct Reach<'a> {
    staff: &'a [Arc<Person>],
    by_estate: BTreeMap<&'a EstateId, Vec<usize>>,
    by_region: BTreeMap<&'a RegionId, Vec<usize>>,
    everywhere: Vec<usize>,
}

impl<'a> Reach<'a> {
    fn of(people: &'a People) -> Self {
        let staff = &people.staff;
        let mut reach =
            Self { staff, by_estate: BTreeMap::new(), by_region: BTreeMap::new(), everywhere: Vec::new() };
        for (at, person) in staff.iter().enumerate() {
            person.estates.iter().for_each(|estate| reach.by_estate.entry(estate).or_default().push(at));
            if !person.estates.is_empty() {
                continue;
            }
            person.regions.iter().for_each(|region| reach.by_region.entry(region).or_default().push(at));
            // Those above the estates come first in the staff.
            if person.regions.is_empty() && at < people.above.len() {
                reach.everywhere.push(at);
            }
        }
        reach
    }

    fn at(&self, estate: &WrittenEstate) -> impl Iterator<Item = &'a Arc<Person>> {
        let named = self.by_estate.get(&estate.id).into_iter().flatten();
        let region = estate.region.as_ref().and_then(|region| self.by_region.get(region));
        let mut here: Vec<usize> =
            named.chain(region.into_iter().flatten()).chain(&self.everywhere).copied().collect();
        here.sort_unstable();
        here.dedup();
        let staff = self.staff;
        here.into_iter().filter_map(move |at| staff.get(at))
    }
}
