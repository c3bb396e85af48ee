//! A person's step with `report: complaint` shows how that workflow went since the last case of its own:
//! its standards, worked out over the cases that were opened from then until this one was. The step asks
//! for the figures when it becomes ready; whoever carries effects out has the other cases, works them
//! out and gives them back; the record keeps them as they were then, each with its measure in words,
//! so that they can be read when the workflow has changed.
//!
//! The step doesn't wait for them: it can be done before they have come, and nothing is decided by them.

use crate::turn::{Fact, Turn};
use crate::{AskFigures, Case, Change, Effect, State, StepStatus, Tally, What};
use rust_decimal::Decimal;
use steward_model::{Bounds, ClauseRef, Measure, Step, StepId, Text, Workflow, WorkflowId};
use steward_time::Timestamp;

/// How a workflow went in a period, by its standards.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Figures {
    /// The workflow.
    pub workflow: WorkflowId,
    /// From this moment on its cases count: when the case before was opened, of the workflow that asks.
    /// `None`: there was none before, so they count from the beginning.
    pub from: Option<Timestamp>,
    /// Cases opened before this moment count: when the case that asks was opened.
    pub until: Timestamp,
    /// How many cases were opened in the period, cancelled ones out.
    pub cases: u32,
    /// A figure for each standard that is measured; none where the workflow is not done at the estate.
    pub standards: Vec<Figure>,
}

/// A standard with what it came to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Figure {
    /// The clause of the handbook.
    pub clause: ClauseRef,
    /// The measure as it is written: `met(respond)`.
    pub written: String,
    /// The measure as people say it.
    pub title: Text,
    /// Whether it is a share of cases, from 0 to 1.
    pub share: bool,
    /// What it ought to be.
    pub bounds: Bounds,
    /// What it is; `None` where there is no case to take it from.
    pub figure: Option<Decimal>,
    /// Of how many cases it is.
    pub of: u32,
    /// Of how many it can't be said yet.
    pub running: u32,
}

impl Figure {
    /// A standard's figure as its tally has it. `title` is the measure as people say it, `written` as a
    /// manager writes it.
    pub fn new(clause: &ClauseRef, bounds: Bounds, tally: &Tally, written: String, title: Text) -> Self {
        Self {
            clause: clause.clone(),
            written,
            title,
            share: tally.measure().is_share(),
            bounds,
            figure: tally.figure(),
            of: tally.of(),
            running: tally.running(),
        }
    }

    /// Whether the figure is what it ought to be. `None` where nothing is asked, or there is no figure.
    pub fn kept(&self) -> Option<bool> {
        self.figure.and_then(|figure| self.bounds.hold(figure))
    }
}

/// The figures of a workflow as they gather, case by case.
#[derive(Clone, Debug)]
pub struct Gathering<'a> {
    figures: Figures,
    workflow: Option<&'a Workflow>,
    tallies: Vec<Tally>,
}

impl<'a> Gathering<'a> {
    /// Of no case yet. `here` is the workflow with the estate's adjustments, where it is done there: cases
    /// that keep an older wording are measured by its standards too.
    pub fn new(
        asked: &WorkflowId,
        here: Option<&'a Workflow>,
        from: Option<Timestamp>,
        until: Timestamp,
    ) -> Self {
        let standards = here.into_iter().flat_map(|workflow| &workflow.standards);
        let measured = standards.filter_map(|standard| standard.measured());
        Self {
            figures: Figures { workflow: asked.clone(), from, until, cases: 0, standards: Vec::new() },
            workflow: here,
            tallies: measured.map(|(measure, _)| Tally::new(measure.clone())).collect(),
        }
    }

    /// Takes a case in, where it is one of the period.
    pub fn add(&mut self, case: &Case) {
        let Figures { from, until, .. } = self.figures;
        let in_period = from.is_none_or(|from| case.opened >= from) && case.opened < until;
        if !in_period || case.state == State::Cancelled || case.workflow != self.figures.workflow {
            return;
        }
        self.figures.cases += 1;
        self.tallies.iter_mut().for_each(|tally| tally.add(case));
    }

    /// The figures; `words` says a measure of the workflow as it is written and as people say it.
    pub fn figures(mut self, words: impl Fn(&Measure, &Workflow) -> (String, Text)) -> Figures {
        if let Some(workflow) = self.workflow {
            let measured = workflow.standards.iter().filter_map(|it| Some((it, it.measured()?)));
            let figure = |((standard, (measure, bounds)), tally): ((&_, (_, _)), &Tally)| {
                let standard: &steward_model::Standard = standard;
                let (written, title) = words(measure, workflow);
                Figure::new(&standard.clause, bounds, tally, written, title)
            };
            self.figures.standards = measured.zip(&self.tallies).map(figure).collect();
        }
        self.figures
    }
}

impl Turn<'_> {
    /// A step that became ready, as this event says, asks for the figures it shows.
    pub(crate) fn ask_for_figures(&mut self, step: &Step, event: u32) {
        if let Some(workflow) = step.report() {
            let (step, round) = (step.id.clone(), self.case.round(&step.id));
            self.effects.push(Effect::Figures(AskFigures { event, step, round, workflow: workflow.clone() }));
        }
    }

    /// The figures that a step asked for. They come once a round; of a round that is over, or of a step that
    /// was withdrawn, they are of no use any more.
    pub(crate) fn keep_figures(&mut self, step: &StepId, round: u32, figures: &Figures) {
        let wants = self.case.steps.get(step).is_some_and(|state| {
            let stands = matches!(state.status, StepStatus::Ready | StepStatus::Done);
            stands && state.round == round && state.figures.is_none()
        });
        if !wants {
            return;
        }
        let workflow = &figures.workflow;
        let text = match figures.cases {
            _ if figures.standards.is_empty() => Text::new(
                format!("附统计：本项目不办流程 {workflow}"),
                format!("figures of {workflow}: it is not done at this estate"),
            ),
            0 => Text::new(
                format!("附统计：流程 {workflow}，没有案件"),
                format!("figures of {workflow}: no cases"),
            ),
            cases => Text::new(
                format!("附统计：流程 {workflow}，案件 {cases} 件"),
                format!("figures of {workflow}: {cases} {}", if cases == 1 { "case" } else { "cases" }),
            ),
        };
        let change = Change::Figures { step: step.clone(), figures: figures.clone() };
        self.record(Fact::new(What::Noted).step(step).text(Some(text)).change(change));
    }
}
