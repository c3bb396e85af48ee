//! `standards:` the clauses of the handbook that a process is measured by, beside those its steps carry
//! out: figures over its cases, and what somebody looks at on the spot.

use crate::findings::{Findings, error};
use crate::guard::{Written, read_measure};
use crate::lower::room::Room;
use crate::lower::step;
use crate::reader::{self, MapReader};
use crate::tree::{Kind, Node};
use crate::words::{StandardKey, Words};
use rust_decimal::Decimal;
use steward_model::{Bounds, LimitId, Measure, Standard, StandardKind, Text};

/// What is to be looked at, for the checklists that say `standards`. What is wrong with an entry is
/// said when it is read.
pub(crate) fn inspected(node: &Node) -> Vec<Text> {
    let nowhere = Findings::default();
    let items = reader::list(node, &nowhere).unwrap_or_default();
    let inspected = items.iter().filter_map(|item| item.get(StandardKey::Inspect.en()));
    inspected.filter_map(|node| reader::text(node, &nowhere)).collect()
}

/// Reads the entries. `limits` are the names of the workflow's limits.
pub(crate) fn standards(node: &Node, limits: &[LimitId], room: &Room<'_>) -> Vec<Standard> {
    let items = reader::list(node, room.findings).unwrap_or_default();
    let mut standards: Vec<Standard> = Vec::new();
    for item in items {
        let Some(standard) = standard(item, limits, room) else { continue };
        let again = standard.inspected().and_then(|text| {
            let same = |other: &Text| other.zh == text.zh || other.en == text.en;
            Some((text, standards.iter().find(|other| other.inspected().is_some_and(same))?))
        });
        if let Some((text, known)) = again {
            let (zh, en) = (&text.zh, &text.en);
            room.findings.add(
                error(
                    "duplicate-item",
                    &standard.place,
                    format!("“{zh}”写了两次"),
                    format!("`{en}` is looked at twice"),
                )
                .also(&known.place, "第一次在这里", "the first time is here")
                .help("删掉一个，或把两项写得不同", "leave one out, or word the two differently"),
            );
            continue;
        }
        let same = |other: &&Standard| {
            let measure = |one: &Standard| one.measured().map(|(measure, _)| measure.clone());
            other.clause == standard.clause
                && measure(&standard).is_some_and(|one| measure(other) == Some(one))
        };
        if let Some(known) = standards.iter().find(same) {
            let clause = &standard.clause;
            room.findings.add(
                error(
                    "duplicate-item",
                    &standard.place,
                    format!("{clause} 的这个指标写了两次"),
                    format!("{clause} is measured by this twice"),
                )
                .also(&known.place, "第一次在这里", "the first time is here")
                .help(
                    "合成一条，`at_least` 和 `at_most` 可以同时写",
                    "make one of the two, with `at_least` and `at_most` if both are meant",
                ),
            );
            continue;
        }
        standards.push(standard);
    }
    standards
}

fn standard(node: &Node, limits: &[LimitId], room: &Room<'_>) -> Option<Standard> {
    let findings = room.findings;
    let mut keys = MapReader::<StandardKey>::open(node, findings)?;
    let clause = keys.required(StandardKey::Ref).and_then(|node| step::clause(node, findings));
    let kind = if keys.place(StandardKey::Measure).is_some() {
        let measure = keys.take(StandardKey::Measure).and_then(|node| measure(node, limits, room));
        let [least, most] = [StandardKey::AtLeast, StandardKey::AtMost].map(|key| keys.take(key));
        keys.finish("一条用指标衡量的标准", "a standard that is measured");
        let measure = measure?;
        let bound = |node: Option<&Node>| node.and_then(|node| bound(node, &measure, findings));
        let bounds = Bounds { at_least: bound(least), at_most: bound(most) };
        crossed(bounds, most, findings);
        if least.is_some() != bounds.at_least.is_some() || most.is_some() != bounds.at_most.is_some() {
            return None;
        }
        StandardKind::Measured { measure, bounds }
    } else if keys.place(StandardKey::Inspect).is_some() {
        let text = keys.take(StandardKey::Inspect).and_then(|node| reader::text(node, findings));
        keys.finish("一条现场检查的标准", "a standard that is looked at");
        StandardKind::Inspected(text?)
    } else {
        if !keys.is_misspelt(&[StandardKey::Measure, StandardKey::Inspect]) {
            findings.add(
                error(
                    "missing-key",
                    keys.head(),
                    "这条标准没有说怎样衡量",
                    "this standard does not say how it is judged",
                )
                .help(
                    "加上 `measure: met(…)`，或 `inspect: …` 由人检查",
                    "write `measure: met(…)`, or `inspect: …` for somebody to look at",
                ),
            );
        }
        return None;
    };
    Some(Standard { clause: clause?, kind, place: node.head().clone() })
}

fn measure(node: &Node, limits: &[LimitId], room: &Room<'_>) -> Option<Measure> {
    let text = reader::scalar(
        node,
        room.findings,
        "一个指标，例如 `met(respond)`",
        "a measure, such as met(respond),",
    )?;
    read_measure(Written { text, node }, limits, room.scope(), room.findings)
}

/// `95%` of a share, `3.5` of an average or a count.
fn bound(node: &Node, measure: &Measure, findings: &Findings) -> Option<Decimal> {
    let text = reader::scalar(node, findings, "一个数", "a number")?.trim();
    let number = |text: &str| Decimal::from_str_exact(text).ok().filter(|number| !number.is_sign_negative());
    let found = match (measure.is_share(), text.strip_suffix('%')) {
        (true, Some(percent)) => number(percent.trim_end())
            .filter(|one| *one <= Decimal::ONE_HUNDRED)
            .map(|one| one / Decimal::ONE_HUNDRED),
        (false, None) => number(text),
        _ => None,
    };
    if found.is_none() {
        let (zh, en) = match measure.is_share() {
            true => ("写成百分数，例如 95%", "write a percentage, such as 95%"),
            false => ("写成数字，例如 3.5", "write a number, such as 3.5"),
        };
        let draft = error(
            "bad-bound",
            &node.place,
            format!("`{text}` 不能作这个指标的界限"),
            format!("`{text}` can't bound this measure"),
        );
        let draft = draft.help(zh, en);
        let bare = number(text.trim_end_matches(['%', '％', ' ']));
        findings.add(match bare.filter(|one| *one <= Decimal::ONE_HUNDRED && *one > Decimal::ONE) {
            // 0.95 may mean 95% or not quite one in a hundred; 95 can mean one thing only.
            Some(one) if measure.is_share() => draft.fix(&node.place, format!("{one}%")),
            _ => draft,
        });
    }
    found
}

/// What must not be less than one number and not more than a smaller one is never kept.
fn crossed(bounds: Bounds, most: Option<&Node>, findings: &Findings) {
    if let (Some(low), Some(high), Some(node)) = (bounds.at_least, bounds.at_most, most)
        && low > high
        && matches!(node.kind, Kind::Scalar(_))
    {
        findings.add(
            error(
                "bad-bound",
                &node.place,
                "不高于的数比不低于的还小，没有数能合格",
                "this is less than `at_least`, so no figure keeps both",
            )
            .help("把两个数换过来", "write the two the other way round"),
        );
    }
}
