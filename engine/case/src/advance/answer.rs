//! What people do to a step: take it, do it, approve, return, refuse.

use crate::hall::Hall;
use crate::items::of_task;
use crate::turn::{Fact, Turn};
use crate::{Change, Decision, Given, Refusal, StepStatus, What};
use std::collections::BTreeMap;
use steward_model::{EndWord, FieldId, Person, StaffId, Step, StepId, StepKind, Text, Value};

/// What somebody sends of a step.
pub(crate) struct Sending<'s> {
    /// What its form is filled with.
    pub(crate) fields: &'s BTreeMap<FieldId, Value>,
    /// Items of its checklist that are fine.
    pub(crate) ticked: &'s [String],
    /// Items that are not, each with a remark.
    pub(crate) failed: &'s BTreeMap<String, String>,
    /// What is shown with it.
    pub(crate) given: &'s Given,
}

impl<'a> Turn<'a> {
    pub(super) fn take(&mut self, actor: &Person, id: &StepId) -> Result<(), Refusal> {
        let step = self.theirs(actor, id)?;
        self.not_for_one_of_several(step)?;
        let holder = self.case.steps.get(id).and_then(|state| state.holder.clone());
        if let Some(holder) = holder.filter(|holder| *holder != actor.id) {
            let hall = self.hall();
            let there = self
                .ctx
                .estate
                .person(&holder)
                .is_some_and(|person| !hall.is_away(person) && hall.holds_on_duty(person, step));
            if there {
                return Err(Refusal::Taken { step: id.clone(), holder });
            }
        } else if self.case.steps.get(id).is_some_and(|state| state.holder.is_some()) {
            return Err(Refusal::Taken { step: id.clone(), holder: actor.id.clone() });
        }
        let behalf = self.hall().on_behalf(actor, step);
        self.record(
            Fact::new(What::Taken)
                .step(id)
                .by(Some(&actor.id))
                .text(behalf)
                .change(Change::Holder(id.clone(), Some(actor.id.clone()))),
        );
        Ok(())
    }

    pub(super) fn complete(
        &mut self,
        actor: &Person,
        id: &StepId,
        sending: &Sending<'_>,
    ) -> Result<(), Refusal> {
        if self.step(id).is_some_and(Step::awaits_call) {
            return self.complete_call(actor, id, sending);
        }
        let Sending { fields, ticked, failed, given } = sending;
        let step = self.theirs_in(&self.hall().for_sending(), actor, id)?;
        let fields = &of_task(step, fields);
        let StepKind::Person { form, checklist, evidence, signoff, .. } = &step.kind else {
            return Err(Refusal::WrongKind {
                step: id.clone(),
                how: Text::new("批准（approve）或退回（return）", "approved or returned, not done"),
            });
        };
        if let Some(field) = fields.keys().find(|field| !form.contains(field)) {
            return Err(Refusal::FieldNotAsked { step: id.clone(), field: field.clone() });
        }
        self.form_is_filled(step, fields)?;
        let failed = checked(step, checklist, ticked, failed)?;
        let shown = match self.shown(step, evidence, given, fields, &actor.id) {
            Err(refusal @ Refusal::WrongCode { .. }) => {
                self.refuse_code(id, &actor.id, refusal);
                return Ok(());
            }
            shown => shown?,
        };
        self.note_earlier(id, given);
        let behalf = self.hall().for_sending().on_behalf(actor, step);
        let changes = fields.iter().map(|(field, value)| Change::Field(field.clone(), Some(value.clone())));
        let changes = changes.chain(shown);
        if *signoff {
            let fact = sent(step, &actor.id, behalf, failed);
            self.record(fact.changes(changes));
            self.after_fields(&fields.keys().cloned().collect::<Vec<_>>());
            // What the fields changed may have had a rule end the case.
            if self.case.status(id) == StepStatus::Ready {
                self.tell_signers(step);
            }
            return Ok(());
        }
        self.record(Fact::new(What::Done).step(id).by(Some(&actor.id)).text(behalf).changes(changes));
        self.after_fields(&fields.keys().cloned().collect::<Vec<_>>());
        // A clock that these fields bear past its due time is missed at birth, even though its
        // step is done in the same breath (S15); its rungs matter no more.
        if let Some(number) = self.clock_of(id).filter(|number| self.late.remove(number)) {
            self.miss_unheard(number);
        }
        self.also(Change::Holder(id.clone(), Some(actor.id.clone())));
        self.done(step, Some(&actor.id), failed, None);
        Ok(())
    }

