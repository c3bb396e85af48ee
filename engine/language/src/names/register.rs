//! The names of one kind of thing: entered once, then looked up by id or title.

use super::Noun;
use super::asked::{Changed, Log, Question};
use crate::findings::{Draft, Findings, error};
use crate::full_width;
use crate::reader::{called, scalar};
use crate::tree::{Kind, Node};
use crate::words::{CalendarWord, Words};
use std::borrow::Borrow;
use std::cmp::Ordering;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use steward_model::{Place, Text, nearest};

/// Names as they are entered: with what people read, and where they are written.
pub(crate) type Entries<'a, Id> = BTreeMap<&'a Id, (Option<&'a Text>, &'a Place)>;

/// The names of one kind of thing.
#[derive(Debug)]
pub(crate) struct Register<Id> {
    noun: Noun,
    /// Where each is written, and what people read.
    by_id: BTreeMap<Id, (Place, Option<Text>)>,
    /// Each with the ids that have it, in their order.
    by_title: BTreeMap<String, Vec<Id>>,
    /// The same of titles that call nothing: who writes one is told the name.
    read: BTreeMap<String, Vec<Id>>,
    complete: bool,
    /// What it was asked: a question that is not noted here is not asked again when names change.
    log: Log,
}

impl<Id: Ord + Clone + Borrow<str> + for<'a> From<&'a str>> Register<Id> {
    /// No names yet.
    pub(crate) fn new(noun: Noun) -> Self {
        Self {
            noun,
            by_id: BTreeMap::new(),
            by_title: BTreeMap::new(),
            read: BTreeMap::new(),
            complete: true,
            log: Log::default(),
        }
    }

    /// Says that some of the names could not be read. That is a finding of its own; a name that is
    /// nowhere is then taken at its word, or one slip in a file would be told at every use.
    pub(crate) fn leave_open(&mut self) {
        self.complete = false;
    }

    /// Enters a name and what people read. A name twice is reported with both places; the first
    /// one stays, and the answer is `false`.
    pub(crate) fn enter(
        &mut self,
        id: &Id,
        title: Option<&Text>,
        place: &Place,
        findings: &Findings,
    ) -> bool {
        match self.by_id.entry(id.clone()) {
            Entry::Occupied(first) => {
                findings.add(twice(self.noun, id.borrow(), place, &first.get().0));
                return false;
            }
            Entry::Vacant(slot) => _ = slot.insert((place.clone(), title.cloned())),
        }
        for title in title.into_iter().flat_map(in_words) {
            let ids = self.by_title.entry(title.clone()).or_default();
            ids.insert(ids.partition_point(|other| other < id), id.clone());
        }
        true
    }

    /// Enters a name that its title does not call: who writes the title all the same is told the name.
    pub(crate) fn enter_beside_title(&mut self, id: &Id, title: &Text, place: &Place, findings: &Findings) {
        if self.enter(id, None, place, findings) {
            in_words(title).for_each(|title| self.read.entry(title.clone()).or_default().push(id.clone()));
        }
    }

    /// Takes some names out and enters others, of which none is there twice. Answers what is called otherwise
    /// then; nothing is done, and the answer is `None`, where somebody else has one of the names.
    pub(crate) fn replace(&mut self, old: &Entries<'_, Id>, new: &Entries<'_, Id>) -> Option<Changed> {
        let is_taken = |id: &&Id| self.by_id.contains_key::<Id>(id) && !old.contains_key(id);
        if new.keys().copied().any(|id| is_taken(&id)) {
            return None;
        }
        let (gone, come) = (without(old, new), without(new, old));
        let mut questions = Vec::new();
        for (id, (title, _)) in gone.iter().chain(&come) {
            if !(old.contains_key(id) && new.contains_key(id)) {
                questions.push(Question::Called((*id).borrow()));
            }
            questions.push(Question::Titles((*id).borrow()));
            let titles = title.iter().flat_map(|title| in_words(title));
            questions.extend(titles.map(|title| Question::Called(title)));
        }
        let changed = Changed::of(self.noun, questions.into_iter());
        gone.iter().for_each(|(id, _)| self.leave(id));
        let nowhere = Findings::default();
        come.iter().for_each(|(id, (title, place))| _ = self.enter(id, *title, place, &nowhere));
        Some(changed)
    }

    fn leave(&mut self, id: &Id) {
        let Some((_, title)) = self.by_id.remove::<Id>(id) else { return };
        for title in title.iter().flat_map(in_words) {
            if let Some(ids) = self.by_title.get_mut(title) {
                ids.retain(|other| other != id);
                if ids.is_empty() {
                    self.by_title.remove(title);
                }
            }
        }
    }

    /// What is answered otherwise than by the register of a reading before, wherever the names are written.
    pub(crate) fn changed_since(&self, before: &Self) -> Changed {
        if std::ptr::eq(self, before) {
            return Changed::default();
        }
        // Where not all names are known, every text calls something.
        if self.complete != before.complete {
            return Changed::all();
        }
        let titles = differing(&self.by_title, &before.by_title, Vec::eq).into_iter();
        let titles = titles.map(|(title, _)| Question::Called(title));
        let ids = differing(&self.by_id, &before.by_id, |(_, title), (_, before)| title == before);
        // An id calls the same under another title.
        let called =
            ids.iter().filter(|(_, in_both)| !in_both).map(|(id, _)| Question::Called((*id).borrow()));
        let read = ids.iter().map(|(id, _)| Question::Titles((*id).borrow()));
        Changed::of(self.noun, titles.chain(called).chain(read))
    }

