//! A file of rules behind the case's [`Judge`].

use crate::fault::fault;
use crate::names::Names;
use crate::program::{Program, parameters};
use crate::turn::{About, Turn};
use crate::view::Plan;
use rhai::{CallFnOptions, Dynamic, FnArgsVec, Scope};
use std::sync::Arc;
use steward_case::{Action, Fault, Judge, Moment, View};
use steward_model::{Text, Workflow};

/// The rules of one workflow.
pub(crate) struct Rules {
    program: Arc<Program>,
    plan: Plan,
    about: Arc<About>,
    /// Whether each moment has a function, in the order of [`Moment::ALL`].
    answers: [bool; Moment::ALL.len()],
}

impl Rules {
    pub(crate) fn new(program: Arc<Program>, workflow: &Workflow, names: Arc<Names>) -> Self {
        Self {
            plan: Plan::new(&program.properties, workflow),
            about: Arc::new(About::new(names, workflow)),
            answers: Moment::ALL.map(|moment| program.answers(moment)),
            program,
        }
    }
}

impl Judge for Rules {
    fn answers(&self, moment: Moment) -> bool {
        self.answers[moment as usize]
    }

    fn ask(&self, moment: Moment, view: &View) -> Result<Vec<Action>, Fault> {
        if !self.answers(moment) {
            return Ok(Vec::new());
        }
        let Program { engine, tree, source, properties, .. } = &*self.program;
        let zone = self.about.names.time_zone(&view.case.estate);
        let turn = Arc::new(Turn::new(self.about.clone(), moment, view.step.is_some(), zone.clone()));
        let arguments: FnArgsVec<Dynamic> = parameters(moment)
            .iter()
            .map(|parameter| match *parameter {
                "case" => self.plan.case(&view.case, zone),
                "step" => properties.step(view.step.as_ref()),
                "limit" => properties.limit(view.limit.as_ref()),
                _ => view.name.as_deref().map_or(Dynamic::UNIT, Into::into),
            })
            .collect();
        let options = CallFnOptions::new().eval_ast(false).with_tag(turn.clone());
        let _returned: Dynamic = engine
            .call_fn_with_options(options, &mut Scope::new(), tree, moment.word(), arguments)
            .map_err(|error| fault(source.path(), self.program.named(moment), *error))?;
        Ok(turn.take())
    }
}

/// A file that could not be read. It answers every moment with a fault, so that nobody takes its
/// silence for consent.
pub(crate) struct Unreadable {
    pub(crate) place: String,
    pub(crate) text: Text,
}

impl Judge for Unreadable {
    fn answers(&self, _: Moment) -> bool {
        true
    }

    fn ask(&self, _: Moment, _: &View) -> Result<Vec<Action>, Fault> {
        Err(Fault { place: self.place.clone(), text: self.text.clone() })
    }
}