    /// The second signature under what another has sent: with it the step is done.
    pub(super) fn sign(&mut self, actor: &Person, id: &StepId) -> Result<(), Refusal> {
        let step = self.open_step(id)?;
        if !step.asks_second() {
            let how = match step.kind {
                StepKind::Approve { .. } => {
                    Text::new("批准（approve）或退回（return）", "approved or returned, not signed")
                }
                _ => Text::new("办理（done），不需要复核", "done; it asks for no second signature"),
            };
            return Err(Refusal::WrongKind { step: id.clone(), how });
        }
        let Some(sent) = self.case.steps.get(id).and_then(|state| state.sent.clone()) else {
            let stands = Text::new(
                "还没有人办理（done），没有可复核的",
                "nobody has sent it (done) yet, so there is nothing to sign",
            );
            return Err(Refusal::StepNotOpen { step: id.clone(), stands });
        };
        self.theirs(actor, id)?;
        let behalf = self.hall().on_behalf(actor, step);
        self.record(Fact::new(What::Done).step(id).by(Some(&actor.id)).text(behalf));
        self.also(Change::Holder(id.clone(), Some(actor.id.clone())));
        self.done(step, Some(&actor.id), sent.failed, None);
        Ok(())
    }

    /// Every required field of the form has a value once these are in.
    pub(crate) fn form_is_filled(
        &self,
        step: &Step,
        fields: &BTreeMap<FieldId, Value>,
    ) -> Result<(), Refusal> {
        let missing: Vec<FieldId> = step
            .form()
            .iter()
            .filter(|field| self.ctx.definition.field(field).is_some_and(|field| field.required))
            .filter(|field| !fields.contains_key(*field) && !self.case.fields.contains_key(*field))
            .map(|field| FieldId::new(field.written()))
            .collect();
        if missing.is_empty() {
            Ok(())
        } else {
            Err(Refusal::FieldMissing { step: step.id.clone(), fields: missing })
        }
    }

    pub(super) fn approve(&mut self, actor: &Person, id: &StepId) -> Result<(), Refusal> {
        let step = self.approval(actor, id)?;
        let behalf = self.hall().on_behalf(actor, step);
        let lacking = self.hall().lacking(step);
        let seat = self.hall().seat_of(actor, step).filter(|_| lacking.is_some());
        self.record(Fact::new(What::Approved).step(id).by(Some(&actor.id)).text(behalf));
        if let Some((seat, _)) = seat {
            self.also(Change::Voted { step: id.clone(), by: actor.id.clone(), seat });
        }
        if lacking.is_none_or(|lacking| lacking <= 1) {
            self.answered(step, actor, true);
        }
        Ok(())
    }

    /// An approval is an answer, whichever it is: done, with its clock met or missed (S6).
    fn answered(&mut self, step: &'a Step, actor: &Person, approved: bool) {
        self.record(Fact::new(What::Done).step(&step.id).by(Some(&actor.id)));
        self.also(Change::Holder(step.id.clone(), Some(actor.id.clone())));
        self.done(step, Some(&actor.id), Vec::new(), Some(approved));
    }

    pub(super) fn send_back(&mut self, actor: &Person, id: &StepId, comment: &str) -> Result<(), Refusal> {
        let step = self.approval(actor, id)?;
        let StepKind::Approve { returned_to, .. } = &step.kind else {
            return Ok(());
        };
        if comment.trim().is_empty() {
            return Err(Refusal::ReasonMissing);
        }
        self.record(Fact::new(What::Returned).step(id).by(Some(&actor.id)).text(Some(Text::plain(comment))));
        self.ask_about_step(crate::Moment::Returned, id);
        self.answered(step, actor, false);
        if !self.case.is_over() {
            let decision = Decision::BackTo { step: returned_to.clone(), returned: Some(comment.to_owned()) };
            self.settle_decision(id, decision);
        }
        Ok(())
    }

    pub(super) fn refuse(&mut self, actor: &Person, id: &StepId, comment: &str) -> Result<(), Refusal> {
        let step = self.approval(actor, id)?;
        let StepKind::Approve { refused: Some(word), .. } = &step.kind else {
            return Err(Refusal::NotRefusable(id.clone()));
        };
        if comment.trim().is_empty() {
            return Err(Refusal::ReasonMissing);
        }
        self.record(Fact::new(What::Refused).step(id).by(Some(&actor.id)).text(Some(Text::plain(comment))));
        self.answered(step, actor, false);
        if !self.case.is_over() {
            let word: EndWord = word.clone();
            self.settle_decision(id, Decision::End(word));
        }
        Ok(())
    }