    /// Enters a name that comes with the program.
    pub(crate) fn enter_built_in(&mut self, id: &str) {
        self.by_id.insert(Id::from(id), (Place::top_of(""), None));
    }

    /// What a text calls, by id or by a title that only one has; itself, where not all names are known.
    pub(crate) fn find(&self, text: &str) -> Option<Id> {
        self.log.note(self.noun, Question::Called(text));
        if let Some((id, _)) = self.by_id.get_key_value(text) {
            return Some(id.clone());
        }
        match self.by_title.get(text).map(Vec::as_slice) {
            Some([only]) => Some(only.clone()),
            _ => (!self.complete).then(|| Id::from(text)),
        }
    }

    /// What people read of each id that a text calls, in the order of the ids.
    pub(crate) fn titles<'a>(&'a self, ids: &'a BTreeSet<Id>) -> impl Iterator<Item = (&'a Id, &'a str)> {
        ids.iter().for_each(|id| self.log.note(self.noun, Question::Titles(id.borrow())));
        let titles =
            self.by_title.iter().flat_map(|(title, of)| of.iter().map(move |id| (id, title.as_str())));
        titles.filter(|(id, _)| ids.contains::<Id>(*id))
    }

    /// What a node calls. A name that is nowhere is reported, and kept as it is written; `None`
    /// only when the node is no name at all.
    pub(crate) fn resolve(&self, node: &Node, findings: &Findings) -> Option<Id> {
        let (zh, en) = self.noun.names();
        let text = scalar(node, findings, zh, en)?;
        if let Some(draft) = self.list_without_brackets(node) {
            findings.add(draft);
            return Some(Id::from(text));
        }
        Some(self.resolve_text(text, &node.place, findings))
    }

    /// The finding about several names in one text, each of which is one: `front-desk, engineering`.
    pub(crate) fn list_without_brackets(&self, node: &Node) -> Option<Draft> {
        let takes_several = matches!(
            self.noun,
            Noun::Role | Noun::Person | Noun::Estate | Noun::Region | Noun::Step | Noun::Field
        );
        let (parts, list) = node.several().filter(|_| takes_several)?;
        let full_width =
            matches!(&node.kind, Kind::Scalar(scalar) if full_width::mended(&scalar.text).is_some());
        // A full-width comma stands in no name; a list it is, whether or not all of them are right.
        if !full_width && !parts.iter().all(|part| self.find(part).is_some()) {
            return None;
        }
        let text = parts.join(", ");
        if let Kind::Scalar(scalar) = &node.kind
            && full_width::mended(&scalar.text).is_some()
        {
            return Some(full_width::finding(&node.place, &scalar.text, list));
        }
        Some(
            error(
                "several-names",
                &node.place,
                format!("`{text}` 是几个名称，要写成列表"),
                format!("`{text}` are several names; they are written as a list"),
            )
            .help(format!("写成 {list}"), format!("write {list}"))
            .fix(&node.place, list),
        )
    }

    /// What a text at a place calls; reported and kept as it is written when that is nothing.
    pub(crate) fn resolve_text(&self, text: &str, place: &Place, findings: &Findings) -> Id {
        self.find(text).unwrap_or_else(|| {
            findings.add(self.unknown(text, place));
            Id::from(text)
        })
    }

    /// The finding about a name that is nowhere, or that several have.
    pub(crate) fn unknown(&self, text: &str, place: &Place) -> Draft {
        self.log.note(self.noun, Question::All);
        let (zh, en) = self.noun.names();
        if let Some(mended) = full_width::mended(text) {
            return full_width::finding(place, text, mended);
        }
        if let Some(several) = self.by_title.get(text) {
            let ids: Vec<&str> = several.iter().map(Borrow::borrow).collect();
            let (_, kind) = en.split_once(' ').unwrap_or(("", en));
            return error(
                "ambiguous-name",
                place,
                format!("有 {} 个{zh}都叫“{text}”", ids.len()),
                format!("\"{text}\" is the title of {} {kind}s", ids.len()),
            )
            .help(format!("写编号：{}", ids.join("、")), format!("write the id of one: {}", ids.join(", ")));
        }
        if let Some(ids) = self.read.get(text) {
            return self.title_for_name(text, ids, place);
        }
        let draft = error(
            self.noun.unknown(),
            place,
            format!("没有叫 `{text}` 的{zh}"),
            format!("`{text}` is not the name of {en}"),
        );
        if let Some(word) = self.nearest(text) {
            return called(draft, place, word);
        }
        let known: Vec<String> =
            self.by_id.keys().map(|id| self.shown(id, text)).take(MOST_SHOWN + 1).collect();
        match known.len() {
            0 => draft.help(format!("手册里还没有{zh}"), format!("nothing is the name of {en} yet")),
            1..=MOST_SHOWN => {
                let known = known.join(", ");
                draft.help(format!("已有的{zh}：{known}"), format!("there are: {known}"))
            }
            _ => draft
                .help(format!("先定义这个{zh}，或改成已有的"), "define it first, or write one that is there"),
        }
    }

    /// The finding about a title where only a name calls something.
    fn title_for_name(&self, title: &str, ids: &[Id], place: &Place) -> Draft {
        let (zh, en) = self.noun.names();
        let draft = error(
            self.noun.unknown(),
            place,
            format!("“{title}”是{zh}的标题，这里要写它的名称"),
            format!("\"{title}\" is the title of {en}; its name is needed here"),
        );
        let ids: Vec<&str> = ids.iter().map(Borrow::borrow).collect();
        match ids.as_slice() {
            [only] => {
                draft.help(format!("写 `{only}`"), format!("write `{only}`")).fix(place, only.to_owned())
            }
            several => {
                let (zh, en) = (several.join("、"), several.join(", "));
                draft.help(format!("写其中一个：{zh}"), format!("write one of: {en}"))
            }
        }
    }

    /// How a name is shown to whoever wrote `text`: by its title, where they write no Latin letters.
    fn shown(&self, id: &Id, text: &str) -> String {
        let title = self.by_id.get::<Id>(id).and_then(|(_, title)| title.as_ref());
        let title = title.map(|title| title.zh.as_str());
        let alone = title.filter(|title| self.by_title.get(*title).is_some_and(|ids| ids.len() == 1));
        match (alone, id.borrow()) {
            (Some(title), _) if !text.is_ascii() => title.to_owned(),
            // A word of the language among the names: it is said in the file's words.
            (_, always) if self.noun == Noun::Calendar && always == CalendarWord::Always.en() => {
                format!("`{always}`")
            }
            (_, id) => id.to_owned(),
        }
    }

    /// The nearest right name, for a text that calls nothing.
    pub(crate) fn nearest(&self, text: &str) -> Option<&str> {
        self.log.note(self.noun, Question::All);
        let ids = self.by_id.keys().map(Borrow::borrow);
        // Two names of two characters that share one are mostly two people.
        let alike = self.noun == Noun::Person && text.chars().count() < 3;
        let titles = self.by_title.keys().map(String::as_str);
        nearest(text, ids).or_else(|| nearest(text, titles)).filter(|_| !alike)
    }

    /// All that have this title.
    pub(crate) fn titled(&self, text: &str) -> impl Iterator<Item = &Id> {
        self.log.note(self.noun, Question::Called(text));
        self.by_title.get(text).into_iter().flatten()
    }

    /// Where an id was defined. No question: a place moves while everything is called the same.
    pub(crate) fn place(&self, id: &Id) -> Option<&Place> {
        self.by_id.get::<Id>(id).map(|(place, _)| place)
    }

    /// What it is asked.
    pub(crate) fn log(&self) -> &Log {
        &self.log
    }
}

