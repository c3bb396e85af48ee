//! The lines of a story: each with what somebody did, or an event that came, and what had happened to that
//! case since the line before that was about it.

use super::acts::{acts, of_item};
use super::course::{Happened, Told, course, ends};
use super::refused;
use super::values::local;
use crate::output::Problem;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use steward_case::{CaseId, Change, Event, What};
use steward_model::{StepId, StepKind};
use steward_service::Shown;
use steward_time::Timestamp;

/// The lines, the recorded case being the first.
pub(super) fn lines(cases: &[Told], order: &[(CaseId, u32)]) -> Result<String, Problem> {
    let mut writer = Writer::new(cases);
    for happened in course(cases, order) {
        writer.write(happened)?;
    }
    Ok(writer.finish())
}

/// A line that more may be expected of yet.
struct Line<'a> {
    /// The place of the case it is about.
    of: usize,
    at: Timestamp,
    /// What is done in it. Of several, each is a line, and what is expected is of the last.
    acts: Vec<String>,
    window: Vec<&'a Event>,
}

struct Writer<'a> {
    cases: &'a [Told],
    text: String,
    /// The moment of the line written last: a story doesn't go back.
    written: Timestamp,
    line: Option<Line<'a>>,
    /// What happened to each case and is not expected yet.
    pending: Vec<Vec<&'a Event>>,
    /// The event of each case before.
    before: Vec<Option<&'a Event>>,
    /// The last call of each step, by its number.
    calls: BTreeMap<&'a StepId, u32>,
    heard: Hearing<'a>,
}

impl<'a> Writer<'a> {
    fn new(cases: &'a [Told]) -> Self {
        Self {
            cases,
            text: String::new(),
            written: Timestamp::MIN,
            line: None,
            pending: vec![Vec::new(); cases.len()],
            before: vec![None; cases.len()],
            calls: BTreeMap::new(),
            heard: Hearing::default(),
        }
    }

    fn write(&mut self, happened: Happened<'a>) -> Result<(), Problem> {
        let Happened { of, event } = happened;
        let shown = &self.cases[of].shown;
        let acts = match event.what {
            What::Emitted => self.heard.tell(of, event, shown),
            _ => acts(shown, event, self.before[of])?,
        };
        self.heard.see(of, event);
        self.before[of] = Some(event);
        for change in &event.changes {
            if let (0, Change::Calls { step, call }) = (of, change) {
                self.calls.insert(step, *call);
            }
        }
        // The line of the opening expects what came with it.
        if !acts.is_empty() || of == 0 && event.what == What::Opened {
            self.can_be_told(of)?;
            self.put();
            let mut window = std::mem::take(&mut self.pending[of]);
            window.push(event);
            self.line = Some(Line { of, at: event.at, acts, window });
            return Ok(());
        }
        match &mut self.line {
            Some(line) if line.of == of && event.at <= line.at => line.window.push(event),
            _ => self.pending[of].push(event),
        }
        // Once its step calls another, a case that ended can't be told of any more.
        if of > 0 && ends(event) {
            self.expect_rest(of);
        }
        Ok(())
    }

    /// A story tells of the case that a step called last.
    fn can_be_told(&self, of: usize) -> Result<(), Problem> {
        if self.is_last(of) {
            return Ok(());
        }
        let Told { shown, called } = &self.cases[of];
        let step = called.as_ref().map_or("", |call| call.step.as_str());
        let id = &shown.case.id;
        Err(refused(
            format!("步骤 {step} 重新发起以后，案件 {id} 里还有人办理，场景只说得到最近发起的那一件"),
            format!(
                "somebody did something in case {id} after {step} had called another, and a scenario tells of the last only"
            ),
        ))
    }

    fn is_last(&self, of: usize) -> bool {
        self.cases[of].called.as_ref().is_none_or(|call| self.calls.get(&call.step) == Some(&call.number))
    }

    /// Puts the line that is begun.
    fn put(&mut self) {
        let Some(Line { of, at, mut acts, window }) = self.line.take() else { return };
        let last = acts.pop();
        for act in acts {
            self.put_one(of, at, Some(&act), &[]);
        }
        self.put_one(of, at, last.as_deref(), &window);
    }

