//! Text to tree: a YAML file as nodes that know their place. This is the one file that names the
//! YAML library.
//!
//! Every scalar keeps the text that was written, so that `2.10`, `+86138…`, `08:00`, `no` and `是`
//! mean what the key they stand behind decides. What YAML allows and a handbook does not is refused
//! here, with the way out: other encodings, tags, merge keys, several documents, a key twice, a key
//! without a value, text cut by ` #`, and whatever grows past the limits below.

mod builder;
mod colons;
mod encoding;
mod lines;
mod malformed;
mod marks;
mod onwards;
mod rewritten;
mod sections;
mod slips;

use crate::findings::{Draft, Findings, error};
use rewritten::Stretch;
use steward_model::{File, Place};

pub(crate) use slips::twice;

/// A file of a handbook may be this long. The longest process of a real handbook is some 40 kB; a
/// file beyond a megabyte is something else that got into the folder.
pub(crate) const MAX_BYTES: usize = 1 << 20;

/// A file may hold this many nodes, those that aliases repeat included.
pub(crate) const MAX_NODES: usize = 50_000;

/// Maps and lists may stand inside each other this deep; the language itself needs ten.
pub(crate) const MAX_DEPTH: usize = 64;

/// A file may use this many aliases.
pub(crate) const MAX_ALIASES: usize = 100;

/// A node of the tree.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    /// Where it is written: a scalar with its quotes, a map or list from its first to its last part.
    pub(crate) place: Place,
    /// What it is.
    pub(crate) kind: Kind,
}

/// What a node is.
#[derive(Clone, Debug)]
pub(crate) enum Kind {
    /// A text, a number, a word: whatever is neither map nor list.
    Scalar(Scalar),
    /// Keys with their values, in the order written.
    Map(Vec<Entry>),
    /// Items, in the order written.
    List(Vec<Node>),
    /// Nothing stands there; the finding about it is made already.
    Empty,
}

/// A scalar as it is written.
#[derive(Clone, Debug)]
pub(crate) struct Scalar {
    /// Its text.
    pub(crate) text: String,
    /// Whether it stands in quotes or in a block.
    pub(crate) quoted: bool,
    /// Whether it is an item of a list.
    pub(crate) listed: bool,
    /// Where the text begins in the file, when it stands there letter by letter.
    verbatim: Option<usize>,
    /// Stretches that stand in the file in other words.
    rewritten: Vec<Stretch>,
    /// The colons that would have made keys of it, had they been written as colons.
    colons: Vec<Place>,
}

impl Scalar {
    /// A text as it was meant; `verbatim` is where it begins in the file, when it stands there so.
    fn meant(text: String, quoted: bool, verbatim: Option<usize>) -> Self {
        Self { text, quoted, listed: false, verbatim, rewritten: Vec::new(), colons: Vec::new() }
    }
}

/// A key and its value.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// The key as it is written.
    pub(crate) key: String,
    /// Where the key is written.
    pub(crate) key_place: Place,
    /// Its value.
    pub(crate) value: Node,
}

impl Node {
    /// The beginning of the node, for a finding about it as a whole: of a map its first key, of a
    /// list its first item.
    pub(crate) fn head(&self) -> &Place {
        match &self.kind {
            Kind::Map(entries) => entries.first().map_or(&self.place, |entry| &entry.key_place),
            Kind::List(items) => items.first().map_or(&self.place, Node::head),
            Kind::Scalar(_) | Kind::Empty => &self.place,
        }
    }

    /// The value behind a key, for a look at what a file is before it is read.
    pub(crate) fn get(&self, key: &str) -> Option<&Node> {
        match &self.kind {
            Kind::Map(entries) => entries.iter().find(|entry| entry.key == key).map(|entry| &entry.value),
            _ => None,
        }
    }

    /// The keys of a map with their values; none where it is no map.
    pub(crate) fn entries(&self) -> &[Entry] {
        match &self.kind {
            Kind::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The text of a scalar.
    pub(crate) fn text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Scalar(scalar) => Some(&scalar.text),
            _ => None,
        }
    }