/// The names that others have not, or have with another title.
fn without<'a, Id: Ord>(names: &Entries<'a, Id>, others: &Entries<'_, Id>) -> Entries<'a, Id> {
    let has = |id: &Id, title| others.get(id).is_some_and(|(other, _)| *other == title);
    let names = names.iter().filter(|(id, (title, _))| !has(id, *title));
    names.map(|(id, named)| (*id, *named)).collect()
}

/// What is written of a title: once, where both languages say the same.
fn in_words(title: &Text) -> impl Iterator<Item = &String> {
    [&title.zh, &title.en].into_iter().take(if title.zh == title.en { 1 } else { 2 })
}

fn twice(noun: Noun, name: &str, place: &Place, first: &Place) -> Draft {
    let (zh, en) = noun.names();
    error("duplicate-id", place, format!("{zh} `{name}` 定义了两次"), format!("`{name}` names {en} twice"))
        .also(first, "第一次在这里", "the first is here")
        .help("给其中一个换个名称", "give one of the two another name")
}

/// The keys that only one of the two has, and those that both have with another value.
fn differing<'a, K: Ord, V>(
    some: &'a BTreeMap<K, V>,
    others: &'a BTreeMap<K, V>,
    same: impl Fn(&V, &V) -> bool,
) -> Vec<(&'a K, bool)> {
    let (mut some, mut others) = (some.iter().peekable(), others.iter().peekable());
    let mut differing = Vec::new();
    loop {
        let order = match (some.peek(), others.peek()) {
            (Some((one, _)), Some((other, _))) => one.cmp(other),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => return differing,
        };
        let one = if order.is_le() { some.next() } else { None };
        let other = if order.is_ge() { others.next() } else { None };
        match (one, other) {
            (Some((_, one)), Some((_, other))) if same(one, other) => {}
            (Some((key, _)), other) => differing.push((key, other.is_some())),
            (None, Some((key, _))) => differing.push((key, false)),
            (None, None) => return differing,
        }
    }
}

/// A list of names longer than this is not shown in a message.
const MOST_SHOWN: usize = 12;
