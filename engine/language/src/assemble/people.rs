//! Everyone and every estate: all names first, since a substitute or an estate may be written
//! further on, then the staff, then the estates with those who work there.

use super::calendars::Calendars;
use super::memory::same;
use super::trees::Trees;
use crate::findings::Findings;
use crate::lower::estate::WrittenEstate;
use crate::lower::organisation::Written;
use crate::lower::person::Called;
use crate::lower::{estate, person};
use crate::names::{Noun, Register};
use crate::tree::Node;
use crate::words::{EstateKey, Words};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;
use steward_model::{CalendarId, Estate, EstateId, Organisation, Person, RegionId, Roles, StaffId};
use steward_time::WorkingTime;

/// Everyone and every estate.
pub(super) struct People {
    pub(super) names: Arc<Register<StaffId>>,
    pub(super) estate_names: Arc<Register<EstateId>>,
    regions: Register<RegionId>,
    pub(super) staff: Vec<Arc<Person>>,
    above: Vec<Arc<Person>>,
    estates: Vec<Home>,
    /// Whether nothing was wrong with any of them.
    pub(super) sound: bool,
}

/// A file of an estate with what was made of it and found in it.
struct Home {
    tree: Arc<Node>,
    called: Rc<Vec<Option<Called>>>,
    /// Which of its staff are read: not those whose id another file has.
    fresh: Vec<bool>,
    read: Rc<(Option<WrittenEstate>, Findings)>,
    /// Whether it is as it was in the reading before.
    kept: bool,
}

impl People {
    /// `before`: what the last reading made of them under the same `steward.yaml` and calendars.
    pub(super) fn read(
        trees: &Trees<'_>,
        written: &Written<'_>,
        calendars: &Register<CalendarId>,
        before: Option<&Self>,
        findings: &Findings,
    ) -> Self {
        let errors = findings.errors();
        let homes = before.into_iter().flat_map(|before| &before.estates);
        let known: BTreeMap<*const Node, &Home> = homes.map(|home| (Arc::as_ptr(&home.tree), home)).collect();
        let mut estate_names = Register::new(Noun::Estate);
        let mut regions = Register::<RegionId>::new(Noun::Region);
        let mut names = Register::new(Noun::Person);
        let top = written.staff.map(person::called).unwrap_or_default();
        let top = person::enter(&top, &mut names, findings);
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
            let home = known.get(&Arc::as_ptr(tree)).copied();
            let called = match home {
                Some(home) => home.called.clone(),
                None => Rc::new(tree.get(EstateKey::Staff.en()).map(person::called).unwrap_or_default()),
            };
            let fresh = person::enter(&called, &mut names, findings);
            files.push((tree, called, home.filter(|home| home.fresh == fresh), fresh));
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
        let above = written.staff.map(|node| person::people(node, &top, None, &known, findings));
        let above = above.unwrap_or_default();
        // Whom and what a file calls by name may have changed in another one.
        let same_names = before.is_some_and(|before| {
            before.names.calls_the_same_as(&names)
                && before.estate_names.calls_the_same_as(&estate_names)
                && before.regions.calls_the_same_as(&regions)
        });
        let read = |(tree, called, home, fresh): (&Arc<Node>, Rc<_>, Option<&Home>, Vec<bool>)| {
            let kept = home.filter(|_| same_names).map(|home| home.read.clone());
            let is_kept = kept.is_some();
            let read = kept.unwrap_or_else(|| {
                let found = Findings::default();
                Rc::new((estate::estate(tree, &fresh, &known, calendars, &found), found))
            });
            findings.take_over(&read.1);
            Home { tree: tree.clone(), called, fresh, read, kept: is_kept }
        };
        let estates: Vec<Home> = files.into_iter().map(read).collect();
        let below = estates.iter().filter_map(Home::written).flat_map(|estate| &estate.staff);
        let staff = above.iter().chain(below).cloned().collect();
        let sound = trees.all_estates && findings.errors() == errors;
        let (names, estate_names) = (Arc::new(names), Arc::new(estate_names));
        Self { names, estate_names, regions, staff, above, estates, sound }
    }
}

impl Home {
    fn written(&self) -> Option<&WrittenEstate> {
        self.read.0.as_ref()
    }
}

/// The estates, each with everyone who works there and with its calendars in its zone. `before`: those
/// of the last reading, made under the same roles, calendars and organisation.
pub(super) fn estates(
    people: &People,
    roles: &Arc<Roles>,
    calendars: &Calendars,
    organisation: &Organisation,
    before: Option<&BTreeMap<EstateId, Arc<Estate>>>,
) -> BTreeMap<EstateId, Arc<Estate>> {
    let reach = Reach::of(people);
    let one = |home: &Home| {
        let written = home.written()?;
        let own = written.staff.iter();
        let is_own = |person: &&Arc<Person>| written.staff.iter().any(|own| own.id == person.id);
        let others = reach.at(written).filter(|person| !is_own(person));
        let staff: Vec<Arc<Person>> = own.chain(others).cloned().collect();
        let before = before.and_then(|before| before.get(&written.id)).filter(|_| home.kept);
        if let Some(before) = before.filter(|before| same(&before.staff, &staff)) {
            return Some((written.id.clone(), before.clone()));
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
