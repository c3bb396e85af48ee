//! The card of a step: what people read of it. The one file to change when a kind of step is new.

use super::Builder;
use crate::graph::NodeKind;
use crate::words::{self, listed};
use steward_model::{FieldId, StepKind, Text};

impl Builder<'_> {
    /// Adds the card of the step at a place of the workflow.
    pub(super) fn card(&mut self, place: usize, lane: usize) -> usize {
        let words = self.words;
        let step = &words.workflow.steps[place];
        let (kind, details) = match &step.kind {
            StepKind::Person { form, checklist, evidence, signoff, report, .. } => {
                let mut details: Vec<Text> = step.for_each.iter().map(|each| words.each(each)).collect();
                if !form.is_empty() {
                    details.push(self.asked(form));
                }
                if !checklist.is_empty() {
                    let items = listed(checklist.iter().cloned(), "、", ", ");
                    details.push(Text::new(format!("核对：{}", items.zh), format!("Check: {}", items.en)));
                }
                if let Some(shown) = evidence.text() {
                    details.push(Text::new(format!("佐证：{}", shown.zh), format!("To show: {}", shown.en)));
                }
                if *signoff {
                    details.push(Text::new("须第二人复核", "a second person signs"));
                }
                if let Some(workflow) = report {
                    details
                        .push(Text::new(format!("附统计：{workflow}"), format!("Shows figures: {workflow}")));
                }
                (NodeKind::Task, details)
            }
            StepKind::Approve { .. } => (NodeKind::Approval, Vec::new()),
            StepKind::Notify { tell, via, urgent, .. } => {
                let who = listed(tell.iter().map(|one| words.audience(one)), "、", ", ");
                let mut details = vec![Text::new(format!("告知：{}", who.zh), format!("Tells: {}", who.en))];
                if !via.channels.is_empty() {
                    let via = words::via(via);
                    details.push(Text::new(format!("途径：{}", via.zh), format!("By: {}", via.en)));
                }
                if *urgent {
                    details.push(Text::new("紧急，免打扰时段也发", "urgent, in quiet hours too"));
                }
                (NodeKind::Message, details)
            }
            StepKind::Wait(span) => {
                let calendar = words.calendar(&step.calendar);
                let amount = if step.calendar == words.workflow.calendar {
                    Text::new(format!("等 {}", span.in_chinese()), format!("Waits {}", span.in_english()))
                } else {
                    Text::new(
                        format!("等 {} · {}", span.in_chinese(), calendar.zh),
                        format!("Waits {} · {}", span.in_english(), calendar.en),
                    )
                };
                (NodeKind::Wait, vec![amount])
            }
            StepKind::WaitUntil(field) => {
                let field = words.field(field);
                let until = Text::new(format!("等到“{}”", field.zh), format!("Waits until “{}”", field.en));
                (NodeKind::Wait, vec![until])
            }
            StepKind::WaitFor(event) => {
                let until = Text::new(format!("等事件 {event}"), format!("Waits for the event {event}"));
                (NodeKind::Wait, vec![until])
            }
            StepKind::Emit(event) => {
                let raised = Text::new(format!("发出事件 {event}"), format!("Raises the event {event}"));
                (NodeKind::Message, vec![raised])
            }
            StepKind::Call { workflow, awaited: true, .. } => {
                let called = Text::new(
                    format!("发起流程 {workflow}，等它办结"),
                    format!("Opens the workflow {workflow} and waits for its end"),
                );
                (NodeKind::Call, vec![called])
            }
            StepKind::Call { workflow, awaited: false, .. } => {
                let called =
                    Text::new(format!("发起流程 {workflow}"), format!("Opens the workflow {workflow}"));
                (NodeKind::Message, vec![called])
            }
            StepKind::Set(list) => (NodeKind::Compute, vec![words.computed(list)]),
            StepKind::End(word) => {
                let node = self.push(NodeKind::End, lane, name(place), Some(step.id.clone()));
                self.graph.nodes[node].title = step.title.clone();
                self.graph.nodes[node].details = vec![words::end(word)];
                return node;
            }
        };
        let limits = step.limit.as_ref().map(|limit| words::step_limits(&words, limit)).unwrap_or_default();
        let node = self.push(kind, lane, name(place), Some(step.id.clone()));
        let card = &mut self.graph.nodes[node];
        card.title = step.title.clone();
        card.each = step.for_each.is_some();
        card.clauses = step.refs.iter().map(ToString::to_string).collect();
        card.details = details;
        card.limits = limits;
        node
    }

    fn asked(&self, form: &[FieldId]) -> Text {
        let fields = listed(form.iter().map(|field| self.words.field(field)), "、", ", ");
        Text::new(format!("填写：{}", fields.zh), format!("Fills in: {}", fields.en))
    }
}

/// A step's name in files: its id may be Chinese, so it is called by its place.
fn name(place: usize) -> String {
    format!("step_{}", place + 1)
}
