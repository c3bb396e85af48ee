//! What of a workflow the scenarios reach: its steps, both outcomes of each guard, each line of
//! `within`, limits met and missed, rungs carried out. Read off the records alone, so a record from
//! anywhere counts.

use std::collections::BTreeSet;
use steward_case::guard::holds;
use steward_case::{Case, Change, Event, What};
use steward_model::{
    LimitId, Place, Rung, RungAt, Step, StepId, Text, Then, ThenAction, Workflow, WorkflowId,
};

/// Something of a workflow that a case reaches or not.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Spot {
    /// A step became ready.
    Step(StepId),
    /// The `if` of a step said yes (`true`) or no.
    If(StepId, bool),
    /// A line of a step's `then` applied (`true`) or was passed by.
    Then(StepId, usize, bool),
    /// The `rounds` of a line of `then` were used up, and `after_that` was done.
    AfterThat(StepId, usize),
    /// A line of `within` counted.
    Line(LimitId, usize),
    /// A limit was met.
    Met(LimitId),
    /// A limit was missed.
    Missed(LimitId),
    /// A rung of a limit was carried out.
    Rung(LimitId, usize),
    /// A rung of a step was carried out as it became ready.
    Ready(StepId, usize),
}

/// What kind of thing a spot is, for counting.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Kind {
    /// Steps.
    Step,
    /// Outcomes of guards, those of `then` and lines of `within` among them.
    Guard,
    /// Limits met, limits missed.
    Limit,
    /// Rungs.
    Rung,
}

impl Spot {
    /// What kind of thing it is.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Step(_) => Kind::Step,
            Self::If(..) | Self::Then(..) | Self::AfterThat(..) | Self::Line(..) => Kind::Guard,
            Self::Met(_) | Self::Missed(_) => Kind::Limit,
            Self::Rung(..) | Self::Ready(..) => Kind::Rung,
        }
    }
}

/// A spot, where it is written, and what it would take to reach it.
#[derive(Clone, Debug)]
pub struct Target {
    /// The spot.
    pub spot: Spot,
    /// Where it is written.
    pub place: Place,
    /// What did not happen, when it was not reached, as people read it.
    pub missing: Text,
}

/// What was reached, by the records seen so far.
#[derive(Clone, Default, Debug)]
pub struct Coverage {
    reached: BTreeSet<(WorkflowId, Spot)>,
}

impl Coverage {
    /// Whether some record reached it.
    pub fn has(&self, workflow: &Workflow, spot: &Spot) -> bool {
        self.reached.contains(&(workflow.id.clone(), spot.clone()))
    }

    /// Takes note of what the record of a case reached.
    pub fn see(&mut self, workflow: &Workflow, events: &[Event]) {
        let mut case: Option<Case> = None;
        for event in events {
            let before = case.clone();
            match &mut case {
                Some(case) => case.apply(event),
                None => case = Case::begin(event),
            }
            if let Some(after) = &case {
                self.see_one(workflow, event, before.as_ref(), after);
            }
        }
    }

    fn reach(&mut self, workflow: &Workflow, spot: Spot) {
        self.reached.insert((workflow.id.clone(), spot));
    }

    fn see_one(&mut self, workflow: &Workflow, event: &Event, before: Option<&Case>, after: &Case) {
        // What any item of a step reaches, the step reaches.
        let written = event.step.as_ref().map(|id| StepId::new(id.written()));
        let step = written.as_ref().and_then(|id| workflow.step(id));
        match (event.what, step) {
            (What::Ready, Some(step)) => {
                self.reach(workflow, Spot::Step(step.id.clone()));
                if step.guard.is_some() {
                    self.reach(workflow, Spot::If(step.id.clone(), true));
                }
            }
            (What::Skipped, Some(step)) => {
                // A step that an `on_to` passed by was never asked.
                let asked = before.is_some_and(|case| {
                    step.after.iter().all(|id| case.is_past(id))
                        && step.guard.as_ref().is_some_and(|guard| !holds(guard, case))
                });
                if asked {
                    self.reach(workflow, Spot::If(step.id.clone(), false));
                }
            }
            (What::Rung, Some(step)) => {
                let written = event.rung.as_deref();
                let rungs = step.rungs().rungs.iter().enumerate();
                for (place, _) in
                    rungs.filter(|(_, rung)| rung.at == RungAt::Ready && Some(&*rung.written) == written)
                {
                    self.reach(workflow, Spot::Ready(step.id.clone(), place));
                }
            }
            _ => {}
        }
        for (place, change) in event.changes.iter().enumerate() {
            let limit =
                |number: &usize| after.clocks.get(*number).map(|clock| LimitId::new(clock.limit.written()));
            let spot = match change {
                Change::ClockBorn { limit, line, .. } => {
                    Some(Spot::Line(LimitId::new(limit.written()), *line))
                }
                Change::ClockLine(number, line) => limit(number).map(|limit| Spot::Line(limit, *line)),
                Change::ClockMet(number) => limit(number).map(Spot::Met),
                Change::ClockMissed(number) => limit(number).map(Spot::Missed),
                Change::Judged { clock, rung, carried: true } => {
                    limit(clock).map(|limit| Spot::Rung(limit, *rung))
                }
                Change::Done { step, approved, .. } if *approved != Some(false) => {
                    // What is asked then sees the case as it was right after this change.
                    if let (Some(step), Some(case)) = (workflow.step(step), before) {
                        let mut case = case.clone();
                        let changes = event.changes[..=place].to_vec();
                        case.apply(&Event { changes, ..event.clone() });
                        self.see_then(workflow, step, &case);
                    }
                    None
                }
                _ => None,
            };
            if let Some(spot) = spot {
                self.reach(workflow, spot);
            }
        }
    }

