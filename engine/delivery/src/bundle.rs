//! What was held: while the engine stood still, or in somebody's quiet hours. It goes as one message a
//! person, with a list, in place of a storm. A message that comes alone goes as it is, unless it
//! speaks of a miss that was made good meanwhile.

use crate::facts::{self, Variables};
use std::collections::{BTreeMap, BTreeSet};
use steward_case::CaseId;
use steward_model::{Channel, LimitId, StaffId, StepId, TemplateId, Text};
use steward_ports::{Delivery, Digest, Enqueue};
use steward_time::Timestamp;

/// A digest lists so many things; how many more there are is said below.
const MOST_LINES: usize = 40;

/// What made messages pile up.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Occasion {
    /// A stop of the engine.
    Stop,
    /// Quiet hours.
    Quiet,
    /// Somebody comes on duty.
    Shift,
    /// A budget of messages is used up.
    Budget,
    /// Several items of one step are for the same person.
    Items,
}

impl Occasion {
    /// The word for it in the wording of a digest.
    pub fn word(self) -> &'static str {
        match self {
            Self::Stop => "stop",
            Self::Quiet => "quiet",
            Self::Shift => "shift",
            Self::Budget => "budget",
            Self::Items => "items",
        }
    }
}

/// What becomes of held messages.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Bundle {
    /// These go as they are.
    pub release: Vec<i64>,
    /// These go as one message each.
    pub digests: Vec<Group>,
}

/// Messages that go as one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Group {
    /// To whom.
    pub to: StaffId,
    /// By which channel.
    pub channel: Channel,
    /// The messages, urgent ones first, then by when they are due.
    pub messages: Vec<Delivery>,
}

/// Sorts late messages by person and channel. `road` says by which channel a digest for a person
/// can go in place of messages by a channel; `None`: by none, so they go as they are.
pub fn bundle(late: Vec<Delivery>, road: impl Fn(&StaffId, Channel) -> Option<Channel>) -> Bundle {
    let mut made = Bundle::default();
    let mut groups: BTreeMap<(StaffId, Channel), Vec<Delivery>> = BTreeMap::new();
    for delivery in late {
        match road(&delivery.message.to, delivery.message.channel) {
            Some(channel) => groups.entry((delivery.message.to.clone(), channel)).or_default().push(delivery),
            None => made.release.push(delivery.id),
        }
    }
    for ((to, channel), mut messages) in groups {
        messages.sort_by_key(order);
        match messages.as_slice() {
            [alone] if !alone.message.variables.contains_key(facts::ENDED) => made.release.push(alone.id),
            _ => made.digests.push(Group { to, channel, messages }),
        }
    }
    made
}

/// What was over a budget, as one message a person, however little it is. `road` says by which channel it can
/// go; where it can go by none, `release` names what no message lists.
pub fn over_budget(over: Vec<Delivery>, road: impl Fn(&StaffId) -> Option<Channel>) -> Bundle {
    let mut made = Bundle::default();
    let mut of_each: BTreeMap<StaffId, Vec<Delivery>> = BTreeMap::new();
    for delivery in over {
        of_each.entry(delivery.message.to.clone()).or_default().push(delivery);
    }
    for (to, mut messages) in of_each {
        messages.sort_by_key(order);
        match road(&to) {
            Some(channel) => made.digests.push(Group { to, channel, messages }),
            None => made.release.extend(messages.iter().map(|delivery| delivery.id)),
        }
    }
    made
}

/// Urgent first, then what was due first; what is due at no time comes last.
fn order(delivery: &Delivery) -> (bool, Timestamp, i64) {
    let message = &delivery.message;
    (!message.urgent, message.due.unwrap_or(Timestamp::MAX), delivery.id)
}

impl Group {
    /// The message in their place, made now. `None` of a group of none, which [`bundle`] never
    /// makes.
    ///
    /// Several rungs of one limit are one line, the last of them. It hangs on the case of its first
    /// line.
    pub fn digest(&self, now: Timestamp, occasion: Occasion) -> Option<Digest> {
        let first = self.messages.first()?;
        let lines = self.lines().into_iter().map(line).collect();
        let occasion = match occasion {
            Occasion::Budget => occasion,
            _ if self.is_of_one_step() => Occasion::Items,
            _ => occasion,
        };
        let mut variables = first.message.variables.clone();
        variables.extend(list(lines, occasion));
        Some(Digest {
            case: first.case.clone(),
            lists: self.messages.iter().map(|delivery| delivery.id).collect(),
            message: Enqueue {
                to: self.to.clone(),
                channel: self.channel,
                then: self.then(),
                template: TemplateId::new("digest"),
                urgent: first.message.urgent,
                variables,
                relevance: steward_case::Relevance::Always,
                at: now,
                late: false,
                ..first.message.clone()
            },
        })
    }

