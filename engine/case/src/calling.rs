//! One process calling another: a step that asks for a case of another workflow and passes it fields.
//! Of one that is not waited for the step is done at once. Else it stays open until news comes of that
//! case: ended `done`, or with an end that a line of the step's `then` asks for, the step is done; ended
//! otherwise, or never opened, one above may do the step or call once more.
//!
//! A call is known by the number of the event that asked for it, in either case, so that news of a
//! call that nobody waits for any more, or news that comes twice, changes nothing. Opening the other
//! case, and carrying news and the calling off between the two, is for whoever carries effects out.

use crate::advance::answer::{Sending, checked, do_step};
use crate::audience::Climb;
use crate::evidence::not_asked;
use crate::guard::holds;
use crate::hall::Belongs;
use crate::turn::{Fact, Message, Turn, USUAL};
use crate::{Call, CallOff, CallReply, CaseId, Change, Effect, Refusal, Reply, State, StepStatus, What};
use steward_model::{
    Audience, EndWord, Evidence, Guard, Person, StaffId, Step, StepId, StepKind, TemplateId, Text,
};

/// A case that called another and waits for it, and which of its calls that was.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Caller {
    /// The case.
    pub case: CaseId,
    /// The number of its event that asked for the other.
    pub call: u32,
}

/// A case that a step called and waits for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Called {
    /// The number of the event that asked for it.
    pub call: u32,
    /// Which it is, once it is open.
    pub case: Option<CaseId>,
    /// How it ended.
    pub ended: Option<EndWord>,
    /// Where the call stands.
    pub state: CallState,
}

/// Where a call stands.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum CallState {
    /// The other case is on its way.
    Running,
    /// It ended so that the step is done, at once or when its own case is no longer held.
    Settled,
    /// It ended otherwise, or could not be opened: the step waits for one above to do or repeat it.
    Stuck,
}

impl<'a> Turn<'a> {
    /// A step calls a workflow.
    pub(crate) fn call(&mut self, step: &Step) {
        self.ask_for_case(step, None);
        if !step.awaits_call() {
            self.finish(step, None, Vec::new(), None);
        }
    }

    /// A field that is empty passes nothing.
    fn ask_for_case(&mut self, step: &Step, by: Option<&StaffId>) {
        let StepKind::Call { workflow, with, awaited } = &step.kind else { return };
        let fact = Fact::new(What::Started).step(&step.id).by(by).text(Some(Text::plain(workflow.as_str())));
        let call = self.case.events + 1;
        let calls = awaited.then(|| Change::Calls { step: step.id.clone(), call });
        let event = self.record(fact.changes(calls));
        let fields = with
            .iter()
            .filter_map(|(there, here)| Some((there.clone(), self.case.fields.get(here)?.clone())))
            .collect();
        let call = Call { event, workflow: workflow.clone(), fields, awaited: *awaited };
        self.effects.push(Effect::Call(call));
    }

    /// Lets the case that called this one know what became of it.
    pub(crate) fn reply(&mut self, event: u32, says: CallReply) {
        if let Some(to) = self.case.caller.clone() {
            self.effects.push(Effect::Reply(Reply { event, to, says }));
        }
    }

    /// A step that was withdrawn waits for its case no more, and that is called off.
    pub(crate) fn call_off_called(&mut self, step: &StepId, event: u32) {
        let called = self.case.steps.get(step).and_then(|state| state.called.as_ref());
        if let Some(called) = called.filter(|called| called.state == CallState::Running) {
            self.effects.push(Effect::CallOff(CallOff { event, call: called.call }));
        }
    }

    /// The case that called this one waits for it no more.
    pub(crate) fn be_called_off(&mut self, caller: &CaseId) {
        let text = Text::new(
            format!("发起它的案件 {caller} 不再等它"),
            format!("case {caller}, which called it, waits for it no more"),
        );
        self.end(State::Cancelled, &EndWord::cancelled(), None, Some(text));
    }

    /// News of a case that a step called. Of a call that nobody waits for any more there is none.
    pub(crate) fn hear_reply(&mut self, call: u32, says: &CallReply) {
        let running = |called: &Called| called.call == call && called.state == CallState::Running;
        let waits = |step: &&Step| {
            let state = self.case.steps.get(&step.id).filter(|state| state.status == StepStatus::Ready);
            state.and_then(|state| state.called.as_ref()).is_some_and(running)
        };
        let Some(step) = self.ctx.definition.steps.iter().find(waits) else { return };
        match says {
            CallReply::Opened(case) => self.called_is_open(step, case),
            CallReply::Ended(case, word) => self.called_has_ended(step, case, word),
            CallReply::Refused(why) => {
                let text = Text::new(
                    format!("所等的案件没有立成：{}", why.zh),
                    format!("the case it waits for could not be opened: {}", why.en),
                );
                let fact = Fact::new(What::Fault).step(&step.id).text(Some(text));
                self.record(fact.change(Change::CallRefused(step.id.clone())));
                self.tell_one_above(step, &why.zh);
            }
        }
    }

