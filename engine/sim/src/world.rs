//! Cases at an estate, and a clock that is only moved.

use crate::post::Post;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;
use steward_case::{
    Actor, Case, CaseId, Command, Context, Effect, Event, Judge, NoRules, Opening, Outcome, Refusal, Tell,
    Wake, advance, itemised, open,
};
use steward_model::{Estate, EventName, FieldId, FieldKind, Handbook, StartKind, Text, Value, Workflow};
use steward_time::Timestamp;

/// The rules of each wording of a workflow, by its hash.
pub type Judges = BTreeMap<Arc<str>, Arc<dyn Judge>>;

/// One turn more than this without time moving is a bug of ours.
const MAX_TURNS: usize = 100_000;

/// Cases of one estate in virtual time.
pub struct World<'a> {
    /// The handbook.
    pub handbook: &'a Handbook,
    /// The estate.
    pub estate: &'a Estate,
    judges: &'a Judges,
    /// The moment it is.
    pub now: Timestamp,
    /// The cases, in the order they were opened.
    pub cases: Vec<Running<'a>>,
    /// Whether the engine stands still: wakes go unanswered, people may still act.
    pub stopped: bool,
    /// The messages that went out, and those that wait.
    pub post: Post,
}

/// A case in the world.
pub struct Running<'a> {
    /// The case as it is.
    pub case: Case,
    /// Its wording.
    pub definition: &'a Workflow,
    /// Its record.
    pub events: Vec<Event>,
    /// When time alone will change something.
    pub wake: Option<Wake>,
    /// The messages that left it.
    pub tells: Vec<Tell>,
}

impl Running<'_> {
    /// Its wording with the tasks of the items it has.
    pub fn wording(&self, estate: &Estate) -> Cow<'_, Workflow> {
        itemised(self.definition, &self.case, estate)
    }
}

impl<'a> World<'a> {
    /// An estate with no cases.
    pub fn new(handbook: &'a Handbook, estate: &'a Estate, judges: &'a Judges, now: Timestamp) -> Self {
        Self { handbook, estate, judges, now, cases: Vec::new(), stopped: false, post: Post::new(now) }
    }

