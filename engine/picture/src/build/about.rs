//! What the sheet says around the picture: title, edition, hours, holds, limits of the case.

use crate::graph::{About, CaseLimit};
use crate::words::{self, Words, listed};
use steward_model::{HoldRule, Since, Text};

/// How much of a hash is enough to tell two wordings apart.
const HASH: usize = 8;

pub(super) fn about(words: &Words<'_>) -> About {
    let workflow = words.workflow;
    About {
        id: workflow.id.to_string(),
        title: workflow.title.clone(),
        section: workflow.section.clone(),
        edition: workflow.edition,
        hash: workflow.hash.chars().take(HASH).collect(),
        hours: words.calendar(&workflow.calendar),
        seen_by: (!workflow.seen_by.is_empty()).then(|| seen_by(words)),
        hold: workflow.hold.as_ref().map(|rule| hold(words, rule)),
        limits: workflow
            .limits
            .iter()
            .map(|limit| CaseLimit {
                text: words::case_limit(words, limit),
                from: match &limit.since {
                    Since::Step(step) => Some(step.clone()),
                    _ => None,
                },
                until: limit.until.clone(),
            })
            .collect(),
    }
}

fn seen_by(words: &Words<'_>) -> Text {
    let roles = words.workflow.seen_by.iter().map(|role| words.role(role.as_str()));
    let roles = listed(roles, "、", ", ");
    // Those above the roles, the starter and whoever has an open step see it too: too long for a line.
    Text::new(format!("可见岗位：{}及其上级", roles.zh), format!("seen by {} and those above", roles.en))
}

fn hold(words: &Words<'_>, rule: &HoldRule) -> Text {
    let who = listed(rule.who.iter().map(|role| words.role(role.as_str())), "、", ", ");
    let mut text = Text::new(format!("可由{}挂起", who.zh), format!("may be held by {}", who.en));
    if !rule.reasons.is_empty() {
        let reasons = listed(rule.reasons.iter().cloned(), "、", ", ");
        text = Text::new(format!("{}（{}）", text.zh, reasons.zh), format!("{} ({})", text.en, reasons.en));
    }
    match rule.at_most {
        Some(most) => Text::new(
            format!("{}，合计最长{}", text.zh, most.in_chinese()),
            format!("{}, {} in all", text.en, most.in_english()),
        ),
        None => text,
    }
}
