//! One turn of a case: a copy of it, and what has happened to it so far in this turn. Every change
//! passes [`Turn::record`] or [`Turn::also`], so the state, the record and what leaves cannot part.

use crate::audience::{Climb, Reached};
use crate::clock::Reckoning;
use crate::hall::Hall;
use crate::items::Wordings;
use crate::{Case, CaseId, Change, Context, Effect, Event, Refusal, Relevance, Tell, What};
use std::collections::BTreeSet;
use std::sync::Arc;
use steward_model::{
    Audience, Channel, LimitId, Person, StaffId, Step, StepId, TemplateId, Text, Via, Workflow,
};
use steward_time::{Timestamp, WorkingTime};

/// A turn under way.
pub(crate) struct Turn<'a> {
    pub(crate) ctx: Context<'a>,
    /// The wording as it is pinned, without the tasks of items that `ctx` has.
    pub(crate) written: &'a Workflow,
    /// Where wordings with the tasks of items are kept.
    pub(crate) wordings: &'a Wordings,
    /// The moment everything in this turn is stamped with. Never before the case's last event, even
    /// when the clock outside has stepped back.
    pub(crate) now: Timestamp,
    pub(crate) case: Case,
    pub(crate) events: Vec<Event>,
    pub(crate) effects: Vec<Effect>,
    /// The moment that is being settled; earlier than `now` while catching up after a stop.
    pub(crate) instant: Timestamp,
    /// Up to this moment it was looked who is there for messages that wait for somebody.
    pub(crate) looked: Timestamp,
    /// Clocks whose rungs may have passed unjudged, because they were born late, changed their line,
    /// or stood still: of what passed only the last is carried out (S14).
    pub(crate) late: BTreeSet<usize>,
    /// Steps that became ready and whose `ready` rungs are still to come.
    pub(crate) fresh: Vec<StepId>,
    /// Whether those are being told who came on duty or back.
    pub(crate) coming_on: bool,
    /// Whether a rule is being carried out: it never triggers another.
    pub(crate) in_rule: bool,
    /// Why what was asked is not done, where the record keeps that it was tried.
    pub(crate) refused: Option<Refusal>,
}

/// An event in the making.
pub(crate) struct Fact {
    event: Event,
}

impl Fact {
    pub(crate) fn new(what: What) -> Self {
        Self {
            event: Event {
                n: 0,
                at: Timestamp::UNIX_EPOCH,
                what,
                step: None,
                limit: None,
                rung: None,
                to: Vec::new(),
                via: Vec::new(),
                template: None,
                by: None,
                text: None,
                changes: Vec::new(),
            },
        }
    }

    pub(crate) fn step(mut self, step: &StepId) -> Self {
        self.event.step = Some(step.clone());
        self
    }

    pub(crate) fn limit(mut self, limit: Option<&LimitId>) -> Self {
        self.event.limit = limit.cloned();
        self
    }

    pub(crate) fn about(mut self, step: Option<&StepId>) -> Self {
        self.event.step = step.cloned();
        self
    }

    pub(crate) fn rung(mut self, rung: Option<&Arc<str>>) -> Self {
        self.event.rung = rung.cloned();
        self
    }

    pub(crate) fn to(mut self, to: Vec<StaffId>, via: Vec<Channel>, template: Option<TemplateId>) -> Self {
        self.event.to = to;
        self.event.via = via;
        self.event.template = template;
        self
    }

    pub(crate) fn by(mut self, by: Option<&StaffId>) -> Self {
        self.event.by = by.cloned();
        self
    }

    pub(crate) fn text(mut self, text: Option<Text>) -> Self {
        self.event.text = text;
        self
    }

    pub(crate) fn change(mut self, change: Change) -> Self {
        self.event.changes.push(change);
        self
    }

    pub(crate) fn changes(mut self, changes: impl IntoIterator<Item = Change>) -> Self {
        self.event.changes.extend(changes);
        self
    }
}

/// A message that is about to be told.
pub(crate) struct Message<'m> {
    pub(crate) template: &'m TemplateId,
    pub(crate) via: &'m Via,
    pub(crate) urgent: bool,
    pub(crate) step: Option<&'m StepId>,
    pub(crate) limit: Option<usize>,
    pub(crate) rung: Option<&'m Arc<str>>,
    pub(crate) relevance: Relevance,
    pub(crate) text: Option<String>,
}

impl<'a> Turn<'a> {
    pub(crate) fn new(case: Case, ctx: Context<'a>, wordings: &'a Wordings) -> Self {
        let now = ctx.now.max(case.last);
        let mut turn = Self {
            written: ctx.definition,
            wordings,
            ctx,
            now,
            instant: now,
            looked: case.last,
            case,
            events: Vec::new(),
            effects: Vec::new(),
            late: BTreeSet::new(),
            fresh: Vec::new(),
            coming_on: false,
            in_rule: false,
            refused: None,
        };
        turn.itemise();
        turn
    }

    /// Begins a case: its first event makes it.
    pub(crate) fn begin(fact: Fact, ctx: Context<'a>, wordings: &'a Wordings) -> Option<Self> {
        let mut event = fact.event;
        event.n = 1;
        event.at = ctx.now;
        let mut turn = Self::new(Case::begin(&event)?, ctx, wordings);
        turn.events.push(event);
        Some(turn)
    }

