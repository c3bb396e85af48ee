//! Everyone, and what the files of the estates say: all names first, since a substitute or an estate may
//! be written further on, then the staff.
//!
//! What stays as it was from one reading to the next is kept: what an estate's file says as long as the
//! file, and what it asked of the names, are the same; and the names themselves, in which those are exchanged
//! that a file calls otherwise.

use super::calendars::Calendars;
use super::trees::Trees;
use crate::findings::Findings;
use crate::lower::estate::{Glance, WrittenEstate};
use crate::lower::organisation::Written;
use crate::lower::person::Called;
use crate::lower::{estate, person};
use crate::names::{Asked, Changed, Noun, Register};
use crate::tree::Node;
use crate::words::{EstateKey, Words};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;
use steward_model::{EstateId, Lang, Person, RegionId, RoleId, StaffId};

/// Everyone, and what the files of the estates say.
pub(super) struct People {
    pub(super) names: Rc<Register<StaffId>>,
    pub(super) estate_names: Rc<Register<EstateId>>,
    regions: Rc<Register<RegionId>>,
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
    roles: Rc<Register<RoleId>>,
    lang: Lang,
}

/// A file of an estate with what was made of it and found in it.
pub(super) struct Home {
    tree: Arc<Node>,
    sign: Rc<Sign>,
    /// Which of its staff are read: not those whose id another file has.
    fresh: Vec<bool>,
    read: Rc<ReadHome>,
    /// Whether it is as it was in the reading before.
    pub(super) kept: bool,
}

