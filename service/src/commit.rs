//! What a decision writes: its outcome as rows, tasks and messages.

use crate::book::Book;
use std::collections::{BTreeMap, BTreeSet};
use steward_case::hall::Hall;
use steward_case::{
    AskFigures, Call, Caller, Case, CaseId, ClockState, Effect, Judge, Moment, Outcome, StepState, Tell,
    awaited, itemised,
};
use steward_delivery::facts;
use steward_model::{Estate, Evidence, Step, Text, Workflow};
use steward_ports::{Asked, Commit, Enqueue, Errand, Hearing, TaskRow};
use steward_time::Timestamp;

/// What fell due longer ago than this, in seconds, is late through a stop of the engine, and a
/// person gets one message for all of it.
const LATE: i64 = 60;

/// What the title of a task that waits for a second signature ends with.
const TO_SIGN: (&str, &str) = ("（待复核）", " (to be signed)");

/// Who looks at an outcome: the wording and rules it was decided by, the estate, the handbook.
pub(crate) struct Scene<'a> {
    pub(crate) book: &'a Book,
    pub(crate) definition: &'a Workflow,
    pub(crate) judge: &'a dyn Judge,
    pub(crate) estate: &'a Estate,
}

impl Scene<'_> {
    /// The rows of a decision that was made on `before`; `None` opens the case.
    pub(crate) fn commit(&self, before: Option<&Case>, outcome: Outcome) -> Commit {
        let Outcome { case, events, effects, wake, refused: _ } = outcome;
        let definition = itemised(self.definition, &case, self.estate);
        let mut messages = Vec::new();
        let mut asks = Vec::new();
        for effect in effects {
            match effect {
                Effect::Tell(tell) => messages.extend(self.messages(&case, &tell, &definition)),
                Effect::Start(start) => {
                    let errand = Errand::Open { workflow: start.workflow, fields: start.fields };
                    asks.push(asked(&case, start.event, errand));
                }
                Effect::Raise(raise) => {
                    let errand = Errand::Raise { name: raise.name, carries: raise.carries };
                    asks.push(asked(&case, raise.event, errand));
                }
                Effect::Call(call) => {
                    let Call { event, workflow, fields, awaited } = call;
                    asks.push(asked(&case, event, Errand::Call { workflow, fields, awaited }));
                }
                Effect::CallOff(off) => {
                    let errand = Errand::CallOff { called: key(&case.id, off.call) };
                    asks.push(asked(&case, off.event, errand));
                }
                Effect::Figures(AskFigures { event, step, round, workflow }) => {
                    asks.push(asked(&case, event, Errand::Figures { step, round, workflow }));
                }
                Effect::Reply(reply) => {
                    let errand = Errand::Reply { to: reply.to, says: reply.says };
                    asks.push(asked(&case, reply.event, errand));
                }
            }
        }
        let tasks = self.tasks(&case, &definition);
        let changed = before.is_none_or(|before| self.tasks(before, &definition) != tasks);
        let hears = self.hearing(&case, &definition);
        let before_hears =
            before.map_or(Hearing::Named(BTreeSet::new()), |before| self.hearing(before, &definition));
        let running = case.clocks.iter().filter(|clock| clock.state == ClockState::Running);
        Commit {
            expected: before.map_or(0, |before| before.events),
            wake: wake.map(|wake| wake.at),
            due: running.filter_map(|clock| clock.due).min(),
            tasks: changed.then_some(tasks),
            messages,
            pinned: None,
            key: None,
            hears: (hears != before_hears).then_some(hears),
            asks,
            answers: None,
            events,
            case,
        }
    }

    /// Which events a case hears.
    fn hearing(&self, case: &Case, definition: &Workflow) -> Hearing {
        if !case.is_over() && self.judge.answers(Moment::Event) {
            return Hearing::Any;
        }
        Hearing::Named(awaited(case, definition).into_iter().cloned().collect())
    }

    /// A message for each channel.
    fn messages(&self, case: &Case, tell: &Tell, definition: &Workflow) -> Vec<Enqueue> {
        let variables = facts(case, definition, self.estate, tell);
        let at = case.last;
        let late = tell.together || at.as_second() - tell.fell_due.as_second() > LATE;
        tell.via
            .iter()
            .map(|channel| Enqueue {
                event: tell.event,
                to: tell.to.clone(),
                channel: *channel,
                then: tell.then.clone(),
                template: tell.template.clone(),
                urgent: tell.urgent,
                variables: variables.clone(),
                step: tell.step.clone(),
                limit: tell.limit.clone(),
                due: tell.due,
                relevance: tell.relevance.clone(),
                at,
                late,
                message_id: self.book.identity(&case.id, tell.event, *channel),
            })
            .collect()
    }

    /// The steps somebody has to do now.
    fn tasks(&self, case: &Case, definition: &Workflow) -> Vec<TaskRow> {
        if case.is_over() {
            return Vec::new();
        }
        let due: BTreeMap<_, Timestamp> = case
            .clocks
            .iter()
            .filter(|clock| clock.over.is_none())
            .filter_map(|clock| Some((clock.limit.clone(), clock.due?)))
            .collect();
        let hall = Hall::new(case, definition, self.estate, case.last);
        let row = |step: &Step, title: Text, owner: String, state: &StepState| TaskRow {
            case: case.id.clone(),
            step: step.id.clone(),
            title,
            estate: case.estate.clone(),
            owner,
            holder: state.holder.clone(),
            since: state.since.unwrap_or(case.opened),
            due: step.limit.as_ref().and_then(|limit| due.get(&limit.id)).copied(),
        };
        let state = |step: &Step| case.steps.get(&step.id);
        // Of an approval by several, a task for each whose answer is lacking.
        let work =
            hall.open_steps().filter_map(|step| Some((step, state(step)?))).flat_map(|(step, state)| {
                // What is nobody's is for whoever hears what nobody else can be told.
                let named = |owner: String| match owner.is_empty() {
                    true => self.estate.roles.last_resort.to_string(),
                    false => owner,
                };
                let owners: BTreeSet<String> = hall.called(step).into_iter().map(named).collect();
                let row = &row;
                owners.into_iter().map(move |owner| row(step, titled(step, state), owner, state))
            });
        let stuck =
            hall.stuck_calls().filter_map(|step| Some((step, state(step)?))).flat_map(|(step, state)| {
                let row = &row;
                hall.above_calls()
                    .into_iter()
                    .map(move |role| row(step, undone(step), role.to_string(), state))
            });
        work.chain(stuck).collect()
    }
}