    fn put_one(&mut self, of: usize, at: Timestamp, act: Option<&str>, window: &[&Event]) {
        let Told { shown, called } = &self.cases[of];
        self.written = self.written.max(at);
        let mut line = format!("at: {}", local(shown, self.written));
        if let Some(call) = called {
            let _ = write!(line, ", called_by: {}", call.step);
        }
        if let Some(act) = act {
            let _ = write!(line, ", {act}");
        }
        let expected: Vec<String> = window.iter().filter_map(|event| expectation(shown, event)).collect();
        if !expected.is_empty() {
            let _ = write!(line, ", expect: [{}]", expected.join(", "));
        } else if act.is_none() && !self.text.is_empty() {
            return;
        }
        let _ = writeln!(self.text, "  - {{ {line} }}");
    }

    /// Puts what is not expected of a case yet.
    fn expect_rest(&mut self, of: usize) {
        let window = std::mem::take(&mut self.pending[of]);
        if let Some(at) = window.last().map(|event| event.at).filter(|_| self.is_last(of)) {
            self.put();
            self.put_one(of, at, None, &window);
        }
    }

    fn finish(mut self) -> String {
        self.put();
        let last = |events: &Vec<&Event>| events.last().map(|event| event.at);
        let mut rest: Vec<usize> = (0..self.cases.len()).collect();
        rest.sort_by_key(|of| last(&self.pending[*of]));
        for of in rest {
            self.expect_rest(of);
        }
        self.text
    }
}

/// What a line can expect of an event.
fn expectation(shown: &Shown, event: &Event) -> Option<String> {
    let step = event.step.as_ref().map(|step| of_item(step.written(), step.item()));
    let limit = event.limit.as_ref().map(|limit| of_item(limit.written(), limit.item()));
    Some(match event.what {
        What::Ready => format!("{{ ready: {} }}", step?),
        What::Skipped => format!("{{ skipped: {} }}", step?),
        What::Done => format!("{{ done: {} }}", step?),
        What::Overdue => format!("{{ overdue: {} }}", limit?),
        What::Told => {
            let to = event.to.first()?;
            // Whether it was urgent, and went out in quiet hours, is not on the record.
            let person = shown.estate.person(to)?;
            if shown.estate.quiet_until(person, event.at).is_some() {
                return None;
            }
            format!("{{ told: {to}, template: {} }}", event.template.as_ref()?)
        }
        What::Closed | What::Cancelled => event.changes.iter().find_map(|change| match change {
            Change::Ended(_, word) => Some(format!("{{ closed: {word} }}")),
            _ => None,
        })?,
        _ => return None,
    })
}

/// The events that came, of which each is told once: one that a case raises comes by itself when the story
/// is played, and one that several cases hear is a line of one of them.
#[derive(Default)]
struct Hearing<'a> {
    /// How many events of the cases were seen.
    seen: usize,
    /// When each event came last.
    came: BTreeMap<&'a str, usize>,
    /// When each case heard one last.
    heard: BTreeMap<(usize, &'a str), usize>,
    /// When each step became ready last.
    ready: BTreeMap<(usize, &'a StepId), usize>,
}

impl<'a> Hearing<'a> {
    fn see(&mut self, of: usize, event: &'a Event) {
        if let (What::Ready, Some(step)) = (event.what, &event.step) {
            self.ready.insert((of, step), self.seen);
        }
        self.seen += 1;
    }

    /// The line that tells of an event which a case raised or heard; none where it is told already.
    fn tell(&mut self, of: usize, event: &'a Event, shown: &Shown) -> Vec<String> {
        let now = self.seen;
        // Behind the name the record has what the event carried.
        let said = event.text.as_ref().map_or("", |text| text.zh.as_str());
        let name = said.split_whitespace().next().unwrap_or_default();
        let step = event.step.as_ref();
        let kind = step.and_then(|step| shown.workflow.step(step)).map(|step| &step.kind);
        if matches!(kind, Some(StepKind::Emit(_))) {
            self.came.insert(name, now);
            return Vec::new();
        }
        let before = self.heard.insert((of, name), now);
        // What waited already when it came last has heard that one.
        let waited = step.and_then(|step| self.ready.get(&(of, step))).copied();
        if self.came.get(name).is_some_and(|came| before < Some(*came) && waited < Some(*came)) {
            return Vec::new();
        }
        self.came.insert(name, now);
        vec![format!("event: {name}")]
    }
}
