//! Everyone, and what the files of the estates say: all names first, since a substitute or an estate may
//! be written further on, then the staff.
//!
//! What stays as it was from one reading to the next is kept: what an estate's file says as long as the
//! file, and what everybody and every role is called, are the same; and the names themselves as long as
//! no file calls anybody otherwise.

use super::calendars::Calendars;
use super::trees::Trees;
use crate::findings::Findings;
use crate::lower::estate::{Glance, WrittenEstate};
use crate::lower::organisation::Written;
use crate::lower::person::Called;
use crate::lower::{estate, person};
use crate::names::{Noun, Register};
use crate::tree::Node;
use crate::words::{EstateKey, Words};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;
use steward_model::{EstateId, Lang, Person, RegionId, RoleId, StaffId};

/// Everyone, and what the files of the estates say.
pub(super) struct People {
    pub(super) names: Arc<Register<StaffId>>,
    pub(super) estate_names: Arc<Register<EstateId>>,
    regions: Arc<Register<RegionId>>,
    pub(super) staff: Vec<Arc<Person>>,
    /// Those of `steward.yaml`, as they are called there.
    top: Vec<Option<Called>>,
    pub(super) above: Vec<Arc<Person>>,
    pub(super) estates: Vec<Home>,
    /// Whether nobody's id, and no estate's, is written twice.
    all_fresh: bool,
    /// Whether nothing was wrong with any of them.
    pub(super) sound: bool,
    /// What they were read by: the roles, and the language of people who state none.
    roles: Arc<Register<RoleId>>,
    lang: Lang,
}

/// A file of an estate with what was made of it and found in it.
pub(super) struct Home {
    tree: Arc<Node>,
    sign: Rc<Sign>,
    /// Which of its staff are read: not those whose id another file has.
    fresh: Vec<bool>,
    read: Rc<(Option<WrittenEstate>, Findings)>,
    /// Whether it is as it was in the reading before.
    pub(super) kept: bool,
}

/// What a file calls the estate and its staff.
struct Sign {
    glance: Option<Glance>,
    called: Vec<Option<Called>>,
}

/// The same with its file and, where the last reading knew that file, what it made of it.
struct Front<'a> {
    tree: &'a Arc<Node>,
    sign: Rc<Sign>,
    before: Option<&'a Home>,
}

impl People {
    /// `before`: what the last reading made of them with as many files that could be read and under the
    /// same calendars.
    pub(super) fn read(
        trees: &Trees<'_>,
        written: &Written<'_>,
        calendars: &Calendars,
        before: Option<&Self>,
        findings: &Findings,
    ) -> Self {
        let errors = findings.errors();
        let homes = before.into_iter().flat_map(|before| &before.estates);
        let known: BTreeMap<*const Node, &Home> = homes.map(|home| (Arc::as_ptr(&home.tree), home)).collect();
        let front = |tree| Front::of(tree, known.get(&Arc::as_ptr(tree)).copied());
        let fronts: Vec<Front<'_>> = trees.estates.iter().map(|(_, tree)| front(tree)).collect();
        let top = written.staff.map(person::called).unwrap_or_default();
        let entered = match before.filter(|before| before.calls_all_the_same(&top, &fronts)) {
            Some(before) => Entered::of(before, &top, fronts),
            None => Entered::read(&top, fronts, trees.all_estates, findings),
        };
        let Entered { names, estate_names, regions, top_fresh, files, all_fresh } = entered;
        let known = person::Names {
            roles: &written.role_names,
            people: &names,
            estates: &estate_names,
            regions: &regions,
            lang: written.organisation.lang,
        };
        let above = written.staff.map(|node| person::people(node, &top_fresh, None, &known, findings));
        let above = above.unwrap_or_default();
        // Whom and what a file calls by name may have changed in another one.
        let same_names = before.is_some_and(|before| {
            before.names.calls_the_same_as(&names)
                && before.estate_names.calls_the_same_as(&estate_names)
                && before.regions.calls_the_same_as(&regions)
                && before.roles.calls_the_same_as(&written.role_names)
                && before.lang == written.organisation.lang
        });
        // What points at a line of `steward.yaml` may have to point at another one.
        let points_up = |found: &Findings| {
            trees.organisation.as_ref().is_some_and(|(file, _)| found.point_into(&file.path))
        };
        let read = |(front, fresh): (Front<'_>, Vec<bool>)| {
            let before = front.before.filter(|home| same_names && home.fresh == fresh);
            let kept = before.map(|home| home.read.clone()).filter(|read| !points_up(&read.1));
            let is_kept = kept.is_some();
            let read = kept.unwrap_or_else(|| {
                let found = Findings::default();
                Rc::new((estate::estate(front.tree, &fresh, &known, &calendars.names, &found), found))
            });
            findings.take_over(&read.1);
            Home { tree: front.tree.clone(), sign: front.sign, fresh, read, kept: is_kept }
        };
        let estates: Vec<Home> = files.into_iter().map(read).collect();
        let below = estates.iter().filter_map(Home::written).flat_map(|estate| &estate.staff);
        let staff = above.iter().chain(below).cloned().collect();
        let sound = trees.all_estates && findings.errors() == errors;
        let (roles, lang) = (written.role_names.clone(), written.organisation.lang);
        Self { names, estate_names, regions, staff, top, above, estates, all_fresh, sound, roles, lang }
    }

