//! The parser's events put together: maps and lists as they open and close, aliases, the limits on
//! size, and the slips that only show while a file is read.

use super::onwards::Part;
use super::slips::{Written, nothing_listed, twice};
use super::{Ended, colons, lines};
use super::{Entry, Kind, MAX_ALIASES, MAX_BYTES, MAX_DEPTH, MAX_NODES, Node, Scalar, malformed, quote, tag};
use crate::findings::{Draft, Findings, error};
use granit_parser::{Event, Parser, Placement, ScalarStyle, Span, StructureStyle};
use std::collections::BTreeMap;
use std::sync::Arc;
use steward_model::{File, Place};

/// The tree while it grows: the maps and lists that are open, innermost last.
pub(super) struct Builder<'a> {
    file: Arc<str>,
    text: &'a str,
    bom: usize,
    is_part: bool,
    findings: &'a Findings,
    stack: Vec<Open>,
    anchors: BTreeMap<usize, Node>,
    nodes: usize,
    aliases: usize,
    root: Option<Node>,
    last_scalar: Option<(Place, bool)>,
}

/// A map or list that is not closed yet.
struct Open {
    start: usize,
    end: usize,
    flow: bool,
    anchor: usize,
    inner: Inner,
}

enum Inner {
    Map { entries: Vec<Entry>, seen: BTreeMap<String, Place>, key: Option<(String, Place)> },
    List(Vec<Node>),
}

impl<'a> Builder<'a> {
    /// Nothing read yet.
    pub(super) fn new(file: &File, part: &'a Part<'a>, findings: &'a Findings) -> Self {
        Self {
            file: file.path.clone(),
            text: &part.text,
            bom: part.begins,
            is_part: part.is_part,
            findings,
            stack: Vec::new(),
            anchors: BTreeMap::new(),
            nodes: 0,
            aliases: 0,
            root: None,
            last_scalar: None,
        }
    }

    /// Reads to the end. An error when nothing of the text can be used.
    pub(super) fn run(mut self) -> Result<Node, Box<Ended>> {
        let options = granit_parser::options! {
            // A long header of comments is no reason to refuse a file; its size is bounded already.
            max_buffered_comment_events: MAX_BYTES,
            emit_unresolved_aliases: self.is_part,
        };
        for next in Parser::new_from_str_with_options(self.text, options) {
            match next {
                Ok((event, span)) => self.take(event, &span)?,
                Err(wrong) => return Err(malformed::ended(&self.file, self.text, self.bom, &wrong)),
            }
        }
        self.root.ok_or_else(|| {
            let top = Place::top_of(&*self.file);
            let draft = error("empty-file", &top, "这个文件里什么都没写", "nothing is written in this file");
            Ended::whole(draft.help("写上内容，或删掉它", "write something in it, or delete it"))
        })
    }