    /// Whether all of them are about items of one step of one case.
    fn is_of_one_step(&self) -> bool {
        let of = |delivery: &Delivery| {
            let step = delivery.message.step.as_ref().filter(|step| step.item().is_some())?;
            Some((delivery.case.clone(), step.written().to_owned()))
        };
        let mut each = self.messages.iter().map(of);
        each.next().flatten().is_some_and(|first| each.all(|one| one.as_ref() == Some(&first)))
    }

    /// The channels that stand in for all of them. Where they differ there are none, and a failure goes on
    /// the record: by the next channel some would come twice and be taken for each other.
    fn then(&self) -> Vec<Channel> {
        let mut each = self.messages.iter().map(|delivery| &delivery.message.then);
        let first = each.next().cloned().unwrap_or_default();
        let agreed = each.all(|then| *then == first);
        first.into_iter().filter(|channel| agreed && *channel != self.channel).collect()
    }

    /// One message for each thing it is about: the last of several rungs, at the place of the first.
    pub(crate) fn lines(&self) -> Vec<&Delivery> {
        let mut seen = BTreeSet::new();
        let mut last: BTreeMap<About<'_>, &Delivery> = BTreeMap::new();
        for delivery in &self.messages {
            let known = last.entry(about(delivery)).or_insert(delivery);
            if known.message.event < delivery.message.event {
                *known = delivery;
            }
        }
        let about_each = self.messages.iter().map(about);
        about_each.filter(|about| seen.insert(*about)).filter_map(|about| last.get(&about).copied()).collect()
    }
}

/// What a digest says: how many things there are, and a line of each up to a length.
pub(crate) fn list(lines: Vec<Text>, occasion: Occasion) -> Variables {
    let count = lines.len();
    let mut items: Vec<Text> = lines.into_iter().take(MOST_LINES).collect();
    if count > MOST_LINES {
        let more = count - MOST_LINES;
        items.push(Text::new(format!("另有 {more} 件"), format!("and {more} more")));
    }
    Variables::from([
        (facts::COUNT.to_owned(), Text::plain(count.to_string())),
        (facts::OCCASION.to_owned(), Text::plain(occasion.word())),
        (
            facts::ITEMS.to_owned(),
            Text::new(
                items.iter().map(|item| item.zh.as_str()).collect::<Vec<_>>().join("\n"),
                items.iter().map(|item| item.en.as_str()).collect::<Vec<_>>().join("\n"),
            ),
        ),
    ])
}

/// What a message is about.
type About<'a> = (&'a CaseId, Option<&'a StepId>, Option<&'a LimitId>);

fn about(delivery: &Delivery) -> About<'_> {
    (&delivery.case, delivery.message.step.as_ref(), delivery.message.limit.as_ref())
}

/// `首次响应 已超时（3月2日 周一 17:20）· 滨江花园 · riverside-complaint-17`
pub(crate) fn line(delivery: &Delivery) -> Text {
    let variables = &delivery.message.variables;
    let step = word(variables, "step");
    let state = state(&delivery.message.template);
    let ended = word(variables, facts::ENDED);
    let state = if ended.zh.is_empty() {
        state
    } else {
        Text::new(format!("{}，已于 {} 办完", state.zh, ended.zh), format!("{}, done {}", state.en, ended.en))
    };
    let what = Text::new(format!("{}{}", step.zh, state.zh), format!("{}{}", step.en, state.en));
    one(&what, &word(variables, "due"), &word(variables, "estate"), &delivery.case)
}

/// A line of a digest.
pub(crate) fn one(what: &Text, due: &Text, estate: &Text, case: &CaseId) -> Text {
    let due = if due.zh.is_empty() {
        Text::plain("")
    } else {
        Text::new(format!("（{}）", due.zh), format!(" ({})", due.en))
    };
    Text::new(
        format!("{}{} · {} · {case}", what.zh, due.zh, estate.zh),
        format!("{}{} · {} · {case}", what.en, due.en, estate.en),
    )
}

fn word(variables: &Variables, name: &str) -> Text {
    variables.get(name).cloned().unwrap_or_else(|| Text::plain(""))
}

/// What a shipped wording says of its step in a word; a folder's own says it with its step alone.
fn state(template: &TemplateId) -> Text {
    match template.as_str() {
        "task" => Text::new(" 待办理", " to do"),
        "at-risk" => Text::new(" 即将到期", " due soon"),
        "overdue" | "still-overdue" => Text::new(" 已超时", " overdue"),
        "approve" => Text::new(" 待审批", " to approve"),
        "sign" => Text::new(" 待您复核", " to sign"),
        "returned" => Text::new(" 被退回", " returned"),
        "handed" => Text::new(" 转交给您", " handed to you"),
        "held" => Text::new(" 已挂起", " on hold"),
        "resumed" => Text::new(" 已恢复", " resumed"),
        "call-ended" => Text::new(" 所等的案件没有办结", ": the case it waits for was not done"),
        "major-complaint" => Text::new(" 重大投诉", ": a major complaint"),
        _ => Text::plain(""),
    }
}

#[cfg(test)]
pub(crate) mod tests;
