//! Cases at an estate, and a clock that is only moved.

use crate::post::{Post, Scene};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;
use steward_case::{
    Actor, AskFigures, CallReply, Caller, Case, CaseId, Command, Context, Effect, Event, Gathering, Judge,
    NoRules, Opening, Origin, Outcome, Refusal, State, Tell, Wake, advance, itemised, open,
};
use steward_model::{
    Estate, EventName, FieldId, FieldKind, Handbook, StaffId, StartKind, Text, Value, Workflow, WorkflowId,
};
use steward_picture::{Names, measured, written_measure};
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

/// Who opens a case, and with what.
struct Opener {
    actor: Actor,
    origin: Option<Origin>,
    fields: BTreeMap<FieldId, Value>,
    later: bool,
    caller: Option<Caller>,
}

impl Opener {
    /// The engine, for one of these: the first step stays open.
    fn engine(origin: Origin, fields: BTreeMap<FieldId, Value>) -> Self {
        Self { actor: Actor::Engine, origin: Some(origin), fields, later: true, caller: None }
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

    /// Somebody opens a case now. Returns its place among the cases.
    pub fn open(
        &mut self,
        definition: &'a Workflow,
        person: StaffId,
        fields: BTreeMap<FieldId, Value>,
        later: bool,
    ) -> Result<usize, Refusal> {
        let actor = Actor::Person(person);
        self.open_for(definition, Opener { actor, origin: None, fields, later, caller: None })
    }

    /// A case begins now that no person opens. Returns its place among the cases.
    pub fn begin(
        &mut self,
        definition: &'a Workflow,
        origin: Origin,
        fields: BTreeMap<FieldId, Value>,
    ) -> Result<usize, Refusal> {
        self.open_for(definition, Opener::engine(origin, fields))
    }

    fn open_for(&mut self, definition: &'a Workflow, opener: Opener) -> Result<usize, Refusal> {
        let number = self.cases.iter().filter(|case| case.definition.id == definition.id).count() + 1;
        let id = CaseId::new(format!("{}-{}-{number}", self.estate.id, definition.id));
        let Opener { actor, origin, fields, later, caller } = opener;
        let opening = Opening { id, actor, origin, fields, later, note: None, caller };
        let outcome = open(opening, &self.context(definition))?;
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
        let mut outcome = advance(&running.case, actor, command, &self.context(running.definition))?;
        let refused = outcome.refused.take();
        self.take(place, outcome);
        refused.map_or(Ok(()), Err)
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
        let scene = self.scene();
        for tell in &tells {
            self.post.take(place, tell, scene);
        }
        self.cases[place].tells.extend(tells);
        self.tell_of_budgets();
    }

    fn scene(&self) -> Scene<'a> {
        Scene { handbook: self.handbook, estate: self.estate, now: self.now }
    }

