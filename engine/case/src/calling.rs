//! One process calling another: a step that asks for a case of another workflow, passes it fields,
//! and is done. Opening that case is for whoever carries the effect out.

use crate::turn::{Fact, Turn};
use crate::{Call, Effect, What};
use steward_model::{FieldId, Step, Text, WorkflowId};

impl Turn<'_> {
    /// A step calls a workflow and does not wait for it. A field that is empty passes nothing.
    pub(crate) fn call(&mut self, step: &Step, workflow: &WorkflowId, with: &[(FieldId, FieldId)]) {
        let fact = Fact::new(What::Started).step(&step.id).text(Some(Text::plain(workflow.as_str())));
        let event = self.record(fact);
        let fields = with
            .iter()
            .filter_map(|(there, here)| Some((there.clone(), self.case.fields.get(here)?.clone())))
            .collect();
        self.effects.push(Effect::Call(Call { event, workflow: workflow.clone(), fields }));
        self.finish(step, None, Vec::new(), None);
    }
}
