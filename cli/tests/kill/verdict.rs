//! Whether all is there: what was accepted is on the record, each rung that fell due is on it once
//! and none before its time, and each message of the record arrived under its one identity.

use crate::calls;
use crate::load::Answers;
use crate::peers::{Peers, Taken};
use crate::place::{LIMITS, Place, rungs};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::ExitStatus;
use steward_time::Timestamp;

/// What a run came to.
pub(crate) struct Verdict {
    /// Everything that is not as it should be, a line each.
    pub(crate) wrong: Vec<String>,
    /// How much there was to lose.
    pub(crate) summary: String,
}

/// Compares everything with everything.
pub(crate) fn reach(place: &Place, peers: &Peers, answers: &Answers, ended: ExitStatus) -> Verdict {
    let mut wrong: Vec<String> = answers.refused.iter().map(|why| format!("not accepted: {why}")).collect();
    if ended.code() != Some(0) {
        wrong.push(format!("the last life ended with {ended}"));
    }
    for line in
        fs::read_to_string(place.log()).expect("a log").lines().filter(|line| line.contains(" ERROR "))
    {
        wrong.push(format!("an error in the log: {line}"));
    }
    let cases: BTreeSet<&str> = answers.accepted.iter().map(|one| one.case.as_str()).collect();
    let records: BTreeMap<&str, Value> = cases
        .iter()
        .filter_map(|case| match place.run(&["show", case]) {
            Ok(shown) => Some((*case, shown)),
            Err(why) => {
                wrong.push(format!("{case} was accepted and can't be shown: {why}"));
                None
            }
        })
        .collect();
    for one in &answers.accepted {
        let Some(shown) = records.get(one.case.as_str()) else { continue };
        let record = list(&shown["events"]);
        let kept = |event: &Value| place_of(event).and_then(|place| record.get(place)) == Some(event);
        wrong.extend(
            one.events
                .iter()
                .filter(|event| !kept(event))
                .map(|event| format!("accepted ({}) and not on the record: {event}", one.asked)),
        );
    }
    let waited = calls::reach(place, answers, &records, &mut wrong);
    let mut due = 0;
    for (case, shown) in &records {
        due += ladder(case, shown, &mut wrong);
    }
    let messages = messages(place, &mut wrong);
    told_and_made(&records, &messages, &mut wrong);
    let taken = peers.taken();
    let mut dropped = 0;
    for message in &messages {
        dropped += usize::from(message["state"] == "dropped");
        if let Some(why) = undelivered(message, &records, &taken) {
            wrong.push(format!("{why}: {message}"));
        }
    }
    let known: BTreeSet<&str> =
        messages.iter().filter_map(|message| message["message_id"].as_str()).collect();
    if known.len() != messages.len() {
        wrong.push("an identity names two messages".to_owned());
    }
    for (identity, one) in &taken {
        if !known.contains(identity.as_str()) {
            wrong.push(format!("{identity} was sent and is not on the record"));
        }
        if one.addresses.len() != 1 {
            wrong.push(format!("{identity} went to several: {:?}", one.addresses));
        }
    }
    let twice = taken.values().filter(|one| one.times > 1).count();
    let again = messages.iter().filter(|message| message["attempts"].as_i64() > Some(1)).count();
    if again == 0 {
        wrong.push("no death met a message on its way, so nothing was proved of those".to_owned());
    }
    let summary = format!(
        "{} commands on {} cases, {due} rungs, {} messages: {again} tried again, {twice} arrived more than \
         once, {dropped} dropped; \
         {waited}",
        answers.accepted.len(),
        cases.len(),
        messages.len(),
    );
    Verdict { wrong, summary }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// Where an event stands in the record: they are numbered from 1 without a gap.
fn place_of(event: &Value) -> Option<usize> {
    usize::try_from(event["n"].as_u64()?).ok()?.checked_sub(1)
}

fn instant(value: &Value) -> Option<i64> {
    value.as_str()?.parse::<Timestamp>().ok().map(Timestamp::as_second)
}

/// Compares the rungs of a case's record with those that its steps' beginnings and ends ask for.
/// Returns how many fell due.
fn ladder(case: &str, shown: &Value, wrong: &mut Vec<String>) -> usize {
    let mut due = 0;
    for (step, within) in LIMITS {
        let state = list(&shown["steps"]).iter().find(|one| one["step"] == step);
        let Some(began) = state.and_then(|state| instant(&state["since"])) else { continue };
        let done = state.and_then(|state| instant(&state["done"]));
        for (rung, after) in rungs(within) {
            let at = began + after;
            // At the second of a step's end, what is judged first decides whether it is late. What
            // stands at its beginning is carried out all the same.
            let (least, most) = match done {
                Some(done) if after > 0 => (usize::from(at < done), usize::from(at <= done)),
                _ => (1, 1),
            };
            let on_record: Vec<&Value> = list(&shown["events"])
                .iter()
                .filter(|event| event["limit"] == step && event["rung"] == rung && event["what"] != "told")
                .collect();
            let times = on_record.len();
            if !(least..=most).contains(&times) {
                wrong.push(format!(
                    "{case}: rung {rung} of {step} is {times} times on the record, to be {least} to {most}"
                ));
            }
            if on_record.iter().any(|event| instant(&event["at"]) < Some(at)) {
                wrong.push(format!("{case}: rung {rung} of {step} came before its time"));
            }
            due += least;
        }
    }
    due
}

/// All messages of the outbox.
fn messages(place: &Place, wrong: &mut Vec<String>) -> Vec<Value> {
    let mut all = Vec::new();
    let mut after: Option<String> = None;
    loop {
        let mut args = vec!["messages", "--limit", "1000"];
        args.extend(after.iter().flat_map(|after| ["--after", after]));
        let page = match place.run(&args) {
            Ok(page) => page,
            Err(why) => {
                wrong.push(why);
                return all;
            }
        };
        all.extend_from_slice(list(&page["messages"]));
        match page["next"].as_str() {
            Some(next) => after = Some(next.to_owned()),
            None => return all,
        }
    }
}

/// Compares what the records say was told with the messages that were made: an event and its
/// messages are one commit, so there is never the one without the other.
fn told_and_made(records: &BTreeMap<&str, Value>, messages: &[Value], wrong: &mut Vec<String>) {
    let mut balance: BTreeMap<[String; 4], i32> = BTreeMap::new();
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    for (case, shown) in records {
        for event in list(&shown["events"]).iter().filter(|event| event["what"] == "told") {
            for (to, via) in
                list(&event["to"]).iter().flat_map(|to| list(&event["via"]).iter().map(move |via| (to, via)))
            {
                let told = [(*case).to_owned(), word(to), word(via), word(&event["template"])];
                *balance.entry(told).or_default() += 1;
            }
        }
    }
    for message in messages {
        let made = ["case", "to", "via", "template"].map(|key| word(&message[key]));
        *balance.entry(made).or_default() -= 1;
    }
    for (told, difference) in balance.into_iter().filter(|(_, difference)| *difference != 0) {
        wrong.push(format!("{told:?}: {difference:+} told on the record against messages made"));
    }
}

/// Why a message did not arrive as it should have.
///
/// One whose first attempt a death cut off may be dropped when its turn comes again, if it is no
/// longer true by then: its step is done, or the limit it warned of has been missed.
fn undelivered(
    message: &Value,
    records: &BTreeMap<&str, Value>,
    taken: &BTreeMap<String, Taken>,
) -> Option<&'static str> {
    let identity = message["message_id"].as_str().unwrap_or_default();
    if message["state"] == "sent" {
        return (!taken.contains_key(identity)).then_some("said to be sent and never taken");
    }
    if message["state"] != "dropped" {
        return Some("neither sent nor dropped");
    }
    if message["attempts"].as_i64() == Some(0) {
        return Some("dropped without an attempt before");
    }
    let shown = records.get(message["case"].as_str()?)?;
    let warned = message["template"] == "at-risk";
    let some_done =
        list(&shown["steps"]).iter().any(|step| step["step"] != "report" && step["state"] == "done");
    let some_missed = list(&shown["limits"]).iter().any(|limit| limit["state"] == "missed");
    let untrue = some_done || (warned && some_missed);
    (!untrue).then_some("dropped while it was true")
}
