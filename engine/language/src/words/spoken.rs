//! A tree in the English vocabulary, whichever its file is written in. Each word is found by where it
//! stands, and remembered with its place, so that a file can be written in the other vocabulary and
//! be spoken to in its own.

use super::grammar::{FileKind, Keys, Shape};
use super::said::{self, Said};
use super::{BoolWord, FieldKey, HoursKey, LangWord, MeasureWord, Table, TypeWord, Words, WorkflowKey};
use crate::findings::{Findings, warning};
use crate::tree::{Kind, Node, twice};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use steward_model::{Lang, Place};

/// A word of a file.
#[derive(Debug)]
pub(crate) struct Use {
    /// Where it stands in the file; a whole scalar where its words can't be told apart there.
    pub(crate) place: Place,
    /// What stands there, without quotes.
    pub(crate) written: String,
    /// How it is said.
    pub(crate) en: String,
    /// How it is said.
    pub(crate) zh: String,
    /// Whether it shows which vocabulary the file keeps to.
    pub(crate) telling: bool,
}

impl Use {
    /// How it is said in a vocabulary.
    pub(crate) fn in_words(&self, words: Lang) -> &str {
        match words {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }

    /// The vocabulary it is written in.
    fn words(&self) -> Lang {
        if self.written == self.en { Lang::En } else { Lang::Zh }
    }
}

/// The words of a file.
#[derive(Debug, Default)]
pub(crate) struct Spoken {
    /// Each word, in the order of the tree.
    pub(crate) uses: Vec<Use>,
    /// Which words have a meaning where: stretches of the file, the outer before the inner.
    pub(crate) around: Vec<(Range<usize>, &'static Table)>,
    /// Where words were found.
    seen: BTreeSet<(usize, usize)>,
    /// Every Latin word that stands where a name may, and is no word of the language there.
    pub(crate) names: BTreeSet<String>,
    /// The texts that people read, as they are written.
    pub(crate) prose: BTreeSet<String>,
    /// The fields that hold yes or no.
    yes_no: BTreeSet<String>,
}

impl Spoken {
    /// The vocabulary most words are of; Chinese where there are as many of both.
    pub(crate) fn vocabulary(&self) -> Lang {
        let count = |words| self.telling().filter(|said| said.words() == words).count();
        let (zh, en) = (count(Lang::Zh), count(Lang::En));
        if zh > 0 && zh >= en { Lang::Zh } else { Lang::En }
    }

    /// The telling words that are not of the vocabulary of most.
    fn strangers(&self) -> impl Iterator<Item = &Use> {
        let words = self.vocabulary();
        self.telling().filter(move |said| said.words() != words)
    }

    fn telling(&self) -> impl Iterator<Item = &Use> {
        self.uses.iter().filter(|said| said.telling)
    }
}

/// Which kind of file a tree is: the one most of whose keys it has, and of equals the one it lies
/// with.
pub(crate) fn kind(node: &Node, likely: FileKind) -> FileKind {
    let count = |kind: FileKind| {
        let keys = kind.keys();
        node.entries().iter().filter(|entry| keys.table.find(&entry.key).is_some()).count()
    };
    let mut best = likely;
    for kind in FileKind::ALL {
        if count(kind) > count(best) {
            best = kind;
        }
    }
    best
}

/// Puts a file's tree into English. What is wrong with its choice of words is reported.
pub(crate) fn read(node: &mut Node, likely: FileKind, findings: &Findings) -> Spoken {
    let kind = kind(node, likely);
    let mut spoken = Spoken { yes_no: yes_no_fields(node), ..Spoken::default() };
    Reading { spoken: &mut spoken, findings }.node(node, &Shape::Keys(kind.keys()));
    refuse_mixture(&spoken, findings);
    spoken
}

/// How many words of the other vocabulary are shown, each at its place.
const SHOWN: usize = 10;

fn refuse_mixture(spoken: &Spoken, findings: &Findings) {
    let words = spoken.vocabulary();
    let (zh, en, option) = match words {
        Lang::Zh => ("中文", "Chinese", "zh"),
        Lang::En => ("英文", "English", "en"),
    };
    for said in spoken.strangers().take(SHOWN) {
        let (written, meant) = (&said.written, said.in_words(words));
        findings.add(
            warning(
                "mixed-words",
                &said.place,
                format!("这个文件用的是{zh}词，这里却写成“{written}”"),
                format!("this file is written in {en} words, and here stands `{written}`"),
            )
            .help(
                format!("写成“{meant}”；整个文件可用 `steward fmt --words {option}` 统一"),
                format!("write `{meant}`; `steward fmt --words {option}` does so for the whole file"),
            )
            .fix(&said.place, meant)
            .naming(written),
        );
    }
}

/// The fields of a workflow that hold yes or no, by name.
fn yes_no_fields(node: &Node) -> BTreeSet<String> {
    let of = |node: &Node, table: &Table, en: &str| -> Option<Node> {
        let same =
            |key: &str| table.find(key).and_then(|at| table.words.get(at)).is_some_and(|(w, _)| *w == en);
        node.entries().iter().find(|entry| same(&entry.key)).map(|entry| entry.value.clone())
    };
    let Some(fields) = of(node, WorkflowKey::TABLE, WorkflowKey::Fields.en()) else {
        return BTreeSet::new();
    };
    let holds = |field: &Node| {
        let word = of(field, FieldKey::TABLE, FieldKey::Type.en());
        let word = word.as_ref().and_then(Node::text);
        word.is_some_and(|text| text == TypeWord::Bool.en() || text == TypeWord::Bool.zh())
    };
    let entries = fields.entries().iter();
    entries.filter(|entry| holds(&entry.value)).map(|entry| entry.key.clone()).collect()
}

struct Reading<'a> {
    spoken: &'a mut Spoken,
    findings: &'a Findings,
}

impl Reading<'_> {
    fn node(&mut self, node: &mut Node, shape: &Shape) {
        match &node.kind {
            Kind::Scalar(_) => self.scalar(node, shape),
            Kind::Map(_) => self.map(node, shape),
            Kind::List(_) => self.list(node, shape),
            Kind::Empty => {}
        }
    }

