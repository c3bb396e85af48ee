//! What one above the owner may do: hand on, extend, excuse, change fields, cancel. And notes,
//! which anyone may write.

use crate::turn::{Fact, Turn};
use crate::{Change, Clock, ClockState, Moment, Refusal, State, What};
use std::collections::BTreeMap;
use steward_model::{EndWord, FieldId, LimitId, Person, StaffId, Step, StepId, Text, Value};
use steward_time::Span;

impl Turn<'_> {
    pub(super) fn hand(&mut self, actor: &Person, id: &StepId, to: &StaffId) -> Result<(), Refusal> {
        let step = self.open_step(id)?;
        self.may_direct(actor, std::slice::from_ref(&step.id), &Text::new("移交步骤", "hand on the step"))?;
        let person = self.ctx.estate.person(to).ok_or_else(|| Refusal::NoSuchPerson(to.clone()))?;
        if self.hall().is_away(person) {
            return Err(Refusal::Away(to.clone()));
        }
        self.not_for_one_of_several(step)?;
        if self.hall().workers(step).contains(to) {
            return Err(Refusal::OwnWork(id.clone()));
        }
        self.record(
            Fact::new(What::Handed)
                .step(id)
                .by(Some(&actor.id))
                .to(vec![to.clone()], Vec::new(), None)
                .change(Change::Holder(id.clone(), Some(to.clone()))),
        );
        self.tell_handed(step);
        Ok(())
    }

    pub(super) fn ask_to_extend(
        &mut self,
        actor: &Person,
        limit: &LimitId,
        span: Span,
        reason: &str,
    ) -> Result<(), Refusal> {
        let limit = &self.meant_limit(limit, |clock| clock.over.is_none())?;
        let number = self.clock_named(limit)?;
        self.may_direct_clock(actor, number, &Text::new("延长时限", "extend the limit"))?;
        if self.case.clocks[number].state == ClockState::Missed {
            return Err(Refusal::Missed(limit.clone()));
        }
        if reason.trim().is_empty() {
            return Err(Refusal::ReasonMissing);
        }
        if !self.is_running(number) {
            return Err(Refusal::NoSuchLimit(limit.clone()));
        }
        self.extend(number, span, Some(&actor.id), Some(reason));
        Ok(())
    }

    pub(crate) fn is_running(&self, number: usize) -> bool {
        self.case.clocks.get(number).is_some_and(|clock| clock.state == ClockState::Running)
    }

    /// Adds time to a running clock: an entry in its ledger, nothing rewritten (S18).
    pub(crate) fn extend(&mut self, number: usize, span: Span, by: Option<&StaffId>, reason: Option<&str>) {
        let clock = &self.case.clocks[number];
        let (limit, step) = (clock.limit.clone(), clock.step.clone());
        let reason = reason.map(|reason| format!(": {reason}")).unwrap_or_default();
        let text =
            Text::new(format!("+{}{reason}", span.in_chinese()), format!("+{}{reason}", span.in_english()));
        self.record(
            Fact::new(What::Extended)
                .about(step.as_ref())
                .limit(Some(&limit))
                .by(by)
                .text(Some(text))
                .change(Change::Extended(number, span)),
        );
        if let Some(due) = self.reckon(number).and_then(|reckoning| reckoning.due()) {
            self.also(Change::ClockDue { clock: number, due: due.at, provisional: due.provisional });
        }
        self.rungs_ahead(number);
    }

    pub(super) fn excuse(&mut self, actor: &Person, limit: &LimitId, reason: &str) -> Result<(), Refusal> {
        let is_missed = |clock: &Clock| clock.state == ClockState::Missed && !clock.excused;
        let limit = &self.meant_limit(limit, is_missed)?;
        let missed = self
            .case
            .clocks
            .iter()
            .enumerate()
            .rev()
            .find(|(_, clock)| clock.limit == *limit && is_missed(clock))
            .map(|(number, _)| number);
        let Some(number) = missed else {
            let known = self.case.clocks.iter().any(|clock| clock.limit == *limit);
            let refusal = if known { Refusal::NotMissed } else { Refusal::NoSuchLimit };
            return Err(refusal(limit.clone()));
        };
        self.may_direct_clock(actor, number, &Text::new("说明超时原因", "excuse the miss"))?;
        if reason.trim().is_empty() {
            return Err(Refusal::ReasonMissing);
        }
        let step = self.case.clocks[number].step.clone();
        self.record(
            Fact::new(What::Excused)
                .about(step.as_ref())
                .limit(Some(limit))
                .by(Some(&actor.id))
                .text(Some(Text::plain(reason)))
                .change(Change::Excused(number)),
        );
        Ok(())
    }

    pub(super) fn set(
        &mut self,
        actor: &Person,
        fields: &BTreeMap<FieldId, Option<Value>>,
        reason: &str,
    ) -> Result<(), Refusal> {
        if let Some(field) = fields.keys().find(|field| self.ctx.definition.field(field).is_none()) {
            return Err(Refusal::NoSuchField(field.clone()));
        }
        let of_items = fields.keys().find_map(|field| Some((field, self.written.each_of(field)?)));
        if let Some((field, step)) = of_items {
            return Err(Refusal::OfItems { field: field.clone(), step: step.id.clone() });
        }
        self.may_direct(
            actor,
            &self.about_now(),
            &Text::new("在表单之外改字段", "change a field outside a form"),
        )?;
        if reason.trim().is_empty() {
            return Err(Refusal::ReasonMissing);
        }
        let changes = fields.iter().map(|(field, value)| Change::Field(field.clone(), value.clone()));
        let names = fields.keys().map(FieldId::as_str).collect::<Vec<_>>().join(", ");
        self.record(
            Fact::new(What::Set)
                .by(Some(&actor.id))
                .text(Some(Text::plain(format!("{names}: {reason}"))))
                .changes(changes),
        );
        self.after_fields(&fields.keys().cloned().collect::<Vec<_>>());
        for field in fields.keys() {
            self.ask_about_name(Moment::Changed, field.as_str());
        }
        Ok(())
    }

    pub(super) fn note(&mut self, actor: &Person, text: &str) -> Result<(), Refusal> {
        if text.trim().is_empty() {
            return Err(Refusal::ReasonMissing);
        }
        self.record(Fact::new(What::Noted).by(Some(&actor.id)).text(Some(Text::plain(text))));
        Ok(())
    }

    pub(super) fn cancel(&mut self, actor: &Person, reason: &str) -> Result<(), Refusal> {
        self.may_direct(actor, &self.about_now(), &Text::new("取消案件", "cancel the case"))?;
        if reason.trim().is_empty() {
            return Err(Refusal::ReasonMissing);
        }
        self.end(State::Cancelled, &EndWord::cancelled(), Some(&actor.id), Some(Text::plain(reason)));
        Ok(())
    }

    /// The clock that is meant by a limit's name: the one that still matters.
    fn clock_named(&self, limit: &LimitId) -> Result<usize, Refusal> {
        self.case
            .live_clock(limit)
            .map(|(number, _)| number)
            .ok_or_else(|| Refusal::NoSuchLimit(limit.clone()))
    }

    fn may_direct_clock(&self, actor: &Person, number: usize, what: &Text) -> Result<(), Refusal> {
        let about: Vec<StepId> = match &self.case.clocks[number].step {
            Some(step) => vec![step.clone()],
            None => self.about_now(),
        };
        self.may_direct(actor, &about, what)
    }

    fn may_direct(&self, actor: &Person, about: &[StepId], what: &Text) -> Result<(), Refusal> {
        let steps: Vec<&Step> = about.iter().filter_map(|id| self.step(id)).collect();
        if self.hall().may_direct(actor, &steps) {
            return Ok(());
        }
        let hall = self.hall();
        let owners = hall.by_title(steps.iter().flat_map(|step| hall.written(step)));
        Err(Refusal::NotYours {
            what: what.clone(),
            may: Text::new(format!("{}的上级", owners.zh), format!("one above {}", owners.en)),
        })
    }
}