    fn take(&mut self, event: Event<'_>, span: &Span) -> Result<(), Box<Ended>> {
        let place = self.place(span);
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                self.refuse_tag(tag.is_some(), span)?;
                self.scalar(&text, style, anchor, place)
            }
            Event::SequenceStart(style, anchor, tag) => {
                self.refuse_tag(tag.is_some(), span)?;
                self.open(place, style, anchor, Inner::List(Vec::new()))
            }
            Event::MappingStart(style, anchor, tag) => {
                self.refuse_tag(tag.is_some(), span)?;
                let seen = BTreeMap::new();
                self.open(place, style, anchor, Inner::Map { entries: Vec::new(), seen, key: None })
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(&place),
            Event::Alias(target) => self.alias(target, place),
            // What it names may stand before the part that is read.
            Event::UnresolvedAlias(name) => {
                let scalar = Scalar::meant(name.into_owned(), false, None);
                self.put(Node { place, kind: Kind::Scalar(scalar) }, 0)
            }
            Event::Comment(text, Placement::Right) => {
                self.comment(&text, &place);
                Ok(())
            }
            Event::DocumentStart(..) if self.root.is_some() => self.refuse(
                error("several-documents", &place, "一个文件里只能有一份文档", "a file holds one document")
                    .help(
                        "把 `---` 之后的内容放进另一个文件",
                        "put what follows `---` into a file of its own",
                    ),
            ),
            _ => Ok(()),
        }
    }

    fn scalar(
        &mut self,
        text: &str,
        style: ScalarStyle,
        anchor: usize,
        place: Place,
    ) -> Result<(), Box<Ended>> {
        let quoted = style != ScalarStyle::Plain;
        // Where nothing is written the parser says `~`, at a place without length.
        if !quoted && place.start == place.end {
            return self.put(Node { place, kind: Kind::Empty }, anchor);
        }
        let opening = match style {
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => 1,
            _ => 0,
        };
        let begins = place.start + opening;
        let written = self.text.get(begins - self.bom..).unwrap_or_default();
        let verbatim = written.starts_with(text).then_some(begins);
        self.last_scalar = Some((place.clone(), quoted));
        let mut scalar = Scalar::meant(text.to_owned(), quoted, verbatim);
        if !quoted {
            let whole = self.text.get(place.start - self.bom..place.end - self.bom).unwrap_or_default();
            let colons = colons::in_text(whole).into_iter();
            let colon = |at: std::ops::Range<usize>| Place {
                file: self.file.clone(),
                start: place.start + at.start,
                end: place.start + at.end,
            };
            scalar.colons = colons.map(colon).collect();
        }
        self.put(Node { place, kind: Kind::Scalar(scalar) }, anchor)
    }

    fn open(
        &mut self,
        place: Place,
        style: StructureStyle,
        anchor: usize,
        inner: Inner,
    ) -> Result<(), Box<Ended>> {
        if self.stack.len() >= MAX_DEPTH {
            return self.stop(
                error(
                    "too-deep",
                    &place,
                    format!("嵌套超过 {MAX_DEPTH} 层"),
                    format!("maps and lists stand more than {MAX_DEPTH} deep inside each other"),
                )
                .help(
                    "手册用不到这么深，检查括号是否写多了",
                    "no handbook needs that; look for brackets too many",
                ),
            );
        }
        if let Some(Open { inner: Inner::Map { key: None, .. }, .. }) = self.stack.last() {
            return self.stop(
                error("bad-key", &place, "键只能是一个词或一段文字", "a key is a single word or text")
                    .help("去掉键外面的括号", "write the key without brackets"),
            );
        }
        let flow = style == StructureStyle::Flow;
        self.stack.push(Open { start: place.start, end: place.end, flow, anchor, inner });
        Ok(())
    }

    fn close(&mut self, place: &Place) -> Result<(), Box<Ended>> {
        let Some(open) = self.stack.pop() else {
            unreachable!("the parser closes only what it opened");
        };
        let end = if open.flow { place.end.max(open.end) } else { open.end };
        let whole = Place { file: self.file.clone(), start: open.start, end };
        let written = Written { text: self.text, bom: self.bom };
        let kind = match open.inner {
            Inner::Map { entries, .. } => match entries.as_slice() {
                // `{department}` was meant as the text it is in quotes.
                [only] if only.value.is_empty() && written.around(&only.key_place).is_some() => {
                    let text = format!("{{{}}}", only.key);
                    Kind::Scalar(Scalar::meant(text, true, Some(open.start)))
                }
                _ => Kind::Map(entries),
            },
            Inner::List(items) => Kind::List(items),
        };
        self.put(Node { place: whole, kind }, open.anchor)
    }

    fn alias(&mut self, target: usize, place: Place) -> Result<(), Box<Ended>> {
        self.aliases += 1;
        let node = self.anchors.get(&target);
        let nodes = node.map_or(0, Node::count);
        if self.aliases > MAX_ALIASES || self.nodes + nodes > MAX_NODES {
            return self.refuse(
                error(
                    "too-many-aliases",
                    &place,
                    "别名（*名称）重复的内容太多",
                    "aliases (*name) repeat too much",
                )
                .help(
                    format!("最多 {MAX_ALIASES} 个别名；把重复的内容写出来或删掉"),
                    format!("{MAX_ALIASES} aliases at most; write the repeated part out, or leave it out"),
                ),
            );
        }
        let Some(mut node) = node.cloned() else {
            return self.stop(
                error(
                    "bad-alias",
                    &place,
                    "别名指向包着它自己的内容",
                    "the alias stands inside what it repeats",
                )
                .help("去掉这个别名", "leave this alias out"),
            );
        };
        self.nodes += nodes;
        // A finding about repeated text belongs where it is repeated only as a whole; its parts
        // keep the places where they are written.
        if matches!(node.kind, Kind::Scalar(_)) {
            node.place = place;
            if let Kind::Scalar(scalar) = &mut node.kind {
                scalar.verbatim = None;
            }
        }
        self.put(node, 0)
    }

    /// Puts a finished node where it belongs: as a key, a value, an item or the root.
    fn put(&mut self, mut node: Node, anchor: usize) -> Result<(), Box<Ended>> {
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            return self.refuse(
                error(
                    "too-many-nodes",
                    &node.place,
                    format!("一个文件里的内容超过 {MAX_NODES} 项"),
                    format!("a file holds {MAX_NODES} items at most"),
                )
                .help("把它拆成几个文件", "split it into several files"),
            );
        }
        if anchor != 0 {
            self.anchors.insert(anchor, node.clone());
        }
        let Some(open) = self.stack.last_mut() else {
            self.root = Some(node);
            return Ok(());
        };
        open.end = open.end.max(node.place.end);
        match &mut open.inner {
            Inner::List(items) => {
                if let Kind::Scalar(scalar) = &mut node.kind {
                    scalar.listed = true;
                }
                if matches!(node.kind, Kind::Empty) {
                    let before = &self.text[..node.place.start - self.bom];
                    let dash = usize::from(before.ends_with('-'));
                    let place = Place { start: node.place.start - dash, ..node.place.clone() };
                    self.findings.add(nothing_listed(&place));
                }
                items.push(node);
                Ok(())
            }
            Inner::Map { key: slot @ None, .. } => match node.kind {
                Kind::Scalar(scalar) if scalar.text == "<<" && !scalar.quoted => {
                    let merge = error(
                        "merge-key",
                        &node.place,
                        "不支持合并键 `<<`",
                        "merge keys (`<<`) are not read",
                    );
                    self.stop(merge.help("把要合并的内容写出来", "write out what was to be merged"))
                }
                Kind::Scalar(scalar) => {
                    let odd = lines::odd_spaces(&scalar.text);
                    if !odd.is_empty() && !scalar.quoted {
                        let end = node.place.start + odd.len();
                        let place = Place { end, ..node.place.clone() };
                        return self.stop(lines::full_width_spaces(&place, odd));
                    }
                    *slot = Some((scalar.text, node.place));
                    Ok(())
                }
                _ => {
                    let bad = error("bad-key", &node.place, "这里缺少键", "a key is missing here");
                    self.stop(bad.help("写成 `键: 值`", "write `key: value`"))
                }
            },
            Inner::Map { entries, seen, key } => {
                let Some((key, key_place)) = key.take() else {
                    unreachable!("the arm before takes maps that wait for a key");
                };
                let entry = Entry { key, key_place, value: node };
                let meant = if matches!(entry.value.kind, Kind::Empty) {
                    let before = entries.last().filter(|_| open.flow);
                    let written = Written { text: self.text, bom: self.bom };
                    let (draft, meant) = written.no_value(entry, before);
                    self.findings.add(draft);
                    meant
                } else {
                    vec![entry]
                };
                for entry in meant {
                    if let Some(first) = seen.get(&entry.key) {
                        self.findings.add(twice(&entry.key, &entry.key_place, first));
                        continue;
                    }
                    seen.insert(entry.key.clone(), entry.key_place.clone());
                    entries.push(entry);
                }
                Ok(())
            }
        }
    }

    /// A comment to the right of something, without a space after its `#`, was meant as text.
    fn comment(&mut self, text: &str, place: &Place) {
        if text.is_empty() || text.starts_with([' ', '\t', '#']) {
            return;
        }
        let draft = error(
            "cut-text",
            place,
            format!("这行文字到 ` #` 为止，后面的“{text}”被当成了注释"),
            format!("the text ends before ` #`; \"{text}\" is read as a comment"),
        )
        .help(
            "属于文字就加上引号；是注释就在 # 后面空一格",
            "put the text in quotes if # belongs to it; a comment is written with a space after #",
        );
        let between = |scalar: &Place| {
            let gap = self.text.get(scalar.end - self.bom..place.start - self.bom)?;
            gap.chars().all(|c| c == ' ').then_some(())
        };
        let whole = self.last_scalar.as_ref().filter(|(_, quoted)| !quoted).and_then(|(scalar, _)| {
            between(scalar)?;
            let whole = Place { file: self.file.clone(), start: scalar.start, end: place.end };
            let mended = quote(self.text.get(whole.start - self.bom..whole.end - self.bom)?);
            Some((whole, mended))
        });
        self.findings.add(match whole {
            Some((whole, mended)) => draft.fix(&whole, mended),
            None => draft,
        });
    }

    fn refuse_tag(&self, tagged: bool, span: &Span) -> Result<(), Box<Ended>> {
        if !tagged {
            return Ok(());
        }
        let place = self.place(&span.tag_span().unwrap_or(*span));
        self.stop(tag(&place))
    }

    /// Ends the reading at a slip, behind which it may go on.
    fn stop(&self, draft: Draft) -> Result<(), Box<Ended>> {
        Err(Ended::at(draft))
    }

    /// Ends it for what is wrong with the file as a whole.
    fn refuse(&self, draft: Draft) -> Result<(), Box<Ended>> {
        Err(Ended::whole(draft))
    }

    fn place(&self, span: &Span) -> Place {
        let range = span.byte_range().unwrap_or(0..0);
        Place { file: self.file.clone(), start: range.start + self.bom, end: range.end + self.bom }
    }
}
