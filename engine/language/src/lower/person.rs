//! A member of the staff, written in an estate's file or, above the estates, in `steward.yaml`.

use super::calendar::span_of_hours;
use super::{contact, date};
use crate::findings::{Findings, error, warning};
use crate::names::{Changed, Entries, Log, Noun, Register, name};
use crate::reader::{MapReader, list, one_or_many, scalar, word};
use crate::tree::Node;
use crate::words::{LangWord, PersonKey, Words};
use std::sync::Arc;
use steward_model::{EstateId, Lang, Person, Place, RegionId, RoleId, StaffId, Text};

/// What the staff may name.
pub(crate) struct Names<'a> {
    /// Roles.
    pub(crate) roles: &'a Register<RoleId>,
    /// Everyone.
    pub(crate) people: &'a Register<StaffId>,
    /// Estates.
    pub(crate) estates: &'a Register<EstateId>,
    /// Regions.
    pub(crate) regions: &'a Register<RegionId>,
    /// The language of people who state none.
    pub(crate) lang: Lang,
}

impl Names<'_> {
    /// What they are asked.
    pub(crate) fn logs(&self) -> [&Log; 4] {
        [self.roles.log(), self.people.log(), self.estates.log(), self.regions.log()]
    }
}

/// What an item of a `staff:` list is called by.
#[derive(Debug)]
pub(crate) struct Called {
    id: StaffId,
    name: Option<Text>,
    place: Place,
}

/// The names in a `staff:` list, looked at before anybody is read: a substitute may be written further
/// down or in another file. `None` of an item without an id.
pub(crate) fn called(node: &Node) -> Vec<Option<Called>> {
    // What is wrong with the list or an id is said when its people are read.
    let quiet = Findings::default();
    let one = |item: &Node| {
        let id = item.get(PersonKey::Id.en())?;
        let text = name(id, Noun::Person, &quiet)?;
        let title = item.get(PersonKey::Name.en());
        let name = title.and_then(|node| scalar(node, &quiet, "", "")).map(Text::plain);
        Some(Called { id: StaffId::new(text), name, place: id.place.clone() })
    };
    list(node, &quiet).unwrap_or_default().iter().map(one).collect()
}

/// Whether two `staff:` lists call the same people the same, wherever they are written.
pub(crate) fn same_calls(some: &[Option<Called>], others: &[Option<Called>]) -> bool {
    let alike = |(one, other): (&Option<Called>, &Option<Called>)| match (one, other) {
        (Some(one), Some(other)) => one.id == other.id && one.name == other.name,
        (one, other) => one.is_none() && other.is_none(),
    };
    some.len() == others.len() && some.iter().zip(others).all(alike)
}

/// Enters everyone of a `staff:` list under id and name. Answers which items of the list are to be read;
/// one whose id is taken already is not.
pub(crate) fn enter(
    called: &[Option<Called>],
    people: &mut Register<StaffId>,
    findings: &Findings,
) -> Vec<bool> {
    let mut enter = |one: &Called| people.enter(&one.id, one.name.as_ref(), &one.place, findings);
    called.iter().map(|one| one.as_ref().is_none_or(&mut enter)).collect()
}

/// Puts the people of some `staff:` lists in place of those of others. Answers what is called otherwise then;
/// nothing is done, and the answer is `None`, where an id is there twice.
pub(crate) fn replace(
    old: &[&[Option<Called>]],
    new: &[&[Option<Called>]],
    people: &mut Register<StaffId>,
) -> Option<Changed> {
    let (old, _) = named(old);
    let (new, count) = named(new);
    if new.len() == count { people.replace(&old, &new) } else { None }
}

/// Everyone of some lists, and how many were written.
fn named<'a>(lists: &[&'a [Option<Called>]]) -> (Entries<'a, StaffId>, usize) {
    let all = || lists.iter().copied().flatten().flatten();
    let names = all().map(|called| (&called.id, (called.name.as_ref(), &called.place)));
    (names.collect(), all().count())
}