    /// The place of a stretch of bytes of a scalar's text. Where the text does not stand in the
    /// file letter by letter (escapes, folded lines) the whole scalar.
    pub(crate) fn inside(&self, start: usize, end: usize) -> Place {
        match &self.kind {
            Kind::Scalar(Scalar { verbatim: Some(at), rewritten, .. }) => {
                let (start, end) = rewritten::as_written(rewritten, start, end);
                Place { file: self.place.file.clone(), start: at + start, end: at + end }
            }
            _ => self.place.clone(),
        }
    }

    /// The list that a text of several names was meant as, with what to write: `front-desk, engineering`
    /// without its brackets, or with full-width commas inside them. `None` where it is a single one.
    pub(crate) fn several(&self) -> Option<(Vec<&str>, String)> {
        let Kind::Scalar(scalar) = &self.kind else { return None };
        let parts: Vec<&str> = scalar.text.split([',', '，', '、']).map(str::trim).collect();
        if parts.len() < 2 || parts.iter().any(|part| part.is_empty()) {
            return None;
        }
        let row = parts.join(", ");
        Some((parts, if scalar.listed { row } else { format!("[{row}]") }))
    }

    /// Another text in the place of this scalar: in quotes where it stood in quotes.
    pub(crate) fn instead(&self, text: &str) -> String {
        match &self.kind {
            Kind::Scalar(scalar) if scalar.quoted => quote(text),
            _ => text.to_owned(),
        }
    }

    /// Whether nothing stands there.
    pub(crate) fn is_empty(&self) -> bool {
        matches!(self.kind, Kind::Empty)
    }

    fn count(&self) -> usize {
        1 + match &self.kind {
            Kind::Map(entries) => entries.iter().map(|entry| 1 + entry.value.count()).sum(),
            Kind::List(items) => items.iter().map(Node::count).sum(),
            Kind::Scalar(_) | Kind::Empty => 0,
        }
    }
}

/// The text of a file behind its BOM. `None` when it is too big or in another encoding; a finding
/// says so.
pub(crate) fn text<'a>(file: &'a File, findings: &Findings) -> Option<&'a str> {
    if file.bytes.len() <= MAX_BYTES {
        return encoding::text(file, findings);
    }
    let megabytes = file.bytes.len().div_ceil(MAX_BYTES);
    findings.add(
        error(
            "file-too-big",
            &Place::top_of(&*file.path),
            format!("这个文件有 {megabytes} MB，手册里的文件最大 1 MB"),
            format!("this file has {megabytes} MB; a file of a handbook has 1 MB at most"),
        )
        .help("把它移出手册文件夹，或拆成几个文件", "move it out of the folder, or split it"),
    );
    None
}

/// Reads a file. `None` when nothing of it can be used; findings say why.
pub(crate) fn read(file: &File, findings: &Findings) -> Option<Node> {
    onwards::read(file, text(file, findings)?, findings)
}

/// Why a text could not be read to its end.
struct Ended {
    /// What there is to say about it.
    draft: Draft,
    /// What is behind it.
    then: Then,
}

/// How reading may go on behind what ended it; places are bytes of the file.
#[derive(Clone, Copy)]
enum Then {
    /// A colon that is none to YAML stands there: the text reads on as if it were one.
    Colon(usize),
    /// The next section, or the next entry of this one, that begins behind this place.
    Behind(usize),
    /// The same, but what follows may be the rest of a text whose quote is missing.
    BehindText(usize),
    /// Nothing: it is the file as a whole that is wrong.
    Nothing,
}

impl Ended {
    fn at(draft: Draft) -> Box<Self> {
        let then = Then::Behind(draft.place().start);
        Box::new(Self { draft, then })
    }

    fn whole(draft: Draft) -> Box<Self> {
        Box::new(Self { draft, then: Then::Nothing })
    }
}

/// The finding about a tag.
fn tag(place: &Place) -> Draft {
    error("tag", place, "不支持 YAML 标签（以 `!` 开头）", "YAML tags (beginning with `!`) are not read")
        .help("去掉标签；文字以 ! 开头时加引号", "leave the tag out; put a text that begins with ! in quotes")
}

/// A text in double quotes, as it stands in a file.
pub(crate) fn quote(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{}\"", text.replace('\n', "\\n").replace('\r', "\\r").replace('\t', "\\t"))
}

#[cfg(test)]
mod tests;
