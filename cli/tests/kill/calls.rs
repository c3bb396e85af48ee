//! Whether each case that waits for another got its news: once that the other is open, once that it ended,
//! and what was waited for no more is over.

use crate::load::{Answers, Fate, called};
use crate::place::Place;
use rusqlite::Connection;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Compares each job with the case it called. Returns how much there was to lose.
pub(crate) fn reach(
    place: &Place,
    answers: &Answers,
    records: &BTreeMap<&str, Value>,
    wrong: &mut Vec<String>,
) -> String {
    let others = fixings(place);
    let mut awaited = BTreeSet::new();
    let (mut done, mut cancelled) = (0, 0);
    for job in &answers.jobs {
        let Some(shown) = records.get(job.case.as_str()) else { continue };
        let times = |what: &str| {
            let events = shown["events"].as_array().map_or(&[] as &[Value], Vec::as_slice);
            events.iter().filter(|event| event["what"] == what && event["step"] == "order").count()
        };
        let other = called(shown);
        let other_is = other.as_ref().and_then(|other| others.get(other)).map(String::as_str);
        if let Some(other) = other.clone()
            && !awaited.insert(other)
        {
            wrong.push(format!("{}: another waits for its case, too", job.case));
        }
        let got = (times("started"), times("noted"), times("done"), shown["state"].as_str(), other_is);
        let right = match &job.fate {
            Fate::Waits => got == (1, 1, 0, Some("open"), Some("open")),
            Fate::Done(case) => {
                done += 1;
                other.as_ref() == Some(case) && got == (1, 2, 1, Some("closed"), Some("closed"))
            }
            Fate::Cancelled => {
                cancelled += 1;
                let heard = match other_is {
                    // Called off before it had told that it is open.
                    None => 0,
                    Some(state) => usize::from(state == "cancelled"),
                };
                got.0 == 1 && (got.1, got.2) == (heard, 0) && got.3 == Some("cancelled")
            }
        };
        if !right {
            wrong.push(format!("{} was {:?}, and it stands so: {got:?}", job.case, job.fate));
        }
    }
    for (case, state) in others.iter().filter(|(case, _)| !awaited.contains(*case)) {
        if state != "cancelled" {
            wrong.push(format!("{case} is {state}, and nobody waits for it"));
        }
    }
    if done == 0 || cancelled == 0 {
        wrong
            .push(format!("{done} jobs were done and {cancelled} cancelled, so nothing was proved of those"));
    }
    format!(
        "{} jobs that wait for another case, {done} of them done, {cancelled} cancelled",
        answers.jobs.len()
    )
}

/// The cases that jobs called, each with its state.
fn fixings(place: &Place) -> BTreeMap<String, String> {
    let store = Connection::open(place.store()).expect("the store");
    let mut ask = store.prepare("SELECT id, state FROM cases WHERE workflow = 'fixing'").expect("a question");
    let rows = ask.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).expect("an answer");
    rows.collect::<Result<_, _>>().expect("rows")
}