    fn see_then(&mut self, workflow: &Workflow, step: &Step, case: &Case) {
        if case.step(&step.id).written_for.is_some() {
            return;
        }
        for (place, line) in step.then.iter().enumerate() {
            let applies = line.guard.as_ref().is_none_or(|guard| holds(guard, case));
            self.reach(workflow, Spot::Then(step.id.clone(), place, applies));
            if !applies {
                continue;
            }
            if let ThenAction::BackTo { step: back, rounds: Some((most, _)) } = &line.action
                && case.step(back).opened >= *most
            {
                self.reach(workflow, Spot::AfterThat(step.id.clone(), place));
            }
            return;
        }
    }
}

/// Everything of a workflow that can be reached, in the order written.
pub fn targets(workflow: &Workflow) -> Vec<Target> {
    let mut targets = Vec::new();
    for step in &workflow.steps {
        let (zh, en) = (&step.title.zh, &step.title.en);
        let mut add = |spot, place: &Place, missing: Text| {
            targets.push(Target { spot, place: place.clone(), missing });
        };
        let id = &step.id;
        add(
            Spot::Step(id.clone()),
            &step.place,
            Text::new(format!("{zh}：从没轮到"), format!("{en}: its turn never came")),
        );
        if step.guard.is_some() {
            let yes = Text::new(format!("{zh}：条件从没成立"), format!("{en}: its `if` never said yes"));
            let no = Text::new(format!("{zh}：条件从没不成立"), format!("{en}: its `if` never said no"));
            add(Spot::If(id.clone(), true), &step.place, yes);
            add(Spot::If(id.clone(), false), &step.place, no);
        }
        for (place, line) in step.then.iter().enumerate() {
            then_targets(step, place, line, &mut add);
        }
        let rungs = step.rungs().rungs.iter().enumerate().filter(|(_, rung)| rung.at == RungAt::Ready);
        if step.is_for_people() {
            for (place, rung) in rungs {
                add(Spot::Ready(id.clone(), place), &rung.place, never_carried_out(&step.title, rung));
            }
        }
    }
    for limit in workflow.all_limits() {
        limit_targets(limit, &mut targets);
    }
    targets
}

fn then_targets(step: &Step, place: usize, line: &Then, add: &mut impl FnMut(Spot, &Place, Text)) {
    let (zh, en, number) = (&step.title.zh, &step.title.en, place + 1);
    let id = &step.id;
    let yes = Text::new(
        format!("{zh}：then 第{number}行从没用上"),
        format!("{en}: line {number} of `then` never applied"),
    );
    add(Spot::Then(id.clone(), place, true), &line.place, yes);
    if line.guard.is_some() {
        let no = Text::new(
            format!("{zh}：then 第{number}行的条件从没不成立"),
            format!("{en}: line {number} of `then` always applied"),
        );
        add(Spot::Then(id.clone(), place, false), &line.place, no);
    }
    if matches!(line.action, ThenAction::BackTo { rounds: Some(_), .. }) {
        let after = Text::new(
            format!("{zh}：轮次从没用完（after_that）"),
            format!("{en}: the rounds were never used up (`after_that`)"),
        );
        add(Spot::AfterThat(id.clone(), place), &line.place, after);
    }
}

fn limit_targets(limit: &steward_model::Limit, targets: &mut Vec<Target>) {
    let (zh, en) = (&limit.title.zh, &limit.title.en);
    let id = &limit.id;
    let mut add = |spot, place: &Place, missing: Text| {
        targets.push(Target { spot, place: place.clone(), missing });
    };
    if limit.lines.len() > 1 {
        for (place, line) in limit.lines.iter().enumerate() {
            let missing = Text::new(
                format!("{zh}：时限第{}行从没用上", place + 1),
                format!("{en}: line {} of its limit never counted", place + 1),
            );
            add(Spot::Line(id.clone(), place), &line.place, missing);
        }
    }
    add(
        Spot::Met(id.clone()),
        &limit.place,
        Text::new(format!("{zh}：从没按时"), format!("{en}: never met")),
    );
    add(
        Spot::Missed(id.clone()),
        &limit.place,
        Text::new(format!("{zh}：从没超时"), format!("{en}: never missed")),
    );
    for (place, rung) in limit.ladder.rungs.iter().enumerate().filter(|(_, rung)| rung.at != RungAt::Ready) {
        add(Spot::Rung(id.clone(), place), &rung.place, never_carried_out(&limit.title, rung));
    }
}

fn never_carried_out(whose: &Text, rung: &Rung) -> Text {
    let at = rung.at.text();
    Text::new(
        format!("{}：“{}”这一档从没执行", whose.zh, at.zh),
        format!("{}: the rung {} was never carried out", whose.en, at.en),
    )
}
