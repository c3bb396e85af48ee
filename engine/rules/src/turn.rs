//! One asking of a rule: what it is about, and the actions collected so far.

use crate::fault::said;
use crate::names::Names;
use rhai::{EvalAltResult, NativeCallContext};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use steward_case::{Action, Moment};
use steward_model::{Field, FieldId, Text, Workflow};
use steward_time::TimeZone;

/// More actions than this at one moment are a mistake of the rule.
pub(crate) const MOST_ACTIONS: usize = 32;

/// What the verbs must know of a workflow and its handbook.
pub(crate) struct About {
    pub(crate) names: Arc<Names>,
    pub(crate) fields: BTreeMap<FieldId, Field>,
    /// The reasons a hold may have; `None` where the workflow can't be held.
    pub(crate) reasons: Option<Vec<Text>>,
}

/// One asking. rhai hands it to each verb as the tag of the call.
pub(crate) struct Turn {
    about: Arc<About>,
    moment: Moment,
    has_step: bool,
    zone: TimeZone,
    actions: Mutex<Vec<Action>>,
}

/// What went on in a verb: nothing to return, or the reason it can't be done.
pub(crate) type Done = Result<(), Text>;

impl About {
    pub(crate) fn new(names: Arc<Names>, workflow: &Workflow) -> Self {
        let fields = workflow.fields.iter().map(|field| (field.id.clone(), field.clone()));
        Self { names, fields: fields.collect(), reasons: reasons(workflow) }
    }
}

/// The reasons a hold of a workflow may have: none named is any. `None` where nobody may hold it.
pub(crate) fn reasons(workflow: &Workflow) -> Option<Vec<Text>> {
    workflow.hold.as_ref().map(|hold| hold.reasons.clone())
}

impl Turn {
    pub(crate) fn new(about: Arc<About>, moment: Moment, has_step: bool, zone: TimeZone) -> Self {
        Self { about, moment, has_step, zone, actions: Mutex::default() }
    }

    pub(crate) fn about(&self) -> &About {
        &self.about
    }

    pub(crate) fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// Adds an action.
    pub(crate) fn push(&self, action: Action) -> Done {
        let mut actions = self.actions.lock().unwrap_or_else(PoisonError::into_inner);
        if actions.len() >= MOST_ACTIONS {
            return Err(Text::new(
                format!("规则一次最多做 {MOST_ACTIONS} 件事"),
                format!("a rule does at most {MOST_ACTIONS} things at one moment"),
            ));
        }
        actions.push(action);
        Ok(())
    }

    /// The actions, in the order they were asked for.
    pub(crate) fn take(&self) -> Vec<Action> {
        std::mem::take(&mut self.actions.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Refuses what needs a step where there is none.
    pub(crate) fn needs_step(&self, verb: &str) -> Done {
        if self.has_step { Ok(()) } else { Err(needs(verb, A_STEP)) }
    }

    /// Refuses what needs a limit that is still running.
    pub(crate) fn needs_running_limit(&self, verb: &str) -> Done {
        if can_extend(self.moment) { Ok(()) } else { Err(needs(verb, RUNNING_LIMIT)) }
    }

    /// Refuses what needs a rung where there is none.
    pub(crate) fn needs_rung(&self, verb: &str) -> Done {
        if has_rung(self.moment) { Ok(()) } else { Err(needs(verb, A_RUNG)) }
    }
}

/// What a verb may need of a moment, in both languages.
pub(crate) type Need = (&'static str, &'static str);
pub(crate) const A_STEP: Need = ("步骤", "a step");
pub(crate) const A_RUNG: Need = ("升级档", "a rung");
/// A missed limit can't be extended, only excused, and that is for people.
pub(crate) const RUNNING_LIMIT: Need = ("尚未超时的时限", "a limit that is not missed yet");

/// Whether a moment is that of a rung which a rule may stand in for.
pub(crate) fn has_rung(moment: Moment) -> bool {
    matches!(moment, Moment::AtRisk | Moment::Overdue | Moment::Rung)
}

/// Whether the limit of a moment can still be extended.
pub(crate) fn can_extend(moment: Moment) -> bool {
    moment == Moment::AtRisk
}

/// What is said of a verb at a moment that lacks what it works on.
pub(crate) fn needs(verb: &str, (zh, en): Need) -> Text {
    Text::new(
        format!("这个时刻没有{zh}，{verb} 用不上"),
        format!("{verb} needs {en}, and there is none at this moment"),
    )
}

/// Lets a verb at the turn of its call.
pub(crate) fn within<T>(
    context: &NativeCallContext<'_>,
    verb: impl FnOnce(&Turn) -> Result<T, Text>,
) -> Result<T, Box<EvalAltResult>> {
    let turn = context.tag().and_then(|tag| tag.read_lock::<Arc<Turn>>());
    let Some(turn) = turn else { unreachable!("every call is made with its turn as the tag") };
    verb(&turn).map_err(said)
}
