//! A case begins: by somebody, an event or the clock.

use super::answer::sent;
use crate::hall::Belongs;
use crate::items::Wordings;
use crate::judge::Moment;
use crate::turn::{Fact, Turn};
use crate::{Actor, CallReply, Caller, CaseId, Change, Context, Origin, Outcome, Refusal, StepStatus, What};
use std::collections::BTreeMap;
use steward_model::{FieldId, StartKind, Step, StepKind, Text, Value};

/// What a case begins with.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Opening {
    /// Its id.
    pub id: CaseId,
    /// Who opens it; the engine for an event, a schedule, or another case.
    pub actor: Actor,
    /// Which of these, where the engine opens it.
    pub origin: Option<Origin>,
    /// What is known of its fields.
    pub fields: BTreeMap<FieldId, Value>,
    /// Whether the first step stays open although its form is filled.
    pub later: bool,
    /// What is to be known about how it came to be, such as the hour it should have been opened at.
    pub note: Option<Text>,
    /// The case that called it and waits for it.
    pub caller: Option<Caller>,
}

/// Opens a case.
///
/// Somebody who may do the first step fills in its form while opening the case, and if it asks for
/// nothing but that form it is then done, or waits for the second signature it asks for. An event or
/// the clock leaves the step open.
pub fn open(opening: Opening, ctx: &Context<'_>) -> Result<Outcome, Refusal> {
    let definition = ctx.definition;
    let person = opening.actor.person().cloned();
    let begun = Fact::new(What::Opened).by(person.as_ref()).text(opening.note).change(Change::Opened {
        case: opening.id,
        workflow: definition.id.clone(),
        hash: definition.hash.clone(),
        edition: definition.edition,
        estate: ctx.estate.id.clone(),
        starter: person,
    });
    let defaults = definition.fields.iter().filter(|field| definition.each_of(&field.id).is_none());
    let defaults = defaults.filter_map(|field| {
        let value = field.default.clone()?;
        (!opening.fields.contains_key(&field.id)).then(|| (field.id.clone(), value))
    });
    let mut values: BTreeMap<FieldId, Value> = defaults.collect();
    for (field, value) in opening.fields {
        if definition.field(&field).is_none() {
            return Err(Refusal::NoSuchField(field));
        }
        if let Some(step) = definition.each_of(&field) {
            return Err(Refusal::OfItems { field, step: step.id.clone() });
        }
        values.insert(field, value);
    }
    let changes = values.into_iter().map(|(field, value)| Change::Field(field, Some(value)));
    let origin = opening.origin.map(Change::Origin);
    let called = opening.caller.map(Change::CalledBy);
    let wordings = Wordings::default();
    let mut turn = Turn::begin(begun.changes(origin).changes(changes).changes(called), *ctx, &wordings)
        .ok_or_else(|| Refusal::Unfit(Text::new("案件无法立案", "The case could not be opened")))?;
    turn.reply(turn.case.events, CallReply::Opened(turn.id().clone()));
    let first = definition.steps.first().filter(|step| step.after.is_empty());
    let doer = turn.opener(&opening.actor, first, opening.later)?;
    turn.births();
    turn.ask_about_case(Moment::Opened);
    if let (Some(step), Some(doer)) = (first, doer) {
        turn.form_is_filled(step, &BTreeMap::new())?;
        let skipped = step.guard.as_ref().is_some_and(|guard| !crate::guard::holds(guard, &turn.case));
        if !skipped && !turn.case.is_over() && turn.case.status(&step.id) == StepStatus::Waiting {
            turn.make_ready(step);
            if step.asks_second() {
                // It is open still, so its clock and what that brings go on; given out it is to
                // whoever may sign.
                turn.record(sent(step, &doer, None, Vec::new()));
                turn.tell_signers(step);
                return Ok(turn.close());
            }
            // Of a step that is done while opening no rung is carried out (S3); a clock born past its
            // due time is missed all the same (S15).
            if let Some(number) = turn.clock_of(&step.id)
                && turn.late.remove(&number)
            {
                turn.miss_unheard(number);
            }
            turn.record(Fact::new(What::Done).step(&step.id).by(Some(&doer)));
            turn.also(Change::Holder(step.id.clone(), Some(doer.clone())));
            turn.done(step, Some(&doer), Vec::new(), None);
        }
    }
    Ok(turn.close())
}

impl Turn<'_> {
    /// Who does the first step while opening the case: the opener, where the step asks for nothing
    /// but a form and they may do it (S3). Refuses who may not open the case at all.
    fn opener(
        &self,
        actor: &Actor,
        first: Option<&Step>,
        later: bool,
    ) -> Result<Option<steward_model::StaffId>, Refusal> {
        let Actor::Person(id) = actor else {
            return Ok(None);
        };
        let person = self.ctx.estate.person(id).ok_or_else(|| Refusal::NoSuchPerson(id.clone()))?;
        if self.hall().is_away(person) {
            return Err(Refusal::Away(id.clone()));
        }
        let mut roles = self.ctx.definition.starts.iter().filter_map(|start| match &start.kind {
            StartKind::Who(roles) => Some(roles),
            _ => None,
        });
        if !roles.clone().flatten().any(|role| self.hall().may_as(person, role)) {
            let mut who = roles.by_ref().flatten().cloned().map(Belongs::Role).peekable();
            if who.peek().is_none() {
                return Err(Refusal::NotOpenable(Text::new(
                    "这个流程由事件或定时发起，不由人员立案",
                    "This workflow begins by an event or the clock, not by a person",
                )));
            }
            let may = self.hall().or_instead(who);
            return Err(Refusal::NotYours { what: Text::new("立案", "open this case"), may });
        }
        let whole = first.filter(|step| step.for_each.is_none());
        let asks_only_a_form = whole.is_some_and(|step| {
            matches!(&step.kind, StepKind::Person { form, checklist, evidence, .. }
                if !form.is_empty() && checklist.is_empty() && evidence.is_nothing())
        });
        let does = !later && asks_only_a_form && first.is_some_and(|step| self.hall().may_do(person, step));
        Ok(does.then(|| id.clone()))
    }
}
