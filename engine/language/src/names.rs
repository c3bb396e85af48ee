//! The names of a handbook: what may be a name, and what each kind of thing is called.
//!
//! A role, estate, calendar, person or choice is called by its id or by a title that only one of
//! its kind has. A name that is nowhere is reported with the nearest right one and kept as it is
//! written, so that what was understood of the rest can still be looked at.

use crate::findings::{Draft, Findings, error};
use crate::full_width;
use crate::reader::{meant, scalar};
use crate::tree::{Kind, Node};
use crate::words::{CalendarWord, ReservedWord, Words};
use std::borrow::Borrow;
use std::collections::{BTreeMap, BTreeSet};
use steward_model::nearest;
use steward_model::{Place, Text};

/// A kind of thing that has names.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Noun {
    /// A role.
    Role,
    /// A member of the staff.
    Person,
    /// An estate.
    Estate,
    /// A region.
    Region,
    /// A calendar.
    Calendar,
    /// A list of days off.
    HolidayList,
    /// A zone.
    Zone,
    /// A template.
    Template,
    /// A file of rules.
    Rules,
    /// A workflow.
    Workflow,
    /// A step.
    Step,
    /// A field.
    Field,
    /// A choice of a field.
    Choice,
    /// A limit.
    Limit,
    /// An event.
    Event,
    /// A word a case ends with.
    EndWord,
}

impl Noun {
    /// What people call it: Chinese, English with its article.
    pub(crate) fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Role => ("岗位", "a role"),
            Self::Person => ("人员", "a person"),
            Self::Estate => ("项目", "an estate"),
            Self::Region => ("区域", "a region"),
            Self::Calendar => ("日历", "a calendar"),
            Self::HolidayList => ("节假日表", "a holiday list"),
            Self::Zone => ("分区", "a zone"),
            Self::Template => ("消息模板", "a template"),
            Self::Rules => ("规则文件", "a file of rules"),
            Self::Workflow => ("流程", "a workflow"),
            Self::Step => ("步骤", "a step"),
            Self::Field => ("字段", "a field"),
            Self::Choice => ("选项", "a choice"),
            Self::Limit => ("时限", "a limit"),
            Self::Event => ("事件", "an event"),
            Self::EndWord => ("结束词", "a word a case ends with"),
        }
    }

    fn unknown(self) -> &'static str {
        match self {
            Self::Role => "unknown-role",
            Self::Person => "unknown-person",
            Self::Estate => "unknown-estate",
            Self::Region => "unknown-region",
            Self::Calendar => "unknown-calendar",
            Self::HolidayList => "unknown-holidays",
            Self::Template => "unknown-template",
            Self::Workflow => "unknown-workflow",
            Self::Step => "unknown-step",
            Self::Field => "unknown-field",
            Self::Limit => "unknown-limit",
            Self::Zone | Self::Rules | Self::Choice | Self::Event | Self::EndWord => {
                unreachable!("these are not looked up in a register by what a file says")
            }
        }
    }

    /// Which signs beside letters and digits a name of the kind may have.
    fn signs(self) -> &'static str {
        match self {
            Self::Person | Self::Event => "-_.",
            Self::Field => "_",
            _ => "-_",
        }
    }
}

/// A node as a new name of a kind: letters of any script, digits and the signs of its kind, and no
/// reserved word. What is wrong is reported; the text comes back all the same.
pub(crate) fn name<'a>(node: &'a Node, noun: Noun, findings: &Findings) -> Option<&'a str> {
    let (zh, en) = noun.names();
    let text = scalar(node, findings, &format!("{zh}的名称"), &format!("the name of {en}"))?;
    check_name(text, &node.place, noun, findings);
    Some(text)
}

/// Reports what keeps a text from being a new name of a kind.
pub(crate) fn check_name(text: &str, place: &Place, noun: Noun, findings: &Findings) {
    if let Some(wrong) = wrong_name(text, place, noun) {
        findings.add(wrong);
    }
}

fn wrong_name(text: &str, place: &Place, noun: Noun) -> Option<Draft> {
    let (zh, en) = noun.names();
    let allowed = |c: char| c.is_alphanumeric() || noun.signs().contains(c);
    // A sign that can't stand in a name either way has no other half.
    if let Some(mended) = full_width::mended(text).filter(|mended| mended.chars().all(allowed)) {
        return Some(full_width::finding(place, text, mended));
    }
    // A message template stands where no other word may, and some shipped ones are called like moments.
    let may_be_reserved = noun != Noun::Template;
    if may_be_reserved && ReservedWord::is_one(text) {
        return Some(reserved(text, place, noun));
    }
    let wrong = text.chars().find(|c| !allowed(*c))?;
    let signs: Vec<String> = noun.signs().chars().map(|c| format!("`{c}`")).collect();
    let mended: String = text.chars().map(|c| if allowed(c) { c } else { '_' }).collect();
    let mended = mended.trim_matches('_');
    // What people read may be longer, where the thing has a title beside its name.
    let titled = matches!(noun, Noun::Step | Noun::Field | Noun::Workflow | Noun::Role);
    let (title_zh, title_en) = match titled {
        true => ("；给人看的写在 `title` 里", "; what people read is its `title`"),
        false => ("", ""),
    };
    let shown = if wrong.is_whitespace() {
        ("空格".to_owned(), "a space".to_owned())
    } else {
        (format!(" `{wrong}`"), format!("`{wrong}`"))
    };
    Some(
        error(
            "bad-name",
            place,
            format!("{zh}的名称 `{text}` 里不能有{}", shown.0),
            format!("the name of {en} can't hold {}: `{text}`", shown.1),
        )
        .help(
            format!("名称由文字、数字和 {} 组成，例如 `{mended}`{title_zh}", signs.join("、")),
            format!("a name has letters, digits and {}, such as `{mended}`{title_en}", signs.join(" ")),
        ),
    )
}