    /// What no word of the language stands in: its keys and texts are names.
    fn names(&mut self, node: &Node) {
        match &node.kind {
            Kind::Scalar(scalar) => self.spoken.names.extend(latin_words(&scalar.text)),
            Kind::Map(entries) => entries.iter().for_each(|entry| {
                self.spoken.names.extend(latin_words(&entry.key));
                self.names(&entry.value);
            }),
            Kind::List(items) => items.iter().for_each(|item| self.names(item)),
            Kind::Empty => {}
        }
    }

    /// A text that people read. One of a single word may be called by it, as a reason for a hold is.
    fn prose(&mut self, node: &Node) {
        let Some(text) = node.text() else { return self.names(node) };
        if !text.contains(char::is_whitespace) {
            self.spoken.names.extend(latin_words(text));
        }
        self.spoken.prose.insert(text.to_owned());
    }

    fn scalar(&mut self, node: &mut Node, shape: &Shape) {
        let Some(text) = node.text().map(str::to_owned) else { return };
        match shape {
            Shape::Text => self.prose(node),
            _ => self.names(node),
        }
        let Some(said) = said::said(shape, &text, &self.spoken.yes_no) else { return };
        if let Shape::Word(table) | Shape::WordOr(table, _) = shape {
            self.spoken.around.push((node.place.start..node.place.end, table));
        }
        if let Shape::Measure = shape {
            self.spoken.around.push((node.place.start..node.place.end, MeasureWord::TABLE));
        }
        for one in &said {
            self.remember(node.inside(one.at.start, one.at.end), &text[one.at.clone()], one);
        }
        let words: Vec<(Range<usize>, &str)> =
            said.iter().map(|said| (said.at.clone(), said.en.as_str())).collect();
        if let Kind::Scalar(scalar) = &mut node.kind {
            scalar.rewrite(&words);
        }
    }

    fn list(&mut self, node: &mut Node, shape: &Shape) {
        let Kind::List(items) = &mut node.kind else { return };
        match shape {
            Shape::List(inner) | Shape::Many(inner) => {
                items.iter_mut().for_each(|item| self.node(item, inner))
            }
            Shape::Either(shapes) => {
                if let Some(shape) =
                    shapes.iter().find(|shape| matches!(shape, Shape::List(_) | Shape::Many(_)))
                {
                    self.list(node, shape);
                } else {
                    self.names(node);
                }
            }
            // A list where one thing belongs is a slip; its words are words all the same.
            shape => items.iter_mut().for_each(|item| self.node(item, shape)),
        }
    }

