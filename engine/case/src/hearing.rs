//! Events: what a case raises for others to hear, and what it hears itself. An event concerns an
//! estate, not a case: every case there that waits for it goes on.

use crate::judge::Moment;
use crate::turn::{Fact, Turn};
use crate::{Case, Change, Effect, Raise, StepStatus, What};
use std::collections::{BTreeMap, BTreeSet};
use steward_model::{EventName, StaffId, Step, StepId, StepKind, Text, Workflow};

/// Whether an event means anything to a case now: one of its steps waits for it, or it ends its
/// hold. Whether its rules answer events is for the caller to ask.
pub fn hears(case: &Case, definition: &Workflow, name: &EventName) -> bool {
    awaited(case, definition).contains(name)
}

/// The events that mean something to a case now.
pub fn awaited<'a>(case: &Case, definition: &'a Workflow) -> BTreeSet<&'a EventName> {
    if case.is_over() {
        return BTreeSet::new();
    }
    let ends = definition.hold.as_ref().and_then(|hold| hold.ends.as_ref());
    let waits = waiting(case, definition).map(|(_, name)| name);
    waits.chain(ends.filter(|_| case.is_held())).collect()
}

/// The open steps that wait for an event and have not heard it yet, in the order written.
fn waiting<'a>(case: &Case, definition: &'a Workflow) -> impl Iterator<Item = (&'a Step, &'a EventName)> {
    let waits = definition.steps.iter().filter_map(|step| match &step.kind {
        StepKind::WaitFor(name) => Some((step, name)),
        _ => None,
    });
    waits.filter(|(step, _)| {
        case.steps.get(&step.id).is_some_and(|state| state.status == StepStatus::Ready && !state.heard)
    })
}

impl Turn<'_> {
    /// An event was raised at the estate: steps that wait for it are done, a hold that it ends is
    /// over, the rules are asked. While the case is held, a wait that has heard ends on resuming.
    pub(crate) fn hear(
        &mut self,
        by: Option<&StaffId>,
        name: &EventName,
        carries: &BTreeMap<String, String>,
    ) {
        let definition = self.ctx.definition;
        // Everybody who sees the case reads its record, so a value that is not for all of them stays out.
        let is_open = |key: &str| {
            !definition.fields.iter().any(|field| field.id.as_str() == key && field.is_confined())
        };
        let text = carries.iter().filter(|(key, _)| is_open(key));
        let text = text.map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>().join(" ");
        let text = if text.is_empty() { name.to_string() } else { format!("{name} {text}") };
        let heard: Vec<StepId> = waiting(&self.case, definition)
            .filter(|(_, awaited)| *awaited == name)
            .map(|(step, _)| step.id.clone())
            .collect();
        self.record(
            Fact::new(What::Emitted)
                .about(heard.first())
                .by(by)
                .text(Some(Text::plain(text)))
                .changes(heard.into_iter().map(Change::Heard)),
        );
        let ends = definition.hold.as_ref().and_then(|hold| hold.ends.as_ref());
        if self.case.is_held() && ends == Some(name) {
            let text =
                Text::new(format!("事件 {name} 发生，恢复"), format!("the event {name} came; it goes on"));
            self.resume(by, Some(text));
        }
        self.end_heard_waits();
        self.ask_about_name(Moment::Event, name.as_str());
    }

    /// Steps that have heard what they waited for are done, unless the case is held.
    pub(crate) fn end_heard_waits(&mut self) {
        let definition = self.ctx.definition;
        for step in definition.steps.iter().filter(|step| matches!(step.kind, StepKind::WaitFor(_))) {
            if self.case.is_held() || self.case.is_over() {
                return;
            }
            let state = self.case.steps.get(&step.id);
            if state.is_some_and(|state| state.status == StepStatus::Ready && state.heard) {
                self.finish(step, None, Vec::new(), None);
            }
        }
    }

    /// A step raises an event. It carries what the case knows, but for what not everybody may see.
    pub(crate) fn raise(&mut self, step: &Step, name: &EventName) {
        let event =
            self.record(Fact::new(What::Emitted).step(&step.id).text(Some(Text::plain(name.as_str()))));
        let definition = self.ctx.definition;
        let open = |field| definition.field(field).is_some_and(|field| !field.is_confined());
        let carries = self
            .case
            .fields
            .iter()
            .filter(|(field, _)| open(field) && field.item().is_none())
            .map(|(field, value)| (field.clone(), value.clone()))
            .collect();
        self.effects.push(Effect::Raise(Raise { event, name: name.clone(), carries }));
        self.finish(step, None, Vec::new(), None);
    }
}
