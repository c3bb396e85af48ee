//! `escalate:` the rungs of a limit: a moment, who is told then, by which channel, how often.

use crate::findings::{Draft, Findings, error};
use crate::full_width;
use crate::lower::Known;
use crate::lower::audience::Callable;
use crate::reader::{self, MapReader};
use crate::tree::Node;
use crate::words::grammar::Shape;
use crate::words::{AtWord, RepeatKey, RungKey, Words, said};
use std::collections::{BTreeMap, BTreeSet};
use steward_model::{Audience, Ladder, Place, Repeat, Rung, RungAt};
use steward_time::Span;

/// The longest row of repeats; more is noise that nobody reads any more.
const MAX_TIMES: u32 = 1_000;

/// The ladder of workflows that have none: `escalate:` of `steward.yaml`.
pub(crate) fn of_organisation(known: &Known<'_>, findings: &Findings) -> Ladder {
    let fields = BTreeMap::new();
    let call = Callable { known, fields: &fields, findings };
    known.default_ladder.map_or_else(Ladder::default, |node| ladder(node, call))
}

/// Reads a ladder.
pub(crate) fn ladder(node: &Node, call: Callable<'_>) -> Ladder {
    let items = reader::list(node, call.findings).unwrap_or_default();
    Ladder { rungs: items.iter().filter_map(|item| rung(item, call)).collect() }
}

fn rung(node: &Node, call: Callable<'_>) -> Option<Rung> {
    let findings = call.findings;
    if let Some(draft) = moment_as_key(node) {
        findings.add(draft);
        return None;
    }
    let mut keys = MapReader::<RungKey>::open(node, findings)?;
    let at_node = keys.required(RungKey::At);
    let tell = keys.take(RungKey::Tell);
    let hand_to = keys.take(RungKey::HandTo);
    let repeat = keys.take(RungKey::Repeat);
    let via = keys.take(RungKey::Via).map(|node| call.via(node));
    let template = keys.take(RungKey::Template);
    let template = template.and_then(|node| call.known.templates.resolve(node, findings));
    let urgent = keys.take(RungKey::Urgent).and_then(|node| reader::yes(node, findings));
    let deeds = [RungKey::Tell, RungKey::HandTo];
    if deeds.iter().all(|key| keys.place(*key).is_none()) && !keys.is_misspelt(&deeds) {
        findings.add(
            error(
                "rung-does-nothing",
                keys.head(),
                "这一级没有说通知谁，也没有说移交给谁",
                "this rung neither tells anybody nor hands anything on",
            )
            .help("加上 `tell: owner`", "write `tell: owner`"),
        );
    }
    keys.finish("升级的一行", "a rung");

    let at_node = at_node?;
    let written = reader::scalar(at_node, findings, "时点，例如 80%", "a moment, such as 80%")?;
    let at = moment(written, at_node, findings)?;
    Some(Rung {
        at,
        written: written.into(),
        tell: tell.map_or_else(Vec::new, |node| call.audiences(node)),
        via: via.unwrap_or_default(),
        template,
        hand_to: hand_to.and_then(|node| new_owner(node, call)),
        repeat: repeat.and_then(|node| repeated(node, at, findings)),
        urgent: urgent.unwrap_or(false),
        place: at_node.place.clone(),
    })
}

/// `- 80%: owner`: the moment stands where the key belongs.
fn moment_as_key(node: &Node) -> Option<Draft> {
    let [only] = node.entries() else { return None };
    let (at, who) = (only.key.as_str(), only.value.text()?);
    let said = said::said(&Shape::RungAt, at, &BTreeSet::new());
    if RungKey::find(at).is_some() || said.is_none_or(|said| said.is_empty()) && !at.ends_with('%') {
        return None;
    }
    let mended = format!("{{ at: {at}, tell: {who} }}");
    Some(
        error(
            "wrong-shape",
            &only.key_place,
            format!("时点 `{at}` 写在了键的位置"),
            format!("the moment `{at}` stands where a key belongs"),
        )
        .help(format!("写成 `{mended}`"), format!("write `{mended}`"))
        .fix(&node.place, mended),
    )
}

fn new_owner(node: &Node, call: Callable<'_>) -> Option<Audience> {
    let audience = call.audience(node)?;
    if matches!(audience, Audience::Owner | Audience::AllOwner | Audience::All(_)) {
        call.findings.add(
            error(
                "bad-owner",
                &node.place,
                "移交要交给另一个岗位或人员",
                "a step is handed to another role or person",
            )
            .help("写一个岗位，或 `superior`", "name a role, or superior"),
        );
        return None;
    }
    Some(audience)
}

fn repeated(node: &Node, at: RungAt, findings: &Findings) -> Option<Repeat> {
    let mut keys = MapReader::<RepeatKey>::open(node, findings)?;
    let every = keys.required(RepeatKey::Every).and_then(|node| span(node, findings));
    let times = keys.required(RepeatKey::Times);
    let times =
        times.and_then(|node| reader::number(node, findings, 2..=MAX_TIMES, ("次数", "the number of times")));
    let head = keys.head();
    keys.finish("`repeat`", "`repeat`");
    if !matches!(at, RungAt::Overdue | RungAt::After(_)) {
        findings.add(
            error("repeat-too-early", head, "超时以前的一级不能重复", "a rung before the miss can't repeat")
                .help(
                    "把 `repeat` 放到 `overdue` 或 `overdue + 4h` 这样的一级",
                    "put `repeat` on a rung at `overdue` or after it",
                ),
        );
        return None;
    }
    Some(Repeat { every: every?, times: times? })
}

