//! The estates with all who work there: their own staff and those above them, on their own calendars.

use super::calendars::Calendars;
use super::memory::same;
use super::people::{Home, People};
use super::trees::Trees;
use crate::findings::Findings;
use crate::lower::estate::WrittenEstate;
use crate::lower::organisation::Written;
use crate::names::Changed;
use std::collections::BTreeMap;
use std::sync::Arc;
use steward_model::{CalendarId, Estate, EstateId, Organisation, Person, RegionId, Roles};
use steward_time::{Hours, TimeZone, WorkingTime};

/// Everyone and every estate, who name each other and are understood together.
pub(super) struct Around {
    pub(super) people: People,
    pub(super) roles: Arc<Roles>,
    pub(super) estates: Arc<BTreeMap<EstateId, Arc<Estate>>>,
    /// What an estate has of the organisation where it says nothing else.
    zone: TimeZone,
    quiet: Option<Hours>,
}

impl Around {
    /// `before`: what the last reading made of them with as many files that could be read, where calendars
    /// are called as they are now, and whether they are the same. With them comes what is called otherwise
    /// than then.
    pub(super) fn read(
        trees: &Trees<'_>,
        written: &Written<'_>,
        calendars: &Calendars,
        mut before: Option<(&mut Self, bool)>,
        findings: &Findings,
    ) -> (Self, Changed) {
        let people = before.as_mut().map(|(before, _)| &mut before.people);
        let (people, otherwise) = People::read(trees, written, calendars, people, findings);
        let before = before.map(|(before, same_calendars)| (&*before, same_calendars));
        let organisation = &written.organisation;
        let roles = Roles { roles: written.roles.clone(), last_resort: organisation.last_resort.clone() };
        let same_roles = before.map(|(before, _)| &before.roles).filter(|before| ***before == roles);
        let roles = same_roles.cloned().unwrap_or_else(|| Arc::new(roles));
        let before = before.filter(|(_, same_calendars)| *same_calendars).map(|(before, _)| before);
        let estates = Arc::new(estates(&people, &roles, calendars, organisation, before));
        let (zone, quiet) = (organisation.zone.clone(), organisation.quiet);
        (Self { people, roles, estates, zone, quiet }, otherwise)
    }
}

/// The estates, each with everyone who works there and with its calendars in its zone.
fn estates(
    people: &People,
    roles: &Arc<Roles>,
    calendars: &Calendars,
    organisation: &Organisation,
    before: Option<&Around>,
) -> BTreeMap<EstateId, Arc<Estate>> {
    let reach = Reach::of(people);
    let before =
        before.filter(|before| before.zone == organisation.zone && before.quiet == organisation.quiet);
    let one = |home: &Home| {
        let written = home.written()?;
        let staff: Vec<Arc<Person>> = written.staff.iter().chain(reach.at(written)).cloned().collect();
        let before = before.and_then(|before| before.estates.get(&written.id)).filter(|_| home.kept);
        if let Some(before) = before {
            if same(&before.staff, &staff) && Arc::ptr_eq(&before.roles, roles) {
                return Some((written.id.clone(), before.clone()));
            }
            let renewed = Estate { roles: roles.clone(), staff, ..(**before).clone() };
            return Some((written.id.clone(), Arc::new(renewed)));
        }
        let zone = written.zone.as_ref().unwrap_or(&organisation.zone);
        let here = |id: &CalendarId| {
            let meant = written.calendars.get(id).unwrap_or(id);
            let calendar = calendars.calendars.get(meant)?;
            Some((id.clone(), WorkingTime::new(calendar.clone(), zone.clone())))
        };
        let estate = Estate {
            id: written.id.clone(),
            name: written.name.clone(),
            region: written.region.clone(),
            zone: zone.clone(),
            roles: roles.clone(),
            staff,
            zones: written.zones.clone(),
            rosters: written.rosters.clone(),
            quiet: written.quiet.or(organisation.quiet),
            calendars: calendars.calendars.keys().filter_map(here).collect(),
            place: written.place.clone(),
        };
        Some((estate.id.clone(), Arc::new(estate)))
    };
    people.estates.iter().filter_map(one).collect()
}

/// Who works at an estate beside its own staff: by `estates`, else by `regions`, else (above the
/// estates) everywhere. Each list is in the order of the staff.
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
            // Those above the estates come first in the staff; of the others the first estate is theirs.
            let above = at < people.above.len();
            let visited = person.estates.get(usize::from(!above)..).unwrap_or_default();
            visited.iter().for_each(|estate| reach.by_estate.entry(estate).or_default().push(at));
            if !person.estates.is_empty() {
                continue;
            }
            person.regions.iter().for_each(|region| reach.by_region.entry(region).or_default().push(at));
            if person.regions.is_empty() {
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
