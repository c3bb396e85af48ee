//! What becomes ready, is skipped, or does itself; and what `then` and a return decide. Nothing of
//! this happens while a case is held (S22).

use crate::audience::Climb;
use crate::guard::{compute, holds};
use crate::judge::Moment;
use crate::turn::{Fact, Message, Turn};
use crate::{CallReply, Change, Decision, Effect, Relevance, State, StepStatus, What};
use steward_model::{EndWord, Owner, StaffId, Step, StepId, StepKind, Text, Then, ThenAction};

/// A case may take this many automatic steps in one turn; more is a loop that `check` missed.
const MAX_CHAIN: usize = 1_000;

impl Turn<'_> {
    /// Lets everything begin that can, until nothing more does; then ends the case when every step
    /// is done or skipped.
    pub(crate) fn flow(&mut self) {
        for _ in 0..MAX_CHAIN {
            if self.case.is_over() || self.case.is_held() {
                return;
            }
            let next = self.written.steps.iter().find(|step| self.can_begin(step));
            match next {
                Some(step) => self.begin_step(step),
                None => break,
            }
        }
        let all_past = self.written.steps.iter().all(|step| self.case.is_past(&step.id));
        if all_past {
            self.end(State::Closed, &EndWord::done(), None, None);
        }
    }

    fn can_begin(&self, step: &Step) -> bool {
        self.case.status(&step.id) == StepStatus::Waiting && step.after.iter().all(|id| self.case.is_past(id))
    }

    fn begin_step(&mut self, step: &Step) {
        if step.guard.as_ref().is_some_and(|guard| !holds(guard, &self.case)) {
            self.skip(step);
            return;
        }
        if let Some(each) = &step.for_each {
            self.begin_items(step, each);
            return;
        }
        self.make_ready(step);
        match &step.kind {
            StepKind::Person { .. } | StepKind::Approve { .. } => self.fresh.push(step.id.clone()),
            StepKind::Wait(_) | StepKind::WaitFor(_) => {}
            StepKind::Emit(name) => self.raise(step, name),
            StepKind::Call { .. } => self.call(step),
            // A date that is past already ends the wait at once.
            StepKind::WaitUntil(_) => {
                if self.wait_end(step).is_some_and(|end| end <= self.now) {
                    self.finish(step, None, Vec::new(), None);
                }
            }
            StepKind::Notify { tell, template, via, urgent } => {
                let about: Vec<StepId> = self.about_now();
                let reached = self.reach(tell, &about, Climb::Up);
                let message = Message {
                    template,
                    via,
                    urgent: *urgent,
                    step: Some(&step.id),
                    limit: None,
                    rung: None,
                    relevance: Relevance::Always,
                    text: None,
                };
                self.tell(&reached, &message);
                self.finish(step, None, Vec::new(), None);
            }
            StepKind::Set(list) => {
                let changes: Vec<Change> = list
                    .iter()
                    .map(|(field, _)| field)
                    .zip(self.computed(list))
                    .map(|(field, value)| Change::Field(field.clone(), value))
                    .collect();
                self.record(Fact::new(What::Set).step(&step.id).changes(changes));
                self.after_fields(&list.iter().map(|(field, _)| field.clone()).collect::<Vec<_>>());
                self.finish(step, None, Vec::new(), None);
            }
            StepKind::End(word) => {
                self.finish(step, None, Vec::new(), None);
                if !self.case.is_over() {
                    self.end_with(word, None);
                }
            }
        }
    }

    /// Each value in turn sees the ones before it.
    fn computed(
        &self,
        list: &[(steward_model::FieldId, steward_model::Expr)],
    ) -> Vec<Option<steward_model::Value>> {
        let mut case = self.case.clone();
        list.iter()
            .map(|(field, expr)| {
                let value = self.calendar().and_then(|calendar| compute(expr, &case, calendar));
                case.change(self.now, &Change::Field(field.clone(), value.clone()));
                value
            })
            .collect()
    }

    /// The steps an owner or superior means where no step of a person is at hand: the open ones, or
    /// the person's step done last.
    pub(crate) fn about_now(&self) -> Vec<StepId> {
        let hall = self.hall();
        let open: Vec<StepId> = hall.open_steps().map(|step| step.id.clone()).collect();
        if open.is_empty() {
            hall.done_last().map(|step| step.id.clone()).into_iter().collect()
        } else {
            open
        }
    }

    pub(crate) fn make_ready(&mut self, step: &Step) {
        let event = self.record(Fact::new(What::Ready).step(&step.id).change(Change::Ready(step.id.clone())));
        self.ask_for_figures(step, event);
        self.births();
        self.ask_about_step(Moment::Ready, &step.id);
    }

    pub(crate) fn skip(&mut self, step: &Step) {
        self.record(Fact::new(What::Skipped).step(&step.id).change(Change::Skipped(step.id.clone())));
        self.stop_clocks_of(&step.id);
        self.stop_entries_until(&step.id);
        self.births();
    }

    /// A step is done: its clock is met, entries that wait for it are, and `then` is asked.
    pub(crate) fn finish(
        &mut self,
        step: &Step,
        by: Option<&StaffId>,
        failed: Vec<(String, String)>,
        text: Option<Text>,
    ) {
        self.record(Fact::new(What::Done).step(&step.id).by(by).text(text));
        self.done(step, by, failed, None);
    }

    /// What being done changes, beside the event that says so.
    pub(crate) fn done(
        &mut self,
        step: &Step,
        by: Option<&StaffId>,
        failed: Vec<(String, String)>,
        approved: Option<bool>,
    ) {
        self.also(Change::Done { step: step.id.clone(), by: by.cloned(), failed, approved });
        self.meet_clocks_of(&step.id);
        if approved != Some(false) {
            self.meet_entries_until(&step.id);
        }
        self.births();
        self.ask_about_step(Moment::Done, &step.id);
        if approved == Some(false) || self.case.is_over() {
            return;
        }
        let again = self.case.steps.get(&step.id).is_some_and(|state| state.written_for.is_some());
        if step.item.is_some() {
            self.join(step);
        } else if !again && let Some(decision) = self.decide(step) {
            self.settle_decision(&step.id, decision);
        }
    }

    /// The first line of `then` that applies.
    fn decide(&self, step: &Step) -> Option<Decision> {
        let applies = |line: &&Then| line.guard.as_ref().is_none_or(|guard| holds(guard, &self.case));
        step.then.iter().find(applies).map(|line| self.decision(&line.action))
    }

    fn decision(&self, action: &ThenAction) -> Decision {
        match action {
            ThenAction::BackTo { step, rounds } => match rounds {
                Some((most, after_that)) if self.case.step(step).opened >= *most => self.decision(after_that),
                _ => Decision::BackTo { step: step.clone(), returned: None },
            },
            ThenAction::OnTo(step) => Decision::OnTo(step.clone()),
            ThenAction::HandTo(owner) => Decision::HandTo(owner.clone()),
            ThenAction::End(word) => Decision::End(word.clone()),
        }
    }

    /// Carries a decision out, or keeps it until the case goes on.
    pub(crate) fn settle_decision(&mut self, step: &StepId, decision: Decision) {
        if self.case.is_held() {
            self.also(Change::Pending(step.clone(), decision));
        } else {
            self.carry_out(step, decision);
        }
    }

    /// Carries out what was decided while the case was held.
    pub(crate) fn settle_pending(&mut self) {
        let pending = self.case.pending.clone();
        if pending.is_empty() {
            return;
        }
        self.also(Change::Settled);
        for (step, decision) in pending {
            if self.case.is_over() {
                return;
            }
            self.carry_out(&step, decision);
        }
    }

    fn carry_out(&mut self, step: &StepId, decision: Decision) {
        match decision {
            Decision::BackTo { step: target, returned } => self.new_round(&target, returned),
            Decision::OnTo(target) => self.pass_by(step, &target),
            Decision::HandTo(owner) => self.once_more(step, owner),
            Decision::End(word) => self.end_with(&word, None),
        }
    }

    /// A new round of a step and of all that follows from it, begun or not (S4).
    fn new_round(&mut self, target: &StepId, returned: Option<String>) {
        let mut affected = vec![target.clone()];
        affected.extend(self.ctx.definition.following(target).iter().filter(|id| *id != target).cloned());
        let tasks: Vec<StepId> = affected.iter().flat_map(|id| self.case.tasks(id)).collect();
        affected.extend(tasks);
        for id in &affected {
            if self.case.status(id) == StepStatus::Ready {
                self.withdraw(id);
            }
        }
        for id in affected {
            self.stop_clocks_of(&id);
            self.fresh.retain(|fresh| *fresh != id);
            let round = self.case.round(&id) + 1;
            self.also(Change::Round {
                round,
                counted: returned.is_none(),
                written_for: None,
                returned: returned.clone().filter(|_| id == *target),
                step: id,
            });
        }
        self.births();
    }

    /// The same step once more, for somebody else, in a round of its own (S7).
    fn once_more(&mut self, step: &StepId, owner: Owner) {
        let round = self.case.round(step) + 1;
        let tasks: Vec<StepId> = self.case.tasks(step).collect();
        for step in std::iter::once(step.clone()).chain(tasks) {
            self.also(Change::Round {
                step,
                round,
                counted: false,
                written_for: Some(owner.clone()),
                returned: None,
            });
        }
        self.births();
    }

    /// On to a later step: those between are skipped at once (S8).
    fn pass_by(&mut self, from: &StepId, target: &StepId) {
        let definition = self.ctx.definition;
        let between: Vec<&Step> = definition
            .following(from)
            .iter()
            .filter(|id| definition.following(id).contains(target) && *id != target)
            .filter(|id| self.case.status(id) == StepStatus::Waiting)
            .filter_map(|id| definition.step(id))
            .collect();
        for step in between {
            self.skip(step);
        }
    }

    pub(crate) fn withdraw(&mut self, step: &StepId) {
        let fact = Fact::new(What::Withdrawn).step(step).change(Change::Withdrawn(step.clone()));
        let event = self.record(fact);
        self.call_off_called(step, event);
        self.stop_clocks_of(step);
    }

    fn end_with(&mut self, word: &EndWord, by: Option<&StaffId>) {
        let state = if *word == EndWord::cancelled() { State::Cancelled } else { State::Closed };
        self.end(state, word, by, None);
    }

    /// The case ends: what is open is withdrawn, the clocks stop, entries of `limits:` that run to
    /// the end are met by any end but `cancelled` (S9, S17).
    pub(crate) fn end(&mut self, state: State, word: &EndWord, by: Option<&StaffId>, text: Option<Text>) {
        let open: Vec<StepId> = self
            .ctx
            .definition
            .steps
            .iter()
            .filter(|step| self.case.status(&step.id) == StepStatus::Ready)
            .map(|step| step.id.clone())
            .collect();
        for step in &open {
            self.withdraw(step);
        }
        self.fresh.clear();
        let what = if state == State::Cancelled { What::Cancelled } else { What::Closed };
        let text = text.or_else(|| Some(Text::plain(word.as_str())));
        let event = self.record(Fact::new(what).by(by).text(text));
        self.end_clocks(state != State::Cancelled);
        self.also(Change::Ended(state, word.clone()));
        self.reply(event, CallReply::Ended(self.id().clone(), word.clone()));
        self.ask_about_case(Moment::Closed);
    }

    /// A case that a rule asks for.
    pub(crate) fn start(
        &mut self,
        workflow: &steward_model::WorkflowId,
        fields: std::collections::BTreeMap<String, String>,
    ) {
        let event = self.record(Fact::new(What::Started).text(Some(Text::plain(workflow.as_str()))));
        self.effects.push(Effect::Start(crate::Start { event, workflow: workflow.clone(), fields }));
    }
}