/// What was made of a file, what was found in it, and what it asked of the names.
struct ReadHome {
    estate: Option<WrittenEstate>,
    found: Findings,
    asked: Asked,
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
    /// `before`: what the last reading made of them with as many files that could be read, where calendars
    /// are called as they are now. With them comes what is called otherwise than then.
    pub(super) fn read(
        trees: &Trees<'_>,
        written: &Written<'_>,
        calendars: &Calendars,
        mut before: Option<&mut Self>,
        findings: &Findings,
    ) -> (Self, Changed) {
        let errors = findings.errors();
        let names = before.as_mut().map(|before| std::mem::replace(&mut before.names, nobody()));
        let before = before.as_deref();
        let homes = before.into_iter().flat_map(|before| &before.estates);
        let known: BTreeMap<*const Node, &Home> = homes.map(|home| (Arc::as_ptr(&home.tree), home)).collect();
        let front = |tree| Front::of(tree, known.get(&Arc::as_ptr(tree)).copied());
        let fronts: Vec<Front<'_>> = trees.estates.iter().map(|(_, tree)| front(tree)).collect();
        let top = written.staff.map(person::called).unwrap_or_default();
        let mut names = names.unwrap_or_else(nobody);
        let renamed = before.and_then(|before| Some((before, before.rename(&mut names, &top, &fronts)?)));
        let (entered, otherwise) = match renamed {
            Some((before, otherwise)) => (Entered::of(before, names, &top, fronts), otherwise),
            None => {
                let entered = Entered::read(&top, fronts, trees.all_estates, findings);
                let otherwise = entered.names.changed_since(&names);
                (entered, otherwise)
            }
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
        let otherwise = match before {
            Some(before) => otherwise.and(before.called_otherwise(&known)),
            None => Changed::all(),
        };
        let same_lang = before.is_some_and(|before| before.lang == written.organisation.lang);
        // What points at a line of `steward.yaml` may have to point at another one.
        let points_up = |found: &Findings| {
            trees.organisation.as_ref().is_some_and(|(file, _)| found.point_into(&file.path))
        };
        let holds =
            |read: &Rc<ReadHome>| same_lang && !otherwise.touches(&read.asked) && !points_up(&read.found);
        let read = |(front, fresh): (Front<'_>, Vec<bool>)| {
            let before = front.before.filter(|home| home.fresh == fresh);
            let kept = before.map(|home| home.read.clone()).filter(holds);
            let is_kept = kept.is_some();
            let read = kept.unwrap_or_else(|| {
                let found = Findings::default();
                let read = || estate::estate(front.tree, &fresh, &known, &calendars.names, &found);
                let (estate, asked) = Asked::during(&known.logs(), read);
                Rc::new(ReadHome { estate, found, asked })
            });
            findings.take_over(&read.found);
            Home { tree: front.tree.clone(), sign: front.sign, fresh, read, kept: is_kept }
        };
        let estates: Vec<Home> = files.into_iter().map(read).collect();
        let below = estates.iter().filter_map(Home::written).flat_map(|estate| &estate.staff);
        let staff = above.iter().chain(below).cloned().collect();
        let sound = trees.all_estates && findings.errors() == errors;
        let (roles, lang) = (written.role_names.clone(), written.organisation.lang);
        let people =
            Self { names, estate_names, regions, staff, top, above, estates, all_fresh, sound, roles, lang };
        (people, otherwise)
    }

    /// Which roles, estates and regions are called otherwise now.
    fn called_otherwise(&self, now: &person::Names<'_>) -> Changed {
        let roles = now.roles.changed_since(&self.roles);
        let estates = now.estates.changed_since(&self.estate_names);
        roles.and(estates).and(now.regions.changed_since(&self.regions))
    }

    /// Puts what some files call their people otherwise in its place. Answers what is called otherwise then;
    /// nothing is done, and the answer is `None`, where more than that changed, or a name is there twice.
    fn rename(
        &self,
        names: &mut Rc<Register<StaffId>>,
        top: &[Option<Called>],
        fronts: &[Front<'_>],
    ) -> Option<Changed> {
        let files = self.estates.iter().map(|home| &home.sign).zip(fronts.iter().map(|front| &front.sign));
        let moved: Vec<_> = files.filter(|(before, now)| !Rc::ptr_eq(before, now)).collect();
        let same_estates = moved.iter().all(|(before, now)| before.glance == now.glance);
        if !self.all_fresh || self.estates.len() != fronts.len() || !same_estates {
            return None;
        }
        let lists = moved.iter().map(|(before, now)| (&*before.called, &*now.called));
        let lists = std::iter::once((&*self.top, top)).chain(lists);
        let (old, new): (Vec<_>, Vec<_>) = lists.filter(|(old, new)| !person::same_calls(old, new)).unzip();
        if old.is_empty() && new.is_empty() {
            return Some(Changed::default());
        }
        person::replace(&old, &new, Rc::get_mut(names)?)
    }
}

/// The names of all, and the files with which of their staff are read.
struct Entered<'a> {
    names: Rc<Register<StaffId>>,
    estate_names: Rc<Register<EstateId>>,
    regions: Rc<Register<RegionId>>,
    top_fresh: Vec<bool>,
    files: Vec<(Front<'a>, Vec<bool>)>,
    all_fresh: bool,
}

impl<'a> Entered<'a> {
    /// The names of the last reading, as they are now.
    fn of(
        before: &People,
        names: Rc<Register<StaffId>>,
        top: &[Option<Called>],
        fronts: Vec<Front<'a>>,
    ) -> Self {
        let all = |called: &[Option<Called>]| vec![true; called.len()];
        let file = |front: Front<'a>| {
            let fresh = all(&front.sign.called);
            (front, fresh)
        };
        Self {
            names,
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
        let (names, estate_names, regions) = (Rc::new(names), Rc::new(estate_names), Rc::new(regions));
        Self { names, estate_names, regions, top_fresh, files, all_fresh }
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

fn nobody() -> Rc<Register<StaffId>> {
    Rc::new(Register::new(Noun::Person))
}

impl Home {
    pub(super) fn written(&self) -> Option<&WrittenEstate> {
        self.read.estate.as_ref()
    }
}