/// The finding about a reserved word as a name or title.
pub(crate) fn reserved(text: &str, place: &Place, noun: Noun) -> Draft {
    let (zh, en) = noun.names();
    error(
        "reserved-name",
        place,
        format!("`{text}` 是保留词，不能作{zh}的名称"),
        format!("`{text}` is a reserved word and can't name {en}"),
    )
    .help("换一个名称", "choose another name")
}

/// The names of one kind of thing.
#[derive(Debug)]
pub(crate) struct Register<Id> {
    noun: Noun,
    by_id: BTreeMap<Id, Place>,
    by_title: BTreeMap<String, Vec<Id>>,
    /// What people read, in the order of the ids.
    titles: BTreeMap<Id, Text>,
    complete: bool,
}

impl<Id: Ord + Clone + Borrow<str> + for<'a> From<&'a str>> Register<Id> {
    /// No names yet.
    pub(crate) fn new(noun: Noun) -> Self {
        Self {
            noun,
            by_id: BTreeMap::new(),
            by_title: BTreeMap::new(),
            titles: BTreeMap::new(),
            complete: true,
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
        if let Some(first) = self.by_id.get::<Id>(id) {
            let ((zh, en), name): (_, &str) = (self.noun.names(), id.borrow());
            findings.add(
                error(
                    "duplicate-id",
                    place,
                    format!("{zh} `{name}` 定义了两次"),
                    format!("`{name}` names {en} twice"),
                )
                .also(first, "第一次在这里", "the first is here")
                .help("给其中一个换个名称", "give one of the two another name"),
            );
            return false;
        }
        self.by_id.insert(id.clone(), place.clone());
        self.titles.extend(title.map(|title| (id.clone(), title.clone())));
        let titles = title.map(|title| [title.zh.as_str(), title.en.as_str()]);
        for title in titles.into_iter().flatten() {
            match self.by_title.get_mut(title) {
                Some(ids) if ids.contains(id) => {}
                Some(ids) => ids.push(id.clone()),
                None => _ = self.by_title.insert(title.to_owned(), vec![id.clone()]),
            }
        }
        true
    }

    /// Whether every text calls the same here and there, and is answered by the same titles, wherever the
    /// names are written.
    pub(crate) fn calls_the_same_as(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
            || self.complete == other.complete
                && self.by_id.len() == other.by_id.len()
                && self.by_id.keys().eq(other.by_id.keys())
                && self.by_title == other.by_title
                && self.titles == other.titles
    }

    /// Enters a name that comes with the program.
    pub(crate) fn enter_built_in(&mut self, id: &str) {
        self.by_id.insert(Id::from(id), Place::top_of(""));
    }

    /// What a text calls, by id or by a title that only one has; itself, where not all names are known.
    pub(crate) fn find(&self, text: &str) -> Option<Id> {
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
        let draft = error(
            self.noun.unknown(),
            place,
            format!("没有叫 `{text}` 的{zh}"),
            format!("`{text}` is not the name of {en}"),
        );
        if let Some(word) = self.nearest(text) {
            return meant(draft, place, word);
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

    /// How a name is shown to whoever wrote `text`: by its title, where they write no Latin letters.
    fn shown(&self, id: &Id, text: &str) -> String {
        let title = self.titles.get::<Id>(id).map(|title| title.zh.as_str());
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
        let ids = self.by_id.keys().map(Borrow::borrow);
        // Two names of two characters that share one are mostly two people.
        let alike = self.noun == Noun::Person && text.chars().count() < 3;
        let titles = self.by_title.keys().map(String::as_str);
        nearest(text, ids).or_else(|| nearest(text, titles)).filter(|_| !alike)
    }

    /// All that have this title.
    pub(crate) fn titled(&self, text: &str) -> impl Iterator<Item = &Id> {
        self.by_title.get(text).into_iter().flatten()
    }

    /// Where an id was defined.
    pub(crate) fn place(&self, id: &Id) -> Option<&Place> {
        self.by_id.get::<Id>(id)
    }
}

/// A list of names longer than this is not shown in a message.
const MOST_SHOWN: usize = 12;
