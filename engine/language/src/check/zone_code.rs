//! A check-in code shows that somebody stood at a zone only where nobody else can know it: where each
//! zone has a code, and each another one.

use super::pages::Pages;
use crate::findings::{Findings, error, warning};
use crate::words::{StepKey, Words, ZoneKey};
use std::collections::BTreeSet;
use steward_model::{Estate, Handbook, Step, Workflow, Zone};

/// Reports each estate whose zones lack codes that its workflows ask for, and those that share one.
pub(super) fn check(handbook: &Handbook, pages: &Pages<'_>, findings: &Findings) {
    let workflows = || handbook.workflows.values();
    let standard = workflows().find_map(|workflow| asking(workflow));
    for estate in handbook.estates.values() {
        shared(estate, pages, findings);
        let step = if handbook.adjusted.contains_key(&estate.id) {
            workflows()
                .filter_map(|workflow| handbook.at(&estate.id, workflow).ok())
                .find_map(|one| asking(one))
        } else {
            standard
        };
        if let Some(step) = step {
            without(estate, step, pages, findings);
        }
    }
}

/// The first step that asks for a code.
fn asking(workflow: &Workflow) -> Option<&Step> {
    workflow.steps.iter().find(|step| step.evidence().is_some_and(|evidence| evidence.code.is_some()))
}

fn without(estate: &Estate, step: &Step, pages: &Pages<'_>, findings: &Findings) {
    let lacking = || estate.zones.iter().filter(|zone| zone.code.is_none());
    let Some(first) = lacking().next() else { return };
    let lacking: Vec<&str> = lacking().map(|zone| zone.id.as_str()).collect();
    let (id, step_id) = (&estate.id, &step.id);
    let zh = lacking.join("、");
    let en = match lacking.as_slice() {
        [one] => format!("the zone {one} has no check-in code: its id stands in for it"),
        all => format!("the zones {} have no check-in code: their ids stand in for it", all.join(", ")),
    };
    findings.add(
        warning(
            "guessable-code",
            pages.in_zone(estate, &first.id, ZoneKey::Code.en()),
            format!("项目 `{id}` 的分区 {zh} 没有签到码：分区编号就当作签到码，不到现场也知道"),
            format!("in `{id}`, {en}, which anybody knows"),
        )
        .also(
            pages.in_step(step, StepKey::Evidence),
            format!("步骤“{step_id}”要现场签到"),
            format!("the step `{step_id}` asks for a code on the spot"),
        )
        .help(
            "在分区里写上现场张贴的码，例如 `code: K7Q2`，各处不同",
            "write the code that hangs there in the zone, such as `code: K7Q2`, another one for each",
        ),
    );
}

/// Two zones whose codes are the same can't be told apart.
fn shared(estate: &Estate, pages: &Pages<'_>, findings: &Findings) {
    let mut told = BTreeSet::new();
    for (at, zone) in estate.zones.iter().enumerate() {
        let same = |other: &&Zone| {
            // Two ids that only look alike matter to nobody where no code is written.
            (zone.code.is_some() || other.code.is_some()) && other.check_in() == zone.check_in()
        };
        let Some(first) = estate.zones[..at].iter().find(same) else { continue };
        if !told.insert(&first.id) {
            continue;
        }
        let (id, one, other) = (&estate.id, &first.id, &zone.id);
        findings.add(
            error(
                "same-code",
                pages.in_zone(estate, &zone.id, ZoneKey::Code.en()),
                format!("项目 `{id}` 的分区 {one} 和 {other} 签到码相同，分不出在哪一处"),
                format!("in `{id}`, the zones {one} and {other} have the same code, so it does not say which it is"),
            )
            .also(
                pages.in_zone(estate, &first.id, ZoneKey::Code.en()),
                "另一处在这里",
                "the other is here",
            )
            .help("给其中一处换一个码", "give one of the two another code"),
        );
    }
}