    /// An open approval that the actor may give.
    fn approval(&self, actor: &Person, id: &StepId) -> Result<&'a Step, Refusal> {
        let step = self.open_step(id)?;
        if !matches!(step.kind, StepKind::Approve { .. }) {
            return Err(Refusal::WrongKind {
                step: id.clone(),
                how: Text::new("办理（done）", "done, not approved"),
            });
        }
        self.theirs(actor, id)
    }

    /// An open step that the actor may do.
    pub(super) fn theirs(&self, actor: &Person, id: &StepId) -> Result<&'a Step, Refusal> {
        self.theirs_in(&self.hall(), actor, id)
    }

    fn theirs_in(&self, hall: &Hall<'_>, actor: &Person, id: &StepId) -> Result<&'a Step, Refusal> {
        let step = self.open_step(id)?;
        if hall.may_do(actor, step) {
            return Ok(step);
        }
        if hall.workers(step).contains(&actor.id) {
            return Err(Refusal::OwnWork(id.clone()));
        }
        if hall.barred(step).contains(&actor.id) {
            return Err(Refusal::Answered(id.clone()));
        }
        Err(Refusal::NotYours { what: do_step(step), may: hall.or_instead(hall.belongs(step)) })
    }

    /// Each of several who decide answers for themselves: nobody takes it from the others.
    pub(super) fn not_for_one_of_several(&self, step: &Step) -> Result<(), Refusal> {
        match self.hall().lacking(step) {
            None => Ok(()),
            Some(_) => Err(Refusal::WrongKind {
                step: step.id.clone(),
                how: Text::new(
                    "由名单上的人各自批准（approve）或退回（return），不由一人接手",
                    "approved or returned by each of several, not taken by one",
                ),
            }),
        }
    }

    /// A step that somebody can do now.
    pub(super) fn open_step(&self, id: &StepId) -> Result<&'a Step, Refusal> {
        let step = self.step(id).ok_or_else(|| Refusal::NoSuchStep(id.clone()))?;
        match self.stands(id) {
            None if step.is_task() => Ok(step),
            None if step.for_each.is_some() => {
                let stands = Text::new("逐个办理，各项都办完才完成", "it is done when each of its items is");
                Err(Refusal::StepNotOpen { step: id.clone(), stands })
            }
            stands => {
                let stands = stands.unwrap_or_else(|| Text::new("由系统自动完成", "it is done by itself"));
                Err(Refusal::StepNotOpen { step: id.clone(), stands })
            }
        }
    }

    /// How a step stands that is not open, in words; `None`: it is open.
    pub(crate) fn stands(&self, id: &StepId) -> Option<Text> {
        Some(match self.case.status(id) {
            StepStatus::Ready => return None,
            StepStatus::Waiting => Text::new("前面的步骤还没有完成", "what comes before it is not done yet"),
            StepStatus::Done => Text::new("已经完成", "it is done already"),
            StepStatus::Skipped => Text::new("已跳过", "it was skipped"),
            StepStatus::Withdrawn => Text::new("已撤回", "it was withdrawn"),
        })
    }
}

/// What nobody may but some: to do a step.
pub(crate) fn do_step(step: &Step) -> Text {
    Text::new(format!("办理步骤“{}”", step.title.zh), format!("do step “{}”", step.title.en))
}

/// The fact that somebody has sent what waits for a second signature.
pub(super) fn sent(step: &Step, by: &StaffId, behalf: Option<Text>, failed: Vec<(String, String)>) -> Fact {
    let (zh, en) = ("已办理，待第二人复核", "sent; a second person is to sign");
    let text = match behalf {
        Some(whom) => Text::new(format!("{zh}（{}）", whom.zh), format!("{en} ({})", whom.en)),
        None => Text::new(zh, en),
    };
    let sent = Change::Sent { step: step.id.clone(), by: by.clone(), failed };
    Fact::new(What::Noted).step(&step.id).by(Some(by)).text(Some(text)).change(sent)
}

/// Every item is ticked or failed, and no other is named. Returns those that failed.
pub(crate) fn checked(
    step: &Step,
    checklist: &[Text],
    ticked: &[String],
    failed: &BTreeMap<String, String>,
) -> Result<Vec<(String, String)>, Refusal> {
    let is = |item: &Text, name: &str| item.zh == name || item.en == name;
    if let Some(stray) =
        ticked.iter().chain(failed.keys()).find(|name| !checklist.iter().any(|item| is(item, name)))
    {
        return Err(Refusal::NoSuchItem { step: step.id.clone(), item: stray.clone() });
    }
    let missing: Vec<Text> = checklist
        .iter()
        .filter(|item| !ticked.iter().chain(failed.keys()).any(|name| is(item, name)))
        .cloned()
        .collect();
    if !missing.is_empty() {
        return Err(Refusal::ItemMissing { step: step.id.clone(), items: missing });
    }
    Ok(failed.iter().map(|(item, remark)| (item.clone(), remark.clone())).collect())
}