    /// Whether everyone and every estate is called as before, file by file, and nobody's name is taken.
    fn calls_all_the_same(&self, top: &[Option<Called>], fronts: &[Front<'_>]) -> bool {
        let alike = |(home, front): (&Home, &Front<'_>)| {
            Rc::ptr_eq(&home.sign, &front.sign) || home.sign.says_the_same_as(&front.sign)
        };
        self.all_fresh
            && self.estates.len() == fronts.len()
            && person::same_calls(&self.top, top)
            && self.estates.iter().zip(fronts).all(alike)
    }
}

/// The names of all, and the files with which of their staff are read.
struct Entered<'a> {
    names: Arc<Register<StaffId>>,
    estate_names: Arc<Register<EstateId>>,
    regions: Arc<Register<RegionId>>,
    top_fresh: Vec<bool>,
    files: Vec<(Front<'a>, Vec<bool>)>,
    all_fresh: bool,
}

impl<'a> Entered<'a> {
    /// The names of the last reading, which are the same now.
    fn of(before: &People, top: &[Option<Called>], fronts: Vec<Front<'a>>) -> Self {
        let all = |called: &[Option<Called>]| vec![true; called.len()];
        let file = |front: Front<'a>| {
            let fresh = all(&front.sign.called);
            (front, fresh)
        };
        Self {
            names: before.names.clone(),
            estate_names: before.estate_names.clone(),
            regions: before.regions.clone(),
            top_fresh: all(top),
            files: fronts.into_iter().map(file).collect(),
            all_fresh: true,
        }
    }

    fn read(top: &[Option<Called>], fronts: Vec<Front<'a>>, complete: bool, findings: &Findings) -> Self {
        let mut estate_names = Register::new(Noun::Estate);
        let mut regions = Register::<RegionId>::new(Noun::Region);
        let mut names = Register::new(Noun::Person);
        let top_fresh = person::enter(top, &mut names, findings);
        let count = fronts.len();
        let mut files = Vec::with_capacity(count);
        for front in fronts {
            if let Some((id, title, region)) = &front.sign.glance {
                if let Some(region) = region {
                    regions.enter_built_in(region.as_str());
                }
                let place = front.tree.get(EstateKey::Estate.en());
                let place = place.map_or(front.tree.head(), |node| &node.place);
                if !estate_names.enter(id, title.as_ref(), place, findings) {
                    continue;
                }
            }
            let fresh = person::enter(&front.sign.called, &mut names, findings);
            files.push((front, fresh));
        }
        if !complete {
            names.leave_open();
            estate_names.leave_open();
            regions.leave_open();
        }
        let mut fresh = top_fresh.iter().chain(files.iter().flat_map(|(_, fresh)| fresh));
        let all_fresh = files.len() == count && fresh.all(|fresh| *fresh);
        let (names, estate_names, regions) = (Arc::new(names), Arc::new(estate_names), Arc::new(regions));
        Self { names, estate_names, regions, top_fresh, files, all_fresh }
    }
}

impl Sign {
    fn says_the_same_as(&self, other: &Self) -> bool {
        self.glance == other.glance && person::same_calls(&self.called, &other.called)
    }
}

impl<'a> Front<'a> {
    fn of(tree: &'a Arc<Node>, before: Option<&'a Home>) -> Self {
        let sign = before.map(|home| home.sign.clone()).unwrap_or_else(|| {
            let called = tree.get(EstateKey::Staff.en()).map(person::called).unwrap_or_default();
            Rc::new(Sign { glance: estate::glance(tree), called })
        });
        Self { tree, sign, before }
    }
}

impl Home {
    pub(super) fn written(&self) -> Option<&WrittenEstate> {
        self.read.0.as_ref()
    }
}