/// An amount of time.
pub(crate) fn span(node: &Node, findings: &Findings) -> Option<Span> {
    let text = reader::scalar(node, findings, "一个时长，例如 30m", "an amount of time, such as 30m,")?;
    span_text(text, &node.place, findings)
}

fn span_text(text: &str, place: &Place, findings: &Findings) -> Option<Span> {
    match Span::parse(text) {
        Ok(span) => Some(span),
        Err(mistake) => {
            let draft = error("bad-span", place, mistake.zh, mistake.en);
            findings.add(match mistake.suggestion {
                Some(meant) => reader::meant(draft, place, &meant),
                None => draft,
            });
            None
        }
    }
}

/// `ready`, `80%`, `10m before`, `overdue`, `overdue + 4h`.
fn moment(text: &str, node: &Node, findings: &Findings) -> Option<RungAt> {
    let place = &node.place;
    // The amount inside the moment: a mended one takes its place and no more.
    let amount = |part: &str| {
        let part = part.trim();
        let start = text.find(part).unwrap_or_default();
        span_text(part, &node.inside(start, start + part.len()), findings)
    };
    if let Some(mended) = full_width::mended(text) {
        findings.add(full_width::finding(place, text, mended));
        return None;
    }
    match AtWord::find(text.trim()) {
        Some(AtWord::Ready) => return Some(RungAt::Ready),
        Some(AtWord::Overdue) => return Some(RungAt::Overdue),
        Some(AtWord::Before) | None => {}
    }
    if let Some(share) = text.trim_end().strip_suffix('%') {
        return used_share(share.trim(), text, place, findings);
    }
    if let Some(part) = text.trim_end().strip_suffix(AtWord::Before.en()) {
        return amount(part).map(RungAt::Before);
    }
    if let Some(after) = text.trim_start().strip_prefix(AtWord::Overdue.en())
        && let Some(part) = after.trim_start().strip_prefix('+')
    {
        return amount(part).map(RungAt::After);
    }
    let draft = error(
        "bad-moment",
        place,
        format!("看不懂时点“{text}”"),
        format!("`{text}` is no moment of a limit"),
    );
    findings.add(match likely(text.trim()) {
        Some(meant) => reader::meant(draft, place, &meant),
        None => draft.help(
            "时点写成 `ready`、`80%`、`10m before`、`overdue` 或 `overdue + 4h`",
            "a moment is written ready, 80%, 10m before, overdue or overdue + 4h",
        ),
    });
    None
}

fn used_share(share: &str, text: &str, place: &Place, findings: &Findings) -> Option<RungAt> {
    let number = share.parse::<u32>().ok();
    if let Some(share) = number.and_then(|n| u8::try_from(n).ok()).filter(|n| (1..=99).contains(n)) {
        return Some(RungAt::Share(share));
    }
    let draft = error(
        "bad-share",
        place,
        format!("份额是 1% 到 99% 的整数，写的却是“{text}”"),
        format!("a share is a whole number from 1% to 99%, not `{text}`"),
    );
    findings.add(match number {
        Some(0) => reader::meant(draft, place, AtWord::Ready.en()),
        Some(100) => reader::meant(draft, place, AtWord::Overdue.en()),
        Some(_) => {
            draft.help("超时以后写成 `overdue + 4h` 这样", "after the miss, write it like `overdue + 4h`")
        }
        None => draft.help("写成 80% 这样", "write it like 80%"),
    });
    None
}

/// What other ways of saying it probably mean: `4h after`, `-10m`, `overdue 4h`, `超时后1小时`, `到期前10分钟`.
fn likely(text: &str) -> Option<String> {
    if ["一半", "过半", "half"].contains(&text) {
        return Some("50%".to_owned());
    }
    let overdue = AtWord::Overdue.en();
    let after = text.strip_suffix("after").or_else(|| text.strip_suffix("late"));
    let said = ["超时后", "超时", "逾期后", "逾期", "到期后"].iter().find_map(|word| text.strip_prefix(word));
    let after = after.or_else(|| text.strip_prefix(overdue)).or_else(|| text.strip_prefix('+')).or(said);
    if let Some(Ok(span)) = after.map(|amount| Span::parse(amount.trim())) {
        return Some(format!("{overdue} + {span}"));
    }
    let said = ["到期前", "超时前", "截止前"].iter().find_map(|word| text.strip_prefix(word));
    let before = text.strip_prefix('-').or_else(|| text.strip_suffix("left")).or(said);
    if let Some(Ok(span)) = before.map(|amount| Span::parse(amount.trim())) {
        return Some(format!("{span} {}", AtWord::Before.en()));
    }
    if text.parse::<u8>().is_ok_and(|share| (1..=99).contains(&share)) {
        return Some(format!("{text}%"));
    }
    if let Ok(span) = Span::parse(text) {
        return Some(format!("{span} {}", AtWord::Before.en()));
    }
    AtWord::nearest(text).map(str::to_owned)
}

#[cfg(test)]
mod tests;