    /// Has the cases that used up a budget say so.
    fn tell_of_budgets(&mut self) {
        for (place, of, most) in self.post.news_of_budgets() {
            // The engine is refused it by no case.
            let _ = self.act(place, &Actor::Engine, &Command::OverBudget { of, most });
        }
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
        self.begin_all(name, carries, None)?;
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

    /// An event begins a case of each workflow that it starts at the estate, but of one.
    pub(crate) fn begin_all(
        &mut self,
        name: &EventName,
        carries: &BTreeMap<FieldId, Value>,
        but: Option<&WorkflowId>,
    ) -> Result<(), Refusal> {
        let starts =
            |start: &steward_model::Start| matches!(&start.kind, StartKind::Event(event) if event == name);
        for standard in self.handbook.workflows.values().filter(|one| Some(&one.id) != but) {
            let Ok(definition) = self.handbook.at(&self.estate.id, standard) else { continue };
            if definition.starts.iter().any(starts) {
                let fields = definition.fields_taken(carries);
                self.begin(definition, Origin::Event(name.clone()), fields)?;
            }
        }
        Ok(())
    }

    /// What a case asks of others is done at once. A refusal leaves the asking case as it is; its record
    /// says that it was asked.
    fn follow_up(&mut self, outcome: &Outcome) {
        for effect in &outcome.effects {
            match effect {
                Effect::Tell(_) => {}
                Effect::Raise(raise) => {
                    let _ = self.happen(&raise.name, &raise.carries, None);
                }
                Effect::Call(call) => self.open_called(&outcome.case.id, call),
                Effect::CallOff(off) => self.call_off(&outcome.case.id, off.call),
                Effect::Reply(reply) => self.reply(&reply.to, &reply.says),
                Effect::Figures(asked) => self.work_out(&outcome.case.id, asked),
                Effect::Start(start) => self.start(&outcome.case.id, start),
            }
        }
    }

    /// Works out how a workflow went since the last case of the one that asks.
    fn work_out(&mut self, by: &CaseId, asked: &AskFigures) {
        let Some(place) = self.cases.iter().position(|running| running.case.id == *by) else { return };
        let until = self.cases[place].case.opened;
        let before = self.cases.iter().map(|running| &running.case).filter(|case| {
            case.workflow == self.cases[place].case.workflow
                && case.opened < until
                && case.state != State::Cancelled
        });
        let from = before.map(|case| case.opened).max();
        let mut gathering = Gathering::new(&asked.workflow, self.here(&asked.workflow), from, until);
        self.cases.iter().for_each(|running| gathering.add(&running.case));
        let names = Names::of(self.handbook, self.estate);
        let figures = gathering
            .figures(|measure, workflow| (written_measure(measure), measured(measure, workflow, names)));
        let command = Command::Figures { step: asked.step.clone(), round: asked.round, figures };
        let _ = self.act(place, &Actor::Engine, &command);
    }

    fn start(&mut self, by: &CaseId, start: &steward_case::Start) {
        let Some(definition) = self.here(&start.workflow) else { return };
        let fields = definition
            .fields
            .iter()
            .filter_map(|field| {
                let text = start.fields.get(field.id.as_str())?;
                Some((field.id.clone(), plain(&field.kind, text)?))
            })
            .collect();
        let _ = self.begin(definition, Origin::Case(by.clone()), fields);
    }

    fn open_called(&mut self, by: &CaseId, call: &steward_case::Call) {
        let caller = Caller { case: by.clone(), call: call.event };
        let refused = match self.here(&call.workflow) {
            None => Some(Text::new("本项目不办这个流程", "this workflow is not done at the estate")),
            Some(definition) => {
                let fields = definition.fields_taken(&call.fields);
                let mut opener = Opener::engine(Origin::Case(by.clone()), fields);
                opener.caller = call.awaited.then(|| caller.clone());
                self.open_for(definition, opener).err().map(|refusal| refusal.text(definition, self.estate))
            }
        };
        if let Some(why) = refused.filter(|_| call.awaited) {
            self.reply(&caller, &CallReply::Refused(why));
        }
    }

    /// A caller that is over hears nothing any more.
    fn reply(&mut self, to: &Caller, says: &CallReply) {
        if let Some(place) = self.cases.iter().position(|running| running.case.id == to.case) {
            let command = Command::Reply { call: to.call, says: says.clone() };
            let _ = self.act(place, &Actor::Engine, &command);
        }
    }

    /// A case that is over already can't be called off.
    fn call_off(&mut self, caller: &CaseId, call: u32) {
        if let Some(place) = self.called_by(caller, call) {
            let _ = self.act(place, &Actor::Engine, &Command::CallOff { caller: caller.clone() });
        }
    }

    /// The place of the case that a call opened.
    fn called_by(&self, caller: &CaseId, call: u32) -> Option<usize> {
        let is_it = |by: &Caller| by.case == *caller && by.call == call;
        self.cases.iter().position(|running| running.case.caller.as_ref().is_some_and(is_it))
    }

    fn here(&self, workflow: &WorkflowId) -> Option<&'a Workflow> {
        let standard = self.handbook.workflows.get(workflow)?;
        self.handbook.at(&self.estate.id, standard).ok().map(|here| &**here)
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
            let scene = self.scene();
            self.post.deliver(&self.cases, scene);
            self.tell_of_budgets();
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
        _ => None,
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