    /// Puts a fact on the record, with what it changes. Returns its number.
    pub(crate) fn record(&mut self, fact: Fact) -> u32 {
        let mut event = fact.event;
        event.n = self.case.events + 1;
        event.at = self.now;
        self.case.apply(&event);
        let n = event.n;
        self.events.push(event);
        n
    }

    /// Adds a change to the fact that was recorded last, which caused it.
    pub(crate) fn also(&mut self, change: Change) {
        self.case.change(self.now, &change);
        if let Some(event) = self.events.last_mut() {
            event.changes.push(change);
        }
    }

    pub(crate) fn id(&self) -> &CaseId {
        &self.case.id
    }

    pub(crate) fn hall(&self) -> Hall<'_> {
        Hall::new(&self.case, self.ctx.definition, self.ctx.estate, self.now)
    }

    /// The workflow's calendar at the estate.
    pub(crate) fn calendar(&self) -> Option<&'a WorkingTime> {
        self.ctx.estate.calendar(&self.ctx.definition.calendar)
    }

    pub(crate) fn step(&self, id: &StepId) -> Option<&'a Step> {
        self.ctx.definition.step(id)
    }

    pub(crate) fn reckon(&self, clock: usize) -> Option<Reckoning<'_>> {
        Reckoning::new(&self.case, clock, self.ctx.definition, self.ctx.estate, self.now)
    }

    /// Resolves audiences about steps, now.
    pub(crate) fn reach(&self, tell: &[Audience], about: &[StepId], climb: Climb) -> Vec<Reached> {
        let steps: Vec<&Step> = about.iter().filter_map(|id| self.step(id)).collect();
        self.hall().reach(tell, &steps, climb)
    }

    /// Tells people, one event each. Nobody at all is a fact as well, unless it may wait.
    pub(crate) fn tell(&mut self, reached: &[Reached], message: &Message<'_>) {
        for group in reached {
            for person in &group.people {
                self.tell_one(person, group.detour.as_ref(), message);
            }
        }
    }

    fn tell_one(&mut self, person: &Arc<Person>, detour: Option<&Text>, message: &Message<'_>) {
        let (via, then) = channels(person, message.via);
        if via.is_empty() {
            self.record(
                Fact::new(What::Unreachable)
                    .about(message.step)
                    .rung(message.rung)
                    .to(vec![person.id.clone()], Vec::new(), Some(message.template.clone()))
                    .text(Some(Text::new("没有任何联系方式", "has no channel at all"))),
            );
            return;
        }
        let limit =
            message.limit.and_then(|number| self.case.clocks.get(number)).map(|clock| clock.limit.clone());
        let due = message.limit.and_then(|number| self.due(number));
        let owner =
            message.step.and_then(|id| self.step(id)).map(|step| self.shown_owner(step)).unwrap_or_default();
        let event = self.record(
            Fact::new(What::Told)
                .about(message.step)
                .limit(limit.as_ref())
                .rung(message.rung)
                .to(vec![person.id.clone()], via.clone(), Some(message.template.clone()))
                .text(detour.cloned()),
        );
        self.effects.push(Effect::Tell(Tell {
            event,
            to: person.id.clone(),
            via,
            then,
            template: message.template.clone(),
            urgent: message.urgent,
            step: message.step.cloned(),
            owner,
            limit,
            due,
            fell_due: self.instant,
            together: self.coming_on && self.has_shifts(person),
            relevance: message.relevance.clone(),
            text: message.text.clone(),
        }));
    }

    fn has_shifts(&self, person: &Person) -> bool {
        person.roles.iter().any(|role| self.ctx.estate.rosters.contains_key(role))
    }

    fn shown_owner(&self, step: &Step) -> Vec<String> {
        let hall = self.hall();
        let step = if step.waits_for_others() { hall.done_last().unwrap_or(step) } else { step };
        let holder = self.case.steps.get(&step.id).and_then(|state| state.holder.as_ref());
        match holder {
            Some(holder) => vec![holder.to_string()],
            None => hall.called(step),
        }
    }

    /// When a clock is due: a miss keeps the due time it had.
    pub(crate) fn due(&self, clock: usize) -> Option<Timestamp> {
        self.case.clocks.get(clock).and_then(|clock| clock.due)
    }

    /// The running clock of a step, for messages about the step.
    pub(crate) fn clock_of(&self, step: &StepId) -> Option<usize> {
        let id = &self.step(step)?.limit.as_ref()?.id;
        self.case.live_clock(id).map(|(number, _)| number)
    }

    /// A message's relevance until its step ends in the present round.
    pub(crate) fn until_step_ends(&self, step: &StepId) -> Relevance {
        Relevance::UntilStepEnds(step.clone(), self.case.round(step))
    }
}

/// The usual channel: the first that somebody has.
pub(crate) static USUAL: Via = Via { channels: Vec::new(), in_turn: false };

/// The channels somebody is told by, and those that stand in where one fails: of those asked for the
/// ones they have, else the first they have (S31).
fn channels(person: &Person, via: &Via) -> (Vec<Channel>, Vec<Channel>) {
    let mut wanted: Vec<Channel> = Vec::new();
    for channel in &via.channels {
        if person.contact(*channel).is_some() && !wanted.contains(channel) {
            wanted.push(*channel);
        }
    }
    if wanted.is_empty() {
        wanted.extend(person.contacts.first().map(steward_model::Contact::channel));
    }
    let then = if via.in_turn && !wanted.is_empty() { wanted.split_off(1) } else { Vec::new() };
    (wanted, then)
}