    fn called_is_open(&mut self, step: &Step, case: &CaseId) {
        let known = self.case.steps.get(&step.id).and_then(|state| state.called.as_ref());
        if known.is_some_and(|called| called.case.is_some()) {
            return;
        }
        let text = Text::new(format!("已立案 {case}，等它办完"), format!("waits for case {case}"));
        let change = Change::CallOpened { step: step.id.clone(), case: case.clone() };
        self.record(Fact::new(What::Noted).step(&step.id).text(Some(text)).change(change));
    }

    fn called_has_ended(&mut self, step: &Step, case: &CaseId, word: &EndWord) {
        let ended = |settles: bool| Change::CallEnded {
            step: step.id.clone(),
            case: case.clone(),
            word: word.clone(),
            settles,
        };
        let mut then = self.case.clone();
        then.change(self.now, &ended(false));
        let speaks_of_it =
            |guard: &Guard| guard.ends().iter().any(|ended| ended.step == step.id) && holds(guard, &then);
        let settles = *word == EndWord::done()
            || step.then.iter().any(|line| line.guard.as_ref().is_some_and(speaks_of_it));
        let title = word.title().unwrap_or_else(|| Text::plain(word.as_str()));
        let text =
            Text::new(format!("案件 {case} 已结束：{}", title.zh), format!("case {case} ended: {word}"));
        self.record(Fact::new(What::Noted).step(&step.id).text(Some(text)).change(ended(settles)));
        if settles {
            self.end_settled_calls();
        } else {
            self.tell_one_above(step, &format!("{case}: {word}"));
        }
    }

    /// Steps whose called case has ended so that they are done, unless the case is held.
    pub(crate) fn end_settled_calls(&mut self) {
        let definition = self.ctx.definition;
        for step in definition.steps.iter().filter(|step| step.awaits_call()) {
            if self.case.is_held() || self.case.is_over() {
                return;
            }
            let state = self.case.steps.get(&step.id).filter(|state| state.status == StepStatus::Ready);
            let called = state.and_then(|state| state.called.as_ref());
            if called.is_some_and(|called| called.state == CallState::Settled) {
                self.finish(step, None, Vec::new(), None);
            }
        }
    }

    /// A call did not come to its end: one above whoever did the person's step done last hears of it.
    fn tell_one_above(&mut self, step: &Step, why: &str) {
        let about: Vec<StepId> = self.hall().done_last().map(|step| step.id.clone()).into_iter().collect();
        let reached = self.reach(&[Audience::Superior], &about, Climb::Up);
        let relevance = self.until_step_ends(&step.id);
        self.tell(
            &reached,
            &Message {
                template: &TemplateId::new("call-ended"),
                via: &USUAL,
                urgent: false,
                step: Some(&step.id),
                limit: None,
                rung: None,
                relevance,
                text: Some(why.to_owned()),
            },
        );
    }

    /// One above does a step whose called case did not end `done`.
    pub(crate) fn complete_call(
        &mut self,
        actor: &Person,
        id: &StepId,
        sending: &Sending<'_>,
    ) -> Result<(), Refusal> {
        let step = self.stuck_call(actor, id)?;
        if let Some(field) = sending.fields.keys().next() {
            return Err(Refusal::FieldNotAsked { step: id.clone(), field: field.clone() });
        }
        checked(step, &[], sending.ticked, sending.failed)?;
        not_asked(step, &Evidence::default(), sending.given)?;
        self.finish(step, Some(&actor.id), Vec::new(), None);
        Ok(())
    }

    /// One above has a step call once more, because its case did not end `done`.
    pub(crate) fn repeat(&mut self, actor: &Person, id: &StepId) -> Result<(), Refusal> {
        let step = self.stuck_call(actor, id)?;
        self.ask_for_case(step, Some(&actor.id));
        Ok(())
    }

    /// An open call that waits for one above, who is the actor.
    fn stuck_call(&self, actor: &Person, id: &StepId) -> Result<&'a Step, Refusal> {
        let step = self.step(id).ok_or_else(|| Refusal::NoSuchStep(id.clone()))?;
        if !step.awaits_call() {
            return Err(Refusal::WrongKind {
                step: id.clone(),
                how: Text::new(
                    "照它自己的方式办理：它不等别的案件，不能重新发起",
                    "no call that is waited for, so it can't be repeated",
                ),
            });
        }
        if let Some(stands) = self.stands(id) {
            return Err(Refusal::StepNotOpen { step: id.clone(), stands });
        }
        let called = self.case.steps.get(id).and_then(|state| state.called.as_ref());
        match called {
            Some(Called { state: CallState::Stuck, .. }) => {}
            Some(Called { state: CallState::Running, case: Some(case), .. }) => {
                let stands =
                    Text::new(format!("正在等案件 {case} 办完"), format!("it waits for case {case} to end"));
                return Err(Refusal::StepNotOpen { step: id.clone(), stands });
            }
            _ => {
                let stands = Text::new("正在等它发起的案件", "it waits for the case it called");
                return Err(Refusal::StepNotOpen { step: id.clone(), stands });
            }
        }
        let hall = self.hall();
        if hall.may_settle_calls(actor) {
            return Ok(step);
        }
        let may = hall.by_title(hall.above_calls().into_iter().map(Belongs::Role));
        Err(Refusal::NotYours {
            what: do_step(step),
            may: Text::new(format!("{}或其上级", may.zh), format!("{}, or one above them", may.en)),
        })
    }
}
