//! Asking the rules at a moment of the case, and carrying out what they answer. What a rule does
//! never triggers another, and a rule that fails stops nothing: the fault is on the record and told
//! to whoever hears what nobody else can be told.

use crate::audience::{Climb, Reached};
use crate::judge::{CaseFacts, Moment, StepFacts, View, shown};
use crate::turn::{Fact, Message, Turn, USUAL};
use crate::{Action, Change, Fault, Relevance, What};
use std::collections::BTreeMap;
use steward_model::{Field, Rung, StaffId, StepId, TemplateId, Text, Value, Via};

/// What the rules said at a moment.
#[derive(Default)]
pub(crate) struct Answer {
    pub(crate) actions: Vec<Action>,
    /// Whether what the rung itself says is left out.
    pub(crate) instead: bool,
    fault: Option<Fault>,
}

impl Turn<'_> {
    /// Asks at a moment of the case as a whole.
    pub(crate) fn ask_about_case(&mut self, moment: Moment) {
        let answer = self.ask(moment, |_| (None, None));
        self.take_answer(&answer, None);
    }

    /// Asks at a moment of a step.
    pub(crate) fn ask_about_step(&mut self, moment: Moment, step: &StepId) {
        let answer = self.ask(moment, |turn| (turn.step_facts(step), None));
        self.take_answer(&answer, Some(step));
    }

    /// Asks about a field that changed, or an event that was raised.
    pub(crate) fn ask_about_name(&mut self, moment: Moment, name: &str) {
        let answer = self.ask(moment, |_| (None, Some(name.to_owned())));
        self.take_answer(&answer, None);
    }

    /// Asks at a rung of a limit. The caller carries out the answer, around the rung's own words.
    pub(crate) fn ask_about_limit(
        &mut self,
        moment: Moment,
        clock: usize,
        about: &[StepId],
        rung: Option<&Rung>,
    ) -> Answer {
        if self.in_rule || !self.ctx.judge.answers(moment) {
            return Answer::default();
        }
        let own = self.case.clocks.get(clock).and_then(|clock| clock.step.clone());
        let step = own.as_ref().or(about.first()).and_then(|id| self.step_facts(id));
        let view = View { case: self.case_facts(), step, limit: self.limit_facts(clock, rung), name: None };
        self.answer(moment, &view)
    }

    fn ask(
        &mut self,
        moment: Moment,
        about: impl Fn(&Self) -> (Option<StepFacts>, Option<String>),
    ) -> Answer {
        if self.in_rule || !self.ctx.judge.answers(moment) {
            return Answer::default();
        }
        let (step, name) = about(self);
        let view = View { case: self.case_facts(), step, limit: None, name };
        self.answer(moment, &view)
    }

    fn answer(&self, moment: Moment, view: &View) -> Answer {
        match self.ctx.judge.ask(moment, view) {
            Ok(actions) => Answer { instead: actions.contains(&Action::Instead), actions, fault: None },
            Err(fault) => Answer { fault: Some(fault), ..Answer::default() },
        }
    }

    fn take_answer(&mut self, answer: &Answer, step: Option<&StepId>) {
        self.record_fault(answer, step);
        self.carry_out_actions(answer, step, None);
    }

    /// A rule failed: that is on the record, and told.
    pub(crate) fn record_fault(&mut self, answer: &Answer, step: Option<&StepId>) {
        let Some(fault) = &answer.fault else { return };
        let text = Text::new(
            format!("规则出错 {}：{}", fault.place, fault.text.zh),
            format!("a rule failed at {}: {}", fault.place, fault.text.en),
        );
        self.record(Fact::new(What::Fault).about(step).text(Some(text.clone())));
        let reached = [self.hall().last_resort(&crate::Barred::new(), Climb::Up)];
        self.tell(
            &reached,
            &Message {
                template: &TemplateId::new("fault"),
                via: &USUAL,
                urgent: false,
                step,
                limit: None,
                rung: None,
                relevance: Relevance::Always,
                text: Some(text.zh),
            },
        );
    }

    /// Does what a rule asked for beside what the rung says.
    pub(crate) fn carry_out_actions(&mut self, answer: &Answer, step: Option<&StepId>, clock: Option<usize>) {
        self.in_rule = true;
        for action in &answer.actions {
            if self.case.is_over()
                && !matches!(action, Action::Tell { .. } | Action::Note(_) | Action::Start(..))
            {
                continue;
            }
            self.carry_out_action(action, step, clock);
        }
        self.in_rule = false;
    }

    fn carry_out_action(&mut self, action: &Action, step: Option<&StepId>, clock: Option<usize>) {
        match action {
            Action::Instead => {}
            Action::Tell { who, template, via, urgent } => {
                let about: Vec<StepId> = step.cloned().map_or_else(|| self.about_now(), |step| vec![step]);
                let mut reached = self.reach(std::slice::from_ref(who), &about, Climb::Up);
                self.leave_out_told(&mut reached, template, clock);
                self.tell(
                    &reached,
                    &Message {
                        template,
                        via: &Via::all(via.clone()),
                        urgent: *urgent,
                        step,
                        limit: clock,
                        rung: None,
                        relevance: Relevance::Always,
                        text: None,
                    },
                );
            }
            Action::HandTo(who) => {
                if let Some(step) = step {
                    self.hand_on(step, who);
                }
            }
            Action::Set(field, value) => {
                self.record(Fact::new(What::Set).change(Change::Field(field.clone(), Some(value.clone()))));
                self.after_fields(std::slice::from_ref(field));
            }
            Action::Extend(span) => {
                if let Some(number) = clock.filter(|&number| self.is_running(number)) {
                    self.extend(number, *span, None, None);
                }
            }
            Action::Note(text) => {
                self.record(Fact::new(What::Noted).text(Some(Text::plain(text))));
            }
            Action::Hold(reason) => {
                if self.may_still_be_held() {
                    self.hold(reason, None);
                }
            }
            Action::Start(workflow, fields) => self.start(workflow, fields.clone()),
        }
    }

    /// Somebody whom the rung of this moment has told already, in the same words, is not told again
    /// because a rule says so too.
    fn leave_out_told(&self, reached: &mut [Reached], template: &TemplateId, clock: Option<usize>) {
        let Some(limit) = clock.and_then(|number| self.case.clocks.get(number)).map(|clock| &clock.limit)
        else {
            return;
        };
        let told = |person: &StaffId| {
            self.events.iter().any(|event| {
                event.what == What::Told
                    && event.to.contains(person)
                    && event.limit.as_ref() == Some(limit)
                    && event.template.as_ref() == Some(template)
            })
        };
        for group in reached {
            group.people.retain(|person| !told(&person.id));
        }
    }

    fn case_facts(&self) -> CaseFacts {
        // A private value is shown to nobody but who holds the open step, a confined one to a few
        // roles; a rule learns only that there is one.
        let hidden = |field| self.ctx.definition.field(field).is_some_and(Field::is_confined);
        let fields: BTreeMap<_, _> = self
            .case
            .fields
            .iter()
            .filter(|(field, _)| field.item().is_none())
            .map(|(field, value)| match hidden(field) {
                true => (field.clone(), Value::Text("****".to_owned())),
                false => (field.clone(), value.clone()),
            })
            .collect();
        CaseFacts {
            id: self.id().to_string(),
            estate: self.case.estate.to_string(),
            opened: shown(self.case.opened, &self.ctx.estate.zone),
            fields,
        }
    }

    fn step_facts(&self, id: &StepId) -> Option<StepFacts> {
        let step = self.step(id)?;
        let state = self.case.step(id);
        Some(StepFacts {
            id: StepId::new(id.written()),
            item: id.item().unwrap_or_default().to_owned(),
            owner: self.hall().called(step).into_iter().next().unwrap_or_default(),
            holder: state.holder.as_ref().map(ToString::to_string).unwrap_or_default(),
            taken: state.holder.is_some(),
            round: state.round,
            failed_items: state.failed.into_iter().map(|(item, _)| item).collect(),
        })
    }
}
