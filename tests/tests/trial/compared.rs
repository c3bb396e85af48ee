//! What of the record is compared with what the oracle says, and how the difference is shown.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::sync::Arc;
use steward_case::Event;
use steward_model::LimitId;
use steward_tests::oracle::Fact;

/// An event of the record as the oracle writes it.
pub(super) fn fact(event: &Event) -> Fact {
    let mut to = event.to.clone();
    to.sort();
    Fact {
        at: event.at,
        what: event.what.word(),
        step: event.step.clone(),
        limit: event.limit.clone(),
        rung: event.rung.clone(),
        to,
        via: event.via.clone(),
        template: event.template.clone(),
    }
}

/// The moments of clocks in the order they were judged (S1): steps as written before entries of
/// `limits:`, of a clock its rungs as written. A limit that is missed as its step ends has none.
pub(super) fn clock_order(all: impl Iterator<Item = Fact>) -> Vec<(Option<LimitId>, Option<Arc<str>>)> {
    let judged = |fact: &Fact| {
        ["at_risk", "overdue", "rung"].contains(&fact.what)
            && !fact.to.is_empty()
            && fact.rung.as_deref() != Some("ready")
    };
    all.filter(judged).map(|fact| (fact.limit, fact.rung)).collect()
}

/// What is compared of the facts of one instant: rungs whole; of a message whom it goes to, how and
/// with which wording; of all else what it is about. Left out is what the text does not settle:
/// which steps a message about a hold names, and how moved due times are written down.
pub(super) fn facts(all: impl Iterator<Item = Fact>) -> Vec<Fact> {
    let silent = ["moved", "noted", "excused", "set", "fault", "emitted", "started"];
    let mut holds = BTreeSet::new();
    let mut facts: Vec<Fact> = Vec::new();
    for mut fact in all.filter(|fact| !silent.contains(&fact.what)) {
        match fact.what {
            "told" => {
                // Which of the open steps a message of an entry of `limits:` names is not settled.
                if fact.limit.take().is_some_and(|limit| limit.as_str().starts_with('e')) {
                    fact.step = None;
                }
                fact.rung = None;
                let of_hold =
                    fact.template.as_ref().is_some_and(|t| ["held", "resumed"].contains(&t.as_str()));
                if of_hold {
                    fact.step = None;
                    if !holds.insert(fact.clone()) {
                        continue;
                    }
                }
            }
            "at_risk" | "overdue" | "rung" => {}
            _ => {
                fact =
                    Fact { at: fact.at, step: fact.step, limit: fact.limit, ..Fact::new(fact.at, fact.what) }
            }
        }
        facts.push(fact);
    }
    facts.sort();
    facts
}

pub(super) fn difference(core: &[Fact], oracle: &[Fact]) -> String {
    let mut text = String::from("the record differs\n");
    let mut missing = oracle.to_vec();
    for fact in core {
        match missing.iter().position(|other| other == fact) {
            Some(place) => drop(missing.remove(place)),
            None => drop(writeln!(text, "  only the core:   {fact:?}")),
        }
    }
    for fact in missing {
        let _ = writeln!(text, "  only the oracle: {fact:?}");
    }
    text
}