/// What the task of one above is called, where the case that a step called did not end `done`.
fn undone(step: &Step) -> Text {
    let title = &step.title;
    Text::new(
        format!("{}（所等的案件没有办结）", title.zh),
        format!("{} (the case it waits for was not done)", title.en),
    )
}

/// What a task is called: of a step that asks to be shown something, with that; of a step that was
/// sent, what is left of it is to sign.
fn titled(step: &Step, state: &StepState) -> Text {
    let title = &step.title;
    match state.sent {
        Some(_) => Text::new(format!("{}{}", title.zh, TO_SIGN.0), format!("{}{}", title.en, TO_SIGN.1)),
        None => match step.evidence().and_then(Evidence::text) {
            Some(shown) => Text::new(
                format!("{}（佐证：{}）", title.zh, shown.zh),
                format!("{} (to show: {})", title.en, shown.en),
            ),
            None => title.clone(),
        },
    }
}

/// Whether a task is what is left of a step that was sent: to sign it. A title that happens to end
/// like that is taken for one too, so the case has the last word.
pub(crate) fn is_to_be_signed(task: &TaskRow) -> bool {
    task.title.zh.ends_with(TO_SIGN.0) && task.title.en.ends_with(TO_SIGN.1)
}

fn asked(case: &Case, event: u32, errand: Errand) -> Asked {
    Asked { key: key(&case.id, event), estate: case.estate.clone(), errand }
}

/// What an errand answers to: the number of the event that says so keeps a repeat from being another.
fn key(case: &CaseId, event: u32) -> String {
    format!("{case}.{event}")
}

/// The case that asked for something, and the number of its event that says so; of a key that is no
/// case's, none.
pub(crate) fn asker(key: &str) -> Option<Caller> {
    let (case, event) = key.rsplit_once('.')?;
    Some(Caller { case: CaseId::new(case), call: event.parse().ok()? })
}