/// Everyone of a `staff:` list that is to be read. `home`: the estate whose file it is.
pub(crate) fn people(
    node: &Node,
    fresh: &[bool],
    home: Option<&EstateId>,
    names: &Names<'_>,
    findings: &Findings,
) -> Vec<Arc<Person>> {
    let items = list(node, findings).unwrap_or_default().iter();
    let fresh = items.zip(fresh).filter(|(_, fresh)| **fresh);
    fresh.filter_map(|(node, _)| person(node, home, names, findings)).map(Arc::new).collect()
}

fn person(node: &Node, home: Option<&EstateId>, names: &Names<'_>, findings: &Findings) -> Option<Person> {
    let mut keys = MapReader::<PersonKey>::open(node, findings)?;
    let id = keys.required(PersonKey::Id).and_then(|node| name(node, Noun::Person, findings));
    let called =
        keys.required(PersonKey::Name).and_then(|node| scalar(node, findings, "姓名", "a name")).or(id);
    let all = |node: Option<&'_ Node>| node.map(one_or_many).unwrap_or_default().to_vec();
    let roles = all(keys.take(PersonKey::Roles));
    let regions = all(keys.take(PersonKey::Regions));
    let named = all(keys.take(PersonKey::Estates));
    let mut contacts = Vec::new();
    let mut written: Vec<_> = [PersonKey::Email, PersonKey::Phone]
        .into_iter()
        .filter_map(|key| Some((key, keys.take(key)?)))
        .collect();
    written.sort_by_key(|(_, node)| node.place.start);
    for (key, node) in &written {
        contacts.extend(match key {
            PersonKey::Email => contact::email(node, findings),
            _ => contact::phone(node, findings),
        });
    }
    let lang = keys.take(PersonKey::Lang).and_then(|node| word::<LangWord>(node, findings));
    let substitute =
        keys.take(PersonKey::Substitute).and_then(|node| Some((node, names.people.resolve(node, findings)?)));
    let away = all(keys.take(PersonKey::Away));
    let quiet = keys.take(PersonKey::QuietHours);
    keys.finish("人员", "a person");

    let id = StaffId::new(id?);
    if written.is_empty() {
        findings.add(no_contact(node, called?));
    }
    if let Some((node, _)) = substitute.as_ref().filter(|(_, substitute)| *substitute == id) {
        findings.add(own_substitute(node));
    }
    let mut estates: Vec<EstateId> = home.cloned().into_iter().collect();
    for estate in named.iter().filter_map(|node| names.estates.resolve(node, findings)) {
        if !estates.contains(&estate) {
            estates.push(estate);
        }
    }
    Some(Person {
        name: called?.trim().to_owned(),
        roles: roles.iter().filter_map(|node| names.roles.resolve(node, findings)).collect(),
        regions: regions.iter().filter_map(|node| names.regions.resolve(node, findings)).collect(),
        estates,
        contacts,
        lang: lang.map_or(names.lang, lang_of),
        substitute: substitute.map(|(_, substitute)| substitute).filter(|substitute| *substitute != id),
        away: away.iter().filter_map(|node| date::range(node, findings)).collect(),
        quiet: quiet.and_then(|node| span_of_hours(node, findings)),
        place: node.head().clone(),
        id,
    })
}

/// The language a word stands for.
pub(crate) fn lang_of(word: LangWord) -> Lang {
    match word {
        LangWord::Zh => Lang::Zh,
        LangWord::En => Lang::En,
    }
}

fn no_contact(node: &Node, called: &str) -> crate::findings::Draft {
    warning(
        "no-contact",
        node.head(),
        format!("{called} 没有邮箱也没有手机，什么都通知不到"),
        format!("{called} has neither e-mail nor telephone, and can be told nothing"),
    )
    .help("加上 `email:` 或 `phone:`", "write `email:` or `phone:`")
}

fn own_substitute(node: &Node) -> crate::findings::Draft {
    error("own-substitute", &node.place, "自己不能代自己的班", "nobody is their own substitute")
        .help("写另一个人", "name somebody else")
}
