//! The card of a step: what people read of it. The one file to change when a kind of step is new.

use super::Builder;
use crate::graph::NodeKind;
use crate::words::{self, listed};
use steward_model::{FieldId, NotBy, Step, StepKind, Text};

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
                    let of = words.process(workflow);
                    details.push(Text::new(
                        format!("附统计：{}", of.zh),
                        format!("Shows the figures of: {}", of.en),
                    ));
                }
                details.extend(self.kept_from(step));
                (NodeKind::Task, details)
            }
            StepKind::Approve { .. } => {
                let details = self.deciding(step).into_iter().chain(self.kept_from(step));
                (NodeKind::Approval, details.collect())
            }
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
                let called = words.process(workflow);
                let called = Text::new(
                    format!("发起“{}”，等它办结", called.zh),
                    format!("Opens “{}” and waits for its end", called.en),
                );
                (NodeKind::Call, vec![called])
            }
            StepKind::Call { workflow, awaited: false, .. } => {
                let called = words.process(workflow);
                let called = Text::new(format!("发起“{}”", called.zh), format!("Opens “{}”", called.en));
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

    /// Who decides, where several do, and how many of them it takes.
    fn deciding(&self, step: &Step) -> Option<Text> {
        let enough = step.enough()?;
        let who = listed(step.owners().map(|owner| self.words.owner(owner)), "、", ", ");
        let of = step.owners().count();
        Some(match enough == of {
            true => Text::new(format!("都要批准：{}", who.zh), format!("All approve: {}", who.en)),
            false => Text::new(
                format!("{of} 方中满 {enough} 方批准：{}", who.zh),
                format!("{enough} of {of} approve: {}", who.en),
            ),
        })
    }

    /// Whoever it must not fall to.
    fn kept_from(&self, step: &Step) -> Option<Text> {
        let one = |not_by: &NotBy| match not_by {
            NotBy::Step(step) => {
                let step = self.words.step(step);
                Text::new(format!("办“{}”的人", step.zh), format!("whoever did “{}”", step.en))
            }
            NotBy::Field(field) => {
                let field = self.words.field(field);
                Text::new(format!("“{}”里的人", field.zh), format!("who “{}” names", field.en))
            }
        };
        let who = listed(step.not_by.iter().map(one), "、", ", ");
        let any = !step.not_by.is_empty();
        any.then(|| Text::new(format!("回避：{}", who.zh), format!("Not by: {}", who.en)))
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