    fn map(&mut self, node: &mut Node, shape: &Shape) {
        match shape {
            Shape::Text => {
                let both = node.entries().iter().any(|entry| LangWord::TABLE.find(&entry.key).is_some());
                if both {
                    self.words_or(node, LangWord::TABLE, |_| Some(Shape::Text), &Shape::Text);
                } else {
                    self.names(node);
                }
            }
            Shape::Keys(keys) => self.keys(node, *keys, None),
            Shape::KeysOr(keys, own) => self.keys(node, *keys, Some(own)),
            Shape::Days(keys, hours) => {
                self.keys(node, *keys, Some(hours));
                self.weekdays(node);
            }
            Shape::Named(inner) => {
                let Kind::Map(entries) = &mut node.kind else { return };
                for entry in entries {
                    self.spoken.names.extend(latin_words(&entry.key));
                    self.node(&mut entry.value, inner);
                }
            }
            Shape::List(inner) | Shape::Many(inner) => self.map(node, inner),
            Shape::Either(shapes) => {
                let maps = |shape: &&Shape| {
                    matches!(shape, Shape::Text | Shape::Keys(_) | Shape::KeysOr(..) | Shape::Named(_))
                };
                if let Some(shape) = shapes.iter().find(maps) {
                    self.map(node, shape);
                } else {
                    self.names(node);
                }
            }
            _ => self.names(node),
        }
    }

    fn keys(&mut self, node: &mut Node, keys: Keys, own: Option<&Shape>) {
        let default = keys.table.name == FieldKey::TABLE.name && holds_yes_or_no(node);
        let shape = |at: usize| {
            let shape = keys.shape(at);
            Some(if default && matches!(shape, Shape::Default) { Shape::YesNo } else { shape })
        };
        self.words_or(node, keys.table, shape, own.unwrap_or(&Shape::Own(super::grammar::Own::Free)));
    }

    /// Keys of a table, each with its shape; behind other keys stands `own`.
    fn words_or(
        &mut self,
        node: &mut Node,
        table: &'static Table,
        shape: impl Fn(usize) -> Option<Shape>,
        own: &Shape,
    ) {
        self.spoken.around.push((node.place.start..node.place.end, table));
        let Kind::Map(entries) = &mut node.kind else { return };
        for entry in entries.iter_mut() {
            let Some(at) = table.find(&entry.key) else {
                self.spoken.names.extend(latin_words(&entry.key));
                self.node(&mut entry.value, own);
                continue;
            };
            if let Some(said) = said::word(table, &entry.key) {
                self.remember(entry.key_place.clone(), &entry.key, &said);
                entry.key = said.en;
            }
            if let Some(shape) = shape(at) {
                self.node(&mut entry.value, &shape);
            }
        }
        // The same key in either vocabulary is one key.
        let mut first: BTreeMap<&str, &Place> = BTreeMap::new();
        for entry in entries.iter().filter(|entry| table.find(&entry.key).is_some()) {
            if let Some(first) = first.insert(&entry.key, &entry.key_place) {
                self.findings.add(twice(&entry.key, &entry.key_place, first));
            }
        }
    }

    /// Days of the week as keys of `hours:`.
    fn weekdays(&mut self, node: &mut Node) {
        let Kind::Map(entries) = &mut node.kind else { return };
        for entry in entries.iter_mut().filter(|entry| HoursKey::TABLE.find(&entry.key).is_none()) {
            if let Some(said) = said::weekdays(&entry.key) {
                self.remember(entry.key_place.clone(), &entry.key, &said);
                entry.key = said.en;
            }
        }
    }

    fn remember(&mut self, place: Place, written: &str, said: &Said) {
        // What an alias repeats stands in the file once.
        if !self.spoken.seen.insert((place.start, place.end)) {
            return;
        }
        self.spoken.uses.push(Use {
            place,
            written: written.to_owned(),
            en: said.en.clone(),
            zh: said.zh.clone(),
            telling: said.telling && (written == said.en || written == said.zh || !written.is_ascii()),
        });
    }
}

/// The words of Latin letters in a text.
fn latin_words(text: &str) -> impl Iterator<Item = String> {
    let latin = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    text.split(move |c| !latin(c)).filter(|word| !word.is_empty()).map(str::to_owned)
}

/// Whether a field's map says that it holds yes or no.
fn holds_yes_or_no(node: &Node) -> bool {
    let find =
        |entry: &&crate::tree::Entry| entry.key == FieldKey::Type.en() || entry.key == FieldKey::Type.zh();
    let word = node.entries().iter().find(find).and_then(|entry| entry.value.text());
    word.is_some_and(|text| text == TypeWord::Bool.en() || text == TypeWord::Bool.zh())
}

/// Yes or no, in either vocabulary: for values whose type only another file knows.
pub(crate) fn yes_or_no(text: &str) -> Option<BoolWord> {
    BoolWord::ALL.get(BoolWord::TABLE.find(text)?).copied()
}