    fn judge(&self, definition: &Workflow) -> &'a dyn Judge {
        match self.judges.get(&definition.hash) {
            Some(judge) => &**judge,
            None => &NoRules,
        }
    }

    fn context(&self, definition: &'a Workflow) -> Context<'a> {
        Context { definition, estate: self.estate, judge: self.judge(definition), now: self.now }
    }

    /// Opens a case now. Returns its place among the cases.
    pub fn open(
        &mut self,
        definition: &'a Workflow,
        actor: Actor,
        fields: BTreeMap<FieldId, Value>,
        later: bool,
        note: Option<Text>,
    ) -> Result<usize, Refusal> {
        let number = self.cases.iter().filter(|case| case.definition.id == definition.id).count() + 1;
        let id = CaseId::new(format!("{}-{}-{number}", self.estate.id, definition.id));
        let outcome = open(Opening { id, actor, fields, later, note }, &self.context(definition))?;
        let place = self.cases.len();
        self.cases.push(Running {
            case: outcome.case.clone(),
            definition,
            events: outcome.events.clone(),
            wake: outcome.wake.clone(),
            tells: Vec::new(),
        });
        self.hand_in(place, &outcome);
        self.follow_up(&outcome);
        Ok(place)
    }

    /// Does something to a case now.
    pub fn act(&mut self, place: usize, actor: &Actor, command: &Command) -> Result<(), Refusal> {
        let running = &self.cases[place];
        let outcome = advance(&running.case, actor, command, &self.context(running.definition))?;
        self.take(place, outcome);
        Ok(())
    }

    /// What doing something would come to, without doing it.
    pub fn would(&self, place: usize, actor: &Actor, command: &Command) -> Result<Outcome, Refusal> {
        let running = &self.cases[place];
        advance(&running.case, actor, command, &self.context(running.definition))
    }

    fn take(&mut self, place: usize, outcome: Outcome) {
        let running = &mut self.cases[place];
        running.case = outcome.case.clone();
        running.events.extend(outcome.events.iter().cloned());
        running.wake = outcome.wake.clone();
        self.hand_in(place, &outcome);
        self.follow_up(&outcome);
    }

    fn hand_in(&mut self, place: usize, outcome: &Outcome) {
        let tells = tells(outcome);
        for tell in &tells {
            self.post.take(place, tell, self.estate, self.now);
        }
        self.cases[place].tells.extend(tells);
    }

    /// An event happens at the estate: it opens the workflows that it starts, and every case hears
    /// it that waits for it or has rules for events. The one at `place` hears it in any case.
    pub fn happen(
        &mut self,
        name: &EventName,
        carries: &BTreeMap<FieldId, Value>,
        place: Option<usize>,
    ) -> Result<(), Refusal> {
        let there = self.cases.len();
        let starts =
            |start: &steward_model::Start| matches!(&start.kind, StartKind::Event(event) if event == name);
        for standard in self.handbook.workflows.values() {
            let Ok(definition) = self.handbook.at(&self.estate.id, standard) else { continue };
            if definition.starts.iter().any(starts) {
                let fields = definition.fields_taken(carries);
                self.open(definition, Actor::Engine, fields, true, None)?;
            }
        }
        let command = Command::Event { name: name.clone(), carries: BTreeMap::new() };
        for other in 0..there {
            let running = &self.cases[other];
            let answers = self.judge(running.definition).answers(steward_case::Moment::Event);
            let hears = answers || steward_case::hears(&running.case, running.definition, name);
            if place == Some(other) || !running.case.is_over() && hears {
                self.act(other, &Actor::Engine, &command)?;
            }
        }
        Ok(())
    }

    /// What a case asks of others is done at once.
    fn follow_up(&mut self, outcome: &Outcome) {
        for effect in &outcome.effects {
            if let Effect::Raise(raise) = effect {
                // A refusal leaves the raising case as it is; its record says that it was raised.
                let _ = self.happen(&raise.name, &raise.carries, None);
            }
            if let Effect::Call(call) = effect {
                self.open_called(call);
            }
            let Effect::Start(start) = effect else { continue };
            let standard = self.handbook.workflows.get(&start.workflow);
            let Some(Ok(definition)) = standard.map(|one| self.handbook.at(&self.estate.id, one)) else {
                continue;
            };
            let fields = definition
                .fields
                .iter()
                .filter_map(|field| {
                    let text = start.fields.get(field.id.as_str())?;
                    Some((field.id.clone(), plain(&field.kind, text)?))
                })
                .collect();
            // A refusal leaves the asking case as it is; the record says that it was asked.
            let _ = self.open(definition, Actor::Engine, fields, true, None);
        }
    }

    fn open_called(&mut self, call: &steward_case::Call) {
        let standard = self.handbook.workflows.get(&call.workflow);
        let Some(Ok(definition)) = standard.map(|one| self.handbook.at(&self.estate.id, one)) else {
            return;
        };
        let fields = definition.fields_taken(&call.fields);
        // As with what a rule asks for, a refusal leaves the calling case as it is.
        let _ = self.open(definition, Actor::Engine, fields, true, None);
    }

    /// The earliest wake of all.
    pub fn next_wake(&self) -> Option<Timestamp> {
        if self.stopped {
            return None;
        }
        self.cases.iter().filter_map(|running| running.wake.as_ref().map(|wake| wake.at)).min()
    }

    /// Lets time pass up to just before `until`: everything due earlier is answered at its moment,
    /// what is due at that very moment is left for [`World::settle`].
    pub fn pass(&mut self, until: Timestamp) {
        for _ in 0..MAX_TURNS {
            let post = self.post.next(self.estate, &self.cases).filter(|_| !self.stopped);
            match self.next_wake().into_iter().chain(post).min().filter(|at| *at < until) {
                Some(at) => {
                    self.now = self.now.max(at);
                    self.settle();
                }
                None => break,
            }
        }
        self.now = self.now.max(until);
    }

    /// Answers what is due now, then lets go what the post held until now.
    pub fn settle(&mut self) {
        self.answer();
        if !self.stopped {
            self.post.deliver(self.handbook, self.estate, &self.cases, self.now);
        }
    }

    fn answer(&mut self) {
        for _ in 0..MAX_TURNS {
            let due = self.cases.iter().position(|running| {
                !self.stopped && running.wake.as_ref().is_some_and(|wake| wake.at <= self.now)
            });
            let Some(place) = due else { return };
            // A wake is never refused; were it, the case would be set aside rather than spun on.
            if self.act(place, &Actor::Engine, &Command::Wake).is_err() {
                self.cases[place].wake = None;
            }
        }
    }
}

fn tells(outcome: &Outcome) -> Vec<Tell> {
    let tell = |effect: &Effect| match effect {
        Effect::Tell(tell) => Some(tell.clone()),
        Effect::Start(_) | Effect::Raise(_) | Effect::Call(_) => None,
    };
    outcome.effects.iter().filter_map(tell).collect()
}

/// A rule passes texts; fields of kinds that a text can't say plainly stay empty in virtual time.
fn plain(kind: &FieldKind, text: &str) -> Option<Value> {
    match kind {
        FieldKind::Text => Some(Value::Text(text.to_owned())),
        FieldKind::Bool => text.parse().ok().map(Value::Bool),
        FieldKind::Choice(of) => of
            .iter()
            .find(|(choice, _)| choice.as_str() == text)
            .map(|(choice, _)| Value::Choice(choice.clone())),
        FieldKind::Role(_) => Some(Value::Role(text.into())),
        FieldKind::Staff => Some(Value::Staff(text.into())),
        FieldKind::Zone => Some(Value::Zone(text.into())),
        _ => None,
    }
}
