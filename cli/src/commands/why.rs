//! `steward why CASE`: how each due time and each message came about: what the clock went through,
//! the pieces of calendar, the line of the handbook or rule that decided, who was passed over and
//! why. Worked out from the record and the wording that the case is pinned to.

mod limits;
mod messages;
mod reading;
mod wording;

use crate::office::Office;
use crate::options::Global;
use crate::output::{Done, Output, Paint, Problem, Verdict};
use crate::wire;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use steward_case::CaseId;
use steward_model::{Files, Handbook, Place, Text};
use steward_ports::{DeliveryState, MessageFilter};
use steward_service::Shown;
use steward_time::Piece;

/// So many messages are asked for at a time.
const MESSAGES: u32 = 1000;

/// One due time or one message, explained.
struct Answer {
    about: About,
    /// The limit, or the wording of the message.
    name: String,
    /// A fact each, in one or several lines; the first is what is explained.
    text: Vec<Text>,
    pieces: Vec<Piece>,
    /// The table of days, for people.
    days: Vec<String>,
    /// The line that decided.
    rule: Option<Line>,
    skipped: Vec<Skipped>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum About {
    Limit,
    Message,
}

/// A line of a file of the handbook, from 1.
struct Line {
    file: String,
    line: usize,
}

/// Somebody who could have been told and was not.
struct Skipped {
    who: String,
    reason: Text,
}

/// A case with what its places point into.
struct Asked<'a> {
    output: &'a Output,
    shown: &'a Shown,
    files: &'a Files,
    handbook: &'a Handbook,
    /// The messages that were not sent by themselves, by the number of their event, and why.
    dropped: BTreeMap<u32, String>,
}

impl Asked<'_> {
    fn line(&self, place: &Place) -> Line {
        Line { file: place.file.to_string(), line: crate::book::line(self.files, place) }
    }
}

pub(crate) fn run(output: &Output, global: &Global, case: &str) -> Done {
    let office = Office::open(global)?;
    let shown = office.show(&CaseId::new(case))?;
    let files = wording::files(&office, &shown)?;
    let dropped = dropped(&office, &shown.case.id)?;
    let asked = Asked { output, shown: &shown, files: &files, handbook: &office.handbook, dropped };
    let mut answers = limits::answers(&asked);
    answers.extend(messages::answers(&asked));
    if output.json {
        let answers: Vec<Value> = answers.iter().map(|answer| document(&asked, answer)).collect();
        output.document(&json!({ "case": shown.case.id.as_str(), "answers": answers }));
    } else {
        tell(output, &answers);
    }
    Ok(Verdict::Well)
}

fn dropped(office: &Office, case: &CaseId) -> Result<BTreeMap<u32, String>, Problem> {
    let mut filter = MessageFilter {
        case: Some(case.clone()),
        state: Some(DeliveryState::Dropped),
        limit: MESSAGES,
        ..MessageFilter::default()
    };
    let mut found = BTreeMap::new();
    loop {
        let page = office.messages(filter.clone())?;
        found.extend(page.rows.into_iter().filter_map(|row| Some((row.event, row.error?))));
        filter.after = page.next;
        if filter.after.is_none() {
            return Ok(found);
        }
    }
}

fn document(asked: &Asked<'_>, answer: &Answer) -> Value {
    let output = asked.output;
    let text: Vec<&str> = answer.text.iter().map(|line| output.say(line)).collect();
    let skipped: Vec<Value> = answer
        .skipped
        .iter()
        .map(|skipped| json!({ "who": skipped.who, "reason": output.say(&skipped.reason) }))
        .collect();
    json!({
        "about": match answer.about { About::Limit => "limit", About::Message => "message" },
        "name": answer.name,
        "text": text.join("\n"),
        "pieces": wire::pieces(&answer.pieces, &asked.shown.estate.zone),
        "rule": answer.rule.as_ref().map(|rule| json!({ "file": rule.file, "line": rule.line })),
        "skipped": skipped,
    })
}

fn tell(output: &Output, answers: &[Answer]) {
    let mut last = None;
    for answer in answers {
        if last != Some(answer.about) {
            let heading = match answer.about {
                About::Limit => output.pick("到期时间", "Due times"),
                About::Message => output.pick("消息", "Messages"),
            };
            output.line(format!(
                "{}{}",
                if last.is_some() { "\n" } else { "" },
                output.paint(Paint::Cyan, heading)
            ));
            last = Some(answer.about);
        }
        output.line("");
        let mut facts = answer.text.iter().map(|fact| output.say(fact));
        output.line(output.paint(Paint::Bold, facts.next().unwrap_or(&answer.name)));
        for (place, fact) in facts.enumerate() {
            for line in fact.lines() {
                output.line(format!("  {line}"));
            }
            // The days that were counted explain the first fact: from when, how long, on which calendar.
            for day in answer.days.iter().filter(|_| place == 0) {
                output.line(format!("    {day}"));
            }
        }
        for skipped in &answer.skipped {
            let reason = output.say(&skipped.reason);
            output.line(format!("  {} {}: {reason}", output.pick("未通知", "not told"), skipped.who));
        }
        if let Some(rule) = &answer.rule {
            output.line(format!("  {}", output.paint(Paint::Dim, &format!("{}:{}", rule.file, rule.line))));
        }
    }
}
