//! The names of a handbook: what may be a name, and what each kind of thing is called.
//!
//! A role, estate, calendar, person or choice is called by its id or by a title that only one of
//! its kind has. A name that is nowhere is reported with the nearest right one and kept as it is
//! written, so that what was understood of the rest can still be looked at.

mod asked;
mod register;

pub(crate) use asked::{Asked, Changed, Log};
pub(crate) use register::{Entries, Register};

use crate::findings::{Draft, Findings, error};
use crate::full_width;
use crate::reader::scalar;
use crate::tree::Node;
use crate::words::ReservedWord;
use steward_model::Place;

/// A kind of thing that has names.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
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

#[cfg(test)]
mod tests;
